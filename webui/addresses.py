"""Where people find this server: the address for links and QR codes."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

_LOCAL_NAMES = {"localhost", "localhost.localdomain"}


def is_local(host: str) -> bool:
    """Whether only this computer finds itself under the name."""
    if host.lower() in _LOCAL_NAMES or host.lower().endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_wildcard(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def lan_address() -> str | None:
    """This computer's address in the network it would leave through; None without a network. Sends nothing.

    Asks the operating system, so not on the event loop.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # TEST-NET-1 (RFC 5737): routed like the internet, nobody lives there
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if is_local(address) or is_wildcard(address) else address


def base_url(
    public_url: str | None, bound: str, port: int, lan: str | None, asked: str = "", secure: bool = False
) -> str:
    """`http://host:port` for links: the public address, else the one the asker uses himself (`asked`, a Host header),
    else this computer's in the network (`lan`), if the server listens there."""
    if public_url:
        return public_url.rstrip("/")
    scheme = "https" if secure else "http"
    if asked and not is_local(urlsplit(f"//{asked}").hostname or ""):
        return f"{scheme}://{asked}"
    host = bound
    if is_wildcard(bound):
        host = lan or "127.0.0.1"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def by_https(base: str, port: int) -> str:
    """The same host by https: `https://192.168.0.5:8443` of `http://192.168.0.5:8080`."""
    host = urlsplit(base).hostname or ""
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


def reachable(url: str) -> bool:
    """Whether other devices may find it: it does not name this computer only."""
    return not is_local(urlsplit(url).hostname or "")
