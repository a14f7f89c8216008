"""What must lie on the disk before a show can run: test footage for the cameras that ask for it."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from control.core.types import CameraId
from control.show import TEST, Camera, Show
from devices.footage import Footage, prepare


def cameras_here(show: Show, folder: Path, progress: Callable[[float], None]) -> dict[CameraId, Camera]:
    """The show's cameras with addresses that can be opened. Makes missing footage in `folder`; blocking, seconds of
    work at the first start only."""
    urls = [camera.url for camera in show.cameras]
    urls += [camera.backup for camera in show.cameras if camera.backup is not None]
    tests = list(dict.fromkeys(url for url in urls if url.startswith(TEST)))
    footage = [Footage(url.removeprefix(TEST), number) for number, url in enumerate(tests)]
    made = {url: str(path) for url, path in zip(tests, prepare(footage, folder, progress), strict=True)}
    return {
        camera.id: replace(
            camera,
            url=made.get(camera.url, camera.url),
            backup=camera.backup and made.get(camera.backup, camera.backup),
        )
        for camera in show.cameras
    }
