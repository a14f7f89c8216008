"""A process beside its owner, whatever it does: framing, and what waits to be said."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import io
import re
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import psutil  # type: ignore[import-untyped]
import pytest

from devices.process import ChildProcess, Outbox, frame, owner, receive
from devices.process.framing import LENGTH, MOST
from tests.devices import loud, patient
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


class Busy(ThreadPoolExecutor):
    """Of one thread; whoever wants it a second time waits a while."""

    def __init__(self) -> None:
        super().__init__(1)
        self.free = threading.Event()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        super().submit(self.free.wait, 1.0)
        return future


@pytest.mark.parametrize("busy", [False, True])
async def test_what_a_killed_process_has_started_goes_with_it(monkeypatch: pytest.MonkeyPatch, busy: bool) -> None:
    """Or it would keep its port from the one that is started next."""
    monkeypatch.setattr(owner, "MEMORY_EVERY_S", 0.2)
    threads = Busy()
    if busy:
        asyncio.get_running_loop().set_default_executor(threads)
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
        threads.free.set()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        _kill(heard)


def _kill(parents: list[loud.Word]) -> None:
    """What the parents have started."""
    for word in parents:
        with contextlib.suppress(psutil.Error):
            psutil.Process(int(word.text)).kill()


async def test_the_memory_of_what_it_has_started_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "MEMORY_EVERY_S", 0.2)
    heard: list[loud.Word] = []
    made: ChildProcess[loud.Word] = ChildProcess(
        "tests.devices.parent", "the parent", lambda: [loud.Word("hello")], loud.decode, heard.append, memory_mb=4096,
        family=True,
    )  # fmt: skip
    running = asyncio.create_task(made.run())
    try:
        await until(lambda: heard, 30)
        pid, other = made.pid, int(heard[0].text)
        assert pid is not None

        async def takes(which: int, family: bool) -> float:
            return await asyncio.to_thread(owner._megabytes, which, family)

        async with asyncio.timeout(30):
            while await takes(other, False) < 4:  # noqa: ASYNC110 - until it is a Python
                await asyncio.sleep(0.05)
        alone = await takes(pid, False)
        assert await takes(pid, True) > alone + 3
        made._memory_mb = round(alone + 2)
        await until(lambda: made.restarts > 0, 30)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        _kill(heard)


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


# --- a spare

HELLO = "hello"


async def eventually(condition: Callable[[], object]) -> None:
    """Looks less often than `until`: to look through the system's processes takes a while."""
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def patients() -> dict[int, float]:
    """Pid → age in seconds."""
    found = {}
    for each in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "tests.devices.patient" in each.cmdline():
                found[each.pid] = time.time() - each.create_time()
    return found


class Spared:
    def __init__(self, made: ChildProcess[patient.Word], heard: list[patient.Word]) -> None:
        self.made = made
        self._heard = heard

    def greeted(self) -> list[int]:
        """In their order."""
        return [word.pid for word in self._heard if word.text == HELLO]

    def waiting(self) -> list[int]:
        return [pid for pid in patients() if pid != self.made.pid]

    async def both(self) -> tuple[int, int]:
        """The one in service and the one in waiting."""
        await eventually(lambda: self.made.pid in self.greeted() and len(self.waiting()) == 1)
        assert self.made.pid is not None
        return self.made.pid, self.waiting()[0]


@asynccontextmanager
async def spared(
    *arguments: str, memory_mb: int = 512, on_word: Callable[[], object] = lambda: None
) -> AsyncIterator[Spared]:
    heard: list[patient.Word] = []

    def take(word: patient.Word) -> None:
        heard.append(word)
        on_word()

    made: ChildProcess[patient.Word] = ChildProcess(
        "tests.devices.patient",
        "the patient one",
        lambda: [patient.Word(HELLO)],
        patient.decode,
        take,
        memory_mb=memory_mb,
        arguments=arguments,
        spare=True,
    )
    running = asyncio.create_task(made.run())
    try:
        yield Spared(made, heard)
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert made.pid is None
    assert not patients(), "the spare ends with it"


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "RESTART_MIN_S", 0.02)
    monkeypatch.setattr(owner, "MEMORY_EVERY_S", 0.05)


async def test_a_spare_waits_in_silence_and_takes_over(monkeypatch: pytest.MonkeyPatch, soon: None) -> None:
    monkeypatch.setattr(owner, "HUNG_S", 3.0)
    monkeypatch.setattr(owner, "START_S", 6.0)
    async with spared() as rig:
        first, second = await rig.both()
        await eventually(lambda: patients()[second] > owner.START_S + 1)
        assert rig.greeted() == [first], "it has not been greeted"
        psutil.Process(first).kill()
        await eventually(lambda: rig.made.pid == second)
        await rig.both()
        assert rig.greeted() == [first, second]
        assert rig.made.tell(patient.Word("again"))
        assert rig.made.restarts == 1


async def test_one_after_another_is_replaced(soon: None) -> None:
    async with spared() as rig:
        served = []
        for _ in range(4):
            first, second = await rig.both()
            served.append(first)
            psutil.Process(first).kill()
            await eventually(lambda second=second: rig.made.pid == second)  # type: ignore[misc]
        await rig.both()
        assert rig.greeted()[:-1] == served


async def test_a_spare_that_dies_disturbs_nobody_and_is_replaced(soon: None, caplog: pytest.LogCaptureFixture) -> None:
    async with spared() as rig:
        first, second = await rig.both()
        psutil.Process(second).kill()
        await eventually(lambda: rig.made.restarts == 1)
        same, third = await rig.both()
        assert (same, rig.greeted()) == (first, [first])
        assert third != second
    assert re.search(r"while in waiting; again in 0\.0[24] s", caplog.text)  # 0.02: it had waited for 10 s by then


async def test_both_at_once_begin_anew(soon: None) -> None:
    async with spared() as rig:
        first, second = await rig.both()
        for pid in (second, first):
            psutil.Process(pid).kill()
        await eventually(lambda: rig.made.restarts == 2)
        third, fourth = await rig.both()
        assert not {first, second} & {third, fourth}


async def test_a_spare_that_takes_too_much_memory_is_not_kept(
    soon: None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fat = tmp_path / "fat"
    async with spared(str(fat), memory_mb=patient.FAT_MB, on_word=fat.touch) as rig:  # once the first is lean
        await eventually(lambda: "while in waiting" in caplog.text)
        assert "MB of memory" in caplog.text
        assert len(set(rig.greeted())) == 1
