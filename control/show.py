"""The show: what the show file says, checked and frozen. Pure data; reading the file is `control.showfile`.

Sizes are canvas pixels, times are milliseconds, volumes are dB (0 = unchanged, never above +26 as OBS has it).

In the file, whatever has an `id` is written as a mapping from ids, in the order of the file; durations are written
`300ms`, `2s` or `5:00`, wall times `10:00`; secrets are written `!env NAME`; paths are relative to the file and
absolute here.
"""

from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct, field

from control.clock import Duration, PlanTime, TimeOfDay
from control.core.types import (
    BankId,
    CameraId,
    EntryId,
    GraphicId,
    InputId,
    ItemId,
    JudgeId,
    ParticipantId,
    SceneId,
    TargetId,
    TimerId,
    TopicId,
)
from control.secret import Secret

Language = Literal["ru", "en"]
Colour = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?$")]
IDENTIFIER = "^[a-z0-9][a-z0-9-]{0,62}$"
"""What an `id` looks like."""
Name = Annotated[str, Meta(min_length=1, max_length=120)]
Span = Annotated[Duration, Meta(extra={"unit": "duration"})]
"""A duration of the show file."""
Shift = Annotated[Duration, Meta(extra={"unit": "shift"})]
"""A duration that may have a sign."""
WallTime = Annotated[PlanTime, Meta(extra={"unit": "time"})]
"""`10:00`, `10:00:30`; `25:30` is half past one in the morning of the second day."""
DayTime = Annotated[TimeOfDay, Meta(ge=0, lt=86_400_000, extra={"unit": "time-of-day"})]
"""What a clock on the wall shows, in the show's time zone; `19:00` or `19:00:30` in the show file."""
Volume = Annotated[float, Meta(ge=-100, le=26)]
ItemKind = Literal["camera", "media", "image", "colour", "text", "browser", "graphics"]
Fit = Literal["contain", "cover", "stretch", "none"]
TransitionKind = Literal["cut", "fade", "swipe", "slide", "luma_wipe", "fade_to_color"]
Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]
TimerKind = Literal["countdown", "count-up", "time-of-day", "banks"]
LONGEST_TIMER = 360_000_000
"""100 hours."""
TimerLength = Annotated[Span, Meta(ge=1_000, le=LONGEST_TIMER)]
TimerRest = Annotated[Span, Meta(ge=0, le=LONGEST_TIMER)]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping of the show file: its fields are the keys, an unknown key is a fault."""


GRAPHICS_NAME = "Графика"
"""Of the input of Efir's own graphics in OBS: no camera and no microphone can have it."""


class Canvas(Part, frozen=True, kw_only=True):
    width: Annotated[int, Meta(ge=64, le=7680)] = 1920
    height: Annotated[int, Meta(ge=64, le=4320)] = 1080
    fps: Annotated[int, Meta(ge=5, le=120)] = 30


class Obs(Part, frozen=True, kw_only=True):
    url: str = "ws://127.0.0.1:4455"
    password: Secret | None = None
    canvas: Canvas = Canvas()


class Transition(Part, frozen=True, kw_only=True):
    kind: TransitionKind = "fade"
    duration: Annotated[Span, Meta(ge=50, le=20_000)] = Duration(300)
    """The limits are those of OBS; a cut has none."""


class Place(Part, frozen=True, kw_only=True):
    """Where an item stands on the canvas; absent width and height mean the whole canvas."""

    x: int = 0
    y: int = 0
    width: Annotated[int, Meta(ge=1)] | None = None
    height: Annotated[int, Meta(ge=1)] | None = None
    fit: Fit = "cover"


class Camera(Part, frozen=True, kw_only=True):
    id: CameraId
    name: Name
    url: Name
    """A file, or rtsp://, rtmp://, srt://, udp://, tcp://, http(s)://, or `test:Label`: a moving test picture with that
    label and a tone, made at the first start (`devices.footage`)."""
    backup: Name | None = None
    """What takes over when `url` fails; same forms."""
    audio: bool = False
    loop: bool = True


