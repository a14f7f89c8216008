"""The bridge's own process: browser → pictures → feed. Supervised: whatever fails, the last picture stays on air."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from overlays.bridge.chromium import BrowserLost, Page, find_chromium, open_page
from overlays.bridge.feed import Feed
from overlays.bridge.png import PngError, decode_bgra
from overlays.bridge.wire import BridgeConfig, BridgeStatus

# The name the page calls (renderer/main.ts): "1" while something moves, "0" for one change.
BINDING = "efirPainted"
RETRY_MIN_S, RETRY_MAX_S = 0.25, 5.0
# A page that was reached but has said nothing after this time is loaded again: it may be another program's.
SILENCE_S = 10.0


class Dirt:
    """What the page said about its pixels since the last picture."""

    def __init__(self) -> None:
        self.moving = False
        self._dirty = asyncio.Event()

    def mark(self, moving: bool) -> None:
        self.moving = moving
        self._dirty.set()

    async def wait(self) -> None:
        """Returns when there is something to take a picture of."""
        if not self.moving:
            await self._dirty.wait()
        self._dirty.clear()


class Bridge:
    """Takes pictures of the page and feeds them."""

    def __init__(self, config: BridgeConfig, say: Callable[[BridgeStatus], None]) -> None:
        self._config = config
        self._say = say
        self._status = BridgeStatus()
        self._feed = Feed(*config.feed_size, on_readers=lambda readers: self._note(readers=readers))

    async def run(self) -> None:
        """Until cancelled.

        Raises:
            OSError: the port is taken.
        """
        port = await self._feed.listen(self._config.port)
        self._note(port=port)
        delay = RETRY_MIN_S
        try:
            while True:
                taken = self._status.frames
                try:
                    await self._show_page()
                except (BrowserLost, PngError) as error:
                    self._note(browser="lost", browser_pid=0, page="loading", reason=str(error))
                delay = RETRY_MIN_S if self._status.frames > taken else min(RETRY_MAX_S, delay * 2)
                await asyncio.sleep(delay)
        finally:
            self._feed.close()

    def _note(self, **changes: Any) -> None:
        status = msgspec.structs.replace(self._status, **changes)
        if status != self._status:
            self._status = status
            self._say(status)

    async def _show_page(self) -> None:
        self._note(browser="starting")
        program = Path(self._config.browser) if self._config.browser else await asyncio.to_thread(find_chromium)
        if program is None:
            self._note(browser="missing", reason="no Chromium, Chrome or Edge on this machine")
            return
        async with open_page(program) as page:
            self._note(browser="running", browser_pid=page.pid, reason="")
            dirt, crashed = Dirt(), asyncio.Event()
            page.on("Runtime.bindingCalled", lambda event: dirt.mark(event["payload"] == "1"))
            page.on("Inspector.targetCrashed", lambda _event: crashed.set())
            await self._prepare(page)
            await self._watch(crashed, self._load(page, dirt), self._pictures(page, dirt))

    async def _watch(self, crashed: asyncio.Event, load: Any, pictures: Any) -> None:
        """Loads, then takes pictures, until one of them fails or the page crashes."""

        async def work() -> None:
            await load
            await pictures

        working, dying = asyncio.create_task(work()), asyncio.create_task(crashed.wait())
        try:
            await asyncio.wait([working, dying], return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise BrowserLost("the page crashed")
            await working
        finally:
            for task in (working, dying):
                task.cancel()
            await asyncio.gather(working, dying, return_exceptions=True)
            pictures.close()

    async def _prepare(self, page: Page) -> None:
        config = self._config
        await page.call("Page.enable")
        await page.call("Inspector.enable")
        await page.call("Runtime.enable")
        await page.call("Runtime.addBinding", name=BINDING)
        await page.call(
            "Page.addScriptToEvaluateOnNewDocument", source=f"globalThis.efirFrameMs = {1000 / config.fps:.1f};"
        )
        await page.call("Emulation.setDefaultBackgroundColorOverride", color={"r": 0, "g": 0, "b": 0, "a": 0})
        await page.call(
            "Emulation.setDeviceMetricsOverride",
            width=config.width, height=config.height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    async def _load(self, page: Page, dirt: Dirt) -> None:
        """Asks for the page until it speaks; an error page of the browser never speaks, so it is never on air."""
        delay = RETRY_MIN_S
        while True:
            answer = await page.call("Page.navigate", url=self._config.url)
            if fault := answer.get("errorText"):
                self._note(page="unreachable", reason=fault)
            else:
                self._note(page="loading", reason="")
                try:
                    await asyncio.wait_for(dirt.wait(), SILENCE_S)
                except TimeoutError:
                    self._note(page="unreachable", reason="the page shows no graphics")
                else:
                    dirt.mark(dirt.moving)
                    return
            await asyncio.sleep(delay)
            delay = min(RETRY_MAX_S, delay * 2)

    async def _pictures(self, page: Page, dirt: Dirt) -> None:
        """Takes a picture whenever the page is dirty; decodes it while the next one is being taken."""
        config = self._config
        shot: dict[str, Any] = {"format": "png", "optimizeForSpeed": True}
        if config.box is not None:
            shot["clip"] = msgspec.to_builtins(config.box) | {"scale": 1}
        decoding: asyncio.Task[None] | None = None
        clock = asyncio.get_running_loop().time
        try:
            while True:
                await dirt.wait()
                began = clock()
                answer = await page.call("Page.captureScreenshot", **shot)
                if decoding is not None:
                    await decoding
                decoding = asyncio.create_task(self._feed_picture(answer["data"]))
                if not dirt.moving:
                    await decoding
                    decoding = None
                await asyncio.sleep(max(0.0, 1 / config.fps - (clock() - began)))
        finally:
            if decoding is not None:
                decoding.cancel()
                await asyncio.gather(decoding, return_exceptions=True)

    async def _feed_picture(self, data: str) -> None:
        picture = await asyncio.to_thread(lambda: decode_bgra(base64.b64decode(data)))
        height, width = picture.shape[:2]
        if (width, height) != self._config.feed_size:
            raise PngError(f"a picture of {width}x{height} for a feed of {self._config.feed_size}")
        self._feed.show(picture.data.cast("B"))
        # Frames are counted, not reported one by one: 15 lines a second would be noise to the owner.
        self._status = msgspec.structs.replace(self._status, frames=self._status.frames + 1)
        self._note(page="shown", reason="")


def _ends_with_input(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """A thread, since pipes of standard input cannot be awaited on Windows; it ends with the process."""

    def read() -> None:
        while sys.stdin.buffer.read(1):
            continue
        with contextlib.suppress(RuntimeError):  # the loop may be closed already
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="owner", daemon=True).start()


def _say(status: BridgeStatus) -> None:
    sys.stdout.write(msgspec.json.encode(status).decode() + "\n")
    sys.stdout.flush()


async def main(config: BridgeConfig) -> None:
    """Runs until standard input ends."""
    ended = asyncio.Event()
    _ends_with_input(asyncio.get_running_loop(), ended)
    running = asyncio.create_task(Bridge(config, _say).run())
    owner = asyncio.create_task(ended.wait())
    await asyncio.wait([running, owner], return_when=asyncio.FIRST_COMPLETED)
    for task in (running, owner):
        task.cancel()
    results = await asyncio.gather(running, owner, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
