"""How a camera that Efir reads is, as the pages reckon it: pure, in their own functions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webui.pure import call

LEVELS = "feed-levels"


def line(condition: str = "ok", since: int = 0) -> dict[str, Any]:
    return {"condition": condition, "since": since}


def feed(use: str, showing: str | None, main: str = "ok", backup: str | None = "ok", **more: str) -> dict[str, Any]:
    made = {"use": use, "since": 0, "main": line(main), "process": "running", **more}
    if showing is not None:
        made["showing"] = showing
    return made if backup is None else {**made, "backup": line(backup)}


@pytest.mark.parametrize(
    "held, kept",
    [
        (feed("main", "main"), None),  # it is well: nobody is kept out
        (feed("main", "held", "away"), "backup"),
        (feed("main", "slate", "away"), "backup"),
        (feed("main", "slate", "away", "doubtful"), "backup"),
        (feed("main", "main", "bad"), "backup"),  # frozen, and on the air since it is held
        (feed("main", "main", "doubtful"), None),  # by itself it would stay, too
        (feed("main", "slate", "away", "bad"), None),  # the backup would be no better
        (feed("main", "slate", "away", None), None),
        (feed("backup", "slate", "ok", "away"), "main"),
        (feed("backup", "backup", "ok", "bad"), "main"),
        (feed("backup", "backup"), None),
        (feed("backup", "slate", "away", "away"), None),
        (feed("slate", "slate", "away"), None),  # what he asked for is there
        (feed("auto", "slate", "away", "ok"), None),
        (feed("main", None, "unknown", "unknown", process="restarting"), None),
    ],
)
def test_whom_a_hold_keeps_out(held: dict[str, Any], kept: str | None) -> None:
    assert call([(LEVELS, "keptOut", held)]) == [kept]


MAIN, BACKUP = {"peak": -6.0}, {"peak": -20.0}


@pytest.mark.parametrize(
    "measured, heard",
    [
        ({"main": MAIN, "backup": BACKUP, "shown": "main"}, -6),
        ({"main": MAIN, "backup": BACKUP, "shown": "backup"}, -20),
        ({"main": MAIN, "backup": BACKUP, "shown": "held"}, -120),
        ({"main": MAIN, "backup": BACKUP, "shown": "slate"}, -120),
        ({"main": MAIN, "shown": "slate"}, -120),
        ({"main": {"fps": 25}, "shown": "main"}, -120),  # no sound comes
    ],
)
def test_the_bar_is_what_obs_is_given(measured: dict[str, Any], heard: float) -> None:
    assert call([(LEVELS, "sentPeak", measured)]) == [heard]


def test_of_what_nobody_measures_there_is_no_bar() -> None:
    assert call([(LEVELS, "sentPeak")]) == [None]


def test_each_change_lasts_until_the_next_of_its_line() -> None:
    def change(which: str, since: int) -> dict[str, Any]:
        return {"line": which, "seen": line(since=since)}

    changes = [change("main", 1), change("backup", 2), change("main", 5), change("main", 9)]
    (found,) = call([(LEVELS, "spells", changes)])
    assert [(one["line"], one["seen"]["since"], one.get("until")) for one in found] == [
        ("main", 9, None),
        ("main", 5, 9),
        ("backup", 2, None),
        ("main", 1, 5),
    ]


@pytest.mark.parametrize(
    "told, level",
    [
        (feed("auto", "main"), "ok"),
        (feed("main", "main"), "ok"),  # a hold is marked; it is no alarm
        (feed("auto", "backup", "bad"), "look"),
        (feed("main", "held", "away"), "bad"),
        (feed("slate", "slate"), "look"),
        (feed("auto", "slate", "away"), "bad"),
        (feed("auto", None, "unknown", "unknown"), "unknown"),
        (feed("auto", "main", process="refused"), "bad"),
    ],
)
def test_the_level_of_a_camera(told: dict[str, Any], level: str) -> None:
    assert call([(LEVELS, "feedLevel", told)]) == [level]
