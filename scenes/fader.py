"""Fades: how often a volume that is on its way is sent, and which of OBS's words about volumes are echoes of that."""

from collections import deque

from scenes.picture import Key

STEP = 0.05
"""Seconds between two steps of a fade."""
ECHO = 2.0
"""Seconds after which OBS does not tell of a request of ours any more."""


class Echoes:
    """What was sent lately. While a volume moves, reading it again would come too late to tell whose it is: the next
    step has gone over a hand's by then. So here, and only here, an event's own value is looked at: one that nobody
    sent is a hand's. Moments are seconds of the loop's clock."""

    def __init__(self) -> None:
        self._sent: dict[Key, deque[tuple[float, float]]] = {}

    def sent(self, key: Key, decibels: float, now: float) -> None:
        sent = self._sent.setdefault(key, deque())
        sent.append((now, decibels))
        while now - sent[0][0] > ECHO:
            sent.popleft()

    def ours(self, key: Key, decibels: float, now: float) -> bool:
        return any(decibels == value and now - at <= ECHO for at, value in self._sent.get(key, ()))
