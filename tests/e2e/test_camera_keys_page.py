"""The keys of cameras, of lending and of the search for cameras, on the panel in a real Chromium."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Page, expect

from control.core import feeds, switches
from control.core.lending_acts import Lent, Open
from control.core.types import CameraId, Role
from control.grants import Link
from control.show import Camera, Ptz
from devices.ptz import finding
from devices.ptz.discovery import Found, discover
from devices.ptz.simulated.discovery import Sign, findable
from tests.devices.ptz.rigs import HOST, now, until
from tests.e2e.camera_desk import DOME, SOON, desk
from tests.e2e.house import House, Language, axe
from tests.e2e.test_feeds_page import CAMERAS, SWITCH, eight, opened, shot, studio
from tests.e2e.test_lend_page import TERMS, phone
from tests.e2e.test_switches_page import talking, talks, typed_in_russian

pytestmark = pytest.mark.browser


async def used(house: House, place: int, wanted: str) -> None:
    await until(lambda: feeds.of(house.controller.state.feeds, CAMERAS[place].id).use == wanted, SOON)


async def open_camera(page: Page, place: int) -> None:
    await expect(page.locator(f"[data-health={CAMERAS[place].id}]")).to_be_visible()


async def test_what_goes_out_for_a_camera_is_said_by_keys(browser: Browser, pages: Path, tmp_path: Path) -> None:
    show = replace(eight(), switches=(SWITCH,))
    async with studio(tmp_path, pages, show) as house, opened(browser, house, "/") as page:
        seq = house.controller.seq
        await page.keyboard.press("Shift+KeyF")
        await page.keyboard.press("Digit1")
        await until(lambda: house.controller.state.program.preview == "scene0", SOON)
        assert house.controller.seq == seq + 1, "while no camera is open its keys do nothing"

        await page.keyboard.press("Alt+Digit2")
        await open_camera(page, 1)
        for code, wanted in (("KeyD", "backup"), ("KeyS", "main"), ("Shift+KeyF", "slate"), ("KeyA", "auto")):
            await typed_in_russian(page, code.removeprefix("Shift+"), shift=code.startswith("Shift+"))
            await used(house, 1, wanted)
            await expect(page.locator(f"[data-key='{code}']")).to_have_attribute("aria-pressed", "true")
        uses = page.get_by_role("group", name="«Спикер»: что показывать")
        await expect(uses.locator("kbd")).to_have_text(["A", "S", "D", "⇧F"])

        await page.keyboard.press("BracketRight")
        await open_camera(page, 2)
        seq = house.controller.seq
        await page.keyboard.press("KeyD")  # it has no backup
        await page.keyboard.press("KeyI")
        await page.keyboard.press("Shift+KeyF")
        await used(house, 2, "slate")
        assert house.controller.seq == seq + 1, "nothing before it: it is in the switch already"
        assert switches.camera_of(house.controller.state.switches, show, SWITCH.id) == CAMERAS[2].id
        await page.keyboard.press("BracketRight")
        await open_camera(page, 3)
        await page.keyboard.press("KeyI")
        await until(lambda: switches.camera_of(house.controller.state.switches, show, SWITCH.id) == CAMERAS[3].id, SOON)
        await page.keyboard.press("BracketLeft")
        await open_camera(page, 2)
        await page.keyboard.press("Control+KeyZ")
        await until(lambda: switches.camera_of(house.controller.state.switches, show, SWITCH.id) == CAMERAS[2].id, SOON)
        await page.keyboard.press("KeyA")
        await used(house, 2, "auto")
        await page.keyboard.press("Alt+Digit0")
        await open_camera(page, 3)
        assert await axe(page) == []
        await shot(page, "panel-camera-keys")


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_key_is_listed_once(browser: Browser, pages: Path, tmp_path: Path, language: Language) -> None:
    dome = Camera(id=CameraId("dome"), name="Купол", url="rtsp://x", ptz=Ptz(visca=HOST))
    show = replace(talks(), cameras=(*CAMERAS[:4], dome, *CAMERAS[4:]))
    wanted = {"⇧0", "⇧1", "⇧2", "⇧H", "J", "Alt 1", "Alt 9", "Alt 0", "[", "]", "⇧E", "I", "⇧L", "⇧Q"}
    async with (
        talking(tmp_path, pages, show) as here,
        opened(browser, here.house, "/", language=language) as page,
    ):
        await page.keyboard.press("Shift+Slash")
        caps = await page.locator(".list kbd").all_inner_texts()
        assert len(caps) == len(set(caps)), "one key, one act"
        assert wanted | {"A", "S", "D", "⇧F", "Q", "W", "E", "Z"} <= set(caps)
        assert await axe(page) == []
        await shot(page, f"panel-keys-{language}")
        await page.keyboard.press("Alt+Digit5")
        await expect(page.locator("[data-lend=dome]")).to_be_visible()
        borne = set(await page.locator("button kbd").all_inner_texts())
        assert {"Alt 1", "Q", "W", "E", "Z", "⇧L", "⇧Q", "⇧E", "A"} <= borne
        assert borne <= set(caps), "what a button bears is listed"
        await shot(page, f"panel-camera-open-{language}")


def lent(house: House) -> Lent | None:
    return house.controller.state.lending.lent.get(DOME)


async def test_a_camera_is_lent_and_taken_back_by_keys(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as first, phone(browser, here) as second:
        house, page = here.house, here.page
        await here.open()
        await page.goto(await house.link(Role.OPERATOR))
        await page.wait_for_selector(".panel")
        await page.keyboard.press("Alt+Digit1")
        await expect(page.locator(f"[data-lend={DOME}]")).to_be_visible()
        await page.keyboard.press("Shift+KeyL")
        await until(lambda: lent(house) is not None, SOON)

        await expect(first.said).to_have_text("Можно порулить камерой")
        await first.join("Ира")
        await expect(first.said).to_have_text("Камера у вас")
        await second.join()
        await expect(second.said).to_have_text("Вы в очереди")
        await page.keyboard.press("Escape")  # wherever the operator looks
        await expect(page.locator(f"[data-lent={DOME}] kbd")).to_have_text("X")
        await first.grip(here)
        await page.keyboard.press("KeyX")
        await until(lambda: not here.dome.moving(now()), SOON)
        await expect(first.said).to_have_text("Камеру взял оператор")
        await first.page.mouse.up()
        await expect(page.locator(f"[data-lent={DOME}] kbd")).to_have_text("⇧X")
        await page.keyboard.press("Shift+KeyX")
        await expect(first.said).to_have_text("Камера у вас")

        await page.keyboard.press("KeyC")
        await page.keyboard.press("Shift+BracketRight")
        await expect(first.said).to_have_text("Спасибо, что порулили!")
        await expect(second.said).to_have_text("Камера у вас")
        # The terms are folded away while it is lent: the first press shows them, and what is held is held in sight.
        await page.keyboard.down("Delete")
        more = page.get_by_role("button", name="Больше не давать", exact=True)
        await expect(more).to_be_visible()
        await expect(more).not_to_have_class(re.compile("holding"))
        await page.keyboard.up("Delete")
        assert lent(house) is not None
        await page.keyboard.down("Delete")
        await until(lambda: lent(house) is None, SOON)
        await page.keyboard.up("Delete")
        await expect(second.said).to_have_text("Сейчас камеру не дают")


async def test_a_camera_in_motion_is_stopped_from_the_panel(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here, phone(browser, here) as guest:
        await here.open()
        await here.page.goto(await here.house.link(Role.OPERATOR))
        await here.page.wait_for_selector(".panel")
        await here.house.do(Open(DOME, TERMS))
        await guest.join()
        await here.page.keyboard.press("Alt+Digit1")
        await expect(here.pad).to_be_visible()
        await here.page.keyboard.press("KeyE")
        await expect(here.button("Быстро")).to_have_attribute("aria-pressed", "true")
        await guest.grip(here)
        await here.page.keyboard.press("KeyZ")
        await until(lambda: not here.dome.moving(now()), SOON)
        await guest.page.mouse.up()


KNOWN = Camera(id=CameraId("dome"), name="Купол", url="rtsp://x", ptz=Ptz(onvif=f"http://{HOST}:8000"))


async def test_cameras_of_the_network_are_found_from_the_drawer(
    browser: Browser, pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = Sign("visca", HOST, 52381, name="ARM"), Sign("onvif", HOST, 8000, name="Купол & зал")
    show = replace(eight(), cameras=(*CAMERAS, KNOWN))
    async with findable(signs[0], HOST, 0) as arm, findable(signs[1], HOST, 0) as dome:

        async def near(seconds: float, **network: Any) -> tuple[Found, ...]:
            """What would be asked of every network is asked on loopback only."""
            assert seconds == 3
            assert network == {"interfaces": [HOST]}
            return await discover(0.5, interfaces=(HOST,), sony=(HOST, arm), onvif=(HOST, dome))

        monkeypatch.setattr(finding, "discover", near)
        monkeypatch.setattr(finding, "_own_addresses", lambda: [HOST])
        async with studio(tmp_path, pages, show) as house, opened(browser, house, "/") as page:
            await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            await page.keyboard.press("Shift+KeyE")
            found = page.locator("[data-found]")
            await expect(found).to_have_count(2)
            known, new = found.nth(0), found.nth(1)
            await expect(known).to_contain_text("Купол & зал")
            await expect(known).to_contain_text("уже в шоу: Купол")
            await expect(known.locator("pre")).to_have_count(0)
            for said in ("ARM", "SIMULATED · VISCA (Sony) · 127.0.0.1", 'visca: "127.0.0.1"', "  arm:"):
                await expect(new).to_contain_text(said)
            await page.get_by_role("button", name="Скопировать строки: ARM").click()
            await expect(page.locator("footer")).to_contain_text("Строки скопированы: ARM")
            assert await page.evaluate("navigator.clipboard.readText()") == await new.locator("pre").inner_text()
            assert await axe(page) == []
            await shot(page, "panel-find")
            monkeypatch.setattr(finding, "_own_addresses", list)
            await page.keyboard.press("Shift+KeyE")
            trouble = page.locator("section[aria-label='Найти камеры в сети'] [role=status]")
            await expect(trouble).to_contain_text("Этот компьютер не подключён ни к одной сети")
            await expect(found).to_have_count(0)
            field = page.get_by_role("textbox", name="Адрес камеры за маршрутизатором")
            await field.fill("127.0.0.1:camera")
            await field.press("Enter")
            await expect(trouble).to_contain_text("127.0.0.1:camera")


def _links(house: House) -> list[Link]:
    return [link for link in house.people.links() if link.role is Role.GUEST]


async def test_the_guests_link_has_a_key(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.goto(await here.house.link(Role.OPERATOR))
        await here.page.wait_for_selector(".panel")
        await here.page.keyboard.press("Alt+Digit1")
        await expect(here.page.locator(f"[data-lend={DOME}] button[data-key='Shift+KeyQ']")).to_be_enabled()
        await here.page.keyboard.press("Shift+KeyQ")
        await until(lambda: [link.subject for link in _links(here.house)] == [DOME], SOON)


async def test_a_choice_made_by_mouse_lets_the_keys_go(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        page = here.page
        await page.goto(await here.house.link(Role.OPERATOR))
        await page.wait_for_selector(".panel")
        await here.house.do(Open(DOME, TERMS))
        await page.keyboard.press("Alt+Digit1")
        await page.get_by_text("Условия", exact=True).click()
        turn = page.get_by_role("combobox", name="Одному гостю")
        await turn.focus()
        await page.keyboard.press("ArrowUp")
        await expect(turn).to_be_focused()  # by keys it goes on
        await page.keyboard.press("KeyT")  # a key of the choice: no timers are opened
        await page.evaluate("new Promise(requestAnimationFrame)")
        await expect(turn).to_be_visible()
        await turn.dispatch_event("pointerdown")
        await turn.select_option("30")
        await expect(turn).not_to_be_focused()
        await page.keyboard.press("KeyX")
        await until(lambda: (now_lent := lent(here.house)) is not None and now_lent.held, SOON)
