"""What OBS gets: a stream that never ends, the newest picture, and sound without gaps."""

from __future__ import annotations

import asyncio
import errno
import itertools
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import av
import numpy as np
import pytest

from control import nut
from devices.feeds.output import MOST_PACKETS, Output
from devices.feeds.packets import Packet
from devices.feeds.passing import Encoder
from devices.feeds.pictures import Canvas, draw_slate, jpeg
from devices.feeds.process import source_settings
from devices.feeds.sound import SOUND_RATE, Block
from devices.feeds.wire import Slate

CANVAS = Canvas(64, 36)


def grey(level: int) -> memoryview:
    return memoryview(bytes([level]) * (64 * 36) + bytes([128]) * (64 * 36 // 2))


@asynccontextmanager
async def offering(audio: bool, canvas: Canvas = CANVAS, *, passed: bool = False) -> AsyncIterator[tuple[Output, int]]:
    output = Output(canvas, audio, memoryview(bytes(canvas.size)), passed=passed)
    port = await output.listen(0)
    try:
        yield output, port
    finally:
        output.close()


def options(audio: bool, *, passthrough: bool = False) -> dict[str, str]:
    """As OBS is told to open it."""
    words = source_settings(1, audio=audio, passthrough=passthrough)["ffmpeg_options"].split()
    return dict(word.split("=") for word in words)


async def test_raw_pictures_with_late_time_stamps() -> None:
    def read(port: int) -> list[tuple[int, int]]:
        with av.open(f"tcp://127.0.0.1:{port}", format="nut", options=options(False), timeout=20) as container:
            stream = container.streams.video[0]
            assert (stream.codec.name, stream.pix_fmt, stream.width, stream.height) == ("rawvideo", "yuv420p", 64, 36)
            frames = []
            for frame in container.decode(video=0):
                frames.append((frame.pts or 0, int(frame.to_ndarray()[0, 0])))
                if len(frames) == 20:
                    return frames
        return frames

    async with offering(False) as (output, port):
        reading = asyncio.create_task(asyncio.to_thread(read, port))
        level = 0
        while not reading.done():
            level += 1
            output.show(grey(level % 200), time.monotonic())
            await asyncio.sleep(0.04)
        frames = await reading
    first = frames[0][0]  # what was looked at to find the streams may be gone
    assert [pts for pts, _ in frames] == list(range(first, first + 20)), "a millisecond each: OBS shows them on arrival"
    levels = [shown for _, shown in frames[1:]]
    assert levels == sorted(levels)


async def test_sound_is_continuous_whatever_comes() -> None:
    """Blocks late, early, twice and missing: the samples that go out are numbered without a gap."""

    def read(port: int) -> tuple[list[int], list[int]]:
        sound, video = [], []
        with av.open(f"tcp://127.0.0.1:{port}", format="nut", options=options(True), timeout=20) as container:
            audio = container.streams.audio[0]
            assert (audio.codec.name, audio.rate, audio.channels) == ("pcm_s16le", 48_000, 2)
            for packet in container.demux():
                if packet.pts is None:
                    break
                if packet.stream.type == "audio":
                    sound.append((packet.pts, packet.size // 4))
                else:
                    video.append(packet.pts)
                if len(sound) > 60 and len(video) > 40:
                    break
        joins = [following[0] - (at + count) for (at, count), following in itertools.pairwise(sound)]
        return joins, video

    async with offering(True) as (output, port):
        reading = asyncio.create_task(asyncio.to_thread(read, port))
        number = 0
        while not reading.done():
            number += 1
            now = time.monotonic()
            output.show(grey(number % 200), now)
            offset = {0: 0.2, 1: -0.2, 2: 0.0, 3: 0.02, 4: -0.02}[number % 5]
            output.hear(Block(np.full(960 * 2, 1000, np.int16), now + offset))
            if number % 7 == 0:
                output.silence(now)
            await asyncio.sleep(0.02)
        joins, video = await reading
    assert set(joins) == {0}
    assert video == sorted(set(video))


async def test_whoever_comes_again_gets_the_picture_at_once() -> None:
    def first(port: int) -> int:
        with av.open(f"tcp://127.0.0.1:{port}", format="nut", options=options(False), timeout=20) as container:
            return int(next(container.decode(video=0)).to_ndarray()[0, 0])

    async with offering(False) as (output, port):
        output.show(grey(150), time.monotonic())
        stop = asyncio.create_task(repeat(output))
        for _ in range(5):
            assert await asyncio.to_thread(first, port) == 150
        await until(lambda: output.readers == 0)
        stop.cancel()


async def repeat(output: Output) -> None:
    while True:
        output.show(output.picture, time.monotonic())
        await asyncio.sleep(0.05)


async def until(condition: Callable[[], bool], within: float = 10) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0.01)


async def test_a_slow_reader_slows_nobody_and_piles_nothing_up() -> None:
    canvas = Canvas(1280, 720)
    async with offering(False, canvas) as (output, port):
        _, slow = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        quick, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
        got = 0

        async def drink() -> None:
            nonlocal got
            while data := await quick.read(1 << 20):
                got += len(data)

        drinking = asyncio.create_task(drink())
        await until(lambda: output.readers == 2)
        picture = memoryview(bytes(canvas.size))
        for _ in range(60):
            before = got
            output.show(picture, time.monotonic())
            await until(lambda before=before: got >= before + canvas.size // 2)  # type: ignore[misc]
        assert output.skipped >= 50, "the slow one was spared them"
        waiting = [reader for reader in output._readers if reader.pictures]
        assert len(waiting) <= 1
        for each in (slow, writer):
            each.close()
        drinking.cancel()


class Stingy:
    """A socket of a system that allows less than it is asked for."""

    def setsockopt(self, *_: object) -> None:
        raise OSError(errno.ENOBUFS, "No buffer space available")


async def test_where_no_whole_picture_fits_into_a_buffer_pictures_come_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As 4K on macOS."""
    really = asyncio.StreamWriter.get_extra_info

    def stingy(writer: asyncio.StreamWriter, name: str, default: object = None) -> object:
        return Stingy() if name == "socket" else really(writer, name, default)

    monkeypatch.setattr(asyncio.StreamWriter, "get_extra_info", stingy)
    async with offering(False) as (output, port):
        incoming, writer = await asyncio.open_connection("127.0.0.1", port)
        data = await asyncio.wait_for(incoming.readexactly(CANVAS.size), 10)
        assert data.startswith(nut.FILE_ID)
        assert output.readers == 1
        writer.close()


def test_threads_may_draw_one_frame_at_once() -> None:
    """The one that reads draws it for OBS while another makes a thumbnail of it."""
    frame = av.VideoFrame.from_ndarray(np.full((720, 1280, 3), 90, np.uint8), format="rgb24")
    canvas = Canvas(320, 180)
    with ThreadPoolExecutor(4) as pool:
        works = [pool.submit(canvas.draw if n % 2 else jpeg, frame) for n in range(400)]
        sizes = {len(work.result(60)) for work in works[1::2]}
    assert sizes == {canvas.size}


def test_the_slate_has_its_colour_and_words() -> None:
    canvas = Canvas(640, 360)
    empty = canvas.planes(draw_slate(Slate(colour="#204060"), canvas))
    words = canvas.planes(draw_slate(Slate(colour="#204060", title="Камера 1", text="Скоро вернётся"), canvas))
    assert np.abs(empty[0].astype(int) - words[0]).max() > 100, "white letters"
    # #204060 in BT.709, 16 … 235: Y 67, U 147, V 109 at the middle of the ground, which is lighter above.
    assert abs(float(np.median(empty[0])) - 67) < 5
    assert abs(float(np.median(empty[1])) - 146) < 4


def test_a_picture_that_cannot_be_read_is_replaced_by_the_drawn_slate() -> None:
    canvas = Canvas(320, 180)
    drawn = draw_slate(Slate(title="Зал"), canvas)
    assert bytes(draw_slate(Slate(title="Зал", picture="/absent/слайд.png"), canvas)) == bytes(drawn)


def test_sound_rate_is_that_of_obs() -> None:
    assert SOUND_RATE == 48_000


# --- H.264 as it comes


class Film:
    """Pictures that grow lighter by three, a key frame every 25."""

    def __init__(self) -> None:
        self._encoder = Encoder(CANVAS, 25)
        self.level = 40

    def next(self) -> list[Packet]:
        self.level += 3
        return self._encoder.encode(grey(self.level), time.monotonic())


@pytest.mark.parametrize("audio", [False, True])
async def test_whoever_comes_gets_the_last_key_frame_and_what_followed(audio: bool) -> None:
    """The first picture is decoded at once, though the next key frame is far; none is damaged, none is missing."""

    def read(port: int) -> list[tuple[float, int]]:
        chosen = options(audio, passthrough=True)
        with av.open(f"tcp://127.0.0.1:{port}", format="nut", options=chosen, timeout=20) as container:
            stream = container.streams.video[0]
            assert (stream.codec.name, stream.pix_fmt, stream.width, stream.height) == ("h264", "yuv420p", 64, 36)
            stream.thread_type, stream.codec_context.options = "SLICE", {"err_detect": "explode"}
            frames = []
            for frame in container.decode(video=0):
                frames.append((frame.time or 0.0, int(np.median(frame.to_ndarray()[:36]))))
                if len(frames) == 40:
                    return frames
        return frames

    async with offering(audio, passed=True) as (output, port):
        film = Film()
        for _ in range(10):
            output.send(film.next())
        reading = asyncio.create_task(asyncio.to_thread(read, port))
        await until(lambda: output.readers == 1)
        while not reading.done():
            now = time.monotonic()
            output.send(film.next())
            if audio:
                output.silence(now)
            await asyncio.sleep(0.04)
        frames = await reading
    levels = [level for _, level in frames]
    assert levels == pytest.approx(list(range(43, 163, 3)), abs=4)
    times = [at for at, _ in frames]
    assert times == sorted(set(times))
    if audio:
        assert times[-1] - times[12] > 0.5, "true times"
        assert times[9] - times[0] < 0.1, "what is over comes in one go"
    else:
        assert times[-1] - times[0] == pytest.approx(0.039), "a millisecond each"


async def test_who_is_too_slow_goes_on_at_a_key_frame() -> None:
    async with offering(False, passed=True) as (output, port):
        output.send([Packet(b"first", 0.0, True)])
        _, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        await until(lambda: output.readers == 1)
        (reader,) = output._readers
        count = MOST_PACKETS * 2 + 10
        output.send(Packet(b"%d" % number, 0.0, key=False) for number in range(count))
        assert len(reader.pictures) == 0, "nothing can be decoded without what was left out"
        assert output.skipped >= count - 1
        output.send([Packet(b"key", 0.0, True), Packet(b"next", 0.0, key=False)])
        assert [bytes(packet.data) for packet in reader.pictures] == [b"key", b"next"]
        writer.close()
