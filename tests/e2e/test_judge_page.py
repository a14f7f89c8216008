"""The judge's page: no tap is lost, no ballot comes twice, and what it says about itself is true."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, WebSocketRoute, expect

from control.contest import commands as contest
from control.core.types import Role
from control.show import Show
from tests.e2e.house import LAPTOP, PHONE, House, Language, Watch, axe, debate_show, person

pytestmark = pytest.mark.browser


class Judge:
    """One judge's phone on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.watch = Watch(page)
        self.sent: list[dict[str, Any]] = []
        """Commands that left the phone."""
        page.on("websocket", lambda socket: socket.on("framesent", self._sent))

    def _sent(self, payload: str | bytes) -> None:
        message = json.loads(payload)
        if message["type"] == "do":
            self.sent.append(message)

    @property
    def rows(self) -> Locator:
        """The rows of marks, in the order of the page."""
        return self.page.locator(".criterion [role=group]")

    @property
    def state(self) -> Locator:
        return self.page.locator("footer .state")

    @property
    def button(self) -> Locator:
        return self.page.locator("footer > button")

    async def mark(self, *points: int, start: int = 0) -> None:
        for place, number in enumerate(points, start):
            await self.rows.nth(place).get_by_text(str(number), exact=True).click()

    async def becomes(self, state: str) -> None:
        await expect(self.page.locator(f"footer .state.{state}")).to_be_visible()

    async def stored(self, start: str) -> list[str]:
        values: list[str] = await self.page.evaluate(
            "start => Object.entries(localStorage).filter(([key]) => key.startsWith(start)).map(([, value]) => value)",
            start,
        )
        return values


@asynccontextmanager
async def hall(folder: Path, pages: Path, show: Show | None = None) -> AsyncIterator[House]:
    house = await House(folder, pages, show).start()
    try:
        yield house
    finally:
        await house.close()


@asynccontextmanager
async def judge(
    browser: Browser, house: House, name: str = "vlasov", size: ViewportSize = PHONE, language: Language = "ru"
) -> AsyncIterator[Judge]:
    context = await person(browser, size, language)
    try:
        one = Judge(await context.new_page())
        await one.page.goto(await house.link(Role.JUDGE, name))
        await one.page.wait_for_selector("h1")
        yield one
        assert one.watch.faults == []
    finally:
        await context.close()


