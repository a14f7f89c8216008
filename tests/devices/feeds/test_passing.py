"""H.264 that is passed through: real media, read and decoded as OBS would."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from devices.feeds.packets import Packet, units
from devices.feeds.passing import MOST_PACKETS, Encoder, Passage, Passer
from devices.feeds.pictures import Canvas, draw_slate
from devices.feeds.wire import Slate

from .media import make

SIZE = WIDTH, HEIGHT = 320, 180
CANVAS = Canvas(WIDTH, HEIGHT)
STRICT = {"err_detect": "crccheck+bitstream+buffer+explode"}


def passed(path: Path, size: tuple[int, int] = SIZE) -> tuple[list[Packet], str]:
    """All that goes out of a file, and why not all of it."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        aspect = stream.codec_context.sample_aspect_ratio
        passer, out = Passer("test", stream, size, float(aspect) if aspect else 1.0), []
        for packet in container.demux(stream):
            if packet.dts is None:
                break
            for frame in packet.decode():
                passer.saw(frame)
            told = passer.take(packet, time.monotonic())
            if told is not None:
                out.append(told)
    return out, passer.refusal


def decoded(packets: Iterable[Packet]) -> list[NDArray[np.uint8]]:
    """By a decoder that knows nothing but the packets; it raises whatever is wrong with them."""
    context: Any = av.CodecContext.create("h264", "r")
    context.thread_count, context.options = 1, STRICT
    frames = [frame for packet in packets for frame in context.decode(av.Packet(bytes(packet.data)))]
    return [frame.to_ndarray().astype(np.uint8) for frame in [*frames, *context.decode(None)]]


def straight(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray().astype(np.uint8) for frame in container.decode(video=0)]


@pytest.mark.parametrize("name", ["recorded.mp4", "plain.ts", "other.mkv", "live.flv"])
def test_what_is_passed_through_is_what_came(tmp_path: Path, name: str) -> None:
    """From the containers that write its units in their own way as well as from Annex B."""
    path = make(tmp_path / name, tracks=0, options={"tune": "zerolatency"})
    packets, refusal = passed(path)
    assert refusal == ""
    keys = [packet for packet in packets if packet.key]
    assert len(keys) == 2
    assert all({7, 8, 5} <= {kind for kind, _ in units(bytes(packet.data))} for packet in keys)
    there, here = straight(path), decoded(packets)
    assert len(there) == len(here) == 50
    assert all(np.array_equal(one, other) for one, other in zip(there, here, strict=True))
    second = packets.index(keys[1])
    assert len(decoded(packets[second:])) == 50 - second, "one may begin at any key frame"


@pytest.mark.parametrize(
    "name, kind, why",
    [
        ("hevc.mp4", {"encoder": "libx265", "options": {"preset": "ultrafast"}}, "hevc"),
        ("motion.mkv", {"encoder": "mjpeg", "pix_fmt": "yuvj420p"}, "mjpeg"),
        ("b-frames.mp4", {"options": {"bf": "2", "b-adapt": "0", "preset": "fast"}}, "B-frames"),
        ("large.mp4", {"size": (640, 360)}, "640x360"),
        ("deep.mp4", {"pix_fmt": "yuv420p10le"}, "yuv420p10le"),
        ("wide.ts", {"options": {"x264-params": "sar=2/1"}}, "square"),
    ],
)
def test_what_cannot_go_out_as_it_comes_says_why(tmp_path: Path, name: str, kind: dict[str, Any], why: str) -> None:
    packets, refusal = passed(make(tmp_path / name, tracks=0, **kind))
    assert why in refusal
    assert packets == []


def test_without_key_frames_that_stand_alone_nobody_could_begin(tmp_path: Path) -> None:
    """Intra refresh: what is called a key frame after the first is none."""
    seconds = (MOST_PACKETS + 20) / 25
    path = make(tmp_path / "refresh.ts", tracks=0, seconds=seconds, options={"x264-params": "intra-refresh=1"})
    packets, refusal = passed(path)
    assert "key frames" in refusal
    assert sum(packet.key for packet in packets) <= 1


