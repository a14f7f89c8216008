"""A feed whose inputs hang in calls that no time limit ends: whom it leaves in peace, and when it gives up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from msgspec.structs import replace

from devices.feeds.child import Feed, Stuck
from devices.feeds.choice import Rules
from devices.feeds.health import Thresholds
from devices.feeds.inputs import Opening, opening
from devices.feeds.source import MOST_ABANDONED
from devices.feeds.wire import FeedConfig, Listening, Sample, Up

from .media import FPS, make

ADDRESS = "hangs"
NOTHING_S = 1.0


class Hanging:
    """Whoever opens `ADDRESS` comes back when he is let go, and not before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened = 0
        self._go = threading.Semaphore(0)
        really: Callable[..., Any] = av.open

        def opens(file: object, *arguments: object, **options: object) -> Any:
            if file != ADDRESS:
                return really(file, *arguments, **options)
            self.opened += 1
            self._go.acquire(timeout=120)
            raise OSError("it came back after all")

        def impatient(url: str) -> Opening:
            return replace(opening(url), open_s=0.05) if url == ADDRESS else opening(url)

        monkeypatch.setattr("devices.feeds.source.av.open", opens)
        monkeypatch.setattr("devices.feeds.child.opening", impatient)
        monkeypatch.setattr("devices.feeds.source.GRACE_S", 0.0)
        monkeypatch.setattr("devices.feeds.child.NOTHING_S", NOTHING_S)

    def let_go(self, count: int = 1) -> None:
        self._go.release(count)


def config(url: str, backup: str | None = None) -> FeedConfig:
    return FeedConfig(
        name="test", url=url, backup=backup, width=320, height=180, fps=FPS,
        thresholds=Thresholds(gap=2.0), rules=Rules(hold=0.5, back=1.0, back_from_slate=0.3),
    )  # fmt: skip


@pytest.mark.parametrize("hangs", ["backup", "main"])
async def test_an_input_that_hangs_takes_the_other_one_from_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    clip = str(await asyncio.to_thread(make, tmp_path / "clip.mp4"))
    hanging, said = Hanging(monkeypatch), list[Up]()
    made, plays = (config(clip, ADDRESS), "main") if hangs == "backup" else (config(ADDRESS, clip), "backup")
    feed = Feed(made, said.append)
    running = asyncio.create_task(feed.run())

    async def until(holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(45):
            while not holds():
                assert not running.done(), running.exception()
                await asyncio.sleep(0.01)

    def played() -> int:
        """Samples of the while in which the other one goes out."""
        return sum(isinstance(one, Sample) and one.shown == plays for one in said)

    try:
        await until(lambda: played() > 0 and hanging.opened == MOST_ABANDONED + 1)
        hanging.let_go()
        await until(lambda: hanging.opened == MOST_ABANDONED + 2)
        enough = played() + 3 * round(5 * NOTHING_S)
        await until(lambda: played() >= enough)
        assert hanging.opened == MOST_ABANDONED + 2
        last = next(one for one in reversed(said) if isinstance(one, Sample))
        assert last.shown == plays
    finally:
        running.cancel()
        hanging.let_go(hanging.opened)
        await asyncio.gather(running, return_exceptions=True)


async def test_while_obs_reads_it_the_slate_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process would hang in the same call, and OBS would be blank until it is there."""
    monkeypatch.setattr("devices.feeds.source.ANOTHER_S", 1.0)
    hanging, listening = Hanging(monkeypatch), asyncio.get_running_loop().create_future()

    def say(message: Up) -> None:
        if isinstance(message, Listening):
            listening.set_result(message.port)

    feed = Feed(config(ADDRESS), say)
    running = asyncio.create_task(feed.run())
    read = 0

    async def obs() -> None:
        nonlocal read
        reader, writer = await asyncio.open_connection("127.0.0.1", await listening)
        try:
            while data := await reader.read(1 << 20):
                read += len(data)
        finally:
            writer.close()

    reading = asyncio.create_task(obs())
    try:
        async with asyncio.timeout(45):
            while hanging.opened <= MOST_ABANDONED + 4:
                assert not running.done(), running.exception()
                await asyncio.sleep(0.01)
            before = read
            while read < before + 10 * feed._canvas.size:
                assert not reading.done()
                await asyncio.sleep(0.01)
    finally:
        for task in (reading, running):
            task.cancel()
        hanging.let_go(hanging.opened)
        await asyncio.gather(reading, running, return_exceptions=True)


async def test_what_a_thread_that_hangs_holds_is_had_by_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A port or a device that this process has open cannot be opened again, so it ends even while OBS reads it."""
    monkeypatch.setattr("devices.feeds.source.HOLDS_S", 0.5)
    monkeypatch.setattr("devices.feeds.source.GRACE_S", -9.0)  # with the ten seconds of opening: one
    monkeypatch.setattr("devices.feeds.child.NOTHING_S", NOTHING_S)
    come_back = threading.Event()
    opened = 0
    really: Callable[..., Any] = av.open

    def opens(*arguments: object, **options: object) -> Any:
        nonlocal opened
        opened += 1
        if opened > 1:
            raise OSError("Address already in use")
        return really(*arguments, **options)

    def hangs(connection: object, hear: object) -> bool:
        come_back.wait(60)
        return True

    clip = str(await asyncio.to_thread(make, tmp_path / "clip.mp4"))
    monkeypatch.setattr("devices.feeds.source.av.open", opens)
    monkeypatch.setattr("devices.feeds.connection.Connection.read", hangs)
    feed = Feed(config(clip), lambda message: None)
    try:
        with pytest.raises(ExceptionGroup) as given_up:
            await asyncio.wait_for(feed.run(), 45)
        assert given_up.value.subgroup(Stuck) is not None
        assert opened > 1, "it was tried without that first"
    finally:
        come_back.set()


async def test_where_nothing_else_would_be_lost_it_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process has no threads that hang."""
    hanging = Hanging(monkeypatch)
    feed = Feed(config(ADDRESS, "absent.mp4"), lambda message: None)
    try:
        with pytest.raises(ExceptionGroup) as given_up:
            await asyncio.wait_for(feed.run(), 45)
        assert given_up.value.subgroup(Stuck) is not None
    finally:
        hanging.let_go(hanging.opened)
