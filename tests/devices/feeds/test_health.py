"""Health: every fault is found in its time, nothing is found in a clean input, and nothing flaps."""

from __future__ import annotations

import itertools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from devices.feeds.health import FAULTS, Fault, Health, Measures, State, Thresholds

TICK = 0.04
CLEAN = Measures(
    connected=True, gap=0.02, interval=0.04, still=0.0, luma=110, contrast=40, motion=3, fps=25, kbps=4000,
    keyframe_gap=1.0, width=1280, height=720, codec="h264", has_sound=True, peak=-12, rms=-24, clipped=0, skew=0.02,
    errors=0,
)  # fmt: skip
JUDGED = Thresholds(size=(1280, 720), fps=25, kbps=500)

# What each fault looks like, and within how many seconds it must be told of (the measure of its duration included).
WRONG: dict[Fault, tuple[Measures, float]] = {
    "gap": (replace(CLEAN, gap=0.26), 0.0),
    "freeze": (replace(CLEAN, still=2.1), 0.0),
    "black": (replace(CLEAN, luma=16.5, contrast=0.8), 1.0),
    "silence": (replace(CLEAN, rms=-70, peak=-65), 8.0),
    "mute": (replace(CLEAN, has_sound=False, rms=None, peak=None, clipped=None, skew=None), 3.0),
    "clipping": (replace(CLEAN, clipped=0.2), 1.0),
    "size": (replace(CLEAN, width=640, height=360), 3.0),
    "rate": (replace(CLEAN, fps=12), 3.0),
    "bitrate": (replace(CLEAN, kbps=300), 3.0),
    "keyframes": (replace(CLEAN, keyframe_gap=13), 0.0),
    "skew": (replace(CLEAN, skew=-0.7), 3.0),
    "errors": (replace(CLEAN, errors=5), 1.0),
    "codec": (replace(CLEAN, passed=False), 3.0),
}


class Run:
    """Feeds measures tick by tick and keeps what was told."""

    def __init__(self, limits: Thresholds = JUDGED, *, static: bool = False, sound: bool = True) -> None:
        self.health: Health = Health()
        self.now = 1000.0
        self.states: list[tuple[float, State]] = []
        self._limits, self._static, self._sound = limits, static, sound

    def state(self) -> State:
        return self.health.state

    def reasons(self) -> tuple[Fault, ...]:
        return self.health.reasons

    def show(self, measures: Measures, seconds: float = TICK) -> Run:
        for _ in range(max(1, math.ceil(seconds / TICK - 1e-9))):
            before = self.health
            self.health = before.then(measures, self.now, self._limits, static=self._static, sound=self._sound)
            if self.health.state != before.state:
                self.states.append((self.now, self.health.state))
            self.now += TICK
        return self


