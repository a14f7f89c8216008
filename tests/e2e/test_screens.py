"""The screens backstage: what each shows of the rundown, what its address asks for, what it does without a server."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from control.clock import Duration
from control.contest import commands as contest
from control.core import program
from control.core.rundown import commands as rundown
from control.core.rundown.plan import Item, Plan
from control.core.stage import Say
from control.core.types import EntryId, Role, SceneId
from tests.e2e.house import LAPTOP, PHONE, SCREEN, House, Language, Watch, axe, person
from tests.e2e.programmes import LIGHT, MINUTE, evening, long_plan

pytestmark = pytest.mark.browser

TABLET = ViewportSize(width=1024, height=768)
NAMES = ("backstage", "cuesheet", "countdown", "clock", "prompter", "confidence", "crew")
SECONDS = "text => text.replace('+', '').split(':').map(Number).reduce((sum, part) => sum * 60 + part, 0)"


@asynccontextmanager
async def backstage(folder: Path, pages: Path, plan: Plan | None = None) -> AsyncIterator[House]:
    """An evening that begins now and has not been begun."""
    house = await House(folder, pages).start()
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


# --- prompter ---


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


# --- confidence monitor ---


def jpeg(colour: tuple[int, int, int]) -> bytes:
    return cv2.imencode(".jpg", np.full((90, 160, 3), colour, np.uint8))[1].tobytes()


async def test_the_confidence_monitor_has_the_picture_the_clock_and_the_next(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=confidence") as page:
        await expect(page.locator(".picture")).to_contain_text("Нет картинки")
        house.telemetry.publish_picture(0, jpeg((0, 0, 250)))
        await expect(page.locator("canvas.seen")).to_have_count(1)
        red = await page.locator("canvas").evaluate(
            "canvas => [...canvas.getContext('2d').getImageData(80, 45, 1, 1).data]"
        )
        assert red[0] > 200
        assert red[2] < 60
        await house.do(rundown.Go())
        await expect(page.locator("figcaption")).to_contain_text("Общий план")
        await expect(page.locator(".now h2")).to_have_text("1 Приветствие")
        await expect(page.locator("section.next h2")).to_have_text("2 Представление экспертов")
        await house.do(Say(text="Минута", tone="warning"))
        await expect(page.get_by_role("alert")).to_contain_text("Минута")
        await house.close()
        await expect(page.locator("canvas.seen")).to_have_count(0)  # an old picture is not shown as new
        await house.start()


# --- crew ---


async def test_the_crew_view_counts_to_the_cameras_own_cue(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=crew", PHONE) as page:
        await house.do(rundown.Go())
        await page.get_by_role("button", name="Камера 2").click()
        await expect(page).to_have_url(re.compile("camera=right"))
        crew = page.locator(".crew")
        await expect(crew).to_have_class(re.compile("air"))  # the wide shot shows both
        await expect(crew).to_contain_text("В эфире ваша камера")
        # Off with the close shot at 9:00, on again ninety seconds into that item.
        await expect(page.locator(".face [role=timer]")).to_have_text(re.compile(r"^(9:00|8:\d\d)$"))
        await expect(page.locator(".after [role=timer]")).to_have_text(re.compile(r"^(10|9):\d\d$"))
        await go_to(house, "speech-1")
        await expect(crew).not_to_have_class(re.compile("air"))
        await expect(page.locator(".what")).to_have_text("Общий план")
        await expect(crew).to_contain_text("Ваша камера через")
        await expect(page.locator(".face [role=timer]")).to_have_text(re.compile(r"^(1:[0-3]\d|0:\d\d)$"))
        await house.do(program.Preview(SceneId("wide")))
        await expect(crew).to_contain_text("в подготовке")
        await house.do(program.Take(SceneId("wide")))
        await expect(crew).to_have_class(re.compile("air"))
        assert await axe(page) == []


async def test_the_phone_shakes_once_ten_seconds_before(browser: Browser, pages: Path, tmp_path: Path) -> None:
    plan = evening("wide", "close", "title", ahead=60 * MINUTE)
    speech = plan.entries[EntryId("speech-1")]
    assert isinstance(speech, Item)
    soon = replace(speech, cues=(speech.cues[0], replace(speech.cues[1], by=16_000)))
    plan = replace(plan, entries={**plan.entries, soon.id: soon})
    shaken = "window.shaken = []; Object.defineProperty(navigator, 'vibrate', {value: p => window.shaken.push(p)})"
    query = "&screen=crew&camera=right"
    async with (
        backstage(tmp_path, pages, plan) as house,
        clocks_of(house),
        opened(browser, house, query, PHONE, script=shaken) as page,
    ):
        await go_to(house, "speech-1")
        # Both at one moment: it counts, and the phone is still.
        await page.wait_for_function(
            "() => shaken.length === 0 && "
            f"({SECONDS})(document.querySelector('.face [role=timer]')?.textContent ?? '0') > 10"
        )
        await page.wait_for_function("() => shaken.length === 1")
        await expect(page.locator(".face [role=timer]")).to_have_text(re.compile(r"^0:0\d$"))
        await house.do(rundown.Pause())
        await house.do(rundown.Resume())
        await expect(page.locator(".crew")).to_have_class(re.compile("air"))
        assert await page.evaluate("shaken.length") == 1


async def test_a_columns_words_for_its_department(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, f"&screen=crew&field={LIGHT}") as page:
        await house.do(rundown.Go())
        await expect(page.locator(".now .words")).to_have_text("Полный свет, фронт 80 %")
        await expect(page.locator(".next .words")).to_have_text("Пушка на стол экспертов")
        await go_to(house, "jury")
        await expect(page.locator(".now .words")).to_have_text("Пушка на стол экспертов")
        await expect(page.locator(".next h2")).to_have_text("3А Первая речь утверждения")
        await go_to(house, "speech-2")
        await expect(page.locator(".now .words")).to_contain_text("ничего не записано")
        await expect(page.locator(".next h2")).to_contain_text("пусто")


# --- cue sheet ---


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


# --- the stage ---


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
