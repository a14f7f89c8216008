"""An Ontime project as it lies in its file: the shapes of its entries, and which ones a rundown lists in which order.

Version 4 has several rundowns, each with `entries` by id and an `order` in which groups stand for what they hold;
version 3 has one flat list in which a block is a heading.
"""

from typing import Any

import msgspec
from msgspec import Struct

from control.exchange.reading import UnreadableError

RUNTIME = {
    "type",
    "revision",
    "delay",
    "dayOffset",
    "gap",
    "after",
    "isFirstLinked",
    "startTime",
    "endTime",
    "numEvents",
}
"""Ontime works these out by itself."""
OF_GROUPS = {"timeStart", "timeEnd", "duration", "events", "entries"}


class Event(Struct, rename="camel"):
    id: str = ""
    cue: str | None = ""
    title: str | None = ""
    note: str | None = ""
    end_action: str = "none"
    timer_type: str = "count-down"
    count_to_end: bool = False
    is_time_to_end: bool = False
    """Version 3's name of it."""
    link_start: bool | str | None = False
    """Version 3: the id of the event before."""
    time_strategy: str = "lock-duration"
    time_start: float = 0
    time_end: float = 0
    duration: float = 0
    skip: bool = False
    flag: bool = False
    colour: str | None = ""
    time_warning: float = 120_000
    time_danger: float = 60_000
    custom: dict[str, Any] = {}
    parent: str | None = None


class OntimeGroup(Struct, rename="camel"):
    id: str = ""
    title: str | None = ""
    note: str | None = ""
    colour: str | None = ""
    target_duration: float | None = None
    custom: dict[str, Any] = {}


class OntimeMilestone(Struct, rename="camel"):
    id: str = ""
    cue: str | None = ""
    title: str | None = ""
    note: str | None = ""
    colour: str | None = ""
    custom: dict[str, Any] = {}
    parent: str | None = None


class OntimeDelay(Struct, rename="camel"):
    id: str = ""
    duration: float = 0
    parent: str | None = None


Shape = Event | OntimeGroup | OntimeMilestone | OntimeDelay
SHAPES: dict[str, type[Shape]] = {
    "event": Event,
    "group": OntimeGroup,
    "block": OntimeGroup,
    "milestone": OntimeMilestone,
    "delay": OntimeDelay,
}


def decoded(data: bytes) -> dict[str, Any]:
    try:
        project = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error_:
        raise UnreadableError("exchange-not-json") from error_
    if not isinstance(project, dict):
        raise UnreadableError("exchange-not-ontime")
    return project


Listed = list[tuple[Any, str | None]]
"""Entries as they are, in order, each with the id of the group that lists it."""


def rundowns(project: dict[str, Any]) -> dict[str, tuple[str, Listed]]:
    """id → (title, entries)."""
    flat = project.get("rundown")
    if isinstance(flat, list):
        return {"": ("", _of_version_3(flat))}
    several = project.get("rundowns")
    if several is None and "entries" in project:
        several = {str(project.get("id", "")): project}
    if not isinstance(several, dict):
        raise UnreadableError("exchange-not-ontime")
    found = {
        str(key): (str(one.get("title") or key), _of_version_4(one))
        for key, one in several.items()
        if isinstance(one, dict)
    }
    if not found:
        raise UnreadableError("exchange-empty")
    return found


def chosen(found: dict[str, tuple[str, Listed]], wanted: str | None) -> tuple[str, Listed]:
    for key, (title, listed) in found.items():
        if wanted in (None, key, title):
            if not listed:
                raise UnreadableError("exchange-empty")
            return title, listed
    raise UnreadableError("exchange-ontime-no-rundown", name=wanted or "")


def _of_version_3(flat: list[Any]) -> Listed:
    """A block is a heading: what follows it is in it until the next."""
    listed: Listed = []
    group: str | None = None
    for entry in flat:
        if isinstance(entry, dict) and entry.get("type") in ("block", "group"):
            group = str(entry.get("id", ""))
            listed.append((entry, None))
        else:
            listed.append((entry, group))
    return listed


def _of_version_4(rundown: dict[str, Any]) -> Listed:
    entries = rundown.get("entries")
    if not isinstance(entries, dict):
        return []
    listed: Listed = []
    seen: set[str] = set()

    def add(key: Any, group: str | None) -> None:
        if not isinstance(key, str) or key in seen or key not in entries:
            return
        seen.add(key)
        entry = entries[key]
        listed.append((entry, group))
        if isinstance(entry, dict) and entry.get("type") in ("group", "block") and group is None:
            for child in _ids(entry.get("entries") or entry.get("events")):
                add(child, key)

    for key in (*_ids(rundown.get("order")), *_ids(rundown.get("flatOrder"))):
        add(key, None)
    # What no order names Ontime itself does not show; here it comes last and is not lost.
    for key in entries:
        add(key, None)
    return listed


def _ids(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
