"""The second line of the stage: words or a named timer under the clock, on every kind of screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from control.clock import Duration
from control.contest import commands as contest
from control.core.rundown import commands as rundown
from control.core.stage import Hush, Say, SetSecond
from control.core.timer_acts import Add, Adjust, Pause, Remove, Set, Start
from control.core.types import BankId, Role, TimerId
from control.show import Bank, NamedTimer
from tests.e2e.house import PHONE, SCREEN, TABLET, axe
from tests.e2e.screens import backstage, opened
from tests.e2e.test_stage_page import hall, screen

pytestmark = pytest.mark.browser

ANSWER = NamedTimer(
    id=TimerId("answer"),
    name="Ответ эксперта",
    kind="countdown",
    length=Duration(60_000),
    warning=Duration(30_000),
    danger=Duration(10_000),
)
BLITZ = NamedTimer(
    id=TimerId("blitz"),
    name="Блиц",
    kind="banks",
    length=Duration(5_430_000),
    banks=(
        Bank(id=BankId("white"), name="Команда из города Набережные Челны"),
        Bank(id=BankId("black"), name="Чёрные"),
    ),
)
WORDS = "Сейчас вопросы из зала, потом короткий ответ эксперта, голосование и объявление победителей первого полуфинала"
SIZES = (
    SCREEN, TABLET, PHONE, ViewportSize(width=820, height=1180), ViewportSize(width=844, height=390),
)  # fmt: skip


async def box(of: Locator) -> tuple[float, float, float, float]:
    """left, top, right, bottom."""
    found = await of.bounding_box()
    assert found is not None
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


async def stands_under(page: Page, clock: str, *, below: str = "") -> None:
    """The line is whole, in the window, under the clock, and over what is below it."""
    line, size = page.locator(".under"), page.viewport_size
    assert size is not None
    left, top, right, bottom = await box(line)
    assert left >= 0
    assert right <= size["width"]
    assert bottom <= size["height"]
    _, over, _, end = await box(page.locator(clock))
    assert over >= 0
    assert end - over > 20, "the clock is still to be read"
    assert end <= top + 1
    whole = "line => line.scrollHeight <= line.clientHeight + 1 && line.scrollWidth <= line.clientWidth"
    assert await line.evaluate(whole)
    if below:
        assert bottom <= (await box(page.locator(below)))[1] + 1
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")


async def test_words_under_the_clock(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with (
        backstage(tmp_path, pages) as house,
        opened(browser, house, size=SCREEN, role=Role.STAGE) as page,
        opened(browser, house, "&hide=second", SCREEN, role=Role.STAGE) as bare,
    ):
        line = page.locator(".under")
        await house.do(rundown.Go())
        await house.do(SetSecond(text="Вопросы из зала"))
        await house.do(Say("Минута"))
        await expect(page.get_by_role("alert")).to_be_visible()
        await expect(line).to_have_count(0)  # the words wait
        await house.do(Hush())
        await house.do(SetSecond("text"))
        await expect(line).to_have_text("Вопросы из зала")
        await stands_under(page, ".digits", below=".next")
        await house.do(Say("Закончили", "danger"))
        await expect(bare.get_by_role("alert")).to_contain_text("Закончили")
        await expect(bare.locator(".under")).to_have_count(0)
        await expect(line).to_be_visible()
        await house.do(SetSecond(text=""))
        await expect(line).to_have_count(0)
        await house.do(SetSecond(text="Ответы"))
        await expect(line).to_have_text("Ответы")
        await house.do(SetSecond("nothing"))
        await expect(line).to_have_count(0)


async def test_a_named_timer_under_the_clock(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, size=SCREEN, role=Role.STAGE) as page:
        line = page.locator(".under")
        figures = line.get_by_role("timer")
        await house.do(rundown.Go())
        await house.do(Add(ANSWER))
        await house.do(SetSecond(timer=ANSWER.id))
        await expect(line).to_contain_text("Ответ эксперта")
        await expect(figures).to_have_text("1:00")
        await stands_under(page, ".digits", below=".next")
        await house.do(Start(ANSWER.id))
        await expect(figures).to_have_text("0:59")
        await expect(figures).to_have_class(re.compile("calm"))
        for left, tone, sign in ((25_000, "warning", "●"), (8_000, "danger", "■")):
            await house.do(Set(ANSWER.id, Duration(left)))
            await expect(figures).to_have_class(re.compile(tone))
            await expect(line.locator(".sign")).to_have_text(sign)
        await house.do(Adjust(ANSWER.id, Duration(-30_000)))
        await expect(figures).to_have_text(re.compile(r"^\+0:\d\d$"))
        await expect(line.locator(".sign")).to_have_text("▲")
        await house.do(Pause(ANSWER.id))
        await expect(line).to_contain_text("Пауза")
        assert await axe(page) == []
        await house.do(Add(BLITZ))
        await house.do(SetSecond(timer=BLITZ.id))
        await expect(line).to_contain_text("Блиц · Команда из города Набережные Челны")
        await expect(figures).to_have_text("1:30:30")


async def test_a_timer_that_is_taken_away_leaves_an_empty_line(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, size=SCREEN, role=Role.STAGE) as page:
        await house.do(rundown.Go())
        await house.do(Add(ANSWER))
        await house.do(SetSecond(timer=ANSWER.id))
        await expect(page.locator(".under")).to_contain_text("Ответ эксперта")
        await house.do(Remove(ANSWER.id))
        await expect(page.locator(".under")).to_have_count(0)
        await expect(page.get_by_role("timer")).to_have_count(1)  # the item's clock runs on
        await house.do(Add(ANSWER))
        await expect(page.locator(".under")).to_contain_text("Ответ эксперта")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['height']}")
async def test_long_ones_fit_every_screen(browser: Browser, pages: Path, tmp_path: Path, size: ViewportSize) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, size=size, role=Role.STAGE) as page:
        line = page.locator(".under")
        await house.do(rundown.Go())
        for words in (WORDS, "я" * 120):
            await house.do(SetSecond("text", words))
            await expect(line).to_have_text(words)
            await stands_under(page, ".digits", below=".next")
        await house.do(Add(BLITZ))
        await house.do(SetSecond(timer=BLITZ.id))
        await expect(line).to_contain_text("Блиц")
        await stands_under(page, ".digits", below=".next")
        assert await axe(page) == []
        await house.do(Say("Заканчивайте", "danger"))
        await expect(page.get_by_role("alert")).to_be_visible()
        assert (await box(page.locator(".digits")))[3] <= (await box(line))[1] + 1


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=lambda size: f"{size['width']}x{size['height']}")
async def test_a_debate_has_it_too(browser: Browser, pages: Path, tmp_path: Path, size: ViewportSize) -> None:
    async with hall(tmp_path, pages) as house, screen(browser, house, size=size) as page:
        await house.do(SetSecond("text", WORDS))
        await expect(page.locator(".under")).to_have_text(WORDS)  # with nothing on, too
        await house.go_to("debate")
        await house.do(contest.Start())
        await expect(page.locator(".phase")).to_be_visible()
        await stands_under(page, ".digits", below=".people")
