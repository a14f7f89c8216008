"""A served show with a rundown, and clients as machines are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from msgspec.structs import replace

from control.clock import Duration
from control.core.rundown.commands import Open
from control.core.rundown.plan import Field, Plan
from control.core.types import FieldId, Role
from control.show import Outside, Show
from tests.control.core.rundowns import SHOW, at, group, item
from tests.webui.served import Served, served

NOON = at("12:00")


def plan() -> Plan:
    """Ten minutes each from noon: a, b, c; b is in a group."""
    return Plan.of(
        item("a", 10, "12:00", number="1", title="Начало", note="свет"),
        group("g"),
        item("b", 10, number="2", group="g", custom={"props": "стул"}),
        item("c", 10, "12:30", number="3", end="12:40"),
        fields=(Field(id=FieldId("props"), label="Реквизит"),),
        date="2026-03-10",
    )


@asynccontextmanager
async def house(path: Path, *, outside: Outside | None = None, show: Show = SHOW) -> AsyncIterator[Served]:
    """At noon of the plan's day, with the plan opened."""
    async with served(path, show=replace(show, outside=outside or Outside())) as efir:
        efir.clock._now = NOON
        receipt = await efir.controller.system(Open(plan()))
        assert receipt.ok
        yield efir


async def post(efir: Served, path: str, token: str | None, **more: Any) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with efir.http.post(f"{efir.url}{path}", headers=headers, **more) as answer:
        return answer.status, await answer.json()


async def get(efir: Served, path: str, token: str | None = None, **headers: str) -> tuple[int, Any]:
    headers = {**headers, **({"Authorization": f"Bearer {token}"} if token else {})}
    url = path if path.startswith("http") else f"{efir.url}{path}"
    async with efir.http.get(url, headers=headers) as answer:
        return answer.status, await answer.json()


class Listener:
    """Keeps a flat object as it is told."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.data: dict[str, Any] = {}
        self.last: dict[str, Any] = {}

    async def next(self) -> dict[str, Any]:
        frame = await self.socket.receive(30)
        assert frame.type is aiohttp.WSMsgType.TEXT, (frame.type, self.socket.close_code)
        self.last = json.loads(frame.data)
        self.data |= self.last
        return self.last

    async def until(self, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while not true(self.data):
                await self.next()
        return self.data

    async def closed(self) -> int | None:
        async with asyncio.timeout(30):
            while (await self.socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        return self.socket.close_code


class OntimeClient:
    """As Ontime's own Companion module works: `version` first, then `poll`, then what `runtime-data` patches."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.state: dict[str, Any] = {}
        self.others: list[dict[str, Any]] = []
        self.patches: list[dict[str, Any]] = []

    async def next(self) -> dict[str, Any]:
        frame = await self.socket.receive(30)
        assert frame.type is aiohttp.WSMsgType.TEXT, (frame.type, self.socket.close_code)
        packet: dict[str, Any] = json.loads(frame.data)
        assert set(packet) == {"tag", "payload"}
        if packet["tag"] in ("runtime-data", "poll"):
            self.state |= packet["payload"]
            self.patches.append(packet["payload"])
        else:
            self.others.append(packet)
        return packet

    async def closed(self) -> int | None:
        """The close code, once the server has closed; what came before it is taken in."""
        async with asyncio.timeout(30):
            while (frame := await self.socket.receive()).type is aiohttp.WSMsgType.TEXT:
                self.others.append(json.loads(frame.data))
        return self.socket.close_code

    async def ask(self, tag: str, payload: Any = ...) -> Any:
        """What is answered to it: the payload; of an error its code."""
        await self.socket.send_json({"tag": tag} if payload is ... else {"tag": tag, "payload": payload})
        async with asyncio.timeout(30):
            while True:
                packet = await self.next()
                if packet["tag"] == "error" and packet["payload"].get("tag") == tag:
                    return packet["payload"]["code"]
                if packet["tag"] == tag:
                    return packet["payload"]

    async def until(self, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async with asyncio.timeout(30):
            while not true(self.state):
                await self.next()
        return self.state


@asynccontextmanager
async def ontime(url: str) -> AsyncIterator[OntimeClient]:
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
        yield OntimeClient(socket)


__all__ = ["NOON", "Duration", "Listener", "OntimeClient", "Role", "get", "house", "ontime", "plan", "post"]
