"""Cameras: how they are reached, moved, read and judged; switches between them."""

from collections.abc import Container
from typing import Annotated, Final, Literal

from msgspec import Meta

from control.clock import Duration
from control.core.types import CameraId, FeedFault, InputId, PresetId, SwitchId
from control.secret import Secret
from control.show.parts import Colour, Name, Part, Span, Volume

PtzModel = Literal["generic", "ptzoptics", "sony"]
PTZ_PORTS: Final = {"visca": 52381, "visca_udp": 1259, "visca_tcp": 5678}
"""What the makers' manuals say (Sony; PTZOptics)."""
_WITHOUT_MENU = frozenset(range(90)) | frozenset(range(100, 255))
MODEL_SLOTS: Final[dict[PtzModel, frozenset[int]]] = {
    "generic": _WITHOUT_MENU, "ptzoptics": _WITHOUT_MENU, "sony": frozenset(range(64)),
}  # fmt: skip
"""Slots that presets may be in: PTZOptics and its kin open a menu by 95 (their CGI, too); BRC-X400 has 64."""


class CameraPreset(Part, frozen=True, kw_only=True):
    """A preset that the camera itself already keeps."""

    id: PresetId
    name: Name
    slot: Annotated[int, Meta(ge=0, le=254)]


class Ptz(Part, frozen=True, kw_only=True):
    """How a camera that moves is reached: exactly one of `visca`, `visca_udp`, `visca_tcp`, `onvif` and `cgi`."""

    visca: Name | None = None
    """`host[:port]`, UDP with Sony's header; port 52381."""
    visca_udp: Name | None = None
    """`host[:port]`, bare VISCA by UDP; port 1259."""
    visca_tcp: Name | None = None
    """`host[:port]`, bare VISCA by TCP; port 5678."""
    onvif: Name | None = None
    """http:// or https://."""
    cgi: Name | None = None
    """http:// or https://, PTZOptics HTTP-CGI."""
    user: Name | None = None
    password: Secret | None = None
    """Of ONVIF and CGI."""
    slots: Annotated[int, Meta(ge=1, le=255)] = 16
    """How many presets the camera can keep, from 0 on; not all of them everywhere: `usable_slots`."""
    presets: tuple[CameraPreset, ...] = ()
    flip: bool = False
    """It hangs from the ceiling: left is right and up is down."""
    model: PtzModel = "generic"
    """Of VISCA: what makers do each in their own way, the tally lamp among it (`devices.ptz.visca.head.MODELS`)."""

    def usable_slots(self) -> tuple[int, ...]:
        """Where presets may be, in order."""
        known: Container[int] = range(255)  # of ONVIF
        if self.cgi is not None:
            known = MODEL_SLOTS["ptzoptics"]
        elif self.onvif is None:
            known = MODEL_SLOTS[self.model]
        return tuple(slot for slot in range(self.slots) if slot in known)


Limit = Annotated[Span, Meta(ge=50, le=3_600_000)] | None
Wait = Annotated[Span, Meta(ge=0, le=600_000)] | None


class FeedHealth(Part, frozen=True, kw_only=True):
    """From where on something is wrong with a feed. Absent: as `devices.feeds.health` has it."""

    gap: Limit = None
    """No packet for so long."""
    freeze: Limit = None
    freeze_motion: Annotated[float, Meta(ge=0, le=50)] | None = None
    """Levels of brightness, of 255, by which a picture that moves differs at least."""
    black: Limit = None
    silence: Limit = None
    silence_dbfs: Annotated[float, Meta(ge=-110, le=-1)] | None = None
    clipping: Limit = None
    keyframes: Limit = None
    skew: Limit = None
    errors: Annotated[float, Meta(ge=0.1, le=1000)] | None = None
    """A second."""
    settle: Limit = None
    """What was wrong must be right for so long."""
    ignore: tuple[FeedFault, ...] = ()
    """What is not judged at all."""
    bad: tuple[FeedFault, ...] | None = None
    """What takes the feed off the air; the rest makes it doubtful."""


