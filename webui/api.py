"""`/api`, `/healthz` and `/metrics`: what machines ask, and what the pages ask besides the live socket."""

from __future__ import annotations

import asyncio
import io
import math
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
import segno
from aiohttp import web
from aiohttp.typedefs import Handler
from msgspec import UNSET

from control.access import MANAGES_LINKS, MANAGES_PEOPLE, VIEW_ROLES, may_view
from control.clock import Instant
from control.contest.state import awaits_reveal
from control.controller import Receipt
from control.core.types import CommandId, Role
from control.errors import Rejection, reject
from control.journal.chain import START
from control.journal.export import export_header, export_line
from control.language import Texts
from control.people import AccessRefused, Grant, Link
from control.views import marks
from webui import addresses, bodies, openapi, pages, words
from webui.auth import STATUS
from webui.context import Context, fault
from webui.messages import LinkAnswer, MeAnswer, Post, Problem, ProblemAnswer, ReceiptMessage, ViewName
from webui.metrics import CONTENT_TYPE
from webui.pages import CONTEXT, link_path
from webui.rundown_files import RundownFiles
from webui.throttle import Bucket, Delay

T = TypeVar("T")
_encode = msgspec.json.Encoder().encode
_ACCOUNT = "account"
COMMANDS = (30, 60)
"""Of one sender, a second and at once."""


class TooManyTries(AccessRefused):
    """*too-many-tries* (``seconds``)."""


