"""The state as one flat object: dotted key → text, number, truth or null. One table says what there is.

For button controllers (Companion's generic modules), scripts, and OSC feedback. Every key is always there; what has no
value now is null. Times are whole seconds, as they are shown: nothing changes oftener than once a second by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from control.clock import Instant
from control.core.camera_acts import Preset
from control.core.cameras import head_of
from control.core.feeds import FeedState
from control.core.feeds import of as feed_of
from control.core.outputs import OutputState
from control.core.rundown.plan import Item
from control.core.sources import sound_of
from control.core.switches import camera_of
from control.core.switches import of as switch_of
from control.core.types import Role
from control.registry import State, cameras_in, cameras_on_air
from control.show import Show
from webui.outside.facts import Facts, Reader, clock_of, timer_shown
from webui.outside.figures import left_text, offset_text, wall_text, whole_seconds

Scalar = str | int | float | bool | None
Flat = dict[str, Scalar]
View = Literal["stage", "backstage", "panel"]

SEES: Mapping[Role, frozenset[View]] = {
    Role.OWNER: frozenset({"stage", "backstage", "panel"}),
    Role.OPERATOR: frozenset({"stage", "backstage", "panel"}),
    Role.BACKSTAGE: frozenset({"stage", "backstage"}),
    Role.STAGE: frozenset({"stage"}),
}
"""Role → rows it gets. Nobody sees here what his pages do not show; judges and graphics get nothing."""


class Row(Struct, frozen=True):
    """`read` gives the value, or (where the key has `ID` in it) one for each id."""

    key: str
    view: View
    ru: str
    en: str
    read: Callable[[Facts], Any]


def _of(item: Item | None, value: Callable[[Item], Scalar]) -> Scalar:
    return value(item) if item is not None else None


def _phase(facts: Facts) -> str | None:
    left = facts.left
    if facts.on is None or left is None:
        return None
    if left <= -1000:
        return "overtime"
    if left <= facts.on.danger:
        return "danger"
    return "warning" if left <= facts.on.warning else "calm"


def _end(facts: Facts, item: Item | None) -> Scalar:
    expected = facts.expected.get(item.id) if item is not None else None
    return wall_text(expected.end, facts.place) if expected is not None else None


def _start(facts: Facts, item: Item | None) -> Scalar:
    expected = facts.expected.get(item.id) if item is not None else None
    return wall_text(expected.start, facts.place) if expected is not None else None


def _until_flag(facts: Facts) -> int | None:
    """ms; 0 while it could begin at any moment."""
    expected = facts.expected.get(facts.flag.id) if facts.flag is not None else None
    if expected is None or facts.state.rundown.run.begun is None:
        return None
    return max(0, expected.start - facts.time)


def _progress(facts: Facts) -> Scalar:
    """Per cent of the item's time that is used."""
    playing, left = facts.state.rundown.run.playing, facts.left
    if facts.on is None or playing.timer is None or left is None:
        return None
    whole = playing.timer.total + playing.added
    return min(100, max(0, round((whole - left) * 100 / whole))) if whole > 0 else 100


def _scene(facts: Facts, scene_id: str | None) -> Scalar:
    return next((scene.name for scene in facts.show.scenes if scene.id == scene_id), None)


def _sounds(facts: Facts, value: Callable[[Any], Scalar]) -> Flat:
    found = ((input_id, sound_of(facts.state.sources, facts.show, input_id)) for input_id, _ in facts.show.audible())
    return {input_id: value(sound) for input_id, sound in found if sound is not None}


def _offset(facts: Facts) -> int | None:
    if facts.offset is None:
        return None
    return facts.offset.relative if facts.state.rundown.run.relative else facts.offset.absolute


def _timer(value: Callable[[int], Scalar]) -> Callable[[Facts], Flat]:
    def read(facts: Facts) -> Flat:
        shown = {timer: timer_shown(wire, facts.now) for timer, wire in facts.timers.items()}
        return {timer: value(ms) if ms is not None else None for timer, ms in shown.items()}

    return read


def _second(facts: Facts) -> Scalar:
    """What the second line says."""
    second = facts.state.stage.second
    if second.source == "text":
        return second.text or None
    wire = facts.timers.get(second.timer or "")
    shown = timer_shown(wire, facts.now) if wire is not None else None
    return left_text(shown) if shown is not None else None


