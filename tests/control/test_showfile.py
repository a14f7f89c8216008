"""Reading show files: what is accepted, what is refused, and where each fault is said to be."""

import os
import re
from pathlib import Path

import pytest

from control.clock import Duration, TimeOfDay
from control.core.rundown.plan import first_fault
from control.core.rundown.written import plan_of
from control.core.types import BankId, TimerId
from control.language import LANGUAGES, Texts
from control.secret import Secret
from control.show import Bank, Language, NamedTimer, Protected, Show, Stroke
from control.showfile import LARGEST, Fault, ShowFileFaults, read_show

HERE = Path(__file__).parent / "showfiles"
EXAMPLE = Path(__file__).parents[2] / "examples" / "debate" / "show.yaml"

SMALL = """\
title: Проба
cameras:
  cam: {name: Камера, url: "rtsp://192.0.2.1/a"}
scenes:
  main:
    name: Главная
    sources:
      camera: {camera: cam}
"""


ITEM = "scenes.main.sources.camera"


def read(folder: Path, text: str | bytes, environ: dict[str, str] | None = None) -> Show:
    path = folder / "show.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_show(path, environ or {})


def faults(folder: Path, text: str | bytes, environ: dict[str, str] | None = None) -> tuple[Fault, ...]:
    with pytest.raises(ShowFileFaults) as caught:
        read(folder, text, environ)
    return caught.value.faults


def told(folder: Path, text: str | bytes, environ: dict[str, str] | None = None) -> list[tuple[int, int, str, str]]:
    return [(fault.line, fault.column, fault.key, fault.code) for fault in faults(folder, text, environ)]


# --- The example


def test_the_example_is_whole() -> None:
    show = read_show(EXAMPLE, {})
    assert [scene.id for scene in show.scenes] == ["slate", "both", "camera-1", "camera-2", "result"]
    assert show.slate_scene == "slate"
    assert {item.kind for scene in show.scenes for item in scene.sources} == {
        "image",
        "camera",
        "colour",
        "text",
        "graphics",
    }
    assert all(scene.sources[-1].graphics for scene in show.scenes)
    assert [name for _, name in show.audible()] == ["Левая камера", "Правая камера"]
    contest = show.contest
    assert contest is not None
    assert (len(contest.participants), len(contest.judges), len(contest.topics)) == (4, 3, 5)
    assert (contest.rules.prepare, contest.rules.debate) == (120_000, 300_000)
    assert contest.rules.warnings == (60_000, 15_000)
    assert contest.rules.scores_step == "1"
    assert show.outputs.record is not None
    assert Path(show.outputs.record.folder) == EXAMPLE.parent / "recordings"


@pytest.mark.parametrize("file", sorted(EXAMPLE.parents[1].glob("*/show.yaml")), ids=lambda file: file.parent.name)
def test_every_example_is_read(file: Path) -> None:
    show = read_show(file, {})
    plan = plan_of(show)
    assert plan is None or first_fault(plan) is None


def test_the_cameras_of_the_example_do_what_cues_can_ask_of_cameras() -> None:
    show = read_show(EXAMPLE.parents[1] / "cameras" / "show.yaml", {})
    assert show.rundown is not None
    kinds = {cue.kind for entry in show.rundown.items for cue in entry.cues}
    assert kinds >= {"recall", "home", "feed", "switch", "follow", "unfollow"}


