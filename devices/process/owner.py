"""The owner's side: a process that is started, watched, started again, and ended with us."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Generic, TypeVar

import msgspec
import psutil  # type: ignore[import-untyped]

from devices.process.framing import LENGTH, MOST, frame

log = logging.getLogger(__name__)

Up = TypeVar("Up")

RESTART_MIN_S, RESTART_MAX_S = 0.25, 5.0
EXIT_TIMEOUT_S: Final = 4.0
# It says something twice a second; the first word comes after its libraries are loaded.
HUNG_S: Final = 5.0
START_S: Final = 30.0
MEMORY_EVERY_S: Final = 2.0
MOST_WAITING: Final = 256 * 1024
"""Bytes for a process that does not listen."""


class _Started:
    """A process of ours."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self.process = process
        self.stdin, self.stdout, self.stderr = process.stdin, process.stdout, process.stderr
        self.began = asyncio.get_running_loop().time()
        self.heard = math.inf
        """When it said something. While it is in waiting nothing is expected of it."""

    @property
    def in_waiting(self) -> bool:
        return self.heard == math.inf

    async def kill(self) -> None:
        """With what it has started, which would go on without it and keep its ports."""
        # All in one call: its end ends the pipes, and with them the task that waits here, before another would begin.
        await asyncio.to_thread(_kill, self.process.pid)
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


