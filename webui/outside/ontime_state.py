"""Efir's state in the shape of Ontime's runtime store (v4), so that what was made for Ontime can read it.

Source of the shape: Ontime's public documentation of its runtime data, and what its Companion module reads. Times of
day are milliseconds after the midnight of the show's zone; lengths are milliseconds; a positive offset is behind.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from control.clock import Instant, plan_time, time_of_day
from control.core.rundown.plan import DAY, Delay, Entry, Group, Item, Milestone, group_of
from control.core.rundown.schedule import Planned, day
from control.core.stage import SecondLine
from control.core.types import EntryId
from control.registry import State
from control.show import Show
from webui.outside.facts import Facts, Reader, clock_of, timer_shown

VERSION = "4.11.0"
"""Whose protocol this is. Ontime's Companion module goes by the first figure."""

Data = dict[str, Any]
AUX = ("aux-1", "aux-2", "aux-3")
"""The named timers that stand for Ontime's three."""
SOURCES = {f"aux{number}": name for number, name in enumerate(AUX, 1)}
"""What the second line may show of them."""
AUX_LENGTH = 300_000
"""Of one that nobody has used yet."""

_END_ACTIONS = {"wait": "none", "load": "load-next", "play": "play-next"}
_TIMER_TYPES = {"down": "count-down", "up": "count-up", "clock": "clock", "none": "none"}
_MOVING = {"timer": ("current", "elapsed", "expectedFinish", "secondaryTimer"), "offset": ("absolute", "relative")}


class Draft(Struct, frozen=True):
    """A message that was typed but is not shown: Ontime keeps such, Efir does not."""

    text: str = ""
    blink: bool = False


NO_DRAFT = Draft()


def ontime_state(state: State, show: Show, now: Instant, draft: Draft = NO_DRAFT) -> Data:
    """Pure."""
    return project(Reader(show).read(state, now), draft)


def project(facts: Facts, draft: Draft = NO_DRAFT) -> Data:
    group = facts.item.group if facts.item is not None else None
    whole: Data = {
        "clock": time_of_day(facts.now, facts.place),
        "timer": _timer(facts),
        "message": _message(facts, draft),
        "rundown": _rundown(facts),
        "offset": _offset(facts),
        "eventNow": event(facts, facts.item),
        "eventNext": event(facts, facts.after),
        "eventFlag": event(facts, facts.flag),
        "groupNow": entry(facts, facts.state.rundown.plan.entries[group]) if group is not None else None,
        "ping": 1,
    }
    for number, name in enumerate(AUX, 1):
        whole[f"auxtimer{number}"] = _aux(facts, name)
    return whole


