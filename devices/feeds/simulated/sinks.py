"""Where a simulated camera sends its MPEG-TS: to a UDP port, or to whoever connects by TCP."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from abc import ABC, abstractmethod
from typing import Final, Generic, Protocol, TypeVar

TS_PACKET: Final = 188
DATAGRAM: Final = 7 * TS_PACKET
# A client that takes nothing for so long is left.
SLOW_S: Final = 1.0
# A closed server has let its port go after so long: closing a socket wakes nobody who waits at it.
_LOOK_S: Final = 0.25


class Sink(Protocol):
    def cut(self, cut: bool) -> None:
        """Breaks every connection and takes none, until told otherwise."""

    def close(self) -> None: ...


class TsSink(Sink, Protocol):
    def send(self, data: bytes) -> None:
        """Whole packets of 188 bytes."""


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


class Closes(Protocol):
    def close(self) -> None: ...


C = TypeVar("C", bound=Closes)


class Server(ABC, Generic[C]):
    """Takes connections; `port` is the one chosen if 0 was asked for. Raises OSError: the port is taken."""

    def __init__(self, host: str, port: int) -> None:
        self._listening = socket.create_server((host, port))
        self._listening.settimeout(_LOOK_S)
        self.port: int = self._listening.getsockname()[1]
        self._clients: set[C] = set()
        self._lock = threading.Lock()
        self._cut = False
        self._closed = False
        threading.Thread(target=self._accept, name="simulated feed", daemon=True).start()

    @abstractmethod
    def welcome(self, client: socket.socket, host: str) -> C:
        """Who has connected, from where, with a socket that waits SLOW_S."""

    def clients(self) -> list[C]:
        with self._lock:
            return list(self._clients)

    def leave(self, client: C) -> None:
        with self._lock:
            self._clients.discard(client)
        client.close()

    def cut(self, cut: bool) -> None:
        if cut == self._cut:
            return
        self._cut = cut
        if cut:
            for client in self.clients():
                self.leave(client)

    def close(self) -> None:
        self._closed = True
        self._listening.close()
        self.cut(True)

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, address = self._listening.accept()
            except TimeoutError:
                continue
            except OSError:  # closed
                return
            with self._lock:
                if self._cut:
                    client.close()
                    continue
                client.settimeout(SLOW_S)
                with contextlib.suppress(OSError):  # it is gone already; that is found when it is sent to
                    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._clients.add(self.welcome(client, address[0]))


class TcpSink(Server[socket.socket]):
    def welcome(self, client: socket.socket, host: str) -> socket.socket:
        return client

    def send(self, data: bytes) -> None:
        for client in self.clients():
            try:
                client.sendall(data)
            except OSError:
                self.leave(client)


class Damage:
    """Flips bytes in a share of the packets; the same ones in every run."""

    def __init__(self) -> None:
        self._random = random.Random(4)  # noqa: S311 - damage, not secrets

    def __call__(self, data: bytes, share: float, size: int = TS_PACKET, head: int = 1) -> bytes:
        """`data` is packets of `size` bytes, of which the first `head` stay whole."""
        if not share:
            return data
        damaged = bytearray(data)
        for start in range(0, len(data) - size + 1, size):
            if self._random.random() < share:
                for _ in range(8):
                    damaged[start + self._random.randrange(head, size)] ^= self._random.randrange(1, 256)
        return bytes(damaged)
