"""Ontime's WebSocket and HTTP, as far as they steer and watch a show: `/ontime/…` on our own port with a token, and
the bare paths on a port of its own if the show file opens one (`outside: ontime:`)."""

from __future__ import annotations

from typing import Any

import msgspec
from aiohttp import web

from control.errors import EfirError, Rejection
from control.grants import AccessRefused, Grant
from control.telemetry import Unsubscribe
from webui import api, words
from webui.auth import STATUS
from webui.client import Client
from webui.outside.door import Door, refusal_of
from webui.outside.facts import timers
from webui.outside.feed import Data, Feed
from webui.outside.flat import SEES
from webui.outside.ontime_asks import Asked, from_path, understand
from webui.outside.ontime_data import Kept
from webui.outside.ontime_state import NO_DRAFT, VERSION, project, settled
from webui.outside.sockets import Sockets
from webui.pages import CONTEXT

_encode = msgspec.json.Encoder().encode
SENDER = "ontime"
"""How the log names whoever came in by the open port."""


class Ontime:
    """One for all its ports: they share the message that was typed and is not shown yet."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._context = door.context
        self._draft = NO_DRAFT
        self.feed = Feed(door.context.controller, lambda facts: project(facts, self._draft), settled)
        self._kept = Kept(self.feed.facts)
        self.sockets = Sockets(door.context, self._heard, _farewell)

    def routes(self, prefix: str, open_as: str | None = None) -> list[web.RouteDef]:
        """`open_as`: whoever comes without a token is let in under this name."""

        async def live(request: web.Request) -> web.StreamResponse:
            grant = self._grant(request, open_as)
            return await self.sockets.handle(request, grant, self._opened)

        async def asked(request: web.Request) -> web.Response:
            try:
                return await self._http(request, self._grant(request, open_as))
            except AccessRefused as error:
                return _no(request, error)

        async def data(request: web.Request) -> web.Response:
            refused = self._door.may_ask(self._grant(request, open_as))
            if refused is not None:
                return _no(request, refused)
            body = self._kept.get(request.match_info["what"], self._context.controller.state.rundown)
            if body is None:
                raise web.HTTPNotFound
            return web.Response(body=body, content_type="application/json", headers={"Cache-Control": "no-store"})

        return [
            web.get(f"{prefix}/ws", live),
            web.get(f"{prefix}/api/{{ask:.*}}", asked, allow_head=False),
            web.post(f"{prefix}/api/{{ask:.*}}", asked),
            web.get(f"{prefix}/data/{{what:.*}}", data),
        ]

    def _grant(self, request: web.Request, open_as: str | None) -> Grant:
        """Never by a cookie: here a GET acts, and a browser sends those at anybody's word."""
        grant = self._door.grant(request, open_as=open_as)
        if "backstage" not in SEES.get(grant.role, frozenset()):
            raise AccessRefused("not-allowed", role=grant.role.value)
        return grant

    # --- WebSocket ---

    def _opened(self, client: Client) -> Unsubscribe:
        plan = self._context.controller.state.rundown.plan

        def tell(data: Data) -> None:
            nonlocal plan
            client.send(_packet("runtime-data", data))
            now = self._context.controller.state.rundown
            if now.plan is not plan:
                for target in ("rundown", "custom-fields"):
                    client.send(_packet("refetch", {"target": target, "revision": now.edition}))
                plan = now.plan

        client.send(_packet("runtime-data", self.feed.now()))
        return self.feed.listen(tell)

    async def _heard(self, client: Client, message: Any) -> None:
        assert client.grant is not None
        if not isinstance(message, dict) or not isinstance(tag := message.get("tag"), str):
            return
        payload = message.get("payload")
        if tag == "ping":
            client.send(_packet("pong", payload))
            return
        answer = await self._answer(tag.lower(), payload, client.grant)
        if isinstance(answer, Rejection):
            problem = words.problem(client.language, answer)
            client.send(_packet("error", {"tag": tag[:40], "code": problem.code, "message": problem.text}))
        else:
            client.send(_packet(tag, answer))

    # --- HTTP ---

    async def _http(self, request: web.Request, grant: Grant) -> web.Response:
        tag, *parts = request.match_info["ask"].strip("/").split("/")
        query = {name: value for name, value in request.query.items() if name not in ("token", "t")}
        answer = await self._answer(tag.lower(), from_path(parts, query), grant)
        if isinstance(answer, Rejection):
            return _no(request, answer)
        return api.answer({"payload": answer}, 202)

    async def _answer(self, tag: str, payload: Any, grant: Grant) -> Any:
        """What is answered; a Rejection: that nothing was done, or (of several commands) not all."""
        if tag == "version":
            return VERSION
        if tag == "poll":
            return self._door.may_ask(grant) or self.feed.now()
        state = self._context.controller.state
        asked = understand(tag, payload, state, self._draft, timers(state, self._context.show))
        if isinstance(asked, Rejection):
            return asked
        for command in asked.commands:
            refused = refusal_of(await self._door.do(command, grant))
            if refused is not None:
                return refused
        self._keep(asked, grant)
        return "success"

    def _keep(self, asked: Asked, grant: Grant) -> None:
        if asked.draft is not None and "panel" in SEES[grant.role]:
            self._draft = asked.draft


def _packet(tag: str, payload: Any) -> bytes:
    return _encode({"tag": tag, "payload": payload})


def _farewell(code: str, text: str) -> bytes:
    return _packet("error", {"code": code, "message": text})


def _no(request: web.Request, error: EfirError | Rejection) -> web.Response:
    """`{message}`, as Ontime says no; with the status that says why."""
    context = request.app[CONTEXT]
    problem = words.problem(words.language_of(request, context.show.language), error)
    return api.answer({"message": problem.text, "code": problem.code}, STATUS.get(problem.code, 400))
