"""What an open input gives, of whatever kind the file is. Real media, real FFmpeg, in this process."""

from __future__ import annotations

import time
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from devices.feeds.connection import LARGE_THREADS, Connection
from devices.feeds.health import Measures
from devices.feeds.measure import Meter
from tests.lateness import lateness

from .media import FPS, make
from .watching import CANVAS, HEIGHT, WIDTH, pitch, watching


@pytest.mark.parametrize(
    "name, kind",
    [
        ("plain.mp4", {}),
        ("b-frames.mp4", {"options": {"bf": "3", "b-adapt": "0", "preset": "fast"}}),
        ("no-sound.mp4", {"tracks": 0}),
        ("five-tracks.ts", {"tracks": 5}),
        ("ten-bit.mp4", {"encoder": "libx265", "pix_fmt": "yuv420p10le", "options": {"preset": "ultrafast"}}),
        ("fast.mp4", {"fps": 240}),
        ("motion.mkv", {"encoder": "mjpeg", "pix_fmt": "yuvj420p"}),
        ("narrow.mp4", {"size": (180, 320)}),
        ("odd.mkv", {"encoder": "mpeg4", "size": (322, 182)}),
        ("late.ts", {"first_pts": 100_000}),
    ],
)
def test_whatever_it_is_pictures_and_sound_come(tmp_path: Path, name: str, kind: dict[str, object]) -> None:
    with watching(str(make(tmp_path / name, **kind))) as seen:  # type: ignore[arg-type]
        tracks = kind.get("tracks", 1)
        seen.until(lambda: len(seen.pictures) >= 40 and (not tracks or len(seen.blocks) > 60))
        measures = seen.source.measures(time.monotonic())
    assert {len(picture) for _, picture in seen.pictures} == {CANVAS.size}
    assert measures.has_sound is bool(tracks)
    assert measures.errors is None or measures.errors < 1
    if tracks:
        assert pitch(seen.blocks[:40]) == pytest.approx(440, abs=30), "the first track"
    y, u, v = CANVAS.planes(seen.pictures[20][1])
    if name == "narrow.mp4":
        assert (y[:, :100].max(), u[:, :50].min()) == (16, 128), "black beside it"
        y, u, v = y[:, 115:205], u[:, 58:102], v[:, 58:102]
    # (40, 90, 160) in BT.709, 16 … 235.
    assert np.median(y) == pytest.approx(89, abs=5)
    assert np.median(u) == pytest.approx(166, abs=5)
    assert np.median(v) == pytest.approx(99, abs=5)


@pytest.mark.parametrize(
    "name, kind",
    [
        ("broadcast.ts", {"encoder": "mpeg2video", "b_frames": 2}),
        ("disc.mkv", {"encoder": "mpeg4", "b_frames": 2}),
        ("camera.ts", {"b_frames": 3, "options": {"b-adapt": "0", "preset": "fast"}}),
    ],
)
def test_pictures_come_in_the_order_in_which_they_are_shown(tmp_path: Path, name: str, kind: dict[str, object]) -> None:
    """With B-frames they are sent in another one."""
    path = make(tmp_path / name, **kind)  # type: ignore[arg-type]
    with av.open(str(path)) as whole:
        stamps = [(packet.pts, packet.dts) for packet in whole.demux(video=0) if packet.dts is not None]
    assert any(shown != sent for shown, sent in stamps), "there are B-frames in it"
    times: list[float] = []
    with watching(str(path), loop=False) as seen:
        told = seen.source.picture

        def picture(reader: object, frame: av.VideoFrame, *rest: object) -> None:
            times.append(frame.time or 0.0)
            told(reader, frame, *rest)  # type: ignore[arg-type]

        seen.source.picture = picture  # type: ignore[method-assign,assignment]
        seen.until(lambda: len(times) >= 45)
    assert times == sorted(times)


def test_large_pictures_are_decoded_by_several_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread has a picture of its own: the first comes when there are as many packets as threads."""
    path = make(tmp_path / "large.mp4")
    monkeypatch.setattr("devices.feeds.connection.LARGE", WIDTH * HEIGHT - 1)
    packets: list[int] = []
    before: list[int] = []

    class Counting(Meter):
        def packet(self, size: int, key: bool, now: float) -> None:
            packets.append(size)
            super().packet(size, key, now)

    monkeypatch.setattr("devices.feeds.connection.Meter", Counting)
    with watching(str(path), audio=False) as seen:
        told = seen.source.picture

        def picture(reader: object, *rest: object) -> None:
            before.append(len(packets))
            told(reader, *rest)  # type: ignore[arg-type]

        seen.source.picture = picture  # type: ignore[method-assign,assignment]
        seen.until(lambda: before)
    assert before[0] >= LARGE_THREADS


def test_240_pictures_a_second_go_out_as_25(tmp_path: Path) -> None:
    with watching(str(make(tmp_path / "fast.mp4", fps=240, seconds=4))) as seen:
        seen.until(lambda: len(seen.pictures) >= 50)
        (began, _), (ended, _) = seen.pictures[0], seen.pictures[-1]
    assert (len(seen.pictures) - 1) / (ended - began) < 28


@pytest.mark.parametrize("name", ["one.mp4", "still.png", "still.jpg"])
def test_one_picture_alone_stands_at_the_rate_of_the_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Decoded once: a loop of nothing else would take a core."""
    path = tmp_path / name
    if name == "one.mp4":
        make(path, seconds=1 / FPS, tracks=0)
    else:
        cv2.imwrite(str(path), np.full((HEIGHT, WIDTH, 3), (160, 90, 40), np.uint8))
    decoded: list[object] = []
    decode = Connection._decode

    def counting(connection: Connection, packet: object, seconds: float | None) -> None:
        decoded.append(packet)
        decode(connection, packet, seconds)

    monkeypatch.setattr(Connection, "_decode", counting)
    with lateness() as late, watching(str(path)) as seen:
        seen.until(lambda: len(seen.pictures) > 50)
        (began, _), (ended, _) = seen.pictures[0], seen.pictures[50]
        measures = seen.source.measures(time.monotonic())
    assert ended - began > 1.5 - late.seconds
    assert len(decoded) <= 3
    assert measures.connected
    assert (measures.width, measures.height) == (WIDTH, HEIGHT)
    assert measures.gap is not None
    assert measures.gap < 1.0 + late.seconds


