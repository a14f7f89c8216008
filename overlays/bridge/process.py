"""The bridge as its owner sees it: a process that is started, watched, started again, and ended with us."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec

from overlays.bridge.chromium import end_orphan
from overlays.bridge.wire import Box, BridgeConfig, BridgeStatus

log = logging.getLogger(__name__)

RESTART_MIN_S, RESTART_MAX_S = 0.25, 5.0
EXIT_TIMEOUT_S = 8.0
MODULE = "overlays.bridge"


def source_settings(port: int) -> dict[str, Any]:
    """Settings of OBS's `ffmpeg_source` that show every picture on arrival (measured: docs/decisions/0021)."""
    return {
        "is_local_file": False,
        "input": f"tcp://127.0.0.1:{port}",
        "input_format": "nut",
        "ffmpeg_options": "fflags=nobuffer probesize=32 analyzeduration=0",
        "buffering_mb": 0,
        "reconnect_delay_sec": 1,
        "hw_decode": False,
        "clear_on_media_end": False,
        "restart_on_activate": False,
        "close_when_inactive": False,
        "linear_alpha": False,
    }


class BridgeProcess:
    """Runs `python -m overlays.bridge` for as long as `run` runs.

    The port stays the same over restarts, so OBS's settings stay true; give one explicitly to keep it over restarts
    of the owner too.
    """

    def __init__(
        self,
        url: str,
        width: int,
        height: int,
        fps: float,
        *,
        port: int = 0,
        box: Box | None = None,
        browser: str | None = None,
        on_status: Callable[[BridgeStatus], None] = lambda _status: None,
    ) -> None:
        self.status = BridgeStatus()
        self._config = BridgeConfig(url=url, width=width, height=height, fps=fps, port=port, box=box, browser=browser)
        self.pid: int | None = None
        """Of the bridge's process; None while there is none."""
        self._on_status = on_status
        self._listening = asyncio.Event()

    async def ready(self) -> None:
        """Returns when OBS may connect."""
        await self._listening.wait()

    @property
    def port(self) -> int:
        """Where OBS connects; 0 until `ready`."""
        return self._config.port

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture that OBS gets."""
        return self._config.feed_size

    @property
    def source_settings(self) -> dict[str, Any]:
        """Settings of OBS's `ffmpeg_source`; only after `ready`."""
        if not self._config.port:
            raise RuntimeError("the bridge is not listening yet")
        return source_settings(self._config.port)

    async def run(self) -> None:
        """Keeps the bridge running until cancelled; then it is gone, its browser too."""
        delay = RESTART_MIN_S
        while True:
            began = asyncio.get_running_loop().time()
            try:
                ended = f"ended with status {await self._run_once()}"
            except OSError as error:  # of the system: no memory, no files, no processes left just now
                ended = f"does not run: {error}"
            lasted = asyncio.get_running_loop().time() - began
            delay = RESTART_MIN_S if lasted > 2 * RESTART_MAX_S else min(RESTART_MAX_S, delay * 2)
            log.warning("the graphics bridge %s; again in %.2f s", ended, delay)
            await asyncio.sleep(delay)

    async def _run_once(self) -> int:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", MODULE,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env=_environment(),
        )  # fmt: skip
        assert process.stdin is not None
        self.pid = process.pid
        try:
            process.stdin.write(msgspec.json.encode(self._config) + b"\n")
            await asyncio.gather(self._read_status(process), _log_errors(process))
            return await process.wait()
        finally:
            await self._end(process)

    async def _read_status(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in _lines(process.stdout):
            try:
                status = msgspec.json.decode(line, type=BridgeStatus)
            except msgspec.MsgspecError:  # whatever a library prints
                log.warning("graphics bridge: %s", line.decode(errors="replace").rstrip())
            else:
                self._take(status)

    def _take(self, status: BridgeStatus) -> None:
        if status.port and not self._config.port:
            self._config = msgspec.structs.replace(self._config, port=status.port)
        self.status = status
        if status.port:
            self._listening.set()
        self._on_status(status)

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        """Closes its input, which ends it; kills it if that does not."""
        assert process.stdin is not None
        process.stdin.close()
        with contextlib.suppress(ConnectionError):
            await process.stdin.wait_closed()
        try:
            async with asyncio.timeout(EXIT_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        self.pid = None
        if process.returncode != 0 and self.status.browser_pid:
            end_orphan(self.status.browser_pid)
        self._take(BridgeStatus(port=self._config.port, browser="lost", reason=f"status {process.returncode}"))


async def _log_errors(process: asyncio.subprocess.Process) -> None:
    assert process.stderr is not None
    async for line in _lines(process.stderr):
        log.warning("graphics bridge: %s", line.decode(errors="replace").rstrip())


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Without those that are longer than the reader holds, which are gone."""
    while True:
        try:
            line = await stream.readline()
        except ValueError:
            log.warning("graphics bridge: a line that is too long")
            continue
        if not line:
            return
        yield line


def _environment() -> dict[str, str]:
    """Ours, with the house on the module path: a checkout that is not installed works too."""
    house = str(Path(__file__).parents[2])
    paths = [house, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
