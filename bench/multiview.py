"""How often the pictures of cameras, programme and preview are painted on a multiview, in a real Chromium.

Efir reads N files as cameras (`feed: bridge`, each decoded in a process of its own at its own speed) and the page
counts what it paints: `data-fps` of every tile, once a second. What counts is the slowest camera's median: one that is
slow all the time is worse than all that are slow once. Nobody else can be asked the same: no peer.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path

from playwright.async_api import Page

from bench.common_efir import efir
from bench.common_feeds import SCENE, write
from bench.common_figures import machine, quantile, say
from bench.common_page import chromium
from bench.result import Result
from control.telemetry import FIRST_FEED
from devices.footage import Footage, prepare

AIM = 10.0
"""Pictures a second of every camera, in 320×180."""
SECONDS = 8
SETTLED = 3
"""Readings of a second each that are not counted: the page opens."""
PATIENCE = 180.0
"""Seconds until all cameras are seen: eight processes start at once."""
PROGRAMME = "program"

READ = """() => Object.fromEntries([...document.querySelectorAll('figure.tile')].map((tile) => [
  tile.dataset.channel, Number(tile.querySelector('.picture').dataset.fps ?? 0)]))"""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    say(machine())
    with tempfile.TemporaryDirectory(prefix="bench-multiview-") as folder:
        show = await asyncio.to_thread(_write, Path(folder), options)
        async with efir(show, Path(folder) / "data", options.obs) as running, chromium() as browser:
            await running.until_obs()
            await running.crew.do("program.take", scene=SCENE)
            context = await browser.new_context(viewport={"width": 1920, "height": 1080})
            await context.add_cookies(running.cookies())
            page = await context.new_page()
            await page.goto(f"{running.addresses.panel.rstrip('/')}/multiview")
            readings = await _read(page, options.cameras, options.seconds)
    return _result(readings, options.cameras)


async def _read(page: Page, cameras: int, seconds: int) -> list[dict[str, float]]:
    """Channel of a tile → pictures in that second, for so many seconds."""
    async with asyncio.timeout(PATIENCE):
        seen: dict[str, float] = {}
        while not all(seen.get(channel) for channel in _channels(cameras)):
            await asyncio.sleep(0.5)
            seen = await page.evaluate(READ)
    readings = []
    for number in range(SETTLED + seconds):
        await asyncio.sleep(1)
        if number >= SETTLED:
            readings.append(await page.evaluate(READ))
    say(f"load now: {machine()}")
    return readings


def _channels(cameras: int) -> list[str]:
    """As the page counts them: without the two monitors before the scenes."""
    return [str(FIRST_FEED - 2 + place) for place in range(cameras)]


def _result(readings: list[dict[str, float]], cameras: int) -> Result:
    channels = _channels(cameras)
    medians = [statistics.median(reading[channel] for reading in readings) for channel in channels]
    every = [reading[channel] for reading in readings for channel in channels]
    return Result(
        bench="multiview",
        ours={
            "slowest_camera_fps": round(min(medians), 1),
            "median_fps": round(statistics.median(every), 1),
            "p1_fps": round(quantile(every, 0.01), 1),
            "programme_fps": round(statistics.median(reading[PROGRAMME] for reading in readings), 1),
            "cameras": float(cameras),
        },
        peer=None,
        ratio=None,
        aim=f"the slowest of 8 cameras: median >= {AIM:.0f} pictures a second in 320x180",
        holds=min(medians) >= AIM,
        n=len(readings),
    )


def _write(folder: Path, options: argparse.Namespace) -> Path:
    width, height = (int(side) for side in options.size.split("x"))
    made = [Footage(f"{n + 1}", n, width=width, height=height, seconds=SECONDS) for n in range(options.cameras)]
    clips = prepare(made, folder / "clips")
    cameras = {
        f"cam{n}": {"name": f"Камера {n + 1}", "url": str(clip), "feed": "bridge"} for n, clip in enumerate(clips)
    }
    return write(folder, cameras)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench multiview", description=__doc__)
    parser.add_argument("--cameras", type=int, default=8, metavar="N", help="feeds that Efir reads")
    parser.add_argument("--seconds", type=int, default=30, metavar="S", help="of counting")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="of the cameras' pictures")
    parser.add_argument("--obs", choices=("rehearsal", "managed"), default="rehearsal", help="what draws the programme")
    return parser.parse_args(arguments)
