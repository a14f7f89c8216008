"""What a phone that is a camera is told of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from control.clock import Instant
from control.core import feeds
from control.core.types import CameraId, ItemId, SceneId
from control.registry import State, evolve
from control.show import Camera, Item, Scene
from control.showfile.faults import NOWHERE, Collector
from control.showfile.links import Links
from control.views import phone
from tests.control.core.shows import SLATE, make_show

YARD = SceneId("yard")
MADE = make_show()
CAMERA = Camera(id=CameraId("phone"), name="Двор", url="whip:", audio=True)
SHOW = replace(
    MADE,
    cameras=(*MADE.cameras, CAMERA),
    scenes=(*MADE.scenes, Scene(id=YARD, name="Двор", sources=(Item(id=ItemId("p"), name="п", camera=CAMERA.id),))),
)


def seen(scene: SceneId | None, preview: SceneId | None, *events: Any) -> Any:
    state = State()
    state = replace(state, program=replace(state.program, scene=scene, preview=preview))
    for event in events:
        state = evolve(state, event)
    return msgspec.to_builtins(phone.of(state, SHOW, CAMERA.id)["phone"])


@pytest.mark.parametrize(
    "scene, preview, tally",
    [
        (YARD, SLATE, "program"),
        (SLATE, YARD, "preview"),
        (YARD, YARD, "program"),
        (SLATE, None, "off"),
        (None, None, "off"),
    ],
)
def test_tally(scene: SceneId | None, preview: SceneId | None, tally: str) -> None:
    told = {"camera": "phone", "name": "Двор", "sound": True, "tally": tally}
    assert seen(scene, preview) == told


def test_something_else_goes_out_under_its_name() -> None:
    shown = feeds.Shown(CAMERA.id, "slate", Instant(1))
    assert seen(YARD, None, shown)["instead"] == "slate"


def test_a_camera_that_the_show_has_no_more() -> None:
    assert phone.of(State(), MADE, "phone") == {}
    assert not MADE.cameras[0].takes_phone
    assert replace(MADE.cameras[0], backup="whip:").takes_phone


@pytest.mark.parametrize(
    "url, right",
    [
        ("whip:", True),
        ("whip:?stun=10.0.0.1:3478", True),
        ("whip:?stun=a.local:1&stun=[::1]:2", True),
        ("whip:yard", False),
        ("whip://host", False),
        ("whip:?stun=", False),
        ("whip:?turn=a:1", False),
    ],
)
def test_addresses_in_the_show_file(tmp_path: Path, url: str, right: bool) -> None:
    faults = Collector("show.yaml")
    assert Links(tmp_path, faults).camera(url, NOWHERE, ("cameras", "phone", "url")) == url
    assert bool(faults) is not right
    if not right:
        assert [fault.code for fault in faults.all().faults] == ["show-phone-address"]
