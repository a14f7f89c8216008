"""The wall clock plays the show: what begins, begins when it was expected to. Sums done by hand, and laws."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from control.clock import Duration, Instant, plan_time, zone
from control.core.rundown import commands as do
from control.core.rundown.forecast import Expected, forecast
from control.core.rundown.plan import Plan
from control.core.rundown.schedule import schedule
from control.core.types import EntryId
from tests.control.core.rundown_plans import plans
from tests.control.core.rundowns import DAY, MINUTE, ZONE, Playout, item


def first(**of_a: Any) -> Plan:
    """a 10:00–10:10, b linked –10:15, c 10:20–10:30 (gap of 5), d linked –10:40, e 11:00–11:10 (gap of 20)."""
    return Plan.of(
        item("a", 10, "10:00", **of_a),
        item("b", 5),
        item("c", 10, "10:20"),
        item("d", 10),
        item("e", 10, "11:00"),
    )


def wall(moment: Instant) -> str:
    minutes = plan_time(moment, DAY, zone(ZONE)) // MINUTE
    return f"{minutes // 60:02}:{minutes % 60:02}"


def add(minutes: float) -> do.AddTime:
    return do.AddTime(Duration(round(minutes * MINUTE)))


def expected(show: Playout) -> dict[EntryId, Expected]:
    plan = show.state.rundown.plan
    return forecast(plan, schedule(plan, DAY, zone(ZONE)), show.run, show.now)


def began(show: Playout) -> dict[str, str]:
    return {name: wall(actual.start) for name, actual in show.run.actual.items()}


def rolling(plan: Plan, minutes: float) -> Playout:
    """By the wall clock from 10:00 on; the first item gets so much more at 10:05."""
    show = Playout(plan, "10:00")
    show.do(do.Roll(True))
    show.until("10:05")
    show.do(add(minutes))
    return show


class TestByHand:
    def test_what_pushes_is_not_cut_and_every_gap_is_kept(self) -> None:
        show = rolling(first(overrun="push"), 7)
        show.until("11:30")
        assert began(show) == {"a": "10:00", "b": "10:17", "c": "10:27", "d": "10:37", "e": "11:07"}

    def test_what_does_not_push_takes_the_next_gap(self) -> None:
        for overrun in ("absorb", "stop"):
            show = rolling(first(overrun=overrun), 7)
            show.until("11:30")
            assert began(show) == {"a": "10:00", "b": "10:17", "c": "10:22", "d": "10:32", "e": "11:00"}

    def test_the_next_one_pays(self) -> None:
        """b has no length left, so c begins on time."""
        show = rolling(first(overrun="compress"), 7)
        show.until("11:30")
        assert began(show) == {"a": "10:00", "b": "10:17", "c": "10:20", "d": "10:30", "e": "11:00"}

    def test_time_taken_makes_nothing_come_before_its_time(self) -> None:
        show = rolling(first(overrun="push"), -3)
        assert wall(expected(show)[EntryId("b")].start) == "10:10"
        show.until("11:30")
        assert began(show) == {"a": "10:00", "b": "10:10", "c": "10:20", "d": "10:30", "e": "11:00"}

    def test_what_is_awaited_stays_pushed_through_an_edit(self) -> None:
        """c is awaited at 10:27: at 10:25 the plan alone would have it on the air."""
        show = rolling(first(overrun="push"), 7)
        show.until("10:25")
        show.do(do.Insert((item("x", 1),), after=EntryId("e")))
        assert (show.run.playing.mode, wall(show.run.playing.at)) == ("waiting", "10:27")
        show.until("10:27")
        assert (show.on, show.left) == ("c", 10)

    def test_an_edit_does_not_bring_back_what_ended_early(self) -> None:
        """a is over at 10:07 and b awaited: by the plan alone a is on until 10:10."""
        show = rolling(first(), -3)
        show.until("10:08")
        show.do(do.Insert((item("x", 1),), after=EntryId("e")))
        assert (show.on, show.run.playing.mode, show.run.playing.item) == (None, "waiting", "b")

    def test_handed_to_the_clock_late_what_pushes_ends_first(self) -> None:
        """Begun by hand at 10:07; at 10:12 the plan alone would cut to b."""
        show = Playout(first(overrun="push"), "10:07")
        show.do(do.Go())
        show.until("10:12")
        show.do(do.Roll(True))
        assert (show.on, show.left) == ("a", 5)
        show.until("11:30")
        assert began(show) == {"a": "10:07", "b": "10:17", "c": "10:27", "d": "10:37", "e": "11:07"}

    def test_handed_to_the_clock_late_what_does_not_push_is_cut(self) -> None:
        show = Playout(first(), "10:07")
        show.do(do.Go())
        show.until("10:12")
        show.do(do.Roll(True))
        assert (show.on, show.left) == ("b", 3), "joined in the middle"

    def test_handed_to_the_clock_in_overtime_the_next_begins_whole(self) -> None:
        show = Playout(first(overrun="push"), "10:00")
        show.do(do.Go())
        show.until("10:13")
        show.do(do.Roll(True))
        assert (show.on, show.left) == ("b", 5)
        show.until("10:22")
        assert (show.run.playing.mode, wall(show.run.playing.at)) == ("waiting", "10:23")

    def test_after_a_hold_what_pushes_is_followed_by_the_next_from_its_beginning(self) -> None:
        show = Playout(first(overrun="push"), "10:00")
        show.do(do.Roll(True))
        show.until("10:12", down=True)
        assert (show.on, show.run.held) == ("a", True)
        show.do(do.GoOn())
        assert (show.on, show.left) == ("b", 5)

    def test_one_that_was_pushed_still_pushes(self) -> None:
        """b itself absorbs. Begun at 10:17 after a, it has the clock given to it at 10:18."""
        show = Playout(first(overrun="push"), "10:07")
        show.do(do.Go())
        show.until("10:17")
        show.do(do.Go())
        show.until("10:18")
        show.do(do.Roll(True))
        assert (show.on, show.left) == ("b", 4)
        show.until("10:27")
        assert (show.on, show.left) == ("c", 10)

    def test_what_ran_out_before_it_was_due_to_leaves_when_the_clock_is_given_to_it(self) -> None:
        """Begun by hand at 09:45, a has been over since 09:55: by the plan it would be on the air until 10:10."""
        show = Playout(first(), "09:45")
        show.do(do.Go())
        show.until("10:05")
        assert show.on == "a"
        show.do(do.Roll(True))
        assert (show.on, show.run.playing.mode) == (None, "waiting")
        show.until("10:10")
        assert show.on == "b"

    def test_the_wall_clock_does_not_count_from_the_real_start(self) -> None:
        show = Playout(first(), "10:03")
        show.do(do.CountFrom(True))
        show.do(do.Go())
        assert wall(expected(show)[EntryId("c")].start) == "10:23"
        show.do(do.Roll(True))
        assert wall(expected(show)[EntryId("c")].start) == "10:20"
        show.until("10:20")
        assert show.on == "c"


ACTS = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(["add", "add", "pause", "resume", "go"]), st.integers(-20, 40)),
    max_size=6,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(plans(least=2, ordered=True), st.integers(0, 180), ACTS, st.booleans())
def test_what_begins_by_the_clock_begins_when_it_was_expected(
    plan: Plan, after: int, acts: list[tuple[int, str, int]], by_hand: bool
) -> None:
    """Whoever did what before: once all hands are off, every item begins and ends as the forecast says."""
    planned = schedule(plan, DAY, zone(ZONE))
    assume(all((planned[one.id].gap or 0) >= 0 for one in plan.items()))
    show = Playout(plan, "08:00")
    show.until(Instant(show.now + after * MINUTE))
    if by_hand and plan.after(None) is not None:
        show.do(do.Go())
    elif isinstance(show.decide(do.Roll(True)), tuple):
        show.do(do.Roll(True))
    for wait, act, minutes in acts:
        show.until(Instant(show.now + wait * MINUTE))
        if show.on is None:
            continue
        match act:
            case "add":
                show.do(add(minutes))
            case "pause":
                show.do(do.Pause())
            case "resume":
                show.do(do.Resume())
            case "go" if isinstance(show.decide(do.Go()), tuple):
                show.do(do.Go())
    if show.on is not None:
        show.do(do.Resume())
    if not show.run.roll:
        assume(isinstance(show.decide(do.Roll(True)), tuple))
        show.do(do.Roll(True))
    show.until(show.now)
    told, on, before = expected(show), show.on, show.run.actual
    show.until(Instant(show.now + 15 * 24 * 60 * MINUTE))
    begun = {name: one for name, one in show.run.actual.items() if one != before.get(name) and name != on}
    coming = [one.id for one in plan.items() if one.id in told and one.id != on]
    assert set(begun) == set(coming)
    for name, actual in begun.items():
        assert Expected(actual.start, actual.end) == told[name]
