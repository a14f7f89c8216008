"""NUT, the container: just enough to carry pictures and raw sound live (ffmpeg.org/~michael/nut.txt, version 3).

A writer of our own, because the one who feeds OBS wants what a muxer library does not give: a reader that may come at
any time (every frame has a syncpoint of its own), times that are told a reader and not a file, no copy of a picture on
its way, and in `overlays/` no FFmpeg at all. It is 100 lines, read by FFmpeg in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

FILE_ID: Final = b"nut/multimedia container\0"
_MAIN: Final = 0x4E4D7A561F5F04AD
_STREAM: Final = 0x4E5311405BF2F9DB
_SYNCPOINT: Final = 0x4E4BE4ADEECA4569

_VERSION = 3
# A demuxer calls the stream damaged when a syncpoint is further away; every frame has one, so any value does.
_MAX_DISTANCE = 65536
_MSB_PTS_SHIFT = 7
_MAX_PTS_DISTANCE = 1 << 20

_KEY, _CODED_PTS, _STREAM_ID, _SIZE_MSB, _CHECKSUM, _CODED, _INVALID = 1, 8, 16, 32, 64, 4096, 8192
_FRAME_CODE = 1
_FRAME_FLAGS = _KEY | _CODED_PTS | _STREAM_ID | _SIZE_MSB | _CHECKSUM

_CRC_POLYNOMIAL = 0x04C11DB7


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        crc = byte << 24
        for _ in range(8):
            crc = ((crc << 1) ^ _CRC_POLYNOMIAL) & 0xFFFFFFFF if crc & 0x80000000 else crc << 1
        table.append(crc)
    return tuple(table)


_CRC_TABLE = _crc_table()


def crc32(data: bytes) -> int:
    """NUT's checksum: CRC-32 with the polynomial of IEEE, most significant bit first, start 0 (not zlib's)."""
    crc = 0
    for byte in data:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ _CRC_TABLE[(crc >> 24) ^ byte]
    return crc


def varint(value: int) -> bytes:
    """NUT's `v`: seven bits a byte, the most significant first, the top bit set on all but the last."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))


def _packet(startcode: int, payload: bytes) -> bytes:
    body = payload + crc32(payload).to_bytes(4, "big")
    return startcode.to_bytes(8, "big") + varint(len(body)) + body


class Video(Struct, frozen=True):
    """Pictures; their times are in milliseconds. `fourcc`: b"BGRA", b"I420" (planar 4:2:0), b"H264" (Annex B with its
    parameter sets in band, no picture shown before one that comes earlier)."""

    fourcc: bytes
    width: int
    height: int

    @property
    def unit(self) -> int:
        """Of its times: so many a second."""
        return 1000


class Audio(Struct, frozen=True):
    """16 bit PCM, little endian, interleaved; its times are in samples."""

    rate: int
    channels: int

    @property
    def unit(self) -> int:
        """Of its times: so many a second."""
        return self.rate


Stream = Video | Audio


def header(streams: Sequence[Stream]) -> bytes:
    """What a reader gets first. A stream is told by its place in `streams`, in which its unit of time has the same."""
    packets = [_packet(_MAIN, _main_header(streams))]
    packets += [_packet(_STREAM, _stream_header(number, stream)) for number, stream in enumerate(streams)]
    return FILE_ID + b"".join(packets)


def _main_header(streams: Sequence[Stream]) -> bytes:
    fields = [_VERSION, len(streams), _MAX_DISTANCE, len(streams)]
    for stream in streams:
        fields += [1, stream.unit]
    # The table of frame codes: ours in the middle, 0 and 255 invalid (as is "N", which begins every startcode).
    for flags, count in ((_INVALID, 1), (_CODED, 253), (_INVALID, 1)):
        fields += [flags, 6, 0, 1, 0, 0, 0, count]
    fields.append(0)
    return b"".join(map(varint, fields))


def _stream_header(number: int, stream: Stream) -> bytes:
    if isinstance(stream, Video):
        kind, fourcc = 0, stream.fourcc
        rest = [stream.width, stream.height, 1, 1, 0]
    else:
        kind, fourcc = 1, b"PSD\x10"
        rest = [stream.rate, 1, stream.channels]
    before = [number, kind, len(fourcc)]
    after = [number, _MSB_PTS_SHIFT, _MAX_PTS_DISTANCE, 0, 0, 0, *rest]
    return b"".join(map(varint, before)) + fourcc + b"".join(map(varint, after))


def frame_prefix(pts: int, size: int, stream: int = 0, streams: int = 1, *, key: bool = True) -> bytes:
    """What stands before `size` bytes of a frame; `pts` in the stream's unit, rising. `key`: one may begin with it."""
    syncpoint = _packet(_SYNCPOINT, varint(pts * streams + stream) + varint(0))
    fields = [_FRAME_FLAGS if key else _FRAME_FLAGS & ~_KEY, stream, pts + (1 << _MSB_PTS_SHIFT), size]
    head = bytes([_FRAME_CODE]) + b"".join(map(varint, fields))
    return syncpoint + head + crc32(head).to_bytes(4, "big")
