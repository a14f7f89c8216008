"""NUT, the container: just enough to carry raw BGRA pictures (ffmpeg.org/~michael/nut.txt, version 3).

A writer of our own, because PyAV, which could do it, belongs to `devices/` and brings FFmpeg's libraries (60 MB of
memory) into a process that has nothing to encode; because PyAV copies every picture twice on its way; and because the
format is 100 lines. Every picture is a key frame with a syncpoint of its own, so a reader may come at any time.
"""

from __future__ import annotations

from typing import Final

FILE_ID: Final = b"nut/multimedia container\0"
_MAIN: Final = 0x4E4D7A561F5F04AD
_STREAM: Final = 0x4E5311405BF2F9DB
_SYNCPOINT: Final = 0x4E4BE4ADEECA4569

_VERSION = 3
# A demuxer calls the stream damaged when a syncpoint is further away; every frame has one, so any value does.
_MAX_DISTANCE = 65536
_TIME_BASE = (1, 1000)
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


def header(width: int, height: int) -> bytes:
    """What a reader gets first: one video stream of raw BGRA, times in milliseconds."""
    return FILE_ID + _packet(_MAIN, _main_header()) + _packet(_STREAM, _stream_header(width, height))


def _main_header() -> bytes:
    fields = [_VERSION, 1, _MAX_DISTANCE, 1, *_TIME_BASE]
    # The table of frame codes: ours in the middle, 0 and 255 invalid (as is "N", which begins every startcode).
    for flags, count in ((_INVALID, 1), (_CODED, 253), (_INVALID, 1)):
        fields += [flags, 6, 0, 1, 0, 0, 0, count]
    fields.append(0)
    return b"".join(map(varint, fields))


def _stream_header(width: int, height: int) -> bytes:
    before = [0, 0, 4]
    after = [0, _MSB_PTS_SHIFT, _MAX_PTS_DISTANCE, 0, 0, 0, width, height, 1, 1, 0]
    return b"".join(map(varint, before)) + b"BGRA" + b"".join(map(varint, after))


def frame_prefix(pts: int, size: int) -> bytes:
    """What stands before `size` bytes of pixels; `pts` in milliseconds, rising."""
    syncpoint = _packet(_SYNCPOINT, varint(pts) + varint(0))
    fields = [_FRAME_FLAGS, 0, pts + (1 << _MSB_PTS_SHIFT), size]
    head = bytes([_FRAME_CODE]) + b"".join(map(varint, fields))
    return syncpoint + head + crc32(head).to_bytes(4, "big")
