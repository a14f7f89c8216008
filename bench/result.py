"""What every benchmark returns."""

from __future__ import annotations

import msgspec

Figures = dict[str, float]
"""Named figures, the unit in the name: ``{"median_ms": 4.1, "p99_ms": 9.7}``."""


class Result(msgspec.Struct, frozen=True):
    """``ratio`` is ours to the peer's, measured in the same run; ``aim`` in words, ``holds`` whether it was met.

    ``peer`` and ``ratio`` are None where nobody can be asked to do the same. ``n``: how many samples of ours.
    """

    bench: str
    ours: Figures
    peer: Figures | None
    ratio: float | None
    aim: str
    holds: bool
    n: int
