"""Graphics over the picture: which are on air, and what the operator typed into them."""

from msgspec import Struct
from msgspec.structs import replace

from control.core.context import Context
from control.core.types import Command, Decision, Event, GraphicId
from control.errors import reject

LONGEST_TEXT = 200


class GraphicsState(Struct, frozen=True):
    playing: frozenset[GraphicId] = frozenset()
    data: dict[GraphicId, dict[str, str]] = {}
    """Overrides of the show file's `data`."""


class Play(Command, frozen=True, tag="graphics.play"):
    graphic: GraphicId


class Stop(Command, frozen=True, tag="graphics.stop"):
    graphic: GraphicId


class Update(Command, frozen=True, tag="graphics.update"):
    graphic: GraphicId
    data: dict[str, str]


class Clear(Command, frozen=True, tag="graphics.clear"):
    """Everything off the picture."""


class Restore(Command, frozen=True, tag="graphics.restore"):
    """Several on the picture at once: takes a `Clear` back."""

    graphics: tuple[GraphicId, ...]


class Played(Event, frozen=True, tag="graphics.played"):
    graphic: GraphicId


class Stopped(Event, frozen=True, tag="graphics.stopped"):
    graphic: GraphicId


class Updated(Event, frozen=True, tag="graphics.updated"):
    graphic: GraphicId
    data: dict[str, str]


class Cleared(Event, frozen=True, tag="graphics.cleared"):
    graphics: tuple[GraphicId, ...]


class Restored(Event, frozen=True, tag="graphics.restored"):
    graphics: tuple[GraphicId, ...]


COMMANDS = (Play, Stop, Update, Clear, Restore)
EVENTS = (Played, Stopped, Updated, Cleared, Restored)


def decide(state: GraphicsState, command: Command, ctx: Context) -> Decision:
    if isinstance(command, Clear):
        return (Cleared(tuple(sorted(state.playing))),) if state.playing else ()
    if isinstance(command, Restore):
        there = {graphic.id for graphic in ctx.show.graphics}.intersection(command.graphics)
        if command.graphics and not there:
            return reject("no-such-graphic", graphic=command.graphics[0])
        back = tuple(sorted(there - state.playing))
        return (Restored(back),) if back else ()
    assert isinstance(command, Play | Stop | Update)
    graphic = next((graphic for graphic in ctx.show.graphics if graphic.id == command.graphic), None)
    if graphic is None:
        return reject("no-such-graphic", graphic=command.graphic)
    match command:
        case Play():
            return () if graphic.id in state.playing else (Played(graphic.id),)
        case Stop():
            return (Stopped(graphic.id),) if graphic.id in state.playing else ()
        case Update(data=data):
            if graphic.source != "fixed":
                return reject("graphic-not-editable", graphic=graphic.name)
            if any(len(text) > LONGEST_TEXT for text in data.values()):
                return reject("text-too-long", longest=LONGEST_TEXT)
            if unknown := sorted(set(data) - set(graphic.data)):
                return reject("no-such-field", field=unknown[0])
            return () if data == state.data.get(graphic.id) else (Updated(graphic.id, data),)
    raise TypeError(command)


def evolve(state: GraphicsState, event: Event) -> GraphicsState:
    match event:
        case Played(graphic=graphic):
            return replace(state, playing=state.playing | {graphic})
        case Stopped(graphic=graphic):
            return replace(state, playing=state.playing - {graphic})
        case Cleared(graphics=graphics):
            return replace(state, playing=state.playing.difference(graphics))
        case Restored(graphics=graphics):
            return replace(state, playing=state.playing.union(graphics))
        case Updated(graphic=graphic, data=data):
            return replace(state, data={**state.data, graphic: data})
    return state


def inverse(before: GraphicsState, event: Event) -> Command | None:
    match event:
        case Played(graphic=graphic):
            return Stop(graphic)
        case Stopped(graphic=graphic):
            return Play(graphic)
        case Cleared(graphics=graphics):
            return Restore(graphics)
        case Updated(graphic=graphic) if graphic in before.data:
            return Update(graphic, before.data[graphic])
    return None
