"""Chromium, and the one clock by which pages and this process are compared."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from playwright.async_api import Browser, Page, async_playwright

from tests import real
from tests.e2e.house import QUIET

PINGS = 60
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No page of anybody's reaches beyond this machine."""

PAINTED = """
(read) => new Promise((resolve) => {
  const shown = new Function("return " + read);
  const look = () => {
    if (shown()) requestAnimationFrame(() => resolve(performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})
"""
"""Looks at the start of every frame whether the page shows it; the start of the *next* frame is the answer, for then
the frame that shows it has been painted. So it is late by up to a frame, never early."""


class PageClock(msgspec.Struct, frozen=True):
    """`performance.now()` of a page in terms of this process's `time.perf_counter()`."""

    offset: float
    """Seconds to be added to the page's time."""
    error: float
    """Seconds by which it may be wrong, at most: half of the quickest round trip."""

    def here(self, page_ms: float) -> float:
        return page_ms / 1000 + self.offset


def clock_of(pings: list[tuple[float, float, float]]) -> PageClock:
    """`pings`: (asked, the page's milliseconds, answered). The quickest one counts."""
    asked, there, answered = min(pings, key=lambda ping: ping[2] - ping[0])
    return PageClock((asked + answered) / 2 - there / 1000, (answered - asked) / 2)


async def calibrate(page: Page) -> PageClock:
    pings = []
    for _ in range(PINGS):
        asked = time.perf_counter()
        there = await page.evaluate("performance.now()")
        pings.append((asked, there, time.perf_counter()))
    return clock_of(pings)


@asynccontextmanager
async def chromium(*more: str) -> AsyncIterator[Browser]:
    """`more`: its switches."""
    program = real.chromium()
    if program is None:
        raise RuntimeError("no Chromium, Chrome or Edge on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(program), args=[*QUIET, NOBODY_ELSE, *more])
        try:
            yield browser
        finally:
            await browser.close()
