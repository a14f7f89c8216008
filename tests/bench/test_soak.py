"""What the long run injects, and what it makes of what was told."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.common_soak import ALL, KINDS, RECOVERY, Fault, plan
from bench.soak import Seen, Told, is_blank, result

DROP = Fault(100.0, "srt", "drop")
WHOLE = Seen(pictures=1000, blank=0, seconds=601.0)


@given(st.integers(0, 2**32), st.integers(0, 10))
def test_as_many_of_each_kind_and_never_two_at_once(seed: int, count: int) -> None:
    faults = plan(1800, count, random.Random(seed))
    assert Counter(fault.kind for fault in faults) == (dict.fromkeys(KINDS, count) if count else {})
    for camera in ALL:
        own = [fault for fault in faults if fault.camera == camera]
        assert all(camera in KINDS[fault.kind].cameras for fault in own)
        ends = [fault.at + KINDS[fault.kind].seconds + RECOVERY for fault in own]
        assert all(end <= after.at for end, after in zip(ends, own[1:], strict=False))
        assert not ends or ends[-1] <= 1800


def test_there_is_no_room_for_ten_of_each_in_a_minute() -> None:
    with pytest.raises(ValueError, match="no room"):
        plan(60, 10, random.Random(1))


def told(at: float, *reasons: str, camera: str = "srt") -> Told:
    return Told(at, camera, frozenset(reasons))


BACK = (told(102.1, "shown:held"), told(112.0, "shown:main"))


def holds(*heard: Told, faults: tuple[Fault, ...] = (DROP,), seen: Seen = WHOLE) -> bool:
    return result(list(faults), {fault: fault.at for fault in faults}, list(heard), seen, 600).holds


def test_what_is_told_in_time_holds() -> None:
    assert holds(told(100.7, "gap"), *BACK)
    assert holds(told(100.1, "away"), *BACK)
    assert holds(faults=())


@pytest.mark.parametrize(
    "heard",
    [
        (),
        (told(106.0, "gap"), *BACK),  # late
        (told(100.7, "silence"), *BACK),  # another fault
        (told(100.7, "gap", camera="rtmp"), *BACK),  # another camera
        (told(100.7, "gap"), *BACK, told(300.0, "freeze")),  # without a fault
        (told(100.7, "gap"), *BACK, told(104.0, "black", camera="rtsp")),  # of a camera that is well
        (told(100.7, "gap"), told(102.1, "shown:slate")),  # it never came back
        (told(100.7, "gap"), *BACK, told(400.0, "shown:held")),  # off the air without a fault
    ],
)
def test_what_is_wrong_does_not_hold(heard: tuple[Told, ...]) -> None:
    assert not holds(*heard)


@pytest.mark.parametrize("seen", [Seen(1000, 1, 601.0), Seen(1000, 0, 500.0)])
def test_a_recording_that_is_blank_or_too_short_does_not_hold(seen: Seen) -> None:
    assert not holds(told(100.7, "gap"), *BACK, seen=seen)


def test_blank_is_a_quarter_without_a_camera_or_all_black() -> None:
    picture = np.full((90, 160, 3), 90, np.int16)
    assert not is_blank(picture)
    picture[45:, 80:] = (250, 10, 240)
    assert is_blank(picture)
    picture[45:, 80:] = 16  # a camera's own black
    assert not is_blank(picture)
    assert is_blank(np.zeros((90, 160, 3), np.int16))
