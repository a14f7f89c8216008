"""The rundown module, as `control.registry` wants it."""

import hashlib

import msgspec
from msgspec.structs import replace

from control.clock import Duration, Instant, day_of, later, zone
from control.core.context import Context
from control.core.countdown import Timer
from control.core.rundown import commands as asked
from control.core.rundown import edits, orders, running
from control.core.rundown import events as happened
from control.core.rundown.after_edit import after_edit
from control.core.rundown.moments import due_at, is_played, turns
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
from control.errors import Rejection, reject

COMMANDS = asked.COMMANDS
EVENTS = happened.EVENTS


def digest(plan: Plan) -> str:
    return hashlib.sha256(msgspec.json.encode(plan, order="deterministic")).hexdigest()


def decide(state: RundownState, command: Command, ctx: Context) -> Decision:
    if isinstance(command, asked.Open):
        return _open(state, command, ctx)
    if isinstance(command, asked.EDITS):
        decision = edits.decide(state, command, ctx)
        if isinstance(decision, Rejection) or not decision:
            return decision
        return (*decision, *after_edit(state, decision, ctx, evolve))
    return orders.decide(state, command, ctx, evolve)


def _open(state: RundownState, command: asked.Open, ctx: Context) -> Decision:
    events: list[Event] = []
    today = day_of(ctx.now, zone(ctx.show.time_zone)).isoformat()
    turning = turns(state)
    if state.today and (is_played(state) or (turning is not None and ctx.now < turning)):
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
        events.append(happened.Replaced(plan, str(ctx.actor), source))
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
            timer = playing.timer.resume(at)
            if playing.until is not None:
                timer = replace(timer, target=later(playing.until, playing.added))
            return replace(run, playing=replace(playing, timer=timer, set_at=at))
        case happened.TimeAdded(ms=ms, at=at) if playing.timer is not None:
            timer = playing.timer.add(ms)
            # Time given after zero: it will be up once more, if it is enough.
            up = playing.up and timer.left(at) <= 0
            added = Duration(playing.added + ms)
            return replace(run, playing=replace(playing, timer=timer, added=added, up=up, set_at=at))
        case happened.Stopped(at=at, next=coming, pushed=pushed):
            return replace(run, playing=Playing(next=coming), actual=_ended(run, playing.item, at), pushed=pushed)
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
        case happened.Returned(left=left_as_is, at=at):
            run = _returned(run, left_as_is, at)
            chosen = run.playing.next
            gone = chosen is not None and state.plan.item(chosen) is None
            return replace(run, playing=replace(run.playing, next=None)) if gone else run
        case happened.WasReset():
            return Run(gos=run.gos + 1, armed=run.armed, relative=run.relative)
        case happened.Rehearsing(tempo=tempo):
            if tempo is not None and run.tempo is not None:
                return replace(run, tempo=tempo)
            return Run(gos=run.gos + 1, armed=run.armed, relative=run.relative, tempo=tempo)
    return run


def _went(run: Run, event: happened.Went) -> Run:
    playing = run.playing
    touched = [event.item] if playing.mode != "on" or playing.item is None else [playing.item, event.item]
    step = Step(
        replace(playing, fired=tuple(cue for cue in playing.fired if cue not in event.ended)),
        event.item,
        {entry: run.actual.get(entry) for entry in touched},
        event.ended,
        _results(run, event.item, event.ended if event.item == playing.item else ()),
        tuple(one for one in run.asked if one.item == event.item),
        run.held,
        run.pushed,
    )
    actual = _ended(run, playing.item if playing.mode == "on" else None, event.at)
    return replace(
        run,
        playing=Playing("on", event.item, running.started(Timer.of(event.total), event), event.at, until=event.until),
        begun=run.begun if run.begun is not None else event.at,
        behind=event.behind if event.behind is not None else run.behind,
        pushed=event.pushed,
        gos=run.gos + 1,
        held=False,
        asked=tuple(one for one in run.asked if one.item != event.item),
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


def _results(run: Run, item: EntryId | None, but: tuple[CueId, ...]) -> dict[CueId, Result] | None:
    """Of an item, without those of cues that a GO fires as it leaves it; None: it was not on the air."""
    known = run.results.get(item) if item is not None else None
    return {cue: one for cue, one in known.items() if cue not in but} if known is not None else None


def _as_it_was(playing: Playing, at: Instant, *, roll: bool) -> Playing:
    """Its clock ran on meanwhile: cues that it passed happen now. A zero that it passed is past: whoever takes a GO
    back does not want it again."""
    if playing.mode == "waiting" and playing.at is not None and (playing.at <= at or not roll):
        return replace(playing, mode="loaded", at=None)
    if playing.mode != "on" or playing.timer is None:
        return playing
    return replace(playing, set_at=at, up=playing.up or (playing.running and playing.timer.left(at) <= 0))


def _returned(run: Run, left: tuple[CueId, ...], at: Instant) -> Run:
    step = run.steps[-1]
    results = dict(run.results)
    if step.before.mode == "on" and step.before.item is not None:
        results[step.before.item] = _results(run, step.before.item, step.ended) or {}
    if step.results is not None:
        results[step.item] = step.results
    else:
        results.pop(step.item, None)
    actual = dict(run.actual)
    for entry, was in step.actual.items():
        if was is None:
            actual.pop(entry, None)
        else:
            actual[entry] = was
    first = step.before.mode != "on" and not actual
    return replace(
        run,
        playing=_as_it_was(step.before, at, roll=run.roll),
        begun=None if first else run.begun,
        behind=Duration(0) if first else run.behind,
        pushed=step.pushed,
        gos=run.gos + 1,
        actual=actual,
        results=results,
        asked=run.asked + step.asked,
        held=step.held,
        steps=run.steps[:-1],
        left=left,
    )


def inverse(before: RundownState, event: Event) -> Command | None:
    run = before.run
    match event:
        case happened.Went():
            return asked.GoBack(run.gos + 1)
        case happened.TimeAdded(ms=ms):
            return asked.AddTime(Duration(-ms), over=run.gos)
        case happened.Chosen():
            return asked.Choose(run.playing.next, over=run.gos, mode=run.playing.mode)
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
    at = due_at(state)
    return (at, asked.Due()) if at is not None else None


# --- for `control.entries`: what cues did, and taking a GO back ---


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
    if (before := run.steps[-1].before.item) is not None and state.plan.item(before) is None:
        return reject("entry-gone")
    return ()


__all__ = ["COMMANDS", "EVENTS", "can_go_back", "decide", "digest", "due", "evolve", "inverse", "remember"]
