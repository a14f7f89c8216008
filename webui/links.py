"""The links by which people come in: who may see, make, revoke and rotate which."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

import segno
from aiohttp import web
from msgspec import UNSET

from control.access import MANAGES_LINKS, MANAGES_PEOPLE
from control.clock import Instant
from control.core.types import Role
from control.errors import reject
from control.grants import AccessRefused, Grant, Link
from webui import addresses, bodies
from webui.answers import LinkAnswer
from webui.api import answer, body, refusal
from webui.auth import demand
from webui.context import Context
from webui.pages import link_path

_SCOPED = {Role.JUDGE: "no-such-judge", Role.PHONE: "phone-no-camera", Role.GUEST: "lending-no-camera"}
"""Roles whose links are for one judge or one camera, and what is said when the show has none such."""


class Links:
    """`base_url`: the address by which the asker reaches this server. `base_of`: the one for people of a role."""

    def __init__(
        self,
        context: Context,
        base_url: Callable[[web.Request], Awaitable[str]],
        base_of: Callable[[Role, str], str],
    ) -> None:
        self._context, self._base_url, self._base_of = context, base_url, base_of

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/links", self.links),
            web.post("/api/links", self.create_link),
            web.post("/api/links/{id}/revoke", self.revoke_link),
            web.post("/api/links/{id}/rotate", self.rotate_link),
        ]

    def _link(self, base: str, link: Link, asker: Grant) -> LinkAnswer:
        """With its address, unless it would make the asker more than he is."""
        shown = link.role is not Role.OPERATOR or asker.role in MANAGES_PEOPLE
        token = self._context.people.token(link) if shown else None
        url = self._base_of(link.role, base) + link_path(link, token) if token is not None else None
        return LinkAnswer(
            id=link.id,
            role=link.role.value,
            subject=link.subject or UNSET,
            label=link.label,
            created=link.created,
            expires=link.expires if link.expires is not None else UNSET,
            revoked=link.revoked,
            url=url or UNSET,
            qr=qr(url) if url else UNSET,
            reachable=addresses.reachable(base),
        )

    async def links(self, request: web.Request) -> web.Response:
        asker = self._context.asker(request)
        demand(MANAGES_LINKS, asker)
        base = await self._base_url(request)
        return answer([self._link(base, link, asker) for link in self._context.people.links()])

    def _manager(self, request: web.Request, role: Role) -> Grant:
        """Operators manage the links of judges, stage and graphics; those of operators are the owner's."""
        asker = self._context.sender(request)
        demand(MANAGES_PEOPLE if role is Role.OPERATOR else MANAGES_LINKS, asker)
        return asker

    async def create_link(self, request: web.Request) -> web.Response:
        demand(MANAGES_LINKS, self._context.sender(request))
        form = await body(request, bodies.NewLink)
        try:
            role = Role(form.role)
        except ValueError:
            return refusal(request, reject("link-role-unknown", role=form.role), "$.role")
        asker = self._manager(request, role)
        subject = form.subject if role in _SCOPED else ""
        grant = Grant(role, subject, None, None, None)
        if not self._context.known(grant):
            return refusal(request, reject(_SCOPED[role]), "$.subject")
        expires = self._future(form.expires)
        link = await self._context.people.create_link(role, subject, form.label, expires)
        await self._context.note("created", link, asker)
        return answer(self._link(await self._base_url(request), link, asker), 201)

    async def revoke_link(self, request: web.Request) -> web.Response:
        link = self._named(request)
        asker = self._manager(request, link.role)
        if not link.revoked:
            link = await self._context.people.revoke(link.id)
            await self._context.note("revoked", link, asker)
        return answer(self._link(await self._base_url(request), link, asker))

    async def rotate_link(self, request: web.Request) -> web.Response:
        link = self._named(request)
        asker = self._manager(request, link.role)
        form = await body(request, bodies.Rotate)
        link = await self._context.people.rotate(link.id, self._future(form.expires))
        await self._context.note("rotated", link, asker)
        return answer(self._link(await self._base_url(request), link, asker))

    def _named(self, request: web.Request) -> Link:
        demand(MANAGES_LINKS, self._context.sender(request))  # before saying which links there are
        return self._context.people.link(request.match_info["id"])

    def _future(self, expires: int | None) -> Instant | None:
        if expires is not None and expires <= self._context.controller.clock.now():
            raise AccessRefused("expires-past")
        return Instant(expires) if expires is not None else None


def qr(url: str) -> str:
    """An SVG document, black on white with its quiet zone: it must also scan from a dark page."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", scale=4, light="#fff", xmldecl=False)
    return out.getvalue().decode()
