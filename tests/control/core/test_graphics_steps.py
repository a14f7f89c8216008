"""Graphics that go on in steps."""

from control.core import graphics
from control.core.graphics import Clear, GraphicsState, Play, Restore, Step, Stop, Update, step_of, steps_of
from control.core.types import Command, GraphicId
from control.errors import Rejection, reject
from control.views import slices
from tests.control.core.shows import make_context, make_show

AGENDA, TITLE = GraphicId("agenda"), GraphicId("title")
SHOW = make_show()
GRAPHIC = next(graphic for graphic in SHOW.graphics if graphic.id == AGENDA)


def after(state: GraphicsState, *commands: Command) -> GraphicsState:
    for command in commands:
        decision = graphics.decide(state, command, make_context(SHOW))
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            state = graphics.evolve(state, event)
    return state


def undone(before: GraphicsState, command: Command) -> GraphicsState:
    (event,) = graphics.decide(before, command, make_context(SHOW))  # type: ignore[misc]
    inverse = graphics.inverse(before, event)
    assert inverse is not None
    return after(graphics.evolve(before, event), inverse)


def test_it_goes_on_step_by_step_to_its_last_and_begins_anew_with_every_play() -> None:
    state = after(GraphicsState(), Play(AGENDA))
    assert (step_of(state, GRAPHIC), steps_of(state, GRAPHIC)) == (0, 3), "an empty point is no step"
    state = after(state, Step(AGENDA), Step(AGENDA))
    assert step_of(state, GRAPHIC) == 2
    assert graphics.decide(state, Step(AGENDA), make_context(SHOW)) == reject(
        "graphic-no-more-steps", graphic="Повестка", steps=3
    )
    assert step_of(after(state, Stop(AGENDA), Play(AGENDA)), GRAPHIC) == 0
    assert step_of(after(state, Clear(), Play(AGENDA)), GRAPHIC) == 0


def test_what_has_no_steps_and_what_is_not_on_air_refuses() -> None:
    ctx = make_context(SHOW)
    on = after(GraphicsState(), Play(TITLE))
    assert graphics.decide(on, Step(TITLE), ctx) == reject("graphic-without-steps", graphic="Титр")
    assert graphics.decide(on, Step(AGENDA), ctx) == reject("graphic-not-on-air", graphic="Повестка")
    assert graphics.decide(on, Step(GraphicId("x")), ctx) == reject("no-such-graphic", graphic="x")
    playing = after(GraphicsState(), Play(AGENDA))
    for to in (-1, 3):
        assert isinstance(graphics.decide(playing, Step(AGENDA, to), ctx), Rejection)
    assert graphics.decide(playing, Step(AGENDA, 0), ctx) == ()


def test_everything_is_taken_back_with_its_step() -> None:
    state = after(GraphicsState(), Play(AGENDA), Step(AGENDA))
    for command in (Step(AGENDA), Step(AGENDA, 0), Stop(AGENDA), Clear()):
        back = undone(state, command)
        assert (back.playing, step_of(back, GRAPHIC)) == (state.playing, 1), command


def test_a_restore_brings_only_what_was_gone_to_its_step() -> None:
    state = after(GraphicsState(), Play(AGENDA), Step(AGENDA), Restore((AGENDA, TITLE), {AGENDA: 2}))
    assert (step_of(state, GRAPHIC), TITLE in state.playing) == (1, True)


def test_a_text_that_became_shorter_has_no_steps_beyond_its_end() -> None:
    state = after(GraphicsState(), Play(AGENDA), Step(AGENDA, 2), Update(AGENDA, {"point1": "Одно"}))
    assert step_of(state, GRAPHIC) == 0
    wire = slices.graphics(state, SHOW)
    assert (wire.by_id["agenda"].step, wire.by_id["agenda"].steps) == (0, 1)
    assert step_of(after(state, Update(AGENDA, dict(GRAPHIC.data))), GRAPHIC) == 2, "nothing was forgotten"
