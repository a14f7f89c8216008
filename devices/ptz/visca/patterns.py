"""How a message is written down: the vendors' own notation, read in both directions.

`PATTERN` is a payload without address and end. Capitals and digits are themselves; small letters from g on are fields,
in the order of the class's: `pp` is a byte, `0p` a nibble, `0p 0p 0p 0p` four nibbles of one number, highest first. `y`
and `z` are signed 16 bit.
"""

from functools import cache
from typing import ClassVar, Self

import msgspec
from msgspec import Struct

from devices.ptz.visca.codec import Malformed


class Message(Struct, frozen=True):
    """Anything with a pattern. Values out of range are Malformed in both directions."""

    PATTERN: ClassVar[str]

    def encode(self) -> bytes:
        fields = msgspec.to_builtins(self)
        try:
            msgspec.convert(fields, type(self))
        except msgspec.ValidationError as error:
            raise Malformed(str(error)) from error
        return _fill(type(self), list(fields.values()))

    @classmethod
    def decode(cls, payload: bytes) -> Self:
        values = _read(cls, payload)
        if values is None:
            raise Malformed(f"not a {cls.__name__}: {payload.hex(' ')}")
        try:
            return msgspec.convert(dict(zip(cls.__struct_fields__, values, strict=True)), cls)
        except msgspec.ValidationError as error:
            raise Malformed(str(error)) from error


class Command(Message, frozen=True):
    """Answered by an ACK and a completion."""


class Answer(Message, frozen=True):
    """The data of an inquiry's completion."""


class Inquiry(Message, frozen=True):
    """Answered by a completion with data at once; occupies no socket."""

    ANSWER: ClassVar[type[Answer]]


def parse_request(payload: bytes) -> Command | Inquiry:
    """What a camera was asked, for the simulated one. Malformed for what is not in `messages`."""
    for kind in _requests():
        values = _read(kind, payload)
        if values is not None:
            return kind.decode(payload)
    raise Malformed(f"unknown: {payload.hex(' ')}")


@cache
def _requests() -> tuple[type[Command | Inquiry], ...]:
    return (*Command.__subclasses__(), *Inquiry.__subclasses__())


_FIXED = ""
_SIGNED = "yz"


@cache
def _plan(kind: type[Message]) -> tuple[tuple[tuple[str, int, int], ...], str]:
    """For each byte (letter, what is fixed in it, bits of the letter), and the letters in order."""
    parts = []
    letters = ""
    for token in kind.PATTERN.split():
        letter = token[1] if token[1] in "ghijklmnopqrstuvwxyz" else _FIXED
        if letter == _FIXED:
            parts.append((_FIXED, int(token, 16), 0))
        elif token[0] == letter:
            parts.append((letter, 0, 8))
        else:
            parts.append((letter, int(token[0], 16) << 4, 4))
        if letter not in letters:
            letters += letter
    assert len(letters) == len(kind.__struct_fields__), kind
    return tuple(parts), letters


def _fill(kind: type[Message], fields: list[int]) -> bytes:
    parts, letters = _plan(kind)
    left = {letter: value & 0xFFFF for letter, value in zip(letters, fields, strict=True)}
    out = bytearray()
    for letter, fixed, bits in reversed(parts):  # the lowest nibble is the last
        if bits:
            out.append(fixed | left[letter] & (1 << bits) - 1)
            left[letter] >>= bits
        else:
            out.append(fixed)
    assert not any(left.values()), kind
    out.reverse()
    return bytes(out)


def _read(kind: type[Message], payload: bytes) -> list[int] | None:
    """The fields' numbers, or None if the payload is not of this pattern."""
    parts, letters = _plan(kind)
    if len(parts) != len(payload):
        return None
    found = dict.fromkeys(letters, 0)
    for (letter, fixed, bits), byte in zip(parts, payload, strict=True):
        if byte & ~((1 << bits) - 1) != fixed:
            return None
        if bits:
            found[letter] = found[letter] << bits | byte & (1 << bits) - 1
    return [value - 0x10000 if letter in _SIGNED and value >= 0x8000 else value for letter, value in found.items()]
