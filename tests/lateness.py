"""How late the machine was: what a promise about time is excused by, and nothing else is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVERY_S = 0.01
GRAIN_S = 0.02
"""So late a thread wakes up on a machine that has nothing to do (Windows counts in steps of 16 ms)."""


class Lateness(threading.Thread):
    """A heart that beats beside whatever is measured, on a thread of its own: a loop that Efir blocks does not make it
    late, a machine without a core for us does."""

    def __init__(self) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.seconds = 0.0
        """By so much its beats came late, all together."""
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            began = time.monotonic()
            self.over.wait(EVERY_S)
            late = time.monotonic() - began - EVERY_S
            if late > GRAIN_S:
                self.seconds += late


@contextmanager
def lateness() -> Iterator[Lateness]:
    """Of the block; known in full when it is over."""
    beat = Lateness()
    beat.start()
    try:
        yield beat
    finally:
        beat.over.set()
        beat.join()
