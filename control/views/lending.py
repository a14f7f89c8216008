"""The slices of cameras that are lent."""

from msgspec import UNSET, Struct
from msgspec.structs import replace

from control.core import cameras
from control.core.air import Air
from control.core.countdown import Timer
from control.core.lending import presets_for
from control.core.lending_acts import Guest, GuestId, LendingState, Lent
from control.core.types import CameraId
from control.registry import State, air_of
from control.show import Show
from control.views.wire import ClockWire, Collection
from control.views.wire_lending import GuestWire, LendingWire, LendWire, LentWire, PresetNameWire, TurnWire

_WARNINGS = [10_000]
"""A guest should know that it ends."""


def lending(state: LendingState, show: Show) -> LendingWire:
    order = [camera.id for camera in show.cameras if camera.id in state.lent]
    return Collection(order=list(order), by_id={camera: _lent(state.lent[camera]) for camera in order})


def _lent(lent: Lent) -> LentWire:
    turn = lent.turn
    return LentWire(
        terms=lent.terms,
        queue=[_guest(guest) for guest in lent.queue],
        turn=TurnWire(number=turn.number, guest=_guest(turn.guest), clock=_clock(turn.clock)) if turn else UNSET,
        held=True if lent.held else UNSET,
    )


def _guest(guest: Guest) -> GuestWire:
    return GuestWire(id=guest.id, number=guest.number)


def _clock(clock: Timer) -> ClockWire:
    return ClockWire(
        state=clock.state,
        total=clock.total,
        target=clock.target if clock.target is not None else UNSET,
        left=clock.rest if clock.rest is not None else UNSET,
        warnings=_WARNINGS,
    )


def of(state: State, show: Show, subject: str) -> dict[str, Struct]:
    """For the guest `subject`, as `control.core.lending.guest_actor` names him. Nothing for a camera that the show has
    no more."""
    camera_id, _, guest_id = subject.partition("/")
    camera, guest = show.camera(CameraId(camera_id)), GuestId(guest_id)
    if camera is None or camera.ptz is None:
        return {}
    head = cameras.head_of(state.cameras, camera.id)
    air = air_of(state, show)
    lent = state.lending.lent.get(camera.id)
    wire = LendWire(
        camera=camera.id,
        name=camera.name,
        place_in_show=show.cameras.index(camera),
        there=head.phase == "connected",
        open=lent is not None,
        on_air=camera.id in air.cameras,
        waiting=len(lent.queue) if lent is not None else 0,
        pan_tilt=True if "pan-tilt" in head.can else UNSET,
        zoom=True if "zoom" in head.can else UNSET,
    )
    return {"lend": wire if lent is None else _of_lent(wire, state, lent, guest, air)}


def _of_lent(wire: LendWire, state: State, lent: Lent, guest: GuestId, air: Air) -> LendWire:
    mine = lent.turn is not None and lent.turn.guest.id == guest
    place = next((place for place, one in enumerate(lent.queue, 1) if one.id == guest), None)
    names = presets_for(lent.terms, state.cameras, CameraId(wire.camera)) if mine else {}
    zoom = lent.terms.zoom
    return replace(
        wire,
        busy=True if lent.turn is not None else UNSET,
        held=True if lent.held else UNSET,
        place=place if place is not None else UNSET,
        clock=_clock(lent.turn.clock) if lent.turn is not None and mine else UNSET,
        blocked=True if mine and air.may_show(CameraId(wire.camera)) and not lent.terms.air else UNSET,
        served=True if guest in lent.served else UNSET,
        barred=True if guest in lent.barred else UNSET,
        turn=lent.terms.turn,
        speed=lent.terms.speed,
        bounded=True if lent.terms.pan is not None or lent.terms.tilt is not None else UNSET,
        zoom_from=zoom[0] if zoom is not None and zoom[0] > 0 else UNSET,
        zoom_to=zoom[1] if zoom is not None and zoom[1] < 1 else UNSET,
        presets=[PresetNameWire(id=preset, name=name) for preset, name in names.items()] or UNSET,
    )
