"""OBS as an outsider sees it: when its programme changed, a bare client, and what its picture shows."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Self

import cv2
import msgspec
import numpy as np
import websocket
from obsws_python import ReqClient
from obsws_python.baseclient import ObsClient
from obsws_python.error import OBSSDKError

from bench.common_efir import Efir
from bench.common_show import HEIGHT, WIDTH
from overlays.marks import Marks, read_marks
from scenes.lane import quicken
from scenes.managed.folder import Access

logging.getLogger("obsws_python").setLevel(logging.CRITICAL)  # it logs the password

EVENTS_SCENES = 1 << 2
ANSWER_WITHIN = 10.0
STEADY_LOOKS = 2


def bare_client(access: Access) -> ReqClient:
    """obsws-python as its readme shows it. Blocking."""
    return ReqClient(host="127.0.0.1", port=access.port, password=access.secret.reveal(), timeout=ANSWER_WITHIN)


async def on_air(running: Efir, scene: str, name: str, seconds: float = 90) -> ReqClient:
    """Puts a scene on air and returns a client of the managed OBS that shows it. TimeoutError.

    An OBS that Efir manages may be started anew once, right after its first start (`efir.switcher.settle`), until
    something is on air: so it counts only when it has shown the scene for two looks, a second apart.
    """
    await running.until_obs(seconds)
    await running.crew.do("program.take", scene=scene)
    async with asyncio.timeout(seconds):
        looks = 0
        while True:
            client = await asyncio.to_thread(_showing, running.managed_obs(), name)
            looks = looks + 1 if client is not None else 0
            if client is not None and looks == STEADY_LOOKS:
                return client
            if client is not None:
                client.disconnect()
            await asyncio.sleep(1)


def _showing(access: Access, name: str) -> ReqClient | None:
    """None: OBS is not there, or shows something else. Blocking."""
    try:
        client = bare_client(access)
        shown = client.get_current_program_scene()
    except (OSError, websocket.WebSocketException, OBSSDKError):
        return None
    if shown.current_program_scene_name == name:
        return client
    client.disconnect()
    return None


class Observer:
    """Notes when each `CurrentProgramSceneChanged` arrives, on a thread that does nothing else.

    Its connection acknowledges at once, or OBS's Nagle would hold the event back (facts measured: 40 ms).
    """

    def __init__(self, access: Access) -> None:
        self._client = ObsClient(
            host="127.0.0.1",
            port=access.port,
            password=access.secret.reveal(),
            subs=EVENTS_SCENES,
            timeout=ANSWER_WITHIN,
        )
        self._client.authenticate()
        self._client.ws.settimeout(None)
        self._socket: socket.socket = self._client.ws.sock
        self._loop = asyncio.get_running_loop()
        self._waiting: tuple[str, asyncio.Future[float]] | None = None
        self._thread = threading.Thread(target=self._watch, name="observer", daemon=True)

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes the thread
        except OSError:
            pass  # OBS was quicker
        await asyncio.to_thread(self._thread.join)
        self._socket.close()

    def next(self, scene: str) -> asyncio.Future[float]:
        """When OBS says that `scene` is its programme (`time.perf_counter()`)."""
        found: asyncio.Future[float] = self._loop.create_future()
        self._waiting = (scene, found)
        return found

    def _watch(self) -> None:
        while True:
            try:
                quicken(self._socket)
                message = json.loads(self._client.ws.recv())
            except (OSError, ValueError, websocket.WebSocketException):
                return  # closed
            now = time.perf_counter()
            if message["op"] == 5 and message["d"]["eventType"] == "CurrentProgramSceneChanged":
                self._loop.call_soon_threadsafe(self._tell, message["d"]["eventData"]["sceneName"], now)

    def _tell(self, scene: str, at: float) -> None:
        if self._waiting is not None and self._waiting[0] == scene and not self._waiting[1].done():
            self._waiting[1].set_result(at)


def marks_of(client: ReqClient, scene: str) -> Marks | None:
    """What the scene shows when OBS answers, read from a small picture. Blocking."""
    answer: Any = client.get_source_screenshot(scene, "jpg", WIDTH, HEIGHT, 80)
    data = np.frombuffer(base64.b64decode(answer.image_data.partition(",")[2]), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("OBS's screenshot is no picture")
    return read_marks(picture.astype(np.uint8))


class Seen(msgspec.Struct, frozen=True):
    """A change of OBS's picture, between two moments of `time.perf_counter()`."""

    earliest: float
    """When the last picture that did not show it was asked for."""
    latest: float
    """When the first picture that shows it had arrived."""
    looks: list[float]
    """Seconds that each look took."""


def watch(client: ReqClient, scene: str, wanted: Callable[[Marks], bool], within: float) -> Seen:
    """Asks for pictures without pause until one shows what is wanted. TimeoutError. Blocking."""
    looks: list[float] = []
    began = before = time.perf_counter()
    while True:
        asked = time.perf_counter()
        marks = marks_of(client, scene)
        answered = time.perf_counter()
        looks.append(answered - asked)
        if marks is not None and wanted(marks):
            return Seen(before, answered, looks)
        before = asked
        if answered - began > within:
            raise TimeoutError(f"not in OBS's programme within {within} s")
