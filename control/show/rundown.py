"""The rundown as people write it; what it comes to is `control.core.rundown.written`."""

from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, field

from control.core.types import (
    BankId,
    CameraId,
    EntryId,
    GraphicId,
    InputId,
    SceneId,
    SwitchId,
    TargetId,
    TimerId,
)
from control.show.parts import Colour, Name, Part, Shift, Span, Transition, Volume, WallTime
from control.show.timers import LONGEST_TIMER, TimerRest

Line = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=4_000)]
Script = Annotated[str, Meta(max_length=30_000)]
Length = Annotated[Span, Meta(ge=0, le=604_800_000)]
Day = Annotated[str, Meta(extra={"unit": "date"})]
"""YYYY-MM-DD."""
CueKind = Literal[
    "take", "cut", "preview", "show", "hide", "recall", "home", "feed", "switch", "follow", "unfollow",
    "play", "step", "stop", "update", "clear",
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
    """Of `take` and `switch`."""
    cut: SceneId | None = None
    preview: SceneId | None = None
    show: Name | None = None
    """`scene/item`; so is `hide`."""
    hide: Name | None = None
    recall: Name | None = None
    """`camera/preset`; of the presets in the file."""
    home: CameraId | None = None
    on_air: bool | None = None
    """Of `recall` and `home`: also while the audience sees the camera."""
    feed: CameraId | None = None
    use: Literal["auto", "main", "backup", "slate"] | None = None
    """Of `feed`: the camera and if it fails its backup, or what is held."""
    switch: SwitchId | None = None
    """With the show's transition, or `with` another."""
    camera: CameraId | None = None
    """Of `switch`."""
    follow: SwitchId | None = None
    """Whoever speaks is seen."""
    unfollow: SwitchId | None = None
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
