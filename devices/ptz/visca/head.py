"""A head that speaks VISCA."""

import asyncio
from collections.abc import Callable
from typing import Final, Literal

import structlog
from msgspec import Struct
from msgspec.structs import astuple

from control.show import MODEL_SLOTS
from control.telemetry import Unsubscribe
from devices.ptz.head import (
    Capability,
    Focus,
    HeadCannot,
    HeadError,
    HeadSilent,
    HeadState,
    Iris,
    Mode,
    Position,
    StateTeller,
    Tally,
    WhiteBalance,
)
from devices.ptz.motion import Drive, step
from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Request
from devices.ptz.visca.link import ViscaLink
from devices.ptz.visca.patience import LATE
from devices.ptz.visca.patterns import Answer, Command, Inquiry
from devices.ptz.visca.transport import Endpoint

Future = asyncio.Future[Answer | None]

log = structlog.get_logger(__name__)


class Model(Struct, frozen=True):
    """What makers do each in their own way."""

    per_degree: float | None
    """Units of pan and tilt in a degree; None if not known."""
    slots: frozenset[int]
    """Presets that may be used."""
    lamp: Literal["sony", "ptzoptics"] | None
    """Whose tally commands it knows."""
    tilt_steps: int = m.TILT_STEPS


# Positions of PTZOptics as in Telycam's table; of Sony's BRC-X1000 and its kin they end at ±2200h for ±170°.
MODELS = {
    "generic": Model(None, MODEL_SLOTS["generic"], None),
    "ptzoptics": Model(14.4, MODEL_SLOTS["ptzoptics"], "ptzoptics"),
    "sony": Model(51.2, MODEL_SLOTS["sony"], "sony", 0x17),
}

TRY_AGAIN: Final = 0.15
"""Seconds for which a move that was refused is not asked for again: less than `motion.RENEW`, so that the next renewal
of a stick that is held asks for it."""

_POWER: dict[int, str] = {m.Power.ON: "on", m.Power.OFF: "off"}
_FOCUS: dict[int, str] = {m.FocusMode.AUTO: "auto", m.FocusMode.MANUAL: "manual"}
_WHITE: dict[int, str] = {
    m.WhiteBalanceMode.AUTO: "auto",
    m.WhiteBalanceMode.INDOOR: "indoor",
    m.WhiteBalanceMode.OUTDOOR: "outdoor",
    m.WhiteBalanceMode.ONE_PUSH: "once",
}
_EXPOSURE: dict[int, str] = {
    m.ExposureMode.AUTO: "auto",
    m.ExposureMode.MANUAL: "manual",
    m.ExposureMode.SHUTTER_PRIORITY: "shutter",
    m.ExposureMode.IRIS_PRIORITY: "iris",
    m.ExposureMode.BRIGHT: "bright",
}
_MODES: dict[Mode, tuple[Inquiry, dict[int, str], str | None]] = {
    Mode.POWER: (q.AskPower(), _POWER, None),
    Mode.FOCUS: (q.AskFocusMode(), _FOCUS, None),
    Mode.WHITE: (q.AskWhiteBalance(), _WHITE, "other"),
    Mode.EXPOSURE: (q.AskExposure(), _EXPOSURE, None),
}
"""What is asked, the words for what is answered, and that for what else may be answered."""

PAN_TILT, ZOOM, FOCUS = "pan-tilt", "zoom", "focus"
_STOPS: dict[str, Command] = {
    PAN_TILT: m.PanTilt(1, 1, m.Across.STOP, m.Along.STOP),
    ZOOM: m.Zoom(m.ZoomWay.STOP),
    FOCUS: m.MoveFocus(m.FocusWay.STOP),
}


def pan_tilt(pan: float, tilt: float, tilt_steps: int) -> m.PanTilt:
    """Speeds −1 … 1 as VISCA has them."""
    pan_step, tilt_step = step(pan, 1, m.PAN_STEPS), step(tilt, 1, tilt_steps)
    across = m.Across.STOP if pan_step is None else m.Across.RIGHT if pan > 0 else m.Across.LEFT
    along = m.Along.STOP if tilt_step is None else m.Along.UP if tilt > 0 else m.Along.DOWN
    return m.PanTilt(pan_step or 1, tilt_step or 1, across, along)


def zoom(speed: float) -> Command:
    number = step(speed, 0, m.ZOOM_STEPS)
    if number is None:
        return _STOPS[ZOOM]
    return m.ZoomTele(number) if speed > 0 else m.ZoomWide(number)


def focus(speed: float) -> Command:
    number = step(speed, 0, m.FOCUS_STEPS)
    if number is None:
        return _STOPS[FOCUS]
    return m.FocusFar(number) if speed > 0 else m.FocusNear(number)


