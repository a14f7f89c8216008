"""A child that starts another process and then stays until its input ends: `python -m tests.devices.parent`. Its one
word is the other's number."""

import asyncio
import subprocess
import sys
from typing import BinaryIO

from devices.process import Outbox, leave, listen, serve
from tests.devices.loud import Word, decode


async def main(first: Word, stream: BinaryIO, outbox: Outbox) -> int:
    ended = listen(stream, decode, lambda _: None)
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    other = await asyncio.to_thread(subprocess.Popen, command, stderr=subprocess.DEVNULL)
    outbox.say(Word(str(other.pid)))
    await ended.wait()
    return 0


if __name__ == "__main__":
    leave(serve("parent", decode, main))
