"""The rundown on the panel, in a browser: GO, its keys, a rehearsal, what was missed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, expect

from control.clock import Duration, SystemClock
from control.core.program import Take
from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.rundown.running import LATE
from control.core.rundown.state import Run
from control.core.types import SYSTEM, EntryId, SceneId
from tests.control.core.rundowns import MINUTE, cue, item
from tests.e2e.test_rundown_page import opened, playing
from tests.scenes.hands import until


async def test_the_panel_counts_to_the_next_flag(tmp_path: Path, pages: Path, browser: Browser) -> None:
    awards = item("end", 5, title="Награждение", flag=True)
    day = Plan.of(item("open", 5), item("talk", 20), awards, item("bye", 5))
    async with playing(tmp_path, pages, day) as house, opened(browser, house, "/") as page:
        line = page.locator(".now .flag")
        await expect(line).to_have_text("Флажок Награждение")
        await expect(page.locator("#row-end").get_by_role("img", name="Флажок")).to_be_visible()
        next_button = await page.locator(".now .next").bounding_box()
        await house.do(do.Go())
        clock = line.get_by_role("timer")
        await expect(clock).to_have_text(re.compile(r"^(25:00|24:\d\d)$"))
        await expect(line).to_contain_text("до «Награждение»")
        await house.do(do.AddTime(Duration(10 * MINUTE)))
        await expect(clock).to_have_text(re.compile(r"^(35:00|34:\d\d)$"))
        await house.do(do.Pause())
        await expect(clock).to_have_class(re.compile("paused"))
        await house.do(do.Go(item=EntryId("end")))
        await expect(line).to_contain_text("Флажков впереди нет")
        await expect(clock).to_have_count(0)
        assert await page.locator(".now .next").bounding_box() == next_button, "nothing moves under the finger"


async def test_a_rehearsal_runs_fast_and_says_so(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house, "/") as page:
        await page.get_by_role("button", name="Прогон").click()
        await page.get_by_role("button", name="×60").click()
        await expect(page.locator(".rehearsal")).to_contain_text("×60")
        await page.keyboard.press("KeyG")
        clock = page.locator(".now [role=timer]")
        # Two minutes of the plan, or more before somebody looks, in less than they last.
        await expect(clock).to_have_text(re.compile(r"^([0-2]:|\+)"))
        assert house.controller.state.rundown.run.behind == 0
        await page.get_by_role("button", name="Закончить").click()
        await expect(page.locator(".rehearsal")).to_have_count(0)
        assert house.controller.state.rundown.run.playing.mode == "idle"


async def test_every_act_of_the_desk_has_its_key(tmp_path: Path, pages: Path, browser: Browser) -> None:
    # Whatever the time of day, the wall clock finds something to play.
    day = Plan.of(item("open", 24 * 60, "00:00"), item("talk", 20))
    async with playing(tmp_path, pages, day) as house, opened(browser, house, "/") as page:
        await page.keyboard.press("Shift+Slash")
        caps = await page.locator(".list kbd").all_inner_texts()
        assert len(caps) == len(set(caps)), "one key, one act"
        borne = await page.locator(".now button[data-key] kbd").all_inner_texts()
        assert {"⇧S", "⇧A", "⇧C", "⇧R"} <= set(borne) <= set(caps)
        await page.keyboard.press("Escape")

        def run() -> Run:
            return house.controller.state.rundown.run

        await house.do(do.Go())
        await expect(page.locator(".now .item .title")).to_have_text("OPEN")
        await page.keyboard.down("Shift")
        await page.keyboard.down("KeyS")
        await until(lambda: run().playing.mode == "idle")
        await page.keyboard.up("KeyS")
        await page.keyboard.up("Shift")

        await expect(page.get_by_role("button", name="Прогон", exact=True)).to_be_enabled()
        await page.keyboard.press("Shift+KeyR")
        await page.get_by_role("button", name="×1", exact=True).press("Enter")
        await expect(page.get_by_text("прогон стёр бы, что в нём было")).to_be_visible()
        assert run().begun is not None, "what was played is not wiped"
        await house.do(do.Reset())
        await page.keyboard.press("Shift+KeyR")
        await expect(page.get_by_role("button", name="×1", exact=True)).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator(".rehearsal")).to_contain_text("×2")
        await page.keyboard.press("Shift+KeyR")
        await expect(page.locator(".rehearsal")).to_have_count(0)

        armed = run().armed
        await page.keyboard.press("Shift+KeyA")
        await until(lambda: run().armed is not armed)
        await page.keyboard.down("Shift")
        await page.keyboard.down("KeyC")
        await until(lambda: run().roll)
        await page.keyboard.up("KeyC")
        await page.keyboard.up("Shift")
        await expect(page.get_by_role("button", name="По часам", exact=True)).to_have_attribute("aria-pressed", "true")
        await page.keyboard.press("Shift+KeyC")
        await until(lambda: not run().roll)


async def test_what_was_missed_is_asked_about_within_its_place(tmp_path: Path, pages: Path, browser: Browser) -> None:
    late = Plan.of(item("talk", 20, cues=(cue("t", Take(SceneId("close")), "after", 300),)))
    async with playing(tmp_path, pages, late) as house:
        await house.do(do.Go())
        started = house.controller.state.rundown.run.actual[EntryId("talk")].start
        await house.close()
        await until(lambda: SystemClock().now() > started + 300 + LATE, 10 + LATE / 1000)
        await house.start()
        await house.do(do.Due(), SYSTEM)
        async with opened(browser, house, "/") as page:
            missed = page.get_by_label("Пропущено, пока Efir не работал")
            await expect(missed).to_contain_text("В эфир: Крупный план")
            place = await missed.bounding_box()
            assert place is not None
            for button in await missed.get_by_role("button").all():
                box = await button.bounding_box()
                assert box is not None
                assert box["x"] >= place["x"]
                assert box["x"] + box["width"] <= place["x"] + place["width"]
            await expect(missed.get_by_role("button", name="Сделать").locator("kbd")).to_have_text("Y")
            await page.keyboard.press("KeyY")
            await until(lambda: house.controller.state.program.scene == "close", 10)


async def test_go_from_the_panel(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house, "/") as page:
        now = page.get_by_label("План эфира", exact=True)
        await expect(now.locator(".ready")).to_contain_text("Страница графики не открыта")
        await page.keyboard.press("KeyG")
        await expect(now.locator(".title")).to_have_text("OPEN")
        assert house.controller.state.program.scene == "wide"
        assert house.controller.state.graphics.playing == {"title"}
        await expect(page.locator("#row-open button")).to_have_attribute("aria-current", "step")
        await page.keyboard.press("KeyG")
        await expect(now.locator(".title")).to_have_text("TALK")
        await page.keyboard.press("Shift+KeyG")
        await expect(now.locator(".title")).to_have_text("OPEN")
        assert house.controller.state.program.scene == "wide"
        await page.keyboard.press("KeyP")
        await expect(now.locator(".run .state")).to_have_text(re.compile("пауза"))
        await page.keyboard.press("KeyG")
        await expect(now.locator(".title")).to_have_text("TALK")
        # What is blocked is not given by one press.
        await expect(now.locator(".ready")).to_contain_text("Такой сцены в шоу нет")
        await page.keyboard.press("KeyG")
        await expect(now.locator(".title")).to_have_text("TALK")
        button = now.locator(".next button")
        await button.hover()
        await page.mouse.down()
        await expect(now.locator(".title")).to_have_text("ROUND")
        await page.mouse.up()
        await page.locator("#row-round button").click()
        await expect(page.locator(".entry .state")).to_contain_text("не вышло")


async def test_a_press_is_meant_for_what_was_seen_when_it_began(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house, "/") as page:
        now = page.get_by_label("План эфира", exact=True)
        button = now.locator(".next button")
        await expect(button).to_contain_text("OPEN")
        await button.hover()
        await page.mouse.down()
        await house.do(do.Choose(EntryId("talk")))
        await expect(button).to_contain_text("TALK")
        await page.mouse.up()
        await expect(page.get_by_text("следующим стал другой пункт — «TALK»")).to_be_visible()
        assert house.controller.state.rundown.run.playing.mode == "idle"
        await button.click()
        await expect(now.locator(".title")).to_have_text("TALK")

        # The hold lasts as long as the other operator needs.
        await page.clock.install()
        await page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
        await now.get_by_role("button", name="Стоп").hover()
        await page.mouse.down()
        await house.do(do.Go(item=EntryId("open")))
        await expect(now.locator(".title")).to_have_text("OPEN")
        await page.clock.run_for(1_000)
        await expect(page.get_by_text("план тем временем ушёл дальше")).to_be_visible()
        await page.mouse.up()
        assert house.controller.state.rundown.run.playing.item == "open"


async def test_what_was_played_has_its_own_time_and_go_the_expected_one(
    tmp_path: Path, pages: Path, browser: Browser
) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house, "/") as page:
        hint = page.get_by_label("План эфира", exact=True).locator(".next .hint")
        await expect(hint).to_have_text("10:00:00")
        await house.do(do.Go())
        started = house.controller.state.rundown.run.actual[EntryId("open")].start
        zone = ZoneInfo(house.show.time_zone)
        wall = f"{datetime.fromtimestamp(started / 1000, zone):%H:%M}"
        await expect(page.locator("#row-open .time")).to_have_text(wall)
        soon = await page.locator("#row-talk .time").inner_text()
        await expect(hint).to_have_text(soon)
