"""The server's side of the graphics page, as docs/architecture.md describes it, for tests of the page alone.

It serves built files and speaks the live protocol for one view. `stop` and `start` on the same port play a restart.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from tests.ports import free_port

CSP = (
    "default-src 'self'; connect-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:"
)


class LiveServer:
    """One view of data, pushed to every page that says hello."""

    def __init__(self, dist: Path, data: dict[str, Any]) -> None:
        self.data = data
        self.seq = 1
        self.epoch = uuid.uuid4().hex
        self.hellos: list[dict[str, Any]] = []
        self.port = free_port()
        self.beats = True
        self._dist = dist
        self._sockets: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None
        self._beat: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphics?token=test"

    async def start(self) -> None:
        app = web.Application(middlewares=[_with_csp])
        app.router.add_get("/graphics", self._page)
        app.router.add_get("/live", self._live)
        app.router.add_static("/graphics/", self._dist / "graphics")
        app.router.add_static("/renderer/", self._dist / "renderer")
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self._beat = asyncio.create_task(self._beats())

    async def stop(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._beat
        for socket in list(self._sockets):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    async def push(self, data: dict[str, Any]) -> None:
        """The view becomes `data`; pages get a merge patch."""
        patch = merge_difference(self.data, data)
        self.data = data
        await self.patch(patch)

    async def patch(self, patch: object, *, skip: int = 0) -> None:
        """Sends a patch; `skip` makes a gap before it."""
        before = self.seq + skip
        self.seq = before + 1
        await self._send({"type": "patch", "from": before, "seq": self.seq, "data": patch})

    async def graphic(self, graphic_id: str, **changes: Any) -> None:
        """Changes one graphic's entry."""
        data = json.loads(json.dumps(self.data))
        data["graphics"]["byId"][graphic_id].update(changes)
        await self.push(data)

    async def _send(self, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        for socket in list(self._sockets):
            await socket.send_str(text)

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(1)
            if self.beats:
                await self._send({"type": "beat", "now": time.time() * 1000})

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(self._dist / "renderer" / "index.html")

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._answer(socket, json.loads(message.data))
        finally:
            self._sockets.discard(socket)
        return socket

    async def _answer(self, socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        now = time.time() * 1000
        if message["type"] == "ping":
            await socket.send_json({"type": "pong", "t0": message["t0"], "t1": now, "t2": time.time() * 1000})
        elif message["type"] == "hello":
            self.hellos.append(message)
            await socket.send_json({"type": "welcome", "seq": self.seq, "epoch": self.epoch, "now": now})
            if message.get("since") != [self.epoch, self.seq]:
                await socket.send_json({"type": "snapshot", "seq": self.seq, "data": self.data})
            self._sockets.add(socket)


@web.middleware
async def _with_csp(request: web.Request, handler: Any) -> web.StreamResponse:
    response: web.StreamResponse = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = CSP
    return response


def merge_difference(before: Any, after: Any) -> Any:
    """A JSON Merge Patch (RFC 7396) that makes `after` of `before`."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return after
    patch: dict[str, Any] = {key: None for key in before if key not in after}
    for key, value in after.items():
        if key not in before:
            patch[key] = value
        elif before[key] != value:
            patch[key] = merge_difference(before[key], value)
    return patch


@contextlib.asynccontextmanager
async def serving(dist: Path, data: dict[str, Any]) -> AsyncIterator[LiveServer]:
    server = LiveServer(dist, data)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