class ViscaHead:
    """`Head` over VISCA."""

    def __init__(self, endpoint: Endpoint, model: Model) -> None:
        self._model = model
        self._link = ViscaLink(endpoint, self._opened, self._came, self._went)
        self._teller = StateTeller()
        self._moving: dict[str, Command | None] = {}
        """What each axis was told last: absent is standing still, None is not known, a stop is on its way."""
        self._not_before: dict[str, float] = {}
        """When an axis that stood and refused to move may be asked again."""
        self._words = asyncio.Lock()

    @property
    def host(self) -> str:
        return self._link.endpoint.host

    @property
    def capabilities(self) -> frozenset[Capability]:
        without = set()
        if self._model.per_degree is None:
            without.add(Capability.DEGREES)
        if self._model.lamp is None:
            without.add(Capability.TALLY)
        if self._model.lamp != "sony":
            without.add(Capability.TALLY_PREVIEW)
        return frozenset(Capability) - without

    @property
    def state(self) -> HeadState:
        return self._teller.state

    def on_state(self, callback: Callable[[HeadState], None]) -> Unsubscribe:
        return self._teller.on_state(callback)

    async def run(self) -> None:
        try:
            await self._link.run()
        finally:
            self._teller.become(HeadState("connecting"))

    def _opened(self) -> None:
        # Whoever moved it before — we, before a crash or behind a broken cable — cannot stop it any more: these are the
        # first words, said before it is known whether the camera is there.
        self._moving = dict.fromkeys(_STOPS)
        for key in (PAN_TILT, ZOOM):
            self._stop(key)

    def _came(self) -> None:
        # What took no stop; and focus, which refuses it while it is automatic: with other stops under way, and without
        # numbers, its refusal would be taken for theirs.
        for key in [key for key, told in self._moving.items() if told is None]:
            self._stop(key)
        self._teller.become(HeadState("connected"))
        log.info("camera connected", host=self.host)

    def _went(self) -> None:
        if self._teller.become(HeadState("away", "ptz-away")):
            log.warning("camera away", host=self.host)

    # --- motion

    async def drive(self, drive: Drive) -> None:
        drive = drive.bounded()
        wanted: dict[str, Command] = {
            PAN_TILT: pan_tilt(drive.pan, drive.tilt, self._model.tilt_steps),
            ZOOM: zoom(drive.zoom),
            FOCUS: focus(drive.focus),
        }
        stopped = {PAN_TILT: not (drive.pan or drive.tilt), ZOOM: not drive.zoom, FOCUS: not drive.focus}
        now = asyncio.get_running_loop().time()
        stops, moves = [], []
        for key, command in wanted.items():
            known = self._moving.get(key, _STOPS[key])
            if stopped[key]:
                if known is not _STOPS[key]:
                    stops.append(self._stop(key))
            elif known != command and now >= self._not_before.get(key, now):
                moves.append(self._move(key, command, now))
        await self._all(stops, moves)

    async def stop(self) -> None:
        self._link.halt()
        await self._all(self._stop_all(), [])

    def _stop_all(self) -> list[Future]:
        """Pan and tilt always, so that a recall stops, too; the others where they may be moving."""
        return [self._stop(key) for key in _STOPS if key == PAN_TILT or key in self._moving]

    def _stop(self, key: str) -> Future:
        self._moving[key] = _STOPS[key]
        self._not_before.pop(key, None)
        asked = self._link.ask(Request(_STOPS[key], key, urgent=True))
        asked.add_done_callback(lambda done: self._stopped(key, done))
        return asked

    def _stopped(self, key: str, done: Future) -> None:
        if self._moving.get(key) is not _STOPS[key]:
            return  # it was told to move meanwhile
        if done.cancelled() or done.exception() is None or _nothing_to_stop(done.exception()):
            del self._moving[key]
        else:
            self._moving[key] = None

    def _move(self, key: str, command: Command, now: float) -> Future:
        # One that moves already, and refuses to go another way, is not kept waiting.
        again = now + TRY_AGAIN if key not in self._moving or key in self._not_before else None
        self._moving[key] = command
        asked = self._link.ask(Request(command, key))
        asked.add_done_callback(lambda done: self._moved(key, command, again, done))
        return asked

    def _moved(self, key: str, command: Command, again: float | None, done: Future) -> None:
        """What was refused is not under way: whoever holds the stick still asks for it again, and nobody else."""
        if self._moving.get(key) is not command:
            return  # it was told something else meanwhile
        if done.cancelled() or done.exception() is None:
            self._not_before.pop(key, None)
        else:
            self._moving[key] = None
            if again is not None:
                self._not_before[key] = again

    async def _all(self, stops: list[Future], moves: list[Future]) -> None:
        """Waits for all of them; then the first error, if any."""
        results = await asyncio.gather(*stops, *moves, return_exceptions=True)
        for place, result in enumerate(results):
            if isinstance(result, BaseException) and (place >= len(stops) or not _nothing_to_stop(result)):
                raise result

    async def recall(self, slot: int) -> None:
        await self._memory(m.MemoryAct.RECALL, slot)

    async def store(self, slot: int) -> None:
        await self._memory(m.MemoryAct.SET, slot)

    async def _memory(self, act: m.MemoryAct, slot: int) -> None:
        if slot not in self._model.slots:
            raise HeadCannot("ptz-slot", host=self.host, detail=slot)
        if act is m.MemoryAct.RECALL:
            self._moving |= dict.fromkeys((PAN_TILT, ZOOM, FOCUS))
        await self._ask(m.Memory(act, slot), jumps=act is m.MemoryAct.RECALL)

    async def home(self) -> None:
        self._moving[PAN_TILT] = None
        await self._ask(m.PanTiltHome(), jumps=True)

    async def go_to(self, position: Position, speed: float) -> None:
        units = self._model.per_degree or 1.0
        where = [max(-0x8000, min(0x7FFF, round(angle * units))) for angle in (position.pan, position.tilt)]
        speeds = step(speed, 1, m.PAN_STEPS) or 1, step(speed, 1, self._model.tilt_steps) or 1
        self._moving[PAN_TILT] = None
        asked = [self._ask(m.PanTiltTo(*speeds, *where), jumps=True)]
        if position.zoom is not None:
            self._moving[ZOOM] = None
            lens = m.ZoomTo(round(min(1.0, max(0.0, position.zoom)) * m.ZOOM_END))
            asked.append(self._ask(lens, jumps=True))
        await asyncio.gather(*asked)  # at once: a halt finds both

    async def position(self) -> Position:
        angles, lens = await asyncio.gather(self._ask(q.AskPanTilt()), self._ask(q.AskZoom()))
        assert isinstance(angles, q.PanTiltAt)
        assert isinstance(lens, q.Number16)
        units = self._model.per_degree or 1.0
        return Position(angles.pan / units, angles.tilt / units, min(1.0, lens.value / m.ZOOM_END))

    # --- the rest

    @property
    def modes(self) -> frozenset[Mode]:
        return frozenset(Mode)

    async def mode(self, which: Mode) -> str | None:
        inquiry, words, other = _MODES[which]
        return words.get(await self._word(inquiry, optional=True), other)

    async def _word(self, inquiry: Inquiry, *, optional: bool = False) -> int:
        """Of questions whose answers are a byte, any byte: without numbers one that comes late is another's. So after
        one that was not answered none is asked until no answer to it can come any more."""
        async with self._words:
            try:
                answer = await self._link.ask(Request(inquiry, optional=optional))
            except HeadSilent:
                if self._link.endpoint.framing != "sony":
                    await asyncio.sleep(LATE)
                raise
        assert answer is not None
        word: int = astuple(answer)[0]
        return word

    async def power(self, on: bool) -> None:
        await self._ask(m.SetPower(m.Power.ON if on else m.Power.OFF))

    async def focus(self, focus: Focus) -> None:
        match focus:
            case Focus.AUTO:
                await self._ask(m.SetFocusMode(m.FocusMode.AUTO))
            case Focus.MANUAL:
                await self._ask(m.SetFocusMode(m.FocusMode.MANUAL))
            case Focus.ONE_PUSH:
                await self._ask(m.SetFocusMode(m.FocusMode.MANUAL))
                await self._ask(m.FocusOnce())

    async def iris(self, iris: Iris) -> None:
        """VISCA has no iris that is automatic by itself. Opened and closed it is in a mode in which it is somebody's:
        a shutter that was set by hand (against flickering lamps) stays, one that was automatic stays automatic."""
        if iris is Iris.AUTO:
            await self._ask(m.SetExposure(m.ExposureMode.AUTO))
            return
        exposure = await self._word(q.AskExposure())
        if exposure == m.ExposureMode.SHUTTER_PRIORITY:
            await self._ask(m.SetExposure(m.ExposureMode.MANUAL))
        elif exposure not in (m.ExposureMode.IRIS_PRIORITY, m.ExposureMode.MANUAL):
            await self._ask(m.SetExposure(m.ExposureMode.IRIS_PRIORITY))
        change = m.Step.UP if iris is Iris.OPEN else m.Step.DOWN
        await self._link.ask(Request(m.StepIris(change), repeatable=False))

    async def white_balance(self, white_balance: WhiteBalance) -> None:
        await self._ask(m.SetWhiteBalance(m.WhiteBalanceMode[white_balance.name]))
        if white_balance is WhiteBalance.ONE_PUSH:
            await self._ask(m.WhiteBalanceOnce())

    async def tally(self, tally: Tally) -> None:
        on = tally is Tally.PROGRAM
        if self._model.lamp == "sony":
            await self._ask(m.TallyRed(m.Switch.ON if on else m.Switch.OFF))
            await self._ask(m.TallyGreen(m.Switch.ON if tally is Tally.PREVIEW else m.Switch.OFF))
        elif self._model.lamp == "ptzoptics":
            await self._ask(m.TallyOptics(m.Lamp.ON if on else m.Lamp.OFF))
        else:
            raise HeadCannot("ptz-cannot", host=self.host, detail=Capability.TALLY)

    def _ask(self, message: Command | Inquiry, *, jumps: bool = False) -> Future:
        """As `ViscaLink.ask`."""
        return self._link.ask(Request(message, jumps=jumps))


def _nothing_to_stop(error: BaseException | None) -> bool:
    """Focus that is automatic, a camera that is off."""
    return isinstance(error, HeadError) and error.code in ("ptz-not-now", "ptz-refused")
