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
import numpy as np
from numpy.typing import NDArray

from overlays.bridge.chromium import BrowserLost, Page, find_chromium, open_page
from overlays.bridge.dirt import Dirt, union
from overlays.bridge.feed import Feed
from overlays.bridge.png import PngError, decode_bgra
from overlays.bridge.wire import Box, BridgeConfig, BridgeStatus

# The name that the page calls (renderer/main.ts).
BINDING = "efirPainted"
RETRY_MIN_S, RETRY_MAX_S = 0.25, 5.0
# A page that was reached but has said nothing after this time is loaded again: it may be another program's.
SILENCE_S = 10.0


class Bridge:
    """Takes pictures of the page and feeds them."""

    def __init__(self, config: BridgeConfig, say: Callable[[BridgeStatus], None]) -> None:
        self._config = config
        self._say = say
        self._status = BridgeStatus()
        self._page_box = config.box or Box(x=0, y=0, width=config.width, height=config.height)
        self._picture: NDArray[np.uint8] | None = None
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
            dirt = Dirt(self._page_box)
            page.on("Runtime.bindingCalled", lambda event: dirt.mark(event["payload"]))
            await self._prepare(page)
            await self._work(page, dirt)

    async def _work(self, page: Page, dirt: Dirt) -> None:
        """Loads the page and takes pictures, until that fails or the browser is gone."""

        async def work() -> None:
            await self._load(page, dirt)
            await self._pictures(page, dirt)

        working, going = asyncio.create_task(work()), asyncio.create_task(page.gone.wait())
        try:
            await asyncio.wait([working, going], return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise BrowserLost("it is gone, or its page crashed")
            await working
        finally:
            for task in (working, going):
                task.cancel()
            await asyncio.gather(working, going, return_exceptions=True)

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
                    async with asyncio.timeout(SILENCE_S):
                        await dirt.wait()
                except TimeoutError:
                    self._note(page="unreachable", reason="the page shows no graphics")
                else:
                    return
            await asyncio.sleep(delay)
            delay = min(RETRY_MAX_S, delay * 2)

    async def _pictures(self, page: Page, dirt: Dirt) -> None:
        """Takes a picture of what changed whenever the page is dirty; decodes it while the next one is being taken."""
        decoding: asyncio.Task[None] | None = None
        clock = asyncio.get_running_loop().time
        box: Box | None = self._page_box  # the first picture is of everything
        try:
            while True:
                await dirt.wait()
                taken = union(box, dirt.take()) or self._page_box
                began = clock()
                answer = await page.call(
                    "Page.captureScreenshot", format="png", optimizeForSpeed=True,
                    clip=msgspec.to_builtins(taken) | {"scale": 1},
                )  # fmt: skip
                if decoding is not None:
                    await decoding
                decoding = asyncio.create_task(self._feed_picture(answer["data"], taken))
                if not dirt.moving:
                    await decoding
                    decoding = None
                await asyncio.sleep(max(0.0, 1 / self._config.fps - (clock() - began)))
                box = None
        finally:
            if decoding is not None:
                decoding.cancel()
                await asyncio.gather(decoding, return_exceptions=True)

    async def _feed_picture(self, data: str, box: Box) -> None:
        picture = await asyncio.to_thread(_paint, self._picture, data, box, self._page_box)
        self._picture = picture
        self._feed.show(picture.data.cast("B"))
        # Frames are counted, not reported one by one: 15 lines a second would be noise to the owner.
        self._status = msgspec.structs.replace(self._status, frames=self._status.frames + 1)
        self._note(page="shown", reason="")


def _paint(below: NDArray[np.uint8] | None, data: str, box: Box, page: Box) -> NDArray[np.uint8]:
    """A new whole picture: the last one with a part painted over. The last one stays as it is: it is being sent."""
    part = decode_bgra(base64.b64decode(data))
    if part.shape[:2] != (box.height, box.width):
        raise PngError(f"a picture of {part.shape[1]}x{part.shape[0]} for {box.width}x{box.height}")
    if below is None or box == page:
        return part
    whole = below.copy()
    x, y = box.x - page.x, box.y - page.y
    whole[y : y + box.height, x : x + box.width] = part
    return whole


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
