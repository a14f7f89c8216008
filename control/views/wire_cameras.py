"""Cameras that move, as the operator's pages see them."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from control.core.camera_acts import Ability, Code, HeadPhase, RoundEnd
from control.views.wire import Collection, Wire


class PresetWire(Wire, frozen=True, kw_only=True):
    name: str
    slot: int
    """In the camera."""
    picture: str | UnsetType = UNSET
    """A name under `/api/presets/pictures/`."""
    pending: bool | UnsetType = UNSET
    """It is on its way to it, or it is being stored: the camera has not answered yet."""
    placed: bool | UnsetType = UNSET
    """Where it points is known here, too: it can be put back into a camera that has lost it."""


class RoundWire(Wire, frozen=True, kw_only=True):
    """Presets on their way back into the camera's memory: ids, of those that are there still."""

    todo: list[str]
    done: list[str]
    failed: list[str]
    end: RoundEnd | UnsetType = UNSET
    """How it ended; absent: it goes on."""


class HeadWire(Wire, frozen=True, kw_only=True):
    phase: HeadPhase
    reason: Code | UnsetType = UNSET
    """Why it is away."""
    can: list[Ability]
    presets: Collection[PresetWire]
    full: bool | UnsetType = UNSET
    """All its slots are taken."""
    round: RoundWire | UnsetType = UNSET
    """The last one, also when it is over."""
    storing: bool | UnsetType = UNSET
    """A new preset is on its way."""


class CamerasWire(Wire, frozen=True, kw_only=True):
    """Of the cameras that move."""

    heads: Collection[HeadWire]
    on_air: list[str]
    """Cameras, these and others, that the audience sees."""
    in_preview: list[str]
    air_unknown: bool | UnsetType = UNSET
    """Somebody else's scene is on air, or none was seen yet: for the lock and for guests any camera may be on air."""
    unlocked: bool | UnsetType = UNSET
    """A camera on air may jump without being confirmed."""
