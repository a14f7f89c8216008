"""A process beside its owner, whatever it does: framing, and what waits to be said."""

from __future__ import annotations

import io
import threading
from typing import Any

import msgspec
import pytest

from devices.process import Outbox, frame, receive
from devices.process.framing import LENGTH, MOST


class Word(msgspec.Struct, frozen=True):
    text: str


decode = msgspec.msgpack.Decoder(Word).decode


def test_what_is_framed_is_received_until_the_end() -> None:
    stream = io.BytesIO(frame(Word("раз")) + frame(Word("два")))
    assert [receive(stream, decode) for _ in range(3)] == [Word("раз"), Word("два"), None]


@pytest.mark.parametrize("cut", [1, 3, 4, 7])
def test_a_message_that_breaks_off_is_the_end(cut: int) -> None:
    assert receive(io.BytesIO(frame(Word("слово"))[:cut]), decode) is None


@pytest.mark.parametrize("raw", [LENGTH.pack(MOST + 1), LENGTH.pack(2) + b"\xc1\xc1", LENGTH.pack(1) + b"\x01"])
def test_what_is_no_message_is_an_error(raw: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        receive(io.BytesIO(raw), decode)


class Pipe(io.BytesIO):
    """Full until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.entered, self.opened = threading.Event(), threading.Event()

    def write(self, data: Any) -> int:
        self.entered.set()
        assert self.opened.wait(10)
        return super().write(data)


def test_of_what_passes_the_newest_waits_and_of_what_happened_the_last() -> None:
    pipe = Pipe()
    outbox = Outbox(pipe, most=3)
    outbox.say(Word("first"))
    assert pipe.entered.wait(10)
    for number in range(10):
        outbox.say(Word(f"happened {number}"))
        outbox.show("a", Word(f"a {number}"))
        outbox.show("b", Word(f"b {number}"))
    pipe.opened.set()
    outbox.close(10)
    pipe.seek(0)
    said = []
    while (word := receive(pipe, decode)) is not None:
        said.append(word.text)
    assert said == ["first", "happened 7", "happened 8", "happened 9", "a 9", "b 9"]
