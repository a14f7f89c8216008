"""Who sends a request: cookies of sessions, bearer tokens of links, and whether the page it comes from is ours."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web

from control.core.types import Role
from control.grants import AccessRefused, Grant
from control.people import SESSION_LASTS, People
from webui.addresses import is_local
from webui.messages import ViewName

_CREW = "crew"
_SLOTS: dict[str | None, tuple[str, ...]] = {
    "panel": (_CREW,),
    "judge": ("judge",),
    "stage": ("stage", _CREW),
    "backstage": ("backstage", _CREW),
    "multiview": (_CREW, "backstage"),
    "graphics": ("graphics", _CREW),
    "phone": ("phone",),
    "lend": ("guest",),
    None: (_CREW, "judge", "stage", "backstage", "graphics", "phone", "guest"),
}
"""View → whose cookies may open it, the first that is good. One browser may hold a producer's and a judge's."""

_HOST = re.compile(r"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?$")

STATUS = {
    "link-invalid": HTTPStatus.UNAUTHORIZED,
    "link-revoked": HTTPStatus.UNAUTHORIZED,
    "link-expired": HTTPStatus.UNAUTHORIZED,
    "not-signed-in": HTTPStatus.UNAUTHORIZED,
    "password-wrong": HTTPStatus.UNAUTHORIZED,
    "setup-invalid": HTTPStatus.UNAUTHORIZED,
    "setup-done": HTTPStatus.CONFLICT,
    "protocol-before-reveal": HTTPStatus.CONFLICT,
    "too-many-links": HTTPStatus.CONFLICT,
    "find-busy": HTTPStatus.CONFLICT,
    "find-no-network": HTTPStatus.CONFLICT,
    "not-allowed": HTTPStatus.FORBIDDEN,
    "foreign-origin": HTTPStatus.FORBIDDEN,
    "no-such-link": HTTPStatus.NOT_FOUND,
    "rundown-changed": HTTPStatus.CONFLICT,
    "item-on-air": HTTPStatus.CONFLICT,
    "exchange-has-faults": HTTPStatus.CONFLICT,
    "report-nothing": HTTPStatus.CONFLICT,
    "exchange-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too-many-tries": HTTPStatus.TOO_MANY_REQUESTS,
    "phone-no-camera": HTTPStatus.NOT_FOUND,
    "phone-replaced": HTTPStatus.GONE,
    "phone-gone": HTTPStatus.NOT_FOUND,
    "phone-taken": HTTPStatus.CONFLICT,
    "phone-offer": HTTPStatus.BAD_REQUEST,
    "phone-away": HTTPStatus.SERVICE_UNAVAILABLE,
    "too-many-commands": HTTPStatus.TOO_MANY_REQUESTS,
}
"""Code of a refusal → HTTP status; 400 for the rest."""


def demand(roles: frozenset[Role], grant: Grant) -> None:
    """`AccessRefused` (*not-allowed*: ``role``) if it is none of these roles."""
    if grant.role not in roles:
        raise AccessRefused("not-allowed", role=grant.role.value)


class Gate:
    """`public_url`: where a reverse proxy shows this server, or None."""

    def __init__(self, people: People, public_url: str | None) -> None:
        self._people = people
        self._public = urlsplit(public_url) if public_url else None

    # --- is it our own page? ---

    def check_origin(self, request: web.Request) -> bool:
        """True: a page of ours asks. False: no browser does: no cookie counts. `AccessRefused` (*foreign-origin*)."""
        origin = request.headers.get("Origin")
        if origin is None:
            return False
        try:
            parts = urlsplit(origin)
        except ValueError as error:  # `http://[::1`
            raise AccessRefused("foreign-origin") from error
        if parts.scheme in ("http", "https") and parts.netloc:
            if parts.netloc == request.host and _HOST.match(request.host):
                return True
            if self._public is not None and (parts.scheme, parts.netloc) == self._public[:2]:
                return True
        raise AccessRefused("foreign-origin")

    def secure(self, request: web.Request) -> bool:
        return request.secure or self.public_secure

    @property
    def public_secure(self) -> bool:
        """All of this server is reached by https, not only its second port."""
        return self._public is not None and self._public.scheme == "https"

    @staticmethod
    def host(request: web.Request) -> str:
        """The Host header, if it is one."""
        return request.host if _HOST.match(request.host) else ""

    def address(self, request: web.Request) -> str:
        """Of the asker. Our own reverse proxy names him last in X-Forwarded-For; anybody else's word is not taken."""
        remote = request.remote or ""
        if self._public is not None and is_local(remote):
            return request.headers.get("X-Forwarded-For", remote).rpartition(",")[2].strip()
        return remote

    # --- who is it? ---

    def grant(
        self,
        request: web.Request,
        *,
        cookies: bool,
        view: ViewName | None = None,
        link: str | None = None,
        token: str | None = None,
    ) -> Grant:
        """By the token, else the bearer's, else (where `cookies` count) by the cookie of the view or of one link."""
        if token is None:
            kind, _, value = request.headers.get("Authorization", "").partition(" ")
            token = value.strip() if kind.lower() == "bearer" else None
        if token is not None:
            return self._people.by_token(token)
        if not cookies:
            raise AccessRefused("not-signed-in")
        refusal = AccessRefused("not-signed-in")
        for slot in (f"as-{link}",) if link else _SLOTS[view]:
            cookie = request.cookies.get(self._cookie(request, slot))
            if cookie is None:
                continue
            try:
                return self._people.by_session(cookie)
            except AccessRefused as error:
                refusal = error
        raise refusal

    # --- cookies ---

    def _cookie(self, request: web.Request, slot: str) -> str:
        """Cookies do not know ports: two Efirs on one computer stay apart by the name. So do the two ports of one: a
        browser lets nobody who came by http set a cookie again that was set by https."""
        return f"efir-{self._people.name}{'s' if request.secure else ''}-{slot}"

    @staticmethod
    def _slots(grant: Grant) -> tuple[str, ...]:
        own = (f"as-{grant.link}",) if grant.link else ()
        return (_CREW if grant.role in (Role.OWNER, Role.OPERATOR) else grant.role.value, *own)

    async def sign_in(self, request: web.Request, response: web.StreamResponse, grant: Grant) -> None:
        token = await self._people.open_session(grant)
        for slot in self._slots(grant):
            response.set_cookie(
                self._cookie(request, slot),
                token,
                max_age=SESSION_LASTS // 1000,
                path="/",
                secure=self.secure(request),
                httponly=True,
                samesite="Strict",
            )

    def has_session(self, request: web.Request, grant: Grant) -> bool:
        """Whether every cookie that `sign_in` would set is there and stands for the same link."""
        try:
            for slot in self._slots(grant):
                if self._people.by_session(request.cookies.get(self._cookie(request, slot), "")).link != grant.link:
                    return False
        except AccessRefused:
            return False
        return True

    async def sign_out(self, request: web.Request, response: web.StreamResponse, link: str | None) -> None:
        """Ends the session of this link, or the crew's."""
        cookie = self._cookie(request, f"as-{link}" if link else _CREW)
        token = request.cookies.get(cookie)
        if token is not None:
            await self._people.end_session(token)
        response.del_cookie(cookie, path="/")
