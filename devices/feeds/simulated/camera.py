"""A camera as a thread: paints, encodes H.264 and AAC, and sends, with the faults of the moment."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from msgspec import Meta, Struct

from devices.feeds.simulated.faults import Faults
from devices.feeds.simulated.marks import draw_time
from devices.feeds.simulated.rtp import HEAD, Tracks
from devices.feeds.simulated.rtsp import RtspServer
from devices.feeds.simulated.sinks import TS_PACKET, Damage, TcpSink, TsSink, UdpSink
from devices.footage import AAC_FRAME, RATE, Footage, Picture, Pixels

RETRY_S: Final = 1.0
LOOP_S: Final = 24
PITCH_HZ: Final = 440.0
LEVEL: Final = 10 ** (-18 / 20)


class CameraSettings(Struct, frozen=True, kw_only=True):
    url: str
    """udp://HOST:PORT sends, tcp://HOST:PORT serves MPEG-TS; rtsp+serve://[USER:PASSWORD@]HOST:PORT/PATH is an RTSP
    server; rtmp://… and rtsp://… are pushed to."""
    label: str = "Camera"
    width: Annotated[int, Meta(ge=64, le=3840, multiple_of=2)] = 1280
    height: Annotated[int, Meta(ge=36, le=2160, multiple_of=2)] = 720
    fps: Annotated[int, Meta(ge=1, le=240)] = 25
    kbps: int = 4000
    marks: bool = False
    """The time in the picture, to be read by programs (marks.py)."""
    encoder: str = "libx264"
    tracks: int = 1
    """Of sound."""


class Camera:
    """`say(reason)` hears why there is no connection, and None when there is one; from another thread.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, settings: CameraSettings, say: Callable[[str | None], None] = lambda _: None) -> None:
        self.faults = Faults()
        self.settings = settings
        self._say = say
        self._stop = threading.Event()
        self._sink = _open_sink(settings.url)
        self._damage = Damage()
        self._chance = random.Random(4)  # noqa: S311
        self._thread = threading.Thread(target=self._run, name="simulated camera", daemon=True)

    @property
    def port(self) -> int:
        """Of a server."""
        return int(getattr(self._sink, "port", 0))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when it is gone, or after 5 s."""
        self._stop.set()
        if self._sink is not None:
            self._sink.close()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._take(self.current())
            except (av.FFmpegError, OSError) as error:
                self._say(str(error))
                self._stop.wait(RETRY_S)

    def current(self) -> Faults:
        """The faults of now: those for a time end by themselves."""
        if self.faults.until is not None and time.monotonic() >= self.faults.until:
            self.faults = Faults(jumps=self.faults.jumps)
        return self.faults

    def _take(self, faults: Faults) -> None:
        """One stream without a break: until the size or the time stamps change, or the connection is cut."""
        while self._sink is None and self.current().drop:
            if self._stop.wait(0.05):
                return
        size = faults.size or (self.settings.width, self.settings.height)
        with self._opened() as container:
            self._say(None)
            shot = _Shot(self.settings, size, container)
            while not self._stop.is_set():
                now = self.current()
                if (now.size, now.jumps) != (faults.size, faults.jumps) or (now.drop and self._sink is None):
                    break
                if self._sink is not None:
                    self._sink.cut(now.drop)
                late = self._chance.uniform(0, now.jitter) if now.jitter else 0.0
                self._stop.wait(max(0.0, shot.due - time.monotonic()) + late)
                shot.next(now)

    def _opened(self) -> OutputContainer | Tracks:
        sink, url = self._sink, self.settings.url
        if isinstance(sink, RtspServer):
            return Tracks(sink, lambda data: self._damage(data, self.current().corrupt, len(data), HEAD))
        if sink is not None:
            writer = _Writer(lambda data: sink.send(self._damage(data, self.current().corrupt)))
            return av.open(writer, "w", format="mpegts", options={"flush_packets": "1"})
        form = "rtsp" if url.startswith("rtsp") else "flv"
        options = {"rtsp_transport": "tcp"} if form == "rtsp" else {"flvflags": "no_duration_filesize"}
        return av.open(url, "w", format=form, options=options)


class _Shot:
    """Paints and encodes one frame after the other."""

    def __init__(self, settings: CameraSettings, size: tuple[int, int], container: OutputContainer | Tracks) -> None:
        self._settings, self._size, self._container = settings, size, container
        self._picture = Picture(Footage(settings.label, 0, *size))
        options = {"preset": "ultrafast", "tune": "zerolatency"} if settings.encoder.startswith("libx26") else {}
        video = container.add_stream(settings.encoder, rate=settings.fps, options=options)
        assert isinstance(video, VideoStream), settings.encoder
        self._video = video
        self._video.width, self._video.height, self._video.pix_fmt = *size, "yuv420p"
        self._video.bit_rate = settings.kbps * 1000
        self._video.codec_context.gop_size = settings.fps
        self._sounds = [container.add_stream("aac", rate=RATE, layout="mono") for _ in range(settings.tracks)]
        self._number = 0
        self._samples = 0
        self._began = time.monotonic()
        self._last: Pixels | None = None

    @property
    def due(self) -> float:
        return self._began + self._number / self._settings.fps

    def next(self, faults: Faults) -> None:
        settings = self._settings
        container: Any = self._container
        pixels = self._paint(faults)
        planes = cv2.cvtColor(pixels, cv2.COLOR_BGR2YUV_I420).astype(np.uint8, copy=False)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = self._number, Fraction(1, settings.fps)
        container.mux(self._video.encode(frame))
        while self._samples * settings.fps <= self._number * RATE:
            for stream in self._sounds:
                container.mux(stream.encode(self._sound(faults.silence)))
            self._samples += AAC_FRAME
        self._number += 1

    def _paint(self, faults: Faults) -> Pixels:
        if faults.freeze and self._last is not None:
            return self._last
        if faults.black:
            pixels = np.zeros((self._size[1], self._size[0], 3), np.uint8)
        else:
            pixels = self._picture.at(self._number * 25 // self._settings.fps % (LOOP_S * 25))
            if self._settings.marks:
                draw_time(pixels, time.monotonic_ns() // 1_000_000)
        self._last = pixels
        return pixels

    def _sound(self, silent: bool) -> av.AudioFrame:
        at = (self._samples + np.arange(AAC_FRAME)) / RATE
        wave = np.sin(2 * np.pi * PITCH_HZ * at) * (0.0 if silent else LEVEL)
        frame = av.AudioFrame.from_ndarray(wave.astype(np.float32).reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._samples, Fraction(1, RATE)
        return frame


class _Writer:
    """What PyAV writes its transport packets into."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._rest = b""

    def write(self, data: bytes) -> int:
        data_whole = self._rest + bytes(data)
        whole = len(data_whole) // TS_PACKET * TS_PACKET
        self._rest = data_whole[whole:]
        if whole:
            self._send(data_whole[:whole])
        return len(data)


def _open_sink(url: str) -> TsSink | RtspServer | None:
    """None: FFmpeg sends it by itself (RTMP, RTSP). Raises OSError."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 0
    match parts.scheme:
        case "udp":
            return UdpSink(host, port)
        case "tcp":
            return TcpSink(host, port)
        case "rtsp+serve":
            return RtspServer(parts)
        case _:
            return None
