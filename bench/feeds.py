"""A dead feed until its backup is in OBS's programme, what the health of a feed costs beyond decoding, and eight feeds.

*Dead*: a simulated camera's connection is cut, or its picture frozen or black, at a random moment; the time ends when a
screenshot of OBS's programme scene, asked for without pause, shows the backup, which is red. Of a frozen or black
picture the time after which it counts as such (2 s, 1 s) is subtracted. *Health*: a 1080p clip with sound is decoded on
one thread; the CPU time of that thread in the judging (brightness of each picture, levels of the sound, measures and
state at each picture) is counted apart from the decoding's and scaled to 30 pictures a second. *Eight*: as many files
of 720p25, each in its process and read by a socket as OBS reads it, of which nobody sees any (`monitor: keyframes`),
and the same decoded whole: processor of all of them together. Nobody else does this: no peer.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from functools import partial
from pathlib import Path

import av
import numpy as np
import psutil  # type: ignore[import-untyped]

from bench.common_efir import Efir, efir
from bench.common_feeds import NAME, SCENE, SimulatedCamera, is_red, red_clip, until_seen, write
from bench.common_figures import machine, say, spread
from bench.common_obs import on_air
from bench.result import Figures, Result
from devices.feeds import FeedConfig, FeedProcess, Thresholds, pictures
from devices.feeds.health import Health
from devices.feeds.measure import Meter
from devices.footage import Footage, prepare

LOST_AIM, DETECTED_AIM, HEALTH_AIM, EIGHT_AIM = 0.5, 0.3, 3.0, 200.0
"""Seconds, seconds, per cent of a core, per cent of a core."""
DETECTION = {"drop": 0.0, "freeze": Thresholds().freeze or 0.0, "black": Thresholds().black or 0.0}
EIGHT, SETTLE, COUNTED = 8, 6.0, 12.0
PATIENCE = 60.0
QUIET = (1.5, 2.5)
"""Seconds of peace before each fault, by chance."""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    say(machine())
    with tempfile.TemporaryDirectory(prefix="bench-feeds-") as folder:
        cost = await asyncio.to_thread(health_cost, Path(folder), options.passes)
        say(f"health: {cost['health_core_percent']} % of a core, decoding: {cost['decoding_core_percent']} %")
        spared = await eight(Path(folder))
        say(f"eight feeds: {spared}")
        took, blank = await dead(Path(folder), options)
    ours = {**spread(took["drop"], "lost_"), "blank_pictures": float(blank), **cost, **spared}
    holds = (
        ours["lost_median_ms"] <= LOST_AIM * 1000
        and cost["health_core_percent"] <= HEALTH_AIM
        and spared["eight_keyframes_core_percent"] <= EIGHT_AIM
        and not blank
    )
    for fault in ("freeze", "black"):
        if took[fault]:
            ours |= spread([seconds - DETECTION[fault] for seconds in took[fault]], f"{fault}_beyond_detection_")
            holds = holds and ours[f"{fault}_beyond_detection_median_ms"] <= DETECTED_AIM * 1000
    return Result(
        bench="feeds",
        ours=ours,
        peer=None,
        ratio=None,
        aim=f"lost -> backup: median <= {LOST_AIM * 1000:.0f} ms; frozen, black: <= detection + "
        f"{DETECTED_AIM * 1000:.0f} ms; never blank; health <= {HEALTH_AIM:.0f} % of a core per 1080p30 feed; "
        "eight of 720p by key frames on two cores",
        holds=bool(holds),
        n=sum(map(len, took.values())),
    )


def health_cost(folder: Path, passes: int) -> Figures:
    """Blocking: seconds of one core."""
    (clip,) = prepare([Footage("Замер", 0, width=1920, height=1080, seconds=8)], folder)
    judging = decoding = 0.0
    count = 0
    for _ in range(passes):
        meter, health, began = Meter(Thresholds().freeze_motion), Health(), time.thread_time()
        inside = 0.0
        with av.open(str(clip)) as file:
            video, audio = file.streams.video[0], file.streams.audio[0]
            video.thread_type, video.codec_context.thread_count = "NONE", 1
            meter.opened("h264", True, 0.0, 0.04)
            for packet in file.demux(video, audio):
                if packet.dts is None:
                    continue
                now = float(packet.dts * packet.time_base)
                frames = packet.decode()
                mark = time.thread_time()
                meter.arrived(packet.stream.type, now, now)
                if packet.stream is video:
                    meter.packet(packet.size, packet.is_keyframe, now)
                for frame in frames:
                    if isinstance(frame, av.VideoFrame):
                        meter.picture((frame.width, frame.height), partial(pictures.luma, frame), now)
                        health = health.then(meter.measures(now), now, Thresholds(), static=False, sound=True)
                        count += 1
                    elif isinstance(frame, av.AudioFrame):
                        inside += time.thread_time() - mark
                        # Not the judging: a feed resamples for its output anyway.
                        samples = (frame.to_ndarray().reshape(-1) * 32767).astype(np.int16)
                        mark = time.thread_time()
                        meter.sound(samples, now)
                inside += time.thread_time() - mark
        judging += inside
        decoding += time.thread_time() - began - inside
    return {
        "health_core_percent": round(judging / count * 30 * 100, 2),
        "decoding_core_percent": round(decoding / count * 30 * 100, 1),
        "pictures": float(count),
    }


async def eight(folder: Path) -> Figures:
    """Per cent of a core that eight feeds' processes take together, by key frames and whole, read all the time."""
    footage = [Footage(f"{n}", n, width=1280, height=720, seconds=8) for n in range(EIGHT)]
    clips = await asyncio.to_thread(prepare, footage, folder / "eight")
    feeds = [
        FeedProcess(FeedConfig(name=clip.stem, url=str(clip), width=1280, height=720, fps=25, keyframes=True), _deaf)
        for clip in clips
    ]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(feed.run()) for feed in feeds]
        for feed in feeds:
            await feed.ready()
            running.append(tasks.create_task(_drained(feed.port)))
        found = {}
        for name, whole in (("whole", True), ("keyframes", False)):
            for feed in feeds:
                feed.need(whole)
            await asyncio.sleep(SETTLE)
            before = _spent(feeds)
            await asyncio.sleep(COUNTED)
            found[f"eight_{name}_core_percent"] = round((_spent(feeds) - before) / COUNTED * 100, 1)
        for task in running:
            task.cancel()
    return found


