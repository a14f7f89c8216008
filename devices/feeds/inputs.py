"""The address of a feed → how FFmpeg is to open it. Pure. The forms are in docs/cameras-feeds.md."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from control.errors import EfirError
from control.show import DEVICE, PHONE

# Seconds. A network input that says nothing for so long is opened again.
OPEN_S: Final = 10.0
LISTEN_S: Final = 60.0
READ_S: Final = 5.0
# The stream is looked at for so long before it is decoded: enough for a key frame each second and for the sound of
# MPEG-TS. What piles up meanwhile is decoded at once, so it costs no latency later; FFmpeg's "nobuffer" would throw it
# away, and with it the key frame. Its rate is not waited for.
_PROBE: Final = {"probesize": "1000000", "analyzeduration": "1000000", "fpsprobesize": "0"}
_CLIP: Final = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg")
# An encoder that comes back under other PIDs goes on in the same streams: of new ones PyAV never tells.
_TRANSPORT: Final = _PROBE | {"merge_pmt_versions": "1"}


class BadAddress(EfirError):
    """The address has a form that is not known here."""


class Opening(Struct, frozen=True, kw_only=True):
    """`file`, `format` and `options` as `av.open` takes them."""

    file: str
    format: str | None = None
    options: dict[str, str] = {}
    open_s: float = OPEN_S
    read_s: float = READ_S
    paced: bool = False
    """It comes faster than it is shown (a file, HLS): read by its time stamps."""
    endless: bool = True
    """False: it has an end, after which it begins anew if it is to loop."""
    tool: str | None = None
    """An SRT address, received by srt-live-transmit, whose output is read instead of `file`."""
    waits: bool = False
    """Somebody is to call us, or to send to us; else we call."""


def opening(url: str, *, platform: str = sys.platform) -> Opening:
    """How to open `url`.

    Raises:
        BadAddress: with code and the scheme.
    """
    scheme, colon, rest = url.partition("://")
    if not colon:
        if url.startswith(DEVICE):
            return _camera(url.removeprefix(DEVICE), platform)
        return Opening(file=url, paced=True, endless=False)
    scheme = scheme.lower()
    base, _, variant = scheme.partition("+")
    match base, variant:
        case "rtsp" | "rtsps", "" | "tcp" | "udp" | "listen":
            return _rtsp(f"{base}://{rest}", variant)
        case "rtmp" | "rtmps", "":
            return Opening(file=url, options=_PROBE | {"rtmp_live": "live", "rtmp_buffer": "0"})
        case "rtmp", "listen":
            return Opening(file=f"rtmp://{rest}", options=_PROBE | {"listen": "1"}, open_s=LISTEN_S, waits=True)
        case "srt", "":
            return Opening(
                file="", format="mpegts", options=_TRANSPORT, open_s=LISTEN_S, tool=url, waits=srt_listens(url)
            )
        case "udp", "":
            return _udp(url)
        case "tcp", "":
            return Opening(file=url, options=_TRANSPORT)
        case "tcp", "listen":
            return Opening(file=_with(f"tcp://{rest}", "listen=1"), options=_TRANSPORT, open_s=LISTEN_S, waits=True)
        case "http" | "https", "":
            return _http(url)
        case "http" | "https", "mjpeg":
            return _mjpeg(f"{base}://{rest}")
        case "file", "":
            return Opening(file=_file(url), paced=True, endless=False)
        case _:
            raise BadAddress("feed-address-unknown", scheme=scheme)


def srt_listens(url: str) -> bool:
    """It waits to be called; else it calls."""
    parts = urlsplit(url)
    mode = dict(parse_qsl(parts.query)).get("mode", "caller" if parts.hostname else "listener")
    return mode in ("listener", "server")


def by_program(url: str) -> bool:
    """Another program receives it for us."""
    return url.lower().startswith("srt://")


def phone(url: str) -> tuple[str, ...] | None:
    """`whip:` is what a phone publishes: its STUN servers, as in `whip:?stun=HOST:PORT`; none by default. None: another
    form.

    Raises:
        BadAddress: with code and the scheme.
    """
    if not url.startswith(PHONE):
        return None
    rest, _, query = url.removeprefix(PHONE).partition("?")
    asked = parse_qsl(query, keep_blank_values=True)
    if rest.strip("/") or any(name != "stun" or not value for name, value in asked):
        raise BadAddress("feed-address-unknown", scheme="whip")
    return tuple(f"stun:{value}" for _, value in asked)


def _rtsp(url: str, variant: str) -> Opening:
    if variant == "listen":  # the camera or encoder announces itself to us
        # FFmpeg 8.1 cannot listen with the limit that it has by default (-1).
        listening = {"rtsp_flags": "listen", "listen_timeout": str(int(LISTEN_S))}
        return Opening(file=url, options=_PROBE | listening, open_s=LISTEN_S, waits=True)
    # By TCP unless asked otherwise: most cameras serve it, and a lost UDP packet is a second of damage.
    return Opening(file=url, options=_PROBE | {"rtsp_transport": variant or "tcp", "reorder_queue_size": "64"})


def _udp(url: str) -> Opening:
    # A burst must not be lost in the kernel, and an overrun of FFmpeg's own ring must not end the stream.
    return Opening(
        file=_with(url, "overrun_nonfatal=1&buffer_size=4194304"), format="mpegts", options=_TRANSPORT, waits=True
    )


def _http(url: str) -> Opening:
    path = urlsplit(url).path.lower()
    if path.endswith(".m3u8"):
        return Opening(file=url, format="hls", options={"live_start_index": "-2"}, read_s=20.0, paced=True)
    if path.endswith((".mjpg", ".mjpeg", ".cgi")):
        return _mjpeg(url)
    if path.endswith(_CLIP):
        return Opening(file=url, read_s=20.0, paced=True, endless=False)
    return Opening(file=url, options=_TRANSPORT)


def _mjpeg(url: str) -> Opening:
    """Pictures one after the other, each a part of a multipart answer, without time stamps."""
    return Opening(file=url, format="mpjpeg", options={"use_wallclock_as_timestamps": "1", "fflags": "nobuffer"})


def _camera(name: str, platform: str) -> Opening:
    """`NAME?size=1280x720&fps=30&format=mjpeg` by the driver of the system."""
    name, _, query = name.partition("?")
    asked = dict(parse_qsl(query))
    options = {"fflags": "nobuffer"}
    for ours, theirs in (("size", "video_size"), ("fps", "framerate")):
        if ours in asked:
            options[theirs] = asked[ours]
    shape = asked.get("format", "")
    if platform == "win32":
        options |= {"rtbufsize": "64M"} | ({"vcodec": shape} if shape else {})
        return Opening(file=f"video={unquote(name)}", format="dshow", options=options)
    if platform == "darwin":
        options |= {"pixel_format": shape} if shape else {}
        return Opening(file=unquote(name), format="avfoundation", options=options)
    options |= {"input_format": shape} if shape else {}
    return Opening(file=unquote(name), format="v4l2", options=options)


def _file(url: str) -> str:
    parts = urlsplit(url)
    path = unquote(parts.path)
    # file:///C:/clip.mp4 has a stroke too many before the drive.
    return path[1:] if len(path) > 2 and path[0] == "/" and path[2] == ":" else str(Path(path))


def _with(url: str, query: str) -> str:
    """What the person has written comes last, so it wins."""
    address, _, own = url.partition("?")
    return f"{address}?{query}&{own}" if own else f"{address}?{query}"
