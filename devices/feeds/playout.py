"""What goes out of a feed to OBS: the pictures or packets of the input that is shown, and its sound; else its last
picture again, or the slate."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from devices.feeds import pictures
from devices.feeds.choice import Shown
from devices.feeds.output import SLACK_S, Output
from devices.feeds.packets import Packet
from devices.feeds.passing import Passage
from devices.feeds.sound import Block
from devices.feeds.timeline import MOST_LATE_S
from devices.feeds.wire import FeedConfig, InputName

MOST_BLOCKS: Final = 100
# A picture that nobody sees and that does not change goes out again so often, instead of at the camera's rate.
UNSEEN_S: Final = 0.5
# Sound may come as late as its time stamps may say it is, before silence takes its place …
SOUND_GRACE_S: Final = MOST_LATE_S + SLACK_S
# … unless none came for so long: a track in which nothing is must not make the picture late in OBS.
SOUND_GONE_S: Final = 2.0


class Playout:
    """Made and called on the event loop, but for what the reading threads bring. `has_sound`: whether an input has a
    track of it."""

    def __init__(self, config: FeedConfig, canvas: pictures.Canvas, has_sound: Callable[[InputName], bool]) -> None:
        self.needed = True
        """Somebody sees it."""
        self._config, self._canvas, self._has_sound = config, canvas, has_sound
        self._names: tuple[InputName, ...] = ("main",) if config.backup is None else ("main", "backup")
        self._shown: Shown = "slate"
        self._pictures: dict[InputName, tuple[memoryview, float]] = {}
        self._blocks: dict[InputName, deque[Block]] = {name: deque(maxlen=MOST_BLOCKS) for name in self._names}
        self._passage: Passage | None = None
        self._heard_at = 0.0
        self._came = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def start(self) -> int:
        """The port at which OBS reads it. To be called before anything comes, and before `run`.

        Raises:
            OSError: the port is taken.
        """
        config = self._config
        self._slate = await asyncio.to_thread(pictures.draw_slate, config.slate, self._canvas)
        self._output = Output(self._canvas, config.audio, self._slate, passed=config.passthrough)
        if config.passthrough:
            self._passage = await asyncio.to_thread(Passage, self._names, self._canvas, config.fps, self._slate)
        return await self._output.listen(config.port)

    def close(self) -> None:
        self._output.close()

    @property
    def standing(self) -> memoryview:
        """The picture that goes out; undecoded it is the slate."""
        return self._output.picture

    @property
    def readers(self) -> int:
        return self._output.readers

    @property
    def sent(self) -> int:
        return self._output.sent

    @property
    def skipped(self) -> int:
        return self._output.skipped

    def need(self, whole: bool) -> None:
        self.needed = whole
        self._came.set()

    def choose(self, shown: Shown, passing: bool) -> None:
        """From now on, another than before. `passing`: its packets go out as they come."""
        if shown == "backup":
            # What it showed when it was last on the air is not its picture.
            self._pictures.pop("backup", None)
            if self._passage is not None and not passing:
                self._passage.forget("backup")
        self._shown = shown
        for blocks in self._blocks.values():
            blocks.clear()
        self._came.set()

    # --- From the reading threads

    def opened(self, name: InputName) -> None:
        """What it showed before it was lost is not its picture any more."""
        if self._passage is not None:
            self._passage.forget(name)

    def picture(self, name: InputName, data: memoryview, at: float) -> None:
        if self._passage is not None:
            self._passage.picture(name, data, at)
        else:
            self._pictures[name] = (data, at)
        self._wake()

    def packet(self, name: InputName, packet: Packet) -> None:
        if self._passage is not None:
            self._passage.packet(name, packet)
            self._wake()

    def sound(self, name: InputName, block: Block) -> None:
        self._blocks[name].append(block)
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: we are going
            self._loop.call_soon_threadsafe(self._came.set)

    # --- Going out

    async def run(self) -> None:
        """Until cancelled: a picture when it comes; the last one again when none comes."""
        if self._passage is not None:
            await self._passing(self._passage, 1 / self._config.fps)
        sent = time.monotonic()
        patience = 1.5 * self._period
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, sent + patience - time.monotonic())):
                    await self._came.wait()
            self._came.clear()
            shown, now = self._shown, time.monotonic()
            self._hear(shown, now)
            fresh = self._pictures.pop(shown, None) if shown in ("main", "backup") else None
            if fresh is not None:
                self._output.show(*fresh)
                sent, patience = now, 1.5 * self._period
            elif now >= sent + patience or (shown == "slate" and self._output.picture is not self._slate):
                self._output.show(self._slate if shown == "slate" else self._output.picture, now)
                sent, patience = now, self._period

    @property
    def _period(self) -> float:
        """Of a picture that stands."""
        return 1 / self._config.fps if self.needed or not self._config.keyframes else UNSEEN_S

    async def _passing(self, passage: Passage, period: float) -> None:
        """Packets when they come; of the slate, and of a picture that stands, one a period."""
        standing: asyncio.Future[list[Packet]] | None = None
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(period):
                    await self._came.wait()
            self._came.clear()
            shown, now = self._shown, time.monotonic()
            self._hear(shown, now)
            if shown != "held":
                standing = None
            elif standing is None:
                standing = self._loop.run_in_executor(None, passage.stand, self._output.group)
            elif standing.done():
                passage.hold(standing.result())
            self._output.send(passage.next(shown, now))

    def _hear(self, shown: Shown, now: float) -> None:
        """The sound that belongs to the picture, or silence."""
        if shown == "main" or shown == "backup":
            blocks = self._blocks[shown]
            if blocks:
                self._heard_at = now
            while blocks:
                self._output.hear(blocks.popleft())
            if self._has_sound(shown) and now - self._heard_at < SOUND_GONE_S:
                self._output.silence(now - SOUND_GRACE_S)
                return
        self._output.silence(now)
