"""Program and preview: what is on air, what is next, and how one becomes the other."""

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Duration
from control.core.context import Context
from control.core.types import Command, Decision, Event, SceneId
from control.errors import reject
from control.show import Show, Transition, TransitionKind


class ProgramState(Struct, frozen=True):
    scene: SceneId | None = None
    """On air. Absent until the first take or the first look at OBS."""
    preview: SceneId | None = None
    transition: Transition | None = None
    """The operator's choice for `auto`; absent: the scene's or the show's own."""
    foreign: str | None = None
    """The scene of somebody else's that was put on air in OBS by hand; then `scene` is absent."""
    takes: int = 0
    taken_with: Transition | None = None
    """How the scene on air was taken: the worker moves OBS the same way."""


class Preview(Command, frozen=True, tag="program.preview"):
    scene: SceneId


class Take(Command, frozen=True, tag="program.take"):
    """Puts `scene` on air. `over` is what its sender saw on air: if another took meanwhile, nothing happens."""

    scene: SceneId
    over: SceneId | None = None
    auto: bool = False
    """False: a cut; true: with the transition."""
    transition: Transition | None = None
    """This take's own, whatever `auto` says; the operator's choice stays what it is."""


class Panic(Command, frozen=True, tag="program.panic"):
    """The slate, at once, whatever anyone else is doing."""


class ChooseTransition(Command, frozen=True, tag="program.transition"):
    kind: TransitionKind
    duration: Duration


class ObserveProgram(Command, frozen=True, tag="program.observe"):
    """OBS was changed by hand. Absent fields were not touched."""

    scene: SceneId | None = None
    preview: SceneId | None = None
    foreign: str | None = None
    """OBS's name of a scene on air that is not in the show."""


class Previewed(Event, frozen=True, tag="program.previewed"):
    scene: SceneId


class Taken(Event, frozen=True, tag="program.taken"):
    scene: SceneId
    transition: Transition
    preview: SceneId | None = None
    panic: bool = False
    by_hand: bool = False


class Left(Event, frozen=True, tag="program.left"):
    """Somebody put a scene on air that is not in the show: Efir keeps its hands off until the next take."""

    foreign: str


class TransitionChosen(Event, frozen=True, tag="program.transition-chosen"):
    transition: Transition


COMMANDS = (Preview, Take, Panic, ChooseTransition, ObserveProgram)
EVENTS = (Previewed, Taken, Left, TransitionChosen)

LONGEST_TRANSITION = Duration(20_000)
"""obs-websocket refuses longer ones (SetCurrentSceneTransitionDuration: 50–20000 ms)."""
SHORTEST_TRANSITION = Duration(50)
CUT = Transition(kind="cut", duration=SHORTEST_TRANSITION)
"""Its duration is of no consequence."""


def transition_into(state: ProgramState, show: Show, scene_id: SceneId) -> Transition:
    scene = show.scene(scene_id)
    return state.transition or (scene and scene.transition) or show.transition


def _possible(transition: Transition) -> bool:
    return transition.kind == "cut" or SHORTEST_TRANSITION <= transition.duration <= LONGEST_TRANSITION


def decide(state: ProgramState, command: Command, ctx: Context) -> Decision:
    match command:
        case Preview(scene=scene):
            if ctx.show.scene(scene) is None:
                return reject("no-such-scene", scene=scene)
            return () if state.preview == scene else (Previewed(scene),)
        case Take(scene=scene, over=over, auto=auto, transition=own):
            if ctx.show.scene(scene) is None:
                return reject("no-such-scene", scene=scene)
            if over is not None and over != state.scene:
                return reject("already-taken", scene=state.scene or "")
            if own is not None and not _possible(own):
                return reject("transition-too-long", shortest=SHORTEST_TRANSITION, longest=LONGEST_TRANSITION)
            if scene == state.scene:
                return ()
            if own is not None:
                how = CUT if own.kind == "cut" else own
            else:
                how = transition_into(state, ctx.show, scene) if auto else CUT
            # What was on air comes into preview; after somebody else's scene there is nothing to come.
            preview = (state.scene or scene) if state.preview == scene else state.preview
            return (Taken(scene, how, preview=preview),)
        case Panic():
            slate = ctx.show.slate_scene
            return () if state.scene == slate else (Taken(slate, CUT, preview=state.scene, panic=True),)
        case ChooseTransition(kind=kind, duration=duration):
            chosen = CUT if kind == "cut" else Transition(kind=kind, duration=duration)
            if not _possible(chosen):
                return reject("transition-too-long", shortest=SHORTEST_TRANSITION, longest=LONGEST_TRANSITION)
            return () if state.transition == chosen else (TransitionChosen(chosen),)
        case ObserveProgram(foreign=str(foreign)):
            return () if state.foreign == foreign else (Left(foreign),)
        case ObserveProgram(scene=scene, preview=preview):
            for seen in (scene, preview):
                if seen is not None and ctx.show.scene(seen) is None:
                    return reject("no-such-scene", scene=seen)
            if scene is not None and scene != state.scene:
                return (Taken(scene, CUT, preview=preview or state.preview, by_hand=True),)
            return (Previewed(preview),) if preview is not None and preview != state.preview else ()
    raise TypeError(command)


def evolve(state: ProgramState, event: Event) -> ProgramState:
    match event:
        case Previewed(scene=scene):
            return replace(state, preview=scene)
        case Taken(scene=scene, transition=transition, preview=preview):
            return replace(
                state, scene=scene, preview=preview, takes=state.takes + 1, taken_with=transition, foreign=None
            )
        case Left(foreign=foreign):
            return replace(state, scene=None, foreign=foreign)
        case TransitionChosen(transition=transition):
            return replace(state, transition=transition)
    return state


def inverse(before: ProgramState, event: Event) -> Command | None:
    match event:
        case Taken(scene=scene) if before.scene is not None:
            return Take(before.scene, over=scene)
    return None
