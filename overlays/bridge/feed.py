"""The TCP side: whoever connects gets the newest picture at once and every newer one, never a queue of old ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from control import nut

# OBS shows a picture when the next one is decoded behind it, so each is sent again a moment later; and OBS, which
# stops a media source that is silent for long at its start, gets the first one several times.
REPEAT_AFTER_S = 0.12
# OBS draws only sources in programme or preview, and a picture that came while this one was in neither is lost
# (obs-source.c, `async_tick` drops what was not rendered): the scene taken next would show old graphics or none.
AGAIN_EVERY_S = 0.25
# Time stamps far slower than the clock ("late pts"): OBS then shows every picture on arrival instead of buffering.
PTS_STEP_MS = 1


class Feed:
    """One picture, always the newest, for any number of readers (OBS reconnects as it likes)."""

    def __init__(self, width: int, height: int, on_readers: Callable[[int], None]) -> None:
        self._header = nut.header([nut.Video(b"BGRA", width, height)])
        self._picture: bytes | memoryview = bytes(width * height * 4)
        self._version = 0
        self._changed = asyncio.Event()
        self._readers = 0
        self._on_readers = on_readers
        self._server: asyncio.Server | None = None

    async def listen(self, port: int) -> int:
        """Listens on 127.0.0.1; returns the port.

        Raises:
            OSError: the port is taken.
        """
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    def close(self) -> None:
        if self._server is not None:
            self._server.close()

    def show(self, picture: bytes | memoryview) -> None:
        """The new picture: width x height x 4 bytes, BGRA, straight alpha."""
        self._picture = picture
        self._version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._count(+1)
        writing = asyncio.create_task(self._write(writer))
        try:
            # OBS says nothing; the end of its stream is how a reader that receives no pictures is known to be gone.
            while await reader.read(4096):
                continue
        except ConnectionError:
            pass  # gone without a farewell, which is how media sources leave
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            writer.close()
            self._count(-1)

    async def _write(self, writer: asyncio.StreamWriter) -> None:
        writer.write(self._header)
        pts, version, repeats = 0, -1, 3
        while True:
            changed = self._changed
            if version != self._version:
                version, repeats = self._version, max(repeats, 1)
            else:
                repeats = max(0, repeats - 1)
            picture = self._picture
            writer.write(nut.frame_prefix(pts, len(picture)))
            writer.write(picture)
            await writer.drain()
            pts += PTS_STEP_MS
            try:
                async with asyncio.timeout(REPEAT_AFTER_S if repeats > 0 else AGAIN_EVERY_S):
                    await changed.wait()
            except TimeoutError:
                pass  # nothing newer came: repeat

    def _count(self, change: int) -> None:
        self._readers += change
        self._on_readers(self._readers)
