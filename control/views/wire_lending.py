"""A camera that is lent, as the operator sees it and as each guest does."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from control.core.lending_acts import Terms
from control.views.wire import ClockWire, Collection, Wire


class GuestWire(Wire, frozen=True, kw_only=True):
    id: str
    number: int
    """The how-manieth to come. Names are telemetry (`guests`)."""


class TurnWire(Wire, frozen=True, kw_only=True):
    number: int
    guest: GuestWire
    clock: ClockWire


class LentWire(Wire, frozen=True, kw_only=True):
    terms: Terms
    queue: list[GuestWire]
    """The next first."""
    turn: TurnWire | UnsetType = UNSET
    held: bool | UnsetType = UNSET
    """The operator has it back for now."""


LendingWire = Collection[LentWire]
"""Camera → on which terms it is lent, and to whom."""


class PresetNameWire(Wire, frozen=True, kw_only=True):
    id: str
    name: str


class LendWire(Wire, frozen=True, kw_only=True):
    """For one guest. Of others he learns how many they are."""

    camera: str
    name: str
    place_in_show: int
    """Its place among the cameras: of its pictures (`control.telemetry`)."""
    there: bool
    """The camera obeys somebody: it is switched on and connected."""
    open: bool
    on_air: bool
    waiting: int
    """In the queue."""
    busy: bool | UnsetType = UNSET
    """Somebody has it."""
    held: bool | UnsetType = UNSET
    """The operator has it back for now."""
    place: int | UnsetType = UNSET
    """In the queue, from 1; absent: not in it."""
    clock: ClockWire | UnsetType = UNSET
    """It is his turn."""
    blocked: bool | UnsetType = UNSET
    """It is his turn, but the camera is on air, or may be, where guests do not move it."""
    served: bool | UnsetType = UNSET
    """He had a turn."""
    barred: bool | UnsetType = UNSET
    turn: int | UnsetType = UNSET
    """How long one is, ms."""
    speed: float | UnsetType = UNSET
    bounded: bool | UnsetType = UNSET
    """It turns only so far."""
    zoom_from: float | UnsetType = UNSET
    """It zooms no wider; 0 is as wide as the lens goes, 1 as far in."""
    zoom_to: float | UnsetType = UNSET
    """It zooms no closer."""
    pan_tilt: bool | UnsetType = UNSET
    zoom: bool | UnsetType = UNSET
    presets: list[PresetNameWire] | UnsetType = UNSET
    """That he may call."""
