"""What every part of the server reads: the same for all requests."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

import msgspec
import structlog
from aiohttp import web

from control.controller import Controller, Envelope, Receipt
from control.core.lending_acts import Recall
from control.core.types import CameraId, CommandId, Role
from control.core.visits import Note, What
from control.errors import Rejection, reject
from control.grants import Grant, Link
from control.hands import Hands
from control.journal.base import Journal
from control.people import People
from control.registry import decode_command, tag_of
from control.show import Show
from control.telemetry import Telemetry
from webui.auth import Gate
from webui.hub import Hub
from webui.lending import Lending
from webui.messages import ViewName
from webui.metrics import Metrics
from webui.throttle import Buckets

log = structlog.get_logger(__name__)

COMMANDS = (30, 60)
"""Of one sender, a second and at once."""
COMMANDS_OF_GUESTS = (1, 8)
"""Each is in the journal, and there are many of them."""

_PLACE = re.compile(r" - at `(?:key in )?(.+?)`$")


def fault(error: msgspec.DecodeError) -> tuple[str, str]:
    """(field, reason) of what msgspec found wrong: (`$.command.scene`, "Expected `str`, got `int`")."""
    text = str(error)
    place = _PLACE.search(text)
    return (place[1], text[: place.start()]) if place else ("$", text)


@dataclass(frozen=True)
class Context:
    controller: Controller
    journal: Journal
    people: People
    telemetry: Telemetry
    show: Show
    hub: Hub
    gate: Gate
    metrics: Metrics
    version: str
    hands: Hands
    lending: Lending
    buckets: Buckets = field(default_factory=lambda: Buckets(time.monotonic))
    """Of commands, by who sends them."""

    def may_send(self, grant: Grant) -> bool:
        """Whether he may send one more command now, whichever way; it is then counted."""
        limits = COMMANDS_OF_GUESTS if grant.role is Role.GUEST else COMMANDS
        return self.buckets.take(str(grant.actor), *limits)

    def known(self, grant: Grant) -> bool:
        """False for the link of a judge or a camera that the show file does not name any more."""
        if grant.role is Role.GUEST:
            lent = self.show.camera(CameraId(grant.subject))
            return lent is not None and lent.ptz is not None
        if grant.role is Role.PHONE:
            camera = self.show.camera(CameraId(grant.subject))
            return camera is not None and camera.takes_phone
        if grant.role is not Role.JUDGE:
            return True
        contest = self.show.contest
        return contest is not None and any(judge.id == grant.subject for judge in contest.judges)

    def asker(self, request: web.Request, view: ViewName | None = None) -> Grant:
        """Who reads: a browser sends no Origin with it, and the cookie is SameSite=Strict."""
        return self.gate.grant(request, cookies=True, view=view, link=request.query.get("as"))

    def sender(self, request: web.Request) -> Grant:
        """Who writes."""
        ours = self.gate.check_origin(request)
        return self.gate.grant(request, cookies=ours, link=request.query.get("as"))

    async def join(self, request: web.Request, response: web.StreamResponse, grant: Grant) -> None:
        """Opens a session and puts its cookie into the answer; the log has it when it is a link's first.

        Nothing happens in a browser that has one already: a reload of a link does not fill the tables.
        """
        if grant.link is not None and self.gate.has_session(request, grant):
            return
        first = grant.link is not None and not self.people.joined_before(grant.link)
        await self.gate.sign_in(request, response, grant)
        if first and grant.link is not None:
            await self.note("joined", self.people.link(grant.link), grant)

    async def note(self, what: What, link: Link, by: Grant) -> None:
        """For the log of what happened. What was done to the link stands even if the journal refuses."""
        receipt = await self.controller.system(
            Note(what, link.id, link.role.value, link.subject or link.id, str(by.actor))
        )
        if not receipt.ok:
            log.warning("a link's change is not in the log", what=what, link=link.id, error=receipt.error)

    async def submit(self, command_id: CommandId, raw: msgspec.Raw, grant: Grant) -> Receipt | Rejection:
        """Decodes and submits. A Rejection: it was no command at all (*bad-command*: ``field``, ``reason``)."""
        started = time.perf_counter()
        try:
            command = decode_command(raw)
        except (msgspec.DecodeError, RecursionError) as error:
            self.metrics.commands.labels("", "bad-command").inc()
            field, reason = fault(error) if isinstance(error, msgspec.DecodeError) else ("$", "nested too deep")
            return reject("bad-command", field=field, reason=reason)
        if isinstance(command, Recall) and self.lending.crew_moves(CameraId(grant.subject)):
            return reject("lending-crew-hand")
        receipt = await self.controller.submit(Envelope(command_id, grant.actor, command))
        outcome = receipt.error.code if receipt.error else "ok"
        self.metrics.commands.labels(tag_of(type(command)), outcome).inc()
        if receipt.ok:
            self.metrics.commit.observe(time.perf_counter() - started)
        return receipt
