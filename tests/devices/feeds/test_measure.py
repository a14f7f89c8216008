"""What comes in → measures, and time stamps → our clock."""

from __future__ import annotations

from collections.abc import Iterator

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from devices.feeds.health import Measures
from devices.feeds.measure import QUIET_DBFS, Meter, Rate, points
from devices.feeds.pictures import luma as brightness
from devices.feeds.timeline import MOST_LATE_S, Pace, Timeline


def picture(seed: int = 1, noise: float = 0.0) -> NDArray[np.uint8]:
    """The same scene with another noise for every seed."""
    scene = np.random.default_rng(0).integers(30, 220, (45, 80)).repeat(8, 0).repeat(8, 1).astype(float)
    shaken = scene + np.random.default_rng(seed).normal(0, noise, scene.shape) if noise else scene
    made: NDArray[np.uint8] = np.clip(shaken, 0, 255).astype(np.uint8)
    return made


def look(meter: Meter, luma: NDArray[np.uint8], now: float) -> None:
    meter.picture((luma.shape[1], luma.shape[0]), lambda: luma, now)


def watched(pictures: list[NDArray[np.uint8]], fps: float = 25) -> Meter:
    meter = Meter(freeze_motion=0.3)
    meter.opened("h264", True, 0.0)
    for number, luma in enumerate(pictures):
        meter.packet(10_000, number % 25 == 0, number / fps)
        look(meter, luma, number / fps)
    return meter


def test_rates_gap_and_key_frames() -> None:
    meter = watched([picture(seed) for seed in range(100)])
    measures = meter.measures(99 / 25 + 0.2)
    assert measures.fps == pytest.approx(25, abs=3)
    assert measures.kbps == pytest.approx(2000, abs=250)
    assert measures.gap == pytest.approx(0.2)
    assert measures.interval == pytest.approx(0.04, abs=0.005)
    assert measures.keyframe_gap == pytest.approx((99 - 75) / 25 + 0.2)
    assert (measures.width, measures.height) == (640, 360)


def test_what_piled_up_at_the_start_is_no_measure_of_the_interval() -> None:
    """Or a camera of 5 fps would be called lost between its first pictures."""
    meter = Meter(freeze_motion=0.3)
    meter.opened("h264", False, 10.0, interval=0.2)
    for _ in range(10):
        meter.packet(1000, True, 10.01)
    for number in range(1, 8):
        meter.packet(1000, False, 10.0 + number * 0.2)
    assert meter.measures(11.5).interval == pytest.approx(0.2)


def test_240_pictures_a_second_are_counted_in_bounded_memory() -> None:
    rate = Rate(2.0, most=200)
    for number in range(5000):
        rate.add(number / 240)
    assert rate.per_second(5000 / 240) == pytest.approx(240, rel=0.05)
    assert len(rate._entries) == 200


def test_a_frozen_picture_stands_still_and_a_still_scene_with_noise_does_not() -> None:
    frozen = watched([picture()] * 100).measures(4.0)
    assert frozen.still == pytest.approx(99 / 25, abs=0.11)
    noisy = watched([picture(seed, noise=2.0) for seed in range(100)]).measures(4.0)
    assert noisy.still is not None
    assert noisy.still < 0.2


def test_a_clock_in_the_corner_of_a_slide_is_a_movement() -> None:
    slides = []
    for number in range(100):
        slide = picture()
        slide[20:60, 560:620] = 40 + number // 25 * 60
        slides.append(slide)
    still = watched(slides).measures(4.0).still
    assert still is not None
    assert still < 1.1


def test_what_moves_slowly_moves() -> None:
    """A sunrise: no picture differs much from the one before."""
    still = watched([(picture() * (0.5 + number / 400)).astype(np.uint8) for number in range(100)]).measures(4.0).still
    assert still is not None
    assert still < 0.5


