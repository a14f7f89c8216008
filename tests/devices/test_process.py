"""A process beside its owner, whatever it does: framing, and what waits to be said."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import io
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import psutil  # type: ignore[import-untyped]
import pytest

from devices.process import ChildProcess, Outbox, frame, owner, receive
from devices.process.framing import LENGTH, MOST
from tests.devices import loud
from tests.devices.ptz.rigs import until


class Word(msgspec.Struct, frozen=True):
    text: str


decode = msgspec.msgpack.Decoder(Word).decode


def test_what_is_framed_is_received_until_the_end() -> None:
    stream = io.BytesIO(frame(Word("раз")) + frame(Word("два")))
    assert [receive(stream, decode) for _ in range(3)] == [Word("раз"), Word("два"), None]


@pytest.mark.parametrize("cut", [1, 3, 4, 7])
def test_a_message_that_breaks_off_is_the_end(cut: int) -> None:
    assert receive(io.BytesIO(frame(Word("слово"))[:cut]), decode) is None


@pytest.mark.parametrize("raw", [LENGTH.pack(MOST + 1), LENGTH.pack(2) + b"\xc1\xc1", LENGTH.pack(1) + b"\x01"])
def test_what_is_no_message_is_an_error(raw: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        receive(io.BytesIO(raw), decode)


class Pipe(io.BytesIO):
    """Full until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.opened = threading.Event(), threading.Event()

    def write(self, data: Any) -> int:
        self.entered.set()
        assert self.opened.wait(10)
        return super().write(data)


def test_of_what_passes_the_newest_waits_and_of_what_happened_the_last() -> None:
    pipe = Pipe()
    outbox = Outbox(pipe, most=3)
    outbox.say(Word("first"))
    assert pipe.entered.wait(10)
    for number in range(10):
        outbox.say(Word(f"happened {number}"))
        outbox.show("a", Word(f"a {number}"))
        outbox.show("b", Word(f"b {number}"))
    pipe.opened.set()
    outbox.close(10)
    pipe.seek(0)
    said = []
    while (word := receive(pipe, decode)) is not None:
        said.append(word.text)
    assert said == ["first", "happened 7", "happened 8", "happened 9", "a 9", "b 9"]


@asynccontextmanager
async def child(heard: list[loud.Word]) -> AsyncIterator[tuple[ChildProcess[loud.Word], asyncio.Task[None]]]:
    made: ChildProcess[loud.Word] = ChildProcess(
        "tests.devices.loud", "the loud one", lambda: [loud.Word("hello")], loud.decode, heard.append, memory_mb=512
    )
    running = asyncio.create_task(made.run())
    try:
        yield made, running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert made.pid is None


async def test_a_line_that_is_too_long_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[loud.Word] = []
    async with child(heard) as (made, running):
        await until(lambda: running.done() or "and then this" in caplog.text, 30)
        await until(lambda: running.done() or heard, 30)
        assert not running.done()
        assert (heard, made.restarts) == ([loud.Word("hello")], 0)


async def test_what_a_killed_process_has_started_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or it would keep its port from the one that is started next."""
    monkeypatch.setattr(owner, "MEMORY_EVERY_S", 0.2)
    heard: list[loud.Word] = []
    made: ChildProcess[loud.Word] = ChildProcess(
        "tests.devices.parent", "the parent", lambda: [loud.Word("hello")], loud.decode, heard.append, memory_mb=512
    )
    running = asyncio.create_task(made.run())
    try:
        await until(lambda: heard, 30)
        other = psutil.Process(int(heard[0].text))
        made._memory_mb = 1
        await until(lambda: made.restarts > 0, 30)
        await until(lambda: not other.is_running() or other.status() == psutil.STATUS_ZOMBIE, 30)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        for word in heard:
            with contextlib.suppress(psutil.Error):
                psutil.Process(int(word.text)).kill()


async def test_a_system_that_starts_no_process_is_asked_again_and_again_later(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(owner, "RESTART_MIN_S", 0.02)
    refusals = iter([OSError(errno.EAGAIN, "no more processes"), OSError(errno.EMFILE, "no more files")])
    start = asyncio.create_subprocess_exec

    async def refusing(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        refusal = next(refusals, None)
        if refusal is not None:
            raise refusal
        return await start(*arguments, **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refusing)
    heard: list[loud.Word] = []
    async with child(heard) as (made, running):
        await until(lambda: running.done() or heard, 30)
        assert not running.done()
        assert (heard, made.restarts) == ([loud.Word("hello")], 2)
    assert "no more processes; again in 0.04 s" in caplog.text
    assert "no more files; again in 0.08 s" in caplog.text