def test_the_last_picture_of_a_clip_has_its_time(tmp_path: Path) -> None:
    path = make(tmp_path / "slow.mp4", fps=2, seconds=1.0, tracks=0)
    with watching(str(path)) as seen:
        seen.until(lambda: len(seen.pictures) >= 5)
        times = [at for at, _ in seen.pictures]
    assert times[4] - times[0] > 1.7, "two loops of a second"


def test_a_file_without_time_stamps_is_paced(tmp_path: Path) -> None:
    path = str(make(tmp_path / "raw.h264", seconds=3, tracks=0))
    with lateness() as late, watching(path, audio=False) as seen:
        seen.until(lambda: len(seen.pictures) > 50)
        (began, _), (ended, _) = seen.pictures[0], seen.pictures[50]
    assert ended - began == pytest.approx(2.0, abs=0.5 + late.seconds)


@pytest.mark.parametrize(
    "name, kind",
    [
        ("plain.mp4", {}),
        ("b-frames.mp4", {"options": {"bf": "3", "b-adapt": "0", "preset": "fast", "x264-params": "scenecut=0"}}),
        ("open.mp4", {"options": {"bf": "2", "preset": "fast", "x264-params": "scenecut=0:open-gop=1"}}),
        ("ten-bit.mp4", {"encoder": "libx265", "pix_fmt": "yuv420p10le", "options": {"preset": "ultrafast"}}),
        ("small.mp4", {"encoder": "mpeg4"}),
    ],
)
def test_key_frames_alone_until_more_is_needed_and_then_all_at_once(
    tmp_path: Path, name: str, kind: dict[str, object]
) -> None:
    """Three seconds of pictures between two key frames: who waited for the next one would be late."""
    path = make(tmp_path / name, seconds=9, gop=3 * FPS, **kind)  # type: ignore[arg-type]
    with av.open(str(path)) as whole:
        pictures = [frame.to_ndarray()[:HEIGHT].astype(int) for frame in whole.decode(video=0)]
    with watching(str(path), audio=False) as seen:

        def measures() -> Measures:
            return seen.source.measures(time.monotonic())

        def key_frame_and(seconds: float) -> bool:
            return seconds <= (measures().keyframe_gap or 0) < seconds + 0.5

        seen.until(lambda: len(seen.pictures) > 10)
        seen.source.whole = False
        seen.until(lambda: key_frame_and(0))
        seen.until(lambda: key_frame_and(1))
        few = len(seen.pictures)
        seen.until(lambda: key_frame_and(2))
        assert len(seen.pictures) == few
        told = measures()
        assert told.fps == pytest.approx(FPS, rel=0.2)
        seen.source.whole = True
        seen.until(lambda: len(seen.pictures) > few)
        assert (measures().keyframe_gap or 0) > 1, "no key frame was waited for"
        frame = seen.source.frame
        assert frame is not None
        assert frame.time is not None
        shown = frame.to_ndarray()[:HEIGHT].astype(int)
        there = round(frame.time * FPS)
        assert np.abs(shown - pictures[there]).max() == 0, "whole, without damage"
        assert told.errors == 0


def test_where_no_picture_stands_alone_all_are_decoded(tmp_path: Path) -> None:
    """Intra refresh: a stripe of each picture is new. Where the stripe begins is called a key frame and is none."""
    path = make(tmp_path / "refresh.ts", seconds=8, options={"x264-params": "intra-refresh=1"})
    with watching(str(path), audio=False) as seen:

        def since_key(seconds: float) -> bool:
            return seconds <= (seen.source.measures(time.monotonic()).keyframe_gap or 0) < seconds + 0.4

        seen.source.whole = False
        seen.until(lambda: len(seen.pictures) > 2 * FPS)
        seen.until(lambda: since_key(0.1))
        count = len(seen.pictures)
        seen.until(lambda: since_key(0.6))
        assert len(seen.pictures) > count + 3
