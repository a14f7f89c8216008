"""Bad input: what a camera, an encoder or a file may do to us. Real media, real FFmpeg, in this process."""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import cv2
import msgspec
import numpy as np
import pytest

from devices.feeds import patience, srt
from devices.feeds import source as source_module
from devices.feeds.connection import LARGE_THREADS, Connection
from devices.feeds.health import Measures
from devices.feeds.inputs import Opening, opening
from devices.feeds.measure import Meter
from devices.feeds.pictures import Canvas
from devices.feeds.process import MEMORY_MB, FeedProcess
from devices.feeds.sound import Block
from devices.feeds.source import ANOTHER_S, MOST_ABANDONED, MOST_ANOTHER, Source
from devices.feeds.wire import FeedConfig
from tests import real

from .media import FPS, make

WIDTH, HEIGHT = 320, 180
CANVAS = Canvas(WIDTH, HEIGHT)


class Seen:
    """What came out of an input."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.pictures: list[tuple[float, memoryview]] = []
        self.blocks: list[Block] = []

    def until(self, condition: object, within: float = 30.0) -> None:
        """`condition()` holds; the input is supervised meanwhile, as its process does it."""
        assert callable(condition)
        began = time.monotonic()
        while not condition():
            assert time.monotonic() - began < within, f"{self.source.detail!r}, {len(self.pictures)} pictures"
            self.source.supervise(time.monotonic())
            time.sleep(0.01)


@contextmanager
def watching(found: Opening | str, **changes: object) -> Iterator[Seen]:
    config = FeedConfig(name="test", url="", width=WIDTH, height=HEIGHT, fps=FPS, audio=True)
    config = msgspec.structs.replace(config, **changes)
    seen: Seen
    source = Source(
        opening(found) if isinstance(found, str) else found,
        config,
        lambda picture, _: seen.pictures.append((time.monotonic(), picture)),
        lambda block: seen.blocks.append(block),  # noqa: PLW0108 - `seen` comes later
    )
    seen = Seen(source)
    source.live = True
    try:
        yield seen
    finally:
        source.close()


def pitch(blocks: list[Block]) -> float:
    """Hz of the loudest tone."""
    wave = np.concatenate([block.samples[::2] for block in blocks]).astype(float)
    return float(np.abs(np.fft.rfft(wave)).argmax() * 48_000 / wave.size)


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


def test_a_second_line_may_take_as_much_memory_as_the_first() -> None:
    one = FeedConfig(name="one", url="a.mp4")
    limits = [
        FeedProcess(config, lambda _: None)._child._memory_mb
        for config in (one, msgspec.structs.replace(one, backup="b.mp4"))
    ]
    assert limits == [MEMORY_MB, 2 * MEMORY_MB]


def test_240_pictures_a_second_go_out_as_25(tmp_path: Path) -> None:
    with watching(str(make(tmp_path / "fast.mp4", fps=240, seconds=4))) as seen:
        seen.until(lambda: len(seen.pictures) >= 50)
        (began, _), (ended, _) = seen.pictures[0], seen.pictures[-1]
    assert (len(seen.pictures) - 1) / (ended - began) < 28


def test_a_file_loops_and_ends_if_it_is_not_to(tmp_path: Path) -> None:
    path = str(make(tmp_path / "short.mp4", seconds=0.4))
    with watching(path) as seen:
        seen.until(lambda: len(seen.pictures) >= 45)
    with watching(path, loop=False) as seen:
        seen.until(lambda: seen.source.detail)
        assert "ended" in seen.source.detail


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
    with watching(str(path)) as seen:
        seen.until(lambda: len(seen.pictures) > 50)
        (began, _), (ended, _) = seen.pictures[0], seen.pictures[50]
        measures = seen.source.measures(time.monotonic())
    assert ended - began > 1.5
    assert len(decoded) <= 3
    assert measures.connected
    assert (measures.width, measures.height) == (WIDTH, HEIGHT)
    assert measures.gap is not None
    assert measures.gap < 1.0


def test_the_last_picture_of_a_clip_has_its_time(tmp_path: Path) -> None:
    path = make(tmp_path / "slow.mp4", fps=2, seconds=1.0, tracks=0)
    with watching(str(path)) as seen:
        seen.until(lambda: len(seen.pictures) >= 5)
        times = [at for at, _ in seen.pictures]
    assert times[4] - times[0] > 1.7, "two loops of a second"


@pytest.mark.parametrize("name", ["empty.mp4", "noise.ts", "text.mp4", "absent.mp4", "tone.mp4"])
def test_what_is_no_video_is_away_and_is_tried_again(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "empty.mp4":
        path.write_bytes(b"")
    elif name == "noise.ts":
        path.write_bytes(random.Random(1).randbytes(300_000))
    elif name == "text.mp4":
        path.write_text("это не видео")
    with watching(str(path)) as seen:
        seen.until(lambda: seen.source.detail)
        assert seen.source.detail
        assert not seen.source.measures(time.monotonic()).connected
        made = make(tmp_path / "whole.mkv")
        made.replace(path)
        seen.until(lambda: seen.pictures)


def serve(chunks: list[tuple[float, bytes]], port: int = 0) -> tuple[int, threading.Event]:
    """Sends to the first client each chunk at its second, then waits for the event, then hangs up."""
    done, server = threading.Event(), socket.create_server(("127.0.0.1", port))

    def run() -> None:
        with server, server.accept()[0] as client:
            began = time.monotonic()
            try:
                for at, chunk in chunks:
                    done.wait(max(0.0, began + at - time.monotonic()))
                    client.sendall(chunk)
                done.wait(30)
            except OSError:
                pass

    threading.Thread(target=run, daemon=True).start()
    return server.getsockname()[1], done


def paced(data: bytes, seconds: float, start: float = 0.0) -> list[tuple[float, bytes]]:
    """`data` over so many seconds, in pieces of whole transport packets."""
    size = 188 * 20
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return [(start + number * seconds / len(pieces), piece) for number, piece in enumerate(pieces)]


def by_pictures(path: Path) -> list[tuple[float, bytes]]:
    """A raw stream, each picture when it is due."""
    with av.open(str(path)) as container:
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    return [(number / FPS, packet) for number, packet in enumerate(packets)]


def test_a_stream_without_time_stamps_is_fit_for_the_air(tmp_path: Path) -> None:
    """Raw H.264, as a Raspberry Pi sends it: its packets are packets, not the end."""
    port, done = serve(by_pictures(make(tmp_path / "raw.h264", seconds=5, tracks=0)))
    gaps: list[float] = []
    with watching(f"tcp://127.0.0.1:{port}", audio=False) as seen:

        def enough() -> bool:
            measures = seen.source.measures(time.monotonic())
            if measures.connected:
                gaps.append(measures.gap or 0)
            return len(seen.pictures) >= 50

        seen.until(enough)
    done.set()
    assert max(gaps) < 1.0


def test_a_file_without_time_stamps_is_paced(tmp_path: Path) -> None:
    with watching(str(make(tmp_path / "raw.h264", seconds=3, tracks=0)), audio=False) as seen:
        seen.until(lambda: len(seen.pictures) > 50)
        (began, _), (ended, _) = seen.pictures[0], seen.pictures[50]
    assert ended - began == pytest.approx(2.0, abs=0.5)


def test_the_size_may_change_in_the_middle(tmp_path: Path) -> None:
    one = make(tmp_path / "one.ts", size=(320, 180)).read_bytes()
    two = make(tmp_path / "two.ts", size=(640, 480)).read_bytes()
    port, done = serve([*paced(one, 2), *paced(two, 2, 2.0)])
    with watching(f"tcp://127.0.0.1:{port}") as seen:
        seen.until(lambda: seen.source.measures(time.monotonic()).width == 320)
        seen.until(lambda: seen.source.measures(time.monotonic()).width == 640)
        seen.until(lambda: CANVAS.planes(seen.pictures[-1][1])[0][:, :20].max() == 16)
    done.set()
    assert {len(picture) for _, picture in seen.pictures} == {CANVAS.size}


def test_it_begins_with_the_first_key_frame(tmp_path: Path) -> None:
    """Not with the next one, for which many a camera takes four seconds or ten."""
    data = make(tmp_path / "long.ts", seconds=20, gop=500).read_bytes()
    port, done = serve(paced(data, 20))
    with watching(f"tcp://127.0.0.1:{port}") as seen:
        seen.until(lambda: seen.pictures, 10)
    done.set()


@pytest.mark.parametrize("audio", [True, False])
def test_a_picture_that_ends_while_its_sound_goes_on_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audio: bool
) -> None:
    """Whether the sound is wanted or not."""
    monkeypatch.setattr(patience, "NEXT_S", 1.0)
    data = make(tmp_path / "blind.ts", seconds=12, blind=9).read_bytes()
    port, done = serve(paced(data, 12))
    with watching(f"tcp://127.0.0.1:{port}", audio=audio) as seen:
        seen.until(lambda: len(seen.pictures) > 10)
        seen.until(lambda: seen.source.detail == "no picture comes any more", 10)
        assert not seen.source.measures(time.monotonic()).connected
    done.set()


def test_another_codec_in_the_same_stream_is_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the encoder's menu, without a break: the decoder is that of the beginning."""
    monkeypatch.setattr(patience, "NEXT_S", 1.0)
    old = make(tmp_path / "old.ts").read_bytes()
    new = make(tmp_path / "new.ts", encoder="libx265", options={"preset": "ultrafast"}, seconds=8).read_bytes()
    port, done = serve([*paced(old, 2), *paced(new, 8, 2.0)])
    with watching(f"tcp://127.0.0.1:{port}", static=True) as seen:
        seen.until(lambda: len(seen.pictures) > 10)
        seen.until(lambda: seen.source.detail == "no picture comes any more", 10)
    done.set()


