"""Tables → a plan: CSV and XLSX, with the columns guessed or given. The rules are in docs/rundown-import.md."""

from typing import Literal

from control.core.rundown.plan import MOST_ENTRIES, Plan
from control.exchange import check, columns, grid_csv, grid_xlsx
from control.exchange.grid import Grid
from control.exchange.reading import (
    Fault,
    Layout,
    Options,
    Reading,
    UnreadableError,
    error,
    in_order,
    is_fatal,
    unreadable,
    warning,
)
from control.exchange.rows import Rows, as_hours, guess_clock, name_of


def read(kind: Literal["csv", "xlsx"], data: bytes, base: Plan, options: Options) -> Reading:
    try:
        grid = grid_csv.read(data) if kind == "csv" else grid_xlsx.read(data, options.sheet)
        if unknown := [meaning for meaning in options.mapping if meaning not in (None, *columns.MEANINGS)]:
            raise UnreadableError("exchange-meaning", name=str(unknown[0])[:80])
    except UnreadableError as error_:
        return unreadable(error_)
    return _Table(grid, base, options).reading()


class _Table:
    def __init__(self, grid: Grid, base: Plan, options: Options) -> None:
        self._grid, self._base, self._options = grid, base, options
        self._own = frozenset(field.label for field in base.fields)
        self._header = columns.find(grid, options.mapping, self._own)
        self._below = [row for row in grid.rows if row.number > self._header.row.number]
        self._faults: list[Fault] = []

    def reading(self) -> Reading:
        self._look_over()
        rows = Rows(self._header.columns, self._base, self._faults)
        lines = [rows.line(row) for row in self._below[:MOST_ENTRIES]]
        loose = any(line.length is not None and line.length.loose for line in lines)
        clock = self._options.clock or guess_clock(lines)
        if loose and self._options.clock is None:
            self._faults.append(warning("exchange-clock", None, self._name("duration"), way=clock.replace(":", "")))
        if clock == "h:mm":
            lines = [as_hours(line) for line in lines]
        plan = rows.plan(lines)
        self._faults += check.check(plan, rows.rows)
        layout = Layout(
            columns=self._header.columns,
            header=self._header.row.number,
            rows=len(self._below),
            sheet=self._grid.sheet,
            sheets=self._grid.sheets,
            encoding=self._grid.encoding,
            delimiter=self._grid.delimiter,
            clock=clock if loose else None,
        )
        return Reading(None if is_fatal(self._faults) else check.whole(plan), in_order(self._faults), layout)

    def _look_over(self) -> None:
        said = [column.meaning for column in self._header.columns]
        if not set(said) & {"title", "number", "start", "duration"}:
            self._faults.append(error("exchange-no-headings"))
        elif not self._below:
            self._faults.append(error("exchange-empty"))
        if len(self._below) > MOST_ENTRIES or self._grid.more:
            self._faults.append(error("exchange-too-many-rows", most=MOST_ENTRIES))
        for column in self._header.columns:
            if column.meaning == "custom" and column.guessed and column.heading not in self._own:
                self._faults.append(warning("exchange-column-unknown", None, column.heading))
        for meaning in columns.FIELDS:
            if said.count(meaning) > 1:
                self._faults.append(error("exchange-meaning-twice", None, self._name(meaning)))
        for merged in self._grid.merged:
            self._faults.append(warning("exchange-merged", None, None, cells=merged))
        self._look_at_formulas()

    def _look_at_formulas(self) -> None:
        kept: dict[int, list[int]] = {}
        for (row, column), has_value in self._grid.formulas.items():
            if row <= self._header.row.number or self._meaning(column) == "ignore":
                continue
            if has_value:
                kept.setdefault(column, []).append(row)
            else:
                self._faults.append(error("exchange-formula-empty", row, name_of(self._header.columns, column)))
        code = "exchange-formula-text" if self._grid.encoding is not None else "exchange-formula"
        for column, rows in kept.items():
            self._faults.append(warning(code, rows[0], name_of(self._header.columns, column), count=len(rows)))

    def _meaning(self, column: int) -> str:
        return self._header.columns[column].meaning if column < len(self._header.columns) else "ignore"

    def _name(self, meaning: str) -> str | None:
        places = [place for place, column in enumerate(self._header.columns) if column.meaning == meaning]
        return name_of(self._header.columns, places[0]) if places else None
