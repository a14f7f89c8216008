"""From an edit of a rundown of 2,000 items until it is at each of 50 pages, beside a bare server of the same bytes.

The operator's socket sends `rundown.put`: another title, and every third time another length, which moves every item
after it. 47 panels stand in a crowd process; three more in this one stamp the arrival of the patch; the slowest of the
three counts. The peer is `bench.common_broadcast`: a bare aiohttp server that passes a message of the same size on to
as many clients. The two take turns.

With `--ontime DIR` an Ontime of as many events takes its turn (`bench.common_refetch`): the same edit by its HTTP API;
each of 50 clients GETs the rundown when it is told that there is another, as Ontime's own pages do.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from bench.common_broadcast import broadcast
from bench.common_crowd import Group, crowd
from bench.common_efir import Crew, Efir, check, efir, nowhere, token_of
from bench.common_figures import machine, quantile, say, spread
from bench.common_ontime import add_option, event, named, ontime, project, tell
from bench.common_refetch import Refetched, Refetching, figures, refetching
from bench.common_show import footage, write
from bench.result import Result

TIME_AIM, SIZE_AIM = 0.050, 2048
SAMPLED = 3
LENGTH = 60_000
"""Milliseconds of an item."""
AT_ONCE = 100
"""Items of one insertion: a command is at most 64 KiB."""
REST = (0.02, 0.06)
PATIENCE = 10.0


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    ours: list[float] = []
    peer: list[float] = []
    sizes: list[int] = []
    beside: list[Refetched] = []
    with tempfile.TemporaryDirectory(prefix="bench-rundown-") as folder:
        cameras = await asyncio.to_thread(footage, Path(folder) / "footage")
        show = await asyncio.to_thread(write, Path(folder), cameras)
        say(f"{machine()}; {options.items} items, {options.pages} pages")
        tell(options.ontime)
        async with AsyncExitStack() as stack:
            running = await stack.enter_async_context(efir(show, Path(folder) / "data", nowhere()))
            await _fill(running.crew, options.items)
            live = running.addresses.panel.rstrip("/") + "/live"
            hello = await _hello(running)
            await stack.enter_async_context(crowd([Group(live, hello, options.pages - SAMPLED)]))
            echo = await stack.enter_async_context(broadcast())
            await stack.enter_async_context(crowd([Group(f"{echo}live", "", options.pages - SAMPLED)]))
            pages = [await stack.enter_async_context(_page(live, hello)) for _ in range(SAMPLED)]
            bare = [await stack.enter_async_context(_page(f"{echo}live", "")) for _ in range(SAMPLED)]
            http = await stack.enter_async_context(ClientSession())
            sender = await stack.enter_async_context(http.ws_connect(f"{echo}live"))
            other = await _ontime(stack, options, Path(folder) / "ontime")
            chance = random.Random(1)
            plan = (await running.crew.view("panel"))["rundown"]
            for number in range(options.count):
                await asyncio.sleep(chance.uniform(*REST))
                took, size = await _edit(running.crew, pages, plan, number, chance)
                ours.append(took)
                sizes.append(size)
                await asyncio.sleep(chance.uniform(*REST))
                peer.append(await _pass_on(sender, bare, size))
                if other is not None:
                    await asyncio.sleep(chance.uniform(*REST))
                    beside.append(await other.edit(*_change(options.items, number, chance)))
                if (number + 1) % 50 == 0:
                    say(f"{number + 1:4}  ours {quantile(ours, 0.99) * 1000:.1f} ms p99, {max(sizes)} bytes at most")
    return Result(
        bench="rundown",
        ours={**spread(ours), "patch_max_bytes": max(sizes)},
        peer={**spread(peer), **(named(figures(beside)) if beside else {})},
        ratio=round(quantile(ours, 0.5) / quantile(peer, 0.5), 2),
        aim=f"p99 <= {TIME_AIM * 1000:.0f} ms, patch <= {SIZE_AIM} bytes",
        holds=quantile(ours, 0.99) <= TIME_AIM and max(sizes) <= SIZE_AIM,
        n=len(ours),
    )


async def _fill(crew: Crew, items: int) -> None:
    after: dict[str, str] = {}
    for begin in range(0, items, AT_ONCE):
        entries = [
            {"type": "item", "id": f"i{n}", "number": str(n + 1), "title": f"Пункт {n + 1}", "duration": LENGTH}
            for n in range(begin, min(begin + AT_ONCE, items))
        ]
        await crew.do("rundown.insert", entries=entries, **after)
        after = {"after": str(entries[-1]["id"])}


async def _hello(running: Efir) -> str:
    """As an operator of a link: a crowd has no cookies."""
    body = {"role": "operator", "label": "bench"}
    base = running.addresses.panel.rstrip("/")
    async with running.crew.http.post(f"{base}/api/links", json=body, headers={"Origin": base}) as answer:
        answer.raise_for_status()
        url = str((await answer.json())["url"])
    return msgspec.json.encode({"type": "hello", "view": "panel", "token": token_of(url), "pictures": False}).decode()


class _Page:
    """One page's socket; `next` is the arrival of the patch that has this text in it."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: tuple[str, asyncio.Future[tuple[float, int]]] | None = None
        self.ready = asyncio.Event()

    def next(self, text: str) -> asyncio.Future[tuple[float, int]]:
        """(when, bytes)."""
        future: asyncio.Future[tuple[float, int]] = asyncio.get_running_loop().create_future()
        self._waiting = text, future
        return future

    async def read(self) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                continue
            if message.data.startswith('{"type":"snapshot"'):
                self.ready.set()
            if self._waiting is not None and self._waiting[0] in message.data:
                (_, future), self._waiting = self._waiting, None
                future.set_result((time.perf_counter(), len(message.data.encode())))


