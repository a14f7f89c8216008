"""The rundown module, as `control.registry` wants it."""

import hashlib

import msgspec
from msgspec.structs import replace

from control.clock import Duration, Instant, day_of, zone
from control.core.context import Context
from control.core.countdown import Timer
from control.core.rundown import commands as asked
from control.core.rundown import edits, running
from control.core.rundown import events as happened
from control.core.rundown.plan import Plan, first_fault
from control.core.rundown.state import (
    STEPS,
    Actual,
    Asked,
    Playing,
    Result,
    Run,
    RundownState,
    Step,
    Undoing,
)
from control.core.types import Command, CueId, Decision, EntryId, Event
from control.errors import reject

COMMANDS = asked.COMMANDS
EVENTS = happened.EVENTS


def digest(plan: Plan) -> str:
    return hashlib.sha256(msgspec.json.encode(plan, order="deterministic")).hexdigest()


def decide(state: RundownState, command: Command, ctx: Context) -> Decision:
    if isinstance(command, asked.Open):
        return _open(state, command, ctx)
    if isinstance(command, asked.EDITS):
        return edits.decide(state, command, ctx)
    return running.decide(state, command, ctx, evolve)


def _open(state: RundownState, command: asked.Open, ctx: Context) -> Decision:
    events: list[Event] = []
    today = day_of(ctx.now, zone(ctx.show.time_zone)).isoformat()
    if state.today and state.run.begun is not None:
        today = state.today  # a show over midnight keeps its first day
    if (today, ctx.show.time_zone) != (state.today, state.zone):
        events.append(happened.Opened(today, ctx.show.time_zone))
    plan = command.plan
    if plan is None:
        return tuple(events)
    fault = first_fault(plan)
    if fault is not None:
        return fault
    source = digest(plan)
    if source == state.source:
        return tuple(events)
    if state.run.playing.mode != "on" and state.edition == state.source_edition:
        events.append(happened.Replaced(edits.renewed(state.plan, plan), str(ctx.actor), source))
    elif source != state.kept:
        events.append(happened.FileKept(source))
    return tuple(events)


def evolve(state: RundownState, event: Event) -> RundownState:
    if isinstance(event, happened.EDITS):
        return edits.evolve(state, event)
    if isinstance(event, happened.Opened):
        return replace(state, today=event.today, zone=event.zone)
    if isinstance(event, happened.FileKept):
        return replace(state, kept=event.source)
    run = _run(state, event)
    return state if run is state.run else replace(state, run=run)


def _run(state: RundownState, event: Event) -> Run:
    run = state.run
    playing = run.playing
    match event:
        case happened.Went():
            return _went(run, event)
        case happened.MadeReady(item=item, total=total):
            return replace(run, playing=Playing("loaded", item, Timer.of(total)))
        case happened.Awaited(item=item, start=start, total=total):
            return replace(run, playing=Playing("waiting", item, Timer.of(total), at=start))
        case happened.Chosen(item=chosen):
            return replace(run, playing=replace(playing, next=chosen))
        case happened.Paused(at=at) if playing.timer is not None:
            return replace(run, playing=replace(playing, timer=playing.timer.pause(at)))
        case happened.Resumed(at=at) if playing.timer is not None:
            return replace(run, playing=replace(playing, timer=playing.timer.resume(at)))
        case happened.TimeAdded(ms=ms) if playing.timer is not None:
            timer = playing.timer.add(ms)
            # Time given after zero: it will be up once more.
            up = playing.up and ms <= 0
            return replace(run, playing=replace(playing, timer=timer, added=Duration(playing.added + ms), up=up))
        case happened.Stopped(at=at, next=coming):
            return replace(run, playing=Playing(next=coming), actual=_ended(run, playing.item, at))
        case happened.TimeUp():
            return replace(run, playing=replace(playing, up=True))
        case happened.Armed(on=on):
            return replace(run, armed=on)
        case happened.Rolling(on=on):
            return replace(run, roll=on)
        case happened.CountedFrom(relative=relative):
            return replace(run, relative=relative)
        case happened.CueFired(item=item, cue=cue):
            return replace(run, playing=_without(playing, item, cue))
        case happened.CueDone(item=item, cue=cue, outcome=outcome, at=at, code=code, args=args):
            return _told(run, item, cue, Result(outcome, at, code, args))
        case happened.CueMissed(item=item, cue=cue, at=at, ask=ask):
            run = replace(run, playing=_without(playing, item, cue))
            if ask:
                return replace(run, asked=(*run.asked, Asked(item, cue, at)))
            return _told(run, item, cue, Result("skipped", at))
        case happened.Held():
            return replace(run, held=True)
        case happened.Answered(item=item, cue=cue):
            left = tuple(one for one in run.asked if (one.item, one.cue) != (item, cue))
            return replace(run, asked=left, held=run.held and bool(left))
        case happened.WentOn():
            return replace(run, asked=(), held=False)
        case happened.Returned(left=left_as_is):
            return _returned(run, left_as_is)
        case happened.WasReset():
            return Run(armed=run.armed, relative=run.relative)
        case happened.Rehearsing(tempo=tempo):
            if tempo is not None and run.tempo is not None:
                return replace(run, tempo=tempo)
            return Run(armed=run.armed, relative=run.relative, tempo=tempo)
    return run


