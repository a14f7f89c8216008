"""A bad network in front of a server on this machine: every piece of every connection is late by chance, in order."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec import Struct

LOOPBACK = "127.0.0.1"
PIECE = 64 * 1024


class Weather(Struct, frozen=True):
    """Seconds. A stall holds up one direction of one connection, on average every `stall_every`."""

    delay: tuple[float, float] = (0.0, 0.080)
    stall: float = 1.0
    stall_every: float = 60.0
    seed: int = 1


class Line:
    """One direction of one connection."""

    def __init__(self, weather: Weather, name: str, now: float) -> None:
        self._weather = weather
        self._chance = random.Random(f"{weather.seed} {name}")
        self._free = now
        self._stalls_at = now + self._chance.expovariate(1 / weather.stall_every)

    def through(self, now: float) -> float:
        """When what comes in now goes out: never before what came earlier."""
        if now >= self._stalls_at:
            self._free = max(self._free, now + self._weather.stall)
            self._stalls_at = now + self._chance.expovariate(1 / self._weather.stall_every)
        self._free = max(self._free, now + self._chance.uniform(*self._weather.delay))
        return self._free


@asynccontextmanager
async def proxy(port: int, weather: Weather) -> AsyncIterator[int]:
    """Its own port, before `port` of this machine."""
    connections: set[asyncio.Task[None]] = set()
    names = itertools.count()

    def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(_between(reader, writer, port, weather, str(next(names))))
        connections.add(task)
        task.add_done_callback(connections.discard)

    server = await asyncio.start_server(serve, LOOPBACK, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        left = tuple(connections)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


async def _between(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, weather: Weather, name: str
) -> None:
    try:
        there, back = await asyncio.open_connection(LOOPBACK, port)
        try:
            await _pump(((reader, back, f"{name} up"), (there, writer, f"{name} down")), weather)
        finally:
            back.close()
    except* OSError:
        pass  # one of the two is gone, so the other goes
    finally:
        writer.close()


async def _pump(ways: tuple[tuple[asyncio.StreamReader, asyncio.StreamWriter, str], ...], weather: Weather) -> None:
    now = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for reader, writer, name in ways:
            waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
            tasks.create_task(_take(reader, waiting, Line(weather, name, now)))
            tasks.create_task(_give(waiting, writer))


async def _take(reader: asyncio.StreamReader, waiting: asyncio.Queue[tuple[float, bytes]], line: Line) -> None:
    piece = b"-"
    while piece:
        piece = await reader.read(PIECE)
        waiting.put_nowait((line.through(time.perf_counter()), piece))


async def _give(waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
    while True:
        due, piece = await waiting.get()
        await asyncio.sleep(due - time.perf_counter())
        if not piece:
            if writer.can_write_eof():
                writer.write_eof()
            return
        writer.write(piece)
        await writer.drain()
