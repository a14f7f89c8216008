"""An input of a feed and what comes out of it, in the process of the test; and whoever sends to it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import numpy as np

from devices.feeds.inputs import Opening, opening
from devices.feeds.pictures import Canvas
from devices.feeds.sound import Block
from devices.feeds.source import Source
from devices.feeds.wire import FeedConfig

from .media import FPS

WIDTH, HEIGHT = 320, 180
CANVAS = Canvas(WIDTH, HEIGHT)


class Seen:
    """What came out of an input."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.pictures: list[tuple[float, memoryview]] = []
        self.blocks: list[Block] = []

    def until(self, condition: object, within: float = 30.0) -> None:
        """`condition()` holds; the input is supervised meanwhile, as its process does it."""
        assert callable(condition)
        began = time.monotonic()
        while not condition():
            assert time.monotonic() - began < within, f"{self.source.trouble!r}, {len(self.pictures)} pictures"
            self.source.supervise(time.monotonic())
            time.sleep(0.01)


@contextmanager
def watching(found: Opening | str, **changes: object) -> Iterator[Seen]:
    config = FeedConfig(name="test", url="", width=WIDTH, height=HEIGHT, fps=FPS, audio=True)
    config = msgspec.structs.replace(config, **changes)
    seen: Seen
    source = Source(
        opening(found) if isinstance(found, str) else found,
        config,
        lambda picture, _: seen.pictures.append((time.monotonic(), picture)),
        lambda block: seen.blocks.append(block),  # noqa: PLW0108 - `seen` comes later
    )
    seen = Seen(source)
    source.live = True
    try:
        yield seen
    finally:
        source.close()


def pitch(blocks: list[Block]) -> float:
    """Hz of the loudest tone."""
    wave = np.concatenate([block.samples[::2] for block in blocks]).astype(float)
    return float(np.abs(np.fft.rfft(wave)).argmax() * 48_000 / wave.size)


def serve(chunks: list[tuple[float, bytes]], port: int = 0) -> tuple[int, threading.Event]:
    """Sends to the first client each chunk at its second, then waits for the event, then hangs up."""
    done, server = threading.Event(), socket.create_server(("127.0.0.1", port))

    def run() -> None:
        with server, server.accept()[0] as client:
            began = time.monotonic()
            try:
                for at, chunk in chunks:
                    done.wait(max(0.0, began + at - time.monotonic()))
                    client.sendall(chunk)
                done.wait(30)
            except OSError:
                pass

    threading.Thread(target=run, daemon=True).start()
    return server.getsockname()[1], done


def paced(data: bytes, seconds: float, start: float = 0.0) -> list[tuple[float, bytes]]:
    """`data` over so many seconds, in pieces of whole transport packets."""
    size = 188 * 20
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return [(start + number * seconds / len(pieces), piece) for number, piece in enumerate(pieces)]
