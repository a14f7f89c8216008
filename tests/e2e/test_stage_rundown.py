"""The stage while a rundown is played: the item on the air, unless a debate is clocked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, expect

from control.clock import Duration
from control.contest import commands as contest
from control.core.rundown import commands as rundown
from control.core.rundown.plan import Item
from control.core.types import EntryId, Role
from tests.e2e.house import SCREEN
from tests.e2e.programmes import MINUTE, evening
from tests.e2e.screens import backstage, go_to, opened

pytestmark = pytest.mark.browser


async def test_the_stage_shows_the_item_on_the_air(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, size=SCREEN, role=Role.STAGE) as page:
        await expect(page.locator("h1")).to_have_text("Скоро начинаем")
        await house.do(rundown.Go())
        stage, clock = page.locator(".stage"), page.get_by_role("timer")
        await expect(page.locator("h1")).to_have_text("1 Приветствие")
        await expect(clock).to_have_text(re.compile(r"^(5:00|4:\d\d)$"))
        await expect(page.locator(".next")).to_contain_text("2 Представление экспертов")
        await expect(page.locator(".next .num")).to_have_text(re.compile(r"^\d\d:\d\d$"))
        await house.do(rundown.AddTime(Duration(-4 * MINUTE - 10_000)))
        await expect(stage).to_have_class(re.compile("warning"))
        await expect(page.locator(".word")).to_contain_text("Меньше минуты")
        await house.do(rundown.AddTime(Duration(-MINUTE)))
        await expect(stage).to_have_class(re.compile("overtime"))
        await expect(page.locator(".word")).to_contain_text("Перебор")
        await go_to(house, "break")
        await expect(clock).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
        await expect(stage).to_have_class(re.compile("calm"))
        await go_to(house, "awards")
        await expect(clock).to_have_text(re.compile(r"^0:\d\d$"))
        await house.do(rundown.Stop())
        await expect(page.locator("h1")).to_have_text("Скоро начинаем")


async def test_a_debate_that_is_clocked_has_the_stage(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, size=SCREEN, role=Role.STAGE) as page:
        await house.do(rundown.Go())
        await expect(page.locator("h1")).to_have_text("1 Приветствие")
        await house.go_to("debate")
        await house.do(contest.Start())
        await expect(page.locator(".phase")).to_have_text("Дебаты")
        await expect(page.locator(".people")).to_be_visible()
        await house.go_to("judging")
        await expect(page.locator("h1")).to_have_text("1 Приветствие")
        for judge in ("vlasov", "kim", "zaitseva"):
            await house.cast(judge, 4, 3)
        await house.do(contest.Reveal())
        await expect(page.locator(".points")).to_have_count(2)  # the result is shown, whatever is on


async def test_an_item_without_figures_and_a_stage_without_the_next(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    plan = evening("wide", "close", "title")
    quiet = plan.entries[EntryId("jury")]
    assert isinstance(quiet, Item)
    plan = replace(plan, entries={**plan.entries, quiet.id: replace(quiet, display="none")})
    async with (
        backstage(tmp_path, pages, plan) as house,
        opened(browser, house, "&hide=next,title", SCREEN, role=Role.STAGE) as bare,
        opened(browser, house, "", SCREEN, role=Role.STAGE) as page,
    ):
        await house.do(rundown.Go())
        await expect(bare.get_by_role("timer")).to_be_visible()
        await expect(bare.locator("h1, .next")).to_have_count(0)
        await go_to(house, "jury")
        await expect(page.locator("h1")).to_have_text("2 Представление экспертов")
        await expect(page.get_by_role("timer")).to_have_count(0)
