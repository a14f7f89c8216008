"""A delay written into the planned times of what follows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from control.clock import Instant, zone
from control.core.rundown import commands as do
from control.core.rundown.plan import Delay, Entry, Item, Plan
from control.core.rundown.schedule import day, schedule
from control.core.types import EntryId
from control.errors import Rejection
from tests.control.core.rundown_plans import plans
from tests.control.core.rundowns import DAY, SHOW, Playout, delay, hm, item, milestone

LATE = EntryId("late")


def moments(show: Playout) -> dict[EntryId, tuple[Instant, Instant]]:
    state = show.state.rundown
    found = schedule(state.plan, day(state.plan, state.today), zone(state.zone))
    return {key: (one.start, one.end) for key, one in found.items()}


def bare(plan: Plan) -> Plan:
    entries: dict[EntryId, Entry] = {key: replace(entry, revision=0) for key, entry in plan.entries.items()}
    return replace(plan, entries=entries)


def apply(show: Playout, name: EntryId = LATE) -> None:
    show.do(do.ApplyDelay(name, show.state.rundown.plan.entries[name].revision))


def five(by: float, *more: Entry, **of_c: object) -> Plan:
    """a 10:00–10:10, the delay, b linked –10:15, c 10:20–10:30, d linked –10:40, e 11:00–11:10."""
    return Plan.of(
        item("a", 10, "10:00"),
        delay("late", by),
        *more,
        item("b", 5),
        item("c", 10, "10:20", **of_c),
        item("d", 10),
        item("e", 10, "11:00"),
    )


TIMES = dict[str, tuple[str | None, str | None]]
CASES: dict[str, tuple[Plan, TIMES]] = {
    # b 10:17–10:22, the gap before c takes five of the seven, d is linked, the gap before e takes the rest.
    "gaps absorb it": (five(7), {"b": ("10:17", None), "c": ("10:22", None)}),
    # b 10:13–10:18: the gap before c takes all of it.
    "no more is changed than moved": (five(3), {"b": ("10:13", None)}),
    # No gap takes it back: everything is five earlier. d is linked to c.
    "a negative one": (five(-5), {"b": ("10:05", None), "c": ("10:15", None), "e": ("10:55", None)}),
    "none at all": (five(0), {}),
    "a locked end goes along": (five(7, end="10:35"), {"b": ("10:17", None), "c": ("10:22", "10:37")}),
    # Together they have b at 10:20 and c at 10:25. The gap that is now before b takes in the other's three.
    "another delay stays": (five(7, delay("other", 3)), {"b": ("10:20", None), "c": ("10:25", None)}),
    # b is at 10:12. The other one goes on moving it by seven, so its own start is 10:05.
    "another delay goes on": (
        Plan.of(item("a", 10, "10:00"), delay("other", 7), delay("late", -5), item("b", 5), item("c", 10, "10:20")),
        {"b": ("10:05", None)},
    ),
    "what is skipped keeps its times": (
        five(7, item("no", 5, "10:12", skip=True)), {"b": ("10:17", None), "c": ("10:22", None)},
    ),
    "the first of the show": (
        Plan.of(delay("late", 5), milestone("m"), item("a", 10), item("b", 5)), {"a": ("00:05", None)},
    ),
    "the last": (Plan.of(item("a", 10, "10:00"), delay("late", 5)), {}),
    # b lasts until 10:18 whatever was before it; moved by seven, until 10:25.
    "a linked one with a locked end": (
        Plan.of(item("a", 10, "10:00"), delay("late", 7), item("b", 0, end="10:18"), item("c", 5)),
        {"b": ("10:17", "10:25")},
    ),
    # a runs until 10:10, b should have ended at 10:05: it has no length, before as after.
    "one without any length": (
        Plan.of(item("a", 10, "10:00"), delay("late", 7), item("b", 0, end="10:05"), item("c", 5)),
        {"b": ("10:17", "10:17")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_by_hand(name: str) -> None:
    plan, expected = CASES[name]
    show = Playout(plan, "09:00")
    before = moments(show)
    apply(show)
    now = show.state.rundown.plan
    assert LATE not in now.entries
    assert [key for key in plan.order if key != LATE] == list(now.order)
    changed: TIMES = {}
    for entry in now:
        was = plan.entries[entry.id]
        if replace(entry, revision=0) != was:
            assert isinstance(entry, Item)
            assert isinstance(was, Item)
            changed[entry.id] = tuple(  # type: ignore[assignment]
                f"{time // 3_600_000:02}:{time // 60_000 % 60:02}" if time is not None else None
                for time in (entry.start, entry.end)
            )
            assert replace(entry, revision=0, start=was.start, end=was.end) == was, "only its times"
    assert changed == expected
    assert moments(show) == before
    assert show.log()[-1] == "log-rundown-delay-applied"


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(
    plans(least=2), st.data(), st.sampled_from([DAY, date(2026, 3, 28), date(2026, 10, 24)]),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin"]),
)  # fmt: skip
def test_nothing_moves_and_one_undo_brings_it_back(plan: Plan, data: st.DataObject, first: date, place: str) -> None:
    delays = [entry.id for entry in plan if isinstance(entry, Delay)]
    assume(delays)
    show = Playout(replace(plan, date=first.isoformat()), "09:00", replace(SHOW, time_zone=place))
    before, was = moments(show), bare(show.state.rundown.plan)
    name = data.draw(st.sampled_from(delays))
    command = do.ApplyDelay(name, show.state.rundown.plan.entries[name].revision)
    decision = show.decide(command)
    if isinstance(decision, Rejection):
        # A time before the plan's first midnight, or behind its last day; or a clock that shows it twice.
        assert decision.code in ("time-out-of-range", "delay-not-applied")
        assert decision.code == "time-out-of-range" or place == "Europe/Berlin"
        return
    show.do(command)
    assert moments(show) == before
    show.do(do.UndoEdit(show.state.rundown.edition))
    assert bare(show.state.rundown.plan) == was
    show.do(do.RedoEdit(show.state.rundown.edition))
    assert moments(show) == before


def test_a_time_that_the_clock_shows_twice_is_no_plan() -> None:
    """In Berlin on 25 October 2026 02:30 comes twice; b is moved to the second."""
    plan = replace(Plan.of(item("a", 60, "01:30"), delay("late", 60), item("b", 10)), date="2026-10-25")
    show = Playout(plan, "09:00", replace(SHOW, time_zone="Europe/Berlin"))
    assert show.refused(do.ApplyDelay(LATE, show.state.rundown.plan.entries[LATE].revision)) == "delay-not-applied"


def test_what_is_no_delay_or_has_changed() -> None:
    show = Playout(five(7), "09:00")
    entry = show.state.rundown.plan.entries[LATE]
    assert isinstance(entry, Delay)
    show.do(do.Put(replace(entry, by=entry.by + 1)))
    assert show.refused(do.ApplyDelay(LATE, entry.revision)) == "delay-changed"
    assert show.refused(do.ApplyDelay(EntryId("gone"), 0)) == "entry-gone"
    b = show.state.rundown.plan.entries[EntryId("b")]
    assert show.refused(do.ApplyDelay(b.id, b.revision)) == "entry-other-kind"


def test_on_the_air_nothing_is_disturbed() -> None:
    show = Playout(five(7), "10:17")
    show.do(do.Go(item=EntryId("b")))
    show.until("10:19")
    before = show.run
    apply(show)
    assert show.run == before
    show.until("10:21")
    assert (show.on, show.left) == ("b", 1)


def test_an_editor_of_what_it_moved_is_told() -> None:
    show = Playout(five(7), "09:00")
    held = show.state.rundown.plan.item(EntryId("b"))
    assert held is not None
    apply(show)
    assert show.refused(do.Put(replace(held, start=hm("10:30")))) == "entry-changed"
