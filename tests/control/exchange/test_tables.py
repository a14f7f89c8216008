"""Tables as people make them: what is understood, and what is said of what is not."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from control.core.rundown.plan import Delay, Group, Item, Milestone, Plan
from control.exchange import table, table_out
from control.exchange.reading import Fault, Options, Reading
from control.language import LANGUAGES, Texts
from tests.control.core.rundowns import cue, hm, item
from tests.control.exchange.plans import CUES
from tests.control.exchange.sheets import csv, xlsx

NONE = Plan()
MINUTE = 60_000


def read(data: bytes, base: Plan = NONE, **options: Any) -> Reading:
    kind: Any = "xlsx" if data.startswith(b"PK") else "csv"
    return table.read(kind, data, base, Options(**options))


def plan(data: bytes, base: Plan = NONE, **options: Any) -> Plan:
    reading = read(data, base, **options)
    assert reading.plan is not None, reading.faults
    return reading.plan


def items(data: bytes, **options: Any) -> list[Item]:
    return [entry for entry in plan(data, **options) if isinstance(entry, Item)]


def codes(reading: Reading) -> list[tuple[str, str, int | None, str | None]]:
    return [(fault.level, fault.code, fault.row, fault.column) for fault in reading.faults]


# --- what is understood ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_code_page_and_delimiter(encoding: str, delimiter: str) -> None:
    lines = ["№|Название|Начало|Длительность", "1|Открытие|10:00|0:05:00", "2|Речь ректора|10:05|0:15:00"]
    data = csv(*(line.replace("|", delimiter) for line in lines), encoding=encoding)
    opening, speech = items(data)
    assert (opening.number, opening.title, opening.start, opening.duration) == (
        "1",
        "Открытие",
        hm("10:00"),
        5 * MINUTE,
    )
    assert (speech.title, speech.start) == ("Речь ректора", hm("10:05"))


def test_headings_in_both_languages_below_a_title() -> None:
    russian = csv(
        *("Финал дебатов;;;;;", ";;;;;", "Начало (МСК):;Конец;Событие;Примечание;Пропуск;Флажок"),
        "10:00;10:30;Гимн;стоя;да;+",
    )
    english = csv("Start,End,Title,Notes,Skip,Flag", "10:00,10:30,Гимн,стоя,yes,yes")
    (one,), (other,) = items(russian), items(english)
    for found in (one, other):
        assert (found.start, found.duration, found.end, found.note, found.skip, found.flag) == (
            hm("10:00"),
            30 * MINUTE,
            None,
            "стоя",
            True,
            True,
        )


@pytest.mark.parametrize(
    "written, minutes",
    [
        ("0:10:00", 10),
        ("10:30", 10.5),
        ("1h30m", 90),
        ("1 ч 30 мин", 90),
        ("5 мин", 5),
        ("5 мин.", 5),
        ("90 с", 1.5),
        ("1,5 ч", 90),
        ("7", 7),
        ("2,5", 2.5),
        ("5'", 5),
        ("1:00:00.500", 60 + 0.5 / 60),
    ],
)
def test_lengths(written: str, minutes: float) -> None:
    (found,) = items(csv("Название;Длительность", f"Гимн;{written}"))
    assert found.duration == round(minutes * MINUTE)


@pytest.mark.parametrize(
    "written, time",
    [
        ("9:05", "9:05"),
        ("09.05", "9:05"),
        ("10:00:30", "10:00:30"),
        ("9:30 pm", "21:30"),
        ("12:15 AM", "0:15"),
        ("25:00", "25:00"),
    ],
)
def test_times(written: str, time: str) -> None:
    (found,) = items(csv("Название;Начало", f"Гимн;{written}"))
    assert found.start == hm(time)


def test_times_that_a_spreadsheet_keeps() -> None:
    rows: list[list[Any]] = [
        ["Начало", "Длительность", "Название"],
        [dt.time(10, 0), dt.time(0, 5), "время"],
        [10.5 / 24, 12, "доля суток и минуты"],
        [dt.timedelta(hours=25), dt.timedelta(minutes=90), "за полночь"],
    ]
    one, two, three = items(xlsx(rows))
    assert (one.start, one.duration) == (hm("10:00"), 5 * MINUTE)
    assert (two.start, two.duration) == (hm("10:30"), 12 * MINUTE)
    assert (three.start, three.duration) == (hm("25:00"), 90 * MINUTE)


def test_dates_give_the_day_of_the_plan() -> None:
    rows: list[list[Any]] = [
        ["Start", "Title"],
        [dt.datetime.fromisoformat("2026-03-10T22:00"), "first"],
        [dt.datetime.fromisoformat("2026-03-12T09:30"), "after two nights"],
    ]
    found = plan(xlsx(rows))
    assert found.date == "2026-03-10"
    assert [entry.start for entry in found if isinstance(entry, Item)] == [hm("22:00"), hm("57:30")]


def test_what_goes_back_is_the_next_day() -> None:
    lines = [
        "Начало;Конец;Название",
        "22:00;23:30;Вечер",
        "23:30;01:00;Ночь",
        "01:00;02:00;Поздно",
        "00:30;00:45;Завтра",
    ]
    found = read(csv(*lines))
    assert found.plan is not None
    times = [(entry.start, entry.duration) for entry in found.plan if isinstance(entry, Item)]
    assert times == [
        (hm("22:00"), 90 * MINUTE),
        (hm("23:30"), 90 * MINUTE),
        (hm("25:00"), 60 * MINUTE),
        (hm("48:30"), 15 * MINUTE),
    ]
    # Past midnight is a matter of course; half an hour back may be a slip of the pen.
    assert codes(found) == [("warning", "exchange-next-day", 5, "Начало")]


def test_an_end_without_a_start_or_a_length_is_locked() -> None:
    one, two = items(csv("Название;Начало;Длительность;Конец", "А;10:00;0:10:00;", "Б;;;11:00"))
    assert (two.start, two.end, two.duration) == (None, hm("11:00"), 50 * MINUTE)
    assert one.end is None


def test_hours_and_minutes_where_the_times_say_so() -> None:
    lines = ["Начало;Длительность;Название", "10:00;00:30;А", "10:30;01:00;Б", "11:30;00:05;В"]
    reading = read(csv(*lines))
    assert reading.plan is not None
    assert reading.layout is not None
    assert [entry.duration for entry in reading.plan if isinstance(entry, Item)] == [
        30 * MINUTE,
        60 * MINUTE,
        5 * MINUTE,
    ]
    assert reading.layout.clock == "h:mm"
    assert Texts("ru").format("exchange-clock", **reading.faults[0].args).endswith("часы и минуты")
    forced = items(csv(*lines), clock="m:ss")
    assert forced[0].duration == 30_000


def test_groups_by_a_column_and_by_rows_of_their_own() -> None:
    by_column = plan(csv("Блок;Название", "Утро;А", "Утро;Б", ";В", "Утро;Г"))
    groups = [entry for entry in by_column if isinstance(entry, Group)]
    assert [group.title for group in groups] == ["Утро", "Утро"]
    first, second = (group.id for group in groups)
    assert [e.group for e in by_column if isinstance(e, Item)] == [first, first, None, second]
    by_row = plan(
        csv("Вид;Название;Длительность", "группа;Утро;1 ч", "пункт;А;5", "веха;Гости;", "сдвиг;;-0:05:00", "пункт;Б;5")
    )
    kinds = [type(entry) for entry in by_row]
    assert kinds == [Group, Item, Milestone, Delay, Item]
    group, _, _, delay, last = by_row
    assert isinstance(group, Group)
    assert isinstance(delay, Delay)
    assert isinstance(last, Item)
    assert (group.target, delay.by, last.group) == (60 * MINUTE, -5 * MINUTE, group.id)


def test_columns_can_be_said_and_left_out() -> None:
    data = csv("Ааа;Ббб;Ввв;Ггг", "Гимн;10:00;стол;мусор")
    found = plan(data, mapping=("title", "start", "custom", "ignore"))
    (only,) = (entry for entry in found if isinstance(entry, Item))
    assert (only.title, only.start, [field.label for field in found.fields]) == ("Гимн", hm("10:00"), ["Ввв"])
    assert list(only.custom.values()) == ["стол"]
    assert codes(read(data))[0][:2] == ("error", "exchange-no-headings")
    layout = read(data).layout
    assert layout is not None
    assert [(column.heading, column.samples) for column in layout.columns][:2] == [
        ("Ааа", ("Гимн",)),
        ("Ббб", ("10:00",)),
    ]


def test_another_sheet_and_no_such_sheet() -> None:
    def second(book: Any, sheet: Any) -> None:
        other = book.create_sheet("Черновик")
        other.append(["Название"])
        other.append(["Запасной"])
        book.create_sheet("Скрытый").sheet_state = "hidden"

    data = xlsx([["Название"], ["Гимн"]], second)
    assert [entry.title for entry in items(data)] == ["Гимн"]
    assert [entry.title for entry in items(data, sheet="Черновик")] == ["Запасной"]
    assert codes(read(data, sheet="Скрытый")) == [("error", "exchange-no-sheet", None, None)]


def test_cells_merged_downwards_are_one_group() -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_cells("A2:A3")

    reading = read(xlsx([["Группа", "Название"], ["Утро", "А"], [None, "Б"], ["День", "В"]], merge))
    assert reading.plan is not None
    assert [type(entry).__name__ for entry in reading.plan] == ["Group", "Item", "Item", "Group", "Item"]
    assert codes(reading) == [("warning", "exchange-merged", None, None)]
    assert reading.faults[0].args == {"cells": "A2:A3"}


def test_the_plan_that_is_there_keeps_what_the_table_does_not_say() -> None:
    base = Plan.of(
        item("a", 10, "10:00", title="Гимн", number="1", script="Встаём", cues=(cue("c", CUES[0].act),)),
        item("b", 10, title="Речь", number="2"),
        item("gone", 10, title="Убрано"),
    )
    found = plan(csv("№;Название;Длительность", "2;Речь;20", "1;Гимн;5", "3;Новое;5"), base)
    assert found.order[:2] == ("b", "a")
    kept = found.item("a")  # type: ignore[arg-type]
    assert kept is not None
    assert (kept.script, kept.cues, kept.duration, kept.start) == ("Встаём", base.item("a").cues, 5 * MINUTE, None)  # type: ignore[arg-type, union-attr]
    assert found.order[2] not in base.entries


def test_a_row_that_was_copied_gets_an_id_of_its_own() -> None:
    found = plan(csv("ID;Название", "a;Гимн", "a;Гимн ещё раз", "r3;Чужое имя"))
    assert len(set(found.order)) == 3
    assert (found.order[0], found.order[2]) == ("a", "r3")


def test_a_sheet_as_ontime_writes_it() -> None:
    head = "Time start,Link start,Time end,Duration,Cue,Title,Colour,End action,Timer type,Count to end,Skip,Note"
    head += ",Warning time,Danger time,Song"
    row = "10:00:00,false,10:10:00,00:10:00,1A,Opening,#779BE7,load-next,count-up,true,,Doors,00:02:00,00:01:00,Intro"
    (found,) = items(csv(head, row))
    assert (found.number, found.title, found.start, found.duration) == ("1A", "Opening", hm("10:00"), 10 * MINUTE)
    assert (found.at_end, found.display, found.count_to_end, found.skip) == ("load", "up", True, False)
    assert (found.warning, found.danger, list(found.custom.values())) == (2 * MINUTE, MINUTE, ["Intro"])
    (none,) = items(csv("Title,End action", "Opening,none"))
    assert none.at_end == "wait"


# --- what is wrong ---

_HEAD = "№;Название;Начало;Конец;Длительность"
ERRORS: dict[str, tuple[bytes, list[tuple[str, str, int | None, str | None]]]] = {
    "empty": (b"", [("error", "exchange-empty", None, None)]),
    "spaces": (b" \r\n;;;\r\n", [("error", "exchange-empty", None, None)]),
    "headings only": (csv(_HEAD), [("error", "exchange-empty", None, None)]),
    "not text": (bytes(range(256)) * 4, [("error", "exchange-not-text", None, None)]),
    "no headings": (
        csv("foo;bar", "1;2"),
        [
            ("error", "exchange-no-headings", None, None),
            ("warning", "exchange-column-unknown", None, "foo"),
            ("warning", "exchange-column-unknown", None, "bar"),
        ],
    ),
    "negative length": (csv(_HEAD, "1;А;10:00;;-5 мин"), [("error", "exchange-negative-length", 2, "Длительность")]),
    "minus of a spreadsheet": (
        csv(_HEAD, "1;А;10:00;;'-0:05:00"),
        [("error", "exchange-negative-length", 2, "Длительность")],
    ),
    "not a time": (
        csv(_HEAD, "1;А;утром;;5", "2;Б;24:61;;5"),
        [
            ("error", "exchange-not-time", 2, "Начало"),
            ("error", "exchange-not-time", 3, "Начало"),
        ],
    ),
    "not a length": (csv(_HEAD, "1;А;;;долго"), [("error", "exchange-not-length", 2, "Длительность")]),
    "overlap": (csv(_HEAD, "1;А;10:00;10:30;", "2;Б;10:20;10:40;"), [("warning", "exchange-overlap", 3, None)]),
    "lengths differ": (
        csv(_HEAD, "1;А;10:00;10:30;0:20:00"),
        [("warning", "exchange-lengths-differ", 2, "Длительность")],
    ),
    "no length": (
        csv(_HEAD, "1;А;10:00;;5", "2;Б;;;", "3;В;11:00;;"),
        [("warning", "exchange-no-length", 3, "Длительность")],
    ),
    "unknown column": (
        csv(f"{_HEAD};Реквизит", "1;А;10:00;;5;стол"),
        [("warning", "exchange-column-unknown", None, "Реквизит")],
    ),
    "skip": (csv("Название;Пропуск", "А;наверное"), [("error", "exchange-not-yes-no", 2, "Пропуск")]),
    "flag": (csv("Название;Флажок", "А;красный"), [("error", "exchange-not-yes-no", 2, "Флажок")]),
    "kind": (csv("Название;Вид", "А;песня"), [("error", "exchange-not-a-value", 2, "Вид")]),
    "colour": (csv("Название;Цвет", "А;хаки", "Б;хаки"), [("warning", "exchange-colour", 2, "Цвет")]),
    "long title": (csv("Название", "А" * 201), [("error", "exchange-too-long", 2, None)]),
    "end of days": (csv(_HEAD, "1;А;400:00;;5"), [("error", "time-out-of-range", 2, None)]),
    "long length": (csv(_HEAD, "1;А;;;200 ч"), [("error", "duration-out-of-range", 2, None)]),
    "formula text": (csv("Название;Заметка", "А;=1+1"), [("warning", "exchange-formula-text", 2, "Заметка")]),
    "open quotation mark": (csv("Название", '"' + "x" * 200_000), [("error", "exchange-csv", None, None)]),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_wrong_is_said_where_it_is(name: str) -> None:
    data, expected = ERRORS[name]
    reading = read(data)
    assert codes(reading) == expected
    assert (reading.plan is None) == any(level == "error" for level, *_ in expected)
    for fault in reading.faults:
        for language in LANGUAGES:
            assert_in_words(fault, language)


def assert_in_words(fault: Fault, language: Any) -> None:
    text = Texts(language).format(fault.code, **fault.args)
    assert not [sign for sign in ("exchange-", "{", "None") if sign in text]


def test_two_columns_that_were_said_to_mean_the_same() -> None:
    reading = read(csv("А;Б", "1;2"), mapping=("title", "title"))
    assert codes(reading)[0] == ("error", "exchange-meaning-twice", None, "А")
    assert codes(read(csv("А;Б", "1;2"), mapping=("title", "nonsense"))) == [("error", "exchange-meaning", None, None)]


def test_everything_wrong_is_told_at_once() -> None:
    lines = [_HEAD, "1;А;10:00;;5", "2;Б;никогда;;-3", "3;В;12:00;;ой", "4;Г;11:50;;5"]
    reading = read(csv(*lines))
    assert reading.plan is None
    assert codes(reading) == [
        ("error", "exchange-not-time", 3, "Начало"),
        ("error", "exchange-negative-length", 3, "Длительность"),
        ("error", "exchange-not-length", 4, "Длительность"),
        ("warning", "exchange-next-day", 5, "Начало"),
    ]


def test_formulas_are_told_and_only_their_results_taken() -> None:
    def formulas(book: Any, sheet: Any) -> None:
        sheet["B2"] = "=5+5"

    reading = read(xlsx([["Название", "Длительность"], ["А", None]], formulas))
    # openpyxl writes no results: a spreadsheet has never seen this file.
    assert codes(reading) == [("error", "exchange-formula-empty", 2, "Длительность")]


def test_a_formula_with_its_result() -> None:
    data = with_result(
        xlsx([["Название", "Длительность"], ["А", "=5+5"]]), b"<f>5+5</f><v></v>", b"<f>5+5</f><v>10</v>"
    )
    reading = read(data)
    assert codes(reading) == [("warning", "exchange-formula", 2, "Длительность")]
    assert reading.plan is not None
    assert [entry.duration for entry in reading.plan if isinstance(entry, Item)] == [10 * MINUTE]


def with_result(data: bytes, old: bytes, new: bytes) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in part or b"<f>5+5</f><v />" in part, part
                part = part.replace(old, new).replace(b"<f>5+5</f><v />", new)
            target.writestr(name, part)
    return out.getvalue()


def test_five_thousand_rows_and_one_more() -> None:
    lines = ["Название;Длительность", *(f"Пункт {number};1" for number in range(5_000))]
    assert len(plan(csv(*lines)).order) == 5_000
    reading = read(csv(*lines, "Лишний;1"))
    assert reading.plan is None
    assert codes(reading) == [("error", "exchange-too-many-rows", None, None)]


def test_more_faults_than_anybody_reads() -> None:
    reading = read(csv("Название;Начало", *("А;никогда" for _ in range(1_000))))
    assert len(reading.faults) == 201
    assert (reading.faults[-1].code, reading.faults[-1].args) == ("exchange-more-faults", {"count": 800})


# --- what an export looks like ---


@pytest.mark.parametrize("language, sheet, first", [("ru", "План- финал", "№"), ("en", "План- финал", "Cue")])
def test_a_workbook_that_is_pleasant_to_open(language: Any, sheet: str, first: str) -> None:
    written = table_out.write(
        "xlsx", Plan.of(item("a", 5, "10:00", title="=1+1", note="+7 900")), language, "План: финал"
    )
    page = openpyxl.load_workbook(io.BytesIO(written))[sheet]
    assert (page.freeze_panes, page["A1"].value, page["A1"].font.bold) == ("A2", first, True)
    assert page.column_dimensions["B"].width > 30
    row = {page.cell(1, column).value: page.cell(2, column) for column in range(1, page.max_column + 1)}
    title, start = (row[Texts(language).format(f"exchange-column-{meaning}")] for meaning in ("title", "start"))
    assert (title.value, title.data_type, title.quotePrefix) == ("=1+1", "s", True)
    assert (start.value, start.number_format) == (dt.timedelta(hours=10), "[h]:mm:ss")
