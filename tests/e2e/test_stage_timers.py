"""Named timers on screens: each kind full screen on the stage, several beside each other, and those backstage."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from control.contest import commands as contest
from control.core.stage import Blackout, Say
from control.core.timer_acts import Add, Adjust, Pause, Remove, Reset, Set, Start, Switch
from control.core.types import BankId, Role, TimerId
from control.show import NamedTimer, Show, Stroke
from tests.e2e.house import PHONE, SCREEN, TABLET, House, Language, axe, debate_show
from tests.e2e.programmes import MINUTE, TIMERS, span
from tests.e2e.screens import opened
from tests.e2e.test_stage_page import hall, screen

pytestmark = pytest.mark.browser

SPEECH, COFFEE, STOPWATCH, START, BLITZ, TEAMS = (
    TimerId(name) for name in ("speech", "coffee", "stopwatch", "start", "blitz", "teams")
)
WHITE, BLACK = BankId("white"), BankId("black")


def show() -> Show:
    return replace(debate_show(), timers=TIMERS)


async def in_class(place: Locator, name: str) -> None:
    await expect(place).to_have_class(re.compile(rf"\b{name}\b"))


# --- each kind ---


async def test_a_countdown_has_the_stage(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages, show()) as house, screen(browser, house, "&timer=speech") as page:
        stage, clock, word = page.locator(".stage"), page.get_by_role("timer"), page.locator(".word")
        questions = page.locator(".questions")
        await expect(page.get_by_role("article", name="Речь")).to_be_visible()
        await expect(page.get_by_role("heading")).to_have_text("Речь")
        await expect(clock).to_have_text("7:00")
        await expect(word).to_have_text(re.compile("Готовность"))
        await expect(questions).to_contain_text("Без вопросов")
        await house.do(Start(SPEECH))
        await expect(clock).to_have_text(re.compile(r"^6:5\d$"))
        await in_class(stage, "calm")
        await house.do(Set(SPEECH, span(5 * MINUTE)))
        await expect(questions).to_contain_text("Вопросы можно")
        await in_class(questions, "open")
        await house.do(Set(SPEECH, span(MINUTE)))
        await in_class(stage, "warning")
        await expect(word).to_contain_text("Меньше минуты")
        await expect(questions).to_contain_text("Без вопросов")
        await house.do(Set(SPEECH, span(15_000)))
        await in_class(stage, "danger")
        await expect(word).to_contain_text("Заканчивайте")
        await house.do(Adjust(SPEECH, span(-30_000)))
        await in_class(stage, "overtime")
        await expect(clock).to_have_text(re.compile(r"^\+0:\d\d$"))
        await expect(word).to_contain_text("Перебор")
        await house.do(Pause(SPEECH))
        await expect(word).to_contain_text("Пауза · перебор")
        await house.do(Reset(SPEECH))
        await expect(clock).to_have_text("7:00")
        await in_class(stage, "calm")


async def test_a_count_up_with_a_limit_and_one_without(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with (
        hall(tmp_path, pages, show()) as house,
        screen(browser, house, "&timer=coffee") as page,
        screen(browser, house, "&timer=stopwatch") as other,
    ):
        stage, clock, word = page.locator(".stage"), page.get_by_role("timer"), page.locator(".word")
        await expect(clock).to_have_text("0:00")
        await house.do(Start(COFFEE))
        await expect(word).to_contain_text("Предел 15:00")
        await expect(clock).to_have_text(re.compile(r"^0:0[1-9]$"))
        await house.do(Set(COFFEE, span(13 * MINUTE)))
        await in_class(stage, "warning")
        await expect(word).to_contain_text("До предела меньше 2:00")
        await house.do(Set(COFFEE, span(15 * MINUTE + 2_000)))
        await in_class(stage, "overtime")
        await expect(clock).to_have_text(re.compile(r"^15:\d\d$"))
        await expect(page.locator(".bar")).to_have_count(1)
        await house.do(Start(STOPWATCH))
        await house.do(Set(STOPWATCH, span(90 * MINUTE)))
        await expect(other.get_by_role("timer")).to_have_text(re.compile(r"^1:30:\d\d$"))
        await expect(other.locator(".bar, .questions")).to_have_count(0)
        await in_class(other.locator(".stage"), "calm")


async def test_a_time_of_day(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages, show()) as house, screen(browser, house, "&timer=start") as page:
        clock, word = page.get_by_role("timer"), page.locator(".word")
        await expect(clock).to_have_text("19:00")
        await expect(word).to_contain_text("Отсчёт ещё не идёт")
        await house.do(Start(START))
        await expect(word).to_contain_text("До 19:00")
        first = await clock.inner_text()
        assert re.fullmatch(r"(\d{1,2}:)?\d{1,2}:\d\d", first)
        await expect(clock).not_to_have_text(first)
        await house.do(Reset(START))
        await expect(clock).to_have_text("19:00")


async def test_a_chess_clock_has_both_banks_and_whose_turn_it_is(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages, show()) as house, screen(browser, house, "&timer=blitz") as page:
        white, black = (page.locator(f"[data-bank={bank}]") for bank in (WHITE, BLACK))
        await expect(white.get_by_role("timer")).to_have_text("5:00")
        await expect(black.get_by_role("timer")).to_have_text("3:00")
        await expect(white).to_contain_text("ход")
        await expect(black).not_to_contain_text("ход")
        await house.do(Start(BLITZ))
        await expect(white.get_by_role("timer")).to_have_text(re.compile(r"^4:5\d$"))
        await house.do(Switch(BLITZ))
        await expect(black).to_contain_text("ход")
        await expect(white).not_to_contain_text("ход")
        await expect(black.get_by_role("timer")).to_have_text(re.compile(r"^2:5\d$"))
        stopped = await white.get_by_role("timer").inner_text()
        await house.do(Set(BLITZ, span(14_000), BLACK))
        await in_class(page.locator(".stage"), "danger")
        await house.do(Adjust(BLITZ, span(-30_000), BLACK))
        await in_class(page.locator(".stage"), "overtime")
        await expect(black.get_by_role("timer")).to_have_text(re.compile(r"^\+0:\d\d$"))
        await expect(white.get_by_role("timer")).to_have_text(stopped)
        await house.do(Switch(BLITZ))
        await in_class(page.locator(".stage"), "calm")


async def test_each_team_has_its_bank(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages, show()) as house, screen(browser, house, "&timer=teams") as page:
        await expect(page.get_by_role("timer")).to_have_text(["10:00"] * 6)
        for number in (1, 2, 3):
            await expect(page.locator(".turn .name")).to_have_text(f"Команда {number}")
            await house.do(Switch(TEAMS))


# --- the screen around them ---


async def test_nothing_else_has_that_screen_but_messages_and_blackout(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with hall(tmp_path, pages, show()) as house, screen(browser, house, "&timer=speech") as page:
        await house.do(Start(SPEECH))
        await house.go_to("debate")
        await house.do(contest.Start())
        await house.do(Say(text="Ближе к микрофону", tone="warning"))
        await expect(page.get_by_role("alert")).to_contain_text("Ближе к микрофону")
        await expect(page.get_by_role("timer")).to_have_count(1)
        await expect(page.get_by_role("timer")).to_have_text(re.compile(r"^6:\d\d$"))
        await expect(page.locator(".phase, .people")).to_have_count(0)
        bar, band = await page.locator(".bar").bounding_box(), await page.get_by_role("alert").bounding_box()
        assert bar is not None
        assert band is not None
        assert bar["y"] + bar["height"] <= band["y"]
        await house.do(Blackout(True))
        await expect(page.get_by_text("Экран погасил оператор")).to_be_visible()
        await house.do(Blackout(False))
        await house.close()
        await expect(page.locator(".badge.bad")).to_be_visible()
        shown = await page.get_by_role("timer").inner_text()
        await expect(page.get_by_role("timer")).not_to_have_text(shown)  # it runs on
        await house.start()
        await expect(page.locator(".badge.bad")).to_have_count(0)


async def test_a_timer_that_is_not_there_is_said_to_be_gone(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages, show()) as house, screen(browser, house, "&timer=late") as page:
        await expect(page.locator("main")).to_contain_text("Такого таймера сейчас нет")
        await expect(page.locator("main")).to_contain_text("Имя в ссылке: late")
        assert await axe(page) == []
        late = TimerId("late")
        await house.do(Add(NamedTimer(id=late, name="Дополнительное время", kind="countdown", length=span(3 * MINUTE))))
        await expect(page.get_by_role("timer")).to_have_text("3:00")
        await house.do(Start(late))
        await house.do(Adjust(late, span(-4 * MINUTE)))
        await in_class(page.locator(".stage"), "overtime")
        await house.do(Remove(late))
        await expect(page.locator("main")).to_contain_text("Такого таймера сейчас нет")
        await in_class(page.locator(".stage"), "calm")


async def test_a_plenary_and_its_breakouts_stand_beside_each_other(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    query = "&timer=speech,coffee,blitz"
    async with (
        hall(tmp_path, pages, show()) as house,
        screen(browser, house, query) as wall,
        screen(browser, house, query, PHONE, "en") as phone,
    ):
        await house.do(Start(SPEECH))
        await house.do(Set(SPEECH, span(0)))
        for page in (wall, phone):
            cards = page.get_by_role("article")
            await expect(cards).to_have_count(3)
            await in_class(cards.nth(0), "overtime")
            await in_class(cards.nth(1), "calm")
            await in_class(page.locator(".stage"), "calm")
            boxes = [await box(card) for card in await cards.all()]
            assert all(apart(a, b) for a in boxes for b in boxes if a is not b), boxes
        first, second, third = [await box(card) for card in await wall.get_by_role("article").all()]
        assert first["y"] == second["y"] < third["y"]
        assert abs(first["height"] - third["height"]) <= 1
        assert len({(await box(card))["x"] for card in await phone.get_by_role("article").all()}) == 1


async def test_a_screen_of_a_room_rings_for_its_own_timers(browser: Browser, pages: Path, tmp_path: Path) -> None:
    def bells(name: str, length: int, *left: int) -> NamedTimer:
        strokes = tuple(Stroke(left=span(ms)) for ms in left)
        return NamedTimer(id=TimerId(name), name=name, kind="countdown", length=span(length), bells=strokes)

    # The own one is the last to ring: by then the other would have been heard.
    plans = (bells("own", 4_000, 1_000), bells("other", 2_000, 1_000, 0))
    async with (
        hall(tmp_path, pages, replace(debate_show(), timers=plans)) as house,
        screen(browser, house, "&timer=own") as room,
        screen(browser, house) as foyer,
    ):
        for page in (room, foyer):
            await page.get_by_role("button", name="Включить звонок").click()
            await expect(page.locator(".ask")).to_have_count(0)
        await house.do(Start(TimerId("own")))
        await house.do(Start(TimerId("other")))
        await expect(foyer.locator(".stage")).to_have_attribute("data-rung", "3")
        await expect(room.locator(".stage")).to_have_attribute("data-rung", "1")


# --- looks ---


async def box(place: Locator) -> dict[str, float]:
    found: Any = await place.bounding_box()
    assert found is not None
    return dict(found)


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    def beside(a: dict[str, float], b: dict[str, float], at: str, size: str) -> bool:
        return a[at] + a[size] <= b[at] + 1 or b[at] + b[size] <= a[at] + 1

    return beside(one, other, "x", "width") or beside(one, other, "y", "height")


async def overflowing(page: Page) -> list[str]:
    """What is wider or higher than its card, or than the window."""
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll('article')].flatMap(card => {
          const room = card.getBoundingClientRect();
          return [...card.querySelectorAll('[role=timer], .word, .questions, .bar, h2, .bank, .mark')].flatMap(each => {
            const box = each.getBoundingClientRect();
            const fits = box.left >= room.left - 1 && box.right <= room.right + 1 && box.top >= room.top - 1
              && box.bottom <= room.bottom + 1 && box.right <= innerWidth && box.bottom <= innerHeight;
            return fits ? [] : [`${each.className} ${each.textContent}`];
          });
        })"""
    )
    return found


