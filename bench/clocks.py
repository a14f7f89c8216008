"""Countdowns on pages behind a bad network, against the server's clock: how wrong each change of the figures is.

Ten Chromium pages, each behind a proxy in this process that delays every piece of data by 0 to 80 ms each way, by
chance, and now and then holds one direction up for a second. A MutationObserver in each page stamps every change of the
clock's text. When it should have changed is known from the clock's target on the server's clock, which is asked without
the proxy, before and after; so are the pages' clocks. Error: stamp less truth. A page counts from `--settle` seconds
after it is open.

The peer: as many countdowns in one more page, each a `setInterval` of a second against `Date.now()`, begun by chance
within a second, that know the target exactly and have no network.

With `--ontime DIR` as many of Ontime's own timer pages are measured after ours, in the same way and behind the same
network. Its server runs on the clock of this machine; its target is when it says that it started, and its length.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
from aiohttp import ClientSession
from msgspec import Struct
from playwright.async_api import Browser, Page, ViewportSize
from ruamel.yaml import YAML

from bench.common_efir import Crew, Efir, efir, hello, nowhere
from bench.common_figures import machine, quantile, say
from bench.common_ontime import add_option, event, named, ontime, project, tell
from bench.common_page import PageClock, calibrate, chromium
from bench.common_proxy import LOOPBACK, Weather, proxy
from bench.common_show import footage, write
from bench.result import Figures, Result

FRAME, DRIFT_AIM = 33.0, 5.0
"""Milliseconds: p99 of the error without its sign; medians of the first and the last fifth apart."""
PINGS = 60
PING_REST = (0.005, 0.02)
SPARE = 10 * 60_000
"""How much longer the clock runs, ms: no overtime."""
APPEARS_WITHIN = 60_000
VIEWPORT: ViewportSize = {"width": 1280, "height": 720}
ONTIME_CLOCK = "[data-testid=timer-view] .timer"

OBSERVE = """
([selector]) => {
  const read = () => document.querySelector(selector)?.textContent?.trim() ?? '';
  let last = read();
  globalThis.benchChanges = [];
  const look = () => {
    const at = performance.now();
    const text = read();
    if (text !== last) benchChanges.push([at, (last = text)]);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}
"""
PEER = """
([target, begins]) => {
  globalThis.benchChanges = begins.map(() => []);
  begins.forEach((begin, number) => {
    const place = document.createElement('p');
    document.body.append(place);
    new MutationObserver(() => {
      benchChanges[number].push([performance.now(), place.textContent]);
    }).observe(place, { childList: true, characterData: true, subtree: true });
    const paint = () => {
      const seconds = Math.ceil((target - Date.now()) / 1000);
      const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      if (place.textContent !== text) place.textContent = text;
    };
    setTimeout(() => { paint(); setInterval(paint, 1000); }, begin);
  });
}
"""
Changes = list[tuple[float, str]]
"""The page's milliseconds, and what it says since."""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-clocks-") as folder:
        cameras = await asyncio.to_thread(footage, Path(folder) / "footage")
        length = round(options.minutes * 60_000) + SPARE
        show = await asyncio.to_thread(_show, Path(folder), cameras, length)
        say(f"{machine()}; {options.pages} pages, {options.minutes:g} minutes")
        tell(options.ontime)
        async with AsyncExitStack() as stack:
            running = await stack.enter_async_context(efir(show, Path(folder) / "data", nowhere()))
            target = await _start(running.crew, options.clock, length)
            port = urlsplit(running.addresses.panel).port
            assert port is not None
            weather = Weather(seed=options.seed)
            before = await _server_time(running)
            browser = await stack.enter_async_context(chromium())
            through = await stack.enter_async_context(proxy(port, weather))
            pages = [await _open(stack, browser, running, options, through) for _ in range(options.pages)]
            peer = await _open_peer(browser, target, options)
            measured = await _measure(pages, [peer], options.selector, options)
            server = ServerTime.of(before, await _server_time(running))
        beside = await _ontime(Path(folder) / "ontime", options, length) if options.ontime else {}
    ours = [Run.of(measured.changes[page], measured.clocks[page], server, target) for page in pages]
    bare = [Run.of(changes, measured.clocks[peer], server, target) for changes in measured.changes[peer]]
    return result(ours, bare, _clock_error(measured, server), beside)


# --- the server's clock ---


class ServerTime(Struct, frozen=True):
    """The server's clock, in terms of this process's `time.perf_counter()`."""

    offset_ms: float
    """The server's milliseconds less ours."""
    error_ms: float
    """By which it may be wrong, at most."""

    @classmethod
    def of(cls, before: ServerTime, after: ServerTime) -> ServerTime:
        apart = abs(after.offset_ms - before.offset_ms)
        return cls((before.offset_ms + after.offset_ms) / 2, max(before.error_ms, after.error_ms) + apart / 2)

    def here(self, server_ms: float) -> float:
        """Seconds of `time.perf_counter()`."""
        return (server_ms - self.offset_ms) / 1000


def server_time(pings: Sequence[tuple[float, int, float]]) -> ServerTime:
    """`pings`: (asked, the server's whole milliseconds, answered). Each says between which offsets the truth lies: the
    clock was read between the two moments, and its rest was cut off. ValueError: they contradict each other."""
    least = max(stamp - answered * 1000 for _, stamp, answered in pings)
    most = min(stamp + 1 - asked * 1000 for asked, stamp, _ in pings)
    if least > most:
        raise ValueError("the server's clock was set meanwhile")
    return ServerTime((least + most) / 2, (most - least) / 2)


async def _server_time(running: Efir) -> ServerTime:
    chance = random.Random(1)
    pings: list[tuple[float, int, float]] = []
    live = running.addresses.panel.rstrip("/") + "/live"
    async with ClientSession() as http, http.ws_connect(live, max_msg_size=0) as socket:
        await socket.send_str(hello("stage", running.addresses.stage))
        while len(pings) < PINGS:
            await asyncio.sleep(chance.uniform(*PING_REST))
            asked = time.perf_counter()
            await socket.send_str('{"type":"ping","t0":0}')
            while (message := msgspec.json.decode((await socket.receive()).data))["type"] != "pong":
                continue
            pings.append((asked, message["t1"], time.perf_counter()))
    return server_time(pings)


# --- what runs ---


def _show(folder: Path, cameras: list[Path], length: int) -> Path:
    file = write(folder, cameras)
    yaml = YAML()
    show: dict[str, Any] = yaml.load(file)
    show["contest"]["rules"]["debate"] = f"{length // 1000}s"
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(show, stream)
    return file


async def _start(crew: Crew, clock: str, length: int) -> int:
    """The clock's target, on the server's clock."""
    if clock == "rundown":
        entry = {"type": "item", "id": "long", "title": "Долгий пункт", "duration": length}
        await crew.do("rundown.insert", entries=[entry])
        await crew.do("rundown.go")
        return int((await crew.view("stage"))["run"]["timer"]["target"])
    await crew.do("draw.record", draw="pairs", order=["d1", "d2", "d3", "d4"])
    await crew.do("debate.next")
    pair: str = (await crew.view("stage"))["debate"]["pair"]
    await crew.do("debate.topic", pair=pair, topic="t1")
    await crew.do("debate.agree", pair=pair, first="d1")
    for _ in ("prepare", "debate"):
        await crew.do("debate.next")
    await crew.do("debate.start")
    return int((await crew.view("stage"))["debate"]["clock"]["target"])


async def _open(
    stack: AsyncExitStack, browser: Browser, running: Efir, options: argparse.Namespace, through: int
) -> Page:
    """In a context of its own, as another person's."""
    context = await browser.new_context(viewport=VIEWPORT)
    stack.push_async_callback(context.close)
    await context.add_cookies(running.cookies())
    page = await context.new_page()
    address = running.addresses.stage if options.page == "stage" else running.addresses.panel
    await page.goto(urlunsplit(urlsplit(address)._replace(netloc=f"{LOOPBACK}:{through}")))
    await page.wait_for_selector(options.selector, timeout=APPEARS_WITHIN)
    return page


async def _open_peer(browser: Browser, target: int, options: argparse.Namespace) -> Page:
    chance = random.Random(options.seed)
    page = await browser.new_page()
    await page.evaluate(PEER, [target, [chance.uniform(0, 1000) for _ in range(options.pages)]])
    return page


# --- Ontime ---


async def _ontime(folder: Path, options: argparse.Namespace, length: int) -> Figures:
    long = project(options.ontime.version, [event(0, "Долгий пункт", length)])
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(ontime(options.ontime, folder, long))
        await running.ask("start", {"id": "i0"})
        say("and Ontime")
        before = await _this_time()
        target = await running.target()
        browser = await stack.enter_async_context(chromium())
        through = await stack.enter_async_context(proxy(running.port, Weather(seed=options.seed)))
        pages = [await _open_ontime(stack, browser, through) for _ in range(options.pages)]
        measured = await _measure(pages, [], ONTIME_CLOCK, options)
        server = ServerTime.of(before, await _this_time())
    runs = [Run.of(measured.changes[page], measured.clocks[page], server, target) for page in pages]
    return {**figures(runs), "clock_error_ms": round(_clock_error(measured, server), 2)}


async def _this_time() -> ServerTime:
    """Of a server that goes by this machine's own clock."""
    chance = random.Random(1)
    pings: list[tuple[float, int, float]] = []
    while len(pings) < PINGS:
        await asyncio.sleep(chance.uniform(*PING_REST))
        asked = time.perf_counter()
        pings.append((asked, time.time_ns() // 1_000_000, time.perf_counter()))
    return server_time(pings)


async def _open_ontime(stack: AsyncExitStack, browser: Browser, through: int) -> Page:
    context = await browser.new_context(viewport=VIEWPORT)
    stack.push_async_callback(context.close)
    page = await context.new_page()
    await page.goto(f"http://{LOOPBACK}:{through}/timer", timeout=APPEARS_WITHIN)
    await page.wait_for_selector(ONTIME_CLOCK, timeout=APPEARS_WITHIN)
    return page


# --- measuring ---


class Measured(Struct):
    changes: dict[Page, Any]
    """What each page noted; of the peer a list for each of its countdowns."""
    clocks: dict[Page, PageClock]


async def _measure(watched: list[Page], others: list[Page], selector: str, options: argparse.Namespace) -> Measured:
    """The others note by themselves."""
    pages = [*watched, *others]
    await asyncio.sleep(options.settle)
    before = {page: await calibrate(page) for page in pages}
    for page in watched:
        await page.evaluate(OBSERVE, [selector])
    for minute in range(1, int(options.minutes) + 1):
        await asyncio.sleep(60)
        say(f"{minute:3} min  {await pages[0].evaluate('benchChanges.length')} changes")
    await asyncio.sleep(60 * (options.minutes - int(options.minutes)))
    changes = {page: await page.evaluate("benchChanges") for page in pages}
    after = {page: await calibrate(page) for page in pages}
    return Measured(changes, {page: both(before[page], after[page]) for page in pages})


def _clock_error(measured: Measured, server: ServerTime) -> float:
    """Milliseconds."""
    return max(clock.error for clock in measured.clocks.values()) * 1000 + server.error_ms


def both(before: PageClock, after: PageClock) -> PageClock:
    """The middle of the two, and no more certain than that."""
    apart = abs(after.offset - before.offset)
    return PageClock((before.offset + after.offset) / 2, max(before.error, after.error) + apart / 2)


class Run(Struct, frozen=True):
    """One countdown."""

    at: list[float]
    """Minutes since its first change."""
    errors: list[float]
    """Milliseconds by which each change came too late; negative: too early."""
    skipped: int
    """Seconds that were never shown."""

    @classmethod
    def of(cls, changes: Changes, clock: PageClock, server: ServerTime, target: int) -> Run:
        shown = [(clock.here(at), seconds) for at, text in changes if (seconds := seconds_of(text)) is not None]
        errors = [(at - server.here(target - 1000 * seconds)) * 1000 for at, seconds in shown]
        steps = [before - after for (_, before), (_, after) in itertools.pairwise(shown)]
        return cls([(at - shown[0][0]) / 60 for at, _ in shown], errors, sum(max(0, step - 1) for step in steps))


def seconds_of(text: str) -> int | None:
    """4:07, 1:02:03; whatever else a clock may say is no time that is left."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        return None
    hours, minutes, seconds = [0] * (3 - len(parts)) + [int(part) for part in parts]
    return (hours * 60 + minutes) * 60 + seconds


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Of the straight line with the least squares; 0 of points that are all at one place."""
    middle = statistics.fmean(x for x, _ in points), statistics.fmean(y for _, y in points)
    width = sum((x - middle[0]) ** 2 for x, _ in points)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in points) / width if width else 0.0


def moved(points: Sequence[tuple[float, float]]) -> float:
    """The median of the last fifth of the time less that of the first."""
    last = max(x for x, _ in points)
    ends = ([y for x, y in points if x <= last / 5], [y for x, y in points if x >= last * 4 / 5])
    return statistics.median(ends[1]) - statistics.median(ends[0])


def figures(runs: Sequence[Run]) -> Figures:
    """`abs`: without the sign. `jitter`: about each countdown's own median, so of the peer, which has no network, what
    the browser and the machine add."""
    points = [point for run in runs for point in zip(run.at, run.errors, strict=True)]
    errors = [error for _, error in points]
    absolute = [abs(error) for error in errors]
    jitter = [abs(error - own) for run in runs for own in (statistics.median(run.errors),) for error in run.errors]
    return {
        "error_median_ms": round(statistics.median(errors), 1),
        "abs_median_ms": round(statistics.median(absolute), 1),
        "abs_p99_ms": round(quantile(absolute, 0.99), 1),
        "abs_max_ms": round(max(absolute), 1),
        "jitter_p99_ms": round(quantile(jitter, 0.99), 1),
        "worst_page_p99_ms": round(max(quantile([abs(one) for one in run.errors], 0.99) for run in runs), 1),
        "slope_ms_per_min": round(slope(points), 3),
        "moved_ms": round(moved(points), 1),
        "skipped": sum(run.skipped for run in runs),
        "changes": len(points),
    }


def result(ours: Sequence[Run], peer: Sequence[Run], clock_error_ms: float, beside: Figures) -> Result:
    """`beside`: Ontime's; empty if there was none."""
    found, bare = figures(ours), figures(peer)
    return Result(
        bench="clocks",
        ours={**found, "clock_error_ms": round(clock_error_ms, 2)},
        peer={**bare, **named(beside)},
        ratio=round(found["abs_p99_ms"] / bare["abs_p99_ms"], 3),
        aim=f"error p99 <= {FRAME:.0f} ms, first and last fifth within {DRIFT_AIM:.0f} ms",
        holds=found["abs_p99_ms"] <= FRAME and abs(found["moved_ms"]) <= DRIFT_AIM,
        n=round(found["changes"]),
    )


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench clocks", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--pages", type=int, default=10)
    parser.add_argument("--settle", type=float, default=10, help="seconds before a page counts")
    parser.add_argument("--clock", choices=("debate", "rundown"), default="debate", help="what counts down")
    parser.add_argument("--page", choices=("stage", "panel"), default="stage", help="where it is shown")
    parser.add_argument("--selector", default="[role=timer]", help="the element on that page, as CSS")
    parser.add_argument("--seed", type=int, default=1, help="of the network")
    add_option(parser)
    return parser.parse_args(arguments)
