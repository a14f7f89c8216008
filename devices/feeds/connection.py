"""An open container: packets → pictures, sound, measures. On the thread of who reads it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any, Final, Protocol

import av
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import InputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream

from devices.feeds import pictures
from devices.feeds.inputs import Opening
from devices.feeds.measure import Meter
from devices.feeds.packets import Packet
from devices.feeds.passing import Passer
from devices.feeds.patience import Patience
from devices.feeds.skim import Skim
from devices.feeds.sound import Block, Resampling
from devices.feeds.timeline import Pace, Timeline
from devices.feeds.wire import FeedConfig

# A clip without any picture is looked through so seldom.
EMPTY_S: Final = 1.0
# From here on one core does not decode in time: threads by picture, which cost a picture of latency each.
LARGE: Final = 1920 * 1088
# Each holds one more picture in memory (25 MB of 4K in 10 bit), and they are late by one picture less than there are.
LARGE_THREADS: Final = 6
# Decoders that give each picture at once if they are asked to, and still in its order. Others (MPEG-2, VC-1, MPEG-4)
# then give pictures in the order in which they were sent, which with B-frames is not that in which they are shown.
PROMPT: Final = frozenset({"h264", "hevc", "av1"})


class Owner(Protocol):
    """Who reads a connection, and is told what is in it; all on its own thread."""

    @property
    def stop(self) -> Event:
        """It is to come to its end."""

    @property
    def whole(self) -> bool:
        """As of a source."""

    @property
    def frame(self) -> av.VideoFrame | None:
        """The last picture."""

    def passer(self, stream: VideoStream, aspect: float) -> Passer | None: ...

    def opened(self, meter: Meter, passer: Passer | None) -> None: ...

    def picture(self, frame: av.VideoFrame, aspect: float, at: float, due: bool) -> None: ...

    def packet(self, packet: Packet) -> None: ...

    def sound(self, block: Block) -> None: ...


class Connection:
    def __init__(self, owner: Owner, config: FeedConfig, container: InputContainer, opening: Opening) -> None:
        self._owner, self._container = owner, container
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
        self._resampling = Resampling()
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
        self._passer = owner.passer(self._video, self._aspect)
        owner.opened(self._meter, self._passer)

    def read(self, hear: Callable[[], None]) -> bool:
        """To the end, or until told to stop; False if packets come, and no picture of them."""
        for packet in self._packets():
            if self._owner.stop.is_set():
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
                passed = self._passed(packet, seconds, now)  # before it is decoded: what it begins is not encoded
                self._look(packet, seconds, now)
                if passed is not None and self._passer is not None and not self._passer.refusal:
                    self._owner.packet(passed)  # after it: what it is now is known of a key frame then
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
        if self._passer is not None and not self._passer.refusal:
            self._passer.refuse("it is one picture")
        while (frame := self._owner.frame) is not None and not self._owner.stop.is_set():
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
        while seconds > 0 and not self._owner.stop.is_set():
            step = min(seconds, 1.0)
            self._owner.stop.wait(step)
            hear()
            seconds -= step

    def _passed(self, packet: Any, seconds: float | None, now: float) -> Packet | None:
        """Undecoded, if it can go out so."""
        if self._passer is None:
            return None
        try:
            return self._passer.take(packet, now if seconds is None else self._timeline.place(seconds, now))
        except av.FFmpegError:
            self._meter.error(now)
            return None

    def _look(self, packet: Any, seconds: float | None, now: float) -> None:
        """Decodes a packet of video, or passes it over; never where the decoder holds pictures back."""
        if packet.is_keyframe:
            self._key = packet.pts
        whole = self._owner.whole or self._holds_back or not self._true_keys
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
        self._owner.picture(frame, self._aspect, at, due)

    def _sound(self, frame: av.AudioFrame, at: float, now: float) -> None:
        blocks = self._resampling.blocks(frame, at)
        self._heard += 1
        for block in blocks:
            self._meter.sound(block.samples, now)
            self._owner.sound(block)
