"""«Дать порулить камерой»: a camera that moves is lent to guests, one after another, each for a while.

Whoever has the guests' link stands in a queue; the first has the camera until his time is up, he leaves, or the
operator takes it back, which is at once. Whose hand is obeyed says `may_move`; that it is so is seen to beside the
stick (`webui.lending`), because hands go past the journal. Of a guest nothing is known here but a number: names are
not kept.
"""

import math

from msgspec.structs import replace

from control.clock import Duration, Instant
from control.core import camera_acts, cameras
from control.core.air import Air
from control.core.camera_acts import CamerasState
from control.core.context import Context
from control.core.countdown import Timer
from control.core.lending_acts import (
    Barred,
    Close,
    Closed,
    Due,
    End,
    GiveBack,
    GivenBack,
    Gone,
    Guest,
    GuestId,
    Join,
    Joined,
    Leave,
    Left,
    LendingState,
    Lent,
    Open,
    Opened,
    Range,
    Recall,
    Remove,
    Skip,
    TakeBack,
    TakenBack,
    Terms,
    Turn,
    TurnBegan,
    TurnEnded,
)
from control.core.types import Actor, CameraId, Command, Decision, Event, PresetId, Role
from control.errors import Rejection, reject

COMMANDS = (Open, Close, TakeBack, GiveBack, Skip, Remove, Join, Leave, Recall, Gone, Due)
EVENTS = (Opened, Closed, TakenBack, GivenBack, Joined, Left, TurnBegan, TurnEnded, Barred)

SHORTEST_TURN, LONGEST_TURN = Duration(10_000), Duration(1_800_000)
SLOWEST = 0.01
MOST_WAITING = 30
"""In one queue."""
MOST_BARRED = 1_000
FURTHEST = 1e6
"""No camera counts as far."""


def guest_actor(camera: str, guest: str) -> Actor:
    """How the journal names a guest: by his camera and his browser."""
    return Actor(Role.GUEST, f"{camera}/{guest}")


def _who(actor: Actor) -> tuple[CameraId, GuestId]:
    camera, _, guest = actor.subject.partition("/")
    return CameraId(camera), GuestId(guest)


def may_move(state: LendingState, camera: CameraId, now: Instant, air: Air) -> tuple[GuestId | None, str]:
    """Whose hand is obeyed now, or None and why nobody's is (a Fluent id). `now` counts: a turn that is over is over,
    also if nobody has noticed yet."""
    lent = state.lent.get(camera)
    if lent is None:
        return None, "lending-closed"
    if lent.held:
        return None, "lending-held"
    if lent.turn is None or lent.turn.clock.left(now) <= 0:
        return None, "lending-not-your-turn"
    if air.may_show(camera) and not lent.terms.air:
        return None, "lending-on-air" if camera in air.cameras else "lending-air-unknown"
    return lent.turn.guest.id, ""


def decide(state: LendingState, command: Command, ctx: Context, heads: CamerasState | None = None) -> Decision:
    """`heads`: what is known of the cameras; other modules' state, `control.entries` brings it."""
    match command:
        case Join() | Leave():
            camera, guest = _who(ctx.actor)
            lent = state.lent.get(camera)
            if isinstance(command, Join):
                return _join(lent, camera, guest, ctx)
            return _out(lent, camera, guest, "left", ctx.now)
        case Open():
            return _open(state, command, ctx, heads or CamerasState())
        case Gone(camera=camera, guest=guest):
            return _out(state.lent.get(camera), camera, guest, "gone", ctx.now)
        case Due(camera=camera, turn=turn):
            lent = state.lent.get(camera)
            return _over(lent, camera, turn, ctx.now) if lent is not None else ()
    assert isinstance(command, Close | TakeBack | GiveBack | Skip | Remove)
    lent = state.lent.get(command.camera)
    if lent is None:
        return reject("lending-not-lent", camera=command.camera)
    return _operate(lent, command, ctx.now)


