"""A head that speaks ONVIF (profile S and T): ContinuousMove, Stop, AbsoluteMove, presets, status.

Every ContinuousMove carries a time limit (ONVIF PTZ specification, 5.3.3), so that a camera stops by itself if we can
say so no more; `motion.Deadman` repeats the drive of a hand that is there. Positions are those of the generic spaces,
−1 … 1, no degrees.
"""

import asyncio
import contextlib
import logging
import math
import re
from collections.abc import AsyncIterator, Awaitable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any, ClassVar

import aiohttp
from msgspec import Struct

from control.secret import Secret
from devices.ptz.head import Capability, HeadAway, HeadCannot, HeadError, HeadRefused, HeadSilent, Position
from devices.ptz.motion import Drive
from devices.ptz.over_http import STOP_AGAIN, STOP_PAUSES, HttpHead
from devices.ptz.turns import Work

DEFAULT_PORT, SECURE_PORT = 80, 443
LIMIT = timedelta(seconds=1)
"""Cameras take whole seconds."""
TIMEOUT, STOP_TIMEOUT, OPEN_TIMEOUT = 2.0, 0.5, 15.0
"""Seconds."""
SLOTS = range(255)
MOTION = "motion"
_NUMBER = re.compile(r"[0-9]{1,9}$")


class _Library(Struct, frozen=True):
    camera: Any
    """Its class."""
    faults: tuple[type[Exception], ...]
    """What is raised for a lost connection, and for an answer that is none."""
    fault: type[Exception]
    """What is raised for a refusal."""


class _Services(Struct, frozen=True):
    camera: Any
    ptz: Any
    profile: str
    library: _Library


