"""The bridge's process with a real Chromium: pictures, restarts, endings."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from overlays.bridge import Box, BridgeProcess, BridgeStatus
from overlays.bridge.feed import AGAIN_EVERY_S
from overlays.marks import Marks, read_marks
from tests import real

from . import samples
from .live_server import LiveServer, serving

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 960, 540
MARKED = {"marks": True}


class Screen:
    """What OBS would see: the newest picture, and when each came."""

    def __init__(self, port: int) -> None:
        self.pictures: list[tuple[float, NDArray[np.uint8]]] = []
        self._closed = threading.Event()
        self._port = port
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def newest(self) -> NDArray[np.uint8]:
        return self.pictures[-1][1]

    def close(self) -> None:
        self._closed.set()

    def _read(self) -> None:
        options = {"fflags": "nobuffer", "probesize": "32", "analyzeduration": "0"}
        while not self._closed.is_set():
            try:
                with av.open(f"tcp://127.0.0.1:{self._port}", format="nut", options=options) as container:
                    for frame in container.decode(video=0):
                        self.pictures.append((time.monotonic(), frame.to_ndarray().astype(np.uint8)))
                        if self._closed.is_set():
                            return
            except (av.FFmpegError, OSError):
                self._closed.wait(0.05)


@contextlib.asynccontextmanager
async def bridged(
    url: str, *, fps: float = 20, box: Box | None = None
) -> AsyncIterator[tuple[BridgeProcess, Screen, list[BridgeStatus]]]:
    said: list[BridgeStatus] = []
    browser = str(real.require("chromium"))
    bridge = BridgeProcess(url, WIDTH, HEIGHT, fps, box=box, browser=browser, on_status=said.append)
    running = asyncio.create_task(bridge.run())
    try:
        await asyncio.wait_for(bridge.ready(), 60)
        screen = Screen(int(bridge.source_settings["input"].rsplit(":", 1)[1]))
        try:
            yield bridge, screen, said
        finally:
            screen.close()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(condition: Callable[[], object], seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is watched are bytes from other processes
            await asyncio.sleep(0.02)


def marks(screen: Screen) -> Marks | None:
    return read_marks(screen.newest[..., :3]) if screen.pictures else None


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_page_is_fed_with_its_alpha(dist: Path) -> None:
    async with serving(dist, samples.view("clock", theme=MARKED)) as server:
        async with bridged(server.url) as (_bridge, screen, said):
            await until(lambda: marks(screen) is not None)
            assert screen.newest[HEIGHT // 2, WIDTH // 2].tolist() == [0, 0, 0, 0]
            assert screen.newest[40, WIDTH - 100, 3] == 255
            await server.push(samples.view("clock", "score", theme=MARKED, score=samples.score(41, 38.5)))
            await until(lambda: (found := marks(screen)) and found.second == 38.5)
            await server.push(samples.view(theme=MARKED))
            await until(lambda: (found := marks(screen)) and not found.graphics)
            await until(lambda: screen.newest[: HEIGHT - 24, :, 3].max() == 0)
        assert said[-1].browser == "lost"


async def test_parts_painted_over_make_the_same_picture_as_the_whole(dist: Path) -> None:
    """After many partial pictures, the picture equals that of a bridge that has just begun."""
    last = samples.view("clock", "names", clock=samples.clock("paused", left=61_000))
    async with serving(dist, samples.view("names")) as server, bridged(server.url) as (_bridge, screen, _):
        await until(lambda: screen.pictures and screen.newest[..., 3].max() == 255)
        for view in (
            samples.view("score", "clock", score=samples.score(3, 4)),
            samples.view("names", names=samples.names(topic="Тема " * 30)),
            samples.view("result", "names", result=samples.result()),
            samples.view("clock", clock=samples.clock("running", target=time.time() * 1000 + 1500)),
            last,
        ):
            await server.push(view)
            await asyncio.sleep(0.35)
        async with bridged(server.url) as (_bridge, whole, _):
            await until(lambda: whole.pictures and whole.newest[..., 3].max() == 255)
            await until(lambda: np.abs(screen.newest.astype(int) - whole.newest.astype(int)).max() <= 1)


async def test_a_still_page_costs_no_pictures_and_a_moving_one_gets_them(dist: Path) -> None:
    async with serving(dist, samples.view("names")) as server, bridged(server.url) as (_bridge, screen, _said):
        await until(lambda: screen.pictures and screen.newest[..., 3].max() == 255)

        def still() -> bool:
            """The last six pictures are one, and came as seldom as repeats do."""
            last = screen.pictures[-6:]
            took = last[-1][0] - last[0][0]
            return len(last) == 6 and took > 2.5 * AGAIN_EVERY_S and all(np.array_equal(a[1], last[0][1]) for a in last)

        await until(still)

        async def leaves_and_enters() -> int:
            """How many pictures of it there are."""
            before = len(screen.pictures)
            await server.push(samples.view())
            await until(lambda: screen.newest[..., 3].max() == 0)
            seen = [one for _, one in screen.pictures[before:]]
            await server.push(samples.view("names"))
            await until(lambda: screen.newest[..., 3].max() == 255)
            return sum(not np.array_equal(a, b) for a, b in itertools.pairwise(seen))

        async with asyncio.timeout(60):
            while await leaves_and_enters() < 3:  # a machine without time for it misses what is in between
                await until(still)


async def test_a_box_is_fed_alone(dist: Path) -> None:
    box = Box(x=WIDTH - 300, y=0, width=300, height=150)
    async with serving(dist, samples.view("clock")) as server, bridged(server.url, box=box) as (bridge, screen, _said):
        assert bridge.size == (300, 150)
        await until(lambda: screen.pictures and screen.newest[..., 3].max() == 255)
        assert screen.newest.shape == (150, 300, 4)
        await server.push(samples.view())
        await until(lambda: screen.newest[..., 3].max() == 0)


async def test_bridge_before_server_and_over_its_restart(dist: Path, free_port: int) -> None:
    server = LiveServer(dist, samples.view("clock", theme=MARKED))
    server.port = free_port
    try:
        async with bridged(server.url) as (bridge, screen, _):
            await until(lambda: bridge.status.page == "unreachable")
            assert "REFUSED" in bridge.status.reason
            await until(lambda: screen.pictures)
            assert not screen.newest.any(), "the browser's error page must not be on air"
            await server.start()
            await until(lambda: marks(screen) is not None)
            await server.stop()
            await asyncio.sleep(0.5)
            assert marks(screen) is not None
            server.data = samples.view("score", theme=MARKED)
            server.epoch = "another"
            await server.start()
            await until(lambda: (found := marks(screen)) and found.graphics == {"score-bug"})
    finally:
        await server.stop()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
async def test_killed_browser_comes_back_and_the_picture_never_leaves(dist: Path) -> None:
    async with (
        serving(dist, samples.view("clock", theme=MARKED)) as server,
        bridged(server.url) as (bridge, screen, said),
    ):
        await until(lambda: marks(screen) is not None)
        first, count = bridge.status.browser_pid, len(screen.pictures)
        os.kill(first, signal.SIGKILL)
        await until(lambda: bridge.status.browser_pid not in {0, first})
        await until(lambda: bridge.status.page == "shown")
        assert any(one.browser == "lost" and one.reason for one in said)
        assert all(read_marks(picture[..., :3]) for _, picture in screen.pictures[count:])
        await server.push(samples.view("names", theme=MARKED))
        await until(lambda: (found := marks(screen)) and found.graphics == {"lower-third"})


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
async def test_killed_bridge_comes_back_on_its_port_without_orphans(dist: Path) -> None:
    async with serving(dist, samples.view("clock", theme=MARKED)) as server:
        async with bridged(server.url) as (bridge, screen, _):
            await until(lambda: marks(screen) is not None)
            port, browser = bridge.source_settings["input"], bridge.status.browser_pid
            assert bridge.pid is not None
            os.kill(bridge.pid, signal.SIGKILL)
            await until(lambda: not alive(browser))
            await until(lambda: bridge.status.browser_pid not in {0, browser})
            assert bridge.source_settings["input"] == port
            count = len(screen.pictures)
            await until(lambda: len(screen.pictures) > count and marks(screen) is not None)
            last = bridge.status.browser_pid
        await until(lambda: not alive(last))


async def test_ends_when_its_owner_is_gone(dist: Path) -> None:
    """Standard input closes, as it does when the owner dies in whatever way; bridge and browser are gone."""
    async with serving(dist, samples.view("clock")) as server:
        async with bridged(server.url) as (bridge, _screen, _):
            await until(lambda: bridge.status.page == "shown")
            pid, browser = bridge.pid, bridge.status.browser_pid
            assert pid is not None
        assert not alive(pid)
        await until(lambda: not alive(browser))