def _deaf(_: object) -> None: ...


async def _drained(port: int) -> None:
    """What OBS would read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    try:
        while await reader.read(1 << 22):
            continue
    finally:
        writer.close()


def _spent(feeds: list[FeedProcess]) -> float:
    """Seconds of a core."""
    times = [psutil.Process(feed.pid).cpu_times() for feed in feeds]
    return float(sum(time.user + time.system for time in times))


async def dead(folder: Path, options: argparse.Namespace) -> tuple[dict[str, list[float]], int]:
    """Fault → seconds of each, and how many looks saw a blank programme."""
    backup = await asyncio.to_thread(red_clip, folder / "backup.mp4")
    async with SimulatedCamera("640x360") as camera:
        feed = {
            "name": "Камера", "url": camera.url, "backup": str(backup), "rules": {"back": "1s"},
            "health": {"gap": f"{options.gap}ms"},
        }  # fmt: skip
        show = await asyncio.to_thread(write, folder, {"camera": feed})
        async with efir(show, folder / "data", "managed") as running:
            return await _measured(running, camera, options)


async def _measured(
    running: Efir, camera: SimulatedCamera, options: argparse.Namespace
) -> tuple[dict[str, list[float]], int]:
    client = await on_air(running, SCENE, NAME)
    await until_seen(client, NAME, lambda picture: not is_red(picture) and picture.mean() > 20, PATIENCE)
    chance = random.Random(1)
    took: dict[str, list[float]] = {fault: [] for fault in DETECTION}
    blank = 0
    for fault in (*["drop"] * options.drops, *["freeze"] * options.freezes, *["black"] * options.blacks):
        await asyncio.sleep(chance.uniform(*QUIET))
        began = camera.tell(fault)
        seen, dark = await until_seen(client, NAME, is_red, PATIENCE)
        if fault == "black":
            dark = 0  # the camera's own
        took[fault].append(seen - began)
        camera.tell("ok")
        _, more = await until_seen(client, NAME, lambda picture: not is_red(picture), PATIENCE)
        blank += dark + more
        say(f"{fault}: {(seen - began) * 1000:.0f} ms")
    return took, blank


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench feeds", description=__doc__)
    parser.add_argument("--drops", type=int, default=20, metavar="N", help="connections that are cut")
    parser.add_argument("--freezes", type=int, default=10, metavar="N", help="pictures that freeze")
    parser.add_argument("--blacks", type=int, default=10, metavar="N", help="pictures that turn black")
    parser.add_argument("--gap", type=int, default=250, metavar="MS", help="without a packet: the connection is lost")
    parser.add_argument("--passes", type=int, default=3, metavar="N", help="of the 8 s clip for the health's cost")
    return parser.parse_args(arguments)
