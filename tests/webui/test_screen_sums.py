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
    (cues,) = call([(CAMERA, "cuesAhead", plan, run_, expected, "Europe/Moscow", NOW)])
    return [(each["item"], each["cue"], (each["at"] - NOW) / 1000) for each in cues]


def test_cues_in_the_order_of_time_without_those_that_were_or_may_never_be() -> None:
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
    (later,) = call([(CAMERA, "cuesAhead", PLAN, paused, EXPECTED, "Europe/Moscow", NOW + 7_000)])
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


def scene(*items: dict[str, str]) -> dict[str, Any]:
    named = {f"i{n}": each for n, each in enumerate(items)}
    return {"items": {"order": list(named), "byId": named}}


def studio_of(**scenes: Any) -> dict[str, Any]:
    return {"scenes": {"order": list(scenes), "byId": scenes}}


LEFT, RIGHT, GUEST = {"camera": "left"}, {"camera": "right"}, {"switch": "guest"}
STUDIO = studio_of(wide=scene(LEFT, RIGHT), close=scene(LEFT), talk=scene(GUEST), slate=scene())


def picture(on_air: str | None, guest: str = "left", **hidden: list[str]) -> dict[str, Any]:
    """`hidden`: scene → its items that are switched off."""
    return {
        **({} if on_air is None else {"scene": on_air}),
        "switches": {"byId": {"guest": {"camera": guest}}},
        "visible": {one: dict.fromkeys(items, False) for one, items in hidden.items()},
    }


def switch(name: str, camera: str, by: int, of: str = "guest") -> dict[str, Any]:
    return {"id": name, "act": {"type": "switches.switch", "switch": of, "camera": camera}, "when": "after", "by": by}


def of_camera(plan: Any, expected: Any, now: dict[str, Any], camera: str) -> dict[str, str]:
    """Of "next", "until" and "own", the cue."""
    (cues,) = call([(CAMERA, "cuesAhead", plan, ON, expected, "Europe/Moscow", NOW)])
    (found,) = call([(CAMERA, "cameraAhead", cues, STUDIO, now, camera)])
    return {what: cue["cue"] for what, cue in found.items()}


@pytest.mark.parametrize(
    "on_air, camera, expected",
    [
        ("slate", "left", {"next": "later"}),  # off: the first take that shows it; every scene after that does
        ("wide", "right", {"until": "later", "next": "zero"}),  # on: until the first that does not, then again
        ("wide", "left", {}),  # every scene shows it
        (None, "none", {}),
    ],
)
def test_when_a_camera_is_next(on_air: str | None, camera: str, expected: dict[str, str]) -> None:
    assert of_camera(PLAN, EXPECTED, picture(on_air), camera) == expected


SWITCHED = rundown(
    item(
        "a",
        switch("to-right", "right", 100_000),
        switch("elsewhere", "right", 80_000, of="other"),
        take("talk", "talk", "after", 90_000),
        switch("back", "left", 150_000),
        take("off", "slate", "end"),
    )
)


def test_a_switch_brings_a_camera_into_the_scene_on_air_and_takes_it_out() -> None:
    expected = {"a": span(-1, 4)}
    assert of_camera(SWITCHED, expected, picture("slate"), "right") == {"next": "to-right"}
    assert of_camera(SWITCHED, expected, picture("slate"), "left") == {"next": "talk"}
    assert of_camera(SWITCHED, expected, picture("talk"), "left") == {"until": "to-right", "next": "back"}
    assert of_camera(SWITCHED, expected, picture("talk", guest="right"), "right") == {"until": "back"}


def test_a_switch_in_a_scene_that_is_not_on_air_brings_nobody_on() -> None:
    plan = rundown(item("a", switch("early", "right", 90_000), take("then", "talk", "end")))
    assert of_camera(plan, {"a": span(-1, 4)}, picture("close"), "right") == {"next": "then"}


def test_a_take_and_a_switch_at_one_moment_are_one_change() -> None:
    plan = rundown(item("a", take("talk", "talk", "after", 90_000), switch("same", "right", 90_000)))
    expected = {"a": span(-1, 4)}
    assert of_camera(plan, expected, picture("slate"), "right") == {"next": "same"}
    assert of_camera(plan, expected, picture("slate"), "left") == {}, "for no picture at all"


def test_what_is_hidden_is_not_on_the_air_until_a_cue_shows_it() -> None:
    def item_cue(name: str, visible: bool, by: int) -> dict[str, Any]:
        act = {"type": "sources.item", "scene": "wide", "item": "i1", "visible": visible}
        return {"id": name, "act": act, "when": "after", "by": by}

    plan = rundown(item("a", item_cue("show", True, 90_000), item_cue("hide", False, 120_000)))
    expected = {"a": span(-1, 4)}
    assert of_camera(plan, expected, picture("wide", wide=["i1"]), "right") == {"next": "show"}
    assert of_camera(plan, expected, picture("wide"), "right") == {"until": "hide"}
    assert of_camera(plan, expected, picture("close"), "right") == {}


def test_a_cue_of_the_camera_itself_is_told_and_changes_nothing_of_the_air() -> None:
    def own(name: str, by: int, **act: Any) -> dict[str, Any]:
        return {"id": name, "act": act, "when": "after", "by": by}

    plan = rundown(
        item(
            "a",
            own("other", 70_000, type="cameras.recall", camera="left", preset="p"),
            own("backup", 100_000, type="feeds.use", camera="right", use="backup"),
            own("recall", 90_000, type="cameras.recall", camera="right", preset="p"),
            own("home", 120_000, type="cameras.home", camera="right"),
        )
    )
    expected = {"a": span(-1, 4)}
    assert of_camera(plan, expected, picture("slate"), "right") == {"own": "recall"}
    assert of_camera(plan, expected, picture("slate"), "left") == {"own": "other"}
    assert of_camera(plan, expected, picture("slate"), "none") == {}


def test_whether_a_camera_is_seen_in_a_scene() -> None:
    now = picture(None, guest="right", wide=["i0"])
    asked = [("wide", "left"), ("wide", "right"), ("talk", "left"), ("talk", "right"), ("gone", "left")]
    found = call([("studio", "seenIn", STUDIO, now["switches"], now["visible"], *each) for each in asked])
    assert found == [False, True, False, True, False]


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
