"""Reads the machine-readable marks that a test theme (`marks: true`) paints into the graphics page.

One row of 24 x 24 px blocks (of a 1920 x 1080 picture) along the lower edge, black for 0, white for 1;
from the left:

| bits | what |
|---|---|
| 8 | sync, `10110010` |
| 8 | on air, one bit a graphic: debate-clock 0, lower-third 1, score-bug 2, result-card 3, any other 7 |
| 1 | the clock is below zero |
| 1 + 13 | clock shown, its whole seconds |
| 1 + 12 | first side's points shown, in tenths |
| 1 + 12 | second side's points shown, in tenths |
| 8 | CRC-8 (polynomial 0x07) of all bits between the syncs |
| 8 | sync backwards |

A block is 16 px wide at 720p and 8 px at 360p, whole coding units of H.264, so it survives hard compression.
The painter is `renderer/marks.ts`; change both together.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

GRAPHIC_BITS: Final = {"debate-clock": 0, "lower-third": 1, "score-bug": 2, "result-card": 3}
OTHER_BIT: Final = 7

_PAGE_HEIGHT = 1080
_BLOCK = 24
_SYNC = (1, 0, 1, 1, 0, 0, 1, 0)
_SECONDS_BITS = 13
_POINTS_BITS = 12
_POINTS_SCALE = 10
_PAYLOAD = 8 + 1 + (1 + _SECONDS_BITS) + 2 * (1 + _POINTS_BITS)
_BLOCKS = len(_SYNC) + _PAYLOAD + 8 + len(_SYNC)
# Black and white must be at least this far apart (of 255), or there are no marks in the picture.
_CONTRAST = 60.0


class Marks(msgspec.Struct, frozen=True):
    """What is on air in one picture."""

    graphics: frozenset[str]
    """Names of graphics; "other" for one that is not Efir's."""
    seconds_left: int | None
    """Whole seconds on the clock, below zero in overtime; None while no clock is shown."""
    first: float | None
    second: float | None
    """Points of the two sides; None while they are not shown."""


def read_marks(picture: NDArray[np.uint8]) -> Marks | None:
    """The marks in a picture (height x width, or height x width x channels, any channel order); None if there are none.

    The picture is the whole 16:9 programme at any size from 640 x 360. A wrong sync or checksum gives None.
    """
    light = _blocks(picture)
    if light is None:
        return None
    sync = np.array(_SYNC + _SYNC[::-1])
    ends = np.concatenate([light[: len(_SYNC)], light[-len(_SYNC) :]])
    white, black = ends[sync == 1].min(), ends[sync == 0].max()
    if white - black < _CONTRAST:
        return None
    bits = [int(bit) for bit in light > (white + black) / 2]
    payload, check = bits[len(_SYNC) : -len(_SYNC) - 8], bits[-len(_SYNC) - 8 : -len(_SYNC)]
    return _decode(payload) if crc8(payload) == _number(check) else None


def crc8(bits: list[int]) -> int:
    """CRC-8, polynomial 0x07, start 0, over single bits."""
    crc = 0
    for bit in bits:
        crc = ((crc << 1) & 0xFF) ^ (0x07 if (crc >> 7) ^ bit else 0)
    return crc


def _blocks(picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """Mean light of the middle of every block."""
    height, width = picture.shape[:2]
    scale = height / _PAGE_HEIGHT
    size = _BLOCK * scale
    if width < _BLOCKS * size or size < 4:
        return None
    top, bottom = round(height - 0.75 * size), round(height - 0.25 * size)
    edges = [(round((i + 0.25) * size), round((i + 0.75) * size)) for i in range(_BLOCKS)]
    row: NDArray[Any] = picture[top:bottom]
    if picture.ndim == 3:
        row = row[..., :3].mean(axis=2)
    return np.array([row[:, left:right].mean() for left, right in edges])


def _number(bits: list[int]) -> int:
    return int("".join(map(str, bits)), 2)


def _decode(payload: list[int]) -> Marks:
    on, rest = _number(payload[:8]), payload[8:]
    names = {name for name, bit in GRAPHIC_BITS.items() if on >> bit & 1}
    if on >> OTHER_BIT & 1:
        names.add("other")
    negative, rest = rest[0], rest[1:]
    seconds = _optional(rest[: 1 + _SECONDS_BITS])
    first = _optional(rest[1 + _SECONDS_BITS : 2 + _SECONDS_BITS + _POINTS_BITS])
    second = _optional(rest[2 + _SECONDS_BITS + _POINTS_BITS :])
    return Marks(
        graphics=frozenset(names),
        seconds_left=None if seconds is None else -seconds if negative else seconds,
        first=None if first is None else first / _POINTS_SCALE,
        second=None if second is None else second / _POINTS_SCALE,
    )


def _optional(bits: list[int]) -> int | None:
    return _number(bits[1:]) if bits[0] else None
