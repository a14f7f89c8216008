"""How long a clip is, as its file says: read beside the event loop, and given up on where the disk does not answer."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import av

from control.clock import Duration
from control.errors import EfirError

PATIENCE = 5.0
"""Seconds. A header is read in milliseconds: only a disk or a network that is gone takes longer."""
FFMPEG = 3.0
"""Seconds, for FFmpeg itself: a playlist of a live stream it would read again and again, for ever."""


class ClipError(EfirError):
    """*clip-absent*, *clip-unreadable*, *clip-no-length*, *clip-late* (``seconds``)."""


def clip_length(path: Path) -> Duration:
    """ms, as the container's header has it. Blocking, for as long as the disk does. ClipError."""
    try:
        if not path.is_file():
            raise ClipError("clip-absent")
        # A playlist is text and may name anything: nothing but this file is opened for it.
        with av.open(str(path), options={"protocol_whitelist": "file"}, timeout=FFMPEG) as container:
            if not (container.streams.video or container.streams.audio):
                raise ClipError("clip-unreadable")
            length = container.duration  # μs
    except (av.FFmpegError, OSError, ValueError) as error:
        raise ClipError("clip-unreadable") from error
    if length is None or length <= 0:
        raise ClipError("clip-no-length")
    return Duration(round(length / 1000))


class Clips:
    """One thread a file that is being read: a disk that hangs costs one, however often somebody asks. The threads are
    daemons, so Efir can end while one hangs."""

    def __init__(self, read: Callable[[Path], Duration], patience: float) -> None:
        self._read, self._patience = read, patience
        self._reading: dict[Path, Future[Duration | ClipError]] = {}

    async def length(self, path: Path) -> Duration:
        """ClipError."""
        reading = self._reading.get(path)
        if reading is None:
            reading = self._reading[path] = Future()
            threading.Thread(target=self._work, args=(path, reading), name=f"clip {path.name}", daemon=True).start()
        done, _ = await asyncio.wait([asyncio.wrap_future(reading)], timeout=self._patience)
        if not done:
            raise ClipError("clip-late", seconds=round(self._patience))
        found = done.pop().result()
        if isinstance(found, ClipError):
            raise found
        return found

    def _work(self, path: Path, reading: "Future[Duration | ClipError]") -> None:
        try:
            found: Duration | ClipError = self._read(path)
        except ClipError as error:
            found = error
        except Exception as error:  # noqa: BLE001 - whatever it is, the one who asked gets it
            del self._reading[path]
            reading.set_exception(error)
            return
        del self._reading[path]
        reading.set_result(found)
