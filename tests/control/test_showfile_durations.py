"""Lengths of time in show files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.clock import Duration
from control.showfile.durations import parse, written


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
