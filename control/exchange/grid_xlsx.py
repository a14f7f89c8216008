"""XLSX in and out, over openpyxl. What a file may cost is settled before it is opened: a sheet is XML in a zip, and
both can be made to grow (docs/decisions/0070-exchange.md)."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from control.exchange.grid import MOST_COLUMNS, MOST_ROWS, Grid, Row, is_empty
from control.exchange.reading import UnreadableError
from control.exchange.times import DAY, SECOND, Cell

MOST_UNPACKED = 48 * 1_048_576
MOST_PARTS = 1_000
MOST_MERGED = 2_000
DEEPEST = 4 * MOST_ROWS
"""The last row that is looked at: between rows that say something there may be empty ones."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^<>]*?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


def read(data: bytes, sheet: str | None = None) -> Grid:
    """`sheet`: its name; absent: the first that is shown. UnreadableError: *exchange-not-xlsx*, *exchange-xlsx-large*,
    *exchange-xlsx-locked*, *exchange-no-sheet*, *exchange-empty*."""
    if not data:
        raise UnreadableError("exchange-empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("exchange-xlsx-locked")  # an OLE file: the old format, or one with a password
    _weigh(data)
    try:
        return _read(data, sheet)
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise UnreadableError("exchange-not-xlsx") from error


def _weigh(data: bytes) -> None:
    """A zip says beforehand what it unpacks to, and zipfile unpacks no more than that; of the methods only deflate is
    unpacked piece by piece."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError("exchange-not-xlsx") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableError("exchange-xlsx-large", most=MOST_UNPACKED // 1_048_576)
    if any(
        part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or part.flag_bits & 1 for part in parts
    ):
        raise UnreadableError("exchange-not-xlsx")


def _read(data: bytes, wanted: str | None) -> Grid:
    # Twice: openpyxl gives either what a formula came to or the formula.
    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    written = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    try:
        shown = [name for name in values.sheetnames if _rows(values[name]) and values[name].sheet_state == "visible"]
        if wanted is not None and wanted not in shown:
            raise UnreadableError("exchange-no-sheet", name=wanted[:80])
        if not shown:
            raise UnreadableError("exchange-empty")
        name = wanted or shown[0]
        rows, formulas, more = _cells(values[name], written[name])
        if not rows:
            raise UnreadableError("exchange-empty")
        merged = _merged(data, _path(values[name]))
        return Grid(_filled(rows, merged), more, formulas, merged, name, tuple(shown))
    finally:
        values.close()
        written.close()


def _rows(sheet: Any) -> bool:
    """Charts have none."""
    return hasattr(sheet, "iter_rows")


def _path(sheet: Any) -> str:
    """Of the sheet's part: openpyxl 3.1 reads no merged cells in its read-only way."""
    path: str = sheet._worksheet_path
    return path


def _cells(values: Any, written: Any) -> tuple[list[Row], dict[tuple[int, int], bool], bool]:
    rows: list[Row] = []
    formulas: dict[tuple[int, int], bool] = {}
    limits = {"max_col": MOST_COLUMNS, "max_row": DEEPEST + 1}
    values.reset_dimensions()  # what a file says of its own size is not to be believed
    written.reset_dimensions()
    both = zip(values.iter_rows(**limits), written.iter_rows(**limits), strict=False)
    for number, (row, as_written) in enumerate(both, 1):
        if number > DEEPEST or len(rows) >= MOST_ROWS:
            return rows, formulas, True
        cells = [_cell(cell.value) for cell in row]
        here = [column for column, cell in enumerate(as_written) if cell.data_type == "f"]
        formulas.update(((number, column), column < len(cells) and cells[column] is not None) for column in here)
        while cells and cells[-1] is None and len(cells) - 1 not in here:
            cells.pop()
        if here or not all(is_empty(cell) for cell in cells):
            rows.append(Row(number, tuple(cells)))
    return rows, formulas, False


def _cell(value: Any) -> Cell:
    if isinstance(value, str) and value in _ERRORS:
        return None
    cell: Cell = value
    return cell


def _merged(data: bytes, path: str) -> tuple[str, ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = _MERGED.findall(archive.read(path.lstrip("/")))
    return tuple(place.decode() for place in found[:MOST_MERGED])


def _filled(rows: list[Row], merged: Sequence[str]) -> tuple[Row, ...]:
    """Cells merged downwards all have the value of the first: a group beside its items."""
    at = {row.number: list(row.cells) for row in rows}
    for place in merged:
        first_column, first, _, last = openpyxl.utils.cell.range_boundaries(place)
        column = (first_column or 1) - 1
        top = at.get(first or 0)
        value = top[column] if top is not None and column < len(top) else None
        if value is None or last is None or last - (first or 0) > MOST_ROWS:
            continue
        for number in range((first or 0) + 1, last + 1):
            if (cells := at.get(number)) is not None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = value
    return tuple(Row(number, tuple(cells)) for number, cells in at.items())


# --- out ---


class Time(int):
    """ms, to be written as a spreadsheet keeps times."""


def write(
    headings: Sequence[str], rows: Iterable[Sequence[str | Time | None]], widths: Sequence[int], sheet: str
) -> bytes:
    """One sheet: headings that stay in sight, a filter, times as times, everything else as text, never as a formula."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.append([_heading(page, heading) for heading in headings])
    count = 1
    for row in rows:
        page.append([_written(page, value) for value in row])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{count}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_BOLD = Font(bold=True, color="FFFFFF")
_GROUND = PatternFill("solid", fgColor="263238")
_TOP = Alignment(vertical="top", wrap_text=True)


def _heading(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    cell.font, cell.fill, cell.alignment = _BOLD, _GROUND, Alignment(vertical="center")
    return cell


def _written(page: Any, value: str | Time | None) -> Any:
    if isinstance(value, Time):
        cell = WriteOnlyCell(page, int(value) / DAY)
        cell.number_format = "[h]:mm:ss.000" if value % SECOND else "[h]:mm:ss"
    else:
        # An empty text would come back as an empty cell all the same.
        cell = WriteOnlyCell(page, _printable(value) if value else None)
        if value:
            cell.data_type = "s"
            # Otherwise Excel takes it for a formula once somebody edits the cell.
            cell.quotePrefix = value[0] in "=+-@"
    cell.alignment = _TOP
    return cell


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _printable(text: str) -> str:
    """XML 1.0 section 2.2: control characters cannot be in it."""
    return _FORBIDDEN.sub("", text)
