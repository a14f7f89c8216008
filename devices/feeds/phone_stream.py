"""One phone's connection by WebRTC, from its offer to its end.

aiortc receives on the event loop of this process and decodes on threads of its own; here the frames are taken from
it, judged and drawn on one thread more, which leaves out what it cannot keep up with.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from typing import Any, Final, Protocol

import av
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError

from devices.feeds import pictures
from devices.feeds.measure import Meter
from devices.feeds.sound import Block, Resampling
from devices.feeds.timeline import Timeline
from devices.feeds.trouble import Trouble
from devices.feeds.wire import FeedConfig, Way

log = logging.getLogger(__name__)

# A phone that has sent nothing for so long is away; its connection may still come back by itself.
LOST_S: Final = 3.0
# From the answer to the first picture; then the phone is told to try again.
CONNECT_S: Final = 20.0
STATISTICS_S: Final = 1.0
# Pictures and blocks of sound that wait for their thread; older ones are left out.
MOST_WAITING: Final = 8


class Owner(Protocol):
    """Who has the streams, and is told of them."""

    def drawn(self, stream: Stream, frame: av.VideoFrame, at: float, due: bool) -> None:
        """From the stream's thread."""

    def heard(self, stream: Stream, block: Block) -> None:
        """From the stream's thread."""

    def arrived(self, stream: Stream) -> None:
        """A picture."""

    def gone(self, stream: Stream, answered: bool) -> None:
        """Once."""


class Stream:
    def __init__(self, session: str, owner: Owner, config: FeedConfig, ice: tuple[str, ...]) -> None:
        self.session = session
        self.meter = Meter(config.thresholds.freeze_motion)
        self._owner, self._config = owner, config
        # Without the empty list aiortc would ask a server on the internet for our address.
        servers = [RTCIceServer(urls=url) for url in ice]
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
        self._owner.gone(self, self._answered)
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
        self._owner.arrived(self)
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

    def supervise(self, now: float) -> Trouble | None:
        """Why there is no picture; None if there is one."""
        if self._seen is None:
            return Trouble("phone-connecting")
        if now - self._seen <= LOST_S:
            return None
        if self.meter.measures(now).connected:
            self.meter = Meter(self._config.thresholds.freeze_motion)
        return Trouble("phone-silent")

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
        self._owner.drawn(self, frame, at, due)

    def heard(self, block: Block) -> None:
        self._owner.heard(self, block)

    @property
    def period(self) -> float:
        return 1 / self._config.fps


class _Painter(threading.Thread):
    """Judges and draws what has been decoded: milliseconds each, which the loop does not have."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(name="phone", daemon=True)
        self._stream = stream
        self._waiting: deque[tuple[Any, float]] = deque(maxlen=MOST_WAITING)
        self._filled = threading.Condition()
        self._stopped = False
        self._resampling = Resampling()
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
        for block in self._resampling.blocks(frame, at):
            self._stream.meter.sound(block.samples, now)
            self._stream.heard(block)
