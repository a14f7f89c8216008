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
PICTURE_SIZE = (480, 270)
TILE_EVERY = 0.5
"""Seconds between two small pictures of scenes; the scenes take turns."""
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
        waiting = 0
        while True:
            started = loop.time()
            shown = tiles(self._controller.show, self._telemetry.wants)
            if not self._telemetry.watched:
                waiting = len(self._controller.show.scenes)  # whoever looks first sees all of them soon
            if self._telemetry.watched and self._link.connected:
                state = self._controller.head.program
                for channel, scene in ((0, state.scene), (1, state.preview)):
                    name = self._on_air_name(scene) if channel == 0 else self._scene_name(scene)
                    if name is not None:
                        await self._picture(channel, name, PICTURE_SIZE)
                if started >= tile_at or waiting:
                    tile, tile_at = (tile + 1) % len(shown), started + TILE_EVERY
                    waiting = max(0, waiting - 1)
                    await self._picture(*shown[tile], TILE_SIZE)
            # An interval, not a wish: pictures that take long simply come more seldom.
            await asyncio.sleep(max(0.01, PICTURE_EVERY - (loop.time() - started)))

    def _scene_name(self, scene: SceneId | None) -> str | None:
        found = self._controller.show.scene(scene) if scene is not None else None
        return found.name if found else None

    def _on_air_name(self, scene: SceneId | None) -> str | None:
        return self._scene_name(scene) or self._controller.head.program.foreign

    async def _picture(self, channel: int, name: str, size: tuple[int, int]) -> None:
        await self._switcher.step_aside()
        try:
            jpeg = await self._link.screenshot(name, *size, PICTURE_QUALITY)
        except ObsError:
            return  # the link tells of its own troubles; the next picture is an eighth of a second away
        self._telemetry.publish_picture(channel, jpeg)

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
