"""Lengths of time in show files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.clock import Duration
from control.showfile.durations import parse, parse_shift, parse_time, written


@pytest.mark.parametrize(
    "text, milliseconds",
    [
        ("300ms", 300),
        ("2s", 2_000),
        ("1.5s", 1_500),
        ("0.25 s", 250),
        ("10m", 600_000),
        ("10min", 600_000),
        ("1h", 3_600_000),
        ("5:00", 300_000),
        ("0:15", 15_000),
        ("90:00", 5_400_000),
        ("1:30:00", 5_400_000),
        ("300мс", 300),
        ("15с", 15_000),
        ("5 мин", 300_000),
        ("1ч", 3_600_000),
    ],
)
def test_what_is_a_duration(text: str, milliseconds: int) -> None:
    assert parse(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", "5", "300", "-5s", "5:60", "1:60:00", "1:2:3", "5 : 00", "5x", "٣s", "1e3s", "9" * 5000 + "s", "5:00s"]
)
def test_what_is_not(text: str) -> None:
    assert parse(text) is None


@given(st.integers(0, 24 * 3_600_000))
def test_what_is_written_is_read_back(milliseconds: int) -> None:
    assert parse(written(Duration(milliseconds))) == milliseconds


@pytest.mark.parametrize("text, milliseconds", [("-5:00", -300_000), ("+30s", 30_000), ("−1m", -60_000), ("5s", 5_000)])
def test_what_is_a_shift(text: str, milliseconds: int) -> None:
    assert parse_shift(text) == milliseconds


@pytest.mark.parametrize("text", ["", "-", "--5s", "- 5", "5"])
def test_what_is_no_shift(text: str) -> None:
    assert parse_shift(text) is None


@given(st.integers(-24 * 3_600_000, -1))
def test_a_negative_one_is_read_back(milliseconds: int) -> None:
    assert parse_shift(written(Duration(milliseconds))) == milliseconds


@pytest.mark.parametrize(
    "text, minutes", [("0:00", 0), ("10:00", 600), ("09:05", 545), ("25:30", 1530), ("335:59", 335 * 60 + 59)]
)
def test_what_is_a_wall_time(text: str, minutes: int) -> None:
    assert parse_time(text) == minutes * 60_000


def test_a_wall_time_may_have_seconds() -> None:
    assert parse_time("10:00:30") == 36_030_000


@pytest.mark.parametrize("text", ["", "10", "10:60", "10:0", "-1:00", "336:00", "10:00:60", "10.00", "٣:00", "1000:00"])
def test_what_is_no_wall_time(text: str) -> None:
    assert parse_time(text) is None
