"""The owner's side: a process that is started, watched, started again, and ended with us."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Iterable
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


class ChildProcess(Generic[Up]):
    """Runs `python -m MODULE` for as long as `run` runs.

    `greeting`: what every new process is told first. `take`: is given what it says, on the event loop; it must say
    something every few seconds. `memory_mb`: of resident memory; one that takes more is started again.
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
    ) -> None:
        self.pid: int | None = None
        """None while there is none."""
        self.restarts = 0
        self._module, self._name = module, name
        self._greeting = greeting
        self._decode, self._take = decode, take
        self._memory_mb = memory_mb
        self._stdin: asyncio.StreamWriter | None = None
        self._heard = 0.0

    async def run(self) -> None:
        """Keeps it running until cancelled; then the process is gone."""
        delay = RESTART_MIN_S
        while True:
            began = asyncio.get_running_loop().time()
            try:
                ended = f"ended with status {await self._run_once()}"
            except OSError as error:  # of the system: no memory, no files, no processes left just now
                ended = f"does not run: {error}"
            lasted = asyncio.get_running_loop().time() - began
            delay = RESTART_MIN_S if lasted > 2 * RESTART_MAX_S else min(RESTART_MAX_S, delay * 2)
            self.restarts += 1
            log.warning("%s %s; again in %.2f s", self._name, ended, delay)
            await asyncio.sleep(delay)

    def tell(self, message: msgspec.Struct) -> bool:
        """Never waits for the pipe. False: it was not told, for there is no process just now, or it does not listen."""
        if self._stdin is None or self._stdin.is_closing():
            return False
        if self._stdin.transport.get_write_buffer_size() > MOST_WAITING:
            return False
        self._stdin.write(frame(message))
        return True

    async def _run_once(self) -> int:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env=_environment(),
        )  # fmt: skip
        assert process.stdin is not None
        self.pid, self._stdin = process.pid, process.stdin
        self._heard = asyncio.get_running_loop().time() + START_S - HUNG_S
        watching = asyncio.create_task(self._guard(process))
        try:
            for message in self._greeting():
                self.tell(message)
            await asyncio.gather(self._read(process), self._log_errors(process))
            return await process.wait()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await self._end(process)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
                body = await process.stdout.readexactly(min(length, MOST))
                try:
                    message = self._decode(body)
                except msgspec.MsgspecError as error:
                    log.error("%s says what cannot be read: %s", self._name, error)
                    process.kill()
                    return
                self._heard = max(self._heard, asyncio.get_running_loop().time())
                self._take(message)

    async def _guard(self, process: asyncio.subprocess.Process) -> None:
        """Kills a process that hangs or takes too much memory."""
        loop = asyncio.get_running_loop()
        while process.returncode is None:
            await asyncio.sleep(MEMORY_EVERY_S)
            silent = loop.time() - self._heard
            taken = await asyncio.to_thread(_megabytes, process.pid)
            if silent > HUNG_S:
                log.error("%s has said nothing for %.0f s", self._name, silent)
            elif taken > self._memory_mb:
                log.error("%s takes %.0f MB of memory", self._name, taken)
            else:
                continue
            await _kill(process)
            return

    async def _log_errors(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:  # longer than the reader holds, and gone
                log.warning("%s: a line that is too long", self._name)
                continue
            if not line:
                return
            log.warning("%s: %s", self._name, line.decode(errors="replace").rstrip())

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        """Closes its input, which ends it; kills it if that does not."""
        assert process.stdin is not None
        self._stdin = None
        process.stdin.close()
        with contextlib.suppress(ConnectionError):
            await process.stdin.wait_closed()
        try:
            await asyncio.wait_for(process.wait(), EXIT_TIMEOUT_S)
        except TimeoutError:
            await _kill(process)
            await process.wait()
        self.pid = None


def _megabytes(pid: int) -> float:
    """Resident memory. Blocking: asks the system."""
    try:
        return float(psutil.Process(pid).memory_info().rss) / (1 << 20)
    except psutil.Error:
        return 0.0


async def _kill(process: asyncio.subprocess.Process) -> None:
    """With what it has started, which would go on without it and keep its ports."""
    children = await asyncio.to_thread(_children, process.pid)
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await asyncio.to_thread(_end, children)


def _children(pid: int) -> list[psutil.Process]:
    """Blocking: asks the system."""
    try:
        found: list[psutil.Process] = psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []
    return found


def _end(processes: list[psutil.Process]) -> None:
    """Blocking: asks the system whether they are still who they were."""
    for one in processes:
        with contextlib.suppress(psutil.Error):
            one.kill()


def _environment() -> dict[str, str]:
    """Ours, with the house on the module path: a checkout that is not installed works too."""
    house = str(Path(__file__).parents[2])
    paths = [house, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
