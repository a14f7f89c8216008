"""`python -m overlays.bridge`: reads a BridgeConfig from the first line of standard input (see wire.py)."""

import asyncio
import signal
import sys

import msgspec

from overlays.bridge.capture import main
from overlays.bridge.wire import BridgeConfig

if __name__ == "__main__":
    # A Ctrl-C in the terminal reaches the whole group; the owner decides when the bridge ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        config = msgspec.json.decode(sys.stdin.buffer.readline(), type=BridgeConfig)
        asyncio.run(main(config))
    except (msgspec.MsgspecError, OSError) as error:
        sys.exit(f"bridge: {error}")
