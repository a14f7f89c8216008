"""Cameras that move: their presets («ракурсы»), what they are told, and the lock that keeps the picture on air still.

A camera keeps a preset in one of its own *slots*; its name, its order, where it points and how that looks are kept
here. What a camera is told is an act (`control.core.outbox`): a worker (`devices.ptz`) performs it and reports. A hand
on the joystick is none of this: it is as lossy as a meter and goes past the journal (`devices.ptz.motion`).
"""

from msgspec.structs import replace

from control.core import putting_back
from control.core.air import Air
from control.core.camera_acts import (
    Act,
    Arrange,
    Arranged,
    CamerasState,
    Forget,
    Forgotten,
    HeadChanged,
    HeadState,
    Home,
    Lock,
    Locked,
    ObserveHead,
    Open,
    Opened,
    Order,
    Ordered,
    Power,
    Preset,
    PresetNames,
    PutBack,
    PutBackBegan,
    PutBackEnded,
    Recall,
    Rename,
    Renamed,
    Report,
    Reported,
    Restore,
    Restored,
    SetFocus,
    SetIris,
    SetWhiteBalance,
    Store,
)
from control.core.context import Context
from control.core.outbox import Ended, Sender
from control.core.types import CameraId, Command, CueId, Decision, EntryId, Event, PresetId
from control.errors import Rejection, reject
from control.show import Camera

COMMANDS = (
    Recall, Store, Home, PutBack, Power, SetFocus, SetIris, SetWhiteBalance,
    Rename, Arrange, Forget, Restore, Lock, Open, Report, ObserveHead,
)  # fmt: skip
EVENTS = (
    Opened, Ordered, Reported, PutBackBegan, PutBackEnded, Renamed, Arranged, Forgotten, Restored, Locked, HeadChanged
)  # fmt: skip

LONGEST_NAME = 60
MOST_PENDING = 32
"""Of one camera."""
_LEADING = Recall | Home | Power
"""Acts that lead the camera away from where it is; one that is switched on goes where its maker wants."""
_UNSURE = ("ptz-away", "ptz-no-answer", "ptz-unsure")
"""What became of it is not known."""


def head_of(state: CamerasState, camera: CameraId) -> HeadState:
    return state.heads.get(camera, HeadState())


def preset_names(state: CamerasState) -> PresetNames:
    return {(camera, preset.id): preset.name for camera, head in state.heads.items() for preset in head.presets}


def decide(state: CamerasState, command: Command, ctx: Context, air: Air) -> Decision:
    """`air`: what the audience sees of the cameras. Other modules' state: `control.entries` brings it."""
    match command:
        case Rename() | Arrange() | Forget() | Restore():
            return _edit(state, command)
        case Lock(on=on):
            return () if on is not state.unlocked else (Locked(on),)
        case Open():
            return _open(state, ctx)
        case Report():
            return _report(state, command, ctx, air)
        case ObserveHead(camera=camera, phase=phase, reason=reason, can=can):
            head = head_of(state, camera)
            same = (phase, reason, can) == (head.phase, head.reason, head.can)
            return () if same else (HeadChanged(camera, phase, reason, can),)
    assert isinstance(command, Act)
    return _order(state, command, ctx, air)


def _order(state: CamerasState, act: Act, ctx: Context, air: Air) -> Decision:
    camera = ctx.show.camera(act.camera)
    if camera is None:
        return reject("no-such-camera", camera=act.camera)
    wrong = _fault(state, act, camera, air)
    if wrong is not None:
        return wrong
    head = head_of(state, camera.id)
    if isinstance(act, PutBack):
        under_way = any(isinstance(one.act, PutBack) and one.act.camera == camera.id for one in state.pending.values())
        return putting_back.begin(head, act, camera.name, state.count + 1, ctx.now, under_way=under_way)
    preset = _preset(state, act, camera) if isinstance(act, Recall | Store) else None
    if isinstance(preset, Rejection):
        return preset
    was = head.at if isinstance(act, _LEADING) else None
    order = Ordered(Order(state.count + 1, act, ctx.now, preset, was=was))
    # Where it goes, what it stores: whoever wants that does not wait until all presets are put back.
    taken_over = putting_back.stopped(camera.id, head) if isinstance(act, _LEADING | Store) else ()
    return (order, *taken_over)


