"""The camera desk in Chromium: presets, the lock, the picture, how it looks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from control.core import camera_acts as acts
from control.core.program import Take
from control.core.types import Role, SceneId
from control.hands import Hands, Stick
from control.telemetry import FIRST_FEED
from tests.devices.ptz.rigs import now, until
from tests.e2e.camera_desk import AIM, ARM, DOME, SOON, desk, picture
from tests.e2e.house import LAPTOP, PHONE, TABLET, Language, axe

# --- presets, the lock


async def test_presets_are_stored_named_ordered_called_and_taken_back(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        name = here.page.get_by_role("textbox", name="Название нового ракурса")
        for number, (pan, title) in enumerate(((0, "Сцена"), (60, "Зал"), (-40, "Трибуна"))):
            here.dome.axes["pan"] = here.dome.axes["pan"].sent(pan, 1e9, now() - 1)
            await name.fill(title)
            await here.button("Запомнить").click()
            await until(lambda number=number: len(here.head.presets) == number + 1)  # type: ignore[misc]
            await expect(here.preset(title).locator("img")).to_be_visible()
            assert (
                await here.preset(title).locator("img").evaluate("async (i) => (await i.decode(), i.naturalWidth)")
                == 320
            )
        await here.preset("Зал").get_by_role("button").click()
        await until(lambda: here.dome.at("pan", now()) == pytest.approx(60, abs=0.2), SOON)
        await here.pad.focus()
        await here.page.keyboard.press("Digit1")
        await until(lambda: here.dome.at("pan", now()) == pytest.approx(0, abs=0.2), SOON)
        await here.button("Изменить").click()
        asked = here.house.controller.state.cameras.count
        await here.pad.focus()
        await here.page.keyboard.press("Digit2")
        await here.button("«Трибуна»: раньше").click()
        await until(lambda: [one.name for one in here.head.presets] == ["Сцена", "Трибуна", "Зал"])
        assert here.house.controller.state.cameras.count == asked, "while they are edited a digit goes nowhere"
        field = here.preset("Зал").get_by_role("textbox")
        await field.fill("Весь зал")
        await field.press("Enter")
        await until(lambda: [one.name for one in here.head.presets] == ["Сцена", "Трибуна", "Весь зал"])
        await here.button("«Сцена»: убрать").click()
        await until(lambda: [one.name for one in here.head.presets] == ["Трибуна", "Весь зал"])
        await here.button("Отменить").click()
        await until(lambda: [one.name for one in here.head.presets] == ["Сцена", "Трибуна", "Весь зал"])


async def test_a_tile_says_that_the_camera_is_there_while_it_is(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        here.dome.axes["pan"] = here.dome.axes["pan"].sent(160, 1e9, now() - 1)
        await here.button("Запомнить").click()
        tile = here.preset("1")
        await expect(tile.locator("[data-mark=here]")).to_have_text("здесь")
        await here.button("В исходное").click()
        await expect(tile.locator("[data-mark]")).to_have_count(0)
        await until(lambda: not here.dome.moving(now()), SOON)
        await tile.get_by_role("button").click()
        await expect(tile.locator("[data-mark=going]")).to_have_text("едет")
        await expect(tile.locator("[data-mark=here]")).to_be_visible()
        await expect(tile.get_by_role("button")).to_have_attribute("aria-current", "true")
        assert here.dome.at("pan", now()) == pytest.approx(160, abs=3)
        await here.grip()
        await expect(tile.locator("[data-mark]")).to_have_count(0)
        await here.page.mouse.up()
        await asyncio.sleep(0.5)
        await expect(tile.locator("[data-mark]")).to_have_count(0)
        assert await axe(here.page) == []


async def test_presets_go_back_into_the_camera_from_the_desk(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        for number, pan in enumerate((60, -60)):
            here.dome.axes["pan"] = here.dome.axes["pan"].sent(pan, 1e9, now() - 1)
            await here.button("Запомнить").click()
            await until(lambda number=number: len(here.head.presets) == number + 1)  # type: ignore[misc]
        slots = sorted(here.dome.presets)
        here.dome.presets.clear()
        await here.button("Изменить").click()
        await here.button("Вернуть ракурсы в камеру").click(delay=1000)
        status = here.page.locator("[role=status]", has_text="из 2")
        await expect(status).to_contain_text("Возвращаем ракурсы")
        await expect(status).to_contain_text("Ракурсы в памяти камеры: 2 из 2", timeout=SOON * 1000)
        assert sorted(here.dome.presets) == slots
        await here.house.do(Take(SceneId("wide")))
        await expect(here.camera(DOME)).to_contain_text("эфир", ignore_case=True)
        await here.button("Вернуть ракурсы в камеру").click(delay=1000)
        await expect(here.page.get_by_text("записать их заново на глазах у зрителей?")).to_be_visible()
        await here.button("Не надо").click()
        assert not here.house.controller.state.cameras.pending


async def test_a_camera_on_air_asks_before_it_jumps(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        here.dome.axes["pan"] = here.dome.axes["pan"].sent(50, 1e9, now() - 1)
        await here.button("Запомнить").click()
        await until(lambda: len(here.head.presets) == 1)
        here.dome.axes["pan"] = here.dome.axes["pan"].sent(0, 1e9, now() - 1)
        await here.house.do(Take(SceneId("wide")))
        await expect(here.camera(DOME)).to_contain_text("эфир", ignore_case=True)
        await here.preset("1").get_by_role("button").click()
        await expect(here.page.get_by_text("на глазах у зрителей?")).to_be_visible()
        await here.button("Не надо").click()
        await asyncio.sleep(0.3)
        assert here.dome.at("pan", now()) == 0
        assert not here.house.controller.state.cameras.pending
        await here.preset("1").get_by_role("button").click()
        await here.button("Перейти").click()
        await until(lambda: here.dome.at("pan", now()) == pytest.approx(50, abs=0.2), SOON)
        await here.button("В исходное").click()
        await expect(here.page.get_by_text("Вернуть её в исходное положение на глазах у зрителей?")).to_be_visible()
        await here.button("Не надо").click()


async def test_stop_stops_whoever_moves_it(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        hands: Hands = here.house.server.hands

        async def other() -> None:
            while True:
                hands.move("other", DOME, Stick(pan=-0.8))
                await asyncio.sleep(0.05)

        moving = asyncio.create_task(other())
        await until(lambda: "pan" in here.dome.moving(now()))
        await expect(here.page.get_by_text("камеру ведёт кто-то другой")).to_be_visible()
        moving.cancel()
        await here.button("Стоп").click()
        assert await here.stops() < AIM


async def test_in_the_panel_the_keys_are_the_panels_until_the_pad_is_pressed(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.goto(await here.house.link(Role.OPERATOR))
        await expect(here.page.locator(".panel")).to_be_visible()
        await here.page.keyboard.press("KeyC")
        await expect(here.pad).to_be_visible()
        await until(lambda: here.head.phase == "connected", SOON)
        await here.page.keyboard.down("ArrowLeft")
        await asyncio.sleep(0.4)
        await here.page.keyboard.up("ArrowLeft")
        assert here.dome.at("pan", now()) == 0
        await here.pad.focus()
        await here.page.keyboard.down("ArrowLeft")
        await until(lambda: here.dome.moving(now()) == {"pan"})
        await here.page.keyboard.up("ArrowLeft")
        assert await here.stops() < AIM
        await here.page.keyboard.press("Digit2")
        await until(lambda: here.house.controller.state.program.preview == "close")
        await asyncio.sleep(0.5)
        await here.page.screenshot(path=tmp_path / "ptz-panel.png")
        assert await axe(here.page) == []


# --- the picture


def painted(page: Page) -> Locator:
    return page.locator(".stick canvas.seen")


async def test_the_picture_is_the_cameras_own(browser: Browser, tmp_path: Path, pages: Path) -> None:
    """Not that of a scene with other things in it; and only of the camera in the hand."""
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        telemetry = here.house.telemetry
        await until(lambda: telemetry.wants(FIRST_FEED), SOON)
        assert not telemetry.wants(FIRST_FEED + 1)
        image = picture(tmp_path / "x.jpg", 60)
        for channel in range(4):
            telemetry.publish_picture(channel, image)
        await expect(here.page.locator(".stick")).to_contain_text("Нет картинки")
        telemetry.publish_picture(FIRST_FEED, image)
        await expect(painted(here.page)).to_have_count(1)
        await here.camera(ARM).click()
        await until(lambda: telemetry.wants(FIRST_FEED + 1) and not telemetry.wants(FIRST_FEED), SOON)
        telemetry.publish_picture(FIRST_FEED + 1, image)
        await expect(painted(here.page)).to_have_count(1)


async def test_of_a_camera_that_obs_opens_itself_it_is_a_scenes_and_says_so(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages, feed="direct") as here:
        await here.open()
        await expect(here.page.get_by_text("Картинка сцены «Общий план»")).to_be_visible()
        image = picture(tmp_path / "x.jpg", 60)
        here.house.telemetry.publish_picture(2, image)
        await expect(painted(here.page)).to_have_count(1)
        assert not here.house.telemetry.wants(FIRST_FEED)


# --- how it looks


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("size", [LAPTOP, TABLET, PHONE], ids=["laptop", "tablet", "phone"])
async def test_it_is_clean_and_big_enough_for_a_finger(
    browser: Browser, tmp_path: Path, pages: Path, size: ViewportSize, language: Language
) -> None:
    async with desk(browser, tmp_path, pages, size, language) as here:
        for pan, title in ((0, "Сцена"), (60, "Зал"), (-40, "Трибуна"), (30, "Первый ряд"), (80, "Вход")):
            here.dome.axes["pan"] = here.dome.axes["pan"].sent(pan, 1e9, now() - 1)
            await until(lambda: here.head.phase == "connected", SOON)
            await here.house.do(acts.Store(DOME, title))
        await here.house.do(Take(SceneId("wide")))
        await here.open()
        image = picture(tmp_path / "x.jpg", 60)
        await until(lambda: here.house.telemetry.wants(FIRST_FEED), SOON)
        here.house.telemetry.publish_picture(FIRST_FEED, image)
        await until(lambda: len(here.head.presets) == 5, SOON)
        await asyncio.sleep(1)
        name = f"{size['width']}-{language}"
        await here.page.screenshot(path=tmp_path / f"ptz-{name}.png")
        assert await axe(here.page) == []
        small = await here.page.evaluate(
            "[...document.querySelectorAll('.desk button, .desk input, [role=slider], [role=application]')]"
            ".map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])"
            ".filter(([, height]) => height < 44)"
        )
        assert small == []
        await here.preset("Зал").locator("button").click()
        await here.page.screenshot(path=tmp_path / f"ptz-{name}-asks.png")
        await here.button("Не надо" if language == "ru" else "Do not").click()
        await here.button("Изменить" if language == "ru" else "Edit").click()
        await here.page.screenshot(path=tmp_path / f"ptz-{name}-edit.png")
        assert await axe(here.page) == []
        wide = await here.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
