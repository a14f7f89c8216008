"""The show file's rundown becomes the plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from control.clock import Duration
from control.core import (
    calls,
    camera_acts,
    feeds,
    graphics,
    marks,
    outputs,
    program,
    sources,
    stage,
    switches,
    timer_acts,
)
from control.core.rundown import commands as do
from control.core.rundown.plan import Delay, Group, Item, Milestone, Plan, faults
from control.core.rundown.rundown import digest
from control.core.rundown.written import plan_of
from control.core.types import (
    SYSTEM,
    BankId,
    CameraId,
    EntryId,
    GraphicId,
    InputId,
    ItemId,
    PresetId,
    SceneId,
    SwitchId,
    TargetId,
    TimerId,
)
from control.language import LANGUAGES, Texts
from control.show import Part, PlanCue, PlanGroup, Rundown, Show, Transition
from control.showfile import ShowFileFaults, read_show
from control.views import slices
from tests.control.core.rundowns import MINUTE, Playout, hm

EXAMPLES = Path(__file__).parents[3] / "examples"
HEAD = """\
title: Проба
cameras:
  cam: {name: Камера, url: "rtsp://192.0.2.1/a", audio: true}
  dome: {name: Купол, url: "test:Купол", ptz: {visca: 192.0.2.2, presets: {stage: {name: Сцена, slot: 1}}}}
switches:
  pair: {name: Пара, cameras: [cam, dome], voices: {microphones: {cam: cam}}}
audio: {music: {name: Музыка}}
scenes:
  main: {name: Главная, sources: {camera: {camera: cam}}}
  hall: {name: Зал, sources: {camera: {camera: cam}}}
  slate: {name: Заставка, sources: {ground: {colour: "#102030"}}}
graphics:
  title: {name: Титр, graphic: lower-third, source: fixed, data: {title: А}}
  points: {name: Повестка, graphic: agenda, source: fixed, data: {point1: А, point2: Б}}
timers:
  clock: {name: Часы, kind: banks, length: 5:00, banks: {first: {name: Первый}, second: {name: Второй}}}
  noon: {name: Полдень, kind: time-of-day, at: "12:00"}
  speech: {name: Речь, kind: countdown, length: 5:00}
calls:
  hook: {name: Вебхук, webhook: "https://example.org/hook"}
  desk: {name: Пульт, osc: "desk.local:8000"}
  lights: {name: Свет, osc: "desk.local:9000"}
outputs: {record: {}, stream: {server: "rtmp://192.0.2.1/live"}}
"""


CLOCK, SECOND = TimerId("clock"), BankId("second")
CAM, DOME, PAIR = CameraId("cam"), CameraId("dome"), SwitchId("pair")
HOOK, DESK = TargetId("hook"), TargetId("desk")


def read(folder: Path, rundown: str) -> Show:
    path = folder / "show.yaml"
    path.write_text(HEAD + rundown, "utf-8")
    return read_show(path, {})


def plan(folder: Path, rundown: str) -> Plan:
    found = plan_of(read(folder, rundown))
    assert found is not None
    assert list(faults(found)) == []
    return found


def item(folder: Path, keys: str) -> Item:
    found = plan(folder, f"rundown: {{items: {{one: {{{keys}}}}}}}\n").item(EntryId("one"))
    assert found is not None
    return found


def test_a_show_without_a_rundown_has_no_plan() -> None:
    assert plan_of(read_show(EXAMPLES / "debate" / "show.yaml", {})) is None


def test_the_conference_is_whole() -> None:
    show = read_show(EXAMPLES / "conference" / "show.yaml", {})
    found = plan_of(show)
    assert found is not None
    assert list(faults(found)) == []
    items = list(found.items())
    assert (len(items), sum(len(each.cues) for each in items)) == (12, 40)
    assert {type(entry) for entry in found} == {Item, Group, Milestone}
    assert found.children(EntryId("afternoon")) == ("panel", "audience", "results", "closing", "goodbye")
    assert [each.id for each in items if each.at_end == "play"] == ["intro"]
    assert [each.id for each in items if each.count_to_end] == ["results"]
    assert [each.id for each in items if each.script]
    assert {scene for each in items for cue in each.cues for scene in ([cue.act.scene] if
            isinstance(cue.act, program.Take) else [])} == {scene.id for scene in show.scenes}  # fmt: skip


def test_everything_stands_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        """\
rundown:
  date: 2026-03-10
  fields: {props: Реквизит}
  items:
    doors: {milestone: true, title: Двери, custom: {props: ключ}}
    part:
      title: Часть
      target: 1h
      items:
        one: {number: "1А", start: "10:00", duration: 5:00}
        wait: {delay: -30s}
        two: {end: "25:30"}
    late: {delay: 5:00}
    three: {duration: 1m, skip: true, flag: true}
