"""The shapes that leave the process, slice by slice. The pages' TypeScript types are generated from these.

Absent means absent: an unset field is not sent (never null), so that RFC 7396 merge patches stay exact.
Collections are maps by id plus an order list. Times are UTC milliseconds, durations milliseconds.
"""

from typing import Generic, Literal, TypeVar

from msgspec import UNSET, Struct, UnsetType

from control.core.rundown.plan import Entry, Field
from control.core.rundown.state import Mode, Outcome

T = TypeVar("T")
Side = Literal["first", "second"]
Phase = Literal["idle", "prepare", "debate", "judging", "result"]


class Wire(Struct, frozen=True, rename="camel"):
    pass


class Collection(Wire, Generic[T], frozen=True, kw_only=True):
    order: list[str]
    by_id: dict[str, T]


# --- show: what the show file says, as far as people need it ---


class ItemWire(Wire, frozen=True, kw_only=True):
    name: str
    kind: Literal["camera", "media", "image", "colour", "text", "browser", "graphics"]
    camera: str | UnsetType = UNSET


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


class StageWire(Wire, frozen=True, kw_only=True):
    message: MessageWire | UnsetType = UNSET
    blackout: bool | UnsetType = UNSET


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


# --- named timers ---


class StrokeWire(Wire, frozen=True, kw_only=True):
    left: int
    strokes: int


class ProtectedWire(Wire, frozen=True, kw_only=True):
    """Questions (POI) are allowed after the first and before the last so many milliseconds."""

    first: int
    last: int


class BankWire(Wire, frozen=True, kw_only=True):
    name: str
    clock: ClockWire


class TimerWire(Wire, frozen=True, kw_only=True):
    name: str
    kind: Literal["countdown", "count-up", "time-of-day", "banks"]
    clock: ClockWire | UnsetType = UNSET
    """Absent with banks, which have clocks of their own. Of a count-up: a countdown from its limit; `total` 0: it has
    none, and only overtime is counted."""
    banks: Collection[BankWire] | UnsetType = UNSET
    active: str | UnsetType = UNSET
    """The bank that runs or is next to run."""
    warning: int | UnsetType = UNSET
    danger: int | UnsetType = UNSET
    """What is left when the figures change their look."""
    bells: list[StrokeWire]
    protected: ProtectedWire | UnsetType = UNSET
    at: int | UnsetType = UNSET
    """The time of day that is counted down to: ms after midnight in the show's time zone."""


# --- the debate ---


class DebaterWire(Wire, frozen=True, kw_only=True):
    participant: str
    side: Side
    position: str | UnsetType = UNSET


class ResultWire(Wire, frozen=True, kw_only=True):
    """Only after the reveal."""

    points: int | float
    """All points of all judges."""
    result: int
    """10 or 5 (clause 5.8.1.3.2)."""
    outcome: Literal["win", "loss", "tie"]


class PairWire(Wire, frozen=True, kw_only=True):
    debaters: list[DebaterWire]
    """One debater while the odd participant waits for an opponent."""
    topic: str | UnsetType = UNSET
    """The topic's title."""
    odd: bool | UnsetType = UNSET
    done: bool
    results: dict[str, ResultWire] | UnsetType = UNSET
    """Participant → result, once revealed."""


class CriterionWire(Wire, frozen=True, kw_only=True):
    id: str
    name: str
    """«раскрытие темы» … in the show's language."""
    most: int
    step: float


class BallotStatusWire(Wire, frozen=True, kw_only=True):
    status: Literal["waiting", "received", "recused"]
    revision: int | UnsetType = UNSET
    at: int | UnsetType = UNSET


class DrawWire(Wire, frozen=True, kw_only=True):
    """A draw under way or the last one done: hash first, seed after (commit–reveal)."""

    id: str
    kind: Literal["pairs", "topic", "positions", "opponent"]
    pair: str | UnsetType = UNSET
    items: list[str]
    """What is drawn from, as ids in the order that enters the algorithm."""
    hash: str
    seed: str | UnsetType = UNSET
    word: str | UnsetType = UNSET
    """A word said in the hall between commit and reveal; part of the lot."""
    order: list[str] | UnsetType = UNSET


NextAct = Literal[
    "draw-pairs", "reveal-draw", "select-pair", "draw-opponent", "draw-topic", "draw-positions", "prepare", "start",
    "pause", "resume", "debate", "judging", "wait-for-judges", "reveal", "next-pair", "finished",
]  # fmt: skip


class DebateWire(Wire, frozen=True, kw_only=True):
    """Public part: stage and judges see it too."""

    phase: Phase
    clock: ClockWire
    bells: bool
    pair: str | UnsetType = UNSET
    """The pair on stage."""
    pairs: Collection[PairWire]
    criteria: list[CriterionWire]
    draw: DrawWire | UnsetType = UNSET
    revealed: bool


