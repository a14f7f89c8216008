"""Cameras that move, between the state and the process that speaks to them.

Acts are begun once they are durable, each at most once (`control.core.outbox`); lamps follow by level; hands go past
the state (`control.hands`); where the cameras stand is telemetry (`heads`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import structlog

from control.controller import Controller
from control.core import camera_acts as acts
from control.core import cameras
from control.core.types import CameraId
from control.errors import reject
from control.hands import Hands, Stick
from control.registry import State, air_of, cameras_in, cameras_on_air
from control.show import PTZ_PORTS, Camera, Show
from control.showfile.links import host_and_port
from control.telemetry import Telemetry
from devices.ptz.goal import Goals
from devices.ptz.process import PtzProcess
from devices.ptz.wire import Balked, Changed, HeadConfig, Light, Perform, Performed, Protocol, Seen, Up, Verb

log = structlog.get_logger(__name__)

Picture = Callable[[CameraId], Awaitable[str]]
"""Takes and keeps a picture of what the camera sees now; its name, empty if there is none."""

REPORT_AGAIN: Final = 1.0
"""Seconds, while the journal refuses."""
PICTURE_WITHIN: Final = 3.0
DEGREES_DIGITS, OWN_DIGITS = 1, 3
"""As many places of a position are told: a camera's own units may be from -1 to 1 (ONVIF)."""
_PROTOCOLS: dict[str, Protocol] = {"visca": "visca", "visca_udp": "visca-raw", "visca_tcp": "visca-tcp"}
_JUMPS: Final = (acts.Recall, acts.Home, acts.PutBack)
"""What leads the camera away by itself."""
_FOCUS = {"auto": "auto", "manual": "manual", "once": "one-push"}
_IRIS = {"auto": "auto", "up": "open", "down": "close"}
_WHITE = {"auto": "auto", "indoor": "indoor", "outdoor": "outdoor", "once": "one-push"}


async def no_picture(camera: CameraId) -> str:
    return ""


