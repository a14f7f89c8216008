"""What the plan comes to on a given day: every entry's planned moments.

A fixed start is a wall time, so it stays what the wall clock says whatever summer time does; a length is real time, so
an item that lasts two hours lasts two hours over the change of clocks, and the one linked to it begins then.

The pages do this sum too (`webui/pages/lib/schedule.ts`): an edit changes one entry on the wire, not two thousand.
"""

from datetime import date, tzinfo

from msgspec import Struct

from control.clock import Duration, Instant, PlanTime, between, later, moment_of
from control.core.rundown.plan import Delay, Entry, Item, Milestone, Plan
from control.core.types import EntryId


class Planned(Struct, frozen=True):
    """`gap`: from the end of the item before; negative where they overlap; absent for the first."""

    start: Instant
    end: Instant
    gap: Duration | None = None
    delay: Duration = Duration(0)
    """How much of `start` comes from delays."""

    @property
    def length(self) -> Duration:
        return between(self.start, self.end)


Schedule = dict[EntryId, Planned]


class Anchors(Struct, frozen=True):
    """The moments at which an item's wall times fall; absent: linked, or not locked."""

    start: Instant | None
    end: Instant | None


def day(plan: Plan, today: str) -> date:
    """The plan's first day; `today` for one that can be played on any."""
    return date.fromisoformat(plan.date or today)


def anchors(item: Item, first_day: date, place: tzinfo) -> Anchors:
    return Anchors(
        moment_of(item.start, first_day, place) if item.start is not None else None,
        moment_of(item.end, first_day, place) if item.end is not None else None,
    )


class Reached(Struct, frozen=True):
    """How far the walk through the plan has come."""

    start: Instant | None = None
    """Of the item before, without delays; so is `end`."""
    end: Instant | None = None
    delay: Duration = Duration(0)
    """Of it, and of delays that came since."""


def step(entry: Entry, reached: Reached, first_day: date, place: tzinfo) -> Reached:
    """One entry on."""
    match entry:
        case Delay(by=by):
            return Reached(reached.start, reached.end, Duration(reached.delay + by))
        case Item(skip=False):
            fixed, end, delay = anchors(entry, first_day, place), reached.end, reached.delay
            start = fixed.start if fixed.start is not None else end
            if start is None:
                start = moment_of(PlanTime(0), first_day, place)
            if end is not None and start > end and delay > 0:
                delay = Duration(max(0, delay - (start - end)))
            length = between(start, fixed.end) if fixed.end is not None else entry.duration
            return Reached(start, later(start, Duration(max(0, length))), delay)
    return reached


def schedule(plan: Plan, first_day: date, place: tzinfo) -> Schedule:
    """Everything that is played, milestones, and groups from their first to their last item."""
    found: Schedule = {}
    reached = Reached()
    until: Instant | None = None
    """The end of the item before, with its delay."""
    waiting: list[EntryId] = []
    """Milestones before the first item: they are where it begins."""
    groups: dict[EntryId, tuple[Instant, Instant]] = {}
    for entry in plan:
        reached = step(entry, reached, first_day, place)
        start, end, delay = reached.start, reached.end, reached.delay
        match entry:
            case Milestone():
                if until is None:
                    waiting.append(entry.id)
                else:
                    found[entry.id] = Planned(until, until, delay=delay)
            case Item(skip=False):
                assert start is not None
                assert end is not None
                planned = Planned(
                    later(start, delay),
                    later(end, delay),
                    between(until, later(start, delay)) if until is not None else None,
                    delay,
                )
                until = planned.end
                found[entry.id] = planned
                for milestone in waiting:
                    found[milestone] = Planned(planned.start, planned.start, delay=delay)
                waiting.clear()
                if entry.group is not None:
                    first, last = groups.get(entry.group, (planned.start, planned.end))
                    groups[entry.group] = min(first, planned.start), max(last, planned.end)
    for group, (first, last) in groups.items():
        found[group] = Planned(first, last)
    return found