@pytest.mark.parametrize("audio", [True, False])
def test_an_encoder_that_comes_back_under_other_pids_goes_on(tmp_path: Path, audio: bool) -> None:
    old = make(tmp_path / "old.ts").read_bytes()
    new = make(tmp_path / "new.ts", container={"mpegts_start_pid": "512"}, size=(640, 360), seconds=4).read_bytes()
    port, done = serve([*paced(old, 2), *paced(new, 4, 2.0)])
    with watching(f"tcp://127.0.0.1:{port}", audio=audio) as seen:
        seen.until(lambda: seen.source.measures(time.monotonic()).width == 640, 15)
        count = len(seen.pictures)
        seen.until(lambda: len(seen.pictures) > count + 20)
    done.set()


def test_time_stamps_may_jump_back(tmp_path: Path) -> None:
    late = make(tmp_path / "late.ts", first_pts=5000).read_bytes()
    early = make(tmp_path / "early.ts").read_bytes()
    port, done = serve([*paced(late, 2), *paced(early, 2, 2.0)])
    with watching(f"tcp://127.0.0.1:{port}") as seen:
        seen.until(lambda: seen.source.frame is not None and 200 <= (seen.source.frame.time or 0) < 204)
        # FFmpeg takes it for a clock that has run over, and goes on a day later.
        seen.until(lambda: seen.source.frame is not None and not 190 < (seen.source.frame.time or 0) < 210)
        seen.blocks.clear()
        seen.until(lambda: len(seen.blocks) > 10)
        now = time.monotonic()
        assert all(now - 10 < block.at <= now for block in seen.blocks), "sound stays on our clock"
    done.set()


