"""The streams of a simulated camera as RTP: FFmpeg makes the packets, the RTSP server hands them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol, Self

import av
from msgspec import Struct

from devices.feeds.simulated.rtsp_text import audio_lines, video_lines

PACKET: Final = 1200
HEAD: Final = 12
PAYLOAD: Final = {"video": 96, "audio": 97}


class Start(Struct, frozen=True):
    """The RTP packet of a track with which a client begins: its number and time stamp (12.33)."""

    number: int
    stamp: int


class Clients(Protocol):
    def begin(self, description: bytes, starts: list[Start] | None) -> None:
        """A key frame comes. `description`: SDP; `starts`: of each track, None as long as one is not known."""

    def send(self, track: int, packet: bytes, control: bool) -> None:
        """`control`: RTCP."""


class _Track:
    """A stream in an RTP muxer, which holds but one. Each write of the muxer is a packet."""

    def __init__(self, index: int, clients: Clients, spoil: Callable[[bytes], bytes]) -> None:
        self.index = index
        self._clients, self._spoil = clients, spoil
        self.container = av.open(self, "w", format="rtp", options={"packetsize": str(PACKET)})
        self.stream: Any = None
        self._first = 0.0
        self._zero: int | None = None
        """The time stamp of second 0."""
        self._next = 0

    def mux(self, packet: Any) -> None:
        if self._zero is None:
            self._first = seconds(packet)
        self.container.mux(packet)

    def write(self, data: bytes) -> int:
        packet = bytes(data)
        control = 200 <= packet[1] <= 204  # a sender report; RFC 5761, 4
        if not control:
            self._next = int.from_bytes(packet[2:4]) + 1
            if self._zero is None:
                self._zero = int.from_bytes(packet[4:8]) - self._ticks(self._first)
            packet = self._spoil(packet)
        self._clients.send(self.index, packet, control)
        return len(data)

    def start(self, at: float) -> Start | None:
        """Where one begins who begins at that second; None: not known before the first packet."""
        if self._zero is None:
            return None
        return Start(self._next % (1 << 16), (self._zero + self._ticks(at)) % (1 << 32))

    def described(self, frame: bytes) -> list[str]:
        """SDP; `frame`: a key frame of the video."""
        kind, context = self.stream.type, self.stream.codec_context
        encoding, parameters = video_lines(frame) if kind == "video" else audio_lines(context.extradata, context.rate)
        number = PAYLOAD[kind]
        return [
            f"m={kind} 0 RTP/AVP {number}",
            f"a=rtpmap:{number} {encoding}",
            f"a=fmtp:{number} {parameters}",
            f"a=control:track{self.index}",
        ]

    def _ticks(self, at: float) -> int:
        return round(at * float(self.stream.time_base.denominator))


class Tracks:
    """Stands in for PyAV's container: all its streams go to the clients. `spoil` has each RTP packet."""

    def __init__(self, clients: Clients, spoil: Callable[[bytes], bytes]) -> None:
        self._clients, self._spoil = clients, spoil
        self._tracks: list[_Track] = []
        self._begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for track in self._tracks:
            track.container.close()

    def add_stream(self, codec: str, **options: Any) -> Any:
        track = _Track(len(self._tracks), self._clients, self._spoil)
        track.stream = track.container.add_stream(codec, **options)
        self._tracks.append(track)
        return track.stream

    def mux(self, packets: Iterable[Any]) -> None:
        if not self._begun:  # all at once: what RTCP says of their clocks counts from here
            self._begun = True
            for track in self._tracks:
                track.container.start_encoding()
        for packet in packets:
            track = next(track for track in self._tracks if track.stream is packet.stream)
            if packet.stream.type == "video" and packet.is_keyframe:
                self._begin(bytes(packet), seconds(packet))
            track.mux(packet)

    def _begin(self, frame: bytes, at: float) -> None:
        lines = ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=Efir", "c=IN IP4 0.0.0.0", "t=0 0", "a=control:*"]
        for track in self._tracks:
            lines += track.described(frame)
        starts = [start for track in self._tracks if (start := track.start(at)) is not None]
        known = len(starts) == len(self._tracks)
        self._clients.begin("".join(f"{line}\r\n" for line in lines).encode(), starts if known else None)


def seconds(packet: Any) -> float:
    return float(packet.pts * packet.time_base)
