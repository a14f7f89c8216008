"""What cameras that move are told, and what is known of them: the words of `control.core.cameras`."""

import math
from typing import Literal

from msgspec import Struct

from control.clock import Instant
from control.core.outbox import Sender
from control.core.types import CameraId, Command, Event, PresetId

HeadPhase = Literal["connecting", "connected", "away", "refused"]
FocusMode = Literal["auto", "manual", "once"]
WhiteBalanceMode = Literal["auto", "indoor", "outdoor", "once"]
Step = Literal["auto", "up", "down"]
"""Of the iris; *auto* is the whole exposure, by itself."""
PowerWord = Literal["on", "off"]
FocusWord = Literal["auto", "manual"]
WhiteWord = Literal["auto", "indoor", "outdoor", "once", "other"]
ExposureWord = Literal["auto", "shutter", "iris", "manual", "bright"]
"""What a camera says that it is set to; *shutter*, *iris*: that one is set by hand, the rest by the camera."""
Ability = Literal[
    "pan-tilt", "zoom", "focus", "focus-mode", "focus-once", "presets", "home", "go-to", "position", "degrees", "power",
    "iris", "white-balance", "tally", "tally-preview",
]  # fmt: skip
"""What a head can be told or asked."""
Code = Literal[
    "ptz-away", "ptz-no-answer", "ptz-busy", "ptz-not-now", "ptz-refused", "ptz-cancelled", "ptz-password",
    "ptz-cannot", "ptz-slot", "ptz-unsure", "ptz-elsewhere",
]  # fmt: skip
"""Why an act failed, or why a head is away; also a Fluent id. Some take an argument, `detail`."""


class Where(Struct, frozen=True):
    """Read back from the camera: right of and above its middle, in degrees or, where it does not tell how many make
    one, in its own units; zoom from 0 (wide) to 1, None where it does not tell it."""

    pan: float
    tilt: float
    zoom: float | None

    @property
    def finite(self) -> bool:
        return all(math.isfinite(one) for one in (self.pan, self.tilt, self.zoom) if one is not None)


class Preset(Struct, frozen=True):
    id: PresetId
    name: str
    slot: int
    """In the camera."""
    where: Where | None = None
    picture: str = ""
    """The name of the file with its picture; empty: none was taken."""


class Recall(Command, frozen=True, tag="cameras.recall"):
    camera: CameraId
    preset: PresetId
    confirmed: bool = False
    """Also if the camera is on air."""


class Store(Command, frozen=True, tag="cameras.store"):
    """Where the camera stands now, as a new preset, or (`preset`) in the place of an old one."""

    camera: CameraId
    name: str = ""
    preset: PresetId | None = None


class Home(Command, frozen=True, tag="cameras.home"):
    camera: CameraId
    confirmed: bool = False


class PutBack(Command, frozen=True, tag="cameras.put-back"):
    """The presets whose place is known, one after another: the camera goes there and keeps it in its own memory again,
    as after it was replaced or reset (`control.core.putting_back`)."""

    camera: CameraId
    confirmed: bool = False
    """Also if the camera is on air, or comes there meanwhile."""


class Power(Command, frozen=True, tag="cameras.power"):
    camera: CameraId
    on: bool
    confirmed: bool = False


class SetFocus(Command, frozen=True, tag="cameras.focus"):
    camera: CameraId
    mode: FocusMode


class SetIris(Command, frozen=True, tag="cameras.iris"):
    camera: CameraId
    step: Step


class SetWhiteBalance(Command, frozen=True, tag="cameras.white-balance"):
    camera: CameraId
    mode: WhiteBalanceMode


class Rename(Command, frozen=True, tag="cameras.rename"):
    camera: CameraId
    preset: PresetId
    name: str


class Arrange(Command, frozen=True, tag="cameras.arrange"):
    """All presets of the camera, in their new order."""

    camera: CameraId
    presets: tuple[PresetId, ...]


class Forget(Command, frozen=True, tag="cameras.forget"):
    """The camera itself keeps what is in its slot."""

    camera: CameraId
    preset: PresetId


class Restore(Command, frozen=True, tag="cameras.restore"):
    """The opposite of `Forget`."""

    camera: CameraId
    preset: Preset
    place: int


class Lock(Command, frozen=True, tag="cameras.lock"):
    """With it a camera on air jumps only if that is confirmed."""

    on: bool


