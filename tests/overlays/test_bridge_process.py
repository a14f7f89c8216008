"""What the bridge's owner bears: a process that cannot be started, and one that prints whatever it likes."""

from __future__ import annotations

import asyncio
import errno
from typing import Any

import pytest

from overlays.bridge import BridgeProcess, process


async def ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def chatty(monkeypatch: pytest.MonkeyPatch) -> BridgeProcess:
    """No browser is needed for it."""
    monkeypatch.setattr(process, "MODULE", "tests.overlays.chatty")
    monkeypatch.setattr(process, "RESTART_MIN_S", 0.02)
    return BridgeProcess("http://127.0.0.1:1", 64, 36, 20)


async def ready(bridge: BridgeProcess, running: asyncio.Task[None]) -> None:
    """Or `run` has ended, which it must not."""
    listening = asyncio.create_task(bridge.ready())
    try:
        await asyncio.wait([listening, running], timeout=30, return_when=asyncio.FIRST_COMPLETED)
        assert not running.done(), running.exception()
        assert listening.done()
    finally:
        listening.cancel()


async def test_what_is_no_message_ends_nothing(chatty: BridgeProcess, caplog: pytest.LogCaptureFixture) -> None:
    running = asyncio.create_task(chatty.run())
    try:
        await ready(chatty, running)
        assert chatty.port == 4711
        assert "a library says hello" in caplog.text
        async with asyncio.timeout(30):
            while "and then this" not in caplog.text:
                assert not running.done(), running.exception()
                await asyncio.sleep(0.01)
    finally:
        await ended(running)


async def test_a_system_that_starts_no_process_is_asked_again(
    chatty: BridgeProcess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refusals = iter([OSError(errno.EAGAIN, "no more processes"), OSError(errno.EMFILE, "no more files")])
    start = asyncio.create_subprocess_exec

    async def refusing(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        refusal = next(refusals, None)
        if refusal is not None:
            raise refusal
        return await start(*arguments, **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refusing)
    running = asyncio.create_task(chatty.run())
    try:
        await ready(chatty, running)
    finally:
        await ended(running)
    assert "no more processes; again in 0.04 s" in caplog.text
    assert "no more files; again in 0.08 s" in caplog.text
