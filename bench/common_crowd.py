"""Many WebSocket clients that listen, in a process of their own: `python -m bench.common_crowd`. Those of a group that
has something to fetch GET it again whenever they hear that they should.

They stand for other people's machines, so the process gives way to everybody else on this one where the system allows
it. Its first line of input is a `Crowd`; when all are connected it says so, and it ends with its input.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from aiohttp import ClientSession, TCPConnector, WSMessage, WSMsgType

POLITENESS = 10
READY, FETCHED = b"ready\n", b"fetched\n"
READY_WITHIN = 60.0


class Group(msgspec.Struct, frozen=True):
    url: str
    hello: str
    """What each says first; an empty one: nothing."""
    count: int
    fetch: str = ""
    """What each GETs when it hears a message with `heard` in it."""
    heard: str = ""


class Crowd(msgspec.Struct, frozen=True):
    groups: list[Group]


class Attendance:
    """Those who came."""

    def __init__(self, words: asyncio.StreamReader) -> None:
        self._words = words

    async def fetched(self, times: int) -> None:
        """Until they have fetched so many times more, all together."""
        for _ in range(times):
            if await asyncio.wait_for(self._words.readline(), READY_WITHIN) != FETCHED:
                raise RuntimeError("the crowd went away")


@asynccontextmanager
async def crowd(groups: list[Group]) -> AsyncIterator[Attendance]:
    """Inside the context all of them are connected and listen."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.common_crowd", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(msgspec.json.encode(Crowd(groups)) + b"\n")
        await process.stdin.drain()
        said = await asyncio.wait_for(process.stdout.readline(), READY_WITHIN)
        if said != READY:
            raise RuntimeError("the crowd did not come")
        yield Attendance(process.stdout)
        if process.returncode is not None:
            raise RuntimeError("the crowd went away")
    finally:
        process.stdin.close()
        await process.wait()


async def _attend(groups: list[Group]) -> None:
    joined = asyncio.Semaphore(0)
    async with ClientSession(connector=TCPConnector(limit=0)) as http, asyncio.TaskGroup() as tasks:
        for group in groups:
            for _ in range(group.count):
                tasks.create_task(_listen(http, group, joined))
        for _ in range(sum(group.count for group in groups)):
            await joined.acquire()
        _say(READY)


async def _listen(http: ClientSession, group: Group, joined: asyncio.Semaphore) -> None:
    async with http.ws_connect(group.url, max_msg_size=0) as socket:
        if group.hello:
            await socket.send_str(group.hello)
            await socket.receive()  # the answer: this one is in
        joined.release()
        while not (message := await socket.receive()).type.name.startswith("CLOS"):
            if group.fetch and _heard(message, group.heard):
                async with http.get(group.fetch) as answer:
                    answer.raise_for_status()
                    await answer.read()
                _say(FETCHED)
    raise ConnectionError("a listener was sent away")


def _heard(message: WSMessage, text: str) -> bool:
    return message.type is WSMsgType.TEXT and text in message.data


def _say(word: bytes) -> None:
    sys.stdout.buffer.write(word)
    sys.stdout.flush()


def _end_of_input() -> asyncio.Event:
    """Set when the owner has gone. A daemon thread: it may still be reading when everything else is over."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def read() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            continue
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="owner", daemon=True).start()
    return ended


async def main() -> None:
    line = await asyncio.to_thread(sys.stdin.buffer.readline)
    attending = asyncio.create_task(_attend(msgspec.json.decode(line, type=Crowd).groups))
    ended = asyncio.create_task(_end_of_input().wait())
    await asyncio.wait([attending, ended], return_when=asyncio.FIRST_COMPLETED)
    if attending.done():
        attending.result()  # it only ends by failing
    attending.cancel()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    asyncio.run(main())
