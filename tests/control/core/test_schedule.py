"""What a plan comes to on its day: sums done by hand, and what holds for any plan."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from control.clock import PlanTime, moment_of, plan_time
from control.core.rundown.plan import DAY as A_DAY
from control.core.rundown.plan import Delay, Item, Plan, faults
from control.core.rundown.schedule import Schedule, schedule
from control.core.types import EntryId
from tests.control.core.rundown_plans import plans
from tests.control.core.rundowns import DAY, HOUR, MINUTE, ZONE, at, delay, group, hm, item, milestone

BERLIN = "Europe/Berlin"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""At 02:00 the clocks there show 03:00; at 03:00 they show 02:00 again."""


def scheduled(plan: Plan, day: date = DAY, zone: str = ZONE) -> Schedule:
    assert not list(faults(plan))
    return schedule(plan, day, ZoneInfo(zone))


def shown(found: Schedule, entry: str, day: date = DAY, zone: str = ZONE) -> tuple[str, str]:
    """(start, end) as the wall clock shows them, `25:10` on the second day."""
    planned = found[EntryId(entry)]

    def text(moment: Any) -> str:
        minutes, rest = divmod(plan_time(moment, day, ZoneInfo(zone)), MINUTE)
        assert rest == 0
        return f"{minutes // 60:02}:{minutes % 60:02}"

    return text(planned.start), text(planned.end)


