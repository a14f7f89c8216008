"""The rows of a table → the entries of a plan, one after the other, because what a row says depends on those above it:
its day, the group it stands in, what it is linked to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Duration, PlanTime
from control.core.rundown.plan import Delay, Entry, Field, Group, Item, Milestone, Plan, group_of
from control.core.types import EntryId, FieldId
from control.exchange import check, columns
from control.exchange.columns import VALUES
from control.exchange.grid import Row, is_empty, letters, text
from control.exchange.onto import Carried, known_ids, onto
from control.exchange.reading import Column, Fault, error, warning
from control.exchange.times import DAY, HOUR, Cell, Clock, Length, clock, length, written
from control.exchange.walls import Wall, not_before, on_its_day, wall_of

_ATTRIBUTES = {"count-to-end": "count_to_end", "at-end": "at_end"}
_OF_MILESTONES = frozenset({"number", "title", "note", "colour"})


class Line(Struct, frozen=True):
    """A row whose times are understood. `cells`: meaning → cell, where there is something."""

    row: int
    cells: dict[str, Cell]
    custom: dict[FieldId, str]
    start: Clock | None
    end: Clock | None
    length: Length | None


class Rows:
    """`faults` is added to."""

    def __init__(self, headings: Sequence[Column], base: Plan, faults: list[Fault]) -> None:
        self._columns, self._base, self._faults = headings, base, faults
        self._said = {column.meaning for column in headings}
        self._names = {column.meaning: name_of(headings, place) for place, column in reversed([*enumerate(headings)])}
        self._fields = self._own_fields()
        self._taken: set[str] = set(base.entries)
        self._own: set[EntryId] = set()
        self._before: Wall | None = None
        self._group: Group | None = None
        self._first_day: date | None = None
        self._colours: dict[str, list[int]] = {}
        self._endless: list[int] = []
        self.rows: dict[EntryId, int] = {}
        """Where each entry of the plan stands."""

    def _own_fields(self) -> dict[int, Field]:
        """Column → the show's own field it is: that of the plan that is there, if one is called so."""
        labels = {
            str(place): column.heading for place, column in enumerate(self._columns) if column.meaning == "custom"
        }
        taken: set[str] = {field.id for field in self._base.fields}
        colours = {field.id: field.colour for field in self._base.fields}
        found: dict[int, Field] = {}
        for key, field_id in check.field_ids(labels, self._base.fields).items():
            label = labels[key] or letters(int(key))
            if field_id == key:
                field_id = check.fresh_id(columns.plain(label).replace(" ", "-"), f"field-{int(key) + 1}", taken)
            found[int(key)] = Field(id=FieldId(field_id), label=label, colour=colours.get(FieldId(field_id)))
        return found

    # --- a row by itself ---

    def line(self, row: Row) -> Line:
        cells: dict[str, Cell] = {}
        custom: dict[FieldId, str] = {}
        for place, cell in enumerate(row.cells[: len(self._columns)]):
            if is_empty(cell):
                continue
            if (field := self._fields.get(place)) is not None:
                custom[field.id] = text(cell)
            else:
                cells[self._columns[place].meaning] = cell
        start, end, long = (cells.get(meaning) for meaning in ("start", "end", "duration"))
        found = Line(row.number, cells, custom, clock(start), clock(end), length(long))
        for meaning, cell, value in (("start", start, found.start), ("end", end, found.end)):
            if cell is not None and value is None:
                self._wrong("exchange-not-time", row.number, meaning, cell)
        if long is not None and found.length is None:
            self._wrong("exchange-not-length", row.number, "duration", long)
        return found

    def _wrong(self, code: str, row: int, meaning: str, cell: Cell) -> None:
        self._faults.append(error(code, row, self._names.get(meaning), value=text(cell)[:60]))

    def _text(self, line: Line, meaning: str) -> str:
        return text(line.cells.get(meaning)).strip()

    def _length(self, line: Line, meaning: str, otherwise: Duration) -> Duration:
        cell = line.cells.get(meaning)
        if cell is None:
            return otherwise
        found = length(cell)
        if found is None:
            self._wrong("exchange-not-length", line.row, meaning, cell)
            return otherwise
        if found.ms < 0:
            self._wrong("exchange-negative-length", line.row, meaning, cell)
        return Duration(found.ms)

    def _yes(self, line: Line, meaning: str) -> bool | None:
        """None: the cell says nothing."""
        cell = line.cells.get(meaning)
        if cell is None or isinstance(cell, bool):
            return cell
        found = columns.yes_or_no(text(cell))
        if found is None:
            self._wrong("exchange-not-yes-no", line.row, meaning, cell)
        return found

    def _value(self, line: Line, meaning: str) -> Any:
        """One of `VALUES`; the first where the cell says nothing."""
        cell = line.cells.get(meaning)
        if cell is None:
            return VALUES[meaning][0] if meaning != "missed" else "ask"
        found = columns.values_of(meaning).get(columns.plain(text(cell)))
        if found is None:
            self._wrong("exchange-not-a-value", line.row, meaning, cell)
            return VALUES[meaning][0]
        return found

    def _colour(self, line: Line) -> str | None:
        words = self._text(line, "colour")
        found = check.colour(words)
        if words and found is None:
            self._colours.setdefault(words, []).append(line.row)
        return found

    # --- rows in order ---

    def plan(self, lines: Sequence[Line]) -> Plan:
        days = [one.day for line in lines for one in (line.start, line.end) if one is not None and one.day is not None]
        self._first_day = min(days, default=None)
        self._taken.update(self._text(line, "id") for line in lines)
        entries = [entry for line in lines for entry in self._entries(line)]
        entries = self._known(entries)
        fields = tuple(self._fields.values())
        day = self._first_day.isoformat() if self._first_day is not None else None
        plan = Plan.of(*entries, fields=fields, date=day)
        for words, rows in self._colours.items():
            self._faults.append(
                warning("exchange-colour", rows[0], self._names.get("colour"), colour=words[:60], count=len(rows))
            )
        told = {fault.row for fault in self._faults}
        if endless := [row for row in self._endless if row not in told]:
            self._faults.append(
                warning("exchange-no-length", endless[0], self._names.get("duration"), count=len(endless))
            )
        return onto(self._base, plan, self._carried(), {field.id for field in fields})

    def _entries(self, line: Line) -> Iterator[Entry]:
        """The row's entry; before it the group's, where that has no row of its own and this row is its first."""
        kind = self._value(line, "kind")
        entry_id = self._id(line)
        if kind == "group":
            if line.length is not None and line.length.ms < 0:
                self._wrong("exchange-negative-length", line.row, "duration", line.cells["duration"])
            self._group = Group(
                id=entry_id,
                title=self._text(line, "title") or self._text(line, "group"),
                note=text(line.cells.get("note")),
                colour=self._colour(line),
                target=Duration(line.length.ms) if line.length is not None else None,
                custom=line.custom,
            )
            yield self._group
            return
        group = self._text(line, "group")
        if "group" not in self._said:
            pass  # whatever follows a row of a group is in it
        elif not group:
            self._group = None
        elif self._group is None or group not in (self._group.title.strip(), self._group.id):
            self._group = Group(id=self._fresh(line.row, "g"), title=group)
            self.rows[self._group.id] = line.row
            yield self._group
        yield self._entry(line, kind, entry_id, self._group.id if self._group is not None else None)

    def _entry(self, line: Line, kind: str, entry_id: EntryId, group: EntryId | None) -> Entry:
        if kind == "delay":
            return Delay(id=entry_id, group=group, by=Duration(line.length.ms if line.length is not None else 0))
        number, title = self._text(line, "number"), self._text(line, "title")
        note, script = text(line.cells.get("note")), text(line.cells.get("script"))
        common: dict[str, Any] = {"id": entry_id, "group": group, "number": number, "title": title, "note": note}
        common |= {"colour": self._colour(line), "custom": line.custom}
        if kind == "milestone":
            return Milestone(**common)
        item = Item(
            **common,
            script=script,
            skip=self._yes(line, "skip") or False,
            flag=self._yes(line, "flag") or False,
            count_to_end=self._yes(line, "count-to-end") or False,
            display=self._value(line, "display"),
            warning=self._length(line, "warning", Duration(60_000)),
            danger=self._length(line, "danger", Duration(15_000)),
            at_end=self._value(line, "at-end"),
            overrun=self._value(line, "overrun"),
            missed=self._value(line, "missed"),
        )
        item = self._timed(item, line)
        if not item.skip:
            self._before = wall_of(item, self._before)
        return item

    def _timed(self, item: Item, line: Line) -> Item:
        start = self._start(line) if line.start is not None and not self._yes(line, "linked") else None
        begin = start if start is not None else self._before.end if self._before is not None else 0
        long = line.length.ms if line.length is not None else None
        end = self._on_day(line.end, not_before(line.end.ms % DAY, begin)) if line.end is not None else None
        locked = self._yes(line, "lock-end")
        if locked is None:
            locked = long is None and start is None
        if (long is not None and long < 0) or (end is not None and end < begin):
            meaning = "duration" if long is not None and long < 0 else "end"
            self._wrong("exchange-negative-length", line.row, meaning, line.cells[meaning])
            return item
        if end is None:
            if not {"duration", "end"} & line.cells.keys() and {"duration", "end"} & self._said:
                self._endless.append(line.row)
            return replace(item, start=_plan_time(start), duration=Duration(long or 0))
        if locked:
            return replace(item, start=_plan_time(start), end=PlanTime(end), duration=Duration(end - begin))
        if long is not None and start is not None and end - start != long:
            self._faults.append(
                warning(
                    "exchange-lengths-differ",
                    line.row,
                    self._names.get("duration"),
                    length=written(long),
                    between=written(end - start),
                )
            )
        return replace(item, start=_plan_time(start), duration=Duration(long if long is not None else end - begin))

    def _start(self, line: Line) -> int:
        assert line.start is not None
        before = self._before
        time = on_its_day(line.start.ms % DAY, before)
        if line.start.absolute or line.start.day is not None:
            return self._on_day(line.start, time)
        if before is not None and time // DAY > before.start // DAY and before.start % DAY - time % DAY < 12 * HOUR:
            # Half a day back or more is a night; less may as well be a slip of the pen.
            self._faults.append(
                warning("exchange-next-day", line.row, self._names.get("start"), time=written(line.start.ms))
            )
        return time

    def _on_day(self, when: Clock, otherwise: int) -> int:
        if when.absolute:
            return when.ms
        if when.day is not None and self._first_day is not None:
            return (when.day - self._first_day).days * DAY + when.ms
        return otherwise

    # --- who is who ---

    def _id(self, line: Line) -> EntryId:
        # A row that was copied has its original's id: the second gets a new one.
        said = EntryId(self._text(line, "id"))
        found = said if said and said not in self._own and check.is_id(said) else self._fresh(line.row, "r")
        if found == said:
            self._own.add(found)
        self.rows[found] = line.row
        return found

    def _fresh(self, row: int, letter: str) -> EntryId:
        return EntryId(check.fresh_id("", f"{letter}{row}", self._taken))

    def _known(self, entries: list[Entry]) -> list[Entry]:
        ids = known_ids(entries, self._base, self._own)
        for fresh, known in ids.items():
            self.rows[known] = self.rows.pop(fresh)
        return [_renamed(entry, ids) for entry in entries]

    def _carried(self) -> Carried:
        """What the table has columns for."""
        named = {_ATTRIBUTES.get(meaning, meaning) for meaning in self._said} & set(Item.__struct_fields__)
        times = {"start", "duration", "end"} if self._said & {"start", "duration", "end"} else set()
        return {
            Item: (named - {"id", "group"}) | times | {"group"},
            Group: (named & {"title", "note", "colour"}) | ({"target"} if "duration" in self._said else set()),
            Milestone: (named & _OF_MILESTONES) | {"group"},
            Delay: {"group"} | ({"by"} if "duration" in self._said else set()),
        }


