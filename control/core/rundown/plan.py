"""The rundown as it is written: items, groups, milestones and delays in one order, with the cues they carry.

Times of the plan are wall times of the show's own zone, counted from the midnight of its first day (`PlanTime`), so a
show may cross midnight or last for days; lengths are real milliseconds. What this comes to on a given day is
`schedule`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from control.clock import Duration, PlanTime
from control.core.rundown.acts import Act
from control.core.types import CueId, EntryId, FieldId
from control.errors import Rejection, reject
from control.show import Colour

MOST_ENTRIES = 5_000
MOST_CUES = 64
"""Of one item."""
MOST_FIELDS = 32
DAY = 86_400_000
MOST_DAYS = 14
FIRST_YEAR, LAST_YEAR = 1970, 2999
LONGEST = 7 * DAY
"""Of one item, ms."""

_ID = Meta(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$")
Short = Annotated[str, Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=4_000)]
Script = Annotated[str, Meta(max_length=30_000)]
When = Literal["start", "after", "time", "warning", "danger", "overrun", "end"]
Display = Literal["down", "up", "clock", "none"]
AtEnd = Literal["wait", "load", "play"]
Overrun = Literal["absorb", "push", "compress", "stop"]
Missed = Literal["skip", "hold", "ask"]


class Written(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", omit_defaults=True, kw_only=True):
    pass


class Cue(Written, frozen=True):
    """One thing that happens by itself while its item is on air, once."""

    id: Annotated[CueId, _ID]
    act: Act
    when: When = "start"
    """`start` and `end` of the item; `after` its start by `by`, counted on the item's own clock (a pause delays it);
    `time`: the wall time `by`; `warning` and `danger`: when that much is left; `overrun`: `by` after zero."""
    by: int = 0
    """ms; of `time` a `PlanTime`."""
    note: Short = ""


class Item(Written, frozen=True, tag="item", tag_field="type"):
    """One thing on the air, with a clock of its own."""

    id: Annotated[EntryId, _ID]
    revision: int = 0
    """The plan's edition of its newest change: an edit of another revision than that is a conflict."""
    group: EntryId | None = None
    number: Short = ""
    """What the crew calls it: «12А»."""
    title: Short = ""
    note: Long = ""
    script: Script = ""
    """For the prompter."""
    colour: Colour | None = None
    skip: bool = False
    flag: bool = False
    """A moment that everybody works towards: how long it is until then is shown."""
    start: PlanTime | None = None
    """Absent: linked, it begins when the item before it ends."""
    duration: Duration = Duration(0)
    """What lies between start and end when `end` is absent."""
    end: PlanTime | None = None
    """Locked: the duration is what is left until then."""
    count_to_end: bool = False
    """The clock counts to the planned end, however late the item began."""
    display: Display = "down"
    warning: Duration = Duration(60_000)
    """What is left when the clock turns amber, and when it turns red."""
    danger: Duration = Duration(15_000)
    at_end: AtEnd = "wait"
    """At zero: go on into overtime, load the next item, or play it (if the rundown is armed)."""
    overrun: Overrun = "absorb"
    """Who pays when this item ends late: the next gap, everything after it (`push`), the length of the next item
    (`compress`), or nobody, because it is ended at zero (`stop`)."""
    missed: Missed = "ask"
    """What becomes of its cues that fell into a time when Efir was down."""
    custom: dict[FieldId, Long] = {}
    cues: tuple[Cue, ...] = ()


class Group(Written, frozen=True, tag="group", tag_field="type"):
    """A heading over the entries that name it; they stand right behind it."""

    id: Annotated[EntryId, _ID]
    revision: int = 0
    title: Short = ""
    note: Long = ""
    colour: Colour | None = None
    target: Duration | None = None
    """How long the group shall take."""
    custom: dict[FieldId, Long] = {}


class Milestone(Written, frozen=True, tag="milestone", tag_field="type"):
    """A point worth knowing («гости в студии»), without a length."""

    id: Annotated[EntryId, _ID]
    revision: int = 0
    group: EntryId | None = None
    number: Short = ""
    title: Short = ""
    note: Long = ""
    colour: Colour | None = None
    custom: dict[FieldId, Long] = {}


class Delay(Written, frozen=True, tag="delay", tag_field="type"):
    """Moves what follows, until gaps have absorbed it; negative: earlier."""

    id: Annotated[EntryId, _ID]
    revision: int = 0
    group: EntryId | None = None
    by: Duration = Duration(0)


Entry = Item | Group | Milestone | Delay


class Field(Written, frozen=True):
    """A column of the show's own: «Реквизит», «Титры»."""

    id: Annotated[FieldId, _ID]
    label: Short
    colour: Colour | None = None


