"""A feed as its owner sees it: a process that is started, watched, started again, and ended with us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from devices.feeds.choice import Source
from devices.feeds.inputs import by_program
from devices.feeds.wire import (
    Configure,
    Down,
    FeedConfig,
    Listening,
    Need,
    Publish,
    Refused,
    Unpublish,
    Up,
    Use,
    Watch,
    decode_up,
)
from devices.process import ChildProcess

log = logging.getLogger(__name__)

MEMORY_MB: Final = 1024
"""Of each line. One of 1080p takes 150 … 300; 4K in 10 bit about 600, and 25 for each of its threads."""


def source_settings(port: int, *, audio: bool = False, passthrough: bool = False) -> dict[str, Any]:
    """Settings of OBS's `ffmpeg_source` (measured: docs/decisions/0081)."""
    options = "fflags=nobuffer probesize=65536" if audio else "fflags=nobuffer probesize=32"
    if passthrough:
        # What it looks at to find the streams is the key frame. Unbuffered, which buffering_mb 0 is too, it throws
        # that away.
        options = "probesize=32 fpsprobesize=0"
    return {
        "is_local_file": False,
        "input": f"tcp://127.0.0.1:{port}",
        "input_format": "nut",
        "ffmpeg_options": f"{options} analyzeduration=0",
        "buffering_mb": 1 if passthrough else 0,
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

    def __init__(self, config: FeedConfig, on_message: Callable[[Up], None], *, memory_mb: int | None = None) -> None:
        self._config = config
        self._on_message = on_message
        most = memory_mb if memory_mb is not None else MEMORY_MB * (1 if config.backup is None else 2)
        self._child: ChildProcess[Up] = ChildProcess(
            "devices.feeds", f"the feed {config.name}", self._greeting, decode_up, self._take, memory_mb=most,
            family=any(url is not None and by_program(url) for url in (config.url, config.backup)),
        )  # fmt: skip
        self._use: Use = Use("auto")
        self._watch: Watch | None = None
        self._need = Need(True)
        self._listening = asyncio.Event()

    async def ready(self) -> None:
        """Returns when OBS may connect."""
        await self._listening.wait()

    async def run(self) -> None:
        """Keeps the feed running until cancelled; then its process is gone."""
        await self._child.run()

    @property
    def pid(self) -> int | None:
        """None while there is no process."""
        return self._child.pid

    @property
    def restarts(self) -> int:
        return self._child.restarts

    @property
    def port(self) -> int:
        """Where OBS connects; 0 until `ready`, unless the configuration says one."""
        return self._config.port

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of OBS's `ffmpeg_source`; only after `ready`."""
        if not self._config.port:
            raise RuntimeError("the feed is not listening yet")
        return source_settings(self._config.port, audio=self._config.audio, passthrough=self._config.passthrough)

    def use(self, source: Source) -> None:
        """The operator's word; "auto" gives it back."""
        self._use = Use(source)
        self._child.tell(self._use)

    def watch(self, fps: float, width: int, height: int) -> None:
        """Thumbnails of what goes out; none at 0 fps."""
        self._watch = Watch(fps, width, height)
        self._child.tell(self._watch)

    def need(self, whole: bool) -> None:
        """Whether somebody sees the picture, or will soon: counts where the configuration says `keyframes`."""
        if whole != self._need.whole:
            self._need = Need(whole)
            self._child.tell(self._need)

    def tell(self, command: Publish | Unpublish) -> bool:
        """Of a phone: `on_message` hears what becomes of it. False: there is no process to hear it."""
        return self._listening.is_set() and self._child.tell(command)

    def _greeting(self) -> Iterator[Down]:
        yield Configure(self._config)
        yield self._use
        yield self._need
        if self._watch is not None:
            yield self._watch

    def _take(self, message: Up) -> None:
        if isinstance(message, Listening):
            self._config = msgspec.structs.replace(self._config, port=message.port)
            self._listening.set()
        elif isinstance(message, Refused):
            log.error("the feed %s: %s %s", self._config.name, message.code, message.arguments)
        self._on_message(message)
