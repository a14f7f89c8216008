"""RTSP and RTMP pulled from a server: the simulated camera's own, GStreamer's, and nginx with its RTMP module."""

from __future__ import annotations

import select
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.feeds.simulated import Camera, CameraSettings, obey
from devices.feeds.simulated.rtp import Start
from devices.feeds.simulated.rtsp import RtspServer
from devices.feeds.simulated.rtsp_text import Request, Way, may, take, way
from devices.feeds.trouble import Trouble
from tests import real
from tests.e2e.platform import Platform

from .media import FPS, make
from .watching import Seen, pitch, watching

SETTINGS = CameraSettings(url="rtsp+serve://127.0.0.1:0/cam", width=320, height=180, kbps=500)


@contextmanager
def camera(**changes: object) -> Iterator[Camera]:
    made = Camera(msgspec.structs.replace(SETTINGS, **changes))
    made.start()
    try:
        yield made
    finally:
        made.stop()


def url(served: Camera | RtspServer, login: str = "", transport: str = "") -> str:
    return f"rtsp{transport}://{login}127.0.0.1:{served.port}/cam"


# --- What is said


@given(st.lists(st.integers(1, 60), max_size=8), st.binary(max_size=40))
def test_requests_are_found_however_they_come(cuts: list[int], report: bytes) -> None:
    """RTCP of the client's in between (RFC 2326, 10.12), a body, and pieces of any size."""
    first = b"PLAY rtsp://h/cam RTSP/1.0\r\nCSeq: 4\r\nSession: 12\r\n\r\n"
    second = b"GET_PARAMETER rtsp://h/cam RTSP/1.0\r\ncseq:5\r\nContent-Length: 4\r\n\r\na\r\n\r"
    data = b"$\1" + len(report).to_bytes(2) + report + first + b"$\3\0\2ab" + second
    buffer, found, at = bytearray(), [], 0
    for cut in [*cuts, len(data)]:
        buffer += data[at : at + cut]
        at += cut
        while (request := take(buffer)) is not None:
            found.append(request)
    assert found == [
        Request("PLAY", "rtsp://h/cam", {"cseq": "4", "session": "12"}),
        Request("GET_PARAMETER", "rtsp://h/cam", {"cseq": "5", "content-length": "4"}),
    ]
    assert not buffer


@pytest.mark.parametrize(
    "data, why",
    [
        (b"\r\n\r\n", "not enough values"),
        (b"PLAY\r\n\r\n", "not enough values"),
        (b"\xff\xfe\r\n\r\n", "can't decode"),
        (b"x" * 70_000, "too long"),
        (b"PLAY x RTSP/1.0\r\nContent-Length: -40\r\n\r\n", "impossible"),
    ],
)
def test_what_is_no_request_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        take(bytearray(data))


@pytest.mark.parametrize(
    "asked", ["RTP/AVP/TCP;interleaved=255", "RTP/AVP;unicast;client_port=70000-70001", "RTP/AVP/TCP;interleaved=a-b"]
)
def test_a_way_that_cannot_be_is_refused(asked: str) -> None:
    with pytest.raises(ValueError, match=r"more than|invalid literal"):
        way(asked, 0)


@pytest.mark.parametrize(
    "asked, found",
    [
        ("RTP/AVP/TCP;unicast;interleaved=2-3", Way(False, (2, 3))),
        ("RTP/AVP/TCP", Way(False, (4, 5))),
        ("RTP/AVP;unicast;client_port=5000-5001", Way(True, (5000, 5001))),
        ("RTP/AVP;multicast, RTP/AVP/UDP;unicast;client_port=5000", Way(True, (5000, 5001))),
        ("RTP/AVP;multicast;port=5000-5001", None),
        ("", None),
    ],
)
def test_the_way_is_chosen_that_the_client_would_take(asked: str, found: Way | None) -> None:
    assert way(asked, 2) == found