class ChildProcess(Generic[Up]):
    """Runs `python -m MODULE ARGUMENTS` for as long as `run` runs.

    `greeting`: what every new process is told first. `take`: is given what it says, on the event loop; it must say
    something every few seconds. `memory_mb`: of resident memory; one that takes more is started again. `family`: what
    it has started counts too; to find that, every process of the machine is looked at.
    `spare`: another is kept in waiting, everything imported and not yet greeted. It is greeted at once when the first
    has ended, while that one is started again and waits in its turn.
    """

    def __init__(
        self,
        module: str,
        name: str,
        greeting: Callable[[], Iterable[msgspec.Struct]],
        decode: Callable[[bytes], Up],
        take: Callable[[Up], None],
        *,
        memory_mb: int,
        arguments: Sequence[str] = (),
        spare: bool = False,
        family: bool = False,
    ) -> None:
        self.pid: int | None = None
        """Of the one in service; None while there is none."""
        self.restarts = 0
        """How many have ended or could not be started."""
        self._command = (sys.executable, "-m", module, *arguments)
        self._name = name
        self._greeting = greeting
        self._decode, self._take = decode, take
        self._memory_mb = memory_mb
        self._spare = spare
        self._family = family
        self._service = asyncio.Lock()
        """Whoever has it is in service; the other is in waiting."""
        self._spoken = asyncio.Event()
        self._stdin: asyncio.StreamWriter | None = None

    async def run(self) -> None:
        """Keeps it running until cancelled; then the process is gone, and so is the spare."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_one())
            if self._spare:
                await self._spoken.wait()  # the first need not share the machine with it while it starts
                group.create_task(self._keep_one())

    def tell(self, message: msgspec.Struct) -> bool:
        """Never waits for the pipe. False: it was not told, for there is no process just now, or it does not listen."""
        if self._stdin is None or self._stdin.is_closing():
            return False
        if self._stdin.transport.get_write_buffer_size() > MOST_WAITING:
            return False
        self._stdin.write(frame(message))
        return True

    async def _keep_one(self) -> None:
        delay = RESTART_MIN_S
        while True:
            began = asyncio.get_running_loop().time()
            ended = ""
            try:
                ended = await self._run_once()
            except* OSError as group:  # of the system: no memory, no files, no processes left just now
                ended = f"does not run: {group.exceptions[0]}"
            lasted = asyncio.get_running_loop().time() - began
            delay = RESTART_MIN_S if lasted > 2 * RESTART_MAX_S else min(RESTART_MAX_S, delay * 2)
            self.restarts += 1
            log.warning("%s %s; again in %.2f s", self._name, ended, delay)
            await asyncio.sleep(delay)

    async def _run_once(self) -> str:
        """From its start to its end; the words for that."""
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env=_environment(),
        )  # fmt: skip
        started = _Started(process)
        try:
            async with asyncio.TaskGroup() as group:
                beside = [group.create_task(self._serve(started)), group.create_task(self._guard(started))]
                await asyncio.gather(self._read(started), self._log_errors(started))
                for task in beside:
                    task.cancel()
        finally:
            await self._end(started)
        return f"ended with status {process.returncode}{' while in waiting' if started.in_waiting else ''}"

    async def _serve(self, started: _Started) -> None:
        """In waiting until no other is in service; then in service until cancelled."""
        async with self._service:
            self.pid, self._stdin = started.process.pid, started.stdin
            now = asyncio.get_running_loop().time()
            started.heard = max(now, started.began + START_S - HUNG_S)
            try:
                for message in self._greeting():
                    self.tell(message)
                await asyncio.Event().wait()
            finally:
                self.pid = self._stdin = None

    async def _read(self, started: _Started) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                (length,) = LENGTH.unpack(await started.stdout.readexactly(LENGTH.size))
                body = await started.stdout.readexactly(min(length, MOST))
                try:
                    message = self._decode(body)
                except msgspec.MsgspecError as error:
                    log.error("%s says what cannot be read: %s", self._name, error)
                    await started.kill()
                    return
                started.heard = max(started.heard, asyncio.get_running_loop().time())
                self._take(message)
                self._spoken.set()

    async def _guard(self, started: _Started) -> None:
        """Kills a process that hangs or takes too much memory."""
        loop = asyncio.get_running_loop()
        while started.process.returncode is None:
            await asyncio.sleep(MEMORY_EVERY_S)
            silent = loop.time() - started.heard
            taken = await asyncio.to_thread(_megabytes, started.process.pid, self._family)
            if silent > HUNG_S:
                log.error("%s has said nothing for %.0f s", self._name, silent)
            elif taken > self._memory_mb:
                log.error("%s takes %.0f MB of memory", self._name, taken)
            else:
                continue
            await started.kill()
            return

    async def _log_errors(self, started: _Started) -> None:
        while True:
            try:
                line = await started.stderr.readline()
            except ValueError:  # longer than the reader holds, and gone
                log.warning("%s: a line that is too long", self._name)
                continue
            if not line:
                return
            log.warning("%s: %s", self._name, line.decode(errors="replace").rstrip())

    async def _end(self, started: _Started) -> None:
        """Closes its input, which ends it; kills it if that does not."""
        started.stdin.close()
        with contextlib.suppress(ConnectionError):
            await started.stdin.wait_closed()
        try:
            await asyncio.wait_for(started.process.wait(), EXIT_TIMEOUT_S)
        except TimeoutError:
            await started.kill()
            await started.process.wait()


def _megabytes(pid: int, family: bool) -> float:
    """Resident memory, with that of all it has started if `family`. Blocking: asks the system."""
    try:
        process = psutil.Process(pid)
        children = process.children(recursive=True) if family else []
    except psutil.Error:
        return 0.0
    taken = 0
    for one in (process, *children):
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            taken += one.memory_info().rss
    return taken / (1 << 20)


def _kill(pid: int) -> None:
    """With all that it has started. Blocking: asks the system whether they are still who they were."""
    try:
        process = psutil.Process(pid)
        if process.ppid() != os.getpid():
            return  # it has ended, and somebody else has its number
        children = process.children(recursive=True)
    except psutil.Error:
        return
    for one in (process, *children):
        with contextlib.suppress(psutil.Error):
            one.kill()


def _environment() -> dict[str, str]:
    """Ours, with the house on the module path: a checkout that is not installed works too."""
    house = str(Path(__file__).parents[2])
    paths = [house, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
