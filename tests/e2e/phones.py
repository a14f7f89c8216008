"""A show with a phone as a camera: a real server, the feed's real process, a Chromium with fake cameras."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace
from playwright.async_api import Browser, Page, expect

from control.core import program
from control.core.types import CameraId, ItemId, Role, SceneId
from control.show import Camera, Item, Scene, Show
from devices.feeds import Changed, FeedConfig, FeedProcess, Rules, Sample, Showing, Thresholds, Up
from devices.feeds.whip import Whip
from tests.control.core.shows import make_show
from tests.e2e.house import House, Watch, chromium
from webui.secure import Secure

PHONE_CAMERA = CameraId("phone")
ON_PHONE = SceneId("on-phone")
FAKE = ("--use-fake-device-for-media-stream=device-count=3,fps=30", "--use-fake-ui-for-media-stream")
"""Cameras with a moving picture, a beeping microphone, and nobody who is asked. Of the second camera no picture can be
sent (it gives depth); the third is as good as the first."""
# Machines that test are busy.
CALM = Thresholds(gap=1.5, keyframe_gap=None)


def phone_show(*, audio: bool = True, url: str = "whip:") -> Show:
    show = make_show()
    camera = Camera(id=PHONE_CAMERA, name="Камера во дворе", url=url, audio=audio)
    scene = Scene(id=ON_PHONE, name="Двор", sources=(Item(id=ItemId("phone"), name="Телефон", camera=PHONE_CAMERA),))
    return replace(show, cameras=(*show.cameras, camera), scenes=(*show.scenes, scene))


class Filming:
    """The server, the feed, and what the feed said."""

    def __init__(self, house: House, whip: Whip, feed: FeedProcess, heard: list[tuple[float, Up]]) -> None:
        self.house, self.whip, self.feed, self.heard = house, whip, feed, heard

    @property
    def sample(self) -> Sample:
        """The newest."""
        return next(message for _, message in reversed(self.heard) if isinstance(message, Sample))

    @property
    def shown(self) -> str:
        said = [message.shown for _, message in self.heard if isinstance(message, Showing)]
        return said[-1] if said else ""

    @property
    def state(self) -> str:
        said = [message.state for _, message in self.heard if isinstance(message, Changed) and message.input == "main"]
        return said[-1] if said else ""

    async def until(self, condition: Callable[[], object], within: float = 45.0) -> None:
        began = time.monotonic()
        while not condition():
            if time.monotonic() - began > within:
                raise AssertionError([str(message)[:200] for _, message in self.heard[-12:]])
            await asyncio.sleep(0.02)

    async def live(self) -> None:
        """Pictures come, and go out."""
        await self.until(lambda: self.shown == "main" and self.state == "ok" and (self.sample.main.fps or 0) > 5)

    async def link(self) -> str:
        return await self.house.link(Role.PHONE, PHONE_CAMERA)

    async def take(self, scene: SceneId) -> None:
        await self.house.do(program.Take(scene))


@asynccontextmanager
async def filming(
    folder: Path, pages: Path, *, audio: bool = True, secure: Secure | None = None
) -> AsyncIterator[Filming]:
    whip = Whip()
    heard: list[tuple[float, Up]] = []

    def hear(message: Up) -> None:
        heard.append((time.monotonic(), message))
        whip.heard(PHONE_CAMERA, message)

    config = FeedConfig(
        name="phone", url="whip:", width=640, height=360, fps=25, audio=audio, thresholds=CALM,
        rules=Rules(hold=0.5, back=1.0, back_from_slate=0.3),
    )  # fmt: skip
    feed = FeedProcess(config, hear)
    whip.add(PHONE_CAMERA, feed)
    task = asyncio.create_task(feed.run())
    house = House(folder, pages, phone_show(audio=audio), whip=whip, secure=secure)
    await house.start()
    try:
        await asyncio.wait_for(feed.ready(), 60)
        yield Filming(house, whip, feed, heard)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await house.close()


class Phone:
    """The page on a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.watch = Watch(page)

    async def open(self, link: str) -> None:
        await self.page.goto(link)
        await self.page.get_by_role("button", name="Включить камеру").click()
        await expect(self.page.locator("video")).to_be_visible()

    async def go(self) -> None:
        await self.page.get_by_role("button", name="Передавать").click()
        await self.says("Оператор вас видит")

    async def says(self, words: str) -> None:
        await expect(self.page.locator("header .state")).to_contain_text(words)


@asynccontextmanager
async def fake_cameras() -> AsyncIterator[Browser]:
    async with chromium(*FAKE) as browser:
        yield browser
