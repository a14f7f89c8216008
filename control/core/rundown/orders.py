"""What people ask of a rundown that is played: GO, its clock, one cue, a rehearsal. What follows is `running`'s."""

from control.clock import Instant
from control.core.context import Context
from control.core.rundown import commands as asked
from control.core.rundown import events as happened
from control.core.rundown.plan import name_of
from control.core.rundown.running import LONGEST_STEP, Evolve, Playback
from control.core.rundown.state import Playing, Run, RundownState, Tempo
from control.core.types import Command, Decision, EntryId
from control.errors import Rejection, reject

FASTEST, SLOWEST = 100.0, 0.1
WHAT_IS_ON = (asked.Stop, asked.Pause, asked.Resume, asked.AddTime, asked.Choose)
"""What is meant for what its sender saw on the air."""


def decide(state: RundownState, command: Command, ctx: Context, evolve: Evolve) -> Decision:
    play = Playback(state, ctx, evolve)
    run, playing, now = state.run, state.run.playing, play.now
    if isinstance(command, WHAT_IS_ON) and command.over not in (None, run.gos):
        return reject("moved-on")
    match command:
        case asked.Due():
            play.work_off()
            play.turn(ctx)
        case asked.Go(over=over, item=wanted, next=seen):
            if over is not None and over != run.gos:
                return reject("already-gone")
            item = state.plan.item(wanted) if wanted is not None else play.next_item()
            if item is None:
                return reject("entry-gone" if wanted is not None else "nothing-next")
            if wanted is None and seen not in (None, item.id):
                return reject("next-changed", entry=name_of(item))
            play.begin_rehearsal(item, ctx.now)
            play.go(item, play.now)
        case asked.Load(item=wanted):
            item = state.plan.item(wanted)
            if item is None:
                return reject("entry-gone")
            play.stop(now)
            play.make_ready(item, now)
        case asked.Choose(item=chosen, mode=mode):
            if chosen is not None and state.plan.item(chosen) is None:
                return reject("entry-gone")
            if mode not in (None, playing.mode):
                return reject("moved-on")
            if playing.mode in ("loaded", "waiting") and chosen is not None:
                return decide(state, asked.Load(chosen), ctx, evolve)
            return () if chosen == playing.next else (happened.Chosen(chosen),)
        case asked.Stop():
            if playing.mode == "idle":
                return ()
            if playing.mode != "on":
                return (happened.Stopped(now, "", playing.item, pushed=run.pushed),)
            play.stop(now)
        case asked.Pause() | asked.Resume() | asked.AddTime():
            return _clock(playing, command, now)
        case asked.Arm(on=on):
            return () if on == run.armed else (happened.Armed(on),)
        case asked.Roll(on=on):
            if on == run.roll:
                return ()
            play.happens(happened.Rolling(on))
            if on:
                play.roll()
                if not play.playing.item:
                    return reject("nothing-next")
            elif playing.mode == "waiting" and (waiting := state.plan.item(playing.item)) is not None:
                play.make_ready(waiting, now)
        case asked.CountFrom(relative=relative):
            return () if relative == run.relative else (happened.CountedFrom(relative),)
        case asked.Fire(item=item_id, cue=cue_id) | asked.Answer(item=item_id, cue=cue_id):
            return _one_cue(play, command, item_id, cue_id)
        case asked.GoOn():
            if not run.held and not run.asked:
                return ()
            play.happens(happened.WentOn())
            _go_on(play)
        case asked.Reset():
            if run == Run(gos=run.gos, armed=run.armed, relative=run.relative):
                return ()
            play.happens(happened.WasReset())
            play.turn(ctx)
            if run.tempo is not None:  # a rehearsal begins anew: what was muted stays muted
                again = _rehearse(play, run.tempo.rate, ctx.now)
                play.events += () if isinstance(again, Rejection) else again
        case asked.Rehearse(rate=rate):
            return _rehearse(play, rate, ctx.now)
        case _:
            raise TypeError(command)
    return tuple(play.events)


def _clock(playing: Playing, command: Command, now: Instant) -> Decision:
    timer = playing.timer
    if playing.mode != "on" or timer is None:
        return reject("nothing-on-air")
    match command:
        case asked.Pause():
            return (happened.Paused(now),) if timer.state == "running" else ()
        case asked.Resume():
            return (happened.Resumed(now),) if timer.state == "paused" else ()
        case asked.AddTime(ms=ms):
            if abs(ms) > LONGEST_STEP:
                return reject("add-too-much", minutes=LONGEST_STEP // 60_000)
            return (happened.TimeAdded(ms, now),) if ms else ()
    raise TypeError(command)


def _one_cue(play: Playback, command: asked.Fire | asked.Answer, item_id: EntryId, cue_id: str) -> Decision:
    item = play.state.plan.item(item_id)
    cue = next((cue for cue in item.cues if cue.id == cue_id), None) if item is not None else None
    if isinstance(command, asked.Answer):
        if not any((one.item, one.cue) == (item_id, cue_id) for one in play.state.run.asked):
            return reject("not-asked")
        held = play.state.run.held
        play.happens(happened.Answered(item_id, command.cue))
        if command.fire and item is not None and cue is not None:
            play.fire(item, cue, play.now)
        elif command.fire:
            return reject("cue-gone")
        if held and not play.state.run.held:
            _go_on(play)
        return tuple(play.events)
    if item is None or cue is None:
        return reject("cue-gone")
    play.fire(item, cue, play.now)
    return tuple(play.events)


def _go_on(play: Playback) -> None:
    """Nothing holds any more: what the clock has brought meanwhile happens."""
    if play.state.run.roll and play.state.run.armed:
        play.roll()
    play.work_off()


def _rehearse(play: Playback, rate: float, now: Instant) -> Decision:
    """Show time begins where the plan does, so that its clocks and its offset are those of the day."""
    run = play.state.run
    if rate == 0:
        return (happened.Rehearsing(None),) if run.tempo is not None else ()
    if not SLOWEST <= rate <= FASTEST:  # also refuses NaN
        return reject("rate-out-of-range", fastest=int(FASTEST))
    if run.tempo is not None:
        return (happened.Rehearsing(Tempo(now, run.tempo.show_time(now), rate)),)
    if run.playing.mode == "on":
        return reject("item-on-air")
    if run.begun is not None:
        return reject("show-under-way")  # a rehearsal is a run of its own: this one's times and place would be lost
    first = play.state.plan.after(None)
    planned = play.planned(first.id) if first is not None else None
    if planned is None:
        return reject("nothing-next")
    return (happened.Rehearsing(Tempo(now, planned.start, rate)),)
