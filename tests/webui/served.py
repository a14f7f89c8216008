"""A whole Efir behind a real server on a port of its own, and clients that speak to it as pages and machines do."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import aiohttp

from control.clock import Instant, ManualClock
from control.contest.commands import Agree, CommitDraw, Next, Open, RevealDraw
from control.contest.draw import DrawKind
from control.contest.rulebook import CRITERIA
from control.contest.state import Pair, on_stage, pending_draw
from control.controller import Controller, Envelope
from control.core.types import SYSTEM, Actor, Command, CommandId, Role
from control.hands import Hands
from control.journal import SqliteJournal
from control.keys import installation_key, seeds
from control.people import People
from control.show import Show
from control.telemetry import Telemetry
from devices.feeds.whip import Whip
from tests.control.core.shows import OPERATOR, make_show
from webui import merge
from webui.secure import Secure
from webui.server import WebServer

NOON = Instant(1_790_000_000_000)
PASSWORD = "correct horse battery"
_ids = itertools.count()


class Served:
    """A running server and what stands behind it."""

    def __init__(
        self,
        server: WebServer,
        controller: Controller,
        people: People,
        telemetry: Telemetry,
        clock: ManualClock,
        http: aiohttp.ClientSession,
    ) -> None:
        self.server, self.controller, self.people = server, controller, people
        self.telemetry, self.clock, self.http = telemetry, clock, http

    @property
    def url(self) -> str:
        return self.server.local_url

    async def token(self, role: Role, subject: str = "") -> str:
        token = await self.people.ensure_link(role, subject, "")
        assert token is not None
        return token

    async def owner(self) -> aiohttp.ClientSession:
        """A browser in which the owner is signed in. The caller closes it."""
        browser = aiohttp.ClientSession(
            self.url, headers={"Origin": self.url}, cookie_jar=aiohttp.CookieJar(unsafe=True)
        )
        setup = self.people.ensure_setup_token()
        if setup is not None:
            async with browser.post("/api/setup", json={"token": setup, "password": PASSWORD}) as answer:
                assert answer.status == 200, await answer.text()
        else:
            async with browser.post("/api/login", json={"password": PASSWORD}) as answer:
                assert answer.status == 200, await answer.text()
        return browser

    @asynccontextmanager
    async def page(self, view: str, token: str | None = None, **hello: Any) -> AsyncIterator[Page]:
        """An open page that has said hello."""
        async with self.http.ws_connect(f"{self.url}/live", max_msg_size=0) as socket:
            page = Page(socket)
            await page.hello(view, token, **hello)
            yield page


class Page:
    """Holds a view as a browser does: snapshot, then patches."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.data: dict[str, Any] = {}
        self.seq = -1
        self.epoch = ""
        self.live: dict[str, Any] = {}
        self.snapshots = 0
        self.patches = 0
        self.pictures: list[bytes] = []
        self.bye: str | None = None

    async def hello(self, view: str, token: str | None = None, **more: Any) -> None:
        message = {"type": "hello", "view": view, **more}
        if token is not None:
            message["token"] = token
        await self.socket.send_json(message)

    async def next(self) -> dict[str, Any] | None:
        """The next message, taken in; None when the socket is closed."""
        frame = await self.socket.receive(30)
        if frame.type is aiohttp.WSMsgType.BINARY:
            self.pictures.append(frame.data)
            return {"type": "picture"}
        if frame.type is not aiohttp.WSMsgType.TEXT:
            return None
        message: dict[str, Any] = json.loads(frame.data)
        match message["type"]:
            case "welcome":
                self.epoch = message["epoch"]
            case "snapshot":
                self.data, self.seq = message["data"], message["seq"]
                self.snapshots += 1
            case "patch":
                assert message["from"] == self.seq, "a gap"
                self.data, self.seq = merge.apply(message["data"], self.data), message["seq"]
                self.patches += 1
            case "live":
                self.live[message["key"]] = message["data"]
            case "bye":
                self.bye = message["code"]
        return message

    async def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Reads on until such a message came."""
        while True:
            message = await self.next()
            assert message is not None, f"closed with {self.socket.close_code} before {kind}"
            if message["type"] == kind and all(message.get(name) == value for name, value in fields.items()):
                return message

    async def opened(self) -> Self:
        await self.until("welcome")
        if self.snapshots == 0:
            await self.until("snapshot")
        return self

    async def closed(self) -> tuple[str | None, int | None]:
        """(code of the bye, close code) once the server has closed."""
        while await self.next() is not None:
            pass
        return self.bye, self.socket.close_code

    async def do(self, command: dict[str, Any], command_id: str | None = None) -> dict[str, Any]:
        """Its receipt."""
        command_id = command_id or f"c{next(_ids)}"
        message = {"type": "do", "id": command_id, "command": command}
        await self.socket.send_str(json.dumps(message, ensure_ascii=False))  # as browsers write it
        return await self.until("receipt", id=command_id)


@asynccontextmanager
async def served(
    path: Path,
    *,
    show: Show | None = None,
    dist: Path | None = None,
    public_url: str | None = None,
    feed_pictures: Path | None = None,
    pictures: Path | None = None,
    whip: Whip | None = None,
    secure: Secure | None = None,
    grace: float = 15.0,
    hands: Hands | None = None,
) -> AsyncIterator[Served]:
    clock = ManualClock(NOON)
    journal = SqliteJournal(path / "show.efir")
    await journal.open()
    controller = Controller(journal, clock, show or make_show(), seeds(await installation_key(journal, "draws")))
    await controller.open()
    people = await People.open(journal, clock)
    telemetry = Telemetry()
    server = WebServer(
        controller,
        journal,
        people,
        telemetry,
        version="1.2.3",
        show_folder=path,
        feed_pictures=feed_pictures,
        pictures=pictures,
        host="127.0.0.1",
        port=0,
        dist=dist or path,
        public_url=public_url,
        whip=whip,
        secure=secure,
        grace=grace,
        hands=hands,
    )
    await server.start()
    try:
        async with aiohttp.ClientSession() as http:
            yield Served(server, controller, people, telemetry, clock, http)
    finally:
        await server.close()
        people.close()
        await controller.close()
        await journal.close()


async def until(true: Callable[[], bool], seconds: float = 30) -> None:
    """For what happens by itself after a connection is gone."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.01)


async def go_to_judging(controller: Controller) -> Pair:
    """The first pair, drawn and debated: its judges may score."""

    async def do(command: Command, actor: Actor = OPERATOR) -> None:
        receipt = await controller.submit(Envelope(CommandId(f"setup-{next(_ids)}"), actor, command))
        assert receipt.ok, receipt.error

    async def draw(kind: DrawKind) -> None:
        await do(CommitDraw(kind))
        pending = pending_draw(controller.state.debate)
        assert pending is not None
        await do(RevealDraw(pending.id))

    await do(Open(), SYSTEM)
    await draw("pairs")
    await do(Next())
    await draw("topic")
    pair = on_stage(controller.state.debate)
    assert pair is not None
    await do(Agree(pair.id, pair.debaters[0]))
    for _ in range(3):
        await do(Next())
    assert controller.state.debate.phase == "judging"
    return pair


def ballot(pair: Pair, first: int, second: int) -> dict[str, Any]:
    """`ballot.cast` as it goes over the wire: the same points for every criterion."""
    scores = {
        debater: {criterion.id: points for criterion in CRITERIA}
        for debater, points in zip(pair.debaters, (first, second), strict=True)
    }
    return {"type": "ballot.cast", "pair": pair.id, "scores": scores}