def test_the_digest_of_the_rfc() -> None:
    """As RFC 2069 (errata 749) has it, which RFC 2617 keeps for servers that ask for no quality of protection."""
    fields = (
        'username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'uri="/dir/index.html", response="1949323746fe6a43ef61f9606e7febea"'
    )
    request = Request("GET", "", {"authorization": f"Digest {fields}"})
    nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"
    assert may(request, "Mufasa", "CircleOfLife", nonce, "testrealm@host.com")
    assert not may(request, "Mufasa", "CircleOfLive", nonce, "testrealm@host.com")
    assert not may(request, "Mufasa", "CircleOfLife", nonce[::-1], "testrealm@host.com")
    for strange in ("Digest username=", "Digest x", 'Digest username="Mufasa", response="é"'):
        assert not may(Request("GET", "", {"authorization": strange}), "Mufasa", "CircleOfLife", nonce)
    assert not may(Request("GET", "", {}), "Mufasa", "CircleOfLife", nonce, "testrealm@host.com")


# --- Any client


def pull(address: str, transport: str = "tcp", pictures: int = 40) -> tuple[list[av.VideoFrame], list[av.AudioFrame]]:
    """What comes until there are so many pictures."""
    seen: list[av.VideoFrame] = []
    heard: list[av.AudioFrame] = []
    with av.open(address, options={"rtsp_transport": transport}, timeout=20) as container:
        for packet in container.demux():
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    seen.append(frame)
                elif isinstance(frame, av.AudioFrame):
                    heard.append(frame)
            if len(seen) >= pictures:
                break
    return seen, heard


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_pictures_and_sound_come_from_a_key_frame_on(transport: str) -> None:
    with camera() as served:
        seen, heard = pull(url(served), transport, 6 * FPS)  # with a report of the sender's, which comes after 5 s
    assert seen[0].key_frame, "who comes late begins with one"
    assert not any(frame.is_corrupt for frame in seen)
    assert {(frame.width, frame.height) for frame in seen} == {(320, 180)}
    stamps = [frame.time for frame in seen if frame.pts is not None]
    assert np.diff(stamps) == pytest.approx(1 / FPS, abs=0.002)
    assert stamps[-1] < 8, "counted from where PLAY began"
    sounds = [frame.time for frame in heard if frame.time is not None]
    assert np.diff(sounds) == pytest.approx(1024 / 48_000, abs=0.002)
    wave = np.concatenate([frame.to_ndarray()[0] for frame in heard[2:30]])
    assert np.abs(np.fft.rfft(wave)).argmax() * 48_000 / wave.size == pytest.approx(440, abs=30)
    assert heard[-1].time == pytest.approx(stamps[-1], abs=0.3)


