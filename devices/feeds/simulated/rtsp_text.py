"""What RTSP 1.0 (RFC 2326) says and how it describes H.264 and AAC (SDP, RFC 4566). Pure."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from typing import Final
from urllib.request import parse_http_list, parse_keqv_list

from msgspec import Struct

REALM: Final = "Efir"
LONGEST_REQUEST: Final = 65_536
SPS, PPS = 7, 8


class Request(Struct, frozen=True):
    method: str
    url: str
    headers: dict[str, str]
    """By names in small letters."""


class Way(Struct, frozen=True):
    """How a track goes to one client: `pair` are two ports of its own, or two channels in the connection (10.12)."""

    udp: bool
    pair: tuple[int, int]


def take(buffer: bytearray) -> Request | None:
    """The next whole request is taken out of what came, and what a client reports by RTCP in between.

    Raises:
        ValueError: this is no RTSP.
    """
    while buffer[:1] == b"$":
        end = 4 + int.from_bytes(buffer[2:4])
        if len(buffer) < max(4, end):
            return None
        del buffer[:end]
    head, found, _ = buffer.partition(b"\r\n\r\n")
    if not found:
        if len(buffer) > LONGEST_REQUEST:
            raise ValueError("too long")
        return None
    first, *lines = head.decode().split("\r\n")
    method, url, _ = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= LONGEST_REQUEST:
        raise ValueError("a body of impossible length")
    end = len(head) + 4 + length
    if len(buffer) < end:
        return None
    del buffer[:end]
    return Request(method, url, headers)


def way(asked: str, track: int) -> Way | None:
    """The first of the transports a client would take that there is here. Raises ValueError."""
    for choice in asked.split(","):
        name, *parameters = choice.strip().split(";")
        given = dict(parameter.strip().partition("=")[::2] for parameter in parameters)
        if name == "RTP/AVP/TCP":
            return Way(False, _two(given.get("interleaved", f"{2 * track}-{2 * track + 1}"), 255))
        if name in ("RTP/AVP", "RTP/AVP/UDP") and "unicast" in given and "client_port" in given:
            return Way(True, _two(given["client_port"], 65_535))
    return None


def _two(text: str, most: int) -> tuple[int, int]:
    first, _, second = text.partition("-")
    pair = int(first), int(second or int(first) + 1)
    if not 0 <= min(pair) <= max(pair) <= most:
        raise ValueError(f"{text} is more than {most}")
    return pair


def may(request: Request, user: str, password: str, nonce: str, realm: str = REALM) -> bool:
    """Does it know the password? Digest without quality of protection (RFC 2617, 3.2.2)."""
    try:
        given = parse_keqv_list(parse_http_list(request.headers.get("authorization", "").removeprefix("Digest ")))
    except (ValueError, IndexError):  # what it says is no list of names and values
        return False
    secret = _md5(f"{user}:{realm}:{password}")
    asked = _md5(f"{request.method}:{given.get('uri', '')}")
    right = _md5(f"{secret}:{nonce}:{asked}")
    return given.get("username") == user and hmac.compare_digest(given.get("response", "").encode(), right.encode())


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def video_lines(frame: bytes) -> list[str]:
    """SDP of H.264, from a key frame with start codes (RFC 6184, 8.2.1)."""
    units = [unit.rstrip(b"\0") for unit in frame.split(b"\0\0\1")]
    parameters = [unit for unit in units if unit and unit[0] & 31 in (SPS, PPS)]
    profile = next(unit[1:4].hex() for unit in parameters if unit[0] & 31 == SPS)
    sets = ",".join(b64encode(unit).decode() for unit in parameters)
    return [
        "H264/90000",
        f"packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={sets}",
    ]


def audio_lines(config: bytes, rate: int) -> list[str]:
    """SDP of one channel of AAC (RFC 3640, 3.3.6)."""
    modes = "mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3"
    return [f"mpeg4-generic/{rate}/1", f"streamtype=5;profile-level-id=1;{modes};config={config.hex()}"]
