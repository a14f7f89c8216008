"""The shapes of named timers on the wire."""

from typing import Literal

from msgspec import UNSET, UnsetType

from control.views.wire import ClockWire, Collection, Wire


class StrokeWire(Wire, frozen=True, kw_only=True):
    left: int
    strokes: int


class ProtectedWire(Wire, frozen=True, kw_only=True):
    """Questions (POI) are allowed after the first and before the last so many milliseconds."""

    first: int
    last: int


class BankWire(Wire, frozen=True, kw_only=True):
    name: str
    clock: ClockWire


class TimerWire(Wire, frozen=True, kw_only=True):
    name: str
    kind: Literal["countdown", "count-up", "time-of-day", "banks"]
    clock: ClockWire | UnsetType = UNSET
    """Absent with banks, which have clocks of their own. Of a count-up: a countdown from its limit; `total` 0: it has
    none, and only overtime is counted."""
    banks: Collection[BankWire] | UnsetType = UNSET
    active: str | UnsetType = UNSET
    """The bank that runs or is next to run."""
    warning: int | UnsetType = UNSET
    danger: int | UnsetType = UNSET
    """What is left when the figures change their look."""
    bells: list[StrokeWire]
    protected: ProtectedWire | UnsetType = UNSET
    at: int | UnsetType = UNSET
    """The time of day that is counted down to: ms after midnight in the show's time zone."""
