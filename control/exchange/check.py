"""What is wrong with a plan that was read, and what is only odd."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from control.core.rundown.plan import Entry, Field, Plan, faults, name_of
from control.core.types import EntryId
from control.exchange.reading import Fault, error, warning
from control.exchange.times import written
from control.exchange.walls import walls
from control.show import Colour

_HEX = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
LONGEST_TEXT = {"number": 200, "title": 200, "label": 200, "note": 4_000, "custom": 4_000, "script": 30_000}
"""Characters, as `control.core.rundown.plan` has it."""

Rows = Mapping[EntryId, int]


def check(plan: Plan, rows: Rows) -> Iterator[Fault]:
    """`rows`: where the entries stand in the file, if it has rows."""
    for entry_id, fault in faults(plan):
        yield error(fault.code, rows.get(entry_id) if entry_id is not None else None, None, **fault.args)
    for field in plan.fields:
        if len(field.label) > LONGEST_TEXT["label"]:
            name = field.label[:80]
            yield error("exchange-column-too-long", None, None, name=name, most=LONGEST_TEXT["label"])
    for entry in plan:
        yield from _too_long(entry, rows.get(entry.id))
    yield from _overlaps(plan, rows)


def _too_long(entry: Entry, row: int | None) -> Iterator[Fault]:
    for name, most in LONGEST_TEXT.items():
        value = getattr(entry, name, "")
        for text in value.values() if isinstance(value, dict) else (value,):
            if len(text) > most:
                yield error("exchange-too-long", row, None, entry=name_of(entry)[:80], field=name, most=most)


def _overlaps(plan: Plan, rows: Rows) -> Iterator[Fault]:
    for item, wall, before in walls(plan):
        if before is not None and not item.skip and wall.start < before.end and item.start is not None:
            yield warning(
                "exchange-overlap",
                rows.get(item.id),
                None,
                entry=name_of(item),
                start=written(wall.start),
                end=written(before.end),
            )


def whole(plan: Plan) -> Plan:
    """The same plan once it has gone through its own types. msgspec.ValidationError where it is none: a check of
    ours is missing."""
    return msgspec.json.decode(msgspec.json.encode(plan), type=Plan)


def colour(text: str) -> Colour | None:
    """`#abc`, `#AABBCC`, `AABBCC`; None for anything else."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1]
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def fresh_id(wanted: str, fallback: str, taken: set[str]) -> str:
    """`wanted`, if it can be an id and nobody has it; otherwise `fallback`, `fallback-2`, …"""
    name, number = (wanted if is_id(wanted) else fallback), 1
    base = fallback
    while name in taken:
        name = base if number == 1 else f"{base}-{number}"
        number += 1
    taken.add(name)
    return name


def field_ids(labels: Mapping[str, str], base: tuple[Field, ...]) -> dict[str, str]:
    """The id of each field of a file (key → label): that of the base's field with its label, else its own key if that
    can be an id."""
    ours: dict[str, list[str]] = {}
    for field in base:
        ours.setdefault(field.label, []).append(field.id)
    kept = {key: ours[label].pop(0) for key, label in labels.items() if ours.get(label)}
    taken = set(kept.values()) | {key for key in labels if is_id(key)}
    return {key: kept.get(key) or (key if is_id(key) else fresh_id(key, "field", taken)) for key in labels}
