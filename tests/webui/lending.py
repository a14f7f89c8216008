"""A lent camera over real sockets: the crew, the guests of its link, and a driver that keeps what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from control.clock import Duration
from control.core import camera_acts as acts
from control.core.lending_acts import Lent, Terms
from control.core.program import ObserveProgram
from control.core.types import CameraId, Command, ItemId, Role, SceneId
from control.hands import Hands, Stick
from control.show import Camera, Item, Ptz, Scene
from tests.control.core.shows import SLATE, make_show
from tests.webui.served import Page, Served, served
from tests.webui.test_hands import noted
from webui.fence import furthest
from webui.lending import EVERY

DOME, CAM = CameraId("dome"), SceneId("cam")
MADE = make_show()
SHOW = make_show(
    cameras=(*MADE.cameras, Camera(id=DOME, name="Купол", url="rtsp://x", ptz=Ptz(visca="10.0.0.1"))),
    scenes=(
        *MADE.scenes,
        Scene(id=CAM, name="Купол", sources=(Item(id=ItemId("dome"), name="Купол", camera=DOME),)),
    ),
)
TERMS = Terms(Duration(60_000), 0.25)
PULL = {"type": "drive", "camera": DOME, "pan": 1.0}
FULL = Stick(pan=furthest(TERMS.speed))


class Lending:
    def __init__(self, efir: Served, stack: AsyncExitStack) -> None:
        self.efir, self._stack = efir, stack
        self.driver = noted(efir)

    async def system(self, command: Command) -> None:
        receipt = await self.efir.controller.system(command)
        assert receipt.ok, receipt.error

    async def crew(self) -> Page:
        page = await self._stack.enter_async_context(self.efir.page("panel", await self.efir.token(Role.OPERATOR)))
        return await page.opened()

    async def open(self, crew: Page, terms: Terms = TERMS) -> None:
        wire: dict[str, Any] = {"turn": terms.turn, "speed": terms.speed, "presets": terms.presets, "air": terms.air}
        wire |= {"pan": terms.pan, "zoom": terms.zoom}
        receipt = await crew.do({"type": "lending.open", "camera": DOME, "terms": wire})
        assert receipt["ok"], receipt

    async def guest(self, *, joins: bool = True) -> Page:
        page = await self._stack.enter_async_context(self.efir.page("lend", await self.efir.token(Role.GUEST, DOME)))
        await page.opened()
        if joins:
            assert (await page.do({"type": "lending.join"}))["ok"]
        return page

    @property
    def lent(self) -> Lent:
        return self.efir.controller.state.lending.lent[DOME]


@asynccontextmanager
async def lending(path: Path, grace: float = 15.0, hands: Hands | None = None) -> AsyncIterator[Lending]:
    async with AsyncExitStack() as stack:
        efir = await stack.enter_async_context(served(path, show=SHOW, grace=grace, hands=hands))
        here = Lending(efir, stack)
        can: tuple[acts.Ability, ...] = ("pan-tilt", "zoom", "presets", "position", "degrees")
        await here.system(acts.ObserveHead(DOME, "connected", can=can))
        await here.system(ObserveProgram(scene=SLATE))  # else every camera may be on air
        yield here


async def heard(page: Page) -> list[str]:
    """The refusals of everything that was sent so far."""
    codes: list[str] = []
    await page.socket.send_json({"type": "ping", "t0": 1})
    while (message := await page.next()) is not None and message["type"] != "pong":
        if message["type"] == "declined":
            codes.append(message["error"]["code"])
    return codes


async def pull(page: Page, times: int = 1, **more: Any) -> None:
    for _ in range(times):
        await page.socket.send_json({**PULL, **more})


async def moved(here: Lending, page: Page, **more: Any) -> tuple[str, Stick]:
    """Pulls, as a page does again and again, until something of it reaches the camera: whose hand, and how."""
    here.driver.moves.clear()
    while not here.driver.moves:
        await pull(page, **more)
        await asyncio.sleep(EVERY / 1000)
    hand, camera, stick = here.driver.moves[0]
    assert camera == DOME
    return hand, stick


@asynccontextmanager
async def browser(here: Lending) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who opened the link: the session's cookie says who he is."""
    token = await here.efir.token(Role.GUEST, DOME)
    async with aiohttp.ClientSession(
        here.efir.url, headers={"Origin": here.efir.url}, cookie_jar=aiohttp.CookieJar(unsafe=True)
    ) as session:
        async with session.get(f"/lend?t={token}", allow_redirects=False) as answer:
            assert answer.status == 303
            assert answer.headers["Location"].startswith("/lend?as=")
        yield session
