"""Feeds of cameras in a real OBS: whatever happens to the camera, the programme is never blank."""

from __future__ import annotations

import asyncio
import base64
import time

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from devices.feeds import FeedConfig, FeedProcess, Rules, Showing, Slate, Thresholds, Up
from devices.feeds.simulated import Camera, CameraSettings, obey
from tests.scenes.conftest import Peer
from tests.scenes.hands import Hand, until

pytestmark = [pytest.mark.obs, pytest.mark.slow]

WIDTH, HEIGHT = 640, 360
# A slate that no camera shows: its green is told from the camera's blue in every pixel.
SLATE = Slate(colour="#109040", title="Камера 1", text="Скоро вернётся")


async def programme(person: Hand) -> NDArray[np.uint8]:
    """The scene as it is rendered now, BGR."""
    data = {"sourceName": "Scene", "imageFormat": "jpg", "imageWidth": 320, "imageHeight": 180}
    answer = await person.do("GetSourceScreenshot", data)
    packed = np.frombuffer(base64.b64decode(answer["imageData"].split(",", 1)[1]), np.uint8)
    decoded = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    assert decoded is not None
    return decoded.astype(np.uint8)


class Watcher:
    """Looks at the programme all the time."""

    def __init__(self, person: Hand) -> None:
        self.looks = 0
        self.blank = 0
        self.latest = np.zeros((180, 320, 3), np.uint8)
        self._person = person

    async def run(self) -> None:
        while True:
            self.latest = await programme(self._person)
            self.looks += 1
            self.blank += bool(self.latest.mean() < 12)
            await asyncio.sleep(0.02)

    @property
    def slate(self) -> bool:
        blue, green, red = np.median(self.latest.reshape(-1, 3), axis=0)
        return bool(green > blue + 40 and green > red + 60)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("passthrough, audio", [(False, False), (True, False), (True, True)])
async def test_the_programme_is_never_blank(obs_peer: Peer, passthrough: bool, audio: bool) -> None:
    person = obs_peer.hand
    main = Camera(CameraSettings(url="tcp://127.0.0.1:0", label="Main", width=WIDTH, height=HEIGHT, kbps=1500))
    main.start()
    shown: list[str] = []

    def told(message: Up) -> None:
        if isinstance(message, Showing):
            shown.append(message.shown)

    feed = FeedProcess(
        FeedConfig(
            name="one", url=f"tcp://127.0.0.1:{main.port}", slate=SLATE, width=WIDTH, height=HEIGHT, fps=25,
            thresholds=Thresholds(gap=1.0), rules=Rules(hold=0.5, back_from_slate=0.3), passthrough=passthrough,
            audio=audio,
        ),
        told,
    )  # fmt: skip
    running = asyncio.create_task(feed.run())
    watcher = Watcher(person)
    looking: asyncio.Task[None] | None = None
    try:
        await asyncio.wait_for(feed.ready(), 60)
        await until(lambda: shown[-1:] == ["main"], 60)
        settings = {"sceneName": "Scene", "inputName": "Camera", "inputKind": "ffmpeg_source"}
        await person.do("CreateInput", settings | {"inputSettings": feed.settings, "sceneItemEnabled": True})
        began = time.monotonic()
        while (await programme(person)).mean() < 12:
            assert time.monotonic() - began < 30, "the camera is in the programme"
        looking = asyncio.create_task(watcher.run())
        for _ in range(3):
            main.faults = obey(main.faults, "drop")
            await until(lambda: shown[-1] == "slate", 30)
            await until(lambda: watcher.slate, 30, "the slate is in the programme")
            main.faults = obey(main.faults, "ok")
            await until(lambda: shown[-1] == "main", 30)
            await until(lambda: not watcher.slate, 30, "the camera is in the programme")
    finally:
        if looking is not None:
            looking.cancel()
        running.cancel()
        await asyncio.gather(running, *([] if looking is None else [looking]), return_exceptions=True)
        await asyncio.to_thread(main.stop)
    assert shown == ["slate", "main", *["held", "slate", "main"] * 3] or shown == ["main", *shown[1:]]
    assert watcher.looks > 30
    assert watcher.blank == 0


@pytest.mark.timeout(120)
@pytest.mark.parametrize("passthrough", [False, True])
async def test_the_slate_has_its_colour_in_the_programme(obs_peer: Peer, passthrough: bool) -> None:
    """OBS takes what is unmarked for BT.709, which is what goes out; H.264 says so itself."""
    feed = FeedProcess(
        FeedConfig(
            name="one",
            url="/absent.mp4",
            slate=Slate(colour="#C04020"),
            width=WIDTH,
            height=HEIGHT,
            passthrough=passthrough,
        ),
        lambda message: None,
    )
    running = asyncio.create_task(feed.run())
    try:
        await asyncio.wait_for(feed.ready(), 60)
        data = {"sceneName": "Scene", "inputName": "Camera", "inputKind": "ffmpeg_source"}
        await obs_peer.hand.do("CreateInput", data | {"inputSettings": feed.settings, "sceneItemEnabled": True})
        began = time.monotonic()
        while (seen := await programme(obs_peer.hand)).mean() < 12:
            assert time.monotonic() - began < 30, "the slate is in the programme"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    middle = np.median(seen[88:92].reshape(-1, 3), axis=0)
    # The ground is 1.25 times as light at the top and 0.8 times at the bottom.
    assert middle == pytest.approx(np.array([0x20, 0x40, 0xC0]) * 1.025, abs=6)
