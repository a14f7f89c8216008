"""Feeds of cameras: alive, frozen, gone, and back."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from control.core.types import CameraId
from scenes.feeds import STANDS, Judgement

WIDE = CameraId("wide")


def status(state: str, cursor: float | None = None) -> dict[str, Any]:
    return {"mediaState": f"OBS_MEDIA_STATE_{state}", "mediaCursor": cursor, "mediaDuration": None}


def test_the_words_of_obs() -> None:
    judge = Judgement()
    assert judge.of(WIDE, status("PLAYING", 1), False, 0) == "live"
    assert judge.of(WIDE, status("OPENING"), False, 1) == "connecting"
    assert judge.of(WIDE, status("BUFFERING"), False, 1) == "connecting"
    for end in ("NONE", "STOPPED", "ENDED", "ERROR", "SOMETHING_NEW"):
        assert judge.of(WIDE, status(end), False, 2) == "lost"
    assert judge.of(WIDE, status("ENDED"), True, 3) == "ended"
    assert Judgement().of(WIDE, status("ENDED"), True, 3) == "lost", "a file that is not there ends at once"


def test_a_connection_that_stands_without_a_picture_is_frozen() -> None:
    judge = Judgement()
    assert judge.of(WIDE, status("PLAYING", 500), False, 0) == "live"
    assert judge.of(WIDE, status("PLAYING", 500), False, STANDS - 0.1) == "live"
    assert judge.of(WIDE, status("PLAYING", 500), False, STANDS) == "frozen"
    assert judge.of(WIDE, status("PLAYING", 540), False, STANDS + 1) == "live"
    assert judge.of(WIDE, status("ENDED"), False, STANDS + 2) == "lost"
    assert judge.of(WIDE, status("PLAYING", 540), False, STANDS + 9) == "live", "another connection, counted anew"


def test_a_switcher_that_tells_no_time_is_believed() -> None:
    judge = Judgement()
    assert {judge.of(WIDE, status("PLAYING"), False, at) for at in range(60)} == {"live"}


@given(st.lists(st.tuples(st.floats(0.1, 2), st.integers(0, 3)), max_size=40))
def test_frozen_means_that_nothing_moved_for_so_long(looks: list[tuple[float, int]]) -> None:
    judge, now, moved_at, last = Judgement(), 0.0, 0.0, -1
    for pause, cursor in looks:
        now += pause
        if cursor != last:
            moved_at, last = now, cursor
        expected = "frozen" if now - moved_at >= STANDS else "live"
        assert judge.of(WIDE, status("PLAYING", cursor), False, now) == expected