class Media(Part, frozen=True, kw_only=True):
    file: Name
    loop: bool = False
    audio: bool = True


class Text(Part, frozen=True, kw_only=True):
    text: str
    size: Annotated[int, Meta(ge=8, le=500)] = 64
    colour: Colour = "#FFFFFF"


class Browser(Part, frozen=True, kw_only=True):
    url: Name
    width: Annotated[int, Meta(ge=1, le=7680)] | None = None
    height: Annotated[int, Meta(ge=1, le=4320)] | None = None
    """Of the page's window; absent: the canvas's."""


class Item(Part, frozen=True, kw_only=True):
    """One thing in a scene, above those before it: exactly one of camera, media, image, colour, text, browser,
    graphics."""

    id: ItemId
    """Unique in its scene; that of a media item, being an input, in the show."""
    name: str = ""
    """Absent in the file: the camera's name, else the id. Never empty once the file is read."""
    visible: bool = True
    place: Place = Place()
    camera: CameraId | None = None
    media: Media | None = None
    image: Name | None = None
    """A file."""
    colour: Colour | None = None
    text: Text | None = None
    browser: Browser | None = None
    graphics: Literal[True] | None = None
    """Efir's own graphics page over the picture."""

    @property
    def kind(self) -> ItemKind:
        for kind in get_args(ItemKind):
            if getattr(self, kind) is not None:
                found: ItemKind = kind
                return found
        raise ValueError(f"the item {self.id} is of no kind")


class Scene(Part, frozen=True, kw_only=True):
    id: SceneId
    name: Name
    """Also the scene's name in OBS."""
    sources: tuple[Item, ...] = ()
    transition: Transition | None = None
    """Into this scene; absent: the show's own."""


class Audio(Part, frozen=True, kw_only=True):
    """A capture device of the machine OBS runs on."""

    id: InputId
    name: Name
    device: str = "default"
    direction: Literal["input", "output"] = "input"
    volume: Volume = 0.0
    muted: bool = False


class Theme(Part, frozen=True, kw_only=True):
    ground: Colour = "#101418"
    text: Colour = "#FFFFFF"
    accent: Colour = "#E5383B"
    first: Colour = "#2F80ED"
    second: Colour = "#F2994A"
    logo: Name | None = None
    """An image file."""
    corner: Corner = "top-right"
    marks: bool = False
    """Machine-readable marks on the graphics, for tests of the whole way to the audience."""


class Graphic(Part, frozen=True, kw_only=True):
    id: GraphicId
    name: Name
    graphic: Literal["debate-clock", "lower-third", "score-bug", "result-card", "timer", "agenda"]
    source: Literal["debate", "fixed", "timer"] = "debate"
    """`debate`: filled from the running debate; `fixed`: filled from `data`; `timer`: from the named timer `timer`.
    An agenda is always fixed."""
    data: dict[str, str] = field(default_factory=dict)
    """Of an agenda: `heading` and `point1` … `point6`; each point that is filled is a step."""
    timer: TimerId | None = None
    corner: Corner | None = None
    """Of a timer, so that several can be on air together; absent: the theme's."""


class Stroke(Part, frozen=True, kw_only=True):
    """A bell of a timer's plan."""

    left: TimerRest
    """What is left on the clock when it rings."""
    strokes: Annotated[int, Meta(ge=1, le=9)] = 1


class Protected(Part, frozen=True, kw_only=True):
    """The parts of a speech in which questions (POI) are not allowed; between them the window is open."""

    first: TimerRest = Duration(0)
    last: TimerRest = Duration(0)


class Bank(Part, frozen=True, kw_only=True):
    """One team's or player's own time."""

    id: BankId
    name: Name
    length: TimerLength | None = None
    """Absent: the timer's `length`."""