def _preset(state: CamerasState, act: Recall | Store, camera: Camera) -> Preset | Rejection:
    """The preset that the act is about; for `Store` as it will be."""
    head, name = head_of(state, camera.id), act.name.strip() if isinstance(act, Store) else ""
    if act.preset is not None:
        known = head.preset(act.preset)
        if known is None:
            return reject("no-such-preset", camera=camera.name)
        return replace(known, name=name or known.name)
    slots = camera.ptz.usable_slots() if camera.ptz is not None else ()
    stored = [order.preset for order in state.pending.values() if order.act.camera == camera.id and order.preset]
    taken = {preset.slot for preset in (*head.presets, *stored)}
    slot = next((slot for slot in slots if slot not in taken), None)
    if slot is None:
        return reject("presets-full", camera=camera.name, most=len(slots))
    return Preset(PresetId(f"{camera.id}-{state.count + 1}"), name or str(len(head.presets) + 1), slot)


def _fault(state: CamerasState, act: Act, camera: Camera, air: Air) -> Rejection | None:
    if camera.ptz is None:
        return reject("camera-fixed", camera=camera.name)
    if isinstance(act, Store) and len(act.name.strip()) > LONGEST_NAME:
        return reject("text-too-long", longest=LONGEST_NAME)
    # A camera that is not there is not told later, when nobody expects it to move any more.
    if head_of(state, camera.id).phase != "connected":
        return reject("camera-away", camera=camera.name)
    if sum(order.act.camera == camera.id for order in state.pending.values()) >= MOST_PENDING:
        return reject("camera-busy", camera=camera.name)
    if _jumps(act) and air.may_show(camera.id) and not state.unlocked:
        return reject("camera-on-air" if camera.id in air.cameras else "camera-air-unknown", camera=camera.name)
    return None


def _jumps(act: Act) -> bool:
    """Whether an audience would see it, and nobody has confirmed it. A camera that is switched on shows nothing yet."""
    match act:
        case Recall() | Home() | PutBack() | Power(on=False):
            return not act.confirmed
    return False


def _edit(state: CamerasState, command: Rename | Arrange | Forget | Restore) -> Decision:
    head = head_of(state, command.camera)
    match command:
        case Arrange(camera=camera, presets=presets):
            if sorted(presets) != sorted(preset.id for preset in head.presets):
                return reject("presets-changed")
            return () if presets == tuple(preset.id for preset in head.presets) else (Arranged(camera, presets),)
        case Restore(camera=camera, preset=preset, place=place):
            if any(preset.id == one.id or preset.slot == one.slot for one in head.presets):
                return reject("presets-changed")
            return (Restored(camera, preset, place),)
        case Rename(camera=camera, preset=preset_id, name=name):
            known, name = head.preset(preset_id), name.strip()
            if known is None:
                return reject("no-such-preset", camera=camera)
            if not name:
                return reject("text-empty")
            if len(name) > LONGEST_NAME:
                return reject("text-too-long", longest=LONGEST_NAME)
            return () if name == known.name else (Renamed(camera, preset_id, name, known.name),)
        case Forget(camera=camera, preset=preset_id):
            known = head.preset(preset_id)
            return (Forgotten(camera, known),) if known is not None else reject("no-such-preset", camera=camera)


