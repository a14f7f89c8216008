"""What must lie on the disk before a show can run: test footage for the cameras that ask for it."""

from collections.abc import Callable
from pathlib import Path

from control.core.types import CameraId
from control.show import Show
from devices.footage import Footage, prepare

TEST = "test:"


def camera_urls(show: Show, folder: Path, progress: Callable[[float], None]) -> dict[CameraId, str]:
    """Camera → what OBS opens. Makes missing footage in `folder`; blocking, seconds of work at the first start only."""
    tests = [camera for camera in show.cameras if camera.url.startswith(TEST)]
    footage = [Footage(camera.url.removeprefix(TEST), number) for number, camera in enumerate(tests)]
    made = dict(zip((camera.id for camera in tests), prepare(footage, folder, progress), strict=True))
    return {camera.id: str(made.get(camera.id, camera.url)) for camera in show.cameras}