class NamedTimer(Part, frozen=True, kw_only=True):
    """A clock anybody can be shown: what it is, not how far it has run (`control.core.timers`).

    Which keys belong to which kind is in `control.core.timer_plans`. What `warning`, `danger` and `bells` count is what
    is left: to the end of the length, to the limit of a count-up, to the time of day.
    """

    id: TimerId
    name: Name
    kind: TimerKind
    length: TimerLength | None = None
    """Of a countdown; of every bank that has none of its own."""
    limit: TimerLength | None = None
    """Of a count-up; absent: it has no end."""
    at: DayTime | None = None
    """The time of day that is counted down to."""
    warning: TimerRest | None = None
    danger: TimerRest | None = None
    bells: tuple[Stroke, ...] = ()
    protected: Protected | None = None
    banks: tuple[Bank, ...] = ()


class Participant(Part, frozen=True, kw_only=True):
    id: ParticipantId
    name: Name
    caption: str | None = None


class Judge(Part, frozen=True, kw_only=True):
    id: JudgeId
    name: Name
    caption: str | None = None
    conflicts: tuple[ParticipantId, ...] = ()
    """Participants this judge declared an interest in: no ballot for their pairs (clause 5.8.1.3.1)."""


class Topic(Part, frozen=True, kw_only=True):
    id: TopicId
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    first: Name = "за"
    second: Name = "против"
    """The two positions («позиции»)."""


class Rules(Part, frozen=True, kw_only=True):
    """Parameters of the rulebook `paired-debates`; what each decides is in the digest's last table."""

    draw_method: Literal["commit_reveal", "manual"] = "commit_reveal"
    scores_step: Literal["1", "0.5", "0.1"] = "1"
    rematch_counts_for: Literal["odd_participant", "both", "best"] = "odd_participant"
    prepare: Annotated[Span, Meta(ge=0, le=86_400_000)] = Duration(120_000)
    debate: Annotated[Span, Meta(ge=1_000, le=86_400_000)] = Duration(300_000)
    warnings: tuple[Annotated[Span, Meta(ge=0, le=86_400_000)], ...] = (Duration(60_000), Duration(15_000))
    """What is left on the clock when a bell rings."""
    min_judges: Annotated[int, Meta(ge=1)] = 3


class Contest(Part, frozen=True, kw_only=True):
    rulebook: Literal["paired-debates"] = "paired-debates"
    rules: Rules = Rules()
    nomination: str = ""
    participants: tuple[Participant, ...]
    judges: tuple[Judge, ...]
    topics: tuple[Topic, ...]


class Stream(Part, frozen=True, kw_only=True):
    server: Name
    """rtmp://, rtmps:// or srt://."""
    key: Secret = Secret("")
    name: str = ""
    video_kbps: Annotated[int, Meta(ge=100, le=60_000)] = 4500


class Record(Part, frozen=True, kw_only=True):
    folder: Name = "recordings"
    format: Literal["mkv", "mp4", "mov", "hybrid_mp4"] = "mkv"
    """`hybrid_mp4`: OBS 30.2 and later; markers become its chapters. An older OBS records mkv instead."""


class Outputs(Part, frozen=True, kw_only=True):
    stream: Stream | None = None
    record: Record | None = None


class Target(Part, frozen=True, kw_only=True):
    """Somebody outside whom cues and operators may call, by name: exactly one of `webhook` and `osc`."""

    id: TargetId
    name: Name
    webhook: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    """http:// or https://. What of it is secret comes by `!env` or is the `token`."""
    token: Secret | None = None
    """Sent with a webhook as `Authorization: Bearer …`."""
    osc: Name | None = None
    """`host:port`."""
    timeout: Annotated[Span, Meta(ge=100, le=60_000)] = Duration(10_000)
    """How long a webhook's answer is waited for."""


# --- the rundown as people write it; what it comes to is `control.core.rundown.written`

Line = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=4_000)]
Script = Annotated[str, Meta(max_length=30_000)]
Length = Annotated[Span, Meta(ge=0, le=604_800_000)]
Day = Annotated[str, Meta(extra={"unit": "date"})]
"""YYYY-MM-DD."""
CueKind = Literal[
    "take", "cut", "preview", "show", "hide", "play", "step", "stop", "update", "clear",
    "mute", "unmute", "volume", "fade", "stream", "record", "mark", "say", "hush", "blackout",
    "second_line", "second_timer", "second_off", "timer", "call",
]  # fmt: skip
TimerAct = Literal["start", "pause", "reset", "switch", "set", "adjust"]
OSC_ADDRESS = r"^(/[^\s#*,/?\[\]{}]+)+$"
"""OSC 1.0, "OSC Address Patterns": `/lights/1/on`, without wildcards."""
OscAddress = Annotated[str, Meta(pattern=OSC_ADDRESS, max_length=200, extra={"unit": "osc-address"})]


