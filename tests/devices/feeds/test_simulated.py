"""The simulated camera: its words, its marks, its damage, its command line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Generator
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.language import LANGUAGES, Texts
from devices.feeds.simulated import Faults, FaultUnknown, obey
from devices.feeds.simulated.marks import MODULO, draw_time, read_time
from devices.feeds.simulated.sinks import Damage
from efir.cli import main

ROOT = Path(__file__).parents[3]


def test_words() -> None:
    wrong = obey(obey(Faults(), "freeze"), "jitter 0.2")
    assert wrong == Faults(freeze=True, jitter=0.2)
    assert obey(wrong, "freeze off") == Faults(jitter=0.2)
    assert obey(wrong, "size 641x361").size == (640, 360)
    assert obey(Faults(), "black for 3", now=10).until == 13
    assert obey(obey(wrong, "back"), "ok") == Faults(jumps=1), "time stamps stay where they are"


@pytest.mark.parametrize("line", ["", "dance", "jitter much", "size big", "black for ever", "corrupt -1", "jitter nan"])
def test_other_words_are_refused(line: str) -> None:
    with pytest.raises(FaultUnknown) as caught:
        obey(Faults(), line)
    for language in LANGUAGES:
        assert "freeze" in Texts(language).format(caught.value.code, **caught.value.arguments)


@given(st.integers(0, MODULO - 1), st.sampled_from([(1280, 720), (640, 360), (320, 180)]))
def test_the_time_is_read_from_the_picture(value: int, size: tuple[int, int]) -> None:
    pixels = np.full((size[1], size[0], 3), 90, np.uint8)
    assert read_time(pixels[..., 0]) is None
    draw_time(pixels, value)
    assert read_time(pixels[..., 1]) == value


@given(st.integers(0, 8).map(lambda packets: bytes(188 * packets)), st.floats(0.05, 1))
def test_damage_keeps_the_length_and_the_first_byte(data: bytes, share: float) -> None:
    damaged = Damage()(data, share)
    assert len(damaged) == len(data)
    assert damaged[::188] == data[::188]
    assert Damage()(data, 0) == data


def test_damage_keeps_the_head_of_an_rtp_packet() -> None:
    damaged = Damage()(bytes(1200), 1, 1200, 12)
    assert (len(damaged), damaged[:12]) == (1200, bytes(12))
    assert any(damaged)


@pytest.mark.parametrize("served", ["tcp://127.0.0.1:{}", "rtsp+serve://127.0.0.1:{}/cam"])
async def test_the_command_serves_a_camera_and_obeys(free_port: int, served: str) -> None:
    served = served.format(free_port)
    url = served.replace("rtsp+serve", "rtsp")
    camera = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "efir", "--language", "en", "simulate", "feed", served,
        "--size", "320x180", "--kbps", "500", "--label", "Зал", "--fault", "black",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert camera.stdin is not None
    assert camera.stdout is not None
    assert camera.stderr is not None
    try:
        async with asyncio.timeout(90):
            assert f" {url}." in (await camera.stdout.readline()).decode()
            light = await asyncio.to_thread(brightness, url)
            assert next(light) < 20
            camera.stdin.write(b"ok\nplay\n")
            while await asyncio.to_thread(next, light) < 40:
                pass
            assert "no command" in (await camera.stderr.readline()).decode()
        await asyncio.to_thread(light.close)
    finally:
        camera.kill()
        await camera.wait()


def brightness(url: str) -> Generator[float, None, None]:
    with av.open(url, timeout=30) as container:
        for frame in container.decode(video=0):
            yield float(frame.to_ndarray()[:180].mean())


@pytest.mark.parametrize(
    "words, status, says",
    [
        (("ftp://host",), 2, "cannot send to ftp://host"),
        (("udp://127.0.0.1:9", "--size", "big"), 2, "--size"),
        (("udp://127.0.0.1:9", "--fault", "dance"), 3, "There is no command"),
        (("tcp://256.0.0.1:9",), 3, "could not be taken"),
    ],
)
def test_what_cannot_be_simulated(
    words: tuple[str, ...], status: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EFIR_LANGUAGE", "en")
    assert main(["simulate", "feed", *words]) == status
    assert says in " ".join(capsys.readouterr().err.split())
