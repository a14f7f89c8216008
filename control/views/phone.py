"""What a phone that is a camera sees of the show: itself, and whether it is on the air."""

from typing import Literal
from urllib.parse import parse_qsl

from msgspec import UNSET, Struct, UnsetType

from control.core.types import CameraId
from control.registry import State, cameras_in, cameras_on_air
from control.show import PHONE, Camera, Show
from control.views.wire import Wire

Tally = Literal["program", "preview", "off"]


class PhoneWire(Wire, frozen=True, kw_only=True):
    """Nobody else gets it."""

    camera: str
    name: str
    sound: bool
    """Its sound is used: without it the page asks for no microphone."""
    tally: Tally
    """Of its scene, as the operator sees it."""
    instead: Literal["main", "backup", "held", "slate"] | UnsetType = UNSET
    """What goes out under its name, if it is told. `main` is the camera's own address, `backup` what stands in."""
    backup: bool | UnsetType = UNSET
    """The phone is the backup of this camera."""
    ice: list[str] | UnsetType = UNSET
    """STUN servers that the show file names; none by default."""


def of(state: State, show: Show, subject: str) -> dict[str, Struct]:
    """Nothing for a camera that the show has no more."""
    camera = show.camera(CameraId(subject))
    if camera is None:
        return {}
    feed = state.feeds.feeds.get(camera.id)
    return {
        "phone": PhoneWire(
            camera=camera.id,
            name=camera.name,
            sound=camera.audio,
            tally=_tally(state, show, camera.id),
            instead=feed.showing if feed is not None and feed.showing is not None else UNSET,
            backup=True if not camera.url.startswith(PHONE) else UNSET,
            ice=_ice(camera) or UNSET,
        )
    }


def _ice(camera: Camera) -> list[str]:
    url = camera.url if camera.url.startswith(PHONE) else camera.backup or ""
    return [f"stun:{server}" for _, server in parse_qsl(url.partition("?")[2])]


def _tally(state: State, show: Show, camera: CameraId) -> Tally:
    if camera in cameras_on_air(state, show):
        return "program"
    return "preview" if camera in cameras_in(state, show, state.program.preview) else "off"
