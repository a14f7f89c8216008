"""The streaming platform of the tests: nginx with its RTMP module, and a viewer who keeps the newest picture."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from numpy.typing import NDArray

from tests import real
from tests.ports import free_port

Frame = NDArray[np.uint8]
"""Height × width × 3, red, green, blue."""


def rgb(frame: av.VideoFrame) -> Frame:
    return frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)


_CONFIG = """{module}
worker_processes 1;
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
rtmp {{ server {{ listen 127.0.0.1:{port}; application live {{ live on; record off; }} }} }}
"""


class Platform:
    """An RTMP server on loopback. `server` and `key` are what a broadcaster is told."""

    key = "prog"

    def __init__(self, folder: Path) -> None:
        program = real.require("nginx")
        self._port = free_port()
        module = real.rtmp_module()
        config = folder / "nginx.conf"
        config.write_text(
            _CONFIG.format(module=f"load_module {module};" if module else "", folder=folder, port=self._port)
        )
        self._process = subprocess.Popen(
            [program, "-p", folder, "-c", config, "-e", folder / "start.log"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                return
            except OSError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.close()
                    raise
                time.sleep(0.05)

    @property
    def server(self) -> str:
        return f"rtmp://127.0.0.1:{self._port}/live"

    @property
    def url(self) -> str:
        return f"{self.server}/{self.key}"

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


class Viewer:
    """Watches a stream on a thread of its own and keeps the newest frame; comes back when the stream does.

    `on_frame` is given every frame there is, on that thread: the picture and its time in the stream, in seconds.
    """

    def __init__(self, url: str, on_frame: Callable[[Frame, float], None] = lambda picture, time: None) -> None:
        self._url = url
        self._on_frame = on_frame
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._frame: Frame | None = None
        self.frames = 0
        self.sessions = 0
        self._thread = threading.Thread(target=self._run, name="viewer", daemon=True)

    def __enter__(self) -> Viewer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join(15)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                # As long as a busy machine may bring nothing: a viewer who leaves sooner sees another stream.
                with av.open(
                    self._url, options={"rw_timeout": "10000000", "fflags": "nobuffer"}, timeout=(10, 10)
                ) as stream:
                    self.sessions += 1
                    for frame in stream.decode(video=0):
                        if self._stopping.is_set():
                            return
                        picture = rgb(frame)
                        with self._lock:
                            self._frame = picture
                            self.frames += 1
                        self._on_frame(picture, frame.time or 0.0)
            except (av.FFmpegError, OSError):
                self._stopping.wait(0.2)

    @property
    def frame(self) -> Frame | None:
        with self._lock:
            return self._frame

    def forget(self) -> None:
        """What was seen so far does not count any more."""
        with self._lock:
            self._frame = None

    async def until(self, sees: Callable[[Frame], bool], what: str, seconds: float = 20) -> Frame:
        """The first new enough frame in which `sees`; AssertionError with `what` after so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            frame = self.frame
            if frame is not None and sees(frame):
                return frame
            await asyncio.sleep(0.05)
        raise AssertionError(f"the audience did not see {what} in {seconds} s ({self.frames} frames watched)")