def _open(state: CamerasState, ctx: Context) -> Decision:
    """A preset of the file that is known stays as people made it; one whose slot another has by now is left out."""
    new: dict[CameraId, tuple[Preset, ...]] = {}
    for camera in ctx.show.cameras:
        head = head_of(state, camera.id)
        slots = {preset.slot for preset in head.presets}
        fresh = tuple(
            Preset(preset.id, preset.name, preset.slot)
            for preset in (camera.ptz.presets if camera.ptz is not None else ())
            if head.preset(preset.id) is None and preset.id not in head.forgotten and preset.slot not in slots
        )
        if fresh:
            new[camera.id] = fresh
    known = any(head.phase != "connecting" for head in state.heads.values())
    nothing = not (new or state.pending or state.unlocked or known)
    return () if nothing else (Opened(new, tuple(state.pending), state.unlocked),)


def _report(state: CamerasState, report: Report, ctx: Context, air: Air) -> Decision:
    order = state.pending.get(report.number)
    if order is None:
        return ()
    camera = order.act.camera
    if isinstance(order.act, PutBack):
        seen = not order.act.confirmed and not state.unlocked and air.may_show(camera)
        return putting_back.go_on(head_of(state, camera), order, report, state.count + 1, ctx.now, seen=seen)
    if not report.ok:
        return (Reported(order.number, camera, False, report.code, report.detail),)
    stored = None
    if isinstance(order.act, Store) and order.preset is not None:
        # JSON has no other numbers: one in the journal, and it could not be read again.
        where = report.where if report.where is not None and report.where.finite else None
        stored = replace(order.preset, where=where, picture=report.picture)
    return (Reported(order.number, camera, True, stored=stored),)


def evolve(state: CamerasState, event: Event) -> CamerasState:
    match event:
        case Opened(presets=presets, unsure=unsure, locked=locked):
            for camera in {**state.heads, **presets}:
                head = head_of(state, camera)
                fresh = (*head.presets, *presets.get(camera, ()))
                state = _with(state, camera, replace(head, phase="connecting", reason=None, presets=fresh))
            for number in unsure:
                state = _failed(state, number, went=True)
            for camera, head in state.heads.items():
                state = _with(state, camera, putting_back.lost(head))
            return replace(state, unlocked=state.unlocked and not locked)
        case Ordered(order=order):
            head = head_of(state, order.act.camera)
            if isinstance(order.act, _LEADING):
                state = _with(state, order.act.camera, replace(head, at=_goal(order.act)))
            elif isinstance(order.act, PutBack) and order.preset is not None:
                state = _with(state, order.act.camera, putting_back.under_way(head, order.preset.id))
            return replace(state, pending={**state.pending, order.number: order}, count=order.number)
        case PutBackBegan(camera=camera, presets=presets):
            return _with(state, camera, putting_back.began(head_of(state, camera), presets))
        case PutBackEnded(camera=camera, end=end):
            return _with(state, camera, putting_back.ended(head_of(state, camera), end))
        case Reported(number=number, camera=camera, ok=ok, code=code, put_back=Preset(id=preset)):
            head = putting_back.reported(head_of(state, camera), preset, ok, code)
            return _with(_without(state, number), camera, head)
        case Reported(number=number, ok=False, code=code):
            return _failed(state, number, went=code in _UNSURE)
        case Reported(number=number, camera=camera, stored=stored):
            state = _without(state, number)
            return state if stored is None else _with(state, camera, _stored(head_of(state, camera), stored))
        case Locked(on=on):
            return replace(state, unlocked=not on)
        case HeadChanged(camera=camera, phase=phase, reason=reason, can=can):
            return _with(state, camera, replace(head_of(state, camera), phase=phase, reason=reason, can=can))
        case Renamed() | Arranged() | Forgotten() | Restored():
            return _with(state, event.camera, _edited(head_of(state, event.camera), event))
    return state


def _goal(act: Recall | Home | Power) -> PresetId | None:
    """The preset it leads to, if to any."""
    return act.preset if isinstance(act, Recall) else None


def _without(state: CamerasState, number: int) -> CamerasState:
    return replace(state, pending={one: order for one, order in state.pending.items() if one != number})


