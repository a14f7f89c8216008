"""What a preset looks like: a small picture of what its camera gives as it is stored. From Efir's own reading of the
camera, where it reads it; else from OBS."""

import asyncio
import secrets
from pathlib import Path

import structlog

from control.controller import Controller
from control.core import feeds
from control.core.types import CameraId
from control.telemetry import CHANNELS, FIRST_FEED, Telemetry
from devices.ptz.worker import Picture
from scenes.collection import PREFIX
from scenes.link import ObsError, ObsLink

log = structlog.get_logger(__name__)

SIZE = (320, 180)
QUALITY = 75
FEED_WITHIN = 1.5
"""Seconds in which a feed that runs gives a picture to who begins to look; then OBS is asked."""


def preset_pictures(link: ObsLink, controller: Controller, telemetry: Telemetry, folder: Path) -> Picture:
    """Kept in `folder`, each under a name that is never used again."""
    show = controller.show
    names = {camera.id: PREFIX + camera.name for camera in show.cameras}
    channels = {camera.id: FIRST_FEED + place for place, camera in enumerate(show.cameras) if camera.bridged}

    async def take(camera: CameraId) -> str:
        jpeg = None
        if camera in channels:
            if feeds.of(controller.state.feeds, camera).showing not in (None, "main"):
                return ""  # a slate, a backup, the last picture of a signal that is gone: in OBS, too
            jpeg = await of_feed(telemetry, channels[camera])
        if jpeg is None:
            jpeg = await _of_obs(link, camera, names[camera])
        return await _kept(folder, jpeg) if jpeg is not None else ""

    return take


async def of_feed(telemetry: Telemetry, channel: int) -> bytes | None:
    """The next picture of a camera that Efir reads; None if none comes."""
    if channel not in CHANNELS:
        return None
    seen: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def look(_: int, jpeg: bytes) -> None:
        if not seen.done():
            seen.set_result(jpeg)

    leave = telemetry.subscribe_pictures(look, (channel,), close=(channel,))
    try:
        async with asyncio.timeout(FEED_WITHIN):
            return await seen
    except TimeoutError:
        return None
    finally:
        leave()


async def _of_obs(link: ObsLink, camera: CameraId, source: str) -> bytes | None:
    try:
        return await link.screenshot(source, *SIZE, QUALITY)
    except ObsError as error:
        log.info("a preset has no picture", camera=camera, reason=str(error))
        return None


async def _kept(folder: Path, jpeg: bytes) -> str:
    name = f"{secrets.token_hex(8)}.jpg"
    try:
        await asyncio.to_thread(_keep, folder / name, jpeg)
    except OSError as error:
        log.warning("a preset's picture cannot be kept", folder=str(folder), reason=error.strerror)
        return ""
    return name


def _keep(path: Path, jpeg: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg)
