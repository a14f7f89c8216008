"""The shapes that leave the process, slice by slice. The pages' TypeScript types are generated from these and from
those of the debate, the rundown and the timers in `wire_*.py`.

Absent means absent: an unset field is not sent (never null), so that RFC 7396 merge patches stay exact.
Collections are maps by id plus an order list. Times are UTC milliseconds, durations milliseconds.
"""

from typing import Generic, Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType

T = TypeVar("T")


class Wire(Struct, frozen=True, rename="camel"):
    pass


class Collection(Wire, Generic[T], frozen=True, kw_only=True):
    order: list[str]
    by_id: dict[str, T]


# --- show: what the show file says, as far as people need it ---


class ItemWire(Wire, frozen=True, kw_only=True):
    name: str
    kind: Literal["camera", "switch", "media", "image", "colour", "text", "browser", "graphics"]
    camera: str | UnsetType = UNSET
    switch: str | UnsetType = UNSET


class TransitionWire(Wire, frozen=True, kw_only=True):
    kind: Literal["cut", "fade", "swipe", "slide", "luma_wipe", "fade_to_color"]
    duration: int


class SceneWire(Wire, frozen=True, kw_only=True):
    name: str
    transition: TransitionWire
    """Into it, as the show file has it; the operator's choice stands above it."""
    items: Collection[ItemWire]
    slate: bool | UnsetType = UNSET


class InputWire(Wire, frozen=True, kw_only=True):
    name: str


class CameraWire(Wire, frozen=True, kw_only=True):
    name: str
    phone: bool | UnsetType = UNSET
    """A phone may be this camera."""


class SwitchWire(Wire, frozen=True, kw_only=True):
    """One place in the picture for several cameras."""

    name: str
    cameras: list[str]
    voices: bool | UnsetType = UNSET
    """It can follow who speaks."""


class GraphicWire(Wire, frozen=True, kw_only=True):
    name: str
    graphic: str
    fields: dict[str, str] | UnsetType = UNSET
    """Editable fields with the show file's texts; absent: filled from the debate."""


class TargetWire(Wire, frozen=True, kw_only=True):
    """Whom the show may call; where that is, and its secrets, stay here."""

    name: str
    kind: Literal["webhook", "osc"]


class PersonWire(Wire, frozen=True, kw_only=True):
    name: str
    caption: str | UnsetType = UNSET


class ShowWire(Wire, frozen=True, kw_only=True):
    title: str
    language: Literal["ru", "en"]
    time_zone: str
    nomination: str | UnsetType = UNSET
    participants: dict[str, PersonWire]
    judges: dict[str, PersonWire]


class StudioWire(Wire, frozen=True, kw_only=True):
    """The operator's part of the show."""

    scenes: Collection[SceneWire]
    inputs: Collection[InputWire]
    cameras: Collection[CameraWire]
    switches: Collection[SwitchWire]
    graphics: Collection[GraphicWire]
    targets: Collection[TargetWire]
    can_stream: bool
    can_record: bool
    stream_name: str | UnsetType = UNSET


# --- program ---


class ProgramWire(Wire, frozen=True, kw_only=True):
    scene: str | UnsetType = UNSET
    preview: str | UnsetType = UNSET
    foreign: str | UnsetType = UNSET
    """A scene on air that is not in the show, by its name in OBS; `scene` is absent then."""
    transition: TransitionWire
    """What `auto` will do into the preview."""
    takes: int
    leaving: list[str] | UnsetType = UNSET
    """Cameras that a transition has not let go yet: the audience sees them, whatever is in the scene."""


class FadeWire(Wire, frozen=True, kw_only=True):
    """On its way from `start` (dB) to the sound's `volume`; it may be over."""

    start: float
    begun: int
    duration: int


class SoundWire(Wire, frozen=True, kw_only=True):
    muted: bool
    volume: float
    """dB, -100 … 26. Of a fade: where it goes."""
    fade: FadeWire | UnsetType = UNSET


class SourcesWire(Wire, frozen=True, kw_only=True):
    visible: dict[str, dict[str, bool]]
    """Scene → item → seen."""
    sound: dict[str, SoundWire]


class SwitchStateWire(Wire, frozen=True, kw_only=True):
    camera: str
    """The one that is seen."""
    follows: bool | UnsetType = UNSET
    held: bool | UnsetType = UNSET
    """It follows, but a hand has switched it: until it is told to follow again."""


class SwitchesWire(Wire, frozen=True, kw_only=True):
    by_id: dict[str, SwitchStateWire]


class GraphicStateWire(Wire, frozen=True, kw_only=True):
    playing: bool
    data: dict[str, str] | UnsetType = UNSET
    step: int | UnsetType = UNSET
    """From 0; with `steps`, how many there are. Absent: it just comes and goes."""
    steps: int | UnsetType = UNSET


class GraphicsWire(Wire, frozen=True, kw_only=True):
    by_id: dict[str, GraphicStateWire]


