"""What phones publish by WHIP (RFC 9725), as an input of a feed, in the feed's own process. One phone at a time: the
newest that has sent a picture.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Final

import av
import msgspec

from devices.feeds import pictures
from devices.feeds.health import Measures
from devices.feeds.measure import Meter
from devices.feeds.phone_stream import Stream
from devices.feeds.sound import Block
from devices.feeds.trouble import Trouble
from devices.feeds.wire import FeedConfig, Publish, Published, Taken, Unpublished, Up, Way

log = logging.getLogger(__name__)

ANSWER_S: Final = 10.0
NOBODY: Final = Trouble("no-phone")


class Phone:
    """Made and called on the event loop; for the feed it is like `devices.feeds.source.Source`. `on_picture` and
    `on_sound` are called from another thread, `say` on the loop."""

    stuck: Final = False
    """Nothing of it hangs: the loop waits for nobody."""
    passing: Final = False
    passable: Final = False
    """Its pictures are decoded by the time they come here."""

    def __init__(
        self,
        ice: tuple[str, ...],
        config: FeedConfig,
        on_picture: Callable[[memoryview, float], None],
        on_sound: Callable[[Block], None],
        say: Callable[[Up], None],
    ) -> None:
        self.live = False
        self.whole = True  # always: its key frames come when they are asked for
        self.trouble: Trouble | None = NOBODY
        self.frame: av.VideoFrame | None = None
        self._ice, self._config, self._say = ice, config, say
        self._canvas = pictures.Canvas(config.width, config.height)
        self._on_picture, self._on_sound = on_picture, on_sound
        self._no_meter = Meter(config.thresholds.freeze_motion)
        self._stream: Stream | None = None
        self._coming: Stream | None = None
        """Answered, while another one is seen."""
        self._tasks: set[asyncio.Task[None]] = set()
        # What cannot be decoded is counted, not told of: the log would have a line for each picture.
        logging.getLogger("aiortc.rtcrtpreceiver").addFilter(self._damaged)

    def publish(self, offer: Publish) -> None:
        """`say` hears `Published`; if it was answered `Taken`, when it is seen, and at last, once, `Unpublished`."""
        self._run(self._publish(offer))

    def unpublish(self, session: str) -> None:
        for stream in (self._stream, self._coming):
            if stream is not None and stream.session == session:
                self._run(stream.end())

    def measures(self, now: float) -> Measures:
        """Without the gap of key frames: a phone sends one when it is asked to, and none is due before."""
        meter = self._stream.meter if self._stream is not None else self._no_meter
        return msgspec.structs.replace(meter.measures(now), keyframe_gap=None)

    def supervise(self, now: float) -> None:
        """To be called a few times a second: notices what does not come any more."""
        if self._stream is not None:
            self.trouble = self._stream.supervise(now)
        for stream in (self._stream, self._coming):
            if stream is not None and stream.hopeless(now):
                self._run(stream.end())

    def held(self, now: float) -> bool:
        """As `stuck`."""
        return False

    def way(self, now: float) -> Way | None:
        return self._stream.way(now) if self._stream is not None else None

    def close(self) -> None:
        """The process ends after this: the phone notices by itself."""
        for task in tuple(self._tasks):
            task.cancel()
        for stream in (self._stream, self._coming):
            if stream is not None:
                stream.close()

    def _damaged(self, record: logging.LogRecord) -> bool:
        """From aiortc's decoding thread."""
        if record.levelno != logging.WARNING:
            return True
        if self._stream is not None:
            self._stream.meter.error(time.monotonic())
        return False

    def _run(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _publish(self, offer: Publish) -> None:
        stream = Stream(offer.session, self, self._config, self._ice)
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await stream.answer(offer.sdp)
        except Exception as error:  # noqa: BLE001 (whatever aiortc's parser does with an offer made by anybody)
            log.info("%s: an offer that cannot be answered: %r", self._config.name, error)
            self._say(Published(offer.session, code="phone-offer"))
            await stream.end()
            return
        before, self._coming = self._coming, stream
        self._say(Published(offer.session, sdp=answer))
        if before is not None:
            self._run(before.end())
        if self._stream is None or not self._stream.seen:
            self._take(stream)

    def _take(self, stream: Stream) -> None:
        before, self._stream, self._coming = self._stream, stream, None
        self._say(Taken(stream.session))
        if before is not None:
            self._run(before.end())

    # --- Told by the stream

    def drawn(self, stream: Stream, frame: av.VideoFrame, at: float, due: bool) -> None:
        """From its thread."""
        if stream is not self._stream:
            return
        self.frame = frame
        if self.live and due:
            self._on_picture(self._canvas.draw(frame), at)

    def heard(self, stream: Stream, block: Block) -> None:
        """From its thread."""
        if stream is self._stream:
            self._on_sound(block)

    def arrived(self, stream: Stream) -> None:
        """A picture: it can do it. Until then it has taken nobody's place."""
        if stream is self._coming:
            self._take(stream)

    def gone(self, stream: Stream, answered: bool) -> None:
        if stream is self._coming:
            self._coming = None
        if stream is self._stream:
            self._stream, self.trouble = None, NOBODY
        if answered:
            self._say(Unpublished(stream.session))
        if self._stream is None and self._coming is not None:
            self._take(self._coming)
