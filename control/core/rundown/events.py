"""What happened to the rundown."""

from msgspec import Struct, field

from control.clock import Duration, Instant
from control.core.rundown.plan import Entry, Field, Plan
from control.core.rundown.state import Outcome, Tempo
from control.core.types import CueId, EntryId, Event

# --- edits; `by` is who, as in the journal ---


class Inserted(Event, frozen=True, tag="rundown.inserted"):
    entries: tuple[Entry, ...]
    after: EntryId | None
    by: str


class Written(Event, frozen=True, tag="rundown.written"):
    """The entry as it is now, but for its revision."""

    entry: Entry
    by: str


class Removed(Event, frozen=True, tag="rundown.removed"):
    ids: tuple[EntryId, ...]
    by: str
    name: str
    """Of the first."""


class Moved(Event, frozen=True, tag="rundown.moved"):
    ids: tuple[EntryId, ...]
    """In the order in which they stand; groups with their entries."""
    after: EntryId | None
    group: EntryId | None
    by: str
    name: str


class DelayApplied(Event, frozen=True, tag="rundown.delay-applied"):
    """It is gone; `entries` have its effect in their own times."""

    delay: EntryId
    ms: Duration
    entries: tuple[Entry, ...]
    by: str


class SettingsChanged(Event, frozen=True, tag="rundown.settings-changed"):
    date: str | None
    fields: tuple[Field, ...]
    by: str


class Replaced(Event, frozen=True, tag="rundown.replaced"):
    plan: Plan
    by: str
    source: str | None = None
    """Digest of the show file's rundown, if it is that."""


class EditUndone(Event, frozen=True, tag="rundown.edit-undone"):
    by: str
    what: str
    name: str


class EditRedone(Event, frozen=True, tag="rundown.edit-redone"):
    by: str
    what: str
    name: str


# --- playing ---


class Went(Event, frozen=True, tag="rundown.went"):
    item: EntryId
    at: Instant
    total: Duration
    """The length of its clock."""
    name: str
    left: Duration | None = None
    """What is left on it, if the item is joined in the middle (`roll`)."""
    behind: Duration | None = None
    """Present with the first item of a show: how late it began."""
    auto: bool = False
    until: Instant | None = None
    """Present if its clock counts to its planned end: that."""
    ended: tuple[CueId, ...] = ()
    """The end cues of what was on the air before; they stand before this in the same entry."""
    pushed: Duration | None = None
    """See `Run`."""


class MadeReady(Event, frozen=True, tag="rundown.loaded"):
    item: EntryId
    at: Instant
    total: Duration
    name: str


class Awaited(Event, frozen=True, tag="rundown.awaited"):
    """It will begin by itself at `start`."""

    item: EntryId
    at: Instant
    start: Instant
    total: Duration


class Chosen(Event, frozen=True, tag="rundown.chosen"):
    item: EntryId | None


class Paused(Event, frozen=True, tag="rundown.paused"):
    at: Instant


class Resumed(Event, frozen=True, tag="rundown.resumed"):
    at: Instant


class TimeAdded(Event, frozen=True, tag="rundown.time-added"):
    ms: Duration
    at: Instant


class Stopped(Event, frozen=True, tag="rundown.stopped"):
    at: Instant
    name: str
    next: EntryId | None
    auto: bool = False
    pushed: Duration | None = None


class TimeUp(Event, frozen=True, tag="rundown.time-up"):
    at: Instant
    name: str


class Armed(Event, frozen=True, tag="rundown.armed"):
    on: bool


class Rolling(Event, frozen=True, tag="rundown.rolling"):
    on: bool


class CountedFrom(Event, frozen=True, tag="rundown.counted-from"):
    relative: bool


class CueFired(Event, frozen=True, tag="rundown.cue-fired"):
    """What it does follows in the same entry of the journal, then `CueDone`."""

    item: EntryId
    cue: CueId
    at: Instant


class CueDone(Event, frozen=True, tag="rundown.cue-done"):
    item: EntryId
    cue: CueId
    outcome: Outcome
    at: Instant
    code: str = ""
    args: dict[str, str | int] = field(default_factory=dict)


class CueMissed(Event, frozen=True, tag="rundown.cue-missed"):
    item: EntryId
    cue: CueId
    at: Instant
    ask: bool


class Held(Event, frozen=True, tag="rundown.held"):
    """Nothing goes by itself until a person says so."""


class Answered(Event, frozen=True, tag="rundown.answered"):
    item: EntryId
    cue: CueId


class WentOn(Event, frozen=True, tag="rundown.went-on"):
    pass


class Returned(Event, frozen=True, tag="rundown.returned"):
    """The last GO is taken back. `left`: cues whose doing could not be undone."""

    left: tuple[CueId, ...]
    name: str
    at: Instant


class WasReset(Event, frozen=True, tag="rundown.was-reset"):
    pass


class Rehearsing(Event, frozen=True, tag="rundown.rehearsing"):
    """Absent: the rehearsal is over."""

    tempo: Tempo | None


class Opened(Event, frozen=True, tag="rundown.opened"):
    today: str
    zone: str


class FileKept(Event, frozen=True, tag="rundown.file-kept"):
    """The show file's rundown is another one, and was not taken: the one here was edited since, or is on the air."""

    source: str
    """Digest of the show file's."""


EDITS = (Inserted, Written, Removed, Moved, DelayApplied, SettingsChanged, Replaced, EditUndone, EditRedone)
EVENTS: tuple[type[Struct], ...] = (
    *EDITS, Went, MadeReady, Awaited, Chosen, Paused, Resumed, TimeAdded, Stopped, TimeUp, Armed, Rolling, CountedFrom,
    CueFired, CueDone, CueMissed, Held, Answered, WentOn, Returned, WasReset, Rehearsing, Opened, FileKept,
)  # fmt: skip