class Plan(Written, frozen=True):
    date: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    """The first day, YYYY-MM-DD; absent: whichever day it is played on."""
    fields: tuple[Field, ...] = ()
    order: tuple[EntryId, ...] = ()
    entries: dict[EntryId, Entry] = {}

    @classmethod
    def of(cls, *entries: Entry, fields: tuple[Field, ...] = (), date: str | None = None) -> "Plan":
        """In the order given."""
        return cls(
            date=date, fields=fields, order=tuple(e.id for e in entries), entries={entry.id: entry for entry in entries}
        )

    def __iter__(self) -> Iterator[Entry]:
        return (self.entries[entry] for entry in self.order)

    def item(self, entry_id: EntryId | None) -> Item | None:
        entry = self.entries.get(entry_id) if entry_id is not None else None
        return entry if isinstance(entry, Item) else None

    def items(self) -> Iterator[Item]:
        """Those that are played, in order."""
        return (entry for entry in self if isinstance(entry, Item) and not entry.skip)

    def after(self, entry_id: EntryId | None) -> Item | None:
        """The item that is played after this entry; after None: the first."""
        passed = entry_id is None
        for entry in self:
            if passed and isinstance(entry, Item) and not entry.skip:
                return entry
            passed = passed or entry.id == entry_id
        return None

    def before(self, entry_id: EntryId) -> Item | None:
        found = None
        for entry in self:
            if entry.id == entry_id:
                return found
            if isinstance(entry, Item) and not entry.skip:
                found = entry
        return None

    def children(self, group: EntryId) -> tuple[EntryId, ...]:
        return tuple(entry.id for entry in self if group_of(entry) == group)


def group_of(entry: Entry) -> EntryId | None:
    return None if isinstance(entry, Group) else entry.group


def cue_of(item: Item, cue_id: CueId) -> Cue | None:
    return next((cue for cue in item.cues if cue.id == cue_id), None)


def name_of(entry: Entry) -> str:
    """How a sentence calls it."""
    if isinstance(entry, Delay):
        return entry.id
    number = entry.number if isinstance(entry, Item | Milestone) else ""
    return " ".join(part for part in (number, entry.title) if part) or entry.id


# --- what a plan may not be ---


def faults(plan: Plan) -> Iterator[tuple[EntryId | None, Rejection]]:
    """Everything that is wrong with it, with the entry it is about."""
    if len(plan.order) > MOST_ENTRIES:
        yield None, reject("rundown-too-long", most=MOST_ENTRIES)
    if len(plan.order) != len(plan.entries) or set(plan.order) != set(plan.entries):
        yield None, reject("rundown-order")
    if plan.date is not None and not _is_day(plan.date):
        yield None, reject("no-such-day", day=plan.date)
    fields = {field.id for field in plan.fields}
    if len(fields) != len(plan.fields) or len(fields) > MOST_FIELDS:
        yield None, reject("rundown-fields", most=MOST_FIELDS)
    for entry_id, entry in plan.entries.items():
        if entry.id != entry_id:
            yield entry_id, reject("rundown-order")
        for fault in entry_faults(entry, fields):
            yield entry_id, fault
    yield from torn(plan)


def _is_day(text: str) -> bool:
    """Whether it is one on which a show may be, written in the one way that pages read: Python also takes 20260310."""
    try:
        day = date.fromisoformat(text)
        return day.isoformat() == text and FIRST_YEAR <= day.year <= LAST_YEAR
    except ValueError:
        return False


def torn(plan: Plan) -> Iterator[tuple[EntryId, Rejection]]:
    """Entries that do not stand right behind their group: it is not there, or something is between them."""
    group: EntryId | None = None
    for entry_id in plan.order:
        entry = plan.entries.get(entry_id)
        if entry is None:
            continue
        if isinstance(entry, Group):
            group = entry.id
        elif entry.group is None:
            group = None
        elif entry.group != group:
            yield entry_id, reject("group-torn", entry=name_of(entry))


def entry_faults(entry: Entry, fields: Iterable[FieldId]) -> Iterator[Rejection]:
    name = name_of(entry)
    if isinstance(entry, Delay):
        if abs(entry.by) > DAY:
            yield reject("delay-too-long", entry=name)
        return
    if unknown := sorted(set(entry.custom) - set(fields)):
        yield reject("no-such-field", field=unknown[0])
    if isinstance(entry, Group) and entry.target is not None and not 0 <= entry.target <= LONGEST:
        yield reject("duration-out-of-range", entry=name)
    if not isinstance(entry, Item):
        return
    if not 0 <= entry.duration <= LONGEST:
        yield reject("duration-out-of-range", entry=name)
    if not (0 <= entry.warning <= LONGEST and 0 <= entry.danger <= LONGEST):
        yield reject("duration-out-of-range", entry=name)
    for time in (entry.start, entry.end):
        if time is not None and not 0 <= time < MOST_DAYS * DAY:
            yield reject("time-out-of-range", entry=name, days=MOST_DAYS)
    if entry.start is not None and entry.end is not None and entry.end < entry.start:
        yield reject("end-before-start", entry=name)
    if entry.count_to_end and entry.end is None and entry.start is None:
        yield reject("no-end-to-count-to", entry=name)
    if len(entry.cues) > MOST_CUES or len({cue.id for cue in entry.cues}) != len(entry.cues):
        yield reject("cues-not-unique", entry=name, most=MOST_CUES)
    for cue in entry.cues:
        if not 0 <= cue.by < (MOST_DAYS * DAY if cue.when == "time" else LONGEST):
            yield reject("cue-time-out-of-range", entry=name)


def first_fault(plan: Plan) -> Rejection | None:
    return next((fault for _, fault in faults(plan)), None)
