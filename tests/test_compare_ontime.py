"""`docs/compare-ontime.md`: every test it names exists, every yes has one, no feature or ask is left out."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "compare-ontime.md").read_text("utf-8")

FEATURES = {
    "Timer types": "count-down count-up clock none",
    "End actions": "none load-next play-next",
    "Playback": "roll play pause stop armed",
    "Phases": "none default warning danger overtime pending",
    "Event fields": "flag cue title note endAction timerType countToEnd linkStart timeStrategy lock-end lock-duration "
    "timeStart timeEnd duration skip colour timeWarning timeDanger custom triggers parent revision delay dayOffset gap",
    "Other entries": "targetDuration groups milestones delays",
    "Runtime store": "clock timer addedTime current duration elapsed expectedFinish phase playback secondaryTimer "
    "startedAt text visible blink blackout secondarySource rundown selectedEventIndex numEvents plannedStart "
    "plannedEnd actualStart offset absolute relative mode expectedRundownEnd eventNow eventNext auxtimer1 "
    "auxtimer2 auxtimer3 direction",
    "Protocol": "version poll change message start pause stop reload roll load addtime auxtimer client offsetmode "
    "Companion OSC",
    "Offset": "absolute relative gaps linked overtime added",
    "Views": "timer backstage cuesheet countdown operator studio minimal URL",
    "Timers and messages beside the rundown": "aux blink blackout secondary",
    "Automations": "HTTP OSC",
    "Files": "project XLSX Google",
}
"""By section, as Ontime calls them: what its documentation and its protocol have."""
ASKS = {"#815", "#1318", "#1563", "#1702", "#2200", "#940", "#1199", "#174"}
ANSWERS = {"yes", "differently", "no"}
NOTHING = "—"


class Row(Struct, frozen=True):
    section: str
    feature: str
    answer: str
    where: str
    tests: tuple[str, ...]


def rows() -> list[Row]:
    found, section = [], ""
    for line in TEXT.splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("| "):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            assert len(cells) == 4, line
            if cells[1] == "here":
                continue
            tests = () if cells[3] == NOTHING else tuple(part.strip("`") for part in cells[3].split("<br>"))
            found.append(Row(section, cells[0], cells[1], cells[2], tests))
    return found


ROWS = rows()


@cache
def names_in(path: Path) -> frozenset[str]:
    """`test_x`, `TestY::test_x`; read, not run."""
    names = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        names |= {
            prefix + one.name
            for one in inside
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_")
        }
    return frozenset(names)


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text))


def test_it_has_rows() -> None:
    assert len(ROWS) > 100
    assert len({(row.section, row.feature) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.section}: {row.feature}"[:60])
def test_every_row_is_answered_and_its_tests_exist(row: Row) -> None:
    assert row.answer in ANSWERS
    if row.answer == "no":
        assert row.where, "what there is instead"
    else:
        assert row.tests, "a yes without a test"
    for test in row.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).is_file(), test
        assert name in names_in(ROOT / path), test


@pytest.mark.parametrize("section", FEATURES)
def test_no_feature_is_left_out(section: str) -> None:
    said = words(" ".join(row.feature for row in ROWS if row.section == section))
    assert set(FEATURES[section].split()) - said == set()


def test_no_ask_is_left_out() -> None:
    asked = [row.feature.split(":")[0] for row in ROWS if row.section == "What Ontime's users ask for"]
    assert set(asked) == ASKS
    assert len(asked) == len(ASKS)


def test_every_test_that_is_named_anywhere_is_a_file_of_ours() -> None:
    for path in re.findall(r"tests/[\w/]+\.py", TEXT):
        assert (ROOT / path).is_file(), path
