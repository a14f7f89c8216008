"""H.264 that comes → packets for OBS, undecoded; and pictures → packets, where what comes cannot go out as it is.

All that OBS gets has one codec, one size and no order of its own, so it never has to change its mind. Blocking code,
for the threads that read and draw.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

import av
import numpy as np
from av.bitstream import BitStreamFilterContext
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from devices.feeds.choice import Shown
from devices.feeds.packets import Packet, Parameters, Relay
from devices.feeds.pictures import Canvas

log = logging.getLogger(__name__)

MOST_PACKETS: Final = 300
MOST_BYTES: Final = 32_000_000
"""From one key frame to the next: all of them are kept, for whoever begins to read."""
FORMATS: Final = frozenset({"yuv420p", "yuvj420p"})
"""Of those OBS takes both in one stream, as long as their size stays the same."""
STILL_S: Final = 1
_BT709: Final = 1
_LIMITED: Final = 1
_UNSPECIFIED: Final = 2


class Passer:
    """Of one connection. `size`: that of all that OBS gets; `aspect`: the width of a pixel over its height."""

    def __init__(self, name: str, stream: VideoStream, size: tuple[int, int], aspect: float) -> None:
        self.refusal = ""
        """Why it cannot go out as it comes."""
        self._name, self._size = name, size
        self.begun = False
        """A key frame came: whoever reads may begin."""
        self._count = self._bytes = 0
        self._last: tuple[int, int | None] | None = None
        self._filter: BitStreamFilterContext | None = None
        context = stream.codec_context
        if stream.codec.canonical_name != "h264":
            self.refuse(f"it is {stream.codec.canonical_name}, not H.264")
        elif aspect != 1.0:
            self.refuse("its pixels are not square")
        elif context.has_b_frames:
            self.refuse("it has B-frames")
        elif context.width and context.height:
            self._check_size(context.width, context.height)
        extradata = context.extradata or b""
        # A configuration record (ISO/IEC 14496-15) begins with its version, Annex B with a zero.
        recorded = extradata[:1] == b"\1"
        if recorded and not self.refusal:
            self._filter = BitStreamFilterContext("h264_mp4toannexb", stream)
        self._parameters = Parameters(b"" if recorded else extradata)

    def take(self, packet: Any, at: float) -> Packet | None:
        """None: nothing goes out of it.

        Raises:
            av.FFmpegError: it is damaged.
        """
        if self.refusal:
            return None
        self._look_at_order(packet)
        data = self._annexb(packet)
        whole = self._parameters.before(data) if packet.is_keyframe else None
        key = whole is not None
        self._count, self._bytes = (1, len(data)) if key else (self._count + 1, self._bytes + len(data))
        self.begun = self.begun or key
        if self._count > MOST_PACKETS or self._bytes > MOST_BYTES:
            self.refuse("its key frames are too far apart, or no IDR pictures")
        return self._out(Packet(data if whole is None else whole, at, key))

    def _out(self, packet: Packet) -> Packet | None:
        return packet if self.begun and not self.refusal else None

    def saw(self, frame: av.VideoFrame) -> None:
        """A picture of it, decoded."""
        if self.refusal:
            return
        if frame.format.name not in FORMATS:
            self.refuse(f"its pictures are {frame.format.name}")
        else:
            self._check_size(frame.width, frame.height)

    def _check_size(self, width: int, height: int) -> None:
        if (width, height) != self._size:
            self.refuse(f"it is {width}x{height}, not {self._size[0]}x{self._size[1]}")

    def _look_at_order(self, packet: Any) -> None:
        """B-frames that were not announced: the time of showing goes back while that of decoding does not."""
        if packet.pts is None:
            return
        if self._last is not None and packet.pts < self._last[0]:
            before = self._last[1]
            if packet.dts is None or before is None or packet.dts > before:
                self.refuse("it has B-frames")
        self._last = (packet.pts, packet.dts)

    def _annexb(self, packet: Any) -> bytes:
        data = bytes(packet)
        if self._filter is None:
            return data
        copy: Any = av.Packet(data)  # the filter takes away what it is given, and ours is to be decoded
        if packet.has_sidedata("new_extradata"):
            copy.set_sidedata(packet.get_sidedata("new_extradata"))
        return b"".join(bytes(one) for one in self._filter.filter(copy))

    def refuse(self, why: str) -> None:
        self.refusal = why
        log.warning("%s: cannot be passed through and is encoded anew: %s", self._name, why)


class Encoder:
    """Pictures as they would go out raw → H.264, one packet each, at once. A key frame a second."""

    def __init__(self, canvas: Canvas, fps: float) -> None:
        self._canvas = canvas
        self._rate = Fraction(fps).limit_denominator(1001)
        self._context: VideoCodecContext | None = None
        self._number = 0
        self._stale = False

    def restart(self) -> None:
        """Its next picture is a key frame. From any thread."""
        self._stale = True

    def encode(self, picture: bytes | memoryview, at: float) -> list[Packet]:
        if self._stale or self._context is None:
            self._stale, self._number = False, 0
            self._context = self._opened()
        planes: Any = np.frombuffer(picture, np.uint8).reshape(-1, self._canvas.width)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = self._number, 1 / self._rate
        self._number += 1
        return [Packet(bytes(packet), at, packet.is_keyframe) for packet in self._context.encode(frame)]

    def _opened(self) -> VideoCodecContext:
        context: Any = av.CodecContext.create("libx264", "w")
        context.width, context.height, context.pix_fmt = self._canvas.width, self._canvas.height, "yuv420p"
        context.framerate, context.time_base = self._rate, 1 / self._rate
        context.gop_size = max(1, round(self._rate))
        context.thread_count = 1  # the cores are for the other cameras
        context.color_range, context.colorspace = _LIMITED, _BT709
        context.color_primaries = context.color_trc = _BT709
        context.options = {"preset": "ultrafast", "tune": "zerolatency", "crf": "20"}
        opened: VideoCodecContext = context
        return opened


class Passage:
    """Of one feed: packets that come and pictures that must be encoded → what goes out. Blocks when it is made."""

    def __init__(self, names: Iterable[str], canvas: Canvas, fps: float, slate: memoryview) -> None:
        names = tuple(names)
        self._canvas, self._fps = canvas, fps
        self._relay = Relay(names, self._still(slate), 1 / fps)
        self._encoders = {name: Encoder(canvas, fps) for name in names}

    def next(self, shown: Shown, now: float) -> list[Packet]:
        """What is due to go out: on the event loop, whenever something came, and once a period."""
        return self._relay.next(shown, now)

    def stand(self, group: Sequence[Packet]) -> list[Packet]:
        """What went out since the last key frame, that one among it → a group of its last picture, for `hold`.
        Something has to come all the time, or the sound waits in OBS for a picture to go with it. Blocking."""
        decoder: Any = av.CodecContext.create("h264", "r")
        decoder.thread_count = 1
        frames: list[av.VideoFrame] = []
        for data in [bytes(packet.data) for packet in group]:
            with contextlib.suppress(av.FFmpegError):  # damaged: the one before it will do
                frames = decoder.decode(av.Packet(data)) or frames
        with contextlib.suppress(av.FFmpegError):
            frames = decoder.decode(None) or frames
        if not frames:
            return []
        last = frames[-1]
        if last.colorspace == _UNSPECIFIED:
            last.colorspace = _BT709  # for which OBS took it
        return self._still(self._canvas.draw(last))

    def hold(self, still: Sequence[Packet]) -> None:
        """What is sent while the last picture stands."""
        self._relay.hold(still)

    def _still(self, picture: memoryview) -> list[Packet]:
        encoder = Encoder(self._canvas, self._fps)
        return [packet for _ in range(max(1, round(self._fps * STILL_S))) for packet in encoder.encode(picture, 0.0)]

    def packet(self, name: str, packet: Packet) -> None:
        """From the thread that reads this input."""
        self._encoders[name].restart()
        self._relay.take(name, packet)

    def picture(self, name: str, picture: memoryview, at: float) -> None:
        """From the thread that draws this input."""
        for packet in self._encoders[name].encode(picture, at):
            self._relay.take(name, packet)

    def forget(self, name: str) -> None:
        """What it showed before is not its picture: of an input that was opened again, or whose pictures are encoded
        only while they go out. From any thread."""
        self._encoders[name].restart()
        self._relay.forget(name)
