"""Programme and preview."""

from hypothesis import given
from hypothesis import strategies as st

from control.clock import Duration
from control.core import program
from control.core.program import (
    ChooseTransition,
    Left,
    ObserveProgram,
    Panic,
    Preview,
    ProgramState,
    Take,
    Taken,
)
from control.core.types import Command, Event, SceneId
from control.errors import Rejection, reject
from control.show import Transition
from tests.control.core.shows import CLOSE, SLATE, WIDE, make_context, make_show

FADE = Transition(kind="fade", duration=Duration(500))


def after(state: ProgramState, *commands: Command) -> ProgramState:
    for command in commands:
        decision = program.decide(state, command, make_context())
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            state = program.evolve(state, event)
    return state


def test_a_cut_puts_the_preview_on_air_and_leaves_what_was_there_in_preview() -> None:
    state = after(ProgramState(scene=SLATE), Preview(WIDE), Take(WIDE, over=SLATE))
    assert (state.scene, state.preview, state.takes) == (WIDE, SLATE, 1)
    assert state.taken_with == program.CUT


def test_auto_takes_the_scenes_own_transition_then_the_operators_choice() -> None:
    assert after(ProgramState(scene=SLATE), Take(CLOSE, auto=True)).taken_with == FADE
    chosen = ChooseTransition("swipe", Duration(700))
    assert after(ProgramState(scene=SLATE), chosen, Take(CLOSE, auto=True)).taken_with == Transition(
        kind="swipe", duration=Duration(700)
    )


@given(auto=st.booleans())
def test_a_take_may_bring_its_own_transition(auto: bool) -> None:
    chosen = ChooseTransition("swipe", Duration(700))
    wipe = Transition(kind="luma_wipe", duration=Duration(1200))
    state = after(ProgramState(scene=SLATE), chosen, Take(CLOSE, auto=auto, transition=wipe))
    assert state.taken_with == wipe
    assert state.transition == Transition(kind="swipe", duration=Duration(700)), "the operator's choice stays"
    cut = Transition(kind="cut", duration=Duration(300))
    assert after(state, Take(WIDE, auto=auto, transition=cut)).taken_with == program.CUT


def test_a_transition_of_its_own_has_the_limits_of_any() -> None:
    for duration in (49, 20_001):
        take = Take(CLOSE, transition=Transition(kind="fade", duration=Duration(duration)))
        assert program.decide(ProgramState(scene=SLATE), take, make_context()) == reject(
            "transition-too-long", shortest=50, longest=20_000
        )
    for duration in (50, 20_000):
        after(ProgramState(scene=SLATE), Take(CLOSE, transition=Transition(kind="fade", duration=Duration(duration))))


def test_of_two_operators_taking_at_once_the_second_is_told() -> None:
    state = after(ProgramState(scene=SLATE), Take(WIDE, over=SLATE))
    assert program.decide(state, Take(CLOSE, over=SLATE), make_context()) == reject("already-taken", scene=WIDE)


def test_taking_what_is_on_air_changes_nothing() -> None:
    assert program.decide(ProgramState(scene=WIDE), Take(WIDE), make_context()) == ()


def test_panic_goes_to_the_slate_whatever_is_on_air() -> None:
    state = after(ProgramState(scene=WIDE, preview=CLOSE), Panic())
    assert (state.scene, state.preview) == (SLATE, WIDE)


def test_panic_without_a_named_slate_takes_the_first_scene() -> None:
    show = make_show(slate=CLOSE)
    decision = program.decide(ProgramState(scene=WIDE), Panic(), make_context(show))
    assert isinstance(decision, tuple)
    assert isinstance(decision[0], Taken)
    assert decision[0].scene == CLOSE


def test_unknown_scenes_and_absurd_transitions_are_refused() -> None:
    for command in (Preview(SceneId("x")), Take(SceneId("x")), ObserveProgram(scene=SceneId("x"))):
        assert program.decide(ProgramState(), command, make_context()) == reject("no-such-scene", scene="x")
    for duration in (-1, 0, 49, 20_001):
        decision = program.decide(ProgramState(), ChooseTransition("fade", Duration(duration)), make_context())
        assert isinstance(decision, Rejection)
        assert decision.code == "transition-too-long"


def test_a_scene_of_somebody_elses_on_air_is_known_and_not_fought() -> None:
    state = after(ProgramState(scene=WIDE), ObserveProgram(foreign="BRB"))
    assert (state.scene, state.foreign) == (None, "BRB")
    assert program.decide(state, ObserveProgram(foreign="BRB"), make_context()) == ()
    state = after(state, Take(WIDE))
    assert (state.scene, state.foreign) == (WIDE, None)


def test_the_inverse_of_a_take_is_refused_once_somebody_took_again() -> None:
    before = ProgramState(scene=SLATE)
    undo = program.inverse(before, Taken(WIDE, program.CUT))
    assert undo == Take(SLATE, over=WIDE)
    later = after(before, Take(WIDE), Take(CLOSE))
    assert isinstance(program.decide(later, undo, make_context()), Rejection)


scenes = st.sampled_from([SLATE, WIDE, CLOSE, SceneId("nowhere")])
commands = st.one_of(
    st.builds(Preview, scenes),
    st.builds(Take, scenes, over=st.none() | scenes, auto=st.booleans()),
    st.just(Panic()),
    st.builds(ObserveProgram, scene=st.none() | scenes, preview=st.none() | scenes),
    st.builds(ObserveProgram, foreign=st.text(min_size=1)),
)


@given(st.lists(commands))
def test_no_sequence_breaks_it(sequence: list[Command]) -> None:
    state, ctx = ProgramState(), make_context()
    for command in sequence:
        decision = program.decide(state, command, ctx)
        if isinstance(decision, Rejection):
            continue
        events: tuple[Event, ...] = decision
        for event in events:
            state = program.evolve(state, event)
        assert state.scene != "nowhere"
        assert state.preview != "nowhere"
        assert state.scene is None or state.foreign is None
        if any(isinstance(event, Left) for event in events):
            assert state.scene is None
