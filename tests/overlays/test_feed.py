"""What OBS gets over TCP while nothing changes."""

from __future__ import annotations

import asyncio

from control import nut
from overlays.bridge.feed import AGAIN_EVERY_S, Feed

WIDTH, HEIGHT = 8, 4
SIZE = WIDTH * HEIGHT * 4


async def next_picture(reader: asyncio.StreamReader, pts: int) -> bytes:
    await reader.readexactly(len(nut.frame_prefix(pts, SIZE)))
    return await reader.readexactly(SIZE)


async def test_a_picture_that_stays_comes_again_and_again() -> None:
    """OBS loses a picture that comes while no scene with the graphics is in programme or preview."""
    feed = Feed(WIDTH, HEIGHT, lambda readers: None)
    port = await feed.listen(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        feed.show(bytes([1]) * SIZE)
        await reader.readexactly(len(nut.header([nut.Video(b"BGRA", WIDTH, HEIGHT)])))
        async with asyncio.timeout(60 * AGAIN_EVERY_S):
            pictures = [await next_picture(reader, pts) for pts in range(10)]
            feed.show(bytes([2]) * SIZE)
            pictures += [await next_picture(reader, pts) for pts in range(10, 20)]
    finally:
        writer.close()
        await writer.wait_closed()
        feed.close()
    kinds = [picture[0] for picture in pictures]
    assert kinds == sorted(kinds)
    assert kinds[4:10] == [1] * 6
    assert kinds[12:] == [2] * 8
