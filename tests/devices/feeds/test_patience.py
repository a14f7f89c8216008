"""How long a connection may bring packets and no pictures."""

from __future__ import annotations

import math

from devices.feeds.patience import FIRST_S, MOST_KEYS, NEXT_S, Patience


def test_the_first_picture_may_wait_for_its_key_frame_and_the_next_ones_come_soon() -> None:
    patience = Patience(100.0)
    assert not patience.over(100 + FIRST_S)
    assert patience.over(100.1 + FIRST_S)
    patience.picture(110.0)
    assert not patience.over(110 + NEXT_S)
    assert patience.over(110.1 + NEXT_S)


def test_a_camera_that_is_slow_by_its_own_word_and_a_clip_are_waited_for() -> None:
    slow, clip = Patience(0.0, 5.0), Patience(0.0, math.inf)
    for patience in (slow, clip):
        patience.picture(0.0)
    assert not slow.over(20.0)
    assert slow.over(20.1)
    assert not clip.over(1e6)


def test_what_is_passed_over_is_no_loss_but_key_frames_that_give_nothing_are() -> None:
    patience = Patience(0.0)
    patience.picture(0.0)
    patience.passed_over()
    assert not patience.over(100.0)
    for _ in range(MOST_KEYS):
        assert not patience.over(100.0)
        patience.fed()
    assert patience.over(100.0)
    patience.picture(101.0)
    assert not patience.over(102.0)