def _playing(facts: Facts) -> Any:
    return facts.state.rundown.run.playing


def _run(facts: Facts) -> Any:
    return facts.state.rundown.run


def _tallies(facts: Facts) -> Flat:
    state, show = facts.state, facts.show
    on_air, in_preview = cameras_on_air(state, show), cameras_in(state, show, state.program.preview)
    return {
        camera.id: "program" if camera.id in on_air else "preview" if camera.id in in_preview else "off"
        for camera in show.cameras
    }


def _feeds(value: Callable[[FeedState], Scalar]) -> Callable[[Facts], Flat]:
    """Null: OBS opens the camera itself."""

    def read(facts: Facts) -> Flat:
        feeds = facts.state.feeds
        return {one.id: value(feed_of(feeds, one.id)) if one.bridged else None for one in facts.show.cameras}

    return read


def _presets(value: Callable[[Preset], Scalar]) -> Callable[[Facts], Flat]:
    """Null: the camera does not move, or went nowhere yet."""

    def read(facts: Facts) -> Flat:
        found: Flat = {}
        for camera in facts.show.cameras:
            head = head_of(facts.state.cameras, camera.id)
            preset = head.preset(head.at) if head.at is not None else None
            found[camera.id] = value(preset) if preset is not None else None
        return found

    return read


def _graphic(facts: Facts, graphic: Any) -> bool:
    return graphic in facts.state.graphics.playing


def _output(facts: Facts, output: str) -> OutputState:
    part: OutputState = getattr(facts.state.outputs, output)
    return part


def _is_on(part: OutputState) -> bool:
    return part.actual.value in ("on", "reconnecting")


