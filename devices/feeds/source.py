"""One input of a feed, read on a thread of its own and opened again for ever.

A call into FFmpeg that does not come back (a name server that hangs holds no time limit) cannot be broken off. The
thread says until when it will be heard of; one that is not is abandoned and another takes its place. Blocking code: the
event loop only reads attributes, and calls `supervise`.
"""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any, Final

import av
from av.video.stream import VideoStream

from devices.feeds import pictures, srt
from devices.feeds import trouble as troubles
from devices.feeds.connection import Connection
from devices.feeds.health import Measures
from devices.feeds.inputs import Opening
from devices.feeds.measure import Meter
from devices.feeds.packets import Packet
from devices.feeds.passing import Passer
from devices.feeds.sound import Block
from devices.feeds.trouble import Trouble
from devices.feeds.wire import FeedConfig

log = logging.getLogger(__name__)

RETRY_MIN_S, RETRY_MAX_S = 0.2, 5.0
GRACE_S: Final = 5.0
# So long a name server may be silent before the system gives it up: three addresses, twice, five seconds each.
LOOK_UP_S: Final = 30.0
# Abandoned threads that are still there; with more of them another is started seldom.
MOST_ABANDONED: Final = 3
# Then one more after so long, for what has hung may be mended, and never more than so many.
ANOTHER_S: Final = 60.0
MOST_ANOTHER: Final = 30
# So long an abandoned thread may hold what it reads (a port, a device) before only another process can have it.
HOLDS_S: Final = 30.0


class Source:
    """`on_picture(picture, at)` gets what goes out if `live`, `on_sound(block)` all sound; `on_packet(packet)`, if it
    is given, all packets of video, and no picture is drawn as long as it is `passing`; `on_open()` is called when it is
    open, again and again, before anything of it. From another thread, and only from the newest one."""

    def __init__(
        self,
        opening: Opening,
        config: FeedConfig,
        on_picture: Callable[[memoryview, float], None],
        on_sound: Callable[[Block], None],
        on_packet: Callable[[Packet], None] | None = None,
        on_open: Callable[[], None] = lambda: None,
    ) -> None:
        self.live = False
        self.whole = True
        """Its whole picture is needed; else key frames alone are decoded, and shown if `live`."""
        self.trouble: Trouble | None = None
        """Why there is no connection; None: there is one, or none was tried yet."""
        self.frame: av.VideoFrame | None = None
        """The last one."""
        self._opening, self._config = opening, config
        self._on_picture, self._on_sound, self._on_packet = on_picture, on_sound, on_packet
        self._on_open = on_open
        self._passer: Passer | None = None
        self._canvas = pictures.Canvas(config.width, config.height)
        self._meter = Meter(config.thresholds.freeze_motion)
        self._reader: _Reader | None = None
        self._abandoned: list[_Reader] = []
        self._started = 0.0

    def measures(self, now: float) -> Measures:
        return self._meter.measures(now)

    @property
    def stuck(self) -> bool:
        """Its threads hang one after the other: it is away, and perhaps another process could help."""
        return len(self._abandoned) > MOST_ABANDONED

    @property
    def passing(self) -> bool:
        """Its packets go out as they come. Not before its first key frame: until then there is nothing of it to see."""
        return self._passer is not None and self._passer.begun and not self._passer.refusal

    @property
    def passable(self) -> bool:
        """As far as is known its packets can go out as they come."""
        return self._passer is not None and not self._passer.refusal

    def held(self, now: float) -> bool:
        """It is away since a thread of this process that hangs in the middle of it has it open still."""
        if self.measures(now).connected:
            return False
        return any(old.reading and now > old.heard_until + HOLDS_S for old in self._abandoned)

    def supervise(self, now: float) -> None:
        """Starts the thread, and another one if it hangs, if it is `stuck` one a minute. To be called a few times a
        second."""
        reader = self._reader
        if reader is not None and now > reader.heard_until and not reader.break_off():
            log.warning("%s: opening or reading hangs", self._config.name)
            reader.stop.set()
            self._abandoned.append(reader)
            self.lost(reader, Trouble("hangs"))
            self._reader = None
        elif reader is not None and not reader.is_alive():  # a fault of ours; its traceback is in the log
            self.lost(reader, Trouble("failed"))
            self._reader = None
        self._abandoned = [old for old in self._abandoned if old.is_alive()]
        if self._reader is None and (not self.stuck or self._may_start_another(now)):
            self._started = now
            self._reader = _Reader(self, self._opening, self._config)
            self._reader.start()

    def _may_start_another(self, now: float) -> bool:
        return now - self._started > ANOTHER_S and len(self._abandoned) < MOST_ANOTHER

    def close(self) -> None:
        """The thread ends at its next packet or time limit; it is a daemon and holds no process up."""
        if self._reader is not None:
            self._reader.stop.set()
            self._reader.break_off()

    # --- Told by the thread

    def passer(self, stream: VideoStream, aspect: float) -> Passer | None:
        if self._on_packet is None:
            return None
        return Passer(self._config.name, stream, (self._config.width, self._config.height), aspect)

    def opened(self, reader: _Reader, meter: Meter, passer: Passer | None) -> None:
        if reader is self._reader:
            self._meter, self._passer, self.trouble = meter, passer, None
            self._on_open()

    def lost(self, reader: _Reader, trouble: Trouble) -> None:
        if reader is self._reader:
            # In this order: who sees that it is gone sees why.
            self.trouble, self._meter = trouble, Meter(self._config.thresholds.freeze_motion)
            self._passer = None

    def picture(self, reader: _Reader, frame: av.VideoFrame, aspect: float, at: float, due: bool) -> None:
        if reader is not self._reader:
            return
        self.frame = frame
        if self.live and due and not self.passing:
            self._on_picture(self._canvas.draw(frame, aspect), at)

    def packet(self, reader: _Reader, packet: Packet) -> None:
        if reader is self._reader and self._on_packet is not None:
            self._on_packet(packet)

    def sound(self, reader: _Reader, block: Block) -> None:
        if reader is self._reader:
            self._on_sound(block)


