"""A child that says who it is, to every message: `python -m tests.devices.patient [FILE]`. Fat if FILE is there."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from devices.process import Outbox, leave, listen, serve


class Word(msgspec.Struct, frozen=True):
    text: str
    pid: int = 0


decode = msgspec.msgpack.Decoder(Word).decode
BEAT = "beat"
BEAT_S = 0.05
FAT_MB = 200
_fat: list[bytes] = []


def prepare() -> None:
    if any(Path(name).exists() for name in sys.argv[1:]):
        _fat.append(b"x" * (FAT_MB << 20))


async def main(first: Word, stream: BinaryIO, outbox: Outbox) -> int:
    def answer(word: Word) -> None:
        outbox.say(Word(word.text, os.getpid()))

    ended = listen(stream, decode, answer)
    answer(first)
    while not ended.is_set():
        outbox.show(BEAT, Word(BEAT, os.getpid()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BEAT_S):
                await ended.wait()
    return 0


if __name__ == "__main__":
    leave(serve("patient", decode, main, prepare))
