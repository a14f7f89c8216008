"""The show: what the show file says, checked and frozen. Pure data; reading the file is `control.showfile`.

Sizes are canvas pixels, times are milliseconds, volumes are dB (0 = unchanged, never above +26 as OBS has it).
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from control.clock import Duration
from control.core.types import CameraId, GraphicId, InputId, ItemId, JudgeId, ParticipantId, SceneId, TopicId
from control.secret import Secret

Language = Literal["ru", "en"]
Colour = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?$")]
Identifier = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,62}$")]
Volume = Annotated[float, Meta(ge=-100, le=26)]
Fit = Literal["contain", "cover", "stretch", "none"]
TransitionKind = Literal["cut", "fade", "swipe", "slide", "luma_wipe", "fade_to_color"]
Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping of the show file: its fields are the keys, an unknown key is a fault."""


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
    duration: Duration = Duration(300)


class Place(Part, frozen=True, kw_only=True):
    """Where an item stands on the canvas; absent width and height mean the whole canvas."""

    x: int = 0
    y: int = 0
    width: Annotated[int, Meta(ge=1)] | None = None
    height: Annotated[int, Meta(ge=1)] | None = None
    fit: Fit = "cover"


class Camera(Part, frozen=True, kw_only=True):
    id: CameraId
    name: str
    url: str
    """A file (relative to the show file), or rtsp://, rtmp://, srt://, udp://, tcp://, http(s)://."""
    backup: str | None = None
    audio: bool = False
    loop: bool = True


class Media(Part, frozen=True, kw_only=True):
    file: str
    loop: bool = False
    audio: bool = True


class Text(Part, frozen=True, kw_only=True):
    text: str
    size: Annotated[int, Meta(ge=8, le=500)] = 64
    colour: Colour = "#FFFFFF"


class Browser(Part, frozen=True, kw_only=True):
    url: str
    width: int | None = None
    height: int | None = None


class Item(Part, frozen=True, kw_only=True):
    """One thing in a scene: exactly one of camera, media, image, colour, text, browser, graphics."""

    id: ItemId
    name: str
    visible: bool = True
    place: Place = Place()
    camera: CameraId | None = None
    media: Media | None = None
    image: str | None = None
    colour: Colour | None = None
    text: Text | None = None
    browser: Browser | None = None
    graphics: Literal[True] | None = None
    """Efir's own graphics page over the picture."""

    @property
    def kind(self) -> str:
        for kind in ("camera", "media", "image", "colour", "text", "browser", "graphics"):
            if getattr(self, kind) is not None:
                return kind
        raise ValueError(f"the item {self.id} is of no kind")


class Scene(Part, frozen=True, kw_only=True):
    id: SceneId
    name: str
    """Also the scene's name in OBS."""
    sources: tuple[Item, ...] = ()
    transition: Transition | None = None
    """Into this scene; absent: the show's own."""


class Audio(Part, frozen=True, kw_only=True):
    """A capture device of the machine OBS runs on."""

    id: InputId
    name: str
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
    logo: str | None = None
    corner: Corner = "top-right"
    marks: bool = False
    """Machine-readable marks on the graphics, for tests of the whole way to the audience."""


class Graphic(Part, frozen=True, kw_only=True):
    id: GraphicId
    name: str
    graphic: Literal["debate-clock", "lower-third", "score-bug", "result-card"]
    source: Literal["debate", "fixed"] = "debate"
    """`debate`: filled from the running debate; `fixed`: filled from `data`."""
    data: dict[str, str] = field(default_factory=dict)


class Participant(Part, frozen=True, kw_only=True):
    id: ParticipantId
    name: str
    caption: str | None = None


class Judge(Part, frozen=True, kw_only=True):
    id: JudgeId
    name: str
    caption: str | None = None
    conflicts: tuple[ParticipantId, ...] = ()
    """Participants this judge declared an interest in: no ballot for their pairs (clause 5.8.1.3.1)."""


class Topic(Part, frozen=True, kw_only=True):
    id: TopicId
    title: str
    first: str = "за"
    second: str = "против"
    """The two positions («позиции»)."""


class Rules(Part, frozen=True, kw_only=True):
    """Parameters of the rulebook `paired-debates`; what each decides is in the digest's last table."""

    draw_method: Literal["commit_reveal", "manual"] = "commit_reveal"
    scores_step: Literal["1", "0.5", "0.1"] = "1"
    rematch_counts_for: Literal["odd_participant", "both", "best"] = "odd_participant"
    prepare: Duration = Duration(120_000)
    debate: Duration = Duration(300_000)
    warnings: tuple[Duration, ...] = (Duration(60_000), Duration(15_000))
    min_judges: Annotated[int, Meta(ge=1)] = 3


class Contest(Part, frozen=True, kw_only=True):
    rulebook: Literal["paired-debates"] = "paired-debates"
    rules: Rules = Rules()
    nomination: str = ""
    participants: tuple[Participant, ...]
    judges: tuple[Judge, ...]
    topics: tuple[Topic, ...]


class Stream(Part, frozen=True, kw_only=True):
    server: str
    key: Secret = Secret("")
    name: str = ""
    video_kbps: Annotated[int, Meta(ge=100, le=60_000)] = 4500


class Record(Part, frozen=True, kw_only=True):
    folder: str = "recordings"
    format: Literal["mkv", "mp4", "mov"] = "mkv"


class Outputs(Part, frozen=True, kw_only=True):
    stream: Stream | None = None
    record: Record | None = None


class Show(Part, frozen=True, kw_only=True):
    title: str
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
    contest: Contest | None = None
    outputs: Outputs = Outputs()

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