def answer(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(body=_encode(data), status=status, content_type="application/json", headers=headers)


def refusal(
    request: web.Request, error: AccessRefused | Rejection, field: str | None = None, status: int | None = None
) -> web.Response:
    """The answer that says no: an error of `STATUS`, in the asker's language."""
    language = words.language_of(request, request.app[CONTEXT].show.language)
    problem: Problem = words.problem(language, error)
    status = status or STATUS.get(error.code, HTTPStatus.BAD_REQUEST)
    headers = {"Retry-After": str(error.arguments["seconds"])} if isinstance(error, TooManyTries) else {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return answer(ProblemAnswer(error=problem, field=field or UNSET), status, headers)


def receipt_answer(request: web.Request, receipt: Receipt | Rejection, root: str) -> web.Response:
    """What became of a command. `root` is where in the body it stood."""
    if isinstance(receipt, Rejection):
        field = f"{root}{str(receipt.args['field'])[1:]}" if "field" in receipt.args else None
        return refusal(request, receipt, field)
    if receipt.error is None:
        return answer(ReceiptMessage(id=receipt.id, ok=True, seq=receipt.seq))
    language = words.language_of(request, request.app[CONTEXT].show.language)
    error = words.problem(language, receipt.error)
    status = STATUS.get(error.code, HTTPStatus.CONFLICT)
    if error.code.startswith("journal-"):
        status = HTTPStatus.SERVICE_UNAVAILABLE
    return answer(ReceiptMessage(id=receipt.id, ok=False, seq=receipt.seq, error=error), status)


@web.middleware
async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What a handler raises because somebody may not, as an answer."""
    try:
        return await handler(request)
    except AccessRefused as error:
        field = error.arguments.get("field")
        return refusal(request, error, str(field) if field is not None else None)
    except web.HTTPClientError as error:
        # Too large, not JSON, no such address: also in the form that callers of the API know.
        if not request.path.startswith("/api"):
            raise
        response = refusal(request, reject("http-error", status=error.status, reason=error.reason), status=error.status)
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response


async def body(request: web.Request, kind: type[T]) -> T:
    """The JSON body. Only as application/json: a form on a foreign page cannot send that."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        place, reason = fault(error) if isinstance(error, msgspec.DecodeError) else ("$", "nested too deep")
        raise AccessRefused("bad-body", field=place, reason=reason) from error


class Api:
    def __init__(self, context: Context, base_url: Callable[[web.Request], Awaitable[str]]) -> None:
        self._context = context
        self._base_url = base_url
        self._openapi = _encode(openapi.document(context.version))
        # A judge's whole hall may sit behind one address, so it is let try more often than an account.
        self._by_address = Delay(free=10, longest=300, now=time.monotonic)
        self._by_account = Delay(free=5, longest=30, now=time.monotonic)
        self._buckets: dict[str, Bucket] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self.healthz),
            web.get("/metrics", self.metrics),
            web.get("/api/openapi.json", self.openapi),
            web.get("/api/me", self.me),
            web.post("/api/setup", self.set_up),
            web.post("/api/login", self.log_in),
            web.post("/api/join", self.join),
            web.post("/api/logout", self.log_out),
            web.post("/api/password", self.change_password),
            web.post("/api/commands", self.command),
            web.get("/api/views/{view}", self.view),
            web.get("/api/marks", self.marks),
            web.get("/api/protocol", self.protocol, allow_head=False),
            web.get("/api/links", self.links),
            web.post("/api/links", self.create_link),
            web.post("/api/links/{id}/revoke", self.revoke_link),
            web.post("/api/links/{id}/rotate", self.rotate_link),
            *RundownFiles(self._context, self._sender, self._asker).routes(),
        ]

    # --- for machines ---

    async def healthz(self, request: web.Request) -> web.Response:
        """No secrets, so nobody need sign in. 503 while commands are refused."""
        controller = self._context.controller
        health = controller.state.health
        fault = controller.journal_fault
        body = {
            "version": self._context.version,
            "seq": controller.seq,
            "obs": {"connected": health.obs == "connected", "kind": health.obs_kind, "version": health.obs_version},
            "clients": self._context.hub.counts(),
            "journal": {"ok": True} if fault is None else {"ok": False, "reason": fault.code},
        }
        return answer(body, 200 if fault is None else 503)

    async def metrics(self, request: web.Request) -> web.Response:
        context, metrics = self._context, self._context.metrics
        health = context.controller.state.health
        for view, count in context.hub.counts().items():
            metrics.clients.labels(view).set(count)
        metrics.seq.set(context.controller.seq)
        metrics.journal.set(context.controller.journal_fault is None)
        metrics.obs.clear()
        metrics.obs.labels(health.obs_kind).set(health.obs == "connected")
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    async def openapi(self, request: web.Request) -> web.Response:
        return web.Response(body=self._openapi, content_type="application/json")

    async def command(self, request: web.Request) -> web.Response:
        grant = self._sender(request)
        post = await body(request, Post)
        key = str(grant.actor)
        if not self._buckets.setdefault(key, Bucket(*COMMANDS, time.monotonic)).take():
            return refusal(request, reject("too-many-commands"))
        receipt = await self._context.submit(CommandId(post.id), post.command, grant)
        return receipt_answer(request, receipt, "$.command")

    async def view(self, request: web.Request) -> web.Response:
        name = request.match_info["view"]
        if name not in VIEW_ROLES:
            raise web.HTTPNotFound
        view = msgspec.convert(name, ViewName)
        grant = self._asker(request, view)
        if not may_view(grant.role, view) or not self._context.known(grant):
            raise AccessRefused("not-allowed", role=grant.role.value)
        hub = self._context.hub
        return answer({"epoch": self._context.controller.epoch, "seq": hub.seq(view), "data": hub.data(view, grant)})

    async def marks(self, request: web.Request) -> web.Response:
        """The markers, for whoever cuts the recording: `?format=csv` (for spreadsheets) or json; `language`: of
        its heading."""
        self._demand(request, VIEW_ROLES["panel"], self._asker(request))
        format_ = request.query.get("format", "json")
        state, show = self._context.controller.state.marks, self._context.show
        if format_ == "json":
            return answer(marks.marks(state, show), headers={"Cache-Control": "no-store"})
        if format_ != "csv":
            raise AccessRefused("bad-body", field="format", reason="csv, json")
        asked = request.query.get("language")
        texts = Texts("ru" if asked == "ru" else "en" if asked == "en" else words.language_of(request, show.language))
        text = await asyncio.to_thread(marks.marks_csv, state, show, texts)  # it may read the time zone's file
        return web.Response(
            body=text.encode(),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": 'attachment; filename="marks.csv"', "Cache-Control": "no-store"},
        )

    async def protocol(self, request: web.Request) -> web.StreamResponse:
        """The whole journal, for `efir verify`; written as it is read. It holds every ballot, so not while one waits
        for the reveal."""
        self._demand(request, MANAGES_LINKS, self._asker(request))
        if awaits_reveal(self._context.controller.head.debate):
            raise AccessRefused("protocol-before-reveal")
        journal = self._context.journal
        last = journal.head()
        response = web.StreamResponse(
            headers={
                "Content-Type": "application/jsonl",
                "Content-Disposition": 'attachment; filename="efir-protocol.jsonl"',
                "Cache-Control": "no-store",
            }
        )
        await response.prepare(request)
        await response.write(export_header(START, last))
        async for chunk in journal.read(0):
            await response.write(b"".join(export_line(entry) for entry in chunk if entry.seq <= last.seq))
            if chunk[-1].seq >= last.seq:
                break
        await response.write_eof()
        return response

    # --- who is it? ---

    def _asker(self, request: web.Request, view: ViewName | None = None) -> Grant:
        """For reading: a browser sends no Origin with it, and the cookie is SameSite=Strict."""
        return self._context.gate.grant(request, cookies=True, view=view, link=request.query.get("as"))

    def _sender(self, request: web.Request) -> Grant:
        """For writing."""
        ours = self._context.gate.check_origin(request)
        return self._context.gate.grant(request, cookies=ours, link=request.query.get("as"))

    @staticmethod
    def _demand(request: web.Request, roles: frozenset[Role], grant: Grant) -> None:
        if grant.role not in roles:
            raise AccessRefused("not-allowed", role=grant.role.value)

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
        return answer(self._me(self._asker(request, msgspec.convert(view, ViewName) if view else None)))

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
        self._demand(request, MANAGES_PEOPLE, self._sender(request))
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

    # --- links ---

    def _link(self, base: str, link: Link, asker: Grant) -> LinkAnswer:
        """With its address, unless it would make the asker more than he is."""
        shown = link.role is not Role.OPERATOR or asker.role in MANAGES_PEOPLE
        token = self._context.people.token(link) if shown else None
        url = base + link_path(link, token) if token is not None else None
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
        asker = self._asker(request)
        self._demand(request, MANAGES_LINKS, asker)
        base = await self._base_url(request)
        return answer([self._link(base, link, asker) for link in self._context.people.links()])

    def _manager(self, request: web.Request, role: Role) -> Grant:
        """Operators manage the links of judges, stage and graphics; those of operators are the owner's."""
        asker = self._sender(request)
        self._demand(request, MANAGES_PEOPLE if role is Role.OPERATOR else MANAGES_LINKS, asker)
        return asker

    async def create_link(self, request: web.Request) -> web.Response:
        self._demand(request, MANAGES_LINKS, self._sender(request))
        form = await body(request, bodies.NewLink)
        try:
            role = Role(form.role)
        except ValueError:
            return refusal(request, reject("link-role-unknown", role=form.role), "$.role")
        asker = self._manager(request, role)
        subject = form.subject if role is Role.JUDGE else ""
        grant = Grant(role, subject, None, None, None)
        if not self._context.known(grant):
            return refusal(request, reject("no-such-judge"), "$.subject")
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
        self._demand(request, MANAGES_LINKS, self._sender(request))  # before saying which links there are
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
