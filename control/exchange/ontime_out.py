"""A plan → an Ontime project (version 4). Shapes as Ontime 4.11 writes them."""

import re
from typing import Any

import msgspec

from control.core.rundown.plan import Delay, Entry, Field, Group, Item, Milestone, Plan, group_of
from control.core.types import EntryId, FieldId
from control.exchange.ontime import AT_END, DISPLAYS, parse
from control.exchange.onto import losses
from control.exchange.reading import Fault, in_order, warning
from control.exchange.times import DAY
from control.exchange.walls import Wall, walls

_TIMER_TYPES = {display: name for name, display in DISPLAYS.items()}
_END_ACTIONS = {at_end: name for name, at_end in AT_END.items()}
_ASKED_FOR: dict[str, Any] = {"settings": {"version": "4.11.0"}, "viewSettings": {}, "urlPresets": []}
"""Ontime refuses a project without a version, and renames one without the other two as recovered."""
_LABEL = re.compile(r"[A-Za-z0-9_ ]+")


def write(plan: Plan, title: str) -> bytes:
    keys = field_keys(plan.fields)
    wall = {item.id: (where, before) for item, where, before in walls(plan)}
    rundown = {
        "id": "default",
        "title": title,
        "order": [entry.id for entry in plan if group_of(entry) is None],
        "flatOrder": list(plan.order),
        "entries": {entry.id: _entry(entry, plan, keys, wall) for entry in plan},
        "revision": 0,
    }
    fields = {keys[f.id]: {"type": "text", "colour": f.colour or "", "label": f.label} for f in plan.fields}
    project = {"project": {"title": title}, "rundowns": {"default": rundown}, "customFields": fields, **_ASKED_FOR}
    return msgspec.json.format(msgspec.json.encode(project), indent=2)


def left(data: bytes, plan: Plan) -> tuple[Fault, ...]:
    """What of the plan is not in the file that was written of it."""
    back = parse(data, Plan(fields=plan.fields))[0] if plan.order else plan
    faults = list(losses(plan, back))
    faults += [warning("exchange-ontime-label", label=f.label) for f in plan.fields if not _LABEL.fullmatch(f.label)]
    return in_order(faults)


def field_keys(fields: tuple[Field, ...]) -> dict[FieldId, str]:
    """Ontime makes the key of a field from its label."""
    keys: dict[FieldId, str] = {}
    for field in fields:
        key, number = field.label.strip().replace(" ", "_") or field.id, 1
        while key in keys.values():
            number += 1
            key = f"{field.label.strip().replace(' ', '_')}_{number}"
        keys[field.id] = key
    return keys


def _entry(
    entry: Entry, plan: Plan, keys: dict[FieldId, str], wall: dict[EntryId, tuple[Wall, Wall | None]]
) -> dict[str, Any]:
    match entry:
        case Delay(by=by):
            return {"type": "delay", "id": entry.id, "duration": by, "parent": entry.group}
        case Group():
            return {
                "type": "group",
                **_common(entry, keys),
                "entries": list(plan.children(entry.id)),
                "targetDuration": entry.target,
                "revision": 0,
                "timeStart": None,
                "timeEnd": None,
                "duration": 0,
                "isFirstLinked": False,
            }
        case Milestone():
            return {
                "type": "milestone",
                **_common(entry, keys),
                "cue": entry.number,
                "parent": entry.group,
                "revision": 0,
            }
        case Item():
            return _event(entry, keys, *wall[entry.id])
    raise TypeError(entry)


def _common(entry: Item | Group | Milestone, keys: dict[FieldId, str]) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "note": entry.note,
        "colour": entry.colour or "",
        "custom": {keys[field]: value for field, value in entry.custom.items()},
    }


def _event(item: Item, keys: dict[FieldId, str], wall: Wall, before: Wall | None) -> dict[str, Any]:
    return {
        "type": "event",
        **_common(item, keys),
        "flag": item.flag,
        "cue": item.number,
        "endAction": _END_ACTIONS[item.at_end],
        "timerType": _TIMER_TYPES[item.display],
        "countToEnd": item.count_to_end,
        "linkStart": item.start is None,
        "timeStrategy": "lock-end" if item.end is not None else "lock-duration",
        "timeStart": wall.start % DAY,
        "timeEnd": wall.end % DAY,
        "duration": wall.end - wall.start,
        "skip": item.skip,
        "timeWarning": item.warning,
        "timeDanger": item.danger,
        "triggers": [],
        "parent": item.group,
        "revision": item.revision,
        "delay": 0,
        "dayOffset": wall.start // DAY,
        "gap": wall.start - before.end if before is not None else 0,
    }
