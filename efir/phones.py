"""Phones as cameras: a feed for each camera that takes one, and the second port by which they come."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from control.core.types import CameraId
from control.language import Texts
from control.show import PHONE, Show
from devices.feeds import FeedConfig, FeedProcess, Slate, Thresholds, Up
from devices.feeds.whip import Whip
from efir.certificate import Made, Own
from efir.options import RunOptions
from efir.places import Places
from webui.secure import Secure

HTTPS_PORT = 8443
# Wi-Fi holds packets back for longer than a cable; key frames come when they are asked for.
THRESHOLDS = Thresholds(gap=0.6, keyframe_gap=None)


def secure(show: Show, options: RunOptions, places: Places) -> Secure | None:
    """None: nobody needs it. Blocking. CertificateUnusable, DataFolderError."""
    if options.https_port is None and not any(camera.takes_phone for camera in show.cameras):
        return None
    port = options.https_port if options.https_port is not None else HTTPS_PORT if options.port else 0
    if options.certificate is not None and options.key is not None:
        return Secure(Own(options.certificate, options.key), port)
    with places.in_use():
        return Secure(Made(places.certificates), port)


@contextlib.asynccontextmanager
async def phones(show: Show, urls: dict[CameraId, str], whip: Whip) -> AsyncIterator[dict[CameraId, str]]:
    """Runs the feeds; gives what OBS opens, for every camera. `urls`: as they are without phones."""
    opened = dict(urls)
    async with asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []
        try:
            for camera in show.cameras:
                if not camera.takes_phone:
                    continue
                url = urls[camera.id] if not camera.url.startswith(PHONE) else camera.url
                slate = Slate(title=camera.name, text=Texts(show.language).format("feed-slate"))
                canvas = show.obs.canvas
                config = FeedConfig(
                    name=camera.name, url=url, backup=camera.backup, slate=slate, audio=camera.audio,
                    width=canvas.width // 2 * 2, height=canvas.height // 2 * 2, fps=min(60, canvas.fps),
                    thresholds=THRESHOLDS, static=camera.static, loop=camera.loop,
                )  # fmt: skip
                feed = FeedProcess(config, _hearing(whip, camera.id))
                whip.add(camera.id, feed)
                tasks.append(group.create_task(feed.run()))
                await feed.ready()
                opened[camera.id] = f"tcp://127.0.0.1:{feed.port}"
            yield opened
        finally:
            for task in tasks:
                task.cancel()


def _hearing(whip: Whip, camera: CameraId) -> Callable[[Up], None]:
    return lambda message: whip.heard(camera, message)