def _went(run: Run, event: happened.Went) -> Run:
    playing = run.playing
    touched = [event.item] if playing.mode != "on" or playing.item is None else [playing.item, event.item]
    step = Step(playing, event.item, {entry: run.actual.get(entry) for entry in touched})
    actual = _ended(run, playing.item if playing.mode == "on" else None, event.at)
    return replace(
        run,
        playing=Playing("on", event.item, running.started(Timer.of(event.total), event), event.at),
        begun=run.begun if run.begun is not None else event.at,
        behind=event.behind if event.behind is not None else run.behind,
        gos=run.gos + 1,
        held=False,
        actual={**actual, event.item: Actual(event.at)},
        results={**run.results, event.item: {}},
        steps=(*run.steps, step)[-STEPS:],
        left=(),
    )


def _told(run: Run, item: EntryId, cue: CueId, result: Result) -> Run:
    return replace(run, results={**run.results, item: {**run.results.get(item, {}), cue: result}})


def _ended(run: Run, item: EntryId | None, at: Instant) -> dict[EntryId, Actual]:
    actual = run.actual.get(item) if item is not None else None
    if item is None or actual is None or actual.end is not None:
        return run.actual
    return {**run.actual, item: replace(actual, end=at)}


def _without(playing: Playing, item: EntryId, cue: CueId) -> Playing:
    if playing.item != item or cue in playing.fired:
        return playing
    return replace(playing, fired=(*playing.fired, cue))


def _returned(run: Run, left: tuple[CueId, ...]) -> Run:
    step = run.steps[-1]
    actual = dict(run.actual)
    for entry, was in step.actual.items():
        if was is None:
            actual.pop(entry, None)
        else:
            actual[entry] = was
    first = step.before.mode != "on" and not actual
    return replace(
        run,
        playing=step.before,
        begun=None if first else run.begun,
        behind=Duration(0) if first else run.behind,
        gos=run.gos + 1,
        actual=actual,
        results={entry: results for entry, results in run.results.items() if entry in actual},
        steps=run.steps[:-1],
        left=left,
    )


def inverse(before: RundownState, event: Event) -> Command | None:
    match event:
        case happened.Went():
            return asked.GoBack(before.run.gos + 1)
        case happened.TimeAdded(ms=ms):
            return asked.AddTime(Duration(-ms))
        case happened.Chosen():
            return asked.Choose(before.run.playing.next)
        case happened.Armed():
            return asked.Arm(before.run.armed)
        case happened.CountedFrom():
            return asked.CountFrom(before.run.relative)
        case happened.EditUndone():
            return asked.RedoEdit(before.edition + 1)
    if isinstance(event, happened.EDITS):
        return asked.UndoEdit(before.edition + 1)
    return None


def due(state: RundownState) -> tuple[Instant, Command] | None:
    at = running.due_at(state)
    return (at, asked.Due()) if at is not None else None


# --- for the registry: what cues did, and taking a GO back ---


def remember(state: RundownState, undoing: tuple[Undoing, ...], without: tuple[CueId, ...]) -> RundownState:
    """What the cues of this entry of the journal did, kept with the newest GO."""
    run = state.run
    if not run.steps or not (undoing or without):
        return state
    last = run.steps[-1]
    last = replace(last, undoing=last.undoing + undoing, without=last.without + without)
    return replace(state, run=replace(run, steps=(*run.steps[:-1], last)))


def can_go_back(state: RundownState, command: asked.GoBack) -> Decision:
    """() if it can."""
    run = state.run
    if command.over is not None and command.over != run.gos:
        return reject("already-gone")
    if not run.steps or run.playing.mode != "on" or run.playing.item != run.steps[-1].item:
        return reject("nothing-to-go-back")
    return ()


__all__ = ["COMMANDS", "EVENTS", "can_go_back", "decide", "digest", "due", "evolve", "inverse", "remember"]
