"""Cameras that Efir reads for OBS: where OBS finds each of them, and that OBS does read them."""

import asyncio
import contextlib
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import structlog

from control.controller import Controller
from control.core.types import CameraId
from control.show import Camera, Show
from control.telemetry import Telemetry
from devices.feeds import source_settings
from devices.feeds.from_show import feed_config
from devices.feeds.whip import Whip
from devices.feeds.worker import Feeds
from scenes.collection import Input, camera_input
from scenes.link import Lane, ObsError, ObsLink
from scenes.worker import Switcher

log = structlog.get_logger(__name__)

UNREAD = 2.5
"""Seconds without a reader after which OBS is told to open a feed again; by itself it tries every second, or never."""
LOOK_EVERY = 0.5


def feed_ports(file: Path, cameras: Iterable[CameraId], *, probe: bool) -> dict[CameraId, int]:
    """A port for each, the same at every start, so that OBS's settings stay true; another one only when somebody has
    taken it. Without `probe` nobody is asked: the show may be running. Blocking."""
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=dict[CameraId, int])
    except (FileNotFoundError, msgspec.DecodeError):
        kept = {}
    ports: dict[CameraId, int] = {}
    with contextlib.ExitStack() as held:  # all at once, or two could get the same
        for camera in cameras:
            port = kept.get(camera, 0)
            ports[camera] = port if port and not probe else _free(port, held)
    if ports != {camera: kept.get(camera) for camera in ports}:
        file.write_bytes(msgspec.json.encode({**kept, **ports}))
    return ports


def _free(port: int, held: contextlib.ExitStack) -> int:
    probe = held.enter_context(socket.socket())
    if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port of our last run may be in TIME_WAIT
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        probe.bind(("127.0.0.1", 0))
    found: int = probe.getsockname()[1]
    return found


def feed_settings(cameras: Mapping[CameraId, Camera], ports: Mapping[CameraId, int]) -> dict[CameraId, dict[str, Any]]:
    """Of OBS's input for each camera that Efir reads."""
    return {
        camera: source_settings(port, audio=cameras[camera].audio, passthrough=cameras[camera].output == "passthrough")
        for camera, port in ports.items()
    }


class CameraFeeds:
    """`cameras`: with their addresses on this machine; `ports`: of those that Efir reads."""

    def __init__(
        self,
        controller: Controller,
        telemetry: Telemetry,
        cameras: Mapping[CameraId, Camera],
        ports: Mapping[CameraId, int],
        pictures: Path,
        whip: Whip,
    ) -> None:
        show: Show = controller.show
        self._controller = controller
        self._cameras = {camera: cameras[camera] for camera in ports}
        self._feeds = Feeds(
            controller,
            telemetry,
            {camera.id: feed_config(show, camera, camera.url, camera.backup, ports[camera.id])
             for camera in self._cameras.values()},
            pictures,
            whip,
        )  # fmt: skip

    async def run(self, link: ObsLink, switcher: Switcher) -> None:
        """Until cancelled."""
        if not self._cameras:
            return
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._feeds.run(), name="feeds")
            tasks.create_task(self._keep_read(link, switcher), name="feeds' readers")

    async def _keep_read(self, link: ObsLink, switcher: Switcher) -> None:
        """A media source of OBS that is refused at once never tries again (see `scenes.feeds`), as when OBS was there
        before the feed. Its settings, set anew, make it."""
        unread: dict[CameraId, float] = {}
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            inputs = self._inputs(link, switcher)
            for camera in self._cameras:
                if camera not in inputs or not self._feeds.unread(camera):
                    unread.pop(camera, None)
                elif loop.time() - unread.setdefault(camera, loop.time()) >= UNREAD:
                    unread.pop(camera)
                    await switcher.step_aside()
                    await self._open_again(link, inputs[camera])

    def _inputs(self, link: ObsLink, switcher: Switcher) -> dict[CameraId, Input]:
        """Those that OBS has now. The rehearsal opens none."""
        scenes = switcher.collection
        if not (link.connected and switcher.synced) or scenes is None:
            return {}
        if self._controller.head.health.obs_kind == "rehearsal":
            return {}
        named = {made.name: made for made in scenes.inputs}
        found = {camera.id: named.get(camera_input(camera)) for camera in self._cameras.values()}
        return {camera: made for camera, made in found.items() if made is not None}

    async def _open_again(self, link: ObsLink, made: Input) -> None:
        settings = {"inputName": made.name, "inputSettings": made.settings, "overlay": True}
        try:
            await link.request(Lane.QUERY, "SetInputSettings", settings)
        except ObsError as error:
            log.debug("OBS cannot open a feed now", input=made.name, reason=str(error))
        else:
            log.warning("OBS did not read a feed and was told to open it again", input=made.name)
