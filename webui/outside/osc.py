"""OSC in: bytes → messages → commands. Pure; the sockets are `osc_port`.

A button of a control surface sends 1 when pressed and 0 when released (TouchOSC and its like): where an address takes
no value, a 0 is a release and does nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from pythonosc.osc_message import OscMessage, ParseError
from pythonosc.parsing import osc_types

from control.core.rundown.state import RundownState
from control.registry import State

Command = dict[str, Any]
Make = Callable[[list[str], tuple[Any, ...], State], Command | None]
LARGEST = 8_192
"""Bytes of a datagram."""
MOST_MESSAGES = 64
"""Of one bundle."""
DEEPEST = 4
_KNOWN_TYPES = set("ihfdsbTFN")
_BUNDLE = b"#bundle\0"


class Garbage(Exception):
    """No OSC, or none that is understood; `str()` says what, for the log."""


class Message(Struct, frozen=True):
    address: str
    args: tuple[Any, ...]


def messages(datagram: bytes, depth: int = 0) -> Iterator[Message]:
    """Those of a datagram, in order; a bundle's time is not waited for. `Garbage`.

    Bundles are opened here and not by python-osc (1.10): it follows a negative size back to where it was, for ever,
    and nested ones as deep as they go.
    """
    if len(datagram) > LARGEST:
        raise Garbage("too large")
    if not datagram.startswith(_BUNDLE):
        yield _message(datagram)
        return
    if depth == DEEPEST:
        raise Garbage("bundles too deep")
    at = len(_BUNDLE) + 8
    if len(datagram) < at:
        raise Garbage("bundle cut off")
    while at < len(datagram):
        if len(datagram) < at + 4:
            raise Garbage("bundle cut off")
        (size,) = struct.unpack_from(">i", datagram, at)
        at += 4
        if size <= 0 or size % 4 or at + size > len(datagram):
            raise Garbage("wrong size in a bundle")
        yield from messages(datagram[at : at + size], depth + 1)
        at += size


def read(datagram: bytes) -> list[Message]:
    """All or nothing: a bundle that is broken at its end does nothing at all. `Garbage`."""
    found = []
    for message in messages(datagram):
        found.append(message)
        if len(found) > MOST_MESSAGES:
            raise Garbage("too many messages in a bundle")
    return found


def _message(datagram: bytes) -> Message:
    if not datagram.startswith(b"/"):
        raise Garbage("no address")
    try:
        _, index = osc_types.get_string(datagram, 0)
        types, _ = osc_types.get_string(datagram, index) if index < len(datagram) else (",", 0)
        if not types.startswith(",") or not set(types[1:]) <= _KNOWN_TYPES:
            raise Garbage("unknown types of arguments")  # python-osc would log a line for each
        message = OscMessage(datagram)
    except (ParseError, osc_types.ParseError, ValueError, IndexError, struct.error) as error:
        raise Garbage("not a message") from error
    return Message(message.address, tuple(message.params))


# --- addresses ---


class Way(Struct, frozen=True):
    """`address` with parts in capitals for what is named there; `args` for people, empty for a button. `make` gets
    the named parts, the arguments and the rundown; None: not to be understood so."""

    address: str
    args: str
    ru: str
    en: str
    make: Make


def _plain(kind: str, *names: str, **fields: Any) -> Make:
    """The named parts are fields."""
    return lambda parts, args, state: {"type": kind, **fields, **dict(zip(names, parts, strict=True))}


MOST = 1e15


def _text(kind: str, name: str, *names: str, needed: bool = True) -> Make:
    def make(parts: list[str], args: tuple[Any, ...], state: State) -> Command | None:
        named = dict(zip(names, parts, strict=True))
        if not args and not needed:
            return {"type": kind, **named}
        return {"type": kind, **named, name: args[0]} if len(args) == 1 and isinstance(args[0], str) else None

    return make


def _switch(kind: str, name: str, *names: str, **fields: Any) -> Make:
    def make(parts: list[str], args: tuple[Any, ...], state: State) -> Command | None:
        if len(args) != 1 or not _is_number(args[0]):
            return None
        return {"type": kind, **fields, **dict(zip(names, parts, strict=True)), name: bool(args[0])}

    return make


def _amount(kind: str, name: str, scale: int | None, *names: str) -> Make:
    """`scale`: seconds become milliseconds; None: the number as it is."""

    def make(parts: list[str], args: tuple[Any, ...], state: State) -> Command | None:
        if len(args) != 1 or isinstance(args[0], bool) or not _is_number(args[0]):
            return None
        value = args[0] if scale is None else round(args[0] * scale)
        return {"type": kind, **dict(zip(names, parts, strict=True)), name: value}

    return make


def _take(auto: bool) -> Make:
    def make(parts: list[str], args: tuple[Any, ...], state: State) -> Command | None:
        scene = parts[0] if parts else args[0] if args and isinstance(args[0], str) else state.program.preview
        return {"type": "program.take", "scene": scene, "auto": auto} if scene is not None else None

    return make


def _say(parts: list[str], args: tuple[Any, ...], state: State) -> Command | None:
    if not 1 <= len(args) <= 2 or not all(isinstance(arg, str) for arg in args):
        return None
    return {"type": "stage.say", "text": args[0], "tone": args[1] if len(args) == 2 else "info"}


def _second(parts: list[str], args: tuple[Any, ...], state: State) -> Command | None:
    if len(args) != 1 or not isinstance(args[0], str):
        return None
    return {"type": "stage.second", "source": "text", "text": args[0]}


def _any(parts: list[str], args: tuple[Any, ...], state: State) -> Command | None:
    if not 1 <= len(args) <= 2 or not all(isinstance(arg, str) for arg in args):
        return None
    try:
        fields = msgspec.json.decode(args[1]) if len(args) == 2 and args[1] else {}
    except (msgspec.DecodeError, RecursionError):
        return None
    return {**fields, "type": args[0]} if isinstance(fields, dict) else None


def _toggle_pause(parts: list[str], args: tuple[Any, ...], state: State) -> Command:
    rundown: RundownState = state.rundown
    return {"type": "rundown.pause" if rundown.run.playing.running else "rundown.resume"}


TABLE: tuple[Way, ...] = (
    Way(
        "/efir/rundown/go", "[id]", "пуск следующего или названного пункта", "GO: the next item, or this one",
        _text("rundown.go", "item", needed=False),
    ),
    Way("/efir/rundown/back", "", "вернуть последний пуск", "take the last GO back", _plain("rundown.back")),
    Way("/efir/rundown/load", "id", "подготовить пункт", "make an item ready", _text("rundown.load", "item")),
    Way(
        "/efir/rundown/next", "[id]", "что будет следующим", "what comes next",
        _text("rundown.choose", "item", needed=False),
    ),
    Way("/efir/rundown/pause", "", "пауза или продолжить", "pause, or go on", _toggle_pause),
    Way("/efir/rundown/stop", "", "закончить пункт", "end the item", _plain("rundown.stop")),
    Way(
        "/efir/rundown/add", "s", "добавить времени, меньше нуля — убрать", "add time; below zero takes away",
        _amount("rundown.add-time", "ms", 1000),
    ),
    Way("/efir/rundown/roll", "0/1", "шоу ведут часы", "the wall clock plays the show", _switch("rundown.roll", "on")),
    Way(
        "/efir/rundown/arm", "0/1", "пункты могут идти сами", "items may go by themselves",
        _switch("rundown.arm", "on"),
    ),
    Way(
        "/efir/take", "[id]", "сцена (без id — подготовка) в эфир склейкой", "cut a scene (none: the preview) to air",
        _take(auto=False),
    ),
    Way("/efir/take/SCENE", "", "то же", "the same", _take(auto=False)),
    Way("/efir/auto", "[id]", "то же переходом", "the same with the transition", _take(auto=True)),
    Way("/efir/auto/SCENE", "", "то же переходом", "the same with the transition", _take(auto=True)),
    Way("/efir/preview", "id", "сцена в подготовку", "a scene into preview", _text("program.preview", "scene")),
    Way("/efir/preview/SCENE", "", "то же", "the same", _plain("program.preview", "scene")),
    Way("/efir/panic", "", "заставка", "the slate", _plain("program.panic")),
    Way(
        "/efir/camera/ID/preset/PRESET", "", "камера едет в ракурс; в эфире — нет", "to a preset; not while on air",
        _plain("cameras.recall", "camera", "preset"),
    ),
    Way(
        "/efir/camera/ID/preset/PRESET/on-air", "", "то же и в эфире", "the same, also on air",
        _plain("cameras.recall", "camera", "preset", confirmed=True),
    ),
    Way(
        "/efir/camera/ID/home", "", "камера в исходное положение; в эфире — нет", "home; not while on air",
        _plain("cameras.home", "camera"),
    ),
    Way(
        "/efir/camera/ID/feed", "use", "что от камеры в эфир: auto, main, backup, slate",
        "what it gives: auto, main, backup, slate", _text("feeds.use", "use", "camera"),
    ),
    Way(
        "/efir/switch/ID/cut/CAMERA", "", "камера в переключателе, склейкой", "a camera in a switch, by a cut",
        _plain("switches.switch", "switch", "camera"),
    ),
    Way(
        "/efir/switch/ID/auto/CAMERA", "", "то же переходом", "the same with the transition",
        _plain("switches.switch", "switch", "camera", auto=True),
    ),
    Way(
        "/efir/switch/ID/follow", "0/1", "следить за говорящим", "follow who speaks",
        _switch("switches.follow", "on", "switch"),
    ),
    Way("/efir/graphics/ID/play", "", "графика в эфир", "graphic on", _plain("graphics.play", "graphic")),
    Way("/efir/graphics/ID/stop", "", "графика из эфира", "graphic off", _plain("graphics.stop", "graphic")),
    Way("/efir/graphics/clear", "", "вся графика из эфира", "all graphics off", _plain("graphics.clear")),
    Way(
        "/efir/item/SCENE/ITEM", "0/1", "источник сцены виден", "a scene's source is seen",
        _switch("sources.item", "visible", "scene", "item"),
    ),
    Way("/efir/sound/ID/mute", "0/1", "звук выключен", "muted", _switch("sources.mute", "muted", "input")),
    Way("/efir/sound/ID/volume", "dB", "громкость", "volume", _amount("sources.volume", "volume", None, "input")),
    Way("/efir/stream", "0/1", "трансляция", "stream", _switch("outputs.set", "on", output="stream")),
    Way("/efir/record", "0/1", "запись", "recording", _switch("outputs.set", "on", output="record")),
    Way(
        "/efir/say", "text [tone]", "сообщение на сцену: info, warning, danger", "to the stage: info, warning, danger",
        _say,
    ),
    Way("/efir/hush", "", "убрать сообщение", "take the message away", _plain("stage.hush")),
    Way("/efir/second", "text", "слова во вторую строку сцены", "words into the stage's second line", _second),
    Way(
        "/efir/second/timer/ID", "", "таймер во вторую строку", "a timer into the second line",
        _plain("stage.second", "timer", source="timer"),
    ),
    Way(
        "/efir/second/off", "", "убрать вторую строку", "take the second line away",
        _plain("stage.second", source="nothing"),
    ),
    Way("/efir/timer/ID/start", "", "таймер: пуск", "timer: start", _plain("timers.start", "timer")),
    Way("/efir/timer/ID/pause", "", "таймер: пауза", "timer: pause", _plain("timers.pause", "timer")),
    Way("/efir/timer/ID/reset", "", "таймер: сначала", "timer: reset", _plain("timers.reset", "timer")),
    Way("/efir/timer/ID/switch", "", "таймер: другой банк", "timer: the other bank", _plain("timers.switch", "timer")),
    Way(
        "/efir/timer/ID/add", "s", "таймер: добавить времени", "timer: add time",
        _amount("timers.adjust", "ms", 1000, "timer"),
    ),
    Way("/efir/do", "tag [JSON]", "любая команда по имени", "any command by its name", _any),
)  # fmt: skip

_BY_LENGTH: dict[int, list[tuple[list[str], Way]]] = {}
for _way in TABLE:
    _parts = _way.address.split("/")
    _BY_LENGTH.setdefault(len(_parts), []).append((_parts, _way))


def command(message: Message, state: State) -> Command | None:
    """What the message asks; None: a button let go. `Garbage`: nothing we know."""
    asked = message.address.split("/")
    for parts, way in _BY_LENGTH.get(len(asked), ()):
        if not all(part.isupper() or part == got for part, got in zip(parts, asked, strict=True)):
            continue
        named = [got for part, got in zip(parts, asked, strict=True) if part.isupper()]
        args = message.args
        if (way.args == "" or way.args.startswith("[")) and len(args) == 1 and _is_number(args[0]):
            if not args[0]:
                return None
            args = ()
        if way.args == "" and args:
            raise Garbage(f"{way.address} takes no value")
        made = way.make(named, args, state)
        if made is None:
            raise Garbage(f"wrong values for {way.address}")
        return made
    raise Garbage("unknown address")


def _is_number(value: Any) -> bool:
    """One that stays a number when seconds become milliseconds."""
    return isinstance(value, bool | int | float) and abs(value) <= MOST
