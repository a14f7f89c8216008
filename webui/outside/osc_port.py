"""OSC's sockets: UDP in, bounded whatever is thrown at it, and the state out to those the show file names.

UDP answers nothing: what was refused is told to the feedback's receivers (`/efir/error`), counted, and logged at most
once a minute.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter
from typing import Any

import structlog
from pythonosc.osc_message_builder import build_msg

from control.core.types import Role
from control.grants import Grant
from control.show import OscIn
from control.telemetry import Unsubscribe
from webui import words
from webui.outside.door import TAGS, Door, refusal_of
from webui.outside.feed import Data, Feed
from webui.outside.osc import Garbage, command, read
from webui.ports import port_error
from webui.throttle import Bucket

log = structlog.get_logger(__name__)

DATAGRAMS = (300, 600)
"""Of everybody together, a second and at once: what is looked at at all."""
MOST_IN_FLIGHT = 64
AGAIN = 10.0
"""Seconds after which feedback is told whole again: UDP loses, and a receiver may have been restarted."""
LOG_EVERY = 60.0
LONGEST_ERROR = 300
_GRANT = Grant(Role.OPERATOR, "osc", None, None, None)


class OscPort(asyncio.DatagramProtocol):
    """`feed` is the flat state's."""

    def __init__(self, door: Door, feed: Feed, settings: OscIn) -> None:
        self._door = door
        self._feed = feed
        self._settings = settings
        self._transport: asyncio.DatagramTransport | None = None
        self._bucket = Bucket(*DATAGRAMS, time.monotonic)
        self._tasks: set[asyncio.Task[None]] = set()
        self._peers: list[Any] = []
        self._leave: Unsubscribe | None = None
        self._again: asyncio.Task[None] | None = None
        self._log_from = 0.0
        self._unlogged: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        """Why → how many datagrams and commands came to nothing."""

    @property
    def port(self) -> int:
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    async def start(self) -> None:
        """`PortTakenError`."""
        host = "127.0.0.1" if self._settings.open_to == "local" else "0.0.0.0"  # noqa: S104 (the show file says so)
        loop = asyncio.get_running_loop()
        try:
            self._transport, _ = await loop.create_datagram_endpoint(
                lambda: self, local_addr=(host, self._settings.port), family=socket.AF_INET
            )
        except OSError as error:
            raise port_error(error, host, self._settings.port) from error
        await self._find_peers()
        if self._peers:
            self._leave = self._feed.listen(self._tell)
            self._again = asyncio.create_task(self._repeat())

    async def close(self) -> None:
        if self._leave is not None:
            self._leave()
        for task in (*self._tasks, *([self._again] if self._again is not None else [])):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()

    # --- in ---

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        if not self._bucket.take():
            self._drop("too many datagrams")
            return
        try:
            asked = [command(message, self._door.context.controller.state) for message in read(data)]
        except Garbage as error:
            self._drop(str(error))
            return
        for one in asked:
            if one is None:
                continue
            if len(self._tasks) >= MOST_IN_FLIGHT:
                self._drop("too many commands at once")
                return
            task = asyncio.get_running_loop().create_task(self._do(one, str(addr[0])))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def error_received(self, exc: Exception) -> None:
        """A receiver of feedback is not there: it will be told again."""

    async def _do(self, one: dict[str, Any], host: str) -> None:
        if one["type"] not in TAGS:
            self._drop("unknown command")
            return
        refused = refusal_of(await self._door.do(one, _GRANT, sender=f"osc {host}"))
        if refused is not None:
            self._drop(refused.code)
            text = words.problem(self._door.context.show.language, refused).text
            self._send("/efir/error", text[:LONGEST_ERROR])

    def _drop(self, why: str) -> None:
        self.dropped[why] += 1
        self._unlogged[why] += 1
        now = time.monotonic()
        if now >= self._log_from:
            self._log_from = now + LOG_EVERY
            log.warning("OSC that came to nothing", port=self.port, why=dict(self._unlogged))
            self._unlogged.clear()

    # --- out ---

    async def _find_peers(self) -> None:
        loop = asyncio.get_running_loop()
        for peer in self._settings.feedback:
            try:
                found = await loop.getaddrinfo(peer.host, peer.port, family=socket.AF_INET, type=socket.SOCK_DGRAM)
            except OSError as error:
                log.warning("no such receiver of OSC feedback", host=peer.host, reason=str(error))
                continue
            self._peers.append(found[0][4])

    async def _repeat(self) -> None:
        while True:
            self._tell(self._feed.now())
            await asyncio.sleep(AGAIN)

    def _tell(self, data: Data) -> None:
        for key, value in data.items():
            self._send(f"/efir/state/{key.replace('.', '/')}", value)

    def _send(self, address: str, value: Any) -> None:
        """Truths are 1 and 0 and nothing is an empty text: what every receiver understands."""
        if isinstance(value, bool):
            value = int(value)
        datagram = build_msg(address, ["" if value is None else value]).dgram
        for peer in self._peers:
            if self._transport is not None and not self._transport.is_closing():
                self._transport.sendto(datagram, peer)
