"""What a PTZ head is to the rest of Efir, whatever it speaks."""

from collections.abc import Callable
from enum import StrEnum
from typing import Literal, Protocol

from msgspec import Struct

from control.core.camera_acts import ExposureWord, FocusWord, PowerWord, WhiteWord
from control.errors import EfirError
from control.telemetry import Unsubscribe
from devices.ptz.motion import Drive


class Capability(StrEnum):
    PAN_TILT = "pan-tilt"
    ZOOM = "zoom"
    FOCUS = "focus"
    """Far and near by hand."""
    FOCUS_MODE = "focus-mode"
    """Auto and manual."""
    FOCUS_ONCE = "focus-once"
    PRESETS = "presets"
    HOME = "home"
    GO_TO = "go-to"
    POSITION = "position"
    DEGREES = "degrees"
    """Pan and tilt of positions are degrees; else they are the camera's own units, good for going back to them."""
    POWER = "power"
    IRIS = "iris"
    WHITE_BALANCE = "white-balance"
    TALLY = "tally"
    TALLY_PREVIEW = "tally-preview"
    """The lamp also shows that the camera is in preview."""


class Position(Struct, frozen=True):
    """Pan (right positive) and tilt (up positive): see `Capability.DEGREES`. Zoom 0 is wide, 1 the optical end; None
    where a head does not tell it."""

    pan: float
    tilt: float
    zoom: float | None


class Focus(StrEnum):
    AUTO = "auto"
    MANUAL = "manual"
    ONE_PUSH = "one-push"


class Iris(StrEnum):
    AUTO = "auto"
    """The whole exposure: shutter and gain, too."""
    OPEN = "open"
    """A step."""
    CLOSE = "close"


class WhiteBalance(StrEnum):
    AUTO = "auto"
    INDOOR = "indoor"
    OUTDOOR = "outdoor"
    ONE_PUSH = "one-push"
    """What is seen now is white."""
    MANUAL = "manual"


class Tally(StrEnum):
    OFF = "off"
    PREVIEW = "preview"
    PROGRAM = "program"


class Mode(StrEnum):
    """What a camera is set to and can be asked for: the fields of `Modes`."""

    POWER = "power"
    FOCUS = "focus"
    WHITE = "white"
    EXPOSURE = "exposure"


class Modes(Struct, frozen=True, omit_defaults=True):
    """As far as it tells; None is not known."""

    power: PowerWord | None = None
    focus: FocusWord | None = None
    white: WhiteWord | None = None
    exposure: ExposureWord | None = None


class HeadState(Struct, frozen=True):
    """`reason` says why it is away: a HeadError's code."""

    phase: Literal["connecting", "connected", "away"]
    reason: str = ""


class HeadError(EfirError):
    """Root of what a head raises; `host` is in all of them. The words, as the end of a sentence that names the camera:
    `control/texts/LANGUAGE/ptz.ftl`; the codes are `control.core.camera_acts.Code`."""


class HeadAway(HeadError):
    """*ptz-away*: not connected, or lost before it answered."""

    def __init__(self, host: str) -> None:
        super().__init__("ptz-away", host=host)


class HeadSilent(HeadError):
    """*ptz-no-answer*: whether it did what it was asked is not known."""

    def __init__(self, host: str) -> None:
        super().__init__("ptz-no-answer", host=host)


class HeadRefused(HeadError):
    """*ptz-busy*, *ptz-not-now* (off, focusing by itself, an empty preset), *ptz-refused* (`detail`: its own word),
    *ptz-cancelled*, *ptz-password*, *ptz-elsewhere* (it came to rest, and not where it was to store)."""


class HeadCannot(HeadError):
    """*ptz-cannot* (`detail`: a Capability), *ptz-slot* (`detail`: which): it was not even asked."""


class Head(Protocol):
    """Run `run()` in a task; everything else may be called at any time on the same loop and raises HeadError.

    A call returns when the head has accepted what was asked, not when the motion is over.
    """

    @property
    def host(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Of the protocol and the model as configured; empty entries are not tried."""

    @property
    def state(self) -> HeadState: ...

    def on_state(self, callback: Callable[[HeadState], None]) -> Unsubscribe:
        """Called on every change, and at once with the state as it is."""

    async def run(self) -> None:
        """Connects, and connects again, until cancelled; what moves is stopped first and last."""

    async def drive(self, drive: Drive) -> None:
        """From now on; the newest wins. Whoever calls is the dead man's hand: `motion.Deadman`."""

    async def stop(self) -> None:
        """Every axis, before anything else that waits. What goes somewhere by itself (recall, home, go_to) stands, too,
        and fails as *ptz-cancelled* if it was not accepted yet."""

    async def recall(self, slot: int) -> None: ...

    async def store(self, slot: int) -> None: ...

    async def home(self) -> None: ...

    async def go_to(self, position: Position, speed: float) -> None:
        """`speed` is 0 … 1 of the fastest."""

    async def position(self) -> Position: ...

    @property
    def modes(self) -> frozenset[Mode]:
        """Which of them it can be asked for, if the camera knows the question."""

    async def mode(self, which: Mode) -> str | None:
        """A word of `Modes`, None for what has none. Asked once: who knows no such question is not away for it."""

    async def power(self, on: bool) -> None: ...

    async def focus(self, focus: Focus) -> None: ...

    async def iris(self, iris: Iris) -> None: ...

    async def white_balance(self, white_balance: WhiteBalance) -> None: ...

    async def tally(self, tally: Tally) -> None: ...


class StateTeller:
    """The part of a head that says whether it is there."""

    def __init__(self) -> None:
        self._state = HeadState("connecting")
        self._listeners: list[Callable[[HeadState], None]] = []

    @property
    def state(self) -> HeadState:
        return self._state

    def on_state(self, callback: Callable[[HeadState], None]) -> Unsubscribe:
        self._listeners.append(callback)
        callback(self._state)
        return lambda: self._listeners.remove(callback)

    def become(self, state: HeadState) -> bool:
        """Whether it is another."""
        if state == self._state:
            return False
        self._state = state
        for callback in tuple(self._listeners):
            callback(state)
        return True
