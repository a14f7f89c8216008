"""From a GO that is sent until the last of its devices is told, with eight cues; and from the first device to the last.

Every item has a take, a mute, a graphic that comes or goes, other words for another graphic, a message to the stage, an
OSC message to two targets each, and a webhook. The devices are in this process and stamp what arrives: an OBS (the
rehearsal switcher, as a stranger), a socket with the graphics page's view and one with the stage's, two UDP sockets, an
HTTP server. The time begins before the command is written into the operator's socket.

The peer is `bench.common_script`: a script without a journal that tells devices of the same making the same things as
soon as it hears GO; the two take turns. What it takes is what the devices take. *Fsync* is a file of 4 KiB beside the
journal, written and synced between the GOs: nobody but OBS is told before the decision is on the disk.

With `--ontime DIR` an Ontime takes its turn too. It is told by its socket to start an event; devices of the same making
hear what it can tell: another of its clients sees the event, an automation sends OSC to two targets and GETs an
address. `alike_…` are ours on those four devices alone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import ClientSession, ClientWebSocketResponse
from ruamel.yaml import YAML

from bench.common_devices import LOOPBACK, Arrivals, StampedObs, Told, osc, page, webhook
from bench.common_efir import Crew, check, efir, hello
from bench.common_figures import machine, quantile, say, spread
from bench.common_ontime import Build, Ontime, add_option, event, http_output, named, ontime, osc_output, project, tell
from bench.common_script import Go, Script, script
from bench.common_show import FPS, HEIGHT, WIDTH, footage, write
from bench.result import Figures, Result
from control.show import Canvas

LATE_AIM, SPREAD_AIM = 0.033, 0.010
"""Seconds: one frame of 30 a second over the peer; first device to last."""
SCENES = (("camera-1", "Камера 1"), ("camera-2", "Камера 2"))
SOUND = "left"
AT_ONCE = 20
"""Items of one insertion: a command is at most 64 KiB."""
REST = (0.1, 0.2)
WARM_UP = 3
PATIENCE = 10.0
PAGE = b"x" * 4096
ALIKE = ("stage", "osc-1", "osc-2", "webhook")
"""The devices that Ontime tells as well."""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    ours: list[Told] = []
    peer: list[Told] = []
    beside: list[Told] = []
    syncs: list[float] = []
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="bench-go-") as folder:
        say(f"{machine()}; {options.count} GOs each")
        tell(options.ontime)
        async with AsyncExitStack() as stack:
            arrivals = Arrivals()
            goes = options.count + WARM_UP
            crew = await stack.enter_async_context(_efir(Path(folder), arrivals, goes))
            button = await stack.enter_async_context(_script(arrivals))
            other = await _beside(stack, options.ontime, Path(folder) / "ontime", arrivals, goes)
            for number in range(goes):
                await asyncio.sleep(chance.uniform(*REST))
                ours.append(await _our_go(crew, arrivals, number))
                await asyncio.sleep(chance.uniform(*REST))
                peer.append(await _peer_go(button, arrivals, number))
                if other is not None:
                    await asyncio.sleep(chance.uniform(*REST))
                    beside.append(await _ontime_go(other, arrivals, number))
                syncs.append(await asyncio.to_thread(_sync, Path(folder) / "probe"))
                if (number + 1) % 50 == 0:
                    said = [statistics.median(told.last for told in side) * 1000 for side in (ours, peer)]
                    say(f"{number + 1:4}  ours {said[0]:.1f} ms  peer {said[1]:.1f} ms")
    return result(ours[WARM_UP:], peer[WARM_UP:], syncs, beside[WARM_UP:])


def result(ours: list[Told], peer: list[Told], syncs: list[float], beside: list[Told]) -> Result:
    """`beside`: Ontime's; empty if there was none."""
    late = quantile([told.last for told in ours], 0.99) - quantile([told.last for told in peer], 0.99)
    apart = quantile([told.spread for told in ours], 0.99)
    medians = [statistics.median(told.last for told in side) for side in (ours, peer)]
    return Result(
        bench="go",
        ours={
            **figures(ours),
            "p99_over_peer_ms": round(late * 1000, 1),
            **spread(syncs, "fsync_"),
            **(both([told.only(ALIKE) for told in ours], "alike_") if beside else {}),
        },
        peer={**figures(peer), **(named(figures(beside)) if beside else {})},
        ratio=round(medians[0] / medians[1], 2),
        aim=f"last device p99 <= peer's + {LATE_AIM * 1000:.0f} ms, spread p99 <= {SPREAD_AIM * 1000:.0f} ms",
        holds=late <= LATE_AIM and apart <= SPREAD_AIM,
        n=len(ours),
    )


