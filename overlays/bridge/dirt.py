"""What the page says about its pixels (renderer/main.ts, `Change`), gathered between two pictures."""

from __future__ import annotations

import asyncio
import math

import msgspec
from msgspec import Struct

from overlays.bridge.wire import Box

Region = tuple[float, float, float, float]


class Change(Struct, frozen=True):
    moving: bool
    """More will change without a further word, until one says false."""
    region: Region | None = None
    """x, y, width, height in the page's pixels; None: anywhere."""


class Dirt:
    """The parts of the page that differ from the last picture."""

    def __init__(self, page: Box) -> None:
        self._page = page
        self._dirty = asyncio.Event()
        self._box: Box | None = None
        self._moving: Box | None = None

    @property
    def moving(self) -> bool:
        return self._moving is not None

    def mark(self, payload: str) -> None:
        """Takes the page's word; a word that is none marks the whole page."""
        try:
            change = msgspec.json.decode(payload, type=Change)
        except msgspec.MsgspecError:
            change = Change(moving=False)
        box = self._page if change.region is None else inside(change.region, self._page)
        # What moved until now must be taken once more after it stands still.
        self._box = union(union(self._box, box), self._moving)
        self._moving = union(self._moving, box or self._page) if change.moving else None
        if self._box is not None:
            self._dirty.set()

    async def wait(self) -> None:
        """Returns when there is something to take a picture of."""
        if self._moving is None:
            await self._dirty.wait()

    def take(self) -> Box:
        """The part to take now; what changes from here on belongs to the next picture."""
        self._dirty.clear()
        box, self._box = union(self._box, self._moving), None
        return box or self._page


def union(a: Box | None, b: Box | None) -> Box | None:
    """The smallest box that holds both."""
    if a is None or b is None:
        return a or b
    x, y = min(a.x, b.x), min(a.y, b.y)
    right, bottom = max(a.x + a.width, b.x + b.width), max(a.y + a.height, b.y + b.height)
    return Box(x=x, y=y, width=right - x, height=bottom - y)


def inside(region: Region, page: Box) -> Box | None:
    """The whole pixels of `page` that a region touches; None if it touches none."""
    x, y, width, height = region
    left, top = max(page.x, math.floor(x)), max(page.y, math.floor(y))
    right = min(page.x + page.width, math.ceil(x + width))
    bottom = min(page.y + page.height, math.ceil(y + height))
    return Box(x=left, y=top, width=right - left, height=bottom - top) if right > left and bottom > top else None