class OutputWire(Wire, frozen=True, kw_only=True):
    wanted: bool
    actual: Literal["off", "starting", "on", "reconnecting", "stopping", "failed"]
    since: int
    detail: str | UnsetType = UNSET


class OutputsWire(Wire, frozen=True, kw_only=True):
    stream: OutputWire
    record: OutputWire


class MarkWire(Wire, frozen=True, kw_only=True):
    at: int
    text: str
    scene: str | UnsetType = UNSET
    """The name of what was on air."""
    item: str | UnsetType = UNSET
    """The rundown's."""
    stream: int | UnsetType = UNSET
    """Since it began; absent: there was none."""
    record: int | UnsetType = UNSET


class MarksWire(Wire, frozen=True, kw_only=True):
    order: list[str]
    """Newest last; at most 500. Keys are their numbers."""
    by_id: dict[str, MarkWire]


class CallWire(Wire, frozen=True, kw_only=True):
    target: str
    name: str
    kind: Literal["webhook", "osc"]
    at: int
    status: Literal["pending", "done", "failed", "unsure"]
    code: str | UnsetType = UNSET
    """Why it failed: a Fluent id."""
    detail: str | UnsetType = UNSET
    """What the other side said, as it said it."""
    address: str | UnsetType = UNSET
    """Of OSC."""
    item: str | UnsetType = UNSET
    """Of the rundown, if one of its cues called."""
    repeated: bool | UnsetType = UNSET
    """By hand, by a call of its own."""


class CallsWire(Wire, frozen=True, kw_only=True):
    order: list[str]
    """Newest last; those that are over, then those that are pending."""
    by_id: dict[str, CallWire]


class MessageWire(Wire, frozen=True, kw_only=True):
    text: str
    tone: Literal["info", "warning", "danger"]
    at: int
    blink: bool | UnsetType = UNSET
    seen: int | UnsetType = UNSET
    """When it was acknowledged."""
    seen_by: str | UnsetType = UNSET
    """The role that did."""


class SecondWire(Wire, frozen=True, kw_only=True):
    """The second line under the stage's clock."""

    source: Literal["nothing", "text", "timer"]
    text: str | UnsetType = UNSET
    """Words that are shown; on the panel also those that wait."""
    timer: str | UnsetType = UNSET
    """Its name and its figures; one that is gone is an empty line."""


class StageWire(Wire, frozen=True, kw_only=True):
    message: MessageWire | UnsetType = UNSET
    blackout: bool | UnsetType = UNSET
    second: SecondWire | UnsetType = UNSET
    """Absent: nothing is shown, and (on the panel) nothing waits."""


class ObsWire(Wire, frozen=True, kw_only=True):
    phase: Literal["connecting", "connected", "lost", "refused"]
    kind: Literal["obs", "rehearsal"]
    since: int
    version: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET


class HealthWire(Wire, frozen=True, kw_only=True):
    obs: ObsWire


# --- clocks ---


class ClockWire(Wire, frozen=True, kw_only=True):
    """A countdown, sent once. Running: `target` is when it reaches zero. Otherwise `left` is what remains.

    Below zero it is overtime («перебор»).
    """

    state: Literal["idle", "running", "paused"]
    total: int
    target: int | UnsetType = UNSET
    left: int | UnsetType = UNSET
    warnings: list[int]


# --- what happened, who may come in ---


class LogWire(Wire, frozen=True, kw_only=True):
    at: int
    actor: str
    """A role, or a role and a person: `judge:ivanova`."""
    who: str | UnsetType = UNSET
    """The person's name where there is one."""
    code: str
    """A Fluent message id (`log-…`) with `args`."""
    args: dict[str, str | int | float]
    undo: bool | UnsetType = UNSET
    """It can be undone now."""
    undone: bool | UnsetType = UNSET


class LogsWire(Wire, frozen=True, kw_only=True):
    order: list[str]
    """Newest last; at most 100. Keys are the journal's sequence numbers."""
    by_id: dict[str, LogWire]


class LinkWire(Wire, frozen=True, kw_only=True):
    role: str
    subject: str | UnsetType = UNSET
    label: str
    created: int
    expires: int | UnsetType = UNSET
    revoked: bool | UnsetType = UNSET


# --- the graphics page ---


class ThemeWire(Wire, frozen=True, kw_only=True):
    ground: str
    text: str
    accent: str
    first: str
    second: str
    corner: Literal["top-left", "top-right", "bottom-left", "bottom-right"]
    logo: str | UnsetType = UNSET
    marks: bool | UnsetType = UNSET


class OnAirGraphicWire(Wire, frozen=True, kw_only=True):
    graphic: str
    playing: bool
    step: int | UnsetType = UNSET
    """Which of its steps it shall show; absent: it has one."""
    data: dict[str, object]


class OnAirWire(Wire, frozen=True, kw_only=True):
    """The whole view of the graphics page."""

    language: Literal["ru", "en"]
    theme: ThemeWire
    graphics: Collection[OnAirGraphicWire]
