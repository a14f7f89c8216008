"""A camera that is an RTSP server, as IP cameras are: RTSP 1.0 (RFC 2326), H.264 and AAC by RTP.

Any number of clients at once; each gets its packets in the RTSP connection or by UDP, as it asks, from the next key
frame on. What is not here: PAUSE, ranges, multicast, sessions that outlive their connection.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from collections.abc import Callable
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from devices.feeds.simulated.rtp import Start
from devices.feeds.simulated.rtsp_text import REALM, Request, Way, may, take, way
from devices.feeds.simulated.sinks import Server

# So long a client waits for what there is to be known before the first key frame.
DESCRIBE_S: Final = 5.0
METHODS: Final = ("OPTIONS", "DESCRIBE", "SETUP", "PLAY", "GET_PARAMETER", "TEARDOWN")
PUBLIC: Final = {"Public": ", ".join(METHODS)}
_STATUS: Final = {
    200: "OK",
    401: "Unauthorized",
    404: "Not Found",
    454: "Session Not Found",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    501: "Not Implemented",
    503: "Service Unavailable",
}


class RtspServer(Server["Client"]):
    """`rtsp+serve://[USER:PASSWORD@]HOST:PORT/PATH`. Raises OSError: the port is taken."""

    def __init__(self, address: SplitResult) -> None:
        host = address.hostname or "127.0.0.1"
        self.path = address.path.rstrip("/")
        self.login = (unquote(address.username), unquote(address.password or "")) if address.username else None
        self.sockets = _udp_pair(host)
        self.numbers: dict[int, int] = {}
        self.described = threading.Event()
        self.description = b""
        super().__init__(host, 554 if address.port is None else address.port)

    def welcome(self, client: socket.socket, host: str) -> Client:
        welcomed = Client(self, client, host)
        welcomed.start()
        return welcomed

    def begin(self, description: bytes, starts: list[Start]) -> None:
        """A key frame comes: who waits begins with it. If there is something else to see all have to ask anew."""
        if self.description not in (b"", description):
            for client in self.clients():
                self.leave(client)
        self.description = description
        self.described.set()
        self._each(lambda client: client.begin(starts))

    def send(self, track: int, packet: bytes, control: bool) -> None:
        self._each(lambda client: client.send(track, packet, control))

    def close(self) -> None:
        super().close()
        for each in self.sockets:
            each.close()

    def _each(self, tell: Callable[[Client], None]) -> None:
        for client in self.clients():
            try:
                tell(client)
            except OSError:
                self.leave(client)


def _udp_pair(host: str) -> tuple[socket.socket, socket.socket]:
    """RTP goes by an even port, its RTCP by the next (RFC 3550, 11). Raises OSError."""
    for _ in range(100):
        with contextlib.ExitStack() as unfit:
            rtp, rtcp = (unfit.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(2))
            rtp.bind((host, 0))
            port = rtp.getsockname()[1]
            with contextlib.suppress(OSError):
                rtcp.bind((host, port ^ 1))
                unfit.pop_all()
                return (rtcp, rtp) if port & 1 else (rtp, rtcp)
    raise OSError("no two UDP ports beside each other are free")


class Client(threading.Thread):
    """One connection, which is one session. It reads here; pictures come from the camera's thread."""

    def __init__(self, server: RtspServer, connection: socket.socket, host: str) -> None:
        super().__init__(name="simulated RTSP client", daemon=True)
        self._server, self._connection, self._host = server, connection, host
        self._lock = threading.Lock()
        self._nonce, self._session = secrets.token_hex(16), secrets.token_hex(8)
        self._ways: dict[int, Way] = {}
        self._waiting: Request | None = None
        self._playing = False

    def close(self) -> None:
        """Wakes the thread, which closes the socket."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        buffer = bytearray()
        try:
            while (data := self._receive()) and self in self._server.clients():
                buffer += data
                while (request := take(buffer)) is not None:
                    self._answer(request)
                    if request.method == "TEARDOWN":
                        return
        except (OSError, ValueError):  # it is gone, was too slow, or speaks something else
            pass
        finally:
            self._server.leave(self)
            self._connection.close()

    def begin(self, starts: list[Start]) -> None:
        """The answer to PLAY says with which packet it begins. Raises OSError."""
        request, self._waiting = self._waiting, None
        if request is None:
            return
        url = request.url.rstrip("/")
        told = [f"url={url}/track{at};seq={starts[at].number};rtptime={starts[at].stamp}" for at in sorted(self._ways)]
        self._reply(request, 200, {"Session": self._session, "Range": "npt=0.000-", "RTP-Info": ",".join(told)})
        self._playing = True

    def send(self, track: int, packet: bytes, control: bool) -> None:
        """Raises OSError."""
        if not self._playing or track not in self._ways:
            return
        way = self._ways[track]
        if way.udp:
            with contextlib.suppress(OSError):  # nobody listens there
                self._server.sockets[control].sendto(packet, (self._host, way.pair[control]))
        else:
            self._write(b"$" + bytes([way.pair[control]]) + len(packet).to_bytes(2) + packet)

    def _write(self, data: bytes) -> None:
        with self._lock:
            self._connection.sendall(data)

    def _receive(self) -> bytes:
        while True:
            with contextlib.suppress(TimeoutError):
                return self._connection.recv(4096)

    def _reply(self, request: Request, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        lines = [f"RTSP/1.0 {status} {_STATUS[status]}", f"CSeq: {request.headers.get('cseq', '')}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self._write("\r\n".join([*lines, "", ""]).encode() + body)

    def _answer(self, request: Request) -> None:
        """Raises OSError, ValueError."""
        server, path = self._server, urlsplit(request.url).path.rstrip("/")
        if request.method == "OPTIONS":
            self._reply(request, 200, PUBLIC)
        elif server.login is not None and not may(request, *server.login, self._nonce):
            self._reply(request, 401, {"WWW-Authenticate": f'Digest realm="{REALM}", nonce="{self._nonce}"'})
        elif path != server.path and not path.startswith(f"{server.path}/track"):
            self._reply(request, 404)
        elif request.method == "DESCRIBE":
            self._describe(request)
        elif request.method == "SETUP":
            self._set_up(request, path.removeprefix(f"{server.path}/track"))
        elif request.method not in METHODS:
            self._reply(request, 501, PUBLIC)
        elif request.headers.get("session", self._session).partition(";")[0] != self._session:
            self._reply(request, 454)
        elif request.method == "PLAY" and not self._ways:
            self._reply(request, 455)
        elif request.method == "PLAY" and not self._playing:
            self._waiting = request
        else:
            self._reply(request, 200, {"Session": self._session})

    def _describe(self, request: Request) -> None:
        if not self._server.described.wait(DESCRIBE_S):
            self._reply(request, 503)
            return
        body = self._server.description
        base = {"Content-Base": request.url.rstrip("/") + "/", "Content-Type": "application/sdp"}
        self._reply(request, 200, base | {"Content-Length": str(len(body))}, body)

    def _set_up(self, request: Request, number: str) -> None:
        track = int(number) if number.isdecimal() else -1
        if track not in self._server.numbers:
            self._reply(request, 404)
            return
        chosen = way(request.headers.get("transport", ""), track)
        if chosen is None or self._playing:
            self._reply(request, 461 if chosen is None else 455)
            return
        self._ways[track] = chosen
        first, second = chosen.pair
        carried = f"RTP/AVP/TCP;unicast;interleaved={first}-{second}"
        if chosen.udp:
            ours = "-".join(str(each.getsockname()[1]) for each in self._server.sockets)
            carried = f"RTP/AVP;unicast;client_port={first}-{second};server_port={ours}"
        self._reply(request, 200, {"Transport": carried, "Session": f"{self._session};timeout=60"})
