"""What holds for the sums of any rundown, however it is played."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from control.clock import Duration, Instant, zone
from control.core.rundown import commands as do
from control.core.rundown.forecast import Expected, forecast, offset
from control.core.rundown.plan import Entry, Item, Plan
from control.core.rundown.schedule import Schedule, schedule
from control.core.rundown.state import Run
from control.core.types import EntryId
from tests.control.core.rundown_plans import plans
from tests.control.core.rundowns import DAY, HOUR, MINUTE, ZONE, Playout, at, item

START = at("00:00")
Overrun = Literal["absorb", "push", "compress", "stop"]
AFTER = st.integers(0, 45 * 60).map(lambda seconds: seconds * 1000)
"""How long until the next thing happens, ms."""


def scheduled(plan: Plan) -> Schedule:
    return schedule(plan, DAY, zone(ZONE))


def overlaps(plan: Plan) -> bool:
    found = scheduled(plan)
    return any((found[one.id].gap or 0) < 0 for one in plan.items())


def paying(plan: Plan, overrun: Overrun) -> Plan:
    """The same plan with this policy everywhere."""
    changed: dict[EntryId, Entry] = {
        key: replace(entry, overrun=overrun) if isinstance(entry, Item) else entry
        for key, entry in plan.entries.items()
    }
    return replace(plan, entries=changed)


@dataclass
class Model:
    """Ontime's sums (facts: actual − planned start + overtime + pauses + added time), kept step by step."""

    now: Instant
    started: Instant = START
    added: int = 0
    paused: int = 0
    since: Instant | None = None
    """Paused since."""
    behind: int | None = None
    on: EntryId | None = None

    def pauses(self) -> int:
        return self.paused + (self.now - self.since if self.since is not None else 0)

    def offset(self, planned: Schedule, entry: Item) -> int:
        plan = planned[entry.id]
        if entry.count_to_end:
            return self.added + max(0, self.now - plan.end - self.added)
        overtime = max(0, self.now - self.started - self.pauses() - self.added - plan.length)
        return self.started - plan.start + self.pauses() + self.added + overtime


@st.composite
def played(draw: st.DrawFn, ordered: bool = False) -> tuple[Playout, Model]:
    """A show in the middle of it. Nothing ends by itself; lengths are the plan's."""
    plan = paying(draw(plans(ordered=ordered)), draw(st.sampled_from(["absorb", "push"])))
    show = Playout(plan, "08:00")
    model = Model(show.now)
    for _ in range(draw(st.integers(0, 10))):
        model.now = Instant(model.now + draw(AFTER))
        show.until(model.now)
        act = draw(st.sampled_from("ggprata"))
        on = show.on
        match act:
            case "g" if (coming := _coming(show)) is not None:
                show.do(do.Go())
                if model.behind is None:
                    model.behind = model.now - scheduled(plan)[coming.id].start
                model.started, model.added, model.paused, model.since = model.now, 0, 0, None
                model.on = coming.id
            case "p" if on is not None:
                show.do(do.Pause())
                model.since = model.since if model.since is not None else model.now
            case "r" if on is not None:
                show.do(do.Resume())
                model.paused, model.since = model.pauses(), None
            case "a" if on is not None:
                by = draw(st.integers(-30, 30)) * MINUTE
                show.do(do.AddTime(Duration(by)))
                model.added += by
    return show, model


def _coming(show: Playout) -> Item | None:
    playing = show.run.playing
    return show.state.rundown.plan.after(playing.item) if playing.mode == "on" or not show.run.begun else None


def expected_of(show: Playout, run: Run | None = None, plan: Plan | None = None) -> dict[EntryId, Expected]:
    plan = plan if plan is not None else show.state.rundown.plan
    return forecast(plan, scheduled(plan), run if run is not None else show.run, show.now)


@given(plans(ordered=True))
def test_with_nothing_late_what_is_expected_is_what_is_planned(plan: Plan) -> None:
    assume(not overlaps(plan))
    planned = scheduled(plan)
    expected = forecast(plan, planned, Run(), at("08:00"))
    assert {key: (one.start, one.end) for key, one in expected.items()} == {
        key: (one.start, one.end) for key, one in planned.items()
    }
    first = plan.after(None)
    if first is None:
        return
    show = Playout(plan, "00:00")
    show.until(planned[first.id].start)
    show.do(do.Go())
    for key, one in expected_of(show).items():
        assert (one.start, one.end) == (planned[key].start, planned[key].end)


@given(played())
def test_the_offset_is_ontimes(both: tuple[Playout, Model]) -> None:
    show, model = both
    planned = scheduled(show.state.rundown.plan)
    found = offset(planned, show.run, show.now)
    entry = show.state.rundown.plan.item(model.on)
    assert show.on == model.on
    if entry is None or model.behind is None:
        assert found is None
        return
    assert found is not None
    assert found.absolute == model.offset(planned, entry)
    assert found.relative == found.absolute - model.behind