def test_there_is_a_wrong_picture_for_every_fault() -> None:
    assert set(WRONG) == set(FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_in_its_time_and_is_over_when_it_settled(fault: Fault) -> None:
    wrong, within = WRONG[fault]
    run = Run().show(CLEAN, 5)
    assert run.reasons() == ()
    run.show(wrong, within + 2 * TICK)
    assert run.reasons() == (fault,)
    assert run.state() == ("bad" if fault in JUDGED.bad else "doubtful")
    run.show(CLEAN, JUDGED.settle - 2 * TICK)
    assert run.reasons() == (fault,), "it is not over at once"
    run.show(CLEAN, 4 * TICK)
    assert run.state() == "ok"


@pytest.mark.parametrize("fault", ["black", "silence", "clipping", "rate"])
def test_a_short_one_is_none(fault: Fault) -> None:
    wrong, within = WRONG[fault]
    run = Run().show(CLEAN, 5)
    for _ in range(20):
        run.show(wrong, within / 2 - 2 * TICK).show(CLEAN, 0.2)
    assert [state for _, state in run.states] == ["ok"]


def test_it_is_doubtful_before_it_is_bad() -> None:
    run = Run().show(CLEAN, 5)
    for still in range(60):
        run.show(replace(CLEAN, still=still * TICK))
    assert [state for _, state in run.states] == ["ok", "doubtful", "bad"]
    (_, _), (doubtful, _), (bad, _) = run.states
    assert 0.3 < bad - doubtful < 0.5


def test_what_makes_an_input_bad_is_for_the_feed_to_say() -> None:
    wrong, within = WRONG["silence"]
    strict = replace(JUDGED, bad=frozenset({"silence"}))
    assert Run(strict).show(CLEAN, 5).show(wrong, within + 1).state() == "bad"
    lenient = replace(JUDGED, bad=frozenset({"gap"}))
    assert Run(lenient).show(CLEAN, 5).show(WRONG["freeze"][0], 1).state() == "doubtful"


def test_a_still_slide_is_no_freeze_where_the_feed_says_so() -> None:
    frozen = WRONG["freeze"][0]
    assert Run(static=True).show(CLEAN, 5).show(frozen, 60).state() == "ok"


def test_nobody_misses_the_sound_of_a_feed_without_sound() -> None:
    run = Run(sound=False).show(CLEAN, 5)
    for fault in ("silence", "mute", "clipping", "skew"):
        run.show(WRONG[fault][0], 20)
    assert run.state() == "ok"


def test_a_slow_camera_is_not_lost_between_its_pictures() -> None:
    slow = replace(CLEAN, interval=0.2, fps=5)
    run = Run(Thresholds()).show(replace(slow, gap=0.1), 5)
    run.show(replace(slow, gap=0.5), 1)
    assert run.reasons() == ()
    run.show(replace(slow, gap=0.81))
    assert run.state() == "bad"


def test_a_new_connection_has_not_the_faults_of_the_old_one() -> None:
    run = Run().show(CLEAN, 5).show(WRONG["freeze"][0], 1)
    run.show(Measures(connected=False), 1)
    assert (run.state(), run.reasons()) == ("away", ())
    assert run.show(CLEAN).state() == "ok"


def test_usable_is_of_this_moment_and_the_state_is_not() -> None:
    run = Run().show(CLEAN, 5).show(WRONG["gap"][0])
    assert not run.health.usable(JUDGED)
    run.show(CLEAN)
    assert run.state() == "bad"
    assert run.health.usable(JUDGED)


# What a clean camera does: jitter within what its thresholds allow.
clean_measures = st.builds(
    replace,
    st.just(CLEAN),
    gap=st.floats(0, 0.12),
    still=st.floats(0, 0.9),
    luma=st.floats(40, 235),
    rms=st.floats(-55, -3),
    clipped=st.floats(0, 0.007),
    fps=st.floats(21.5, 28.5),
    kbps=st.floats(700, 50_000),
    keyframe_gap=st.floats(0, 5.9),
    skew=st.floats(-0.39, 0.39),
    errors=st.floats(0, 0.79),
)


@given(st.lists(clean_measures, min_size=1, max_size=60))
def test_a_clean_input_has_no_fault(seen: list[Measures]) -> None:
    run = Run()
    for measures in seen:
        run.show(measures, 1.0)
    assert run.states == [(1000.0, "ok")]


@given(st.sampled_from(FAULTS), st.integers(0, 1 << 32), st.floats(0.1, 0.9))
def test_nothing_flaps_at_its_threshold(fault: Fault, seed: int, share: float) -> None:
    """Whatever the order in which right and wrong come: between two rises of a state lies the time to settle."""
    chance, run = random.Random(seed), Run().show(CLEAN, 5)
    wrong, _ = WRONG[fault]
    for _ in range(1500):
        run.show(wrong if chance.random() < share else CLEAN)
    recoveries = [at for at, state in run.states[1:] if state == "ok"]
    assert all(later - earlier >= JUDGED.settle for earlier, later in itertools.pairwise(recoveries))
    assert len(run.states) <= 1 + 3 * (1500 * TICK / JUDGED.settle)


@given(st.lists(st.tuples(st.sampled_from(FAULTS), st.floats(0.04, 12)), max_size=12))
def test_after_all_faults_are_over_the_input_is_well(faults: list[tuple[Fault, float]]) -> None:
    run = Run().show(CLEAN, 1)
    for fault, seconds in faults:
        run.show(WRONG[fault][0], seconds)
    run.show(CLEAN, JUDGED.settle + 2 * TICK)
    assert (run.state(), run.reasons()) == ("ok", ())
