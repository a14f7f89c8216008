"""How a page learns the server's clock: pings say between which offsets it lies."""

from __future__ import annotations

import random

import pytest

from tests.webui.pure import call

OFFSET = 1_800_000_000_000.25
"""The server's clock less the page's."""


def bounds(*stamps: float) -> dict[str, float]:
    """(t0, t1, t2, t3) → as `boundsOf` makes them."""
    t0, t1, t2, t3 = stamps
    return {"least": t2 - t3, "most": t1 + 1 - t0, "at": t3}


def narrowed(heard: list[dict[str, float]]) -> dict[str, float]:
    """One after another, as the page does it."""
    known: dict[str, float] = heard[0]
    for one in heard[1:]:
        known = call([("server-clock", "narrow", known, one)])[0]
    return known


def ping(asked: float, there: float, back: float, offset: float = OFFSET) -> dict[str, float]:
    """`there` and `back` milliseconds on the way; the server's stamps are whole milliseconds."""
    stamp = int(asked + there + offset)
    return bounds(asked, stamp, stamp, asked + there + back)


def test_one_ping_is_as_wrong_as_its_way_is_long() -> None:
    made, middle = call(
        [("server-clock", "boundsOf", 100, 1180, 1181, 260), ("server-clock", "middle", ping(0, 20, 60))]
    )
    assert made == bounds(100, 1180, 1181, 260)
    assert made["least"] <= 1000 + 25 <= made["most"]
    assert abs(middle - OFFSET) <= (20 + 60 + 1) / 2


def test_the_quickest_way_there_and_the_quickest_way_back_count_of_different_pings() -> None:
    quick_there, quick_back = ping(0, 1, 80), ping(1000, 80, 1)
    together = narrowed([quick_there, quick_back])
    assert together["least"] <= OFFSET <= together["most"]
    assert together["most"] - together["least"] < 4
    assert together["at"] == quick_back["at"]


def test_what_was_heard_long_ago_is_less_certain() -> None:
    sharp, later = ping(0, 1, 1), ping(1_000_000, 500, 500)
    together = narrowed([sharp, later])
    assert together["most"] - together["least"] > 2 * 100
    assert together["least"] <= OFFSET <= together["most"]


def test_after_a_sleep_only_the_newest_ping_is_true() -> None:
    slept = ping(2_000, 30, 30, OFFSET + 60_000)
    assert narrowed([ping(0, 1, 1), slept]) == slept


def test_a_bad_network_is_seen_through() -> None:
    chance = random.Random(3)
    heard = [ping(at, chance.uniform(0, 80), chance.uniform(0, 80)) for at in range(0, 5_000, 1_000)]
    together = narrowed(heard)
    assert together["least"] <= OFFSET <= together["most"]
    there, back = min(one["most"] for one in heard), max(one["least"] for one in heard)
    assert there - back < min(one["most"] - one["least"] for one in heard) - 5, "they are not those of one ping"
    assert together["most"] - together["least"] == pytest.approx(there - back, abs=1)
