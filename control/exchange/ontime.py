"""Ontime projects (version 4, and the flat rundown of version 3) → a plan. Shapes as Ontime 4.11 writes them.

What of an event Efir has no counterpart for is listed once a field; nothing is left out silently.
"""

from collections import Counter
from typing import Any

import msgspec
from msgspec.structs import replace

from control.clock import Duration, PlanTime
from control.core.rundown.plan import AtEnd, Delay, Display, Entry, Field, Group, Item, Milestone, Overrun, Plan
from control.core.types import EntryId, FieldId
from control.exchange import check
from control.exchange.ontime_file import (
    OF_GROUPS,
    RUNTIME,
    SHAPES,
    Event,
    Listed,
    OntimeDelay,
    OntimeGroup,
    OntimeMilestone,
    Shape,
    chosen,
    decoded,
    rundowns,
)
from control.exchange.onto import Carried, onto
from control.exchange.reading import Fault, Reading, UnreadableError, error, in_order, is_fatal, unreadable, warning
from control.exchange.times import DAY
from control.exchange.walls import Wall, not_before, wall_of

DISPLAYS: dict[str, Display] = {"count-down": "down", "count-up": "up", "clock": "clock", "none": "none"}
AT_END: dict[str, AtEnd] = {"none": "wait", "load-next": "load", "play-next": "play"}
CARRIED: Carried = {
    Item: frozenset(
        [
            "group",
            "number",
            "title",
            "note",
            "colour",
            "skip",
            "flag",
            "start",
            "duration",
            "end",
            "count_to_end",
            "display",
            "warning",
            "danger",
            "at_end",
        ]
    ),
    Group: frozenset(["title", "note", "colour", "target"]),
    Milestone: frozenset(["group", "number", "title", "note", "colour"]),
    Delay: frozenset(["group", "by"]),
}
_LEFT = ("settings", "viewSettings", "urlPresets", "automation", "project", "views", "aliases", "osc", "http")


def read(data: bytes, base: Plan, rundown: str | None = None) -> Reading:
    """`base`: the plan that is there, for what Ontime does not know of an entry with the same id. `rundown`: its id or
    title, where a project has several; absent: the first."""
    try:
        plan, faults, names = parse(data, base, rundown)
    except UnreadableError as error_:
        return unreadable(error_)
    return Reading(None if is_fatal(faults) else check.whole(plan), in_order(faults), rundowns=names)


def parse(data: bytes, base: Plan, rundown: str | None = None) -> tuple[Plan, list[Fault], tuple[str, ...]]:
    """The plan, whatever is wrong with it, and the names of the project's rundowns. UnreadableError."""
    project = decoded(data)
    found = rundowns(project)
    name, listed = chosen(found, rundown)
    reader = _Reader(project.get("customFields"), base)
    plan = reader.plan(listed)
    faults = [*reader.faults, *check.check(plan, {})]
    names = tuple(title for title, _ in found.values())
    if len(names) > 1 and rundown is None:
        faults.append(warning("exchange-ontime-rundowns", name=name, count=len(names) - 1))
    if any(project.get(key) for key in _LEFT):
        faults.append(warning("exchange-ontime-settings"))
    return plan, faults, names


