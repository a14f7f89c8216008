"""The graphic of a named timer in a real Chromium."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from . import samples
from .live_server import LiveServer, serving
from .test_graphics import shown, wait_shown

pytestmark = pytest.mark.browser

# Where the plate of a graphic lies: left, top, right, bottom.
PLACE = """id => {
  const graphic = document.querySelector(`.slot[data-id="${id}"] > *`);
  const box = graphic.shadowRoot.querySelector('.box').getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom];
}"""
LOOK = """id => [...document.querySelector(`.slot[data-id="${id}"] > *`).shadowRoot.querySelectorAll('.face')]
  .map((face) => face.className)"""


@pytest_asyncio.fixture(loop_scope="session")
async def server(dist: Path) -> AsyncIterator[LiveServer]:
    async with serving(dist, samples.timer_view(speech=samples.timer())) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, server: LiveServer) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    await page.goto(server.url)
    yield page
    await context.close()
    assert faults == []


async def look(page: Page, graphic: str) -> list[str]:
    found: list[str] = await page.evaluate(LOOK, graphic)
    return found


async def test_the_name_the_figures_and_whether_questions_are_allowed(server: LiveServer, page: Page) -> None:
    await wait_shown(page, "speech", "7:00")
    text = (await shown(page, "speech") or "").upper()
    assert "РЕЧЬ ОППОЗИЦИИ" in text
    assert "БЕЗ ВОПРОСОВ" in text
    await server.push(samples.timer_view(speech=samples.timer("paused", 359_000)))
    await wait_shown(page, "speech", "5:59")
    text = (await shown(page, "speech") or "").upper()
    assert "ВОПРОСЫ МОЖНО" in text
    assert "РЕЧЬ ОППОЗИЦИИ" in text
    assert "paused" in (await look(page, "speech"))[0].split()


async def test_it_runs_on_the_servers_time_and_the_questions_close_by_themselves(
    server: LiveServer, page: Page
) -> None:
    await server.push(samples.timer_view(speech=samples.timer("running", int(time.time() * 1000) + 66_000)))
    await wait_shown(page, "speech", "Вопросы можно")
    await wait_shown(page, "speech", "Без вопросов")
    found = re.search(r"(\d):(\d\d)", await shown(page, "speech") or "")
    assert found is not None
    assert 50 < int(found[1]) * 60 + int(found[2]) <= 60
    assert "warning" in (await look(page, "speech"))[0]


@pytest.mark.parametrize(
    "left, text, phase",
    [
        (60_001, "1:01", "normal"),
        (60_000, "1:00", "warning"),
        (15_000, "0:15", "danger"),
        (-2_000, "+0:02", "overtime"),
    ],
)
async def test_the_looks(server: LiveServer, page: Page, left: int, text: str, phase: str) -> None:
    await server.push(samples.timer_view(speech=samples.timer("paused", left)))
    await wait_shown(page, "speech", text)
    assert phase in (await look(page, "speech"))[0].split()


async def test_banks_stand_side_by_side_and_the_active_one_is_marked(server: LiveServer, page: Page) -> None:
    await server.push(samples.timer_view(chess=samples.chess("black", white=290_000, black=-3_000)))
    await wait_shown(page, "chess", "4:50")
    text = await shown(page, "chess") or ""
    assert "+0:03" in text
    assert "Белые" in text
    assert [("active" in face, "overtime" in face) for face in await look(page, "chess")] == [
        (False, False),
        (True, True),
    ]


async def test_two_timers_in_their_own_corners_do_not_touch(server: LiveServer, page: Page) -> None:
    await server.push(
        samples.timer_view(
            speech=samples.timer(), chess=samples.chess(white=1_000, black=2_000) | {"corner": "bottom-left"}
        )
    )
    await wait_shown(page, "chess", "Чёрные")
    for graphic in ("speech", "chess"):
        await page.wait_for_function(
            """id => document.querySelector(`.slot[data-id="${id}"] > *`).shadowRoot.getAnimations().length === 0""",
            arg=graphic,
        )
    left, top, right, bottom = await page.evaluate(PLACE, "speech")
    assert (top, right) == (54, 1920 - 96)
    left, top, right, bottom = await page.evaluate(PLACE, "chess")
    assert (left, bottom) == (96, 1080 - 54)
    assert right < 1920 - 96
    assert top > 540


async def test_a_timer_that_was_taken_away_is_gone_from_the_picture(server: LiveServer, page: Page) -> None:
    await wait_shown(page, "speech", "7:00")
    await server.push(samples.timer_view(speech={}))
    await page.wait_for_function(
        """() => !document.querySelector('.slot[data-id="speech"] > *').shadowRoot.querySelector('.box')"""
    )
