"""One input of a feed, read on a thread of its own and opened again for ever.

A call into FFmpeg that does not come back (a name server that hangs holds no time limit) cannot be broken off. The
thread says until when it will be heard of; one that is not is abandoned and another takes its place. Blocking code: the
event loop only reads attributes, and calls `supervise`.
"""

from __future__ import annotations

import logging
import math
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import InputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream
from msgspec import Struct
from numpy.typing import NDArray

from devices.feeds import pictures, srt
from devices.feeds.health import Measures
from devices.feeds.inputs import Opening
from devices.feeds.measure import Meter
from devices.feeds.packets import Packet
from devices.feeds.passing import Passer
from devices.feeds.patience import Patience
from devices.feeds.skim import Skim
from devices.feeds.timeline import Pace, Timeline
from devices.feeds.wire import FeedConfig

log = logging.getLogger(__name__)

RETRY_MIN_S, RETRY_MAX_S = 0.2, 5.0
GRACE_S: Final = 5.0
# Abandoned threads that are still there; with more of them another is started seldom.
MOST_ABANDONED: Final = 3
# Then one more after so long, for what has hung may be mended, and never more than so many.
ANOTHER_S: Final = 60.0
MOST_ANOTHER: Final = 30
# So long an abandoned thread may hold what it reads (a port, a device) before only another process can have it.
HOLDS_S: Final = 30.0
SOUND_RATE: Final = 48_000
# A clip without any picture is looked through so seldom.
EMPTY_S: Final = 1.0
# From here on one core does not decode in time: threads by picture, which cost a picture of latency each.
LARGE: Final = 1920 * 1088
# Each holds one more picture in memory (25 MB of 4K in 10 bit), and they are late by one picture less than there are.
LARGE_THREADS: Final = 6
# Decoders that give each picture at once if they are asked to, and still in its order. Others (MPEG-2, VC-1, MPEG-4)
# then give pictures in the order in which they were sent, which with B-frames is not that in which they are shown.
PROMPT: Final = frozenset({"h264", "hevc", "av1"})
_SECRET = re.compile(r"//[^/@\s]*@")


class Block(Struct, frozen=True):
    """Sound on our clock: 16 bit, 48 kHz, two channels, interleaved. `at`: monotonic seconds of its first sample."""

    samples: NDArray[np.int16]
    at: float


class Source:
    """`on_picture(picture, at)` gets what goes out if `live`, `on_sound(block)` all sound; `on_packet(packet)`, if it
    is given, all packets of video, and no picture is drawn as long as it is `passing`. From another thread, and only
    from the newest one."""

    def __init__(
        self,
        opening: Opening,
        config: FeedConfig,
        on_picture: Callable[[memoryview, float], None],
        on_sound: Callable[[Block], None],
        on_packet: Callable[[Packet], None] | None = None,
    ) -> None:
        self.live = False
        self.whole = True
        """Its whole picture is needed; else key frames alone are decoded, and shown if `live`."""
        self.detail = ""
        """Why there is no connection, in the words of the system."""
        self.frame: av.VideoFrame | None = None
        """The last one."""
        self._opening, self._config = opening, config
        self._on_picture, self._on_sound, self._on_packet = on_picture, on_sound, on_packet
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
        """Its packets go out as they come."""
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
            self.lost(reader, "it hangs")
            self._reader = None
        elif reader is not None and not reader.is_alive():  # a fault of ours; its traceback is in the log
            self.lost(reader, "the reader failed")
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
            self._meter, self._passer, self.detail = meter, passer, ""

    def lost(self, reader: _Reader, detail: str) -> None:
        if reader is self._reader:
            self._meter, self.detail = Meter(self._config.thresholds.freeze_motion), detail
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
        delay, detail = RETRY_MIN_S, ""
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                detail = self._connect()
            except (av.FFmpegError, OSError, ValueError, srt.ToolFailed) as error:
                detail = _words(error)
            except Exception as error:  # whatever a stream does to PyAV: the camera is not hammered
                if _words(error) != detail:
                    log.exception("%s: the reader failed", self._config.name)
                detail = _words(error)
            self._tool, self.reading = None, False
            self._source.lost(self, detail)
            self.heard_until = float("inf")
            delay = RETRY_MIN_S if time.monotonic() - began > 2 * RETRY_MAX_S else min(RETRY_MAX_S, delay * 2)
            self.stop.wait(delay)

    def _connect(self) -> str:
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

    def _read(self, file: Any) -> str:
        opening = self._opening
        limits = (opening.open_s, opening.read_s)
        with av.open(file, "r", format=opening.format, options=dict(opening.options), timeout=limits) as container:
            if not container.streams.video:
                return "no video in it"
            if container.streams.video[0].codec_context is None:
                return "no decoder for its video"
            self.reading = True
            connection = _Connection(self, self._source, self._config, container, opening)

            def hear() -> None:
                self._hear(opening.read_s)

            while True:
                if not connection.read(hear):
                    return "no picture comes any more"
                if self.stop.is_set() or opening.endless or not self._config.loop:
                    return "the stream has ended"
                if connection.still:
                    connection.stand(hear)
                connection.rewind(hear)

    def _hear(self, seconds: float) -> None:
        self.heard_until = time.monotonic() + seconds + GRACE_S


