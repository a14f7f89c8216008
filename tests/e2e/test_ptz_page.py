"""The camera desk in Chromium, with simulated cameras behind it: what moves, and all the ways in which it must stop."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Literal, Protocol

import cv2
import numpy as np
import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, CDPSession, Locator, Page, ViewportSize, expect
from playwright.async_api import Error as PlaywrightError

from control.core import camera_acts as acts
from control.core import cameras as core
from control.core.program import ObserveProgram, Take
from control.core.types import CameraId, ItemId, Role, SceneId
from control.hands import Hands, Stick
from control.show import Camera, Item, Ptz, Scene, Show
from control.telemetry import FIRST_FEED
from devices.ptz.simulated.cgi import serve_cgi
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.worker import PtzWorker
from tests.control.core.shows import make_show
from tests.devices.ptz.rigs import HOST, now, until
from tests.e2e.house import LAPTOP, PHONE, TABLET, House, Language, Watch, axe, person
from tests.e2e.product import Product

DOME, ARM = CameraId("dome"), CameraId("arm")
AIM = 0.3
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
        began = now()
        await until(lambda: not self.dome.moving(now()))
        return now() - began


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


# --- it moves


async def test_the_pad_the_keys_and_the_zoom_move_the_camera_and_letting_go_stops_it(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        await here.grip()
        await here.page.mouse.up()
        assert await here.stops() < AIM
        assert here.dome.at("pan", now()) > 0
        for key, axis, sign in (("ArrowLeft", "pan", -1), ("ArrowUp", "tilt", 1), ("Equal", "zoom", 1)):
            before = here.dome.at(axis, now())
            await here.page.keyboard.down(key)
            await until(lambda axis=axis: axis in here.dome.moving(now()))  # type: ignore[misc]
            await asyncio.sleep(0.4)
            assert here.dome.moving(now()) == {axis}
            await here.page.keyboard.up(key)
            assert await here.stops() < AIM
            assert (here.dome.at(axis, now()) - before) * sign > 0
        zoom = here.page.get_by_role("slider", name="Зум")
        box = await zoom.bounding_box()
        assert box is not None
        await here.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await here.page.mouse.down()
        await here.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 4)
        await until(lambda: here.dome.moving(now()) == {"zoom"})
        await here.page.mouse.up()
        assert await here.stops() < AIM
        await expect(zoom).to_have_attribute("aria-valuenow", "0")
        await expect(here.page.locator("[data-at]")).to_contain_text("поворот")


GAMEPAD = """
window.pads = [];
navigator.getGamepads = () => window.pads;
window.plug = (axes, pressed = [], mapping = 'standard') => {
  const buttons = Array.from({length: 17}, (_, i) => ({pressed: pressed.includes(i), value: 0}));
  const first = window.pads.length === 0;
  window.pads = [{connected: true, index: 0, mapping, axes, buttons}];
  if (first) dispatchEvent(new Event('gamepadconnected'));
};
window.unplug = () => { window.pads = []; dispatchEvent(new Event('gamepaddisconnected')); };
"""


async def test_a_gamepad_moves_it_and_unplugging_it_stops(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await here.page.evaluate("plug([0.9, 0, 0, 0])")
        await until(lambda: here.dome.moving(now()) == {"pan"})
        await here.page.evaluate("plug([0, -0.8, 0, -0.9])")
        await until(lambda: here.dome.moving(now()) == {"tilt", "zoom"})
        await here.page.evaluate("plug([0.02, 0.01, 0, 0])")  # at rest, as sticks are
        assert await here.stops() < AIM
        await here.page.evaluate("plug([0.9, 0, 0, 0])")
        await until(lambda: here.dome.moving(now()) == {"pan"})
        await here.page.evaluate("unplug()")
        assert await here.stops() < AIM
        await here.page.evaluate("plug([0, 0, 0, 0])")
        await here.page.evaluate("plug([0, 0, 0, 0], [5])")  # the next camera
        await expect(here.camera(ARM)).to_have_attribute("aria-pressed", "true")
        await here.page.evaluate("plug([1, 0, 0, 0])")
        await until(lambda: here.arm.moving(now()) == {"pan"})
        assert here.dome.moving(now()) == set()


async def test_of_a_stick_that_is_no_standard_gamepad_only_what_rests_is_obeyed(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    """Its fourth axis is a throttle that stands at its end; its buttons are nobody knows which."""
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await here.page.evaluate("plug([0, 0, 0, -1], [], '')")
        await two_frames(here)
        await here.page.evaluate("plug([0.9, 0, 0, -1], [5], '')")
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await asyncio.sleep(0.5)
        assert here.dome.moving(now()) == {"pan"}
        await expect(here.camera(DOME)).to_have_attribute("aria-pressed", "true")
        await here.page.evaluate("plug([0, 0, 0, 0], [], '')")
        assert await here.stops() < AIM
        await two_frames(here)
        await here.page.evaluate("plug([0, 0, 0, -0.9], [], '')")
        await until(lambda: here.dome.moving(now()) == {"zoom"}, SOON)


async def test_a_focus_that_is_held_while_the_camera_goes_away_does_not_go_on_by_itself(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        await here.page.get_by_role("button", name="ручной", exact=True).click()
        far = here.page.get_by_role("button", name="дальше", exact=True)
        await far.focus()
        await here.page.keyboard.down("Enter")
        await until(lambda: here.dome.moving(now()) == {"focus"}, SOON)
        here.server.silent = True
        await expect(far).to_have_attribute("aria-disabled", "true")
        here.server.silent = False
        await expect(far).to_have_attribute("aria-disabled", "false")
        await asyncio.sleep(0.5)
        assert not here.dome.moving(now()), "whoever holds it presses it again"
        await here.page.keyboard.up("Enter")
        await here.page.keyboard.down("Enter")
        await until(lambda: here.dome.moving(now()) == {"focus"}, SOON)
        await here.page.keyboard.up("Enter")
        assert await here.stops() < AIM


async def test_another_camera_is_not_moved_by_a_stick_that_was_held_before_it_was_chosen(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await here.page.evaluate("plug([0.9, 0, 0, 0])")
        await until(lambda: here.dome.moving(now()) == {"pan"}, SOON)
        await here.page.evaluate("plug([0.9, 0, 0, 0], [5])")  # the next one
        await expect(here.camera(ARM)).to_have_attribute("aria-pressed", "true")
        await here.page.evaluate("plug([0.8, 0, 0, 0])")
        await asyncio.sleep(0.5)
        assert not here.dome.moving(now())
        assert not here.arm.moving(now())
        await release_gamepad(here)
        await hold_gamepad(here)
        await until(lambda: here.arm.moving(now()) == {"pan"}, SOON)


# --- STOP wins


class Held(Protocol):
    """A page with a stick: this one, or a guest's."""

    @property
    def page(self) -> Page: ...

    @property
    def pad(self) -> Locator: ...

    async def grip(self) -> None: ...


