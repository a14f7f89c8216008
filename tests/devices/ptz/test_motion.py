"""The curve, and the dead man's hand: whatever fifty people do, it stops in time and sends little."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.clock import Instant
from devices.ptz.motion import FRAME, LEASE, RENEW, REST, Curve, Deadman, Drive, step

LEFT, RIGHT = Drive(pan=-0.5), Drive(pan=0.5)


def at(moment: int) -> Instant:
    return Instant(moment)


# --- curve and steps


def test_a_curve_is_nothing_in_its_dead_zone_and_all_at_the_end() -> None:
    curve = Curve(0.1, 2.0)
    assert [curve(value) for value in (0, 0.1, -0.1, 1, -1, 7)] == [0, 0, 0, 1, -1, 1]
    assert curve(0.55) == pytest.approx(0.25)
    assert curve(math.nan) == 0
    assert curve.shaped(Drive(1, -1, 0.05, 0.1)) == Drive(1, -1, 0, 0)


@given(st.floats(0, 0.5), st.floats(1, 4), st.floats(-2, 2), st.floats(-2, 2))
def test_a_curve_never_falls_and_is_the_same_both_ways(zone: float, exponent: float, one: float, other: float) -> None:
    curve = Curve(zone, exponent)
    assert curve(one) == -curve(-one)
    assert (curve(one) <= curve(other)) if one <= other else (curve(one) >= curve(other))


def test_steps() -> None:
    assert step(0, 1, 24) is None
    assert [step(speed, 1, 24) for speed in (1e-9, -1e-9, 0.5, 1, -1, 3)] == [1, 1, 13, 24, 24, 24]
    assert [step(speed, 0, 7) for speed in (0.01, 1)] == [0, 7]


def test_a_drive_is_bounded_and_knows_whether_anything_moves() -> None:
    assert Drive(2, -math.inf, math.nan, -0.0).bounded() == Drive(1, -1, 0, 0)
    assert not Drive()
    assert Drive(focus=-0.1)


# --- the dead man's hand


def test_a_drive_that_is_not_renewed_stops() -> None:
    hands = Deadman()
    assert hands.hold("a", LEFT, at(0)) == LEFT
    assert hands.wake() == at(LEASE)
    assert hands.tick(at(LEASE - 1)) is None
    assert hands.tick(at(LEASE)) == REST
    assert hands.wake() is None
    assert hands.tick(at(LEASE + 1)) is None


def test_a_renewed_drive_goes_on_and_is_repeated_now_and_then() -> None:
    hands = Deadman()
    sent = [moment for moment in range(0, 2000, 50) if hands.hold("a", LEFT, at(moment)) == LEFT]
    assert sent == list(range(0, 2000, RENEW))


def test_letting_go_stops_at_once() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    assert hands.release("a", at(1)) == REST
    assert hands.hold("a", LEFT, at(2)) is None  # one drive a frame, counted from the last word
    assert hands.tick(at(1 + FRAME)) == LEFT
    assert hands.hold("a", Drive(), at(30)) == REST


def test_the_last_to_begin_has_it_until_he_lets_go_or_his_lease_is_over() -> None:
    hands = Deadman()
    assert hands.hold("a", LEFT, at(0)) == LEFT
    assert hands.hold("b", RIGHT, at(100)) == RIGHT
    assert hands.hold("a", Drive(tilt=1), at(150)) is None
    assert hands.holder == "b"
    assert hands.release("b", at(200)) == Drive(tilt=1)
    assert hands.hold("b", RIGHT, at(250)) == RIGHT
    assert hands.hold("a", LEFT, at(300)) is None
    assert hands.tick(at(250 + LEASE)) == LEFT  # b is gone without a word
    assert hands.tick(at(300 + LEASE)) == REST


def test_who_comes_back_after_his_lease_begins_anew() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    hands.hold("b", RIGHT, at(10))
    hands.hold("b", RIGHT, at(200))
    assert hands.hold("a", LEFT, at(400)) == LEFT
    assert hands.holder == "a"


def test_take_back() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    hands.hold("b", RIGHT, at(1))
    assert hands.release_all(at(2)) == REST
    assert hands.wake() is None


def test_after_a_halt_who_held_it_lets_go_before_he_may_begin_again() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    hands.hold("b", RIGHT, at(1))
    assert hands.halt(at(100)) == REST
    assert hands.wake() is None
    for moment in range(150, 2000, 80):  # his page says again and again where the stick is
        assert hands.hold("b", RIGHT, at(moment)) is None
        assert hands.holder is None
    assert hands.hold("c", LEFT, at(2000)) == LEFT, "who did not hold it begins as ever"
    assert hands.release("c", at(2001)) == REST
    assert hands.hold("b", Drive(), at(2010)) is None
    assert hands.hold("b", RIGHT, at(2030)) == RIGHT


def test_after_a_halt_silence_is_no_letting_go() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    hands.halt(at(100))
    assert hands.hold("a", LEFT, at(150)) is None
    assert hands.hold("a", LEFT, at(150 + 3 * LEASE)) is None, "its page stalled, the stick is held as it was"
    assert hands.holder is None
    assert hands.hold("a", REST, at(5000)) is None
    assert hands.hold("a", LEFT, at(5100)) == LEFT


def test_a_halt_finds_who_fell_silent_before_it_without_letting_go() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    assert hands.tick(at(LEASE)) == REST
    assert hands.halt(at(2 * LEASE)) is None
    assert hands.hold("a", LEFT, at(3 * LEASE)) is None
    assert hands.hold("new", LEFT, at(4 * LEASE)) == LEFT, "his page loaded anew is another"
    hands.release("a", at(4 * LEASE + 1))
    assert hands.hold("a", RIGHT, at(5 * LEASE - 1)) == RIGHT
    assert not hands._silent
    assert not hands._barred


def test_who_is_paused_has_not_let_go() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    assert hands.pause("a", at(100)) == REST
    assert hands.hold("a", LEFT, at(200)) == LEFT, "and goes on when he may"
    assert hands.pause("a", at(300)) == REST
    assert hands.halt(at(310)) is None
    for moment in (400, 500):
        assert hands.hold("a", LEFT, at(moment)) is None, "a halt finds him all the same"
        assert hands.pause("a", at(moment + 1)) is None, "and this is not his letting go"
    hands.hold("a", REST, at(600))
    assert hands.hold("a", LEFT, at(700)) == LEFT
    assert hands.pause("b", at(710)) is None
    assert "b" not in hands._silent


def test_a_hand_that_is_gone_is_forgotten() -> None:
    hands = Deadman()
    hands.hold("a", LEFT, at(0))
    hands.halt(at(10))
    hands.release("a", at(20))
    assert hands.hold("a", LEFT, at(30)) == LEFT


def test_fifty_people_on_one_joystick_are_one_drive_a_frame_and_the_newest() -> None:
    hands = Deadman()
    sent = []
    for moment in range(2000):
        person = moment % 50
        for drive in (hands.hold(f"p{person}", Drive(pan=(moment % 99 + 1) / 100), at(moment)), hands.tick(at(moment))):
            sent += [(moment, drive)] if drive is not None else []
    assert len(sent) <= 2000 / FRAME + 1
    assert hands.holder == "p49"
    assert all(drive.pan for _, drive in sent)


hand_events = st.lists(
    st.tuples(
        st.integers(0, 400),  # ms since the last
        st.sampled_from("abc"),
        st.sampled_from([LEFT, RIGHT, Drive(zoom=1), Drive(), None]),  # None: only time passes
    ),
    max_size=60,
)


@given(hand_events)
def test_it_never_moves_longer_than_a_lease_after_the_last_word_and_never_sends_more_than_a_frame_allows(
    events: list[tuple[int, str, Drive | None]],
) -> None:
    hands = Deadman()
    now = 0
    moving, last_word = REST, {"a": -(10**6), "b": -(10**6), "c": -(10**6)}
    drives: list[int] = []

    def hear(drive: Drive | None) -> None:
        nonlocal moving
        if drive is not None:
            assert drive or moving, "a stop for what stands still"
            moving = drive
            if drive:
                drives.append(now)

    for pause, hand, wanted in events:
        end = now + pause
        while (wake := hands.wake()) is not None and wake <= end:
            now = max(now, wake)
            hear(hands.tick(at(now)))
        now = end
        if wanted is not None:
            last_word[hand] = now if wanted else -(10**6)
            hear(hands.hold(hand, wanted, at(now)))
        else:
            hear(hands.tick(at(now)))
        if moving:
            assert max(last_word.values()) + LEASE > now
        if not any(word + LEASE > now for word in last_word.values()):
            assert not moving
    while (wake := hands.wake()) is not None:
        now = max(now, wake)
        hear(hands.tick(at(now)))
    assert not moving
    assert all(later - sooner >= FRAME for sooner, later in itertools.pairwise(drives))
