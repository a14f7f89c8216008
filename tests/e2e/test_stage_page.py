"""The stage screen: what stands on it at every moment, its bell, and what it does without a server."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Page, ViewportSize, expect

from control.clock import Duration
from control.contest import commands as contest
from control.core.stage import Blackout, Hush, Say
from control.core.timer_acts import Set, Start
from control.core.timer_plans import MAIN
from control.core.types import Role, TimerId, actor_of
from control.show import NamedTimer, Show, Stroke
from tests.e2e.house import JUDGES, LAPTOP, PHONE, SCREEN, House, Language, Watch, axe, debate_show, person

pytestmark = pytest.mark.browser


@asynccontextmanager
async def screen(
    browser: Browser, house: House, query: str = "", size: ViewportSize = SCREEN, language: Language = "ru"
) -> AsyncIterator[Page]:
    context = await person(browser, size, language, "dark")
    try:
        page = await context.new_page()
        watch = Watch(page)
        await page.goto(await house.link(Role.STAGE) + query)
        await page.wait_for_selector(".stage:not(.coming)")
        yield page
        assert watch.faults == []
    finally:
        await context.close()


@asynccontextmanager
async def hall(folder: Path, pages: Path, show: Show | None = None) -> AsyncIterator[House]:
    house = await House(folder, pages, show).start()
    try:
        yield house
    finally:
        await house.close()


async def test_a_whole_debate_on_the_screen(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        heading, clock = page.locator("h1"), page.get_by_role("timer")
        await expect(heading).to_have_text("Скоро начинаем")
        await house.do(contest.CommitDraw("pairs"))
        await expect(heading).to_have_text("Жеребьёвка пар")
        await expect(page.locator(".hash")).to_have_text(re.compile(r"^[0-9a-f ]{64,}$"))
        draw = house.debate.draws[-1]
        await house.do(contest.RevealDraw(draw.id))
        await expect(page.locator("main")).to_contain_text("Следующие")
        await house.bring_on_stage()
        await expect(page.locator(".position")).to_have_text(["за", "против"])
        await house.go_to("prepare")
        await expect(clock).to_have_text("2:00")
        await expect(page.locator(".word")).to_contain_text("Готовность")
        await house.go_to("debate")
        await house.do(contest.Start())
        await expect(page.locator(".stage")).to_have_class(re.compile("calm"))
        await house.do(contest.Add(Duration(-250_000)))
        await expect(page.locator(".stage")).to_have_class(re.compile("warning"))
        await expect(page.locator(".word")).to_contain_text("Меньше минуты")
        await house.do(contest.Add(Duration(-38_000)))
        await expect(page.locator(".stage")).to_have_class(re.compile("danger"))
        await expect(page.locator(".word")).to_contain_text("Заканчивайте")
        await house.do(contest.Add(Duration(-30_000)))
        await expect(page.locator(".stage")).to_have_class(re.compile("overtime"))
        await expect(page.locator(".word")).to_contain_text("Перебор")
        await expect(clock).to_have_text(re.compile(r"^\+0:\d\d$"))
        await house.do(contest.Pause())
        await expect(page.locator(".word")).to_contain_text("Пауза")
        await house.go_to("judging")
        await expect(page.locator("main")).to_contain_text("Эксперты ставят оценки")
        for judge in JUDGES:
            await house.cast(judge, 4, 3)
        await expect(page.locator(".points")).to_have_count(0)
        await house.do(contest.Reveal())
        await expect(page.locator(".points strong")).to_have_text(["36", "27"])
        await expect(page.locator(".win .outcome")).to_contain_text("Победа")


async def test_a_tie_has_no_loser(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house, language="en") as page:
        await house.go_to("judging")
        for judge in JUDGES:
            await house.cast(judge, 4, 4)
        await house.do(contest.Reveal())
        await expect(page.locator(".outcome")).to_have_text(["Tie", "Tie"])
        await expect(page.locator(".counts")).to_have_text(["counts 10", "counts 10"])


async def test_a_speaker_acknowledges_on_the_phone(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with (
        hall(tmp_path, pages) as house,
        screen(browser, house) as wall,
        screen(browser, house, size=PHONE, language="en") as phone,
    ):
        await house.go_to("debate")
        await house.do(Say(text="Заканчивайте", tone="danger", blink=True))
        for page in (wall, phone):
            await expect(page.get_by_role("alert")).to_have_class(re.compile("blink"))
        await expect(wall.get_by_role("button", name="Понятно")).to_have_count(0)
        await phone.get_by_role("button", name="Got it").click()
        await expect(phone.get_by_role("button", name="Understood")).to_be_disabled()
        for page in (wall, phone):
            await expect(page.get_by_role("alert")).not_to_have_class(re.compile("blink"))
        message = house.controller.state.stage.message
        assert message is not None
        assert actor_of(message.seen_by).role is Role.STAGE
        assert await axe(phone) == []


async def test_a_blinking_message_rests_for_who_asked_for_less_motion(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        await page.emulate_media(reduced_motion="no-preference")
        await house.do(Say(text="Заканчивайте", tone="danger", blink=True))
        running = "() => document.querySelector('.message').getAnimations().map((one) => one.animationName)"
        await expect(page.get_by_role("alert")).to_be_visible()
        assert any("blink" in name for name in await page.evaluate(running))
        await page.emulate_media(reduced_motion="reduce")
        assert not any("blink" in name for name in await page.evaluate(running))
        await expect(page.get_by_role("alert")).to_contain_text("Заканчивайте")


async def test_a_dark_screen_says_that_it_is_meant(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        await house.go_to("debate")
        await house.do(Say(text="Заканчивайте", tone="danger"))
        await house.do(Blackout(True))
        dark = page.get_by_text("Экран погасил оператор")
        await expect(dark).to_be_visible()
        box = await dark.bounding_box()
        assert box == {"x": 0, "y": 0, **SCREEN}
        top = "() => document.elementFromPoint(innerWidth / 2, innerHeight / 2).className"
        assert "blackout" in await page.evaluate(top)
        assert await axe(page) == []
        await house.do(Blackout(False))
        await expect(dark).to_have_count(0)
        await expect(page.get_by_role("alert")).to_contain_text("Заканчивайте")


async def test_the_operators_message(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        await house.go_to("debate")
        await house.do(Say(text="Заканчивайте, пожалуйста", tone="warning"))
        message = page.get_by_role("alert")
        await expect(message).to_contain_text("Заканчивайте, пожалуйста")
        await expect(message).to_have_class(re.compile("warning"))
        assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        bar, band = await page.locator(".bar").bounding_box(), await message.bounding_box()
        assert bar is not None
        assert band is not None
        assert bar["y"] + bar["height"] <= band["y"]  # the clock stays in sight
        assert round(band["y"] + band["height"]) == SCREEN["height"]
        await house.do(Hush())
        await expect(message).to_have_count(0)


async def test_the_bell_rings_at_warnings_and_at_zero(browser: Browser, pages: Path, tmp_path: Path) -> None:
    show = debate_show(debate=Duration(3_000), warnings=(Duration(2_000), Duration(1_000)))
    async with hall(tmp_path, pages, show) as house, screen(browser, house) as page, screen(browser, house) as mute:
        await expect(page.get_by_role("button", name="Включить звонок")).to_be_visible()
        await page.get_by_role("button", name="Включить звонок").click()
        await expect(page.locator(".ask")).to_have_count(0)
        await house.go_to("debate")
        await house.do(contest.Start())
        await expect(page.locator(".stage")).to_have_attribute("data-rung", "3")
        await expect(page.locator(".word")).to_contain_text("Перебор")
        await expect(page.locator(".stage")).to_have_attribute("data-rung", "3")
        await expect(mute.locator(".stage")).to_have_attribute("data-rung", "0")  # nobody touched it


async def test_a_muted_bell_is_silent_and_says_so(browser: Browser, pages: Path, tmp_path: Path) -> None:
    show = debate_show(debate=Duration(2_000), warnings=(Duration(1_000),))
    async with hall(tmp_path, pages, show) as house, screen(browser, house) as page:
        await page.get_by_role("button", name="Включить звонок").click()
        await house.do(contest.Bells(muted=True))
        await expect(page.locator(".muted")).to_have_text(re.compile("Звонок выключен"))
        await house.go_to("debate")
        await house.do(contest.Start())
        await expect(page.locator(".word")).to_contain_text("Перебор")
        await expect(page.locator(".stage")).to_have_attribute("data-rung", "0")


async def test_a_named_timer_rings_after_its_own_plan(browser: Browser, pages: Path, tmp_path: Path) -> None:
    speech = TimerId("speech")
    plan = NamedTimer(
        id=speech,
        name="Речь",
        kind="countdown",
        length=Duration(60_000),
        bells=tuple(Stroke(left=Duration(ms)) for ms in (30_000, 1_000, 0)),
    )
    async with hall(tmp_path, pages, replace(debate_show(), timers=(plan,))) as house, screen(browser, house) as page:
        await page.get_by_role("button", name="Включить звонок").click()
        await house.do(Start(speech))
        await house.do(Set(speech, Duration(2_000)))  # over the first bell
        target = house.controller.state.timers.entries[speech].run.clocks[MAIN].target  # type: ignore[union-attr]
        await expect(page.locator(".stage")).to_have_attribute("data-rung", "2")
        await page.wait_for_function("end => Date.now() > end", arg=(target or 0) + 1_000)
        await expect(page.locator(".stage")).to_have_attribute("data-rung", "2")


async def test_time_taken_away_rings_nothing(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        await page.get_by_role("button", name="Включить звонок").click()
        await house.go_to("debate")
        await house.do(contest.Start())
        await house.do(contest.Add(Duration(-250_000)))
        await expect(page.locator(".word")).to_contain_text("Меньше минуты")
        await expect(page.locator(".stage")).to_have_attribute("data-rung", "0")


async def test_what_the_address_asks_for(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house, "&sound=0&names=0&lang=en") as page:
        await house.go_to("debate")
        await house.do(contest.Start())
        await expect(page.locator(".phase")).to_have_text("Debate")
        await expect(page.locator(".ask")).to_have_count(0)
        await expect(page.locator(".people, h1")).to_have_count(0)


async def test_the_server_goes_and_the_clock_runs_on(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        await house.go_to("debate")
        await house.do(contest.Start())
        clock = page.get_by_role("timer")
        await expect(clock).to_have_text(re.compile(r"^4:[0-5]\d$"))
        await house.close()
        await expect(page.locator(".badge.bad")).to_be_visible()
        for _ in range(2):
            await expect(clock).not_to_have_text(await clock.inner_text())
        await house.start()
        await expect(page.locator(".badge.bad")).to_have_count(0)
        await house.do(contest.Pause())
        await expect(page.locator(".word")).to_contain_text("Пауза")


async def test_f_fills_the_screen_in_any_layout(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        await page.evaluate(
            "dispatchEvent(new KeyboardEvent('keydown', {code: 'ShiftLeft', key: 'Shift', bubbles: true}))"
        )
        await page.keyboard.press("KeyF")
        await page.wait_for_function("document.fullscreenElement !== null")
        await page.keyboard.press("KeyF")
        await page.wait_for_function("document.fullscreenElement === null")


async def test_the_pointer_hides_when_it_rests(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house) as page:
        await page.mouse.move(400, 400)
        await expect(page.locator(".stage")).not_to_have_class(re.compile("resting"))
        await expect(page.locator(".stage")).to_have_class(re.compile("resting"))
        assert await page.locator(".stage").evaluate("stage => getComputedStyle(stage).cursor") == "none"
        await page.mouse.move(420, 420)
        await expect(page.locator(".stage")).not_to_have_class(re.compile("resting"))


@pytest.mark.parametrize(
    "size", [SCREEN, LAPTOP, PHONE, ViewportSize(width=1024, height=768)], ids=lambda s: str(s["width"])
)
async def test_everything_fits_and_is_accessible(
    browser: Browser, pages: Path, tmp_path: Path, size: ViewportSize
) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house, size=size) as page:
        await house.go_to("debate")
        await house.do(contest.Start())
        await house.do(contest.Add(Duration(-330_000)))
        await expect(page.get_by_role("timer")).to_have_text(re.compile(r"^\+"))
        assert await axe(page) == []
        for selector in (".clock", ".word", ".bar", "h1", "section"):
            for box in [await each.bounding_box() for each in await page.locator(selector).all()]:
                assert box is not None
                assert box["x"] >= 0, (selector, box)
                assert box["y"] >= 0, (selector, box)
                assert box["x"] + box["width"] <= size["width"], (selector, box)
                assert box["y"] + box["height"] <= size["height"], (selector, box)
        await house.go_to("judging")
        for judge in JUDGES:
            await house.cast(judge, 5, 3)
        await house.do(contest.Reveal())
        await expect(page.locator(".points")).to_have_count(2)
        assert await axe(page) == []
