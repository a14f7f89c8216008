"""How the graphics page reaches OBS: its own browser where it has one, otherwise through the bridge."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import msgspec
import structlog

from control.show import Show
from control.telemetry import Telemetry
from overlays.bridge import BridgeProcess, BridgeStatus, source_settings
from scenes.collection import GRAPHICS_INPUT
from scenes.link import Lane, ObsError, ObsLink

log = structlog.get_logger(__name__)

PAGE = (1920, 1080)
"""The page is drawn for this size; OBS scales it to its canvas."""
FASTEST = 30
"""Pictures a second through the bridge; it sends fewer when nothing moves."""
UNREAD = 3.0
"""Seconds without a reader after which OBS is told to open the bridge again; by itself it tries every second."""


def bridge_port(file: Path) -> int:
    """The same at every start, so that OBS finds the bridge again by itself after a crash of ours; another one only
    when somebody has taken it. Blocking."""
    try:
        kept = int(file.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        kept = 0
    with socket.socket() as probe:
        if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port of our last run may be in TIME_WAIT
        try:
            probe.bind(("127.0.0.1", kept))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    if port != kept:
        file.write_text(str(port), "ascii")
    return port


class GraphicsInput:
    """Decides when OBS is met and its kinds of inputs are known; runs the bridge once it is needed."""

    def __init__(self, url: str, port: int, show: Show, telemetry: Telemetry) -> None:
        """`url` is the graphics page's own, with its token; `port` the bridge's."""
        self._url = url
        self._port = port
        self._canvas = show.obs.canvas
        self._telemetry = telemetry
        self._needed = asyncio.Event()

    def choose(self, kinds: frozenset[str], page: Path) -> tuple[str, dict[str, Any]]:
        """(input kind, settings) for an OBS with these kinds of inputs. `page`: the file of `overlays.bootstrap`."""
        if "browser_source" in kinds:
            width, height = PAGE
            return "browser_source", {
                "is_local_file": True,
                "local_file": str(page),
                "width": width,
                "height": height,
                "css": "",
                "shutdown": False,
                "restart_when_active": False,
                "reroute_audio": False,
            }
        self._needed.set()
        return "ffmpeg_source", source_settings(self._port)

    async def run(self, link: ObsLink) -> None:
        """The bridge, from the moment an OBS without a browser is met until cancelled."""
        await self._needed.wait()
        canvas = self._canvas
        bridge = BridgeProcess(
            self._url,
            canvas.width,
            canvas.height,
            min(FASTEST, canvas.fps),
            port=self._port,
            on_status=self._tell,
        )
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(bridge.run(), name="bridge")
            tasks.create_task(self._keep_read(bridge, link), name="bridge reader")

    async def _keep_read(self, bridge: BridgeProcess, link: ObsLink) -> None:
        """A media source of OBS that is refused at once, before OBS has noted that it opened it (obs-ffmpeg-source.c,
        `media_stopped` before `media_valid`), never tries again, and the graphics would be gone for good. Its
        settings, set anew, make it.
        """
        while True:
            if bridge.status.port and not bridge.status.readers and link.connected:
                await asyncio.sleep(UNREAD)
                if bridge.status.port and not bridge.status.readers:
                    await self._open_again(link)
            await asyncio.sleep(UNREAD / 6)

    async def _open_again(self, link: ObsLink) -> None:
        settings = {"inputName": GRAPHICS_INPUT, "inputSettings": source_settings(self._port), "overlay": True}
        try:
            await link.request(Lane.QUERY, "SetInputSettings", settings)
        except ObsError as error:
            log.debug("OBS cannot open the graphics now", reason=str(error))
        else:
            log.warning("OBS did not read the graphics and was told to open them again")

    def _tell(self, status: BridgeStatus) -> None:
        state = _state(status)
        if self._telemetry.latest.get("bridge", {}).get("state") != state:
            log.info("graphics bridge", state=state, **msgspec.to_builtins(status))
        self._telemetry.publish("bridge", {"state": state, **msgspec.to_builtins(status)})


def _state(status: BridgeStatus) -> str:
    """For the panel: *failed* is what puts no graphics on air."""
    if status.browser in ("lost", "missing") or status.page == "unreachable":
        return "failed"
    return "running" if status.page == "shown" and status.readers else "starting"
