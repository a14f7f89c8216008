"""What the heads' process and its owner say to each other (how: `devices.process`)."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from control.core.camera_acts import Ability, Code, HeadPhase, Where
from control.core.types import CameraId
from control.hands import Balk, Stick
from control.show import PtzModel
from devices.ptz.head import Modes
from devices.ptz.visca.transport import ViscaProtocol

Protocol = Literal[ViscaProtocol, "cgi", "onvif"]
Verb = Literal["recall", "store", "home", "put-back", "power", "focus", "iris", "white-balance"]
Light = Literal["off", "preview", "program"]


class HeadConfig(Struct, frozen=True, kw_only=True):
    camera: CameraId
    protocol: Protocol
    host: str
    port: int | None = None
    """None: the protocol's own."""
    secure: bool = False
    """By https: CGI and ONVIF."""
    user: str = ""
    password: str = ""
    """Not on the command line, and not in any log."""
    model: PtzModel = "generic"
    flip: bool = False
    numbered: tuple[int, ...] = ()
    """Slots in which the show file names presets of the camera's own: what is stored there replaces these."""


# --- Down


class Configure(Struct, frozen=True, tag=True):
    heads: tuple[HeadConfig, ...]


class Move(Struct, frozen=True, tag=True):
    """Where a hand holds the stick, from now on; at rest it lets go. To be said again within `motion.LEASE`."""

    camera: CameraId
    hand: str
    stick: Stick


class Pause(Struct, frozen=True, tag=True):
    """Nothing comes of what the hand holds, for now; it has not let go."""

    camera: CameraId
    hand: str


class Release(Struct, frozen=True, tag=True):
    """The hand is gone, from all cameras."""

    hand: str


class Halt(Struct, frozen=True, tag=True):
    """Everything of this camera stands still, whoever moves it; what is recalled, too. A hand that held it may
    begin again when it has let go, or is gone."""

    camera: CameraId


class Perform(Struct, frozen=True, tag=True):
    number: int
    camera: CameraId
    verb: Verb
    slot: int = 0
    """Of recall, store and put-back."""
    word: str = ""
    """Of the others: a value of `devices.ptz.head`'s enumerations; of power *on* or *off*."""
    where: Where | None = None
    """Of put-back: where the preset is."""


class Lamp(Struct, frozen=True, tag=True):
    camera: CameraId
    light: Light


Down = Configure | Move | Pause | Release | Halt | Perform | Lamp

# --- Up


class Changed(Struct, frozen=True, tag=True):
    camera: CameraId
    phase: HeadPhase
    reason: Code | None
    can: tuple[Ability, ...]


class Performed(Struct, frozen=True, tag=True):
    """`where`: of what was stored, if the head tells where it is."""

    number: int
    ok: bool
    code: Code | None = None
    detail: str = ""
    where: Where | None = None


class Seen(Struct, frozen=True, tag=True):
    """Passes: where it stands and what it is set to, as far as it is known, and whose hand is on it."""

    camera: CameraId
    where: Where | None
    hand: str | None
    moving: bool
    modes: Modes = Modes()


class Balked(Struct, frozen=True, tag=True):
    """Passes: what a hand wants is not done. Once, until it lets go."""

    camera: CameraId
    hand: str
    why: Balk


class Beat(Struct, frozen=True, tag=True):
    """Passes: the sign of life."""


Up = Changed | Performed | Seen | Balked | Beat

decode_down = msgspec.msgpack.Decoder[Down](Down).decode
decode_up = msgspec.msgpack.Decoder[Up](Up).decode
