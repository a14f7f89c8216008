"""The camera desk in Chromium, with two simulated cameras behind it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from control.core import camera_acts as acts
from control.core import cameras as core
from control.core.program import ObserveProgram
from control.core.types import CameraId, ItemId, Role, SceneId
from control.show import Camera, Item, Ptz, Scene, Show
from devices.ptz.simulated.cgi import serve_cgi
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.worker import PtzWorker
from tests.control.core.shows import make_show
from tests.devices.ptz.rigs import HOST, now, until
from tests.e2e.house import LAPTOP, House, Language, Watch, person
from tests.lateness import lateness

DOME, ARM = CameraId("dome"), CameraId("arm")
AIM = 0.3
"""Seconds in which a camera stands still whatever became of who moved it: what the handbook promises. 200 ms of it are
the lease, if nobody can say stop any more. Browser, server, the cameras' process and the simulated camera share this
machine: what it was late is no part of it (`Desk.stops`)."""
SOON = 60.0


def ptz_show(visca: int, cgi: int, feed: Literal["bridge", "direct"]) -> Show:
    def scene(id_: str, name: str, camera: CameraId) -> Scene:
        return Scene(id=SceneId(id_), name=name, sources=(Item(id=ItemId(id_), name=name, camera=camera),))

    return replace(
        make_show(),
        title="Две поворотные камеры",
        language="ru",
        contest=None,
        graphics=(),
        cameras=(
            Camera(id=DOME, name="Купол", url="rtsp://x", ptz=Ptz(visca=f"{HOST}:{visca}", model="sony"), feed=feed),
            Camera(id=ARM, name="Стрела", url="rtsp://y", ptz=Ptz(cgi=f"http://{HOST}:{cgi}"), feed=feed),
        ),
        scenes=(scene("wide", "Общий план", DOME), scene("close", "Крупный план", ARM)),
        slate=None,
    )


def picture(path: Path, hue: int) -> bytes:
    """Something to look at: a stage."""
    image = np.full((180, 320, 3), (40 + hue // 3, 50, 60), np.uint8)
    cv2.rectangle(image, (40, 120), (280, 180), (60, 90, 120), -1)
    cv2.circle(image, (90 + hue, 100), 26, (200, 170, 140), -1)
    encoded = cv2.imencode(".jpg", image)[1].tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded)
    return encoded


class Desk:
    def __init__(self, house: House, page: Page, dome: Motors, arm: Motors, server: ViscaServer) -> None:
        self.house, self.page, self.dome, self.arm = house, page, dome, arm
        self.server = server
        """The dome's."""
        self.watch = Watch(page)

    @property
    def head(self) -> acts.HeadState:
        return core.head_of(self.house.controller.state.cameras, DOME)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    async def open(self, port: int | None = None) -> None:
        link = await self.house.link(Role.OPERATOR)
        await self.page.goto(link if port is None else link.replace(self.house.url, f"http://{HOST}:{port}"))
        here = self.page.url.split("/", 3)
        await self.page.goto(f"{here[0]}//{here[2]}/ptz{'?' + here[3].partition('?')[2] if '?' in here[3] else ''}")
        await expect(self.pad).to_be_visible()
        await expect(self.camera(DOME)).not_to_contain_text("не на связи")
        await until(lambda: self.head.phase == "connected", SOON)
        await expect(self.pad).to_have_attribute("aria-disabled", "false")  # the page knows it, too

    @property
    def pad(self) -> Locator:
        return self.page.get_by_role("application")

    def camera(self, camera: CameraId) -> Locator:
        return self.page.locator(f"[data-camera={camera}]")

    def preset(self, name: str) -> Locator:
        return self.page.locator(f"[data-preset='{name}']")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    async def grip(self) -> None:
        """The mouse pulls the pad to the right, and stays there."""
        box = await self.pad.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        await self.page.mouse.move(x, y)
        await self.page.mouse.down()
        await self.page.mouse.move(x + box["height"] * 0.4, y, steps=4)
        await until(lambda: "pan" in self.dome.moving(now()), SOON)
        await asyncio.sleep(0.5)
        assert "pan" in self.dome.moving(now()), "longer than a lease: the page says it again and again"

    async def stops(self) -> float:
        """Seconds until the dome stands still, without what the machine itself was late meanwhile."""
        with lateness() as late:
            began = now()
            await until(lambda: not self.dome.moving(now()))
            took = now() - began
        return took - late.seconds


@asynccontextmanager
async def desk(
    browser: Browser,
    folder: Path,
    pages: Path,
    size: ViewportSize = LAPTOP,
    language: Language = "ru",
    feed: Literal["bridge", "direct"] = "bridge",
) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack:
        dome, arm = Motors(), Motors()
        visca = await stack.enter_async_context(serve_visca("visca", HOST, 0, dome, Faults()))
        cgi = await stack.enter_async_context(serve_cgi(HOST, 0, arm, Faults(), "", ""))
        house = await House(folder, pages, ptz_show(visca.port, cgi.port, feed)).start()
        stack.push_async_callback(house.close)
        await house.controller.system(acts.Open())
        await house.controller.system(ObserveProgram(scene=SceneId("close")))  # else every camera may be on air

        async def take(camera: CameraId) -> str:
            name = f"{secrets.token_hex(8)}.jpg"
            await asyncio.to_thread(picture, folder / "presets" / name, int(abs(dome.at("pan", now()))))
            return name

        worker = PtzWorker(house.controller, house.telemetry, house.server.hands, take)
        running = asyncio.create_task(worker.run())

        async def end() -> None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        stack.push_async_callback(end)
        context = await person(browser, size, language, "dark")
        stack.push_async_callback(context.close)
        context.set_default_timeout(SOON * 1000)
        here = Desk(house, await context.new_page(), dome, arm, visca)
        yield here
        assert here.watch.faults == []