class TopicWire(Wire, frozen=True, kw_only=True):
    title: str
    first: str
    second: str
    used: bool


class StandingWire(Wire, frozen=True, kw_only=True):
    participant: str
    result: int | float


class DeskWire(Wire, frozen=True, kw_only=True):
    """The operator's part of the debate."""

    next_act: NextAct
    can_back: bool
    draw_method: Literal["commit_reveal", "manual"]
    ballots: dict[str, BallotStatusWire]
    """Judge → status for the pair on stage."""
    topics: dict[str, TopicWire]
    standings: list[StandingWire]


class BallotWire(Wire, frozen=True, kw_only=True):
    scores: dict[str, dict[str, int | float]]
    """Participant → criterion → points."""
    revision: int
    at: int


class MeWire(Wire, frozen=True, kw_only=True):
    """One judge's own slice: nobody else gets it."""

    judge: str
    name: str
    may_score: bool
    """False: a declared interest takes this judge off the pair on stage, or there is nothing to score now."""
    recused: bool
    ballots: dict[str, BallotWire]
    """Pair → own ballot, as received."""


# --- the rundown ---


class AnchorsWire(Wire, frozen=True, kw_only=True):
    """The moments of an item's wall times: pages do the sum (`schedule.ts`) without knowing of time zones."""

    start: int | UnsetType = UNSET
    end: int | UnsetType = UNSET


class EditWire(Wire, frozen=True, kw_only=True):
    """An edit that can be undone, or redone."""

    what: str
    """A Fluent message id: `edit-…`."""
    name: str | UnsetType = UNSET
    by: str


class RundownWire(Wire, frozen=True, kw_only=True):
    """The plan. Entries have the shape in which they are edited; what is absent has its default."""

    edition: int
    date: str | UnsetType = UNSET
    """Absent: it is played on any day."""
    today: str
    """The plan's first day, as things stand."""
    midnight: int
    """When that day begins."""
    fields: list[Field]
    order: list[str]
    by_id: dict[str, Entry]
    anchors: dict[str, AnchorsWire]
    undo: EditWire | UnsetType = UNSET
    redo: EditWire | UnsetType = UNSET


class ItemClockWire(Wire, frozen=True, kw_only=True):
    """As `ClockWire`, without warnings: they are the item's."""

    state: Literal["idle", "running", "paused"]
    total: int
    target: int | UnsetType = UNSET
    left: int | UnsetType = UNSET


class ActualWire(Wire, frozen=True, kw_only=True):
    start: int
    end: int | UnsetType = UNSET


class CueResultWire(Wire, frozen=True, kw_only=True):
    outcome: Outcome
    at: int
    code: str | UnsetType = UNSET
    """Why it was refused: a Fluent message id with `args`."""
    args: dict[str, str | int] | UnsetType = UNSET


class AskedWire(Wire, frozen=True, kw_only=True):
    """A cue that was missed while Efir was down."""

    item: str
    cue: str
    at: int


class TempoWire(Wire, frozen=True, kw_only=True):
    """A rehearsal's time: `show` at `real`, from there `rate` times as fast. All moments of the run are show time."""

    real: int
    show: int
    rate: float


class RunWire(Wire, frozen=True, kw_only=True):
    """Where the show is in the plan."""

    mode: Mode
    item: str | UnsetType = UNSET
    """On the air (`on`), ready (`loaded`), or to begin at `at` (`waiting`)."""
    timer: ItemClockWire | UnsetType = UNSET
    started: int | UnsetType = UNSET
    added: int
    until: int | UnsetType = UNSET
    """Present if its clock counts to the item's planned end: zero is then, but for `added`; no pause moves it."""
    at: int | UnsetType = UNSET
    next: str | UnsetType = UNSET
    """What a GO puts on the air."""
    chosen: bool | UnsetType = UNSET
    """`next` is the operator's choice."""
    fired: list[str]
    up: bool | UnsetType = UNSET
    """The item's clock has reached zero."""
    begun: int | UnsetType = UNSET
    """When the show began."""
    behind: int
    """How late it began, ms."""
    pushed: int | UnsetType = UNSET
    """What gaps may not absorb of the lateness of what is over, ms; against the plan. Absent: nothing."""
    gos: int
    armed: bool
    roll: bool
    relative: bool
    held: bool
    asked: list[AskedWire]
    actual: dict[str, ActualWire]
    results: dict[str, dict[str, CueResultWire]]
    """Item → cue → what became of it."""
    left: list[str]
    """Cues that the last `back` could not undo."""
    can_back: bool
    tempo: TempoWire | UnsetType = UNSET


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
