"""An Efir of its own process, as people start it, and the crew that works it over the live protocol."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import msgspec
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from scenes.managed.folder import Access, Folder
from tests.e2e.product import Addresses, Product

PASSWORD = "a long phrase of the bench"
RECEIPT_WITHIN = 10.0


def nowhere() -> str:
    """The address of an OBS that is not there: its port was free a moment ago, and nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"ws://127.0.0.1:{taken.getsockname()[1]}"


def token_of(url: str) -> str:
    """The token of a link, whichever of its names it goes by."""
    query = parse_qs(urlsplit(url).query)
    return next(query[name][0] for name in ("token", "t") if name in query)


def hello(view: str, url: str) -> str:
    """What a page of this link says first."""
    return msgspec.json.encode({"type": "hello", "view": view, "token": token_of(url)}).decode()


class Crew:
    """The owner's session: commands by the live socket (as from the panel), judges' by HTTP, views to look at."""

    def __init__(self, http: ClientSession, socket: ClientWebSocketResponse, addresses: Addresses) -> None:
        self.http = http
        self.addresses = addresses
        self._base = addresses.panel.rstrip("/")
        self._socket = socket
        self._ids = itertools.count()
        self._receipts: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.wait([self._reading])
        await self._socket.close()

    async def _read(self) -> None:
        async for frame in self._socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            message = msgspec.json.decode(frame.data)
            if message["type"] == "receipt":
                self._receipts.pop(message["id"]).set_result(message)
        for waiting in self._receipts.values():
            waiting.set_exception(ConnectionError("the live socket closed"))

    async def submit(self, kind: str, **fields: Any) -> asyncio.Future[dict[str, Any]]:
        """Sent; the receipt is for later."""
        name = f"bench-{next(self._ids)}"
        receipt = self._receipts[name] = asyncio.get_running_loop().create_future()
        body = {"type": "do", "id": name, "command": {"type": kind, **fields}}
        await self._socket.send_str(msgspec.json.encode(body).decode())
        return receipt

    async def do(self, kind: str, **fields: Any) -> None:
        """RuntimeError with the reason when it is refused."""
        check(await asyncio.wait_for(await self.submit(kind, **fields), RECEIPT_WITHIN))

    async def judge(self, kind: str, **fields: Any) -> None:
        """As the show's only judge."""
        body = {"id": f"judge-{next(self._ids)}", "command": {"type": kind, **fields}}
        headers = {"Authorization": f"Bearer {token_of(self.addresses.judges[0]['url'])}"}
        async with self.http.post(f"{self._base}/api/commands", json=body, headers=headers) as answer:
            check(await answer.json())

    async def view(self, name: str) -> dict[str, Any]:
        async with self.http.get(f"{self._base}/api/views/{name}", headers={"Origin": self._base}) as answer:
            answer.raise_for_status()
            found: dict[str, Any] = (await answer.json())["data"]
            return found


def check(receipt: dict[str, Any]) -> None:
    if not receipt.get("ok"):
        raise RuntimeError(f"refused: {receipt.get('error')}")


class Efir:
    """`async with Efir(show, data, obs) as efir:` — running, with an owner whose session `efir.crew` has."""

    def __init__(self, show: Path, data: Path, obs: str) -> None:
        self.product = Product(show, data, obs=obs)
        self.crew: Crew
        self._data = data
        self._http: ClientSession

    @property
    def addresses(self) -> Addresses:
        return self.product.addresses

    async def __aenter__(self) -> Self:
        await self.product.start()
        try:
            await self._sign_in()
        except BaseException:
            await self.product.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.crew.close()
        await self._http.close()
        await self.product.stop()

    async def _sign_in(self) -> None:
        base = self.addresses.panel.rstrip("/")
        assert self.addresses.setup is not None
        body = {"token": self.addresses.setup.partition("#")[2], "password": PASSWORD}
        self._http = ClientSession(cookie_jar=CookieJar(unsafe=True))  # unsafe: cookies of a bare IP address
        try:
            async with self._http.post(f"{base}/api/setup", json=body, headers={"Origin": base}) as answer:
                answer.raise_for_status()
            live = await self._http.ws_connect(f"{base}/live", headers={"Origin": base}, max_msg_size=0)
            await live.send_str('{"type":"hello","view":"stage"}')
        except BaseException:
            await self._http.close()
            raise
        self.crew = Crew(self._http, live, self.addresses)

    def cookies(self) -> list[Any]:
        """The owner's session, in the form playwright takes."""
        return [
            {"name": cookie.key, "value": cookie.value, "url": self.addresses.panel} for cookie in self._http.cookie_jar
        ]

    def managed_obs(self) -> Access:
        """Port and password of the OBS that it manages. Blocking."""
        return Folder(self._data / "obs").access()

    async def until_obs(self, seconds: float = 60) -> None:
        """Until its scenes are in OBS and it is driven."""
        async with asyncio.timeout(seconds):
            while (await self.crew.view("panel"))["health"]["obs"]["phase"] != "connected":  # noqa: ASYNC110
                await asyncio.sleep(0.2)


@asynccontextmanager
async def efir(show: Path, data: Path, obs: str) -> AsyncIterator[Efir]:
    async with Efir(show, data, obs) as running:
        yield running