def test_when_packets_stop_the_picture_does_not_freeze_as_well() -> None:
    meter = watched([picture(seed, noise=2) for seed in range(50)])
    later = meter.measures(60.0)
    assert later.gap == pytest.approx(60 - 49 / 25)
    assert later.still is not None
    assert later.still < 0.2


def test_packets_without_pictures_are_a_freeze() -> None:
    meter = watched([picture(seed, noise=2) for seed in range(50)])
    for number in range(50, 150):
        meter.packet(10_000, False, number / 25)
        meter.fed(number / 25)
    still = meter.measures(6.0).still
    assert still is not None
    assert still > 3.5


def skimmed(pictures: list[NDArray[np.uint8]], seconds: float = 2.0, fps: float = 25) -> Iterator[Measures]:
    """Measures a little before each key frame, and after the last; between key frames nothing is decoded."""
    meter = Meter(freeze_motion=0.3)
    meter.opened("h264", True, 0.0, 1 / fps)
    gop = round(seconds * fps)
    for number in range(len(pictures) * gop):
        now = number / fps
        meter.packet(10_000, number % gop == 0, now)
        if number % gop:
            meter.passed_over(now)
            continue
        if number:
            yield meter.measures(now - 0.01)
        look(meter, pictures[number // gop], now)
        meter.fed(now)
    yield meter.measures(len(pictures) * seconds)


def test_key_frames_alone_say_how_many_pictures_come_and_that_they_move() -> None:
    for measures in list(skimmed([picture(seed, noise=2) for seed in range(6)]))[1:]:
        assert measures.fps == pytest.approx(25, abs=3)
        assert measures.still == 0.0
        assert measures.connected


def test_two_key_frames_that_are_the_same_are_a_freeze() -> None:
    *_, before, last = skimmed([picture(1, noise=2), picture(2, noise=2), picture(3), picture(3)])
    assert before.still == 0.0
    assert last.still == pytest.approx(2.0)


def test_key_frames_that_cannot_be_decoded_are_a_freeze() -> None:
    meter = watched([picture(seed, noise=2) for seed in range(50)])
    for number in range(50, 200):
        meter.packet(10_000, number % 50 == 0, number / 25)
        if number % 50:
            meter.passed_over(number / 25)
        else:
            meter.fed(number / 25)
    assert meter.measures(8.0).still == pytest.approx((150 - 49) / 25, abs=0.1)


def test_one_black_key_frame_may_have_been_a_moment() -> None:
    dark = np.full((360, 640), 16, np.uint8)
    moment, _, first, second = list(skimmed([picture(1), dark, picture(2), dark, dark, picture(3)]))[1:5]
    assert moment.luma is not None
    assert moment.luma > 60
    assert (first.luma, second.luma) == (moment.luma, 16.0)


def test_the_brightness_is_asked_for_ten_times_a_second_however_many_pictures_come() -> None:
    meter, asked, luma = Meter(freeze_motion=0.3), [0], picture()

    def bright() -> NDArray[np.uint8]:
        asked[0] += 1
        return luma

    for number in range(480):
        meter.picture((1920, 1080), bright, number / 240)
    measures = meter.measures(2.0)
    assert asked[0] <= 21
    assert (measures.width, measures.height) == (1920, 1080)
    assert measures.fps == pytest.approx(240, rel=0.05)


def test_of_ten_bits_the_points_that_are_looked_at_are_those_of_eight() -> None:
    eight = av.VideoFrame(640, 360, "yuv420p")
    deep = av.VideoFrame(640, 360, "yuv420p10le")
    wave = (np.add.outer(np.arange(360), np.arange(640)) % 200 + 16).astype(np.uint8)
    for frame, pixels in ((eight, wave), (deep, wave.astype("<u2") << 2)):
        plane = np.frombuffer(frame.planes[0], pixels.dtype).reshape(360, -1)  # type: ignore[call-overload]
        plane[:, :640] = pixels
    assert brightness(deep).size < 10_000
    assert (points(brightness(deep)) == points(brightness(eight))).all()


def test_another_size_is_another_picture() -> None:
    meter = watched([picture()] * 50)
    look(meter, picture()[::2, ::2], 2.2)
    measures = meter.measures(2.2)
    assert (measures.still, measures.width) == (0.0, 320)


def test_light_and_dark() -> None:
    black = watched([np.full((360, 640), 16, np.uint8)] * 10).measures(1.0)
    assert (black.luma, black.contrast) == (16, 0)
    night = watched([(picture() // 8 + 16).astype(np.uint8)] * 10).measures(1.0)
    assert night.contrast is not None
    assert night.contrast > 4, "a dark scene is not black"


@pytest.mark.parametrize("shape", [(2, 2), (36, 64), (1080, 1920), (2160, 3840), (720, 90)])
def test_points_are_few_and_never_none(shape: tuple[int, int]) -> None:
    assert 1 <= points(np.zeros(shape, np.uint8)).size <= 8200


def test_levels_of_sound() -> None:
    meter = watched([picture()] * 3)
    tone = (np.sin(np.arange(48_000) * 2 * np.pi * 440 / 48_000) * 32_768 * 0.1).astype(np.int16)
    meter.sound(tone, 0.5)
    measures = meter.measures(1.0)
    assert measures.peak == pytest.approx(-20, abs=0.1)
    assert measures.rms == pytest.approx(-23, abs=0.1)
    assert measures.clipped == 0
    meter.sound(np.full(48_000, 32_767, np.int16), 1.4)
    assert meter.measures(1.45).clipped == pytest.approx(0.5)
    gone = meter.measures(9.0)
    assert (gone.peak, gone.rms) == (QUIET_DBFS, QUIET_DBFS), "sound that does not come any more is silent"


def test_a_click_is_loud_for_no_longer_than_a_word_would_need() -> None:
    meter = watched([picture()] * 3)
    meter.sound(np.full(480, 16_000, np.int16), 0.5)
    assert meter.measures(0.6).level == pytest.approx(-6.2, abs=0.1)
    later = meter.measures(0.8)
    assert later.level == QUIET_DBFS
    assert later.peak == pytest.approx(-6.2, abs=0.1)


def test_skew_is_by_how_far_sound_is_ahead() -> None:
    meter = watched([picture()] * 3)
    for number in range(200):
        meter.arrived("video", number * 0.04, number * 0.04)
        meter.arrived("audio", number * 0.04 - 0.3, number * 0.04)
    assert meter.measures(8.0).skew == pytest.approx(-0.3, abs=0.02)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 3)), min_size=1, max_size=60))
def test_whatever_the_stamps_they_are_placed_between_late_and_now(stamps: list[tuple[float, float]]) -> None:
    line, now = Timeline(), 100.0
    for stamp, passed in stamps:
        now += passed
        assert now - MOST_LATE_S - 1e-3 <= line.place(stamp, now) <= now + 1e-3


def test_a_steady_stream_is_placed_steadily_at_its_fastest_arrival() -> None:
    line, chance = Timeline(), np.random.default_rng(3)
    placed = [line.place(1000 + n / 25, n / 25 + 0.05 + chance.uniform(0, 0.1)) for n in range(500)]
    steps = np.diff(placed[100:])
    assert np.abs(steps - 0.04).max() < 0.01
    assert placed[-1] == pytest.approx(499 / 25 + 0.05, abs=0.02)


def test_a_file_is_read_by_its_time_stamps() -> None:
    pace = Pace()
    assert pace.wait(10.0, 5.0) == 0
    assert pace.wait(10.5, 5.1) == pytest.approx(0.4)
    assert pace.wait(10.6, 5.9) == 0
    assert pace.wait(3.0, 6.0) == 0, "time stamps that jump back are no wait"
    assert pace.wait(3.2, 6.0) == pytest.approx(0.2)
    assert pace.wait(9000.0, 6.1) == pytest.approx(0, abs=1e-9), "nor do they stop the picture for hours"
