"""The live protocol's messages as types: what the socket decodes and encodes; the pages' TypeScript is made from them.

docs/architecture.md ("The live protocol") is the text these follow. Absent means absent: no field is ever null.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from control.views.phone import PhoneWire
from control.views.wire import (
    CallsWire,
    Collection,
    GraphicsWire,
    HealthWire,
    LinkWire,
    LogsWire,
    MarksWire,
    OnAirWire,
    OutputsWire,
    ProgramWire,
    ShowWire,
    SourcesWire,
    StageWire,
    StudioWire,
    SwitchesWire,
)
from control.views.wire_cameras import CamerasWire
from control.views.wire_debate import DebateWire, DeskWire, MeWire
from control.views.wire_feeds import ChangeWire, FeedWire
from control.views.wire_lending import LendWire, LentWire
from control.views.wire_rundown import RundownWire, RunWire
from control.views.wire_timers import TimerWire

ViewName = Literal["panel", "judge", "stage", "backstage", "multiview", "graphics", "phone", "lend"]
Language = Literal["ru", "en"]
CommandKey = Annotated[str, Meta(min_length=1, max_length=64)]
"""Its sender's own id of a command."""


class Message(Struct, frozen=True, tag_field="type", rename="camel"):
    """One text frame: a JSON object that says by `type` what it is."""


# --- client → server ---


class Hello(Message, frozen=True, kw_only=True, tag="hello"):
    """The first message, and again after a gap: asks for a view from where the client is."""

    view: ViewName
    token: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET
    """A link's token; absent: the session cookie says who this is."""
    as_: Annotated[str, Meta(max_length=100)] | UnsetType = field(default=UNSET, name="as")
    """The page's own `?as=`: which link's session, where one browser holds several (three judges in three tabs)."""
    since: tuple[str, int] | UnsetType = UNSET
    """[epoch, seq] of the data the client holds."""
    language: Language | UnsetType = UNSET
    pictures: bool = True
    """False: a page without monitors, which needs none."""


class Ping(Message, frozen=True, tag="ping"):
    t0: float
    """The client's own clock, milliseconds; comes back untouched."""


class Do(Message, frozen=True, kw_only=True, tag="do"):
    """A command. The same `id` again gives the same receipt and changes nothing."""

    id: CommandKey
    command: msgspec.Raw


class Drive(Message, frozen=True, kw_only=True, tag="drive"):
    """Where a hand holds the stick of a camera, −1 … 1 on each axis; at rest it lets go. To be said again every tenth
    of a second while it is held: the camera stops when nothing is heard for a quarter. No answer; but whose hand is
    not obeyed is told why, once (`declined`)."""

    camera: str
    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0
    focus: float = 0.0


class Halt(Message, frozen=True, tag="halt"):
    """Everything of this camera stands still, whoever moves it. No answer."""

    camera: str


class Look(Message, frozen=True, tag="look"):
    """The panel's pages: they show the pictures of these cameras from now on, and of no others. No answer."""

    cameras: Annotated[list[str], Meta(max_length=64)]


class Introduce(Message, frozen=True, tag="introduce"):
    """A guest's name, for the crew's eyes; what cannot be printed and what is too long is cut. No answer."""

    name: Annotated[str, Meta(max_length=400)]


class Post(Struct, frozen=True, kw_only=True):
    """The body of `POST /api/commands`: the same without a socket."""

    id: CommandKey
    command: msgspec.Raw


# --- server → client ---


class Welcome(Message, frozen=True, kw_only=True, tag="welcome"):
    epoch: str
    seq: int
    now: int
    """The server's clock, UTC milliseconds."""
    role: str
    subject: str | UnsetType = UNSET
    version: str
    hand: str
    """This connection, as the hand on a camera (telemetry `heads`)."""
    largest: int
    """Bytes of a message to the server; a larger one ends the connection."""


class Snapshot(Message, frozen=True, kw_only=True, tag="snapshot"):
    """The whole view as it is after entry `seq`."""

    seq: int
    data: Any


class Patch(Message, frozen=True, kw_only=True, tag="patch"):
    """JSON Merge Patch (RFC 7396) from the view at `from` to the view at `seq`."""

    from_: int = field(name="from")
    seq: int
    data: Any


class Pong(Message, frozen=True, kw_only=True, tag="pong"):
    t0: float
    t1: int
    """When the ping was read, the server's clock, UTC milliseconds."""
    t2: int
    """When this answer was written."""


class Beat(Message, frozen=True, tag="beat"):
    now: int


