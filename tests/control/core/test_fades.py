"""Fades, as decided: from where it is, to where it goes, and what ends them."""

import math

import pytest

from control.clock import Duration, Instant
from control.core import sources
from control.core.sources import (
    BACK,
    Fade,
    Faded,
    Mute,
    ObserveSound,
    SetVolume,
    Sound,
    SourcesState,
    sound_of,
    volume_at,
)
from control.core.types import Command, InputId
from control.errors import Rejection, reject
from control.views import slices
from control.views.wire import FadeWire
from tests.control.core.shows import make_context, make_show

LEFT = InputId("left")
SHOW = make_show()


def after(state: SourcesState, now: int, *commands: Command) -> SourcesState:
    for command in commands:
        decision = sources.decide(state, command, make_context(SHOW, now))
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            state = sources.evolve(state, event)
    return state


def volume(state: SourcesState, now: int) -> float:
    found = volume_at(state, SHOW, LEFT, Instant(now))
    assert found is not None
    return round(found, 1)


FADING = after(SourcesState(), 1_000, Fade(LEFT, -60.0, Duration(1_000)))


def test_it_goes_from_where_it_is() -> None:
    assert [volume(FADING, now) for now in (1_000, 1_500, 2_000, 99_000)] == [0, -15.6, -60, -60]
    assert sound_of(FADING, SHOW, LEFT) == Sound(False, -60.0)
    again = after(FADING, 1_500, Fade(LEFT, 0.0, Duration(1_000)))
    assert [volume(again, now) for now in (1_500, 2_500)] == [-15.6, 0]


@pytest.mark.parametrize(
    "command, ends",
    [
        (SetVolume(LEFT, -3.0), True),
        (SetVolume(LEFT, -60.0), True),
        (ObserveSound(LEFT, False, -60.0), True),
        (ObserveSound(LEFT, False, 2.0), True),
        (ObserveSound(LEFT, True, -60.0), False),
        (Mute(LEFT, True), False),
    ],
)
def test_whoever_sets_the_volume_ends_it_and_muting_does_not(command: Command, ends: bool) -> None:
    state = after(FADING, 1_500, command)
    assert (LEFT not in state.fades) is ends
    if ends:
        assert volume(state, 1_501) == sound_of(state, SHOW, LEFT).volume  # type: ignore[union-attr]
    else:
        assert volume(state, 1_500) == -15.6


def test_what_is_over_changes_nothing_any_more() -> None:
    ctx = make_context(SHOW, 2_000)
    assert sources.decide(FADING, SetVolume(LEFT, -60.0), ctx) == ()
    assert sources.decide(FADING, Fade(LEFT, -60.0, Duration(500)), ctx) == ()


@pytest.mark.parametrize("wanted", [math.nan, math.inf, -100.1, 26.1])
def test_its_target_has_the_limits_of_any_volume(wanted: float) -> None:
    decision = sources.decide(SourcesState(), Fade(LEFT, wanted, Duration(1_000)), make_context(SHOW))
    assert isinstance(decision, Rejection)
    assert decision.code == "volume-out-of-range"


def test_its_length_and_its_input_are_looked_at() -> None:
    ctx = make_context(SHOW)
    for length in (-1, 60_001):
        assert sources.decide(SourcesState(), Fade(LEFT, -6.0, Duration(length)), ctx) == reject(
            "fade-too-long", longest=60
        )
    assert sources.decide(SourcesState(), Fade(InputId("x"), -6.0, Duration(1)), ctx) == reject(
        "no-such-input", input="x"
    )


def test_it_is_taken_back_to_where_the_one_before_was_going() -> None:
    (event,) = sources.decide(FADING, Fade(LEFT, -6.0, Duration(8_000)), make_context(SHOW, 1_500))  # type: ignore[misc]
    assert isinstance(event, Faded)
    assert sources.inverse(FADING, event) == Fade(LEFT, -60.0, BACK)


def test_the_pages_know_it() -> None:
    wire = slices.sources(FADING, SHOW).sound["left"]
    assert (wire.volume, wire.fade) == (-60.0, FadeWire(start=0.0, begun=1_000, duration=1_000))
