"""Writing a delay into the planned times of what follows, so that it can go: nothing moves by it."""

from datetime import date, tzinfo

from msgspec.structs import replace

from control.clock import Duration, Instant, PlanTime, later, plan_time
from control.core.rundown.plan import Item, Plan
from control.core.rundown.schedule import Planned, Reached, schedule, step
from control.core.types import EntryId
from control.errors import Rejection, reject


def without(plan: Plan, delay: EntryId, first_day: date, place: tzinfo) -> tuple[Item, ...] | Rejection:
    """The items that have other times once the delay is gone. As few as can be: what is linked stays linked, and what
    a gap has absorbed is left alone. Other delays, before and behind it, go on as they did. Skipped items have no
    place in the plan and keep their times."""
    was = schedule(plan, first_day, place)
    order = tuple(entry for entry in plan.order if entry != delay)
    entries = {entry: plan.entries[entry] for entry in order}
    changed: dict[EntryId, Item] = {}
    reached = Reached()
    for entry in order:
        item = entries[entry]
        if isinstance(item, Item) and not item.skip:
            entries[entry] = item = _put(item, was[entry], reached, first_day, place)
            if item is not plan.entries[entry]:
                changed[entry] = item
        reached = step(entries[entry], reached, first_day, place)
    now = schedule(replace(plan, order=order, entries=entries), first_day, place)
    if any((one.start, one.end) != (was[entry].start, was[entry].end) for entry, one in now.items()):
        return reject("delay-not-applied")  # no wall time says it: the clock shows it twice
    return tuple(changed.values())


def _put(item: Item, wanted: Planned, reached: Reached, first_day: date, place: tzinfo) -> Item:
    """The item where it was, behind what has been reached without the delay."""

    def wall(moment: Instant, delay: Duration) -> PlanTime:
        return plan_time(later(moment, Duration(-delay)), first_day, place)

    def starts(one: Item) -> bool:
        after = step(one, reached, first_day, place)
        return after.start is not None and later(after.start, after.delay) == wanted.start

    if not starts(item):
        # With what other delays bring; where a gap takes in all of that, without.
        moved = replace(item, start=wall(wanted.start, reached.delay))
        item = moved if starts(moved) else replace(item, start=wall(wanted.start, Duration(0)))
    after = step(item, reached, first_day, place)
    if item.end is not None and after.end is not None and later(after.end, after.delay) != wanted.end:
        item = replace(item, end=wall(wanted.end, after.delay))
    if item.start is not None and item.end is not None and item.end < item.start:
        item = replace(item, end=item.start)  # it has no length, linked or not
    return item