class _Reader:
    def __init__(self, custom_fields: Any, base: Plan) -> None:
        self.faults: list[Fault] = []
        self._base = base
        self._defined: dict[str, Any] = custom_fields if isinstance(custom_fields, dict) else {}
        labels = {key: self._label(key) for key in self._defined}
        self._field_ids = check.field_ids(labels, base.fields)
        self._colours = Counter[str]()
        self._unknown = Counter[str]()
        self._ids: dict[str, EntryId] = {}
        self._taken: set[str] = set()
        self._before: Wall | None = None

    def plan(self, listed: Listed) -> Plan:
        entries: list[Entry] = []
        groups: set[str] = set()
        for number, (raw, listed_in) in enumerate(listed, 1):
            shape = self._shape(raw, number)
            if shape is None:
                continue
            self._ids[shape.id] = EntryId(check.fresh_id(shape.id, f"o{number}", self._taken))
            if isinstance(shape, OntimeGroup):
                groups.add(shape.id)
                entries.append(self._group(shape))
                continue
            parent = listed_in if listed_in is not None else shape.parent
            group = self._ids[parent] if parent in groups else None
            entries.append(self._entry(shape, group))
        plan = replace(Plan.of(*entries), fields=self._fields(entries))
        plan = onto(self._base, plan, CARRIED, {field.id for field in plan.fields})
        self._say_what_is_left()
        return plan

    def _shape(self, raw: Any, number: int) -> Shape | None:
        kind = SHAPES.get(str(raw.get("type"))) if isinstance(raw, dict) else None
        if kind is None:
            self.faults.append(error("exchange-ontime-kind", row=number))
            return None
        try:
            shape = msgspec.convert(raw, kind, strict=True)
        except msgspec.ValidationError as error_:
            field = str(error_).rpartition("`$.")[2].rstrip("`") or "?"
            self.faults.append(error("exchange-ontime-entry", row=number, field=field))
            return None
        known = {field.encode_name for field in msgspec.structs.fields(kind)} | RUNTIME
        if kind is OntimeGroup:
            known |= OF_GROUPS
        self._unknown.update(
            key for key, value in raw.items() if key not in known and value not in (None, "", 0, [], {})
        )
        return shape

    def _entry(self, shape: Shape, group: EntryId | None) -> Entry:
        entry_id = self._ids[shape.id]
        match shape:
            case OntimeMilestone(cue=cue, title=title, note=note):
                return Milestone(
                    id=entry_id,
                    group=group,
                    number=cue or "",
                    title=title or "",
                    note=note or "",
                    colour=self._colour(shape.colour),
                    custom=self._custom(shape.custom),
                )
            case OntimeDelay(duration=duration):
                return Delay(id=entry_id, group=group, by=Duration(round(duration)))
            case Event():
                return self._item(shape, entry_id, group)
        raise TypeError(shape)

    def _group(self, shape: OntimeGroup) -> Group:
        return Group(
            id=self._ids[shape.id],
            title=shape.title or "",
            note=shape.note or "",
            colour=self._colour(shape.colour),
            target=Duration(round(shape.target_duration)) if shape.target_duration is not None else None,
            custom=self._custom(shape.custom),
        )

    def _item(self, event: Event, entry_id: EntryId, group: EntryId | None) -> Item:
        name = " ".join(part for part in (event.cue, event.title) if part) or event.id
        for field in ("time_start", "time_end"):
            if not 0 <= getattr(event, field) <= DAY:
                self.faults.append(error("exchange-ontime-time", None, None, entry=name))
        if event.duration < 0:
            self.faults.append(error("exchange-negative", None, None, entry=name))
        to_end = event.count_to_end or event.is_time_to_end or event.timer_type == "time-to-end"
        overrun: Overrun = "stop" if event.end_action == "stop" else "absorb"
        item = Item(
            id=entry_id,
            group=group,
            number=event.cue or "",
            title=event.title or "",
            note=event.note or "",
            colour=self._colour(event.colour),
            skip=event.skip,
            flag=event.flag,
            count_to_end=to_end,
            display=DISPLAYS.get(event.timer_type, "down"),
            warning=Duration(round(max(0, event.time_warning))),
            danger=Duration(round(max(0, event.time_danger))),
            at_end=AT_END.get(event.end_action, "wait"),
            overrun=overrun,
            custom=self._custom(event.custom),
        )
        item = self._timed(item, event)
        if not item.skip:
            self._before = wall_of(item, self._before)
        return item

    def _timed(self, item: Item, event: Event) -> Item:
        linked = bool(event.link_start) and (self._before is not None or event.time_start == 0)
        start = None if linked else PlanTime(starts(round(event.time_start), self._before))
        length = Duration(round(max(0, event.duration)))
        item = replace(item, start=start, duration=length)
        # Counting to the end needs an end; Ontime has one also where the duration is locked.
        if event.time_strategy != "lock-end" and not (item.count_to_end and linked):
            return item
        begin = wall_of(item, self._before).start
        end = not_before(round(event.time_end) % DAY, begin)
        return replace(item, end=PlanTime(end), duration=Duration(end - begin))

    # --- what is in several kinds ---

    def _colour(self, text: str | None) -> str | None:
        if not text:
            return None
        found = check.colour(text)
        if found is None:
            self._colours[text] += 1
        return found

    def _custom(self, values: dict[str, Any]) -> dict[FieldId, str]:
        found: dict[FieldId, str] = {}
        for key, value in values.items():
            if value not in (None, ""):
                found[self._field(key)] = value if isinstance(value, str) else str(value)
        return found

    def _field(self, key: str) -> FieldId:
        """Also of one that is used without being defined."""
        if key not in self._field_ids:
            self._field_ids[key] = check.fresh_id(key, "field", set(self._field_ids.values()))
        return FieldId(self._field_ids[key])

    def _label(self, key: str) -> str:
        defined = self._defined.get(key)
        label = defined.get("label") if isinstance(defined, dict) else None
        return label if isinstance(label, str) and label else key

    def _fields(self, entries: list[Entry]) -> tuple[Field, ...]:
        """Those that are defined, and those that are used all the same."""
        fields = []
        for key, field_id in self._field_ids.items():
            defined = self._defined.get(key)
            text = defined.get("colour") if isinstance(defined, dict) else None
            colour = self._colour(text if isinstance(text, str) else None)
            fields.append(Field(id=FieldId(field_id), label=self._label(key), colour=colour))
        return tuple(fields)

    def _say_what_is_left(self) -> None:
        for key, count in self._unknown.items():
            self.faults.append(warning("exchange-ontime-left", key=key[:80], count=count))
        for colour, count in self._colours.items():
            self.faults.append(warning("exchange-colour", colour=colour[:80], count=count))


def starts(clock: int, before: Wall | None) -> int:
    """When an event of this `timeStart` begins, by Ontime's own rule: an event behind one that crossed midnight, or
    that begins not later than the one before began, is of the next day. (Ontime makes an exception where the one
    before has no length; here time does not go back there either.)"""
    if before is None:
        return clock
    day, was = divmod(before.start, DAY)
    length = before.end - before.start
    if clock < was or (length > 0 and (clock == was or was + length >= DAY)):
        day += 1
    return day * DAY + clock