async def stir_pad(here: Held) -> None:
    box = await here.pad.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await here.page.mouse.move(x + 20, y + 10)
    await here.page.mouse.move(x + box["height"] * 0.4, y, steps=4)


async def stir_key(here: Held) -> None:
    """It comes again and again, as a key does that is held; and so does another one beside it."""
    await here.page.keyboard.down("ArrowRight")
    await here.page.keyboard.down("ArrowUp")
    await here.page.keyboard.up("ArrowUp")


async def stir_gamepad(here: Held) -> None:
    await here.page.evaluate("plug([0.7, 0.2, 0, 0])")
    await two_frames(here)
    await here.page.evaluate("plug([0.9, 0, 0, 0])")


async def release_pad(here: Held) -> None:
    await here.page.mouse.up()


async def release_key(here: Held) -> None:
    await here.page.keyboard.up("ArrowRight")


async def release_gamepad(here: Held) -> None:
    await here.page.evaluate("plug([0.02, 0, 0, 0])")
    await two_frames(here)


async def two_frames(here: Held) -> None:
    """The page has read the gamepad."""
    await here.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def hold_pad(here: Held) -> None:
    await here.grip()


async def hold_key(here: Held) -> None:
    await here.page.keyboard.down("ArrowRight")


async def hold_gamepad(here: Held) -> None:
    await here.page.evaluate("plug([0.9, 0, 0, 0])")


Act = Callable[[Held], Awaitable[None]]
STICKS: dict[str, tuple[Act, Act, Act]] = {
    "pad": (hold_pad, stir_pad, release_pad),
    "key": (hold_key, stir_key, release_key),
    "gamepad": (hold_gamepad, stir_gamepad, release_gamepad),
}


