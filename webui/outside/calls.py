"""Performs the calls that were decided, once they are durable, and reports what became of them.

A webhook's connection is opened beside the commit, because opening takes longer than all the rest; nothing is said on
it before the decision is on the disk, and if it does not come there, it is closed.

Each at most once: a call is begun when its decision is on the disk, and one that Efir did not see the end of is never
begun again (`control.core.calls`). Only a connection that was refused is tried a second time: nothing has arrived then.
"""

from __future__ import annotations

import asyncio
import errno
from contextvars import ContextVar
from typing import Any

import aiohttp
import msgspec
import structlog

from control.controller import Controller
from control.core.calls import Call, CallId, Code, Osc, Report, Webhook
from control.registry import State
from control.show import Target
from control.showfile.links import host_and_port
from webui.outside import osc_out

log = structlog.get_logger(__name__)

AT_ONCE = 4
"""Calls on their way to one target: one that does not answer delays only what comes after these."""
SECOND_TRY = 0.3
"""Seconds after a refused connection: a device that is just starting."""
REPORT_AGAIN = 1.0
"""Seconds, while the journal refuses."""
OSC_PATIENCE = 5.0
"""Seconds for a host's name to be found."""
AHEAD = 1.0
"""Seconds for which an open connection waits for the disk: one that waits longer may be dead when it is needed."""

_durable: ContextVar[asyncio.Event] = ContextVar("durable")
"""Of the call that the task performs: its decision is on the disk."""


