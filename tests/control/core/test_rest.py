"""Sources, graphics, outputs, stage: the small modules."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.core import graphics, health, outputs, sources, stage
from control.core.graphics import Clear, GraphicsState, Play, Played, Restore, Restored, Stop, Update
from control.core.health import HealthState, ObserveLink
from control.core.outputs import Actual, ObserveOutput, Output, OutputsState, OutputState, SetOutput
from control.core.sources import Mute, ObserveSound, SetVolume, ShowItem, Sound, SourcesState
from control.core.stage import Hush, Say, StageState
from control.core.types import GraphicId, InputId, ItemId
from control.errors import Rejection, reject
from control.show import Audio, Outputs
from tests.control.core.shows import CLOSE, WIDE, make_context, make_show

LEFT, CLOCK, TITLE = InputId("left"), GraphicId("clock"), GraphicId("title")


def test_an_item_is_hidden_and_shown_again_by_its_inverse() -> None:
    (event,) = sources.decide(SourcesState(), ShowItem(WIDE, ItemId("a"), False), make_context())  # type: ignore[misc]
    hidden = sources.evolve(SourcesState(), event)
    assert sources.is_visible(hidden, make_show(), WIDE, ItemId("a")) is False
    assert sources.is_visible(hidden, make_show(), CLOSE, ItemId("a")) is True, "the same name in another scene"
    assert sources.inverse(SourcesState(), event) == ShowItem(WIDE, ItemId("a"), True)


def test_the_first_change_of_a_sound_goes_back_to_what_the_show_file_says() -> None:
    mic = InputId("mic")
    ctx = make_context(make_show(audio=(Audio(id=mic, name="Микрофон", muted=True, volume=-12.0),)))
    (unmuted,) = sources.decide(SourcesState(), Mute(mic, False), ctx)  # type: ignore[misc]
    assert sources.inverse(SourcesState(), unmuted) == Mute(mic, True)
    (louder,) = sources.decide(SourcesState(), SetVolume(mic, -6.0), ctx)  # type: ignore[misc]
    assert sources.inverse(SourcesState(), louder) == SetVolume(mic, -12.0), "0 dB would be a shout in the hall"


@pytest.mark.parametrize("volume", [math.nan, math.inf, -math.inf, -100.1, 26.1])
def test_a_volume_outside_obs_limits_is_refused(volume: float) -> None:
    decision = sources.decide(SourcesState(), SetVolume(LEFT, volume), make_context())
    assert isinstance(decision, Rejection)
    assert decision.code == "volume-out-of-range"


@given(st.floats(-100, 26), st.booleans())
def test_what_obs_says_of_sound_becomes_state(volume: float, muted: bool) -> None:
    state = SourcesState()
    for event in sources.decide(state, ObserveSound(LEFT, muted, volume), make_context()):  # type: ignore[union-attr]
        state = sources.evolve(state, event)
    assert sources.sound_of(state, make_show(), LEFT) == Sound(muted, volume)


def test_unknown_names_are_refused() -> None:
    ctx = make_context()
    assert sources.decide(SourcesState(), Mute(InputId("x"), True), ctx) == reject("no-such-input", input="x")
    assert graphics.decide(GraphicsState(), Play(GraphicId("x")), ctx) == reject("no-such-graphic", graphic="x")
    silent = sources.decide(SourcesState(), Mute(InputId("right"), True), ctx)
    assert silent == reject("no-such-input", input="right"), "a camera without sound is not in the mixer"


def test_graphics_go_on_and_off_and_all_off_at_once() -> None:
    state, ctx = GraphicsState(), make_context()
    for command in (Play(CLOCK), Play(TITLE), Play(CLOCK), Stop(CLOCK), Play(CLOCK)):
        for event in graphics.decide(state, command, ctx):  # type: ignore[union-attr]
            state = graphics.evolve(state, event)
    assert state.playing == {CLOCK, TITLE}
    (cleared,) = graphics.decide(state, Clear(), ctx)  # type: ignore[misc]
    bare = graphics.evolve(state, cleared)
    assert not bare.playing
    assert graphics.decide(bare, Clear(), ctx) == ()


def test_all_graphics_off_is_taken_back_by_one_act() -> None:
    state, ctx = GraphicsState(frozenset({CLOCK, TITLE})), make_context()
    (cleared,) = graphics.decide(state, Clear(), ctx)  # type: ignore[misc]
    back = graphics.inverse(state, cleared)
    assert back is not None
    again = graphics.evolve(graphics.evolve(state, cleared), Played(CLOCK))
    (restored,) = graphics.decide(again, back, ctx)  # type: ignore[misc]
    assert restored == Restored((TITLE,)), "what somebody put on meanwhile is left alone"
    assert graphics.evolve(again, restored) == state
    assert graphics.decide(state, back, ctx) == ()
    assert graphics.decide(GraphicsState(), Restore((CLOCK, GraphicId("gone"))), ctx) == (Restored((CLOCK,)),)
    assert graphics.decide(state, Restore((GraphicId("gone"),)), ctx) == reject("no-such-graphic", graphic="gone")


def test_only_fixed_graphics_are_edited_and_only_their_fields() -> None:
    ctx = make_context()
    assert graphics.decide(GraphicsState(), Update(CLOCK, {}), ctx) == reject("graphic-not-editable", graphic="Часы")
    assert graphics.decide(GraphicsState(), Update(TITLE, {"x": ""}), ctx) == reject("no-such-field", field="x")
    assert graphics.decide(GraphicsState(), Update(TITLE, {"title": "я" * 201}), ctx) == reject(
        "text-too-long", longest=200
    )
    assert graphics.inverse(GraphicsState(), Played(CLOCK)) == Stop(CLOCK)


def test_an_output_the_show_does_not_name_cannot_be_started() -> None:
    ctx = make_context(make_show(outputs=Outputs()))
    decision = outputs.decide(OutputsState(), SetOutput(Output.STREAM, True), ctx)
    assert decision == reject("output-not-in-show", output="stream")


def test_a_stream_stopped_by_hand_in_obs_is_not_wanted_any_more() -> None:
    state, ctx = OutputsState(), make_context()
    for command in (
        SetOutput(Output.STREAM, True),
        ObserveOutput(Output.STREAM, Actual.ON),
        ObserveOutput(Output.STREAM, Actual.STOPPING, by_hand=True),
        ObserveOutput(Output.STREAM, Actual.OFF),
    ):
        for event in outputs.decide(state, command, ctx):  # type: ignore[union-attr]
            state = outputs.evolve(state, event)
    assert state.stream == OutputState(False, Actual.OFF, ctx.now)


def test_a_stream_that_obs_lost_with_itself_is_still_wanted() -> None:
    state, ctx = OutputsState(stream=OutputState(True, Actual.ON)), make_context()
    for event in outputs.decide(state, ObserveOutput(Output.STREAM, Actual.OFF), ctx):  # type: ignore[union-attr]
        state = outputs.evolve(state, event)
    assert state.stream.wanted


def test_a_failed_stream_waits_to_be_asked_again() -> None:
    state, ctx = OutputsState(stream=OutputState(True, Actual.STARTING)), make_context()
    for event in outputs.decide(state, ObserveOutput(Output.STREAM, Actual.FAILED), ctx):  # type: ignore[union-attr]
        state = outputs.evolve(state, event)
    assert not state.stream.wanted
    assert outputs.decide(state, SetOutput(Output.STREAM, True), ctx) != ()


def test_a_message_to_the_stage_comes_and_goes() -> None:
    ctx = make_context()
    (said,) = stage.decide(StageState(), Say("  Заканчивайте ", "warning"), ctx)  # type: ignore[misc]
    state = stage.evolve(StageState(), said)
    assert state.message is not None
    assert state.message.text == "Заканчивайте"
    assert stage.inverse(StageState(), said) == Hush(state.message.at)
    assert stage.decide(StageState(), Say("   "), ctx) == reject("text-empty")
    assert isinstance(stage.decide(StageState(), Say("я" * 121), ctx), Rejection)


def test_health_is_told_once() -> None:
    ctx = make_context()
    (event,) = health.decide(HealthState(), ObserveLink("connected", "obs", "29.0.2"), ctx)  # type: ignore[misc]
    state = health.evolve(HealthState(), event)
    assert health.decide(state, ObserveLink("connected", "obs", "29.0.2"), ctx) == ()
