"""One entry of the journal: what a command does as a whole, over all modules (its cues, what it brings on air, what it
takes back), and what becomes of it in the state and in the log. Pure."""

from collections.abc import Iterable
from functools import reduce

from msgspec.structs import replace

from control.clock import Instant
from control.contest.describe import describe as describe_contest
from control.core import air, cameras, lending, log, marks, program, stage, switches, visits
from control.core.camera_acts import Ordered
from control.core.context import Context
from control.core.describe_cameras import describe as describe_cameras
from control.core.lending_acts import Recall as RecallByGuest
from control.core.log import LogEntry
from control.core.rundown import rundown
from control.core.rundown.acts import MUTED_IN_REHEARSAL
from control.core.rundown.commands import GoBack, Rehearse
from control.core.rundown.describe import describe as describe_rundown
from control.core.rundown.events import CueDone, CueFired, Returned, Went
from control.core.rundown.plan import cue_of, name_of
from control.core.rundown.running import show_time
from control.core.rundown.state import Outcome, Step, Undoing
from control.core.timer_state import find
from control.core.types import Command, CueId, Decision, Event, Rejection
from control.errors import reject
from control.registry import (
    MODULES,
    OUTBOXES,
    State,
    air_of,
    cameras_in,
    cameras_on_air,
    decode_command,
    encode_command,
    evolve,
    home_of,
    inverse,
)


def decide(state: State, command: Command, ctx: Context) -> Decision:
    if isinstance(command, log.Undo):
        return _decide_undo(state, command, ctx)
    if isinstance(command, GoBack):
        return _decide_back(state, command, ctx)
    if isinstance(command, Rehearse) and command.rate and (state.outputs.stream.wanted or state.outputs.record.wanted):
        return reject("rehearsal-while-live")
    if (
        isinstance(command, stage.SetSecond)
        and command.timer is not None
        and find(state.timers, ctx.show, command.timer) is None
    ):
        return reject("no-such-timer")
    if isinstance(command, marks.Mark):
        return marks.mark(state.marks, command, ctx, _on_air(state, ctx))
    if isinstance(command, RecallByGuest):
        recall = lending.recall(state.lending, command, ctx, state.cameras, air_of(state, ctx.show))
        return recall if isinstance(recall, Rejection) else decide(state, recall, ctx)
    name = home_of(command)
    decision: Decision
    if name == "cameras":
        decision = cameras.decide(state.cameras, command, ctx, air_of(state, ctx.show, ctx.soon))
    elif name == "lending":
        decision = lending.decide(state.lending, command, ctx, state.cameras)
    else:
        decision = MODULES[name].decide(getattr(state, name), command, ctx)
    if name == "rundown" and not isinstance(decision, Rejection):
        return _with_cues(state, decision, ctx)
    if name in OUTBOXES and not isinstance(decision, Rejection):
        return (*decision, *_results(state, decision, ctx))
    if name in ("program", "switches") and not isinstance(decision, Rejection):
        return (*decision, *_leaving(state, decision, ctx))
    return decision


def _leaving(state: State, events: tuple[Event, ...], ctx: Context) -> tuple[Event, ...]:
    """What the audience sees besides, until the transition that began is over."""
    change = next((event for event in events if isinstance(event, program.Taken | switches.Switched)), None)
    if change is None or not ctx.show.cameras:
        return ()
    after = reduce(evolve, events, state)
    was, is_now = (cameras_in(each, ctx.show, each.program.scene) for each in (state, after))
    return air.follow(state.air, change, air.Air(was, air_of(state, ctx.show).known), is_now, ctx.now)


def _on_air(state: State, ctx: Context) -> marks.OnAir:
    playing = state.rundown.run.playing
    item = state.rundown.plan.item(playing.item) if playing.mode == "on" else None
    return marks.OnAir(
        scene=state.program.scene,
        foreign=state.program.foreign,
        item=name_of(item) if item is not None else "",
        stream=state.outputs.stream.length(ctx.now),
        record=state.outputs.record.length(ctx.now),
    )


def _with_cues(state: State, events: tuple[Event, ...], ctx: Context) -> tuple[Event, ...]:
    """The events, and after each `CueFired` what its cue does: one entry of the journal, so all of it or nothing.

    Each cue sees what those before it did; what jumps, also what those after it bring on air: it is one moment.
    One that is refused does not stop the others.
    """
    whole, after = _fired(state, events, ctx)
    again = _with_what_comes(whole, after, ctx)
    return whole if again is None else _fired(state, events, again)[0]


def _with_what_comes(whole: tuple[Event, ...], after: State, ctx: Context) -> Context | None:
    """With which an entry that moves cameras is decided once more."""
    if not any(isinstance(event, Ordered) for event in whole):
        return None
    return replace(ctx, soon=ctx.soon | cameras_on_air(after, ctx.show))


def _fired(state: State, events: tuple[Event, ...], ctx: Context) -> tuple[tuple[Event, ...], State]:
    """As `_with_cues`; and the state after it."""
    whole: list[Event] = []
    for event in events:
        state = evolve(state, event)
        whole.append(event)
        if isinstance(event, CueFired):
            done = _fire(state, event, ctx)
            for one in done:
                state = evolve(state, one)
            whole.extend(done)
    return tuple(whole), state


def moves_many(events: tuple[Event, ...]) -> bool:
    """Whether it is a GO with more than one cue, or the like."""
    return sum(isinstance(event, CueFired) for event in events) > 1


