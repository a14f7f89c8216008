"""Messages to the stage: how they look, who has understood them, and a dark screen."""

from control.access import may
from control.clock import Instant
from control.core import stage
from control.core.stage import Acknowledge, Blackout, Hush, Say, StageState
from control.core.types import Actor, Command, Role
from control.errors import Rejection, reject
from control.views import slices
from tests.control.core.shows import OPERATOR, make_context

SPEAKER = Actor(Role.STAGE)


def after(state: StageState, *commands: Command, now: int = 1_000, by: Actor = OPERATOR) -> StageState:
    for command in commands:
        decision = stage.decide(state, command, make_context(now=now, actor=by))
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            state = stage.evolve(state, event)
    return state


SAID = after(StageState(), Say("Заканчивайте", "danger", blink=True))


def test_it_blinks_if_it_shall() -> None:
    wire = slices.stage(SAID).message
    assert wire
    assert (wire.blink, wire.tone) == (True, "danger")
    plain = slices.stage(after(SAID, Say("Спасибо"))).message
    assert plain
    assert not plain.blink


def test_what_nobody_sees_is_not_said() -> None:
    message = after(StageState(), Say(" a\0b\u202e \n👩\u200d🏫 ")).message
    assert message is not None
    assert message.text == "a b 👩\u200d🏫"
    assert stage.decide(StageState(), Say("\u202e\0 "), make_context(actor=OPERATOR)) == reject("text-empty")


def test_the_first_who_understands_counts() -> None:
    state = after(SAID, Acknowledge(Instant(1_000)), now=5_000, by=SPEAKER)
    state = after(state, Acknowledge(Instant(1_000)), now=6_000)
    assert state.message is not None
    assert (state.message.seen, state.message.seen_by) == (5_000, "stage")
    wire = slices.stage(state).message
    assert wire
    assert (wire.seen, wire.seen_by) == (5_000, "stage")
    assert after(state, Say("Спасибо"), now=7_000).message.seen is None  # type: ignore[union-attr]


def test_what_nobody_can_have_read_is_not_acknowledged() -> None:
    late = after(SAID, Say("Другое"), now=2_000)
    for state in (late, after(SAID, Hush()), StageState()):
        decision = stage.decide(state, Acknowledge(Instant(1_000)), make_context(actor=SPEAKER))
        assert decision == reject("message-gone")


def test_a_dark_screen_and_a_message_leave_each_other_alone() -> None:
    state = after(SAID, Blackout(True))
    assert slices.stage(state).blackout is True
    assert state.message == SAID.message
    assert after(state, Hush(), Say("Да")).blackout
    assert after(state, Blackout(True)) == state
    assert slices.stage(after(state, Blackout(False))) == slices.stage(SAID)


def test_all_is_taken_back_but_that_it_was_understood() -> None:
    for before, command in ((SAID, Say("Да")), (SAID, Hush()), (SAID, Blackout(True)), (StageState(), Say("Да"))):
        (event,) = stage.decide(before, command, make_context())  # type: ignore[misc]
        inverse = stage.inverse(before, event)
        assert inverse is not None
        assert after(stage.evolve(before, event), inverse) == before, command
    (event,) = stage.decide(SAID, Acknowledge(Instant(1_000)), make_context())  # type: ignore[misc]
    assert stage.inverse(SAID, event) is None


def test_what_somebody_else_has_said_since_stays() -> None:
    (said,) = stage.decide(StageState(), Say("3 минуты"), make_context())  # type: ignore[misc]
    (again,) = stage.decide(SAID, Say("Да"), make_context(now=1_500))  # type: ignore[misc]
    (hushed,) = stage.decide(SAID, Hush(), make_context())  # type: ignore[misc]
    urgent = after(StageState(), Say("СТОП", "danger"), now=2_000)
    for before, event in ((StageState(), said), (SAID, again), (SAID, hushed)):
        inverse = stage.inverse(before, event)
        assert inverse is not None
        assert stage.decide(urgent, inverse, make_context(now=3_000)) == reject("message-gone")
    assert after(urgent, Hush(), now=3_000).message is None, "a person takes away whatever stands there"


def test_the_stage_may_acknowledge_and_nothing_else() -> None:
    assert [kind for kind in stage.COMMANDS if may(Role.STAGE, kind)] == [Acknowledge]
