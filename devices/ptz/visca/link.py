"""A session on a network: connected again whenever it is lost."""

import asyncio
import random
from collections.abc import Callable

import structlog

from devices.ptz.head import HeadAway, HeadError, HeadRefused, HeadSilent
from devices.ptz.visca.actions import Accepted, Action, Down, Failed, Finished, Request, Send, Ticket, Up, Why
from devices.ptz.visca.codec import ErrorCode
from devices.ptz.visca.patterns import Answer, Inquiry
from devices.ptz.visca.session import Session
from devices.ptz.visca.transport import Endpoint, Wire, open_wire

log = structlog.get_logger(__name__)

FIRST_RETRY, LAST_RETRY = 0.1, 5.0
"""Seconds between attempts, doubling, with jitter."""


class ViscaLink:
    """Run `run()` in a task. `on_open` is called when there is a way to the camera, `on_up` when it is there and clear,
    `on_down` after each attempt and session; on the loop: they must not block."""

    def __init__(
        self,
        endpoint: Endpoint,
        on_open: Callable[[], None],
        on_up: Callable[[], None],
        on_down: Callable[[], None],
    ) -> None:
        self.endpoint = endpoint
        self._on_open, self._on_up, self._on_down = on_open, on_up, on_down
        self._session: Session | None = None
        self._wire: Wire | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._up = False
        self._over = asyncio.Event()
        self._asked: dict[Ticket, tuple[Request, asyncio.Future[Answer | None]]] = {}

    def ask(self, request: Request) -> asyncio.Future[Answer | None]:
        """Sent or queued when this returns. Done with its acceptance (a command) or its answer (an inquiry), or
        HeadAway, HeadSilent, HeadRefused. What a newer one took the place of counts as accepted. What is urgent need
        not wait until the camera is up."""
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        future.add_done_callback(_seen)
        if self._session is None or not (self._up or request.urgent):
            future.set_exception(HeadAway(self.endpoint.host))
            return future
        ticket, actions = self._session.submit(request, self._now())
        self._asked[ticket] = (request, future)
        self._do(actions)
        return future

    def halt(self) -> None:
        """What jumps and was not accepted fails as *ptz-cancelled* and is sent no more. Ask for the stop at once."""
        if self._session is not None:
            self._do(self._session.halt(self._now()))

    async def run(self) -> None:
        pause = FIRST_RETRY
        try:
            while True:
                self._over = asyncio.Event()
                try:
                    self._wire = await open_wire(self.endpoint, self._receive, self._over.set)
                except (OSError, TimeoutError, UnicodeError) as error:
                    log.debug("no way to the camera", host=self.endpoint.host, reason=str(error))
                else:
                    self._session = Session(sony=self.endpoint.framing == "sony", stream=self.endpoint.carrier == "tcp")
                    self._do(self._session.connect(self._now()))
                    self._on_open()
                    await self._over.wait()
                    if self._up:
                        pause = FIRST_RETRY
                self._hang_up()
                self._on_down()
                await asyncio.sleep(pause * random.uniform(0.7, 1.3))  # noqa: S311 - jitter
                pause = min(LAST_RETRY, pause * 2)
        finally:
            self._hang_up()

    def _hang_up(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._do(session.give_up())
        if self._timer is not None:
            self._timer.cancel()
        if self._wire is not None:
            self._wire.close()
        self._wire = self._timer = None
        self._up = False

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _receive(self, data: bytes) -> None:
        if self._session is not None:
            self._do(self._session.receive(data, self._now()))

    def _tick(self) -> None:
        self._timer = None
        if self._session is not None:
            self._do(self._session.tick(self._now()))

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Send(data):
                    if self._wire is not None:
                        self._wire.send(data)
                case Accepted(ticket):
                    if not isinstance(self._message(ticket), Inquiry):
                        self._settle(ticket, None)
                case Finished(ticket, answer):
                    self._settle(ticket, answer)
                case Failed(ticket, Why.SUPERSEDED):
                    self._settle(ticket, None)
                case Failed(ticket, why, code):
                    self._settle(ticket, _error(self.endpoint.host, why, code))
                case Up():
                    self._up = True
                    self._on_up()
                case Down():
                    self._over.set()
        self._set_timer()

    def _message(self, ticket: Ticket) -> object:
        asked = self._asked.get(ticket)
        return asked[0].message if asked else None

    def _settle(self, ticket: Ticket, result: Answer | HeadError | None) -> None:
        asked = self._asked.pop(ticket, None)
        if asked is None or asked[1].done():
            return
        if isinstance(result, HeadError):
            asked[1].set_exception(result)
        else:
            asked[1].set_result(result)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        wake = self._session.wake() if self._session is not None else None
        if wake is not None:
            self._timer = asyncio.get_running_loop().call_at(wake, self._tick)


def _seen(future: asyncio.Future[Answer | None]) -> None:
    """Not everybody waits for a stop to be accepted: what failed is no surprise."""
    if not future.cancelled():
        future.exception()


def _error(host: str, why: Why, code: ErrorCode | None) -> HeadError:
    if why is Why.AWAY:
        return HeadAway(host)
    if why is Why.NO_ANSWER:
        return HeadSilent(host)
    if why is Why.CANCELLED:
        return HeadRefused("ptz-cancelled", host=host)
    if code is ErrorCode.BUFFER_FULL:
        return HeadRefused("ptz-busy", host=host)
    if code is ErrorCode.NOT_EXECUTABLE:
        return HeadRefused("ptz-not-now", host=host)
    return HeadRefused("ptz-refused", host=host, detail=f"VISCA {code or 0:02X}")
