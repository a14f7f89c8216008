"""The example's show, made small and quick: what the whole product is tested with."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.comments import TaggedScalar

from control.show import Canvas
from devices.footage import Footage, prepare
from webui.built import ROOT

EXAMPLE = ROOT / "examples" / "debate" / "show.yaml"
CANVAS = Canvas(width=640, height=360, fps=15)
"""As much as two cores can draw, encode twice, decode and look at beside three browsers."""
LEFT, RIGHT = (8, 92, 308, 173), (324, 92, 308, 173)
"""x, y, width, height of the two cameras in the scene `both`, on that canvas."""
SERVER, KEY, PASSWORD = "EFIR_TEST_SERVER", "EFIR_TEST_KEY", "EFIR_TEST_OBS_PASSWORD"
"""Environment variables the show file asks for (`!env`)."""


class Files(Struct, frozen=True):
    show: Path
    slate: Path
    recordings: Path


def small_footage(folder: Path) -> tuple[Path, ...]:
    """Two cameras small enough to be decoded for nothing; blocking."""
    labels = ("Камера 1", "Камера 2")
    return prepare([Footage(label, n, width=320, height=180, seconds=8) for n, label in enumerate(labels)], folder)


def debate_show(
    folder: Path,
    cameras: Sequence[Path],
    *,
    prepare: str = "6s",
    debate: str = "1:30",
    stream: bool = True,
    password: bool = False,
) -> Files:
    """`folder` gets the show file, its images, and later its recordings. The clock's lengths as in the show file."""
    yaml = YAML()
    show: dict[str, Any] = yaml.load(EXAMPLE)
    shutil.copytree(EXAMPLE.parent / "images", folder / "images")
    show["obs"] = {"canvas": {"width": CANVAS.width, "height": CANVAS.height, "fps": CANVAS.fps}}
    if password:
        show["obs"]["password"] = env(PASSWORD)
    for camera, file in zip(("left", "right"), cameras, strict=True):
        show["cameras"][camera]["url"] = str(file)
    for camera, place in (("left", LEFT), ("right", RIGHT)):
        show["scenes"]["both"]["sources"][camera]["place"] = dict(
            zip(("x", "y", "width", "height"), place, strict=True)
        )
    show["scenes"]["result"]["sources"]["caption"]["place"] = {
        "x": 32,
        "y": 300,
        "width": 320,
        "height": 28,
        "fit": "none",
    }
    show["theme"]["marks"] = True
    show["contest"]["rules"] |= {"prepare": prepare, "debate": debate, "warnings": ["3s"]}
    if stream:
        show["outputs"]["stream"] = {
            "name": "Платформа",
            "server": env(SERVER),
            "key": env(KEY),
            "video_kbps": 1200,
        }
    file = folder / "show.yaml"
    yaml.dump(show, file)
    return Files(file, folder / "images" / "slate.jpg", folder / "recordings")


def env(name: str) -> TaggedScalar:
    return TaggedScalar(value=name, style=None, tag="!env")
