"""Forms of addresses → how they are opened."""

from __future__ import annotations

import pytest

from control.language import LANGUAGES, Texts
from devices.feeds.inputs import BadAddress, opening


def test_network_forms() -> None:
    assert opening("rtsp://u:p@10.0.0.5/1").options["rtsp_transport"] == "tcp"
    udp = opening("rtsp+udp://10.0.0.5/1")
    assert (udp.file, udp.options["rtsp_transport"]) == ("rtsp://10.0.0.5/1", "udp")
    listening = opening("rtmp+listen://0.0.0.0:1935/live/cam")
    assert (listening.file, listening.options["listen"]) == ("rtmp://0.0.0.0:1935/live/cam", "1")
    assert opening("rtsp+listen://0.0.0.0:8554/cam").options["rtsp_flags"] == "listen"
    assert opening("tcp+listen://0.0.0.0:5000").file == "tcp://0.0.0.0:5000?listen=1"
    assert opening("srt://10.0.0.5:7000?latency=120").tool == "srt://10.0.0.5:7000?latency=120"
    assert opening("RTSP://10.0.0.5/1").options["rtsp_transport"] == "tcp"


def test_what_a_person_adds_to_an_address_wins() -> None:
    file = opening("udp://239.0.0.1:5000?buffer_size=9").file
    assert file.startswith("udp://239.0.0.1:5000?")
    assert file.endswith("&buffer_size=9")


def test_http_is_told_by_its_name() -> None:
    hls = opening("https://host/live/index.m3u8?token=1")
    assert (hls.format, hls.paced) == ("hls", True)
    assert opening("http://cam/video.mjpg").format == "mpjpeg"
    assert opening("http+mjpeg://cam/axis-cgi/stream").file == "http://cam/axis-cgi/stream"
    assert opening("http://host/feed.ts").format is None


def test_files_are_paced_and_have_an_end() -> None:
    for url in (
        "https://host/Clip.MP4?token=1",
        "clips/intro.mp4",
        r"C:\clips\intro.mp4",
        "file:///srv/%D0%BA%D0%BB%D0%B8%D0%BF.mp4",
    ):
        found = opening(url)
        assert found.paced
        assert not found.endless
    assert opening("file:///srv/%D0%BA%D0%BB%D0%B8%D0%BF.mp4").file == "/srv/клип.mp4"
    assert opening("file:///C:/clips/a.mp4").file == "C:/clips/a.mp4"


@pytest.mark.parametrize(
    "platform, driver, file, options",
    [
        ("linux", "v4l2", "HD Cam", {"video_size": "1280x720", "framerate": "30", "input_format": "mjpeg"}),
        ("win32", "dshow", "video=HD Cam", {"video_size": "1280x720", "framerate": "30", "vcodec": "mjpeg"}),
        ("darwin", "avfoundation", "HD Cam", {"video_size": "1280x720", "framerate": "30", "pixel_format": "mjpeg"}),
    ],
)
def test_cameras_of_this_machine(platform: str, driver: str, file: str, options: dict[str, str]) -> None:
    found = opening("camera:HD%20Cam?size=1280x720&fps=30&format=mjpeg", platform=platform)
    assert (found.format, found.file) == (driver, file)
    assert options.items() <= found.options.items()


@pytest.mark.parametrize("url", ["ftp://host/x", "rtmp+udp://host/x", "javascript://x", "udp+tcp://x"])
def test_an_unknown_form_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadAddress) as caught:
        opening(url)
    for language in LANGUAGES:
        said = Texts(language).format(caught.value.code, **caught.value.arguments)
        assert url.partition("://")[0] in said
