"""The camera desk and the hands on it: what moves a camera, what does not, and that STOP wins over all of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.devices.ptz.rigs import now, until
from tests.e2e.camera_desk import AIM, ARM, DOME, SOON, desk
from tests.e2e.sticks import GAMEPAD, STICKS, hold_gamepad, release_gamepad, two_frames


async def test_the_pad_the_keys_and_the_zoom_move_the_camera_and_letting_go_stops_it(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        await here.grip()
        await here.page.mouse.up()
        assert await here.stops() < AIM
        assert here.dome.at("pan", now()) > 0
        for key, axis, sign in (("ArrowLeft", "pan", -1), ("ArrowUp", "tilt", 1), ("Equal", "zoom", 1)):
            before = here.dome.at(axis, now())
            await here.page.keyboard.down(key)
            await until(lambda axis=axis: axis in here.dome.moving(now()))  # type: ignore[misc]
            await asyncio.sleep(0.4)
            assert here.dome.moving(now()) == {axis}
            await here.page.keyboard.up(key)
            assert await here.stops() < AIM
            assert (here.dome.at(axis, now()) - before) * sign > 0
        zoom = here.page.get_by_role("slider", name="Зум")
        box = await zoom.bounding_box()
        assert box is not None
        await here.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await here.page.mouse.down()
        await here.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
        await until(lambda: here.dome.moving(now()) == {"zoom"})
        await here.page.mouse.up()
        assert await here.stops() < AIM
        await expect(zoom).to_have_attribute("aria-valuenow", "0")
        await expect(here.page.locator("[data-at]")).to_contain_text("поворот")


async def test_a_gamepad_moves_it_and_unplugging_it_stops(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await here.page.evaluate("plug([0.9, 0, 0, 0])")
        await until(lambda: here.dome.moving(now()) == {"pan"})
        await here.page.evaluate("plug([0, -0.8, 0, -0.9])")
        await until(lambda: here.dome.moving(now()) == {"tilt", "zoom"})
        await here.page.evaluate("plug([0.02, 0.01, 0, 0])")  # at rest, as sticks are
        assert await here.stops() < AIM
        await here.page.evaluate("plug([0.9, 0, 0, 0])")
        await until(lambda: here.dome.moving(now()) == {"pan"})
        await here.page.evaluate("unplug()")
        assert await here.stops() < AIM
        await here.page.evaluate("plug([0, 0, 0, 0])")
        await here.page.evaluate("plug([0, 0, 0, 0], [5])")  # the next camera
        await expect(here.camera(ARM)).to_have_attribute("aria-pressed", "true")
        await here.page.evaluate("plug([1, 0, 0, 0])")
        await until(lambda: here.arm.moving(now()) == {"pan"})
        assert here.dome.moving(now()) == set()


async def test_of_a_stick_that_is_no_standard_gamepad_only_what_rests_is_obeyed(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    """Its fourth axis is a throttle that stands at its end; its buttons are nobody knows which."""
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await here.page.evaluate("plug([0, 0, 0, -1], [], '')")
        await two_frames(here)
        await here.page.evaluate("plug([0.9, 0, 0, -1], [5], '')")
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await asyncio.sleep(0.5)
        assert here.dome.moving(now()) == {"pan"}
        await expect(here.camera(DOME)).to_have_attribute("aria-pressed", "true")
        await here.page.evaluate("plug([0.1, 0.05, 0, 0.12], [], '')")  # at rest, as worn sticks are
        assert await here.stops() < AIM
        await two_frames(here)
        await here.page.evaluate("plug([0, 0, 0, -0.9], [], '')")
        await until(lambda: here.dome.moving(now()) == {"zoom"}, SOON)


async def test_a_focus_that_is_held_while_the_camera_goes_away_does_not_go_on_by_itself(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        await here.page.get_by_role("button", name="ручной", exact=True).click()
        far = here.page.get_by_role("button", name="дальше", exact=True)
        await far.focus()
        await here.page.keyboard.down("Enter")
        await until(lambda: here.dome.moving(now()) == {"focus"}, SOON)
        here.server.silent = True
        await expect(far).to_have_attribute("aria-disabled", "true")
        here.server.silent = False
        await expect(far).to_have_attribute("aria-disabled", "false")
        await asyncio.sleep(0.5)
        assert not here.dome.moving(now()), "whoever holds it presses it again"
        await here.page.keyboard.up("Enter")
        await here.page.keyboard.down("Enter")
        await until(lambda: here.dome.moving(now()) == {"focus"}, SOON)
        await here.page.keyboard.up("Enter")
        assert await here.stops() < AIM


async def test_another_camera_is_not_moved_by_a_stick_that_was_held_before_it_was_chosen(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await here.page.evaluate("plug([0.9, 0, 0, 0])")
        await until(lambda: here.dome.moving(now()) == {"pan"}, SOON)
        await here.page.evaluate("plug([0.9, 0, 0, 0], [5])")  # the next one
        await expect(here.camera(ARM)).to_have_attribute("aria-pressed", "true")
        await here.page.evaluate("plug([0.8, 0, 0, 0])")
        await asyncio.sleep(0.5)
        assert not here.dome.moving(now())
        assert not here.arm.moving(now())
        await release_gamepad(here)
        await hold_gamepad(here)
        await until(lambda: here.arm.moving(now()) == {"pan"}, SOON)


@pytest.mark.parametrize("source", list(STICKS))
async def test_stop_wins_over_a_stick_that_is_still_held(
    browser: Browser, tmp_path: Path, pages: Path, source: str
) -> None:
    """Nothing moves until it has been let go; then it moves as ever. (STOP from elsewhere is seen to beside the
    camera: `tests/devices/ptz/test_motion.py`.)"""
    hold, stir, release = STICKS[source]
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await hold(here)
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await here.page.keyboard.press("Space")
        assert await here.stops() < AIM
        for _ in range(4):
            await stir(here)
            await asyncio.sleep(0.15)
            assert not here.dome.moving(now()), "it is still held, and is not obeyed"
        await release(here)
        await hold(here)
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await release(here)
        assert await here.stops() < AIM
