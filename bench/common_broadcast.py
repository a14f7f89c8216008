"""The peer of `ballot`: what one writes in ten minutes with aiohttp. `python -m bench.common_broadcast` serves a page
and a WebSocket that passes whatever it receives on to everybody; the first line it says is its port."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import WSMsgType, web

PAGE = """<!doctype html><meta charset=utf-8><body style="font:54px sans-serif"><span id=score></span><script>
const socket = new WebSocket(location.href.replace(/^http/, 'ws') + 'live');
socket.onmessage = (event) => { score.textContent = JSON.parse(event.data).score; };
socket.onopen = () => { document.title = 'open'; };
</script>"""


async def _page(_: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


def _application() -> web.Application:
    everybody: set[web.WebSocketResponse] = set()

    async def live(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        everybody.add(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    for one in tuple(everybody):
                        await one.send_str(message.data)
        finally:
            everybody.discard(socket)
        return socket

    application = web.Application()
    application.add_routes([web.get("/", _page), web.get("/live", live)])
    return application


@asynccontextmanager
async def broadcast() -> AsyncIterator[str]:
    """Its address, `http://127.0.0.1:PORT/`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.common_broadcast", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await asyncio.wait_for(process.stdout.readline(), 30))
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.stdin.close()
        await process.wait()


async def main() -> None:
    runner = web.AppRunner(_application(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.buffer.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
