"""Named timers."""

from typing import Annotated, Literal

from msgspec import Meta

from control.clock import Duration
from control.core.types import BankId, TimerId
from control.show.parts import DayTime, Name, Part, Span

TimerKind = Literal["countdown", "count-up", "time-of-day", "banks"]
LONGEST_TIMER = 360_000_000
"""100 hours."""
TimerLength = Annotated[Span, Meta(ge=1_000, le=LONGEST_TIMER)]
TimerRest = Annotated[Span, Meta(ge=0, le=LONGEST_TIMER)]


class Stroke(Part, frozen=True, kw_only=True):
    """A bell of a timer's plan."""

    left: TimerRest
    """What is left on the clock when it rings."""
    strokes: Annotated[int, Meta(ge=1, le=9)] = 1


class Protected(Part, frozen=True, kw_only=True):
    """The parts of a speech in which questions (POI) are not allowed; between them the window is open."""

    first: TimerRest = Duration(0)
    last: TimerRest = Duration(0)


class Bank(Part, frozen=True, kw_only=True):
    """One team's or player's own time."""

    id: BankId
    name: Name
    length: TimerLength | None = None
    """Absent: the timer's `length`."""


class NamedTimer(Part, frozen=True, kw_only=True):
    """A clock anybody can be shown: what it is, not how far it has run (`control.core.timers`).

    Which keys belong to which kind is in `control.core.timer_plans`. What `warning`, `danger` and `bells` count is what
    is left: to the end of the length, to the limit of a count-up, to the time of day.
    """

    id: TimerId
    name: Name
    kind: TimerKind
    length: TimerLength | None = None
    """Of a countdown; of every bank that has none of its own."""
    limit: TimerLength | None = None
    """Of a count-up; absent: it has no end."""
    at: DayTime | None = None
    """The time of day that is counted down to."""
    warning: TimerRest | None = None
    danger: TimerRest | None = None
    bells: tuple[Stroke, ...] = ()
    protected: Protected | None = None
    banks: tuple[Bank, ...] = ()
