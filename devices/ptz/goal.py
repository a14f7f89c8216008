"""Whether a camera is at the preset it was told to go to: pure, `now` is seconds of any steady clock.

What it was told is in the journal; what a hand did since, or another controller, is not, nor whether it has arrived. So
that is seen here: where the camera tells where it stands, by that; where it does not, it is taken to be there until
somebody moves it.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from control.core import camera_acts as acts
from control.core.camera_acts import HeadState, Order, Where
from control.core.types import CameraId, PresetId
from devices.ptz.wire import Performed, Protocol

REST_S: Final = 2.0
"""A camera that stood still for so long does not go anywhere any more."""
ZOOM: Final = 0.02
"""So near is there, of the lens; of the rest see `turn_of`."""
STILL: Final = 10
"""Less than this part of what is near is no motion: some cameras tell a last digit that trembles."""


def turn_of(protocol: Protocol, degrees: bool) -> float:
    """How near is there: what motors miss a preset by, and a little. In the camera's own units half a degree is 7 to 25
    of VISCA's; ONVIF's whole range is from -1 to 1."""
    if degrees:
        return 0.5
    return 0.004 if protocol == "onvif" else 12.0


def near(one: Where, other: Where, turn: float, zoom: float = ZOOM) -> bool:
    if one.zoom is not None and other.zoom is not None and abs(one.zoom - other.zoom) > zoom:
        return False
    return abs(one.pan - other.pan) <= turn and abs(one.tilt - other.tilt) <= turn


class Goal(Struct, frozen=True):
    """Where a camera was told to go, and how far that has come."""

    preset: PresetId
    where: Where | None
    """As it was read when it was stored, or where the camera came to rest; None: not known."""
    order: int = 0
    accepted: bool = False
    here: bool = False
    last: Where | None = None
    """Where it was seen last, and since when it is there."""
    since: float = 0.0
    was: Goal | None = None
    """Where it is still if it does not go."""


def seen(goal: Goal, where: Where | None, now: float, turn: float) -> Goal | None:
    """After the camera was asked where it stands; None: it is not there, nor on its way."""
    if not goal.accepted:
        return goal
    if where is None:
        # It can be asked, and does not tell: as one that cannot be asked.
        mute = goal.last is None and now - goal.since >= REST_S
        return replace(goal, where=None, here=True) if mute else goal
    if goal.last is None or not near(where, goal.last, turn / STILL, ZOOM / STILL):
        goal = replace(goal, last=where, since=now)
    rests = now - goal.since >= REST_S
    if goal.where is None:
        return replace(goal, where=where, here=True) if rests else goal
    if near(where, goal.where, turn):
        return replace(goal, here=True)
    return None if goal.here or rests else goal


class Goals:
    """Of the cameras of a show. Where a camera is, as telemetry has it, is `mark`."""

    def __init__(self, protocols: dict[CameraId, Protocol]) -> None:
        self._protocols = protocols
        self._turns: dict[CameraId, float] = {}
        """Of those that can be asked where they stand."""
        self._goals: dict[CameraId, Goal] = {}
        self._where: dict[CameraId, Where | None] = {}

    # --- what it is told

    def begin(self, order: Order) -> None:
        camera, preset = order.act.camera, order.preset
        if isinstance(order.act, acts.Recall) and preset is not None:
            was = self._goals.get(camera)
            was = replace(was, was=None) if was is not None and was.here else None
            self._goals[camera] = Goal(preset.id, preset.where, order.number, was=was)
        elif isinstance(order.act, acts.Home | acts.Power | acts.PutBack):
            self._goals.pop(camera, None)

    def performed(self, order: Order, done: Performed, now: float) -> None:
        camera, preset = order.act.camera, order.preset
        if isinstance(order.act, acts.Recall):
            self._recalled(camera, order.number, done, now)
        elif done.ok and preset is not None:  # stored: it stands there
            where = done.where if isinstance(order.act, acts.Store) else preset.where
            self._goals[camera] = Goal(preset.id, where, order.number, accepted=True, here=True, since=now)

    def _recalled(self, camera: CameraId, number: int, done: Performed, now: float) -> None:
        goal = self._goals.get(camera)
        if goal is None or goal.order != number:
            return  # somebody wanted something else meanwhile
        if done.ok:
            self._goals[camera] = replace(goal, accepted=True, since=now, here=camera not in self._turns)
        elif goal.was is not None and done.code not in ("ptz-no-answer", "ptz-away"):
            self._goals[camera] = goal.was
        else:
            del self._goals[camera]

    # --- what else moves it

    def hand(self, camera: CameraId) -> None:
        self._goals.pop(camera, None)

    def halt(self, camera: CameraId) -> None:
        goal = self._goals.get(camera)
        if goal is not None and not goal.here:
            del self._goals[camera]

    # --- what is seen of it

    def see(self, camera: CameraId, where: Where | None, now: float) -> None:
        self._where[camera] = where
        goal, turn = self._goals.get(camera), self._turns.get(camera)
        if goal is None or turn is None:
            return
        after = seen(goal, where, now, turn)
        if after is None:
            del self._goals[camera]
        else:
            self._goals[camera] = after

    def found(self, camera: CameraId, head: HeadState, can: tuple[acts.Ability, ...], now: float) -> None:
        """It is connected. Where it was told to go last it may still be: that is seen if it tells where it stands."""
        if "position" not in can:
            return
        self._turns[camera] = turn_of(self._protocols[camera], "degrees" in can)
        preset = head.preset(head.at) if head.at is not None else None
        if camera not in self._goals and preset is not None and preset.where is not None:
            self._goals[camera] = Goal(preset.id, preset.where, accepted=True, here=True, since=now)

    def away(self, camera: CameraId) -> None:
        """What becomes of it meanwhile nobody knows."""
        self._goals.pop(camera, None)
        self._where.pop(camera, None)

    def marks(self) -> dict[CameraId, dict[str, Any]]:
        """Camera → `preset` and `arrived`, as in `webui.measured.HeadTelemetry`; of no others anything is known."""
        return {
            camera: {"preset": goal.preset, "arrived": goal.here}
            for camera, goal in self._goals.items()
            if not (goal.here and goal.where is not None and camera in self._turns and self._where.get(camera) is None)
        }
