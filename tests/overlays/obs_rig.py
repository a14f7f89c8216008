"""A real OBS on a virtual screen, with one scene: a plain colour and the bridge's media source above it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from websockets.asyncio.client import ClientConnection, connect

from tests import real

PASSWORD = "correct horse"
BACKGROUND = (200, 120, 40)  # BGR, far from both ends so that wrong alpha shows


class Obs:
    """A running OBS, asked one request at a time."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last = 0

    async def ask(self, request: str, **data: Any) -> dict[str, Any]:
        self._last += 1
        body = {"requestType": request, "requestId": str(self._last), "requestData": data}
        await self._socket.send(json.dumps({"op": 6, "d": body}))
        while True:
            message = json.loads(await self._socket.recv())
            if message["op"] == 7 and message["d"]["requestId"] == str(self._last):
                assert message["d"]["requestStatus"]["result"], message["d"]
                answer: dict[str, Any] = message["d"].get("responseData", {})
                return answer

    async def program(self, width: int, height: int, kind: str = "jpg") -> NDArray[np.uint8]:
        """The scene as it is rendered now, BGR."""
        answer = await self.ask(
            "GetSourceScreenshot", sourceName="Main", imageFormat=kind, imageWidth=width, imageHeight=height
        )
        data = np.frombuffer(base64.b64decode(answer["imageData"].split(",", 1)[1]), np.uint8)
        decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert decoded is not None
        return decoded.astype(np.uint8)


def _collection(settings: dict[str, Any]) -> dict[str, Any]:
    def item(name: str, number: int) -> dict[str, Any]:
        return {
            "name": name, "id": number, "visible": True, "locked": False, "pos": {"x": 0.0, "y": 0.0},
            "scale": {"x": 1.0, "y": 1.0}, "align": 5, "bounds_type": 0, "blend_type": "normal",
            # Partial alpha is exact only so (measured on OBS 29): straight alpha, blended as the page blends.
            "blend_method": "srgb_off",
        }  # fmt: skip

    blue, green, red = BACKGROUND
    return {
        "name": "Bridge", "current_scene": "Main", "current_program_scene": "Main", "scene_order": [{"name": "Main"}],
        "current_transition": "Cut", "transition_duration": 300, "transitions": [], "groups": [],
        "sources": [
            {
                "id": "color_source_v3", "versioned_id": "color_source_v3", "name": "Ground",
                "settings": {"color": 0xFF << 24 | blue << 16 | green << 8 | red, "width": 1280, "height": 720},
            },
            {"id": "ffmpeg_source", "versioned_id": "ffmpeg_source", "name": "Graphics", "settings": settings},
            {
                "id": "scene", "versioned_id": "scene", "name": "Main",
                "settings": {"id_counter": 2, "custom_size": False, "items": [item("Ground", 1), item("Graphics", 2)]},
            },
        ],
    }  # fmt: skip


def _lay_out(home: Path, port: int, settings: dict[str, Any], canvas: tuple[int, int], fps: int) -> None:
    width, height = canvas
    config = home / ".config/obs-studio"
    (config / "basic/profiles/Bridge").mkdir(parents=True)
    (config / "basic/scenes").mkdir(parents=True)
    (config / "global.ini").write_text(
        "[General]\nFirstRun=true\n[Basic]\nProfile=Bridge\nProfileDir=Bridge\n"
        "SceneCollection=Bridge\nSceneCollectionFile=Bridge\n[BasicWindow]\nPreviewEnabled=false\n"
        f"[OBSWebSocket]\nFirstLoad=false\nServerEnabled=true\nServerPort={port}\nAuthRequired=true\n"
        f"AlertsEnabled=false\nServerPassword={PASSWORD}\n",
        "utf-8",
    )
    (config / "basic/profiles/Bridge/basic.ini").write_text(
        f"[General]\nName=Bridge\n[Video]\nBaseCX={width}\nBaseCY={height}\nOutputCX={width}\nOutputCY={height}\n"
        f"FPSType=1\nFPSInt={fps}\n[Output]\nMode=Simple\n",
        "utf-8",
    )
    (config / "basic/scenes/Bridge.json").write_text(json.dumps(_collection(settings)), "utf-8")


@contextlib.asynccontextmanager
async def running_obs(
    home: Path, port: int, settings: dict[str, Any], canvas: tuple[int, int], fps: int
) -> AsyncIterator[Obs]:
    """OBS with its own home, screen and websocket; SIGINT at the end, as it ignores SIGTERM."""
    _lay_out(home, port, settings, canvas, fps)
    run = home / "run"
    run.mkdir(mode=0o700)
    real.require("gl")
    read_end, write_end = os.pipe()
    screen = await asyncio.create_subprocess_exec(
        real.require("xvfb"), "-displayfd", str(write_end), "-screen", "0", "1280x720x24", "-nolisten", "tcp",
        pass_fds=[write_end], stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    try:
        with os.fdopen(read_end) as answer:
            display = (await asyncio.to_thread(answer.readline)).strip()
        environment = {
            **os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "XDG_RUNTIME_DIR": str(run),
            "DISPLAY": f":{display}", "LIBGL_ALWAYS_SOFTWARE": "1", "QT_QPA_PLATFORM": "xcb",
        }  # fmt: skip
        obs = await asyncio.create_subprocess_exec(
            real.require("obs"), "--multi", "--minimize-to-tray", "--disable-missing-files-check", "--disable-updater",
            env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with await _connected(port) as socket:
                yield Obs(socket)
        finally:
            if obs.returncode is None:
                obs.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(obs.wait(), 10)
            except TimeoutError:
                obs.kill()
                await obs.wait()
    finally:
        screen.terminate()
        await screen.wait()


async def _dialled(port: int) -> ClientConnection:
    while True:
        try:
            return await connect(f"ws://127.0.0.1:{port}", max_size=None, compression=None)
        except OSError:
            await asyncio.sleep(0.2)


async def _connected(port: int) -> ClientConnection:
    async with asyncio.timeout(30):
        socket = await _dialled(port)
    hello = json.loads(await socket.recv())["d"]["authentication"]
    secret = _digest(PASSWORD + hello["salt"])
    answer = {"rpcVersion": 1, "eventSubscriptions": 0, "authentication": _digest(secret + hello["challenge"])}
    await socket.send(json.dumps({"op": 1, "d": answer}))
    assert json.loads(await socket.recv())["op"] == 2
    # OBS answers before its scenes are there.
    obs = Obs(socket)
    async with asyncio.timeout(20):
        while True:
            try:
                await obs.ask("GetSceneItemList", sceneName="Main")
                return socket
            except AssertionError:
                await asyncio.sleep(0.2)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
