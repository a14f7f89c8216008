"""The report of a session, written by hand beside a show that was played by a script."""

from __future__ import annotations

import csv as csv_files
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.types import EntryId
from control.exchange import formats
from control.exchange.formats import Occasion, ReportFormat
from control.language import Texts
from control.show import Language
from tests.control.core.rundowns import Playout, delay, group, item, milestone


def written(show: Playout, kind: ReportFormat, language: Language = "ru") -> bytes:
    rundown = show.state.rundown
    occasion = Occasion(
        title="Финал: 1/2", zone=rundown.zone, today=rundown.today, now=show.now, key="k", language=language
    )
    return formats.report(kind, rundown.plan, rundown.run, occasion)


def rows(show: Playout, language: Language = "ru") -> list[dict[str, str]]:
    """Of the CSV: heading → words."""
    text = written(show, "csv", language).decode("utf-8-sig")
    return list(csv_files.DictReader(io.StringIO(text, newline=""), delimiter=";" if language == "ru" else ","))


def columns(found: list[dict[str, str]], *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[Texts("ru").format(f"report-{name}")] for name in names) for row in found]


def evening() -> Plan:
    return Plan.of(
        group("opening"),
        item("a", 10, "10:00", group="opening", number="1", title="Начало"),
        item("b", 5, group="opening", number="2", title="Гимн"),
        milestone("guests"),
        delay("later", 1),
        item("out", 30, skip=True, title="Резерв"),
        item("c", 10, "10:30", end="10:45", title="Речь"),
        item("d", 5, title="Финал"),
    )


def played() -> Playout:
    """a begins two minutes late and is a minute longer, b is cut short, c is on the air."""
    show = Playout(evening(), "09:30")
    show.until("10:02:00")
    show.do(do.Go())
    show.until("10:13:00")
    show.do(do.Go())
    show.until("10:14:30")
    show.do(do.Stop())
    show.until("10:31:00")
    show.do(do.Go())
    show.until("10:33:20")
    return show


def test_by_hand() -> None:
    found = rows(played())
    assert columns(found, "date", "number", "group", "title", "state") == [
        ("2026-03-10", "1", "OPENING", "Начало", "прошёл"),
        ("2026-03-10", "2", "OPENING", "Гимн", "прошёл"),
        ("", "", "", "Резерв", "пропущен"),
        ("2026-03-10", "", "", "Речь", "в эфире"),
        ("2026-03-10", "", "", "Финал", "не шёл"),
    ]
    assert columns(found, "planned-start", "planned-length", "planned-end") == [
        ("10:00:00", "0:10:00", "10:10:00"),
        ("10:10:00", "0:05:00", "10:15:00"),
        ("", "", ""),
        ("10:30:00", "0:15:00", "10:45:00"),
        ("10:45:00", "0:05:00", "10:50:00"),
    ]
    assert columns(found, "start", "length", "end", "over", "under") == [
        ("10:02:00", "0:11:00", "10:13:00", "0:03:00", ""),
        ("10:13:00", "0:01:30", "10:14:30", "", "0:00:30"),
        ("", "", "", "", ""),
        ("10:31:00", "", "", "", ""),
        ("", "", "", "", ""),
    ]


def test_a_workbook_has_times_that_can_be_added_up() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(played(), "xlsx", "en"))).active
    assert page is not None
    assert page.title == "Финал- 1-2"
    heads = [cell.value for cell in page[1]]
    first = dict(zip(heads, (cell.value for cell in page[2]), strict=True))
    times = [first[name] for name in ("Began", "Lasted", "Over", "Under")]
    assert times == [timedelta(hours=10, minutes=2), timedelta(minutes=11), timedelta(minutes=3), None]
    assert (first["What became of it"], page.freeze_panes) == ("played", "A2")


def test_an_item_that_was_skipped_was_played_all_the_same_and_another_is_gone() -> None:
    show = played()
    show.do(do.Go(item=EntryId("out")))
    show.until("10:40:00")
    show.do(do.Stop())
    show.do(do.Remove((EntryId("a"),)))
    found = rows(show)
    assert columns(found, "title", "start", "planned-start", "over", "state")[1] == (
        "Резерв", "10:33:20", "", "", "прошёл",
    )  # fmt: skip
    assert [row[0] for row in columns(found, "title")] == ["Гимн", "Резерв", "Речь", "Финал"]


def test_over_midnight_and_by_whole_seconds() -> None:
    show = Playout(Plan.of(item("a", 20, "23:50"), item("b", 10)), "23:00")
    show.until("23:59:00")
    show.do(do.Go())
    show.now = type(show.now)(show.now + 400)
    show.until(type(show.now)(show.now + 5 * 60_000))  # 24:04:00.4
    show.do(do.Go())
    show.until("24:10:00")
    show.do(do.Stop())
    found = rows(show)
    assert columns(found, "date", "planned-start", "start", "length", "end", "over", "under") == [
        ("2026-03-10", "23:50:00", "23:59:00", "0:05:00", "0:04:00", "", "0:06:00"),
        ("2026-03-11", "0:10:00", "0:04:00", "0:06:00", "0:10:00", "", "0:10:00"),
    ]


@pytest.mark.parametrize("title", ["=1+1", "+7 900", "@cmd", "-5", "\t=1", '=HYPERLINK("http://x")'])
def test_a_title_is_never_run_as_a_formula(title: str) -> None:
    show = Playout(Plan.of(item("a", 10, "10:00", title=title, number=title)), "10:00")
    show.do(do.Go())
    cells = [cell for row in rows(show) for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t")]
    page: Any = openpyxl.load_workbook(io.BytesIO(written(show, "xlsx"))).active
    assert {cell.data_type for row in page.iter_rows(min_row=2) for cell in row} <= {"s", "d", "n"}