@pytest.mark.parametrize("size", [SCREEN, TABLET, PHONE], ids=lambda size: str(size["width"]))
async def test_every_kind_fits_and_is_accessible(
    browser: Browser, pages: Path, tmp_path: Path, size: ViewportSize
) -> None:
    async with hall(tmp_path, pages, show()) as house, screen(browser, house, "&timer=speech", size) as page:
        await set_out(house)
        faults: dict[str, list[str]] = {}
        for theme, language in (("dark", "ru"), ("light", "en")):
            for query in (
                "speech",
                "coffee",
                "start",
                "blitz",
                "teams",
                "coffee,blitz",
                "speech,coffee,start,teams,no",
            ):
                await page.goto(f"{await house.link(Role.STAGE)}&timer={query}&theme={theme}&lang={language}")
                await page.wait_for_selector("article")
                await expect(page.get_by_role("timer").first).to_be_visible()
                faults[f"{query} {theme}"] = [*await axe(page), *await overflowing(page)]
        assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_four_stay_readable_on_a_phone_under_a_message(
    browser: Browser, pages: Path, tmp_path: Path, language: Language
) -> None:
    async with (
        hall(tmp_path, pages, show()) as house,
        screen(browser, house, "&timer=speech,coffee,start,blitz", PHONE, language) as page,
    ):
        await house.do(Start(SPEECH))
        await house.do(Say(text="Ближе к микрофону, пожалуйста, и говорите медленнее", tone="warning"))
        band = page.get_by_role("alert")
        await expect(band).to_be_visible()
        cards = page.get_by_role("article")
        await expect(cards).to_have_count(4)
        places = [await box(card) for card in await cards.all()]
        assert len({place["x"] for place in places}) == len({place["y"] for place in places}) == 2, "two by two"
        assert all(apart(a, b) for a in places for b in places if a is not b)
        message = await box(band)
        assert max(place["y"] + place["height"] for place in places) <= message["y"] + 1
        assert message["height"] <= PHONE["height"] / 3
        assert await band.evaluate("e => e.scrollHeight <= e.clientHeight"), "nothing of it is cut"
        sizes = await page.evaluate(
            "() => [...document.querySelectorAll('article')].slice(0, 2)"
            ".map(card => parseFloat(getComputedStyle(card.querySelector('.figures')).fontSize))"
        )
        assert min(sizes) >= 40, "to be read at arm's length, and further"
        assert [*await axe(page), *await overflowing(page)] == []


