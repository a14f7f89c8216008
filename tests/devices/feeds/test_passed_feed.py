"""A feed's process that passes H.264 through: read as OBS reads it, while the camera goes and comes back."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from devices.feeds import Changed, Thumbnail
from devices.feeds.process import source_settings
from devices.feeds.simulated import obey

from .media import make
from .owner import HEIGHT, WIDTH, camera, config, running

pytestmark = pytest.mark.slow
RED = (200, 40, 40)


class Viewer:
    """Decodes the feed as OBS is told to open it."""

    def __init__(self, port: int) -> None:
        self.count = 0
        self.blank = 0
        self.damaged = 0
        self.seen = ""
        """What the newest picture is: main, backup or slate, by its colour."""
        self.error: Exception | None = None
        self.sizes: set[tuple[int, int]] = set()
        self.times: list[float] = []
        self.joins: list[int] = []
        """Samples missing (or twice) between two packets of sound."""
        self._sound: int | None = None
        self._closed = threading.Event()
        self._port = port
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        words = source_settings(self._port, audio=True, passthrough=True)["ffmpeg_options"].split()
        options = dict(word.split("=") for word in words)
        try:
            with av.open(f"tcp://127.0.0.1:{self._port}", format="nut", options=options, timeout=30) as container:
                container.streams.video[0].thread_type = "SLICE"
                for packet in container.demux():
                    if self._closed.is_set():
                        return
                    if packet.stream.type == "audio":
                        self._hear(packet)
                        continue
                    for frame in packet.decode():
                        self._look(frame)
        except (av.FFmpegError, OSError) as error:
            self.error = error

    def _hear(self, packet: Any) -> None:
        if self._sound is not None:
            self.joins.append(packet.pts - self._sound)
        self._sound = packet.pts + packet.size // 4

    def _look(self, frame: Any) -> None:
        self.sizes.add((frame.width, frame.height))
        self.times.append(frame.time)
        self.damaged += frame.is_corrupt
        flat = frame.to_ndarray()
        luma, chroma = flat[:HEIGHT], flat[HEIGHT:].reshape(2, -1)
        self.blank += bool(luma.max() < 30)
        u, v = (float(np.median(plane)) for plane in chroma)
        self.seen = "backup" if v > 160 else "slate" if u < 115 and v < 115 else "main"
        self.count += 1

    async def close(self) -> None:
        self._closed.set()
        await asyncio.to_thread(self._thread.join, 30)


async def test_a_camera_goes_and_comes_back_and_whoever_reads_sees_no_break(tmp_path: Path) -> None:
    """Through the slate, back, to the backup (a file, in a container of another form) and back."""
    main = camera()
    spare = str(make(tmp_path / "spare.mp4", size=(WIDTH, HEIGHT), colour=RED, options={"tune": "zerolatency"}))
    async with running(config(f"tcp://127.0.0.1:{main.port}", audio=True, passthrough=True), main) as owner:
        await owner.until(lambda: owner.shown == "main")
        viewer = Viewer(owner.feed.port)
        await owner.until(lambda: viewer.count > 20 and viewer.seen == "main")
        owner.feed.watch(10, 160, 90)
        for _ in range(2):
            main.faults = obey(main.faults, "drop")
            await owner.until(lambda: viewer.seen == "slate")
            main.faults = obey(main.faults, "ok")
            await owner.until(lambda: viewer.seen == "main")
        await owner.until(lambda: len(owner.all(Thumbnail)) > 3)
        assert not any(isinstance(said, Changed) and "codec" in said.reasons for said in owner.all(Changed))
        await viewer.close()
    assert (viewer.error, viewer.blank, viewer.damaged, viewer.sizes) == (None, 0, 0, {(WIDTH, HEIGHT)})
    assert viewer.times == sorted(set(viewer.times))
    assert set(viewer.joins) == {0}

    main = camera()
    made = config(f"tcp://127.0.0.1:{main.port}", backup=spare, audio=True, passthrough=True)
    async with running(made, main) as owner:
        await owner.until(lambda: owner.shown == "main")
        viewer = Viewer(owner.feed.port)
        await owner.until(lambda: viewer.seen == "main")
        for word, expected in (("backup", "backup"), ("slate", "slate"), ("backup", "backup"), ("auto", "main")):
            owner.feed.use(word)  # type: ignore[arg-type]
            await owner.until(lambda expected=expected: viewer.seen == expected)  # type: ignore[misc]
        main.faults = obey(main.faults, "drop")
        await owner.until(lambda: viewer.seen == "backup")
        main.faults = obey(main.faults, "ok")
        await owner.until(lambda: viewer.seen == "main")
        await viewer.close()
    assert (viewer.error, viewer.blank, viewer.damaged, viewer.sizes) == (None, 0, 0, {(WIDTH, HEIGHT)})


async def test_what_cannot_be_passed_through_is_encoded_and_told(tmp_path: Path) -> None:
    """The reader never sees another codec or another size."""
    hevc = str(make(tmp_path / "main.mp4", encoder="libx265", size=(WIDTH, HEIGHT), options={"preset": "ultrafast"}))
    large = str(make(tmp_path / "spare.mp4", size=(2 * WIDTH, 2 * HEIGHT), colour=RED))
    async with running(config(hevc, backup=large, audio=True, passthrough=True)) as owner:
        await owner.until(lambda: owner.shown == "main")
        viewer = Viewer(owner.feed.port)
        await owner.until(lambda: viewer.seen == "main" and viewer.count > 20)
        await owner.until(lambda: owner.found("doubtful", "codec"))
        for _ in range(2):
            owner.feed.use("backup")
            await owner.until(lambda: viewer.seen == "backup")
            owner.feed.use("auto")
            await owner.until(lambda: viewer.seen == "main")
        await viewer.close()
    assert (viewer.error, viewer.blank, viewer.damaged, viewer.sizes) == (None, 0, 0, {(WIDTH, HEIGHT)})


async def test_of_what_is_passed_through_key_frames_alone_are_decoded_where_the_show_says_so() -> None:
    """Also while it is seen: health is told of it, and the reader gets every picture."""
    main = camera()
    async with running(config(f"tcp://127.0.0.1:{main.port}", passthrough=True, keyframes=True), main) as owner:
        await owner.until(lambda: owner.shown == "main" and owner.found("ok"))
        viewer = Viewer(owner.feed.port)
        owner.feed.watch(25, 160, 90)
        await owner.until(lambda: viewer.count > 60)
        jpegs = {said.jpeg for said in owner.all(Thumbnail) if isinstance(said, Thumbnail)}
        assert len(jpegs) < viewer.count / 5, "the thumbnails are those of key frames"
        main.faults = obey(main.faults, "freeze")
        await owner.until(lambda: owner.found("bad", "freeze"))
        await viewer.close()
    assert (viewer.error, viewer.blank, viewer.damaged) == (None, 0, 0)