class Problem(Struct, frozen=True):
    """Why not, for a person (`text`, in the client's language) and for a machine (`code`, `args`)."""

    code: str
    args: dict[str, str | int | float]
    text: str


class ReceiptMessage(Message, frozen=True, kw_only=True, tag="receipt"):
    """What became of a command. `ok` means: it is durable, as entry `seq`."""

    id: str
    ok: bool
    seq: int | UnsetType = UNSET
    error: Problem | UnsetType = UNSET


class Live(Message, frozen=True, tag="live"):
    """Telemetry: the newest value of a key; never journaled, lossy."""

    key: str
    data: Any


class Declined(Message, frozen=True, tag="declined"):
    """Why a hand on a camera is not obeyed, or not wholly. A guest is told once for each reason until he is obeyed
    again; whoever's hand the camera itself refuses, once until he lets go."""

    error: Problem


ByeCode = Literal[
    "not-signed-in", "link-invalid", "link-revoked", "link-expired", "signed-out", "not-allowed", "bad-message",
    "too-slow", "going-away",
]  # fmt: skip


class Bye(Message, frozen=True, tag="bye"):
    """Comes before the server closes. Only after `too-slow` and `going-away` is it worth trying again."""

    code: ByeCode
    text: str
    """In the client's language."""


FromClient = Hello | Ping | Do | Drive | Halt | Look | Introduce
FromServer = Welcome | Snapshot | Patch | Pong | Beat | ReceiptMessage | Declined | Live | Bye


# --- the views: maps of slices ---


class PanelData(Struct, frozen=True, kw_only=True):
    show: ShowWire
    studio: StudioWire
    program: ProgramWire
    sources: SourcesWire
    switches: SwitchesWire
    feeds: dict[str, FeedWire]
    """Camera → its feed, of those that Efir reads."""
    history: dict[str, list[ChangeWire]]
    """Camera → how its lines came to be as they are, the oldest first; absent: nothing has happened yet."""
    graphics: GraphicsWire
    outputs: OutputsWire
    marks: MarksWire
    calls: CallsWire
    cameras: CamerasWire
    lending: Collection[LentWire]
    """Of cameras that are lent."""
    stage: StageWire
    rundown: RundownWire
    run: RunWire
    timers: Collection[TimerWire]
    health: HealthWire
    debate: DebateWire | UnsetType = UNSET
    desk: DeskWire | UnsetType = UNSET
    log: LogsWire
    access: Collection[LinkWire]


class JudgeData(Struct, frozen=True, kw_only=True):
    show: ShowWire
    debate: DebateWire | UnsetType = UNSET
    me: MeWire | UnsetType = UNSET


class StageData(Struct, frozen=True, kw_only=True):
    show: ShowWire
    debate: DebateWire | UnsetType = UNSET
    stage: StageWire
    rundown: RundownWire
    """Without what is the crew's own: notes, scripts, columns, cues."""
    run: RunWire
    timers: Collection[TimerWire]


class BackstageData(Struct, frozen=True, kw_only=True):
    show: ShowWire
    studio: StudioWire
    program: ProgramWire
    switches: SwitchesWire
    visible: dict[str, dict[str, bool]]
    """Scene → item → seen."""
    cameras: CamerasWire
    debate: DebateWire | UnsetType = UNSET
    stage: StageWire
    rundown: RundownWire
    run: RunWire
    timers: Collection[TimerWire]


class MultiviewData(Struct, frozen=True, kw_only=True):
    show: ShowWire
    studio: StudioWire
    program: ProgramWire
    sources: SourcesWire
    switches: SwitchesWire
    feeds: dict[str, FeedWire]
    debate: DebateWire | UnsetType = UNSET
    rundown: RundownWire
    """Without what is the crew's own."""
    run: RunWire
    timers: Collection[TimerWire]
    health: HealthWire


class PhoneData(Struct, frozen=True, kw_only=True):
    show: ShowWire
    phone: PhoneWire | UnsetType = UNSET
    """Absent: the show has this camera no more."""


class LendData(Struct, frozen=True, kw_only=True):
    show: ShowWire
    lend: LendWire | UnsetType = UNSET
    """Absent: the show has this camera no more."""


class Views(Struct, frozen=True, kw_only=True):
    """View → its data."""

    panel: PanelData
    judge: JudgeData
    stage: StageData
    backstage: BackstageData
    multiview: MultiviewData
    graphics: OnAirWire
    phone: PhoneData
    lend: LendData
