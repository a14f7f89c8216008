"""The slice of the cameras that move."""

from msgspec import UNSET, UnsetType

from control.core import cameras as core
from control.core.camera_acts import CamerasState, HeadState, PutBack, Recall, Store
from control.registry import State, air_of, cameras_in
from control.show import Camera, Show
from control.views.wire import Collection
from control.views.wire_cameras import CamerasWire, HeadWire, PresetWire, RoundWire


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
    orders = [order for order in state.pending.values() if order.act.camera == camera.id]
    pending = {order.act.preset for order in orders if isinstance(order.act, Recall | Store)}
    pending |= {order.preset.id for order in orders if isinstance(order.act, PutBack) and order.preset is not None}
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
                    placed=True if preset.where is not None else UNSET,
                )
                for preset in head.presets
            },
        ),
        full=True if all(slot in taken for slot in slots) else UNSET,
        round=_round(head),
        storing=True if None in pending else UNSET,
    )


def _round(head: HeadState) -> RoundWire | UnsetType:
    if head.round is None:
        return UNSET
    return RoundWire(
        todo=[one for one in head.round.todo if head.preset(one) is not None],
        done=[one for one in head.round.done if head.preset(one) is not None],
        failed=[one for one in head.round.failed if head.preset(one) is not None],
        end=head.round.end if head.round.end is not None else UNSET,
    )
