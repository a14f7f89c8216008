"""Which error is which reason, on every system: the classes and numbers as PyAV raises them there."""

from __future__ import annotations

import errno

import av.error
import pytest

from control.core.feeds import Why
from devices.feeds import srt
from devices.feeds.inputs import opening
from devices.feeds.trouble import Trouble, fault, of

WORDS = "the system's words"


def raised(number: int) -> Exception:
    """As PyAV has it for this number of this system."""
    return av.error.classes.get(number, av.error.UndefinedError)(number, WORDS)  # type: ignore[operator]


def known(host: str) -> bool:
    return host != "nowhere.invalid"


def why(error: Exception, url: str = "rtsp://camera.local/1", platform: str = "linux") -> Trouble:
    return of(error, opening(url, platform=platform), platform=platform, known=known)


@pytest.mark.parametrize(
    "error, expected",
    [
        (raised(errno.ECONNREFUSED), "refused"),
        (raised(errno.EHOSTUNREACH), "unreachable"),
        (raised(errno.ENETUNREACH), "unreachable"),
        (raised(errno.ETIMEDOUT), "no-answer"),
        (TimeoutError(), "no-answer"),
        (av.error.ExitError(1, WORDS), "no-answer"),
        (raised(errno.ECONNRESET), "broken"),
        (raised(errno.EPIPE), "broken"),
        (raised(errno.EADDRINUSE), "port-taken"),
        (raised(errno.EADDRNOTAVAIL), "not-our-address"),
        (raised(errno.EACCES), "not-allowed"),
        (raised(errno.EBUSY), "busy"),
        (av.error.HTTPUnauthorizedError(1, WORDS), "password"),
        (av.error.HTTPForbiddenError(1, WORDS), "forbidden"),
        (av.error.HTTPNotFoundError(1, WORDS), "no-such-path"),
        (av.error.EOFError(1, WORDS), "ended"),
        (av.error.InvalidDataError(1, WORDS), "format"),
        (av.error.DemuxerNotFoundError(1, WORDS), "format"),
        (av.error.DecoderNotFoundError(1, WORDS), "no-decoder"),
        (av.error.ProtocolNotFoundError(1, WORDS), "address"),
        (srt.ToolFailed(srt.PROGRAM), "no-srt"),
    ],
)
def test_what_has_words_of_ours_has_none_of_the_system(error: Exception, expected: Why) -> None:
    assert why(error) == Trouble(expected)


@pytest.mark.parametrize(
    "number, expected",
    [
        (107, "refused"), (10061, "refused"), (110, "unreachable"), (10065, "unreachable"), (10051, "unreachable"),
        (138, "no-answer"), (10060, "no-answer"), (108, "broken"), (10054, "broken"), (100, "port-taken"),
        (10048, "port-taken"), (10049, "not-our-address"), (10013, "not-allowed"), (errno.ENOENT, "no-file"),
    ],
)  # fmt: skip
def test_the_numbers_of_windows(number: int, expected: Why) -> None:
    """Of its C library and of its sockets: PyAV has no class for them there."""
    assert why(av.error.UndefinedError(number, WORDS), platform="win32") == Trouble(expected)


def test_one_number_is_another_thing_elsewhere() -> None:
    """110 is a time that is up on Linux, and a host without a way to it on Windows."""
    error = av.error.UndefinedError(110, WORDS)
    assert (why(error).why, why(error, platform="win32").why) == ("no-answer" if errno.ETIMEDOUT == 110 else "other",
                                                                  "unreachable")  # fmt: skip


@pytest.mark.parametrize(
    "url, expected",
    [
        ("rtsp://nowhere.invalid/1", Trouble("unknown-host")),
        ("tcp://nowhere.invalid:5000", Trouble("unknown-host")),
        ("rtsp://camera.local/1", Trouble("other", WORDS)),
        ("clip.mp4", Trouble("other", WORDS)),
        ("rtsp://[half/1", Trouble("address")),
    ],
)
def test_a_name_that_nobody_knows_is_an_error_of_input_or_output(url: str, expected: Trouble) -> None:
    assert why(raised(errno.EIO), url) == expected


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_a_camera_of_this_computer_that_is_not_there(platform: str) -> None:
    for number in (errno.ENOENT, errno.EIO, errno.ENODEV):
        assert why(raised(number), "camera:0", platform) == Trouble("no-device")
    assert why(raised(errno.EBUSY), "camera:0", platform) == Trouble("busy")
    assert why(raised(errno.ENOENT), "clip.mp4", platform) == Trouble("no-file")


@pytest.mark.parametrize(
    "url, waits",
    [
        ("rtsp+listen://0.0.0.0:8554/cam", True), ("rtmp+listen://0.0.0.0:1935/live", True), ("udp://:5000", True),
        ("tcp+listen://0.0.0.0:5000", True), ("srt://:7000", True), ("srt://10.0.0.5:7000?mode=listener", True),
        ("srt://10.0.0.5:7000", False), ("tcp://10.0.0.5:5000", False), ("rtmp://10.0.0.5/live", False),
        ("https://10.0.0.5/index.m3u8", False), ("http://10.0.0.5/video.mjpg", False),
    ],
)  # fmt: skip
def test_who_waits_is_not_sent_to_who_calls_gets_no_answer(url: str, waits: bool) -> None:
    assert why(av.error.ExitError(1, WORDS), url) == Trouble("nobody-sends" if waits else "no-answer")
    assert why(raised(errno.EADDRINUSE), url) == Trouble("port-taken")


@pytest.mark.parametrize(
    "error, expected",
    [
        (av.error.HTTPServerError(1, WORDS), "server"), (av.error.HTTPTooManyRequestsError(1, WORDS), "server"),
        (raised(errno.ENOMEM), "other"), (ValueError(WORDS), "other"),
    ],
)  # fmt: skip
def test_what_we_know_no_better_has_the_systems_words(error: Exception, expected: Why) -> None:
    found = why(error)
    assert found.why == expected
    assert WORDS in found.detail


def test_the_password_is_in_no_detail() -> None:
    told = [why(ValueError("rtsp://admin:geheim@10.0.0.5/1: no")), fault(RuntimeError("tcp://admin:geheim@10.0.0.5"))]
    assert [trouble.detail for trouble in told] == ["rtsp://10.0.0.5/1: no", "tcp://10.0.0.5"]
    assert fault(RuntimeError()).detail == "RuntimeError"
