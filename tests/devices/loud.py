"""A child that complains at length: `python -m tests.devices.loud`. Says one word, and stays until its input ends."""

import asyncio
import sys
from typing import BinaryIO

import msgspec

from devices.process import Outbox, leave, listen, serve


class Word(msgspec.Struct, frozen=True):
    text: str


decode = msgspec.msgpack.Decoder(Word).decode
LONG = 300_000


async def main(first: Word, stream: BinaryIO, outbox: Outbox) -> int:
    ended = listen(stream, decode, lambda _: None)
    await asyncio.to_thread(sys.stderr.write, "x" * LONG + "\nand then this\n")
    outbox.say(first)
    await ended.wait()
    return 0


if __name__ == "__main__":
    leave(serve("loud", decode, main))