def _operate(lent: Lent, command: Close | TakeBack | GiveBack | Skip | Remove, now: Instant) -> Decision:
    camera, turn = command.camera, lent.turn
    match command:
        case Close():
            return (Closed(camera),)
        case TakeBack():
            return () if lent.held else (TakenBack(camera, turn.clock.pause(now) if turn is not None else None),)
        case GiveBack():
            if not lent.held:
                return ()
            given = GivenBack(camera, turn.clock.resume(now) if turn is not None else None)
            return (given,) if turn is not None else (given, *_next(replace(lent, held=False), camera, now))
        case Skip(turn=number):
            if turn is None or turn.number != number:
                return reject("lending-turn-over")
            return _ended(lent, camera, turn, "skipped", now)
        case Remove(guest=guest):
            events = _out(lent, camera, guest, "removed", now)
            if not events or isinstance(events, Rejection):
                return reject("lending-no-guest")
            return (*events, Barred(camera, guest))


def _open(state: LendingState, command: Open, ctx: Context, heads: CamerasState) -> Decision:
    camera, terms = ctx.show.camera(command.camera), command.terms
    if camera is None:
        return reject("no-such-camera", camera=command.camera)
    if camera.ptz is None:
        return reject("camera-fixed", camera=camera.name)
    if not SHORTEST_TURN <= terms.turn <= LONGEST_TURN:
        return reject("lending-turn-length", least=SHORTEST_TURN // 1000, most=LONGEST_TURN // 60_000)
    if not SLOWEST <= terms.speed <= 1:
        return reject("lending-speed")
    if not all(_sound(bounds) for bounds in (terms.pan, terms.tilt, terms.zoom)):
        return reject("lending-range")
    head = cameras.head_of(heads, camera.id)
    if terms.bounded and head.phase != "connected":
        return reject("camera-away", camera=camera.name)
    if terms.bounded and "position" not in head.can:
        return reject("lending-no-position", camera=camera.name)
    lent = state.lent.get(camera.id)
    if lent is not None and lent.terms == terms:
        return ()
    return (Opened(camera.id, terms, lent is None),)


def _sound(bounds: Range | None) -> bool:
    if bounds is None:
        return True
    low, high = bounds
    return math.isfinite(low) and math.isfinite(high) and -FURTHEST <= low < high <= FURTHEST


def _join(lent: Lent | None, camera: CameraId, guest: GuestId, ctx: Context) -> Decision:
    if lent is None or ctx.show.camera(camera) is None or not guest:
        return reject("lending-closed")
    if guest in lent.barred:
        return reject("lending-barred")
    if lent.guest(guest) is not None:
        return ()
    if len(lent.queue) >= MOST_WAITING:
        return reject("lending-queue-full", most=MOST_WAITING)
    one = Guest(guest, lent.came + 1)
    joined = Joined(camera, one)
    return (joined, *_next(replace(lent, queue=(*lent.queue, one)), camera, ctx.now))


def _next(lent: Lent, camera: CameraId, now: Instant) -> tuple[Event, ...]:
    """The turn that begins now, if one may."""
    if lent.held or lent.turn is not None or not lent.queue:
        return ()
    return (TurnBegan(camera, Turn(lent.turns + 1, lent.queue[0], Timer.of(lent.terms.turn).start(now))),)


def _over(lent: Lent, camera: CameraId, turn: int, now: Instant) -> tuple[Event, ...]:
    """Time is up, if it is."""
    if lent.turn is None or lent.turn.number != turn or lent.held or lent.turn.clock.left(now) > 0:
        return ()
    return _ended(lent, camera, lent.turn, "time", now)


def _ended(lent: Lent, camera: CameraId, turn: Turn, why: End, now: Instant) -> tuple[Event, ...]:
    return (TurnEnded(camera, turn.guest, why), *_next(replace(lent, turn=None), camera, now))


def _out(lent: Lent | None, camera: CameraId, guest: GuestId, why: End, now: Instant) -> Decision:
    """Out of the queue or off the stick; of somebody who is not there nothing happens."""
    if lent is None or lent.guest(guest) is None:
        return ()
    if lent.turn is not None and lent.turn.guest.id == guest:
        return _ended(lent, camera, lent.turn, why, now)
    return (Left(camera, guest, why),)


def recall(
    state: LendingState, command: Recall, ctx: Context, heads: CamerasState, air: Air
) -> camera_acts.Recall | Rejection:
    """What a guest's recall is to the camera. It is never confirmed: the lock of the camera on air holds for guests."""
    camera, guest = _who(ctx.actor)
    holder, why = may_move(state, camera, ctx.now, air)
    if holder != guest:
        return reject(why or "lending-not-your-turn")
    if air.may_show(camera) and not heads.unlocked:
        return reject("lending-preset-on-air" if camera in air.cameras else "lending-preset-air-unknown")
    if command.preset not in presets_for(state.lent[camera].terms, heads, camera):
        return reject("lending-no-preset")
    return camera_acts.Recall(camera, command.preset)


def presets_for(terms: Terms, heads: CamerasState, camera: CameraId) -> dict[PresetId, str]:
    """Which presets a guest may call, and their names. Where a range counts, only those that are known to lie in it."""
    if not terms.presets:
        return {}
    return {
        preset.id: preset.name
        for preset in cameras.head_of(heads, camera).presets
        if not terms.bounded or (preset.where is not None and _within(terms, preset.where))
    }


def _within(terms: Terms, where: camera_acts.Where) -> bool:
    return all(
        bounds is None or (at is not None and bounds[0] <= at <= bounds[1])
        for bounds, at in ((terms.pan, where.pan), (terms.tilt, where.tilt), (terms.zoom, where.zoom))
    )


def due(state: LendingState) -> tuple[Instant, Command] | None:
    """The end of the next turn."""
    moments = [
        (lent.turn.clock.target, camera, lent.turn.number)
        for camera, lent in state.lent.items()
        if lent.turn is not None and lent.turn.clock.target is not None
    ]
    if not moments:
        return None
    moment, camera, turn = min(moments)
    return moment, Due(camera, turn)


def evolve(state: LendingState, event: Event) -> LendingState:
    if not isinstance(event, EVENTS):
        return state
    if isinstance(event, Closed):
        return LendingState({camera: lent for camera, lent in state.lent.items() if camera != event.camera})
    lent = state.lent.get(event.camera)
    if isinstance(event, Opened):
        lent = Lent(event.terms) if lent is None else replace(lent, terms=event.terms)
    elif lent is not None:
        lent = _evolved(lent, event)
    return state if lent is None else LendingState({**state.lent, event.camera: lent})


def _evolved(lent: Lent, event: Event) -> Lent:
    match event:
        case TakenBack(clock=clock) | GivenBack(clock=clock):
            turn = replace(lent.turn, clock=clock) if lent.turn is not None and clock is not None else lent.turn
            return replace(lent, held=isinstance(event, TakenBack), turn=turn)
        case Joined(guest=new):
            return replace(lent, came=new.number, queue=(*lent.queue, new))
        case Left(guest=guest):
            return replace(lent, queue=tuple(one for one in lent.queue if one.id != guest))
        case TurnBegan(turn=turn):
            queue = tuple(one for one in lent.queue if one.id != turn.guest.id)
            return replace(lent, queue=queue, turn=turn, turns=turn.number)
        case TurnEnded(guest=had):
            return replace(lent, turn=None, served=lent.served | {had.id})
        case Barred(guest=guest) if len(lent.barred) < MOST_BARRED:
            return replace(lent, barred=lent.barred | {guest})
    return lent


def inverse(before: LendingState, event: Event) -> Command | None:
    """Lending is undone by closing it, and by nothing else: whose turn it was cannot be made good later."""
    match event:
        case Opened(camera=camera, first=True):
            return Close(camera)
    return None
