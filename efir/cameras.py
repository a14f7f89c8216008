"""What a preset looks like: a small picture of its camera from OBS, taken as it is stored."""

import asyncio
import secrets
from pathlib import Path

import structlog

from control.core.types import CameraId
from control.show import Show
from devices.ptz.worker import Picture
from scenes.collection import PREFIX
from scenes.link import ObsError, ObsLink

log = structlog.get_logger(__name__)

SIZE = (320, 180)
QUALITY = 75


def preset_pictures(link: ObsLink, show: Show, folder: Path) -> Picture:
    """Kept in `folder`, each under a name that is never used again."""
    names = {camera.id: PREFIX + camera.name for camera in show.cameras}

    async def take(camera: CameraId) -> str:
        try:
            jpeg = await link.screenshot(names[camera], *SIZE, QUALITY)
        except ObsError as error:
            log.info("a preset has no picture", camera=camera, reason=str(error))
            return ""
        name = f"{secrets.token_hex(8)}.jpg"
        try:
            await asyncio.to_thread(_keep, folder / name, jpeg)
        except OSError as error:
            log.warning("a preset's picture cannot be kept", folder=str(folder), reason=error.strerror)
            return ""
        return name

    return take


def _keep(path: Path, jpeg: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg)