""",
    )
    assert found.order == ("doors", "part", "one", "wait", "two", "late", "three")
    assert (found.date, [(field.id, field.label) for field in found.fields]) == ("2026-03-10", [("props", "Реквизит")])
    doors, part, one, wait, two, late, three = found
    assert isinstance(doors, Milestone)
    assert doors.custom == {"props": "ключ"}
    assert isinstance(part, Group)
    assert part.target == 60 * MINUTE
    assert isinstance(one, Item)
    assert (one.group, one.number, one.start, one.duration) == ("part", "1А", hm("10:00"), 5 * MINUTE)
    assert wait == Delay(id=EntryId("wait"), group=EntryId("part"), by=-30_000)  # type: ignore[arg-type]
    assert isinstance(two, Item)
    assert (two.start, two.end) == (None, hm("25:30"))
    assert late == Delay(id=EntryId("late"), by=5 * MINUTE)  # type: ignore[arg-type]
    assert isinstance(three, Item)
    assert (three.group, three.skip, three.flag, one.flag) == (None, True, True, False)


@pytest.mark.parametrize(
    "written, levels",
    [
        ("", (60_000, 15_000)),
        ("warning: 10s", (10_000, 10_000)),
        ("danger: 2m", (120_000, 120_000)),
        ("warning: 2m, danger: 1m", (120_000, 60_000)),
    ],
)
def test_red_is_never_before_amber(tmp_path: Path, written: str, levels: tuple[int, int]) -> None:
    found = item(tmp_path, f"duration: 5:00, {written}")
    assert (found.warning, found.danger) == levels


@pytest.mark.parametrize(
    "written, cue_id, act",
    [
        ("take: main", "take-main", program.Take(SceneId("main"), auto=True)),
        (
            "take: main, with: {kind: slide, duration: 600ms}",
            "take-main",
            program.Take(SceneId("main"), auto=True, transition=Transition(kind="slide", duration=Duration(600))),
        ),
        ("cut: main", "cut-main", program.Take(SceneId("main"))),
        ("preview: main", "preview-main", program.Preview(SceneId("main"))),
        ("show: main/camera", "show-main-camera", sources.ShowItem(SceneId("main"), ItemId("camera"), True)),
        ("hide: main/camera", "hide-main-camera", sources.ShowItem(SceneId("main"), ItemId("camera"), False)),
        ("recall: dome/stage", "recall-dome-stage", camera_acts.Recall(DOME, PresetId("stage"))),
        ("recall: dome/stage, on_air: true", "recall-dome-stage", camera_acts.Recall(DOME, PresetId("stage"), True)),
        ("home: dome", "home-dome", camera_acts.Home(DOME)),
        ("feed: cam, use: slate", "feed-cam", feeds.SetUse(CAM, "slate")),
        ("switch: pair, camera: dome", "switch-pair", switches.Switch(PAIR, DOME, auto=True)),
        (
            "switch: pair, camera: dome, with: {kind: cut}",
            "switch-pair",
            switches.Switch(PAIR, DOME, auto=True, transition=Transition(kind="cut")),
        ),
        ("follow: pair", "follow-pair", switches.Follow(PAIR, True)),
        ("unfollow: pair", "unfollow-pair", switches.Follow(PAIR, False)),
        ("play: title", "play-title", graphics.Play(GraphicId("title"))),
        ("stop: title", "stop-title", graphics.Stop(GraphicId("title"))),
        ("update: title, data: {title: Б}", "update-title", graphics.Update(GraphicId("title"), {"title": "Б"})),
        ("clear: true", "clear", graphics.Clear()),
        ("mute: cam", "mute-cam", sources.Mute(InputId("cam"), True)),
        ("unmute: cam", "unmute-cam", sources.Mute(InputId("cam"), False)),
        ("volume: cam, db: -6", "volume-cam", sources.SetVolume(InputId("cam"), -6.0)),
        ("fade: cam, db: -20, over: 2s", "fade-cam", sources.Fade(InputId("cam"), -20.0, Duration(2_000))),
        ("fade: cam, db: 0, over: 0s", "fade-cam", sources.Fade(InputId("cam"), 0.0, Duration(0))),
        ("step: points", "step-points", graphics.Step(GraphicId("points"))),
        ("step: points, number: 2", "step-points", graphics.Step(GraphicId("points"), to=1)),
        ("stream: true", "stream", outputs.SetOutput(outputs.Output.STREAM, True)),
        ("record: false", "record-off", outputs.SetOutput(outputs.Output.RECORD, False)),
        ("say: Минута, tone: warning", "say", stage.Say("Минута", "warning")),
        ("say: Минута, blink: true", "say", stage.Say("Минута", "info", True)),
        ("hush: true", "hush", stage.Hush()),
        ("blackout: true", "blackout", stage.Blackout(True)),
        ("blackout: false", "blackout-off", stage.Blackout(False)),
        ("second_line: Вопросы", "second-line", stage.SetSecond("text", "Вопросы")),
        ("second_timer: clock", "second-timer-clock", stage.SetSecond("timer", timer=CLOCK)),
        ("second_off: true", "second-off", stage.SetSecond("nothing")),
        ("mark: Начало речи", "mark", marks.Mark("Начало речи")),
        ("mark: ''", "mark", marks.Mark("")),
        ("timer: clock, do: start", "timer-clock-start", timer_acts.Start(CLOCK)),
        ("timer: clock, do: start, bank: second", "timer-clock-start", timer_acts.Start(CLOCK, SECOND)),
        ("timer: clock, do: pause", "timer-clock-pause", timer_acts.Pause(CLOCK)),
        ("timer: clock, do: reset", "timer-clock-reset", timer_acts.Reset(CLOCK)),
        ("timer: clock, do: switch", "timer-clock-switch", timer_acts.Switch(CLOCK)),
        ("timer: clock, do: set, to: 5:00", "timer-clock-set", timer_acts.Set(CLOCK, Duration(300_000))),
        ("timer: clock, do: set, to: 0s", "timer-clock-set", timer_acts.Set(CLOCK, Duration(0))),
        (
            "timer: clock, do: adjust, by: -0:30, bank: second",
            "timer-clock-adjust",
            timer_acts.Adjust(CLOCK, Duration(-30_000), SECOND),
        ),
        ("call: hook", "call-hook", calls.Webhook(HOOK)),
        ("call: hook, method: GET", "call-hook", calls.Webhook(HOOK, "GET")),
        (
            "call: hook, body: {a: [1, -0.5, true, null, 'true', текст], b: {c: ''}}",
            "call-hook",
            calls.Webhook(HOOK, "POST", {"a": [1, -0.5, True, None, "true", "текст"], "b": {"c": ""}}),
        ),
        ("call: hook, body: false", "call-hook", calls.Webhook(HOOK, "POST", False)),
        ("call: desk, address: /go", "call-desk", calls.Osc(DESK, "/go")),
        (
            "call: desk, address: /a/b, args: [1, 0.5, false, вкл]",
            "call-desk",
            calls.Osc(DESK, "/a/b", (1, 0.5, False, "вкл")),
        ),
    ],
)
def test_every_cue(tmp_path: Path, written: str, cue_id: str, act: object) -> None:
    (cue,) = item(tmp_path, f"duration: 1m, cues: [{{{written}}}]").cues
    assert (cue.id, cue.act, cue.when, cue.by) == (cue_id, act, "start", 0)


@pytest.mark.parametrize(
    "written, key, code, at",
    [
        ("cut: main, with: {kind: fade}", "with", "show-cue-key", "with:"),
        ("take: main, with: {kind: fade, duration: 30s}", "with.duration", "show-range", "30s"),
        ("fade: cam, over: 2s", "", "show-key-missing", "{fade"),
        ("fade: cam, db: -6", "", "show-key-missing", "{fade"),
        ("fade: cam, db: -6, over: 2m", "over", "show-range", "2m"),
        ("volume: cam, db: -6, over: 2s", "over", "show-cue-key", "over:"),
        ("step: title", "step", "show-graphic-without-steps", "title"),
        ("step: pointz", "step", "show-no-such-graphic-near", "pointz"),
        ("step: pointz, number: 9", "step", "show-no-such-graphic-near", "pointz"),
        ("step: title, number: 2", "step", "show-graphic-without-steps", "title"),
        ("step: points, number: 3", "number", "show-no-such-step", "3"),
        ("step: points, number: 0", "number", "show-range-least", "0"),
        ("step: points, number: 1.5", "number", "show-type-wrong", "1.5"),
        ("step: points, number: two", "number", "show-type-wrong", "two"),
        ("play: points, number: 2", "number", "show-cue-key", "number:"),
        ("hush: true, blink: true", "blink", "show-cue-key", "blink:"),
        ("second_timer: match", "second_timer", "show-no-such-timer", "match"),
        ("second_line: ''", "second_line", "show-text-empty", "''"),
        ("timer: clock", "", "show-key-missing", "{timer"),
        ("timer: match, do: start", "timer", "show-no-such-timer", "match"),
        ("timer: clock, do: go", "do", "show-choice", "go"),
        ("timer: clock, do: set", "", "show-key-missing", "{timer"),
        ("timer: clock, do: set, to: 5:00, by: 1s", "by", "show-cue-key", "by:"),
        ("timer: clock, do: pause, bank: first", "bank", "show-cue-key", "bank:"),
        ("timer: clock, do: switch, bank: third", "bank", "show-no-such-bank", "third"),
        ("timer: speech, do: switch", "do", "show-timer-no-banks", "switch"),
        ("timer: speech, do: start, bank: first", "bank", "show-no-such-bank", "first"),
        ("timer: noon, do: pause", "do", "show-timer-no-pause", "pause"),
        ("take: main, do: start", "do", "show-cue-key", "do:"),
        ("call: hok", "call", "show-no-such-target", "hok"),
        ("call: hook, address: /go", "address", "show-call-key", "address:"),
        ("call: desk, address: /go, body: 1", "body", "show-call-key", "body:"),
        ("call: desk", "", "show-key-missing", "{call"),
        ("call: desk, address: go", "address", "show-osc-address-wrong", "go"),
        ("call: desk, address: /go, args: [[1]]", "args[0]", "show-type-wrong", "[1]"),
        ("call: desk, address: /go, args: [.inf]", "args[0]", "show-type-wrong", ".inf"),
        (f"call: desk, address: /go, args: [{', '.join('0' * 33)}]", "args", "show-call-args-many", "args:"),
        ("call: hook, method: GET, body: {}", "body", "show-call-body-of-get", "body:"),
        (f"call: hook, body: {'я' * 9_000}", "body", "show-call-body-too-long", "яя"),
        ("call: hook, body: {key: !env HOOK_KEY}", "body.key", "show-secret-here", "!env"),
        ("call: hook, body: [1, .nan]", "body[1]", "show-type-wrong", ".nan"),
    ],
)
def test_cues_that_cannot_be(tmp_path: Path, written: str, key: str, code: str, at: str) -> None:
    path = tmp_path / "show.yaml"
    path.write_text(f"{HEAD}rundown: {{items: {{one: {{duration: 1m, cues: [{{{written}}}]}}}}}}\n", "utf-8")
    with pytest.raises(ShowFileFaults) as found:
        read_show(path, {"HOOK_KEY": "k"})
    (fault,) = found.value.faults
    above = "rundown.items.one.cues[0]"
    assert (fault.key, fault.code) == (f"{above}.{key}" if key else above, code)
    assert fault.line == HEAD.count("\n") + 1
    assert path.read_text("utf-8").splitlines()[-1][fault.column - 1 :].startswith(at)
    for language in LANGUAGES:
        assert fault.code not in fault.message(Texts(language))


@pytest.mark.parametrize(
    "written, when, by",
    [
        ("after: 1:00", "after", MINUTE),
        ("time: 10:03", "time", hm("10:03")),
        ("time: '25:00:30'", "time", hm("25:00:30")),
        ("when: start", "start", 0),
        ("when: warning", "warning", 0),
        ("when: danger", "danger", 0),
        ("when: overrun", "overrun", 0),
        ("when: overrun, after: 30s", "overrun", 30_000),
        ("when: end", "end", 0),
    ],
)
def test_every_moment(tmp_path: Path, written: str, when: str, by: int) -> None:
    (cue,) = item(tmp_path, f"duration: 1m, cues: [{{{written}, hush: true}}]").cues
    assert (cue.when, cue.by) == (when, by)


def test_ids_of_cues_are_unique_and_leave_written_ones_alone(tmp_path: Path) -> None:
    keys = "duration: 1m, cues: [take: main, take: main, {id: take-main-2, hush: true}, take: main, hush: true]"
    assert [cue.id for cue in item(tmp_path, keys).cues] == [
        "take-main", "take-main-3", "take-main-2", "take-main-4", "hush",
    ]  # fmt: skip


def test_a_cue_keeps_its_id_while_others_come_and_go(tmp_path: Path) -> None:
    few = item(tmp_path, "duration: 1m, cues: [play: title, {after: 5s, stop: title}]").cues
    more = item(tmp_path, "duration: 1m, cues: [take: main, {after: 7s, stop: title}, hush: true, play: title]").cues
    assert {cue.id for cue in few} <= {cue.id for cue in more}


# --- what becomes of it at the start ---

ONE = "rundown: {items: {one: {duration: 5:00}}}\n"
TWO = "rundown: {items: {one: {duration: 5:00}, two: {duration: 5:00}}}\n"


def test_a_new_file_is_taken_and_the_same_is_not_taken_twice(tmp_path: Path) -> None:
    show = Playout(plan(tmp_path, ONE))
    assert show.do(do.Open(plan(tmp_path, ONE)), by=SYSTEM) == ()
    show.do(do.Open(plan(tmp_path, TWO)), by=SYSTEM)
    assert show.state.rundown.plan.order == ("one", "two")
    assert show.log() == ["log-rundown-replaced", "log-rundown-replaced"]


def test_what_was_edited_here_is_kept_and_said_once(tmp_path: Path) -> None:
    show = Playout(plan(tmp_path, ONE))
    show.do(do.Insert((Item(id=EntryId("mine")),)))
    two = plan(tmp_path, TWO)
    show.do(do.Open(two), by=SYSTEM)
    assert show.state.rundown.plan.order == ("mine", "one")
    assert show.state.rundown.kept == digest(two)
    assert show.log()[-1] == "log-rundown-file-kept"
    assert show.do(do.Open(two), by=SYSTEM) == (), "at the next start it is known"


def test_what_is_on_the_air_is_kept_until_it_is_off(tmp_path: Path) -> None:
    show = Playout(plan(tmp_path, ONE))
    show.do(do.Go())
    two = plan(tmp_path, TWO)
    show.do(do.Open(two), by=SYSTEM)
    assert list(show.state.rundown.plan.order) == ["one"]
    assert show.log()[-1] == "log-rundown-file-kept"
    show.do(do.Stop())
    show.do(do.Open(two), by=SYSTEM)
    assert list(show.state.rundown.plan.order) == ["one", "two"]
    assert show.state.rundown.kept == ""


def test_a_plan_that_cannot_be_is_refused() -> None:
    show = Playout(Plan())
    bad = Plan.of(Item(id=EntryId("one"), group=EntryId("nowhere")))
    assert show.refused(do.Open(bad), by=SYSTEM) == "group-torn"


def test_a_given_step_reaches_the_picture_and_is_taken_back(tmp_path: Path) -> None:
    show = read(
        tmp_path,
        """\
