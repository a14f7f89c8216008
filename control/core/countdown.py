"""A countdown as a value: paused it knows what is left, running it knows when it reaches zero. Nobody sends ticks.

Below zero the clock runs on: a negative rest is overtime («перебор»).
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Duration, Instant, between, later

TimerState = Literal["idle", "running", "paused"]


class Timer(Struct, frozen=True):
    """Make one with `Timer.of(total)`. Exactly one of `rest` and `target` is present."""

    total: Duration
    """The length it was set to, ms. Adding time does not change it; a reset returns to it."""
    rest: Duration | None
    """What is left while the clock stands, ms; negative is overtime."""
    target: Instant | None = None
    """When a running clock reaches zero."""
    begun: bool = False
    """It ran since it was set or reset: this tells paused from idle."""

    @classmethod
    def of(cls, total: Duration) -> "Timer":
        return cls(total, rest=total)

    @property
    def state(self) -> TimerState:
        if self.target is not None:
            return "running"
        return "paused" if self.begun else "idle"

    def left(self, now: Instant) -> Duration:
        """Milliseconds to zero; negative is overtime."""
        if self.target is not None:
            return between(now, self.target)
        assert self.rest is not None
        return self.rest

    def start(self, now: Instant) -> "Timer":
        """Runs from what is left. A running clock stays as it is."""
        if self.target is not None:
            return self
        return replace(self, rest=None, target=later(now, self.left(now)), begun=True)

    def resume(self, now: Instant) -> "Timer":
        """Runs on after a pause. A clock that was never started stays as it is."""
        return self.start(now) if self.begun else self

    def pause(self, now: Instant) -> "Timer":
        """Stands with what is left. A standing clock stays as it is."""
        if self.target is None:
            return self
        return replace(self, rest=self.left(now), target=None)

    def add(self, by: Duration) -> "Timer":
        """Lengthens, or shortens if `by` is negative, what is left, whatever the clock is doing."""
        if self.target is not None:
            return replace(self, target=later(self.target, by))
        assert self.rest is not None
        return replace(self, rest=Duration(self.rest + by))

    def reset(self) -> "Timer":
        """Idle again, with the whole length."""
        return Timer.of(self.total)
