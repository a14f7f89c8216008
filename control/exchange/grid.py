"""A table's cells, whatever file they came from."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from control.exchange.times import Cell

MOST_ROWS = 5_200
"""Read at all: the plan's own limit with room for headings and empty lines."""
MOST_COLUMNS = 100


class Row(Struct, frozen=True):
    number: int
    """As the spreadsheet counts, from 1."""
    cells: Sequence[Cell]


class Grid(Struct, frozen=True):
    rows: tuple[Row, ...]
    """Without those that are empty."""
    more: bool = False
    """There are rows below the last that was read."""
    formulas: Mapping[tuple[int, int], bool] = {}
    """(row, column from 0) → whether the file keeps what it came to."""
    merged: tuple[str, ...] = ()
    """`A1:B3`."""
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text(cell: Cell) -> str:
    """What a person would read there."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
