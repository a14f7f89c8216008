"""Clients of an Ontime as its own pages are: told that the rundown is another, each fetches all of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from msgspec import Struct

from bench.common_crowd import Attendance, Group, crowd
from bench.common_figures import spread
from bench.common_ontime import Ontime
from bench.result import Figures

HEARD = '"target":"rundown"'
"""In the message after which they fetch."""
RUNDOWN = "/data/rundowns/current"
PATIENCE = 60.0


class Refetched(Struct, frozen=True):
    """One edit; seconds since it was sent."""

    told: float
    """Until a client was told that there is something new."""
    has: float
    """Until it had that."""
    size: int
    """Bytes that it was told and that it fetched."""

    @classmethod
    def slowest(cls, ones: list[Refetched]) -> Refetched:
        return cls(max(one.told for one in ones), max(one.has for one in ones), max(one.size for one in ones))


def figures(edits: list[Refetched]) -> Figures:
    return {
        **spread([edit.has for edit in edits]),
        **spread([edit.told for edit in edits], "told_"),
        "fetched_max_bytes": max(edit.size for edit in edits),
    }


class _Page:
    def __init__(self, http: ClientSession, socket: ClientWebSocketResponse, fetches: str) -> None:
        self._http, self._socket, self._fetches = http, socket, fetches
        self._waiting: tuple[bytes, float, asyncio.Future[Refetched]] | None = None

    def next(self, text: str, began: float) -> asyncio.Future[Refetched]:
        """When it has a rundown with this text in it."""
        future: asyncio.Future[Refetched] = asyncio.get_running_loop().create_future()
        self._waiting = text.encode(), began, future
        return future

    async def read(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT or HEARD not in message.data:
                continue
            told = time.perf_counter()
            async with self._http.get(self._fetches) as answer:
                answer.raise_for_status()
                body = await answer.read()
            has = time.perf_counter()
            if self._waiting is not None and self._waiting[0] in body:
                (_, began, future), self._waiting = self._waiting, None
                future.set_result(Refetched(told - began, has - began, len(message.data.encode()) + len(body)))


class Refetching:
    """An Ontime whose clients do so."""

    def __init__(self, running: Ontime, pages: list[_Page], others: Attendance, how_many: int) -> None:
        self._running, self._pages, self._others, self._how_many = running, pages, others, how_many

    async def edit(self, change: Mapping[str, Any], mark: str) -> Refetched:
        """The slowest of those that are asked; back when all the others have it too."""
        began = time.perf_counter()
        waiting = [page.next(mark, began) for page in self._pages]
        await self._running.edit(change)
        found = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)
        await self._others.fetched(self._how_many)
        return Refetched.slowest(found)


@asynccontextmanager
async def refetching(running: Ontime, pages: int, asked: int) -> AsyncIterator[Refetching]:
    """`pages` clients, of which `asked` are in this process and stamp what comes."""
    fetches, others = running.url + RUNDOWN, pages - asked
    async with AsyncExitStack() as stack:
        group = Group(running.live, "", others, fetch=fetches, heard=HEARD)
        attendance = await stack.enter_async_context(crowd([group]))
        found = [await stack.enter_async_context(_page(running.live, fetches)) for _ in range(asked)]
        yield Refetching(running, found, attendance, others)


@asynccontextmanager
async def _page(live: str, fetches: str) -> AsyncIterator[_Page]:
    async with ClientSession() as http, http.ws_connect(live, max_msg_size=0) as socket:
        page = _Page(http, socket, fetches)
        reading = asyncio.create_task(page.read())
        try:
            yield page
        finally:
            reading.cancel()