class PlanCue(Part, frozen=True, kw_only=True):
    """What happens by itself: exactly one of the keys of `CueKind`, and when; without a moment, at the item's start."""

    id: Annotated[str, Meta(extra={"unit": "id"})] | None = None
    """Absent: made of what the cue does (`take-slate`, `take-slate-2`), so it stays the same when cues are added."""
    note: Line = ""
    # The moment: none, or one of these; `after` may stand beside `when: overrun`.
    after: Annotated[Span, Meta(ge=0, le=86_400_000)] | None = None
    """The item's start on its own clock, or the end of its time (`when: overrun`)."""
    time: WallTime | None = None
    when: Literal["start", "warning", "danger", "overrun", "end"] | None = None
    # What it does.
    take: SceneId | None = None
    """With the transition into that scene, or its own."""
    transition: Transition | None = field(name="with", default=None)
    """Of `take`."""
    cut: SceneId | None = None
    preview: SceneId | None = None
    show: Name | None = None
    """`scene/item`; so is `hide`."""
    hide: Name | None = None
    play: GraphicId | None = None
    step: GraphicId | None = None
    """To the next step, or to `number`."""
    number: Annotated[int, Meta(ge=1)] | None = None
    """Of `step`; the first is 1."""
    stop: GraphicId | None = None
    update: GraphicId | None = None
    data: dict[str, Line] | None = None
    """Of `update`."""
    clear: Literal[True] | None = None
    """All graphics."""
    mute: InputId | None = None
    unmute: InputId | None = None
    volume: InputId | None = None
    fade: InputId | None = None
    db: Volume | None = None
    """Of `volume` and `fade`."""
    over: Annotated[Span, Meta(ge=0, le=60_000)] | None = None
    """Of `fade`."""
    stream: bool | None = None
    record: bool | None = None
    mark: Line | None = None
    """A marker; its text may be empty."""
    say: Annotated[str, Meta(min_length=1, max_length=120)] | None = None
    """To the people on stage."""
    tone: Literal["info", "warning", "danger"] | None = None
    """Of `say`."""
    blink: bool | None = None
    """Of `say`."""
    hush: Literal[True] | None = None
    blackout: bool | None = None
    """The stage's screens black; false: no longer."""
    second_line: Annotated[str, Meta(min_length=1, max_length=120)] | None = None
    """Words under the stage's clock."""
    second_timer: TimerId | None = None
    """A timer there."""
    second_off: Literal[True] | None = None
    timer: TimerId | None = None
    do: TimerAct | None = None
    """Of `timer`; so are the next three."""
    bank: BankId | None = None
    to: TimerRest | None = None
    """Of `do: set`: what the clock shows."""
    by: Annotated[Shift, Meta(ge=-LONGEST_TIMER, le=LONGEST_TIMER)] | None = None
    """Of `do: adjust`."""
    call: TargetId | None = None
    method: Literal["POST", "PUT", "PATCH", "DELETE", "GET"] | None = None
    """Of a call to a webhook; so is `body`."""
    body: Any = None
    """JSON, as YAML says it."""
    address: OscAddress | None = None
    """Of a call by OSC; so is `args`."""
    args: tuple[int | float | str | bool, ...] | None = None

    @property
    def kind(self) -> CueKind:
        for kind in get_args(CueKind):
            if getattr(self, kind) is not None:
                found: CueKind = kind
                return found
        raise ValueError("the cue does nothing")