def _fire(state: State, fired: CueFired, ctx: Context) -> tuple[Event, ...]:
    def done(outcome: Outcome, code: str = "", args: dict[str, str | int] | None = None) -> CueDone:
        return CueDone(fired.item, fired.cue, outcome, fired.at, code, args or {})

    item = state.rundown.plan.item(fired.item)
    cue = cue_of(item, fired.cue) if item is not None else None
    assert cue is not None
    if state.rundown.run.tempo is not None and isinstance(cue.act, MUTED_IN_REHEARSAL):
        return (done("muted"),)
    decision = decide(state, cue.act, ctx)
    if isinstance(decision, Rejection):
        return (done("refused", decision.code, decision.args),)
    for module in OUTBOXES.values():
        decision, waits = module.of_cue(decision, fired.item, fired.cue)
        if waits is not None:
            return (*decision, done("waiting", args={"call": waits}))
    return (*decision, done("done"))


def _results(state: State, events: tuple[Event, ...], ctx: Context) -> tuple[Event, ...]:
    """Of cues whose act is over now. A cue that was fired again since waits for another one."""
    results: list[Event] = []
    for module_name, module in OUTBOXES.items():
        for ended in (one for event in events for one in module.ended(getattr(state, module_name), event)):
            item, cue = ended.sender.item, ended.sender.cue
            waits = state.rundown.run.results.get(item, {}).get(cue)
            if waits is None or waits.outcome != "waiting" or waits.args.get("call") != ended.id:
                continue
            args: dict[str, str | int] = {"call": ended.id, "detail": ended.detail or "blank"}
            results.append(CueDone(item, cue, "done" if ended.ok else "failed", ctx.now, ended.code, args))
    return tuple(results)


def _decide_back(state: State, command: GoBack, ctx: Context) -> Decision:
    """What the GO's cues did is undone, the newest first; what cannot be, because it has no inverse or the world moved
    on, is listed."""
    refused = rundown.can_go_back(state.rundown, command)
    if isinstance(refused, Rejection):
        return refused
    step = state.rundown.run.steps[-1]
    whole, left, after = _unfired(state, step, ctx)
    again = _with_what_comes(whole, after, ctx)
    if again is not None:
        whole, left, _ = _unfired(state, step, again)
    item = state.rundown.plan.item(step.item)
    at = show_time(state.rundown, ctx.now)
    return (*whole, Returned(tuple(dict.fromkeys(left)), name_of(item) if item is not None else "", at))


def _unfired(state: State, step: Step, ctx: Context) -> tuple[tuple[Event, ...], tuple[CueId, ...], State]:
    """The events; the cues that are not undone; the state after it."""
    whole: list[Event] = []
    left = list(step.without)
    for one in reversed(step.undoing):
        decision = decide(state, decode_command(one.command.encode()), ctx)
        if isinstance(decision, Rejection):
            left.append(one.cue)
            continue
        whole.extend(decision)
        for event in decision:
            state = evolve(state, event)
    return tuple(whole), tuple(left), state


def _decide_undo(state: State, command: log.Undo, ctx: Context) -> Decision:
    entry = state.log.find(command.seq)
    if entry is None or entry.undo is None:
        return reject("cannot-undo")
    if entry.undone:
        return reject("already-undone")
    decision = decide(state, decode_command(entry.undo.encode()), ctx)
    if isinstance(decision, Rejection):
        return decision
    return (*decision, log.Undone(command.seq))


def record(state: State, seq: int, at: Instant, actor: str, events: Iterable[Event]) -> State:
    """One entry of the journal: its events, in order, and what the log says of them."""
    events = tuple(events)
    # A GO, and what takes it back, is one thing to whoever reads the log, whatever its cues did.
    headline = next((event for event in events if isinstance(event, Went | Returned)), None)
    told: tuple[str, log.Args] | None = None
    inverses: list[Command] = []
    undone: int | None = None
    cues = _Cues()
    for event in events:
        before = state
        state = evolve(state, event)
        back = inverse(before, event)
        cues.follow(event, back)
        if isinstance(event, log.Undone):
            undone = event.seq
        elif isinstance(event, visits.Noted):
            actor = event.by  # Efir wrote it down, but this is who did it
        if headline is not None and event is not headline:
            continue
        sentence = log.describe(event) or describe_contest(event) or describe_rundown(event) or describe_cameras(event)
        if sentence is not None and (told is None or undone is not None):
            told = sentence
        if back is not None:
            inverses.append(back)
    if cues.undoing or cues.without:
        state = replace(state, rundown=rundown.remember(state.rundown, tuple(cues.undoing), tuple(cues.without)))
    undo = inverses[0] if len(inverses) == 1 else None  # one command of several would take back only a part
    entries = state.log
    if undone is not None:
        original = entries.find(undone)
        entries = log.mark_undone(entries, undone)
        undo = None
        told = ("log-undone", {"code": original.code, **original.args}) if original else told
    if told is not None:
        code, args = told
        raw = encode_command(undo).decode() if undo is not None else None
        entries = log.add(entries, LogEntry(seq, at, actor, code, args, raw))
    return state if entries is state.log else replace(state, log=entries)


class _Cues:
    """What the cues of one entry did, and how that is taken back."""

    def __init__(self) -> None:
        self.undoing: list[Undoing] = []
        self.without: list[CueId] = []
        self._fired: CueId | None = None

    def follow(self, event: Event, inverse: Command | None) -> None:
        if isinstance(event, CueFired):
            self._fired = event.cue
        elif isinstance(event, CueDone):
            self._fired = None
        elif self._fired is not None and inverse is not None:
            self.undoing.append(Undoing(self._fired, encode_command(inverse).decode()))
        elif self._fired is not None and not isinstance(event, air.EVENTS):
            self.without.append(self._fired)
