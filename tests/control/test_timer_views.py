"""Named timers on the wire: the panel's and the stage's slice, and what the graphic gets."""

from typing import Any

import msgspec

from control.clock import Duration
from control.core import timers
from control.core.timer_acts import Adjust, Pause, Remove, Start, Switch
from control.core.types import Command, GraphicId
from control.errors import Rejection
from control.registry import State
from control.show import Graphic
from control.views.table import VIEWS, Projection
from tests.control.core.shows import make_context, make_show
from tests.control.core.test_timers import BLACK, CHESS, PLANS, SPEECH, START, ZERO

SHOW = make_show(
    timers=PLANS,
    graphics=(
        Graphic(id=GraphicId("speech"), name="Время", graphic="timer", source="timer", timer=SPEECH),
        Graphic(
            id=GraphicId("chess"), name="Шахматы", graphic="timer", source="timer", timer=CHESS, corner="bottom-left"
        ),
    ),
)


def after(*commands: tuple[int, Command]) -> State:
    state = State()
    for at, command in commands:
        decision = timers.decide(state.timers, command, make_context(SHOW, ZERO + at))
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            state = msgspec.structs.replace(state, timers=timers.evolve(state.timers, event))
    return state


def seen(state: State, view: str = "panel") -> Any:
    return VIEWS[view].project(state, SHOW, None).data


def test_a_standing_countdown_as_a_page_gets_it() -> None:
    view = seen(State())["timers"]
    assert view["order"] == ["speech", "break", "open", "start", "chess"]
    assert view["byId"]["speech"] == {
        "name": "Речь",
        "kind": "countdown",
        "clock": {"state": "idle", "total": 420_000, "left": 420_000, "warnings": [60_000, 15_000]},
        "warning": 60_000,
        "danger": 15_000,
        "bells": [{"left": 360_000, "strokes": 1}, {"left": 0, "strokes": 2}],
        "protected": {"first": 60_000, "last": 60_000},
    }
    assert view["byId"]["start"]["at"] == 68_400_000
    assert view["byId"]["open"]["clock"] == {"state": "idle", "total": 0, "left": 0, "warnings": []}


def test_a_running_clock_is_sent_as_when_it_reaches_zero() -> None:
    state = after((0, Start(SPEECH)), (10_000, Adjust(SPEECH, Duration(5_000))))
    clock = seen(state, "stage")["timers"]["byId"]["speech"]["clock"]
    assert clock == {"state": "running", "total": 420_000, "target": ZERO + 425_000, "warnings": [60_000, 15_000]}


def test_banks_and_whose_turn_it_is() -> None:
    state = after((0, Start(CHESS)), (12_000, Switch(CHESS)), (13_000, Pause(CHESS)))
    wire = seen(state)["timers"]["byId"]["chess"]
    assert "clock" not in wire
    assert (wire["banks"]["order"], wire["active"]) == (["white", "black"], BLACK)
    assert wire["banks"]["byId"] == {
        "white": {"name": "Белые", "clock": {"state": "paused", "total": 300_000, "left": 288_000, "warnings": []}},
        "black": {"name": "Чёрные", "clock": {"state": "paused", "total": 180_000, "left": 179_000, "warnings": []}},
    }


def test_the_length_of_a_count_to_a_time_of_day_is_known_once_it_runs() -> None:
    assert seen(State())["timers"]["byId"]["start"]["clock"]["total"] == 0
    clock = seen(after((0, Start(START))))["timers"]["byId"]["start"]["clock"]
    assert clock["total"] == clock["target"] - ZERO > 0


def test_the_graphic_gets_its_timer_and_nothing_once_it_is_gone() -> None:
    state = after((0, Start(SPEECH)))
    graphics = seen(state, "graphics")["graphics"]["byId"]
    assert graphics["speech"]["data"] == {"timer": seen(state)["timers"]["byId"]["speech"]}
    assert set(graphics["chess"]["data"]["timer"]["banks"]["byId"]) == {"white", "black"}
    assert graphics["chess"]["data"]["corner"] == "bottom-left"
    gone = seen(after((0, Remove(SPEECH))), "graphics")["graphics"]["byId"]
    assert gone["speech"]["data"] == {}


def test_only_what_reads_timers_is_projected_again() -> None:
    before = after((0, Start(SPEECH)))
    first: dict[str, Projection] = {name: VIEWS[name].project(before, SHOW, None) for name in VIEWS}
    decision = timers.decide(before.timers, Pause(SPEECH), make_context(SHOW, ZERO + 1_000))
    assert not isinstance(decision, Rejection)
    state = msgspec.structs.replace(before, timers=timers.evolve(before.timers, decision[0]))
    panel = VIEWS["panel"].project(state, SHOW, first["panel"]).data
    old = first["panel"].data
    assert {name for name in panel if panel[name] is not old[name]} == {"timers"}
    assert VIEWS["graphics"].project(state, SHOW, first["graphics"]).data != first["graphics"].data