class PtzWorker:
    """Run `run()` while the show has a camera that moves. What is pending when it is made is not its own: make it once
    the cameras are opened (`cameras.open`) and before anybody may send commands."""

    def __init__(
        self, controller: Controller, telemetry: Telemetry, hands: Hands, picture: Picture = no_picture
    ) -> None:
        self._controller, self._telemetry, self._hands = controller, telemetry, hands
        self.picture = picture
        """May be given later than the rest."""
        self._moving_cameras = [camera for camera in controller.show.cameras if camera.ptz is not None]
        self._ids = frozenset(camera.id for camera in self._moving_cameras)
        self._begun: set[int] = set(controller.state.cameras.pending)
        self._halted: set[int] = set()
        """Acts that a halt met: what was not begun is not to be, and no preset is put back after one that it met."""
        self._halted_blind: set[CameraId] = set()
        """Cameras that were halted while the journal refused: what it turns out to have kept is halted, too."""
        self._orders: dict[int, acts.Order] = {}
        """Those on their way."""
        self._seen: dict[CameraId, dict[str, Any]] = {}
        self._degrees: set[CameraId] = set()
        self._observed: dict[CameraId, acts.ObserveHead] = {}
        """The newest of each head that the journal has not taken yet, in the order in which they came."""
        self._news = asyncio.Event()
        self._names = {camera.id: camera.name for camera in self._moving_cameras}
        self._tasks: asyncio.TaskGroup
        heads = tuple(config(camera) for camera in self._moving_cameras)
        self._goals = Goals({head.camera: head.protocol for head in heads})
        self.process = PtzProcess(heads, self._heard)

    async def run(self) -> None:
        if not self._moving_cameras:
            return
        async with asyncio.TaskGroup() as self._tasks:
            stops = [
                self._controller.on_commit(self._committed, first=True),
                self._controller.on_head(self._decided),
                self._controller.on_journal(self._journal_turned),
                self._hands.served_by(self),
            ]
            self._decided(self._controller.head)
            self._committed(self._controller.state, self._controller.seq)
            try:
                self._tasks.create_task(self._observing())
                await self.process.run()
            finally:
                for stop in stops:
                    stop()

    # --- hands (`control.hands.Driver`)

    def move(self, hand: str, camera: CameraId, stick: Stick) -> None:
        if camera in self._ids:
            self.process.move(hand, camera, stick)

    def pause(self, hand: str, camera: CameraId) -> None:
        if camera in self._ids:
            self.process.pause(hand, camera)

    def release(self, hand: str) -> None:
        self.process.release(hand)

    def halt(self, camera: CameraId) -> None:
        if camera not in self._ids:
            return
        self._halt_pending(camera, *_JUMPS)
        if self._controller.journal_fault is not None:
            self._halted_blind.add(camera)
        self._goals.halt(camera)
        self._publish()
        self.process.halt(camera)

    def _halt_pending(self, camera: CameraId, *kinds: type[acts.Act]) -> None:
        """Decided or durable: what is decided may come to nothing, and the disk has what was before it again."""
        for state in (self._controller.state, self._controller.head):
            for order in state.cameras.pending.values():
                begun = order.number in self._begun and not isinstance(order.act, acts.PutBack)
                if order.act.camera == camera and isinstance(order.act, kinds) and not begun:
                    self._halted.add(order.number)

    # --- the state

    def _committed(self, state: State, seq: int) -> None:
        pending = state.cameras.pending
        self._begun &= pending.keys()
        self._forget_halts()
        for order in pending.values():
            if order.number not in self._begun:
                self._begun.add(order.number)
                if order.number in self._halted:
                    self._heard(Performed(order.number, False, "ptz-cancelled"))
                    continue
                self._orders[order.number] = order
                self._goals.begin(order)
                self._publish()
                self.process.perform(perform(order))

    def _decided(self, state: State) -> None:
        self._forget_halts()
        for order in state.cameras.pending.values():
            act, met = order.act, order.number in self._halted
            if isinstance(act, acts.PutBack) and not (met or act.confirmed) and self._led_on_air(state, act.camera):
                self.halt(act.camera)
        for camera, light in lights(state, self._controller.show).items():
            if camera in self._ids:
                self.process.light(camera, light)

    def _led_on_air(self, state: State, camera: CameraId) -> bool:
        """A round of putting presets back goes on in view of an audience, behind the lock."""
        some = cameras.head_of(state.cameras, camera).round
        if some is None or some.end is not None or state.cameras.unlocked:
            return False  # once another act has taken the camera over it is that act's
        return air_of(state, self._controller.show).may_show(camera)

    def _journal_turned(self, fault: object) -> None:
        if fault is not None:
            return
        for camera in self._halted_blind:
            self._halt_pending(camera, *_JUMPS)
        self._halted_blind.clear()
        self._forget_halts()

    def _forget_halts(self) -> None:
        """What the disk did not take is gone, its number free again. While the journal refuses nobody knows what it
        took, and no number is given."""
        if self._controller.journal_fault is None:
            self._halted &= self._controller.state.cameras.pending.keys() | self._controller.head.cameras.pending.keys()

    # --- what the process says

    def _heard(self, message: Up) -> None:
        match message:
            case Changed(camera=camera, phase=phase, reason=reason, can=can):
                if "degrees" in can:
                    self._degrees.add(camera)
                self._observed.pop(camera, None)
                self._observed[camera] = acts.ObserveHead(camera, phase, reason, can)
                self._news.set()
                if phase != "connected":
                    self._seen.pop(camera, None)
                    self._goals.away(camera)
                else:
                    self._goals.found(camera, cameras.head_of(self._controller.state.cameras, camera), can, _now())
                self._publish()
            case Performed(number=number):
                order = self._orders.get(number)
                if order is not None:
                    self._goals.performed(order, message, _now())
                    self._publish()
                self._tasks.create_task(self._report(message))
            case Seen():
                self._see(message)
            case Balked(camera=camera, hand=hand, why=why):
                self._hands.refused(hand, reject(why, camera=self._names.get(camera, camera)))

    def _see(self, seen: Seen) -> None:
        told: dict[str, Any] = {"moving": seen.moving}
        if seen.where is not None:
            digits = DEGREES_DIGITS if seen.camera in self._degrees else OWN_DIGITS
            told |= {"pan": round(seen.where.pan, digits), "tilt": round(seen.where.tilt, digits)}
            if seen.where.zoom is not None:
                told["zoom"] = round(seen.where.zoom, 2)
        if seen.hand is not None:
            told["hand"] = seen.hand
            self._goals.hand(seen.camera)
            self._halt_pending(seen.camera, acts.PutBack)  # also a tap between two presets
        self._seen[seen.camera] = told | msgspec.to_builtins(seen.modes)
        self._goals.see(seen.camera, seen.where, _now())
        self._publish()

    def _publish(self) -> None:
        marks = self._goals.marks()
        cameras_told = [camera for camera in self._ids if camera in self._seen or camera in marks]
        told = {one: {"moving": False, **self._seen.get(one, {}), **marks.get(one, {})} for one in cameras_told}
        self._telemetry.publish("heads", told)

    async def _observing(self) -> None:
        """Heads tell only what changes: what the journal does not take now is told again, unless something newer is."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._observed:
                camera = next(iter(self._observed))
                observed = self._observed.pop(camera)
                receipt = await self._controller.system(observed)
                if receipt.error is None:
                    continue
                log.warning("what was seen of a camera is not in the journal", camera=camera, reason=receipt.error.code)
                if receipt.error.code.startswith("journal-"):
                    self._observed.setdefault(camera, observed)
                    await asyncio.sleep(REPORT_AGAIN)

    async def _report(self, done: Performed) -> None:
        order = self._orders.pop(done.number, None)
        stored = order is not None and isinstance(order.act, acts.Store) and done.ok
        picture = await self._taken(order.act.camera) if order is not None and stored else ""
        while True:
            if order is not None and isinstance(order.act, acts.PutBack) and done.number in self._halted:
                done = Performed(done.number, False, "ptz-cancelled")  # also if it is halted while the journal refuses
            report = acts.Report(done.number, done.ok, done.code, done.detail, done.where, picture)
            receipt = await self._controller.system(report)
            if receipt.error is None or not receipt.error.code.startswith("journal-"):
                return
            await asyncio.sleep(REPORT_AGAIN)

    async def _taken(self, camera: CameraId) -> str:
        try:
            async with asyncio.timeout(PICTURE_WITHIN):
                return await self.picture(camera)
        except TimeoutError:
            return ""


def perform(order: acts.Order) -> Perform:
    """The act as the camera's process knows it."""
    verb: Verb
    word = ""
    match order.act:
        case acts.Recall():
            verb = "recall"
        case acts.Store():
            verb = "store"
        case acts.Home():
            verb = "home"
        case acts.PutBack():
            verb = "put-back"
        case acts.Power(on=on):
            verb, word = "power", "on" if on else "off"
        case acts.SetFocus(mode=mode):
            verb, word = "focus", _FOCUS[mode]
        case acts.SetIris(step=step):
            verb, word = "iris", _IRIS[step]
        case acts.SetWhiteBalance(mode=balance):
            verb, word = "white-balance", _WHITE[balance]
    slot = order.preset.slot if order.preset is not None else 0
    where = order.preset.where if order.preset is not None and verb == "put-back" else None
    return Perform(order.number, order.act.camera, verb, slot, word, where)