def settled(key: str, value: Any) -> Any:
    """What is worth telling: clocks by the second, the rest as it is."""
    if key == "clock":
        return value // 1000
    if key.startswith("auxtimer"):
        return {**value, "current": -(-value["current"] // 1000)}
    if key in _MOVING and value is not None:
        return value | {name: _second(value[name]) for name in _MOVING[key]}
    return value


def _second(value: int | None) -> int | None:
    return value // 1000 if value is not None else None


# --- the parts ---


def _timer(facts: Facts) -> Data:
    run = facts.state.rundown.run
    playing, timer, left = run.playing, run.playing.timer, facts.left
    nothing = {"current": None, "duration": None, "elapsed": None, "expectedFinish": None, "startedAt": None}
    common = {"addedTime": playing.added, "phase": _phase(facts), "playback": playback(facts), "secondaryTimer": None}
    if facts.item is None or timer is None or left is None or playing.mode == "idle":
        return nothing | common
    if playing.mode == "waiting" and playing.at is not None:
        return nothing | common | {"duration": timer.total, "secondaryTimer": playing.at - facts.time}
    shown = common | {"current": left, "duration": timer.total}
    if playing.mode == "loaded":
        return nothing | shown
    return shown | {
        "elapsed": timer.total + playing.added - left,
        "expectedFinish": time_of_day(Instant(facts.time + left), facts.place),
        "startedAt": time_of_day(playing.started, facts.place) if playing.started is not None else None,
    }


def playback(facts: Facts) -> str:
    run = facts.state.rundown.run
    match run.playing.mode:
        case "loaded":
            return "armed"
        case "waiting":
            return "roll"
        case "on":
            return "pause" if not run.playing.running else "roll" if run.roll else "play"
    return "stop"


def _phase(facts: Facts) -> str:
    mode, left = facts.state.rundown.run.playing.mode, facts.left
    if mode == "waiting":
        return "pending"
    if mode != "on" or facts.item is None or left is None:
        return "none"
    if left < 0:
        return "overtime"
    if left <= facts.item.danger:
        return "danger"
    return "warning" if left <= facts.item.warning else "default"


def _message(facts: Facts, draft: Draft) -> Data:
    message = facts.state.stage.message
    timer = {
        "text": message.text if message is not None else draft.text,
        "visible": message is not None,
        "blink": message.blink if message is not None else draft.blink,
        "blackout": facts.state.stage.blackout,
        "secondarySource": _source(facts.state.stage.second),
    }
    return {"timer": timer, "secondary": facts.state.stage.second.text}


def _source(second: SecondLine) -> str | None:
    """Of any other named timer Ontime has no word."""
    if second.source == "text":
        return "secondary"
    return next((source for source, timer in SOURCES.items() if second.timer == timer), None)


def _rundown(facts: Facts) -> Data:
    rundown = facts.state.rundown
    played = [item.id for item in rundown.plan.items()]
    planned = [facts.schedule[item] for item in played if item in facts.schedule]
    index = played.index(facts.item.id) if facts.item is not None and facts.item.id in played else None
    begun = rundown.run.begun
    started = rundown.run.actual
    siblings = [actual.start for item, actual in started.items() if _same_group(facts, item)]
    return {
        "selectedEventIndex": index,
        "numEvents": len(played),
        "plannedStart": _plan_time(facts, planned[0].start) if planned else None,
        "plannedEnd": _plan_time(facts, max(one.end for one in planned)) if planned else None,
        "actualStart": time_of_day(begun, facts.place) if begun is not None else None,
        "actualGroupStart": time_of_day(min(siblings), facts.place) if siblings else None,
    }


def _same_group(facts: Facts, other: EntryId) -> bool:
    group = facts.item.group if facts.item is not None else None
    there = facts.state.rundown.plan.entries.get(other)
    return group is not None and there is not None and group_of(there) == group


def _offset(facts: Facts) -> Data:
    offset, run, end = facts.offset, facts.state.rundown.run, facts.end
    flag = facts.expected.get(facts.flag.id) if facts.flag is not None else None
    group = facts.expected.get(facts.item.group) if facts.item is not None and facts.item.group is not None else None
    return {
        "absolute": offset.absolute if offset is not None else 0,
        "relative": offset.relative if offset is not None else 0,
        "mode": "relative" if run.relative else "absolute",
        "expectedGroupEnd": _plan_time(facts, group.end) if group is not None else None,
        "expectedRundownEnd": _plan_time(facts, end) if end is not None else None,
        "expectedFlagStart": _plan_time(facts, flag.start) if flag is not None else None,
    }


def _aux(facts: Facts, name: str) -> Data:
    wire = facts.timers.get(name)
    clock = clock_of(wire) if wire is not None else None
    if wire is None or clock is None:
        untouched = {"duration": AUX_LENGTH, "current": AUX_LENGTH, "addedTime": 0}
        return untouched | {"playback": "stop", "direction": "count-down"}
    shown = timer_shown(wire, facts.now)
    return {
        "duration": clock["total"],
        "current": shown if shown is not None else 0,
        "addedTime": 0,
        "playback": {"running": "start", "paused": "pause"}.get(clock["state"], "stop"),
        "direction": "count-up" if wire["kind"] == "count-up" else "count-down",
    }


# --- entries of the plan ---


def event(facts: Facts, item: Item | None) -> Data | None:
    return entry(facts, item) if item is not None else None


def entry(facts: Facts, one: Entry) -> Data:
    planned = facts.schedule.get(one.id)
    match one:
        case Item():
            return _item(facts, one, planned)
        case Group():
            return _group(facts, one, planned)
        case Milestone():
            return _named(one) | {"type": "milestone", "cue": one.number, "parent": one.group}
        case Delay():
            return {"type": "delay", "id": one.id, "duration": one.by, "parent": one.group}


def _named(one: Item | Group | Milestone) -> Data:
    return {
        "id": one.id,
        "title": one.title,
        "note": one.note,
        "colour": one.colour or "",
        "custom": dict(one.custom),
        "revision": one.revision,
    }


def _item(facts: Facts, item: Item, planned: Planned | None) -> Data:
    delay = planned.delay if planned is not None else 0
    start = _plan_time(facts, Instant(planned.start - delay)) if planned is not None else item.start or 0
    length = planned.length if planned is not None else item.duration
    return _named(item) | {
        "type": "event",
        "flag": item.flag,
        "cue": item.number,
        "endAction": _END_ACTIONS[item.at_end],
        "timerType": _TIMER_TYPES[item.display],
        "countToEnd": item.count_to_end,
        "linkStart": item.start is None,
        "timeStrategy": "lock-end" if item.end is not None else "lock-duration",
        "timeStart": start % DAY,
        "timeEnd": (start + length) % DAY,
        "duration": length,
        "skip": item.skip,
        "parent": item.group,
        "timeWarning": item.warning,
        "timeDanger": item.danger,
        "triggers": [],
        "delay": delay,
        "dayOffset": start // DAY,
        "gap": facts.gaps.get(item.id, 0),
    }


def _group(facts: Facts, group: Group, planned: Planned | None) -> Data:
    plan = facts.state.rundown.plan
    children = facts.children.get(group.id, [])
    first = next((plan.item(child) for child in children if plan.item(child) is not None), None)
    return _named(group) | {
        "type": "group",
        "entries": children,
        "targetDuration": group.target,
        "timeStart": _plan_time(facts, planned.start) % DAY if planned is not None else None,
        "timeEnd": _plan_time(facts, planned.end) % DAY if planned is not None else None,
        "duration": planned.length if planned is not None else 0,
        "isFirstLinked": first is not None and first.start is None,
    }


def rundown_data(facts: Facts) -> Data:
    """`GET /data/rundowns/current`."""
    rundown = facts.state.rundown
    plan = rundown.plan
    return {
        "id": "efir",
        "title": facts.show.title,
        "order": [one.id for one in plan if group_of(one) is None],
        "flatOrder": list(plan.order),
        "entries": {one.id: entry(facts, one) for one in plan},
        "revision": rundown.edition,
    }


def custom_fields(facts: Facts) -> Data:
    """`GET /data/custom-fields`."""
    fields = facts.state.rundown.plan.fields
    return {field.id: {"type": "text", "label": field.label, "colour": field.colour or ""} for field in fields}


def _plan_time(facts: Facts, moment: Instant) -> int:
    """ms after the midnight of the plan's first day: past 24 h on the next."""
    rundown = facts.state.rundown
    return plan_time(moment, day(rundown.plan, rundown.today or "1970-01-01"), facts.place)
