"""The bridge's pure parts: NUT as FFmpeg reads it, PNG as Chromium writes it, dirt, and the feed."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from typing import Any

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from control import nut
from overlays.bridge.dirt import Dirt, inside, union
from overlays.bridge.feed import Feed
from overlays.bridge.png import PngError, decode_bgra
from overlays.bridge.wire import Box

PAGE = Box(x=0, y=0, width=100, height=50)


def noise(height: int, width: int, seed: int = 1) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)


# --- NUT ---


def test_ffmpeg_reads_the_very_pixels() -> None:
    pictures = [noise(36, 64, seed) for seed in range(5)]
    stream = nut.header([nut.Video(b"BGRA", 64, 36)])
    for index, picture in enumerate(pictures):
        stream += nut.frame_prefix(index * 200, picture.nbytes) + picture.tobytes()
    with av.open(io.BytesIO(stream), "r", format="nut") as container:
        video = container.streams.video[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("rawvideo", "bgra")
        frames = [(frame.pts, frame.to_ndarray()) for frame in container.decode(video)]
        assert str(video.time_base) == "1/1000"
    assert [pts for pts, _ in frames] == [0, 200, 400, 600, 800]
    for picture, (_, read) in zip(pictures, frames, strict=True):
        assert np.array_equal(picture, read)


def test_a_damaged_header_is_noticed_by_its_checksum() -> None:
    stream = bytearray(nut.header([nut.Video(b"BGRA", 64, 36)]) + nut.frame_prefix(0, 64 * 36 * 4) + bytes(64 * 36 * 4))
    stream[len(nut.FILE_ID) + 12] ^= 1
    with pytest.raises(av.FFmpegError), av.open(io.BytesIO(bytes(stream)), "r", format="nut") as container:
        next(container.decode(video=0))


@given(st.integers(0, 2**40))
def test_varint_is_what_the_document_says(value: int) -> None:
    read = 0
    data = nut.varint(value)
    for byte in data:
        read = read << 7 | byte & 0x7F
    assert read == value
    assert all(byte & 0x80 for byte in data[:-1])
    assert not data[-1] & 0x80


# --- PNG ---


def png(lines: bytes, width: int, height: int, colour: int = 6, depth: int = 8) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    packed = zlib.compress(lines)
    half = len(packed) // 2
    chunks = [chunk(b"IHDR", head), chunk(b"IDAT", packed[:half]), chunk(b"IDAT", packed[half:]), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("kind", [0, 1, 2, 3, 4, "mixed"])
def test_every_filter_reads_as_in_opencv(kind: int | str, channels: int) -> None:
    """Random filtered bytes are a valid PNG whatever the filter: two decoders must agree on them."""
    height, width = 12, 17
    rng = np.random.default_rng(5)
    lines = rng.integers(0, 256, (height, 1 + width * channels), dtype=np.uint8)
    lines[:, 0] = rng.integers(0, 5, height) if kind == "mixed" else kind
    data = png(lines.tobytes(), width, height, colour=2 if channels == 3 else 6)
    expected = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert expected is not None
    read = decode_bgra(data)
    assert np.array_equal(read[..., :channels], expected)
    assert channels == 4 or (read[..., 3] == 255).all()


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        png(bytes(5), 1, 1, depth=16),
        png(bytes(5), 1, 1, colour=3),
        png(bytes(9), 1, 1),
        png(bytes([9, 0, 0, 0, 0]), 1, 1),
    ],
)
def test_what_is_no_such_png_is_an_error(data: bytes) -> None:
    with pytest.raises(PngError):
        decode_bgra(data)


# --- Dirt ---


def test_dirt_gathers_until_taken() -> None:
    dirt = Dirt(PAGE)
    dirt.mark('{"moving":false,"region":[10.5,10,5,5]}')
    dirt.mark('{"moving":false,"region":[30,20,500,1.2]}')
    assert dirt.take() == Box(x=10, y=10, width=90, height=12)
    assert not dirt.moving


def test_what_moved_is_taken_once_more_when_it_stands() -> None:
    dirt = Dirt(PAGE)
    dirt.mark('{"moving":true,"region":[0,0,10,10]}')
    assert dirt.take() == dirt.take() == Box(x=0, y=0, width=10, height=10)
    dirt.mark('{"moving":false,"region":[20,20,1,1]}')
    assert not dirt.moving
    assert dirt.take() == Box(x=0, y=0, width=21, height=21)


@pytest.mark.parametrize("word", ['{"moving":false}', "1", "rubbish", '{"moving":false,"region":[1]}'])
def test_a_word_without_a_place_means_everywhere(word: str) -> None:
    dirt = Dirt(PAGE)
    dirt.mark(word)
    assert dirt.take() == PAGE


async def test_nothing_dirty_waits() -> None:
    dirt = Dirt(PAGE)
    dirt.mark('{"moving":false,"region":[200,200,5,5]}')
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(dirt.wait(), 0.05)
    dirt.mark('{"moving":true}')
    await dirt.wait()
    dirt.take()
    await dirt.wait()


def test_boxes() -> None:
    a, b = Box(x=1, y=2, width=3, height=4), Box(x=10, y=0, width=1, height=1)
    assert union(a, b) == Box(x=1, y=0, width=10, height=6)
    assert union(None, b) == b
    assert union(None, None) is None
    assert inside((-5, -5, 4, 4), PAGE) is None


# --- Feed ---


async def frames(port: int, width: int, height: int, count: int) -> list[NDArray[np.uint8]]:
    def read() -> list[NDArray[np.uint8]]:
        options = {"fflags": "nobuffer", "probesize": "32", "analyzeduration": "0"}
        with av.open(f"tcp://127.0.0.1:{port}", format="nut", options=options, timeout=10) as container:
            found: list[Any] = []
            for frame in container.decode(video=0):
                found.append(frame.to_ndarray())
                if len(found) == count:
                    break
            return found

    return await asyncio.to_thread(read)


async def test_every_reader_gets_the_newest_picture_and_may_come_again() -> None:
    readers: list[int] = []
    feed = Feed(64, 36, readers.append)
    port = await feed.listen(0)
    try:
        assert not (await frames(port, 64, 36, 1))[0].any()
        for seed in (1, 2, 3):
            feed.show(noise(36, 64, seed).data.cast("B"))
            (picture,) = await frames(port, 64, 36, 1)
            assert np.array_equal(picture, noise(36, 64, seed))
        async with asyncio.timeout(5):
            while readers[-1] != 0:  # noqa: ASYNC110 - the feed says it by a plain callback
                await asyncio.sleep(0.01)
        assert max(readers) == 1
    finally:
        feed.close()


async def test_a_slow_reader_gets_the_newest_not_all() -> None:
    feed = Feed(640, 360, lambda _readers: None)
    port = await feed.listen(0)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
        shown = 200
        for value in range(shown):
            feed.show(bytes([value]) * (640 * 360 * 4))
            await asyncio.sleep(0)
        await asyncio.sleep(0.1)
        size = 640 * 360 * 4
        await reader.readexactly(len(nut.header([nut.Video(b"BGRA", 640, 360)])))
        seen: list[int] = []
        pts = 0
        while not seen or seen[-1] != shown - 1:
            await reader.readexactly(len(nut.frame_prefix(pts, size)))
            seen.append((await reader.readexactly(size))[-1])
            pts += 1
        assert len(seen) < shown / 4
        writer.close()
        await writer.wait_closed()
    finally:
        feed.close()
