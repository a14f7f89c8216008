"""WebSockets of machines: one reader, one bounded queue, and the way out of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from control.grants import Ended, Grant
from control.telemetry import Unsubscribe
from webui import words
from webui.client import CLOSE_PATIENCE, Client
from webui.context import Context
from webui.live import HEARTBEAT, LARGEST_MESSAGE, MOST_IN_FLIGHT

CLOSED = 4401
"""As on `/live`: this token opens nothing any more."""
MOST_SOCKETS = 200

Heard = Callable[[Client, Any], Coroutine[Any, Any, None]]
Farewell = Callable[[str, str], bytes]


class Sockets:
    """All open sockets of one protocol. `heard` gets every message, decoded; `farewell` makes the last one that is
    sent, of a code and its text."""

    def __init__(self, context: Context, heard: Heard, farewell: Farewell) -> None:
        self._context = context
        self._heard = heard
        self._farewell = farewell
        self._clients: set[Client] = set()
        self._closing = False

    def __len__(self) -> int:
        return len(self._clients)

    async def handle(
        self, request: web.Request, grant: Grant, opened: Callable[[Client], Unsubscribe]
    ) -> web.StreamResponse:
        """`opened` is called once the socket is; what it returns, when it is gone."""
        if self._closing or len(self._clients) >= MOST_SOCKETS:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(
            compress=False,
            max_msg_size=LARGEST_MESSAGE,
            heartbeat=HEARTBEAT,
            decode_text=False,
            timeout=CLOSE_PATIENCE,
            writer_limit=32 * 1024,
        )
        await socket.prepare(request)
        client = Client(socket, request.transport)
        client.grant = grant
        client.language = words.language_of(request, self._context.show.language)
        self._clients.add(client)
        leave = opened(client)
        try:
            async with asyncio.TaskGroup() as tasks:
                await client.run(tasks.create_task(self._read(socket, client, tasks)))
        finally:
            leave()
            self._clients.discard(client)
            client.gone.set()
        return socket

    async def _read(self, socket: web.WebSocketResponse, client: Client, tasks: asyncio.TaskGroup) -> None:
        """What is no JSON is passed over: a generic client's keep-alive may be any bytes."""
        room = asyncio.Semaphore(MOST_IN_FLIGHT)
        try:
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT or client.closing:
                    continue
                try:
                    message = msgspec.json.decode(frame.data)
                except (msgspec.DecodeError, RecursionError):
                    continue
                await room.acquire()
                task = tasks.create_task(self._heard(client, message))
                task.add_done_callback(lambda done: room.release())
        finally:
            client.end()

    # --- sending away ---

    def ended(self, ended: Ended) -> None:
        for client in self._clients:
            if client.grant is not None and ended.ends(client.grant) and not _is_open(client.grant):
                self._bye(client, ended.code, CLOSED)

    def expire(self) -> None:
        now = self._context.controller.clock.now()
        for client in self._clients:
            if client.grant is not None and client.grant.expires is not None and client.grant.expires <= now:
                self._bye(client, "link-expired", CLOSED)

    async def close(self) -> None:
        """Everybody is gone when this returns; nobody new is let in."""
        self._closing = True
        for client in self._clients:
            self._bye(client, "going-away", 1001)
        waits: list[Awaitable[Any]] = [client.gone.wait() for client in self._clients]
        await asyncio.gather(*waits)

    def _bye(self, client: Client, code: str, close: int) -> None:
        client.bye(self._farewell(code, words.text(client.language, f"bye-{code}")), close)


def _is_open(grant: Grant) -> bool:
    """Let in without a token: no end of a link or a session is his."""
    return grant.link is None and grant.session is None
