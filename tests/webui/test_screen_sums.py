"""The screens' pure functions: whose camera is next, which rows a search shows, what an item's clock says."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from control.clock import PlanTime, moment_of
from tests.webui.pure import call

NOW = 1_790_000_000_000
MINUTE = 60_000

# --- the camera ---

CAMERA = "../backstage/camera"


def take(name: str, scene: str, when: str = "start", by: int = 0) -> dict[str, Any]:
    return {"id": name, "act": {"type": "program.take", "scene": scene}, "when": when, "by": by}


def item(name: str, *cues: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"type": "item", "id": name, "cues": list(cues), **rest}


def rundown(*items: dict[str, Any]) -> dict[str, Any]:
    return {
        "order": [each["id"] for each in items],
        "byId": {each["id"]: each for each in items},
        "today": "2026-09-21",
    }


def span(start: float, end: float) -> dict[str, int]:
    """Minutes from now."""
    return {"start": NOW + round(start * MINUTE), "end": NOW + round(end * MINUTE)}


ON: dict[str, Any] = {
    "mode": "on",
    "item": "a",
    "fired": ["start"],
    "started": NOW - MINUTE,
    "added": 0,
    "timer": {"state": "running", "total": 5 * MINUTE, "target": NOW + 4 * MINUTE},
}
PLAN = rundown(
    item("a", take("start", "wide"), take("later", "close", "after", 90_000), take("zero", "wide", "end")),
    item(
        "b", take("start", "close"), take("warn", "wide", "warning"), take("late", "close", "overrun"), warning=30_000
    ),
    item("c", {"id": "mute", "act": {"type": "sources.mute", "input": "mic", "muted": True}}),
)
EXPECTED = {"a": span(-1, 4), "b": span(4, 6), "c": span(6, 9)}


def ahead(plan: Any, run_: Any, expected: Any) -> list[tuple[str, str, float]]:
    """(item, cue, seconds from now)."""
    (takes,) = call([(CAMERA, "takesAhead", plan, run_, expected, "Europe/Moscow", NOW)])
    return [(each["item"], each["cue"], (each["at"] - NOW) / 1000) for each in takes]


def test_takes_in_the_order_of_time_without_those_that_were_or_may_never_be() -> None:
    assert ahead(PLAN, ON, EXPECTED) == [
        ("a", "later", 30),
        ("a", "zero", 240),
        ("b", "start", 240),
        ("b", "warn", 330),
    ]


def test_a_show_that_has_not_begun_in_time_has_all_its_cues_before_it() -> None:
    idle = {"mode": "idle", "fired": [], "added": 0}
    expected = {"a": span(-10, -5), "b": span(-5, 2)}
    assert ahead(PLAN, idle, expected)[0] == ("a", "start", 0)


def test_a_cue_that_was_missed_does_not_come_any_more() -> None:
    late = {**ON, "timer": {"state": "running", "total": 5 * MINUTE, "target": NOW + 2 * MINUTE}}
    assert ahead(PLAN, late, EXPECTED)[0] == ("a", "zero", 240)


def test_a_clock_that_stands_puts_its_cues_off() -> None:
    paused = {**ON, "timer": {"state": "paused", "total": 5 * MINUTE, "left": 4 * MINUTE}}
    assert ahead(PLAN, paused, EXPECTED)[0] == ("a", "later", 30)
    (later,) = call([(CAMERA, "takesAhead", PLAN, paused, EXPECTED, "Europe/Moscow", NOW + 7_000)])
    assert later[0]["at"] == NOW + 7_000 + 30_000


def test_time_added_by_hand_does_not_move_a_cue_after_the_start() -> None:
    added = {**ON, "added": MINUTE, "timer": {"state": "running", "total": 5 * MINUTE, "target": NOW + 5 * MINUTE}}
    assert ahead(PLAN, added, EXPECTED)[0] == ("a", "later", 30)


def test_a_wall_time_counts_only_while_its_item_is_on() -> None:
    six = moment_of(PlanTime(18 * 60 * MINUTE), date(2026, 9, 21), ZoneInfo("Europe/Moscow"))
    minutes = (six - NOW) / MINUTE
    plan = rundown(item("b", take("six", "wide", "time", 18 * 60 * MINUTE)))
    idle = {"mode": "idle", "fired": [], "added": 0}
    inside = {"b": span(minutes - 1, minutes + 1)}
    assert ahead(plan, idle, inside) == [("b", "six", minutes * 60)]
    assert ahead(plan, idle, {"b": span(minutes + 1, minutes + 5)}) == []


@pytest.mark.parametrize(
    "scenes, live, next_, until",
    [
        (["close"], False, "later", None),  # off: the first take that shows it
        (["wide"], True, "zero", "later"),  # on: until the first that does not, then the first that does again
        (["close", "wide"], True, None, None),  # every scene shows it
        (["slate"], False, None, None),
    ],
)
def test_when_a_camera_is_next(scenes: list[str], live: bool, next_: str, until: str) -> None:
    (takes,) = call([(CAMERA, "takesAhead", PLAN, ON, EXPECTED, "Europe/Moscow", NOW)])
    (found,) = call([(CAMERA, "cameraAhead", takes, {"$js": f"new Set({scenes})"}, live)])
    assert (found.get("next", {}).get("cue"), found.get("until", {}).get("cue")) == (next_, until)


def test_the_scenes_of_a_camera() -> None:
    def scene(*items: dict[str, str]) -> dict[str, Any]:
        return {"items": {"byId": {f"i{n}": item for n, item in enumerate(items)}}}

    a, b = {"camera": "a"}, {"camera": "b"}
    scenes = {"w": scene(a, b), "c": scene(a), "s": scene({"switch": "main"})}
    studio = {"scenes": {"order": list(scenes), "byId": scenes}}
    switches = {"byId": {"main": {"camera": "b"}}}
    found = call([(CAMERA, "scenesOf", studio, switches, camera) for camera in ("a", "b", "x")])
    assert found == [["w", "c"], ["w", "s"], []]


# --- wall times ---


@pytest.mark.parametrize(
    "zone, day", [("Europe/Moscow", "2026-09-21"), ("Europe/Berlin", "2026-03-28"), ("Europe/Berlin", "2026-10-24"),
                  ("America/New_York", "2026-11-01"), ("Asia/Kolkata", "2026-01-01"),
                  ("Australia/Lord_Howe", "2026-04-04")],
)  # fmt: skip
def test_wall_times_are_the_servers(zone: str, day: str) -> None:
    """Every quarter of an hour of two days, a change of clocks among them."""
    times = [quarter * 15 * MINUTE for quarter in range(2 * 96)]
    found = call([("plan-times", "planMoment", at, day, zone) for at in times])
    assert found == [moment_of(PlanTime(at), date.fromisoformat(day), ZoneInfo(zone)) for at in times]


# --- the item's clock ---

WALL = {"$js": "(at) => String(at)"}


def clock(state: str, left: int, total: int = 5 * MINUTE) -> dict[str, Any]:
    rest = {"target": NOW + left} if state == "running" else {"left": left}
    return {"state": state, "total": total, "warnings": [60_000, 15_000], **rest}


@pytest.mark.parametrize(
    "display, left, expected",
    [
        ("down", 90_000, {"text": "1:30", "tone": "calm", "next": 1_000}),
        ("down", -5_000, {"text": "+0:05", "tone": "overtime"}),
        ("up", 90_000, {"text": "3:30", "tone": "calm", "next": 1_000}),
        ("up", 59_400, {"text": "4:00", "tone": "warning", "next": 400}),
        ("up", -5_000, {"text": "5:05", "tone": "overtime"}),
        ("clock", 10_000, {"text": str(NOW), "tone": "danger", "next": 1_000}),
    ],
)
def test_an_items_clock_as_it_wants_it(display: str, left: int, expected: dict[str, Any]) -> None:
    (reading,) = call([("item-clock", "readItem", {"display": display}, clock("running", left), NOW, WALL)])
    assert {key: reading[key] for key in expected} == expected


def test_added_time_lengthens_the_whole() -> None:
    run_ = {"added": MINUTE, "timer": {"state": "paused", "total": 5 * MINUTE, "left": 6 * MINUTE}}
    (whole,) = call([("item-clock", "itemClock", {"warning": 30_000}, run_)])
    assert (whole["total"], whole["warnings"]) == (6 * MINUTE, [30_000, 15_000])
    assert call([("item-clock", "itemClock", {}, {"added": 0})]) == [None]


# --- the cue sheet ---

ENTRIES = [
    {"type": "group", "id": "g1", "title": "Открытие"},
    {"type": "item", "id": "a", "title": "Ведущая ещё здесь", "group": "g1"},
    {"type": "item", "id": "b", "title": "Эксперты", "group": "g1"},
    {"type": "group", "id": "g2", "title": "Финал"},
    {"type": "item", "id": "c", "title": "Речь", "group": "g2"},
    {"type": "milestone", "id": "m", "title": "Эксперты готовы"},
]
WORDS = {"$js": "(entry) => entry.title"}
OVER = {"$js": "(entry) => ['a', 'c'].includes(entry.id)"}


@pytest.mark.parametrize(
    "wanted, expected",
    [
        ({}, ["g1", "a", "b", "g2", "c", "m"]),
        ({"filter": "эксп"}, ["g1", "b", "m"]),
        ({"filter": "ЕЩЕ ведущ"}, ["g1", "a"]),
        ({"filter": "финал"}, ["g2", "c"]),  # a heading that is found brings its group
        ({"filter": "нет такого"}, []),
        ({"past": False}, ["g1", "b", "m"]),
        ({"group": "g1"}, ["g1", "a", "b"]),
        ({"group": "g2", "past": False}, []),
        ({"group": "g2", "filter": "эксп"}, []),
    ],
)
def test_rows_of_the_cue_sheet(wanted: dict[str, Any], expected: list[str]) -> None:
    wish = {"filter": "", "group": "", "past": True, **wanted}
    (rows,) = call([("../backstage/sheet", "shownEntries", ENTRIES, wish, WORDS, OVER)])
    assert [row["id"] for row in rows] == expected


# --- the prompter ---


def test_the_prompters_pace_is_words_a_minute_whatever_the_size() -> None:
    scroll = "../backstage/scroll"
    words, whole, small, empty, parts = call(
        [
            (scroll, "wordsIn", "Раз  два\nтри "),
            (scroll, "pixelsPerSecond", 6000, 240, 120),  # two minutes for it all
            (scroll, "pixelsPerSecond", 3000, 240, 120),
            (scroll, "pixelsPerSecond", 100, 0, 120),
            (scroll, "paragraphs", "Раз.\n\n[пауза]\n два"),
        ]
    )
    assert (words, whole, small, empty) == (3, 50, 25, 0)
    assert [(part["text"], part["aside"]) for part in parts] == [("Раз.", False), ("[пауза]", True), ("два", False)]
