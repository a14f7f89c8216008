"""The slice of the cameras that move."""

from msgspec import UNSET

from control.core import cameras as core
from control.core.camera_acts import CamerasState, Recall, Store
from control.registry import State, air_of, cameras_in
from control.show import Camera, Show
from control.views.wire import Collection
from control.views.wire_cameras import CamerasWire, HeadWire, PresetWire


def cameras(state: State, show: Show) -> CamerasWire:
    heads: dict[str, HeadWire] = {
        camera.id: _head(state.cameras, camera) for camera in show.cameras if camera.ptz is not None
    }
    air, in_preview = air_of(state, show), cameras_in(state, show, state.program.preview)
    return CamerasWire(
        heads=Collection(order=list(heads), by_id=heads),
        on_air=[camera.id for camera in show.cameras if camera.id in air.cameras],
        in_preview=[camera.id for camera in show.cameras if camera.id in in_preview],
        air_unknown=True if not air.known else UNSET,
        unlocked=True if state.cameras.unlocked else UNSET,
    )


def _head(state: CamerasState, camera: Camera) -> HeadWire:
    head = core.head_of(state, camera.id)
    acts = [order.act for order in state.pending.values() if order.act.camera == camera.id]
    pending = {act.preset for act in acts if isinstance(act, Recall | Store)}
    taken = {preset.slot for preset in head.presets}
    slots = camera.ptz.usable_slots() if camera.ptz is not None else ()
    return HeadWire(
        phase=head.phase,
        reason=head.reason if head.reason is not None else UNSET,
        can=list(head.can),
        presets=Collection(
            order=[preset.id for preset in head.presets],
            by_id={
                preset.id: PresetWire(
                    name=preset.name,
                    slot=preset.slot,
                    picture=preset.picture or UNSET,
                    pending=True if preset.id in pending else UNSET,
                )
                for preset in head.presets
            },
        ),
        full=True if all(slot in taken for slot in slots) else UNSET,
        at=head.at if head.at is not None else UNSET,
        storing=True if None in pending else UNSET,
    )
