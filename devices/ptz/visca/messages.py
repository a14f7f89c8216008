"""The commands of VISCA, as the vendors' lists write them (the notation: `patterns`; what can be asked: `inquiries`).

Sources: [S] Sony command lists (BRC-X400/SRG-X400 E-042-100-12, BRC-H700, SRG-300H A-ES6-100-11), [P] PTZOptics "VISCA
over IP commands" (rev. 10/20 and 10/23).
"""

from enum import IntEnum
from typing import Annotated

from msgspec import Meta

from devices.ptz.visca.patterns import Command

PAN_STEPS, TILT_STEPS = 0x18, 0x14
"""The fastest; the slowest is 1. (Sony's tilt goes to 17h, PTZOptics' to 14h: what all understand.)"""
ZOOM_STEPS = FOCUS_STEPS = 7
"""The fastest; the slowest is 0."""
ZOOM_END = 0x4000
"""Optical tele; wide is 0 [S, P]. Digital zoom lies beyond."""

Nibble = Annotated[int, Meta(ge=0, le=0xF)]
Speed7 = Annotated[int, Meta(ge=0, le=7)]
Byte = Annotated[int, Meta(ge=0, le=0xFE)]
"""Not FF, which ends a packet."""
Level = Annotated[int, Meta(ge=0, le=0xFF)]
Word = Annotated[int, Meta(ge=0, le=0xFFFF)]
Signed = Annotated[int, Meta(ge=-0x8000, le=0x7FFF)]
PanSpeed = Annotated[int, Meta(ge=1, le=PAN_STEPS)]
TiltSpeed = Annotated[int, Meta(ge=1, le=0x18)]


# --- Interface [S]


class IfClear(Command, frozen=True):
    """Forgets what is queued. Answered by `90 50 FF`, without an ACK."""

    PATTERN = "01 00 01"


class Cancel(Command, frozen=True):
    """Answered by *cancelled* for the command in that socket, or by *no socket*."""

    PATTERN = "2p"
    socket: Annotated[int, Meta(ge=1, le=0xF)]


class AddressSet(Command, frozen=True):
    """Broadcast only (`88 30 01 FF`): each camera of a chain takes a number and passes on the next."""

    PATTERN = "30 0p"
    first: Nibble


class Power(IntEnum):
    ON = 2
    OFF = 3
    FAULT = 4


class SetPower(Command, frozen=True):
    PATTERN = "01 04 00 pp"
    power: Power


# --- Pan and tilt [S, P]


class Across(IntEnum):
    LEFT = 1
    RIGHT = 2
    STOP = 3


class Along(IntEnum):
    UP = 1
    DOWN = 2
    STOP = 3


class PanTilt(Command, frozen=True):
    """Moves until told otherwise. Speeds are 1 … 18h and 1 … 14h; a way that stops needs a speed, too."""

    PATTERN = "01 06 01 vv ww hh tt"
    pan_speed: PanSpeed
    tilt_speed: TiltSpeed
    across: Across
    along: Along


class PanTiltTo(Command, frozen=True):
    PATTERN = "01 06 02 vv ww 0y 0y 0y 0y 0z 0z 0z 0z"
    pan_speed: PanSpeed
    tilt_speed: TiltSpeed
    pan: Signed
    tilt: Signed


class PanTiltBy(Command, frozen=True):
    PATTERN = "01 06 03 vv ww 0y 0y 0y 0y 0z 0z 0z 0z"
    pan_speed: PanSpeed
    tilt_speed: TiltSpeed
    pan: Signed
    tilt: Signed


class PanTiltHome(Command, frozen=True):
    PATTERN = "01 06 04"


class PanTiltReset(Command, frozen=True):
    """Runs to the ends and finds its zero again."""

    PATTERN = "01 06 05"


# --- Zoom and focus [S, P]


class ZoomWay(IntEnum):
    """At the standard speed."""

    STOP = 0
    TELE = 2
    WIDE = 3


class Zoom(Command, frozen=True):
    PATTERN = "01 04 07 0p"
    way: ZoomWay


class ZoomTele(Command, frozen=True):
    PATTERN = "01 04 07 2p"
    speed: Speed7


class ZoomWide(Command, frozen=True):
    PATTERN = "01 04 07 3p"
    speed: Speed7


class ZoomTo(Command, frozen=True):
    PATTERN = "01 04 47 0p 0p 0p 0p"
    position: Word


class FocusWay(IntEnum):
    STOP = 0
    FAR = 2
    NEAR = 3


class MoveFocus(Command, frozen=True):
    PATTERN = "01 04 08 0p"
    way: FocusWay


