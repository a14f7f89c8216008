"""A plan → a table that is pleasant to read, and comes back as the same plan as far as a table carries one."""

from collections.abc import Sequence
from typing import Any, Literal

from control.core.rundown.plan import Delay, Entry, Group, Item, Milestone, Plan, group_of
from control.core.types import EntryId, FieldId
from control.exchange import columns, grid_csv, grid_xlsx, table
from control.exchange.grid_xlsx import Time
from control.exchange.onto import losses
from control.exchange.reading import Fault, Options, in_order, warning
from control.exchange.times import DAY, written
from control.exchange.walls import Wall, on_its_day, walls
from control.language import Texts
from control.show import Language

Value = str | Time | None
ALWAYS = ("number", "title", "start", "duration", "end", "note", "colour", "skip")
"""The rest only where something is written there; the id always, so that the way back knows what is what."""
WIDTHS = {"number": 8, "kind": 9, "group": 18, "title": 36, "start": 10, "linked": 8, "duration": 12, "end": 10}
WIDTHS |= {"note": 40, "script": 60, "colour": 10, "id": 12}
_DEFAULT = Item(id=EntryId("-"))
_SETTLED = frozenset({"kind", "group", "start", "linked", "duration", "end", "lock-end", "id"})


def write(kind: Literal["csv", "xlsx"], plan: Plan, language: Language, title: str) -> bytes:
    texts = Texts(language)
    rows = list(_Rows(plan, texts).rows())
    used = _used(plan, rows)
    headings = [columns.heading(texts, meaning) for meaning in used] + [field.label for field in plan.fields]
    cells = [[row.get(name) for name in (*used, *(_own(field.id) for field in plan.fields))] for row in rows]
    widths = [WIDTHS.get(meaning, 14) for meaning in used] + [20 for _ in plan.fields]
    return sheet(kind, headings, cells, widths, language, title)


def sheet(
    kind: Literal["csv", "xlsx"],
    headings: Sequence[str],
    cells: Sequence[Sequence[Value]],
    widths: Sequence[int],
    language: Language,
    title: str,
) -> bytes:
    """With the delimiter that spreadsheets of that language expect."""
    if kind == "csv":
        return grid_csv.write([headings, *map(_plain, cells)], ";" if language == "ru" else ",")
    return grid_xlsx.write(headings, cells, widths, _sheet_name(title))


def left(kind: Literal["csv", "xlsx"], data: bytes, plan: Plan) -> tuple[Fault, ...]:
    """What of the plan is not in the file that was written of it."""
    if not plan.order:
        return ()
    back = table.read(kind, data, Plan(fields=plan.fields), Options())
    if back.plan is None:
        return in_order([warning("exchange-lost-all"), *back.faults])
    return in_order(losses(plan, back.plan))


def _plain(cells: Sequence[Value]) -> list[str]:
    return [written(cell) if isinstance(cell, Time) else cell or "" for cell in cells]


def _sheet_name(title: str) -> str:
    """Excel allows 31 characters and not these."""
    return "".join("-" if letter in "[]:*?/\\" else letter for letter in title).strip("' ")[:31] or "Efir"


def _used(plan: Plan, rows: list[dict[str, Value]]) -> tuple[str, ...]:
    """A column that says the same everywhere is left out, unless a field of the show's own is called like it: that one
    would be taken for it."""
    entries = list(plan)
    groups = any(isinstance(entry, Group) for entry in entries)
    other = any(not isinstance(entry, Item) for entry in entries)
    wanted = {*ALWAYS, "id", *(columns.known(field.label) for field in plan.fields)}
    wanted |= {"group"} if groups else set()
    wanted |= {"kind"} if other else set()
    wanted |= {"linked"} if any(isinstance(e, Item) and e.start is None for e in entries) else set()
    wanted |= {"lock-end"} if any(isinstance(e, Item) and e.end is not None for e in entries) else set()
    for meaning in columns.FIELDS:
        if meaning not in _SETTLED and any(row.get(meaning) not in (None, "") for row in rows):
            wanted.add(meaning)
    return tuple(meaning for meaning in columns.FIELDS if meaning in wanted)


class _Rows:
    def __init__(self, plan: Plan, texts: Texts) -> None:
        self._plan, self._texts = plan, texts
        self._walls = {item.id: (wall, before) for item, wall, before in walls(plan)}
        self._groups = {entry.id: entry for entry in plan if isinstance(entry, Group)}

    def rows(self) -> Any:
        for entry in self._plan:
            group = self._groups.get(group_of(entry) or EntryId(""))
            common = {
                "id": entry.id,
                "kind": self._word("kind", type(entry).__name__.lower()),
                "group": (group.title.strip() or group.id) if group is not None else "",
            }
            yield {**common, **self._own(entry)}

    def _word(self, meaning: str, value: str) -> str:
        return columns.value_words(self._texts, meaning, value)

    def _own(self, entry: Entry) -> dict[str, Value]:
        if isinstance(entry, Delay):
            return {"duration": _length(entry.by)}
        found: dict[str, Value] = {"title": entry.title, "note": entry.note, "colour": entry.colour or ""}
        found |= {_own(field): value for field, value in entry.custom.items()}
        match entry:
            case Group(target=target):
                return {**found, "duration": _length(target) if target is not None else None}
            case Milestone(number=number):
                return {**found, "number": number}
            case Item():
                return {**found, **self._item(entry)}

    def _item(self, item: Item) -> dict[str, Value]:
        wall, before = self._walls[item.id]
        values = {"display": item.display, "at-end": item.at_end, "overrun": item.overrun, "missed": item.missed}
        default = {"display": "down", "at-end": "wait", "overrun": "absorb", "missed": "ask"}
        return {
            "number": item.number,
            "start": _time(wall.start, before),
            "linked": self._yes(item.start is None),
            "duration": _length(wall.end - wall.start),
            "end": _time(wall.end, wall),
            "lock-end": self._yes(item.end is not None),
            "count-to-end": self._yes(True) if item.count_to_end else "",
            "script": item.script,
            "skip": self._yes(True) if item.skip else "",
            "flag": self._yes(True) if item.flag else "",
            "warning": _length(item.warning) if item.warning != _DEFAULT.warning else None,
            "danger": _length(item.danger) if item.danger != _DEFAULT.danger else None,
            **{name: self._word(name, value) if value != default[name] else "" for name, value in values.items()},
        }

    def _yes(self, yes: bool) -> str:
        return self._texts.format("exchange-yes" if yes else "exchange-no")


def _own(field: FieldId) -> str:
    """A field may be called like one of the columns."""
    return f"custom {field}"


def _length(ms: int) -> Value:
    """A spreadsheet shows no negative times."""
    return Time(ms) if ms >= 0 else written(ms)


def _time(ms: int, before: Wall | None) -> Time:
    """What the clock shows, if the reader finds the day by itself; otherwise with the hours of the days before."""
    clock = ms % DAY
    return Time(clock if on_its_day(clock, before) == ms else ms)