def test_the_switch_of_the_handbook_is_a_show_file(tmp_path: Path) -> None:
    text = (EXAMPLE.parents[2] / "docs" / "cameras-switching.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (switch,) = read(tmp_path, "title: Проба\n" + example).switches
    assert switch.voices is not None
    assert (switch.voices.attack, switch.voices.hold) == (700, 4_000)


def test_no_scene_of_the_example_has_the_name_of_a_camera() -> None:
    """OBS keeps scenes and inputs in one list of names."""
    show = read_show(EXAMPLE, {})
    names = [scene.name for scene in show.scenes] + [camera.name for camera in show.cameras]
    assert len(names) == len(set(names))


# --- Faults, all at once


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_a_broken_file_is_told_with_its_place(language: Language) -> None:
    with pytest.raises(ShowFileFaults) as caught:
        read_show(HERE / "broken.yaml", {})
    texts = Texts(language)
    lines = [fault.text(texts).removeprefix(f"{HERE}/").removeprefix(f"{HERE}\\") for fault in caught.value.faults]
    assert lines == (HERE / f"broken.{language}.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 12


def test_a_secret_is_not_in_the_faults() -> None:
    with pytest.raises(ShowFileFaults) as caught:
        read_show(HERE / "broken.yaml", {})
    everything = str(caught.value) + repr(caught.value.faults)
    assert "hunter2" not in everything


def test_an_address_that_may_hold_a_password_is_not_in_the_faults(tmp_path: Path) -> None:
    found = faults(tmp_path, SMALL.replace("rtsp://192.0.2.1/a", "rtsp://a:hunter2@[x/"))
    assert [fault.code for fault in found] == ["show-url-wrong"]
    assert "hunter2" not in repr(found)


# --- Small things that are right


@pytest.mark.parametrize(
    "written, bridged",
    [
        ("url: rtsp://192.0.2.1/a", True),
        ("url: rtsp://192.0.2.1/a, feed: direct", False),
        ("url: 'camera:/dev/video0'", True),
        ("url: 'test:A'", False),
        ("url: 'test:A', static: true", False),
        ("url: 'test:A', feed: bridge", True),
        ("url: 'test:A', backup: 'test:B'", True),
        ("url: 'test:A', expect: {width: 640, height: 360}", True),
        ("url: 'test:A', health: {freeze: 5s, ignore: [black]}", True),
        ("url: 'test:A', monitor: keyframes", True),
        ("url: 'test:A', monitor: full", False),
        ("url: 'test:A', output: passthrough", True),
        ("url: 'test:A', output: raw", False),
    ],
)
def test_which_cameras_efir_reads(tmp_path: Path, written: str, bridged: bool) -> None:
    show = read(tmp_path, SMALL.replace('url: "rtsp://192.0.2.1/a"', written))
    assert show.cameras[-1].bridged is bridged


@pytest.mark.parametrize(
    "way, slot, code",
    [
        ("visca: 10.0.0.1, model: sony", 63, None),
        ("visca: 10.0.0.1, model: sony", 64, "show-ptz-slot-none"),
        ("visca_tcp: 10.0.0.1", 95, "show-ptz-slot-none"),
        ("visca_tcp: 10.0.0.1", 100, None),
        ('cgi: "http://10.0.0.1"', 95, "show-ptz-slot-none"),
        ('onvif: "http://10.0.0.1"', 95, None),
        ('onvif: "http://10.0.0.1"', 254, None),
        ("visca_tcp: 10.0.0.1", 254, None),
    ],
)
def test_a_preset_is_where_the_model_can_have_one(tmp_path: Path, way: str, slot: int, code: str | None) -> None:
    ptz = f"{{{way}, slots: 255, presets: {{a: {{name: А, slot: {slot}}}}}}}"
    text = SMALL.replace('url: "rtsp://192.0.2.1/a"', f'url: "rtsp://192.0.2.1/a", ptz: {ptz}')
    if code is None:
        assert read(tmp_path, text).cameras[0].ptz is not None
    else:
        assert [(fault.key, fault.code) for fault in faults(tmp_path, text)] == [
            ("cameras.cam.ptz.presets.a.slot", code)
        ]


def test_what_efir_does_not_read_it_does_not_monitor(tmp_path: Path) -> None:
    written = "url: rtsp://192.0.2.1/a, feed: direct, monitor: keyframes"
    (fault,) = faults(tmp_path, SMALL.replace('url: "rtsp://192.0.2.1/a"', written))
    assert (fault.key, fault.code) == ("cameras.cam.monitor", "show-feed-direct-key")


@pytest.mark.parametrize(
    "written, code",
    [
        ("url: rtsp://192.0.2.1/a, feed: direct", "show-feed-direct-key"),
        ("url: 'whip:'", "show-feed-passthrough-phone"),
    ],
)
def test_what_cannot_be_passed_through_is_refused(tmp_path: Path, written: str, code: str) -> None:
    shown = SMALL.replace('url: "rtsp://192.0.2.1/a"', f"{written}, output: passthrough")
    (fault,) = faults(tmp_path, shown)
    assert (fault.key, fault.code) == ("cameras.cam.output", code)


def test_a_small_show_gets_its_defaults(tmp_path: Path) -> None:
    show = read(tmp_path, SMALL)
    (item,) = show.scenes[0].sources
    assert (item.id, item.name, item.kind) == ("camera", "Камера", "camera")
    assert show.slate_scene == "main"
    assert show.contest is None
    assert show.obs.password is None


def test_an_empty_section_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    show = read(tmp_path, SMALL + "audio:\ncontest:\ntheme:\noutputs:\nslate: ~\n")
    assert show == read(tmp_path, SMALL)


def test_text_is_what_is_written_not_what_yaml_makes_of_it(tmp_path: Path) -> None:
    show = read(tmp_path, SMALL.replace("Проба", "0123").replace("Камера", "on").replace("Главная", "2026-01-01"))
    assert (show.title, show.cameras[0].name, show.scenes[0].name) == ("0123", "on", "2026-01-01")


def test_secrets_and_any_other_text_may_come_from_the_environment(tmp_path: Path) -> None:
    text = SMALL.replace("Проба", "!env TITLE") + "obs: {password: !env PASSWORD, canvas: {width: !env WIDTH}}\n"
    show = read(tmp_path, text, {"TITLE": "Передача", "PASSWORD": "12345", "WIDTH": "640"})
    assert show.title == "Передача"
    assert show.obs.password == Secret("12345")
    assert show.obs.canvas.width == 640
    assert "12345" not in repr(show)


def test_paths_are_against_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    (tmp_path / "b.mp4").touch()
    show = read(
        tmp_path,
        SMALL.replace('"rtsp://192.0.2.1/a"', "b.mp4, backup: 'test:Запас'")
        + "      still: {image: a.png}\n      clip: {media: {file: b.mp4}}\n",
    )
    assert show.cameras[0].url == str(tmp_path / "b.mp4")
    assert show.cameras[0].backup == "test:Запас"
    _, still, clip = show.scenes[0].sources
    assert still.image == str(tmp_path / "a.png")
    assert clip.media is not None
    assert clip.media.file == str(tmp_path / "b.mp4")
    assert show.audible() == (("clip", "clip"),)


def test_a_block_of_text_may_be_a_title(tmp_path: Path) -> None:
    assert read(tmp_path, SMALL.replace("title: Проба", "title: >\n  Проба\n  пера")).title == "Проба пера"


def test_an_anchor_may_be_used_again(tmp_path: Path) -> None:
    text = SMALL.replace("{camera: cam}", "&item {camera: cam}")
    show = read(tmp_path, text + "  second:\n    name: Вторая\n    sources: {again: *item}\n")
    (first,), (again,) = (scene.sources for scene in show.scenes)
    assert (first.camera, again.camera, again.id) == ("cam", "cam", "again")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == read(tmp_path, SMALL)


TIMERS = """\
timers:
  speech:
    name: Речь
    kind: countdown
    length: 7:00
    warning: 1:00
    danger: 15s
    bells: [{left: 6:00}, {left: 0s, strokes: 2}]
    protected: {first: 1:00, last: 1:00}
  start: {name: Начало, kind: time-of-day, at: 19:00}
  open: {name: Секундомер, kind: count-up}
  chess:
    name: Шахматы
    kind: banks
    length: 5:00
    banks:
      white: {name: Белые}
      black: {name: Чёрные, length: 3:00}
graphics:
  speech: {name: Время, graphic: timer, source: timer, timer: speech}
"""


def test_timers_are_read_as_they_are_written(tmp_path: Path) -> None:
    show = read(tmp_path, SMALL + TIMERS)
    assert show.timers == (
        NamedTimer(
            id=TimerId("speech"),
            name="Речь",
            kind="countdown",
            length=Duration(420_000),
            warning=Duration(60_000),
            danger=Duration(15_000),
            bells=(Stroke(left=Duration(360_000)), Stroke(left=Duration(0), strokes=2)),
            protected=Protected(first=Duration(60_000), last=Duration(60_000)),
        ),
        NamedTimer(id=TimerId("start"), name="Начало", kind="time-of-day", at=TimeOfDay(68_400_000)),
        NamedTimer(id=TimerId("open"), name="Секундомер", kind="count-up"),
        NamedTimer(
            id=TimerId("chess"),
            name="Шахматы",
            kind="banks",
            length=Duration(300_000),
            banks=(
                Bank(id=BankId("white"), name="Белые"),
                Bank(id=BankId("black"), name="Чёрные", length=Duration(180_000)),
            ),
        ),
    )
    assert show.graphics[0].timer == "speech"


def test_the_timers_of_the_documentation_can_be_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "timers.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    show = read(tmp_path, SMALL + example)
    assert [timer.kind for timer in show.timers] == ["countdown", "count-up", "count-up", "time-of-day", "banks"]


@pytest.mark.parametrize(
    "change, key, code",
    [
        (("kind: count-up", "kind: count-up, limit: 101h"), "timers.open.limit", "show-range"),
        (("kind: count-up", "kind: count-up, length: 1m"), "timers.open.length", "show-timer-key-foreign"),
        (("kind: count-up", "kind: countup"), "timers.open.kind", "show-choice-near"),
        (("at: 19:00", "at: 19"), "timers.start.at", "show-time-of-day-wrong"),
        (("at: 19:00", "at: [19]"), "timers.start.at", "show-type-wrong"),
        (("at: 19:00", "at: 24:00"), "timers.start.at", "show-time-of-day-wrong"),
        (("length: 7:00", "length: 7"), "timers.speech.length", "show-duration-wrong"),
        (("left: 6:00", "left: 7:01"), "timers.speech.bells[0]", "show-timer-bell-late"),
        (("{name: Белые}", "{name: Белые}\n      White: {name: Б}"), "timers.chess.banks.White", "show-id-wrong"),
        (("name: Белые", "name: Чёрные"), "timers.chess.banks.black.name", "show-name-twice"),
        ((", timer: speech", ""), "graphics.speech.timer", "show-key-missing"),
        ((", source: timer", ""), "graphics.speech.source", "show-graphic-timer-source"),
    ],
)
def test_one_fault_of_a_timer(tmp_path: Path, change: tuple[str, str], key: str, code: str) -> None:
    assert TIMERS.count(change[0]) == 1
    assert [(k, c) for _, _, k, c in told(tmp_path, SMALL + TIMERS.replace(*change))] == [(key, code)]


def test_too_many_timers(tmp_path: Path) -> None:
    many = "".join(f"  t{n}: {{name: T{n}, kind: count-up}}\n" for n in range(201))
    assert told(tmp_path, SMALL + "timers:\n" + many) == [(9, 1, "timers", "show-timers-many")]


# --- Small things that are wrong


@pytest.mark.parametrize(
    "text, fault",
    [
        ("", (1, 1, "", "show-empty")),
        ("# only a comment\n", (1, 1, "", "show-empty")),
        ("- a\n", (1, 1, "", "show-type-wrong")),
        ("just words\n", (1, 1, "", "show-type-wrong")),
        ("a: b: c\n", (1, 5, "", "show-yaml-colon")),
        ("title: a\n\tscenes: b\n", (2, 1, "", "show-yaml-token")),
        ('title: "a\n', (2, 1, "", "show-yaml-quote")),
        ("title: a\n b\nscenes\n", (4, 1, "", "show-yaml-no-colon")),
        ("scenes: {a: b\n", (2, 1, "", "show-yaml-syntax")),
        ("scenes:\n  a: 1\n b: 2\n", (3, 2, "", "show-yaml-indent")),
        ("title: a\n---\ntitle: b\n", (2, 1, "", "show-yaml-documents")),
        ("title: \x07\n", (1, 8, "", "show-yaml-character")),
        ('title: "\\UFFFFFFFF"\n', (1, 1, "", "show-yaml-syntax")),
        ("[" * 40, (1, 26, "", "show-yaml-deep")),
    ],
)
def test_a_file_that_is_no_show(tmp_path: Path, text: str, fault: tuple[int, int, str, str]) -> None:
    assert fault in told(tmp_path, text)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    assert told(tmp_path, "title: Привет".encode("cp1251")) == [(1, 8, "", "show-file-not-utf8")]
    assert told(tmp_path, b"title: a\n" * 200_000) == [(0, 0, "", "show-file-large")]
    assert told(tmp_path, b"\x00\x01\x02")[0][3] == "show-yaml-character"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.yaml", "show-file-missing"), (tmp_path, "show-file-unreadable")):
        with pytest.raises(ShowFileFaults) as caught:
            read_show(path, {})
        (fault,) = caught.value.faults
        assert fault.code == code
        assert fault.text(Texts("en")).startswith(f"{path}: ")


@pytest.mark.parametrize(
    "change, fault",
    [
        (("title: Проба", "titel: Проба"), (1, 1, "titel", "show-key-unknown-near")),
        (("title: Проба", "zzz: 1\ntitle: Проба"), (1, 1, "zzz", "show-key-unknown")),
        (("title: Проба\n", ""), (1, 1, "title", "show-key-missing")),
        (("Проба", ""), (1, 1, "title", "show-type-wrong")),
        (("Проба", "[a]"), (1, 8, "title", "show-type-wrong")),
        (("Проба", "true"), (1, 8, "title", "show-type-wrong")),
        (("Проба", "Проба\ntitle: Ещё"), (2, 1, "title", "show-key-twice")),
        (("Проба", "Проба\n? [a]\n: b"), (2, 3, "", "show-key-complex")),
        (("Проба", "!!python/name:os.system a"), (1, 8, "title", "show-tag-unknown")),
        (("Проба", "!env"), (1, 8, "title", "show-env-nameless")),
        (("Проба", "!env ABSENT"), (1, 8, "title", "show-env-missing")),
        (("Проба", "*a"), (1, 8, "title", "show-alias-unknown")),
        (("Проба", "Проба\ntheme: &a {logo: *a}"), (2, 18, "theme.logo", "show-alias-unknown")),
        (("Проба", "Проба\nlanguage: de"), (2, 11, "language", "show-choice")),
        (("Проба", "Проба\ntime_zone: Europe"), (2, 12, "time_zone", "show-time-zone-near")),
        (("Проба", "Проба\ntime_zone: ../../etc/passwd"), (2, 12, "time_zone", "show-time-zone")),
        (("Проба", "Проба\nobs: {canvas: {fps: 30.5}}"), (2, 21, "obs.canvas.fps", "show-type-wrong")),
        (("Проба", f"Проба\nobs: {{canvas: {{fps: {'9' * 5000}}}}}"), (2, 21, "obs.canvas.fps", "show-type-wrong")),
        (("Проба", "Проба\nobs: {canvas: {width: 1281}}"), (2, 23, "obs.canvas.width", "show-canvas-odd")),
        (("Проба", "Про\u202eба"), (1, 8, "title", "show-text-unseen")),
        (("Проба", "|\n  Про\n  ба"), (1, 8, "title", "show-text-lines")),
        (("name: Камера", "name: Графика"), (3, 15, "cameras.cam.name", "show-name-taken")),
        (("scenes:", "audio: {mic: {name: ' Камера'}}\nscenes:"), (4, 21, "audio.mic.name", "show-name-twice")),
        (("cam}", "cam}\n      again: {camera: cam}"), (9, 7, "scenes.main.sources.again", "show-item-twice")),
        (("cam}", "cam}\n      a: {name: x, colour: '#102030'}\n      b: {name: x, colour: '#102031'}"),
         (10, 7, "scenes.main.sources.b", "show-name-twice")),
        (("name: Главная", 'name: "Глав\\aная"'), (6, 11, "scenes.main.name", "show-text-unseen")),
        (("Проба", "Проба\nobs: {url: 'ws://x:port'}"), (2, 12, "obs.url", "show-url-wrong")),
        (("Проба", "Проба\ntransition: {duration: 5m}"), (2, 24, "transition.duration", "show-range")),
        (("Проба", "Проба\naudio: {a: {name: a, volume: .nan}}"), (2, 30, "audio.a.volume", "show-type-wrong")),
        (("Проба", "Проба\nslate: mian"), (2, 8, "slate", "show-no-such-scene-near")),
        (("cam}", "cam, graphics: false}"), (8, 39, f"{ITEM}.graphics", "show-choice")),
        (("cam}", "cam, place: {width: 0}}"), (8, 44, f"{ITEM}.place.width", "show-range-least")),
        (("camera: cam}", "image: 'a\\0b'}"), (8, 23, f"{ITEM}.image", "show-file-absent")),
        (("  main:", '  "":'), (5, 3, "scenes.", "show-id-wrong")),
        (("  cam:", '  "":'), (3, 3, "cameras.", "show-id-wrong")),
        (("  main:", "  Main:"), (5, 3, "scenes.Main", "show-id-wrong")),
        (("Проба", "Проба\ngraphics: {a: {name: a, graphic: agenda}}"),
         (2, 12, "graphics.a.source", "show-graphic-fixed")),
        (('"rtsp://192.0.2.1/a"', '"ftp://192.0.2.1/a"'), (3, 28, "cameras.cam.url", "show-url-scheme")),
    ],
)  # fmt: skip
def test_one_fault(tmp_path: Path, change: tuple[str, str], fault: tuple[int, int, str, str]) -> None:
    assert SMALL.count(change[0]) == 1
    assert fault in told(tmp_path, SMALL.replace(*change))


@pytest.mark.parametrize(
    "target, fault",
    [
        ("name: a", (2, 9, "calls.a", "show-target-kind")),
        ("name: a, webhook: 'http://a', osc: 'a:1'", (2, 9, "calls.a", "show-target-kind")),
        ("name: a, webhook: 'ftp://a'", (2, 31, "calls.a.webhook", "show-url-scheme")),
        ("name: a, osc: 'a'", (2, 27, "calls.a.osc", "show-target-osc")),
        ("name: a, osc: 'a:0'", (2, 27, "calls.a.osc", "show-target-osc")),
        ("name: a, osc: 'a:70000'", (2, 27, "calls.a.osc", "show-target-osc")),
        ("name: a, osc: 'u@a:1'", (2, 27, "calls.a.osc", "show-target-osc")),
        ("name: a, osc: 'a:1/x'", (2, 27, "calls.a.osc", "show-target-osc")),
        ("name: a, osc: 'a:1', token: !env T", (2, 41, "calls.a.token", "show-target-token")),
        ("name: a, webhook: 'http://a', token: t", (2, 50, "calls.a.token", "show-secret-plain")),
        ("name: a, webhook: 'http://a', timeout: 2m", (2, 52, "calls.a.timeout", "show-range")),
    ],
)
def test_one_fault_of_whom_to_call(tmp_path: Path, target: str, fault: tuple[int, int, str, str]) -> None:
    text = SMALL.replace("title: Проба", f"title: Проба\ncalls: {{a: {{{target}}}}}")
    assert told(tmp_path, text, {"T": "secret"}) == [fault]


def test_whom_to_call(tmp_path: Path) -> None:
    text = SMALL.replace(
        "title: Проба",
        "title: Проба\ncalls:\n  a: {name: Табло, webhook: !env URL, token: !env T, timeout: 3s}\n"
        "  b: {name: Свет, osc: '[::1]:9000'}",
    )
    file = tmp_path / "show.yaml"
    file.write_text(text, "utf-8")
    hook, light = read_show(file, {"URL": "https://example.org/h?k=1", "T": "secret"}).calls
    assert (hook.webhook, hook.timeout) == ("https://example.org/h?k=1", 3_000)
    assert hook.token is not None
    assert (hook.token.reveal(), "secret" in repr(hook)) == ("secret", False)
    assert (light.osc, light.timeout) == ("[::1]:9000", 10_000)


@pytest.mark.skipif(os.name == "nt", reason="120 characters are never too many there")
def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert told(tmp_path, SMALL.replace("camera: cam}", f"image: {'🎥' * 120}}}")) == [
        (8, 23, f"{ITEM}.image", "show-file-name-wrong")
    ]


@pytest.mark.parametrize(
    "change, count",
    [
        (("name: Камера", "nam: Камера"), 2),  # unknown and missing
        (("name: Камера, ", ""), 1),
        (('{name: Камера, url: "rtsp://192.0.2.1/a"}', "5"), 1),  # and the camera is known for all that
        (("{camera: cam}", "5"), 1 + 1),  # wrong type, no kind
    ],
)
def test_one_fault_does_not_make_others(tmp_path: Path, change: tuple[str, str], count: int) -> None:
    assert len(told(tmp_path, SMALL.replace(*change))) == count


def test_inputs_share_their_ids(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    text = SMALL + "      clip: {media: {file: a.mp4}}\n"
    text += "  two: {name: Вторая, sources: {clip: {media: {file: a.mp4}}, cam: {media: {file: a.mp4}}}}\n"
    assert told(tmp_path, text) == [
        (10, 33, "scenes.two.sources.clip", "show-input-twice"),
        (10, 63, "scenes.two.sources.cam", "show-input-twice"),
    ]


def test_names_that_only_look_different_are_the_same(tmp_path: Path) -> None:
    text = SMALL.replace("Главная", "й") + "  two: {name: ' и\u0306'}\n"
    assert told(tmp_path, text) == [(9, 15, "scenes.two.name", "show-name-twice")]


def test_a_mountain_of_faults_is_cut(tmp_path: Path) -> None:
    found = faults(tmp_path, "".join(f"k{number}: 1\n" for number in range(1000)))
    assert len(found) == 201
    assert found[-1].args["count"] == 1000 + 2 - 200
    assert found[-1].text(Texts("en")).endswith(": and 802 more faults")


def test_aliases_of_aliases_do_not_explode(tmp_path: Path) -> None:
    items = "".join(f"      i{number}: {{graphics: true}}\n" for number in range(400))
    scenes = "".join(f"  s{number}:\n    name: S{number}\n    sources: *all\n" for number in range(400))
    text = f"title: a\nscenes:\n  first:\n    name: F\n    sources: &all\n{items}{scenes}"
    assert "show-yaml-large" in {code for _, _, _, code in told(tmp_path, text)}


def test_the_largest_files_are_read_in_bounded_time(tmp_path: Path) -> None:
    """About a second here; the guard of a minute is for a slow machine."""
    text = "- [1,2,3,4]\n" * (LARGEST // 12)
    assert [code for _, _, _, code in told(tmp_path, text)] == ["show-yaml-large"]
