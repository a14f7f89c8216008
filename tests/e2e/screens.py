"""An evening's rundown behind the screens, for their tests: a house, a screen opened in it, what its clocks say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Locator, Page, ViewportSize

from control.core.rundown import commands as rundown
from control.core.rundown.plan import Plan
from control.core.types import EntryId, Role
from control.show import Show
from tests.e2e.house import LAPTOP, House, Language, Watch, person
from tests.e2e.programmes import evening

SECONDS = "text => text.replace('+', '').split(':').map(Number).reduce((sum, part) => sum * 60 + part, 0)"


@asynccontextmanager
async def backstage(
    folder: Path, pages: Path, plan: Plan | None = None, show: Show | None = None
) -> AsyncIterator[House]:
    """An evening that begins now and has not been begun."""
    house = await House(folder, pages, show).start()
    try:
        edition = house.controller.state.rundown.edition
        await house.do(rundown.Replace(plan or evening("wide", "close", "title"), edition))
        yield house
    finally:
        await house.close()


@asynccontextmanager
async def opened(
    browser: Browser,
    house: House,
    query: str = "",
    size: ViewportSize = LAPTOP,
    language: Language = "ru",
    *,
    role: Role = Role.BACKSTAGE,
    motion: Literal["reduce", "no-preference"] = "reduce",
    script: str = "",
) -> AsyncIterator[Page]:
    context = await person(browser, size, language, "dark", motion=motion)
    try:
        if script:
            await context.add_init_script(script)
        page = await context.new_page()
        watch = Watch(page)
        await page.goto(await house.link(role) + query)
        await page.wait_for_selector(".stage:not(.coming), .start, .frame, .panel")
        yield page
        assert watch.faults == []
    finally:
        await context.close()


@asynccontextmanager
async def clocks_of(house: House) -> AsyncIterator[None]:
    """What is due happens by itself, as it does in a whole Efir."""
    clocks = asyncio.create_task(house.controller.run_clocks())
    try:
        yield
    finally:
        clocks.cancel()
        await asyncio.wait([clocks])


async def go_to(house: House, item: str) -> None:
    await house.do(rundown.Go(item=EntryId(item)))


async def seconds(clock: Locator) -> int:
    found: int = await clock.evaluate(f"element => ({SECONDS})(element.textContent)")
    return found


async def apart(page: Page, first: str, second: str) -> int:
    """Seconds between two clocks, both read at one moment."""
    found: int = await page.evaluate(
        f"all => {{ const [first, second] = all.map(one => ({SECONDS})(document.querySelector(one).textContent));"
        "return second - first }",
        [first, second],
    )
    return found


def wall(page_time: str) -> int:
    """Seconds from midnight."""
    parts = [int(part) for part in page_time.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
