"""Plain addresses for buttons and scripts: `POST /api/do/TAG`, `GET /api/state`, and the same state on `/state`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from aiohttp import web

from control.core.types import Command
from control.errors import Rejection, reject
from control.grants import AccessRefused, Grant
from control.registry import COMMAND_TYPES, tag_of
from control.telemetry import Unsubscribe
from webui import api, words
from webui.client import Client
from webui.context import fault
from webui.outside.door import Door, refusal_of
from webui.outside.feed import Data, Feed
from webui.outside.flat import SEES, Flat, View, seen, underscored
from webui.outside.sockets import Sockets

_encode = msgspec.json.Encoder().encode
_KINDS: dict[str, type[Command]] = {tag_of(kind): kind for kind in COMMAND_TYPES}
_OURS = ("t", "token", "as")
"""Query parameters that are not a command's."""


class Buttons:
    """`feed` is the flat state's."""

    def __init__(self, door: Door, feed: Feed) -> None:
        self._door = door
        self._feed = feed
        self.sockets = Sockets(door.context, self._heard, _farewell)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/state", self.state),
            web.get("/state", self.live),
            web.post("/api/do/{tag}", self.do),
            web.get("/api/do/{tag}", self.not_by_get, allow_head=False),
        ]

    async def state(self, request: web.Request) -> web.Response:
        grant = self._door.grant(request, cookies=True)
        return api.answer(_keys(request)(seen(self._feed.now(), _views(grant))), headers={"Cache-Control": "no-store"})

    async def do(self, request: web.Request) -> web.Response:
        grant = self._door.grant(request, cookies=True)
        key = request.headers.get("Idempotency-Key", "")[:64]
        command = await _command(request)
        receipt = await self._door.do(command, grant, key=key) if not isinstance(command, Rejection) else command
        return api.receipt_answer(request, receipt, "$")

    async def not_by_get(self, request: web.Request) -> web.Response:
        """What a link, an image or a preview in a chat would send must not go on the air."""
        raise web.HTTPMethodNotAllowed("GET", ["POST"])

    async def live(self, request: web.Request) -> web.StreamResponse:
        grant = self._door.grant(request, cookies=True)
        views, keys = _views(grant), _keys(request)

        def opened(client: Client) -> Unsubscribe:
            def tell(data: Data) -> None:
                if part := seen(data, views):
                    client.send(_encode(keys(part)))

            tell(self._feed.now())
            return self._feed.listen(tell)

        return await self.sockets.handle(request, grant, opened)

    async def _heard(self, client: Client, message: Any) -> None:
        """A command, as `{"type": "rundown.go"}`. What became of it comes back in the same flat form."""
        assert client.grant is not None
        if not isinstance(message, dict):
            return
        error = refusal_of(await self._door.do(message, client.grant))
        text = words.problem(client.language, error).text if error is not None else None
        client.send(_encode({"receipt.ok": error is None, "receipt.error": text}))


def _views(grant: Grant) -> frozenset[View]:
    views = SEES.get(grant.role)
    if views is None:
        raise AccessRefused("not-allowed", role=grant.role.value)
    return views


def _keys(request: web.Request) -> Callable[[Flat], Flat]:
    def dotted(data: Flat) -> Flat:
        return data

    return underscored if request.query.get("keys") == "underscored" else dotted


async def _command(request: web.Request) -> dict[str, Any] | Rejection:
    """Arguments are the query's and, before them, the JSON body's. The query knows only texts, so those become what
    the command wants: `ms=30000` a number."""
    tag = request.match_info["tag"]
    kind = _KINDS.get(tag)
    if kind is None:
        return reject("bad-command", field="$.type", reason=f"no such command: {tag[:60]}")
    query: dict[str, Any] = {name: value for name, value in request.query.items() if name not in _OURS}
    body: Any = {}
    if request.can_read_body and (raw := (await request.read()).strip()):
        try:
            body = msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            return reject("bad-command", field="$", reason="not JSON")
    if not isinstance(body, dict):
        return reject("bad-command", field="$", reason="not an object")
    if not query:
        return {**body, "type": tag}
    try:
        command = msgspec.convert({**query, **body, "type": tag}, kind, strict=False)
    except msgspec.ValidationError as error:
        field, reason = fault(error)
        return reject("bad-command", field=field, reason=reason)
    written: dict[str, Any] = msgspec.to_builtins(command)
    given = {**query, **body}
    return {name: value for name, value in written.items() if name in given or name == "type"}


def _farewell(code: str, text: str) -> bytes:
    return _encode({"bye.code": code, "bye.text": text})