def _failed(state: CamerasState, number: int, *, went: bool) -> CamerasState:
    """Of what leads elsewhere the camera is where it was told to go before, or, if perhaps it `went`, nobody knows
    where; also for those that were told after it."""
    order = state.pending.get(number)
    state = _without(state, number)
    if order is None or not isinstance(order.act, _LEADING):
        return state
    camera, gone, at = order.act.camera, _goal(order.act), None if went else order.was
    pending = {
        one: replace(later, was=at) if one > number and later.act.camera == camera and later.was == gone else later
        for one, later in state.pending.items()
    }
    state, head = replace(state, pending=pending), head_of(state, camera)
    again = any(
        isinstance(one.act, _LEADING) and (one.act.camera, _goal(one.act)) == (camera, gone) for one in pending.values()
    )
    if head.at != gone or again:
        return state
    return _with(state, camera, replace(head, at=at if at is not None and head.preset(at) is not None else None))


def _stored(head: HeadState, preset: Preset) -> HeadState:
    if head.preset(preset.id) is None:
        return replace(head, presets=(*head.presets, preset), at=preset.id)
    return replace(head, presets=tuple(preset if one.id == preset.id else one for one in head.presets), at=preset.id)


def _edited(head: HeadState, event: Renamed | Arranged | Forgotten | Restored) -> HeadState:
    match event:
        case Renamed(preset=preset, name=name):
            presets = tuple(replace(one, name=name) if one.id == preset else one for one in head.presets)
            return replace(head, presets=presets)
        case Arranged(presets=order):
            return replace(head, presets=tuple(sorted(head.presets, key=lambda one: order.index(one.id))))
        case Forgotten(preset=preset):
            presets = tuple(one for one in head.presets if one.id != preset.id)
            at = None if head.at == preset.id else head.at
            return replace(head, presets=presets, forgotten=head.forgotten | {preset.id}, at=at)
        case Restored(preset=preset, place=place):
            presets = (*head.presets[:place], preset, *head.presets[place:])
            return replace(head, presets=presets, forgotten=head.forgotten - {preset.id})


def _with(state: CamerasState, camera: CameraId, head: HeadState) -> CamerasState:
    return replace(state, heads={**state.heads, camera: head})


def inverse(before: CamerasState, event: Event) -> Command | None:
    """A camera on air is not moved by an undo, either: what comes out is not confirmed."""
    match event:
        case Ordered(order=Order(act=Recall(camera=camera))):
            at = head_of(before, camera).at
            return Recall(camera, at) if at is not None else None
        case Renamed(camera=camera, preset=preset, was=was):
            return Rename(camera, preset, was)
        case Arranged(camera=camera):
            return Arrange(camera, tuple(preset.id for preset in head_of(before, camera).presets))
        case Forgotten(camera=camera, preset=gone):
            return Restore(camera, gone, head_of(before, camera).presets.index(gone))
        case Locked(on=on):
            return Lock(not on)
    return None


# --- for `control.entries`: cues that wait for their camera ---


def of_cue(events: tuple[Event, ...], item: EntryId, cue: CueId) -> tuple[tuple[Event, ...], str | None]:
    """The events of a cue's act, with the cue written into its order, and what its result waits for, if anything."""
    waits: str | None = None
    marked: list[Event] = []
    for event in events:
        if isinstance(event, Ordered):
            waits = _waits(event.order.number)
            event = replace(event, order=replace(event.order, sender=Sender(item, cue)))
        marked.append(event)
    return tuple(marked), waits


def _waits(number: int) -> str:
    return f"camera-{number}"


def ended(before: CamerasState, event: Event) -> tuple[Ended, ...]:
    """The cues' acts that an event ends."""
    match event:
        case Reported(number=number, ok=ok, code=code, detail=detail):
            order = before.pending.get(number)
            if order is not None and order.sender is not None:
                return (Ended(_waits(number), order.sender, ok, code or "", detail),)
        case Opened(unsure=unsure):
            orders = [before.pending[number] for number in unsure if number in before.pending]
            return tuple(
                Ended(_waits(order.number), order.sender, False, "ptz-unsure")
                for order in orders
                if order.sender is not None
            )
    return ()
