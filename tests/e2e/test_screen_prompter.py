"""The prompter: how its text rolls, stops, turns, follows and goes on where it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from control.core.rundown import commands as rundown
from tests.e2e.house import PHONE, axe
from tests.e2e.screens import backstage, go_to, opened

pytestmark = pytest.mark.browser


async def offset(page: Page) -> float:
    """How far the text has gone up, px."""
    found: float = await page.locator(".text").evaluate("text => -new DOMMatrix(getComputedStyle(text).transform).m42")
    return found


async def moved(page: Page, beyond: float) -> None:
    await page.wait_for_function(
        "beyond => -new DOMMatrix(getComputedStyle(document.querySelector('.text')).transform).m42 > beyond", arg=beyond
    )


async def test_the_prompter_rolls_stops_and_turns(browser: Browser, pages: Path, tmp_path: Path) -> None:
    query = "&screen=prompter&speed=200"
    async with (
        backstage(tmp_path, pages) as house,
        opened(browser, house, query, motion="no-preference") as page,
    ):
        await house.do(rundown.Go())
        await expect(page.locator(".text")).to_contain_text("Добрый вечер, дорогие друзья!")
        assert await offset(page) == 0
        line = await page.locator(".text p").first.bounding_box()
        glass = await page.locator(".glass").bounding_box()
        assert line is not None
        assert glass is not None
        assert abs(line["y"] - glass["y"] - glass["height"] / 3) < 2  # a third of the way down
        await page.keyboard.press("Space")
        await moved(page, 30)
        await page.keyboard.press("Space")
        stood = await offset(page)
        await page.keyboard.press("ArrowUp")
        await expect(page.locator(".value")).to_have_text("205 сл/мин")
        await expect(page).to_have_url(re.compile("speed=205"))
        assert await offset(page) == stood
        await page.mouse.move(400, 300)
        await page.mouse.wheel(0, 120)
        await moved(page, stood + 100)
        await page.keyboard.press("Home")
        await page.keyboard.press("KeyM")
        matrix = "glass => { const m = new DOMMatrix(getComputedStyle(glass).transform); return [m.a, m.d] }"
        assert await page.locator(".glass").evaluate(matrix) == [-1, 1]
        await page.keyboard.press("KeyV")
        assert await page.locator(".glass").evaluate(matrix) == [-1, -1]
        await expect(page).to_have_url(re.compile("mirror=1.*flip=1"))
        assert await axe(page) == []


async def test_the_prompters_speed_is_its_words_a_minute(browser: Browser, pages: Path, tmp_path: Path) -> None:
    query = "&screen=prompter&speed=120"
    async with (
        backstage(tmp_path, pages) as house,
        opened(browser, house, query, motion="no-preference") as page,
    ):
        await house.do(rundown.Go())
        await expect(page.locator(".text")).to_contain_text("Добрый вечер")
        height, words = await page.locator(".text > div").evaluate(
            "div => [div.clientHeight, div.innerText.split(/\\s+/).filter(Boolean).length]"
        )
        await page.keyboard.press("Space")
        await moved(page, 5)
        measured = await page.evaluate(
            """async () => {
              const at = () => -new DOMMatrix(getComputedStyle(document.querySelector('.text')).transform).m42;
              const frame = () => new Promise(requestAnimationFrame);
              let last = await frame(), rolled = 0;
              const from = at();
              while (rolled < 1500) {
                const now = await frame();
                rolled += Math.min(200, now - last);  // it takes what is longer for a tab that was hidden
                last = now;
              }
              return (at() - from) / (rolled / 1000);
            }"""
        )
        assert measured == pytest.approx(height / words * 120 / 60, rel=0.25)


async def test_the_prompter_steps_for_those_who_want_no_motion(browser: Browser, pages: Path, tmp_path: Path) -> None:
    query = "&screen=prompter&speed=400&size=40"
    async with backstage(tmp_path, pages) as house, opened(browser, house, query) as page:
        await house.do(rundown.Go())
        await expect(page.locator(".text")).to_contain_text("Добрый вечер")
        await page.keyboard.press("Space")
        await moved(page, 100)
        await page.keyboard.press("Space")
        assert (await offset(page)) % 56 == pytest.approx(0, abs=0.01)  # whole lines of 40 px × 1.4


async def test_the_prompter_follows_and_goes_on_where_it_was(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=prompter") as page:
        await house.do(rundown.Go())
        await expect(page.locator(".text")).to_contain_text("Добрый вечер")
        for _ in range(3):
            await page.keyboard.press("ArrowRight")
        stood = await offset(page)
        assert stood > 0
        await page.wait_for_function("() => (localStorage.getItem('efir.prompter') ?? '').includes('welcome')")
        await page.reload()
        await expect(page.locator(".text")).to_contain_text("Добрый вечер")
        await moved(page, stood - 1)
        assert await offset(page) == pytest.approx(stood, abs=2)
        await house.close()
        await expect(page.locator(".badge.bad")).to_be_visible()
        await house.start()
        await expect(page.locator(".badge.bad")).to_have_count(0)
        assert await offset(page) == pytest.approx(stood, abs=2)
        await go_to(house, "speech-1")
        await expect(page.locator(".text")).to_contain_text("Время пошло")
        assert await offset(page) == 0
        await go_to(house, "break")
        await expect(page.locator(".none")).to_contain_text("нет текста")
        await page.get_by_label("Пункт").select_option("welcome")
        await expect(page.locator(".text")).to_contain_text("Добрый вечер")


async def test_a_finger_moves_the_text_and_a_tap_runs_it(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=prompter", PHONE) as page:
        await house.do(rundown.Go())
        await expect(page.locator(".text")).to_contain_text("Добрый вечер")
        await page.mouse.move(200, 500)
        await page.mouse.down()
        await page.mouse.move(200, 350, steps=5)
        await page.mouse.up()
        assert await offset(page) >= 100
        await page.touchscreen.tap(200, 300)
        await expect(page.get_by_role("button", name="Остановить")).to_be_visible()
