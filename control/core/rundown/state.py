"""What is known of the rundown: the plan, its edits, and where the show is in it."""

from typing import Literal

from msgspec import Struct

from control.clock import Duration, Instant, later
from control.core.countdown import Timer
from control.core.rundown.plan import Entry, Field, Plan
from control.core.types import CueId, EntryId

Mode = Literal["idle", "loaded", "waiting", "on"]
Outcome = Literal["done", "refused", "muted", "skipped", "waiting", "failed"]
"""`waiting`: for the answer of somebody outside; it becomes `done` or `failed`. `args` then has the call's id."""


class Tempo(Struct, frozen=True):
    """Of a rehearsal: show time runs from `show` at `real`, `rate` times as fast as the clock on the wall."""

    real: Instant
    show: Instant
    rate: float

    def show_time(self, now: Instant) -> Instant:
        return Instant(self.show + round((now - self.real) * self.rate))

    def real_time(self, moment: Instant) -> Instant:
        """When the clock on the wall has reached that moment of the show. Never before it."""
        return Instant(self.real + -round(-(moment - self.show) / self.rate // 1))


class Playing(Struct, frozen=True):
    """Where the show is. `on`: `item` has the air, its timer says whether it runs or stands; `loaded`: it is ready;
    `waiting`: it begins by itself at `at`."""

    mode: Mode = "idle"
    item: EntryId | None = None
    timer: Timer | None = None
    started: Instant | None = None
    added: Duration = Duration(0)
    """To the item's clock, by hand."""
    at: Instant | None = None
    next: EntryId | None = None
    """The operator's choice of what comes after; absent: what the plan says."""
    fired: tuple[CueId, ...] = ()
    """Cues of `item` that are done with: fired, skipped, or asked about."""
    up: bool = False
    """Its clock has reached zero."""
    until: Instant | None = None
    """When a clock that counts to the item's planned end reaches zero, but for `added`: no pause moves it."""
    set_at: Instant | None = None
    """When a hand last set the clock, or took a GO back: what lies behind it then happens then, it was not missed."""

    @property
    def running(self) -> bool:
        return self.mode == "on" and self.timer is not None and self.timer.state == "running"

    def elapsed_from(self) -> Instant | None:
        """When the item's own clock showed nothing passed, if it had run without a pause; None while it stands."""
        if not self.running or self.timer is None or self.timer.target is None:
            return None
        begun = later(self.timer.target, Duration(-self.timer.total - self.added))
        if self.until is not None and self.started is not None:
            return max(begun, self.started)  # one that begins after its planned end
        return begun

    def ends(self, now: Instant) -> Instant:
        """When the item is expected to end: at zero, or now if that is past."""
        assert self.timer is not None
        if self.until is not None:
            return max(now, later(self.until, self.added))
        return later(now, Duration(max(0, self.timer.left(now))))

    def since(self, moment: Instant) -> Instant:
        """`moment`, or when it came about by hand that it was past: the item began, time was taken from its clock."""
        return max((moment, *(known for known in (self.started, self.set_at) if known is not None)))


class Actual(Struct, frozen=True):
    """How it really was. An item that was on twice has the last time."""

    start: Instant
    end: Instant | None = None


class Result(Struct, frozen=True):
    """What became of a cue."""

    outcome: Outcome
    at: Instant
    code: str = ""
    """Why it was refused or has failed: a Fluent id."""
    args: dict[str, str | int] = {}


class Asked(Struct, frozen=True):
    """A cue that was missed while Efir was down, and waits for a person to say."""

    item: EntryId
    cue: CueId
    at: Instant
    """When it should have been."""


class Undoing(Struct, frozen=True):
    cue: CueId
    command: str
    """The inverse of what the cue did, as JSON."""


class Step(Struct, frozen=True):
    """A GO that can be taken back."""

    before: Playing
    item: EntryId
    """What the GO put on the air."""
    actual: dict[EntryId, Actual | None] = {}
    """Of the entries it touched, as it was."""
    ended: tuple[CueId, ...] = ()
    """Cues of what was on the air before that this GO fired."""
    results: dict[CueId, "Result"] | None = None
    """Of `item`, from when it was on the air before; absent: it was not."""
    asked: tuple["Asked", ...] = ()
    """Questions about `item` from then."""
    held: bool = False
    pushed: Duration | None = None
    undoing: tuple["Undoing", ...] = ()
    """In the order in which it was done; taken back, it is the other way round."""
    without: tuple[CueId, ...] = ()
    """Cues that did something that cannot be undone."""


class Run(Struct, frozen=True):
    playing: Playing = Playing()
    begun: Instant | None = None
    """When the show began: its first item went on the air."""
    behind: Duration = Duration(0)
    """How far behind its plan it began; negative: before it."""
    pushed: Duration | None = None
    """How late what is over left an item that pushes, or what those after it left of that: no gap absorbs it. Against
    the plan, whatever the show is measured by."""
    gos: int = 0
    """Only rises, also when GOs are taken back and when the show is put back to its beginning: whoever has seen so many
    has seen what is on the air."""
    armed: bool = True
    """The next item may begin by itself, where the plan or the wall clock says so."""
    roll: bool = False
    """The wall clock plays the show."""
    relative: bool = False
    """Expected times count from when the show really began."""
    held: bool = False
    """Nothing goes by itself until what was missed is answered."""
    asked: tuple[Asked, ...] = ()
    actual: dict[EntryId, Actual] = {}
    results: dict[EntryId, dict[CueId, Result]] = {}
    """Of everything that was played, the last time it was."""
    steps: tuple[Step, ...] = ()
    left: tuple[CueId, ...] = ()
    """What the last `back` could not undo."""
    tempo: Tempo | None = None


STEPS = 10
"""GOs that can be taken back."""


class Edit(Struct, frozen=True):
    """What a plan was before an edit; only what is different."""

    by: str
    what: str
    """A Fluent id: `edit-…`."""
    name: str = ""
    entries: dict[EntryId, Entry | None] = {}
    """None: it was not there."""
    order: tuple[EntryId, ...] | None = None
    date: str | None = None
    fields: tuple[Field, ...] | None = None
    """Present if settings changed; `date` counts then."""


class RundownState(Struct, frozen=True):
    plan: Plan = Plan()
    edition: int = 0
    """Raised by every edit."""
    undo: tuple[Edit, ...] = ()
    redo: tuple[Edit, ...] = ()
    run: Run = Run()
    today: str = ""
    """The day it is, in the show's zone, for plans without a date."""
    zone: str = "UTC"
    source: str = ""
    """Digest of the show file's rundown that was taken last."""
    source_edition: int = 0
    """The edition it became: a later one has been edited since."""
    kept: str = ""
    """Digest of the show file's rundown that was last not taken, because this one was edited or on the air."""
