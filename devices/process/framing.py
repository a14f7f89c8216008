"""One message between two processes: msgpack behind its length."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import BinaryIO, Final, TypeVar

import msgspec

T = TypeVar("T")

MOST: Final = 16 << 20
"""Bytes of one message."""
LENGTH: Final = struct.Struct(">I")


def frame(message: msgspec.Struct) -> bytes:
    body = msgspec.msgpack.encode(message)
    if len(body) > MOST:
        raise ValueError(f"a message of {len(body)} bytes")
    return LENGTH.pack(len(body)) + body


def receive(stream: BinaryIO, decode: Callable[[bytes], T]) -> T | None:
    """One message; None at the end of the input. Blocking. Raises msgspec.MsgspecError."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > MOST:
        raise msgspec.DecodeError(f"a message of {length} bytes")
    body = stream.read(length)
    return decode(body) if len(body) == length else None
