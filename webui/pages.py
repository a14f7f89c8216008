"""The built pages, the graphics packages and the show's own pictures, with the headers that keep them safe."""

from __future__ import annotations

import asyncio
import html
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from control.core.types import Role
from control.grants import AccessRefused, Link
from control.show import Language, Show
from webui import built, words
from webui.context import Context

PAGES = {
    "/": "panel/index.html",
    "/judge": "judge/index.html",
    "/stage": "stage/index.html",
    "/backstage": "backstage/index.html",
    "/multiview": "multiview/index.html",
    "/rundown": "rundown/index.html",
    "/ptz": "ptz/index.html",
    "/setup": "setup/index.html",
    "/login": "login/index.html",
    "/join": "join/index.html",
    "/graphics": "renderer/index.html",
    "/phone": "phone/index.html",
    "/lend": "lend/index.html",
    "/certificate": "certificate/index.html",
}
HOME = {
    Role.OWNER: "/",
    Role.OPERATOR: "/",
    Role.JUDGE: "/judge",
    Role.STAGE: "/stage",
    Role.BACKSTAGE: "/backstage",
    Role.GRAPHICS: "/graphics",
    Role.PHONE: "/phone",
    Role.GUEST: "/lend",
}
"""The page a role works in."""
_JOINS = ("/", "/judge", "/stage", "/backstage", "/phone", "/lend", "/join")
"""Pages that take a link's token; /graphics sends its own, because it is opened in OBS, where no cookie is sure."""

_FOREVER = "public, max-age=31536000, immutable"
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
}
"""By suffix. Not `mimetypes`: on Windows it reads the registry, where .js may be anything."""
_STYLE = """
html { color-scheme: light dark; background: #e6eaee; color: #4c5863; font: 17px/1.45 system-ui, sans-serif; }
body { max-width: 27rem; margin: 14vh auto 0; padding: 0 1.25rem; }
h1 { margin: 0 0 .5rem; color: #12171c; font-size: 1.5rem; line-height: 1.2; }
@media (prefers-color-scheme: dark) { html { background: #0c0f12; color: #a0acb8; } h1 { color: #e8ecf0; } }
"""
"""As the pages' theme.css, for the notices that stand without them."""


def link_path(link: Link, token: str) -> str:
    """What a person (or OBS) opens: `/judge?t=TOKEN`, `/graphics?token=TOKEN`."""
    return f"{HOME[link.role]}?{'token' if link.role is Role.GRAPHICS else 't'}={token}"


def token_of(request: web.Request) -> str | None:
    return request.query.get("t", request.query.get("token"))


# --- headers ---


def policy(host: str, framed: bool) -> str:
    """Content-Security-Policy of our pages. `host` is named for Safari 15, whose 'self' means no WebSocket.

    The graphics page may stand in a frame: the file that OBS opens before the server runs puts it in one, and
    `frame-ancestors` cannot name a file.
    """
    sockets = f" ws://{host} wss://{host}" if host else ""
    return (
        f"default-src 'self'; connect-src 'self'{sockets}; img-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'" + ("" if framed else "; frame-ancestors 'none'")
    )


