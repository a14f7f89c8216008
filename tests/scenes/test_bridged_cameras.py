"""A show whose cameras Efir reads, in a real OBS: whatever happens to them, the programme is never blank."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from control.controller import Envelope
from control.core import feeds
from control.core.feeds import SetUse
from control.core.outputs import Actual, Output, SetOutput
from control.core.program import Take
from control.core.types import Actor, CameraId, Command, CommandId, Role, SceneId
from devices.feeds.simulated import Camera, CameraSettings, obey
from efir.assembly import Running, running
from efir.options import RunOptions
from tests.scenes.conftest import Peer
from tests.scenes.hands import Hand, until

pytestmark = [pytest.mark.obs, pytest.mark.slow]

LEFT, RIGHT = CameraId("left"), CameraId("right")
SHOW = """\
title: Проба
obs: {{canvas: {{width: 640, height: 360, fps: 30}}, url: {url}, password: !env OBS_PASSWORD}}
feeds: {{slate: {{colour: "#109040"}}}}
cameras:
  left:
    name: Левая
    url: tcp://127.0.0.1:{left}
    backup: red.mp4
    expect: {{width: 320, height: 180}}
    health: {{gap: 1s, ignore: [freeze]}}
    rules: {{back: 1s}}
  right:
    name: Правая
    url: tcp://127.0.0.1:{right}
    expect: {{width: 320, height: 180}}
    health: {{gap: 1s, ignore: [freeze]}}
    rules: {{hold: 700ms, back_from_slate: 300ms}}
scenes:
  pair:
    name: Пара
    sources:
      left: {{camera: left, place: {{width: 320, height: 180}}}}
      right: {{camera: right, place: {{x: 320, width: 320, height: 180}}}}
outputs: {{record: {{folder: recordings}}}}
"""


def red(path: Path) -> None:
    """A backup that no camera looks like."""
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        for n in range(50):
            picture = np.zeros((180, 320, 3), np.uint8)
            picture[:, :, 2] = 200
            picture[4 * n % 160 : 4 * n % 160 + 20] = (60, 60, 220)
            file.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        file.mux(video.encode(None))


def colour(part: NDArray[np.uint8]) -> str:
    b, g, r = np.median(part.reshape(-1, 3), axis=0)
    if max(b, g, r) < 16:
        return "blank"
    return "red" if r > b + 60 else "green" if g > b + 40 and g > r + 60 else "blue"


def halves(picture: NDArray[np.uint8]) -> tuple[str, str]:
    """What stands left and right in the upper half of the programme."""
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    inside = picture[height // 8 : -height // 8 - height]
    return colour(inside[:, width // 8 : -width // 8 - width]), colour(inside[:, width + width // 8 : -width // 8])


class Programme:
    """Looks at it."""

    def __init__(self, person: Hand) -> None:
        self._person = person

    async def shows(self, left: str, right: str, seconds: float = 45) -> None:
        seen = ("", "")
        try:
            async with asyncio.timeout(seconds):
                while True:
                    seen = await self.look()
                    if seen == (left, right):
                        return
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{seen} instead of {(left, right)}") from None

    async def look(self) -> tuple[str, str]:
        data = {"sourceName": "Пара", "imageFormat": "jpg", "imageWidth": 320, "imageHeight": 180}
        if await self._person.code("GetSourceScreenshot", data) != 100:
            return "none", "none"
        answer = await self._person.do("GetSourceScreenshot", data)
        packed = np.frombuffer(base64.b64decode(answer["imageData"].split(",", 1)[1]), np.uint8)
        decoded = cv2.imdecode(packed, cv2.IMREAD_COLOR)
        assert decoded is not None
        return halves(decoded.astype(np.uint8))


async def do(efir: Running, command: Command, key: str) -> None:
    receipt = await efir.controller.submit(Envelope(CommandId(key), Actor(Role.OPERATOR), command))
    assert receipt.ok, receipt.error


@asynccontextmanager
async def efir(folder: Path) -> AsyncIterator[Running]:
    options = RunOptions(data=folder / "data", port=0)
    async with running(folder / "show.yaml", options, lambda part: None) as up:
        yield up


@pytest.mark.timeout(300)
async def test_a_show_whose_cameras_die_and_come_back(
    obs_peer: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("efir.assembly.version", lambda name: "test")  # it reads the disk; nothing runs yet
    monkeypatch.setenv("OBS_PASSWORD", obs_peer.password.reveal())
    cameras = [Camera(CameraSettings(url="tcp://127.0.0.1:0", width=320, height=180, kbps=800)) for _ in range(2)]
    for camera in cameras:
        camera.start()
    left, right = cameras
    written = SHOW.format(url=obs_peer.url, left=left.port, right=right.port)
    (tmp_path / "show.yaml").write_text(written, encoding="utf-8")
    await asyncio.to_thread(red, tmp_path / "red.mp4")
    programme = Programme(obs_peer.hand)
    try:
        async with efir(tmp_path) as up:
            await until(lambda: up.controller.state.health.obs == "connected", 30)
            await do(up, Take(SceneId("pair"), auto=False), "take")
            await programme.shows("blue", "blue")
            await do(up, SetOutput(Output.RECORD, True), "record")
            await until(lambda: up.controller.state.outputs.record.actual is Actual.ON, 30)
            for camera in cameras:
                camera.faults = obey(camera.faults, "drop")
            await programme.shows("red", "green")
            assert feeds.of(up.controller.state.feeds, LEFT).showing == "backup"
            for camera in cameras:
                camera.faults = obey(camera.faults, "ok")
            await programme.shows("blue", "blue")
            await do(up, SetUse(LEFT, "backup"), "hold")
            await do(up, SetUse(RIGHT, "slate"), "slate")
            await programme.shows("red", "green")
            await do(up, SetUse(LEFT, "auto"), "free")
            await do(up, SetUse(RIGHT, "auto"), "free it")
            await programme.shows("blue", "blue")
            await do(up, SetOutput(Output.RECORD, False), "stop")
            await until(lambda: up.controller.state.outputs.record.actual is Actual.OFF, 30)
            recorded = Path(up.controller.state.outputs.record.detail)
        ports = json.loads((tmp_path / "data" / "feed-ports.json").read_text())
        async with efir(tmp_path):
            await programme.shows("blue", "blue", 60)
        assert json.loads((tmp_path / "data" / "feed-ports.json").read_text()) == ports
    finally:
        for camera in cameras:
            await asyncio.to_thread(camera.stop)
    seen = await asyncio.to_thread(frames, recorded)
    assert {"red", "green", "blue"} <= {part for pair in seen for part in pair}
    assert not [at for at, pair in enumerate(seen) if "blank" in pair], "the programme is never blank"


def frames(path: Path) -> list[tuple[str, str]]:
    with av.open(str(path)) as file:
        return [halves(frame.to_ndarray(format="bgr24").astype(np.uint8)) for frame in file.decode(video=0)]
