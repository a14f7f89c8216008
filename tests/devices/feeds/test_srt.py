"""SRT by `srt-live-transmit`."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time

import pytest

from devices.feeds import srt
from devices.feeds.trouble import Trouble
from tests import real

from .watching import watching


@pytest.fixture
def transmitter() -> str:
    return str(real.require("srt"))


async def test_srt_through_srt_live_transmit(transmitter: str, free_port: int) -> None:
    from devices.feeds.simulated import Camera, CameraSettings

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        udp = probe.getsockname()[1]
    camera = Camera(CameraSettings(url=f"udp://127.0.0.1:{udp}", width=320, height=180, kbps=500))
    sender = await asyncio.create_subprocess_exec(
        transmitter, "-q", f"udp://127.0.0.1:{udp}", f"srt://127.0.0.1:{free_port}?mode=listener",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    camera.start()
    try:
        with watching(f"srt://127.0.0.1:{free_port}?latency=120") as seen:
            await asyncio.to_thread(seen.until, lambda: len(seen.pictures) > 20 and len(seen.blocks) > 20, 40)
            sender.kill()
            await asyncio.to_thread(seen.until, lambda: seen.source.trouble, 20)
            await asyncio.to_thread(seen.until, lambda: seen.source.trouble == Trouble("no-answer"), 40)
    finally:
        if sender.returncode is None:
            sender.kill()
        await sender.wait()
        await asyncio.to_thread(camera.stop)


@pytest.mark.timeout(120)
def test_srt_that_waits_for_a_call_ends_if_nobody_calls_and_stays_with_who_does(
    transmitter: str, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or one whose feed was killed would keep the port for ever."""
    url = f"srt://:{free_port}?mode=listener"
    monkeypatch.setattr("devices.feeds.srt.ALONE", ("-timeout:4", "-timeout-mode:1"))
    with srt.receiving(url) as tool:
        assert tool.wait(30) == 0
    for limit in (4, 20):  # once more where a busy machine took longer to call than the first allows
        monkeypatch.setattr("devices.feeds.srt.ALONE", (f"-timeout:{limit}", "-timeout-mode:1"))
        if _stays(url, transmitter, free_port, limit + 3.0):
            return
    pytest.fail("it ends though it was called")


def _stays(url: str, transmitter: str, port: int, seconds: float) -> bool:
    """Whether it is still there so long after it was called, and gives what comes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        udp = probe.getsockname()[1]
    with srt.receiving(url) as tool, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as camera:
        began = time.monotonic()
        sender = subprocess.Popen(
            [transmitter, "-q", f"udp://127.0.0.1:{udp}", f"srt://127.0.0.1:{port}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while tool.poll() is None and time.monotonic() - began < seconds:
                camera.sendto(b"G" * 1316, ("127.0.0.1", udp))
                time.sleep(0.01)
            return tool.poll() is None and tool.stdout is not None and bool(tool.stdout.read(1316))
        finally:
            sender.kill()
            sender.wait()


def test_only_srt_that_listens_ends_by_itself() -> None:
    urls = ["srt://:7000", "srt://:7000?mode=listener", "srt://0.0.0.0:7000?latency=9&mode=listener"]
    assert [srt._limits(url) for url in urls] == [srt.ALONE] * 3
    assert srt._limits("srt://10.0.0.5:7000?latency=120") == srt._limits("srt://:7000?mode=rendezvous") == ()


def test_without_srt_live_transmit_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.feeds.srt.find_program", lambda: None)
    with watching("srt://127.0.0.1:9?latency=120") as seen:
        seen.until(lambda: seen.source.trouble == Trouble("no-srt"))