@web.middleware
async def headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """On everything, errors too, but the answers to WebSockets (already sent)."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        _harden(request, error)
        raise
    if not response.prepared:
        _harden(request, response)
    return response


def _harden(request: web.Request, response: web.StreamResponse) -> None:
    set_ = response.headers.setdefault
    framed = request.path == "/graphics"
    context: Context = request.app[CONTEXT]
    set_("Content-Security-Policy", policy(context.gate.host(request), framed))
    if not framed:
        set_("X-Frame-Options", "DENY")
    set_("Server", "Efir")
    set_("X-Content-Type-Options", "nosniff")
    # Not `no-referrer`: with it a browser sends `Origin: null` with a form.
    set_("Referrer-Policy", "same-origin")
    eyes = "self" if request.path == "/phone" else ""
    set_("Permissions-Policy", f"camera=({eyes}), microphone=({eyes}), geolocation=()")
    set_("Cross-Origin-Opener-Policy", "same-origin")
    if not request.path.startswith("/graphics"):
        set_("Cross-Origin-Resource-Policy", "same-origin")
    # Not for the second port alone: a browser would then take the first one for https, too.
    if context.gate.public_secure:
        set_("Strict-Transport-Security", "max-age=31536000")
    set_("Cache-Control", "no-store" if request.path.startswith(("/api", "/whip")) else "no-cache")


CONTEXT = web.AppKey("context", Context)


# --- pages ---


def notice(language: Language, code: str, status: int, **args: str | int) -> web.Response:
    """A page of two sentences, `CODE-title` and `CODE`."""
    title, text = words.text(language, f"{code}-title"), words.text(language, code, **args)
    body = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/notice.css">'
        f"<title>{html.escape(title)}</title><body><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>"
    )
    return web.Response(text=body, content_type="text/html", status=status)


async def style(request: web.Request) -> web.Response:
    return web.Response(text=_STYLE, content_type="text/css")


def _redirect(location: str) -> web.Response:
    return web.Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})


class Pages:
    """Routes of everything that is a file."""

    def __init__(self, context: Context, show_folder: Path, dist: Path | None) -> None:
        self._context = context
        self._built = dist is None
        self._dist = dist or built.dist_dir()
        self._show_files = show_files(context.show, show_folder)

    def routes(self) -> list[web.RouteDef]:
        return [
            *(web.get(path, self._page) for path in PAGES),
            *(web.get(f"{path}/", self._without_slash) for path in PAGES if path != "/"),
            web.get("/notice.css", style),
            web.get("/favicon.ico", self._icon),
            web.get("/show-files/{name:.+}", self._show_file),
            web.get("/{path:.+}", self._file),
        ]

    async def state(self) -> str:
        """fresh, stale or missing."""
        if not self._built:
            return "fresh"
        return await asyncio.to_thread(built.state)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        token = token_of(request)
        if token is not None and request.path in _JOINS:
            return await self._join(request, token)
        return await self._html(request)

    async def _without_slash(self, request: web.Request) -> web.StreamResponse:
        """An address typed or kept with a slash at its end is that page."""
        return _redirect(request.path.rstrip("/") + (f"?{request.query_string}" if request.query_string else ""))

    async def _html(self, request: web.Request) -> web.StreamResponse:
        path = self._dist / PAGES[request.path]
        if not await asyncio.to_thread(path.is_file):
            return notice(words.language_of(request, self._context.show.language), "pages-missing", 503)
        return web.FileResponse(path, headers={"Content-Type": "text/html; charset=utf-8"})

    async def _join(self, request: web.Request, token: str) -> web.StreamResponse:
        """Takes the token out of the address: a session's cookie for it, and on to the page of the link's role.

        The stage page keeps it: it is opened once on somebody else's computer and must survive lost cookies.
        """
        context = self._context
        try:
            grant = context.people.by_token(token)
            if not context.known(grant):
                raise AccessRefused("link-invalid")
        except AccessRefused as error:
            return notice(words.language_of(request, context.show.language), error.code, 403)
        home = HOME[grant.role]
        if grant.role is Role.GRAPHICS:
            return _redirect(f"{home}?token={quote(token)}")
        if grant.role in (Role.STAGE, Role.BACKSTAGE) and request.path == home:
            response = await self._html(request)
        else:
            response = _redirect(f"{home}?as={grant.link}")
        await context.join(request, response, grant)
        return response

    async def _icon(self, request: web.Request) -> web.StreamResponse:
        """Browsers ask for it without being told to."""
        path = self._dist / "icon.svg"
        if not await asyncio.to_thread(path.is_file):
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": _KINDS[".svg"]})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = await asyncio.to_thread(_inside, self._dist, request.match_info["path"])
        if path is None:
            raise web.HTTPNotFound
        found = {"Content-Type": _KINDS.get(path.suffix, "application/octet-stream")}
        if "/assets/" in request.path:
            found["Cache-Control"] = _FOREVER
        if request.path.startswith("/graphics/"):
            found["Access-Control-Allow-Origin"] = "*"  # OGraf packages: any renderer may load them
        return web.FileResponse(path, headers=found)

    async def _show_file(self, request: web.Request) -> web.StreamResponse:
        path = self._show_files.get(request.match_info["name"])
        if path is None or not await asyncio.to_thread(path.is_file):
            raise web.HTTPNotFound
        # An SVG opened by itself is a page: it may run nothing.
        sandbox = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        kind = _KINDS.get(path.suffix.lower(), "application/octet-stream")
        return web.FileResponse(path, headers={"Content-Type": kind, "Content-Security-Policy": sandbox})


def show_files(show: Show, folder: Path) -> dict[str, Path]:
    """The pictures that pages may load, by the name in their addresses (`control.views.slices.theme`): nothing else of
    the folder is served."""
    return {"logo": folder / show.theme.logo} if show.theme.logo else {}


def _inside(root: Path, name: str) -> Path | None:
    """A visible file under `root`; nothing that climbs out of it, by dots or by links."""
    if any(part.startswith(".") for part in Path(name).parts) or "\\" in name or "\0" in name:
        return None
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root.resolve()) and path.is_file() else None
    except OSError:  # a name that no file can have, for instance one too long
        return None