class _Connection:
    """An open container: packets → pictures, sound, measures."""

    def __init__(
        self, reader: _Reader, source: Source, config: FeedConfig, container: InputContainer, opening: Opening
    ) -> None:
        self._reader, self._source, self._container = reader, source, container
        self._video: VideoStream = container.streams.video[0]
        # Of several sound tracks the first: the camera's own.
        self._audio: AudioStream | None = container.streams.audio[0] if container.streams.audio else None
        context = self._video.codec_context
        self._large = context.width * context.height > LARGE
        self._video.thread_type = "AUTO" if self._large else "SLICE"
        if self._large:
            context.thread_count = LARGE_THREADS
        # FFmpeg takes no threads by picture where each is wanted at once.
        prompt = not self._large and self._video.codec.canonical_name in PROMPT
        if prompt:
            context.flags |= Flags.low_delay
        # That of a key frame would come many key frames later.
        self._holds_back = self._large or (bool(context.has_b_frames) and not prompt)
        aspect = context.sample_aspect_ratio
        self._aspect = float(aspect) if aspect else 1.0
        self._resampler = _resampler()
        self._skim: Skim[Any] = Skim()
        self._key: int | None = None
        self._true_keys = False
        self._timeline = Timeline()
        self._pace = Pace() if opening.paced else None
        self._period = 1 / config.fps
        self._due = 0.0
        self._counted = 0.0
        self._until = time.monotonic() + EMPTY_S
        self._shown = self._heard = 0
        self._wants_sound = config.audio and self._audio is not None
        self._meter = Meter(config.thresholds.freeze_motion)
        rate = self._video.average_rate
        interval = 1 / float(rate) if rate else None
        # In a clip a picture may stand for as long as it likes.
        self._patience = Patience(time.monotonic(), interval if opening.endless else math.inf)
        self._meter.opened(self._video.codec.canonical_name, self._audio is not None, time.monotonic(), interval)
        self._passer = source.passer(self._video, self._aspect)
        source.opened(reader, self._meter, self._passer)

    def read(self, hear: Callable[[], None]) -> bool:
        """To the end, or until told to stop; False if packets come, and no picture of them."""
        for packet in self._packets():
            if self._reader.stop.is_set():
                return True
            hear()
            if self._patience.over(time.monotonic()):
                return False
            if packet.stream is not self._video and not (self._wants_sound and packet.stream is self._audio):
                continue
            if not packet.size:  # the end: what the decoder still has
                if packet.dts is None:
                    self._decode(packet, None)
                continue
            seconds = self._seconds(packet)
            if self._pace is not None and seconds is not None:
                self._wait(self._pace.wait(seconds, time.monotonic()), hear)
            now = time.monotonic()
            if seconds is not None:
                self._meter.arrived("video" if packet.stream is self._video else "audio", seconds, now)
            if packet.is_corrupt:
                self._meter.error(now)
            if packet.stream is self._video:
                self._meter.packet(packet.size, packet.is_keyframe, now)
                self._until = now + (float(packet.duration * packet.time_base) if packet.duration else self._period)
                self._look(packet, seconds, now)
                self._pass(packet, seconds, now)  # after it: what it is now is known of a key frame then
            else:
                self._decode(packet, seconds)
        return True

    def _packets(self) -> Iterator[Any]:
        """Of all streams: PyAV does not come back while only others arrive."""
        packets = self._container.demux()
        while True:
            try:
                packet = next(packets, None)
            except IndexError:  # how PyAV 18 ends where streams were added on the way
                return
            if packet is None:
                return
            yield packet

    def _seconds(self, packet: Any) -> float | None:
        """Its time stamp. Raw H.264 and H.265 have none: what comes is then of the moment when it comes, and in a file
        the pictures are counted."""
        stamp = packet.pts if packet.dts is None else packet.dts
        if stamp is not None:
            self._counted = float(stamp * packet.time_base)
            return self._counted
        if self._pace is None or packet.stream is not self._video:
            return None
        self._counted += float(packet.duration * packet.time_base) if packet.duration else self._period
        return self._counted

    @property
    def still(self) -> bool:
        """All there is, is one picture."""
        return self._shown == 1 and self._heard == 0

    def stand(self, hear: Callable[[], None]) -> None:
        """It stands until told to stop: decoded once, and told as often as a picture is due."""
        while (frame := self._source.frame) is not None and not self._reader.stop.is_set():
            self._wait(self._period, hear)
            now = time.monotonic()
            self._meter.packet(0, True, now)
            self._picture(frame, now, now)

    def rewind(self, hear: Callable[[], None]) -> None:
        """When the last picture has had its time."""
        self._wait(self._until - time.monotonic(), hear)
        self._until = time.monotonic() + EMPTY_S
        self._container.seek(0)
        if self._pace is not None:
            self._pace = Pace()

    def _wait(self, seconds: float, hear: Callable[[], None]) -> None:
        while seconds > 0 and not self._reader.stop.is_set():
            step = min(seconds, 1.0)
            self._reader.stop.wait(step)
            hear()
            seconds -= step

    def _pass(self, packet: Any, seconds: float | None, now: float) -> None:
        """Undecoded, if it can go out so."""
        if self._passer is None:
            return
        try:
            passed = self._passer.take(packet, now if seconds is None else self._timeline.place(seconds, now))
        except av.FFmpegError:
            self._meter.error(now)
            return
        if passed is not None:
            self._source.packet(self._reader, passed)

    def _look(self, packet: Any, seconds: float | None, now: float) -> None:
        """Decodes a packet of video, or passes it over; never where the decoder holds pictures back."""
        if packet.is_keyframe:
            self._key = packet.pts
        whole = self._source.whole or self._holds_back or not self._true_keys
        due = self._skim.take(packet, packet.size, key=packet.is_keyframe, whole=whole)
        if not due:
            self._meter.passed_over(now)
            self._patience.passed_over()
            return
        self._patience.fed()
        for old in due[:-1]:
            try:
                old.decode()  # for what follows; of what comes of it nothing is shown
            except av.FFmpegError:
                self._meter.error(now)
        self._decode(due[-1], seconds)
        self._meter.fed(time.monotonic())

    def _decode(self, packet: Any, seconds: float | None) -> None:
        try:
            frames = packet.decode()
        except av.FFmpegError:  # damaged; the next one may be whole
            self._meter.error(time.monotonic())
            return
        for frame in frames:
            now = time.monotonic()
            stamp = seconds if frame.pts is None or frame.time_base is None else float(frame.pts * frame.time_base)
            at = now if stamp is None else self._timeline.place(stamp, now)
            if isinstance(frame, av.VideoFrame):
                self._picture(frame, at, now)
            elif isinstance(frame, av.AudioFrame):
                self._sound(frame, at, now)

    def _picture(self, frame: av.VideoFrame, at: float, now: float) -> None:
        if frame.pts is not None and frame.pts == self._key:
            # Where an encoder renews its pictures bit by bit, the one that begins it is called a key frame and is none.
            self._true_keys = frame.pict_type == PictureType.I
        self._patience.picture(now)
        self._shown += 1
        if frame.is_corrupt:
            self._meter.error(now)
        self._meter.picture((frame.width, frame.height), lambda: pictures.luma(frame), now)
        if self._passer is not None:
            self._passer.saw(frame)
        # Half a period early counts as in time, or jitter would cost pictures; on average no more than asked for.
        due = now >= self._due - self._period / 2
        if due:
            self._due = max(self._due + self._period, now)
        self._source.picture(self._reader, frame, self._aspect, at, due)

    def _sound(self, frame: av.AudioFrame, at: float, now: float) -> None:
        try:
            blocks = self._resampler.resample(frame)
        except ValueError:  # another rate or layout in the middle of the stream
            self._resampler = _resampler()
            blocks = self._resampler.resample(frame)
        self._heard += 1
        for block in blocks:
            samples = block.to_ndarray().reshape(-1).astype(np.int16, copy=False)
            self._meter.sound(samples, now)
            self._source.sound(self._reader, Block(samples, at))
            at += samples.size / 2 / SOUND_RATE


def _resampler() -> AudioResampler:
    return AudioResampler(format="s16", layout="stereo", rate=SOUND_RATE)


def _words(error: Exception) -> str:
    """The system's own words, without the password of the address."""
    if isinstance(error, av.error.ExitError):
        return "nothing came in time"
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return _SECRET.sub("//", said or type(error).__name__)
