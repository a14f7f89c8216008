"""Is it OBS that answers there, is it ours, and is it ready?"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from control.secret import Secret
from scenes import protocol
from scenes.protocol import ObsRefused

LOOK_AGAIN = 0.05
"""Seconds between looks: nothing tells when a server begins to listen."""


async def until_ready(url: str, password: Secret) -> str:
    """OBS's version, once our password is accepted and scenes can be read. Waits as long as it takes."""
    while True:
        try:
            return await _ask(url, password)
        except (OSError, WebSocketException, ValueError, KeyError, TimeoutError, ObsRefused):
            await asyncio.sleep(LOOK_AGAIN)


async def _ask(url: str, password: Secret) -> str:
    async with connect(url, open_timeout=2, close_timeout=0.2, proxy=None, max_size=16 * 1024 * 1024) as socket:
        async with asyncio.timeout(3):
            hello = json.loads(await socket.recv())
            await socket.send(json.dumps(protocol.identify(hello["d"], password.reveal(), 0)))
            await socket.recv()
            version = await _request(socket, "GetVersion")
            await _request(socket, "GetSceneList")  # NotReady (207) while OBS is still loading
            return str(version["obsVersion"])


async def _request(socket: ClientConnection, kind: str) -> dict[str, Any]:
    await socket.send(json.dumps(protocol.request(kind, kind, None)))
    answer = json.loads(await socket.recv())
    return protocol.result(answer["d"]).check()
