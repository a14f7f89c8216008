"""Files that are made to hurt: nothing raises, nothing grows, nothing is half read."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from control.core.rundown.plan import Plan
from control.exchange import formats, grid_xlsx
from control.exchange.formats import READ, Asked
from control.exchange.reading import LARGEST, Reading
from tests.control.exchange.sheets import csv, xlsx

GOOD = xlsx([["№", "Название", "Начало", "Длительность"], ["1", "Гимн", "10:00", "0:05:00"], ["2", "Речь", "", "10"]])


def read(kind: Any, data: bytes) -> Reading:
    return formats.read(kind, data, Plan(), Asked())


def code(reading: Reading) -> str:
    assert reading.plan is None
    return reading.faults[0].code


@pytest.mark.parametrize("kind", READ)
@given(data=st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_noise_is_refused_in_words(kind: str, data: bytes) -> None:
    reading = read(kind, data)
    assert (reading.plan is None) == any(fault.level == "error" for fault in reading.faults)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl's, of what it leaves out
def test_a_workbook_with_bits_that_fell_over(data: st.DataObject) -> None:
    broken = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    reading = read("xlsx", bytes(broken))
    assert (reading.plan is None) == any(fault.level == "error" for fault in reading.faults)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_workbook_whose_sheet_is_nonsense(data: st.DataObject) -> None:
    """The same below the zip's own checks: parts of the XML are cut, doubled and replaced."""
    part = _part(GOOD, "xl/worksheets/sheet1.xml")
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, len(part)))
    middle = data.draw(
        st.sampled_from([b"", part[start:end] * 2, b"<c r='ZZZ9999999'/>", b"&x;", b"<row r='-5'>", b"\x00"])
    )
    reading = read("xlsx", _with(GOOD, "xl/worksheets/sheet1.xml", part[:start] + middle + part[end:]))
    assert (reading.plan is None) == any(fault.level == "error" for fault in reading.faults)


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def _with(data: bytes, name: str, part: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", method) as target:
        for other in source.namelist():
            target.writestr(other, part if other == name else source.read(other))
    return out.getvalue()


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"", "exchange-empty"),
        (b"PK\x03\x04 and nothing more", "exchange-not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "exchange-xlsx-locked"),
        (csv("Название", "А"), "exchange-not-xlsx"),
        (xlsx([]), "exchange-empty"),
        (_with(GOOD, "xl/workbook.xml", b"<workbook/>"), "exchange-empty"),
        (_with(GOOD, "xl/worksheets/sheet1.xml", b"x", zipfile.ZIP_BZIP2), "exchange-not-xlsx"),
        (_with(GOOD, "xl/worksheets/sheet1.xml", b" " * 51_000_000), "exchange-xlsx-large"),
    ],
    ids=["empty", "cut", "password", "csv", "no-rows", "no-sheets", "bzip2", "bomb"],
)
def test_what_is_no_workbook(data: bytes, expected: str) -> None:
    assert code(read("xlsx", data)) == expected


def test_a_workbook_as_csv_and_a_file_too_large() -> None:
    assert code(read("csv", GOOD)) == "exchange-is-xlsx"
    assert code(read("csv", b"x" * (LARGEST + 1))) == "exchange-too-large"


def test_a_zip_that_lies_about_its_size() -> None:
    """The size in the directory is made small: no more than that is unpacked."""
    bomb = bytearray(_with(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 60_000_000))
    at = bomb.index(b"PK\x01\x02")
    while bomb[at + 46 : at + 46 + 24] != b"xl/worksheets/sheet1.xml":
        at = bomb.index(b"PK\x01\x02", at + 4)
    bomb[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    tracemalloc.start()
    reading = read("xlsx", bytes(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code(reading) == "exchange-not-xlsx"
    assert peak < 20_000_000


def test_entities_that_multiply() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert code(read("xlsx", _with(GOOD, "xl/worksheets/sheet1.xml", laughs))) == "exchange-not-xlsx"


def test_a_cell_far_away() -> None:
    """One cell in the last corner of the sheet is not a million rows."""

    def far(book: Any, sheet: Any) -> None:
        sheet["XFD1048576"] = "привет"

    data = xlsx([["Название"], ["Гимн"]], far)
    begun = time.process_time()
    reading = read("xlsx", data)
    assert time.process_time() - begun < 5
    assert code(reading) == "exchange-too-many-rows"


def test_brackets_that_never_close() -> None:
    """Looked for naively they take the square of their number, and Python's `re` lets nothing else run meanwhile."""
    unclosed = b"<worksheet><!--" + b"<mergeCell " * 400_000 + b"--><sheetData/></worksheet>"
    begun = time.process_time()
    read("xlsx", _with(GOOD, "xl/worksheets/sheet1.xml", unclosed))
    read("csv", csv("Название", '"' + "(" * 130_000 + '"'))
    read("csv", csv("Название", '"' + "[" * 130_000 + '"'))
    assert time.process_time() - begun < 5


def test_a_column_with_a_name_as_long_as_a_letter() -> None:
    for data in (csv("Название," + "Я" * 201, "Гимн,да"), csv("Название," + "Я" * 100_000, "Гимн,да")):
        assert code(read("csv", data)) == "exchange-column-too-long"


def test_a_file_of_nothing_but_delimiters_and_one_of_many_columns() -> None:
    assert code(read("csv", b";" * 1_000_000)) == "exchange-empty"
    wide = read("csv", csv(",".join(f"Колонка {n}" for n in range(5_000)), ",".join("x" for _ in range(5_000))))
    assert wide.plan is None
    assert wide.layout is not None
    assert len(wide.layout.columns) == 100


def test_the_sheet_is_found_where_openpyxl_keeps_it() -> None:
    """`_worksheet_path` is not public: a new openpyxl may call it otherwise."""
    assert grid_xlsx.read(GOOD).sheet == "План"
