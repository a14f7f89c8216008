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

LEAST = Duration(0)


class Expected(Struct, frozen=True):
    start: Instant
    end: Instant


class Offset(Struct, frozen=True):
    """ms; positive: behind. `relative`: as if the show had been planned to begin when it did."""

    absolute: Duration
    relative: Duration


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

    Before the show: the plan. After its end: nothing.
    """
    shift = run.behind if run.relative else Duration(0)
    walk = _Walk(schedule, shift)
    playing = run.playing
    on = plan.item(playing.item)
    if playing.mode == "on" and on is not None:
        start = playing.started if playing.started is not None else now
        walk.put(on, start, playing.ends(now))
        rest = _following(plan, on.id, playing.next)
    elif on is not None:
        walk.begin(on, now)
        rest = _following(plan, on.id, playing.next)
    elif run.begun is None:
        rest = list(plan)
    elif playing.next is not None:
        rest = _following(plan, None, playing.next)
    else:
        return {}
    for entry in rest:
        match entry:
            case Item(skip=False):
                walk.go_on(entry, now if run.begun is not None else None)
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

    def __init__(self, schedule: Schedule, shift: Duration) -> None:
        self._schedule = schedule
        self._shift = shift
        self._before: tuple[Item, Planned, Instant] | None = None
        self.found: dict[EntryId, Expected] = {}

    def _planned(self, item: Item) -> Planned:
        planned = self._schedule[item.id]
        return Planned(later(planned.start, self._shift), later(planned.end, self._shift), planned.gap, planned.delay)

    def put(self, item: Item, start: Instant, end: Instant) -> None:
        self.found[item.id] = Expected(start, end)
        if item.id in self._schedule:
            self._before = item, self._planned(item), end
        else:  # skipped since it went on the air: what follows is counted from it all the same
            self._before = item, Planned(start, end), end

    def begin(self, item: Item, now: Instant) -> None:
        """Ready, but nobody has pressed: not before now."""
        if item.id not in self._schedule:
            return
        planned = self._planned(item)
        start = max(planned.start, now)
        self.put(item, start, self._end(item, planned, start))

    def go_on(self, item: Item, now: Instant | None) -> None:
        """`now`: the earliest moment for an item that nothing comes before."""
        planned = self._planned(item)
        if self._before is None:
            start = planned.start if now is None else max(planned.start, now)
            self.put(item, start, self._end(item, planned, start))
            return
        before, was, until = self._before
        gap = between(was.end, planned.start)
        late = between(was.end, until)
        if item.start is None:
            start = later(until, Duration(max(0, gap)))
        elif late > 0 and before.overrun == "push" and gap >= 0:
            start = later(planned.start, late)
        elif late > 0:
            start = max(planned.start, until)
        else:
            start = planned.start
        self.put(item, start, self._end(item, planned, start, compressed=before.overrun == "compress"))

    @staticmethod
    def _end(item: Item, planned: Planned, start: Instant, *, compressed: bool = False) -> Instant:
        if item.count_to_end:
            return max(start, planned.end)
        length = planned.length
        if compressed and start > planned.start:
            length = shortened(length, between(planned.start, start))
        return later(start, length)

    def mark(self, entry_id: EntryId) -> None:
        if self._before is not None:
            self.found[entry_id] = Expected(self._before[2], self._before[2])
        elif entry_id in self._schedule:
            planned = self._schedule[entry_id]
            self.found[entry_id] = Expected(later(planned.start, self._shift), later(planned.end, self._shift))


def shortened(length: Duration, late: Duration) -> Duration:
    """The length of an item that makes up for the one before it (`compress`), as far as it can."""
    return Duration(max(LEAST, length - late))


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


def show_end(plan: Plan, expected: dict[EntryId, Expected]) -> Instant | None:
    """When the last item is expected to end."""
    return max((expected[item.id].end for item in plan.items() if item.id in expected), default=None)