class FeedRules(Part, frozen=True, kw_only=True):
    """When what goes out changes. Absent: as `devices.feeds.choice` has it."""

    hold: Wait = None
    """The last picture stands so long before the slate comes."""
    back: Wait = None
    """The camera must be well for so long before it takes over from its backup."""
    back_from_slate: Wait = None


class Expected(Part, frozen=True, kw_only=True):
    """What the camera should send: anything else is told, and what OBS gets has this size and rate. Absent: the
    canvas's, and nothing is expected."""

    width: Annotated[int, Meta(ge=16, le=7680)] | None = None
    height: Annotated[int, Meta(ge=16, le=4320)] | None = None
    fps: Annotated[float, Meta(ge=1, le=240)] | None = None
    kbps: Annotated[float, Meta(ge=1, le=1_000_000)] | None = None
    """Less is told."""


class FeedSlate(Part, frozen=True, kw_only=True):
    """What stands for a camera that is away."""

    picture: Name | None = None
    """A file, shown whole; absent: drawn, with the camera's name and `text`."""
    colour: Colour = "#14202E"
    text: Annotated[str, Meta(max_length=200)] | None = None
    """Absent: "the camera is coming back", in the show's language."""


class Feeds(Part, frozen=True, kw_only=True):
    slate: FeedSlate = FeedSlate()


TEST = "test:"
"""The address of generated footage: `test:Label`."""
DEVICE = "camera:"
"""The address of a camera of this machine."""


PHONE: Final = "whip:"
"""The address of a phone, which comes to us: docs/cameras-phone.md."""


class Camera(Part, frozen=True, kw_only=True):
    id: CameraId
    name: Name
    url: Name
    """A file, or an address as docs/cameras-feeds.md lists them, or `test:Label`: a moving test picture with that
    label and a tone, made at the first start (`devices.footage`), or `whip:`: a phone."""
    backup: Name | None = None
    """What takes over when `url` fails; same forms."""
    audio: bool = False
    loop: bool = True
    static: bool = False
    """A picture that does not move is no fault: a slide, an empty stage. Not of its backup."""
    monitor: Literal["full", "keyframes"] = "full"
    """`keyframes`: while nobody sees it Efir decodes and judges its key frames alone, which a slow computer can do."""
    output: Literal["raw", "passthrough"] = "raw"
    """`raw`: OBS gets pictures that Efir has decoded; `passthrough`: the H.264 as it comes, if it can go out so."""
    feed: Literal["bridge", "direct"] | None = None
    """`bridge`: Efir reads the camera and OBS reads Efir; `direct`: OBS opens it itself. Absent: `bridged`."""
    health: FeedHealth | None = None
    rules: FeedRules | None = None
    expect: Expected | None = None
    ptz: Ptz | None = None

    @property
    def bridged(self) -> bool:
        """Efir reads it: said so; or it is no file; or it has what only the bridge can do."""
        if self.feed is not None:
            return self.feed == "bridge"
        if self.takes_phone:
            return True
        local = self.url.startswith(TEST) or ("://" not in self.url and not self.url.startswith(DEVICE))
        only_here = (self.monitor == "keyframes", self.output == "passthrough")
        return not local or any((self.backup, self.health, self.rules, self.expect, *only_here))

    @property
    def takes_phone(self) -> bool:
        return any(url is not None and url.startswith(PHONE) for url in (self.url, self.backup))


class Voices(Part, frozen=True, kw_only=True):
    """Whose microphone belongs to which camera, and how long a voice must last to be seen."""

    microphones: dict[InputId, CameraId]
    level: Volume = -40.0
    """dB: what is quieter is no voice."""
    attack: Annotated[Span, Meta(ge=100, le=60_000)] = Duration(700)
    """So long one must speak to be seen."""
    hold: Annotated[Span, Meta(ge=0, le=600_000)] = Duration(4_000)
    """The shortest shot."""


class Switch(Part, frozen=True, kw_only=True):
    """One place in the picture for several cameras, of which one is seen."""

    id: SwitchId
    name: Name
    cameras: tuple[CameraId, ...]
    """At least two; the first is seen at first."""
    voices: Voices | None = None
    """So that it can follow who speaks."""
    fades: bool = False
    """A voice switches by the show's transition, not by a cut."""
