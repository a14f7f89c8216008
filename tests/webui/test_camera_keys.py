"""The keyboard as a stick: what is held, and what must not be held for ever."""

from __future__ import annotations

from typing import Any

from tests.webui.pure import call

HARNESS = "../../../tests/webui/holding"


def down(code: str, *, meta: bool = False) -> dict[str, Any]:
    return {"way": "down", "code": code, "meta": meta}


def up(code: str, *, meta: bool = False) -> dict[str, Any]:
    return {"way": "up", "code": code, "meta": meta}


def drop() -> dict[str, Any]:
    return {"way": "drop", "code": ""}


def sticks(*runs: list[dict[str, Any]]) -> list[list[dict[str, float]]]:
    """Where the stick is after each press of each run."""
    found: list[list[dict[str, float]]] = call([(HARNESS, "hold", run) for run in runs])
    return found


def test_keys_are_held_and_let_go() -> None:
    both = [down("ArrowRight"), down("ArrowUp"), up("ArrowRight"), up("ArrowUp")]
    assert sticks(both) == [[{"pan": 1}, {"pan": 1, "tilt": 1}, {"tilt": 1}, {}]]


def test_a_key_whose_end_macos_does_not_tell_is_not_stuck() -> None:
    first = [down("ArrowRight"), down("MetaLeft", meta=True), up("MetaLeft")]
    before = [down("MetaLeft", meta=True), down("ArrowRight", meta=True), up("MetaLeft")]
    between = [down("ArrowRight"), down("KeyC", meta=True)]  # the page did not have the focus as Cmd went down
    after = [down("ArrowRight"), up("MetaRight"), down("ArrowLeft")]
    assert sticks(first, before, between, after) == [
        [{"pan": 1}, {}, {}],
        [{}, {}, {}],
        [{"pan": 1}, {}],
        [{"pan": 1}, {}, {"pan": -1}],
    ]


def test_a_key_that_went_up_elsewhere_moves_nothing_afterwards() -> None:
    """Two are down, the page lets go (another window has the focus), one goes up there, the other one here."""
    lost = [down("ArrowRight"), down("ArrowUp"), drop(), up("ArrowUp")]
    again = [down("ArrowRight"), drop(), down("ArrowLeft"), up("ArrowLeft")]
    assert sticks(lost, again) == [
        [{"pan": 1}, {"pan": 1, "tilt": 1}, {}, {}],
        [{"pan": 1}, {}, {"pan": -1}, {}],
    ]


def test_the_focus_is_held_by_keys_where_letters_are_the_desks() -> None:
    run = [down("KeyD"), down("ArrowUp"), up("KeyD"), up("ArrowUp"), down("KeyA"), up("KeyA")]
    found = call([(HARNESS, "hold", run, True), (HARNESS, "hold", run, False)])
    assert found[0] == [{"focus": 1}, {"focus": 1, "tilt": 1}, {"tilt": 1}, {}, {"focus": -1}, {}]
    assert found[1] == [{}, {"tilt": 1}, {"tilt": 1}, {}, {}, {}], "in the panel they are the panel's"
