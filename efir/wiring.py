"""Where the show's things are on this computer, for an OBS whose kinds of inputs have become known."""

from collections.abc import Callable, Mapping
from typing import Any

from control.core.types import CameraId
from control.show import Camera
from efir.graphics import GraphicsInput
from efir.places import Places
from scenes.collection import Wiring

WiringFor = Callable[[frozenset[str]], Wiring]


def wiring_for(
    cameras: Mapping[CameraId, Camera], bridged: dict[CameraId, dict[str, Any]], graphics: GraphicsInput, places: Places
) -> WiringFor:
    def wire(kinds: frozenset[str]) -> Wiring:
        kind, settings = graphics.choose(kinds, places.graphics_page.absolute())
        return Wiring(
            cameras={camera.id: camera.url for camera in cameras.values()},
            graphics=settings,
            graphics_kind=kind,
            bridged=bridged,
        )

    return wire
