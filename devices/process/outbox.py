"""What the process says to its owner, who may be slow: the newest of what passes, a short line of what happened."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Hashable
from typing import BinaryIO, Final

import msgspec

from devices.process.framing import frame

MOST_CHANGES: Final = 64


class Outbox:
    """Writes on a thread of its own: a full pipe holds nothing up but that thread."""

    def __init__(self, stream: BinaryIO, most: int = MOST_CHANGES) -> None:
        self._stream = stream
        self._happened: deque[msgspec.Struct] = deque(maxlen=most)
        self._newest: dict[Hashable, msgspec.Struct] = {}
        self._filled = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="outbox", daemon=True)
        self._thread.start()

    def say(self, message: msgspec.Struct) -> None:
        """What happened, in its order."""
        with self._filled:
            self._happened.append(message)
            self._filled.notify()

    def show(self, key: Hashable, message: msgspec.Struct) -> None:
        """What passes: takes the place of what still waits under the same key."""
        with self._filled:
            self._newest[key] = message
            self._filled.notify()

    def close(self, seconds: float) -> None:
        """Waits so long for the rest to be written."""
        with self._filled:
            self._closed = True
            self._filled.notify()
        self._thread.join(seconds)

    def _take(self) -> list[msgspec.Struct]:
        with self._filled:
            while not (self._happened or self._newest or self._closed):
                self._filled.wait()
            taken = [*self._happened, *self._newest.values()]
            self._happened.clear()
            self._newest.clear()
            return taken

    def _write(self) -> None:
        while taken := self._take():
            try:
                for message in taken:
                    self._stream.write(frame(message))
                self._stream.flush()
            except OSError:  # the owner is gone: the end of standard input says so too
                return
