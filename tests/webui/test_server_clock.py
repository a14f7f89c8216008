"""The clock of a page against the server's, for half an hour: over Wi-Fi, through a proxy that holds messages back,
with a quartz that is off, and with a line that went dead. Time is simulated; the clock is the pages' own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webui.pure import call

SEEDS = range(20)
WANDERING = "../../../tests/webui/wandering"
QUARTZ = 60
"""Parts in a million: a cheap one, warm."""


def wander(**network: float) -> list[dict[str, Any]]:
    return call([(WANDERING, "wander", seed, network) for seed in SEEDS])


@pytest.mark.parametrize(
    "least, jitter",
    [(1, 2), (5, 10), (5, 25), (40, 4)],
    ids=["Wi-Fi", "bad Wi-Fi", "worse", "a proxy far away"],
)
@pytest.mark.parametrize("ppm", [QUARTZ, -QUARTZ])
def test_it_stays_within_a_frame_and_never_goes_back(least: float, jitter: float, ppm: int) -> None:
    for seen in wander(minutes=30, ppm=ppm, least=least, jitter=jitter):
        assert seen["p99"] <= 1, seen
        assert seen["backwards"] == 0


def test_behind_a_dead_line_it_runs_on_as_well_as_the_machine_can() -> None:
    """Nothing comes through for the last ten of fifteen minutes: what is left is the quartz's own fault, 36 ms."""
    for seen in wander(minutes=15, ppm=QUARTZ, least=1, jitter=2, deaf=5):
        assert 36 / (1000 / 60) - 1 <= seen["worst"] <= 36 / (1000 / 60) + 1
        assert seen["backwards"] == 0
