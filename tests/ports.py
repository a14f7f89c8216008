"""Ports for what is to be found at the same one again, or cannot choose one itself."""

from __future__ import annotations

import secrets
import socket

FIRST, LAST = 20_000, 32_000
"""Below those that Linux (32768 on), Windows and macOS (49152 on) give to whoever asks for any: nobody is given one of
these between two lives of a server."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
