"""What the audience sees of the cameras: those of the scene on air, and those that a transition has not let go yet.

While a transition runs both pictures are on air, for the lock, the tally and those whom a camera is lent. A cut breaks
into it; any other transition waits for its end (`scenes.takes`).
"""

from msgspec import Struct

from control.clock import Instant
from control.core import sources, switches
from control.core.context import Context
from control.core.program import Taken
from control.core.sources import SourcesState
from control.core.switches import Switched, SwitchesState
from control.core.types import CameraId, Command, Decision, Event, SceneId
from control.show import Show


class Air(Struct, frozen=True):
    """`known` is False while somebody else's scene is on air, or none that was seen yet: any camera may be in it."""

    cameras: frozenset[CameraId] = frozenset()
    known: bool = True

    def may_show(self, camera: CameraId) -> bool:
        return camera in self.cameras or not self.known


class AirState(Struct, frozen=True):
    leaving: dict[CameraId, Instant] = {}
    """Camera → until when the picture with it fades."""
    unknown: Instant | None = None
    """Until when a picture fades of which nobody knows what is in it."""
    busy: Instant = Instant(0)
    """The end of the newest transition."""


class Settle(Command, frozen=True, tag="air.settle"):
    """A transition is over."""


class Leaving(Event, frozen=True, tag="air.leaving"):
    """A transition began: these are seen until its end, though they are not in the new scene."""

    cameras: tuple[CameraId, ...]
    until: Instant
    unknown: bool = False


class Settled(Event, frozen=True, tag="air.settled"):
    """What was to be seen until then is gone. Absent: all of it, by a cut."""

    at: Instant | None = None


COMMANDS = (Settle,)
EVENTS = (Leaving, Settled)


def seen_in(
    visible: SourcesState, switched: SwitchesState, show: Show, scene_id: SceneId | None
) -> frozenset[CameraId]:
    """The cameras that are seen in the scene."""
    scene = show.scene(scene_id) if scene_id is not None else None
    if scene is None:
        return frozenset()
    return frozenset(
        camera
        for item in scene.sources
        if sources.is_visible(visible, show, scene.id, item.id)
        and (camera := switches.camera_in(switched, show, item)) is not None
    )


def follow(
    state: AirState, event: Taken | Switched, before: Air, after: frozenset[CameraId], now: Instant
) -> tuple[Event, ...]:
    """What a change of the picture means for what was in it. `before`, `after`: the cameras of the scene on air alone.
    One that is leaving already may come back and leave once more: then it is seen until that end."""
    how = event.transition if isinstance(event, Taken) else event.how
    if how.kind == "cut":
        runs = state.busy > now or state.leaving or state.unknown is not None
        return (Settled(),) if runs and isinstance(event, Taken) else ()
    gone = tuple(sorted(before.cameras - after))
    if isinstance(event, Switched) and not gone:
        return ()  # it stands in no scene on air
    until = Instant(max(now, state.busy) + how.duration)
    return (Leaving(gone, until, unknown=not before.known),)


def decide(state: AirState, command: Command, ctx: Context) -> Decision:
    assert isinstance(command, Settle)
    moment = due(state)
    return (Settled(ctx.now),) if moment is not None and moment[0] <= ctx.now else ()


def due(state: AirState) -> tuple[Instant, Command] | None:
    """The end of the next transition that something leaves by."""
    moments = [*state.leaving.values(), *([state.unknown] if state.unknown is not None else [])]
    return (min(moments), Settle()) if moments else None


def evolve(state: AirState, event: Event) -> AirState:
    match event:
        case Leaving(cameras=cameras, until=until, unknown=unknown):
            leaving = {**state.leaving, **dict.fromkeys(cameras, until)}
            return AirState(leaving, until if unknown else state.unknown, until)
        case Settled(at=at):
            if at is None:
                return AirState()
            leaving = {camera: until for camera, until in state.leaving.items() if until > at}
            still = state.unknown is not None and state.unknown > at
            return AirState(leaving, state.unknown if still else None, state.busy)
    return state


def inverse(before: AirState, event: Event) -> Command | None:
    return None
