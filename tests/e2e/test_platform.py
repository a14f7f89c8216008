"""The tests' own instruments: a platform that streams, a viewer that sees."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import real
from tests.e2e.platform import Platform, Viewer


@pytest.fixture
def red_stream(tmp_path: Path) -> Iterator[Platform]:
    """A platform to which a red picture is streamed for half a minute."""
    ffmpeg = real.require("ffmpeg")
    platform = Platform(tmp_path)
    picture = "color=c=red:size=320x180:rate=15"
    encoder = "-c:v libx264 -preset ultrafast -tune zerolatency -g 15 -pix_fmt yuv420p -f flv"
    broadcaster = subprocess.Popen(
        [ffmpeg, "-loglevel", "error", "-re", "-f", "lavfi", "-i", picture, "-t", "30", *encoder.split(), platform.url],
        stdin=subprocess.DEVNULL,
    )
    yield platform
    broadcaster.kill()
    broadcaster.wait()
    platform.close()


@pytest.mark.rtmp
async def test_the_viewer_sees_what_is_streamed(red_stream: Platform) -> None:
    with Viewer(red_stream.url) as viewer:
        frame = await viewer.until(lambda frame: frame[90, 160, 0] > 200, "a red picture")
        assert frame.shape == (180, 320, 3)
        assert frame[90, 160, 1] < 60
