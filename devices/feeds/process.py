"""A feed as its owner sees it: a process that is started, watched, started again, and ended with us."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
import psutil  # type: ignore[import-untyped]

from devices.feeds.choice import Source
from devices.feeds.wire import (
    LENGTH,
    MOST,
    Configure,
    Down,
    FeedConfig,
    Listening,
    Publish,
    Refused,
    Unpublish,
    Up,
    Use,
    Watch,
    decode_up,
    frame,
)

log = logging.getLogger(__name__)

RESTART_MIN_S, RESTART_MAX_S = 0.25, 5.0
EXIT_TIMEOUT_S: Final = 4.0
# It says something twice a second; the first word comes after its libraries are loaded.
HUNG_S: Final = 5.0
START_S: Final = 30.0
MEMORY_EVERY_S: Final = 2.0
MEMORY_MB: Final = 1024
"""A feed of 1080p takes 150 … 300; 4K in 10 bit about 600."""


def source_settings(port: int, *, audio: bool = False) -> dict[str, Any]:
    """Settings of OBS's `ffmpeg_source` (measured: docs/decisions/0081)."""
    probe = "probesize=65536 analyzeduration=0" if audio else "probesize=32 analyzeduration=0"
    return {
        "is_local_file": False,
        "input": f"tcp://127.0.0.1:{port}",
        "input_format": "nut",
        "ffmpeg_options": f"fflags=nobuffer {probe}",
        "buffering_mb": 0,
        "reconnect_delay_sec": 1,
        "hw_decode": False,
        "clear_on_media_end": False,
        "restart_on_activate": False,
        "close_when_inactive": False,
        "linear_alpha": False,
    }


class FeedProcess:
    """Runs `python -m devices.feeds` for as long as `run` runs.

    The port stays the same over restarts, so OBS's settings stay true; so do the operator's word and the thumbnails.
    """

    def __init__(self, config: FeedConfig, on_message: Callable[[Up], None], *, memory_mb: int = MEMORY_MB) -> None:
        self.pid: int | None = None
        """None while there is none."""
        self.restarts = 0
        self._config = config
        self._on_message = on_message
        self._memory_mb = memory_mb
        self._stdin: asyncio.StreamWriter | None = None
        self._use: Use = Use("auto")
        self._watch: Watch | None = None
        self._listening = asyncio.Event()
        self._heard = 0.0

    async def ready(self) -> None:
        """Returns when OBS may connect."""
        await self._listening.wait()

    @property
    def port(self) -> int:
        """Where OBS connects; 0 until `ready`, unless the configuration says one."""
        return self._config.port

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of OBS's `ffmpeg_source`; only after `ready`."""
        if not self._config.port:
            raise RuntimeError("the feed is not listening yet")
        return source_settings(self._config.port, audio=self._config.audio)

    def use(self, source: Source) -> None:
        """The operator's word; "auto" gives it back."""
        self._use = Use(source)
        self._tell(self._use)

    def watch(self, fps: float, width: int, height: int) -> None:
        """Thumbnails of what goes out; none at 0 fps."""
        self._watch = Watch(fps, width, height)
        self._tell(self._watch)

    async def run(self) -> None:
        """Keeps the feed running until cancelled; then its process is gone."""
        delay = RESTART_MIN_S
        while True:
            began = asyncio.get_running_loop().time()
            status = await self._run_once()
            lasted = asyncio.get_running_loop().time() - began
            delay = RESTART_MIN_S if lasted > 2 * RESTART_MAX_S else min(RESTART_MAX_S, delay * 2)
            self.restarts += 1
            log.warning("the feed %s ended with status %s; again in %.2f s", self._config.name, status, delay)
            await asyncio.sleep(delay)

    def tell(self, command: Publish | Unpublish) -> bool:
        """Of a phone: `on_message` hears what becomes of it. False: there is no process to hear it."""
        if not self._listening.is_set() or self._stdin is None or self._stdin.is_closing():
            return False
        self._tell(command)
        return True

    def _tell(self, command: Down) -> None:
        """Commands are few and small, so they never wait for the pipe."""
        if self._stdin is not None and not self._stdin.is_closing():
            self._stdin.write(frame(command))

    async def _run_once(self) -> int:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "devices.feeds",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env=_environment(),
        )  # fmt: skip
        assert process.stdin is not None
        self.pid, self._stdin = process.pid, process.stdin
        self._heard = asyncio.get_running_loop().time() + START_S - HUNG_S
        watching = asyncio.create_task(self._guard(process))
        try:
            self._tell(Configure(self._config))
            self._tell(self._use)
            if self._watch is not None:
                self._tell(self._watch)
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
                    message = decode_up(body)
                except msgspec.MsgspecError as error:
                    log.error("the feed %s says what cannot be read: %s", self._config.name, error)
                    process.kill()
                    return
                self._take(message)

    def _take(self, message: Up) -> None:
        self._heard = max(self._heard, asyncio.get_running_loop().time())
        if isinstance(message, Listening):
            self._config = msgspec.structs.replace(self._config, port=message.port)
            self._listening.set()
        elif isinstance(message, Refused):
            log.error("the feed %s: %s %s", self._config.name, message.code, message.arguments)
        self._on_message(message)

    async def _guard(self, process: asyncio.subprocess.Process) -> None:
        """Kills a process that hangs or takes too much memory."""
        loop = asyncio.get_running_loop()
        while process.returncode is None:
            await asyncio.sleep(MEMORY_EVERY_S)
            silent = loop.time() - self._heard
            taken = await asyncio.to_thread(_megabytes, process.pid)
            if silent > HUNG_S:
                log.error("the feed %s has said nothing for %.0f s", self._config.name, silent)
            elif taken > self._memory_mb:
                log.error("the feed %s takes %.0f MB of memory", self._config.name, taken)
            else:
                continue
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            return

    async def _log_errors(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for line in process.stderr:
            log.warning("feed %s: %s", self._config.name, line.decode(errors="replace").rstrip())

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
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        self.pid = None


def _megabytes(pid: int) -> float:
    """Resident memory. Blocking: asks the system."""
    try:
        return float(psutil.Process(pid).memory_info().rss) / (1 << 20)
    except psutil.Error:
        return 0.0


def _environment() -> dict[str, str]:
    """Ours, with the house on the module path: a checkout that is not installed works too."""
    house = str(Path(__file__).parents[2])
    paths = [house, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
