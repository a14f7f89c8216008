"""From a finger on the joystick of the page to the VISCA packet, and from GO to the packet of a preset in its cue.

The camera is simulated in this process, the page runs in Chromium, Efir is the real program. *Stick* begins with the
pointer event's own time stamp in the page and ends when the packet that drives the camera is here; *browser* is the
part of it until the page's script has handed the message to its WebSocket. *Recall* begins when the command GO is sent
to Efir's socket and ends with the packet; its journal is on this machine's disk. Nobody else can be asked the same.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Page

from bench.common_efir import Efir, efir
from bench.common_figures import machine, quantile, say, spread
from bench.common_page import PageClock, calibrate, chromium
from bench.result import Result
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors, Preset
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.visca import messages as m

HOST = "127.0.0.1"
STICK_AIM, RECALL_AIM = 0.020, 0.010
CAMERA, PRESET, SLOT = "dome", "stage", 3
BETWEEN = (0.15, 0.35)
PATIENCE = 10.0
WARM_UP = 3

NOTE_MOVES = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  if (typeof message === 'string' && message.includes('"drive"')) globalThis.benchSent ??= performance.now();
  return send.call(this, message);
};
addEventListener('pointerrawupdate', (event) => {
  if (!event.isTrusted) return;
  globalThis.benchMove = event.timeStamp;
  globalThis.benchSent = undefined;
}, true);
"""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    motors = Motors()
    motors.presets[SLOT] = Preset(20.0, 5.0, 0.2, 0.5)
    with tempfile.TemporaryDirectory(prefix="bench-ptz-") as folder:
        place = Path(folder)
        async with serve_visca("visca", HOST, 0, motors, Faults()) as camera:
            show = await asyncio.to_thread(_write, place, camera.port)
            async with efir(show, place / "data", "rehearsal") as running, chromium() as browser:
                context = await browser.new_context(viewport={"width": 1366, "height": 768})
                await context.add_cookies(running.cookies())
                page = await context.new_page()
                await page.add_init_script(NOTE_MOVES)
                await page.goto(f"{running.addresses.panel.rstrip('/')}/ptz")
                await _connected(running)
                say(machine())
                sticks, browsers, error = await _sticks(page, camera, options.count)
                await _off_air(running)
                recalls = await _recalls(running, camera, options.count)
    holds = quantile(sticks, 0.99) <= STICK_AIM and statistics.median(recalls) <= RECALL_AIM
    return Result(
        bench="ptz",
        ours={
            **spread(sticks, "stick_"),
            **spread(browsers, "browser_"),
            **spread(recalls, "recall_"),
            "clock_error_ms": error,
        },
        peer=None,
        ratio=None,
        aim=f"stick p99 <= {STICK_AIM * 1000:.0f} ms, recall median <= {RECALL_AIM * 1000:.0f} ms",
        holds=holds,
        n=len(sticks),
    )


def _write(folder: Path, port: int) -> Path:
    file = folder / "show.yaml"
    file.write_text(
        "title: Bench\n"
        f"cameras:\n  {CAMERA}:\n    name: Dome\n    url: rtsp://127.0.0.1:9/x\n"
        f"    ptz: {{visca: '{HOST}:{port}', presets: {{{PRESET}: {{name: Stage, slot: {SLOT}}}}}}}\n"
        "scenes:\n  main: {name: Main, sources: {camera: {camera: dome}}}\n  slate: {name: Slate, sources: "
        "{ground: {name: Ground, colour: '#102030'}}}\nslate: slate\n",
        "utf-8",
    )
    return file


async def _connected(running: Efir) -> None:
    async with asyncio.timeout(60):
        while (await running.crew.view("panel"))["cameras"]["heads"]["byId"][CAMERA]["phase"] != "connected":  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def _off_air(running: Efir) -> None:
    """The lock of the programme lets no cue move a camera that is, or may be, on air."""
    await running.crew.do("program.take", scene="slate")
    async with asyncio.timeout(PATIENCE):
        while (cameras := (await running.crew.view("panel"))["cameras"])["onAir"] or cameras.get("airUnknown"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def _came(camera: ViscaServer, wanted: Callable[[object], bool]) -> float | None:
    """When the first such message arrived, in the terms of `time.perf_counter`."""
    shift = time.perf_counter() - asyncio.get_running_loop().time()
    return next((asked.at + shift for asked in camera.camera.asked if wanted(asked.message)), None)


async def _waited(camera: ViscaServer, wanted: Callable[[object], bool]) -> float:
    async with asyncio.timeout(PATIENCE):
        while (at := _came(camera, wanted)) is None:  # noqa: ASYNC110 - the camera only notes
            await asyncio.sleep(0.002)
    return at


def _drives(message: object) -> bool:
    return isinstance(message, m.PanTilt) and message.across is not m.Across.STOP


def _stops(message: object) -> bool:
    return isinstance(message, m.PanTilt) and message.across is m.Across.STOP and message.along is m.Along.STOP


async def _sticks(page: Page, camera: ViscaServer, count: int) -> tuple[list[float], list[float], float]:
    """Seconds: whole, in the browser; and by how much they may be wrong, ms. The camera stands before each."""
    clock: PageClock = await calibrate(page)
    box = await page.get_by_role("application").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    chance = random.Random(1)
    whole: list[float] = []
    browsers: list[float] = []
    await page.mouse.move(x, y)
    await page.mouse.down()
    for number in range(count + WARM_UP):
        await asyncio.sleep(chance.uniform(*BETWEEN))
        camera.camera.asked.clear()
        await page.mouse.move(x + box["height"] * chance.uniform(0.25, 0.45), y)
        at = await _waited(camera, _drives)
        moved, sent = await page.evaluate("[benchMove, benchSent]")
        if number >= WARM_UP:
            whole.append(at - clock.here(moved))
            browsers.append((sent - moved) / 1000)
        camera.camera.asked.clear()
        await page.mouse.move(x, y)
        await _waited(camera, _stops)
    await page.mouse.up()
    inside = statistics.median(browsers) * 1000
    say(f"stick  {statistics.median(whole) * 1000:.1f} ms, of these in the browser {inside:.1f} ms")
    return whole, browsers, round(clock.error * 1000, 2)


async def _recalls(running: Efir, camera: ViscaServer, count: int) -> list[float]:
    """Seconds from GO. Each item of the rundown has one cue, which calls the preset."""
    act = {"type": "cameras.recall", "camera": CAMERA, "preset": PRESET}
    entries = [
        {"type": "item", "id": f"i{number}", "title": str(number), "cues": [{"id": "c", "act": act}]}
        for number in range(count + WARM_UP)
    ]
    await running.crew.do("rundown.insert", entries=entries)
    took: list[float] = []
    for number in range(count + WARM_UP):
        await asyncio.sleep(0.2)
        camera.camera.asked.clear()
        began = time.perf_counter()
        receipt = await running.crew.submit("rundown.go", item=f"i{number}")
        at = await _waited(camera, lambda one: isinstance(one, m.Memory))
        assert (await asyncio.wait_for(receipt, PATIENCE))["ok"]
        if number >= WARM_UP:
            took.append(at - began)
    say(f"recall {statistics.median(took) * 1000:.1f} ms")
    return took


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench ptz", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="of each")
    return parser.parse_args(arguments)
