"""Ports that cannot be had."""

from __future__ import annotations

import errno

from control.errors import EfirError


class PortTakenError(EfirError):
    """*port-taken* (``host``, ``port``): another program listens there; *port-refused* (and ``reason``): the system
    does not let us."""


def port_error(error: OSError, host: str, port: int) -> PortTakenError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)):
        return PortTakenError("port-taken", host=host, port=port)
    return PortTakenError("port-refused", host=host, port=port, reason=str(error))
