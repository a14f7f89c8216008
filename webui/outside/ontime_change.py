"""Ontime's `change`: an entry with some of its fields changed. Pure."""

from __future__ import annotations

import math
import re
from typing import Any

import msgspec
from msgspec.structs import replace

from control.clock import Duration, PlanTime, later, plan_time, zone
from control.core.rundown.plan import DAY, Delay, Entry, Group, Item, Milestone
from control.core.rundown.schedule import day, schedule
from control.core.rundown.state import RundownState
from control.errors import Rejection, reject

_COLOUR = re.compile("#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
_AT_END = {"none": "wait", "stop": "wait", "load-next": "load", "play-next": "play"}
_DISPLAY = {"count-down": "down", "count-up": "up", "clock": "clock", "none": "none"}
_TEXTS = {"title": "title", "note": "note", "cue": "number"}
_TRUTHS = {"skip": "skip", "flag": "flag", "countToEnd": "count_to_end"}
_TIMES = ("duration", "timeStart", "timeEnd", "timeWarning", "timeDanger")


def changed(entry: Entry, patch: dict[str, Any], rundown: RundownState) -> dict[str, Any] | Rejection:
    """The whole entry as `rundown.put` takes it, with the revision it has now."""
    if isinstance(entry, Delay):
        return reject("ontime-field", field=next(iter(patch), ""))
    for name, value in patch.items():
        after = _field(entry, name, value, rundown)
        if isinstance(after, Rejection):
            return after
        entry = after
    whole: dict[str, Any] = msgspec.to_builtins(entry)
    return whole


def _field(
    entry: Item | Group | Milestone, name: str, value: Any, rundown: RundownState
) -> Item | Group | Milestone | Rejection:
    wrong = reject("ontime-field", field=name[:40])
    if name in _TEXTS and isinstance(value, str | int | float) and not (name == "cue" and isinstance(entry, Group)):
        return replace(entry, **{_TEXTS[name]: str(value)})
    if name == "colour" and isinstance(value, str):
        if value and not _COLOUR.fullmatch(value):
            return wrong
        return replace(entry, colour=value or None)
    if name == "custom" and isinstance(value, dict):
        return _custom(entry, value, rundown) or wrong
    if name.startswith("custom:"):
        return _custom(entry, {name.removeprefix("custom:"): value}, rundown) or wrong
    if isinstance(entry, Item):
        return _of_item(entry, name, value, rundown) or wrong
    return wrong


def _custom(
    entry: Item | Group | Milestone, values: dict[Any, Any], rundown: RundownState
) -> Item | Group | Milestone | None:
    fields = {str(field.id) for field in rundown.plan.fields}
    if not set(values) <= fields:
        return None
    return replace(entry, custom={**entry.custom, **{name: str(value) for name, value in values.items()}})


def _of_item(item: Item, name: str, value: Any, rundown: RundownState) -> Item | None:
    if name in _TRUTHS:
        truth = {"true": True, "false": False, "1": True, "0": False}.get(str(value).lower())
        return replace(item, **{_TRUTHS[name]: truth}) if truth is not None else None
    if name == "endAction":
        return replace(item, at_end=_AT_END[value]) if isinstance(value, str) and value in _AT_END else None
    if name == "timerType":
        return replace(item, display=_DISPLAY[value]) if isinstance(value, str) and value in _DISPLAY else None
    if name in _TIMES:
        ms = _ms(value)
        return _timed(item, name, ms, rundown) if ms is not None else None
    return None


def _timed(item: Item, name: str, ms: int, rundown: RundownState) -> Item:
    """Times of day are of the day the item is on; what would come before it is of the day after. A length that is given
    counts: an end that was locked moves with it."""
    match name:
        case "timeWarning":
            return replace(item, warning=Duration(ms))
        case "timeDanger":
            return replace(item, danger=Duration(ms))
        case "timeStart" if item.start is not None:
            return replace(item, start=PlanTime(item.start // DAY * DAY + ms))
        case "timeStart":
            return replace(item, start=_first(ms, _begins(rundown.plan.before(item.id), rundown)))
        case "timeEnd" if item.end is None and item.start is not None:
            return replace(item, duration=Duration((ms - item.start) % DAY))
        case "timeEnd":
            begins = _begins(item, rundown)
            whole_days = max(0, (item.end or 0) - begins) // DAY * DAY
            return replace(item, end=_first(ms, PlanTime(begins + whole_days)))
    end = PlanTime(item.start + ms) if item.end is not None and item.start is not None else None
    return replace(item, duration=Duration(ms), end=end)


def _begins(item: Item | None, rundown: RundownState) -> PlanTime:
    """By the plan, without delays: they are beside its times."""
    if item is None:
        return PlanTime(0)
    if item.start is not None:
        return item.start
    first_day, place = day(rundown.plan, rundown.today), zone(rundown.zone)
    planned = schedule(rundown.plan, first_day, place).get(item.id)
    if planned is None:  # it is skipped
        return _begins(rundown.plan.before(item.id), rundown)
    return plan_time(later(planned.start, Duration(-planned.delay)), first_day, place)


def _first(ms: int, since: PlanTime) -> PlanTime:
    """The first time of the plan, from `since` on, at which a clock shows `ms`."""
    return PlanTime(ms + max(0, -((ms - since) // DAY)) * DAY)


def _ms(value: Any) -> int | None:
    """A number of milliseconds, not negative, less than a day, or a text that is one."""
    try:
        number = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        return None
    return round(number) if math.isfinite(number) and 0 <= number < DAY else None
