"""Which picture each camera gives: its own, its backup's, or the slate, and how the signals are.

Each camera has up to two *lines*, the camera itself and its backup. A worker (`devices.feeds`) watches both, shows one
and turns to the other by itself when it fails; here is what people want of it and what it told.
"""

from typing import Literal, get_args

from msgspec import Struct, field
from msgspec.structs import replace

from control.clock import Instant
from control.core.context import Context
from control.core.types import CameraId, Command, Decision, Event, FeedFault
from control.errors import reject

Line = Literal["main", "backup"]
Use = Literal["auto", "main", "backup", "slate"]
"""`auto`: the camera, and when it fails its backup; everything else is held by hand until it is `auto` again."""
Showing = Literal["main", "backup", "held", "slate"]
"""`held`: the last picture, for as long as an eye forgives it."""
State = Literal["away", "ok", "doubtful", "bad"]
"""`away`: there is no signal; `doubtful`: look at it; `bad`: not fit for the air."""
Condition = Literal["unknown", State]
"""`unknown`: nobody has told yet."""
Phase = Literal["running", "restarting", "refused"]
"""Of the process that reads a camera. `refused`: it cannot go on, and says why; it is tried again all the same."""
Why = Literal[
    "refused", "unreachable", "unknown-host", "no-answer", "nobody-sends", "password", "forbidden", "no-such-path",
    "server", "broken", "ended", "no-file", "no-device", "not-allowed", "busy", "port-taken", "not-our-address",
    "address", "format", "no-video", "no-decoder", "stalled", "hangs", "failed", "no-srt", "no-phone",
    "phone-connecting", "phone-silent", "other",
]  # fmt: skip
"""Why a line is away; also the end of a Fluent id, `feed-why-…`. Which error is which is `devices.feeds.trouble`."""
KEPT = 20
"""Changes of a camera's lines that are remembered, of both together."""


class LineState(Struct, frozen=True):
    condition: Condition = "unknown"
    reasons: tuple[FeedFault, ...] = ()
    since: Instant = Instant(0)
    picture: str = ""
    """The name of the file with what was seen when it came to be so; empty: there is none."""
    detail: str = ""
    """What the system says, where there are no better words for it; English."""
    why: Why | None = None
    """Why it is away; absent: it is not, or that is not known yet."""


class Change(Struct, frozen=True):
    """How a line came to be, at `seen.since`."""

    line: Line
    seen: LineState


class FeedState(Struct, frozen=True):
    use: Use = "auto"
    showing: Showing | None = None
    """What goes out. Absent: nobody has told yet."""
    since: Instant = Instant(0)
    main: LineState = LineState()
    backup: LineState = LineState()
    process: Phase | None = None
    """Absent: nobody has told yet."""
    code: str = ""
    """Why it is refused: a Fluent message id with `args`."""
    args: dict[str, str] = {}
    history: tuple[Change, ...] = ()
    """The last KEPT, the oldest first. Each lasted until the next one of its line."""

    def line(self, line: Line) -> LineState:
        return self.main if line == "main" else self.backup


class FeedsState(Struct, frozen=True):
    """Only cameras of which something was said or seen."""

    feeds: dict[CameraId, FeedState] = {}


class SetUse(Command, frozen=True, tag="feeds.use"):
    camera: CameraId
    use: Use


class ObserveLine(Command, frozen=True, tag="feeds.observe-line"):
    camera: CameraId
    line: Line
    condition: Condition
    reasons: tuple[FeedFault, ...] = ()
    picture: str = ""
    detail: str = ""
    why: Why | None = None


class ObserveShowing(Command, frozen=True, tag="feeds.observe-showing"):
    camera: CameraId
    showing: Showing


class ObserveProcess(Command, frozen=True, tag="feeds.observe-process"):
    camera: CameraId
    phase: Phase
    code: str = ""
    args: dict[str, str] = field(default_factory=dict)


class Used(Event, frozen=True, tag="feeds.used"):
    camera: CameraId
    use: Use
    was: Use


class LineChanged(Event, frozen=True, tag="feeds.line-changed"):
    camera: CameraId
    line: Line
    condition: Condition
    at: Instant
    reasons: tuple[FeedFault, ...] = ()
    picture: str = ""
    detail: str = ""
    why: Why | None = None


class LineExplained(Event, frozen=True, tag="feeds.line-explained"):
    """It is away as before, and now it is known why, or the reason is another one."""

    camera: CameraId
    line: Line
    detail: str
    why: Why | None = None


class Shown(Event, frozen=True, tag="feeds.shown"):
    camera: CameraId
    showing: Showing
    at: Instant
    first: bool = False
    """Nothing was shown before."""


