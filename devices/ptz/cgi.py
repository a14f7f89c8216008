"""A head that is asked over HTTP the way PTZOptics do it, and the many cameras built like theirs.

Source: PTZOptics user manual, "HTTP CGI method" (12x-SDI, p. 53): `/cgi-bin/ptzctrl.cgi?ptzcmd&ACTION&…`. It has no
way to ask where the camera is; what there is beyond these actions differs by firmware and is left to VISCA.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from functools import partial

import aiohttp
from yarl import URL

from control.secret import Secret
from control.show import MODEL_SLOTS
from devices.ptz.head import Capability, HeadAway, HeadCannot, HeadError, HeadRefused, HeadSilent, Position
from devices.ptz.motion import Drive, step
from devices.ptz.over_http import STOP_AGAIN, STOP_PAUSES, HttpHead

DEFAULT_PORT, SECURE_PORT = 80, 443
PAN_STEPS, TILT_STEPS, LENS_STEPS = 24, 20, 7
SLOTS = MODEL_SLOTS["ptzoptics"]
TIMEOUT = aiohttp.ClientTimeout(total=2.0, sock_connect=1.0)
STOP_TIMEOUT = aiohttp.ClientTimeout(total=0.5)

PAN_TILT, ZOOM, FOCUS = "pan-tilt", "zoom", "focus"
_STOPS = {PAN_TILT: "ptzstop&1&1", ZOOM: "zoomstop&0", FOCUS: "focusstop&0"}


def pan_tilt(pan: float, tilt: float) -> str:
    """The action for speeds −1 … 1."""
    across = "" if not pan else "right" if pan > 0 else "left"
    along = "" if not tilt else "up" if tilt > 0 else "down"
    if not across + along:
        return _STOPS[PAN_TILT]
    return f"{across}{along}&{step(pan, 1, PAN_STEPS) or 1}&{step(tilt, 1, TILT_STEPS) or 1}"


def lens(name: str, speed: float) -> str:
    """`name` is zoom or focus; *in* is tele and near."""
    number = step(speed, 0, LENS_STEPS)
    if number is None:
        return _STOPS[name]
    inwards = speed > 0 if name == ZOOM else speed < 0
    return f"{name}{'in' if inwards else 'out'}&{number}"


def _path(action: str) -> str:
    return f"/cgi-bin/ptzctrl.cgi?ptzcmd&{action}"


class CgiHead(HttpHead):
    """`Head` over HTTP-CGI. With a name and a password it answers a digest or a basic challenge."""

    def __init__(
        self, host: str, port: int | None, user: str, password: Secret | None, *, secure: bool = False
    ) -> None:
        super().__init__(host)
        scheme, usual = ("https", SECURE_PORT) if secure else ("http", DEFAULT_PORT)
        self._base = f"{scheme}://{f'[{host}]' if ':' in host else host}:{usual if port is None else port}"
        self._user, self._password = user, password
        self._basic: dict[str, str] = {}
        """The header, once it is known that the camera wants it so."""
        self._session: aiohttp.ClientSession | None = None
        self._moving: dict[str, str | None] = {}
        """As in `ViscaHead`."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        return frozenset((Capability.PAN_TILT, Capability.ZOOM, Capability.FOCUS, Capability.PRESETS, Capability.HOME))

    # --- the connection's life

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        login = []
        if self._user and self._password is not None:
            login.append(aiohttp.DigestAuthMiddleware(self._user, self._password.reveal()))
        # Cameras sign their own certificates: there is nothing to check them against.
        connector = aiohttp.TCPConnector(limit=4, ssl=False)
        try:
            async with aiohttp.ClientSession(middlewares=login, timeout=TIMEOUT, connector=connector) as session:
                self._session = session
                yield
        finally:
            self._session = None

    async def _find_and_stop(self) -> None:
        try:
            await self._get(_path(_STOPS[PAN_TILT]), TIMEOUT)
        except HeadRefused as refused:  # who refuses is there, and is told again
            if refused.code == "ptz-password":
                raise
        self._moving = dict.fromkeys(_STOPS)
        await self._stop_all()

    async def _ask_if_there(self) -> None:
        await self._get("/cgi-bin/param.cgi?get_device_conf", TIMEOUT)

    async def _get(self, path: str, timeout: aiohttp.ClientTimeout) -> str:
        """The answer's text. HeadAway, HeadSilent, HeadRefused."""
        if self._session is None:
            raise HeadAway(self.host)
        try:
            url = URL(self._base + path, encoded=True)  # as written: the arguments are no name=value
            status, text = await self._once(self._session, url, timeout)
            if status == 401 and self._basic:
                status, text = await self._once(self._session, url, timeout)
        except aiohttp.ClientConnectorError as error:
            raise HeadAway(self.host) from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:  # ValueError: no challenge, no address
            raise HeadSilent(self.host) from error
        if status in (401, 403):
            raise HeadRefused("ptz-password", host=self.host)
        if status != 200:
            raise HeadRefused("ptz-refused", host=self.host, detail=f"HTTP {status}")
        return text

    async def _once(self, session: aiohttp.ClientSession, url: URL, timeout: aiohttp.ClientTimeout) -> tuple[int, str]:
        """Status and text; learns whether it wants basic, as older cameras do."""
        async with session.get(url, headers=self._basic, timeout=timeout) as answer:
            text = (await answer.content.read(65_536)).decode("utf-8", "replace")
        wants_basic = answer.headers.get("WWW-Authenticate", "").lower().startswith("basic")
        if answer.status == 401 and wants_basic and self._password is not None:
            self._basic = {"Authorization": aiohttp.encode_basic_auth(self._user, self._password.reveal())}
        return answer.status, text

    async def _ask(self, action: str, key: str = "", *, jumps: bool = False) -> None:
        if not self._connected:
            raise HeadAway(self.host)
        try:
            work = partial(self._get, _path(action), TIMEOUT)
            await self._turns.ask(key, work, jumps=jumps)
        except (HeadAway, HeadSilent) as error:
            self._away(error)
            raise

    # --- motion

    async def drive(self, drive: Drive) -> None:
        drive = drive.bounded()
        wanted = {
            PAN_TILT: pan_tilt(drive.pan, drive.tilt),
            ZOOM: lens(ZOOM, drive.zoom),
            FOCUS: lens(FOCUS, drive.focus),
        }
        asked: list[Awaitable[None]] = []
        for key, action in wanted.items():
            if self._moving.get(key, _STOPS[key]) != action:
                asked.append(self._stop(key) if action == _STOPS[key] else self._move(key, action))
        await asyncio.gather(*asked)

    def _move(self, key: str, action: str) -> Awaitable[None]:
        """Written down at once, as is a stop: who comes in the same turn of the loop must know that it moves."""
        self._moving[key] = action
        return self._moved(key, action)

    async def _moved(self, key: str, action: str) -> None:
        try:
            await self._ask(action, key)
        except HeadError:
            if self._moving.get(key) == action:
                self._moving[key] = None
            raise

    async def stop(self) -> None:
        """Tried even if the camera seems to be away."""
        await self._stop_all(overtaken=self._turns.halt(HeadRefused("ptz-cancelled", host=self.host)))

    async def _stop_all(self, *, overtaken: bool = False) -> None:
        keys = [key for key in _STOPS if key == PAN_TILT or key in self._moving]
        await asyncio.gather(*(self._stop(key, overtaken=overtaken) for key in keys))

    def _stop(self, key: str, *, overtaken: bool = False) -> Awaitable[None]:
        self._moving[key] = _STOPS[key]
        return self._stopped(key, overtaken)

    async def _stopped(self, key: str, overtaken: bool) -> None:
        """Not behind anything. `overtaken`: what moved it was under way, and may reach the camera after its stop."""
        overtaken = self._turns.drop(key) or overtaken
        await self._told_to_stop(key)
        if overtaken:
            await asyncio.sleep(STOP_AGAIN)
            if key not in self._moving:
                self._moving[key] = _STOPS[key]
                await self._told_to_stop(key)

    async def _told_to_stop(self, key: str) -> None:
        """Again if it is not taken, unless it was told to move meanwhile. Who takes no stop is away until he does."""
        for pause in (*STOP_PAUSES, None):
            try:
                await self._get(_path(_STOPS[key]), STOP_TIMEOUT)
            except HeadError as error:
                if self._moving.get(key) != _STOPS[key]:
                    return
                if pause is None or error.code == "ptz-password":
                    self._moving[key] = None
                    self._away(error)
                    raise
                await asyncio.sleep(pause)
            else:
                if self._moving.get(key) == _STOPS[key]:
                    del self._moving[key]
                return

    async def recall(self, slot: int) -> None:
        self._moving |= dict.fromkeys(_STOPS)
        await self._ask(f"poscall&{self._slot(slot)}", jumps=True)

    async def store(self, slot: int) -> None:
        await self._ask(f"posset&{self._slot(slot)}")

    def _slot(self, slot: int) -> int:
        if slot not in SLOTS:
            raise HeadCannot("ptz-slot", host=self.host, detail=slot)
        return slot

    async def home(self) -> None:
        self._moving[PAN_TILT] = None
        await self._ask("home", jumps=True)

    # --- what this protocol has not, either

    async def go_to(self, position: Position, speed: float) -> None:
        raise self._cannot(Capability.GO_TO)

    async def position(self) -> Position:
        raise self._cannot(Capability.POSITION)
