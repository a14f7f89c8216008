"""Stream and recording: what is wanted, and what the switcher says is really happening."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Duration, Instant, between
from control.core.context import Context
from control.core.types import Command, Decision, Event
from control.errors import reject


class Output(StrEnum):
    STREAM = "stream"
    RECORD = "record"


class Actual(StrEnum):
    """As OBS's StreamStateChanged and RecordStateChanged tell it."""

    OFF = "off"
    STARTING = "starting"
    ON = "on"
    RECONNECTING = "reconnecting"
    STOPPING = "stopping"
    FAILED = "failed"


class OutputState(Struct, frozen=True):
    wanted: bool = False
    actual: Actual = Actual.OFF
    since: Instant = Instant(0)
    """When `actual` was entered."""
    detail: str = ""
    """The recording's path, or the platform's words on a failure."""
    begun: Instant | None = None
    """When it came to run, whatever it had to reconnect since; absent while it does not."""

    def length(self, now: Instant) -> Duration | None:
        return between(self.begun, now) if self.begun is not None else None


class OutputsState(Struct, frozen=True):
    stream: OutputState = OutputState()
    record: OutputState = OutputState()


class SetOutput(Command, frozen=True, tag="outputs.set"):
    output: Output
    on: bool


class ObserveOutput(Command, frozen=True, tag="outputs.observe"):
    """What the switcher reports. `by_hand`: somebody pressed the button there, so it becomes what is wanted too."""

    output: Output
    actual: Actual
    detail: str = ""
    by_hand: bool = False


class OutputWanted(Event, frozen=True, tag="outputs.wanted"):
    output: Output
    on: bool
    by_hand: bool = False


class OutputObserved(Event, frozen=True, tag="outputs.observed"):
    output: Output
    actual: Actual
    at: Instant
    detail: str = ""


COMMANDS = (SetOutput, ObserveOutput)
EVENTS = (OutputWanted, OutputObserved)


_RUNNING = (Actual.ON, Actual.RECONNECTING, Actual.STOPPING)


def of(state: OutputsState, output: Output) -> OutputState:
    return state.stream if output is Output.STREAM else state.record


def decide(state: OutputsState, command: Command, ctx: Context) -> Decision:
    match command:
        case SetOutput(output=output, on=on):
            if on and getattr(ctx.show.outputs, output.value) is None:
                return reject("output-not-in-show", output=output.value)
            current = of(state, output)
            # A failed output is asked for again even though it is still wanted.
            if current.wanted == on and current.actual is not Actual.FAILED:
                return ()
            return (OutputWanted(output, on),)
        case ObserveOutput(output=output, actual=actual, detail=detail, by_hand=by_hand):
            current = of(state, output)
            events: list[Event] = []
            on = actual in (Actual.STARTING, Actual.ON, Actual.RECONNECTING)
            if by_hand and current.wanted != on:
                events.append(OutputWanted(output, on, by_hand=True))
            if (actual, detail) != (current.actual, current.detail):
                events.append(OutputObserved(output, actual, ctx.now, detail))
            return tuple(events)
    raise TypeError(command)


def _with(state: OutputsState, output: Output, part: OutputState) -> OutputsState:
    return replace(state, stream=part) if output is Output.STREAM else replace(state, record=part)


def evolve(state: OutputsState, event: Event) -> OutputsState:
    match event:
        case OutputWanted(output=output, on=on):
            return _with(state, output, replace(of(state, output), wanted=on))
        case OutputObserved(output=output, actual=actual, at=at, detail=detail):
            part = of(state, output)
            # A stream that failed for good is not wanted any more until somebody asks again.
            wanted = part.wanted and actual is not Actual.FAILED
            begun = at if part.begun is None and actual is Actual.ON else part.begun
            if actual not in _RUNNING:
                begun = None
            return _with(state, output, OutputState(wanted, actual, at, detail, begun))
    return state


def inverse(before: OutputsState, event: Event) -> Command | None:
    """None: a broadcast is not started or ended by an undo."""
    return None
