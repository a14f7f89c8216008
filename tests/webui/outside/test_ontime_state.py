"""The projection into Ontime's runtime store, against values written by hand; and what its requests become."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from control.clock import Duration, later
from control.core.rundown.commands import AddTime, Go, Load, Pause, Roll
from control.core.rundown.plan import Plan
from control.core.stage import Blackout, Say, SetSecond
from control.core.timer_acts import Add
from control.core.types import EntryId, TimerId
from control.errors import Rejection
from control.show import NamedTimer
from tests.control.core.rundowns import HOUR, MINUTE, SHOW, Playout, at, delay, hm, item
from tests.webui.outside.machines import plan
from webui.outside.facts import Reader
from webui.outside.ontime_asks import Asked, from_path, truth, understand
from webui.outside.ontime_state import NO_DRAFT, Draft, event, ontime_state, project, settled

NOON = 12 * HOUR
NO_TIMER = {"duration": 300_000, "current": 300_000, "addedTime": 0, "playback": "stop", "direction": "count-down"}


def playout(now: str = "12:00") -> Playout:
    return Playout(plan(), now)


def state(played: Playout, draft: Draft = NO_DRAFT) -> dict[str, Any]:
    return ontime_state(played.state, SHOW, played.now, draft)


# --- the store ---


def test_nothing_has_happened() -> None:
    got = state(playout("11:59:30"), draft=Draft("скоро"))
    assert got == {
        "clock": NOON - 30_000,
        "timer": {
            "addedTime": 0,
            "current": None,
            "duration": None,
            "elapsed": None,
            "expectedFinish": None,
            "phase": "none",
            "playback": "stop",
            "secondaryTimer": None,
            "startedAt": None,
        },
        "message": {
            "timer": {"text": "скоро", "visible": False, "blink": False, "blackout": False, "secondarySource": None},
            "secondary": "",
        },
        "rundown": {
            "selectedEventIndex": None,
            "numEvents": 3,
            "plannedStart": NOON,
            "plannedEnd": NOON + 40 * MINUTE,
            "actualStart": None,
            "actualGroupStart": None,
        },
        "offset": {
            "absolute": 0,
            "relative": 0,
            "mode": "absolute",
            "expectedGroupEnd": None,
            "expectedRundownEnd": NOON + 40 * MINUTE,
            "expectedFlagStart": None,
        },
        "eventNow": None,
        "eventNext": got["eventNext"],
        "eventFlag": None,
        "groupNow": None,
        "auxtimer1": NO_TIMER,
        "auxtimer2": NO_TIMER,
        "auxtimer3": NO_TIMER,
        "ping": 1,
    }
    assert got["eventNext"] == {
        "id": "a",
        "type": "event",
        "flag": False,
        "cue": "1",
        "title": "Начало",
        "note": "свет",
        "colour": "",
        "custom": {},
        "revision": 1,
        "endAction": "none",
        "timerType": "count-down",
        "countToEnd": False,
        "linkStart": False,
        "timeStrategy": "lock-duration",
        "timeStart": NOON,
        "timeEnd": NOON + 10 * MINUTE,
        "duration": 10 * MINUTE,
        "skip": False,
        "parent": None,
        "timeWarning": 60_000,
        "timeDanger": 15_000,
        "triggers": [],
        "delay": 0,
        "dayOffset": 0,
        "gap": 0,
    }


def test_on_the_air_paused_with_time_added_and_late() -> None:
    played = playout("12:01")  # a minute late
    played.do(Go())
    played.until("12:03")
    played.do(Pause())
    played.until("12:04")
    played.do(AddTime(Duration(30_000)))
    got = state(played)
    assert got["timer"] == {
        "addedTime": 30_000,
        "current": 8 * MINUTE + 30_000,
        "duration": 10 * MINUTE,
        "elapsed": 2 * MINUTE,
        "expectedFinish": NOON + 12 * MINUTE + 30_000,
        "phase": "default",
        "playback": "pause",
        "secondaryTimer": None,
        "startedAt": NOON + MINUTE,
    }
    assert (got["offset"]["absolute"], got["offset"]["relative"]) == (2 * MINUTE + 30_000, MINUTE + 30_000)
    assert got["rundown"]["actualStart"] == NOON + MINUTE
    assert got["rundown"]["selectedEventIndex"] == 0
    # The gap before c takes the lateness in.
    assert got["offset"]["expectedRundownEnd"] == NOON + 40 * MINUTE


@pytest.mark.parametrize(
    "now, phase",
    [("12:08", "default"), ("12:09", "warning"), ("12:09:45", "danger"), ("12:10", "danger"), ("12:10:01", "overtime")],
)
def test_phases(now: str, phase: str) -> None:
    played = playout()
    played.do(Go())
    played.until(now)
    assert state(played)["timer"]["phase"] == phase


def test_ready_and_waiting_for_the_wall_clock() -> None:
    played = playout("11:50")
    played.do(Load(EntryId("b")))
    got = state(played)
    assert got["timer"]["playback"] == "armed"
    assert (got["timer"]["current"], got["timer"]["elapsed"], got["timer"]["startedAt"]) == (10 * MINUTE, None, None)
    assert (got["eventNow"]["id"], got["eventNext"]["id"], got["groupNow"]["entries"]) == ("b", "c", ["b"])
    played.do(Roll(True))
    got = state(played)
    assert (got["timer"]["playback"], got["timer"]["phase"]) == ("roll", "pending")
    assert (got["timer"]["secondaryTimer"], got["timer"]["current"]) == (10 * MINUTE, None)


def test_an_item_of_the_next_day_with_a_locked_end() -> None:
    played = Playout(Plan.of(item("late", 30, "23:45", end="24:30", at_end="play", display="up")), "23:50")
    played.do(Go())
    got = state(played)
    assert got["eventNow"]["timeStart"] == 23 * HOUR + 45 * MINUTE
    assert (got["eventNow"]["timeEnd"], got["eventNow"]["duration"]) == (30 * MINUTE, 45 * MINUTE)
    assert (got["eventNow"]["timeStrategy"], got["eventNow"]["endAction"]) == ("lock-end", "play-next")
    assert got["eventNow"]["timerType"] == "count-up"
    assert got["rundown"]["plannedEnd"] == 24 * HOUR + 30 * MINUTE
    assert got["timer"]["expectedFinish"] == 35 * MINUTE


def test_days_and_delays_of_an_event() -> None:
    late = delay("later", 5)
    played = Playout(Plan.of(item("a", 60, "23:00"), late, item("b", 10), item("c", 10, "24:30")), "22:00")
    facts = Reader(SHOW).read(played.state, played.now)
    a, b, c = (event(facts, facts.state.rundown.plan.item(EntryId(name))) or {} for name in "abc")
    assert [(e["dayOffset"], e["delay"]) for e in (a, b, c)] == [(0, 0), (1, 5 * MINUTE), (1, 0)]
    assert (b["timeStart"], b["timeEnd"]) == (0, 10 * MINUTE)  # as planned: the delay is beside it
    assert c["timeStart"] == 30 * MINUTE


def test_a_gap_is_of_the_plan_without_its_delays() -> None:
    """What a gap still has to give is Ontime's `gap` less its `delay`: clients take one from the other themselves."""
    played = Playout(
        Plan.of(
            item("a", 60, "10:00"),
            delay("later", 25),
            item("b", 10),
            item("skipped", 30, "11:15", skip=True),
            item("c", 20, "11:30"),
            item("d", 10, "11:40"),
            delay("earlier", -5),
            item("e", 10),
        ),
        "09:00",
    )
    facts = Reader(SHOW).read(played.state, played.now)
    shown = {name: event(facts, facts.state.rundown.plan.item(EntryId(name))) or {} for name in "abcde"}
    # b is linked; the gap before c is 20 though b now ends five minutes into it; d begins before c has ended.
    assert {name: (one["gap"] // MINUTE, one["delay"] // MINUTE) for name, one in shown.items()} == {
        "a": (0, 0), "b": (0, 25), "c": (20, 5), "d": (-10, 5), "e": (0, 0),
    }  # fmt: skip
    skipped = event(facts, facts.state.rundown.plan.item(EntryId("skipped")))
    assert skipped is not None
    assert skipped["gap"] == 0


def test_the_next_flag_and_when_it_is_expected() -> None:
    flags = Plan.of(
        item("a", 10, "12:00", flag=True), item("b", 10), item("c", 10, flag=True), item("d", 10, "25:00", flag=True)
    )
    played = Playout(flags, "11:50")

    def told() -> tuple[str | None, int | None]:
        got = state(played)
        return got["eventFlag"]["id"] if got["eventFlag"] is not None else None, got["offset"]["expectedFlagStart"]

    assert told() == ("a", NOON)
    played.do(Load(EntryId("a")))
    assert told() == ("c", NOON + 20 * MINUTE), "Ontime: what is loaded is not the next flag"
    assert (state(played)["eventNow"]["flag"], state(played)["eventNext"]["flag"]) == (True, False)
    played.until("12:03")
    played.do(Go())
    assert told() == ("c", NOON + 23 * MINUTE)
    played.do(Go(item=EntryId("c")))
    assert told() == ("d", 25 * HOUR)  # of the next day, as the expected end of the rundown is
    played.do(Go(item=EntryId("d")))
    assert told() == (None, None)


def test_the_message_on_stage() -> None:
    played = playout()
    played.do(Say("Заканчивайте", "danger"))
    played.do(Blackout(True))
    assert state(played, draft=Draft("другое", blink=True))["message"]["timer"] == {
        "text": "Заканчивайте",
        "visible": True,
        "blink": False,
        "blackout": True,
        "secondarySource": None,
    }


BANK = {"name": "X", "clock": {"state": "idle", "total": 9_000, "left": 9_000}}
WIRES: dict[str, Any] = {
    "aux-1": {
        "name": "Перерыв",
        "kind": "countdown",
        "clock": {"state": "running", "total": 60_000, "target": at("12:01")},
    },
    "aux-2": {"name": "Эфир", "kind": "count-up", "clock": {"state": "paused", "total": 0, "left": -5_000}},
    "aux-3": {"name": "Банки", "kind": "banks", "active": "x", "banks": {"order": ["x"], "byId": {"x": BANK}}},
}
"""As the pages get named timers."""


def test_named_timers_stand_for_ontimes_three() -> None:
    played = playout()
    got = project(replace(Reader(SHOW).read(played.state, played.now), timers=WIRES))
    aux = {"addedTime": 0, "direction": "count-down"}
    assert got["auxtimer1"] == {**aux, "duration": 60_000, "current": 60_000, "playback": "start"}
    assert got["auxtimer2"] == {**aux, "duration": 0, "current": 5_000, "playback": "pause", "direction": "count-up"}
    assert got["auxtimer3"] == {**aux, "duration": 9_000, "current": 9_000, "playback": "stop"}


def test_a_clock_is_worth_telling_once_a_second() -> None:
    played = playout()
    played.do(Go())
    before = {key: settled(key, value) for key, value in state(played).items()}
    for ms, differ in ((300, {"timer"}), (999, {"timer"}), (1_000, {"timer", "clock"})):
        played.now = later(at("12:00"), Duration(ms))
        after = {key: settled(key, value) for key, value in state(played).items()}
        assert {key for key in after if after[key] != before[key]} <= differ | {"offset"}


# --- requests ---


def asked(tag: str, payload: Any, played: Playout, draft: Draft = NO_DRAFT, timers: Any = None) -> Any:
    got = understand(tag, payload, played.state, draft, timers or {})
    return got.code if isinstance(got, Rejection) else list(got.commands)


def test_start_alone_never_chooses() -> None:
    played = playout()
    assert asked("start", None, played) == "ontime-not-loaded"
    played.do(Load(EntryId("a")))
    assert asked("start", None, played) == [{"type": "rundown.go"}]
    assert asked("start", "next", played) == [{"type": "rundown.go", "item": "b"}]
    played.do(Go())
    assert asked("start", None, played) == []
    played.do(Pause())
    assert asked("start", None, played) == [{"type": "rundown.resume"}]
    assert asked("start", "previous", played) == "ontime-no-event"
    assert asked("load", "next", played) == [{"type": "rundown.load", "item": "b"}]
    assert asked("reload", None, played) == [{"type": "rundown.load", "item": "a"}]


@pytest.mark.parametrize("index", [0, 4, 1.5, "x", None, True, [], float("nan"), float("inf"), 10**400])
def test_an_index_that_is_none(index: Any) -> None:
    assert asked("load", {"index": index}, playout()) == "ontime-no-event"


@pytest.mark.parametrize(
    "payload, commands",
    [
        (60_000, [{"type": "rundown.add-time", "ms": 60_000}]),
        ("60000", [{"type": "rundown.add-time", "ms": 60_000}]),
        ({"add": 1_000}, [{"type": "rundown.add-time", "ms": 1_000}]),
        ({"remove": "1000"}, [{"type": "rundown.add-time", "ms": -1_000}]),
        (0, []),
        (3_600_001, "add-too-much"),
        ({"remove": 3_600_001}, "add-too-much"),
        ({"take": 1}, "ontime-wrong"),
        (None, "ontime-wrong"),
        ("nan", "ontime-wrong"),
        (10**400, "ontime-wrong"),
    ],
)
def test_add_time(payload: Any, commands: Any) -> None:
    assert asked("addtime", payload, playout()) == commands


def made_timer(name: str) -> dict[str, Any]:
    return {"type": "timers.add", "timer": {"id": name, "name": name, "kind": "countdown", "length": 5 * MINUTE}}


def add_timer(name: str, title: str, kind: str, **rest: int) -> list[dict[str, Any]]:
    return [{"type": "timers.add", "timer": {"id": name, "name": title, "kind": kind, **rest}, "instead": True}]


@pytest.mark.parametrize(
    "payload, commands",
    [
        ({"1": "start"}, [{"type": "timers.start", "timer": "aux-1"}]),
        ({"2": "stop"}, [{"type": "timers.reset", "timer": "aux-2"}]),
        ({"3": "pause"}, [{"type": "timers.pause", "timer": "aux-3"}]),
        ({"1": {"addtime": -5_000}}, [{"type": "timers.adjust", "timer": "aux-1", "ms": -5_000}]),
        ({"1": {"duration": 90_000}}, add_timer("aux-1", "Перерыв", "countdown", length=90_000)),
        ({"2": {"direction": "count-down"}}, add_timer("aux-2", "Эфир", "countdown", length=5 * MINUTE)),
        ({"2": {"duration": 0}}, add_timer("aux-2", "Эфир", "count-up")),
        ({"1": {"duration": 0}}, "ontime-wrong"),
        ({"1": {"duration": 360_000_001}}, "ontime-wrong"),
        ({"1": {"direction": "count-up"}}, add_timer("aux-1", "Перерыв", "count-up", limit=60_000)),
        ({"4": "start"}, "ontime-wrong"),
        ({"1": "jump"}, "ontime-wrong"),
        ({"1": {"direction": "sideways"}}, "ontime-wrong"),
        ({"1": {}}, "ontime-wrong"),
        ({}, "ontime-wrong"),
    ],
)  # fmt: skip
def test_aux_timers_are_named_timers(payload: Any, commands: Any) -> None:
    assert asked("auxtimer", payload, playout(), timers=WIRES) == commands


def change(**patch: Any) -> Any:
    got = asked("change", {"c": patch}, playout())
    return got if isinstance(got, str) else got[0]["entry"]


def test_times_of_an_item_are_changed_as_they_hang_together() -> None:
    assert change(duration=5 * MINUTE)["end"] == NOON + 35 * MINUTE  # a locked end moves with the length
    assert change(timeEnd="45900000")["end"] == NOON + 45 * MINUTE
    assert change(timeStart=NOON + 32 * MINUTE)["start"] == NOON + 32 * MINUTE
    got = asked("change", {"a": {"timeEnd": NOON + 15 * MINUTE}}, playout())[0]["entry"]
    assert (got["duration"], "end" in got) == (15 * MINUTE, False)
    got = asked("change", {"a": {"skip": "true", "note": "x", "cue": 7}}, playout())[0]["entry"]
    assert (got["skip"], got["note"], got["number"]) == (True, "x", "7")
    assert change(flag=True)["flag"] is True
    assert "flag" not in change(flag="false")


def test_times_after_midnight_are_of_the_day_the_item_is_on() -> None:
    late = Plan.of(
        *(item("a", 20, "23:30"), item("b", 40), delay("later", 5), item("c", 10), item("d", 10, end="24:50")),
        item("s", 10, skip=True),
    )
    played = Playout(late, "22:00")

    def times(name: str, **patch: Any) -> Any:
        entry = asked("change", {name: patch}, played)[0]["entry"]
        return entry.get("start"), entry.get("end")

    assert times("b", timeEnd=30 * MINUTE) == (None, hm("24:30")), "it begins at 23:50"
    assert times("b", timeEnd=hm("23:55")) == (None, hm("23:55"))
    assert times("b", timeStart=10 * MINUTE) == (hm("24:10"), None), "the one before begins at 23:30"
    assert times("c", timeStart=40 * MINUTE) == (hm("24:40"), None)
    assert times("d", timeEnd=55 * MINUTE) == (None, hm("24:55"))
    assert times("s", timeEnd=55 * MINUTE) == (None, hm("24:55")), "also of one that is skipped"
    assert times("a", timeStart=hm("23:20")) == (hm("23:20"), None)


@pytest.mark.parametrize(
    "patch", [{"duration": -1}, {"duration": "x"}, {"duration": True}, {"timeStart": 86_400_000}, {"colour": "red"},
              {"endAction": "explode"}, {"skip": "perhaps"}, {"flag": 2}, {"custom": {"no": "x"}},
              {"cues": []}, {"title": []}],
)  # fmt: skip
def test_what_cannot_be_changed_so(patch: dict[str, Any]) -> None:
    assert change(**patch) == "ontime-field"


def test_a_message_needs_words_that_can_be_understood() -> None:
    played = playout()
    payloads: list[Any] = [None, "x", {"timer": "x"}, {"timer": {"text": 5}}, {"timer": {"visible": []}}]
    for payload in (*payloads, {"secondary": 5}):
        assert asked("message", payload, played) == "ontime-wrong", payload
    assert asked("message", {"timer": {"visible": True}}, played, draft=Draft("x", blink=True)) == [
        {"type": "stage.say", "text": "x", "tone": "info", "blink": True}
    ]
    assert asked("message", {"timer": {"blink": False, "blackout": 0}}, played) == []


def test_a_message_blinks_and_the_stage_goes_black() -> None:
    played = playout()
    dark = {"type": "stage.blackout", "on": True}
    assert asked("message", {"timer": {"blink": True}}, played) == [], "it waits until something is seen"
    assert asked("message", {"timer": {"blackout": "true"}}, played) == [dark]
    assert asked("message", {"timer": {"blackout": []}}, played) == "ontime-wrong"
    played.do(Say("Минута", "warning"))
    again = {"type": "stage.say", "text": "Минута", "tone": "warning", "blink": True}
    assert asked("message", {"timer": {"blink": 1}}, played) == [again]
    assert asked("message", {"timer": {"blink": 1, "blackout": 1}}, played) == [dark, again]
    played.do(Say("Минута", "warning", blink=True))
    played.do(Blackout(True))
    told = state(played)["message"]["timer"]
    assert (told["text"], told["visible"], told["blink"], told["blackout"]) == ("Минута", True, True, True)
    assert asked("message", {"timer": {"blink": True, "blackout": True}}, played) == []
    over = {"type": "stage.blackout", "on": False}
    assert asked("message", {"timer": {"visible": False, "blackout": False}}, played) == [over, {"type": "stage.hush"}]


def test_what_the_second_line_is_to_ontime() -> None:
    played = playout()
    for name in ("aux-1", "aux-3", "speech"):
        played.do(Add(NamedTimer(id=TimerId(name), name=name, kind="countdown", length=Duration(MINUTE))))

    def told() -> tuple[Any, Any]:
        message = state(played)["message"]
        return message["timer"]["secondarySource"], message["secondary"]

    assert told() == (None, "")
    for command, now in (
        (SetSecond(text="Вопросы"), (None, "Вопросы")),
        (SetSecond("text"), ("secondary", "Вопросы")),
        (SetSecond(timer=TimerId("aux-3")), ("aux3", "Вопросы")),
        (SetSecond(timer=TimerId("speech")), (None, "Вопросы")),
        (SetSecond("nothing"), (None, "Вопросы")),
    ):
        played.do(command)
        assert told() == now, command


def second(**fields: Any) -> dict[str, Any]:
    return {"type": "stage.second", **fields}


@pytest.mark.parametrize(
    "payload, commands",
    [
        ({"secondary": "Вопросы"}, [second(text="Вопросы")]),
        ({"secondary": ""}, [second(text="")]),
        ({"secondary": " Ответы "}, []),
        ({"timer": {"secondarySource": "secondary"}}, [second(source="text")]),
        (
            {"timer": {"secondarySource": "secondary"}, "secondary": "Вопросы"},
            [second(text="Вопросы", source="text")],
        ),
        ({"timer": {"secondarySource": "aux1"}}, []),
        ({"timer": {"secondarySource": "aux2"}}, [second(source="timer", timer="aux-2")]),
        (
            {"timer": {"secondarySource": "aux3"}},
            [made_timer("aux-3"), second(source="timer", timer="aux-3")],
        ),
        ({"timer": {"secondarySource": None}}, [second(source="nothing")]),
        ({"timer": {"secondarySource": "null"}}, [second(source="nothing")]),
        ({"timer": {"secondarySource": "external"}}, [second(source="nothing")]),
        ({"timer": {"secondarySource": []}}, [second(source="nothing")]),
        (
            {"timer": {"text": "Пора", "visible": True, "secondarySource": None}},
            [{"type": "stage.say", "text": "Пора", "tone": "info", "blink": False}, second(source="nothing")],
        ),
    ],
)
def test_the_second_line_as_ontime_asks_for_it(payload: Any, commands: Any) -> None:
    played = playout()
    played.do(Add(NamedTimer(id=TimerId("aux-1"), name="Перерыв", kind="countdown", length=Duration(MINUTE))))
    played.do(SetSecond("timer", "Ответы", TimerId("aux-1")))
    there = {"aux-1": WIRES["aux-1"], "aux-2": WIRES["aux-2"]}
    assert asked("message", payload, played, timers=there) == commands


def test_addresses_of_http() -> None:
    assert from_path([], {}) is None
    assert from_path(["next"], {}) == "next"
    assert from_path(["index", "2"], {}) == {"index": "2"}
    assert from_path(["1", "duration", "60000"], {}) == {"1": {"duration": "60000"}}
    assert from_path(["timer"], {"text": "Hi"}) == {"timer": {"text": "Hi"}}
    assert (truth("TRUE"), truth("0"), truth("x"), truth(None)) == (True, False, None, False)
    assert Asked().commands == ()
