"""Markers as chapters of OBS's recording, where OBS has them: obs-websocket 5.5 (OBS 30.2), Hybrid MP4 alone.

A chapter stands where the recording is when OBS hears of it, so it is the one thing here that does not follow by level:
it is asked for once, at once, and never again — not after a refusal, a lost connection or a restart. What becomes of it
changes no marker.
"""

import asyncio
from typing import Any

import structlog

from control.clock import Duration, Instant, between
from control.core.marks import Marker, NoChapter
from control.core.outputs import Actual
from control.registry import State
from scenes.outputs import CHAPTER
from scenes.protocol import ObsError, ObsRefused
from scenes.shared import Shared

log = structlog.get_logger(__name__)

LATE = Duration(2_000)
"""A marker that is older would stand at a wrong place."""
NOT_RECORDING = 501
"""RequestStatus OutputNotRunning: the recording has ended meanwhile."""


class Chapters:
    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._seen = shared.controller.state.marks.count
        """Markers up to this number are done with."""
        self._refused: Instant | None = None
        """When the recording began in which OBS refused one: it will take no other, and people were told."""
        self._marked = asyncio.Event()

    @property
    def _possible(self) -> bool:
        """Of another format that the show asked for, nobody expects chapters."""
        record = self._shared.show.outputs.record
        return self._shared.link.offers(CHAPTER) and (record is None or record.format == "hybrid_mp4")

    async def run(self) -> None:
        controller = self._shared.controller
        unsubscribe = controller.on_commit(self._on_commit)
        try:
            while True:
                await self._marked.wait()
                self._marked.clear()
                marks = controller.state.marks
                new = [marker for marker in marks.markers if marker.number > self._seen]
                self._seen = marks.count  # before it is asked for: nobody asks for it twice
                for marker in new:
                    await self._ask(marker)
        finally:
            unsubscribe()

    def _on_commit(self, state: State, seq: int) -> None:
        if state.marks.count > self._seen:
            self._marked.set()

    async def _ask(self, marker: Marker) -> None:
        shared = self._shared
        record = shared.controller.state.outputs.record
        if not self._possible or record.actual is not Actual.ON or record.begun == self._refused:
            return
        if between(marker.at, shared.controller.clock.now()) > LATE:
            log.warning("a marker came too late to be a chapter", number=marker.number)
            return
        name = self._name(marker)
        data: dict[str, Any] = {"chapterName": name} if name else {}  # OBS refuses an empty one, and numbers none
        try:
            await shared.query(CHAPTER, data)
        except ObsRefused as error:
            log.warning("OBS made no chapter", number=marker.number, reason=str(error))
            if error.code != NOT_RECORDING:
                self._refused = record.begun
                await shared.controller.system(NoChapter(marker.number))
        except ObsError as error:
            log.warning("nobody knows whether OBS made a chapter", number=marker.number, reason=str(error))

    def _name(self, marker: Marker) -> str:
        """What was on air, where nobody wrote a text."""
        on_air = marker.on_air
        scene = self._shared.show.scene(on_air.scene) if on_air.scene is not None else None
        return marker.text or on_air.item or (scene.name if scene is not None else on_air.foreign or "")
