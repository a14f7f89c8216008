"""Which day a time is of that somebody types: a show goes on after midnight. In the pages' own code."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from control.clock import Instant, plan_time
from control.core.rundown.plan import Plan
from control.core.types import EntryId
from control.views import rundown as views
from tests.control.core.rundowns import ZONE, Playout, at, delay, hm, item, milestone
from tests.webui.pure import call

SUMMER = "2026-03-28"
"""The clocks of Berlin go forward in the night after it."""


def plan(first_day: str | None = None) -> Plan:
    """a 23:30, b 23:50, c 00:30, d 00:40 of the second day; «e» is on the third."""
    return Plan.of(
        item("a", 20, "23:30"),
        item("b", 40),
        delay("later", 5),
        milestone("m"),
        item("c", 10),
        item("s", 10, skip=True),
        item("d", 10, end="24:50"),
        item("e", 10, "48:20"),
        date=first_day,
    )


def typed(*cases: tuple[str, str, str], first_day: str | None = None, zone: str = ZONE) -> list[Any]:
    """Each (item, field, text) → (the time, whether it is of a later day than what it follows)."""
    playout = Playout(plan(first_day), "22:00")
    rundown = playout.state.rundown
    wire = msgspec.json.decode(msgspec.json.encode(views.rundown(msgspec.structs.replace(rundown, zone=zone))))
    answers = call(
        [
            ("typed-times", "typedTime", text, field, wire["byId"][EntryId(name)], wire, zone)
            for name, field, text in cases
        ]
    )
    return [answer and (answer["at"], answer["turned"]) for answer in answers]


CASES = {
    ("b", "end", "00:30"): (hm("24:30"), True),
    ("b", "end", "23:55"): (hm("23:55"), False),
    ("b", "end", "23:50"): (hm("23:50"), False),
    ("c", "start", "00:40"): (hm("24:40"), True),
    ("c", "end", "0:45"): (hm("24:45"), False),
    ("d", "end", "00:55"): (hm("24:55"), False),
    ("d", "start", "00:35"): (hm("24:35"), False),
    ("a", "start", "8"): (hm("8"), False),
    ("a", "end", "0:10"): (hm("24:10"), True),
    ("s", "end", "00:35"): (hm("24:35"), False),
    ("e", "start", "23:00"): (hm("47:00"), False),
    # Who names the day means it.
    ("b", "end", "00:30 +0"): (hm("0:30"), False),
    ("c", "start", "00:40 +2"): (hm("48:40"), False),
    ("b", "end", "24:30"): (hm("24:30"), False),
    ("b", "end", "later"): None,
}


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str, str], Any]:
    return dict(zip(CASES, typed(*CASES), strict=True))


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_by_hand(answers: dict[tuple[str, str, str], Any], case: tuple[str, str, str]) -> None:
    assert answers[case] == CASES[case]


def test_in_the_night_of_the_change_of_clocks_too() -> None:
    cases = [("c", "start", "03:10"), ("c", "end", "03:10")]
    assert [one[0] for one in typed(*cases, first_day=SUMMER, zone="Europe/Berlin")] == [hm("27:10")] * 2


def test_beyond_the_last_day_there_is_none() -> None:
    assert call([("typed-times", "parseTimeSince", "1:00", hm("335:00"))]) == [None]
    assert call([("typed-times", "parseTimeSince", "23:30", hm("335:00"))]) == [hm("335:30")]


def test_what_the_wall_clock_shows_is_what_python_says() -> None:
    first_day = date.fromisoformat(SUMMER)
    moments = [at("22:00", first_day, "Europe/Berlin") + n * 1_237_000 for n in range(60)]
    shown = call([("plan-times", "planTime", moment, SUMMER, "Europe/Berlin") for moment in moments])
    assert shown == [plan_time(Instant(moment), first_day, ZoneInfo("Europe/Berlin")) for moment in moments]
