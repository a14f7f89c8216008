"""The live protocol on one WebSocket, `/live` (docs/architecture.md): who speaks, what he asks, and how it ends."""

from __future__ import annotations

import asyncio
import time

import msgspec
import structlog
from aiohttp import WSMsgType, web
from msgspec import UNSET
from msgspec.structs import replace

from control.access import BORROWS_CAMERAS, MOVES_CAMERAS, may_view
from control.core.types import CameraId, CommandId, Role
from control.errors import Rejection, reject
from control.grants import AccessRefused, Ended, Grant
from control.hands import Stick
from webui import words
from webui.client import CLOSE_PATIENCE, TOO_SLOW, Client
from webui.context import COMMANDS, Context
from webui.messages import (
    Bye,
    ByeCode,
    Declined,
    Do,
    Drive,
    FromClient,
    Halt,
    Hello,
    Introduce,
    Look,
    Ping,
    Pong,
    ReceiptMessage,
    Welcome,
)
from webui.throttle import Bucket

log = structlog.get_logger(__name__)

LARGEST_MESSAGE = 64 * 1024
LARGEST_OF_CREW = 512 * 1024
"""Of those who write rundowns: an item with its script, its note and all its columns, two bytes a Cyrillic letter."""
HELLO_WITHIN = 10.0
HEARTBEAT = 15.0
"""Seconds between the server's own pings: a peer that answers none is gone."""
MOST_IN_FLIGHT = 64
"""Commands of one page that wait for the disk."""
MESSAGES = (100, 300)
"""A second, at once."""

_decode = msgspec.json.Decoder(FromClient).decode
_encode = msgspec.json.Encoder().encode

_CLOSE_CODES: dict[ByeCode, int] = {
    "not-signed-in": 4401,
    "link-invalid": 4401,
    "link-revoked": 4401,
    "link-expired": 4401,
    "signed-out": 4401,
    "not-allowed": 4403,
    "bad-message": 1008,
    "too-slow": TOO_SLOW,
    "going-away": 1001,
}
"""Close codes 4000–4999 are the application's own (RFC 6455 section 7.4.2); these follow HTTP's 401 and 403."""


