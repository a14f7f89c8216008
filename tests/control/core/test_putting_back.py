"""Presets put back into a camera that has lost them, as decided: one after another, for as long as that may go on."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from control.core import program as on_program
from control.core.camera_acts import (
    Ability,
    Act,
    Code,
    Forget,
    Home,
    Lock,
    ObserveHead,
    Open,
    PutBack,
    Recall,
    Report,
    Round,
    SetFocus,
    Store,
    Where,
)
from control.core.types import SYSTEM, PresetId, SceneId
from control.views.cameras import cameras as view
from tests.control.core.rundowns import Playout
from tests.control.core.test_cameras import DOME, HALL, OURS, STAGE, head, number, ready

CAN: tuple[Ability, ...] = ("pan-tilt", "presets", "go-to", "position")
THIRD = PresetId("dome-3")


def stored() -> Playout:
    """Three presets whose place is known."""
    show = ready()
    show.do(ObserveHead(DOME, "connected", can=CAN), by=SYSTEM)
    for place, preset in enumerate((STAGE, HALL, None)):
        show.do(Store(DOME, preset=preset))
        show.do(Report(number(show), True, where=Where(10.0 * place, 0, 0)), by=SYSTEM)
    assert [one.id for one in head(show).presets] == [STAGE, HALL, THIRD]
    return show


def going(show: Playout) -> PresetId | None:
    """The one that is under way."""
    orders = [order for order in show.state.cameras.pending.values() if isinstance(order.act, PutBack)]
    assert len(orders) <= 1
    return orders[0].preset.id if orders and orders[0].preset is not None else None


def reported(show: Playout, code: Code | None = None) -> None:
    show.do(Report(number(show), code is None, code), by=SYSTEM)


def test_one_after_another_and_then_it_is_over() -> None:
    show = stored()
    before = head(show).presets
    show.do(PutBack(DOME))
    assert show.log()[-1] == "log-presets-put-back"
    for preset in (STAGE, HALL, THIRD):
        assert going(show) == preset
        wire = view(show.state, OURS).heads.by_id[DOME]
        assert [id_ for id_, one in wire.presets.by_id.items() if one.pending is True] == [preset]
        assert wire.round is not UNSET
        assert wire.round.end is UNSET
        reported(show)
        assert head(show).at == preset if preset == THIRD else head(show).at is None
    assert going(show) is None
    assert head(show).round == Round((), (STAGE, HALL, THIRD), (), "done")
    last = show.state.log.entries[-1]
    assert (last.code, last.args) == (
        "log-presets-put-back-ended",
        {"camera": DOME, "end": "done", "done": 3, "all": 3},
    )
    assert last.undo is None
    assert head(show).presets == before, "name, place, picture: as they were"


def test_one_that_fails_is_told_and_does_not_stop_the_others() -> None:
    show = stored()
    show.do(PutBack(DOME))
    reported(show)
    reported(show, "ptz-elsewhere")
    told = show.state.log.entries[-1]
    assert (told.code, told.args["name"], told.args["reason"]) == ("log-preset-not-put-back", "Зал", "ptz-elsewhere")
    assert going(show) == THIRD
    reported(show)
    assert head(show).round == Round((), (STAGE, THIRD), (HALL,), "done")
    assert show.state.log.entries[-1].args["done"] == 2
    wire = view(show.state, OURS).heads.by_id[DOME].round
    assert wire is not UNSET
    assert wire.failed == [HALL]


def test_it_is_stopped_as_anything_that_moves() -> None:
    show = stored()
    show.do(PutBack(DOME))
    reported(show)
    reported(show, "ptz-cancelled")
    assert going(show) is None
    assert head(show).round == Round((HALL, THIRD), (STAGE,), (), "stopped")
    assert show.log()[-1] == "log-presets-put-back-ended"


@pytest.mark.parametrize("act", [Home(DOME), Recall(DOME, STAGE), Store(DOME)])
def test_whoever_wants_something_else_of_the_camera_does_not_wait(act: Act) -> None:
    show = stored()
    show.do(PutBack(DOME))
    first = number(show)
    show.do(act)
    assert head(show).round == Round((STAGE, HALL, THIRD), end="stopped")
    show.do(Report(first, False, "ptz-cancelled"), by=SYSTEM)
    assert going(show) is None
    assert head(show).round == Round((STAGE, HALL, THIRD), end="stopped")
    if isinstance(act, Recall):
        assert head(show).at == STAGE


def test_what_leads_it_nowhere_does_not_disturb() -> None:
    show = stored()
    show.do(PutBack(DOME))
    first = number(show)
    show.do(SetFocus(DOME, "auto"))
    show.do(Report(first, True), by=SYSTEM)
    assert going(show) == HALL


def test_a_camera_on_air_is_not_led_about() -> None:
    show = stored()
    show.do(on_program.Take(SceneId("cam")))
    assert show.refused(PutBack(DOME)) == "camera-on-air"
    show.do(PutBack(DOME, confirmed=True))
    reported(show)
    assert going(show) == HALL, "it was confirmed, for all of them"


def test_one_that_comes_on_air_meanwhile_stays_where_it_is() -> None:
    show = stored()
    show.do(PutBack(DOME))
    show.do(on_program.Take(SceneId("cam")))
    reported(show)
    assert going(show) is None
    assert head(show).round == Round((HALL, THIRD), (STAGE,), (), "air")
    show.do(Lock(False))
    show.do(PutBack(DOME))
    reported(show)
    assert going(show) == HALL, "without the lock cameras on air may jump"


@pytest.mark.parametrize("code", ["ptz-away", "ptz-no-answer"])
def test_one_that_is_lost_meanwhile_is_not_told_the_rest(code: Code) -> None:
    show = stored()
    show.do(PutBack(DOME))
    reported(show, code)
    assert going(show) is None
    assert head(show).round == Round((HALL, THIRD), (), (STAGE,), "away")


def test_after_a_restart_it_does_not_go_on() -> None:
    show = stored()
    show.do(PutBack(DOME))
    show.do(Open(), by=SYSTEM)
    lost = head(show).round
    assert lost is not None
    assert lost.end == "away"
    show.do(ObserveHead(DOME, "connected", can=CAN), by=SYSTEM)
    show.do(PutBack(DOME))
    assert going(show) == STAGE


def test_what_is_forgotten_meanwhile_is_left_out() -> None:
    show = stored()
    show.do(PutBack(DOME))
    show.do(Forget(DOME, HALL))
    reported(show)
    assert going(show) == THIRD
    show.do(Forget(DOME, THIRD))
    reported(show)
    assert going(show) is None
    wire = view(show.state, OURS).heads.by_id[DOME].round
    assert wire is not UNSET
    assert (wire.todo, wire.done, wire.failed) == ([], [STAGE], [])


def test_what_cannot_be_put_back_is_refused() -> None:
    show = ready()
    assert show.refused(PutBack(DOME)) == "camera-cannot-aim"
    show.do(ObserveHead(DOME, "connected", can=CAN), by=SYSTEM)
    assert show.refused(PutBack(DOME)) == "presets-placeless", "those of the file were never stored here"
    show = stored()
    show.do(PutBack(DOME))
    assert show.refused(PutBack(DOME)) == "presets-going-back"
    show.do(ObserveHead(DOME, "away"), by=SYSTEM)
    assert show.refused(PutBack(DOME)) == "camera-away"


def test_what_is_still_under_way_belongs_to_its_own_round() -> None:
    """Another act has ended the round, and what became of its preset is not known yet."""
    show = stored()
    show.do(PutBack(DOME))
    first = number(show)
    show.do(Home(DOME))
    assert show.refused(PutBack(DOME)) == "presets-going-back"
    show.do(Report(first, False, "ptz-cancelled"), by=SYSTEM)
    show.do(PutBack(DOME))
    assert head(show).round == Round((STAGE, HALL, THIRD))


def test_one_that_is_stopped_for_the_air_has_not_failed() -> None:
    show = stored()
    show.do(PutBack(DOME))
    reported(show)
    show.do(on_program.Take(SceneId("cam")))
    reported(show, "ptz-cancelled")
    assert head(show).round == Round((HALL, THIRD), (STAGE,), (), "air")
    assert show.log()[-1] == "log-presets-put-back-ended"


@pytest.mark.parametrize("code, end", [("ptz-elsewhere", "done"), ("ptz-no-answer", "away")])
def test_why_the_last_one_failed_is_in_the_log(code: Code, end: str) -> None:
    show = stored()
    show.do(PutBack(DOME))
    if end == "done":
        reported(show)
        reported(show)
    show.do(Report(number(show), False, code, "VISCA 02"), by=SYSTEM)
    told = show.state.log.entries[-1]
    assert (told.code, told.args["end"]) == ("log-presets-put-back-ended-so", end)
    name = "3" if end == "done" else "Сцена"
    assert (told.args["name"], told.args["reason"], told.args["detail"]) == (name, code, "VISCA 02")


def test_it_stands_at_no_preset_that_was_forgotten_on_the_way() -> None:
    show = stored()
    show.do(PutBack(DOME))
    show.do(Forget(DOME, STAGE))
    show.do(Forget(DOME, HALL))
    show.do(Forget(DOME, THIRD))
    reported(show)
    assert head(show).at is None
