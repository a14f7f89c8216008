"""What an edit of the plan means for what is ready, awaited or on the air."""

from control.clock import Instant
from control.core.context import Context
from control.core.rundown import events as happened
from control.core.rundown.moments import cue_moment, next_moment
from control.core.rundown.plan import Cue, Item, cue_of
from control.core.rundown.running import Evolve, Playback
from control.core.rundown.state import RundownState
from control.core.types import Event


def after_edit(before: RundownState, edit: tuple[Event, ...], ctx: Context, evolve: Evolve) -> tuple[Event, ...]:
    """What is ready or awaited has its new times. What is on the air goes on as it is: a cue whose moment the edit has
    put into the past does not happen."""
    state = before
    for event in edit:
        state = evolve(state, event)
    play = Playback(state, ctx, evolve)
    was = Playback(before, ctx, evolve)
    mode, item = before.run.playing.mode, state.plan.item(state.run.playing.item)
    if mode == "waiting":
        play.roll(again=False)
    elif mode == "loaded" and item is not None and play.planned(item.id) != was.planned(item.id):
        play.make_ready(item, play.now)
    while (moment := next_moment(play.state)) is not None and moment.at <= play.now:
        item = play.on
        cue = cue_of(item, moment.cue) if item is not None and moment.cue is not None else None
        old = was.on
        known = cue_of(old, cue.id) if old is not None and cue is not None else None
        if item is None or cue is None or (known is not None and _was_due(before, old, known, play.now)):
            break
        play.happens(happened.CueMissed(item.id, cue.id, moment.at, ask=False))
    return tuple(play.events)


def _was_due(state: RundownState, item: Item | None, cue: Cue, now: Instant) -> bool:
    at = cue_moment(state, item, cue) if item is not None else None
    return at is not None and at <= now
