"""A feed's process as its owner has it: killed, hung, refused, left alone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import msgspec
import psutil  # type: ignore[import-untyped]
import pytest

from devices.feeds import FeedConfig, FeedProcess, Listening, Refused, Showing
from devices.feeds.process import MEMORY_MB

from .media import make
from .owner import HEIGHT, WIDTH, Owner, config, running


@pytest.mark.slow
async def test_a_killed_feed_comes_back_on_its_port_with_the_operators_word(tmp_path: Path) -> None:
    clip = str(make(tmp_path / "clip.mp4", size=(WIDTH, HEIGHT)))
    async with running(config(clip)) as owner:
        owner.feed.use("slate")
        await owner.until(lambda: owner.shown == "slate")
        port, pid = owner.feed.port, owner.feed.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        await owner.until(lambda: len(owner.all(Listening)) == 2)
        assert owner.all(Listening) == [Listening(port)] * 2
        assert owner.feed.pid not in (None, pid)
        await owner.until(lambda: owner.all(Showing)[-1] == Showing("slate", "slate"))
        owner.feed.use("auto")
        await owner.until(lambda: owner.shown == "main")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="a process cannot be stopped here")
async def test_a_feed_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.process.owner.HUNG_S", 2.0)
    async with running(config(str(make(tmp_path / "clip.mp4")))) as owner:
        await owner.until(lambda: owner.shown == "main")
        assert owner.feed.pid is not None
        os.kill(owner.feed.pid, signal.SIGSTOP)
        await owner.until(lambda: len(owner.all(Listening)) >= 2)


@pytest.mark.slow
async def test_a_feed_that_eats_memory_is_killed(tmp_path: Path) -> None:
    """Any of it is more than 20 MB, so it is killed before it is ready."""
    owner = Owner(config(str(make(tmp_path / "clip.mp4"))), memory_mb=20)
    task = asyncio.create_task(owner.feed.run())
    try:
        await owner.until(lambda: owner.feed.restarts >= 1)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.slow
async def test_what_cannot_be_done_is_said(free_port: int) -> None:
    owner = Owner(config("gopher://host/cam", port=free_port))
    task = asyncio.create_task(owner.feed.run())
    try:
        await owner.until(lambda: owner.all(Refused))
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert owner.all(Refused)[0] == Refused("feed-address-unknown", {"scheme": "gopher"})


@pytest.mark.slow
async def test_a_taken_port_is_said_and_tried_again(tmp_path: Path) -> None:
    blocker = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = blocker.sockets[0].getsockname()[1]
    owner = Owner(config(str(make(tmp_path / "clip.mp4")), port=port))
    task = asyncio.create_task(owner.feed.run())
    try:
        await owner.until(lambda: owner.all(Refused))
        assert owner.all(Refused)[0] == Refused("feed-port-taken", {"name": "test", "port": str(port)})
        blocker.close()
        await blocker.wait_closed()
        await owner.until(lambda: owner.all(Listening))
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.slow
async def test_the_feed_dies_with_its_owner(tmp_path: Path) -> None:
    clip = make(tmp_path / "clip.mp4")
    program = (
        "import asyncio, sys\n"
        "from devices.feeds import FeedConfig, FeedProcess\n"
        "async def main():\n"
        "    feed = FeedProcess(FeedConfig(name='x', url=sys.argv[1]), lambda message: None)\n"
        "    task = asyncio.create_task(feed.run())\n"
        "    await feed.ready()\n"
        "    print(feed.pid, flush=True)\n"
        "    await task\n"
        "asyncio.run(main())\n"
    )
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(clip), stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert owner.stdout is not None
    pid = int(await asyncio.wait_for(owner.stdout.readline(), 60))
    owner.kill()
    await owner.wait()
    async with asyncio.timeout(20):
        while await asyncio.to_thread(psutil.pid_exists, pid):  # noqa: ASYNC110 - not a child of ours
            await asyncio.sleep(0.05)


def test_what_a_feed_starts_counts_where_it_starts_anything() -> None:
    one = FeedConfig(name="one", url="a.mp4")
    made = [one, *(msgspec.structs.replace(one, **{line: "srt://:7000"}) for line in ("url", "backup"))]
    assert [FeedProcess(config, lambda _: None)._child._family for config in made] == [False, True, True]


def test_a_second_line_may_take_as_much_memory_as_the_first() -> None:
    one = FeedConfig(name="one", url="a.mp4")
    limits = [
        FeedProcess(config, lambda _: None)._child._memory_mb
        for config in (one, msgspec.structs.replace(one, backup="b.mp4"))
    ]
    assert limits == [MEMORY_MB, 2 * MEMORY_MB]