@given(played(), st.booleans(), st.sampled_from(["absorb", "push", "compress", "stop"]))
def test_nothing_is_expected_before_what_comes_before_it(
    both: tuple[Playout, Model], relative: bool, overrun: Overrun
) -> None:
    show, _ = both
    plan = paying(show.state.rundown.plan, overrun)
    expected = expected_of(show, replace(show.run, relative=relative), plan)
    until: Instant | None = None
    for entry in plan.items():
        if (one := expected.get(entry.id)) is not None:
            assert one.end >= one.start
            if show.run.begun is not None:
                assert one.end >= show.now, "it is not over"
            assert until is None or one.start >= until
            until = one.end


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(played(ordered=True))
def test_a_push_keeps_every_later_gap(both: tuple[Playout, Model]) -> None:
    show, _ = both
    plan = paying(show.state.rundown.plan, "push")
    assume(not overlaps(plan))
    planned, expected = scheduled(plan), expected_of(show, plan=plan)
    left = [one for one in plan.items() if one.id in expected]
    assume(left)
    late = expected[left[0].id].end - planned[left[0].id].end
    assume(late > 0)
    for before, after in pairwise(left):
        if before.count_to_end:  # makes up for it: there is less to push from here on
            late = max(0, min(late, expected[before.id].end - planned[before.id].end))
        assert expected[after.id].start - expected[before.id].end >= (planned[after.id].gap or 0)
        assert expected[after.id].start >= planned[after.id].start + late


@given(played(), st.booleans())
def test_absorbing_is_never_later_than_pushing(both: tuple[Playout, Model], relative: bool) -> None:
    show, _ = both
    run = replace(show.run, relative=relative)
    absorbed = expected_of(show, run, paying(show.state.rundown.plan, "absorb"))
    pushed = expected_of(show, run, paying(show.state.rundown.plan, "push"))
    assert absorbed.keys() == pushed.keys()
    for key, one in absorbed.items():
        assert one.start <= pushed[key].start
        assert one.end <= pushed[key].end


@given(played(), st.booleans())
def test_compressing_lengthens_nothing(both: tuple[Playout, Model], relative: bool) -> None:
    show, _ = both
    plan = paying(show.state.rundown.plan, "compress")
    planned, run = scheduled(plan), replace(show.run, relative=relative)
    expected, absorbed = expected_of(show, run, plan), expected_of(show, run, paying(plan, "absorb"))
    for entry in plan.items():
        if (one := expected.get(entry.id)) is None or entry.id == show.on:
            continue
        if not entry.count_to_end:
            assert one.end - one.start <= planned[entry.id].length
        assert one.end <= absorbed[entry.id].end


@given(played(), st.data())
def test_a_skipped_item_changes_nothing(both: tuple[Playout, Model], data: st.DataObject) -> None:
    show, _ = both
    plan = show.state.rundown.plan
    where = data.draw(st.integers(0, len(plan.order)))
    extra = item("extra", 33, data.draw(st.sampled_from([None, "09:00"])), skip=True)
    order = (*plan.order[:where], extra.id, *plan.order[where:])
    more = replace(plan, order=order, entries={**plan.entries, extra.id: extra})
    assert expected_of(show, plan=more) == expected_of(show)


@given(plans(ordered=True), st.integers(-600, 600))
def test_relative_moves_the_plan_to_when_the_show_began(plan: Plan, minutes: int) -> None:
    """Without lateness of its own the rest of the show comes as planned, only by so much later."""
    free: dict[EntryId, Entry] = {
        key: replace(entry, count_to_end=False) if isinstance(entry, Item) else entry
        for key, entry in plan.entries.items()
    }
    plan = replace(plan, entries=free)
    first = plan.after(None)
    assume(first is not None and not overlaps(plan))
    assert first is not None
    planned = scheduled(plan)
    show = Playout(plan, "00:00")
    show.now = Instant(planned[first.id].start + minutes * MINUTE)
    show.do(do.Go())
    assert show.run.behind == minutes * MINUTE
    for key, one in expected_of(show, replace(show.run, relative=True)).items():
        assert one.start == planned[key].start + show.run.behind


@given(st.floats(0.1, 100), st.integers(0, 30 * HOUR), st.integers(0, 30 * HOUR))
def test_the_time_of_a_rehearsal_comes_when_it_is_said_to(rate: float, after: int, real: int) -> None:
    """Otherwise a moment would be due and not have come."""
    from control.core.rundown.state import Tempo

    tempo = Tempo(Instant(real), Instant(5), rate)
    moment = Instant(5 + after)
    assert tempo.show_time(tempo.real_time(moment)) >= moment
    assert tempo.show_time(Instant(tempo.real_time(moment) - 1)) <= moment
