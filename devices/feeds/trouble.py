"""Why an input gives no picture: whatever is raised → one of the few reasons that have words.

The numbers of a socket's errors are the system's. On Windows FFmpeg hands on those of the sockets or those of the C
library, and Python knows neither by the names that it has there for itself: hence two tables of our own.
"""

from __future__ import annotations

import errno
import re
import socket
import sys
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

import av.error
from msgspec import Struct

from control.core.feeds import Why
from devices.feeds.inputs import Opening
from devices.feeds.srt import ToolFailed

_SECRET = re.compile(r"//[^/@\s]*@")
_DEVICES: Final = frozenset({"v4l2", "dshow", "avfoundation"})
"""FFmpeg's names for the cameras of this computer."""
_UNSAID: Final = frozenset({"other", "failed", "server"})
"""What our words say too little of: the system's are told beside them."""

_NUMBERS: Final[dict[str, Why]] = {
    "ECONNREFUSED": "refused",
    "EHOSTUNREACH": "unreachable", "ENETUNREACH": "unreachable", "ENETDOWN": "unreachable", "EHOSTDOWN": "unreachable",
    "ETIMEDOUT": "no-answer",
    "ECONNRESET": "broken", "ECONNABORTED": "broken", "EPIPE": "broken", "ENETRESET": "broken",
    "EADDRINUSE": "port-taken", "EADDRNOTAVAIL": "not-our-address",
    "EBUSY": "busy", "ENODEV": "no-device", "ENXIO": "no-device",
    "EACCES": "not-allowed", "EPERM": "not-allowed",
    "ENOENT": "no-file", "ENOTDIR": "no-file", "EISDIR": "no-file",
}  # fmt: skip
# Microsoft's errno.h and winsock2.h.
_WINDOWS: Final = {
    100: "EADDRINUSE", 101: "EADDRNOTAVAIL", 106: "ECONNABORTED", 107: "ECONNREFUSED", 108: "ECONNRESET",
    110: "EHOSTUNREACH", 116: "ENETDOWN", 117: "ENETRESET", 118: "ENETUNREACH", 138: "ETIMEDOUT",
    10013: "EACCES", 10048: "EADDRINUSE", 10049: "EADDRNOTAVAIL", 10050: "ENETDOWN", 10051: "ENETUNREACH",
    10052: "ENETRESET", 10053: "ECONNABORTED", 10054: "ECONNRESET", 10060: "ETIMEDOUT", 10061: "ECONNREFUSED",
    10064: "EHOSTDOWN", 10065: "EHOSTUNREACH",
}  # fmt: skip
# The first that fits. What has a number of the system is found by that.
_CLASSES: Final[tuple[tuple[type[Exception], Why], ...]] = (
    (ToolFailed, "no-srt"),
    (av.error.ExitError, "no-answer"),
    (av.error.HTTPUnauthorizedError, "password"),
    (av.error.HTTPForbiddenError, "forbidden"),
    (av.error.HTTPNotFoundError, "no-such-path"),
    (av.error.HTTPError, "server"),
    (av.error.HTTPClientError, "server"),
    (EOFError, "ended"),
    (av.error.InvalidDataError, "format"),
    (av.error.PatchWelcomeError, "format"),
    (av.error.DemuxerNotFoundError, "format"),
    (av.error.DecoderNotFoundError, "no-decoder"),
    (av.error.ProtocolNotFoundError, "address"),
)


class Trouble(Struct, frozen=True):
    """`detail`: the system's own words where `why` says too little, without the password of the address."""

    why: Why
    detail: str = ""


def fault(error: Exception) -> Trouble:
    """Of ours: nobody thought of it."""
    return Trouble("failed", _words(error))


def of(
    error: Exception, opening: Opening, *, platform: str = sys.platform, known: Callable[[str], bool] | None = None
) -> Trouble:
    """Why it could not be opened or read. `known`: whether the network knows a host by this name; by default it is
    asked, which may take seconds."""
    why = next((why for kind, why in _CLASSES if isinstance(error, kind)), None) or _by_number(error, platform)
    if why is None:
        why = _unknown(error, opening, known or _resolves)
    if opening.format in _DEVICES and why == "no-file":
        why = "no-device"
    return placed(Trouble(why, _words(error) if why in _UNSAID else ""), opening)


def placed(trouble: Trouble, opening: Opening) -> Trouble:
    """The same, as it is for who waits to be called or sent to."""
    return Trouble("nobody-sends") if trouble.why == "no-answer" and opening.waits else trouble


def _by_number(error: Exception, platform: str) -> Why | None:
    number = getattr(error, "errno", None)
    if number is None:
        return "no-answer" if isinstance(error, TimeoutError) else None
    name = _WINDOWS.get(number) if platform == "win32" else None
    return _NUMBERS.get(name or errno.errorcode.get(number, ""))


def _unknown(error: Exception, opening: Opening, known: Callable[[str], bool]) -> Why:
    """FFmpeg calls a name that nobody knows, and a camera of this computer that is not there, an error of input or
    output."""
    if getattr(error, "errno", None) != errno.EIO:
        return "other"
    if opening.format in _DEVICES:
        return "no-device"
    try:
        host = urlsplit(opening.file).hostname
    except ValueError:
        return "address"
    return "unknown-host" if host and not known(host) else "other"


def _resolves(host: str) -> bool:
    """Blocking."""
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return True


def _words(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return _SECRET.sub("//", said or type(error).__name__)
