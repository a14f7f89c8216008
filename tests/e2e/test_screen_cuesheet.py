"""The cue sheet: what it shows, finds, keeps in sight, prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from control.clock import Duration
from control.core.rundown import commands as rundown
from tests.e2e.house import SCREEN, TABLET, axe
from tests.e2e.programmes import MINUTE, long_plan
from tests.e2e.screens import backstage, go_to, opened, wall

pytestmark = pytest.mark.browser


async def test_the_cue_sheet_shows_everything(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=cuesheet", SCREEN) as page:
        await house.do(rundown.Go())
        await expect(page.get_by_role("columnheader")).to_have_text(
            ["№", "По плану", "Ожидается", "Длина", "Название", "Заметка", "Свет", "Реквизит", "Команды"]
        )
        speech = page.locator("#row-speech-1")
        await expect(speech).to_contain_text("в начале В эфир: Крупный план")
        await expect(speech).to_contain_text("через 1:30 В эфир: Общий план")
        await expect(speech).to_contain_text("На сцену: «Осталась минута»")
        await expect(speech.locator(".duration")).to_have_text("7:00")
        await expect(page.locator("#row-welcome")).to_have_attribute("aria-current", "step")
        await expect(page.locator("#row-jury")).to_contain_text("дальше")
        before = wall(await speech.locator(".expected").inner_text())
        await house.do(rundown.AddTime(Duration(5 * MINUTE)))
        await expect(speech.locator(".expected .late")).to_be_visible()
        assert (wall(await speech.locator(".expected").inner_text()) - before) % 86_400 in (300, 360)
        assert await axe(page) == []


async def test_search_columns_and_the_past(browser: Browser, pages: Path, tmp_path: Path) -> None:
    query = "&screen=cuesheet&columns=title,field:light&filter=речь"
    async with backstage(tmp_path, pages) as house, opened(browser, house, query) as page:
        rows = page.locator(".body .row")
        await expect(page.get_by_role("columnheader")).to_have_text(["№", "Название", "Свет"])
        await expect(rows).to_have_count(3)  # two speeches under their heading
        await page.get_by_label("Найти в плане").fill("крупный")
        await expect(page).to_have_url(re.compile("filter="))
        await expect(rows).to_have_count(3)
        await page.get_by_label("Найти в плане").fill("")
        await expect(rows).to_have_count(10)
        await page.locator("summary").click()
        await page.get_by_label("Команды").check()
        await expect(page.get_by_role("columnheader")).to_have_count(4)
        await expect(page).to_have_url(re.compile("columns=number,title,field:light,cues"))
        await house.do(rundown.Go())
        await go_to(house, "speech-1")
        await page.get_by_label("Без прошедшего").check()
        await expect(page.locator("#row-welcome")).to_have_count(0)
        await expect(page.locator("#row-speech-1")).to_have_count(1)
        await page.reload()
        await expect(page.locator("#row-speech-1")).to_have_count(1)
        await expect(page.locator("#row-welcome")).to_have_count(0)
        await page.get_by_label("Группа").select_option("final")
        await expect(rows).to_have_count(3)


async def test_headings_and_numbers_stay_and_the_row_on_air_is_in_sight(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with (
        backstage(tmp_path, pages, long_plan(2_000)) as house,
        opened(browser, house, "&screen=cuesheet", TABLET) as page,
    ):
        await expect(page.locator(".body .row")).to_have_count(2_000)
        await go_to(house, "i1500")
        row = page.locator("#row-i1500")
        await expect(row).to_be_in_viewport()
        scroll = page.locator(".scroll")
        await scroll.evaluate("scroll => { scroll.scrollLeft = 400 }")
        heading, cell, place = (
            await page.get_by_role("columnheader").first.bounding_box(),
            await row.get_by_role("rowheader").bounding_box(),
            await scroll.bounding_box(),
        )
        assert heading is not None
        assert cell is not None
        assert place is not None
        assert heading["x"] == place["x"]
        assert heading["y"] == pytest.approx(place["y"], abs=1.5)
        assert cell["x"] == place["x"]
        # Rows out of sight cost nothing: a second of a clock that moves every expected time is no long task.
        await house.do(rundown.Pause())
        # (A task is as long as the machine lets it be: one second without a long one is enough.)
        quietest: float = await page.evaluate(
            """async () => {
              let longest = 0, quietest = Infinity;
              new PerformanceObserver(list => {
                for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
              }).observe({type: 'longtask'});
              for (let n = 0; n < 20 && quietest >= 400; n += 1) {
                longest = 0;
                await new Promise(done => setTimeout(done, 1500));
                quietest = Math.min(quietest, longest);
              }
              return quietest;
            }"""
        )
        assert quietest < 400


async def test_the_sheet_on_paper(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=cuesheet") as page:
        await house.do(rundown.Go())
        await page.emulate_media(media="print")
        await expect(page.locator(".title h2")).to_be_visible()
        await expect(page.locator("form")).to_be_hidden()
        await expect(page.locator("header")).to_be_hidden()
        style: dict[str, str] = await page.locator("#row-jury .title").evaluate(
            """cell => { const style = getComputedStyle(cell), html = getComputedStyle(document.documentElement);
              return {display: style.display, colour: style.color, ground: html.backgroundColor} }"""
        )
        assert style == {"display": "table-cell", "colour": "rgb(0, 0, 0)", "ground": "rgb(255, 255, 255)"}
        assert await page.locator(".headings").evaluate("h => getComputedStyle(h).display") == "table-header-group"
        pdf = await page.pdf(prefer_css_page_size=True)
        box = re.search(rb"/MediaBox \[([\d. ]+)\]", pdf)
        assert box is not None
        width, height = (float(part) for part in box[1].split()[2:])
        assert (round(width), round(height)) == (842, 595)  # A4 across, in points
