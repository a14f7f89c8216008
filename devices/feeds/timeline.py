"""Time stamps of a source → our clock, and how fast what has no clock of its own is read. Pure.

The source's first time stamp is put on the moment when it came. One that arrives earlier than ever shows how fast the
way can be, so the line moves with it: what arrives late is then late, not the rule. A time stamp that jumps, in either
direction, begins a new line.
"""

from __future__ import annotations

from typing import Final

# A clock of 100 ppm runs away so far in an hour and a half; a jump of less is not heard.
MOST_LATE_S: Final = 0.5


class Timeline:
    """Seconds in, monotonic seconds out; picture and sound of one connection share it, so they stay together."""

    def __init__(self) -> None:
        self._offset: float | None = None

    def place(self, stamp: float, now: float) -> float:
        """When what is stamped so belongs on our clock: not after `now`, not more than MOST_LATE_S before it."""
        if self._offset is None or not now - MOST_LATE_S <= stamp + self._offset <= now:
            self._offset = now - stamp
        return stamp + self._offset


class Pace:
    """What can be read faster than it is shown is read by its time stamps. Pure."""

    # A jump in the time stamps is none in what is shown.
    MOST_AHEAD_S: Final = 5.0

    def __init__(self) -> None:
        self._offset: float | None = None

    def wait(self, stamp: float, now: float) -> float:
        """Seconds until what is stamped so is due."""
        if self._offset is None or not -1.0 <= stamp + self._offset - now <= self.MOST_AHEAD_S:
            self._offset = now - stamp
        return max(0.0, stamp + self._offset - now)
