"""What people ask of the rundown."""

from msgspec import Struct

from control.clock import Duration
from control.core.rundown.plan import Entry, Field, Plan
from control.core.rundown.state import Mode
from control.core.types import Command, CueId, EntryId

# --- editing; `edition` and `revision` are those the sender has seen ---


class Insert(Command, frozen=True, tag="rundown.insert"):
    """New entries behind `after`; absent: at the beginning."""

    entries: tuple[Entry, ...]
    after: EntryId | None = None


class Put(Command, frozen=True, tag="rundown.put"):
    """The entry of this id becomes `entry`. Its `revision` is the one the sender began from: if somebody changed the
    entry since, nothing happens."""

    entry: Entry


class Remove(Command, frozen=True, tag="rundown.remove"):
    """A group goes with all that is in it."""

    ids: tuple[EntryId, ...]


class Move(Command, frozen=True, tag="rundown.move"):
    """To stand behind `after` (absent: first), in `group` (absent: in none). Groups bring their entries."""

    ids: tuple[EntryId, ...]
    after: EntryId | None = None
    group: EntryId | None = None


class ApplyDelay(Command, frozen=True, tag="rundown.apply-delay"):
    """Writes a delay into the planned times of what follows and removes it: nothing moves. `revision`: of the delay, as
    for `Put`."""

    delay: EntryId
    revision: int


class Settings(Command, frozen=True, tag="rundown.settings"):
    """`edition`: as for `UndoEdit`; absent: of whichever."""

    date: str | None = None
    fields: tuple[Field, ...] = ()
    edition: int | None = None


class Replace(Command, frozen=True, tag="rundown.replace"):
    """Another plan altogether: an import. `edition`: as for `UndoEdit`."""

    plan: Plan
    edition: int


class UndoEdit(Command, frozen=True, tag="rundown.undo"):
    """Takes the newest edit back, if the plan still is of this edition."""

    edition: int


class RedoEdit(Command, frozen=True, tag="rundown.redo"):
    edition: int


# --- playing; `over`: how many GOs the sender has seen. If there was another one since, what he means is not what is on
# the air now, and nothing happens. Absent: whatever is on the air. ---


class Go(Command, frozen=True, tag="rundown.go"):
    """The next item, or `item`, goes on the air with all its start cues. `over`: of two that are pressed at once only
    one counts. `next`: the item its sender saw coming; if it is another one by now, nothing happens. Absent: whichever
    comes."""

    over: int | None = None
    item: EntryId | None = None
    next: EntryId | None = None


class GoBack(Command, frozen=True, tag="rundown.back"):
    """Takes the last GO back: what was on the air before, and what its cues did, as far as it can be undone."""

    over: int | None = None


class Load(Command, frozen=True, tag="rundown.load"):
    """Makes an item ready; what is on the air ends."""

    item: EntryId


class Choose(Command, frozen=True, tag="rundown.choose"):
    """What comes next; absent: what the plan says. Where an item is ready, the chosen one becomes ready in its place.
    `mode`: how its sender saw the run; in another one nothing happens."""

    item: EntryId | None = None
    over: int | None = None
    mode: Mode | None = None


class Pause(Command, frozen=True, tag="rundown.pause"):
    over: int | None = None


class Resume(Command, frozen=True, tag="rundown.resume"):
    over: int | None = None


class AddTime(Command, frozen=True, tag="rundown.add-time"):
    """To the clock of the item on the air; negative takes away."""

    ms: Duration
    over: int | None = None


class Stop(Command, frozen=True, tag="rundown.stop"):
    """Ends the item on the air; the next waits for its GO."""

    over: int | None = None


class Arm(Command, frozen=True, tag="rundown.arm"):
    """Whether the next item may begin by itself."""

    on: bool


class Roll(Command, frozen=True, tag="rundown.roll"):
    """The wall clock plays the show: what should be on now goes on the air."""

    on: bool


class CountFrom(Command, frozen=True, tag="rundown.offset"):
    """Expected times against the plan, or (`relative`) against when the show really began."""

    relative: bool


class Fire(Command, frozen=True, tag="rundown.fire"):
    """One cue of an item, now, by hand."""

    item: EntryId
    cue: CueId


class Answer(Command, frozen=True, tag="rundown.answer"):
    """A cue that was missed while Efir was down: do it now, or leave it."""

    item: EntryId
    cue: CueId
    fire: bool


class GoOn(Command, frozen=True, tag="rundown.go-on"):
    """What was held after a time when Efir was down may go by itself again; what was asked about is left."""


class Reset(Command, frozen=True, tag="rundown.reset"):
    """As if the show had not begun. The plan stays."""


class Rehearse(Command, frozen=True, tag="rundown.rehearse"):
    """Runs the show `rate` times as fast, with everything muted that is seen outside the house; 0 ends it."""

    rate: float


# --- Efir itself ---


class Open(Command, frozen=True, tag="rundown.open"):
    """At the start: the day, the zone, and the show file's rundown, which is taken if it is new and nobody has edited
    the one that is here."""

    plan: Plan | None = None


class Due(Command, frozen=True, tag="rundown.due"):
    """A moment has come."""


EDITS = (Insert, Put, Remove, Move, ApplyDelay, Settings, Replace, UndoEdit, RedoEdit)
ON_AIR = (
    Go,
    GoBack,
    Load,
    Choose,
    Pause,
    Resume,
    AddTime,
    Stop,
    Arm,
    Roll,
    CountFrom,
    Fire,
    Answer,
    GoOn,
    Reset,
    Rehearse,
)
COMMANDS: tuple[type[Struct], ...] = (*EDITS, *ON_AIR, Open, Due)
