"""The side of OBS: a TCP server that never ends its stream.

Whoever connects gets the newest picture, never a queue. Of H.264 that is passed on as it is he gets the last key frame
and all that followed it; one who is too slow for it goes on at the next key frame.

Without sound the time stamps are far slower than the clock ("late pts"), so OBS shows every picture when it comes. With
sound they are true, for OBS holds picture and sound together by them.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections import deque
from collections.abc import Iterable
from typing import Final

import numpy as np
from msgspec.structs import replace

from control import nut
from devices.feeds.packets import Packet
from devices.feeds.pictures import Canvas
from devices.feeds.sound import SOUND_RATE, Block

PTS_STEP_MS: Final = 1
CHANNELS: Final = 2
# What is further from where it should be is moved there, with a gap or by leaving something out.
SLACK_S: Final = 0.04
# A reader's times begin here, so that what was stamped just before it came has a time too.
LEAD_S: Final = 1
MOST_SILENCE_S: Final = 1.0
MOST_WAITING: Final = 100  # packets of sound for one reader: two seconds
MOST_PACKETS: Final = 600
"""Of H.264 for one reader. One who comes may get half of them at once."""
BURST_STEP_S: Final = 0.001


class _Reader:
    """One connection of OBS: what it has to get yet. `since`: samples of the output's sound when it came."""

    def __init__(self, since: int, pictures: Iterable[Packet]) -> None:
        self.since = since
        self.wake = asyncio.Event()
        self.wake.set()
        self.pictures = deque(pictures)
        self.sound: deque[tuple[int, bytes]] = deque(maxlen=MOST_WAITING)
        self.pts = -1
        self.begun = bool(self.pictures)
        """Of H.264: it has a key frame, or will have."""

    def renew(self, picture: Packet) -> int:
        """The newest instead of what has not gone yet; how many it spares."""
        spared = len(self.pictures)
        self.pictures.clear()
        self.pictures.append(picture)
        self.wake.set()
        return spared

    def append(self, packet: Packet) -> int:
        """One after the other; how many it spares."""
        spared = 0
        if len(self.pictures) >= MOST_PACKETS:
            spared, self.begun = len(self.pictures), False
            self.pictures.clear()
        self.begun = self.begun or packet.key
        if not self.begun:
            return spared + 1
        self.pictures.append(packet)
        self.wake.set()
        return spared


class Output:
    """All methods are for the event loop. `passed`: H.264, which `send` takes; else pictures as they are, by `show`."""

    def __init__(self, canvas: Canvas, audio: bool, picture: memoryview, *, passed: bool = False) -> None:
        self.sent = 0
        self.skipped = 0
        """Pictures that were replaced by newer ones before a reader took them."""
        self.picture = picture
        """What is shown now, if it is not H.264."""
        self._passed = passed
        self._group: list[Packet] = []
        fourcc = b"H264" if passed else b"I420"
        self._streams: list[nut.Stream] = [nut.Video(fourcc, canvas.width, canvas.height)]
        if audio:
            self._streams.append(nut.Audio(SOUND_RATE, CHANNELS))
        self._audio = audio
        self._epoch = time.monotonic()
        self._samples = 0
        self._canvas = canvas
        self._readers: set[_Reader] = set()
        self._server: asyncio.Server | None = None

    @property
    def readers(self) -> int:
        return len(self._readers)

    @property
    def group(self) -> list[Packet]:
        """Of H.264: what went out since the last key frame, that one among it."""
        return list(self._group)

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

    def show(self, picture: memoryview, at: float) -> None:
        """`at`: monotonic seconds to which the picture belongs."""
        self.picture = picture
        for reader in self._readers:
            self.skipped += reader.renew(Packet(picture, at))

    def send(self, packets: Iterable[Packet]) -> None:
        """The first of all is a key frame. How far key frames are apart is bounded by those who give them."""
        for packet in packets:
            if packet.key:
                self._group.clear()
            self._group.append(packet)
            for reader in self._readers:
                self.skipped += reader.append(packet)

    # --- Sound

    @property
    def _heard_until(self) -> float:
        return self._epoch + self._samples / SOUND_RATE

    def hear(self, block: Block) -> None:
        """Sound, without a gap to what came before: what is missing is silence, what is twice is left out."""
        if not self._audio:
            return
        off = block.at - self._heard_until
        samples = block.samples
        if off > SLACK_S:
            self.silence(block.at)
        elif off < -SLACK_S:
            samples = samples[round(-off * SOUND_RATE) * CHANNELS :]
        if samples.size:
            self._emit(samples.astype("<i2", copy=False).tobytes())

    def silence(self, until: float) -> None:
        """Fills up with silence until that moment."""
        if not self._audio:
            return
        missing = until - self._heard_until
        if missing > MOST_SILENCE_S:  # we were asleep: nobody needs so much of it
            self._samples += round((missing - MOST_SILENCE_S) * SOUND_RATE)
            missing = MOST_SILENCE_S
        count = round(missing * SOUND_RATE)
        if count > 0:
            self._emit(np.zeros(count * CHANNELS, "<i2").tobytes())

    def _emit(self, data: bytes) -> None:
        for reader in self._readers:
            reader.sound.append((self._samples, data))
            reader.wake.set()
        self._samples += len(data) // (2 * CHANNELS)

    # --- Readers

    def _first(self, now: float) -> list[Packet]:
        """For one who comes: as if all had come just now, or by true times he would wait for as long as it took."""
        if not self._passed:
            return [Packet(self.picture, now)]
        count = len(self._group)
        return [replace(old, at=now - (count - place) * BURST_STEP_S) for place, old in enumerate(self._group)]

    async def _serve(self, incoming: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._passed:
            _make_room(writer, self._canvas.size)
        reader = _Reader(self._samples, self._first(time.monotonic()))
        self._readers.add(reader)
        writing = asyncio.create_task(self._write(reader, writer))
        try:
            # OBS says nothing; the end of its stream is how a reader is known to be gone.
            while await incoming.read(4096):
                continue
        except ConnectionError:
            pass  # gone without a farewell, which is how media sources leave
        finally:
            self._readers.discard(reader)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            writer.close()

    async def _write(self, reader: _Reader, writer: asyncio.StreamWriter) -> None:
        writer.write(nut.header(self._streams))
        count = len(self._streams)
        while True:
            await reader.wake.wait()
            reader.wake.clear()
            while reader.pictures:
                picture = reader.pictures.popleft()
                reader.pts = self._pts(reader, picture.at)
                writer.write(nut.frame_prefix(reader.pts, len(picture.data), 0, count, key=picture.key))
                writer.write(picture.data)
                self.sent += 1
                if reader.pictures:
                    await writer.drain()
            while reader.sound:
                at, data = reader.sound.popleft()
                pts = at - reader.since + LEAD_S * SOUND_RATE
                writer.write(nut.frame_prefix(pts, len(data), 1, count) + data)
            await writer.drain()

    def _pts(self, reader: _Reader, at: float) -> int:
        """Milliseconds, later than the last one."""
        if not self._audio:
            return reader.pts + PTS_STEP_MS
        began = self._epoch + reader.since / SOUND_RATE
        return max(reader.pts + 1, round((at - began + LEAD_S) * 1000))


def _make_room(writer: asyncio.StreamWriter, size: int) -> None:
    """For a whole picture in the system's buffer: it then leaves in one go, and is not copied."""
    connection: socket.socket = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):  # more than the system allows (macOS, 4K): then in several goes
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size + 65_536)