def figures(goes: list[Told]) -> Figures:
    """The last device, the spread between the devices, and each device's median."""
    return {
        **both(goes),
        **{
            f"{device}_median_ms": round(statistics.median(told.took[device] for told in goes) * 1000, 1)
            for device in goes[0].took
        },
    }


def both(goes: list[Told], name: str = "") -> Figures:
    """The last device, and the spread between the devices."""
    return {
        **spread([told.last for told in goes], f"{name}last_"),
        **spread([told.spread for told in goes], f"{name}spread_"),
    }


# --- ours ---


def item(number: int) -> dict[str, Any]:
    """With eight start cues, each of which changes something after those of the item before."""
    mark, even = mark_of(number), number % 2 == 0
    acts: list[dict[str, Any]] = [
        {"type": "program.take", "scene": SCENES[number % 2][0]},
        {"type": "sources.mute", "input": SOUND, "muted": even},
        {"type": "graphics.play" if even else "graphics.stop", "graphic": "guest"},
        {"type": "graphics.update", "graphic": "host", "data": {"title": mark, "subtitle": "ведущая"}},
        {"type": "stage.say", "text": mark},
        {"type": "calls.osc", "target": "desk", "address": "/go", "args": [mark]},
        {"type": "calls.osc", "target": "lights", "address": "/go", "args": [mark]},
        {"type": "calls.webhook", "target": "site", "body": {"go": mark}},
    ]
    cues = [{"id": f"c{place}", "act": act} for place, act in enumerate(acts)]
    return {"type": "item", "id": f"i{number}", "title": f"Пункт {number}", "duration": 600_000, "cues": cues}


def mark_of(number: int) -> str:
    """No mark is a part of another."""
    return f"<{number}>"


def wanted(number: int) -> dict[str, str]:
    """What each device is told at this GO, by either side."""
    told = dict.fromkeys(("graphics", "stage", "osc-1", "osc-2", "webhook"), mark_of(number))
    return {"take": SCENES[number % 2][1], "mute": str(number % 2 == 0), **told}


@asynccontextmanager
async def _efir(folder: Path, arrivals: Arrivals, items: int) -> AsyncIterator[Crew]:
    """Its operator; the devices listen, OBS has its scenes, and the next GO is that of the first item."""
    async with AsyncExitStack() as stack:
        canvas = Canvas(width=WIDTH, height=HEIGHT, fps=FPS)
        obs = await stack.enter_async_context(StampedObs(canvas, arrivals))
        targets = [await stack.enter_async_context(osc(f"osc-{n}", arrivals)) for n in (1, 2)]
        hook = await stack.enter_async_context(webhook("webhook", arrivals))
        show = await asyncio.to_thread(_show, folder, targets, hook)
        running = await stack.enter_async_context(efir(show, folder / "data", obs.url))
        live = running.addresses.panel.rstrip("/") + "/live"
        for view, url in (("graphics", running.addresses.graphics), ("stage", running.addresses.stage)):
            await stack.enter_async_context(page(view, arrivals, live, hello(view, url)))
        await running.until_obs()
        after: dict[str, str] = {}
        for begin in range(0, items, AT_ONCE):
            entries = [item(number) for number in range(begin, min(begin + AT_ONCE, items))]
            await running.crew.do("rundown.insert", entries=entries, **after)
            after = {"after": entries[-1]["id"]}
        await running.crew.do("graphics.play", graphic="host")
        await running.crew.do("program.take", scene=SCENES[1][0])
        yield running.crew


