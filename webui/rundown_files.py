"""`/api/rundown/import`, `/api/rundown/export` and `/api/rundown/report`: the rundown as a file, for the crew."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import quote

import msgspec
from aiohttp import web
from msgspec import UNSET

from control.access import may
from control.controller import Envelope
from control.core.cameras import preset_names
from control.core.rundown.commands import Replace
from control.core.rundown.plan import Plan
from control.core.types import CommandId
from control.exchange import columns, formats
from control.exchange.formats import Asked, Occasion, ReadFormat, ReportFormat, Summary, WriteFormat
from control.exchange.reading import LARGEST, Fault, Layout, Reading, is_fatal
from control.grants import AccessRefused, Grant
from control.keys import installation_key
from control.language import LANGUAGES
from control.show import Language
from webui import words
from webui.answers import ExportAnswer, FaultAnswer, ImportAnswer, LayoutAnswer, MeaningAnswer, SummaryAnswer
from webui.context import Context
from webui.context import fault as place_of
from webui.throttle import Bucket

FILES = (2, 10)
"""Of one person, a second and at once: each may cost a thread some seconds."""
_encode = msgspec.json.Encoder().encode


class RundownFiles:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._buckets: dict[str, Bucket] = {}
        # One at a time: files are work, and the show has the machine first.
        self._turn = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/rundown/import", self.take_in),
            web.get("/api/rundown/export", self.give_out, allow_head=False),
            web.get("/api/rundown/report", self.report, allow_head=False),
        ]

    def _crew(self, grant: Grant) -> Grant:
        if not may(grant.role, Replace):
            raise AccessRefused("not-allowed", role=grant.role.value)
        if not self._buckets.setdefault(str(grant.actor), Bucket(*FILES, time.monotonic)).take():
            raise AccessRefused("too-many-commands")
        return grant

    def _language(self, request: web.Request) -> Language:
        asked = request.query.get("language")
        for language in LANGUAGES:
            if language == asked:
                return language
        return words.language_of(request, self._context.show.language)

    # --- in ---

    async def take_in(self, request: web.Request) -> web.Response:
        """The file is the body. Tells what it would bring; with `apply=true` and `edition=N` it is brought, if there
        is nothing wrong with it and the rundown is still of that edition."""
        grant = self._crew(self._context.sender(request))
        kind: ReadFormat = _format(request, formats.READ)
        asked, language = _asked(request), self._language(request)
        edition = _edition(request) if request.query.get("apply") == "true" else None
        data = await _file(request)
        async with self._turn:
            before = self._context.controller.state.rundown
            if edition is not None and edition != before.edition:
                raise AccessRefused("rundown-changed")
            reading, summary = await asyncio.to_thread(_read, kind, data, before.plan, asked)
        seq: int | None = None
        if edition is not None:
            seq = await self._replace(reading, edition, grant)
        answer = ImportAnswer(
            ok=reading.plan is not None,
            edition=before.edition,
            applied=seq if seq is not None else UNSET,
            summary=_summary(summary) if summary is not None else UNSET,
            faults=[_fault(fault, language) for fault in reading.faults],
            layout=_layout(reading.layout) if reading.layout is not None else UNSET,
            meanings=_meanings(language),
            rundowns=list(reading.rundowns),
        )
        return web.Response(body=_encode(answer), content_type="application/json")

    async def _replace(self, reading: Reading, edition: int, grant: Grant) -> int:
        if reading.plan is None:
            raise AccessRefused("exchange-has-faults", count=sum(is_fatal([fault]) for fault in reading.faults))
        command = Replace(reading.plan, edition)
        receipt = await self._context.controller.submit(
            Envelope(CommandId(f"import-{secrets.token_hex(8)}"), grant.actor, command)
        )
        if receipt.error is not None:
            raise AccessRefused(receipt.error.code, **receipt.error.args)
        return receipt.seq

    # --- out ---

    async def give_out(self, request: web.Request) -> web.Response:
        """The rundown as a file; with `report=true` instead of it what of the rundown the file would not hold."""
        self._crew(self._context.asker(request))
        kind: WriteFormat = _format(request, formats.WRITE)
        language = self._language(request)
        occasion = await self._occasion(language)
        async with self._turn:
            plan = self._context.controller.state.rundown.plan
            data = await asyncio.to_thread(formats.write, kind, plan, occasion)
            report = request.query.get("report") == "true"
            left = await asyncio.to_thread(formats.left, kind, data, plan) if report else ()
        if report:
            answer = ExportAnswer(left=[_fault(fault, language) for fault in left])
            return web.Response(body=_encode(answer), content_type="application/json")
        return _attachment(data, kind, "rundown", occasion.title)

    async def report(self, request: web.Request) -> web.Response:
        """What became of the plan: each item as planned and as it was."""
        self._crew(self._context.asker(request))
        kind: ReportFormat = _format(request, formats.REPORT)
        language = self._language(request)
        occasion = await self._occasion(language)
        async with self._turn:
            rundown = self._context.controller.state.rundown
            if rundown.run.begun is None:
                raise AccessRefused("report-nothing")
            data = await asyncio.to_thread(formats.report, kind, rundown.plan, rundown.run, occasion)
        return _attachment(data, kind, "report", f"{occasion.title}. {words.text(language, 'report-name')}")

    async def _occasion(self, language: Language) -> Occasion:
        context = self._context
        rundown = context.controller.state.rundown
        key = await installation_key(context.journal, "calendar")
        return Occasion(
            title=context.show.title,
            zone=rundown.zone if rundown.today else context.show.time_zone,
            today=rundown.today or None,
            now=context.controller.clock.now(),
            key=hashlib.sha256(key).hexdigest()[:16],
            language=language,
            show=context.show,
            presets=preset_names(context.controller.state.cameras),
        )


def _read(kind: ReadFormat, data: bytes, before: Plan, asked: Asked) -> tuple[Reading, Summary | None]:
    reading = formats.read(kind, data, before, asked)
    return reading, formats.summary(before, reading.plan) if reading.plan is not None else None


def _attachment(data: bytes, kind: WriteFormat, plain: str, title: str) -> web.Response:
    """`plain`: its name for programs that understand no other letters."""
    media, ending = formats.TYPES[kind]
    name = quote(f"{title}{ending}", safe="")
    return web.Response(
        body=data,
        headers={
            "Content-Type": media,
            "Content-Disposition": f"attachment; filename=\"{plain}{ending}\"; filename*=UTF-8''{name}",
            "Cache-Control": "no-store",
        },
    )


# --- what is asked ---


def _format(request: web.Request, known: tuple[Any, ...]) -> Any:
    name = request.query.get("format", "")
    if name not in known:
        raise AccessRefused("exchange-no-format", name=name[:40], formats=", ".join(known))
    return name


def _asked(request: web.Request) -> Asked:
    query = request.query
    table: dict[str, Any] = {name: query[name] for name in ("sheet", "clock") if query.get(name)}
    try:
        if query.get("mapping"):
            table["mapping"] = msgspec.json.decode(query["mapping"])
        return msgspec.convert({"table": table, "rundown": query.get("rundown") or None}, Asked)
    except (msgspec.DecodeError, RecursionError) as error:
        field = place_of(error)[0] if isinstance(error, msgspec.ValidationError) else "mapping"
        raise AccessRefused("exchange-bad-options", field=field) from error


def _edition(request: web.Request) -> int:
    said = request.query.get("edition", "")
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise AccessRefused("exchange-no-edition")
    return int(said)


async def _file(request: web.Request) -> bytes:
    """Larger than what other addresses take, and still bounded."""
    too_large = AccessRefused("exchange-too-large", most=LARGEST // 1_048_576)
    if (request.content_length or 0) > LARGEST:
        raise too_large
    data = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        data += chunk
        if len(data) > LARGEST:
            raise too_large
    return bytes(data)


# --- what is answered ---


def _fault(fault: Fault, language: Language) -> FaultAnswer:
    return FaultAnswer(
        level=fault.level,
        code=fault.code,
        args=fault.args,
        text=words.text(language, fault.code, **fault.args),
        row=fault.row if fault.row is not None else UNSET,
        column=fault.column if fault.column is not None else UNSET,
    )


def _summary(summary: Summary) -> SummaryAnswer:
    found = {name: value for name, value in msgspec.structs.asdict(summary).items() if value is not None}
    return SummaryAnswer(**{**found, "fields": list(summary.fields)})


def _layout(layout: Layout) -> LayoutAnswer:
    return msgspec.convert(msgspec.to_builtins(layout), LayoutAnswer)


def _meanings(language: Language) -> list[MeaningAnswer]:
    return [MeaningAnswer(m, words.text(language, f"exchange-column-{m}")) for m in columns.MEANINGS]
