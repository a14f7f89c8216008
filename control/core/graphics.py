"""Graphics over the picture: which are on air, and what the operator typed into them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from control.core.context import Context
from control.core.types import Command, Decision, Event, GraphicId
from control.errors import reject
from control.show import Graphic, Show

LONGEST_TEXT = 200
STEPPED = {"agenda": tuple(f"point{n}" for n in range(1, 7))}
"""Graphics that go on in steps (OGraf's `stepCount` is not 1) → the fields that are a step each, if they are filled."""


class GraphicsState(Struct, frozen=True):
    playing: frozenset[GraphicId] = frozenset()
    data: dict[GraphicId, dict[str, str]] = {}
    """Overrides of the show file's `data`."""
    steps: dict[GraphicId, int] = {}
    """Of those on air; absent: 0, as OGraf counts."""


def texts_of(state: GraphicsState, graphic: Graphic) -> Mapping[str, str]:
    """What a fixed graphic says now."""
    return state.data.get(graphic.id, graphic.data)


def steps_of(state: GraphicsState, graphic: Graphic) -> int:
    """How many steps it has with what it says now; 1: it comes and goes."""
    fields = STEPPED.get(graphic.graphic, ())
    return max(1, sum(1 for name in fields if texts_of(state, graphic).get(name, "").strip()))


def most_steps(graphic: Graphic) -> int:
    """How many it has when all its fields are filled; 1: it comes and goes."""
    fields = STEPPED.get(graphic.graphic, ())
    return max(1, sum(1 for name in fields if name in graphic.data))


def step_of(state: GraphicsState, graphic: Graphic) -> int:
    """Where it is; a text that has become shorter has no steps beyond its end."""
    return min(state.steps.get(graphic.id, 0), steps_of(state, graphic) - 1)


def _graphic(show: Show, graphic_id: GraphicId) -> Graphic | None:
    return next((graphic for graphic in show.graphics if graphic.id == graphic_id), None)


class Play(Command, frozen=True, tag="graphics.play"):
    graphic: GraphicId


class Stop(Command, frozen=True, tag="graphics.stop"):
    graphic: GraphicId


class Step(Command, frozen=True, tag="graphics.step"):
    """To the next step, or to this one (the first is 0)."""

    graphic: GraphicId
    to: int | None = None


class Update(Command, frozen=True, tag="graphics.update"):
    graphic: GraphicId
    data: dict[str, str]


class Clear(Command, frozen=True, tag="graphics.clear"):
    """Everything off the picture."""


class Restore(Command, frozen=True, tag="graphics.restore"):
    """Several on the picture at once: takes a `Clear` back, or a `Stop` in the middle of its steps."""

    graphics: tuple[GraphicId, ...]
    steps: dict[GraphicId, int] = field(default_factory=dict)


class Played(Event, frozen=True, tag="graphics.played"):
    graphic: GraphicId


class Stopped(Event, frozen=True, tag="graphics.stopped"):
    graphic: GraphicId


class Stepped(Event, frozen=True, tag="graphics.stepped"):
    graphic: GraphicId
    step: int


class Updated(Event, frozen=True, tag="graphics.updated"):
    graphic: GraphicId
    data: dict[str, str]


class Cleared(Event, frozen=True, tag="graphics.cleared"):
    graphics: tuple[GraphicId, ...]


class Restored(Event, frozen=True, tag="graphics.restored"):
    graphics: tuple[GraphicId, ...]
    steps: dict[GraphicId, int] = field(default_factory=dict)


COMMANDS = (Play, Stop, Step, Update, Clear, Restore)
EVENTS = (Played, Stopped, Stepped, Updated, Cleared, Restored)


def decide(state: GraphicsState, command: Command, ctx: Context) -> Decision:
    if isinstance(command, Clear):
        return (Cleared(tuple(sorted(state.playing))),) if state.playing else ()
    if isinstance(command, Restore):
        there = {graphic.id for graphic in ctx.show.graphics}.intersection(command.graphics)
        if command.graphics and not there:
            return reject("no-such-graphic", graphic=command.graphics[0])
        back = tuple(sorted(there - state.playing))
        steps = {graphic: step for graphic, step in command.steps.items() if graphic in back and step > 0}
        return (Restored(back, steps),) if back else ()
    assert isinstance(command, Play | Stop | Step | Update)
    graphic = _graphic(ctx.show, command.graphic)
    if graphic is None:
        return reject("no-such-graphic", graphic=command.graphic)
    match command:
        case Play():
            return () if graphic.id in state.playing else (Played(graphic.id),)
        case Stop():
            return (Stopped(graphic.id),) if graphic.id in state.playing else ()
        case Step(to=to):
            return _step(state, graphic, to)
        case Update(data=data):
            if graphic.source != "fixed":
                return reject("graphic-not-editable", graphic=graphic.name)
            if any(len(text) > LONGEST_TEXT for text in data.values()):
                return reject("text-too-long", longest=LONGEST_TEXT)
            if unknown := sorted(set(data) - set(graphic.data)):
                return reject("no-such-field", field=unknown[0])
            return () if data == state.data.get(graphic.id) else (Updated(graphic.id, data),)
    raise TypeError(command)


def _step(state: GraphicsState, graphic: Graphic, to: int | None) -> Decision:
    if graphic.graphic not in STEPPED:
        return reject("graphic-without-steps", graphic=graphic.name)
    if graphic.id not in state.playing:
        return reject("graphic-not-on-air", graphic=graphic.name)
    now, steps = step_of(state, graphic), steps_of(state, graphic)
    wanted = now + 1 if to is None else to
    if not 0 <= wanted < steps:
        return reject("graphic-no-more-steps", graphic=graphic.name, steps=steps)
    return () if wanted == now else (Stepped(graphic.id, wanted),)


def evolve(state: GraphicsState, event: Event) -> GraphicsState:
    match event:
        case Played(graphic=graphic):
            return replace(state, playing=state.playing | {graphic}, steps=_without(state, (graphic,)))
        case Stopped(graphic=graphic):
            return replace(state, playing=state.playing - {graphic}, steps=_without(state, (graphic,)))
        case Stepped(graphic=graphic, step=step):
            return replace(state, steps={**state.steps, graphic: step})
        case Cleared(graphics=graphics):
            return replace(state, playing=state.playing.difference(graphics), steps=_without(state, graphics))
        case Restored(graphics=graphics, steps=steps):
            return replace(state, playing=state.playing.union(graphics), steps={**state.steps, **steps})
        case Updated(graphic=graphic, data=data):
            return replace(state, data={**state.data, graphic: data})
    return state


def _without(state: GraphicsState, graphics: Iterable[GraphicId]) -> dict[GraphicId, int]:
    gone = set(graphics)
    return {graphic: step for graphic, step in state.steps.items() if graphic not in gone}


def inverse(before: GraphicsState, event: Event) -> Command | None:
    match event:
        case Played(graphic=graphic):
            return Stop(graphic)
        case Stopped(graphic=graphic):
            step = before.steps.get(graphic)
            return Restore((graphic,), {graphic: step}) if step else Play(graphic)
        case Stepped(graphic=graphic):
            return Step(graphic, to=before.steps.get(graphic, 0))
        case Cleared(graphics=graphics):
            return Restore(
                graphics, {graphic: before.steps[graphic] for graphic in graphics if graphic in before.steps}
            )
        case Updated(graphic=graphic) if graphic in before.data:
            return Update(graphic, before.data[graphic])
    return None
