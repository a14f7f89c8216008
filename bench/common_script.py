"""The peer of `go`: what one writes in an hour with asyncio. `python -m bench.common_script` tells the same devices the
same things, one after another, as soon as somebody says GO on its WebSocket, and keeps nothing.

Its first line of input is a `Script`; the first line it says is its port. `/go` is where GO is said, `/page/NAME` where
pages listen. It ends with its input.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from aiohttp import ClientSession, WSMsgType, web
from msgspec import Struct
from pythonosc.osc_message_builder import OscMessageBuilder
from websockets.asyncio.client import ClientConnection, connect

READY_WITHIN = 30.0


class Script(Struct, frozen=True):
    obs: str
    """Its address."""
    sound: str
    """The input that is muted."""
    osc: list[int]
    """Ports on this machine."""
    webhook: str


class Go(Struct, frozen=True):
    mark: str
    """What all are told."""
    scene: str
    muted: bool


@asynccontextmanager
async def script(what: Script) -> AsyncIterator[str]:
    """Its address, `http://127.0.0.1:PORT/`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.common_script", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(msgspec.json.encode(what) + b"\n")
        await process.stdin.drain()
        port = int(await asyncio.wait_for(process.stdout.readline(), READY_WITHIN))
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.stdin.close()
        await process.wait()


class _Devices:
    def __init__(self, what: Script, obs: ClientConnection, http: ClientSession) -> None:
        self.what, self.obs, self.http = what, obs, http
        self.osc: list[asyncio.DatagramTransport] = []
        self.pages: set[web.WebSocketResponse] = set()
        self.posts: set[asyncio.Task[None]] = set()

    async def tell(self, go: Go) -> None:
        post = asyncio.create_task(self._post(go))
        self.posts.add(post)
        post.add_done_callback(self.posts.discard)
        take = {"requestType": "SetCurrentProgramScene", "requestData": {"sceneName": go.scene}}
        mute = {"requestType": "SetInputMute", "requestData": {"inputName": self.what.sound, "inputMuted": go.muted}}
        batch = {"op": 8, "d": {"requestId": go.mark, "requests": [take, mute]}}
        await self.obs.send(msgspec.json.encode(batch).decode())
        for page in tuple(self.pages):
            await page.send_str(go.mark)
        builder = OscMessageBuilder(address="/go")
        builder.add_arg(go.mark)
        datagram = builder.build().dgram
        for transport in self.osc:
            transport.sendto(datagram)

    async def _post(self, go: Go) -> None:
        async with self.http.post(self.what.webhook, json={"go": go.mark}) as answer:
            answer.raise_for_status()


def _application(devices: _Devices) -> web.Application:
    async def page(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        await socket.send_str("welcome")
        devices.pages.add(socket)
        await socket.receive()  # its end
        devices.pages.discard(socket)
        return socket

    async def go(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await devices.tell(msgspec.json.decode(message.data, type=Go))
        return socket

    application = web.Application()
    application.add_routes([web.get("/page/{name}", page), web.get("/go", go)])
    return application


async def main() -> None:
    what = msgspec.json.decode(await asyncio.to_thread(sys.stdin.buffer.readline), type=Script)
    async with ClientSession() as http, connect(what.obs, proxy=None, compression=None) as obs:
        await obs.recv()  # hello
        await obs.send('{"op": 1, "d": {"rpcVersion": 1, "eventSubscriptions": 0}}')
        await obs.recv()  # identified
        answers = asyncio.create_task(_discard(obs))
        devices = _Devices(what, obs, http)
        loop = asyncio.get_running_loop()
        for port in what.osc:
            transport, _ = await loop.create_datagram_endpoint(
                asyncio.DatagramProtocol, remote_addr=("127.0.0.1", port)
            )
            devices.osc.append(transport)
        runner = web.AppRunner(_application(devices), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.to_thread(sys.stdin.buffer.read)
        await runner.cleanup()
        answers.cancel()


async def _discard(obs: ClientConnection) -> None:
    async for _ in obs:
        continue


if __name__ == "__main__":
    asyncio.run(main())
