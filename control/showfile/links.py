"""Where pictures come from: which addresses are files, and which files are there."""

import re
from pathlib import Path as FilePath
from urllib.parse import urlsplit

from control.show import DEVICE, PHONE, TEST
from control.showfile.faults import Collector, Mark, Path

CAMERA_SCHEMES = ("rtsp", "rtsps", "rtmp", "rtmps", "srt", "udp", "tcp", "http", "https")
"""Addresses of cameras that OBS opens itself."""
BRIDGE_SCHEMES = (
    *CAMERA_SCHEMES, "rtsp+udp", "rtsp+tcp", "rtsp+listen", "rtmp+listen", "tcp+listen", "http+mjpeg", "https+mjpeg",
)  # fmt: skip
"""And those that only Efir knows."""
STREAM_SCHEMES = ("rtmp", "rtmps", "srt")
BROWSER_SCHEMES = ("http", "https", "file")
OBS_SCHEMES = ("ws", "wss")
CALL_SCHEMES = ("http", "https")

_PHONE = re.compile(re.escape(PHONE) + r"(\?stun=[A-Za-z0-9.:\[\]-]+(&stun=[A-Za-z0-9.:\[\]-]+)*)?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


class Links:
    """Checks addresses and resolves paths against `folder`, the show file's own. All return what to use instead of
    the text in the file."""

    def __init__(self, folder: FilePath, faults: Collector) -> None:
        self._folder = folder
        self._faults = faults

    def path(self, text: str) -> str:
        """A path that need not exist."""
        return str(self._folder / text)

    def file(self, text: str, at: Mark, path: Path) -> str:
        """A file that must exist."""
        try:
            full = self.path(text)
            found = FilePath(full).is_file()
        except (OSError, ValueError):  # too long a name, most likely
            self._faults.add(at, path, "show-file-name-wrong", file=text[:60])
            return text
        if not found:
            self._faults.add(at, path, "show-file-absent", file=text)
        return full

    def camera(self, text: str, at: Mark, path: Path) -> str:
        if text.startswith(TEST):
            if not text.removeprefix(TEST).strip():
                self._faults.add(at, path, "show-test-nameless")
            return text
        if text.startswith(PHONE):
            if not _PHONE.fullmatch(text):
                self._faults.add(at, path, "show-phone-address")
            return text
        if text.startswith(DEVICE):
            if not text.removeprefix(DEVICE).partition("?")[0].strip():
                self._faults.add(at, path, "show-device-nameless")
            return text
        return self.url(text, at, path, BRIDGE_SCHEMES) if "://" in text else self.file(text, at, path)

    def url(self, text: str, at: Mark, path: Path, schemes: tuple[str, ...]) -> str:
        scheme = _SCHEME.match(text)
        if scheme is None or scheme[1].lower() not in schemes:
            self._faults.add(at, path, "show-url-scheme", schemes=", ".join(f"{name}://" for name in schemes))
        elif not _has_address(text):
            self._faults.add(at, path, "show-url-wrong")
        return text


def direct(text: str) -> bool:
    """OBS can open it itself: a file, test footage, or an address of a kind it knows."""
    scheme = _SCHEME.match(text)
    return not text.startswith((DEVICE, PHONE)) if scheme is None else scheme[1].lower() in CAMERA_SCHEMES


def _has_address(url: str) -> bool:
    """Something after the scheme, a port that is one, and no blanks. The address itself is not quoted in faults: it may
    hold a password."""
    try:
        parts = urlsplit(url)
        return bool(parts.netloc or parts.path) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:  # a port that is no number, a bracket too few
        return False


def host_and_port(text: str, default: int | None = None) -> tuple[str, int] | None:
    """Of `lights.local:8000` or `[::1]:8000`; None if it is neither. `default`: the port may be left out."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port or default
    except ValueError:
        return None
    if not host or not port or parts.path or parts.query or parts.username is not None or re.search(r"\s", text):
        return None
    return host, port