class Live:
    """Every open socket. `handle` is the route; `end` and `close` send people away."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._sockets: set[Client] = set()
        self._closing = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        browser = self._context.gate.check_origin(request)
        if self._closing:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(
            compress=False,
            max_msg_size=LARGEST_OF_CREW,
            heartbeat=HEARTBEAT,
            decode_text=False,
            timeout=CLOSE_PATIENCE,
            writer_limit=32 * 1024,
        )
        await socket.prepare(request)
        client = Client(socket, request.transport)
        client.language = words.language_of(request, self._context.show.language)
        self._sockets.add(client)
        try:
            async with asyncio.TaskGroup() as tasks:
                connection = _Connection(self._context, request, socket, client, tasks, browser)
                await client.run(tasks.create_task(connection.read()))
        finally:
            self._sockets.discard(client)
            client.gone.set()
            self._context.hub.leave(client)
            self._context.lending.left(client)
            self._context.hands.release(client.hand)
            if client.slow:
                self._context.metrics.slow.inc()
        return socket

    def ended(self, ended: Ended) -> None:
        """A link or session is worth nothing any more: its pages go at once."""
        for client in self._context.hub.ended(ended):
            say_bye(client, msgspec.convert(ended.code, ByeCode))

    def refused(self, hand: str, why: Rejection) -> None:
        """A camera does not do what this hand wants."""
        for client in self._sockets:
            if client.hand == hand:
                client.send(_encode(Declined(words.problem(client.language, why))))

    def expire(self) -> None:
        """Sends those away whose time is up."""
        now = self._context.controller.clock.now()
        for client in self._context.hub.clients():
            if client.grant is not None and client.grant.expires is not None and client.grant.expires <= now:
                say_bye(client, "link-expired")

    async def close(self) -> None:
        """Everybody is told that the server goes, and is gone when this returns; nobody new is let in."""
        self._closing = True
        for client in self._sockets:
            say_bye(client, "going-away")
        if self._sockets:
            await asyncio.wait([asyncio.create_task(client.gone.wait()) for client in self._sockets])


def say_bye(client: Client, code: ByeCode) -> None:
    text = words.text(client.language, f"bye-{code}")
    client.bye(_encode(Bye(code, text)), _CLOSE_CODES[code])


def _stick(drive: Drive) -> Stick:
    return Stick(drive.pan, drive.tilt, drive.zoom, drive.focus)


class _Connection:
    """One socket's reading side."""

    def __init__(
        self,
        context: Context,
        request: web.Request,
        socket: web.WebSocketResponse,
        client: Client,
        tasks: asyncio.TaskGroup,
        browser: bool,
    ) -> None:
        self._context = context
        self._request = request
        self._socket = socket
        self._client = client
        self._tasks = tasks
        self._browser = browser
        self._messages = Bucket(*MESSAGES, time.monotonic)
        self._commands = Bucket(*COMMANDS, time.monotonic)
        self._largest = LARGEST_MESSAGE
        self._in_flight = 0

    async def read(self) -> None:
        """Until the socket closes. A fault in what a client sends ends his connection and nothing else."""
        try:
            await self._read()
        finally:
            self._client.end()

    async def _read(self) -> None:
        within: float | None = HELLO_WITHIN
        while True:
            try:
                frame = await self._socket.receive(within)
            except TimeoutError:
                say_bye(self._client, "bad-message")
                return
            if frame.type is not WSMsgType.TEXT:
                if frame.type is WSMsgType.BINARY:
                    say_bye(self._client, "bad-message")
                return
            if len(frame.data) > self._largest:
                say_bye(self._client, "bad-message")
                return
            try:
                message = _decode(frame.data)
            except (msgspec.DecodeError, RecursionError):
                say_bye(self._client, "bad-message")
                return
            if self._client.closing:
                return
            if not self._messages.take() or (within is not None and not isinstance(message, Hello)):
                say_bye(self._client, "bad-message")
                return
            within = None
            if not self._answer(message):
                return

    def _answer(self, message: FromClient) -> bool:
        """False: the connection is over."""
        match message:
            case Ping(t0=t0):
                now = self._context.controller.clock.now
                self._client.send(_encode(Pong(t0=t0, t1=now(), t2=now())))
            case Hello():
                return self._hello(message)
            case Do():
                self._do(message)
            case Look():
                self._context.hub.look(self._client, message.cameras)
            case Drive() | Halt():
                return self._move(message)
            case Introduce(name=name):
                self._context.lending.introduce(self._client, name)
        return True

    def _move(self, message: Drive | Halt) -> bool:
        grant = self._client.grant
        assert grant is not None  # a hello came first
        if grant.role in BORROWS_CAMERAS:
            self._borrow(message)
            return True
        if grant.role not in MOVES_CAMERAS:
            say_bye(self._client, "not-allowed")
            return False
        camera = CameraId(message.camera)
        if isinstance(message, Halt):
            self._context.hands.halt(camera)
        else:
            self._context.hands.move(self._client.hand, camera, _stick(message))
        return True

    def _borrow(self, message: Drive | Halt) -> None:
        if isinstance(message, Halt):
            self._context.lending.halt(self._client)
        else:
            self._context.lending.move(self._client, _stick(message))

    def _hello(self, hello: Hello) -> bool:
        if hello.language is not UNSET:
            self._client.language = hello.language
        link = hello.as_ if hello.as_ is not UNSET else self._request.query.get("as")
        token = hello.token if hello.token is not UNSET else None
        try:
            grant = self._context.gate.grant(
                self._request, cookies=self._browser, view=hello.view, link=link, token=token
            )
        except AccessRefused as error:
            say_bye(self._client, msgspec.convert(error.code, ByeCode))
            return False
        if grant.role is Role.GUEST:
            grant = replace(grant, connection=self._client.hand)
        if not may_view(grant.role, hello.view) or not self._context.known(grant):
            say_bye(self._client, "not-allowed")
            return False
        crew = grant.role in (Role.OWNER, Role.OPERATOR)
        self._largest = LARGEST_OF_CREW if crew else LARGEST_MESSAGE
        controller = self._context.controller
        self._client.send(
            _encode(
                Welcome(
                    epoch=controller.epoch,
                    seq=controller.seq,
                    now=controller.clock.now(),
                    role=grant.role.value,
                    subject=grant.actor.subject or UNSET,
                    version=self._context.version,
                    hand=self._client.hand,
                    largest=self._largest,
                )
            )
        )
        since = hello.since if hello.since is not UNSET else None
        self._client.pictures = hello.pictures
        self._context.lending.left(self._client)
        self._context.hub.join(self._client, hello.view, grant, since)
        if hello.view == "lend":
            self._context.lending.came(self._client)
        return True

    # --- commands ---

    def _do(self, do: Do) -> None:
        grant = self._client.grant
        assert grant is not None  # a hello came first
        # A guest may have as many connections as he likes; the crew's pages do not slow one another down.
        may = self._context.may_send(grant) if grant.role is Role.GUEST else self._commands.take()
        if not may or self._in_flight >= MOST_IN_FLIGHT:
            self._context.metrics.commands.labels("", "too-many-commands").inc()
            self._refuse(do.id, reject("too-many-commands"))
            return
        self._in_flight += 1
        # Not awaited here: pings and further commands go on while this one waits for the disk.
        self._tasks.create_task(self._submit(do, grant))

    async def _submit(self, do: Do, grant: Grant) -> None:
        try:
            receipt = await self._context.submit(CommandId(do.id), do.command, grant)
        finally:
            self._in_flight -= 1
        if isinstance(receipt, Rejection):
            self._refuse(do.id, receipt)
            return
        error = words.problem(self._client.language, receipt.error) if receipt.error else UNSET
        self._client.send(_encode(ReceiptMessage(id=do.id, ok=receipt.ok, seq=receipt.seq, error=error)))

    def _refuse(self, command_id: str, rejection: Rejection) -> None:
        error = words.problem(self._client.language, rejection)
        self._client.send(_encode(ReceiptMessage(id=command_id, ok=False, error=error)))
