"""The tests' own instruments: a platform that streams, a viewer that sees."""

import subprocess
from pathlib import Path

import pytest

from tests import real
from tests.e2e.platform import Platform, Viewer


@pytest.mark.rtmp
async def test_the_viewer_sees_what_is_streamed(tmp_path: Path) -> None:
    ffmpeg = real.require("ffmpeg")
    platform = Platform(tmp_path)
    picture = "color=c=red:size=320x180:rate=15"
    encoder = "-c:v libx264 -preset ultrafast -tune zerolatency -g 15 -pix_fmt yuv420p -f flv"
    broadcaster = subprocess.Popen(
        [ffmpeg, "-loglevel", "error", "-re", "-f", "lavfi", "-i", picture, "-t", "30", *encoder.split(), platform.url],
        stdin=subprocess.DEVNULL,
    )
    try:
        with Viewer(platform.url) as viewer:
            frame = await viewer.until(lambda frame: frame[90, 160, 0] > 200, "a red picture")
            assert frame.shape == (180, 320, 3)
            assert frame[90, 160, 1] < 60
    finally:
        broadcaster.kill()
        broadcaster.wait()
        platform.close()
