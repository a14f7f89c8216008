"""A person's hand in OBS: a bare obs-websocket client that shares no code with ours (but its exception)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from scenes.protocol import ObsRefused

Data = dict[str, Any]
TIMEOUT = 20.0
PATIENT = 30.0
"""Seconds for what takes a moment, on a machine that has no time: a bound against a hang, not a measure of speed."""


async def until(condition: Callable[[], object], within: float = PATIENT, what: str = "") -> float:
    """Seconds it took until the condition held; an AssertionError after `within`."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < within, f"not within {within} s: {what}"
        await asyncio.sleep(0.005)
    return time.monotonic() - began


async def eventually(condition: Callable[[], Awaitable[object]], within: float = PATIENT, what: str = "") -> float:
    """`until` for what must be asked for."""
    began = time.monotonic()
    while not await condition():
        assert time.monotonic() - began < within, f"not within {within} s: {what}"
        await asyncio.sleep(0.02)
    return time.monotonic() - began


class Hand:
    """`events` are all that came, with the moment (monotonic seconds) they did."""

    def __init__(self, socket: ClientConnection) -> None:
        self.events: list[tuple[float, str, Data]] = []
        self._socket = socket
        self._waiting: dict[str, asyncio.Future[Data]] = {}
        self._last = 0

    async def run(self) -> None:
        async for message in self._socket:
            body = json.loads(message)
            if body["op"] == 5:
                self.events.append((time.monotonic(), body["d"]["eventType"], body["d"].get("eventData") or {}))
            elif body["op"] == 7 and (waiting := self._waiting.pop(body["d"]["requestId"], None)) is not None:
                waiting.set_result(body["d"])

    async def answer(self, kind: str, data: Data | None = None) -> Data:
        """The whole answer, `requestStatus` and all."""
        self._last += 1
        number = f"hand-{self._last}"
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        body = {"requestType": kind, "requestId": number, "requestData": data or {}}
        await self._socket.send(json.dumps({"op": 6, "d": body}))
        return await asyncio.wait_for(waiting, TIMEOUT)

    async def code(self, kind: str, data: Data | None = None) -> int:
        code: int = (await self.answer(kind, data))["requestStatus"]["code"]
        return code

    async def do(self, request: str, data: Data | None = None) -> Data:
        answer = await self.answer(request, data)
        status = answer["requestStatus"]
        if not status["result"]:
            raise ObsRefused(request, status["code"], status.get("comment", ""))
        return answer.get("responseData") or {}

    async def program(self) -> str:
        return str((await self.do("GetCurrentProgramScene"))["currentProgramSceneName"])

    async def preview(self) -> str:
        return str((await self.do("GetCurrentPreviewScene"))["currentPreviewSceneName"])

    async def item(self, scene: str, source: str) -> int:
        return int((await self.do("GetSceneItemId", {"sceneName": scene, "sourceName": source}))["sceneItemId"])

    async def visible(self, scene: str, source: str) -> bool:
        data = {"sceneName": scene, "sceneItemId": await self.item(scene, source)}
        return bool((await self.do("GetSceneItemEnabled", data))["sceneItemEnabled"])

    async def hidden(self, scene: str, source: str) -> bool:
        return not await self.visible(scene, source)

    async def show_item(self, scene: str, source: str, visible: bool) -> None:
        number = await self.item(scene, source)
        await self.do("SetSceneItemEnabled", {"sceneName": scene, "sceneItemId": number, "sceneItemEnabled": visible})

    async def becomes(self, kind: str, data: Data | None, field: str, value: Any, within: float = PATIENT) -> float:
        """Asks again and again until the answer's field is `value`."""
        began = time.monotonic()
        while (seen := (await self.do(kind, data))[field]) != value:
            assert time.monotonic() - began < within, f"{kind}.{field} is {seen!r}, not {value!r}"
            await asyncio.sleep(0.02)
        return time.monotonic() - began

    async def hears(self, name: str, data: Data) -> None:
        """Until this event is among `events`."""
        try:
            await until(lambda: (name, data) in self.named(name), what=f"{name} {data}")
        except AssertionError as error:
            last = "\n".join(f"{at:.3f} {kind} {body}" for at, kind, body in self.events[-30:])
            raise AssertionError(f"{error}; the last that came:\n{last}") from None

    def named(self, *names: str) -> list[tuple[str, Data]]:
        """The events of these names, in the order in which they came."""
        return [(name, data) for _, name, data in self.events if name in names]


async def records(person: Hand) -> None:
    """Until a recording has a second of film: OBS 29 forgets a stop that comes before the first packet."""

    async def holds_something() -> bool:
        return int((await person.do("GetRecordStatus"))["outputDuration"]) >= 1_000

    await eventually(holds_something, what="a second is recorded")


def _answer(password: str, salt: str, challenge: str) -> str:
    secret = base64.b64encode(hashlib.sha256((password + salt).encode()).digest())
    return base64.b64encode(hashlib.sha256(secret + challenge.encode()).digest()).decode()


@asynccontextmanager
async def hand(url: str, password: str, subscriptions: int = 0x7FF) -> AsyncIterator[Hand]:
    async with connect(url, compression=None, max_size=None, proxy=None, ping_interval=None) as socket:
        hello = json.loads(await socket.recv())["d"]
        body: Data = {"rpcVersion": 1, "eventSubscriptions": subscriptions}
        if asked := hello.get("authentication"):
            body["authentication"] = _answer(password, asked["salt"], asked["challenge"])
        await socket.send(json.dumps({"op": 1, "d": body}))
        assert json.loads(await socket.recv())["op"] == 2
        made = Hand(socket)
        running = asyncio.create_task(made.run())
        try:
            yield made
        finally:
            running.cancel()
            await asyncio.wait({running})
