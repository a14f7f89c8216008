"""What Efir costs while nothing happens: processor and memory of its own process, the panel open in Chromium.

Twice: with the rehearsal switcher, which runs inside the same process and draws its pictures there, and with a managed
OBS, which is a process of its own (as are the bridge and its browser: they are reported apart). The aim is judged with
the managed OBS, where the process is Efir and nothing else. Nobody can be asked to do the same, so there is no peer.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from playwright.async_api import Page

from bench.common_efir import Efir, efir
from bench.common_figures import machine, say
from bench.common_page import chromium
from bench.common_show import footage, write
from bench.result import Figures, Result

CORE_AIM, MEMORY_AIM = 5.0, 150.0
"""Per cent of a core; megabytes (10⁶ bytes) resident."""
SETTLE = 10.0
MEGABYTE = 1_000_000


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    ours: Figures = {}
    say(machine())
    with tempfile.TemporaryDirectory(prefix="bench-idle-") as folder:
        cameras = await asyncio.to_thread(footage, Path(folder) / "footage")
        for kind in options.switchers:
            place = Path(folder) / kind
            place.mkdir()
            show = await asyncio.to_thread(write, place, cameras)
            async with efir(show, place / "data", kind) as running, chromium() as browser:
                await running.until_obs()
                context = await browser.new_context(viewport={"width": 1366, "height": 768})
                await context.add_cookies(running.cookies())
                found = await _measure(running, await context.new_page(), options.seconds)
            say(f"{kind}: {found}")
            ours |= {f"{kind}_{name}": value for name, value in found.items()}
    judged = "managed" if "managed" in options.switchers else options.switchers[0]
    return Result(
        bench="idle",
        ours=ours,
        peer=None,
        ratio=None,
        aim=f"<= {CORE_AIM:g} % of a core, <= {MEMORY_AIM:g} MB ({judged})",
        holds=ours[f"{judged}_core_percent"] <= CORE_AIM and ours[f"{judged}_memory_mb"] <= MEMORY_AIM,
        n=options.seconds,
    )


async def _measure(running: Efir, page: Page, seconds: int) -> Figures:
    pictures = 0

    def count(frame: str | bytes) -> None:
        nonlocal pictures
        pictures += isinstance(frame, bytes)

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    await running.crew.do("program.take", scene="both")
    await running.crew.do("program.preview", scene="camera-1")
    await page.goto(running.addresses.panel)
    await page.wait_for_selector(".panel")
    await asyncio.sleep(SETTLE)
    process = psutil.Process(running.product.pid)
    pictures = 0
    before, before_others = _spent(process), _spent_by_children(process)
    most = 0.0
    for _ in range(seconds):
        await asyncio.sleep(1)
        most = max(most, process.memory_info().rss / MEGABYTE)
    spent, others = _spent(process) - before, _spent_by_children(process) - before_others
    return {
        "core_percent": round(100 * spent / seconds, 1),
        "memory_mb": round(most, 1),
        "children_core_percent": round(100 * others / seconds, 1),
        "pictures_per_s": round(pictures / seconds, 1),
    }


def _spent(process: psutil.Process) -> float:
    """Seconds of processor."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _spent_by_children(process: psutil.Process) -> float:
    """OBS, its display, the bridge, its browser."""
    total = 0.0
    for child in process.children(recursive=True):
        try:
            total += _spent(child)
        except psutil.NoSuchProcess:
            continue  # a browser's helper that ended meanwhile
    return total


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench idle", description=__doc__)
    parser.add_argument("--seconds", type=int, default=30, help="length of each measurement")
    parser.add_argument("--switchers", nargs="+", choices=("rehearsal", "managed"), default=["rehearsal", "managed"])
    return parser.parse_args(arguments)