class _Reader(threading.Thread):
    """Opens, reads, opens again, until told to stop."""

    def __init__(self, source: Source, opening: Opening, config: FeedConfig) -> None:
        super().__init__(name=f"feed {config.name}", daemon=True)
        self.stop = threading.Event()
        self.heard_until = float("inf")
        self.reading = False
        """It has it open."""
        self._source, self._opening, self._config = source, opening, config
        self._tool: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        delay = RETRY_MIN_S
        before: Trouble | None = None
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                trouble = self._connect()
            except (av.FFmpegError, OSError, ValueError, srt.ToolFailed) as error:
                self._hear(LOOK_UP_S)  # the network may be asked for the name: that is not the opening that hangs
                trouble = troubles.of(error, self._opening)
            except Exception as error:  # whatever a stream does to PyAV: the camera is not hammered
                trouble = troubles.fault(error)
                if trouble != before:
                    log.exception("%s: the reader failed", self._config.name)
            trouble = before = self._of_tool(trouble)
            self._tool, self.reading = None, False
            self._source.lost(self, trouble)
            self.heard_until = float("inf")
            delay = RETRY_MIN_S if time.monotonic() - began > 2 * RETRY_MAX_S else min(RETRY_MAX_S, delay * 2)
            self.stop.wait(delay)

    def _of_tool(self, trouble: Trouble) -> Trouble:
        """A program that receives for us and ends without a word has not been connected."""
        if self._opening.tool is None or self.reading or trouble.why not in ("ended", "no-video", "broken"):
            return trouble
        return troubles.placed(Trouble("no-answer"), self._opening)

    def _connect(self) -> Trouble:
        """Reads one connection to its end; says why it ended."""
        opening = self._opening
        self._hear(opening.open_s)
        if opening.tool is None:
            return self._read(opening.file)
        with srt.receiving(opening.tool) as tool:
            self._tool = tool
            return self._read(tool.stdout)

    def break_off(self) -> bool:
        """Ends the program whose output is read, and with it the reading; False if there is none."""
        tool, self._tool = self._tool, None
        if tool is None:
            return False
        tool.kill()
        self._hear(0)
        return True

    def _read(self, file: Any) -> Trouble:
        opening = self._opening
        limits = (opening.open_s, opening.read_s)
        with av.open(file, "r", format=opening.format, options=dict(opening.options), timeout=limits) as container:
            if not container.streams.video:
                return Trouble("no-video")
            if container.streams.video[0].codec_context is None:
                return Trouble("no-decoder")
            self.reading = True
            connection = Connection(self, self._config, container, opening)

            def hear() -> None:
                self._hear(opening.read_s)

            while True:
                if not connection.read(hear):
                    return Trouble("stalled")
                if self.stop.is_set() or opening.endless or not self._config.loop:
                    return Trouble("ended")
                if connection.still:
                    connection.stand(hear)
                connection.rewind(hear)

    def _hear(self, seconds: float) -> None:
        self.heard_until = time.monotonic() + seconds + GRACE_S

    # --- Told by the connection

    @property
    def whole(self) -> bool:
        return self._source.whole

    @property
    def frame(self) -> av.VideoFrame | None:
        return self._source.frame

    def passer(self, stream: VideoStream, aspect: float) -> Passer | None:
        return self._source.passer(stream, aspect)

    def opened(self, meter: Meter, passer: Passer | None) -> None:
        self._source.opened(self, meter, passer)

    def picture(self, frame: av.VideoFrame, aspect: float, at: float, due: bool) -> None:
        self._source.picture(self, frame, aspect, at, due)

    def packet(self, packet: Packet) -> None:
        self._source.packet(self, packet)

    def sound(self, block: Block) -> None:
        self._source.sound(self, block)
