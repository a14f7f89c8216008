"""`python -m devices.feeds`: reads its `Configure` from standard input (see wire.py)."""

import asyncio
import os
import signal
import sys

import av.logging
import cv2
import msgspec

from devices.feeds.child import main, receive
from devices.feeds.outbox import Outbox
from devices.feeds.wire import Configure


def run() -> int:
    # A Ctrl-C in the terminal reaches the whole group; the owner decides when a feed ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Damaged streams are counted, not told of: FFmpeg would write a line for each packet.
    av.logging.set_level(None)
    # Its pool would take every core, times the number of cameras.
    cv2.setNumThreads(1)
    # Whatever prints must not get between the messages.
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        first = receive(sys.stdin.buffer)
    except msgspec.MsgspecError as error:
        sys.stderr.write(f"feed: {error}\n")
        return 2
    if not isinstance(first, Configure):
        return 0 if first is None else 2
    outbox = Outbox(messages)
    try:
        # Not asyncio.run: at its end it waits for threads, and one that hangs in FFmpeg must not keep us.
        return asyncio.new_event_loop().run_until_complete(main(first.config, sys.stdin.buffer, outbox))
    finally:
        outbox.close(2.0)


if __name__ == "__main__":
    status = run()
    sys.stderr.flush()
    # Threads that hang in FFmpeg hold nothing up.
    os._exit(status)
