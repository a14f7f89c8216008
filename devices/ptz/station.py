"""All heads of a show and the hands on them: what runs in the process that speaks to cameras."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, get_args

import structlog

from control.clock import Instant
from control.core.camera_acts import Ability, Code, HeadPhase, Where
from control.hands import REST, Balk, Stick
from devices.ptz.goal import turn_of
from devices.ptz.head import (
    Capability,
    Focus,
    Head,
    HeadError,
    HeadState,
    Iris,
    Mode,
    Position,
    Tally,
    WhiteBalance,
)
from devices.ptz.make import make_head
from devices.ptz.modes import ModeReader
from devices.ptz.motion import Curve, Deadman, Drive
from devices.ptz.putting_back import put_back
from devices.ptz.wire import Balked, Changed, Halt, HeadConfig, Lamp, Move, Pause, Perform, Performed, Release, Seen, Up

log = structlog.get_logger(__name__)

LOOK_MOVING_S: Final = 0.25
LOOK_S: Final = 5.0
"""Where it stands is asked so often while it moves, and else: somebody may move it by another controller."""
LIVELY_S: Final = 3.0
"""As long after a motion, or an act, it may move again: longer than `goal.REST_S`."""
LATE_S: Final = 1.0
"""A camera that tells where it is later than this may be anywhere by then."""
LAMP_AGAIN_S: Final = 10.0
"""Sony's lamps go out by themselves after 15 s."""
STOP_WITHIN_S: Final = 2.0
ODD_FIRST_S, ODD_LAST_S = 0.5, 30.0
"""Between attempts at what failed oddly, doubling."""
ACTS: Final = 32
"""Acts of one camera on their way: as many as the core lets wait."""
_BALKS: Final[dict[str, Balk]] = {
    "ptz-busy": "hand-busy",
    "ptz-not-now": "hand-not-now",
    "ptz-refused": "hand-refused",
}
"""Of a motion; who is away, or does not answer, is seen to be."""
_SETS = ("power", "focus", "iris", "white-balance")
_LEADING = ("recall", "store", "home", "put-back", "power")
"""Acts that end a putting back."""
_REFUSALS = ("ptz-password", "ptz-refused", "ptz-cannot")
_CURVE = Curve()


