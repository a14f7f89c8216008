"""How old a camera's picture is in OBS: through Efir's bridge, and where OBS opens the same camera itself, in one run.

One simulated camera (H.264 in MPEG-TS by TCP) writes the time of this machine into every picture. Three inputs of one
OBS read it at once: the bridge's; OBS's own with the best settings known (`buffering_mb` 0, `nobuffer`, a short look at
the stream); and OBS's own as OBS makes it. A screenshot of each, in turn, says how old its picture is when it has
arrived; the screenshot's own few milliseconds are in all three.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import cv2
from obsws_python import ReqClient
from obsws_python.error import OBSSDKError

from bench.common_efir import Efir, efir
from bench.common_feeds import NAME, OTHER, OTHER_NAME, SCENE, SimulatedCamera, picture_of, write
from bench.common_figures import machine, say, spread
from bench.common_obs import on_air
from bench.result import Result
from devices.feeds.simulated.marks import MODULO, read_time
from scenes.collection import PREFIX

BEST_AIM, DEFAULT_AIM = 1.0, 0.3
PATIENCE = 60.0
AGAIN = 8.0
BEST = {
    "is_local_file": False, "buffering_mb": 0, "reconnect_delay_sec": 1, "hw_decode": False,
    "ffmpeg_options": "fflags=nobuffer probesize=200000 analyzeduration=500000",
}  # fmt: skip
DEFAULTS = {"is_local_file": False}
OWN, BEST_NAME, DEFAULT_NAME = f"{PREFIX}Камера", "Bench best", "Bench defaults"


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    say(f"{machine()}; {options.looks} looks each")
    width, height = (int(side) for side in options.size.split("x"))
    with tempfile.TemporaryDirectory(prefix="bench-bridge-") as folder:
        async with SimulatedCamera(options.size, marks=True) as camera:
            feed = {"name": "Камера", "url": camera.url, "expect": {"width": width, "height": height}}
            show = await asyncio.to_thread(write, Path(folder), {"camera": feed})
            async with efir(show, Path(folder) / "data", "managed") as running:
                ages = await _ages(running, camera.url, options.looks, width, height)
    ours, best, defaults = (ages[name] for name in (OWN, BEST_NAME, DEFAULT_NAME))
    to_best = statistics.median(ours) / statistics.median(best)
    to_defaults = statistics.median(ours) / statistics.median(defaults)
    return Result(
        bench="bridge",
        ours={**spread(ours), "ratio_to_defaults": round(to_defaults, 2)},
        peer={**spread(best, "best_"), **spread(defaults, "defaults_")},
        ratio=round(to_best, 2),
        aim=f"median <= {BEST_AIM:.1f} x OBS at its best, <= {DEFAULT_AIM} x its defaults",
        holds=to_best <= BEST_AIM and to_defaults <= DEFAULT_AIM,
        n=len(ours),
    )


async def _ages(running: Efir, url: str, looks: int, width: int, height: int) -> dict[str, list[float]]:
    client = await on_air(running, OTHER, OTHER_NAME)
    made: dict[str, dict[str, Any]] = {}
    for name, settings in ((BEST_NAME, BEST), (DEFAULT_NAME, DEFAULTS)):
        made[name] = {**settings, "input": url}
        await asyncio.to_thread(client.create_input, NAME, name, "ffmpeg_source", made[name], True)
    # Only now: in studio mode OBS has a copy of the scene on air, and what is added to the scene is not in it.
    await running.crew.do("program.take", scene=SCENE)
    ages: dict[str, list[float]] = {OWN: [], BEST_NAME: [], DEFAULT_NAME: []}
    for name in ages:
        await _first(client, name, made.get(name), width, height)
    while min(map(len, ages.values())) < looks:
        for name, found in ages.items():
            age = await asyncio.to_thread(_age, client, name, width, height)
            if age is not None:
                found.append(age)
    return {name: found[:looks] for name, found in ages.items()}


async def _first(client: ReqClient, name: str, settings: dict[str, Any] | None, width: int, height: int) -> None:
    """Until it shows the camera. OBS 29 may give up at the first attempt (`scenes.feeds`): its own inputs are then made
    to open it again. TimeoutError."""
    began = asked = time.monotonic()
    while await asyncio.to_thread(_age, client, name, width, height) is None:
        now = time.monotonic()
        if now - began > PATIENCE:
            raise TimeoutError(f"no time in the picture of {name} within {PATIENCE:.0f} s")
        if settings is not None and now - asked > AGAIN:
            asked = now
            await asyncio.to_thread(client.set_input_settings, name, settings, True)
        await asyncio.sleep(0.2)


def _age(client: ReqClient, name: str, width: int, height: int) -> float | None:
    """Seconds; None: no time could be read. Blocking."""
    try:
        picture: Any = picture_of(client, name, width, height)
    except OBSSDKError:
        return None
    now = time.monotonic_ns() // 1_000_000  # the clock that the camera writes into its pictures
    taken = read_time(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype("uint8"))
    return None if taken is None else (now - taken) % MODULO / 1000


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench bridge", description=__doc__)
    parser.add_argument("--looks", type=int, default=100, metavar="N", help="at each of the three")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="of the camera's picture")
    return parser.parse_args(arguments)