def test_several_at_once() -> None:
    found: list[list[av.VideoFrame]] = []
    with camera() as served:
        threads = [
            threading.Thread(target=lambda way=way: found.append(pull(url(served), way)[0]))
            for way in ("tcp", "udp", "tcp")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert [len(seen) for seen in found] == [40, 40, 40]


def test_who_takes_nothing_is_left() -> None:
    server = RtspServer(urlsplit(SETTINGS.url))
    try:
        with talk(server) as say:
            server.numbers[0] = 0
            server.begin(b"v=0", [Start(0, 0)])
            say("SETUP", "/track0", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1")
            say.begin("PLAY")
            while not select.select([say.connection], [], [], 0.01)[0]:  # until it plays
                server.begin(b"v=0", [Start(0, 0)])
            packets = 0
            while server.clients():
                server.send(0, bytes(1200), False)
                packets += 1
                assert packets < 100_000, "120 MB wait somewhere"
        assert packets > 10
    finally:
        server.close()


@contextmanager
def talk(served: Camera | RtspServer) -> Iterator[Talk]:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        yield Talk(connection, url(served))


class Talk:
    """Says a request by hand; the answer's status, headers and body."""

    def __init__(self, connection: socket.socket, address: str) -> None:
        self.connection = connection
        self.file = connection.makefile("rb")
        self._url, self._number = address, 0

    def begin(self, method: str, path: str = "", *lines: str) -> None:
        self._number += 1
        self.connection.sendall(
            "\r\n".join([f"{method} {self._url}{path} RTSP/1.0", f"CSeq: {self._number}", *lines, "", ""]).encode()
        )

    def __call__(self, method: str, path: str = "", *lines: str) -> tuple[int, dict[str, str], bytes]:
        self.begin(method, path, *lines)
        status = int(self.file.readline().split()[1])
        headers = {}
        while line := self.file.readline().decode().strip():
            name, _, value = line.partition(": ")
            headers[name] = value
        assert headers["CSeq"] == str(self._number)
        return status, headers, self.file.read(int(headers.get("Content-Length", "0")))


def test_the_words_of_a_session() -> None:
    with camera() as served, talk(served) as say:
        assert "GET_PARAMETER" in say("OPTIONS")[1]["Public"]
        status, headers, body = say("DESCRIBE", "", "Accept: application/sdp")
        assert (status, headers["Content-Type"]) == (200, "application/sdp")
        assert "sprop-parameter-sets=Z" in body.decode(), "SPS and PPS, so that a decoder can begin"
        assert "config=1188" in body.decode(), "AAC, 48 kHz, one channel"
        assert say("PLAY")[0] == 455, "nothing was set up"
        for nowhere in ("", "/track2", "/track", "/track-1", "/track1/more"):
            assert say("SETUP", nowhere, "Transport: RTP/AVP/TCP")[0] == 404
        assert say("SETUP", "/track1", "Transport: RTP/AVP;multicast")[0] == 461
        status, headers, _ = say("SETUP", "/track1", "Transport: RTP/AVP/TCP;unicast;interleaved=6-7")
        assert headers["Transport"] == "RTP/AVP/TCP;unicast;interleaved=6-7"
        session = headers["Session"].partition(";")[0]
        assert say("GET_PARAMETER", "", "Session: another")[0] == 454
        assert say("GET_PARAMETER", "", f"Session: {session}")[0] == 200
        assert say("PAUSE", "", f"Session: {session}")[0] == 501
        assert say("DESCRIBE", "/elsewhere")[0] == 404
        status, headers, _ = say("PLAY", "", f"Session: {session}")
        assert headers["RTP-Info"].startswith(f"url={url(served)}/track1;")
        head = say.file.read(16)
        assert head[:2] == b"$\x06", "sound on its channel"
        assert f"seq={int.from_bytes(head[6:8])};rtptime=" in headers["RTP-Info"]
        told = int(headers["RTP-Info"].rpartition("=")[2])
        assert abs(int.from_bytes(head[8:12]) - told) < 4096, "the key frame's time, in the clock of the sound"


# --- Its faults, as Efir sees them


def measured(seen: Seen, of: Callable[[Any], Any]) -> Callable[[], bool]:
    """A condition on what is measured; what is not known yet does not hold."""

    def holds() -> bool:
        try:
            return bool(of(seen.source.measures(time.monotonic())))
        except TypeError:
            return False

    return holds


def stamp(seen: Seen) -> float:
    """Of the newest picture, in its own seconds."""
    frame = seen.source.frame
    return frame.time or 0.0 if frame is not None else 0.0


FAULTS: dict[str, Callable[[Any], Any]] = {
    "freeze": lambda now: now.still > 1 and now.fps > FPS / 2,
    "black": lambda now: now.luma < 20,
    "silence": lambda now: now.level < -60,
    "jitter 1": lambda now: now.interval > 0.2,
    "corrupt 0.3": lambda now: now.errors > 1,
    "size 640x360": lambda now: now.width == 640,
}


@pytest.mark.parametrize("transport", ["", "+udp"])
def test_drop_and_back(transport: str) -> None:
    with camera() as served, watching(url(served, transport=transport)) as seen:
        seen.until(lambda: len(seen.pictures) > 20 and len(seen.blocks) > 20)
        assert pitch(seen.blocks[-20:]) == pytest.approx(440, abs=30)
        served.faults = obey(served.faults, "drop")
        seen.until(lambda: seen.source.trouble)
        assert not seen.source.measures(time.monotonic()).connected
        with pytest.raises((OSError, av.FFmpegError)):
            pull(url(served))
        served.faults = obey(served.faults, "ok")
        count = len(seen.pictures)
        seen.until(lambda: len(seen.pictures) > count + 20 and not seen.source.trouble)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_seen_and_passes(fault: str) -> None:
    with camera() as served, watching(url(served)) as seen:
        seen.until(lambda: len(seen.pictures) > 20 and len(seen.blocks) > 20)
        assert not measured(seen, FAULTS[fault])()
        served.faults = obey(served.faults, fault)
        seen.until(measured(seen, FAULTS[fault]))
        served.faults = obey(served.faults, "ok")
        seen.until(measured(seen, lambda now: now.connected and not FAULTS[fault](now)))


@pytest.mark.parametrize("transport", ["", "+udp"])
def test_time_stamps_that_begin_anew_end_nothing(transport: str) -> None:
    with camera() as served, watching(url(served, transport=transport)) as seen:
        seen.until(lambda: stamp(seen) > 2)
        served.faults = obey(served.faults, "back")
        seen.until(lambda: stamp(seen) < 2)
        count, sounds = len(seen.pictures), len(seen.blocks)
        seen.until(lambda: len(seen.pictures) > count + 2 * FPS)
        assert len(seen.blocks) > sounds + 60
        seen.until(measured(seen, lambda now: abs(now.skew) < 0.2))
        assert not seen.source.trouble, "the same connection"


def test_the_password_of_the_address() -> None:
    login = "admin:gehe%40im@"
    with camera(url=f"rtsp+serve://{login}127.0.0.1:0/cam") as served:
        for wrong in ("", "admin:falsch@", "other:gehe%40im@"):
            with pytest.raises(av.HTTPUnauthorizedError):
                pull(url(served, wrong))
        with watching(url(served, "admin:falsch@")) as seen:
            seen.until(lambda: seen.source.trouble == Trouble("password"))
        with watching(url(served, login) + "/elsewhere") as seen:
            seen.until(lambda: seen.source.trouble == Trouble("no-such-path"))
        with watching(url(served, login)) as seen:
            seen.until(lambda: len(seen.pictures) > 5)


# --- Servers of others

GSTREAMER = """
import sys, gi
gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer
Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=sys.argv[1])
factory = GstRtspServer.RTSPMediaFactory(shared=True)
factory.set_launch(sys.argv[2])
server.get_mount_points().add_factory("/cam", factory)
server.attach(None) or sys.exit("the port is taken")
print("ready", flush=True)
GLib.MainLoop().run()
"""


@contextmanager
def gstreamer(python: Path, port: int, film: Path) -> Iterator[None]:
    launch = (
        f'( filesrc location="{film}" ! qtdemux name=film'
        " film.video_0 ! queue ! rtph264pay name=pay0 pt=96 config-interval=-1"
        " film.audio_0 ! queue ! rtpmp4gpay name=pay1 pt=97 )"
    )
    server = subprocess.Popen(
        [python, "-c", GSTREAMER, str(port), launch], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        yield
    finally:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("transport", ["", "+udp"])
def test_gstreamers_server_dies_and_comes_back(tmp_path: Path, free_port: int, transport: str) -> None:
    python = real.require("gst-rtsp")
    film = make(tmp_path / "film.mp4", seconds=30)
    with watching(f"rtsp{transport}://127.0.0.1:{free_port}/cam") as seen:
        for _ in range(2):
            with gstreamer(python, free_port, film):
                seen.pictures.clear()
                seen.blocks.clear()
                seen.until(lambda: len(seen.pictures) > FPS and len(seen.blocks) > 40)
                assert pitch(seen.blocks[-20:]) == pytest.approx(440, abs=30)
                assert measured(seen, lambda now: (now.codec, now.width) == ("h264", 320))()
                seen.until(measured(seen, lambda now: now.errors < 1 and abs(now.skew) < 0.3))
            seen.until(lambda: not seen.source.measures(time.monotonic()).connected)


def test_rtmp_pulled_from_nginx_stops_and_goes_on(tmp_path: Path) -> None:
    platform = Platform(tmp_path)
    try:
        with camera(url=platform.url) as pushed, watching(platform.url) as seen:
            seen.until(lambda: len(seen.pictures) > 20 and len(seen.blocks) > 20)
            assert pitch(seen.blocks[-20:]) == pytest.approx(440, abs=30)
            pushed.faults = obey(pushed.faults, "drop")
            seen.until(measured(seen, lambda now: not now.connected or now.gap > 1))
            pushed.faults = obey(pushed.faults, "ok")
            count = len(seen.pictures)
            seen.until(lambda: len(seen.pictures) > count + 20)
    finally:
        platform.close()
