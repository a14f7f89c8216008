"""What screens say of named timers, and how they share the room."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webui.pure import call
from tests.webui.test_timer_reading import LEVELS, NOW, timer

SCREEN = "timer-screen"
WALL = {"$js": "(at) => `at ${at}`"}
CHESS_CLOCKS = {"white": timer("banks", "paused", 288_000), "black": timer("banks", "running", -2_000)}


def chess(active: str = "black") -> dict[str, Any]:
    banks = {name: {"name": name, "clock": each["clock"]} for name, each in CHESS_CLOCKS.items()}
    whole = timer("banks", "idle", 0) | {"active": active, "banks": {"order": [*banks], "byId": banks}}
    del whole["clock"]
    return whole


WORDS: list[tuple[dict[str, Any], tuple[str, str, dict[str, Any]]]] = [
    (timer("countdown", "idle", 420_000), ("", "stage-clock-idle", {})),
    (timer("countdown", "running", 420_000), ("", "", {})),
    (timer("countdown", "paused", 61_000, **LEVELS), ("❚❚", "stage-clock-paused", {})),
    (timer("countdown", "paused", -2_000), ("❚❚", "stage-timer-paused-over", {})),
    (timer("countdown", "running", 59_000, **LEVELS), ("●", "stage-clock-warning", {"seconds": 60, "time": "1:00"})),
    (timer("countdown", "running", 15_000, **LEVELS), ("■", "stage-clock-danger", {})),
    (timer("countdown", "running", -1_000, **LEVELS), ("▲", "stage-clock-overtime", {})),
    (timer("count-up", "running", 600_000, 600_000), ("", "stage-timer-limit", {"time": "10:00"})),
    (timer("count-up", "running", -5_000, 0), ("", "", {})),
    (
        timer("count-up", "running", 60_000, 600_000, **LEVELS),
        ("●", "stage-timer-near-limit", {"seconds": 60, "time": "1:00"}),
    ),
    (timer("time-of-day", "idle", 0, 0, at=68_400_000), ("", "stage-timer-not-yet", {})),
    (
        timer("time-of-day", "running", 600_000, 600_000, at=68_400_000),
        ("", "stage-timer-until", {"time": f"at {NOW + 600_000}"}),
    ),
    # Nobody who waits for seven o'clock is told to finish.
    (
        timer("time-of-day", "running", 9_000, 600_000, at=68_400_000, **LEVELS),
        ("■", "stage-clock-warning", {"seconds": 15, "time": "0:15"}),
    ),
    (timer("time-of-day", "running", -9_000, 600_000, at=68_400_000), ("▲", "stage-timer-passed", {})),
    (chess(), ("▲", "stage-clock-overtime", {})),
    (chess("white"), ("❚❚", "stage-clock-paused", {})),
]


def test_the_word_beside_the_figures() -> None:
    readings = call([("timer", "readTimer", case, NOW) for case, _ in WORDS])
    found = call([(SCREEN, "wordOf", case, reading, WALL) for (case, _), reading in zip(WORDS, readings, strict=True)])
    assert [(word["sign"], word["code"], word["args"]) for word in found] == [want for _, want in WORDS]


@pytest.mark.parametrize(
    "count, width, height, columns",
    [
        (1, 1790, 990, 1),
        (2, 1790, 990, 2),
        (3, 1790, 990, 2),
        (4, 1790, 990, 2),
        (6, 1790, 990, 3),
        (2, 340, 740, 1),
        (6, 340, 740, 1),
        (7, 340, 740, 2),
        (3, 0, 0, 1),  # not measured yet
    ],
)
def test_boxes_stand_so_that_figures_are_largest(count: int, width: int, height: int, columns: int) -> None:
    assert call([(SCREEN, "columnsFor", count, width, height)]) == [columns]


@pytest.mark.parametrize(
    "count, width, height, columns",
    [
        (3, 340, 740, 1),
        (4, 340, 740, 1),
        (4, 340, 520, 2),  # a message has the rest of the phone
        (6, 340, 740, 2),
        (4, 800, 250, 4),  # the phone on its side
        (4, 1790, 990, 2),
        (2, 340, 0, 1),  # not measured yet
    ],
)
def test_where_boxes_are_low_their_names_leave_the_figures_less(
    count: int, width: int, height: int, columns: int
) -> None:
    assert call([(SCREEN, "columnsFor", count, width, height, 84)]) == [columns]


def test_which_timers_have_begun() -> None:
    standing = chess()
    for bank in standing["banks"]["byId"].values():
        bank["clock"] = {"state": "idle", "total": 300_000, "left": 300_000, "warnings": []}
    cases = [timer("countdown", state, 60_000) for state in ("idle", "running", "paused")] + [chess(), standing]
    assert call([(SCREEN, "isBegun", case) for case in cases]) == [False, True, True, True, False]


def test_timers_are_asked_for_by_commas_or_again_and_each_is_there_once() -> None:
    asked = call([(SCREEN, "idsOf", ["speech,coffee", "speech", ""]), (SCREEN, "idsOf", [])])
    assert asked == [["speech", "coffee"], []]
    two: dict[str, Any] = {
        "order": ["a", "b"],
        "byId": {"a": timer("countdown", "idle", 1), "b": timer("countdown", "idle", 2)},
    }
    assert call([(SCREEN, "picked", two, ["b", "toString"])]) == [{"b": two["byId"]["b"]}]
