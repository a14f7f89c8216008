"""How VISCA gets to a camera: UDP or TCP, on any free port of ours. What comes from elsewhere is not heard."""

import asyncio
from collections.abc import Callable
from socket import SOCK_DGRAM
from typing import Any, Literal, Self

from msgspec import Struct

Carrier = Literal["udp", "tcp"]
Framing = Literal["sony", "raw"]
ViscaProtocol = Literal["visca", "visca-raw", "visca-tcp"]

DEFAULT_PORTS: dict[ViscaProtocol, int] = {"visca": 52381, "visca-raw": 1259, "visca-tcp": 5678}
CONNECT_TIMEOUT = 3.0


class Endpoint(Struct, frozen=True):
    """Three settings, because makers mix them: Sony's header on UDP 52381; raw on TCP 5678 and UDP 1259 (PTZOptics),
    on TCP and UDP 1259 (Avonic), on UDP 52381 (some HuddleCam). Sony's header is for UDP only."""

    host: str
    port: int
    carrier: Carrier
    framing: Framing

    def __post_init__(self) -> None:
        if self.carrier == "tcp" and self.framing == "sony":
            raise ValueError("Sony's header is for UDP")

    @classmethod
    def of(cls, protocol: ViscaProtocol, host: str, port: int | None) -> Self:
        return cls(
            host,
            DEFAULT_PORTS[protocol] if port is None else port,
            "tcp" if protocol == "visca-tcp" else "udp",
            "sony" if protocol == "visca" else "raw",
        )


class Wire(asyncio.DatagramProtocol, asyncio.Protocol):
    """Both carriers, as bytes that come and one word that it is over."""

    def __init__(self, on_bytes: Callable[[bytes], None], on_over: Callable[[], None]) -> None:
        self._on_bytes = on_bytes
        self._on_over = on_over
        # asyncio's own classes do not tell the two apart (3.11).
        self._send: Callable[[bytes], None] | None = None
        self._abort: Callable[[], None] | None = None

    def send(self, data: bytes) -> None:
        if self._send is not None:
            self._send(data)

    def close(self) -> None:
        """At once: what has not been sent is not."""
        if self._abort is not None:
            self._abort()
        self._send = self._abort = None

    # --- asyncio

    def connection_made(self, transport: Any) -> None:
        self._send = transport.sendto if transport.get_extra_info("socket").type == SOCK_DGRAM else transport.write
        self._abort = transport.abort

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._on_bytes(data)  # the socket is connected: from the camera's address and port

    def data_received(self, data: bytes) -> None:
        self._on_bytes(data)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there, or there is no way there. The answer that is missing says the same, later."""

    def connection_lost(self, exc: Exception | None) -> None:
        self._send = self._abort = None
        self._on_over()


async def open_wire(endpoint: Endpoint, on_bytes: Callable[[bytes], None], on_over: Callable[[], None]) -> Wire:
    """OSError (also for a name that is not known), UnicodeError (for what is no name) and TimeoutError if there is no
    way there."""
    loop = asyncio.get_running_loop()
    wire = Wire(on_bytes, on_over)
    async with asyncio.timeout(CONNECT_TIMEOUT):
        if endpoint.carrier == "udp":
            await loop.create_datagram_endpoint(lambda: wire, remote_addr=(endpoint.host, endpoint.port))
        else:
            await loop.create_connection(lambda: wire, endpoint.host, endpoint.port)  # asyncio sets TCP_NODELAY
    return wire