class FocusFar(Command, frozen=True):
    PATTERN = "01 04 08 2p"
    speed: Speed7


class FocusNear(Command, frozen=True):
    PATTERN = "01 04 08 3p"
    speed: Speed7


class FocusTo(Command, frozen=True):
    PATTERN = "01 04 48 0p 0p 0p 0p"
    position: Word


class FocusMode(IntEnum):
    AUTO = 0x02
    MANUAL = 0x03
    TOGGLE = 0x10


class SetFocusMode(Command, frozen=True):
    PATTERN = "01 04 38 pp"
    mode: FocusMode


class FocusOnce(Command, frozen=True):
    """One push: focuses by itself once, in manual mode."""

    PATTERN = "01 04 18 01"


# --- Presets [S: 00 … 3F; P: 0 … 89, 100 … 254]


class MemoryAct(IntEnum):
    RESET = 0
    SET = 1
    RECALL = 2


class Memory(Command, frozen=True):
    PATTERN = "01 04 3F 0p nn"
    act: MemoryAct
    slot: Byte


# --- White balance [S, P]


class WhiteBalanceMode(IntEnum):
    AUTO = 0
    INDOOR = 1
    OUTDOOR = 2
    ONE_PUSH = 3
    AUTO_TRACING = 4
    MANUAL = 5


class SetWhiteBalance(Command, frozen=True):
    PATTERN = "01 04 35 pp"
    mode: WhiteBalanceMode


class WhiteBalanceOnce(Command, frozen=True):
    """Takes what is seen for white, in one-push mode."""

    PATTERN = "01 04 10 05"


class Step(IntEnum):
    RESET = 0
    UP = 2
    DOWN = 3


class StepRed(Command, frozen=True):
    PATTERN = "01 04 03 0p"
    step: Step


class SetRed(Command, frozen=True):
    PATTERN = "01 04 43 00 00 0p 0p"
    gain: Level


class StepBlue(Command, frozen=True):
    PATTERN = "01 04 04 0p"
    step: Step


class SetBlue(Command, frozen=True):
    PATTERN = "01 04 44 00 00 0p 0p"
    gain: Level


# --- Exposure [S, P]


class ExposureMode(IntEnum):
    AUTO = 0x0
    MANUAL = 0x3
    SHUTTER_PRIORITY = 0xA
    IRIS_PRIORITY = 0xB
    BRIGHT = 0xD


class SetExposure(Command, frozen=True):
    PATTERN = "01 04 39 pp"
    mode: ExposureMode


class StepShutter(Command, frozen=True):
    PATTERN = "01 04 0A 0p"
    step: Step


class SetShutter(Command, frozen=True):
    PATTERN = "01 04 4A 00 00 0p 0p"
    position: Level


class StepIris(Command, frozen=True):
    PATTERN = "01 04 0B 0p"
    step: Step


class SetIris(Command, frozen=True):
    """The positions are each model's own: 0 is closed."""

    PATTERN = "01 04 4B 00 00 0p 0p"
    position: Level


class StepGain(Command, frozen=True):
    PATTERN = "01 04 0C 0p"
    step: Step


class SetGain(Command, frozen=True):
    PATTERN = "01 04 4C 00 00 0p 0p"
    position: Level


class StepBright(Command, frozen=True):
    PATTERN = "01 04 0D 0p"
    step: Step


class SetBright(Command, frozen=True):
    PATTERN = "01 04 4D 00 00 0p 0p"
    position: Level


class Switch(IntEnum):
    ON = 2
    OFF = 3


class SetCompensation(Command, frozen=True):
    PATTERN = "01 04 3E 0p"
    on: Switch


class StepCompensation(Command, frozen=True):
    PATTERN = "01 04 0E 0p"
    step: Step


class CompensationTo(Command, frozen=True):
    PATTERN = "01 04 4E 00 00 0p 0p"
    position: Level


class SetBacklight(Command, frozen=True):
    PATTERN = "01 04 33 0p"
    on: Switch


# --- Lamps


class TallyRed(Command, frozen=True):
    """[S] BRC-H700 "Cmd_Tally"; BRC-X400, FR7: the red lamp."""

    PATTERN = "01 7E 01 0A 00 0p"
    on: Switch


class TallyGreen(Command, frozen=True):
    """[S] FR7, BRC-AM7: the green lamp."""

    PATTERN = "01 7E 04 1A 00 0p"
    on: Switch


class Lamp(IntEnum):
    FLASHING = 1
    ON = 2
    OFF = 3


class TallyOptics(Command, frozen=True):
    """[P]: one lamp."""

    PATTERN = "0A 02 02 0p"
    lamp: Lamp
