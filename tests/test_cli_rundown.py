"""`efir rundown convert`: what it writes, what it says, and its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from control.core.rundown.plan import Item, Plan
from control.exchange import native, table
from control.exchange.reading import Options
from efir.cli import main
from tests.control.core.rundowns import item
from tests.control.exchange.plans import CUES
from tests.control.exchange.sheets import csv

Capture = pytest.CaptureFixture[str]
EXAMPLE = Path(__file__).parents[1] / "examples" / "debate" / "show.yaml"
PLAN = Plan.of(item("a", 5, "10:00", title="Гимн", cues=CUES[:1]), item("b", 10, title="Речь"))


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFIR_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "plan.rundown.json"
    file.write_bytes(native.write(PLAN))
    return file


def convert(*words: str | Path) -> int:
    return main(["rundown", "convert", *map(str, words)])


def test_through_every_format_and_back(source: Path, tmp_path: Path, capsys: Capture) -> None:
    for name in ("plan.ontime.json", "plan.csv", "plan.xlsx"):
        middle, back = tmp_path / name, tmp_path / f"{name}.back.json"
        assert convert(source, middle) == 0
        assert convert(middle, back) == 0
        plan = native.read(back.read_bytes()).plan
        assert plan is not None
        assert [(entry.id, entry.title) for entry in plan if isinstance(entry, Item)] == [("a", "Гимн"), ("b", "Речь")]
    said = capsys.readouterr()
    assert said.out.splitlines()[0].endswith("plan.ontime.json. Entries of the rundown: 2")
    assert "Note: This format has no place for something in the rundown: cues" in said.err


def test_paper_and_calendar_of_a_show(source: Path, tmp_path: Path) -> None:
    paper, calendar = tmp_path / "plan.pdf", tmp_path / "plan.ics"
    assert convert(source, paper, "--show", EXAMPLE) == 0
    assert convert(source, calendar, "--show", EXAMPLE) == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert b"TZID=Europe/Moscow" in calendar.read_bytes()


def test_the_language_is_the_persons(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "plan.csv"
    assert convert(source, target, "--language", "ru") == 0
    assert target.read_text("utf-8-sig").startswith("№;Название;Начало")
    assert table.read("csv", target.read_bytes(), PLAN, Options()).plan == PLAN


def test_a_table_with_faults_is_not_converted(tmp_path: Path, capsys: Capture) -> None:
    source, target = tmp_path / "plan.csv", tmp_path / "plan.json"
    source.write_bytes(csv("Название;Начало", "Гимн;никогда"))
    assert convert(source, target) == 1
    assert not target.exists()
    said = capsys.readouterr().err
    assert "Error: row 2, Начало: “никогда” is not a time" in said
    assert "Nothing is written" in said


@pytest.mark.parametrize(
    "words, status, says",
    [
        (("absent.csv", "out.json"), 3, "cannot be read"),
        (("plan.rundown.json", "out.docx"), 3, "The format of"),
        (("plan.rundown.json", "out.json", "--from", "docx"), 3, "--from json|ontime|csv|xlsx"),
        (("plan.rundown.json", "no/such/folder.csv"), 3, "cannot be written"),
        (("plan.rundown.json",), 2, "OUT"),
    ],
)
def test_what_cannot_be_done(
    source: Path, words: tuple[str, ...], status: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(source.parent)
    assert convert(*words) == status
    assert says in capsys.readouterr().err


def test_a_word_that_is_no_command_of_the_rundown(capsys: Capture) -> None:
    assert main(["rundown", "sing"]) == 2
    assert main(["rundown"]) == 2
