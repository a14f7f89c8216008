"""How every address of `/api` answers; and what machines ask: `/healthz`, `/metrics`, commands, views, the journal."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler
from msgspec import UNSET

from control.access import MANAGES_LINKS, VIEW_ROLES, may_view
from control.contest.state import awaits_reveal
from control.controller import Receipt
from control.core.types import CommandId
from control.errors import Rejection, reject
from control.grants import AccessRefused
from control.journal.chain import START
from control.journal.export import export_header, export_line
from control.language import Texts
from control.views import marks
from webui import openapi, words
from webui.answers import ProblemAnswer
from webui.auth import STATUS, demand
from webui.context import Context, fault
from webui.messages import Post, Problem, ReceiptMessage, ViewName
from webui.metrics import CONTENT_TYPE
from webui.pages import CONTEXT

T = TypeVar("T")
_encode = msgspec.json.Encoder().encode


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
        if not request.path.startswith(("/api", "/whip")):
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
    def __init__(self, context: Context) -> None:
        self._context = context
        self._openapi = _encode(openapi.document(context.version))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self.healthz),
            web.get("/metrics", self.metrics),
            web.get("/api/openapi.json", self.openapi),
            web.post("/api/commands", self.command),
            web.get("/api/views/{view}", self.view),
            web.get("/api/marks", self.marks),
            web.get("/api/protocol", self.protocol, allow_head=False),
        ]

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
        grant = self._context.sender(request)
        post = await body(request, Post)
        if not self._context.may_send(grant):
            return refusal(request, reject("too-many-commands"))
        receipt = await self._context.submit(CommandId(post.id), post.command, grant)
        return receipt_answer(request, receipt, "$.command")

    async def view(self, request: web.Request) -> web.Response:
        name = request.match_info["view"]
        if name not in VIEW_ROLES:
            raise web.HTTPNotFound
        view = msgspec.convert(name, ViewName)
        grant = self._context.asker(request, view)
        if not may_view(grant.role, view) or not self._context.known(grant):
            raise AccessRefused("not-allowed", role=grant.role.value)
        hub = self._context.hub
        return answer({"epoch": self._context.controller.epoch, "seq": hub.seq(view), "data": hub.data(view, grant)})

    async def marks(self, request: web.Request) -> web.Response:
        """The markers, for whoever cuts the recording: `?format=csv` (for spreadsheets) or json; `language`: of
        its heading."""
        demand(VIEW_ROLES["panel"], self._context.asker(request))
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
        demand(MANAGES_LINKS, self._context.asker(request))
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
