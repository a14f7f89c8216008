"""Workbooks as other people make them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import openpyxl


def xlsx(rows: Iterable[Iterable[Any]], change: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "План"
    for row in rows:
        sheet.append(list(row))
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)
