"""The panel's timers in a real Chromium: what is pressed becomes state, and what is state is seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Locator, expect

from control.clock import Duration
from control.core.stage import SecondLine, SetSecond
from control.core.timer_acts import Remove, Start
from control.core.timer_plans import MAIN
from control.core.timer_state import run_of, timers_of
from control.core.types import TimerId
from control.show import Show
from tests.control.core.shows import make_show
from tests.control.core.test_timers import BLACK, CHESS, PLANS, SPEECH, WHITE
from tests.e2e.test_panel_page import AXE, Studio, browser, dist, studio

__all__ = ["browser", "dist"]
pytestmark = pytest.mark.browser

SHOW: Show = make_show(timers=PLANS)
OWN: Show = replace(SHOW, contest=None)
"""Without a contest the timers have the whole column."""


def card(here: Studio, name: str) -> Locator:
    return here.page.get_by_role("article", name=name)


async def opened(here: Studio) -> None:
    await here.open()
    await here.page.get_by_role("tab", name="Таймеры").click()


def clock(here: Studio, timer: TimerId, bank: str = MAIN) -> Any:
    return run_of(here.state.timers, timer).clocks.get(bank)  # type: ignore[call-overload]


async def test_a_timer_is_started_paused_nudged_set_and_reset(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist, show=SHOW) as here:
        await opened(here)
        speech = card(here, "Речь")
        await expect(speech.get_by_role("timer")).to_have_text("7:00")
        await speech.get_by_role("button", name="Пуск: Речь").click()
        await here.until(lambda: clock(here, SPEECH) is not None and clock(here, SPEECH).state == "running")
        here.server.clock.advance(Duration(2_000))
        await speech.get_by_role("button", name="Пауза: Речь").click()
        await here.until(lambda: clock(here, SPEECH).state == "paused")
        await expect(speech.get_by_role("timer")).to_have_text("6:58")
        await speech.get_by_role("button", name="Ещё: Речь").click()
        await speech.get_by_role("button", name="Минус минута").click()
        await expect(speech.get_by_role("timer")).to_have_text("5:58")
        await expect(speech).to_contain_text("вопросы можно")
        field = speech.get_by_label("Сколько поставить")
        put = speech.get_by_role("button", name="Поставить")
        await field.fill("90")
        await expect(put).to_be_disabled()  # seconds or minutes?
        await field.fill("0:15")
        await put.click()
        await expect(speech.get_by_role("timer")).to_have_text("0:15")
        await expect(speech).to_contain_text("без вопросов")
        await speech.get_by_role("button", name="Сначала").click()
        await expect(speech.get_by_role("timer")).to_have_text("7:00")
        await here.until(lambda: clock(here, SPEECH) is None)


async def test_a_press_on_a_bank_gives_it_the_turn(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist, show=OWN) as here:
        await opened(here)
        chess = card(here, "Шахматные часы")
        white, black = (chess.get_by_role("button", name=name) for name in ("Белые", "Чёрные"))
        await expect(white).to_have_attribute("aria-pressed", "true")
        await chess.get_by_role("button", name="Пуск").click()
        await here.until(lambda: clock(here, CHESS, WHITE) is not None)
        here.server.clock.advance(Duration(3_000))
        await black.click()
        await expect(black).to_have_attribute("aria-pressed", "true")
        await here.until(lambda: clock(here, CHESS, BLACK) is not None)
        assert (clock(here, CHESS, WHITE).state, clock(here, CHESS, BLACK).state) == ("paused", "running")
        await expect(white.get_by_role("timer")).to_have_text("4:57")


async def test_a_timer_is_made_and_removed(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist, show=OWN) as here:
        await opened(here)
        await here.page.get_by_role("button", name="Новый таймер").click()
        form = here.page.get_by_role("form", name="Новый таймер")
        add = form.get_by_role("button", name="Добавить")
        await form.get_by_label("Название").fill("Кофе")
        await expect(add).to_be_disabled()
        await form.get_by_label("Длительность").fill("15:00")
        await form.get_by_label("Предупредить за").fill("15:00")
        await expect(add).to_be_disabled()
        await form.get_by_label("Предупредить за").fill("2:00")
        await add.click()
        coffee = card(here, "Кофе")
        await expect(coffee.get_by_role("timer")).to_have_text("15:00")
        made = list(timers_of(here.state.timers, OWN).values())[-1]
        assert (made.id, made.name, made.length, made.warning) == ("kofe", "Кофе", 900_000, 120_000)
        await expect(form).to_be_hidden()
        await coffee.get_by_role("button", name="Ещё").click()
        await expect(coffee.locator("code")).to_have_text("kofe")
        await here.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await coffee.get_by_role("button", name="Скопировать имя kofe").click()
        await here.page.wait_for_function("async () => (await navigator.clipboard.readText()) === 'kofe'")
        remove = coffee.get_by_role("button", name="Убрать")
        await remove.click()
        await expect(coffee).to_be_visible()
        await remove.hover()
        await here.page.mouse.down()
        await expect(coffee).to_be_hidden()
        await here.page.mouse.up()
        await here.page.keyboard.press("Control+KeyZ")
        await expect(card(here, "Кофе").get_by_role("timer")).to_have_text("15:00")


async def test_every_kind_can_be_made(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist, show=OWN) as here:
        await opened(here)
        kinds: dict[str, dict[str, str]] = {
            "count-up": {},
            "time-of-day": {"Время дня": "19:30"},
            "banks": {"Чьё время": "Анна, Борис", "Длительность": "3:00"},
        }
        for kind, fields in kinds.items():
            await here.page.get_by_role("button", name="Новый таймер").click()
            form = here.page.get_by_role("form", name="Новый таймер")
            await form.get_by_label("Название").fill(f"Мой {kind}")
            await form.get_by_label("Что считать").select_option(kind)
            for label, text in fields.items():
                await form.get_by_label(label).fill(text)
            await form.get_by_role("button", name="Добавить").click()
            await expect(card(here, f"Мой {kind}")).to_be_visible()
            await expect(form).to_be_hidden()
        made = list(timers_of(here.state.timers, OWN).values())[-3:]
        assert [plan.kind for plan in made] == ["count-up", "time-of-day", "banks"]
        assert made[1].at == (19 * 60 + 30) * 60_000
        assert [bank.name for bank in made[2].banks] == ["Анна", "Борис"]


@pytest.mark.parametrize("width, height", [(1366, 768), (390, 844)])
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_nothing_is_clipped_too_small_or_hard_to_use(
    browser: Browser, tmp_path: Path, dist: Path, width: int, height: int, language: str
) -> None:
    async with studio(browser, tmp_path, dist, width, height, show=SHOW) as here:
        await here.do(Start(CHESS))
        await here.do(Start(SPEECH))
        await here.open(f"?lang={language}")
        await here.page.locator("#tab-timers").click()
        await here.page.locator(".timer .more").first.click()
        await here.page.locator(".new button").first.click()
        if width > 700:
            await here.page.keyboard.press("KeyT")
            await here.page.locator(".drawer .more").first.click()
        faults = await here.page.evaluate(
            "touch => [...document.querySelectorAll('.more button, .more input, .more select, .drawer button')]"
            ".filter(e => {"
            "const r = e.getBoundingClientRect();"
            "const around = (e.closest('article') ?? e.closest('section')).getBoundingClientRect();"
            "return r.left < around.left || r.right > around.right + 0.5 || e.scrollWidth > e.clientWidth + 1"
            " || (touch && r.height < 44)"
            "}).map(e => e.textContent.trim() || e.ariaLabel)",
            width < 700,
        )
        assert faults == []
        await here.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = await here.page.evaluate(
            "async () => (await axe.run({resultTypes: ['violations']})).violations"
            ".filter(v => ['serious', 'critical'].includes(v.impact))"
            ".map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))])"
        )
        assert found == []


async def test_the_second_line_from_the_panel(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist, show=SHOW) as here:
        await here.open()
        await here.page.get_by_role("tab", name="На сцену").click()
        line = here.page.get_by_role("combobox", name="Вторая строка под часами")
        own = here.page.get_by_label("Слова для второй строки")
        await expect(line).to_have_value("nothing")
        await expect(here.page.get_by_text("Сцена видит только часы")).to_be_visible()
        await expect(line.locator("option[value=text]")).to_be_disabled()
        await own.fill("Вопросы из зала")
        await here.page.keyboard.press("Enter")
        await expect(line).to_have_value("text")
        await expect(own).to_have_value("")
        assert here.state.stage.second == SecondLine("text", "Вопросы из зала")
        await expect(here.page.get_by_text("Сообщения на сцене нет")).to_be_visible()

        await line.select_option(label="Таймер: Речь")
        section = here.page.get_by_role("region", name="Вторая строка под часами")
        await expect(section.get_by_role("timer")).to_have_text("7:00")
        assert here.state.stage.second == SecondLine("timer", "Вопросы из зала", SPEECH)
        await here.do(Remove(SPEECH))
        await expect(line.locator("option:checked")).to_have_text("Таймер убран: строка пуста")
        await line.select_option(label="Слова: «Вопросы из зала»")
        await here.until(lambda: here.state.stage.second == SecondLine("text", "Вопросы из зала"))
        await line.select_option("nothing")
        await here.until(lambda: here.state.stage.second.source == "nothing")
        await expect(here.page.get_by_text("Сцена видит только часы")).to_be_visible()
        await here.do(SetSecond("timer", timer=CHESS))  # somebody else's
        await expect(line).to_have_value("timer:chess")
