"""From the reveal that is sent to the score that is seen, with 200 other pages connected.

A reveal cannot be taken back, so each measured one is the reveal of another pair: small contests of `--pairs` pairs, as
many as it takes, each in a fresh Efir. Each pair goes through all its phases and a ballot before it; only the
`debate.reveal` is measured.

*Page*: from the moment before the command is written into the operator's socket to the frame after the one that shows
the points in the score bug (`bench.common_page`); *wire* is the part of it until the message is at another client,
in this process. The peer is `bench.common_broadcast`: a bare aiohttp server that
passes a message of the same size on to as many clients and to a page as bare; the two take turns.

*Programme*: the same beginning; the end is when the answer to the first small screenshot of OBS's programme scene that
carries the score in its marks has arrived. It cannot have been there before the last look without it was asked for;
that moment is printed too, and so is the length of a look.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import msgspec
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from playwright.async_api import Browser, Page

from bench.common_broadcast import broadcast
from bench.common_crowd import Group, crowd
from bench.common_efir import Crew, Efir, check, efir, hello, nowhere
from bench.common_figures import machine, quantile, say, spread
from bench.common_obs import on_air, watch
from bench.common_page import PAINTED, PageClock, calibrate, chromium
from bench.common_show import footage, write
from bench.result import Figures, Result

PAGE_AIM, PROGRAMME_AIM = 0.060, 0.200
SCORE = "Камера 1"
"""The scene on air in OBS while the score comes."""
STILL = (0.7, 0.9)
"""Seconds of rest before each measured act, by chance: movements are over and no frame is waited for in step."""
PATIENCE = 10.0

OURS_SHOWN = """(() => {
  const bug = document.querySelector('efir-score-bug')?.shadowRoot?.querySelector('.row.first .digits');
  return bug && /\\d/.test(bug.textContent);
})()"""
OURS_HIDDEN = """(() => {
  const bug = document.querySelector('efir-score-bug')?.shadowRoot?.querySelector('.row.first .digits');
  return bug && !/\\d/.test(bug.textContent);
})()"""


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    page: list[float] = []
    peer: list[float] = []
    programme = _Programme()
    errors: list[float] = []
    wire = _Wire()
    peer_wire: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bench-ballot-") as folder:
        cameras = await asyncio.to_thread(footage, Path(folder) / "footage")
        say(f"{machine()}; {options.clients} other clients")
        async with chromium() as browser:
            for number in range(options.contests):
                place = Path(folder) / f"page-{number}"
                place.mkdir()
                await _page_contest(place, cameras, browser, options, page, peer, errors, wire, peer_wire)
                said = [statistics.median(samples) * 1000 for samples in (page, peer)]
                say(f"contest {number + 1}: {len(page)} reveals  page {said[0]:.1f} ms  peer {said[1]:.1f} ms")
        for number in range(options.programmes):
            place = Path(folder) / f"programme-{number}"
            place.mkdir()
            await _programme_contest(place, cameras, options, programme)
            median = statistics.median(programme.latest) * 1000
            say(f"contest {number + 1}: {len(programme.latest)} reveals  programme {median:.0f} ms")
    return Result(
        bench="ballot",
        ours={
            **spread(page, "page_"),
            **spread(wire.took, "wire_"),
            **programme.figures(),
            "clock_error_ms": round(max(errors) * 1000, 2),
            "message_bytes": round(statistics.median(wire.sizes)),
        },
        peer={**spread(peer, "page_"), **spread(peer_wire, "wire_")},
        ratio=round(statistics.median(page) / statistics.median(peer), 2),
        aim=f"page p99 <= {PAGE_AIM * 1000:.0f} ms, programme median <= {PROGRAMME_AIM * 1000:.0f} ms",
        holds=quantile(page, 0.99) <= PAGE_AIM and programme.holds,
        n=len(page),
    )


# --- the page ---


async def _page_contest(
    place: Path,
    cameras: list[Path],
    browser: Browser,
    options: argparse.Namespace,
    ours: list[float],
    peer: list[float],
    errors: list[float],
    wire: _Wire,
    peer_wire: list[float],
) -> None:
    show = await asyncio.to_thread(write, place, cameras, pairs=options.pairs)
    chance = random.Random(1)
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(efir(show, place / "data", nowhere()))
        await stack.enter_async_context(_audience(running, options.clients))
        echo = await stack.enter_async_context(broadcast())
        await stack.enter_async_context(crowd([Group(f"{echo}live", "", options.clients)]))
        http = await stack.enter_async_context(ClientSession())
        sender = await stack.enter_async_context(http.ws_connect(f"{echo}live"))
        await stack.enter_async_context(wire.listening(running))
        our_page, our_clock = await _open(stack, browser, running.addresses.graphics)
        peer_page, peer_clock = await _open(stack, browser, echo)
        await peer_page.wait_for_function("document.title === 'open'")
        errors += [our_clock.error, peer_clock.error]
        contest = _Contest(running.crew, options.pairs)
        await contest.begin()
        for number in range(options.pairs):
            await contest.to_the_reveal(number)
            await our_page.wait_for_function(OURS_HIDDEN)
            ours.append(await _our_reveal(running.crew, our_page, our_clock, wire, chance))
            # The peer's message is filled up to the length of ours.
            painted, arrived = await _peer_reveal(sender, peer_page, peer_clock, number, wire.sizes[-1], chance)
            peer.append(painted)
            peer_wire.append(arrived)


async def _open(stack: AsyncExitStack, browser: Browser, url: str) -> tuple[Page, PageClock]:
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    stack.push_async_callback(context.close)
    page = await context.new_page()
    await page.goto(url)
    return page, await calibrate(page)


async def _our_reveal(crew: Crew, page: Page, clock: PageClock, wire: _Wire, chance: random.Random) -> float:
    painted = asyncio.create_task(page.evaluate(PAINTED, OURS_SHOWN))
    await asyncio.sleep(chance.uniform(*STILL))
    patch = wire.next()
    began = time.perf_counter()
    receipt = await crew.submit("debate.reveal")
    at = clock.here(await asyncio.wait_for(painted, PATIENCE))
    check(await receipt)
    wire.note(began, await patch)
    return at - began


async def _peer_reveal(
    sender: ClientWebSocketResponse, page: Page, clock: PageClock, number: int, size: int, chance: random.Random
) -> tuple[float, float]:
    """Seconds until it was painted, and until it was back at its sender."""
    score = str(1000 + number)
    text = msgspec.json.encode({"score": score, "filling": ""}).decode()
    text = text[:-2] + "x" * max(0, size - len(text)) + text[-2:]
    painted = asyncio.create_task(page.evaluate(PAINTED, f"document.getElementById('score').textContent === '{score}'"))
    await asyncio.sleep(chance.uniform(*STILL))
    began = time.perf_counter()
    await sender.send_str(text)
    await sender.receive()
    arrived = time.perf_counter() - began
    return clock.here(await asyncio.wait_for(painted, PATIENCE)) - began, arrived


@asynccontextmanager
async def _audience(running: Efir, clients: int) -> AsyncIterator[None]:
    """Half of them are graphics pages, half the stage's."""
    live = running.addresses.panel.rstrip("/") + "/live"
    graphics = Group(live, hello("graphics", running.addresses.graphics), clients - clients // 2)
    stage = Group(live, hello("stage", running.addresses.stage), clients // 2)
    async with crowd([graphics, stage]):
        yield


class _Wire:
    """A graphics client in this process: when each patch arrives, and how long it is."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.sizes: list[int] = []
        self._next: asyncio.Future[tuple[float, int]] | None = None

    def next(self) -> asyncio.Future[tuple[float, int]]:
        """(when, bytes) of the next patch."""
        self._next = asyncio.get_running_loop().create_future()
        return self._next

    def note(self, began: float, patch: tuple[float, int]) -> None:
        self.took.append(patch[0] - began)
        self.sizes.append(patch[1])

    @asynccontextmanager
    async def listening(self, running: Efir) -> AsyncIterator[None]:
        live = running.addresses.panel.rstrip("/") + "/live"
        async with ClientSession() as http, http.ws_connect(live) as socket:
            await socket.send_str(hello("graphics", running.addresses.graphics))
            reading = asyncio.create_task(self._read(socket))
            try:
                yield
            finally:
                reading.cancel()

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith('{"type":"patch"') and self._next:
                waiting, self._next = self._next, None
                waiting.set_result((time.perf_counter(), len(message.data.encode())))


class _Contest:
    """Brings pair after pair to the moment before its reveal."""

    def __init__(self, crew: Crew, pairs: int) -> None:
        self._crew, self._pairs = crew, pairs

    async def begin(self) -> None:
        await self._crew.do("draw.record", draw="pairs", order=[f"d{n}" for n in range(1, 2 * self._pairs + 1)])
        await self._crew.do("graphics.play", graphic="score")

    async def to_the_reveal(self, number: int) -> None:
        crew = self._crew
        await crew.do("debate.next")
        pair: str = (await crew.view("stage"))["debate"]["pair"]
        first, second = f"d{2 * number + 1}", f"d{2 * number + 2}"
        await crew.do("debate.topic", pair=pair, topic=f"t{number + 1}")
        await crew.do("debate.agree", pair=pair, first=first)
        for _ in ("prepare", "debate", "judging"):
            await crew.do("debate.next")
        criteria = ("topic", "rhetoric", "persuasion")
        scores = {who: dict.fromkeys(criteria, points) for who, points in ((first, 1 + number % 5), (second, 2))}
        await crew.judge("ballot.cast", pair=pair, scores=scores)


# --- the programme ---


class _Programme:
    """Seconds from the reveal to OBS's picture: the truth lies between `earliest` and `latest`."""

    def __init__(self) -> None:
        self.earliest: list[float] = []
        self.latest: list[float] = []
        self.looks: list[float] = []

    @property
    def holds(self) -> bool:
        """By the worse reading; without a measurement, no."""
        return bool(self.latest) and statistics.median(self.latest) <= PROGRAMME_AIM

    def figures(self) -> Figures:
        if not self.latest:
            return {}
        return {
            **spread(self.latest, "programme_"),
            "programme_at_least_median_ms": round(statistics.median(self.earliest) * 1000, 1),
            "look_median_ms": round(statistics.median(self.looks) * 1000, 1),
            "programme_n": len(self.latest),
        }


async def _programme_contest(
    place: Path, cameras: list[Path], options: argparse.Namespace, programme: _Programme
) -> None:
    show = await asyncio.to_thread(write, place, cameras, pairs=options.pairs, marks=True)
    chance = random.Random(2)
    async with efir(show, place / "data", "managed") as running, _audience(running, options.clients):
        crew = running.crew
        client = await on_air(running, "camera-1", SCORE)
        contest = _Contest(crew, options.pairs)
        await contest.begin()
        for number in range(options.pairs):
            await contest.to_the_reveal(number)
            await asyncio.to_thread(watch, client, SCORE, lambda marks: "score-bug" in marks.graphics, 30)
            await asyncio.to_thread(watch, client, SCORE, lambda marks: marks.first is None, PATIENCE)
            await asyncio.sleep(chance.uniform(*STILL))
            began = time.perf_counter()
            receipt = await crew.submit("debate.reveal")
            seen = await asyncio.to_thread(watch, client, SCORE, lambda marks: marks.first is not None, PATIENCE)
            check(await receipt)
            programme.latest.append(seen.latest - began)
            programme.earliest.append(max(0.0, seen.earliest - began))
            programme.looks += seen.looks


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench ballot", description=__doc__)
    parser.add_argument("--pairs", type=int, default=12, help="reveals in a contest")
    parser.add_argument("--contests", type=int, default=5, help="contests for the page")
    parser.add_argument("--programmes", type=int, default=5, help="contests for OBS's programme; 0: no OBS")
    parser.add_argument("--clients", type=int, default=200, help="others connected")
    return parser.parse_args(arguments)
