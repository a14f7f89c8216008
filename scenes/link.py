"""The link to OBS: three connections (and one for fades), found again by itself whenever they are lost.

*program* carries takes and item changes and never anything slow; *query* carries re-reads, statistics and pictures, of
which at most one is in flight (all clients of OBS share as many threads as there are cores); *events* is where OBS
tells what changed, and where its loss is noticed.
"""

import asyncio
import base64
import json
import random
from collections.abc import Callable
from enum import Enum
from typing import Any, Literal

import structlog
from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from control.secret import Secret
from control.telemetry import Unsubscribe
from scenes import lane as lanes
from scenes import protocol
from scenes.protocol import Close, ObsAway, ObsConfused, ObsError, ObsRefused, ObsTimeout, Op, Result

__all__ = ["EVERYTHING", "Lane", "LinkState", "ObsAway", "ObsError", "ObsLink", "ObsRefused", "ObsTimeout", "Result"]

log = structlog.get_logger(__name__)

EVERYTHING = "EverythingChanged"
"""Our own event, after another scene collection was loaded: every id OBS gave before is worthless."""
REQUEST_TIMEOUT = 3.0
"""Seconds; a healthy OBS answers in milliseconds, also under load."""
FIRST_RETRY, LAST_RETRY = 0.1, 5.0
"""Seconds between attempts, doubling, with jitter."""
HANDSHAKE = 5.0
PING_EVERY, PING_LASTS = 2.0, 3.0
"""A frozen OBS is noticed within their sum."""
LARGEST = 16 * 1024 * 1024
"""Bytes of one message: a scene collection's item lists and meters are far smaller."""

Phase = Literal["connecting", "connected", "lost", "refused"]
Kind = Literal["obs", "rehearsal"]


class Lane(Enum):
    PROGRAM = "program"
    QUERY = "query"
    SOUND = "sound"


class LinkState(Struct, frozen=True):
    """`reason` (lost, refused): `wrong_password`, `too_old`, `not_obs`, or `away`."""

    phase: Phase
    kind: Kind = "obs"
    version: str = ""
    """Of OBS: `29.0.2`."""
    reason: str = ""


