"""A connection that brings packets and no pictures any more: how long it may go on so. Pure: `now` is monotonic
seconds.

So it is when a picture ends and its sound goes on, when an encoder changes its codec without a word, or when a decoder
takes all and gives nothing. Only another connection finds out what comes.
"""

from __future__ import annotations

from typing import Final

# Who joins a stream may have to wait for its next key frame: ten seconds and more with some encoders.
FIRST_S: Final = 30.0
NEXT_S: Final = 8.0
INTERVALS: Final = 4.0
# While key frames alone are decoded, so many of them must have given nothing.
MOST_KEYS: Final = 4


class Patience:
    """`interval`: seconds that the stream says lie between two pictures."""

    def __init__(self, now: float, interval: float | None = None) -> None:
        self._limit = FIRST_S
        self._next = max(NEXT_S, INTERVALS * (interval or 0.0))
        self._since = now
        self._fed = 0
        self._passed_over = False

    def fed(self) -> None:
        """A packet of video was decoded."""
        self._fed += 1

    def passed_over(self) -> None:
        self._passed_over = True

    def picture(self, now: float) -> None:
        self._limit, self._since = self._next, now
        self._fed, self._passed_over = 0, False

    def over(self, now: float) -> bool:
        """Nothing is to be hoped for from it."""
        if now - self._since <= self._limit:
            return False
        return not self._passed_over or self._fed >= MOST_KEYS
