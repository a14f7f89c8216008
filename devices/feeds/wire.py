"""What a feed's process and its owner say to each other (how: `devices.process`).

Down: a `FeedConfig`, then commands. Up: what happens. Of what is only worth knowing when it is new (samples,
thumbnails) the newest waits and older ones are forgotten; changes wait in a short line.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from control.core.feeds import Why
from devices.feeds.choice import Rules, Shown, Source
from devices.feeds.health import Fault, Measures, State, Thresholds

Pixels = Annotated[int, Meta(ge=16, le=7680, multiple_of=2)]
Port = Annotated[int, Meta(ge=0, le=65535)]
InputName = Literal["main", "backup"]
Colour = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}$")]


class Slate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the audience sees while there is no picture. The words come in the language of the show."""

    picture: str | None = None
    """A file, shown whole; None: drawn."""
    colour: Colour = "#14202E"
    title: str = ""
    """The name of the camera."""
    text: str = ""
    """"The camera is coming back"."""


class FeedConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    """For the log."""
    url: str
    """May hold a password, so it is not on the command line."""
    backup: str | None = None
    slate: Slate = Slate()
    width: Pixels = 1280
    height: Pixels = 720
    fps: Annotated[float, Meta(ge=1, le=60)] = 30
    """OBS gets so many pictures a second, whatever the camera does."""
    audio: bool = False
    port: Port = 0
    """Where OBS connects, on 127.0.0.1; 0: any free one."""
    thresholds: Thresholds = Thresholds()
    backup_thresholds: Thresholds | None = None
    """Absent: as those of main."""
    rules: Rules = Rules()
    static: bool = False
    """The picture of main may stand still: a slide, an empty stage."""
    keyframes: bool = False
    """While nobody needs the picture (`Need`) only its key frames are decoded. So it is of a backup anyway, and of what
    goes out undecoded."""
    passthrough: bool = False
    """H.264 goes to OBS as it comes; whatever cannot go out so is encoded. Else OBS gets pictures as they are."""
    loop: bool = True
    """A file begins anew at its end."""

    def of(self, line: InputName) -> FeedConfig:
        """As this line has it: `thresholds` and `static` are its own."""
        if line == "main":
            return self
        own = self.thresholds if self.backup_thresholds is None else self.backup_thresholds
        return replace(self, thresholds=own, static=False)


# --- Down


class Use(Struct, frozen=True, tag=True):
    """The operator's word; "auto" gives it back to the health of the inputs."""

    source: Source


class Watch(Struct, frozen=True, tag=True):
    """Thumbnails of what goes out; none at 0 fps."""

    fps: Annotated[float, Meta(ge=0, le=30)]
    width: Pixels
    height: Pixels


class Need(Struct, frozen=True, tag=True):
    """Whether somebody sees the picture, or will soon: counts for `FeedConfig.keyframes`. Yes, until the first word."""

    whole: bool


class Configure(Struct, frozen=True, tag=True):
    config: FeedConfig


class Publish(Struct, frozen=True, tag=True):
    """A phone would publish (WHIP): its offer. Answered by `Published`."""

    session: str
    sdp: str


class Unpublish(Struct, frozen=True, tag=True):
    """Sends this one away; of another nothing is known."""

    session: str


Down = Configure | Use | Watch | Need | Publish | Unpublish

# --- Up


class Listening(Struct, frozen=True, tag=True):
    port: int


class Refused(Struct, frozen=True, tag=True):
    """The process ends because it cannot go on; `code` and `arguments` are a text of control/texts."""

    code: str
    arguments: dict[str, str]


class Way(Struct, frozen=True, kw_only=True):
    """How a phone's stream arrives."""

    session: str
    state: Literal["connecting", "live", "lost"]
    """`lost`: nothing has come for a while; it may come back."""
    lost: float | None = None
    """Share of its packets that got lost, of the last seconds."""
    jitter: float | None = None
    """Seconds."""
    kbps: float | None = None
    """All that arrives: picture, sound, and what was sent again."""


class Published(Struct, frozen=True, tag=True):
    """What became of an offer: the answer, or `code`, a text of control/texts."""

    session: str
    sdp: str = ""
    code: str = ""


class Taken(Struct, frozen=True, tag=True):
    """It is the one that is seen from now on; whoever was before is sent away."""

    session: str


class Unpublished(Struct, frozen=True, tag=True):
    """Its connection has ended, whoever ended it."""

    session: str


class Sample(Struct, frozen=True, tag=True, kw_only=True):
    """Five times a second; also the sign of life."""

    main: Measures
    backup: Measures | None
    shown: Shown
    readers: int
    """Connections from OBS."""
    sent: int
    """Pictures that went out, to all readers together."""
    skipped: int
    """Pictures that a slow reader did not get."""
    way: Way | None = None
    """Of a phone that publishes."""


class Changed(Struct, frozen=True, tag=True, kw_only=True):
    """Another state of health, or another reason why it is away."""

    input: InputName
    state: State
    reasons: tuple[Fault, ...]
    why: Why | None
    """Why it is away, if that is known."""
    detail: str
    """What the system says, where there are no better words; without the password of the address."""
    picture: bytes | None
    """JPEG, 640 wide at most: the last one of this input."""


class Showing(Struct, frozen=True, tag=True):
    shown: Shown
    wanted: Source


class Thumbnail(Struct, frozen=True, tag=True):
    jpeg: bytes


Up = Listening | Refused | Sample | Changed | Showing | Thumbnail | Published | Taken | Unpublished

_down = msgspec.msgpack.Decoder(Down)
_up = msgspec.msgpack.Decoder(Up)


def decode_down(body: bytes) -> Down:
    """Raises msgspec.MsgspecError."""
    message: Down = _down.decode(body)
    return message


def decode_up(body: bytes) -> Up:
    """Raises msgspec.MsgspecError."""
    message: Up = _up.decode(body)
    return message