def _show(folder: Path, targets: list[int], hook: str) -> Path:
    file = write(folder, footage(folder / "footage"))
    yaml = YAML()
    show: dict[str, Any] = yaml.load(file)
    words = {"title": "Гость", "subtitle": "гость студии"}
    show["graphics"]["guest"] = {"name": "Гость", "graphic": "lower-third", "source": "fixed", "data": words}
    show["calls"] = {
        "desk": {"name": "Пульт", "osc": f"{LOOPBACK}:{targets[0]}"},
        "lights": {"name": "Свет", "osc": f"{LOOPBACK}:{targets[1]}"},
        "site": {"name": "Сайт", "webhook": hook},
    }
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(show, stream)
    return file


async def _our_go(crew: Crew, arrivals: Arrivals, number: int) -> Told:
    told = arrivals.expect(wanted(number))
    began = time.perf_counter()
    receipt = await crew.submit("rundown.go")
    check(await receipt)
    return await _told("ours", arrivals, told, began)


# --- the peer ---


@asynccontextmanager
async def _script(arrivals: Arrivals) -> AsyncIterator[ClientWebSocketResponse]:
    """The socket on which it is told GO."""
    async with AsyncExitStack() as stack:
        obs = await stack.enter_async_context(StampedObs(Canvas(width=WIDTH, height=HEIGHT, fps=FPS), arrivals))
        obs.furnish([name for _, name in SCENES], SOUND)
        targets = [await stack.enter_async_context(osc(f"osc-{n}", arrivals)) for n in (1, 2)]
        hook = await stack.enter_async_context(webhook("webhook", arrivals))
        at = await stack.enter_async_context(script(Script(obs.url, SOUND, targets, hook)))
        for view in ("graphics", "stage"):
            await stack.enter_async_context(page(view, arrivals, f"{at}page/{view}", ""))
        http = await stack.enter_async_context(ClientSession())
        yield await stack.enter_async_context(http.ws_connect(f"{at}go"))


async def _peer_go(button: ClientWebSocketResponse, arrivals: Arrivals, number: int) -> Told:
    told = arrivals.expect(wanted(number))
    go = Go(mark_of(number), SCENES[number % 2][1], number % 2 == 0)
    began = time.perf_counter()
    await button.send_str(msgspec.json.encode(go).decode())
    return await _told("the peer", arrivals, told, began)


# --- Ontime ---


async def _beside(
    stack: AsyncExitStack, given: Build | None, folder: Path, arrivals: Arrivals, goes: int
) -> Ontime | None:
    """With an event for each GO; its four devices listen."""
    if given is None:
        return None
    targets = [await stack.enter_async_context(osc(f"osc-{n}", arrivals)) for n in (1, 2)]
    hook = await stack.enter_async_context(webhook("webhook", arrivals))
    outputs = [osc_output(port, "{{eventNow.title}}") for port in targets]
    outputs.append(http_output(f"{hook}?go={{{{eventNow.title}}}}"))
    events = [event(number, mark_of(number), 600_000) for number in range(goes)]
    running = await stack.enter_async_context(ontime(given, folder, project(given.version, events, outputs)))
    await stack.enter_async_context(page("stage", arrivals, running.live, ""))
    return running


async def _ontime_go(running: Ontime, arrivals: Arrivals, number: int) -> Told:
    told = arrivals.expect(dict.fromkeys(ALIKE, mark_of(number)))
    began = time.perf_counter()
    await running.send("start", {"id": f"i{number}"})
    return await _told("Ontime", arrivals, told, began)


# --- all ---


async def _told(side: str, arrivals: Arrivals, told: asyncio.Future[dict[str, float]], began: float) -> Told:
    try:
        came = await asyncio.wait_for(told, PATIENCE)
    except TimeoutError:
        raise RuntimeError(f"{side}: never told: {', '.join(sorted(arrivals.silent))}") from None
    return Told({device: at - began for device, at in came.items()})


def _sync(file: Path) -> float:
    """Seconds that a page takes to the disk. Blocking."""
    with file.open("ab") as stream:
        began = time.perf_counter()
        stream.write(PAGE)
        stream.flush()
        os.fsync(stream.fileno())
        return time.perf_counter() - began


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench go", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="GOs of each")
    add_option(parser)
    return parser.parse_args(arguments)