TABLE: tuple[Row, ...] = (
    Row("clock.text", "stage", "время на стене", "the time on the wall", lambda f: wall_text(f.now, f.place)),
    Row("show.title", "stage", "название шоу", "the show's title", lambda f: f.show.title),
    Row("rundown.mode", "stage", "idle, loaded, waiting, on", "idle, loaded, waiting, on", lambda f: _playing(f).mode),
    Row("rundown.on.id", "stage", "пункт в эфире: id", "item on air: id", lambda f: _of(f.on, lambda i: i.id)),
    Row("rundown.on.number", "stage", "его номер", "its number", lambda f: _of(f.on, lambda i: i.number)),
    Row("rundown.on.title", "stage", "его название", "its title", lambda f: _of(f.on, lambda i: i.title)),
    Row("rundown.on.note", "backstage", "его заметка", "its note", lambda f: _of(f.on, lambda i: i.note)),
    Row(
        "rundown.on.left", "stage", "осталось, с; меньше нуля — перебор", "left, s; below zero: overtime",
        lambda f: whole_seconds(f.left) if f.on is not None and f.left is not None else None,
    ),
    Row(
        "rundown.on.left_text", "stage", "то же словами: 4:07, +0:12", "the same as text: 4:07, +0:12",
        lambda f: left_text(f.left) if f.on is not None and f.left is not None else None,
    ),
    Row("rundown.on.phase", "stage", "calm, warning, danger, overtime", "calm, warning, danger, overtime", _phase),
    Row("rundown.on.progress", "stage", "прошло, %", "used, %", _progress),
    Row(
        "rundown.on.paused", "stage", "часы стоят", "its clock stands",
        lambda f: f.on is not None and not _playing(f).running,
    ),
    Row("rundown.on.end_text", "stage", "ожидаемый конец", "expected end", lambda f: _end(f, f.on)),
    Row("rundown.next.id", "stage", "следующий пункт: id", "next item: id", lambda f: _of(f.coming, lambda i: i.id)),
    Row("rundown.next.number", "stage", "его номер", "its number", lambda f: _of(f.coming, lambda i: i.number)),
    Row("rundown.next.title", "stage", "его название", "its title", lambda f: _of(f.coming, lambda i: i.title)),
    Row("rundown.next.start_text", "stage", "ожидаемое начало", "expected start", lambda f: _start(f, f.coming)),
    Row(
        "rundown.flag.id", "stage", "ближайший пункт с флажком: id", "next flagged item: id",
        lambda f: _of(f.flag, lambda i: i.id),
    ),
    Row("rundown.flag.number", "stage", "его номер", "its number", lambda f: _of(f.flag, lambda i: i.number)),
    Row("rundown.flag.title", "stage", "его название", "its title", lambda f: _of(f.flag, lambda i: i.title)),
    Row("rundown.flag.start_text", "stage", "ожидаемое начало", "expected start", lambda f: _start(f, f.flag)),
    Row(
        "rundown.flag.left", "stage", "до него, с (когда эфир начат)", "until then, s (once the show has begun)",
        lambda f: None if (left := _until_flag(f)) is None else whole_seconds(left),
    ),
    Row(
        "rundown.flag.left_text", "stage", "то же словами: 12:34", "the same as text: 12:34",
        lambda f: None if (left := _until_flag(f)) is None else left_text(left),
    ),
    Row(
        "rundown.offset", "stage", "опоздание, с; меньше нуля — запас", "over, s; below zero: under",
        lambda f: None if (offset := _offset(f)) is None else int(offset / 1000),
    ),
    Row(
        "rundown.offset_text", "stage", "то же словами: +2:30, −0:15", "the same as text: +2:30, −0:15",
        lambda f: None if (offset := _offset(f)) is None else offset_text(offset),
    ),
    Row(
        "rundown.end_text", "stage", "ожидаемый конец шоу", "expected end of the show",
        lambda f: wall_text(f.end, f.place) if f.end is not None else None,
    ),
    Row("rundown.armed", "backstage", "пункты могут идти сами", "items may go by themselves", lambda f: _run(f).armed),
    Row("rundown.roll", "backstage", "шоу ведут часы", "the wall clock plays the show", lambda f: _run(f).roll),
    Row("rundown.held", "backstage", "ждёт ответа о пропущенном", "waits: what was missed", lambda f: _run(f).held),
    Row(
        "rundown.rehearsal", "backstage", "скорость репетиции", "rehearsal's speed",
        lambda f: _run(f).tempo.rate if _run(f).tempo is not None else None,
    ),
    Row("rundown.gos", "backstage", "сколько было пусков", "how many GOs there were", lambda f: _run(f).gos),
    Row("program.scene", "backstage", "сцена в эфире: id", "scene on air: id", lambda f: f.state.program.scene),
    Row(
        "program.scene_name", "backstage", "её название", "its name",
        lambda f: f.state.program.foreign or _scene(f, f.state.program.scene),
    ),
    Row("program.preview", "backstage", "подготовка: id", "preview: id", lambda f: f.state.program.preview),
    Row(
        "program.preview_name", "backstage", "её название", "its name",
        lambda f: _scene(f, f.state.program.preview),
    ),
    Row(
        "scene.ID.on", "backstage", "сцена в эфире", "the scene is on air",
        lambda f: {scene.id: scene.id == f.state.program.scene for scene in f.show.scenes},
    ),
    Row(
        "scene.ID.preview", "backstage", "сцена в подготовке", "the scene is in preview",
        lambda f: {scene.id: scene.id == f.state.program.preview for scene in f.show.scenes},
    ),
    Row(
        "camera.ID.tally", "backstage", "off, preview, program", "off, preview, program", _tallies,
    ),
    Row(
        "camera.ID.feed", "panel", "что идёт от камеры: main, backup, held, slate",
        "what goes out for it: main, backup, held, slate", _feeds(lambda feed: feed.showing),
    ),
    Row(
        "camera.ID.use", "panel", "что выбрано: auto или удержано", "what is chosen: auto, or held",
        _feeds(lambda feed: feed.use),
    ),
    Row(
        "camera.ID.condition", "panel", "её сигнал: ok, doubtful, bad, away", "its signal: ok, doubtful, bad, away",
        _feeds(lambda feed: feed.main.condition),
    ),
    Row(
        "camera.ID.preset", "panel", "последний ракурс: id", "the last preset: id", _presets(lambda preset: preset.id),
    ),
    Row("camera.ID.preset_name", "panel", "его название", "its name", _presets(lambda preset: preset.name)),
    Row(
        "switch.ID.camera", "panel", "камера в переключателе: id", "the camera in the switch: id",
        lambda f: {one.id: camera_of(f.state.switches, f.show, one.id) for one in f.show.switches},
    ),
    Row(
        "switch.ID.follows", "panel", "следит за говорящим", "it follows who speaks",
        lambda f: {one.id: switch_of(f.state.switches, one.id).follows for one in f.show.switches},
    ),
    Row(
        "switch.ID.held", "panel", "удержан рукой", "a hand holds it",
        lambda f: {one.id: switch_of(f.state.switches, one.id).held for one in f.show.switches},
    ),
    Row(
        "graphics.ID.playing", "panel", "графика в эфире", "the graphic is on air",
        lambda f: {graphic.id: _graphic(f, graphic.id) for graphic in f.show.graphics},
    ),
    Row(
        "graphics.any", "panel", "в эфире есть графика", "some graphic is on air",
        lambda f: bool(f.state.graphics.playing),
    ),
    Row("sound.ID.muted", "panel", "звук выключен", "muted", lambda f: _sounds(f, lambda s: s.muted)),
    Row("sound.ID.volume", "panel", "громкость, дБ", "volume, dB", lambda f: _sounds(f, lambda s: s.volume)),
    Row("stream.on", "panel", "трансляция идёт", "the stream runs", lambda f: _is_on(_output(f, "stream"))),
    Row("stream.state", "panel", "off … on, failed", "off … on, failed", lambda f: _output(f, "stream").actual.value),
    Row("record.on", "panel", "запись идёт", "the recording runs", lambda f: _is_on(_output(f, "record"))),
    Row("record.state", "panel", "off … on, failed", "off … on, failed", lambda f: _output(f, "record").actual.value),
    Row(
        "stage.message", "stage", "сообщение на сцену", "message to the stage",
        lambda f: f.state.stage.message.text if f.state.stage.message is not None else None,
    ),
    Row(
        "stage.tone", "stage", "его тон: info, warning, danger", "its tone: info, warning, danger",
        lambda f: f.state.stage.message.tone if f.state.stage.message is not None else None,
    ),
    Row(
        "stage.second.source", "stage", "вторая строка: nothing, text, timer", "second line: nothing, text, timer",
        lambda f: f.state.stage.second.source,
    ),
    Row(
        "stage.second.text", "stage", "что в ней: слова или показания", "what it says: words or figures", _second,
    ),
    Row("stage.second.timer", "stage", "её таймер: id", "its timer: id", lambda f: f.state.stage.second.timer),
    Row("timer.ID.left", "stage", "таймер: на часах, с", "timer: what it shows, s", _timer(whole_seconds)),
    Row("timer.ID.left_text", "stage", "то же словами", "the same as text", _timer(left_text)),
    Row(
        "timer.ID.running", "stage", "таймер идёт", "the timer runs",
        lambda f: {timer: "target" in (clock_of(wire) or {}) for timer, wire in f.timers.items()},
    ),
    Row("obs.connected", "panel", "OBS на связи", "OBS is connected", lambda f: f.state.health.obs == "connected"),
)  # fmt: skip


