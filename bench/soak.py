"""Four cameras (RTSP, RTMP, SRT, a phone by WHIP) in the programme of a real OBS for half an hour, with ten faults of
each kind; and without any, which is what `--faults 0` is for.

Each fault begins at a random moment and must be told by the health of its camera, by a reason of its own; nothing may
be told at any other time; and each camera must be back on the air afterwards. OBS records. In its recording every
picture is looked at: the four quarters lie on a ground of magenta, which is seen only where OBS has no picture of a
camera.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import av
import numpy as np
from msgspec import Struct
from ruamel.yaml import YAML

from bench.common_efir import Efir, efir
from bench.common_feeds import red_clip
from bench.common_figures import machine, say
from bench.common_obs import on_air
from bench.common_soak import ALL, KINDS, RECOVERY, Device, Fault, Ways, explained, fake_phone, plan, show
from bench.result import Figures, Result
from control.core.feeds import LineChanged, Shown
from tests.e2e.conference import Record

SCENE, NAME = "four", "Четыре"
PATIENCE = 120.0
LAST = 3.0
"""Seconds between the end of what is counted and the end of the recording."""
FULL_PURPLE = 0.5
"""Of a quarter of a picture: it is blank."""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    say(machine())
    seconds = options.minutes * 60
    faults = plan(seconds, options.faults, random.Random(options.seed))
    with tempfile.TemporaryDirectory(prefix="bench-soak-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        backup = await asyncio.to_thread(red_clip, folder / "backup.mp4")
        ways = Ways()
        file = await asyncio.to_thread(_write, folder, show(folder, backup, ways.urls, options.gap))
        async with efir(file, folder / "data", "managed") as running, ways.sending() as devices, fake_phone() as phone:
            await on_air(running, SCENE, NAME)
            await phone.go(await _phone_link(running))
            began, ended, outcomes = await _run(running, {**devices, "phone": phone}, faults, seconds)
        record = Record(folder / "data" / "show.sqlite")
        await record.read()
        told = _told(record, began, ended)
        (film,) = (folder / "recordings").glob("*.mkv")
        seen = await asyncio.to_thread(watch, film)
    return result(faults, outcomes, told, seen, seconds)


def _write(folder: Path, made: dict[str, Any]) -> Path:
    file = folder / "show.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML().dump(made, stream)
    return file


async def _phone_link(running: Efir) -> str:
    base = running.addresses.panel.rstrip("/")
    body = {"role": "phone", "subject": "phone"}
    async with running.crew.http.post(f"{base}/api/links", json=body, headers={"Origin": base}) as answer:
        answer.raise_for_status()
        token = str((await answer.json())["url"]).partition("?t=")[2]
    return f"{base}/phone?t={token}&lang=ru"


async def _run(
    running: Efir, devices: dict[str, Device], faults: list[Fault], seconds: float
) -> tuple[float, float, dict[Fault, float]]:
    """(wall clock at the beginning, and when all were well at the end; when each fault began, in seconds after it)."""
    await _all_well(running)
    await running.crew.do("outputs.set", output="record", on=True)
    await _recording(running, on=True)
    say(f"all four are on the air; {len(faults)} faults in {seconds:.0f} s")
    wall, began = time.time(), time.monotonic()
    outcomes: dict[Fault, float] = {}

    async def one(camera: str) -> None:
        for fault in (fault for fault in faults if fault.camera == camera):
            await asyncio.sleep(max(0.0, began + fault.at - time.monotonic()))
            await devices[camera].spoil(fault.kind)
            outcomes[fault] = time.monotonic() - began
            await asyncio.sleep(KINDS[fault.kind].seconds)
            await devices[camera].mend()

    async with asyncio.TaskGroup() as tasks:
        for camera in ALL:
            tasks.create_task(one(camera))
        tasks.create_task(_until(began + seconds))
    await _all_well(running)
    ended = time.time()
    await asyncio.sleep(LAST)
    await running.crew.do("outputs.set", output="record", on=False)
    await _recording(running, on=False)
    return wall, ended, outcomes


async def _until(end: float) -> None:
    while (left := end - time.monotonic()) > 0:
        say(f"{left / 60:.0f} min left; {machine()}")
        await asyncio.sleep(min(60.0, left))


async def _all_well(running: Efir) -> None:
    """Until every camera is well and seen. TimeoutError with how they are."""
    deadline = time.monotonic() + PATIENCE
    while True:
        feeds = (await running.crew.view("panel"))["feeds"]
        seen = {name: (feed.get("showing"), feed["main"]["condition"]) for name, feed in feeds.items()}
        if len(seen) == len(ALL) and set(seen.values()) == {("main", "ok")}:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"not all are well within {PATIENCE:.0f} s: {feeds}")
        await asyncio.sleep(1)


async def _recording(running: Efir, *, on: bool) -> None:
    async with asyncio.timeout(PATIENCE):
        while ((await running.crew.view("panel"))["outputs"]["record"]["actual"] == "on") != on:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


class Told(Struct, frozen=True):
    """What a camera's health said; seconds after the beginning."""

    at: float
    camera: str
    reasons: frozenset[str]
    """With `away` for no connection; empty: it is well."""