class CallFailed(Exception):
    """`detail` is shown to people as it is: never the address, which may hold a secret."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


class _TooEarly(Exception):
    """The disk takes its time. Nothing was said."""


class _Connector(aiohttp.TCPConnector):
    """Gives a connection away when something may be said on it."""

    async def connect(self, *args: Any, **kwargs: Any) -> aiohttp.connector.Connection:
        connection = await super().connect(*args, **kwargs)
        try:
            async with asyncio.timeout(AHEAD):
                await _durable.get().wait()
        except TimeoutError:
            connection.close()
            raise _TooEarly from None
        except asyncio.CancelledError:
            connection.close()
            raise
        return connection


class Calls:
    """`run` works until cancelled. What is pending when it is made was pending when Efir went down: not its own."""

    def __init__(self, controller: Controller, version: str) -> None:
        self._controller = controller
        self._headers = {"User-Agent": f"Efir/{version}"}
        self._targets = {target.id: target for target in controller.show.calls}
        self._turns = {target.id: asyncio.Semaphore(AT_ONCE) for target in controller.show.calls}
        self._begun: set[CallId] = set(controller.state.calls.pending)
        self._ahead: dict[CallId, tuple[asyncio.Task[None], asyncio.Event]] = {}
        """Begun, but not durable yet."""

    async def run(self) -> None:
        if not self._targets:
            return
        # A connection of its own for each: one that was kept may be dead, and what is sent on it lost without a trace.
        connector = _Connector(force_close=True, limit=0)
        jar = aiohttp.DummyCookieJar()
        async with (
            aiohttp.ClientSession(connector=connector, headers=self._headers, cookie_jar=jar) as http,
            asyncio.TaskGroup() as tasks,
        ):

            def begin(call: Call) -> tuple[asyncio.Task[None], asyncio.Event]:
                durable = asyncio.Event()
                return tasks.create_task(self._attend(http, call, durable), name=f"call {call.id}"), durable

            def decided(state: State) -> None:
                pending = state.calls.pending
                for lost in self._ahead.keys() - pending.keys():  # the disk did not take it
                    self._ahead.pop(lost)[0].cancel()
                for call in pending.values():
                    if isinstance(call.what, Webhook) and call.id not in self._begun | self._ahead.keys():
                        self._ahead[call.id] = begin(call)

            def committed(state: State, seq: int) -> None:
                self._begun &= state.calls.pending.keys()
                for call in state.calls.pending.values():
                    if call.id not in self._begun:
                        self._begun.add(call.id)
                        ahead = self._ahead.pop(call.id, None)
                        (ahead or begin(call))[1].set()

            committed(self._controller.state, self._controller.seq)
            unsubscribe = [self._controller.on_head(decided), self._controller.on_commit(committed, first=True)]
            try:
                await asyncio.Event().wait()  # until cancelled
            finally:
                for stop in unsubscribe:
                    stop()

    async def _attend(self, http: aiohttp.ClientSession, call: Call, durable: asyncio.Event) -> None:
        _durable.set(durable)
        target = self._targets[call.what.target]
        async with self._turns[target.id]:
            try:
                detail = await self._once_durable(http, target, call, durable)
            except CallFailed as failed:
                log.warning("a call has failed", target=target.id, call=call.id, code=failed.code, detail=failed.detail)
                report = Report(call.id, False, failed.code, failed.detail)
            except Exception as error:  # noqa: BLE001 - one call that we cannot make is no reason for the show to end
                log.error("a call could not be made", target=target.id, call=call.id, error=type(error).__name__)
                report = Report(call.id, False, "call-broken", type(error).__name__)
            else:
                report = Report(call.id, True, detail=detail)
        await self._report(report)

    async def _report(self, report: Report) -> None:
        while True:
            receipt = await self._controller.system(report)
            if receipt.error is None or not receipt.error.code.startswith("journal-"):
                return
            await asyncio.sleep(REPORT_AGAIN)

    async def _once_durable(
        self, http: aiohttp.ClientSession, target: Target, call: Call, durable: asyncio.Event
    ) -> str:
        """What goes wrong before anything may be said is no failure: it is tried again when it may."""
        while True:
            try:
                return await self._perform(http, target, call)
            except _TooEarly:
                pass
            except CallFailed:
                if durable.is_set():
                    raise
            await durable.wait()

    async def _perform(self, http: aiohttp.ClientSession, target: Target, call: Call) -> str:
        """What it answered, in short. CallFailed."""
        if isinstance(call.what, Osc):
            return await _osc(target, call.what)
        try:
            async with asyncio.timeout(target.timeout / 1000):
                try:
                    return await _webhook(http, target, call, call.what)
                except CallFailed as failed:
                    if failed.code != "call-refused":
                        raise
                await asyncio.sleep(SECOND_TRY)
                return await _webhook(http, target, call, call.what)
        except TimeoutError as error:
            raise CallFailed("call-timeout", f"{target.timeout / 1000:g} s") from error


async def _osc(target: Target, call: Osc) -> str:
    assert target.osc is not None
    address = host_and_port(target.osc)
    assert address is not None, "checked with the show file"
    try:
        async with asyncio.timeout(OSC_PATIENCE):
            await osc_out.send(*address, osc_out.message(call))
    except (OSError, TimeoutError) as error:
        raise CallFailed("call-unreachable") from error
    return ""


async def _webhook(http: aiohttp.ClientSession, target: Target, call: Call, what: Webhook) -> str:
    assert target.webhook is not None
    headers = {"Idempotency-Key": call.id}
    if target.token is not None:
        headers["Authorization"] = f"Bearer {target.token.reveal()}"
    body = None
    if what.body is not None:
        headers["Content-Type"] = "application/json"
        body = msgspec.json.encode(what.body)
    try:
        # Redirects are not followed: only the hosts of the show file are called. The answer's body is not read.
        async with http.request(
            what.method, target.webhook, data=body, headers=headers, allow_redirects=False, timeout=_NO_OTHER
        ) as answer:
            if not 200 <= answer.status < 300:
                raise CallFailed("call-status", str(answer.status))
            return str(answer.status)
    except aiohttp.ClientConnectorCertificateError as error:
        raise CallFailed("call-insecure") from error
    except aiohttp.ClientSSLError as error:
        raise CallFailed("call-insecure") from error
    except aiohttp.ClientConnectorError as error:
        raise CallFailed("call-refused" if _refused(error.os_error) else "call-unreachable") from error
    except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError, aiohttp.ServerDisconnectedError) as error:
        raise CallFailed("call-garbage") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise CallFailed("call-unreachable") from error


_NO_OTHER = aiohttp.ClientTimeout(total=None, sock_connect=None, sock_read=None)
"""The target's own counts, over both tries."""


def _refused(error: OSError) -> bool:
    """Of a host with several addresses: each of them."""
    if isinstance(error, ConnectionRefusedError) or error.errno == errno.ECONNREFUSED:
        return True
    inner = getattr(error, "exceptions", ())
    return bool(inner) and all(_refused(one) for one in inner)