class _RefusedError(Exception):
    """OBS is there and will not have us; `reason` as in LinkState."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_AWAY = (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, TimeoutError, ObsError)
"""What a connection that fails or breaks raises."""


class ObsLink:
    """Run `run()` in a task; everything else may be called at any time on the same loop.

    `meters`: subscribe to InputVolumeMeters (20 a second).
    """

    def __init__(self, url: str, password: Secret | None, *, meters: bool) -> None:
        self.url = url
        self._password = password
        self._subscriptions = protocol.EVENTS_ALL | (protocol.EVENTS_METERS if meters else 0)
        self._lanes: dict[Lane, lanes.Lane] = {}
        self._state = LinkState("connecting")
        self._on_state: list[Callable[[LinkState], None]] = []
        self._on_event: list[Callable[[str, dict[str, Any]], None]] = []
        self._held = False
        self._offered: frozenset[str] = frozenset()

    # --- what is asked of OBS ---

    @property
    def state(self) -> LinkState:
        return self._state

    @property
    def connected(self) -> bool:
        return self._state.phase == "connected"

    def offers(self, kind: str) -> bool:
        """Whether the OBS that is connected knows this request."""
        return self.connected and kind in self._offered

    async def request(
        self, lane: Lane, kind: str, data: dict[str, Any] | None = None, timeout: float = REQUEST_TIMEOUT
    ) -> dict[str, Any]:
        """The answer's data. ObsAway, ObsTimeout, ObsConfused, ObsRefused. Requests of one lane are done in order."""
        return await self._lane(lane).request(kind, data, timeout)

    async def batch(
        self,
        lane: Lane,
        requests: list[tuple[str, dict[str, Any]]],
        *,
        execution: int = protocol.SERIAL_REALTIME,
        halt_on_failure: bool = False,
        timeout: float = REQUEST_TIMEOUT,
    ) -> list[Result]:
        """One round trip; a refusal of one is in its own result."""
        return await self._lane(lane).batch(requests, execution, halt_on_failure, timeout)

    async def screenshot(self, source: str, width: int, height: int, quality: int) -> bytes:
        """A JPEG. Keep it small: at full size it takes half a second of OBS's threads."""
        answer = await self.request(
            Lane.QUERY,
            "GetSourceScreenshot",
            {
                "sourceName": source,
                "imageFormat": "jpg",
                "imageWidth": width,
                "imageHeight": height,
                "imageCompressionQuality": quality,
            },
        )
        _, _, encoded = answer["imageData"].partition(",")
        return base64.b64decode(encoded)

    def _lane(self, lane: Lane) -> lanes.Lane:
        if not self.connected:
            raise ObsAway("OBS is not connected")
        return self._lanes[lane]

    def on_state(self, callback: Callable[[LinkState], None]) -> Unsubscribe:
        """Called on every change, and at once with the state as it is."""
        self._on_state.append(callback)
        callback(self._state)
        return lambda: self._on_state.remove(callback)

    def on_event(self, callback: Callable[[str, dict[str, Any]], None]) -> Unsubscribe:
        """(event type, event data). It means "read this again": values may be old by the time they are here."""
        self._on_event.append(callback)
        return lambda: self._on_event.remove(callback)

    # --- the connection's life ---

    async def run(self) -> None:
        """Connects, and connects again, until cancelled."""
        pause = FIRST_RETRY
        try:
            while True:
                try:
                    async with asyncio.timeout(HANDSHAKE):
                        socket = await self._open()
                    async with socket:
                        pause = FIRST_RETRY
                        await self._follow(socket)
                    reason = "away"
                except _RefusedError as error:
                    self._become(LinkState("refused", reason=error.reason))
                    pause = LAST_RETRY  # a person must act first
                    reason = ""
                except _AWAY:
                    reason = "away"
                await self._hang_up(reason)
                await asyncio.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 - jitter
                pause = min(LAST_RETRY, pause * 2)
        finally:
            await self._hang_up("")

    async def _open(self) -> ClientConnection:
        """The event connection, identified."""
        socket = await connect(
            self.url,
            subprotocols=None,
            compression=None,
            max_size=LARGEST,
            ping_interval=PING_EVERY,
            ping_timeout=PING_LASTS,
            close_timeout=1,
            open_timeout=HANDSHAKE,
            proxy=None,
        )
        try:
            transport = socket.transport.get_extra_info("socket")
            if transport is not None:
                lanes.quicken(transport)
            await self._identify(socket)
        except BaseException:
            await socket.close()
            raise
        return socket

    async def _identify(self, socket: ClientConnection) -> None:
        try:
            hello = protocol.body(await socket.recv(), Op.HELLO)
        except ObsConfused:
            hello = None
        if hello is None or not isinstance(hello.get("obsWebSocketVersion"), str):
            raise _RefusedError("not_obs")
        if protocol.version(hello["obsWebSocketVersion"]) < protocol.OLDEST:
            raise _RefusedError("too_old")
        password = self._password.reveal() if self._password else ""
        await socket.send(json.dumps(protocol.identify(hello, password, self._subscriptions)))
        try:
            identified = protocol.body(await socket.recv(), Op.IDENTIFIED)
        except ConnectionClosed as closed:
            if closed.rcvd is not None and closed.rcvd.code == Close.AUTHENTICATION_FAILED:
                raise _RefusedError("wrong_password") from closed
            raise
        if identified is None:
            raise ObsConfused("not identified")

    async def _follow(self, socket: ClientConnection) -> None:
        """Until the connection ends."""
        self._held = False
        self._lanes = {lane: lanes.Lane(lane.value, self.url, self._password) for lane in Lane}
        answer = await self._lanes[Lane.QUERY].request("GetVersion", None, REQUEST_TIMEOUT)
        # All lanes are warm before anybody may take.
        for lane in (Lane.PROGRAM, Lane.SOUND):
            await self._lanes[lane].request("GetVersion", None, REQUEST_TIMEOUT)
        self._offered = frozenset(answer.get("availableRequests", ()))
        kind: Kind = "rehearsal" if answer.get("platform") == "efir-rehearsal" else "obs"
        self._become(LinkState("connected", kind, str(answer.get("obsVersion", ""))))
        async for message in socket:
            event = protocol.body(message, Op.EVENT)
            if event is not None and "eventType" in event:
                self._hear(event["eventType"], event.get("eventData") or {})

    def _hear(self, event: str, data: dict[str, Any]) -> None:
        """While another scene collection loads, OBS tells of everything it tears down: nobody needs to know."""
        if event == "CurrentSceneCollectionChanging":
            self._held = True
        elif event == "CurrentSceneCollectionChanged":
            self._held = False
            self._tell(EVERYTHING, {})
        elif not self._held:
            self._tell(event, data)

    def _tell(self, event: str, data: dict[str, Any]) -> None:
        for callback in tuple(self._on_event):
            callback(event, data)

    def _become(self, state: LinkState) -> None:
        if state == self._state:
            return
        log.info(
            "rehearsal link" if state.kind == "rehearsal" else "OBS link",
            phase=state.phase,
            reason=state.reason,
            version=state.version,
        )
        self._state = state
        for callback in tuple(self._on_state):
            callback(state)

    async def _hang_up(self, reason: str) -> None:
        gone, self._lanes = self._lanes, {}
        if reason and self._state.phase == "connected":
            self._become(LinkState("lost", self._state.kind, self._state.version, reason))
        for lane in gone.values():
            await lane.close()
