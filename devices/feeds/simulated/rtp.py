"""The streams of a simulated camera as RTP: FFmpeg makes the packets, the RTSP server hands them out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol, Self

import av
from msgspec import Struct

from devices.feeds.simulated.rtsp_text import audio_lines, video_lines

PACKET: Final = 1200
HEAD: Final = 12
NTP_S: Final = 2_208_988_800
"""From 1900 to 1970."""
PAYLOAD: Final = {"video": 96, "audio": 97}
_NUMBERS, _STAMPS = 1 << 16, 1 << 32


class Start(Struct, frozen=True):
    """The RTP packet of a track with which a client begins: its number and time stamp (RFC 2326, 12.33)."""

    number: int
    stamp: int


class Clients(Protocol):
    numbers: dict[int, int]
    """Of the next packet of each track: they go on where the time stamps begin anew."""

    def begin(self, description: bytes, starts: list[Start]) -> None:
        """A key frame comes. `description`: SDP of all tracks."""

    def send(self, track: int, packet: bytes, control: bool) -> None:
        """`control`: RTCP."""


class _Track:
    """A stream in an RTP muxer, which holds but one. Each write of the muxer is a packet.

    The muxer's time stamps begin at random, each track's at another number. Here they begin at 0, so that all tracks
    jump alike when they begin anew.
    """

    def __init__(self, index: int, clients: Clients, spoil: Callable[[bytes], bytes]) -> None:
        self.index = index
        self._clients, self._spoil = clients, spoil
        options = {"packetsize": str(PACKET), "ssrc": str(index + 1), "seq": str(clients.numbers.setdefault(index, 0))}
        self.container = av.open(self, "w", format="rtp", options=options)
        self.stream: Any = None
        self.began = 0.0
        """Seconds of NTP, when second 0 was: the same for all tracks, or their reports would set them apart."""
        self._first: float | None = None
        self._random: int | None = None

    def mux(self, packet: Any) -> None:
        if self._first is None:
            self._first = seconds(packet)
        self.container.mux(packet)

    def write(self, data: bytes) -> int:
        packet = bytearray(data)
        if 200 <= packet[1] <= 204:  # RFC 5761, 4
            self._report(packet)
            return len(data)
        stamp = int.from_bytes(packet[4:8])
        if self._random is None:
            self._random = stamp - self._ticks(self._first or 0.0)
        packet[4:8] = ((stamp - self._random) % _STAMPS).to_bytes(4)
        self._clients.numbers[self.index] = (int.from_bytes(packet[2:4]) + 1) % _NUMBERS
        self._clients.send(self.index, self._spoil(bytes(packet)), False)
        return len(data)

    def _report(self, packet: bytearray) -> None:
        """A sender report (RFC 3550, 6.4.1) says which stamp belongs to which time of day. The first comes before all
        packets and is left out: it would make good at once that the stamps have begun anew."""
        if self._random is not None:
            at = int.from_bytes(packet[8:16]) / 2**32 - self.began
            packet[16:20] = (self._ticks(at) % _STAMPS).to_bytes(4)
            self._clients.send(self.index, bytes(packet), True)

    def start(self, at: float) -> Start:
        """Where one begins who begins at that second."""
        return Start(self._clients.numbers[self.index], self._ticks(at) % _STAMPS)

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
        if not self._begun:
            self._begun = True
            began = time.time() + NTP_S
            for track in self._tracks:
                track.began = began
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
        starts = [track.start(at) for track in self._tracks]
        self._clients.begin("".join(f"{line}\r\n" for line in lines).encode(), starts)


def seconds(packet: Any) -> float:
    return float(packet.pts * packet.time_base)
