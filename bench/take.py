"""From a click on the panel's cut button to OBS's own word that the scene is on air, beside a bare obsws-python client.

Both switch the same managed OBS between the same two scenes, in turn, while the panel is open in Chromium with its
pictures, meters and statistics running. The panel's time begins with the click event's own time stamp in the page, the
peer's at its call of `set_current_program_scene`; both end when a third, independent connection in this process
receives `CurrentProgramSceneChanged`. *Sent* is the part of ours until the panel's script has handed the command to its
WebSocket: the browser's own share.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from obsws_python import ReqClient
from playwright.async_api import Page

from bench.common_efir import Efir, efir
from bench.common_figures import machine, quantile, say, spread
from bench.common_obs import Observer, on_air
from bench.common_page import PageClock, calibrate, chromium
from bench.common_show import footage, write
from bench.result import Result

RATIO_AIM, P99_AIM = 1.3, 0.015
SCENES = ("camera-1", "camera-2")
NAMES = {"camera-1": "Камера 1", "camera-2": "Камера 2"}
BETWEEN = (0.35, 0.55)
"""Seconds between two takes, by chance, so that they fall anywhere in a frame and between pictures."""
AFTER_OURS = 1.3
"""Efir takes nobody's word against its own for a second after a take (`scenes.worker.SETTLE`)."""
PRESS = 0.08
"""Seconds from pressing the mouse's button to letting go; the click is the latter."""
PATIENCE = 5.0
WARM_UP = 2

NOTE_CLICKS = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  if (typeof message === 'string' && message.includes('program.take')) globalThis.benchSent = performance.now();
  return send.call(this, message);
};
addEventListener('click', (event) => { if (event.isTrusted) globalThis.benchClick = event.timeStamp; }, true);
"""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-take-") as folder:
        place = Path(folder)
        cameras = await asyncio.to_thread(footage, place / "footage")
        show = await asyncio.to_thread(write, place, cameras)
        async with efir(show, place / "data", "managed") as running, chromium() as browser:
            context = await browser.new_context(viewport={"width": 1366, "height": 768})
            await context.add_cookies(running.cookies())
            page = await context.new_page()
            await page.add_init_script(NOTE_CLICKS)
            await page.goto(running.addresses.panel)
            bench = await _Bench.make(running, page)
            async with bench.observer:
                ours, peer = await bench.measure(options.count)
    ratio = statistics.median(ours) / statistics.median(peer)
    late = quantile(ours, 0.99) - quantile(peer, 0.99)
    return Result(
        bench="take",
        ours={
            **spread(ours),
            **spread(bench.sent, "sent_"),
            "p99_over_peer_ms": round(late * 1000, 1),
            "clock_error_ms": bench.clock_error_ms,
        },
        peer=spread(peer),
        ratio=round(ratio, 2),
        aim=f"median <= {RATIO_AIM} x peer, p99 <= peer's + {P99_AIM * 1000:.0f} ms",
        holds=ratio <= RATIO_AIM and late <= P99_AIM,
        n=len(ours),
    )


class _Bench:
    def __init__(self, running: Efir, page: Page, observer: Observer, client: ReqClient, clock: PageClock) -> None:
        self.observer = observer
        self.clock_error_ms = round(clock.error * 1000, 2)
        self._running, self._page, self._client, self._clock = running, page, client, clock
        self._button = (0.0, 0.0)
        self.sent: list[float] = []
        self._random = random.Random(1)

    @classmethod
    async def make(cls, running: Efir, page: Page) -> _Bench:
        """With the first scene on air and the second one in preview."""
        client = await on_air(running, SCENES[0], NAMES[SCENES[0]])
        await running.crew.do("program.preview", scene=SCENES[1])
        await page.wait_for_selector("button.take:not([disabled])")
        await page.wait_for_timeout(1500)  # pictures arrive, the layout is at rest
        made = cls(running, page, Observer(running.managed_obs()), client, await calibrate(page))
        box = await page.locator("button.take").bounding_box()
        assert box is not None
        made._button = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        return made

    async def measure(self, count: int) -> tuple[list[float], list[float]]:
        """Seconds, ours and the peer's. A block is there and back, so the one always begins where the other did."""
        say(f"{machine()}; {count} takes each")
        ours: list[float] = []
        peer: list[float] = []
        blocks = [self._ours, self._peer]
        while len(ours) < count + WARM_UP:
            self._random.shuffle(blocks)
            for block in blocks:
                took = [await block(SCENES[1]), await block(SCENES[0])]
                (ours if block == self._ours else peer).extend(took)
                if block == self._ours:
                    await asyncio.sleep(AFTER_OURS)
            if len(ours) % 20 == 0:
                so_far = [statistics.median(samples) * 1000 for samples in (ours, peer)]
                say(f"{len(ours):4}  ours {so_far[0]:5.1f} ms   peer {so_far[1]:5.1f} ms")
        return ours[WARM_UP:], peer[WARM_UP:]

    async def _ours(self, scene: str) -> float:
        # Whatever costs the browser anything comes before the pause; a finger rests on the button for a moment.
        await self._page.wait_for_selector("button.take:not([disabled])")
        await self._page.mouse.move(*self._button)
        await self._pause()
        await self._page.mouse.down()
        await asyncio.sleep(PRESS)
        seen = self.observer.next(NAMES[scene])
        await self._page.mouse.up()
        at = await asyncio.wait_for(seen, PATIENCE)
        click, sent = await self._page.evaluate("[benchClick, benchSent]")
        self.sent.append((sent - click) / 1000)
        return at - self._clock.here(click)

    async def _peer(self, scene: str) -> float:
        await self._pause()
        seen = self.observer.next(NAMES[scene])

        def switch() -> float:
            began = time.perf_counter()
            self._client.set_current_program_scene(NAMES[scene])
            return began

        began = await asyncio.to_thread(switch)
        return await asyncio.wait_for(seen, PATIENCE) - began

    async def _pause(self) -> None:
        await asyncio.sleep(self._random.uniform(*BETWEEN))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench take", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="takes of each")
    return parser.parse_args(arguments)
