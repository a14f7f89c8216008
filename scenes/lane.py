"""One connection for requests: one obsws-python client on one thread of its own.

obsws-python is blocking, matches no ids and has no batch, so a lane asks for one thing at a time, checks that the
answer is to its own question, and throws the whole client away when in doubt: after a timeout the next answer on that
socket would be the stale one.
"""

import asyncio
import json
import logging
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import websocket
from obsws_python.baseclient import ObsClient

from control.secret import Secret
from scenes import protocol
from scenes.protocol import ObsAway, ObsConfused, ObsError, ObsTimeout, Op, Result

# It logs the password at level INFO, and a traceback for every timeout.
logging.getLogger("obsws_python").setLevel(logging.CRITICAL + 1)

DEFAULT_PORT = 4455


def host_and_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or DEFAULT_PORT


class Lane:
    """Open from the first request until `close`; a broken client is replaced at the next request."""

    def __init__(self, name: str, url: str, password: Secret | None) -> None:
        self._name = name
        self._host, self._port = host_and_port(url)
        self._password = password
        self._client: ObsClient | None = None
        self._executor: ThreadPoolExecutor | None = None
        self._keeping = threading.Lock()
        """Over `_client` and `_executor`: a client that is made on the thread may be unwanted by then."""
        self._ids = count(1)
        self._turn = asyncio.Lock()

    async def request(self, kind: str, data: dict[str, Any] | None, timeout: float) -> dict[str, Any]:
        """One request, after those before it. Raises ObsRefused, ObsTimeout, ObsConfused, ObsAway."""
        number = str(next(self._ids))
        answer = await self._ask(protocol.request(number, kind, data), Op.RESPONSE, number, timeout)
        return protocol.result(answer).check()

    async def batch(
        self, requests: list[tuple[str, dict[str, Any]]], execution: int, halt_on_failure: bool, timeout: float
    ) -> list[Result]:
        number = str(next(self._ids))
        message = protocol.batch(number, requests, execution, halt_on_failure)
        answer = await self._ask(message, Op.BATCH_RESPONSE, number, timeout)
        return [protocol.result(body) for body in answer.get("results", ())]

    async def _ask(self, message: dict[str, Any], op: Op, number: str, timeout: float) -> dict[str, Any]:
        async with self._turn:
            loop = asyncio.get_running_loop()
            if self._executor is None:
                self._executor = ThreadPoolExecutor(1, thread_name_prefix=f"obs-{self._name}")
                # Starting a thread waits for it: not on the loop.
                await asyncio.to_thread(self._executor.submit, _nothing)
            executor = self._executor
            try:
                answer: dict[str, Any] = await loop.run_in_executor(
                    executor, self._exchange, executor, message, op, number, timeout
                )
            except ObsError:
                self._throw_away()
                raise
            except asyncio.CancelledError:
                self._throw_away()
                raise
        return answer

    # --- on the lane's thread ---

    def _exchange(
        self, executor: ThreadPoolExecutor, message: dict[str, Any], op: Op, number: str, timeout: float
    ) -> dict[str, Any]:
        try:
            client = self._client or self._connect(executor, timeout)
            client.ws.settimeout(timeout)
            client.ws.send(json.dumps(message))
            quicken(client.ws.sock)  # the kernel forgets TCP_QUICKACK
            received = client.ws.recv()
        except (websocket.WebSocketTimeoutException, TimeoutError) as error:
            raise ObsTimeout(f"no answer in {timeout} s") from error
        except (OSError, websocket.WebSocketException) as error:
            raise ObsAway(str(error) or type(error).__name__) from error
        answer = protocol.body(received, op)
        if answer is None or answer.get("requestId") != number:
            raise ObsConfused("the answer is to another question")
        return answer

    def _connect(self, executor: ThreadPoolExecutor, timeout: float) -> ObsClient:
        password = self._password.reveal() if self._password else ""
        client = ObsClient(host=self._host, port=self._port, password=password, subs=0, timeout=timeout)
        quicken(client.ws.sock)
        _trust_utf8(client.ws)
        try:
            client.authenticate()
        except Exception as error:
            client.ws.close()
            raise ObsAway("OBS did not let us in") from error
        with self._keeping:
            if self._executor is executor:
                self._client = client
                return client
        client.ws.close()
        raise ObsAway("given up meanwhile")

    # --- in doubt ---

    def _throw_away(self) -> None:
        with self._keeping:
            client, self._client = self._client, None
            executor, self._executor = self._executor, None
        if client is not None:
            _hang_up(client)
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)

    async def close(self) -> None:
        with self._keeping:
            client, self._client = self._client, None
            executor, self._executor = self._executor, None
        if client is not None:
            _hang_up(client)
        if executor is not None:
            await asyncio.to_thread(executor.shutdown, True)


def _nothing() -> None:
    pass


def _hang_up(client: ObsClient) -> None:
    """Wakes a thread that waits for an answer, without the closing handshake (which would wait, too)."""
    sock = client.ws.sock
    if sock is None:
        return
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it is gone already
    sock.close()


def _trust_utf8(ws: websocket.WebSocket) -> None:
    """websocket-client checks every byte of a text message in a Python loop, some milliseconds of the interpreter's
    lock for a picture; decoding checks the same in C, right after."""
    ws.frame_buffer.skip_utf8_validation = True
    ws.cont_frame.skip_utf8_validation = True


def quicken(sock: socket.socket) -> None:
    """Small messages at once. (OBS answers behind Nagle's algorithm: a delayed acknowledgement would cost 40 ms.)"""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_QUICKACK"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
