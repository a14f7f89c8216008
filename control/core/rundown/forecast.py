"""What will be when, as things stand: expected moments and the offset. Positive is behind schedule.

One rule for the offset, from which Ontime's sums follow (`tests/control/core/test_forecast.py` shows it): the item on
the air is as late as it is expected to end after it was planned to end. Pauses, added time and overtime are in it.
"""

from msgspec import Struct

from control.clock import Duration, Instant, between, later
from control.core.rundown.plan import Entry, Item, Milestone, Plan
from control.core.rundown.schedule import Planned, Schedule
from control.core.rundown.state import Run
from control.core.types import EntryId


class Expected(Struct, frozen=True):
    start: Instant
    end: Instant


class Offset(Struct, frozen=True):
    """ms; positive: behind. `relative`: as if the show had been planned to begin when it did."""

    absolute: Duration
    relative: Duration


def shift(run: Run) -> Duration:
    """How far the plan is moved to what the show is measured by: when it really began (`relative`), or nothing. The
    wall clock (`roll`) plays the plan as it stands."""
    return run.behind if run.relative and not run.roll else Duration(0)


def pushed(run: Run) -> Duration:
    """What gaps may not absorb of the lateness of what is over."""
    return Duration(max(0, run.pushed - shift(run))) if run.pushed is not None else Duration(0)


def offset(schedule: Schedule, run: Run, now: Instant) -> Offset | None:
    """None while nothing is on the air, or what is on the air is not in the plan any more."""
    playing = run.playing
    planned = schedule.get(playing.item) if playing.item is not None else None
    if playing.mode != "on" or planned is None:
        return None
    absolute = between(planned.end, playing.ends(now))
    return Offset(absolute, Duration(absolute - run.behind))


def forecast(plan: Plan, schedule: Schedule, run: Run, now: Instant) -> dict[EntryId, Expected]:
    """Of everything from the item on the air (or the next) on, and of the groups with anything left in them.

    Before the show: the plan. After its end: nothing. What will be on twice has the first of the two times.
    """
    playing = run.playing
    walk = _Walk(schedule, shift(run), now if run.begun is not None else None, pushed(run), roll=run.roll)
    on = plan.item(playing.item)
    if on is not None and playing.mode == "on":
        walk.put(on, playing.started if playing.started is not None else now, playing.ends(now))
    elif on is not None:
        walk.begin(on, now)
    elif playing.next is None and run.begun is not None:
        return {}
    for entry in _following(plan, on.id if on is not None else None, playing.next):
        match entry:
            case Item(skip=False):
                walk.go_on(entry)
            case Milestone():
                walk.mark(entry.id)
    _groups(plan, walk.found, run)
    return walk.found


def _following(plan: Plan, after: EntryId | None, chosen: EntryId | None) -> list[Entry]:
    """Entries after `after`; from the chosen one on, if there is a choice."""
    ids = plan.order
    begin = 0
    if chosen is not None and chosen in plan.entries:
        begin = ids.index(chosen)
    elif after is not None:
        begin = ids.index(after) + 1
    return [plan.entries[entry] for entry in ids[begin:]]


