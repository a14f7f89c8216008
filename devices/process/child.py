"""The child's side: its streams, and the end of its input."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import BinaryIO, TypeVar

import msgspec

from devices.process.framing import receive
from devices.process.outbox import Outbox

Down = TypeVar("Down")
Main = Callable[[Down, BinaryIO, Outbox], Awaitable[int]]
"""(first message, the rest of the input, where to speak) → the exit status."""

LAST_WORDS_S = 2.0


def serve(
    name: str, decode: Callable[[bytes], Down], main: Main[Down], prepare: Callable[[], None] = lambda: None
) -> int:
    """Runs `main` on a loop until it returns; the exit status. 2 for an owner who says what cannot be read.

    `prepare`: what takes its time and needs no first message. A spare process does it while nobody waits.
    """
    # A Ctrl-C in the terminal reaches the whole group; the owner decides when a child ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever prints must not get between the messages.
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    prepare()
    try:
        first = receive(sys.stdin.buffer, decode)
    except msgspec.MsgspecError as error:
        sys.stderr.write(f"{name}: {error}\n")
        return 2
    if first is None:
        return 0
    outbox = Outbox(messages)

    async def run() -> int:
        return await main(first, sys.stdin.buffer, outbox)

    try:
        # Not asyncio.run: at its end it waits for threads, and one that hangs in a library must not keep us.
        return asyncio.new_event_loop().run_until_complete(run())
    finally:
        outbox.close(LAST_WORDS_S)


def listen(stream: BinaryIO, decode: Callable[[bytes], Down], take: Callable[[Down], None]) -> asyncio.Event:
    """`take` gets every message, on the running loop; the event is set at the end of the input.

    On a thread, since pipes of standard input cannot be awaited on Windows; it ends with the process.
    """
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop may be closed already
            try:
                while (message := receive(stream, decode)) is not None:
                    loop.call_soon_threadsafe(take, message)
            except msgspec.MsgspecError as error:
                sys.stderr.write(f"the owner says what cannot be read: {error}\n")
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=read, name="owner", daemon=True).start()
    return ended


def leave(status: int) -> None:
    """Ends the process: threads that hang in a library hold nothing up."""
    sys.stderr.flush()
    os._exit(status)