def flat(facts: Facts) -> Flat:
    return {key: value for row in TABLE for key, value in _values(row, facts)}


def flat_state(state: State, show: Show, now: Instant) -> Flat:
    """Pure."""
    return flat(Reader(show).read(state, now))


def _values(row: Row, facts: Facts) -> Iterator[tuple[str, Scalar]]:
    value = row.read(facts)
    if ".ID." not in row.key:
        yield row.key, value
        return
    for name, one in value.items():
        yield row.key.replace(".ID.", f".{name}."), one


def seen(flat: Mapping[str, Scalar], views: frozenset[View]) -> Flat:
    """The part of it that is for these views."""
    if len(views) == 3:
        return dict(flat)
    return {key: value for key, value in flat.items() if view_of(key) in views}


_VIEWS: dict[str, View] = {row.key: row.view for row in TABLE}


def view_of(key: str) -> View:
    if key in _VIEWS:
        return _VIEWS[key]
    head, _, rest = key.partition(".")
    return _VIEWS[f"{head}.ID.{rest.rpartition('.')[2]}"]


def underscored(flat: Mapping[str, Scalar]) -> Flat:
    """`rundown_on_title`: for those who read a dot as a step into an object, as Companion's generic WebSocket does."""
    return {key.replace(".", "_").replace("-", "_"): value for key, value in flat.items()}
