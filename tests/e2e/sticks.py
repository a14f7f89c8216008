"""What a page is moved by: its pad, a key, a gamepad that Chromium is told of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from playwright.async_api import Locator, Page

GAMEPAD = """
window.pads = [];
navigator.getGamepads = () => window.pads;
window.plug = (axes, pressed = [], mapping = 'standard') => {
  const buttons = Array.from({length: 17}, (_, i) => ({pressed: pressed.includes(i), value: 0}));
  const first = window.pads.length === 0;
  window.pads = [{connected: true, index: 0, mapping, axes, buttons}];
  if (first) dispatchEvent(new Event('gamepadconnected'));
};
window.unplug = () => { window.pads = []; dispatchEvent(new Event('gamepaddisconnected')); };
"""


class Held(Protocol):
    """A page with a stick: this one, or a guest's."""

    @property
    def page(self) -> Page: ...

    @property
    def pad(self) -> Locator: ...

    async def grip(self) -> None: ...


async def stir_pad(here: Held) -> None:
    box = await here.pad.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await here.page.mouse.move(x + 20, y + 10)
    await here.page.mouse.move(x + box["height"] * 0.4, y, steps=4)


async def stir_key(here: Held) -> None:
    """It comes again and again, as a key does that is held; and so does another one beside it."""
    await here.page.keyboard.down("ArrowRight")
    await here.page.keyboard.down("ArrowUp")
    await here.page.keyboard.up("ArrowUp")


async def stir_gamepad(here: Held) -> None:
    await here.page.evaluate("plug([0.7, 0.2, 0, 0])")
    await two_frames(here)
    await here.page.evaluate("plug([0.9, 0, 0, 0])")


async def release_pad(here: Held) -> None:
    await here.page.mouse.up()


async def release_key(here: Held) -> None:
    await here.page.keyboard.up("ArrowRight")


async def release_gamepad(here: Held) -> None:
    """One that is worn: let go, it rests beside its middle."""
    await here.page.evaluate("plug([0.12, -0.1, 0, 0.08])")
    await two_frames(here)


async def two_frames(here: Held) -> None:
    """The page has read the gamepad."""
    await here.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def hold_pad(here: Held) -> None:
    await here.grip()


async def hold_key(here: Held) -> None:
    await here.page.keyboard.down("ArrowRight")


async def hold_gamepad(here: Held) -> None:
    await here.page.evaluate("plug([0.9, 0, 0, 0])")


Act = Callable[[Held], Awaitable[None]]
STICKS: dict[str, tuple[Act, Act, Act]] = {
    "pad": (hold_pad, stir_pad, release_pad),
    "key": (hold_key, stir_key, release_key),
    "gamepad": (hold_gamepad, stir_gamepad, release_gamepad),
}
