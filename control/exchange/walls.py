"""Where the items of a plan lie on its wall clock, without a date and without delays: what a file can say of it.

(`control.core.rundown.schedule` gives moments of a given day; a file has no day.)
"""

from collections.abc import Iterator

from msgspec import Struct

from control.core.rundown.plan import DAY, Item, Plan


class Wall(Struct, frozen=True):
    """ms after the midnight of the plan's first day."""

    start: int
    end: int


def walls(plan: Plan) -> Iterator[tuple[Item, Wall, Wall | None]]:
    """Every item with the played one before it; one that is skipped lies where it would begin, and moves nothing."""
    before: Wall | None = None
    for entry in plan:
        if isinstance(entry, Item):
            wall = wall_of(entry, before)
            yield entry, wall, before
            if not entry.skip:
                before = wall


def wall_of(item: Item, before: Wall | None) -> Wall:
    start = item.start if item.start is not None else before.end if before is not None else 0
    return Wall(start, max(start, item.end) if item.end is not None else start + item.duration)


def on_its_day(clock: int, before: Wall | None) -> int:
    """The first time the clock on the wall shows this, not before the item before began: what goes back is the next
    day."""
    return clock if before is None else not_before(clock, before.start)


def not_before(clock: int, moment: int) -> int:
    time = moment // DAY * DAY + clock
    return time if time >= moment else time + DAY