class OnvifHead(HttpHead):
    """`Head` over ONVIF. `profile` is a media profile's token or name; "" is the first that has PTZ."""

    REASONS: ClassVar[frozenset[str]] = frozenset({"ptz-password", "ptz-refused"})

    def __init__(
        self,
        host: str,
        port: int | None,
        user: str,
        password: Secret | None,
        profile: str = "",
        *,
        secure: bool = False,
        numbered: Collection[int] = (),
    ) -> None:
        """`numbered`: slots that stand for the camera's own presets; no others of its own are ever overwritten."""
        super().__init__(host)
        self._address = f"https://{f'[{host}]' if ':' in host else host}" if secure else host
        self._port = (SECURE_PORT if secure else DEFAULT_PORT) if port is None else port
        self._user, self._password = user, password
        self._profile = profile
        self._numbered = frozenset(numbered)
        self._services: _Services | None = None
        self._motions = 0
        """How often it was told to move."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        return frozenset(
            (
                Capability.PAN_TILT,
                Capability.ZOOM,
                Capability.PRESETS,
                Capability.HOME,
                Capability.GO_TO,
                Capability.POSITION,
            )
        )

    # --- the connection's life

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await self._forget()

    async def _find_and_stop(self) -> None:
        await self._forget()
        self._services = await self._connect()
        await self._stop()

    async def _ask_if_there(self) -> None:
        try:
            await self._call("GetStatus", {}, TIMEOUT)
        except HeadRefused as refused:  # some know no GetStatus: who refuses is there
            if refused.code == "ptz-password":
                raise

    async def _connect(self) -> _Services:
        library = await asyncio.shield(asyncio.wrap_future(load()))
        password = self._password.reveal() if self._password is not None else ""
        camera = library.camera(self._address, self._port, self._user, password, no_cache=True, adjust_time=True)
        unfinished = _Services(camera, None, "", library)
        try:
            async with asyncio.timeout(OPEN_TIMEOUT):
                await self._told(unfinished, camera.update_xaddrs())
                media = await self._told(unfinished, camera.create_media_service())
                profiles = await self._told(unfinished, media.GetProfiles())
                ptz = await self._told(unfinished, camera.create_ptz_service())
            return _Services(camera, ptz, self._token(profiles), library)
        except BaseException as error:
            await camera.close()
            if isinstance(error, TimeoutError):
                raise HeadAway(self.host) from error
            raise

    def _token(self, profiles: Any) -> str:
        for profile in profiles or ():
            named = self._profile in (profile.token, profile.Name)
            if named or (not self._profile and profile.PTZConfiguration is not None):
                return str(profile.token)
        raise HeadRefused("ptz-refused", host=self.host, detail="ONVIF: no profile with PTZ")

    async def _forget(self) -> None:
        services, self._services = self._services, None
        if services is not None:
            await services.camera.close()

    async def _call(self, name: str, arguments: dict[str, Any], timeout: float) -> Any:
        services = self._services
        if services is None:
            raise HeadAway(self.host)
        try:
            async with asyncio.timeout(timeout):
                return await self._told(
                    services, getattr(services.ptz, name)({"ProfileToken": services.profile, **arguments})
                )
        except TimeoutError as error:
            raise HeadSilent(self.host) from error

    async def _told(self, services: _Services, call: Awaitable[Any]) -> Any:
        """The answer, or a HeadError."""
        try:
            return await call
        except services.library.fault as fault:
            words = f"{getattr(fault, 'message', '')} {getattr(fault, 'subcodes', '') or ''}".strip()
            if "authoriz" in words.lower():
                raise HeadRefused("ptz-password", host=self.host) from fault
            raise HeadRefused("ptz-refused", host=self.host, detail=f"ONVIF: {words[:80]}") from fault
        except aiohttp.ClientConnectorError as error:
            raise HeadAway(self.host) from error
        except services.library.faults as error:
            if getattr(error, "status_code", None) == 401 or getattr(error, "status", None) == 401:
                raise HeadRefused("ptz-password", host=self.host) from error
            raise HeadSilent(self.host) from error

    async def _ask(self, name: str, arguments: dict[str, Any], key: str = "", *, jumps: bool = False) -> Any:
        return await self._in_turn(lambda: self._call(name, arguments, TIMEOUT), key, jumps=jumps)

    async def _in_turn(self, work: Work, key: str = "", *, jumps: bool = False) -> Any:
        if not self._connected:
            raise HeadAway(self.host)
        return await self._turns.ask(key, work, jumps=jumps)

    # --- motion

    async def drive(self, drive: Drive) -> None:
        drive = drive.bounded()
        if not (drive.pan or drive.tilt or drive.zoom):
            await self._stop()
            return
        self._motions += 1
        velocity = {"PanTilt": {"x": drive.pan, "y": drive.tilt}, "Zoom": {"x": drive.zoom}}
        await self._ask("ContinuousMove", {"Velocity": velocity, "Timeout": LIMIT}, MOTION)

    async def stop(self) -> None:
        """Tried even if the camera seems to be away."""
        await self._stop(overtaken=self._turns.halt(HeadRefused("ptz-cancelled", host=self.host)))

    async def _stop(self, *, overtaken: bool = False) -> None:
        """Not behind anything. `overtaken`: what moved it was under way, and may reach the camera after its stop."""
        overtaken = self._turns.drop(MOTION) or overtaken
        motions = self._motions
        await self._told_to_stop(motions)
        if overtaken:
            await asyncio.sleep(STOP_AGAIN)
            if motions == self._motions:
                await self._told_to_stop(motions)

    async def _told_to_stop(self, motions: int) -> None:
        """Again if it is not taken, unless it was told to move meanwhile."""
        for pause in (*STOP_PAUSES, None):
            try:
                await self._call("Stop", {"PanTilt": True, "Zoom": True}, STOP_TIMEOUT)
                return
            except HeadError as error:
                if motions != self._motions:
                    return
                if pause is None or error.code == "ptz-password":
                    raise
                await asyncio.sleep(pause)

    async def recall(self, slot: int) -> None:
        async def look_up_and_go() -> None:
            token = await self._preset(slot)
            if token is None:
                raise HeadRefused("ptz-not-now", host=self.host)
            await self._call("GotoPreset", {"PresetToken": token}, TIMEOUT)

        self._motions += 1
        await self._in_turn(look_up_and_go, jumps=True)  # both in one: a halt between them finds it

    async def store(self, slot: int) -> None:
        async def look_up_and_store() -> None:
            token = await self._preset(slot, named=slot not in self._numbered)
            known = {"PresetToken": token} if token is not None else {}
            await self._call("SetPreset", {"PresetName": preset_name(slot), **known}, TIMEOUT)

        await self._in_turn(look_up_and_store)

    async def _preset(self, slot: int, *, named: bool = False) -> str | None:
        """The token of the preset that we named after the slot, else of the one whose token ends with its number:
        not if it must be `named`."""
        if slot not in SLOTS:
            raise HeadCannot("ptz-slot", host=self.host, detail=slot)
        told = await self._call("GetPresets", {}, TIMEOUT) or ()
        presets = [preset for preset in told if preset.token]  # without one nobody can go there
        by_name = {preset.Name: str(preset.token) for preset in presets}
        by_number = {int(found[0]): str(preset.token) for preset in presets if (found := _NUMBER.search(preset.token))}
        return by_name.get(preset_name(slot)) or (None if named else by_number.get(slot))

    async def home(self) -> None:
        self._motions += 1
        await self._ask("GotoHomePosition", {}, jumps=True)

    async def go_to(self, position: Position, speed: float) -> None:
        where: dict[str, Any] = {"PanTilt": {"x": position.pan, "y": position.tilt}}
        speeds: dict[str, Any] = {"PanTilt": {"x": speed, "y": speed}}
        if position.zoom is not None:
            where["Zoom"], speeds["Zoom"] = {"x": position.zoom}, {"x": speed}
        self._motions += 1
        await self._ask("AbsoluteMove", {"Position": where, "Speed": speeds}, MOTION, jumps=True)

    async def position(self) -> Position:
        status = await self._ask("GetStatus", {})
        there = getattr(status, "Position", None)  # a camera may leave any of it out
        turned, lens = getattr(there, "PanTilt", None), getattr(there, "Zoom", None)
        pan, tilt, zoom = _number(turned, "x"), _number(turned, "y"), _number(lens, "x")
        if pan is None or tilt is None:
            raise HeadCannot("ptz-cannot", host=self.host, detail=Capability.POSITION)
        return Position(pan, tilt, zoom)


def _number(axis: Any, name: str) -> float | None:
    """XML Schema's float may be NaN and INF, too."""
    value = getattr(axis, name, None)
    return value if value is not None and math.isfinite(value) else None


