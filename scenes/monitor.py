"""What people look at while the show runs: small pictures of programme and preview, meters, statistics.

All of it is telemetry: newest value, lossy. It shares the query lane and never has two slow requests in flight,
because OBS serves everybody with as many threads as there are cores (a screenshot in the way delays a take).
"""

import asyncio
import math
from collections.abc import Callable
from typing import Any

import structlog

from control.controller import Controller
from control.core.types import SceneId
from control.show import Show
from control.telemetry import FIRST_FEED, Telemetry
from scenes.collection import camera_input
from scenes.link import Lane, ObsError, ObsLink
from scenes.worker import Switcher

log = structlog.get_logger(__name__)

PICTURE_EVERY = 0.125
"""Seconds between two pictures of the same monitor: 8 a second, when OBS keeps up."""
QUICK_EVERY = 0.05
"""The same of the programme while somebody has it as a monitor (a multiview); the preview comes every second time."""
PICTURE_SIZE = (480, 270)
TILE_EVERY = 0.5
"""Seconds between two small pictures of scenes; the scenes take turns."""
QUICK_TILE_EVERY = 0.2
TILE_SIZE = (240, 136)
FIRST_TILE = 2
"""Picture channels: 0 programme, 1 preview, from here on the show's scenes in their order."""
MOST_TILES = FIRST_FEED - FIRST_TILE
"""The next one would be a camera's."""
PICTURE_QUALITY = 70
"""obs-websocket's `imageCompressionQuality`."""
STATISTICS_EVERY = 1.0
METERS_EVERY = 0.1
SILENCE = -100.0


