"""How the graphics page reaches OBS: its own browser where it has one, otherwise through the bridge."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import msgspec

from control.show import Show
from control.telemetry import Telemetry
from overlays.bridge import BridgeProcess, BridgeStatus, source_settings

PAGE = (1920, 1080)
"""The page is drawn for this size; OBS scales it to its canvas."""
FASTEST = 30
"""Pictures a second through the bridge; it sends fewer when nothing moves."""


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

    async def run(self) -> None:
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
        await bridge.run()

    def _tell(self, status: BridgeStatus) -> None:
        self._telemetry.publish("bridge", msgspec.to_builtins(status))
