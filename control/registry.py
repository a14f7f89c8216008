"""The one table of modules: the root state, commands and events as bytes, what one event does. A new capability is a
new module and a line in `MODULES`."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from types import ModuleType
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from control.clock import Instant
from control.contest import debate
from control.contest.debate import DebateState
from control.core import (
    air,
    calls,
    cameras,
    feeds,
    graphics,
    health,
    lending,
    log,
    marks,
    outputs,
    program,
    sources,
    stage,
    switches,
    timers,
    visits,
)
from control.core.air import Air, AirState
from control.core.calls import CallsState
from control.core.camera_acts import CamerasState
from control.core.feeds import FeedsState
from control.core.graphics import GraphicsState
from control.core.health import HealthState
from control.core.lending_acts import LendingState
from control.core.log import LogState
from control.core.marks import MarksState
from control.core.outputs import OutputsState
from control.core.program import ProgramState
from control.core.rundown import rundown
from control.core.rundown.state import RundownState
from control.core.sources import SourcesState
from control.core.stage import StageState
from control.core.switches import SwitchesState
from control.core.timers import TimersState
from control.core.types import CameraId, Command, Event, SceneId
from control.core.visits import VisitsState
from control.show import Show


class State(Struct, frozen=True):
    """Everything Efir knows. One field a module, and the log over all of them."""

    program: ProgramState = ProgramState()
    sources: SourcesState = SourcesState()
    air: AirState = AirState()
    cameras: CamerasState = CamerasState()
    lending: LendingState = LendingState()
    feeds: FeedsState = FeedsState()
    switches: SwitchesState = SwitchesState()
    graphics: GraphicsState = GraphicsState()
    outputs: OutputsState = OutputsState()
    stage: StageState = StageState()
    timers: TimersState = TimersState()
    health: HealthState = HealthState()
    visits: VisitsState = VisitsState()
    marks: MarksState = MarksState()
    calls: CallsState = CallsState()
    rundown: RundownState = RundownState()
    debate: DebateState = DebateState()
    log: LogState = LogState()


MODULES: dict[str, ModuleType] = {
    "program": program,
    "sources": sources,
    "air": air,
    "cameras": cameras,
    "lending": lending,
    "feeds": feeds,
    "switches": switches,
    "graphics": graphics,
    "outputs": outputs,
    "stage": stage,
    "timers": timers,
    "health": health,
    "visits": visits,
    "marks": marks,
    "calls": calls,
    "rundown": rundown,
    "debate": debate,
}
"""Field of `State` → module. The order is the order in which `due` clocks are asked."""

OUTBOXES = {"calls": calls, "cameras": cameras}
"""Modules whose acts are performed once (`control.core.outbox`): a cue waits for what becomes of its own."""

_COMMAND_HOME = {command: name for name, module in MODULES.items() for command in module.COMMANDS}
_EVENT_HOME = {event: name for name, module in MODULES.items() for event in module.EVENTS}

COMMAND_TYPES: tuple[type[Command], ...] = (*_COMMAND_HOME, log.Undo)
EVENT_TYPES: tuple[type[Event], ...] = (*_EVENT_HOME, log.Undone)

_commands: msgspec.json.Decoder[Command] = msgspec.json.Decoder(reduce(or_, COMMAND_TYPES))
_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(reduce(or_, EVENT_TYPES))
_encoder = msgspec.json.Encoder(order="deterministic")


def decode_command(raw: bytes | msgspec.Raw) -> Command:
    """Raises msgspec.ValidationError with the path of the fault."""
    return _commands.decode(raw)


def encode_command(command: Command) -> bytes:
    """Canonical: the same command gives the same bytes."""
    return _encoder.encode(command)


def decode_event(raw: bytes | msgspec.Raw) -> Event:
    return _events.decode(raw)


def encode_event(event: Event) -> bytes:
    return _encoder.encode(event)


def tag_of(kind: type[Struct]) -> str:
    """The `type` on the wire: `program.take`."""
    return str(kind.__struct_config__.tag)


def home_of(command: Command) -> str:
    """The field of `State` whose module decides it; of every command but `log.Undo`."""
    return _COMMAND_HOME[type(command)]


def air_of(state: State, show: Show, soon: frozenset[CameraId] = frozenset()) -> Air:
    """`soon`: as in the context."""
    scene, fading = state.program.scene, state.air
    known = scene is not None and show.scene(scene) is not None and fading.unknown is None
    return Air(cameras_in(state, show, scene) | fading.leaving.keys() | soon, known)


def cameras_on_air(state: State, show: Show) -> frozenset[CameraId]:
    """Those that the audience sees, as far as it is known: in the scene on air, not hidden there, or leaving it."""
    return air_of(state, show).cameras


def cameras_in(state: State, show: Show, scene_id: SceneId | None) -> frozenset[CameraId]:
    """Those that are seen in the scene."""
    return air.seen_in(state.sources, state.switches, show, scene_id)


def evolve(state: State, event: Event) -> State:
    """One event, without the log: see `control.entries.record`."""
    name = _EVENT_HOME.get(type(event))
    if name is None:
        return state
    before = getattr(state, name)
    after = MODULES[name].evolve(before, event)
    return state if after is before else replace(state, **{name: after})


def inverse(before: State, event: Event) -> Command | None:
    """What undoes it, if anything does."""
    name = _EVENT_HOME.get(type(event))
    if name is None:
        return None
    ask: Callable[[Any, Event], Command | None] = MODULES[name].inverse
    return ask(getattr(before, name), event)


def due(state: State) -> tuple[Instant, Command] | None:
    """The earliest moment at which a clock makes something happen by itself."""
    moments = [
        moment
        for name, module in MODULES.items()
        if (ask := getattr(module, "due", None)) is not None and (moment := ask(getattr(state, name))) is not None
    ]
    return min(moments, key=lambda moment: moment[0], default=None)


SCHEMA = "11"
"""Raised when a stored snapshot of `State` could be misread; the journal is then replayed from its start."""

_state_decoder = msgspec.json.Decoder(State)


def encode_state(state: State) -> bytes:
    return _encoder.encode(state)


def decode_state(raw: bytes) -> State:
    return _state_decoder.decode(raw)
