"""What is said of lending a camera, and what is known of it: the words of `control.core.lending`."""

from typing import Literal, NewType

from msgspec import Struct

from control.clock import Duration
from control.core.countdown import Timer
from control.core.types import CameraId, Command, Event, PresetId

GuestId = NewType("GuestId", str)
"""One browser of one person. Who he is, is written nowhere."""
Range = tuple[float, float]
"""From, to: in the units in which the camera tells where it stands (`control.core.camera_acts.Where`)."""
End = Literal["time", "left", "gone", "skipped", "removed"]
"""Why a turn was over: its time was up, the guest left it, his page was away too long, or the operator ended it."""


class Terms(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """On which a camera is lent."""

    turn: Duration
    """Of one guest."""
    speed: float
    """The greatest, as a share of what the camera can."""
    presets: bool = False
    """Guests may call its presets."""
    air: bool = False
    """Guests may move it while the audience sees it."""
    pan: Range | None = None
    tilt: Range | None = None
    zoom: Range | None = None
    """A motion that leads out of a range is stopped; absent: as far as the camera goes."""

    @property
    def bounded(self) -> bool:
        return any(bounds is not None for bounds in (self.pan, self.tilt, self.zoom))


class Guest(Struct, frozen=True):
    id: GuestId
    number: int
    """The how-manieth to come since the camera is lent."""


class Turn(Struct, frozen=True):
    number: int
    guest: Guest
    clock: Timer
    """Stands while the operator has the camera back."""


class Lent(Struct, frozen=True):
    terms: Terms
    came: int = 0
    turns: int = 0
    queue: tuple[Guest, ...] = ()
    """Who waits, the next first."""
    turn: Turn | None = None
    held: bool = False
    """The operator has it back for now."""
    served: frozenset[GuestId] = frozenset()
    """Who had a turn."""
    barred: frozenset[GuestId] = frozenset()
    """Whom the operator removed."""

    def guest(self, guest: GuestId) -> Guest | None:
        """In the queue or at the stick."""
        here = (self.turn.guest, *self.queue) if self.turn is not None else self.queue
        return next((one for one in here if one.id == guest), None)


class LendingState(Struct, frozen=True):
    """Only cameras that are lent."""

    lent: dict[CameraId, Lent] = {}


class Open(Command, frozen=True, tag="lending.open"):
    """Lends the camera; of one that is lent already: on other terms. A turn that has begun keeps its length."""

    camera: CameraId
    terms: Terms


class Close(Command, frozen=True, tag="lending.close"):
    camera: CameraId


class TakeBack(Command, frozen=True, tag="lending.take-back"):
    """At once. The queue stays, and the guest keeps what is left of his turn."""

    camera: CameraId


class GiveBack(Command, frozen=True, tag="lending.give-back"):
    """The opposite of `TakeBack`."""

    camera: CameraId


class Skip(Command, frozen=True, tag="lending.skip"):
    """The turn is over; `turn` says which, so that a press too late ends no other."""

    camera: CameraId
    turn: int


class Remove(Command, frozen=True, tag="lending.remove"):
    """From the queue or the stick, and he does not come again while the camera is lent."""

    camera: CameraId
    guest: GuestId


class Join(Command, frozen=True, tag="lending.join"):
    """A guest's own: who and which camera says his link."""


class Leave(Command, frozen=True, tag="lending.leave"):
    """A guest's own."""


class Recall(Command, frozen=True, tag="lending.recall"):
    """A guest's own: a preset of the camera in his hand."""

    preset: PresetId


class Gone(Command, frozen=True, tag="lending.gone"):
    """His page was away too long."""

    camera: CameraId
    guest: GuestId


class Due(Command, frozen=True, tag="lending.due"):
    camera: CameraId
    turn: int


class Opened(Event, frozen=True, tag="lending.opened"):
    camera: CameraId
    terms: Terms
    first: bool
    """It was not lent before."""


class Closed(Event, frozen=True, tag="lending.closed"):
    camera: CameraId


class TakenBack(Event, frozen=True, tag="lending.taken-back"):
    camera: CameraId
    clock: Timer | None
    """Of the turn, if there is one."""


class GivenBack(Event, frozen=True, tag="lending.given-back"):
    camera: CameraId
    clock: Timer | None


class Joined(Event, frozen=True, tag="lending.joined"):
    camera: CameraId
    guest: Guest


class Left(Event, frozen=True, tag="lending.left"):
    """Out of the queue."""

    camera: CameraId
    guest: GuestId
    why: End


class TurnBegan(Event, frozen=True, tag="lending.turn-began"):
    camera: CameraId
    turn: Turn


class TurnEnded(Event, frozen=True, tag="lending.turn-ended"):
    camera: CameraId
    guest: Guest
    why: End


class Barred(Event, frozen=True, tag="lending.barred"):
    camera: CameraId
    guest: GuestId