rundown:
  items:
    one: {duration: 1m, cues: [{play: points}, {step: points}]}
    two: {duration: 1m, cues: [{step: points, number: 1}, {step: points, number: 2, when: end}]}
    three: {duration: 1m}
""",
    )
    found = plan_of(show)
    assert found is not None
    playout = Playout(found, show=show)

    def drawn() -> object:
        state = playout.state
        return slices.on_air(state.graphics, state.debate, state.timers, show).graphics.by_id["points"].step

    playout.do(do.Go())
    assert drawn() == 1
    playout.do(do.Go())
    assert drawn() == 0
    playout.do(do.Go())
    assert drawn() == 1
    playout.do(do.GoBack())
    assert drawn() == 0
    playout.do(graphics.Stop(GraphicId("points")))
    playout.do(do.Go(item=EntryId("two")))
    assert playout.run.results["two"]["step-points"].code == "graphic-not-on-air"


# --- docs/rundown.md ---

DOCS = (EXAMPLES.parent / "docs" / "rundown.md").read_text("utf-8")


def test_the_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    _, written, _ = DOCS.split("```", 2)
    found = plan(tmp_path, written.removeprefix("yaml\n"))
    assert found.order == ("doors", "gather", "morning", "opening", "late", "keynote")


@pytest.mark.parametrize("part", [PlanGroup, PlanCue, Rundown])
def test_every_key_is_documented(part: type[Part]) -> None:
    assert [key for key in part.__struct_encode_fields__ if not re.search(rf"[`. ,{{]{key}[`:]", DOCS)] == []
