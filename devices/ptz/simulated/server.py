"""The simulated camera on a network, for VISCA."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.visca import SimulatedVisca
from devices.ptz.visca.transport import ViscaProtocol

Send = Callable[[bytes, bool], None]
"""(data, from another address)."""


class ViscaServer:
    """One camera and whoever speaks to it: replies go to who asked last, as cameras do."""

    def __init__(self, camera: SimulatedVisca) -> None:
        self.camera = camera
        self.port = 0
        self.silent = False
        """As with a pulled cable: nothing comes in, nothing goes out."""
        self.connections: set[asyncio.Transport] = set()
        self._send: Send | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def motors(self) -> Motors:
        return self.camera.motors

    @property
    def faults(self) -> Faults:
        return self.camera.faults

    def receive(self, data: bytes, send: Send) -> None:
        if self.silent:
            return
        self._send = send
        self.camera.receive(data, _now())
        self._flush()

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for out in self.camera.take(_now()):
            if self._send is not None and not self.silent:
                self._send(out.data, out.stranger)
        due = self.camera.next_due()
        if due is not None:
            self._timer = asyncio.get_running_loop().call_at(due, self._flush)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        for connection in tuple(self.connections):
            connection.abort()


def _now() -> float:
    return asyncio.get_running_loop().time()


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: ViscaServer) -> None:
        self._server = server
        self._transport: asyncio.DatagramTransport | None = None
        self.stranger: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        def send(reply: bytes, stranger: bool) -> None:
            transport = self.stranger if stranger else self._transport
            if transport is not None and not transport.is_closing():
                transport.sendto(reply, addr)

        self._server.receive(data, send)


class _Tcp(asyncio.Protocol):
    def __init__(self, server: ViscaServer) -> None:
        self._server = server
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._server.connections.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._transport is not None:
            self._server.connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        def send(reply: bytes, stranger: bool) -> None:
            if self._transport is not None and not self._transport.is_closing() and not stranger:
                self._transport.write(reply)

        self._server.receive(data, send)


@contextlib.asynccontextmanager
async def serve_visca(
    protocol: ViscaProtocol, host: str, port: int, motors: Motors, faults: Faults
) -> AsyncIterator[ViscaServer]:
    """Port 0: any free one; `.port` says which. OSError if it is taken."""
    loop = asyncio.get_running_loop()
    camera = SimulatedVisca(motors, faults, "sony" if protocol == "visca" else "raw")
    server = ViscaServer(camera)
    if protocol == "visca-tcp":
        listening = await loop.create_server(lambda: _Tcp(server), host, port)
        server.port = listening.sockets[0].getsockname()[1]
        try:
            yield server
        finally:
            server.close()
            listening.close()
        return
    transport, udp = await loop.create_datagram_endpoint(lambda: _Udp(server), local_addr=(host, port))
    udp.stranger, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=(host, 0))
    server.port = transport.get_extra_info("sockname")[1]
    try:
        yield server
    finally:
        server.close()
        transport.close()
        udp.stranger.close()