def test_corrupted_packets_are_counted_and_survived(tmp_path: Path) -> None:
    data = bytearray(make(tmp_path / "whole.ts", seconds=6).read_bytes())
    chance = random.Random(2)
    for _ in range(400):
        data[chance.randrange(20_000, len(data))] ^= 0xFF
    port, done = serve(paced(bytes(data), 6))
    worst = 0.0
    with watching(f"tcp://127.0.0.1:{port}") as seen:

        def damaged() -> bool:
            nonlocal worst
            worst = max(worst, seen.source.measures(time.monotonic()).errors or 0)
            return len(seen.pictures) >= 60

        seen.until(damaged)
    done.set()
    assert worst > 1


def test_a_server_that_accepts_and_says_nothing_hangs_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = opening(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        with watching(msgspec.structs.replace(found, open_s=1.0)) as seen:
            seen.until(lambda: seen.source.detail, 15)


def test_a_thread_that_hangs_is_replaced_as_long_as_few_of_them_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a name server that never answers: no time limit of FFmpeg helps."""
    opened: list[threading.Thread] = []
    come_back = threading.Semaphore(0)

    def hang(*_: object, **__: object) -> None:
        opened.append(threading.current_thread())
        come_back.acquire(timeout=60)
        raise OSError("it came back after all")

    monkeypatch.setattr("devices.feeds.source.av.open", hang)
    monkeypatch.setattr(source_module, "GRACE_S", 0.0)
    with watching(Opening(file="x", open_s=0.05)) as seen:
        seen.until(lambda: seen.source.stuck, 20)
        for later in range(50):
            seen.source.supervise(time.monotonic() + later)
        assert len(opened) == MOST_ABANDONED + 1
        assert seen.source.detail == "it hangs"
        assert not seen.source.measures(time.monotonic()).connected
        come_back.release()
        seen.until(lambda: len(opened) == MOST_ABANDONED + 2 and seen.source.stuck, 20)
        assert sum(thread.is_alive() for thread in opened) == MOST_ABANDONED + 1
        began, minutes = time.monotonic(), itertools.count(1)

        def all_of_them() -> bool:
            seen.source.supervise(began + next(minutes) * (ANOTHER_S + 1))
            return len(opened) > MOST_ANOTHER

        seen.until(all_of_them)  # one more a minute: what hung may be mended
        for _ in range(50):
            all_of_them()
        assert len(opened) == MOST_ANOTHER + 1
    come_back.release(len(opened))


def test_a_reader_that_fails_by_a_fault_of_ours_waits_like_any_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[float] = []

    def fail(*_: object, **__: object) -> None:
        opened.append(time.monotonic())
        raise RuntimeError("a stream nobody thought of")

    monkeypatch.setattr("devices.feeds.source.av.open", fail)
    with watching(Opening(file="x")) as seen:
        seen.until(lambda: len(opened) == 4)
        assert opened[3] - opened[0] > 0.4 + 0.8 + 1.6 - 0.1
        assert seen.source.detail == "a stream nobody thought of"
    assert caplog.text.count("Traceback") == 1


def test_video_that_nobody_can_decode_says_so(tmp_path: Path) -> None:
    path = make(tmp_path / "strange.mkv")
    path.write_bytes(path.read_bytes().replace(b"V_MPEG4/ISO/AVC", b"V_MPEG4/ISO/XYZ"))
    with watching(str(path)) as seen:
        seen.until(lambda: seen.source.detail)
        assert seen.source.detail == "no decoder for its video"


def test_the_password_is_in_no_detail() -> None:
    with watching("rtsp://admin:geheim@127.0.0.1:1/cam") as seen:
        seen.until(lambda: seen.source.detail)
        assert "geheim" not in seen.source.detail


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


def test_memory_is_bounded_while_nobody_takes_anything(tmp_path: Path) -> None:
    """The source keeps one frame; what it hands on is the taker's business."""
    with watching(str(make(tmp_path / "long.mp4", seconds=3))) as seen:
        seen.until(lambda: len(seen.pictures) > 60)
        kept = [name for name, value in vars(seen.source).items() if isinstance(value, list | dict) and value]
    assert kept == []


@pytest.mark.parametrize("scheme, path", [("rtmp", "live/cam"), ("rtsp", "cam")])
async def test_an_encoder_pushes_to_our_listener(free_port: int, scheme: str, path: str) -> None:
    """From another process: PyAV holds the lock of the interpreter while it writes the header."""
    url = f"{scheme}://127.0.0.1:{free_port}/{path}"
    with watching(url.replace(f"{scheme}:", f"{scheme}+listen:")) as seen:
        seen.source.supervise(time.monotonic())
        camera = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "efir", "simulate", "feed", url, "--size", "320x180", "--kbps", "500",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            await asyncio.to_thread(seen.until, lambda: len(seen.pictures) > 20 and len(seen.blocks) > 20, 60)
        finally:
            camera.kill()
            await camera.wait()


async def test_mjpeg_over_http(tmp_path: Path) -> None:
    def part(number: int) -> bytes:
        pixels = np.full((180, 320, 3), (160, 90, 40), np.uint8)
        pixels[:, number * 7 % 300 :][:, :16] = 230
        data = cv2.imencode(".jpg", pixels)[1].tobytes()
        return b"--edge\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(data), data)

    head = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=edge\r\n\r\n"
    port, done = serve([(0, head), *((number / 25, part(number)) for number in range(200))])
    with watching(f"http://127.0.0.1:{port}/video.mjpg") as seen:
        await asyncio.to_thread(seen.until, lambda: len(seen.pictures) > 30)
        assert seen.source.measures(time.monotonic()).has_sound is False
    done.set()


async def test_hls_is_paced(tmp_path: Path) -> None:
    import functools
    import http.server

    for number in range(3):
        make(tmp_path / f"{number}.ts", first_pts=number * 50)
    lines = "".join(f"#EXTINF:2.0,\n{number}.ts\n" for number in range(3))
    (tmp_path / "index.m3u8").write_text(f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n{lines}#EXT-X-ENDLIST\n")
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with watching(f"http://127.0.0.1:{server.server_port}/index.m3u8") as seen:
            await asyncio.to_thread(seen.until, lambda: len(seen.pictures) > 50)
            (began, _), (ended, _) = seen.pictures[0], seen.pictures[50]
        await asyncio.to_thread(server.shutdown)
    assert ended - began > 1.5, "50 pictures are two seconds"


async def test_mpeg_ts_by_udp_stops_and_goes_on() -> None:
    """Without a word: only the gap tells."""
    from devices.feeds.simulated import Camera, CameraSettings, obey

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    camera = Camera(CameraSettings(url=f"udp://127.0.0.1:{port}", width=320, height=180, kbps=500))
    camera.start()
    try:
        with watching(f"udp://127.0.0.1:{port}") as seen:
            await asyncio.to_thread(seen.until, lambda: len(seen.pictures) > 20 and len(seen.blocks) > 20)
            camera.faults = obey(camera.faults, "drop")
            await asyncio.to_thread(seen.until, lambda: (seen.source.measures(time.monotonic()).gap or 0) > 1.5)
            assert seen.source.measures(time.monotonic()).connected, "the time limit of reading comes later"
            camera.faults = obey(camera.faults, "ok")
            count = len(seen.pictures)
            await asyncio.to_thread(seen.until, lambda: len(seen.pictures) > count + 5)
    finally:
        await asyncio.to_thread(camera.stop)


@pytest.fixture
def transmitter() -> str:
    return str(real.require("srt"))


async def test_srt_through_srt_live_transmit(transmitter: str, free_port: int) -> None:
    from devices.feeds.simulated import Camera, CameraSettings

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        udp = probe.getsockname()[1]
    camera = Camera(CameraSettings(url=f"udp://127.0.0.1:{udp}", width=320, height=180, kbps=500))
    sender = await asyncio.create_subprocess_exec(
        transmitter, "-q", f"udp://127.0.0.1:{udp}", f"srt://127.0.0.1:{free_port}?mode=listener",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    camera.start()
    try:
        with watching(f"srt://127.0.0.1:{free_port}?latency=120") as seen:
            await asyncio.to_thread(seen.until, lambda: len(seen.pictures) > 20 and len(seen.blocks) > 20, 40)
            sender.kill()
            await asyncio.to_thread(seen.until, lambda: seen.source.detail, 20)
    finally:
        if sender.returncode is None:
            sender.kill()
        await sender.wait()
        await asyncio.to_thread(camera.stop)


@pytest.mark.timeout(120)
def test_srt_that_waits_for_a_call_ends_if_nobody_calls_and_stays_with_who_does(
    transmitter: str, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or one whose feed was killed would keep the port for ever."""
    monkeypatch.setattr("devices.feeds.srt.ALONE", ("-timeout:4", "-timeout-mode:1"))
    url = f"srt://:{free_port}?mode=listener"
    with srt.receiving(url) as tool:
        assert tool.wait(30) == 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        udp = probe.getsockname()[1]
    with srt.receiving(url) as tool, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as camera:
        began = time.monotonic()
        sender = subprocess.Popen(
            [transmitter, "-q", f"udp://127.0.0.1:{udp}", f"srt://127.0.0.1:{free_port}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while time.monotonic() - began < 7:  # longer than its limit
                camera.sendto(b"G" * 1316, ("127.0.0.1", udp))
                time.sleep(0.01)
            assert tool.poll() is None
            assert tool.stdout is not None
            assert tool.stdout.read(1316)
        finally:
            sender.kill()
            sender.wait()


def test_only_srt_that_listens_ends_by_itself() -> None:
    urls = ["srt://:7000", "srt://:7000?mode=listener", "srt://0.0.0.0:7000?latency=9&mode=listener"]
    assert [srt._limits(url) for url in urls] == [srt.ALONE] * 3
    assert srt._limits("srt://10.0.0.5:7000?latency=120") == srt._limits("srt://:7000?mode=rendezvous") == ()


def test_without_srt_live_transmit_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.feeds.srt.find_program", lambda: None)
    with watching("srt://127.0.0.1:9?latency=120") as seen:
        seen.until(lambda: "srt-live-transmit" in seen.source.detail)


class QuietHandler(__import__("http.server", fromlist=["x"]).SimpleHTTPRequestHandler):  # type: ignore[misc]
    def log_message(self, *_: object) -> None:
        """Tests print nothing."""