@asynccontextmanager
async def _page(url: str, hello: str) -> AsyncIterator[_Page]:
    async with ClientSession() as http, http.ws_connect(url, max_msg_size=0) as socket:
        page = _Page(socket)
        reading = asyncio.create_task(page.read())
        try:
            if hello:
                await socket.send_str(hello)
                await asyncio.wait_for(page.ready.wait(), PATIENCE)
            yield page
        finally:
            reading.cancel()


async def _edit(
    crew: Crew, pages: list[_Page], plan: dict[str, Any], number: int, chance: random.Random
) -> tuple[float, int]:
    entries: dict[str, dict[str, Any]] = plan["byId"]
    change, mark = _change(len(entries), number, chance)
    name = change["id"]
    changed = {**entries[name], **change}
    waiting = [page.next(mark) for page in pages]
    began = time.perf_counter()
    receipt = await crew.submit("rundown.put", entry=changed)
    arrived = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)
    check(await receipt)
    plan["edition"] += 1
    entries[name] = {**changed, "revision": plan["edition"]}
    return max(at for at, _ in arrived) - began, max(size for _, size in arrived)


def _change(items: int, number: int, chance: random.Random) -> tuple[dict[str, Any], str]:
    """Of an item by chance; and a text that is only in it."""
    mark = f"«правка {number}»"
    length = {"duration": LENGTH + number} if number % 3 == 0 else {}
    return {"id": f"i{chance.randrange(items)}", "title": f"Пункт {mark}", **length}, mark


async def _ontime(stack: AsyncExitStack, options: argparse.Namespace, folder: Path) -> Refetching | None:
    if options.ontime is None:
        return None
    events = [event(n, f"Пункт {n + 1}", LENGTH) for n in range(options.items)]
    running = await stack.enter_async_context(ontime(options.ontime, folder, project(options.ontime.version, events)))
    return await stack.enter_async_context(refetching(running, options.pages, SAMPLED))


async def _pass_on(sender: ClientWebSocketResponse, pages: list[_Page], size: int) -> float:
    mark = f"{time.perf_counter_ns()}"
    text = msgspec.json.encode({"score": mark, "filling": ""}).decode()
    text = text[:-2] + "x" * max(0, size - len(text)) + text[-2:]
    waiting = [page.next(mark) for page in pages]
    began = time.perf_counter()
    await sender.send_str(text)
    await sender.receive()
    arrived = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)
    return max(at for at, _ in arrived) - began


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench rundown", description=__doc__)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--count", type=int, default=200, help="edits")
    add_option(parser)
    return parser.parse_args(arguments)