class ProcessChanged(Event, frozen=True, tag="feeds.process-changed"):
    """Of a process that is gone nothing is known: neither its lines nor what it shows."""

    camera: CameraId
    phase: Phase
    at: Instant
    code: str = ""
    args: dict[str, str] = field(default_factory=dict)
    first: bool = False
    """It runs, as it should, and did so for the first time."""


COMMANDS = (SetUse, ObserveLine, ObserveShowing, ObserveProcess)
EVENTS = (Used, LineChanged, LineExplained, Shown, ProcessChanged)


def of(state: FeedsState, camera: CameraId) -> FeedState:
    return state.feeds.get(camera, FeedState())


def decide(state: FeedsState, command: Command, ctx: Context) -> Decision:
    assert isinstance(command, SetUse | ObserveLine | ObserveShowing | ObserveProcess)
    camera = ctx.show.camera(command.camera)
    if camera is None:
        return reject("no-such-camera", camera=command.camera)
    feed = of(state, camera.id)
    match command:
        case SetUse(use=use):
            if not camera.bridged:
                return reject("feed-direct", camera=camera.name)
            if use == "backup" and camera.backup is None:
                return reject("feed-no-backup", camera=camera.name)
            return () if use == feed.use else (Used(camera.id, use, feed.use),)
        case ObserveLine(line=line, condition=condition, reasons=reasons):
            seen = feed.line(line)
            if (condition, reasons) == (seen.condition, seen.reasons):
                told = (command.why, command.detail)
                news = condition == "away" and command.why is not None and told != (seen.why, seen.detail)
                return (LineExplained(camera.id, line, command.detail, command.why),) if news else ()
            return (
                LineChanged(camera.id, line, condition, ctx.now, reasons, command.picture, command.detail, command.why),
            )
        case ObserveShowing(showing=showing):
            first = feed.showing is None
            return () if showing == feed.showing else (Shown(camera.id, showing, ctx.now, first),)
        case ObserveProcess(phase=phase, code=code, args=args):
            if (phase, code, args) == (feed.process, feed.code, feed.args):
                return ()
            first = phase == "running" and feed.process is None
            return (ProcessChanged(camera.id, phase, ctx.now, code, args, first),)


def evolve(state: FeedsState, event: Event) -> FeedsState:
    match event:
        case Used(camera=camera, use=use):
            return _with(state, camera, replace(of(state, camera), use=use))
        case LineChanged(camera=camera, line=line, condition=condition, at=at, reasons=reasons):
            seen = LineState(condition, reasons, at, event.picture, event.detail, event.why)
            return _with(state, camera, _changed(of(state, camera), line, seen))
        case LineExplained(camera=camera, line=line, detail=detail, why=why):
            feed = of(state, camera)
            seen = replace(feed.line(line), detail=detail, why=why)
            return _with(state, camera, _explained(feed, line, seen))
        case Shown(camera=camera, showing=showing, at=at):
            return _with(state, camera, replace(of(state, camera), showing=showing, since=at))
        case ProcessChanged(camera=camera, phase=phase, at=at, code=code, args=args):
            feed = replace(of(state, camera), process=phase, code=code, args=args)
            if phase != "running":
                feed = replace(_lost(feed, at), showing=None, since=at)
            return _with(state, camera, feed)
    return state


def _with(state: FeedsState, camera: CameraId, feed: FeedState) -> FeedsState:
    return FeedsState({**state.feeds, camera: feed})


def _seen(feed: FeedState, line: Line, seen: LineState) -> FeedState:
    return replace(feed, main=seen) if line == "main" else replace(feed, backup=seen)


def _changed(feed: FeedState, line: Line, seen: LineState) -> FeedState:
    return replace(_seen(feed, line, seen), history=(*feed.history, Change(line, seen))[-KEPT:])


def _explained(feed: FeedState, line: Line, seen: LineState) -> FeedState:
    """Its last change, if that is still remembered, has this reason too."""
    last = max((at for at, change in enumerate(feed.history) if change.line == line), default=None)
    known = tuple(Change(line, seen) if at == last else change for at, change in enumerate(feed.history))
    return replace(_seen(feed, line, seen), history=known)


def _lost(feed: FeedState, at: Instant) -> FeedState:
    """Nothing is known any more of the lines of which something was."""
    for line in get_args(Line):
        if feed.line(line).condition != "unknown":
            feed = _changed(feed, line, LineState(since=at))
    return feed


def inverse(before: FeedsState, event: Event) -> Command | None:
    match event:
        case Used(camera=camera, was=was):
            return SetUse(camera, was)
    return None
