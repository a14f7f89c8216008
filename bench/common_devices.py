"""Devices that only note when they are told something: an OBS, the graphics and stage pages, OSC, a webhook.

All stamps are `time.perf_counter()` in this process, taken before the device does anything else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, web
from msgspec import Struct

from control.show import Canvas
from scenes.rehearsal import RehearsalSwitcher
from scenes.rehearsal.answers import ANSWERS, Data

LOOPBACK = "127.0.0.1"
READY_WITHIN = 10.0


class Told(Struct, frozen=True):
    """Of one GO: device → seconds after it until the device was told."""

    took: dict[str, float]

    @property
    def last(self) -> float:
        return max(self.took.values())

    @property
    def spread(self) -> float:
        """From the first device to the last."""
        return max(self.took.values()) - min(self.took.values())

    def only(self, devices: Iterable[str]) -> Told:
        return Told({device: self.took[device] for device in devices})


class Arrivals:
    """One GO at a time: `expect` says what each device shall be told, `came` is called by the devices."""

    def __init__(self) -> None:
        self._wanted: dict[str, str] = {}
        self._came: dict[str, float] = {}
        self._all: asyncio.Future[dict[str, float]] | None = None

    def expect(self, wanted: Mapping[str, str]) -> asyncio.Future[dict[str, float]]:
        """When each has heard what has this text in it."""
        self._wanted, self._came = dict(wanted), {}
        self._all = asyncio.get_running_loop().create_future()
        return self._all

    def came(self, device: str, text: str) -> None:
        at = time.perf_counter()
        wanted = self._wanted.get(device)
        if wanted is None or wanted not in text or device in self._came:
            return
        self._came[device] = at
        if self._all is not None and not self._all.done() and len(self._came) == len(self._wanted):
            self._all.set_result(self._came)

    @property
    def silent(self) -> set[str]:
        """Who has not been told yet."""
        return self._wanted.keys() - self._came.keys()


class StampedObs(RehearsalSwitcher):
    """The rehearsal switcher, a stranger to the Efir that is measured: `take` and `mute` are two devices of it."""

    def __init__(self, canvas: Canvas, arrivals: Arrivals) -> None:
        super().__init__(canvas)
        self._arrivals = arrivals

    async def _do(self, kind: str, data: Data) -> Data | None:
        if kind == "SetCurrentProgramScene":
            self._arrivals.came("take", str(data.get("sceneName")))
        elif kind == "SetInputMute":
            self._arrivals.came("mute", str(data.get("inputMuted")))
        return await super()._do(kind, data)

    def furnish(self, scenes: list[str], sound: str) -> None:
        """For who comes without scenes of his own: these, and an input that is heard in the first."""
        for scene in scenes:
            ANSWERS["CreateScene"](self.model, {"sceneName": scene})
        made = {"sceneName": scenes[0], "inputName": sound, "inputKind": "ffmpeg_source", "inputSettings": {}}
        ANSWERS["CreateInput"](self.model, made)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, device: str, arrivals: Arrivals) -> None:
        self._device, self._arrivals = device, arrivals

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._arrivals.came(self._device, data.decode("latin-1"))


@asynccontextmanager
async def osc(device: str, arrivals: Arrivals) -> AsyncIterator[int]:
    """Its port."""
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(device, arrivals), local_addr=(LOOPBACK, 0)
    )
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@asynccontextmanager
async def webhook(device: str, arrivals: Arrivals) -> AsyncIterator[str]:
    """Its address: it hears what is posted, and what a GET asks for."""

    async def answer(request: web.Request) -> web.Response:
        arrivals.came(device, await request.text() or request.query_string)
        return web.Response()

    application = web.Application()
    application.add_routes([web.post("/", answer), web.get("/", answer)])
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, 0).start()
        yield f"http://{LOOPBACK}:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def page(device: str, arrivals: Arrivals, url: str, hello: str) -> AsyncIterator[None]:
    """A page's socket. An empty `hello`: it says nothing, and is told something at once."""
    async with ClientSession() as http, http.ws_connect(url, max_msg_size=0) as socket:
        if hello:
            await socket.send_str(hello)
        await asyncio.wait_for(socket.receive(), READY_WITHIN)  # it is in
        reading = asyncio.create_task(_read(socket, device, arrivals))
        try:
            yield
        finally:
            reading.cancel()


async def _read(socket: ClientWebSocketResponse, device: str, arrivals: Arrivals) -> None:
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            arrivals.came(device, message.data)
