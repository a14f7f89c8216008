"""The shows that are benchmarked: the example's, small enough for a machine that also draws and encodes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from devices.footage import Footage, prepare
from webui.built import ROOT

EXAMPLE = ROOT / "examples" / "debate" / "show.yaml"
WIDTH, HEIGHT, FPS = 640, 360, 30
"""OBS's canvas: two cores draw it in software beside everything else."""
JUDGE = "judge"


def footage(folder: Path) -> list[Path]:
    """Two cameras' files, small enough to be decoded for next to nothing. Blocking."""
    small = [Footage(label, n, width=320, height=180, seconds=8) for n, label in enumerate(("Камера 1", "Камера 2"))]
    return list(prepare(small, folder))


def write(folder: Path, cameras: list[Path], *, pairs: int = 2, marks: bool = False) -> Path:
    """The show file in `folder`: `pairs` pairs of debaters, one judge, draws made by hand so that they are quick.

    `marks`: the graphics page carries what it shows as blocks a machine can read (`overlays.marks`).
    """
    yaml = YAML()
    show: dict[str, Any] = yaml.load(EXAMPLE)
    shutil.copytree(EXAMPLE.parent / "images", folder / "images", dirs_exist_ok=True)
    show["obs"] = {"canvas": {"width": WIDTH, "height": HEIGHT, "fps": FPS}}
    for camera, file in zip(("left", "right"), cameras, strict=True):
        show["cameras"][camera]["url"] = str(file)
    for source, left in (("left", 8), ("right", 324)):
        show["scenes"]["both"]["sources"][source]["place"] = {"x": left, "y": 92, "width": 308, "height": 173}
    show["scenes"]["result"]["sources"]["caption"]["place"] = {"x": 32, "y": 300, "width": 320, "height": 28}
    show["theme"]["marks"] = marks
    contest = show["contest"]
    contest["rules"] |= {"draw_method": "manual", "min_judges": 1}
    contest["participants"] = {f"d{n}": {"name": f"Участник {n}"} for n in range(1, 2 * pairs + 1)}
    contest["judges"] = {JUDGE: {"name": "Судья"}}
    contest["topics"] = {
        f"t{n}": {"title": f"Тема {n}", "first": "за", "second": "против"} for n in range(1, pairs + 1)
    }
    file = folder / "show.yaml"
    with file.open("w", encoding="utf-8") as stream:
        yaml.dump(show, stream)
    return file
