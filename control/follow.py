"""Switches of cameras that follow who speaks: the microphones' levels become `ObserveSpeaker`.

OBS measures only what is seen (obs-websocket meters active sources), and of a switch's cameras all but one are hidden.
So a camera that Efir reads is heard in its own feed; the microphone of any other must be a device of `audio`.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any, Final

import structlog

from control.controller import Controller
from control.core import switches
from control.core.sources import sound_of
from control.core.speaker import Speaker
from control.core.switches import ObserveSpeaker
from control.core.types import InputId, SwitchId
from control.telemetry import Telemetry

log = structlog.get_logger(__name__)

LOOK_S: Final = 0.1


class Follower:
    """Runs until cancelled. Levels are telemetry (`meters`, `voices`): what is missed is heard a moment later."""

    def __init__(self, controller: Controller, telemetry: Telemetry) -> None:
        self._controller = controller
        self._telemetry = telemetry
        self._speakers: dict[SwitchId, Speaker] = {
            switch.id: Speaker(switch.voices) for switch in controller.show.switches if switch.voices is not None
        }
        self._meters: dict[InputId, float] = {}
        self._feeds: dict[InputId, float] = {}
        self._heard = asyncio.Event()

    async def run(self) -> None:
        if not self._speakers:
            return
        stop = self._telemetry.subscribe(self._on_telemetry)
        try:
            while True:
                await self._next()
                await self.look(self._levels())
        finally:
            stop()

    async def _next(self) -> None:
        """Until there are new levels. Equal ones are not told again, so a steady voice is looked at all the same."""
        steady = any(speaker.hears for speaker in self._speakers.values())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S if steady else None):
                await self._heard.wait()
        self._heard.clear()

    async def look(self, levels: Mapping[InputId, float]) -> None:
        """What these levels (dB) mean now. Without OBS the last ones it told mean nothing."""
        if self._controller.head.health.obs != "connected":
            levels = {}
        for switch, speaker in self._speakers.items():
            await self._follow(switch, speaker, levels)

    def _on_telemetry(self, key: str, value: Any) -> None:
        if key == "meters":
            self._meters = value
        elif key == "voices":
            self._feeds = value
        else:
            return
        self._heard.set()

    def _levels(self) -> dict[InputId, float]:
        """dB, of those that are not muted."""
        state, show = self._controller.head.sources, self._controller.show
        muted = {one for one in self._feeds if (sound := sound_of(state, show, one)) is not None and sound.muted}
        return {one: level for one, level in (self._meters | self._feeds).items() if one not in muted}

    async def _follow(self, switch: SwitchId, speaker: Speaker, levels: Mapping[InputId, float]) -> None:
        controller = self._controller
        state, now = controller.head.switches, controller.clock.now()
        seen = switches.camera_of(state, controller.show, switch)
        if seen is None:
            return
        speaker.seen(seen, now)
        camera = speaker.hear(levels, now)
        known = switches.of(state, switch)
        if camera is None or not known.follows or known.held:
            return
        receipt = await controller.system(ObserveSpeaker(switch, camera))
        if receipt.error is not None:
            log.warning("a voice was not followed", switch=switch, code=receipt.error.code)
