"""What a camera or an encoder may send by network, and how. Real media, real FFmpeg, in this process."""

from __future__ import annotations

import asyncio
import random
import socket
import sys
import threading
import time
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from devices.feeds import patience
from devices.feeds.trouble import Trouble
from tests.lateness import lateness

from .media import FPS, make
from .watching import CANVAS, paced, serve, watching


def by_pictures(path: Path) -> list[tuple[float, bytes]]:
    """A raw stream, each picture when it is due."""
    with av.open(str(path)) as container:
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    return [(number / FPS, packet) for number, packet in enumerate(packets)]


def test_a_stream_without_time_stamps_is_fit_for_the_air(tmp_path: Path) -> None:
    """Raw H.264, as a Raspberry Pi sends it: its packets are packets, not the end."""
    port, done = serve(by_pictures(make(tmp_path / "raw.h264", seconds=5, tracks=0)))
    gaps: list[float] = []
    with lateness() as late, watching(f"tcp://127.0.0.1:{port}", audio=False) as seen:

        def enough() -> bool:
            measures = seen.source.measures(time.monotonic())
            if measures.connected:
                gaps.append(measures.gap or 0)
            return len(seen.pictures) >= 50

        seen.until(enough)
    done.set()
    assert max(gaps) < 1.0 + late.seconds


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
        seen.until(lambda: seen.pictures)  # in the whole stream there is no other
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
        seen.until(lambda: seen.source.trouble == Trouble("stalled"))
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
        seen.until(lambda: seen.source.trouble == Trouble("stalled"))
    done.set()


@pytest.mark.parametrize("audio", [True, False])
def test_an_encoder_that_comes_back_under_other_pids_goes_on(tmp_path: Path, audio: bool) -> None:
    old = make(tmp_path / "old.ts").read_bytes()
    new = make(tmp_path / "new.ts", container={"mpegts_start_pid": "512"}, size=(640, 360), seconds=4).read_bytes()
    port, done = serve([*paced(old, 2), *paced(new, 4, 2.0)])
    with watching(f"tcp://127.0.0.1:{port}", audio=audio) as seen:
        seen.until(lambda: seen.source.measures(time.monotonic()).width == 640)
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


class QuietHandler(__import__("http.server", fromlist=["x"]).SimpleHTTPRequestHandler):  # type: ignore[misc]
    def log_message(self, *_: object) -> None:
        """Tests print nothing."""