class _Manned:
    """A head and the hands on it."""

    def __init__(self, config: HeadConfig, head: Head, say: Callable[[Up], None], spawn: Spawn) -> None:
        self.head = head
        self._camera, self._config = config.camera, config
        self._say, self._spawn = say, spawn
        self._deadman = Deadman()
        self._timer: asyncio.TimerHandle | None = None
        self._where: Where | None = None
        self._moved = asyncio.Event()
        self.modes = ModeReader(head, lambda: self._deadman.holder is None, self._show)
        self._balked: set[str] = set()
        """Hands that were told why nothing comes of what they hold, and have not let go since."""
        self._lamp = Tally.OFF
        self._lamp_changed = asyncio.Event()
        self._acts = 0
        self._lively = 0.0
        """Until when it may well move, seconds of the loop's clock."""
        self._errand: int | None = None
        """The act that puts a preset back, while nobody wants anything else."""
        self._can = tuple(ability for ability in get_args(Ability) if ability in head.capabilities)
        head.on_state(self._on_state)

    # --- hands

    def move(self, hand: str, stick: Stick) -> None:
        drive = _CURVE.shaped(Drive(stick.pan, stick.tilt, stick.zoom, stick.focus))
        if self._config.flip:
            drive = Drive(-drive.pan, -drive.tilt, drive.zoom, drive.focus)
        if stick == REST:
            self._balked.discard(hand)
        if drive or stick == REST:
            self._send(self._deadman.hold(hand, drive, _now()))
            if self._deadman.holder is not None:  # who has not let go since a halt disturbs nobody
                self._errand = None
        else:
            self.pause(hand)  # in the dead zone nothing moves, and nobody has let go

    def pause(self, hand: str) -> None:
        self._send(self._deadman.pause(hand, _now()))

    def release(self, hand: str) -> None:
        self._balked.discard(hand)
        self._send(self._deadman.release(hand, _now()))

    def halt(self) -> None:
        """What is recalled stands still, too. Who held it lets go before he may move it again."""
        self._errand = None
        self._deadman.halt(_now())
        self._follow()
        self._spawn(self._tried(self.head.stop(), None, Drive()))

    async def let_go(self) -> None:
        """The end: what a hand moves stops now, and no lamp is left burning. What was recalled goes to its place, which
        is why it was recalled."""
        self._errand = None
        self._send(None)
        held = self._deadman.release_all(_now())
        lamp, self._lamp = self._lamp, Tally.OFF
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN_S):
                with contextlib.suppress(HeadError):
                    await (self.head.stop() if held is not None else self.head.drive(Drive()))
                if lamp is not Tally.OFF and Capability.TALLY in self.head.capabilities:
                    with contextlib.suppress(HeadError):
                        await self.head.tally(Tally.OFF)

    def _send(self, drive: Drive | None) -> None:
        if drive is not None:
            self._spawn(self._tried(self.head.drive(drive), self._deadman.holder, drive))
        self._follow()

    def _follow(self) -> None:
        """The timer that ends a lease, and what people see."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        wake = self._deadman.wake()
        if wake is not None:
            self._timer = asyncio.get_running_loop().call_at(wake / 1000, self._tick)
            self._moved.set()
        self._show()

    def _tick(self) -> None:
        self._timer = None
        self._send(self._deadman.tick(_now()))

    async def _tried(self, asked: Awaitable[None], hand: str | None, drive: Drive) -> None:
        """A hand is no act that is reported: whether the camera is there is seen in its state. But whose `hand` wants
        a `drive` that a camera refuses is told why, once until he lets go."""
        try:
            await asked
        except HeadError as error:
            log.debug("a motion was not taken", camera=self._camera, reason=str(error))
            if hand is not None and drive and error.code in _BALKS and hand not in self._balked:
                if hand == self._deadman.holder:  # who has let go meanwhile has not been told of his next hold
                    self._balked.add(hand)
                self._say(Balked(self._camera, hand, await self._why(_BALKS[error.code], drive)))
        except Exception as error:  # noqa: BLE001 - as in `guarded`
            log.error("of a camera a motion failed", camera=self._camera, error=repr(error))

    async def _why(self, known: Balk, drive: Drive) -> Balk:
        """Asked of the camera itself: what it was set to when it was asked last may be over."""
        await self.modes.read((Mode.POWER, Mode.FOCUS) if drive.focus else (Mode.POWER,), idle=False)
        if self.modes.modes.power == "off":
            return "hand-asleep"
        return "hand-focuses" if drive.focus and self.modes.modes.focus == "auto" else known

    async def guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """`work`, and again if it fails oddly: that is this camera's own trouble and no other's."""
        pause = ODD_FIRST_S
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await work()
                return
            except Exception as error:  # noqa: BLE001 - whatever a library makes of what a camera says
                log.error("of a camera something failed", camera=self._camera, what=work.__name__, error=repr(error))
            lasted = asyncio.get_running_loop().time() - began
            pause = ODD_FIRST_S if lasted > ODD_LAST_S else min(ODD_LAST_S, pause * 2)
            await asyncio.sleep(pause)

    # --- what is seen of it

    def _on_state(self, state: HeadState) -> None:
        phase, code = phase_of(state)
        self._say(Changed(self._camera, phase, code, self._can))
        if phase == "connected":
            self._lamp_changed.set()
            self._moved.set()
            self.modes.unsettle()
        else:
            self._where = None
            self.modes.forget()

    def _show(self) -> None:
        holder = self._deadman.holder
        self._say(Seen(self._camera, self._where, holder, holder is not None, self.modes.modes))

    async def look(self) -> None:
        """Reads the position back until cancelled."""
        if Capability.POSITION not in self.head.capabilities:
            return
        while True:
            before = self._where
            if self.head.state.phase == "connected":
                await self._read_where()
            now = asyncio.get_running_loop().time()
            if self._deadman.holder is not None or self._where != before:
                self._lively = now + LIVELY_S
            if now >= self._lively:
                self._moved.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await self._moved.wait()
            await asyncio.sleep(LOOK_MOVING_S)

    def _expect_motion(self) -> None:
        self._lively = asyncio.get_running_loop().time() + LIVELY_S
        self._moved.set()

    async def _read_where(self) -> None:
        """A guest's range is kept by it: what cannot be read any more is not known, and neither is what is late."""
        late = asyncio.get_running_loop().call_later(LATE_S, self._stands, None)
        where: Where | None = None
        try:
            with contextlib.suppress(HeadError):
                where = self._seen(await self.head.position())
        finally:
            late.cancel()
            self._stands(where)

    def _stands(self, where: Where | None) -> None:
        self._where = where
        if self.head.state.phase == "connected":  # else nothing more is told of it
            self._show()

    def _seen(self, position: Position) -> Where:
        sign = -1.0 if self._config.flip else 1.0
        return Where(sign * position.pan + 0.0, sign * position.tilt + 0.0, position.zoom)

    def _as_head_has_it(self, where: Where) -> Position:
        sign = -1.0 if self._config.flip else 1.0
        return Position(sign * where.pan, sign * where.tilt, where.zoom)

    async def light(self) -> None:
        """Keeps the lamp as it shall be, until cancelled."""
        if Capability.TALLY not in self.head.capabilities:
            return
        while True:
            self._lamp_changed.clear()
            if self.head.state.phase == "connected":
                with contextlib.suppress(HeadError):
                    await self.head.tally(self._lamp)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAMP_AGAIN_S):
                    await self._lamp_changed.wait()

    def shine(self, lamp: Tally) -> None:
        if lamp is not self._lamp:
            self._lamp = lamp
            self._lamp_changed.set()

    # --- acts

    def perform(self, act: Perform) -> None:
        if self._acts >= ACTS:
            self._say(Performed(act.number, False, "ptz-busy"))
            return
        if act.verb == "put-back" and self._deadman.holder is not None:
            self._say(Performed(act.number, False, "ptz-cancelled"))  # somebody leads it
            return
        self._acts += 1
        if act.verb in _LEADING:
            self._errand = act.number if act.verb == "put-back" else None
        self._spawn(self._perform(act))

    async def _perform(self, act: Perform) -> None:
        """Whatever becomes of it is told: an act that is not reported waits for ever."""
        done = Performed(act.number, False, "ptz-no-answer")
        try:
            await self._do(act)
            self._expect_motion()
            if act.verb in _SETS:
                self.modes.unsettle()
            elif act.verb == "recall":
                self.modes.doubt()
            done = Performed(act.number, True, where=await self._stored_at(act))
        except HeadError as error:
            code, detail = _words(error)
            done = Performed(act.number, False, code, detail)
        except Exception as error:  # noqa: BLE001 - as in `guarded`
            log.error("of a camera an act failed", camera=self._camera, act=act.verb, error=repr(error))
            done = Performed(act.number, False, "ptz-refused")
        finally:
            self._acts -= 1
            self._say(done)

    async def _stored_at(self, act: Perform) -> Where | None:
        if act.verb != "store" or Capability.POSITION not in self.head.capabilities:
            return None
        try:
            return self._seen(await self.head.position())
        except Exception as error:  # noqa: BLE001 - it is stored all the same
            log.debug("where a preset is was not told", camera=self._camera, error=repr(error))
            return None

    async def _do(self, act: Perform) -> None:
        head = self.head
        match act.verb:
            case "recall":
                await head.recall(act.slot)
            case "store":
                await head.store(act.slot)
            case "home":
                await head.home()
            case "put-back":
                await self._put_back(act)
            case "power":
                await head.power(act.word == "on")
            case "focus":
                await head.focus(Focus(act.word))
            case "iris":
                await head.iris(Iris(act.word))
            case "white-balance":
                await head.white_balance(WhiteBalance(act.word))

    async def _put_back(self, act: Perform) -> None:
        assert act.where is not None
        turn = turn_of(self._config.protocol, Capability.DEGREES in self.head.capabilities)
        where = self._as_head_has_it(act.where)
        self._expect_motion()
        await put_back(self.head, act.slot, where, turn, lambda: self._errand == act.number)


