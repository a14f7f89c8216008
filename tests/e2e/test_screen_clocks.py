"""The screens that are read for their clocks: progress, countdown, studio clock."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, expect

from control.clock import Duration
from control.core.rundown import commands as rundown
from control.core.rundown.plan import Plan
from control.core.stage import Say
from control.core.types import EntryId
from tests.e2e.house import PHONE
from tests.e2e.programmes import MINUTE, evening
from tests.e2e.screens import SECONDS, apart, backstage, go_to, opened, seconds, wall

pytestmark = pytest.mark.browser


# --- progress ---


async def test_what_is_on_what_is_next_and_when_it_ends(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=backstage") as page:
        now, coming = page.locator(".now"), page.locator("section.next")
        await expect(now).to_contain_text("Эфир ещё не начат")
        await house.do(rundown.Go())
        await expect(now.locator("h2")).to_have_text("1 Приветствие")
        await expect(now.get_by_role("timer")).to_have_text(re.compile(r"^(5:00|4:\d\d)$"))
        await expect(coming.locator("h2")).to_have_text("2 Представление экспертов")
        await expect(page.locator(".list li").first).to_contain_text("Представление экспертов")
        await expect(page.locator(".strip .on")).to_contain_text("Приветствие")
        # The countdown to the next item is what is left of this one; they are painted one after the other.
        to_next = coming.get_by_role("timer")
        assert abs(await apart(page, ".now [role=timer]", "section.next [role=timer]")) <= 1
        end = await page.locator(".end").inner_text()
        await house.do(rundown.AddTime(Duration(10 * MINUTE)))
        await expect(page.locator(".offset")).to_contain_text("опоздание")
        await expect(page.locator(".offset")).to_contain_text(re.compile(r"\+(9:5\d|10:\d\d)"))
        await expect(page.locator(".end")).not_to_have_text(end)
        later = wall((await page.locator(".end").inner_text()).split()[0]) - wall(end.split()[0])
        # Nothing in this plan is locked or has a gap that could absorb: all of it, to the minute that is shown.
        assert later % 86_400 in range(9 * 60, 11 * 60 + 1)
        await house.do(rundown.Pause())
        await expect(now).to_contain_text("Пауза")
        await expect(to_next).to_have_class(re.compile("paused"))
        standing = await to_next.inner_text()
        wall_clock = page.locator(".side p.clock")
        clock = await wall_clock.inner_text()
        await expect(wall_clock).not_to_have_text(clock)
        assert await to_next.inner_text() == standing
        await house.do(Say(text="Тянем время", tone="danger"))
        await expect(page.get_by_role("alert")).to_contain_text("Тянем время")


def with_a_flag() -> Plan:
    plan = evening("wide", "close", "title")
    awards = plan.item(EntryId("awards"))
    assert awards is not None
    return replace(plan, entries={**plan.entries, awards.id: replace(awards, flag=True)})


async def test_how_long_until_the_next_flag(browser: Browser, pages: Path, tmp_path: Path) -> None:
    plan = with_a_flag()
    async with (
        backstage(tmp_path, pages, plan) as house,
        opened(browser, house, "&screen=backstage") as page,
        opened(browser, house, "&screen=backstage&hide=flag") as without,
        opened(browser, house, "&screen=backstage", language="en") as english,
        opened(browser, house, "&screen=cuesheet") as sheet,
    ):
        card = page.locator("section.flag")
        await expect(card).to_contain_text("5 Награждение")
        await expect(card.get_by_role("timer")).to_have_count(0)
        await house.do(rundown.Go())
        # 5 + 4 + 7 + 7 + 10 minutes, and a delay of two.
        await expect(card.get_by_role("timer")).to_have_text(re.compile(r"^(35:00|34:\d\d)$"))
        await expect(card).to_contain_text("до «5 Награждение»")
        await expect(english.locator("section.flag")).to_contain_text("to “5 Награждение” in")
        await house.do(rundown.AddTime(Duration(3 * MINUTE)))
        await expect(card.get_by_role("timer")).to_have_text(re.compile(r"^(38:00|37:\d\d)$"))
        await house.do(rundown.Pause())
        await expect(card.get_by_role("timer")).to_have_class(re.compile("paused"))
        await go_to(house, "awards")
        await expect(card).to_contain_text("Флажков впереди нет")
        await expect(card.get_by_role("timer")).to_have_count(0)
        await expect(without.locator(".list")).to_be_visible()
        await expect(without.locator("section.flag")).to_have_count(0)
        await expect(sheet.locator("#row-awards").get_by_role("img", name="Флажок")).to_be_visible()
        await expect(sheet.get_by_role("img", name="Флажок")).to_have_count(1)


async def test_overtime_is_red_and_the_countdown_to_the_next_stands_at_zero(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=backstage") as page:
        await house.do(rundown.Go())
        await house.do(rundown.AddTime(Duration(-6 * MINUTE)))
        await expect(page.locator(".now")).to_have_class(re.compile("overtime"))
        await expect(page.locator(".now")).to_contain_text("Перебор")
        await expect(page.locator("section.next").get_by_role("timer")).to_have_text("0:00")
        clock = page.locator(".now").get_by_role("timer")
        text = await clock.inner_text()
        await expect(clock).not_to_have_text(text)
        await expect(page.locator("section.next").get_by_role("timer")).to_have_text("0:00")


async def test_a_rehearsal_runs_in_its_own_time_and_says_so(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=backstage") as page:
        await house.do(rundown.Rehearse(rate=10))
        await house.do(rundown.Go())
        await expect(page.locator(".rehearsal")).to_contain_text("×10")
        clock = page.locator(".now").get_by_role("timer")
        first, began = await seconds(clock), time.monotonic()
        await page.wait_for_function(
            f"was => ({SECONDS})(document.querySelector('.now [role=timer]').textContent) <= was - 30", arg=first
        )
        passed = time.monotonic() - began
        assert (first - await seconds(clock)) / max(passed, 0.1) > 5


async def test_parts_that_are_left_out_and_names_that_are_not_said(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    query = "&screen=backstage&hide=strip,list,offset&names=0"
    async with backstage(tmp_path, pages) as house, opened(browser, house, query) as page:
        await house.do(rundown.Go())
        await expect(page.locator(".now h2")).to_have_text("Пункт 1")
        await expect(page.locator(".end")).to_be_visible()
        await expect(page.locator(".strip, .list, .offset")).to_have_count(0)
        await expect(page.locator("main")).not_to_contain_text("Приветствие")


async def test_without_a_server_the_screen_says_so_and_its_clock_runs_on(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=backstage") as page:
        await house.do(rundown.Go())
        clock = page.locator(".now").get_by_role("timer")
        await expect(clock).to_have_text(re.compile(r"^4:\d\d$"))
        await house.close()
        await expect(page.locator(".badge.bad")).to_be_visible()
        silent = await seconds(clock)
        await page.wait_for_function(
            "was => ([...document.querySelectorAll('.now [role=timer]')].every("
            f"element => ({SECONDS})(element.textContent) <= was - 2))",
            arg=silent,
        )
        # Away from the screen and back again needs no server either.
        await page.keyboard.press("Escape")
        await expect(page.locator(".start .badge.bad")).to_be_visible()
        await page.locator("[data-tile=backstage]").click()
        await expect(clock).to_be_visible()
        await house.start()
        await expect(page.locator(".badge.bad")).to_have_count(0)
        await house.do(rundown.Pause())
        await expect(page.locator(".now")).to_contain_text("Пауза")
        left = house.controller.state.rundown.run.playing.timer
        assert left is not None
        assert left.rest is not None
        assert await seconds(clock) == -(-left.rest // 1000)


# --- countdown ---


async def test_countdown_to_my_item(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=countdown", PHONE) as page:
        await house.do(rundown.Go())
        await page.get_by_role("button", name="3А Первая речь").click()
        await expect(page).to_have_url(re.compile("item=speech-1"))
        await page.get_by_role("button", name="Показать").click()
        card = page.locator("[data-item=speech-1]")
        await expect(card.get_by_role("timer")).to_have_text(re.compile(r"^(9:00|8:\d\d)$"))
        await house.do(rundown.AddTime(Duration(MINUTE)))
        await expect(card.get_by_role("timer")).to_have_text(re.compile(r"^9:[0-5]\d$"))
        await house.do(rundown.Pause())
        await expect(card).to_contain_text("отсчёт стоит")
        await go_to(house, "speech-1")
        await expect(card).to_contain_text("В эфире")
        await expect(card.get_by_role("timer")).to_have_text(re.compile(r"^(7:00|6:\d\d)$"))
        await go_to(house, "speech-2")
        await expect(card).to_contain_text("Уже прошёл")


async def test_several_items_in_one_address(browser: Browser, pages: Path, tmp_path: Path) -> None:
    query = "&screen=countdown&item=jury,speech-2,nobody"
    async with backstage(tmp_path, pages) as house, opened(browser, house, query) as page:
        await house.do(rundown.Go())
        await expect(page.locator("[data-item]")).to_have_count(2)
        between = await apart(page, "[data-item=jury] [role=timer]", "[data-item=speech-2] [role=timer]")
        assert between in range(11 * 60 - 1, 11 * 60 + 2)


# --- clock ---


async def test_the_studio_clock_is_the_servers(browser: Browser, pages: Path, tmp_path: Path) -> None:
    # A machine whose own clock is three hours wrong.
    wrong = "const now = Date.now; Date.now = () => now() - 3 * 3_600_000"
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=clock", script=wrong) as page:
        before = int(time.time())
        shown = wall(await page.get_by_role("timer").inner_text())
        after = int(time.time())
        assert (shown - (before + 3 * 3600) + 2) % 86_400 <= after - before + 4


async def test_the_clocks_styles(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with (
        backstage(tmp_path, pages) as house,
        opened(browser, house, "&screen=clock&style=ring") as ring,
        opened(browser, house, "&screen=clock&seconds=0") as short,
        opened(browser, house, "&screen=clock&style=ring&seconds=0") as plain,
    ):
        second = ring.locator(".second")
        shown = int(await second.text_content() or "0")
        await expect(second).not_to_have_text(f"{shown:02d}")
        # Both in one frame: a dot for every second that has begun.
        lit, said = await ring.evaluate(
            "() => [document.querySelectorAll('.lit').length, Number(document.querySelector('.second').textContent)]"
        )
        assert lit == said + 1
        await expect(short.get_by_role("timer")).to_have_text(re.compile(r"^\d\d:\d\d$"))
        await expect(plain.locator(".dot, .second")).to_have_count(0)
