"""A simulated camera on loopback and a head that has found it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from control.secret import Secret
from devices.ptz.cgi import CgiHead
from devices.ptz.head import Head
from devices.ptz.onvif import OnvifHead
from devices.ptz.simulated.cgi import SimulatedCgi, serve_cgi
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.onvif import SimulatedOnvif, serve_onvif
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.visca.head import MODELS, Model, ViscaHead
from devices.ptz.visca.transport import Endpoint, ViscaProtocol

HOST = "127.0.0.1"


async def until(condition: Callable[[], object], within: float = 5.0) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - of motors that only tell when asked
            await asyncio.sleep(0.002)


@contextlib.asynccontextmanager
async def running(head: Head, within: float = 5.0) -> AsyncIterator[None]:
    """Until it is connected; stopped afterwards."""
    task = asyncio.create_task(head.run())
    try:
        await until(lambda: head.state.phase == "connected" or task.done(), within)
        if task.done():
            task.result()
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def visca(
    protocol: ViscaProtocol = "visca", model: Model = MODELS["ptzoptics"]
) -> AsyncIterator[tuple[ViscaHead, ViscaServer]]:
    async with serve_visca(protocol, HOST, 0, Motors(), Faults()) as server:
        head = ViscaHead(Endpoint.of(protocol, HOST, server.port), model)
        async with running(head):
            yield head, server


@contextlib.asynccontextmanager
async def cgi(user: str = "", password: str = "") -> AsyncIterator[tuple[CgiHead, SimulatedCgi]]:
    async with serve_cgi(HOST, 0, Motors(), Faults(), user, password) as camera:
        head = CgiHead(HOST, camera.port, user, Secret(password) if password else None)
        async with running(head):
            yield head, camera


@contextlib.asynccontextmanager
async def onvif(
    user: str = "", password: str = "", numbered: tuple[int, ...] = ()
) -> AsyncIterator[tuple[OnvifHead, SimulatedOnvif]]:
    async with serve_onvif(HOST, 0, Motors(), Faults(), user, password) as camera:
        head = OnvifHead(HOST, camera.port, user, Secret(password) if password else None, numbered=numbered)
        async with running(head, within=30):  # the first reads the service descriptions
            yield head, camera


def now() -> float:
    return asyncio.get_running_loop().time()
