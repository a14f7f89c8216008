"""A camera that is being moved stops when the page, the network or Efir is gone."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, CDPSession, expect
from playwright.async_api import Error as PlaywrightError

from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.server import serve_visca
from tests.devices.ptz.rigs import HOST, now, until
from tests.e2e.camera_desk import AIM, SOON, Desk, desk
from tests.e2e.house import LAPTOP, person
from tests.e2e.product import Product


class Cable:
    """A network that can be pulled: connections stay open and carry nothing, as with a cable that is out."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.up = asyncio.Event()
        self.up.set()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._serve, HOST, 0)
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._between(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _between(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(HOST, self._port)

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(65_536):
                await self.up.wait()
                sink.write(data)
                await sink.drain()
            sink.close()

        try:
            with contextlib.suppress(ConnectionError):
                await asyncio.gather(pump(reader, back), pump(there, writer))
        finally:
            for end in (writer, back):
                end.transport.abort()
                with contextlib.suppress(ConnectionError):
                    await end.wait_closed()


async def closed(here: Desk, _: CDPSession) -> None:
    await here.page.close()


async def left(here: Desk, _: CDPSession) -> None:
    await here.page.goto("about:blank", wait_until="commit")


async def hidden(here: Desk, _: CDPSession) -> None:
    await here.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


async def frozen(here: Desk, session: CDPSession) -> None:
    """No script of the page runs any more: a lid that was closed, a browser that saves power."""
    await session.send("Debugger.pause")


async def blurred(here: Desk, _: CDPSession) -> None:
    await here.page.evaluate("dispatchEvent(new Event('blur'))")


async def finger_taken(here: Desk, _: CDPSession) -> None:
    await here.pad.evaluate("p => p.dispatchEvent(new PointerEvent('pointercancel', {pointerId: 1, bubbles: true}))")


async def crashed(here: Desk, session: CDPSession) -> None:
    asyncio.get_running_loop().create_task(_crash(session))


async def _crash(session: CDPSession) -> None:
    with contextlib.suppress(PlaywrightError):
        await session.send("Page.crash")


@pytest.mark.parametrize("way", [closed, left, hidden, frozen, blurred, finger_taken, crashed])
async def test_it_stops_when_the_page_is(
    browser: Browser,
    tmp_path: Path,
    pages: Path,
    way: Callable[[Desk, CDPSession], Awaitable[None]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        session = await here.context.new_cdp_session(here.page)
        await session.send("Debugger.enable")  # takes a while, in which the page goes on: before what is measured
        await here.grip()
        stopping = asyncio.create_task(here.stops())
        await asyncio.sleep(0)
        await way(here, session)
        took = await stopping
        with capsys.disabled():
            print(f"\n  {way.__name__}: {took * 1000:.0f} ms, from when the browser was told")
        assert took <= AIM


async def test_it_stops_when_the_network_carries_nothing_any_more(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        cable = Cable(int(here.house.url.rpartition(":")[2]))
        async with cable.laid() as port:
            await here.open(port)
            await here.grip()
            cable.up.clear()
            assert await here.stops() <= AIM
            await asyncio.sleep(1.5)
            await here.page.mouse.up()
            moved = here.dome.at("pan", now())
            cable.up.set()
            await asyncio.sleep(1.5)
            assert here.dome.at("pan", now()) == pytest.approx(moved, abs=20), "what was held back moves it no more"
            assert not here.dome.moving(now())
        await here.page.close()


@pytest.mark.slow
async def test_it_stops_when_efir_is_killed(browser: Browser, tmp_path: Path, served_pages: None) -> None:
    """The real program, `kill -9`, while a finger is on the pad."""
    motors = Motors()
    async with serve_visca("visca", HOST, 0, motors, Faults()) as camera:
        show = tmp_path / "show.yaml"
        show.write_text(
            "title: Проба\nobs: {url: ws://127.0.0.1:9}\n"
            "cameras:\n  dome:\n    name: Купол\n    url: rtsp://127.0.0.1:9/x\n"
            f"    ptz: {{visca: '127.0.0.1:{camera.port}'}}\n"
            "scenes:\n  main: {name: План, sources: {camera: {camera: dome}}}\nslate: main\n",
            "utf-8",
        )
        async with Product(show, tmp_path / "data", obs="rehearsal") as efir:
            context = await person(browser, LAPTOP, "ru", "dark")
            context.set_default_timeout(SOON * 1000)
            page = await context.new_page()
            assert efir.addresses.setup is not None
            await page.goto(efir.addresses.setup)
            await page.locator("#password").fill("длинная фраза владельца")
            await page.locator("#again").fill("длинная фраза владельца")
            await page.get_by_role("button", name="Создать и войти").click()
            await expect(page.locator(".panel")).to_be_visible()
            await page.goto(f"{efir.addresses.panel}/ptz")
            pad = page.get_by_role("application")
            await expect(page.locator("[data-camera=dome]")).to_contain_text(re.compile("свободна|эфир", re.IGNORECASE))
            box = await pad.bounding_box()
            assert box is not None
            await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            await page.mouse.down()
            await page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2, steps=3)
            await until(lambda: "pan" in motors.moving(now()), SOON)
            await asyncio.sleep(0.5)
            assert "pan" in motors.moving(now())
            began = now()
            efir._process.kill()  # type: ignore[union-attr]
            await until(lambda: not motors.moving(now()))
            took = now() - began
            await efir.kill()
            await context.close()
    print(f"\n  Efir killed: {took * 1000:.0f} ms")
    assert took <= AIM