async def test_a_ballot_is_marked_sent_and_received(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("debate")
        async with judge(browser, house) as one:
            await expect(one.rows).to_have_count(6)
            await one.mark(4, 5, 3, 4, 2, 5)
            await one.becomes("draft")
            await expect(one.button).to_have_attribute("aria-disabled", "true")
            await one.button.click(force=True)  # too early: nothing leaves the phone
            assert one.sent == []
            await house.go_to("judging")
            await expect(one.button).to_have_text("Отправить оценки")
            await expect(one.button).to_have_attribute("aria-disabled", "false")
            await one.button.click()
            await one.becomes("received")
            await expect(one.state).to_contain_text("Получено в ")
            await expect(one.page.locator("footer .sums")).to_contain_text("12")
            await expect(one.page.locator("footer .sums")).to_contain_text("11")
            assert house.ballots("vlasov") == 1
            assert await one.stored("efir.draft.") == []


async def test_a_double_tap_sends_one_ballot(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(1, 2, 3, 4, 5, 0)
            await one.button.evaluate("button => { button.click(); button.click(); button.click(); }")
            await one.becomes("received")
            await one.button.click(force=True)
            assert len(one.sent) == 1
            assert house.ballots("vlasov") == 1


async def test_a_lost_receipt_is_asked_for_with_the_same_id(browser: Browser, pages: Path, tmp_path: Path) -> None:
    """The server has the ballot, the answer got lost with the connection: the same command comes again."""
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            lost: list[str] = []
            asked: list[str] = []

            def between(route: WebSocketRoute) -> None:
                server = route.connect_to_server()

                async def down(message: str | bytes) -> None:
                    if not lost and '"receipt"' in str(message):
                        lost.append(json.loads(message)["id"])
                        await route.close(code=3000)
                        return
                    if lost or '"patch"' not in str(message):  # nor does the patch with the ballot come through
                        route.send(message)

                def up(message: str | bytes) -> None:
                    if '"do"' in str(message):
                        asked.append(json.loads(message)["id"])
                    server.send(message)

                server.on_message(down)
                route.on_message(up)

            await one.page.route_web_socket("**/live", between)
            await one.page.reload()
            await one.mark(1, 2, 3, 4, 5, 0)
            await one.button.click()
            await one.becomes("received")
            await expect(one.page.locator(".badge.bad")).to_have_count(0)
            assert asked == [lost[0]] * 2
            assert house.ballots("vlasov") == 1


async def test_a_ballot_waits_for_the_network(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(1, 2, 3, 4, 5, 0)
            await one.page.context.set_offline(True)
            await one.button.click()
            await one.becomes("queued")
            await expect(one.state).to_contain_text("нет связи")
            await expect(one.page.locator(".badge.bad")).to_be_visible()
            assert house.ballots("vlasov") == 0
            await one.page.context.set_offline(False)
            await one.becomes("received")
            assert house.ballots("vlasov") == 1


async def test_a_queued_ballot_survives_a_reload_with_its_id(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(1, 2, 3, 4, 5, 0)
            await house.close()
            await expect(one.page.locator(".badge.bad")).to_be_visible()
            await one.button.click()
            await one.becomes("queued")
            kept = [entry["id"] for text in await one.stored("efir.ballots.") for entry in json.loads(text)]
            assert len(kept) == 1
            address = one.page.url
            await one.page.goto("about:blank")  # the page is gone before the server is back
            await house.start()
            await one.page.goto(address)
            await one.becomes("received")
            assert [message["id"] for message in one.sent] == kept
            assert house.ballots("vlasov") == 1
            assert await one.stored("efir.ballots.") == ["[]"]


async def test_the_server_goes_and_comes_back(browser: Browser, pages: Path, tmp_path: Path) -> None:
    """The page keeps its picture, says that it is old, and what was tapped meanwhile is sent by itself."""
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(1, 2, 3)
            await house.close()
            await expect(one.page.locator(".badge.bad")).to_be_visible()
            await one.mark(4, 5, 0, start=3)
            await one.button.click()
            await one.becomes("queued")
            await house.start()
            await one.becomes("received")
            await expect(one.page.locator(".badge.bad")).to_have_count(0)
            assert house.ballots("vlasov") == 1


async def test_a_draft_survives_a_reload(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("debate")
        async with judge(browser, house) as one:
            await one.mark(4, 5, 3)
            await one.page.reload()
            await one.becomes("draft")
            await expect(one.state).to_contain_text("Черновик на этом телефоне")
            await expect(one.rows.nth(1).locator(".on")).to_have_text("5")
            await expect(one.page.locator(".debater").first.locator(".sum strong")).to_have_text("12")


async def test_a_correction_until_the_reveal(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(4, 4, 4, 3, 3, 3)
            await one.button.click()
            await one.becomes("received")
            await one.mark(5)
            await one.becomes("changed")
            await expect(one.button).to_have_text("Исправить")
            await one.button.click()
            await one.becomes("received")
            await expect(one.state).to_contain_text("версия 2")
            assert house.ballots("vlasov") == 2
            for other in ("kim", "zaitseva"):
                await house.cast(other, 2, 4)
            await house.do(contest.Reveal())
            await expect(one.button).to_have_count(0)
            await expect(one.rows).to_have_count(0)
            first, second = one.page.locator(".debater").first, one.page.locator(".debater").nth(1)
            await expect(first.locator(".criterion .value")).to_have_text(["5", "4", "4"])
            await expect(second.locator(".result")).to_contain_text("Победа")
            await expect(second.locator(".result")).to_contain_text("33")
            await expect(first.locator(".result")).to_contain_text("25")


async def test_no_points_of_others_before_the_reveal(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await house.cast("kim", 5, 1)
            await one.mark(2)
            await expect(one.page.locator(".result")).to_have_count(0)
            told = await one.page.evaluate("async () => (await fetch('/api/views/judge')).text()")
            assert "scores" not in told
            assert "results" not in told
            await house.cast("vlasov", 3, 4)
            told = await one.page.evaluate("async () => (await fetch('/api/views/judge')).text()")
            assert told.count("scores") == 1  # his own


async def test_another_device_shows_what_was_received(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as phone, judge(browser, house, size=LAPTOP, language="en") as laptop:
            await laptop.mark(1)
            await phone.mark(4, 4, 4, 3, 3, 3)
            await phone.button.click()
            await phone.becomes("received")
            await laptop.becomes("received")
            await expect(laptop.state).to_contain_text("another device")
            await expect(laptop.rows.first.locator(".on")).to_have_text("4")
            assert await laptop.stored("efir.draft.") == []
            assert house.ballots("vlasov") == 1


async def test_a_refused_ballot_says_why_and_keeps_the_marks(browser: Browser, pages: Path, tmp_path: Path) -> None:
    """Queued without a network; meanwhile the operator went back to the debate."""
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(1, 2, 3, 4, 5, 0)
            await one.page.context.set_offline(True)
            await one.button.click()
            await one.becomes("queued")
            await house.do(contest.Back())
            await one.page.context.set_offline(False)
            await one.becomes("rejected")
            await expect(one.state).to_contain_text("Оценки принимают после дебатов")
            await expect(one.rows.nth(4).locator(".on")).to_have_text("5")
            await house.go_to("judging")
            await one.button.click()
            await one.becomes("received")
            assert house.ballots("vlasov") == 1


async def test_a_ballot_that_comes_too_late_is_not_passed_over(browser: Browser, pages: Path, tmp_path: Path) -> None:
    """No network until the pair was revealed without this judge and the next one is on stage."""
    async with hall(tmp_path, pages, debate_show(min_judges=2)) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(1, 2, 3, 4, 5, 0)
            await one.page.context.set_offline(True)
            await one.button.click()
            await one.becomes("queued")
            for other in ("kim", "zaitseva"):
                await house.cast(other, 2, 4)
            await house.do(contest.Reveal(missing_ok=True))
            await house.bring_on_stage()
            await one.page.context.set_offline(False)
            await expect(one.page.get_by_role("alert")).to_contain_text("Ваши оценки прошлой пары не приняты")
            assert house.ballots("vlasov") == 0
            assert await one.stored("efir.ballots.") == ["[]"]
            await one.page.get_by_role("button", name="Закрыть").click()
            await expect(one.page.get_by_role("alert")).to_have_count(0)


async def test_what_is_missing_is_shown(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await one.mark(1, 2, 3)
            await one.mark(4, 5, start=3)
            await expect(one.state).to_contain_text("Осталась 1 оценка")
            await one.button.click()
            await expect(one.page.locator(".criterion").nth(5)).to_have_class(re.compile(r"\bmissing\b"))
            assert one.sent == []


async def test_a_declared_interest_is_explained(browser: Browser, pages: Path, tmp_path: Path) -> None:
    show = debate_show(
        conflicts=[("vlasov", name) for name in ("orlova", "sokolov", "belyaeva", "mironov")], min_judges=2
    )
    async with hall(tmp_path, pages, show) as house:
        await house.go_to("judging")
        async with judge(browser, house) as one:
            await expect(one.page.get_by_role("heading", name="Эту пару вы не оцениваете")).to_be_visible()
            await expect(one.rows).to_have_count(0)
            await expect(one.button).to_have_count(0)


async def test_waiting_says_what_comes(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house, judge(browser, house) as one:
        await expect(one.page.locator("h1")).to_have_text("Пары ещё не определены")
        await house.draw("pairs")
        await expect(one.page.locator("h1")).to_have_text("Сейчас на сцене никого нет")
        await expect(one.page.locator("main")).to_contain_text("Следующие")
        await house.do(contest.Next())
        await expect(one.page.locator("h1")).to_contain_text("Тему ещё не вытянули")
        await expect(one.page.locator(".debater")).to_have_count(2)
        await expect(one.page.locator(".position")).to_have_text(["позиция ещё не определена"] * 2)


async def test_the_clock_runs_on_the_phone(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("debate")
        async with judge(browser, house) as one:
            clock = one.page.get_by_role("timer")
            await expect(clock).to_have_text("5:00")
            await house.do(contest.Start())
            await expect(clock).to_have_text(re.compile(r"^4:[0-5]\d$"))
            await house.do(contest.Pause())
            await expect(one.page.locator(".strip")).to_contain_text("пауза")


async def test_a_revoked_link_is_explained(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages) as house:
        await house.go_to("debate")
        async with judge(browser, house) as one:
            await one.mark(4)
            await house.people.revoke("judge-vlasov")
            await expect(one.page.locator("h1")).to_have_text("Ссылка больше не действует")
            await expect(one.page.locator("main")).to_contain_text("Попросите у оператора новую")
            assert len(await one.stored("efir.draft.")) == 1


async def test_keys_and_half_points(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with hall(tmp_path, pages, debate_show(scores_step="0.5")) as house:
        await house.go_to("judging")
        async with judge(browser, house, size=LAPTOP) as one:
            row = one.rows.first
            value = one.page.locator(".criterion .value").first
            await row.locator("button[tabindex='0']").focus()
            await one.page.keyboard.press("Digit3")
            await expect(value).to_have_text("3")
            await one.page.keyboard.press("ArrowRight")
            await expect(value).to_have_text("3,5")
            await expect(row.locator(".part")).to_have_text("3")
            await row.get_by_text("+").click()
            await expect(value).to_have_text("4")
            await row.get_by_text("−").click()
            await expect(value).to_have_text("3,5")
            await row.locator("button[tabindex='0']").focus()
            await one.page.keyboard.press("Home")
            await expect(value).to_have_text("0")
            await expect(one.page.locator(".debater").first.locator(".sum strong")).to_have_text("0")


async def place(what: Locator) -> tuple[int, ...]:
    """Where it stands, in whole pixels."""
    box = await what.bounding_box()
    assert box is not None
    return tuple(round(box[side]) for side in ("x", "y", "width", "height"))


@pytest.mark.parametrize("width", [390, 360])
async def test_one_hand_is_enough(browser: Browser, pages: Path, tmp_path: Path, width: int) -> None:
    """Targets of 44 px, nothing beside the screen, and the button stands still whatever happens."""
    async with hall(tmp_path, pages) as house:
        await house.go_to("debate")
        async with judge(browser, house, size=ViewportSize(width=width, height=844)) as one:
            boxes = await one.page.locator("main button, footer button").evaluate_all(
                "all => all.map(one => { const box = one.getBoundingClientRect(); return [box.width, box.height]; })"
            )
            assert len(boxes) == 49
            assert min(min(box) for box in boxes) >= 44 - 0.5, min(boxes)
            assert await one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            places = [await place(one.button)]
            await one.mark(4, 5, 3, 4, 2, 5)
            places.append(await place(one.button))
            await house.go_to("judging")
            await expect(one.button).to_have_attribute("aria-disabled", "false")
            places.append(await place(one.button))
            await one.button.click()
            await one.becomes("received")
            places.append(await place(one.button))
            assert len(set(places)) == 1, places


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_no_serious_fault_of_accessibility(browser: Browser, pages: Path, tmp_path: Path, theme: str) -> None:
    async with hall(tmp_path, pages) as house, judge(browser, house) as one:
        await one.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert await axe(one.page) == []
        await house.go_to("debate")
        await one.mark(4, 5, 3, 4, 2, 5)
        assert await axe(one.page) == []
        await house.go_to("judging")
        await one.button.click()
        await one.becomes("received")
        assert await axe(one.page) == []
        await one.mark(0)
        await one.becomes("changed")
        assert await axe(one.page) == []