def preset_name(slot: int) -> str:
    return f"efir-{slot}"


_loading: list[Future[_Library]] = []
"""What all heads wait for; empty before the first is there."""


def load() -> Future[_Library]:
    """The library and the descriptions of its services, two seconds' work: on a thread of its own, and once a process,
    unless it fails."""
    if not _loading or (_loading[0].done() and _loading[0].exception() is not None):
        executor = ThreadPoolExecutor(1, "onvif")
        _loading[:] = [executor.submit(_load)]
        executor.shutdown(wait=False)
    return _loading[0]


def _load() -> _Library:
    """The library configures the root logger when it is imported (4.3.0): undone."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    import onvif
    import zeep.exceptions

    if handlers != root.handlers:
        root.handlers[:] = handlers
        root.setLevel(level)
    asyncio.run(_read_descriptions(onvif))
    network = (aiohttp.ClientError, OSError)
    odd = (zeep.exceptions.Error, onvif.ONVIFError, AttributeError, LookupError, TypeError, ValueError)
    return _Library(onvif.ONVIFCamera, network + odd, zeep.exceptions.Fault)


async def _read_descriptions(onvif: Any) -> None:
    """Of the services that are asked for below. The library keeps them for the process; nothing is sent."""
    camera = onvif.ONVIFCamera("localhost", DEFAULT_PORT, "", "", no_cache=True)
    try:
        camera.xaddrs = {onvif.SERVICES[name]["ns"]: "http://localhost" for name in ("media", "ptz")}
        await camera.create_devicemgmt_service()
        await camera.create_media_service()
        await camera.create_ptz_service()
    finally:
        await camera.close()
