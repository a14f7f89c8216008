"""Where a simulated camera sends its MPEG-TS: to a UDP port, or to whoever connects by TCP."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from typing import Final, Protocol
from urllib.parse import urlsplit

TS_PACKET: Final = 188
DATAGRAM: Final = 7 * TS_PACKET
# A client that takes nothing for so long is left.
SLOW_S: Final = 1.0


class Sink(Protocol):
    """Takes whole packets of 188 bytes."""

    def send(self, data: bytes) -> None: ...
    def cut(self, cut: bool) -> None:
        """Breaks every connection and takes none, until told otherwise."""

    def close(self) -> None: ...


class UdpSink:
    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._cut = False

    def send(self, data: bytes) -> None:
        if self._cut:
            return
        for at in range(0, len(data), DATAGRAM):
            with contextlib.suppress(OSError):  # nobody listens: as with any UDP
                self._socket.sendto(data[at : at + DATAGRAM], self._address)

    def cut(self, cut: bool) -> None:
        self._cut = cut

    def close(self) -> None:
        self._socket.close()


class TcpSink:
    """A server; `port` is the one chosen if 0 was asked for. Raises OSError: the port is taken."""

    def __init__(self, host: str, port: int) -> None:
        self._listening = socket.create_server((host, port))
        self.port: int = self._listening.getsockname()[1]
        self._clients: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._cut = False
        self._closed = False
        threading.Thread(target=self._accept, name="simulated feed", daemon=True).start()

    def send(self, data: bytes) -> None:
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            try:
                client.sendall(data)
            except OSError:
                self._leave(client)

    def cut(self, cut: bool) -> None:
        if cut == self._cut:
            return
        self._cut = cut
        if cut:
            with self._lock:
                clients = list(self._clients)
            for client in clients:
                self._leave(client)

    def close(self) -> None:
        self._closed = True
        self._listening.close()
        self.cut(True)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listening.accept()
            except OSError:  # closed
                return
            if self._cut:
                client.close()
                continue
            client.settimeout(SLOW_S)
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._clients.add(client)

    def _leave(self, client: socket.socket) -> None:
        with self._lock:
            self._clients.discard(client)
        client.close()


def open_sink(url: str) -> Sink | None:
    """None: FFmpeg sends it by itself (RTMP, RTSP). Raises OSError."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 0
    if parts.scheme == "udp":
        return UdpSink(host, port)
    if parts.scheme == "tcp":
        return TcpSink(host, port)
    return None


class Damage:
    """Flips bytes in a share of the packets; the same ones in every run."""

    def __init__(self) -> None:
        self._random = random.Random(4)  # noqa: S311 - damage, not secrets

    def __call__(self, data: bytes, share: float) -> bytes:
        if not share:
            return data
        damaged = bytearray(data)
        for start in range(0, len(data) - TS_PACKET + 1, TS_PACKET):
            if self._random.random() < share:
                for _ in range(8):
                    damaged[start + self._random.randrange(1, TS_PACKET)] ^= self._random.randrange(1, 256)
        return bytes(damaged)
