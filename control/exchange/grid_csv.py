"""CSV in whatever code page and with whatever delimiter a spreadsheet wrote it.

A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) is written with an
apostrophe before it, and read without it (OWASP, "CSV Injection").
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

from control.exchange.grid import MOST_COLUMNS, MOST_ROWS, Grid, Row, is_empty
from control.exchange.reading import UnreadableError

DELIMITERS = ",;\t"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DANGEROUS = "=+\\-@\t\r＝＋－＠"
_TO_GUARD = re.compile(f"'*[{_DANGEROUS}]")
_GUARDED = re.compile(f"'+[{_DANGEROUS}]")


def guard(text: str) -> str:
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguard(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def read(data: bytes) -> Grid:
    """UnreadableError: *exchange-empty*, *exchange-not-text*, *exchange-is-xlsx*, *exchange-csv*."""
    if data.startswith(b"PK\x03\x04"):
        raise UnreadableError("exchange-is-xlsx")
    text, encoding = decoded(data)
    if not text.strip(f"{DELIMITERS} \r\n"):
        raise UnreadableError("exchange-empty")
    first, _, rest = text.partition("\n")
    if (said := re.fullmatch(r"sep=([,;\t])\r?", first)) is not None:
        text, delimiter, above = rest, said[1], 1  # Excel's own way of saying it
    else:
        delimiter, above = _delimiter(text), 0
    rows: list[Row] = []
    more = False
    try:
        for number, cells in enumerate(_cells(text, delimiter), 1 + above):
            if len(rows) >= MOST_ROWS:
                more = True
                break
            if not all(is_empty(cell) for cell in cells):
                rows.append(Row(number, tuple(unguard(cell) for cell in cells[:MOST_COLUMNS])))
    except csv.Error as error:
        raise UnreadableError("exchange-csv") from error
    if not rows:
        raise UnreadableError("exchange-empty")
    formulas = {
        (row.number, column): True
        for row in rows
        for column, cell in enumerate(row.cells)
        if isinstance(cell, str) and cell.startswith("=") and len(cell) > 1
    }
    return Grid(tuple(rows), more, formulas, encoding=encoding, delimiter=delimiter)


def decoded(data: bytes) -> tuple[str, str]:
    """(text, encoding). Without a mark: UTF-8 if it is that, UTF-16 if there are zero bytes in it, or else the code
    page of Russian Windows."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\0" in data:
        return max((_strict(data, encoding) for encoding in ("utf-16-le", "utf-16-be")), key=lambda one: _latin(one[0]))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strict(data, "cp1251")


def _latin(text: str) -> int:
    """How many of its letters are Latin, Greek or Cyrillic: read the wrong way round, hardly any are."""
    return sum(letter < "\u0530" for letter in text[:2_000])


def _strict(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("exchange-not-text") from error
    if any(letter in text for letter in "\0\x01\x02\x1b\ufffe\uffff"):
        raise UnreadableError("exchange-not-text")
    return text, encoding


def _cells(text: str, delimiter: str) -> Iterable[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """Which one cuts the first lines into most columns, and into equally many."""

    def fitness(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells, _ in zip(_cells(text, delimiter), range(30), strict=False) if any(cells)]
        except csv.Error:
            return (0, 0)
        common = max(set(widths), key=widths.count, default=1)
        return (widths.count(common) if common > 1 else 0, common)

    return max(DELIMITERS, key=fitness)


def write(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """With a mark, so that Excel takes it for UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for row in rows:
        writer.writerow([guard(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