@pytest.mark.parametrize("source", list(STICKS))
async def test_stop_wins_over_a_stick_that_is_still_held(
    browser: Browser, tmp_path: Path, pages: Path, source: str
) -> None:
    """Nothing moves until it has been let go; then it moves as ever. (STOP from elsewhere is seen to beside the
    camera: `tests/devices/ptz/test_motion.py`.)"""
    hold, stir, release = STICKS[source]
    async with desk(browser, tmp_path, pages) as here:
        await here.page.add_init_script(GAMEPAD)
        await here.open()
        await hold(here)
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await here.page.keyboard.press("Space")
        assert await here.stops() < AIM
        for _ in range(4):
            await stir(here)
            await asyncio.sleep(0.15)
            assert not here.dome.moving(now()), "it is still held, and is not obeyed"
        await release(here)
        await hold(here)
        await until(lambda: "pan" in here.dome.moving(now()), SOON)
        await release(here)
        assert await here.stops() < AIM


# --- it stops


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
    await session.send("Debugger.enable")
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


# --- presets, the lock


async def test_presets_are_stored_named_ordered_called_and_taken_back(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        name = here.page.get_by_role("textbox", name="Название нового ракурса")
        for number, (pan, title) in enumerate(((0, "Сцена"), (60, "Зал"), (-40, "Трибуна"))):
            here.dome.axes["pan"] = here.dome.axes["pan"].sent(pan, 1e9, now() - 1)
            await name.fill(title)
            await here.button("Запомнить").click()
            await until(lambda number=number: len(here.head.presets) == number + 1)  # type: ignore[misc]
            await expect(here.preset(title).locator("img")).to_be_visible()
            assert (
                await here.preset(title).locator("img").evaluate("async (i) => (await i.decode(), i.naturalWidth)")
                == 320
            )
        await here.preset("Зал").get_by_role("button").click()
        await until(lambda: here.dome.at("pan", now()) == pytest.approx(60, abs=0.2), SOON)
        await here.pad.focus()
        await here.page.keyboard.press("Digit1")
        await until(lambda: here.dome.at("pan", now()) == pytest.approx(0, abs=0.2), SOON)
        await here.button("Изменить").click()
        asked = here.house.controller.state.cameras.count
        await here.pad.focus()
        await here.page.keyboard.press("Digit2")
        await here.button("«Трибуна»: раньше").click()
        await until(lambda: [one.name for one in here.head.presets] == ["Сцена", "Трибуна", "Зал"])
        assert here.house.controller.state.cameras.count == asked, "while they are edited a digit goes nowhere"
        field = here.preset("Зал").get_by_role("textbox")
        await field.fill("Весь зал")
        await field.press("Enter")
        await until(lambda: [one.name for one in here.head.presets] == ["Сцена", "Трибуна", "Весь зал"])
        await here.button("«Сцена»: убрать").click()
        await until(lambda: [one.name for one in here.head.presets] == ["Трибуна", "Весь зал"])
        await here.button("Отменить").click()
        await until(lambda: [one.name for one in here.head.presets] == ["Сцена", "Трибуна", "Весь зал"])


async def test_a_camera_on_air_asks_before_it_jumps(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        here.dome.axes["pan"] = here.dome.axes["pan"].sent(50, 1e9, now() - 1)
        await here.button("Запомнить").click()
        await until(lambda: len(here.head.presets) == 1)
        here.dome.axes["pan"] = here.dome.axes["pan"].sent(0, 1e9, now() - 1)
        await here.house.do(Take(SceneId("wide")))
        await expect(here.camera(DOME)).to_contain_text("эфир", ignore_case=True)
        await here.preset("1").get_by_role("button").click()
        await expect(here.page.get_by_text("на глазах у зрителей?")).to_be_visible()
        await here.button("Не надо").click()
        await asyncio.sleep(0.3)
        assert here.dome.at("pan", now()) == 0
        assert not here.house.controller.state.cameras.pending
        await here.preset("1").get_by_role("button").click()
        await here.button("Перейти").click()
        await until(lambda: here.dome.at("pan", now()) == pytest.approx(50, abs=0.2), SOON)
        await here.button("В исходное").click()
        await expect(here.page.get_by_text("Вернуть её в исходное положение на глазах у зрителей?")).to_be_visible()
        await here.button("Не надо").click()


async def test_stop_stops_whoever_moves_it(browser: Browser, tmp_path: Path, pages: Path) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        hands: Hands = here.house.server.hands

        async def other() -> None:
            while True:
                hands.move("other", DOME, Stick(pan=-0.8))
                await asyncio.sleep(0.05)

        moving = asyncio.create_task(other())
        await until(lambda: "pan" in here.dome.moving(now()))
        await expect(here.page.get_by_text("камеру ведёт кто-то другой")).to_be_visible()
        moving.cancel()
        await here.button("Стоп").click()
        assert await here.stops() < AIM


async def test_in_the_panel_the_keys_are_the_panels_until_the_pad_is_pressed(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages) as here:
        await here.page.goto(await here.house.link(Role.OPERATOR))
        await expect(here.page.locator(".panel")).to_be_visible()
        await here.page.keyboard.press("KeyC")
        await expect(here.pad).to_be_visible()
        await until(lambda: here.head.phase == "connected", SOON)
        await here.page.keyboard.down("ArrowLeft")
        await asyncio.sleep(0.4)
        await here.page.keyboard.up("ArrowLeft")
        assert here.dome.at("pan", now()) == 0
        await here.pad.focus()
        await here.page.keyboard.down("ArrowLeft")
        await until(lambda: here.dome.moving(now()) == {"pan"})
        await here.page.keyboard.up("ArrowLeft")
        assert await here.stops() < AIM
        await here.page.keyboard.press("Digit2")
        await until(lambda: here.house.controller.state.program.preview == "close")
        await asyncio.sleep(0.5)
        await here.page.screenshot(path=tmp_path / "ptz-panel.png")
        assert await axe(here.page) == []


# --- the picture


def painted(page: Page) -> Locator:
    return page.locator(".stick canvas.seen")


async def test_the_picture_is_the_cameras_own(browser: Browser, tmp_path: Path, pages: Path) -> None:
    """Not that of a scene with other things in it; and only of the camera in the hand."""
    async with desk(browser, tmp_path, pages) as here:
        await here.open()
        telemetry = here.house.telemetry
        await until(lambda: telemetry.wants(FIRST_FEED), SOON)
        assert not telemetry.wants(FIRST_FEED + 1)
        image = picture(tmp_path / "x.jpg", 60)
        for channel in range(4):
            telemetry.publish_picture(channel, image)
        await expect(here.page.locator(".stick")).to_contain_text("Нет картинки")
        telemetry.publish_picture(FIRST_FEED, image)
        await expect(painted(here.page)).to_have_count(1)
        await here.camera(ARM).click()
        await until(lambda: telemetry.wants(FIRST_FEED + 1) and not telemetry.wants(FIRST_FEED), SOON)
        telemetry.publish_picture(FIRST_FEED + 1, image)
        await expect(painted(here.page)).to_have_count(1)


async def test_of_a_camera_that_obs_opens_itself_it_is_a_scenes_and_says_so(
    browser: Browser, tmp_path: Path, pages: Path
) -> None:
    async with desk(browser, tmp_path, pages, feed="direct") as here:
        await here.open()
        await expect(here.page.get_by_text("Картинка сцены «Общий план»")).to_be_visible()
        image = picture(tmp_path / "x.jpg", 60)
        here.house.telemetry.publish_picture(2, image)
        await expect(painted(here.page)).to_have_count(1)
        assert not here.house.telemetry.wants(FIRST_FEED)


# --- how it looks


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("size", [LAPTOP, TABLET, PHONE], ids=["laptop", "tablet", "phone"])
async def test_it_is_clean_and_big_enough_for_a_finger(
    browser: Browser, tmp_path: Path, pages: Path, size: ViewportSize, language: Language
) -> None:
    async with desk(browser, tmp_path, pages, size, language) as here:
        for pan, title in ((0, "Сцена"), (60, "Зал"), (-40, "Трибуна"), (30, "Первый ряд"), (80, "Вход")):
            here.dome.axes["pan"] = here.dome.axes["pan"].sent(pan, 1e9, now() - 1)
            await until(lambda: here.head.phase == "connected", SOON)
            await here.house.do(acts.Store(DOME, title))
        await here.house.do(Take(SceneId("wide")))
        await here.open()
        image = picture(tmp_path / "x.jpg", 60)
        await until(lambda: here.house.telemetry.wants(FIRST_FEED), SOON)
        here.house.telemetry.publish_picture(FIRST_FEED, image)
        await until(lambda: len(here.head.presets) == 5, SOON)
        await asyncio.sleep(1)
        name = f"{size['width']}-{language}"
        await here.page.screenshot(path=tmp_path / f"ptz-{name}.png")
        assert await axe(here.page) == []
        small = await here.page.evaluate(
            "[...document.querySelectorAll('.desk button, .desk input, [role=slider], [role=application]')]"
            ".map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])"
            ".filter(([, height]) => height < 44)"
        )
        assert small == []
        await here.preset("Зал").locator("button").click()
        await here.page.screenshot(path=tmp_path / f"ptz-{name}-asks.png")
        await here.button("Не надо" if language == "ru" else "Do not").click()
        await here.button("Изменить" if language == "ru" else "Edit").click()
        await here.page.screenshot(path=tmp_path / f"ptz-{name}-edit.png")
        assert await axe(here.page) == []
        wide = await here.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
