"""When something happens by itself: of the item on the air, and at midnight."""

from datetime import timedelta
from typing import Literal

from msgspec import Struct

from control.clock import Duration, Instant, PlanTime, later, moment_of, zone
from control.core.rundown.plan import Cue, Item
from control.core.rundown.schedule import day
from control.core.rundown.state import RundownState
from control.core.types import CueId, EntryId

What = Literal["cue", "zero", "begin"]


class Moment(Struct, frozen=True):
    at: Instant
    what: What
    cue: CueId | None = None
    item: EntryId | None = None


def next_moment(state: RundownState) -> Moment | None:
    """The earliest of what is still to come, or is overdue; in show time."""
    playing = state.run.playing
    if playing.mode == "waiting" and playing.at is not None:
        return Moment(playing.at, "begin", item=playing.item)
    item = state.plan.item(playing.item)
    if playing.mode != "on" or item is None:
        return None
    found = [
        Moment(at, "cue", cue.id, item.id)
        for cue in item.cues
        if cue.id not in playing.fired and (at := cue_moment(state, item, cue)) is not None
    ]
    zero = playing.timer.target if playing.timer is not None else None
    if zero is not None and not playing.up:
        found.append(Moment(playing.since(zero), "zero", item=item.id))
    return min(found, key=lambda moment: moment.at, default=None)


def cue_moment(state: RundownState, item: Item, cue: Cue) -> Instant | None:
    """None: not by a clock, or not while the clock stands, or it was past when the item began."""
    playing = state.run.playing
    started, timer = playing.started, playing.timer
    if started is None or timer is None:
        return None
    if cue.when == "time":
        at = moment_of(PlanTime(cue.by), day(state.plan, state.today), zone(state.zone))
        return playing.since(at) if at >= started else None
    begun = playing.elapsed_from()
    if begun is None or timer.target is None:
        return None
    match cue.when:
        case "after":
            at = later(begun, Duration(cue.by))
        case "warning":
            at = later(timer.target, Duration(-item.warning))
        case "danger":
            at = later(timer.target, Duration(-item.danger))
        case "overrun":
            at = later(timer.target, Duration(cue.by))
        case _:
            return None
    return playing.since(at)


LATEST = PlanTime(12 * 3_600_000)
"""After its planned beginning: until then a show that has not begun is late, not early for the next day."""


def is_played(state: RundownState) -> bool:
    """It has begun, or waits for its time: its day stays the day it is of."""
    return state.run.begun is not None or state.run.playing.mode == "waiting"


def turns(state: RundownState) -> Instant | None:
    """When a plan that can be played on any day belongs to the next: at midnight, but not while it is only late; None
    while it is played."""
    if not state.today or state.plan.date is not None or is_played(state):
        return None
    today, place, first = day(state.plan, state.today), zone(state.zone), state.plan.after(None)
    midnight = moment_of(PlanTime(0), today + timedelta(days=1), place)
    if first is None or first.start is None:
        return midnight
    return max(midnight, moment_of(PlanTime(first.start + LATEST), today, place))


def due_at(state: RundownState) -> Instant | None:
    """In real time."""
    moments = []
    moment = next_moment(state)
    tempo = state.run.tempo
    if moment is not None:
        moments.append(tempo.real_time(moment.at) if tempo is not None else moment.at)
    if (turning := turns(state)) is not None:
        moments.append(turning)
    return min(moments, default=None)