def _told(record: Record, wall: float, ended: float) -> list[Told]:
    told = []
    for _, _, event in record.events:
        if not isinstance(event, LineChanged | Shown) or (isinstance(event, LineChanged) and event.line != "main"):
            continue
        at = event.at / 1000 - wall
        if not 0 <= at <= ended - wall:
            continue
        if isinstance(event, LineChanged):
            reasons = {"away"} if event.condition == "away" else set(event.reasons)
            told.append(Told(at, event.camera, frozenset(reasons)))
        else:
            told.append(Told(at, event.camera, frozenset({f"shown:{event.showing}"})))
    return told


class Seen(Struct, frozen=True):
    pictures: int
    blank: int
    """Pictures of which at least one quarter is nobody's, or all is black."""
    seconds: float


def watch(film: Path) -> Seen:
    """Looks at every picture of the recording. Blocking."""
    pictures = blank = 0
    last = 0.0
    with av.open(str(film)) as file:
        file.streams.video[0].thread_type = "AUTO"
        for frame in file.decode(video=0):
            pixels = frame.to_ndarray(format="rgb24")[::4, ::4].astype(np.int16)
            pictures += 1
            blank += is_blank(pixels)
            last = frame.time or last
    return Seen(pictures, blank, last)


def is_blank(pixels: np.ndarray[Any, np.dtype[np.int16]]) -> bool:
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    ground = (red > 150) & (blue > 150) & (green < 100)
    height, width = ground.shape[0] // 2, ground.shape[1] // 2
    quarters = [ground[y : y + height, x : x + width] for y in (0, height) for x in (0, width)]
    return any(quarter.mean() > FULL_PURPLE for quarter in quarters) or bool(pixels.mean() < 3)


def result(faults: list[Fault], begun: dict[Fault, float], told: list[Told], seen: Seen, seconds: float) -> Result:
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    missed, stayed = [], []
    for fault in faults:
        kind, at = KINDS[fault.kind], begun[fault]
        own = [one for one in told if one.camera == fault.camera and at <= one.at]
        found = [one.at - at for one in own if one.reasons & kind.reasons and one.at - at <= kind.within]
        if found:
            took[fault.kind].append(min(found))
        else:
            missed.append(fault)
        end = at + kind.seconds
        shown = [one for one in own if one.at <= end + RECOVERY and any(r.startswith("shown:") for r in one.reasons)]
        if shown and shown[-1].reasons != {"shown:main"}:
            stayed.append(fault)
    moments = [Fault(begun[fault], fault.camera, fault.kind) for fault in faults]
    false = [one for one in told if one.reasons and not explained(moments, one.camera, one.at)
             and one.reasons != {"shown:main"}]  # fmt: skip
    for one in false:
        say(f"told without a fault: {one.camera} at {one.at:.1f} s: {', '.join(sorted(one.reasons))}")
    for what, which in (("not told", missed), ("not back on the air", stayed)):
        for fault in which:
            near = [f"{one.at - begun[fault]:+.1f} {'/'.join(sorted(one.reasons)) or 'ok'}" for one in told
                    if one.camera == fault.camera and -1 <= one.at - begun[fault] <= 45]  # fmt: skip
            say(f"{what}: {fault.kind} of {fault.camera} at {begun[fault]:.1f} s; told around it: {near}")
    injected = Counter(fault.kind for fault in faults)
    ours: Figures = {}
    for name, samples in took.items():
        if injected[name]:
            ours[f"{name}_injected"], ours[f"{name}_told"] = float(injected[name]), float(len(samples))
        if samples:
            ours[f"{name}_median_s"] = round(statistics.median(samples), 2)
            ours[f"{name}_max_s"] = round(max(samples), 2)
    ours |= {
        "false": float(len(false)), "not_back": float(len(stayed)), "recorded_pictures": float(seen.pictures),
        "recorded_seconds": round(seen.seconds, 1), "blank_pictures": float(seen.blank), "minutes": seconds / 60,
    }  # fmt: skip
    whole = seen.seconds >= seconds
    return Result(
        bench="soak",
        ours=ours,
        peer=None,
        ratio=None,
        aim="every fault told, none told that is none, every camera back, no blank picture in the recording",
        holds=not missed and not false and not stayed and not seen.blank and whole,
        n=len(faults) or seen.pictures,
    )


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, metavar="M", help="of counting")
    parser.add_argument("--faults", type=int, default=10, metavar="N", help="of each kind; 0: a clean run")
    parser.add_argument("--gap", type=int, default=600, metavar="MS", help="without a packet: the connection is lost")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the moments")
    return parser.parse_args(arguments)
