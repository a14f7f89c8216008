"""How the feeds of cameras that OBS opens itself are, as OBS has them: newest value, lossy, like all telemetry.

OBS says that a feed plays as long as its connection stands, also when nothing comes over it any more: a feed is alive
only if its time goes on. One that was refused at once is never tried again by OBS 29, so it is asked to. Of every third
such it says for ever that it plays, at time zero (measured): the reader ended before OBS knew that it had begun. There
a restart wakes nobody; settings do, they make another reader.
"""

import asyncio
from typing import Any, Literal

import structlog
from msgspec import Struct

from control.core.types import CameraId
from control.show import Show
from control.telemetry import Telemetry
from scenes.collection import Input, camera_input
from scenes.link import Lane, LinkState, ObsError, ObsLink, ObsRefused
from scenes.worker import Switcher

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks at all feeds."""
STANDS = 3.0
"""Seconds without any progress after which a picture is called frozen."""
AGAIN = 10.0
"""Seconds between two requests to OBS to open a lost feed again."""
SLOW = 20.0
"""Seconds more for one that OBS says plays: it may be a connection that has not brought its first picture yet."""

DirectState = Literal["live", "connecting", "frozen", "ended", "lost"]
"""`ended`: a file that does not loop has played; `lost`: nothing is there, and OBS tries again."""

_STATES: dict[str, DirectState] = {
    "OBS_MEDIA_STATE_PLAYING": "live",
    "OBS_MEDIA_STATE_PAUSED": "frozen",
    "OBS_MEDIA_STATE_OPENING": "connecting",
    "OBS_MEDIA_STATE_BUFFERING": "connecting",
}
"""obs-websocket 5, `GetMediaInputStatus`; all others are the end of something."""


class _Progress(Struct, frozen=True):
    cursor: float | None
    """Milliseconds of the feed's own time."""
    since: float
    """When it was first seen there."""


class Judgement:
    """Pure: what each look makes of a feed. Moments are seconds of one clock."""

    def __init__(self) -> None:
        self._progress: dict[CameraId, _Progress] = {}
        self._played: set[CameraId] = set()

    def of(self, camera: CameraId, status: dict[str, Any], once: bool, now: float) -> DirectState:
        """`status` is GetMediaInputStatus's answer; `once`: a file that does not loop.

        OBS calls a file it does not find "ended", too: only one that was seen to play has played.
        """
        state = _STATES.get(status["mediaState"])
        if state is None:
            self._progress.pop(camera, None)
            return "ended" if once and camera in self._played else "lost"
        cursor, seen = status.get("mediaCursor"), self._progress.get(camera)
        if state == "live" and cursor != 0:
            self._played.add(camera)
        if seen is None or seen.cursor != cursor or state != "live":
            self._progress[camera] = _Progress(cursor, now)
        elif cursor is not None and now - seen.since >= STANDS:
            return "frozen" if cursor else "lost"
        return "connecting" if cursor == 0 and camera not in self._played else state

    def opened(self, camera: CameraId) -> None:
        """OBS was asked to open it anew."""
        self._progress.pop(camera, None)


class DirectFeeds:
    """Runs beside the switcher's worker until cancelled."""

    def __init__(self, link: ObsLink, switcher: Switcher, show: Show, telemetry: Telemetry) -> None:
        self._link = link
        self._switcher = switcher
        # Those that Efir reads are judged where they are read.
        self._cameras = tuple(camera for camera in show.cameras if not camera.bridged)
        self._telemetry = telemetry
        self._judgement = Judgement()
        self._states: dict[CameraId, DirectState] = {}
        self._tried: dict[CameraId, float] = {}

    async def run(self) -> None:
        unsubscribe = self._link.on_state(self._on_link)
        try:
            while True:
                if self._link.connected and self._switcher.synced:
                    try:
                        await self._look()
                    except ObsError as error:
                        log.debug("feeds not seen this time", reason=str(error))
                await asyncio.sleep(LOOK_EVERY)
        finally:
            unsubscribe()

    def _on_link(self, state: LinkState) -> None:
        """Of an OBS that is gone, or new, nothing is known."""
        self._judgement, self._states, self._tried = Judgement(), {}, {}
        self._telemetry.publish("direct", {})

    async def _look(self) -> None:
        scenes = self._switcher.collection
        inputs = {made.name: made for made in scenes.inputs} if scenes else {}
        states: dict[CameraId, DirectState] = {}
        for camera in self._cameras:
            made = inputs.get(camera_input(camera))
            if made is None:
                continue  # in no scene
            once = "local_file" in made.settings and not camera.loop
            states[camera.id] = await self._state(camera.id, made, once)
        for gone in self._tried.keys() - {camera for camera, state in states.items() if state == "lost"}:
            del self._tried[gone]
        self._tell(states)

    async def _state(self, camera: CameraId, made: Input, once: bool) -> DirectState:
        await self._switcher.step_aside()
        now = asyncio.get_running_loop().time()
        try:
            status = await self._link.request(Lane.QUERY, "GetMediaInputStatus", {"inputName": made.name})
        except ObsRefused:
            return "lost"  # taken out of OBS by hand; the worker puts it back
        state = self._judgement.of(camera, status, once, now)
        stuck = status["mediaState"] in _STATES
        if state == "lost" and now - self._tried.setdefault(camera, now) >= (SLOW if stuck else AGAIN):
            self._tried[camera] = now
            self._judgement.opened(camera)
            await self._open_again(made, stuck)
        return state

    async def _open_again(self, made: Input, stuck: bool) -> None:
        if stuck:
            anew = {"inputName": made.name, "inputSettings": made.settings, "overlay": True}
            await self._link.request(Lane.QUERY, "SetInputSettings", anew)
        else:
            restart = {"inputName": made.name, "mediaAction": "OBS_WEBSOCKET_MEDIA_INPUT_ACTION_RESTART"}
            await self._link.request(Lane.QUERY, "TriggerMediaInputAction", restart)

    def _tell(self, states: dict[CameraId, DirectState]) -> None:
        for camera, state in states.items():
            if self._states.get(camera, "live") != state:
                log.info("feed", camera=camera, state=state)
        self._states = states
        self._telemetry.publish("direct", dict(states))
