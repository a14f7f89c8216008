"""Devices that are called: they stamp what arrives, and answer well, badly, late or never."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from pythonosc.osc_message import OscMessage


@dataclass
class Arrival:
    at: float
    """Monotonic seconds."""
    head: str
    body: bytes

    @property
    def method(self) -> str:
        return self.head.split(" ", 1)[0]

    def header(self, name: str) -> str | None:
        for line in self.head.split("\r\n")[1:]:
            key, _, value = line.partition(": ")
            if key.lower() == name.lower():
                return value
        return None


@dataclass
class Device:
    """An HTTP device by hand, so that it can break every rule. `says`: the bytes of its answer; None: it never answers.
    `after`: seconds before it does."""

    says: bytes | None = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    after: float = 0.0
    port: int = 0
    arrived: list[Arrival] = field(default_factory=list)
    here: int = 0
    most: int = 0
    """Connections, now and at most at once."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.here += 1
        self.most = max(self.most, self.here)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            arrival = Arrival(time.monotonic(), head.removesuffix("\r\n\r\n"), b"")
            arrival.body = await reader.readexactly(int(arrival.header("Content-Length") or 0))
            self.arrived.append(arrival)
            if self.says is None:
                await reader.read()  # until the other side has had enough
                return
            await asyncio.sleep(self.after)
            writer.write(self.says)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.here -= 1
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@asynccontextmanager
async def device(says: bytes | None = Device.says, *, after: float = 0.0, port: int = 0) -> AsyncIterator[Device]:
    made = Device(says, after)
    server = await asyncio.start_server(made.serve, "127.0.0.1", port)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


@dataclass
class OscDevice:
    port: int = 0
    arrived: list[tuple[float, str, list[Any]]] = field(default_factory=list)
    """(monotonic seconds, address, arguments)"""
    types: list[str] = field(default_factory=list)


class _Osc(asyncio.DatagramProtocol):
    def __init__(self, made: OscDevice) -> None:
        self._made = made

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        message = OscMessage(data)
        self._made.arrived.append((time.monotonic(), message.address, list(message.params)))
        address_end = (len(message.address) // 4 + 1) * 4
        self._made.types.append(data[address_end:].split(b"\0", 1)[0].decode())


@asynccontextmanager
async def osc_device() -> AsyncIterator[OscDevice]:
    made = OscDevice()
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Osc(made), local_addr=("127.0.0.1", 0)
    )
    made.port = transport.get_extra_info("sockname")[1]
    try:
        yield made
    finally:
        transport.close()
