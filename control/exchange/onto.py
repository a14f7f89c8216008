"""A file carries a part of a plan. What it does not carry stays as it was in the plan that is there; what a file that
was written does not carry is said."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import Any

from msgspec.structs import asdict, fields, replace

from control.core.rundown.plan import Entry, Field, Item, Milestone, Plan, name_of
from control.core.types import EntryId, FieldId
from control.exchange.reading import Fault, warning

Carried = Mapping[type, Set[str]]
"""Which fields of which kind of entry a file says something of."""


def known_ids(entries: list[Entry], base: Plan, own: Set[EntryId]) -> dict[EntryId, EntryId]:
    """Whom of the base each entry is, if the file has no ids (`own`: those that it has): the only one of its kind,
    number and title on both sides. Without it an import would take the item from the air and lose its cues."""
    there = Counter(_name(entry) for entry in base)
    here = Counter(_name(entry) for entry in entries)
    ids = {_name(entry): entry.id for entry in base}
    found: dict[EntryId, EntryId] = {}
    for entry in entries:
        name = _name(entry)
        if entry.id not in own and any(name[1:]) and there[name] == here[name] == 1 and ids[name] not in own:
            found[entry.id] = ids[name]
    return found


def _name(entry: Entry) -> tuple[str, str, str]:
    number = entry.number if isinstance(entry, Item | Milestone) else ""
    return type(entry).__name__, number.strip(), getattr(entry, "title", "").strip()


def onto(base: Plan, plan: Plan, carried: Carried, custom: Set[FieldId]) -> Plan:
    """`plan` with what its file does not carry taken from the entries of `base` with the same ids. `custom`: the
    fields of the show's own that it carries."""
    entries: dict[EntryId, Entry] = {}
    for key, entry in plan.entries.items():
        was = base.entries.get(key)
        entries[key] = _joined(was, entry, carried[type(entry)], custom) if type(was) is type(entry) else entry
    used = {field for entry in entries.values() for field in getattr(entry, "custom", {})}
    ours = {field.id for field in plan.fields}
    kept = tuple(field for field in base.fields if field.id not in ours and field.id in used)
    return replace(
        plan, entries=entries, fields=_ordered(base.fields, (*kept, *plan.fields)), date=plan.date or base.date
    )


def _ordered(before: tuple[Field, ...], now: tuple[Field, ...]) -> tuple[Field, ...]:
    place = {field.id: index for index, field in enumerate(before)}
    return tuple(sorted(now, key=lambda field: place.get(field.id, len(place))))


def _joined(was: Any, entry: Any, carried: Set[str], custom: Set[FieldId]) -> Entry:
    changes: dict[str, Any] = {name: getattr(entry, name) for name in carried}
    if hasattr(was, "custom"):
        kept = {key: value for key, value in was.custom.items() if key not in custom}
        changes["custom"] = {**kept, **entry.custom}
    joined: Entry = replace(was, **changes)
    return joined


def losses(plan: Plan, back: Plan) -> Iterator[Fault]:
    """What of `plan` is not in `back`, which was read from the file that was written of it: one line a field."""
    lost: dict[str, list[Entry]] = {}
    for key, entry in plan.entries.items():
        other = back.entries.get(key)
        if type(other) is not type(entry):
            lost.setdefault("entry", []).append(entry)
            continue
        for field in fields(type(entry)):
            if field.name == "duration" and isinstance(entry, Item) and entry.end is not None:
                continue  # follows from the end
            if field.name != "revision" and getattr(entry, field.name) != getattr(other, field.name):
                lost.setdefault(field.name, []).append(entry)
    for name, entries in lost.items():
        yield warning("exchange-lost", field=name, count=len(entries), entry=name_of(entries[0]))
    if plan.date != back.date:
        yield warning("exchange-lost-date")
    if plan.fields != back.fields:
        yield warning("exchange-lost-fields")


def differences(before: Plan, plan: Plan) -> dict[str, int]:
    """How many entries an import brings, changes, leaves and takes away."""
    same = sum(
        1
        for key, entry in plan.entries.items()
        if key in before.entries and _plain(entry) == _plain(before.entries[key])
    )
    both = sum(1 for key in plan.entries if key in before.entries)
    return {
        "added": len(plan.entries) - both,
        "changed": both - same,
        "same": same,
        "removed": len(before.entries) - both,
    }


def _plain(entry: Entry) -> dict[str, Any]:
    return {"": type(entry), **asdict(entry), "revision": 0}
