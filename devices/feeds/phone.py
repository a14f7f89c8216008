"""What a phone publishes by WHIP (RFC 9725), as an input of a feed, in the feed's own process.

aiortc receives on the event loop of this process and decodes on threads of its own; here the frames are taken from
it, judged and drawn on one thread more, which leaves out what it cannot keep up with. One phone at a time: the newest
that has sent a picture.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import av
import msgspec
import numpy as np
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from av.audio.resampler import AudioResampler

from devices.feeds import pictures
from devices.feeds.health import Measures
from devices.feeds.measure import Meter
from devices.feeds.sound import SOUND_RATE, Block
from devices.feeds.timeline import Timeline
from devices.feeds.wire import FeedConfig, Publish, Published, Taken, Unpublished, Up, Way

log = logging.getLogger(__name__)

# A phone that has sent nothing for so long is away; its connection may still come back by itself.
LOST_S: Final = 3.0
# From the answer to the first picture; then the phone is told to try again.
CONNECT_S: Final = 20.0
ANSWER_S: Final = 10.0
STATISTICS_S: Final = 1.0
# Pictures and blocks of sound that wait for their thread; older ones are left out.
MOST_WAITING: Final = 8
NOBODY: Final = "no phone publishes"


class Phone:
    """Made and called on the event loop; for the feed it is like `devices.feeds.source.Source`. `on_picture` and
    `on_sound` are called from another thread, `say` on the loop."""

    stuck: Final = False
    """Nothing of it hangs: the loop waits for nobody."""
    passing: Final = False
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
        self.detail = NOBODY
        self.frame: av.VideoFrame | None = None
        self._ice, self._config, self._say = ice, config, say
        self._canvas = pictures.Canvas(config.width, config.height)
        self._on_picture, self._on_sound = on_picture, on_sound
        self._no_meter = Meter(config.thresholds.freeze_motion)
        self._stream: _Stream | None = None
        self._coming: _Stream | None = None
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
            self.detail = self._stream.supervise(now)
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
        stream = _Stream(offer.session, self)
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

    def _take(self, stream: _Stream) -> None:
        before, self._stream, self._coming = self._stream, stream, None
        self._say(Taken(stream.session))
        if before is not None:
            self._run(before.end())

    # --- Told by the stream

    def drawn(self, stream: _Stream, frame: av.VideoFrame, at: float, due: bool) -> None:
        """From its thread."""
        if stream is not self._stream:
            return
        self.frame = frame
        if self.live and due:
            self._on_picture(self._canvas.draw(frame), at)

    def heard(self, stream: _Stream, block: Block) -> None:
        """From its thread."""
        if stream is self._stream:
            self._on_sound(block)

    def arrived(self, stream: _Stream) -> None:
        """A picture: it can do it. Until then it has taken nobody's place."""
        if stream is self._coming:
            self._take(stream)

    def gone(self, stream: _Stream, answered: bool) -> None:
        if stream is self._coming:
            self._coming = None
        if stream is self._stream:
            self._stream, self.detail = None, NOBODY
        if answered:
            self._say(Unpublished(stream.session))
        if self._stream is None and self._coming is not None:
            self._take(self._coming)

    @property
    def config(self) -> FeedConfig:
        return self._config

    @property
    def ice(self) -> tuple[str, ...]:
        return self._ice


