from __future__ import annotations

from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from control.clock import Duration, Instant, ManualClock, SystemClock, between, later, time_of_day

HOUR = 3_600_000


class Source:
    """A clock's reading in nanoseconds that a test can turn."""

    def __init__(self, nanoseconds: int) -> None:
        self.nanoseconds = nanoseconds

    def __call__(self) -> int:
        return self.nanoseconds


def test_system_clock_starts_at_the_wall_clock() -> None:
    assert SystemClock(Source(1_700_000_000_123_000_000), Source(55)).now() == 1_700_000_000_123


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_step_of_the_wall_clock_moves_nothing(step: int) -> None:
    wall, monotonic = Source(1_700_000_000_000_000_000), Source(77_000_000)
    clock = SystemClock(wall, monotonic)
    wall.nanoseconds += step * 1_000_000
    monotonic.nanoseconds += 250_000_000
    assert clock.now() == 1_700_000_000_250


def test_the_real_one_runs_and_never_goes_back() -> None:
    clock = SystemClock()
    readings = [clock.now() for _ in range(1000)]
    assert readings == sorted(readings)
    assert readings[0] > 1_700_000_000_000


def test_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(Instant(1000))
    assert clock.now() == clock.now() == 1000
    assert clock.advance(Duration(250)) == 1250
    assert clock.now() == 1250
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(Duration(-1))
    assert clock.now() == 1250


def test_later_and_between_undo_each_other() -> None:
    start = Instant(5000)
    assert between(start, later(start, Duration(-1200))) == -1200
    assert between(later(start, Duration(300)), start) == -300


def test_time_of_day() -> None:
    noon = Instant(1_700_049_600_000 + 42)  # 2023-11-15T12:00:00.042Z
    assert time_of_day(noon, UTC) == 12 * HOUR + 42
    assert time_of_day(noon, timezone(timedelta(hours=13))) == HOUR + 42
    assert time_of_day(Instant(-1), UTC) == 24 * HOUR - 1


def test_time_of_day_is_what_the_wall_shows_when_summer_time_begins() -> None:
    before = Instant(1_711_846_799_999)  # 2024-03-31, one millisecond before 01:00 UTC
    berlin = ZoneInfo("Europe/Berlin")
    assert time_of_day(before, berlin) == 2 * HOUR - 1
    assert time_of_day(later(before, Duration(1)), berlin) == 3 * HOUR
