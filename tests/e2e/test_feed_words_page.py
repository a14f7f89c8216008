"""What the panel and the multiview say of a camera: why it is away, what was, who is held, what is heard."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from control.core import feeds
from control.core.feeds import ObserveLine, ObserveShowing
from control.core.types import SYSTEM, Role
from control.telemetry import FIRST_FEED
from tests.e2e.house import LAPTOP, axe, person
from tests.e2e.test_feeds_page import CAMERAS, opened, picture, shot, studio

pytestmark = pytest.mark.browser


async def test_what_the_system_says_is_told_where_we_know_no_better(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/") as page:
        camera = CAMERAS[4].id
        await house.do(ObserveLine(camera, "main", "away", why="other", detail="Input/output error"), SYSTEM)
        await house.do(ObserveShowing(camera, "slate"), SYSTEM)
        await page.keyboard.press("KeyC")
        await page.locator(f"[data-camera={camera}]").click()
        health = page.locator("[data-health]")
        await expect(health).to_contain_text("нет связи: причина неизвестна")
        await expect(health).to_contain_text("Efir пробует снова. (Input/output error)")
        await page.keyboard.press("KeyL")
        await expect(
            page.locator("ol li").filter(has_text="Сигнала «Сцена сверху» нет: причина неизвестна")
        ).to_be_visible()
        await expect(page.locator("ol li").filter(has_text="негоден: картинка застыла, тишина")).to_be_visible()


async def test_what_was_wrong_is_seen_after_it_is_well_again(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/") as page:
        camera = CAMERAS[5].id
        folder = tmp_path / "feeds"
        await asyncio.to_thread(folder.mkdir, exist_ok=True)
        await asyncio.to_thread((folder / "cam5-main-7.jpg").write_bytes, picture(5, 7))
        for command in (
            ObserveLine(camera, "main", "bad", ("black", "silence"), "cam5-main-7.jpg"),
            ObserveLine(camera, "main", "away", why="broken"),
            ObserveLine(camera, "main", "ok"),
        ):
            await house.do(command, SYSTEM)
        await page.keyboard.press("KeyC")
        await page.locator(f"[data-camera={camera}]").click()
        await expect(page.locator("[data-health] .shown")).to_have_text("идёт камера")
        await page.get_by_text("Что было").click()
        rows = page.locator("[data-health] details li")
        await expect(rows).to_have_count(4)
        await expect(rows.nth(0)).to_contain_text("в порядке")
        await expect(rows.nth(0)).to_contain_text("и сейчас")
        await expect(rows.nth(1)).to_contain_text("нет связи: связь оборвалась")
        await expect(rows.nth(2)).to_contain_text("плохо: чёрный экран, тишина")
        await expect(rows.nth(2)).to_contain_text(re.compile(r"длилось 0:\d\d"))
        small = rows.nth(2).get_by_role("button")
        assert await small.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
        assert await axe(page) == []
        await small.click()
        large = rows.nth(2).locator("img.large")
        await expect(large).to_be_visible()
        seen, thumbnail = await large.bounding_box(), await small.bounding_box()
        assert seen is not None
        assert thumbnail is not None
        assert seen["width"] > 2 * thumbnail["width"]
        await shot(page, "panel-camera-history")
        await small.click()
        await expect(large).to_have_count(0)


async def test_a_picture_that_is_kept_no_more_leaves_no_hole(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with studio(tmp_path, pages) as house:
        context = await person(browser, LAPTOP)
        page = await context.new_page()  # unwatched: what is missing is an error in its console
        await page.goto(await house.link(Role.OPERATOR))
        await page.wait_for_selector(".panel")
        await page.keyboard.press("KeyC")
        await page.locator(f"[data-camera={CAMERAS[1].id}]").click()
        async with page.expect_response(re.compile("cam1-main-1.jpg")) as answer:
            await page.get_by_text("Что было").click()
        assert (await answer.value).status == 404
        rows = page.locator("[data-health] details li")
        await expect(rows.first).to_be_visible()
        await expect(rows.get_by_role("button")).to_have_count(0)
        await context.close()


async def test_a_hold_is_marked_and_says_whom_it_keeps_out(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/") as page:
        camera = CAMERAS[0].id
        await page.keyboard.press("KeyC")
        row = page.locator(f"[data-camera={camera}]")
        await expect(row).not_to_contain_text("Держим")
        await house.do(feeds.SetUse(camera, "main"))
        await expect(row).to_contain_text("Держим в порядке")
        await row.click()
        await expect(page.locator("[data-health] .shown")).to_have_text("идёт камера; держим вручную")
        free = page.locator(f"footer [data-free={camera}]")
        await expect(free).to_have_count(0)
        async with opened(browser, house, "/multiview") as other:
            tile = other.locator(f"figure.tile[data-channel='{FIRST_FEED - 2}']")
            await expect(tile).to_have_attribute("data-level", "ok")
            await expect(tile.get_by_text("Держим", exact=True)).to_be_visible()
            await house.do(ObserveLine(camera, "main", "away", why="broken"), SYSTEM)
            await house.do(ObserveShowing(camera, "slate"), SYSTEM)
            words = "держим камеру вручную, поэтому резерв не идёт"
            for place in (tile, row, page.locator("footer .feeds")):
                await expect(place).to_contain_text(words)
        assert await axe(page) == []
        await shot(page, "panel-camera-held")
        await expect(free).to_have_attribute("title", "«Общий план»: больше не держать вручную, пойдёт резерв")
        await expect(page.locator("footer .feeds .trouble")).to_contain_text(
            re.compile("^▲ Общий план: держим камеру вручную")
        )
        box = await page.locator("footer").get_by_role("button").last.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= LAPTOP["width"], "the line has room for it"
        await free.click()
        await expect(free).to_have_count(0)
        assert feeds.of(house.controller.state.feeds, camera).use == "auto"
        await expect(row).not_to_contain_text("Держим")


async def test_the_bar_is_what_goes_to_obs(browser: Browser, pages: Path, tmp_path: Path) -> None:
    """Where OBS does not tell what it hears."""
    async with studio(tmp_path, pages) as house, opened(browser, house, "/multiview") as page:
        house.telemetry.publish("meters", {})
        line = {"fps": 25.0, "peak": -6.0}
        bar = page.locator(f"figure.tile[data-channel='{FIRST_FEED - 2}'] .meter span")
        for shown, empty in (("main", False), ("slate", True), ("main", False), ("held", True)):
            said = {"main": line, "shown": shown, "readers": 1, "skipped": 0}
            house.telemetry.publish("measures", {CAMERAS[0].id: said})
            full = re.compile(r"scaleY\(1\)") if empty else re.compile(r"scaleY\(0\.\d+\)")
            await expect(bar).to_have_attribute("style", full)
