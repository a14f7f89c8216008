"""The time in a picture, for programs: to measure how old a picture is when it is seen.

A row of cells along the lower edge, white for 1: one that is always white, one always black, 24 bits of a clock in
milliseconds, and two of a check sum. It survives H.264 and scaling down to 320 wide.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

BITS: Final = 24
CELLS: Final = BITS + 4
MODULO: Final = 1 << BITS


def draw_time(pixels: NDArray[np.uint8], milliseconds: int) -> None:
    """Into height × width × colours, in place."""
    height, width = pixels.shape[:2]
    top = height - height // 12
    cells = _cells(milliseconds % MODULO)
    edges = np.linspace(0, width, CELLS + 1).round().astype(int)
    for number, cell in enumerate(cells):
        pixels[top:, edges[number] : edges[number + 1]] = 255 if cell else 0


def read_time(luma: NDArray[np.uint8]) -> int | None:
    """Milliseconds modulo MODULO from height × width; None: there is no time in it, or it is damaged."""
    height, width = luma.shape
    row = luma[height - height // 24]
    middles = ((np.arange(CELLS) + 0.5) * width / CELLS).astype(int)
    seen = row[middles] > 128
    value = int(sum(1 << bit for bit in range(BITS) if seen[2 + bit]))
    return value if [bool(cell) for cell in seen] == _cells(value) else None


def _cells(value: int) -> list[bool]:
    bits = [bool(value >> bit & 1) for bit in range(BITS)]
    check = (value ^ value >> 7 ^ value >> 13) % 3 + 1
    return [True, False, *bits, bool(check & 1), bool(check & 2)]
