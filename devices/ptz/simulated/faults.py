"""What can go wrong between a controller and a camera, on command."""

import random
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum


class Fault(StrEnum):
    LOSE = "lose"
    """A reply is lost: what was asked is done."""
    DROP = "drop"
    """A request is lost."""
    TWICE = "twice"
    """A reply comes twice."""
    LATE = "late"
    """A reply comes a quarter of a second later."""
    GARBAGE = "garbage"
    """Bytes that mean nothing come before a reply."""
    ELSEWHERE = "elsewhere"
    """A completion of another socket comes from another address before a reply. UDP only."""
    SWAP = "swap"
    """A completion waits for the next one, which overtakes it. VISCA only."""
    FULL = "full"
    """*Buffer full*, whatever is free. VISCA only."""
    REFUSE = "refuse"
    """*Not executable*, or what the protocol has for it."""


class Faults:
    """Each fault by chance (`rates`, 0 … 1) or for the next few times (`soon`)."""

    def __init__(self, rates: Mapping[Fault, float] | None = None, seed: int = 0) -> None:
        self._rates = dict(rates or {})
        self._soon: Counter[Fault] = Counter()
        self._random = random.Random(seed)  # noqa: S311 (a rehearsal's, to be repeated)
        self.happened: Counter[Fault] = Counter()

    def soon(self, fault: Fault, times: int = 1) -> None:
        self._soon[fault] += times

    def clear(self) -> None:
        """Of what was to happen soon; chance goes on."""
        self._soon.clear()

    def hit(self, fault: Fault) -> bool:
        """Whether it is to happen now."""
        if self._soon[fault] > 0:
            self._soon[fault] -= 1
        elif self._random.random() >= self._rates.get(fault, 0.0):
            return False
        self.happened[fault] += 1
        return True
