"""Somebody who watches the stream from beginning to end and forgets nothing: what was on air when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import cv2
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from overlays.marks import Marks, read_marks
from tests.e2e.platform import Frame, Viewer

LOOK_AGAIN = 0.03
STARTS_ANEW = 1.0
"""A frame's time that jumps back by more than this, in seconds, belongs to a new publisher."""


class Sighting(Struct, frozen=True):
    at: float
    """When it was seen, monotonic seconds."""
    session: int
    """Counts the publisher's beginnings: a viewer may stay connected over one, only the stream's time starts anew."""
    time: float
    """Of the frame in its session, seconds: what lies between two frames, whatever the network did to them."""
    marks: Marks | None
    light: float
    """The picture's mean, 0 … 255: nothing is black."""


class Audience:
    """`with Audience(url) as audience:`"""

    def __init__(self, url: str) -> None:
        self.viewer = Viewer(url, self._see)
        self.sightings: list[Sighting] = []
        """Of every frame, appended on the viewer's thread."""
        self.session = 0
        self._opened = 0

    def __enter__(self) -> Self:
        self.viewer.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.viewer.__exit__(kind, error, trace)

    def _see(self, picture: Frame, at: float) -> None:
        reopened = self.viewer.sessions != self._opened
        self._opened = self.viewer.sessions
        if reopened or at < self.sightings[-1].time - STARTS_ANEW:
            self.session += 1
        light = float(picture[::4, ::4].mean())
        self.sightings.append(Sighting(time.monotonic(), self.session, at, read_marks(picture), light))

    def now(self) -> int:
        """For `since`."""
        return len(self.sightings)

    def since(self, start: int) -> list[Sighting]:
        return self.sightings[start:]

    async def sees(self, what: str, there: Callable[[Frame], bool], seconds: float) -> Frame:
        """A frame that comes from now on."""
        self.viewer.forget()
        return await self.viewer.until(there, what, seconds)

    async def reads(self, what: str, there: Callable[[Marks], bool], seconds: float) -> Sighting:
        """The first frame from now on whose marks say so."""
        deadline = time.monotonic() + seconds
        next_one = self.now()
        while time.monotonic() < deadline:
            for sighting in self.since(next_one):
                next_one += 1
                if sighting.marks is not None and there(sighting.marks):
                    return sighting
            await asyncio.sleep(LOOK_AGAIN)
        last = next((s.marks for s in reversed(self.sightings) if s.marks is not None), None)
        raise AssertionError(f"the audience did not read {what} in {seconds} s; the last marks: {last}")

    async def goes_on(self, seconds: float, within: float) -> list[Sighting]:
        """What is seen in the next `seconds`; AssertionError if that much has not come `within`."""
        start, began = self.now(), time.monotonic()
        while True:
            seen = self.since(start)
            if len(seen) > 1 and seen[-1].at - seen[0].at >= seconds:
                return seen
            assert time.monotonic() - began < within, f"{len(seen)} frames in {within} s"
            await asyncio.sleep(LOOK_AGAIN)


# --- what a picture looks like ---


def picture(file: str, width: int, height: int) -> Frame:
    """An image file as the canvas shows it, red, green, blue."""
    image = cv2.imread(file)
    assert image is not None, file
    return cv2.cvtColor(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


def difference(one: Frame, other: Frame) -> float:
    """The mean over all pixels and colours, 0 … 255."""
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean())


def part(frame: Frame, place: tuple[int, int, int, int], margin: int = 4) -> Frame:
    """`place` is x, y, width, height."""
    x, y, width, height = place
    return frame[y + margin : y + height - margin, x + margin : x + width - margin]


def warmth(frame: Frame) -> float:
    """Red minus blue, in the mean."""
    colours: NDArray[np.float64] = frame.reshape(-1, 3).mean(axis=0)
    return float(colours[0] - colours[2])
