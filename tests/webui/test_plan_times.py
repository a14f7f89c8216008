"""Times and lengths as people type and read them, in the pages' own code."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webui.pure import call

S, MIN, H, DAY = 1000, 60_000, 3_600_000, 86_400_000

READ: dict[str, dict[Any, str | None]] = {
    "planTimeText": {
        0: "00:00",
        10 * H + 30 * MIN: "10:30",
        9 * H + 5 * MIN + 7 * S: "09:05:07",
        DAY - 1: "23:59:59",
        25 * H + 30 * MIN: "01:30 +1",
        DAY * 13 + 8 * H: "08:00 +13",
    },
    "offsetText": {
        0: "0:00",
        999: "0:00",
        -999: "0:00",
        150 * S: "+2:30",
        -15 * S: "−0:15",
        H + 2 * MIN + 3 * S: "+1:02:03",
        -(10 * H): "−10:00:00",
    },
    "lengthText": {0: "0:00", 5 * MIN: "5:00", H + 2 * MIN + 30 * S: "1:02:30", -(90 * S): "−1:30"},
}

TYPED: dict[str, dict[str, int | None]] = {
    "parseTime": {
        "9": 9 * H,
        " 9 ": 9 * H,
        "09": 9 * H,
        "930": 9 * H + 30 * MIN,
        "0930": 9 * H + 30 * MIN,
        "2105": 21 * H + 5 * MIN,
        "9:30": 9 * H + 30 * MIN,
        "9.30": 9 * H + 30 * MIN,
        "9 30": 9 * H + 30 * MIN,
        "21:05:30": 21 * H + 5 * MIN + 30 * S,
        "210530": None,
        "24:00": DAY,
        "25:30": 25 * H + 30 * MIN,
        "01:30 +1": 25 * H + 30 * MIN,
        "1:30+1": 25 * H + 30 * MIN,
        "": None,
        "9:60": None,
        "9:3": None,
        "10:00:60": None,
        "p10": None,
        "-1": None,
        "99": None,
        "9:30 +14": None,
        "23:00 +13": 13 * DAY + 23 * H,
        "24:00 +13": None,
        "полдень": None,
    },
    "parseDuration": {
        "5": 5 * MIN,
        " 5 ": 5 * MIN,
        "0": 0,
        "1,5": 90 * S,
        "1.5": 90 * S,
        "1:30": 90 * S,
        "90:00": 90 * MIN,
        "1:00:00": H,
        "1h": H,
        "1ч": H,
        "90s": 90 * S,
        "90 с": 90 * S,
        "5м": 5 * MIN,
        "5 мин": 5 * MIN,
        "5 мин.": 5 * MIN,
        "1h30m": 90 * MIN,
        "1 ч 30 мин": 90 * MIN,
        "1,5ч": 90 * MIN,
        "2 ЧАСА": None,
        "": None,
        "-5": None,
        "1:60": None,
        "1:60:00": None,
        "1:3": None,
        "5 x": None,
        "h": None,
        "1m constructor": None,
        "1constructor": None,
        "много": None,
    },
}

CASES = [
    (name, given, wanted) for table in (READ, TYPED) for name, cases in table.items() for given, wanted in cases.items()
]


@pytest.fixture(scope="module")
def answers() -> list[Any]:
    return call([("plan-times", name, given) for name, given, _ in CASES])


@pytest.mark.parametrize("n", range(len(CASES)), ids=[f"{name} {given}" for name, given, _ in CASES])
def test_by_hand(answers: list[Any], n: int) -> None:
    assert answers[n] == CASES[n][2]


def test_what_is_shown_can_be_typed() -> None:
    times = [n * 977_000 % (14 * DAY) for n in range(0, 40_000, 37)]
    lengths = [n * 1000 for n in range(0, 30 * 3600, 101)]
    shown = call(
        [("plan-times", "planTimeText", time) for time in times] + [("plan-times", "lengthText", n) for n in lengths]
    )
    parsers = ["parseTime"] * len(times) + ["parseDuration"] * len(lengths)
    back = call([("plan-times", parser, text) for parser, text in zip(parsers, shown, strict=True)])
    assert back == [*times, *lengths]
