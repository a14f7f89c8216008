"""A show with simulated cameras in an OBS of Efir's own, and what of them is in OBS's picture."""

from __future__ import annotations

import asyncio
import base64
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from obsws_python import ReqClient
from ruamel.yaml import YAML

from tests.ports import free_port

SCENE, NAME = "cameras", "Камеры"
OTHER, OTHER_NAME = "other", "Фон"
WIDTH, HEIGHT, FPS = 640, 360, 30
"""OBS's canvas: two cores draw it in software beside everything else."""


class SimulatedCamera:
    """`efir simulate feed` in a process of its own: H.264 and a tone, as MPEG-TS at a TCP port unless another `url` is
    given."""

    def __init__(self, size: str, *, url: str = "", label: str = "Bench", marks: bool = False, fps: int = 25) -> None:
        self.url = url or f"tcp://127.0.0.1:{free_port()}"
        words = [
            "simulate",
            "feed",
            self.url,
            "--size",
            size,
            "--label",
            label,
            "--fps",
            str(fps),
            *(["--marks"] if marks else []),
        ]
        self._words = [sys.executable, "-m", "efir", *words]
        self._process: asyncio.subprocess.Process

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *self._words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.terminate()
        await self._process.wait()

    def tell(self, fault: str) -> float:
        """The moment in which it was told (`time.perf_counter()`); it obeys at its next picture."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{fault}\n".encode())
        return time.perf_counter()


def red_clip(path: Path) -> Path:
    """A backup that looks like no simulated camera: red, and moving. Blocking."""
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=25, options={"preset": "ultrafast", "g": "25"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        for n in range(100):
            picture = np.zeros((180, 320, 3), np.uint8)
            picture[:, :, 2] = 200
            picture[4 * n % 160 : 4 * n % 160 + 20] = (60, 60, 220)
            file.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        file.mux(video.encode(None))
    return path


def write(folder: Path, cameras: dict[str, dict[str, Any]]) -> Path:
    """A show file in `folder` whose first scene shows the cameras one over another. Blocking."""
    show = {
        "title": "Замер",
        "obs": {"canvas": {"width": WIDTH, "height": HEIGHT, "fps": FPS}},
        "cameras": cameras,
        "scenes": {
            SCENE: {"name": NAME, "sources": {camera: {"camera": camera} for camera in cameras}},
            OTHER: {"name": OTHER_NAME, "sources": {"ground": {"colour": "#304050"}}},
        },
    }
    file = folder / "show.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML().dump(show, stream)
    return file


def picture_of(client: ReqClient, source: str, width: int, height: int) -> NDArray[np.uint8]:
    """What the source shows when OBS answers, blue, green, red. Blocking; OBSSDKError while there is none."""
    answer: Any = client.get_source_screenshot(source, "jpg", width, height, 85)
    data = np.frombuffer(base64.b64decode(answer.image_data.partition(",")[2]), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("OBS's screenshot is no picture")
    return picture.astype(np.uint8)


def is_red(picture: NDArray[np.uint8]) -> bool:
    blue, _, red = np.median(picture.reshape(-1, 3), axis=0)
    return bool(red > blue + 60)


def is_blank(picture: NDArray[np.uint8]) -> bool:
    return bool(picture.mean() < 8)


async def until_seen(
    client: ReqClient, source: str, wanted: Callable[[NDArray[np.uint8]], bool], within: float
) -> tuple[float, int]:
    """(the moment in which the first such picture had arrived, `time.perf_counter()`; blank ones before it)."""
    blank, seen = 0, None
    deadline = time.perf_counter() + within
    while time.perf_counter() < deadline:
        picture = await asyncio.to_thread(picture_of, client, source, 160, 90)
        seen = picture.mean(axis=(0, 1)).round()
        if wanted(picture):
            return time.perf_counter(), blank
        blank += is_blank(picture)
    raise TimeoutError(f"not in OBS's picture within {within} s; its mean colour is {seen}")
