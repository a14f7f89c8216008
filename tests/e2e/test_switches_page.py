"""A switch on the panel, in a real Chromium: by mouse, by key, by voice, softly; two operators see the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Locator, Page, expect

from control.clock import Duration
from control.core import switches
from control.core.program import CUT, Preview, Take
from control.core.switches import ObserveSpeaker, SwitchState
from control.core.types import SYSTEM, CameraId, InputId, ItemId, SceneId, SwitchId
from control.show import Audio, Item, Scene, Show, Switch, Transition, Voices
from tests.devices.ptz.rigs import until
from tests.e2e.camera_desk import SOON
from tests.e2e.house import House, axe
from tests.e2e.test_feeds_page import CAMERAS, eight, opened, shot

pytestmark = pytest.mark.browser

MAIN, GUEST = SwitchId("main"), SwitchId("guest")
TALK, DESK, PLAIN = SceneId("talk"), SceneId("desk"), SceneId("plain")
FIRST, SECOND, THIRD, FOURTH = (camera.id for camera in CAMERAS[:4])
LEFT, RIGHT = InputId("left"), InputId("right")
FADE = Transition(kind="fade", duration=Duration(700))
RUSSIAN = {
    "KeyA": "ф", "KeyS": "ы", "KeyD": "в", "KeyF": "а", "KeyH": "р", "KeyJ": "о", "Digit2": '"',
}  # fmt: skip
"""What these keys type where the layout is Russian; the digit with Shift."""


def talks() -> Show:
    def scene(id_: SceneId, name: str, switch: SwitchId | None) -> Scene:
        camera = CAMERAS[4].id if switch is None else None
        item = Item(id=ItemId(id_), name=name, switch=switch, camera=camera)
        return Scene(id=id_, name=name, sources=(item,))

    return replace(
        eight(),
        transition=FADE,
        audio=(Audio(id=LEFT, name="Слева"), Audio(id=RIGHT, name="Справа")),
        switches=(
            Switch(id=GUEST, name="Гость", cameras=(THIRD, FOURTH)),
            Switch(
                id=MAIN,
                name="Студия",
                cameras=(FIRST, SECOND),
                voices=Voices(microphones={LEFT: FIRST, RIGHT: SECOND}),
            ),
        ),
        scenes=(scene(TALK, "Разговор", MAIN), scene(DESK, "Стол", GUEST), scene(PLAIN, "Сверху", None)),
    )


class Studio:
    def __init__(self, house: House) -> None:
        self.house = house

    def of(self, switch: SwitchId = MAIN) -> SwitchState:
        return switches.of(self.house.controller.state.switches, switch)

    def seen(self, switch: SwitchId = MAIN) -> CameraId | None:
        return switches.camera_of(self.house.controller.state.switches, self.house.show, switch)

    async def shows(self, camera: CameraId, switch: SwitchId = MAIN) -> None:
        await until(lambda: self.seen(switch) == camera, SOON)

    async def voice(self, camera: CameraId) -> None:
        await self.house.do(ObserveSpeaker(MAIN, camera), SYSTEM)


@asynccontextmanager
async def talking(folder: Path, pages: Path, show: Show | None = None) -> AsyncIterator[Studio]:
    """The studio's talk is on air, the guest's desk in preview."""
    house = await House(folder, pages, show=show or talks()).start()
    try:
        await house.do(Take(TALK))
        await house.do(Preview(DESK))
        yield Studio(house)
    finally:
        await house.close()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def camera(page: Page, place: int) -> Locator:
    return page.locator(".scenes .switches").get_by_role("button", name=CAMERAS[place].name, exact=True)


async def pressed(button: Locator, on: bool = True) -> None:
    await expect(button).to_have_attribute("aria-pressed", "true" if on else "false")


async def typed_in_russian(page: Page, code: str, *, shift: bool = False) -> None:
    """A key of a keyboard whose layout is Russian."""
    session = await page.context.new_cdp_session(page)
    for kind in ("keyDown", "keyUp"):
        await session.send(
            "Input.dispatchKeyEvent", {"type": kind, "code": code, "key": RUSSIAN[code], "modifiers": 8 if shift else 0}
        )
    await session.detach()


async def test_a_camera_is_chosen_by_mouse_and_by_key_on_every_page(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with (
        talking(tmp_path, pages) as here,
        opened(browser, here.house, "/") as page,
        opened(browser, here.house, "/", language="en") as other,
    ):
        await pressed(camera(page, 0))
        await camera(page, 1).click()
        await here.shows(SECOND)
        for one in (page, other):
            await pressed(camera(one, 1))
            await pressed(camera(one, 0), on=False)
        await other.keyboard.press("Shift+Digit1")
        await here.shows(FIRST)
        await pressed(camera(page, 0))
        await typed_in_russian(page, "Digit2", shift=True)
        await here.shows(SECOND)
        await pressed(camera(other, 1))
        assert here.house.controller.state.program.preview == DESK, "with Shift no digit chooses a scene"
        await page.keyboard.press("Control+KeyZ")
        await here.shows(FIRST)
        await expect(page.locator(".scenes .switches kbd").filter(has_text="⇧")).to_have_text(["⇧0", "⇧1", "⇧2", "⇧H"])
        assert await axe(page) == []
        await shot(page, "panel-switches")


async def test_the_keys_act_on_the_switch_that_bears_them(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with talking(tmp_path, pages) as here, opened(browser, here.house, "/") as page:
        bears = page.locator("[data-keys]")
        await expect(bears).to_have_attribute("aria-label", "Студия")
        await page.keyboard.press("Shift+Digit0")
        await expect(bears).to_have_attribute("aria-label", "Гость")
        await page.keyboard.press("Shift+Digit2")
        await here.shows(FOURTH, GUEST)
        assert here.seen() == FIRST
        await page.keyboard.press("Shift+Digit0")
        await expect(bears).to_have_attribute("aria-label", "Студия")
        await page.keyboard.press("Shift+Slash")
        keys = page.locator(".list")
        await expect(keys).to_contain_text("Студия")
        await expect(keys).to_contain_text("Следить за говорящим")
        await page.keyboard.press("Escape")
        await here.house.do(Preview(PLAIN))
        await expect(row(page, "Гость")).to_have_count(0)
        await here.house.do(Preview(DESK))
        await here.house.do(Take(DESK))
        await here.house.do(Preview(PLAIN))
        await expect(bears).to_have_attribute("aria-label", "Гость")
        await page.keyboard.press("Shift+Digit1")
        await here.shows(THIRD, GUEST)


async def test_follow_the_speaker_and_a_hand_that_holds(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with (
        talking(tmp_path, pages) as here,
        opened(browser, here.house, "/") as page,
        opened(browser, here.house, "/") as other,
    ):
        follow = page.get_by_role("button", name="Следить за говорящим", exact=True)
        held = page.get_by_role("button", name="Удержано: снова следить", exact=True)
        await expect(row(page, "Гость").get_by_role("button")).to_have_count(2)  # it has no voices
        await pressed(follow, on=False)
        await here.voice(SECOND)
        assert here.seen() == FIRST, "nobody asked it to follow"
        await typed_in_russian(page, "KeyH", shift=True)
        await pressed(follow)
        await here.voice(SECOND)
        await pressed(camera(page, 1))
        await pressed(camera(other, 1))

        await page.keyboard.press("Shift+Digit1")
        await expect(held).to_be_visible()
        await expect(other.get_by_role("button", name="Удержано: снова следить", exact=True)).to_be_visible()
        await pressed(held, on=False)
        await here.voice(SECOND)
        assert here.seen() == FIRST, "a hand holds it"
        await held.click()
        await pressed(follow)
        await here.voice(SECOND)
        await pressed(camera(other, 1))
        await page.keyboard.press("Shift+KeyH")
        await pressed(follow, on=False)
        await here.voice(FIRST)
        assert here.seen() == SECOND


async def test_softly_is_the_shows_transition(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with talking(tmp_path, pages) as here, opened(browser, here.house, "/") as page:
        softly = page.get_by_role("button", name="Плавно", exact=True)
        await camera(page, 1).click()
        await here.shows(SECOND)
        assert here.of().how == CUT
        await typed_in_russian(page, "KeyJ")
        await pressed(softly)
        await camera(page, 0).click()
        await here.shows(FIRST)
        assert here.of().how == FADE
        # The drawer takes their place for a while: what was chosen stays.
        await page.keyboard.press("KeyC")
        await expect(softly).to_have_count(0)
        await page.keyboard.press("Shift+Digit2")
        await here.shows(SECOND)
        assert here.of().how == FADE
        await page.keyboard.press("Escape")
        await pressed(softly)
        await softly.click()
        await pressed(softly, on=False)
        await page.keyboard.press("Shift+Digit1")
        await here.shows(FIRST)
        assert here.of().how == CUT
