"""A bridge that prints what it should not: `python -m tests.overlays.chatty`. Tells its state, stays until its input
ends."""

import sys

import msgspec

from overlays.bridge.wire import BridgeStatus

LONG = 300_000


def main() -> None:
    sys.stdin.buffer.readline()
    sys.stderr.write("x" * LONG + "\nand then this\n")
    sys.stderr.flush()
    for line in (b"a library says hello", b"x" * LONG, msgspec.json.encode(BridgeStatus(port=4711))):
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
