"""The camera desk and what a camera is set to: asleep, focusing by itself; why a stick moves nothing; focus by keys."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, expect

from devices.ptz.visca import messages as m
from tests.devices.ptz.rigs import now, until
from tests.e2e.camera_desk import AIM, ARM, DOME, SOON, desk
from tests.e2e.house import axe
from tests.e2e.sticks import GAMEPAD

PATIENT = SOON * 1000


async def test_a_camera_that_sleeps_is_seen_to_and_is_woken_where_the_hand_is(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        await expect(here.camera(DOME)).to_contain_text("свободна")
        here.server.camera.on = False  # by its remote control
        await expect(here.camera(DOME)).to_contain_text("спит", timeout=PATIENT)
        await expect(here.camera(ARM)).not_to_contain_text("спит")
        stick = here.page.locator(".pad-place")
        await expect(stick.get_by_text("Камера спит")).to_be_visible()
        why = stick.get_by_text("«Купол» спит: сначала её нужно включить")
        await expect(why).to_have_count(0)
        await here.page.keyboard.down("ArrowRight")
        await expect(why).to_be_visible()
        await here.page.screenshot(path=tmp_path / "ptz-asleep.png")
        assert await axe(here.page) == []
        await here.page.keyboard.up("ArrowRight")
        await stick.get_by_role("button", name="Включить").click()
        await until(lambda: here.server.camera.on, SOON)
        await expect(here.camera(DOME)).not_to_contain_text("спит", timeout=PATIENT)
        await expect(stick.get_by_role("button")).to_have_count(0)
        await here.page.keyboard.down("ArrowRight")
        await until(lambda: here.dome.moving(now()) == {"pan"}, SOON)
        await here.page.keyboard.up("ArrowRight")
        assert await here.stops() < AIM


async def test_what_the_focus_and_the_exposure_are_set_to_is_pressed(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        focus = here.page.get_by_role("group", name="Фокус")
        exposure = here.page.get_by_role("group", name="Экспозиция")
        auto, manual = (focus.get_by_role("button", name=name, exact=True) for name in ("авто", "ручной"))
        await expect(auto).to_have_attribute("aria-pressed", "true", timeout=PATIENT)
        await expect(exposure.get_by_role("button", name="авто")).to_have_attribute("aria-pressed", "true")
        await here.page.keyboard.down("KeyD")
        await expect(here.page.get_by_text("фокусируется сама")).to_be_visible()
        await here.page.keyboard.up("KeyD")
        await here.page.keyboard.press("KeyB")
        await until(lambda: here.server.camera.focus_mode is m.FocusMode.MANUAL, SOON)
        await expect(manual).to_have_attribute("aria-pressed", "true", timeout=PATIENT)
        await expect(auto).to_have_attribute("aria-pressed", "false")
        for key, sign in (("KeyD", 1), ("KeyA", -1)):
            before = here.dome.at("focus", now())
            await here.page.keyboard.down(key)
            await until(lambda: here.dome.moving(now()) == {"focus"}, SOON)
            await here.page.keyboard.up(key)
            assert await here.stops() < AIM
            assert (here.dome.at("focus", now()) - before) * sign > 0
        await exposure.get_by_role("button", name="прикрыть").click()
        await expect(exposure.get_by_text("приоритет диафрагмы")).to_be_visible(timeout=PATIENT)
        here.dome.axes["pan"] = here.dome.axes["pan"].sent(30, 1e9, now() - 1)
        await here.page.keyboard.press("KeyH")
        await until(lambda: here.dome.at("pan", now()) == 0, SOON)
        await here.page.keyboard.press("Shift+Slash")
        for words in ("фокус ближе, дальше", "фокус: авто", "В исходное"):
            await expect(here.page.get_by_text(words)).to_be_visible()
        await expect(here.page.get_by_text("LT RT")).to_have_count(0)


async def test_a_gamepads_triggers_pull_the_focus(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await here.page.evaluate("plug([0, 0, 0, 0])")
        await here.page.evaluate("plug([0, 0, 0, 0], [8])")
        await until(lambda: here.server.camera.focus_mode is m.FocusMode.MANUAL, SOON)
        for trigger, sign in ((7, 1), (6, -1)):
            before = here.dome.at("focus", now())
            await here.page.evaluate(f"plug([0, 0, 0, 0], [{trigger}])")
            await until(lambda: here.dome.moving(now()) == {"focus"}, SOON)
            await here.page.evaluate("plug([0, 0, 0, 0])")
            assert await here.stops() < AIM
            assert (here.dome.at("focus", now()) - before) * sign > 0
        await here.page.evaluate("plug([0, 0, 0, 0], [0])")
        await until(lambda: here.server.camera.focus_mode is m.FocusMode.AUTO, SOON)
        await here.page.keyboard.press("Shift+Slash")
        await expect(here.page.get_by_text("LT RT")).to_be_visible()
