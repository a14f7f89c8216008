"""The marks' decoder: exact, robust against compression, and silent rather than wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from overlays.marks import Marks, crc8, read_marks

SYNC = [1, 0, 1, 1, 0, 0, 1, 0]
BITS = {"debate-clock": 0, "lower-third": 1, "score-bug": 2, "result-card": 3, "other": 7}


def number(value: int, count: int) -> list[int]:
    return [value >> (count - 1 - i) & 1 for i in range(count)]


def optional(value: float | None, count: int) -> list[int]:
    return [0] * (count + 1) if value is None else [1, *number(round(value), count)]


def row(marks: Marks) -> list[int]:
    seconds = marks.seconds_left
    payload = [
        *number(sum(1 << BITS[name] for name in marks.graphics), 8),
        int(seconds is not None and seconds < 0),
        *optional(None if seconds is None else abs(seconds), 13),
        *optional(None if marks.first is None else marks.first * 10, 12),
        *optional(None if marks.second is None else marks.second * 10, 12),
    ]
    return [*SYNC, *payload, *number(crc8(payload), 8), *SYNC[::-1]]


def painted(marks: Marks, noise: int = 0) -> NDArray[np.uint8]:
    """1920 x 1080 BGR, busy above, marks below."""
    picture = np.random.default_rng(noise).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    picture = cv2.GaussianBlur(picture, (0, 0), 6).astype(np.uint8)
    for index, bit in enumerate(row(marks)):
        picture[-24:, index * 24 : index * 24 + 24] = 255 * bit
    return picture


SAMPLE = Marks(graphics=frozenset({"debate-clock", "score-bug"}), seconds_left=277, first=41.0, second=38.5)


@given(
    st.builds(
        Marks,
        graphics=st.frozensets(st.sampled_from(list(BITS))),
        seconds_left=st.none() | st.integers(-8191, 8191),
        first=st.none() | st.integers(0, 4095).map(lambda tenths: tenths / 10),
        second=st.none() | st.integers(0, 4095).map(lambda tenths: tenths / 10),
    )
)
def test_what_was_painted_is_read(marks: Marks) -> None:
    strip = np.zeros((1080, 1920), np.uint8)
    for index, bit in enumerate(row(marks)):
        strip[-24:, index * 24 : index * 24 + 24] = 255 * bit
    assert read_marks(strip) == marks


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (960, 540), (640, 360)])
def test_any_size_and_hard_jpeg(size: tuple[int, int]) -> None:
    small = cv2.resize(painted(SAMPLE), size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 25])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    assert read_marks(decoded.astype(np.uint8)) == SAMPLE


@pytest.mark.parametrize("size", [(1280, 720), (640, 360)])
def test_h264_at_a_low_bit_rate(size: tuple[int, int]) -> None:
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, 15)
    encoder.bit_rate = 500_000
    encoder.options = {"preset": "ultrafast", "tune": "zerolatency"}
    decoder: Any = av.CodecContext.create("h264", "r")
    read = []
    for second in range(8):
        marks = Marks(graphics=SAMPLE.graphics, seconds_left=277 - second, first=41.0, second=38.5)
        picture = cv2.resize(painted(marks, noise=second), size, interpolation=cv2.INTER_AREA)
        frame = av.VideoFrame.from_ndarray(picture.astype(np.uint8), format="bgr24")
        frame.pts = second
        for packet in encoder.encode(frame):
            read += [read_marks(decoded.to_ndarray(format="gray")) for decoded in decoder.decode(packet)]
    assert [marks and marks.seconds_left for marks in read] == [277 - second for second in range(len(read))]
    assert len(read) >= 7


def test_pictures_without_marks_give_none() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (1080, 1920, 3), dtype=np.uint8)
    assert read_marks(noise) is None
    assert read_marks(np.zeros((1080, 1920, 4), np.uint8)) is None
    assert read_marks(np.zeros((90, 160), np.uint8)) is None


def test_one_wrong_bit_gives_none_not_a_wrong_number() -> None:
    for block in range(8, 8 + 57 - 8):
        picture = painted(SAMPLE)
        blocks = picture[-24:, block * 24 : block * 24 + 24]
        blocks[:] = 255 - blocks
        assert read_marks(picture) is None
