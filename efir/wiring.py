"""Where the show's things are on this computer, for an OBS whose kinds of inputs have become known."""

from collections.abc import Callable

from control.core.types import CameraId
from efir.graphics import GraphicsInput
from efir.places import Places
from scenes.collection import Wiring

WiringFor = Callable[[frozenset[str]], Wiring]


def wiring_for(cameras: dict[CameraId, str], graphics: GraphicsInput, places: Places) -> WiringFor:
    def wire(kinds: frozenset[str]) -> Wiring:
        kind, settings = graphics.choose(kinds, places.graphics_page.absolute())
        return Wiring(cameras=cameras, graphics=settings, graphics_kind=kind)

    return wire
