"""What can be wanted of named timers, and what can happen to them."""

from msgspec import UNSET, UnsetType

from control.clock import Duration, Instant
from control.core.countdown import Timer
from control.core.timer_state import Entry
from control.core.types import BankId, Command, Event, TimerId
from control.show import Name, NamedTimer, Stroke, TimerRest

# --- commands ---


class Add(Command, frozen=True, tag="timers.add"):
    """A new timer. `instead`: one of the same id is replaced and stands with its whole length; else that is refused, so
    that of two people who think of the same name at once the second does not take the first one's clock away."""

    timer: NamedTimer
    instead: bool = False


class Change(Command, frozen=True, tag="timers.change"):
    """Its name, levels and bells, while it may be running. Absent: unchanged; null: none."""

    timer: TimerId
    name: Name | UnsetType = UNSET
    warning: TimerRest | UnsetType | None = UNSET
    danger: TimerRest | UnsetType | None = UNSET
    bells: tuple[Stroke, ...] | UnsetType = UNSET


class Remove(Command, frozen=True, tag="timers.remove"):
    timer: TimerId


class Start(Command, frozen=True, tag="timers.start"):
    """Runs from where it stands. Of a timer with banks: `bank`, else the active one; a running one stops."""

    timer: TimerId
    bank: BankId | None = None


class Pause(Command, frozen=True, tag="timers.pause"):
    timer: TimerId


class Reset(Command, frozen=True, tag="timers.reset"):
    """Stands with its whole length again, and so do all its banks."""

    timer: TimerId


class Set(Command, frozen=True, tag="timers.set"):
    """What the clock shows from now on, ms: what is left, or for a count-up what is used."""

    timer: TimerId
    ms: Duration
    bank: BankId | None = None


class Adjust(Command, frozen=True, tag="timers.adjust"):
    """Adds to what the clock shows, ms; negative takes away. A time of day is put off by as much."""

    timer: TimerId
    ms: Duration
    bank: BankId | None = None


class Switch(Command, frozen=True, tag="timers.switch"):
    """The other bank: `bank`, else the next in order. While the timer runs, one stops and the other runs at the same
    moment; while it stands, this says whose turn it will be."""

    timer: TimerId
    bank: BankId | None = None


class Restore(Command, frozen=True, tag="timers.restore"):
    """What undoing an act does: the timer is `to` again, as if the act had never been, so a pause undone has not
    stopped the clock. Refused when it is not `over`, what the act had left, any more."""

    timer: TimerId
    to: Entry | None
    over: Entry | None


class Due(Command, frozen=True, tag="timers.due"):
    """A running clock reached zero."""

    timer: TimerId
    bank: BankId


# --- events ---


class Added(Event, frozen=True, tag="timers.added"):
    timer: NamedTimer


class Changed(Event, frozen=True, tag="timers.changed"):
    timer: NamedTimer


class Removed(Event, frozen=True, tag="timers.removed"):
    timer: TimerId
    name: str
    of_show: bool
    """The show file has it: a mark must stay that it is gone."""


class Ran(Event, frozen=True):
    """The clocks that changed, as they are now."""

    timer: TimerId
    at: Instant
    clocks: dict[BankId, Timer]


class Started(Ran, frozen=True, tag="timers.started"):
    bank: BankId


class Paused(Ran, frozen=True, tag="timers.paused"):
    pass


class Switched(Ran, frozen=True, tag="timers.switched"):
    bank: BankId


class Put(Ran, frozen=True, tag="timers.put"):
    """Set to what it shows now: `ms`."""

    bank: BankId
    ms: Duration


class Adjusted(Ran, frozen=True, tag="timers.adjusted"):
    bank: BankId
    ms: Duration


class Restarted(Event, frozen=True, tag="timers.restarted"):
    timer: TimerId


class Restored(Event, frozen=True, tag="timers.restored"):
    timer: TimerId
    to: Entry | None


class Up(Event, frozen=True, tag="timers.up"):
    timer: TimerId
    bank: BankId


COMMANDS = (Add, Change, Remove, Start, Pause, Reset, Set, Adjust, Switch, Restore, Due)
EVENTS = (Added, Changed, Removed, Started, Paused, Switched, Put, Adjusted, Restarted, Restored, Up)