CASES: dict[str, tuple[Plan, dict[str, tuple[str, str]]]] = {
    "a linked item begins where the one before it ends": (
        Plan.of(item("a", 10, "10:00"), item("b", 5), item("c", 7)),
        {"a": ("10:00", "10:10"), "b": ("10:10", "10:15"), "c": ("10:15", "10:22")},
    ),
    "a fixed start leaves a gap": (
        Plan.of(item("a", 10, "10:00"), item("b", 5, "10:30")),
        {"a": ("10:00", "10:10"), "b": ("10:30", "10:35")},
    ),
    "or overlaps": (
        Plan.of(item("a", 10, "10:00"), item("b", 5, "10:05"), item("c", 5)),
        {"a": ("10:00", "10:10"), "b": ("10:05", "10:10"), "c": ("10:10", "10:15")},
    ),
    "a linked first item begins the day": (
        Plan.of(item("a", 10), item("b", 5)),
        {"a": ("00:00", "00:10"), "b": ("00:10", "00:15")},
    ),
    "what is skipped is not there": (
        Plan.of(item("a", 10, "10:00"), item("x", 60, skip=True), item("b", 5)),
        {"a": ("10:00", "10:10"), "b": ("10:10", "10:15")},
    ),
    # 10:00 + 5 = 10:05; b is linked: 10:15.
    "a delay moves what follows": (
        Plan.of(item("z", 10, "09:50"), delay("d", 5), item("a", 10), item("b", 5)),
        {"z": ("09:50", "10:00"), "a": ("10:05", "10:15"), "b": ("10:15", "10:20")},
    ),
    # 20 of delay; the gap before c is 15: 5 are left for c and d; the gap before e is 30: nothing is left.
    "gaps absorb a delay": (
        Plan.of(
            item("a", 10, "10:00"),
            delay("d1", 20),
            item("b", 5),
            item("c", 5, "10:30"),
            item("d", 5),
            item("e", 5, "11:10"),
        ),
        {
            "b": ("10:30", "10:35"),
            "c": ("10:35", "10:40"),
            "d": ("10:40", "10:45"),
            "e": ("11:10", "11:15"),
        },
    ),
    # Earlier by five, and no gap takes that away.
    "a negative delay moves everything": (
        Plan.of(item("a", 10, "10:00"), delay("d1", -5), item("b", 5, "10:30"), item("c", 5, "11:00")),
        {"a": ("10:00", "10:10"), "b": ("10:25", "10:30"), "c": ("10:55", "11:00")},
    ),
    "delays add up": (
        Plan.of(delay("d1", 10), item("a", 10, "10:00"), delay("d2", -4), item("b", 5)),
        {"a": ("10:10", "10:20"), "b": ("10:16", "10:21")},
    ),
    "a delay in a group goes on after it": (
        Plan.of(group("g"), item("a", 10, "10:00", group="g"), delay("d", 3, group="g"), item("b", 5), item("c", 5)),
        {"a": ("10:00", "10:10"), "g": ("10:00", "10:10"), "b": ("10:13", "10:18"), "c": ("10:18", "10:23")},
    ),
    # 25 minutes are left from 10:35 to the locked end.
    "a locked end makes the length": (
        Plan.of(item("a", 35, "10:00"), item("b", 5, end="11:00"), item("c", 5)),
        {"a": ("10:00", "10:35"), "b": ("10:35", "11:00"), "c": ("11:00", "11:05")},
    ),
    "a locked end that is past leaves no length": (
        Plan.of(item("a", 35, "10:00"), item("b", 5, end="10:30"), item("c", 5)),
        {"b": ("10:35", "10:35"), "c": ("10:35", "10:40")},
    ),
    "a fixed start with a locked end": (
        Plan.of(item("a", 1, "10:00", end="10:20"), item("b", 5)),
        {"a": ("10:00", "10:20"), "b": ("10:20", "10:25")},
    ),
    "count to end is planned like any other": (
        Plan.of(item("a", 10, "10:00", count_to_end=True), item("b", 5)),
        {"a": ("10:00", "10:10"), "b": ("10:10", "10:15")},
    ),
    "over midnight": (
        Plan.of(item("a", 90, "23:00"), item("b", 30), item("c", 30, "26:00")),
        {"a": ("23:00", "24:30"), "b": ("24:30", "25:00"), "c": ("26:00", "26:30")},
    ),
    "two days": (
        Plan.of(item("a", 60, "18:00"), item("b", 60, "34:00"), item("c", 30, end="35:20")),
        {"a": ("18:00", "19:00"), "b": ("34:00", "35:00"), "c": ("35:00", "35:20")},
    ),
    "milestones stand where the item before them ends, or the first begins": (
        Plan.of(milestone("m"), item("a", 10, "10:00"), milestone("n"), item("b", 5, "10:30"), milestone("o")),
        {"m": ("10:00", "10:00"), "n": ("10:10", "10:10"), "o": ("10:35", "10:35")},
    ),
    "a group goes from its first item to its last": (
        Plan.of(
            item("z", 10, "09:00"),
            group("g"),
            milestone("m", group="g"),
            item("a", 10, "10:00", group="g"),
            item("x", 90, group="g", skip=True),
            item("b", 5, "10:30", group="g"),
            item("c", 5),
        ),
        {"g": ("10:00", "10:35"), "m": ("09:10", "09:10"), "c": ("10:35", "10:40")},
    ),
    # b is over before a is.
    "a group whose items overlap ends with the one that ends last": (
        Plan.of(group("g"), item("a", 30, "10:00", group="g"), item("b", 5, "10:05", group="g")),
        {"g": ("10:00", "10:30")},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_by_hand(case: str) -> None:
    plan, expected = CASES[case]
    found = scheduled(plan)
    assert {entry: shown(found, entry) for entry in expected} == expected


def test_what_is_not_played_has_no_time() -> None:
    plan = Plan.of(group("g"), item("x", skip=True, group="g"), delay("d", 5), milestone("m"))
    assert scheduled(plan) == {}


def test_gaps_and_what_of_a_start_is_delay() -> None:
    plan = Plan.of(item("a", 10, "10:00"), delay("d", 5), item("b", 5), item("c", 5, "10:18"), item("e", 5, "10:20"))
    found = scheduled(plan)
    # b 10:15–10:20 by a delay of 5; the undelayed gap before c is 3, so 2 are left: c 10:20; e would overlap c.
    assert [found[EntryId(key)].gap for key in "abce"] == [None, 5 * MINUTE, 0, -3 * MINUTE]
    assert [found[EntryId(key)].delay for key in "abce"] == [0, 5 * MINUTE, 2 * MINUTE, 2 * MINUTE]


# --- the change of clocks; in Berlin the night of spring has 23 hours, that of autumn 25 ---

NIGHTS: dict[str, tuple[date, Plan, dict[str, tuple[str, str]], dict[str, int]]] = {
    # Two hours from 01:00 are over when the clock shows 04:00.
    "spring: a length is real": (
        SPRING,
        Plan.of(item("a", 120, "01:00"), item("b", 30)),
        {"a": ("01:00", "04:00"), "b": ("04:00", "04:30")},
        {"a": 120, "b": 30},
    ),
    # From 01:00 to 04:00 only two hours pass.
    "spring: a locked end is a wall time": (
        SPRING,
        Plan.of(item("a", 1, "01:00", end="04:00"), item("b", 30, "05:00")),
        {"a": ("01:00", "04:00"), "b": ("05:00", "05:30")},
        {"a": 120, "b": 30},
    ),
    # 02:30 is not on the clock: half an hour after 02:00 it shows 03:30.
    "spring: a wall time that does not exist": (
        SPRING,
        Plan.of(item("a", 10, "01:30"), item("b", 15, "02:30")),
        {"b": ("03:30", "03:45")},
        {"b": 15},
    ),
    # Two hours from 01:30: 02:30, then 02:30 again.
    "autumn: a length is real": (
        AUTUMN,
        Plan.of(item("a", 120, "01:30"), item("b", 30)),
        {"a": ("01:30", "02:30"), "b": ("02:30", "03:00")},
        {"a": 120, "b": 30},
    ),
    # From 01:00 to 04:00 four hours pass.
    "autumn: a locked end is a wall time": (
        AUTUMN,
        Plan.of(item("a", 1, "01:00", end="04:00")),
        {"a": ("01:00", "04:00")},
        {"a": 240},
    ),
    "a day later the change has been": (
        AUTUMN,
        Plan.of(item("a", 60, "00:00"), item("b", 60, "34:00")),
        {"a": ("00:00", "01:00"), "b": ("34:00", "35:00")},
        {"a": 60, "b": 60},
    ),
}


@pytest.mark.parametrize("case", NIGHTS)
def test_when_the_clocks_change(case: str) -> None:
    day, plan, expected, minutes = NIGHTS[case]
    found = scheduled(plan, day, BERLIN)
    assert {entry: shown(found, entry, day, BERLIN) for entry in expected} == expected
    assert {entry: found[EntryId(entry)].length // MINUTE for entry in minutes} == minutes


def test_a_wall_time_that_comes_twice_is_the_first_of_the_two() -> None:
    found = scheduled(Plan.of(item("a", 90, "01:30"), item("b", 5, "02:45")), AUTUMN, BERLIN)
    # a: 01:30 summer time to 02:00 winter time; b: 02:45 summer time, 15 minutes before that.
    assert found[EntryId("b")].start == found[EntryId("a")].start + 75 * MINUTE
    assert found[EntryId("b")].gap == -15 * MINUTE


def test_from_evening_to_morning_the_gap_is_as_long_as_the_night() -> None:
    plan = Plan.of(item("a", 60, "22:00"), item("b", 60, "32:00"))
    gaps = {
        night: scheduled(plan, night, BERLIN)[EntryId("b")].gap
        for night in (date(2026, 3, 28), date(2026, 10, 24), date(2026, 6, 1))
    }
    assert list(gaps.values()) == [8 * HOUR, 10 * HOUR, 9 * HOUR]


# --- for any plan ---

DAYS = st.sampled_from([DAY, SPRING, AUTUMN, date(2026, 3, 28)])
ZONES = st.sampled_from([ZONE, BERLIN, "UTC", "America/New_York", "Australia/Lord_Howe"])


@given(plans(), DAYS, ZONES)
def test_lengths_are_real_and_links_leave_no_gap(plan: Plan, day: date, zone: str) -> None:
    found = scheduled(plan, day, zone)
    before: Item | None = None
    for entry in plan.items():
        planned = found[entry.id]
        if entry.end is None:
            assert planned.length == entry.duration
        assert planned.length >= 0
        if entry.start is None and before is not None:
            moved = planned.delay - found[before.id].delay
            assert planned.start == found[before.id].end + moved
        elif entry.start is not None:
            assert planned.start == moment_of(entry.start, day, ZoneInfo(zone)) + planned.delay
        if before is not None:
            assert planned.gap == planned.start - found[before.id].end
        before = entry


@given(plans(), st.data())
def test_a_skipped_item_changes_nothing(plan: Plan, data: st.DataObject) -> None:
    where = data.draw(st.integers(0, len(plan.order)))
    extra = item("extra", 33, data.draw(st.sampled_from([None, "09:00", "13:00"])), skip=True)
    order = (*plan.order[:where], extra.id, *plan.order[where:])
    more = replace(plan, order=order, entries={**plan.entries, extra.id: extra})
    assert schedule(more, DAY, ZoneInfo(ZONE)) == schedule(plan, DAY, ZoneInfo(ZONE))


@given(plans())
def test_without_delays_fixed_times_are_kept(plan: Plan) -> None:
    kept = Plan.of(*(entry for entry in plan if not isinstance(entry, Delay)))
    found = scheduled(kept)
    for entry in kept.items():
        assert found[entry.id].delay == 0
        if entry.start is not None:
            assert found[entry.id].start == at("00:00") + entry.start


@given(st.integers(0, 14 * A_DAY - 1), DAYS, ZONES)
def test_a_moment_shown_on_the_wall_is_that_wall_time(time: int, day: date, zone: str) -> None:
    place = ZoneInfo(zone)
    moment = moment_of(PlanTime(time), day, place)
    back = plan_time(moment, day, place)
    # All wall times come back but those that are not on the clock: they are shown as much later as was left out.
    assert back == time or 0 < back - time <= HOUR
    assert moment_of(back, day, place) == moment


def test_hours_and_minutes() -> None:
    assert hm("25:00") == 25 * HOUR
    assert hm("10:00:30") == 10 * HOUR + 30_000