class _Walk:
    """From item to item, with what is known of the one before."""

    def __init__(
        self, schedule: Schedule, shift: Duration, earliest: Instant | None, pushed: Duration, *, roll: bool
    ) -> None:
        """`earliest`: for an item that nothing comes before. `roll`: linked items wait for their time as well."""
        self._schedule = schedule
        self._shift = shift
        self._earliest = earliest
        self._until: Instant | None = None
        """When the item before is expected to end."""
        self._before: tuple[Item, Planned] | None = None
        """Absent also where the item before is not in the plan: skipped since it went on the air, or by intention."""
        self._roll = roll
        self._pushed = pushed
        """What gaps may not absorb: how late an item was that pushes, or what is left of it."""
        self.found: dict[EntryId, Expected] = {}

    def _planned(self, item: Item) -> Planned:
        planned = self._schedule[item.id]
        return Planned(later(planned.start, self._shift), later(planned.end, self._shift), planned.gap, planned.delay)

    def put(self, item: Item, start: Instant, end: Instant) -> None:
        self.found.setdefault(item.id, Expected(start, end))
        self._until = end
        self._before = None
        if item.id in self._schedule:
            planned = self._planned(item)
            late = Duration(max(0, between(planned.end, end)))
            self._pushed = late if item.overrun == "push" else min(self._pushed, late)
            self._before = item, planned

    def begin(self, item: Item, now: Instant) -> None:
        """Ready, but nobody has pressed: not before now."""
        if item.id not in self._schedule:
            self.put(item, now, later(now, item.duration))
            return
        planned = self._planned(item)
        start = max(later(planned.start, self._pushed), now)
        self.put(item, start, self._end(item, planned, start))

    def go_on(self, item: Item) -> None:
        planned = self._planned(item)
        if self._until is None:
            start = later(planned.start, self._pushed)
            start = max(start, self._earliest if self._earliest is not None else start)
        elif item.start is None and not self._roll:
            moved = between(Instant(self._before[1].delay), Instant(planned.delay)) if self._before is not None else 0
            start = later(self._until, Duration(max(0, moved)))
        else:
            start = max(self._until, later(planned.start, self._pushed))
        compressed = self._before is not None and self._before[0].overrun == "compress"
        if self._roll and start != self._until:  # it is awaited: nobody's lateness is left to make up for
            compressed = False
        self.put(item, start, self._end(item, planned, start, compressed=compressed))

    def _end(self, item: Item, planned: Planned, start: Instant, *, compressed: bool = False) -> Instant:
        if item.count_to_end:  # a time on the wall, whatever the show is measured by
            return max(start, self._schedule[item.id].end)
        length = planned.length
        if compressed and start > planned.start:
            length = shortened(length, between(planned.start, start))
        return later(start, length)

    def mark(self, entry_id: EntryId) -> None:
        if self._until is not None:
            self.found.setdefault(entry_id, Expected(self._until, self._until))
        elif entry_id in self._schedule:
            planned = self._schedule[entry_id]
            self.found[entry_id] = Expected(later(planned.start, self._shift), later(planned.end, self._shift))


def shortened(length: Duration, late: Duration) -> Duration:
    """The length of an item that makes up for the one before it (`compress`), as far as it can."""
    return Duration(max(0, length - late))


def _groups(plan: Plan, found: dict[EntryId, Expected], run: Run) -> None:
    spans: dict[EntryId, Expected] = {}
    for item in plan.items():
        if item.group is None:
            continue
        actual = run.actual.get(item.id)
        expected = found.get(item.id)
        if expected is None and (actual is None or actual.end is None):
            continue
        start = actual.start if actual is not None else found[item.id].start
        end = expected.end if expected is not None else actual.end if actual is not None else None
        assert end is not None
        span = spans.get(item.group)
        spans[item.group] = (
            Expected(start, end) if span is None else Expected(min(span.start, start), max(span.end, end))
        )
        if expected is not None:
            found.setdefault(item.group, expected)
    for group, span in spans.items():
        if group in found:
            found[group] = span


def next_flag(plan: Plan, run: Run) -> Item | None:
    """The first flagged item to come, behind what is on the air or ready."""
    playing = run.playing
    on = plan.item(playing.item)
    if on is None and playing.next is None and run.begun is not None:
        return None
    for entry in _following(plan, on.id if on is not None else None, playing.next):
        if isinstance(entry, Item) and entry.flag and not entry.skip and entry is not on:
            return entry
    return None


def show_end(plan: Plan, expected: dict[EntryId, Expected]) -> Instant | None:
    """When the last item is expected to end."""
    return max((expected[item.id].end for item in plan.items() if item.id in expected), default=None)