class PlanEntry(Part, frozen=True, kw_only=True):
    """An item; with `milestone: true` a milestone; with `delay` a delay, which has no other key."""

    id: EntryId
    number: Line = ""
    title: Line = ""
    note: Paragraph = ""
    colour: Colour | None = None
    custom: dict[str, Paragraph] = field(default_factory=dict)
    milestone: Literal[True] | None = None
    delay: Annotated[Shift, Meta(ge=-86_400_000, le=86_400_000)] | None = None
    script: Script = ""
    skip: bool = False
    flag: bool = False
    start: WallTime | None = None
    """Absent: when the item before it ends."""
    duration: Length | None = None
    """An item has this or `end`."""
    end: WallTime | None = None
    count_to_end: bool = False
    display: Literal["down", "up", "clock", "none"] = "down"
    warning: Length | None = None
    """Absent: a minute, or `danger` if that is longer."""
    danger: Length | None = None
    """Absent: 15 s, or `warning` if that is shorter."""
    at_end: Literal["wait", "load", "play"] = "wait"
    overrun: Literal["absorb", "push", "compress", "stop"] = "absorb"
    missed: Literal["skip", "hold", "ask"] = "ask"
    cues: tuple[PlanCue, ...] = ()


class PlanGroup(PlanEntry, frozen=True, kw_only=True):
    """At the top of the rundown; with `items` a group of them, which has no clock and no cues of its own."""

    items: tuple[PlanEntry, ...] | None = None
    target: Length | None = None


class Rundown(Part, frozen=True, kw_only=True):
    date: Day | None = None
    """The first day; absent: whichever day it is played on."""
    fields: dict[str, Annotated[str, Meta(min_length=1, max_length=200)]] = field(default_factory=dict)
    """Columns of the show's own: id → heading."""
    items: tuple[PlanGroup, ...]


Port = Annotated[int, Meta(ge=1, le=65_535)]


class OscPeer(Part, frozen=True, kw_only=True):
    """Where the state is told to, over UDP."""

    host: Annotated[str, Meta(min_length=1, max_length=253)]
    port: Port


class OscIn(Part, frozen=True, kw_only=True):
    """OSC knows no passwords: whoever reaches the port is the operator. `local`: only programs on this computer."""

    port: Port = 8000
    open_to: Literal["local", "network"] = "local"
    feedback: tuple[OscPeer, ...] = ()


class OntimePort(Part, frozen=True, kw_only=True):
    """A port of its own that speaks as Ontime does. `token`: a link's token is asked for, as everywhere; otherwise
    whoever reaches the port is the operator."""

    port: Port = 4001
    open_to: Literal["token", "local", "network"] = "token"


class Outside(Part, frozen=True, kw_only=True):
    """Ways in for machines that are closed unless they are named here."""

    ontime: OntimePort | None = None
    osc: OscIn | None = None


class Show(Part, frozen=True, kw_only=True):
    title: Name
    language: Language = "ru"
    time_zone: str = "Europe/Moscow"
    obs: Obs = Obs()
    cameras: tuple[Camera, ...] = ()
    audio: tuple[Audio, ...] = ()
    scenes: tuple[Scene, ...]
    slate: SceneId | None = None
    """The scene of the panic button; absent: the first scene."""
    transition: Transition = Transition()
    theme: Theme = Theme()
    graphics: tuple[Graphic, ...] = ()
    timers: tuple[NamedTimer, ...] = ()
    contest: Contest | None = None
    rundown: Rundown | None = None
    outputs: Outputs = Outputs()
    outside: Outside = Outside()
    calls: tuple[Target, ...] = ()

    def scene(self, scene_id: SceneId) -> Scene | None:
        return next((scene for scene in self.scenes if scene.id == scene_id), None)

    @property
    def slate_scene(self) -> SceneId:
        return self.slate or self.scenes[0].id

    def audible(self) -> tuple[tuple[InputId, str], ...]:
        """Every input with sound, in the order of the mixer: (id, name)."""
        cameras = [(InputId(camera.id), camera.name) for camera in self.cameras if camera.audio]
        devices = [(device.id, device.name) for device in self.audio]
        media = [
            (InputId(item.id), item.name)
            for scene in self.scenes
            for item in scene.sources
            if item.media is not None and item.media.audio
        ]
        return tuple(devices + cameras + media)