class Monitor:
    """Runs beside the switcher's worker until cancelled."""

    def __init__(self, link: ObsLink, switcher: Switcher, controller: Controller, telemetry: Telemetry) -> None:
        self._link = link
        self._switcher = switcher
        self._controller = controller
        self._telemetry = telemetry
        self._bytes: dict[str, tuple[float, int]] = {}
        self._meters_at = 0.0

    async def run(self) -> None:
        unsubscribe = self._link.on_event(self._on_event)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._run_pictures(), name="pictures")
                tasks.create_task(self._run_statistics(), name="statistics")
        finally:
            unsubscribe()

    # --- pictures ---

    async def _run_pictures(self) -> None:
        loop = asyncio.get_running_loop()
        tile, tile_at = 0, loop.time()
        waiting = turn = 0
        while True:
            started = loop.time()
            quick = self._telemetry.quick
            if not self._telemetry.watched:
                waiting = len(self._controller.show.scenes)  # whoever looks first sees all of them soon
            if self._telemetry.watched and self._link.connected:
                turn += 1
                shown = await self._monitors(preview=not quick or turn % 2 == 0)
                if started >= tile_at or waiting:
                    tile_at = started + (QUICK_TILE_EVERY if quick else TILE_EVERY)
                    waiting = max(0, waiting - 1)
                    tile = await self._next_tile(tile, shown)
            # An interval, not a wish: pictures that take long simply come more seldom.
            every = QUICK_EVERY if quick else PICTURE_EVERY
            await asyncio.sleep(max(0.01, every - (loop.time() - started)))

    async def _monitors(self, *, preview: bool) -> dict[str, bytes]:
        """Programme, and perhaps preview. Scene → its picture."""
        state = self._controller.head.program
        found: dict[str, bytes] = {}
        for channel, name in ((0, self._on_air_name(state.scene)), (1, self._scene_name(state.preview))):
            if name is None or (channel == 1 and not preview):
                continue
            jpeg = await self._picture(channel, name, PICTURE_SIZE)
            if jpeg is not None:
                found[name] = jpeg
        return found

    async def _next_tile(self, tile: int, shown: dict[str, bytes]) -> int:
        """The place of the tile that was taken. What a monitor has just shown need not be asked for again."""
        all_tiles = tiles(self._controller.show, self._telemetry.wants)
        for step in range(1, len(all_tiles) + 1):
            place = (tile + step) % len(all_tiles)
            channel, name = all_tiles[place]
            if name not in shown:
                await self._picture(channel, name, TILE_SIZE)
                return place
            self._telemetry.publish_picture(channel, shown[name])
        return tile

    def _scene_name(self, scene: SceneId | None) -> str | None:
        found = self._controller.show.scene(scene) if scene is not None else None
        return found.name if found else None

    def _on_air_name(self, scene: SceneId | None) -> str | None:
        return self._scene_name(scene) or self._controller.head.program.foreign

    async def _picture(self, channel: int, name: str, size: tuple[int, int]) -> bytes | None:
        await self._switcher.step_aside()
        try:
            jpeg = await self._link.screenshot(name, *size, PICTURE_QUALITY)
        except ObsError:
            return None  # the link tells of its own troubles; the next picture is an eighth of a second away
        self._telemetry.publish_picture(channel, jpeg)
        return jpeg

    # --- meters ---

    def _on_event(self, event: str, data: dict[str, Any]) -> None:
        if event != "InputVolumeMeters":
            return
        now = asyncio.get_running_loop().time()
        if now - self._meters_at < METERS_EVERY:
            return
        self._meters_at = now
        scenes = self._switcher.collection
        names = {made.name: made.efir for made in scenes.inputs if made.efir is not None} if scenes else {}
        self._telemetry.publish(
            "meters",
            {
                names[meter["inputName"]]: _peak(meter["inputLevelsMul"])
                for meter in data["inputs"]
                if meter["inputName"] in names
            },
        )

    # --- statistics ---

    async def _run_statistics(self) -> None:
        while True:
            if self._link.connected:
                try:
                    await self._statistics()
                except ObsError as error:
                    log.debug("no statistics this time", reason=str(error))
            await asyncio.sleep(STATISTICS_EVERY)

    async def _statistics(self) -> None:
        stats = await self._link.request(Lane.QUERY, "GetStats")
        self._telemetry.publish(
            "obs",
            {
                "fps": round(stats["activeFps"], 1),
                "cpu": round(stats["cpuUsage"], 1),
                "memory": round(stats["memoryUsage"]),
                "renderSkipped": stats["renderSkippedFrames"],
                "outputSkipped": stats["outputSkippedFrames"],
            },
        )
        for key, request in (("stream", "GetStreamStatus"), ("record", "GetRecordStatus")):
            self._telemetry.publish(key, self._output(key, await self._link.request(Lane.QUERY, request)))

    def _output(self, key: str, status: dict[str, Any]) -> dict[str, Any]:
        now, sent = asyncio.get_running_loop().time(), int(status.get("outputBytes") or 0)
        before, sent_before = self._bytes.get(key, (now, sent))
        self._bytes[key] = (now, sent)
        out: dict[str, Any] = {"active": status["outputActive"]}
        if status["outputActive"]:
            out["timecode"] = status["outputTimecode"].split(".")[0]
            out["bytes"] = sent
            if now > before and sent >= sent_before:
                out["kbps"] = round((sent - sent_before) * 8 / 1000 / (now - before))
            if "outputCongestion" in status:
                out["congestion"] = round(status["outputCongestion"], 2)
                out["skipped"] = status["outputSkippedFrames"]
        return out


def tiles(show: Show, wants: Callable[[int], bool]) -> list[tuple[int, str]]:
    """(channel, source in OBS): the scenes, and the cameras that OBS opens itself while somebody looks at them."""
    found = [(FIRST_TILE + place, scene.name) for place, scene in enumerate(show.scenes[:MOST_TILES])]
    for place, camera in enumerate(show.cameras):
        if not camera.bridged and wants(FIRST_FEED + place):
            found.append((FIRST_FEED + place, camera_input(camera)))
    return found


def _peak(levels: list[list[float]]) -> float:
    """The loudest channel's peak in dBFS. Each channel gives (magnitude, peak, input peak) as factors."""
    loudest = max((channel[1] for channel in levels if len(channel) > 1), default=0.0)
    return round(max(SILENCE, 20 * math.log10(loudest)), 1) if loudest > 0 else SILENCE