def _renamed(entry: Entry, ids: Mapping[EntryId, EntryId]) -> Entry:
    group = group_of(entry)
    if group is not None and group in ids and not isinstance(entry, Group):
        entry = replace(entry, group=ids[group])
    return replace(entry, id=ids[entry.id]) if entry.id in ids else entry


def _plan_time(ms: int | None) -> PlanTime | None:
    return PlanTime(ms) if ms is not None else None


def name_of(headings: Sequence[Column], place: int) -> str:
    """What a person calls the column."""
    return (headings[place].heading if place < len(headings) else "") or letters(place)


# --- what 10:30 is in a column of lengths ---


def guess_clock(lines: Sequence[Line]) -> str:
    """`h:mm` if more of the lengths fit the times beside them so; otherwise `m:ss`."""
    votes = {1: 0, 60: 0}
    for line, following in zip_longest(lines, lines[1:]):
        until = line.end or (following.start if following is not None else None)
        if line.length is None or not line.length.loose or line.start is None or until is None:
            continue
        room = (until.ms - line.start.ms) % DAY
        for factor in votes:
            votes[factor] += line.length.ms * factor == room
    return "h:mm" if votes[60] > votes[1] else "m:ss"


def as_hours(line: Line) -> Line:
    if line.length is None or not line.length.loose:
        return line
    return replace(line, length=replace(line.length, ms=line.length.ms * 60))
