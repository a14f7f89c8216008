"""A camera that is lent, in Chromium: guests' phones, the operator's panel, a simulated camera behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from control.clock import Duration
from control.core import program
from control.core.lending_acts import GiveBack, Open, TakeBack, Terms
from control.core.types import Role, SceneId
from devices.ptz.simulated.motors import FASTEST_ZOOM
from tests.devices.ptz.rigs import now, until
from tests.e2e.camera_desk import AIM, ARM, DOME, SOON, Desk, desk
from tests.e2e.house import LAPTOP, PHONE, Language, Watch, axe, person
from tests.e2e.sticks import GAMEPAD, STICKS, release_gamepad
from tests.lateness import lateness

TERMS = Terms(Duration(600_000), 0.5)
ON_AIR = SceneId("wide")


class Phone:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.watch = Watch(page)

    @property
    def said(self) -> Locator:
        return self.page.locator("h2")

    @property
    def pad(self) -> Locator:
        return self.page.get_by_role("application")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    async def join(self, name: str = "") -> None:
        await self.page.get_by_role("textbox").fill(name)
        await self.button("Хочу порулить").click()

    async def grip(self, here: Desk) -> None:
        """A finger pulls the pad to the right, and stays there."""
        box = await self.pad.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await self.page.mouse.move(x, y)
        await self.page.mouse.down()
        await self.page.mouse.move(x + min(box["width"], box["height"]) * 0.45, y, steps=3)
        await until(lambda: "pan" in here.dome.moving(now()), SOON)


@asynccontextmanager
async def phone(browser: Browser, here: Desk, language: Language = "ru") -> AsyncIterator[Phone]:
    context = await person(browser, PHONE, language)
    try:
        context.set_default_timeout(SOON * 1000)
        one = Phone(await context.new_page())
        await one.page.goto(await here.house.link(Role.GUEST, DOME))
        yield one
        assert one.watch.faults == []
    finally:
        await context.close()


async def test_two_guests_and_the_operator(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as first, phone(browser, here) as second:
        await here.open()
        panel = here.page
        await panel.goto(await here.house.link(Role.OPERATOR))
        await expect(first.said).to_have_text("Сейчас камеру не дают")
        await panel.get_by_role("button", name="Камеры", exact=True).click()
        card = panel.locator(f"[data-lend={DOME}]")
        await card.get_by_role("button", name="Дать порулить", exact=True).click()
        await expect(first.said).to_have_text("Можно порулить камерой")
        await first.join("Ира")
        await expect(first.said).to_have_text("Камера у вас")
        await expect(card).to_contain_text("Рулит Ира (№ 1)")
        await second.join()
        await expect(second.said).to_have_text("Вы в очереди")
        await expect(card).to_contain_text("В очереди: 1")
        await expect(second.pad).to_have_count(0)
        assert await axe(first.page) == []
        assert await axe(second.page) == []

        await first.grip(here)
        await panel.keyboard.press("KeyX")
        assert await here.stops() < AIM
        await expect(first.said).to_have_text("Камеру взял оператор")
        await asyncio.sleep(0.5)
        assert not here.dome.moving(now()), "the finger is still there, and is not obeyed"
        await first.page.mouse.up()

        await card.get_by_role("button", name="Вернуть гостям").click()
        await expect(first.said).to_have_text("Камера у вас")
        await card.get_by_role("button", name="Следующий").click()
        await expect(first.said).to_have_text("Спасибо, что порулили!")
        await expect(second.said).to_have_text("Камера у вас")
        await second.button("Закончить раньше").dispatch_event("pointerdown", {"button": 0})
        await expect(second.said).to_have_text("Спасибо, что порулили!")
        await expect(card).to_contain_text("Никто не рулит")
        assert await axe(panel) == []


async def test_a_guest_on_air_is_an_alarm(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as guest:
        await here.open()
        await here.page.goto(await here.house.link(Role.OPERATOR))
        strip = here.page.locator(f"[data-lent={DOME}]")
        await here.house.do(Open(DOME, TERMS))
        await guest.join()
        await expect(here.page.get_by_role("button", name="«Купол» у гостей")).to_be_visible()
        await guest.grip(here)
        await here.house.do(program.Take(ON_AIR))
        assert await here.stops() < AIM
        await expect(strip).to_contain_text("Рулит Гость № 1")
        await expect(guest.said).to_have_text("Камера в эфире")
        await guest.page.mouse.up()
        await here.house.do(Open(DOME, Terms(TERMS.turn, TERMS.speed, air=True)))
        await expect(guest.said).to_have_text("Камера у вас")
        await expect(strip).to_contain_text("Камера в эфире, и её ведёт гость")
        await here.page.get_by_role("button", name="«Купол» в эфире у гостя").click()
        await expect(here.page.locator(f"[data-lend={DOME}]")).to_contain_text("Камера в эфире, и её ведёт гость")


async def test_keys_move_it_and_words_are_english(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here, phone(browser, here, "en") as guest:
        await here.open()
        await here.house.do(Open(DOME, TERMS))
        await guest.button("Let me move it").click()
        await expect(guest.said).to_have_text("The camera is yours")
        await guest.page.locator("h2").click()
        await guest.page.keyboard.down("ArrowRight")
        await until(lambda: here.dome.moving(now()) == {"pan"}, SOON)
        await guest.page.keyboard.up("ArrowRight")
        assert await here.stops() < AIM


async def hidden(guest: Phone) -> None:
    await guest.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


async def closed(guest: Phone) -> None:
    await guest.page.close()


async def let_go(guest: Phone) -> None:
    await guest.page.mouse.up()


@pytest.mark.parametrize("way", [hidden, closed, let_go])
async def test_it_stops_when_nobody_can_be_sure(
    browser: Browser, tmp_path: Path, pages: Path, way: Callable[[Phone], Awaitable[None]]
) -> None:
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as guest:
        await here.open()
        await here.house.do(Open(DOME, TERMS))
        await guest.join()
        await guest.grip(here)
        stopping = asyncio.create_task(here.stops())
        await asyncio.sleep(0)
        await way(guest)
        assert await stopping <= AIM


# --- a gamepad, and STOP


class Grip:
    """A guest's page, as the sticks of the camera desk's tests want it."""

    def __init__(self, guest: Phone, here: Desk) -> None:
        self.page, self.pad = guest.page, guest.pad
        self._guest, self._here = guest, here

    async def grip(self) -> None:
        await self._guest.grip(self._here)


async def plug(guest: Phone, *axes: float) -> None:
    await guest.page.evaluate(f"plug({list(axes)})")


async def blurred(guest: Phone) -> None:
    await guest.page.evaluate("dispatchEvent(new Event('blur'))")


async def test_a_gamepad_is_obeyed_while_it_is_ones_turn(browser: Browser, tmp_path: Path, pages: Path) -> None:
    """And whatever ended that, its stick must come back to the middle before it moves the camera again."""
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as guest:
        await here.open()
        await here.house.do(Open(DOME, TERMS))
        held = Grip(guest, here)

        async def obeyed() -> None:
            await stays()
            await release_gamepad(held)
            await plug(guest, 0.9, 0, 0, 0)
            await until(lambda: here.dome.moving(now()) == {"pan"}, SOON)

        async def stays() -> None:
            await plug(guest, 0.8, 0, 0, 0)
            await asyncio.sleep(0.5)
            assert not here.dome.moving(now())

        await guest.page.evaluate(f"{GAMEPAD}; true")
        await plug(guest, 0.9, 0, 0, 0)
        await guest.join()
        await expect(guest.said).to_have_text("Камера у вас")
        await obeyed()
        await expect(guest.pad).to_contain_text("Слушается геймпада")
        await plug(guest, 0, 0, 0, -0.9)
        await until(lambda: here.dome.moving(now()) == {"zoom"}, SOON)
        await plug(guest, 0.03, -0.02, 0, 0)  # at rest, as sticks are
        assert await here.stops() < AIM
        await plug(guest, 0.9, 0, 0, 0)
        await until(lambda: here.dome.moving(now()) == {"pan"}, SOON)

        await here.house.do(TakeBack(DOME))
        assert await here.stops() < AIM
        await expect(guest.said).to_have_text("Камеру взял оператор")
        await stays()
        await here.house.do(GiveBack(DOME))
        await expect(guest.said).to_have_text("Камера у вас")
        await obeyed()
        for way in (blurred, hidden):
            await way(guest)
            assert await here.stops() < AIM
            await obeyed()
        await guest.page.evaluate("unplug()")
        assert await here.stops() < AIM


@pytest.mark.parametrize("source", list(STICKS))
async def test_stop_wins_over_a_guests_stick_too(browser: Browser, tmp_path: Path, pages: Path, source: str) -> None:
    hold, stir, release = STICKS[source]
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as guest:
        await here.open()
        await here.house.do(Open(DOME, TERMS))
        await guest.page.evaluate(f"{GAMEPAD}; true")
        await guest.join()
        await expect(guest.said).to_have_text("Камера у вас")
        held = Grip(guest, here)
        await guest.page.locator("h2").click()
        await hold(held)
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await guest.page.keyboard.press("Space")
        assert await here.stops() < AIM
        for _ in range(4):
            await stir(held)
            await asyncio.sleep(0.15)
            assert not here.dome.moving(now()), "it is still held, and is not obeyed"
        await release(held)
        await hold(held)
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await release(held)
        assert await here.stops() < AIM


# --- the operator's terms


async def test_how_far_a_guest_may_zoom(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as guest:
        await here.open()
        await here.page.goto(await here.house.link(Role.OPERATOR))
        await here.page.get_by_role("button", name="Камеры", exact=True).click()
        card = here.page.locator(f"[data-lend={DOME}]")
        await card.get_by_label("Зум").select_option("от общего плана до половины")
        await card.get_by_role("button", name="Дать порулить", exact=True).click()
        await guest.join()
        await expect(guest.said).to_have_text("Камера у вас")
        await expect(guest.page.locator(".where")).to_contain_text("Приближать можно до 50 % зума")
        await guest.page.locator("h2").click()
        told = here.house.telemetry.latest
        with lateness() as late:
            await guest.page.keyboard.down("Equal")
            await until(lambda: told["heads"][DOME]["zoom"] >= 0.5 and not here.dome.moving(now()), SOON)
            await asyncio.sleep(1)
        assert not here.dome.moving(now())
        # It goes too far by what the camera's word is old: a late machine's is older.
        assert here.dome.at("zoom", now()) < 0.65 + late.seconds * FASTEST_ZOOM
        await guest.page.keyboard.up("Equal")
        await guest.page.keyboard.down("Minus")
        await until(lambda: here.dome.at("zoom", now()) < 0.4, SOON)
        await guest.page.keyboard.up("Minus")
        await card.locator("summary").click()
        await expect(card.get_by_label("Зум")).to_have_value("same")
        await card.get_by_label("Зум").select_option("не шире, чем сейчас")
        await card.get_by_role("button", name="Изменить условия").click()
        await expect(guest.page.locator(".where")).to_contain_text("Отдалять можно до")


async def test_the_range_is_round_where_the_camera_stood_when_it_was_chosen(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        await here.page.goto(await here.house.link(Role.OPERATOR))
        await here.page.get_by_role("button", name="Камеры", exact=True).click()
        card = here.page.locator(f"[data-lend={DOME}]")
        how_far = card.get_by_label("Поворот и наклон")

        def terms() -> Terms:
            return here.house.controller.state.lending.lent[DOME].terms

        await card.get_by_role("button", name="Дать порулить", exact=True).click()
        await card.locator("summary").click()
        await how_far.select_option("10")
        await card.get_by_role("button", name="Изменить условия").click()
        await expect(how_far).to_have_value("same")
        first = terms()
        assert first.pan is not None
        await how_far.select_option("10")  # once more, and it still stands there: nothing changes by it
        await card.get_by_role("button", name="Изменить условия").click()
        await expect(how_far).to_have_value("same")
        assert terms() == first
        here.dome.axes["pan"] = here.dome.axes["pan"].sent(10, 1e9, now() - 1)  # a guest at its edge
        told = here.house.telemetry.latest
        await until(lambda: told["heads"][DOME]["pan"] > 1, SOON)
        await card.get_by_label("Скорость").select_option("0.1")
        await card.get_by_role("button", name="Изменить условия").click()
        await until(lambda: terms().speed == 0.1, SOON)
        assert (terms().pan, terms().tilt) == (first.pan, first.tilt)


async def test_what_is_chosen_is_not_lent_without_bounds_when_nobody_knows_where_the_camera_stands(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        await here.page.goto(await here.house.link(Role.OPERATOR))
        await here.page.get_by_role("button", name="Камеры", exact=True).click()
        card = here.page.locator(f"[data-lend={DOME}]")
        how_far = card.get_by_label("Поворот и наклон")
        await how_far.select_option("10")
        here.server.silent = True
        await expect(card.get_by_role("alert")).to_contain_text("не известно, где стоит камера")
        await expect(how_far).to_have_value("10")
        lend = card.get_by_role("button", name="Дать порулить", exact=True)
        await lend.dispatch_event("click")
        await asyncio.sleep(0.5)
        assert DOME not in here.house.controller.state.lending.lent
        here.server.silent = False
        await expect(card.get_by_role("alert")).to_have_count(0)
        await lend.click()
        await until(lambda: DOME in here.house.controller.state.lending.lent, SOON)
        assert here.house.controller.state.lending.lent[DOME].terms.pan is not None


CLIPPED = (
    "() => [document.documentElement.scrollWidth > innerWidth ? 'the page' : '',"
    "...[...document.querySelectorAll('.place-deck *')].filter(e => {"
    "const r = e.getBoundingClientRect();"
    "const cut = e.matches('button, select, form, section, li, p') && getComputedStyle(e).textOverflow !== 'ellipsis';"
    "return r.width > 0 && (r.left < 0 || r.right > innerWidth + 0.5 || (cut && e.scrollWidth > e.clientWidth + 1))"
    "}).map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`)].filter(Boolean)"
)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
async def test_lending_belongs_to_the_chosen_camera(
    browser: Browser, tmp_path: Path, pages: Path, size: ViewportSize, language: Language
) -> None:
    async with desk(browser, tmp_path, pages, size, language) as here, phone(browser, here) as guest:
        await here.house.do(Open(DOME, TERMS))
        await guest.join("Ира")
        panel = here.page
        await panel.goto(await here.house.link(Role.OPERATOR))
        await expect(panel.locator(".panel")).to_be_visible()
        await panel.keyboard.press("KeyC")
        strip = panel.locator(f"[data-lent={DOME}]")
        for _ in range(2):
            await expect(panel.locator(".drawer > header")).to_be_in_viewport()
            await expect(strip.get_by_role("button").last).to_be_in_viewport(ratio=0.9)  # to take it back
            await panel.keyboard.press("KeyL")  # another drawer, and back
            await panel.evaluate("scrollTo(0, 0)")
            await panel.keyboard.press("KeyC")
        await panel.locator(f"button[data-camera={ARM}]").click()
        await expect(panel.locator(f"[data-lend={ARM}]")).to_be_visible()
        await expect(panel.locator("[data-lend]")).to_have_count(1)
        await expect(strip).to_contain_text("Ира")
        assert await panel.evaluate(CLIPPED) == []
        await strip.get_by_role("button").first.click()
        await expect(panel.locator(f"[data-lend={DOME}]")).to_be_visible()
        await expect(panel.locator(f"button[data-camera={DOME}]")).to_have_attribute("aria-pressed", "true")
        await expect(panel.locator("[data-lend]")).to_have_count(1)
        await panel.locator("[data-lend] summary").click()
        await panel.screenshot(path=tmp_path / f"lend-{size['width']}-{language}.png", full_page=True)
        assert await panel.evaluate(CLIPPED) == []
        assert await axe(panel) == []
        await strip.get_by_role("button").last.click()
        await until(lambda: here.house.controller.state.lending.lent[DOME].held, SOON)
