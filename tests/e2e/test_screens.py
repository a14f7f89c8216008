"""The screens backstage together: their list and its links; that all fit, are accessible and stand still."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from control.core.rundown import commands as rundown
from control.core.stage import Say
from control.core.types import Role
from tests.e2e.house import PHONE, SCREEN, TABLET, Language, axe
from tests.e2e.programmes import LIGHT
from tests.e2e.screens import backstage, opened

pytestmark = pytest.mark.browser

NAMES = ("backstage", "cuesheet", "countdown", "clock", "timers", "prompter", "confidence", "crew")


# --- the list ---


async def test_the_list_opens_every_screen_and_escape_comes_back(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house) as page:
        await expect(page.locator("[data-tile]")).to_have_count(len(NAMES))
        for name in NAMES:
            await page.locator(f"[data-tile={name}]").click()
            await expect(page.locator(f".frame[data-screen={name}]")).to_be_visible()
            assert f"screen={name}" in page.url
            assert "t=" in page.url  # a reload still has its link
            await page.keyboard.press("Escape")
            await expect(page.locator(".start")).to_be_visible()
        await page.go_back()
        await expect(page.locator(".frame[data-screen=crew]")).to_be_visible()
        await page.get_by_role("link", name="Экраны").click()
        await expect(page.locator(".start")).to_be_visible()


async def test_a_link_with_its_options_is_made_and_copied(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house) as page:
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.get_by_role("button", name="Настройки ссылки: Суфлёр").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Скорость").fill("150")
        await dialog.get_by_label("Зеркально").check()
        await dialog.get_by_role("combobox", name="Пункт").select_option("speech-1")
        await dialog.get_by_role("combobox", name="Язык").select_option("en")
        assert await axe(page) == []
        await dialog.get_by_role("button", name="Скопировать ссылку").click()
        await expect(dialog.get_by_role("status")).to_have_text("Ссылка скопирована")
        link: str = await page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(await house.link(Role.BACKSTAGE))
        await page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)
        await page.goto(link)
        await expect(page.locator(".text")).to_contain_text("Первая речь")
        await expect(page.locator(".value")).to_have_text("150 wpm")
        await expect(page.locator(".glass")).to_have_class(re.compile("mirror"))


async def test_the_operators_copy_carries_the_link_of_those_backstage(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, role=Role.OPERATOR) as page:
        given = await house.link(Role.BACKSTAGE)
        await page.goto(f"{house.url}/backstage")
        await page.get_by_role("button", name="Настройки ссылки: Студийные часы").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Секунды").uncheck()
        box = dialog.get_by_label("Ссылка", exact=True)
        await expect(box).to_have_value(f"{given}&screen=clock&seconds=0")


# --- all of them ---


@pytest.mark.parametrize("size", [SCREEN, TABLET, PHONE], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_screen_fits_and_is_accessible(
    browser: Browser, pages: Path, tmp_path: Path, size: ViewportSize, language: Language
) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "", size, language) as page:
        await house.do(rundown.Go())
        await house.do(Say(text="Осталась минута", tone="warning"))
        faults: dict[str, Any] = {"start": await axe(page)}
        for theme in ("dark", "light"):
            for query in (
                *NAMES,
                "crew&camera=right",
                f"crew&field={LIGHT}",
                "countdown&item=jury",
                "clock&style=ring",
            ):
                await page.goto(f"{await house.link(Role.BACKSTAGE)}&screen={query}&theme={theme}")
                await page.wait_for_selector(".frame")
                name = f"{query} {theme}"
                faults[name] = await axe(page)
                if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    faults[name].append("wider than its window")
                words = await page.locator(".frame > header").inner_text()
                if (language == "en") != ("Screens" in words):
                    faults[name].append("in the other language")
        assert {name: found for name, found in faults.items() if found} == {}


async def test_figures_that_change_move_nothing(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=backstage", TABLET) as page:
        await house.do(rundown.Go())
        await expect(page.locator(".now").get_by_role("timer")).to_have_text(re.compile(r"^4:\d\d$"))
        shift: float = await page.evaluate(
            """() => new Promise(done => {
              let sum = 0;
              new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
                .observe({type: 'layout-shift', buffered: false});
              setTimeout(() => done(sum), 3500);
            })"""
        )
        assert shift == 0