class _Stream:
    """One phone's connection, from its offer to its end."""

    def __init__(self, session: str, phone: Phone) -> None:
        self.session = session
        self.meter = Meter(phone.config.thresholds.freeze_motion)
        self._phone, self._config = phone, phone.config
        # Without the empty list aiortc would ask a server on the internet for our address.
        servers = [RTCIceServer(urls=url) for url in phone.ice]
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=servers, bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._began = time.monotonic()
        self._seen: float | None = None
        self._answered = self._ended = False
        self._tracks: dict[str, MediaStreamTrack] = {}
        self._readers: list[asyncio.Task[None]] = []
        # One for each: the time stamps of two RTP streams have nothing in common, and a microphone that was away for
        # a while goes on where it stopped. What arrives together belongs together.
        self._timelines = {"video": Timeline(), "audio": Timeline()}
        self._bytes = 0
        self._way = Way(session=session, state="connecting")
        self._painter = _Painter(self)

    # --- The negotiation

    async def answer(self, sdp: str) -> str:
        """The answer with all our candidates. Raises whatever is wrong with the offer."""
        self._peer.add_listener("track", self._on_track)
        self._peer.add_listener("connectionstatechange", self._on_state)
        await self._peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        if "video" not in self._tracks:
            raise ValueError("no video in the offer")
        for transceiver in self._peer.getTransceivers():
            unwanted = transceiver.receiver.track not in self._tracks.values()
            if unwanted or (transceiver.kind == "audio" and not self._config.audio):
                transceiver.direction = "inactive"
        await self._peer.setLocalDescription(await self._peer.createAnswer())
        self._answered = True
        self._painter.start()
        loop = asyncio.get_running_loop()
        kinds = ("video", "audio") if self._config.audio and "audio" in self._tracks else ("video",)
        self._readers = [loop.create_task(self._read(kind)) for kind in kinds]
        self._readers.append(loop.create_task(self._statistics()))
        return str(self._peer.localDescription.sdp)

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._tracks.setdefault(track.kind, track)  # of several the first

    async def _on_state(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            await self.end()

    async def end(self) -> None:
        """Twice is harmless."""
        if self._ended:
            return
        self._ended = True
        self.close()
        self._phone.gone(self, self._answered)
        try:
            await self._peer.close()
        except Exception as error:  # noqa: BLE001 (aiortc 1.16 stumbles over what a damaged offer has left undone)
            log.info("%s: a connection that could not be closed: %r", self._config.name, error)

    def close(self) -> None:
        for reader in self._readers:
            reader.cancel()
        self._painter.stop()

    # --- What arrives

    async def _read(self, kind: str) -> None:
        """Takes frames as they come, so that nothing piles up in aiortc, whose queues have no end."""
        track = self._tracks[kind]
        try:
            while True:
                frame: Any = await track.recv()
                now = time.monotonic()
                stamp = None if frame.pts is None else float(frame.pts * frame.time_base)
                if kind == "video":
                    await self._arrived(frame, now)
                self._painter.add(frame, now if stamp is None else self._timelines[kind].place(stamp, now))
        except MediaStreamError:  # it is over; the state of the connection says so too
            pass

    async def _arrived(self, frame: av.VideoFrame, now: float) -> None:
        if self._seen is None or now - self._seen > LOST_S:
            self.meter = Meter(self._config.thresholds.freeze_motion)
            self.meter.opened(self._codec(), "audio" in self._tracks and self._config.audio, now)
        self._seen = now
        self._phone.arrived(self)
        received = await self._received()
        self.meter.packet(max(0, received - self._bytes), bool(frame.key_frame), now)
        self._bytes = received

    def _codec(self) -> str:
        """As the decoder is called: `vp8`, `h264`."""
        for transceiver in self._peer.getTransceivers():
            codecs = getattr(transceiver, "_codecs", [])  # aiortc 1.16 has no public word for it
            if transceiver.kind == "video" and codecs:
                return str(codecs[0].name).lower()
        return ""

    async def _received(self) -> int:
        """Bytes on this connection so far."""
        for transceiver in self._peer.getTransceivers():
            for one in (await transceiver.receiver.getStats()).values():
                if one.type == "transport":
                    return int(one.bytesReceived)
        return 0

    async def _statistics(self) -> None:
        """Loss, jitter and rate of the last seconds."""
        received, lost, at = 0, 0, time.monotonic()
        counted = 0
        while True:
            await asyncio.sleep(STATISTICS_S)
            now_received, now_lost, jitter = 0, 0, None
            for transceiver in self._peer.getTransceivers():
                for one in (await transceiver.receiver.getStats()).values():
                    if one.type == "inbound-rtp":
                        now_received += one.packetsReceived
                        now_lost += one.packetsLost
                        if one.kind == "video":
                            jitter = one.jitter / 90_000
            now, total = time.monotonic(), await self._received()
            came, gone = max(0, now_received - received), max(0, now_lost - lost)
            rate = max(0, total - counted) * 8 / 1000 / (now - at)
            received, lost, at, counted = now_received, now_lost, now, total
            share = gone / (came + gone) if came + gone else None
            self._way = Way(session=self.session, state=self._way.state, lost=share, jitter=jitter, kbps=rate)

    # --- How it is

    def supervise(self, now: float) -> str:
        """Why there is no picture; empty if there is one."""
        if self._seen is None:
            return "the phone is connecting"
        if now - self._seen <= LOST_S:
            return ""
        if self.meter.measures(now).connected:
            self.meter = Meter(self._config.thresholds.freeze_motion)
        return "nothing comes from the phone"

    @property
    def seen(self) -> bool:
        """A picture of it has come."""
        return self._seen is not None

    def hopeless(self, now: float) -> bool:
        return self._seen is None and now - self._began > CONNECT_S

    def way(self, now: float) -> Way:
        old = self._way
        if self._seen is None:
            return Way(session=self.session, state="connecting")
        if now - self._seen > LOST_S:
            return Way(session=self.session, state="lost")
        return Way(session=self.session, state="live", lost=old.lost, jitter=old.jitter, kbps=old.kbps)

    # --- From the thread

    def drawn(self, frame: av.VideoFrame, at: float, due: bool) -> None:
        self._phone.drawn(self, frame, at, due)

    def heard(self, block: Block) -> None:
        self._phone.heard(self, block)

    @property
    def period(self) -> float:
        return 1 / self._config.fps


class _Painter(threading.Thread):
    """Judges and draws what has been decoded: milliseconds each, which the loop does not have."""

    def __init__(self, stream: _Stream) -> None:
        super().__init__(name="phone", daemon=True)
        self._stream = stream
        self._waiting: deque[tuple[Any, float]] = deque(maxlen=MOST_WAITING)
        self._filled = threading.Condition()
        self._stopped = False
        self._resampler = _resampler()
        self._due = 0.0

    def add(self, frame: av.VideoFrame | av.AudioFrame, at: float) -> None:
        with self._filled:
            self._waiting.append((frame, at))
            self._filled.notify()

    def stop(self) -> None:
        with self._filled:
            self._stopped = True
            self._filled.notify()

    def run(self) -> None:
        while True:
            with self._filled:
                while not (self._waiting or self._stopped):
                    self._filled.wait()
                if self._stopped:
                    return
                frame, at = self._waiting.popleft()
            if isinstance(frame, av.VideoFrame):
                self._picture(frame, at, time.monotonic())
            else:
                self._sound(frame, at, time.monotonic())

    def _picture(self, frame: av.VideoFrame, at: float, now: float) -> None:
        if frame.is_corrupt:
            self._stream.meter.error(now)
        self._stream.meter.picture((frame.width, frame.height), lambda: pictures.luma(frame), now)
        # As of any source: half a period early counts as in time.
        due = now >= self._due - self._stream.period / 2
        if due:
            self._due = max(self._due + self._stream.period, now)
        self._stream.drawn(frame, at, due)

    def _sound(self, frame: av.AudioFrame, at: float, now: float) -> None:
        try:
            blocks = self._resampler.resample(frame)
        except ValueError:  # another rate or layout in the middle of the stream
            self._resampler = _resampler()
            blocks = self._resampler.resample(frame)
        for block in blocks:
            samples = block.to_ndarray().reshape(-1).astype(np.int16, copy=False)
            self._stream.meter.sound(samples, now)
            self._stream.heard(Block(samples, at))
            at += samples.size / 2 / SOUND_RATE


def _resampler() -> AudioResampler:
    return AudioResampler(format="s16", layout="stereo", rate=SOUND_RATE)
