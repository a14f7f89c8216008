"""What a camera can be asked, and how it answers: [S, P], as in `messages`."""

from devices.ptz.visca.messages import Byte, Level, Signed, Switch, Word
from devices.ptz.visca.patterns import Answer, Inquiry


class Number16(Answer, frozen=True):
    PATTERN = "0p 0p 0p 0p"
    value: Word


class Number8(Answer, frozen=True):
    PATTERN = "00 00 0p 0p"
    value: Level


class PanTiltAt(Answer, frozen=True):
    PATTERN = "0y 0y 0y 0y 0z 0z 0z 0z"
    pan: Signed
    tilt: Signed


class Speeds(Answer, frozen=True):
    PATTERN = "vv ww"
    pan: Byte
    tilt: Byte


# Makers have modes of their own beside those of `messages`: an answer is none the less one for that.


class PowerIs(Answer, frozen=True):
    """`messages.Power`."""

    PATTERN = "pp"
    power: Byte


class FocusIs(Answer, frozen=True):
    """`messages.FocusMode`."""

    PATTERN = "pp"
    mode: Byte


class WhiteBalanceIs(Answer, frozen=True):
    """`messages.WhiteBalanceMode`."""

    PATTERN = "pp"
    mode: Byte


class ExposureIs(Answer, frozen=True):
    """`messages.ExposureMode`."""

    PATTERN = "pp"
    mode: Byte


class SwitchIs(Answer, frozen=True):
    PATTERN = "0p"
    on: Switch


class Version(Answer, frozen=True):
    """Vendor 0001 and 0020 are Sony; `sockets` is how many commands it does at once."""

    PATTERN = "gg gg hh hh rr rr ss"
    vendor: Word
    model: Word
    rom: Word
    sockets: Byte


class AskVersion(Inquiry, frozen=True):
    PATTERN = "09 00 02"
    ANSWER = Version


class AskPanTilt(Inquiry, frozen=True):
    PATTERN = "09 06 12"
    ANSWER = PanTiltAt


class AskPanTiltSpeeds(Inquiry, frozen=True):
    """The fastest that it takes."""

    PATTERN = "09 06 11"
    ANSWER = Speeds


class AskZoom(Inquiry, frozen=True):
    PATTERN = "09 04 47"
    ANSWER = Number16


class AskFocus(Inquiry, frozen=True):
    PATTERN = "09 04 48"
    ANSWER = Number16


class AskFocusMode(Inquiry, frozen=True):
    PATTERN = "09 04 38"
    ANSWER = FocusIs


class AskPower(Inquiry, frozen=True):
    PATTERN = "09 04 00"
    ANSWER = PowerIs


class AskWhiteBalance(Inquiry, frozen=True):
    PATTERN = "09 04 35"
    ANSWER = WhiteBalanceIs


class AskExposure(Inquiry, frozen=True):
    PATTERN = "09 04 39"
    ANSWER = ExposureIs


class AskIris(Inquiry, frozen=True):
    PATTERN = "09 04 4B"
    ANSWER = Number8


class AskGain(Inquiry, frozen=True):
    PATTERN = "09 04 4C"
    ANSWER = Number8


class AskTallyRed(Inquiry, frozen=True):
    PATTERN = "09 7E 01 0A"
    ANSWER = SwitchIs
