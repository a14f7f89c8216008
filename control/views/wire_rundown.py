"""The shapes of the rundown on the wire: the plan, and where the show is in it."""

from typing import Literal

from msgspec import UNSET, UnsetType

from control.core.rundown.plan import Entry, Field
from control.core.rundown.state import Mode, Outcome
from control.views.wire import Wire


class AnchorsWire(Wire, frozen=True, kw_only=True):
    """The moments of an item's wall times: pages do the sum (`schedule.ts`) without knowing of time zones."""

    start: int | UnsetType = UNSET
    end: int | UnsetType = UNSET


class EditWire(Wire, frozen=True, kw_only=True):
    """An edit that can be undone, or redone."""

    what: str
    """A Fluent message id: `edit-…`."""
    name: str | UnsetType = UNSET
    by: str


class RundownWire(Wire, frozen=True, kw_only=True):
    """The plan. Entries have the shape in which they are edited; what is absent has its default."""

    edition: int
    date: str | UnsetType = UNSET
    """Absent: it is played on any day."""
    today: str
    """The plan's first day, as things stand."""
    midnight: int
    """When that day begins."""
    fields: list[Field]
    order: list[str]
    by_id: dict[str, Entry]
    anchors: dict[str, AnchorsWire]
    undo: EditWire | UnsetType = UNSET
    redo: EditWire | UnsetType = UNSET


class ItemClockWire(Wire, frozen=True, kw_only=True):
    """As `ClockWire`, without warnings: they are the item's."""

    state: Literal["idle", "running", "paused"]
    total: int
    target: int | UnsetType = UNSET
    left: int | UnsetType = UNSET


class ActualWire(Wire, frozen=True, kw_only=True):
    start: int
    end: int | UnsetType = UNSET


class CueResultWire(Wire, frozen=True, kw_only=True):
    outcome: Outcome
    at: int
    code: str | UnsetType = UNSET
    """Why it was refused: a Fluent message id with `args`."""
    args: dict[str, str | int] | UnsetType = UNSET


class AskedWire(Wire, frozen=True, kw_only=True):
    """A cue that was missed while Efir was down."""

    item: str
    cue: str
    at: int


class TempoWire(Wire, frozen=True, kw_only=True):
    """A rehearsal's time: `show` at `real`, from there `rate` times as fast. All moments of the run are show time."""

    real: int
    show: int
    rate: float


class RunWire(Wire, frozen=True, kw_only=True):
    """Where the show is in the plan."""

    mode: Mode
    item: str | UnsetType = UNSET
    """On the air (`on`), ready (`loaded`), or to begin at `at` (`waiting`)."""
    timer: ItemClockWire | UnsetType = UNSET
    started: int | UnsetType = UNSET
    added: int
    until: int | UnsetType = UNSET
    """Present if its clock counts to the item's planned end: zero is then, but for `added`; no pause moves it."""
    at: int | UnsetType = UNSET
    next: str | UnsetType = UNSET
    """What a GO puts on the air."""
    chosen: bool | UnsetType = UNSET
    """`next` is the operator's choice."""
    fired: list[str]
    up: bool | UnsetType = UNSET
    """The item's clock has reached zero."""
    begun: int | UnsetType = UNSET
    """When the show began."""
    behind: int
    """How late it began, ms."""
    pushed: int | UnsetType = UNSET
    """What gaps may not absorb of the lateness of what is over, ms; against the plan. Absent: nothing."""
    gos: int
    armed: bool
    roll: bool
    relative: bool
    held: bool
    asked: list[AskedWire]
    actual: dict[str, ActualWire]
    results: dict[str, dict[str, CueResultWire]]
    """Item → cue → what became of it."""
    left: list[str]
    """Cues that the last `back` could not undo."""
    can_back: bool
    tempo: TempoWire | UnsetType = UNSET
