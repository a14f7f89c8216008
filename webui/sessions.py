"""Who is it? Coming in, by a password or a link, and going out."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable

import msgspec
from aiohttp import web
from msgspec import UNSET

from control.access import MANAGES_PEOPLE, VIEW_ROLES, may_view
from control.grants import AccessRefused, Grant
from webui import bodies, pages
from webui.answers import MeAnswer
from webui.api import TooManyTries, answer, body
from webui.auth import demand
from webui.context import Context
from webui.messages import ViewName
from webui.throttle import Delay

_ACCOUNT = "account"


class Sessions:
    def __init__(self, context: Context) -> None:
        self._context = context
        # A judge's whole hall may sit behind one address, so it is let try more often than an account.
        self._by_address = Delay(free=10, longest=300, now=time.monotonic)
        self._by_account = Delay(free=5, longest=30, now=time.monotonic)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/me", self.me),
            web.post("/api/setup", self.set_up),
            web.post("/api/login", self.log_in),
            web.post("/api/join", self.join),
            web.post("/api/logout", self.log_out),
            web.post("/api/password", self.change_password),
        ]

    def _me(self, grant: Grant) -> MeAnswer:
        views = [msgspec.convert(view, ViewName) for view in VIEW_ROLES if may_view(grant.role, view)]
        name = self._context.people.link(grant.link).label if grant.link else ""
        return MeAnswer(
            role=grant.role.value,
            subject=grant.actor.subject or UNSET,
            name=name or UNSET,
            link=grant.link or UNSET,
            home=pages.HOME[grant.role],
            views=views,
            language=self._context.show.language,
            version=self._context.version,
        )

    async def me(self, request: web.Request) -> web.Response:
        view = request.query.get("view")
        if view is not None and view not in VIEW_ROLES:
            raise web.HTTPNotFound
        return answer(self._me(self._context.asker(request, msgspec.convert(view, ViewName) if view else None)))

    # --- coming in and going out ---

    async def _guarded(
        self, request: web.Request, keys: tuple[tuple[Delay, str], ...], work: Awaitable[Grant]
    ) -> Grant:
        """A try at a password: counted before, taken back when it was right."""
        seconds = max(delay.wait(key) for delay, key in keys)
        if seconds > 0:
            if hasattr(work, "close"):
                work.close()
            raise TooManyTries("too-many-tries", seconds=math.ceil(seconds))
        for delay, key in keys:
            delay.tried(key)
        grant = await work
        for delay, key in keys:
            delay.succeeded(key)
        return grant

    async def _let_in(self, request: web.Request, grant: Grant) -> web.Response:
        response = answer(self._me(grant))
        await self._context.join(request, response, grant)
        return response

    async def set_up(self, request: web.Request) -> web.Response:
        self._context.gate.check_origin(request)
        form = await body(request, bodies.SetUp)
        keys = ((self._by_address, self._context.gate.address(request)),)
        people = self._context.people
        return await self._let_in(request, await self._guarded(request, keys, people.set_up(form.token, form.password)))

    async def log_in(self, request: web.Request) -> web.Response:
        self._context.gate.check_origin(request)
        form = await body(request, bodies.SignIn)
        keys = ((self._by_address, self._context.gate.address(request)), (self._by_account, _ACCOUNT))
        people = self._context.people
        return await self._let_in(request, await self._guarded(request, keys, people.sign_in(form.password)))

    async def change_password(self, request: web.Request) -> web.Response:
        demand(MANAGES_PEOPLE, self._context.sender(request))
        form = await body(request, bodies.ChangePassword)
        keys = ((self._by_account, _ACCOUNT),)
        people = self._context.people
        return await self._let_in(
            request, await self._guarded(request, keys, people.change_password(form.old, form.new))
        )

    async def join(self, request: web.Request) -> web.Response:
        self._context.gate.check_origin(request)
        form = await body(request, bodies.Join)
        grant = self._context.people.by_token(form.token)
        if not self._context.known(grant):
            raise AccessRefused("link-invalid")
        return await self._let_in(request, grant)

    async def log_out(self, request: web.Request) -> web.Response:
        self._context.gate.check_origin(request)
        response = answer({})
        await self._context.gate.sign_out(request, response, request.query.get("as"))
        return response