class Open(Command, frozen=True, tag="cameras.open"):
    """At the start: the file's presets are taken over; what became of pending acts nobody knows any more; the lock is
    on, whoever took it off on another day. Whether a camera is there is to be seen anew."""


class Report(Command, frozen=True, tag="cameras.report"):
    """What became of an act. `detail`: of the code's words. `where` and `picture`: of a preset that was stored."""

    number: int
    ok: bool
    code: Code | None = None
    detail: str = ""
    where: Where | None = None
    picture: str = ""


class ObserveHead(Command, frozen=True, tag="cameras.observe-head"):
    camera: CameraId
    phase: HeadPhase
    reason: Code | None = None
    can: tuple[Ability, ...] = ()
    """Of its protocol and model."""


Act = Recall | Store | Home | PutBack | Power | SetFocus | SetIris | SetWhiteBalance


class Order(Struct, frozen=True):
    """An act on its way to its camera."""

    number: int
    act: Act
    at: Instant
    preset: Preset | None = None
    """The one that is recalled or put back, or as it will be once it is stored."""
    sender: Sender | None = None
    was: PresetId | None = None
    """Of what leads elsewhere (a recall, home, power): the preset it was told to go to before."""


PresetNames = dict[tuple[CameraId, PresetId], str]


RoundEnd = Literal["done", "stopped", "air", "away"]
"""`stopped`: by hand, or by another act; `air`: the camera came on air, and that was not confirmed."""


class Round(Struct, frozen=True):
    """Presets on their way back into the camera's memory."""

    todo: tuple[PresetId, ...]
    """The first of them is under way, until the round has ended."""
    done: tuple[PresetId, ...] = ()
    failed: tuple[PresetId, ...] = ()
    end: RoundEnd | None = None
    """None: it goes on."""


class HeadState(Struct, frozen=True):
    phase: HeadPhase = "connecting"
    reason: Code | None = None
    can: tuple[Ability, ...] = ()
    presets: tuple[Preset, ...] = ()
    forgotten: frozenset[PresetId] = frozenset()
    """Of the file's presets: those that people took away."""
    at: PresetId | None = None
    """The preset it was last told to go to, and to nothing else since. Whether it is there is telemetry
    (`devices.ptz.goal`): a hand that led it away is not in the journal."""
    round: Round | None = None
    """The last one, also when it is over."""

    def preset(self, preset: PresetId) -> Preset | None:
        return next((one for one in self.presets if one.id == preset), None)


class CamerasState(Struct, frozen=True):
    heads: dict[CameraId, HeadState] = {}
    pending: dict[int, Order] = {}
    count: int = 0
    """Acts so far."""
    unlocked: bool = False


class Opened(Event, frozen=True, tag="cameras.opened"):
    presets: dict[CameraId, tuple[Preset, ...]]
    """New ones, from the show file."""
    unsure: tuple[int, ...]
    locked: bool = False
    """The lock had been taken off, and is on again."""


class Ordered(Event, frozen=True, tag="cameras.ordered"):
    order: Order


class Reported(Event, frozen=True, tag="cameras.reported"):
    number: int
    camera: CameraId
    ok: bool
    code: Code | None = None
    detail: str = ""
    stored: Preset | None = None
    put_back: Preset | None = None
    """The one that was to be put back."""


class PutBackBegan(Event, frozen=True, tag="cameras.put-back-began"):
    camera: CameraId
    presets: tuple[PresetId, ...]


class PutBackEnded(Event, frozen=True, tag="cameras.put-back-ended"):
    camera: CameraId
    end: RoundEnd
    done: int
    all: int
    name: str = ""
    """Of the last preset, if that failed: why is `code`, and `detail` of its words."""
    code: Code | None = None
    detail: str = ""


class Renamed(Event, frozen=True, tag="cameras.renamed"):
    camera: CameraId
    preset: PresetId
    name: str
    was: str


class Arranged(Event, frozen=True, tag="cameras.arranged"):
    camera: CameraId
    presets: tuple[PresetId, ...]


class Forgotten(Event, frozen=True, tag="cameras.forgotten"):
    camera: CameraId
    preset: Preset


class Restored(Event, frozen=True, tag="cameras.restored"):
    camera: CameraId
    preset: Preset
    place: int


class Locked(Event, frozen=True, tag="cameras.locked"):
    on: bool


class HeadChanged(Event, frozen=True, tag="cameras.head-changed"):
    camera: CameraId
    phase: HeadPhase
    reason: Code | None = None
    can: tuple[Ability, ...] = ()