def grey(level: int) -> memoryview:
    return memoryview(bytes([level]) * (WIDTH * HEIGHT) + bytes([128]) * (WIDTH * HEIGHT // 2))


def test_every_picture_is_a_packet_at_once_and_a_key_frame_when_it_is_to_begin() -> None:
    encoder = Encoder(CANVAS, 25)
    packets = []
    for number in range(60):
        if number == 37:
            encoder.restart()
        told = encoder.encode(grey(40 + 3 * number), float(number))
        assert [packet.at for packet in told] == [float(number)]
        packets += told
    assert [number for number, packet in enumerate(packets) if packet.key] == [0, 25, 37]
    levels = [float(np.median(frame[:HEIGHT])) for frame in decoded(packets)]
    assert levels == pytest.approx([40 + 3 * number for number in range(60)], abs=4)
    assert len(decoded(packets[37:])) == 23


def test_the_slate_goes_out_as_it_was_drawn() -> None:
    drawn = draw_slate(Slate(colour="#109040", title="Камера", text="Скоро вернётся"), CANVAS)
    passage = Passage(("main",), CANVAS, 25, drawn)
    packets = [packet for tick in range(60) for packet in passage.next("slate", 1.0 + tick * 0.04)]
    assert [packet.key for packet in packets[:26]] == [True, *[False] * 24, True]
    still = sum(len(packet.data) for packet in packets[1:25])
    assert still < 5_000, "what does not change costs nothing"
    for picture in decoded(packets):
        for one, other in zip(CANVAS.planes(memoryview(picture.tobytes())), CANVAS.planes(drawn), strict=True):
            assert np.abs(one.astype(int) - other).mean() < 3


def test_one_input_may_change_between_what_is_passed_and_what_is_encoded(tmp_path: Path) -> None:
    came, _ = passed(make(tmp_path / "plain.ts", tracks=0, options={"tune": "zerolatency"}))
    passage = Passage(("main",), CANVAS, 25, grey(16))
    out = []
    for packet in came[:10]:
        passage.packet("main", packet)
        out += passage.next("main", 1.0)
    for number in range(10):
        passage.picture("main", grey(200), float(number))
        out += passage.next("main", 1.0)
    for packet in came[25:35]:
        passage.packet("main", packet)
        out += passage.next("main", 1.0)
    passage.picture("main", grey(60), 0.0)
    out += passage.next("main", 1.0)
    assert [number for number, packet in enumerate(out) if packet.key] == [0, 10, 20, 30]
    frames = decoded(out)
    assert len(frames) == 31
    assert float(np.median(frames[-1][:HEIGHT])) == pytest.approx(60, abs=3)


def test_what_came_before_a_line_was_opened_again_is_not_shown_again(tmp_path: Path) -> None:
    came, _ = passed(make(tmp_path / "plain.ts", tracks=0, options={"tune": "zerolatency"}))
    passage = Passage(("main",), CANVAS, 25, grey(16))
    for packet in came[:10]:
        passage.packet("main", packet)
    assert passage.next("main", 1.0) == came[:10]
    assert [packet.key for packet in passage.next("slate", 1.1)] == [True]
    passage.forget("main")
    assert passage.next("main", 1.2) == []
    for packet in came[20:30]:
        passage.packet("main", packet)
    assert passage.next("main", 1.3) == came[25:30]


@pytest.mark.parametrize("name", ["plain.ts", "full.mp4"])
def test_what_stands_is_the_last_picture_that_went_out(tmp_path: Path, name: str) -> None:
    """Of the whole range of levels, too; and not the last key frame."""
    kind: dict[str, Any] = {"pix_fmt": "yuvj420p"} if name == "full.mp4" else {}
    path = make(tmp_path / name, tracks=0, **kind)
    came, refusal = passed(path)
    assert refusal == ""
    passage = Passage(("main",), CANVAS, 25, grey(16))
    held = passage.stand(came[25:43])
    assert [packet.key for packet in held] == [True, *[False] * 24]
    stands, there = decoded(held)[0].astype(int), straight(path)[42].astype(int)
    if name == "full.mp4":
        there = 16 + there * 219 // 255
    assert np.abs(stands[:HEIGHT] - there[:HEIGHT]).mean() < 3
    passage.hold(held)
    assert [packet.key for packet in passage.next("held", 1.0)] == [True]
    assert passage.stand([Packet(b"\0\0\1\x65no picture", 0.0)]) == []
