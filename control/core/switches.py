"""Switches: one place in the picture for several cameras, of which one is seen.

A switch stands in as many scenes as needed and shows the same camera in all of them. It is switched like a programme,
by a cut or a transition, by hand, by a cue or, where the show file says whose microphone belongs to which camera, by
whoever speaks (`control.core.speaker`). A hand holds it: nobody's voice moves it again until it is told to follow.
"""

from msgspec import Struct
from msgspec.structs import replace

from control.core.context import Context
from control.core.program import CUT
from control.core.types import CameraId, Command, Decision, Event, ItemId, SwitchId
from control.errors import reject
from control.show import Item, Show, Transition


class SwitchState(Struct, frozen=True):
    camera: CameraId | None = None
    """Absent: the first of the show file."""
    how: Transition = CUT
    """How that one came on."""
    follows: bool = False
    """Whoever speaks is seen."""
    held: bool = False
    """A hand switched it while it followed."""


class SwitchesState(Struct, frozen=True):
    """Only those that were ever touched."""

    switches: dict[SwitchId, SwitchState] = {}


class Switch(Command, frozen=True, tag="switches.switch"):
    switch: SwitchId
    camera: CameraId
    auto: bool = False
    """False: a cut; true: with the show's transition."""
    transition: Transition | None = None
    """This one's own, whatever `auto` says."""


class Follow(Command, frozen=True, tag="switches.follow"):
    """Whoever speaks is seen from now on; a hold is over. Off: only hands and cues switch."""

    switch: SwitchId
    on: bool = True


class ObserveSpeaker(Command, frozen=True, tag="switches.speaker"):
    """Who speaks is at this camera."""

    switch: SwitchId
    camera: CameraId


class Switched(Event, frozen=True, tag="switches.switched"):
    switch: SwitchId
    camera: CameraId
    was: CameraId
    how: Transition
    by_voice: bool = False


class Followed(Event, frozen=True, tag="switches.followed"):
    switch: SwitchId
    on: bool
    was: bool


COMMANDS = (Switch, Follow, ObserveSpeaker)
EVENTS = (Switched, Followed)


def of(state: SwitchesState, switch: SwitchId) -> SwitchState:
    return state.switches.get(switch, SwitchState())


def camera_of(state: SwitchesState, show: Show, switch_id: SwitchId) -> CameraId | None:
    """Which is seen. A camera that has left the show file since is not. None: there is no such switch."""
    switch = show.switch(switch_id)
    if switch is None:
        return None
    camera = of(state, switch_id).camera
    return camera if camera in switch.cameras else switch.cameras[0]


def camera_in(state: SwitchesState, show: Show, item: Item) -> CameraId | None:
    """The camera that an item of a scene shows, if any."""
    return camera_of(state, show, item.switch) if item.switch is not None else item.camera


def part(item: ItemId, camera: CameraId) -> ItemId:
    """A switch's item is as many in the switcher: one a camera, of which one is visible. No id of a file is like it."""
    return ItemId(f"{item}/{camera}")


def decide(state: SwitchesState, command: Command, ctx: Context) -> Decision:
    assert isinstance(command, Switch | Follow | ObserveSpeaker)
    switch = ctx.show.switch(command.switch)
    if switch is None:
        return reject("no-such-switch", switch=command.switch)
    known, seen = of(state, switch.id), camera_of(state, ctx.show, switch.id)
    assert seen is not None
    match command:
        case Follow(on=on):
            if on and not switch.voices:
                return reject("switch-no-voices", switch=switch.name)
            same = on == known.follows and not (on and known.held)
            return () if same else (Followed(switch.id, on, known.follows),)
        case _ if command.camera not in switch.cameras:
            return reject("switch-no-such-camera", switch=switch.name)
        case ObserveSpeaker(camera=camera):
            if not known.follows or known.held or camera == seen:
                return ()
            return (Switched(switch.id, camera, seen, ctx.show.transition if switch.fades else CUT, by_voice=True),)
        case Switch(camera=camera, auto=auto, transition=own):
            if camera == seen and (known.held or not known.follows):
                return ()
            return (Switched(switch.id, camera, seen, own or (ctx.show.transition if auto else CUT)),)


def evolve(state: SwitchesState, event: Event) -> SwitchesState:
    match event:
        case Switched(switch=switch, camera=camera, how=how, by_voice=by_voice):
            known = of(state, switch)
            return _with(state, switch, replace(known, camera=camera, how=how, held=known.follows and not by_voice))
        case Followed(switch=switch, on=on):
            return _with(state, switch, replace(of(state, switch), follows=on, held=False))
    return state


def _with(state: SwitchesState, switch: SwitchId, known: SwitchState) -> SwitchesState:
    return SwitchesState({**state.switches, switch: known})


def inverse(before: SwitchesState, event: Event) -> Command | None:
    match event:
        case Switched(switch=switch, was=was, how=how, by_voice=False):
            return Switch(switch, was, transition=how)
        case Followed(switch=switch, was=was):
            return Follow(switch, was)
    return None