async def set_out(house: House) -> None:
    """Long figures, all running."""
    for timer in (SPEECH, COFFEE, START, BLITZ, TEAMS):
        await house.do(Start(timer))
    await house.do(Adjust(SPEECH, span(-20 * MINUTE)))
    await house.do(Set(COFFEE, span(80 * MINUTE)))
    await house.do(Set(BLITZ, span(59 * MINUTE), BLACK))


# --- backstage ---


async def test_those_that_have_begun_are_on_the_backstage_screen(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with (
        hall(tmp_path, pages, show()) as house,
        opened(browser, house, "&screen=backstage", SCREEN) as page,
        opened(browser, house, "&screen=backstage&hide=timers", SCREEN) as bare,
    ):
        part = page.get_by_role("region", name="Таймеры")
        await expect(page.locator(".side")).to_be_visible()
        await expect(part).to_have_count(0)
        await house.do(Start(BLITZ))
        await house.do(Start(SPEECH))
        await house.do(Set(SPEECH, span(4 * MINUTE)))
        lines = part.get_by_role("article")
        await expect(lines).to_have_count(2)
        await expect(lines.nth(0)).to_have_accessible_name("Речь")  # as in the show
        await expect(lines.nth(0).get_by_role("timer")).to_have_text(re.compile(r"^(4:00|3:\d\d)$"))
        await expect(lines.nth(0)).to_contain_text("вопросы можно")
        await expect(lines.nth(1).get_by_role("timer")).to_have_text([re.compile(r"^(5:00|4:\d\d)$"), "3:00"])
        await expect(lines.nth(1).locator(".turn")).to_contain_text("Белые")
        await house.do(Pause(SPEECH))
        await expect(lines.nth(0)).to_contain_text("Пауза")
        await expect(bare.get_by_role("timer")).to_have_count(0)
        await house.do(Reset(SPEECH))
        await expect(lines).to_have_count(1)
        assert await axe(page) == []


async def test_a_backstage_screen_of_timers_is_chosen_from_a_list(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with hall(tmp_path, pages, show()) as house, opened(browser, house, "&screen=timers", PHONE) as page:
        assert await axe(page) == []
        for name in ("Блиц", "Речь"):
            await page.get_by_role("button", name=name).click()
        await page.get_by_role("button", name="Показать").click()
        await expect(page.get_by_role("article")).to_have_count(2)
        assert "timer=blitz,speech" in page.url
        await house.do(Start(SPEECH))
        await expect(page.get_by_role("article", name="Речь").get_by_role("timer")).to_have_text(re.compile(r"^6:5\d$"))
        await page.reload()
        await expect(page.get_by_role("article")).to_have_count(2)
        assert [*await axe(page), *await overflowing(page)] == []


async def test_the_settings_make_both_links(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages, show()) as house, opened(browser, house, role=Role.OPERATOR) as page:
        backstage, stage = await house.link(Role.BACKSTAGE), await house.link(Role.STAGE)
        await page.goto(f"{house.url}/backstage")
        await page.get_by_role("button", name="Настройки ссылки: Таймеры").click()
        dialog = page.get_by_role("dialog")
        for name in ("Речь", "Перерыв"):
            await dialog.get_by_label(name, exact=True).check()
        await dialog.get_by_role("combobox", name="Оформление").select_option("light")
        await expect(dialog.get_by_label("Ссылка", exact=True)).to_have_value(
            f"{backstage}&screen=timers&timer=speech,coffee&theme=light"
        )
        shown = dialog.get_by_role("textbox", name="Ссылка для экрана сцены")
        await expect(shown).to_have_value(f"{stage}&timer=speech,coffee&theme=light")
        assert await axe(page) == []
        await page.goto(await shown.input_value())
        await expect(page.get_by_role("article")).to_have_count(2)
