"""How the graphics page reaches OBS: its own browser where it has one, otherwise through the bridge."""

import asyncio
from typing import Any

from overlays.bootstrap import bootstrap_page
from overlays.bridge import BridgeProcess

from control.show import Show
from control.telemetry import Telemetry
from efir.places import Places

PAGE = (1920, 1080)
"""The page is drawn for this size; OBS scales it to its canvas."""
BRIDGE_FPS = 30


class GraphicsInput:
    """Decides when OBS is met and its kinds of inputs are known; runs the bridge once it is needed."""

    def __init__(self, base_url: str, token: str | None, show: Show, places: Places, telemetry: Telemetry) -> None:
        self._url = f"{base_url}/graphics" + (f"?t={token}" if token else "")
        self._places = places
        self._telemetry = telemetry
        canvas = show.obs.canvas
        self._bridge = BridgeProcess(self._url, canvas.width, canvas.height, min(BRIDGE_FPS, canvas.fps))
        self._needed = asyncio.Event()

    def choose(self, kinds: frozenset[str]) -> tuple[str, dict[str, Any]]:
        """(input kind, settings) for an OBS with these kinds of inputs."""
        if "browser_source" in kinds:
            width, height = PAGE
            return "browser_source", {
                "is_local_file": True,
                "local_file": str(self._places.graphics_page),
                "width": width,
                "height": height,
                "css": "",
                "shutdown": False,
                "restart_when_active": False,
                "reroute_audio": False,
            }
        self._needed.set()
        return "ffmpeg_source", self._bridge.source_settings

    async def run(self) -> None:
        await asyncio.to_thread(self._places.graphics_page.write_text, bootstrap_page(self._url), "utf-8")
        await self._needed.wait()
        await self._bridge.run()
