"""What a preset looks like: from Efir's own reading of the camera where there is one, else from OBS."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from control.clock import SystemClock
from control.controller import Controller
from control.core.feeds import ObserveShowing, Showing
from control.core.types import CameraId
from control.journal import SqliteJournal
from control.show import Camera, Show
from control.telemetry import FIRST_FEED, Telemetry
from devices.ptz.worker import Picture
from efir.cameras import preset_pictures
from scenes.link import ObsLink
from tests.control.core.shows import make_show

HALL, DOOR = CameraId("hall"), CameraId("door")
FEED = b"a picture of the feed"
NOBODY = "ws://127.0.0.1:9"
"""No OBS is there."""


def show() -> Show:
    direct = Camera(id=HALL, name="Зал", url="rtsp://x", feed="direct")
    return replace(make_show(), cameras=(direct, Camera(id=DOOR, name="Дверь", url="rtsp://y", feed="bridge")))


class Rig:
    def __init__(self, controller: Controller, telemetry: Telemetry, take: Picture, folder: Path) -> None:
        self.controller, self.telemetry, self.take, self.folder = controller, telemetry, take, folder

    async def shows(self, showing: Showing) -> None:
        assert (await self.controller.system(ObserveShowing(DOOR, showing))).ok

    async def feed(self) -> None:
        """As the feeds' worker does: a picture as soon as somebody looks, and none else."""
        while True:
            if self.telemetry.wants(FIRST_FEED + 1):
                self.telemetry.publish_picture(FIRST_FEED + 1, FEED)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def rig(folder: Path) -> AsyncIterator[Rig]:
    journal = SqliteJournal(folder / "show.sqlite")
    await journal.open()
    controller = Controller(journal, SystemClock(), show(), lambda name: name)
    await controller.open()
    telemetry = Telemetry()
    pictures = folder / "pictures"
    made = Rig(
        controller,
        telemetry,
        preset_pictures(ObsLink(NOBODY, None, meters=False), controller, telemetry, pictures),
        pictures,
    )
    feeding = asyncio.create_task(made.feed())
    try:
        yield made
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
        await controller.close()
        await journal.close()


async def test_without_obs_a_preset_has_the_picture_of_the_feed(tmp_path: Path) -> None:
    async with rig(tmp_path) as here:
        await here.shows("main")
        name = await here.take(DOOR)
        assert (here.folder / name).read_bytes() == FEED
        assert not here.telemetry.watched, "nobody looks any more"
        assert await here.take(HALL) == "", "OBS alone has that one"


async def test_a_preset_does_not_look_like_a_slate(tmp_path: Path) -> None:
    async with rig(tmp_path) as here:
        await here.shows("slate")
        assert await here.take(DOOR) == ""
        await here.shows("main")
        assert await here.take(DOOR) != ""