def _now() -> float:
    return asyncio.get_running_loop().time()


def lights(state: State, show: Show) -> dict[CameraId, Light]:
    """Of every camera: seen on air, seen in preview, or neither."""
    program, preview = cameras_on_air(state, show), cameras_in(state, show, state.program.preview)
    return {
        camera.id: "program" if camera.id in program else "preview" if camera.id in preview else "off"
        for camera in show.cameras
    }


def config(camera: Camera) -> HeadConfig:
    """Of a camera that moves; its address was checked with the show file."""
    ptz = camera.ptz
    assert ptz is not None
    password = ptz.password.reveal() if ptz.password is not None else ""
    made = HeadConfig(
        camera=camera.id, protocol="onvif", host="", user=ptz.user or "", password=password,
        model=ptz.model, flip=ptz.flip, numbered=tuple(preset.slot for preset in ptz.presets),
    )  # fmt: skip
    for key, protocol in _PROTOCOLS.items():
        address = getattr(ptz, key)
        if address is not None:
            found = host_and_port(address, PTZ_PORTS[key])
            assert found is not None
            return msgspec.structs.replace(made, protocol=protocol, host=found[0], port=found[1])
    page = urlsplit(ptz.cgi or ptz.onvif or "")
    return msgspec.structs.replace(
        made,
        protocol="cgi" if ptz.cgi is not None else "onvif",
        host=page.hostname or "",
        port=page.port,
        secure=page.scheme == "https",
    )
