"""One open page, seen from the loop: what waits to be sent to it, in bounds, and the task that sends it.

Nobody ever waits for a client. Patches, receipts and beats queue in order; of telemetry and pictures only the newest
value of each key is kept, so a page that is behind loses old pictures and meters but never a fact. A page that is too
far behind is cut off: it comes back and gets a snapshot.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque

from aiohttp import web
from aiohttp.http import WSMsgType

from control.grants import Grant
from webui.messages import Language, ViewName

MOST_WAITING = 512
"""Messages."""
MOST_BYTES = 1 << 20
CLOSE_PATIENCE = 1.0
"""Seconds in which a page may take a farewell, and again as long to answer the close, before it is simply dropped."""

TOO_SLOW = 1013
"""Close code: try again later (RFC 6455 section 7.4.1, IANA registry)."""


class Client:
    """`view` and `grant` are set by the hello. All methods but `run` and `close` return at once."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.hand = secrets.token_hex(4)
        """On a camera's joystick: this connection, and no other."""
        self.view: ViewName | None = None
        self.grant: Grant | None = None
        self.language: Language = "ru"
        self.pictures = True
        """It has monitors."""
        self.looks: frozenset[int] = frozenset()
        """Cameras whose pictures it shows besides its view's own, as channels."""
        self.slow = False
        self.gone = asyncio.Event()
        """Set when its handler is done with it."""
        self._socket = socket
        self._transport = transport
        self._queue: deque[bytes] = deque()
        self._bytes = 0
        self._newest: dict[str, bytes] = {}
        self._pictures: dict[int, bytes] = {}
        self._wake = asyncio.Event()
        self._close: tuple[int, bytes] | None = None

    def send(self, message: bytes) -> None:
        """In order, never lost while the connection lasts."""
        if self._close is not None:
            return
        if len(self._queue) >= MOST_WAITING or self._bytes > MOST_BYTES:  # before: one big snapshot is no fault
            self.slow = True
            self.cut()
        else:
            self._queue.append(message)
            self._bytes += len(message)
        self._wake.set()

    def send_newest(self, key: str, message: bytes) -> None:
        """Replaces what is still waiting under the same key."""
        if self._close is None:
            self._newest[key] = message
            self._wake.set()

    def send_picture(self, channel: int, frame: bytes) -> None:
        """Only when nothing else waits; an older picture of the channel is forgotten."""
        if self._close is None and self.pictures:
            self._pictures[channel] = frame
            self._wake.set()

    def forget(self) -> None:
        """What waited for another view is not wanted any more (a second hello)."""
        self._newest.clear()
        self._pictures.clear()

    def bye(self, message: bytes, code: int) -> None:
        """After what is queued: the message, then the close."""
        if self._close is None:
            self.send(message)
            if self._close is None:
                self._finish(code, b"")

    def cut(self) -> None:
        """Nothing more is sent but a close. It stands behind a full buffer, so the connection is dropped soon."""
        self._queue.clear()
        self.forget()
        self._bytes = 0
        self._finish(TOO_SLOW, b"too slow")

    def _finish(self, code: int, reason: bytes) -> None:
        self._close = (code, reason)
        self._wake.set()
        if self._transport is not None:  # a stalled page does not stay because it takes no farewell
            asyncio.get_running_loop().call_later(2 * CLOSE_PATIENCE, self._transport.abort)

    @property
    def closing(self) -> bool:
        """What it still says is not heard any more."""
        return self._close is not None

    def end(self) -> None:
        """The reader is done: `run` returns."""
        if self._close is None:
            self._queue.clear()
            self.forget()
            self._close = (1000, b"")
        self._wake.set()

    async def run(self, reader: asyncio.Task[None]) -> None:
        """Sends until the connection ends or a `bye` is through; then the reader is stopped.

        It must be before the close: while somebody reads, aiohttp (3.14) drops the connection without waiting for the
        peer's answer, and the peer may never learn the close code.
        """
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._send_waiting()
                if self._close is not None and not self._queue:
                    break
        except ConnectionError:
            pass  # the peer is gone
        reader.cancel()
        await asyncio.wait([reader])
        code, reason = self._close or (1000, b"")
        await self._socket.close(code=code, message=reason)

    async def _send_waiting(self) -> None:
        while True:
            if self._queue:
                message = self._queue.popleft()
                self._bytes -= len(message)
                await self._socket.send_frame(message, WSMsgType.TEXT)
            elif self._newest:
                key = next(iter(self._newest))
                await self._socket.send_frame(self._newest.pop(key), WSMsgType.TEXT)
            elif self._pictures:
                channel = next(iter(self._pictures))
                await self._socket.send_frame(self._pictures.pop(channel), WSMsgType.BINARY)
            else:
                return