Spawn = Callable[[Coroutine[Any, Any, None]], None]


class Station:
    """Run `run()`; everything else at any time on the same loop. `say` is told what happens."""

    def __init__(
        self, configs: tuple[HeadConfig, ...], say: Callable[[Up], None], make: Callable[[HeadConfig], Head] = make_head
    ) -> None:
        self._say = say
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._manned = {config.camera: _Manned(config, make(config), say, self._spawn) for config in configs}

    def take(self, message: Move | Pause | Release | Halt | Perform | Lamp) -> None:
        """A camera that is not here is not known any more: nothing happens, and an act fails. So is it after
        `let_go`."""
        if self._closed:
            if isinstance(message, Perform):
                self._say(Performed(message.number, False, "ptz-away"))
            return
        if isinstance(message, Release):
            for manned in self._manned.values():
                manned.release(message.hand)
            return
        manned_one = self._manned.get(message.camera)
        match message:
            case Move(hand=hand, stick=stick) if manned_one is not None:
                manned_one.move(hand, stick)
            case Pause(hand=hand) if manned_one is not None:
                manned_one.pause(hand)
            case Halt() if manned_one is not None:
                manned_one.halt()
            case Lamp(light=light) if manned_one is not None:
                manned_one.shine(Tally(light))
            case Perform(number=number):
                if manned_one is not None:
                    manned_one.perform(message)
                else:
                    self._say(Performed(number, False, "ptz-away"))

    async def run(self) -> None:
        """Until cancelled; call `let_go` before."""
        async with asyncio.TaskGroup() as group:
            for manned in self._manned.values():
                for work in (manned.head.run, manned.look, manned.light, manned.modes.run):
                    group.create_task(manned.guarded(work))

    async def let_go(self) -> None:
        """Every hand is off: what they moved stands still when this returns, as far as a camera can be reached.
        Nobody is obeyed any more: who does not know yet that this ends would set it going again for ever."""
        self._closed = True
        await asyncio.gather(*(manned.let_go() for manned in self._manned.values()))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def phase_of(state: HeadState) -> tuple[HeadPhase, Code | None]:
    reason: Any = state.reason or None
    if state.phase == "away" and state.reason in _REFUSALS:
        return "refused", reason
    return state.phase, reason


def _words(error: HeadError) -> tuple[Code, str]:
    code: Any = error.code
    return code, str(error.arguments.get("detail", ""))


def _now() -> Instant:
    """Milliseconds of the loop's own clock, which no step of the system's moves."""
    return Instant(int(asyncio.get_running_loop().time() * 1000))


__all__ = ["Station", "phase_of"]
