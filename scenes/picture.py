"""The wanted picture: what the switcher should be showing right now, as a flat map of keys to values.

Flat, so that one comparison serves a take, a reconnect and a restart alike: whatever differs is sent.
"""

from typing import Any

from msgspec import Struct

from control.clock import Instant
from control.core import program, sources, switches
from control.core.sources import Fading
from control.core.types import InputId, ItemId, SceneId
from control.registry import State
from control.show import Show, Transition


class Program(Struct, frozen=True):
    pass


class Preview(Struct, frozen=True):
    pass


class Visible(Struct, frozen=True):
    scene: SceneId
    item: ItemId


class Muted(Struct, frozen=True):
    input: InputId


class Volume(Struct, frozen=True):
    """The value is in dB, rounded to 0.1."""

    input: InputId


class Streaming(Struct, frozen=True):
    pass


class Recording(Struct, frozen=True):
    pass


Key = Program | Preview | Visible | Muted | Volume | Streaming | Recording
Values = dict[Key, Any]
"""Program and Preview → SceneId; Visible, Muted, Streaming, Recording → bool; Volume → float."""


class Picture(Struct, frozen=True):
    values: Values
    transition: Transition
    """How to get to the programme scene if it is not on air yet."""
    fades: dict[Key, Fading] = {}
    """Of the volumes that are, or were last, faded; `values` has them as they are at the picture's moment."""

    switched: dict[Key, Transition] = {}
    """Visible → how, of the parts of switches."""

    def moving(self, now: Instant) -> frozenset[Key]:
        return frozenset(key for key, fade in self.fades.items() if now < fade.ends)

    def wish(self, key: Key) -> Any:
        """What the state wants of a key: the same all the time a fade lasts."""
        return self.fades.get(key, self.values.get(key))


def wanted(state: State, show: Show, now: Instant) -> Picture:
    values: Values = {}
    fades: dict[Key, Fading] = {}
    switched: dict[Key, Transition] = {}
    # A scene that has left the show file since is not wanted any more.
    if state.program.scene is not None and show.scene(state.program.scene) is not None:
        values[Program()] = state.program.scene
    if state.program.preview is not None and show.scene(state.program.preview) is not None:
        values[Preview()] = state.program.preview
    for scene in show.scenes:
        for item in scene.sources:
            visible = state.sources.visible.get(scene.id, {}).get(item.id, item.visible)
            switch = show.switch(item.switch) if item.switch is not None else None
            if switch is None:
                values[Visible(scene.id, item.id)] = visible
                continue
            seen, how = switches.camera_of(state.switches, show, switch.id), switches.of(state.switches, switch.id).how
            for camera in switch.cameras:
                key = Visible(scene.id, switches.part(item.id, camera))
                values[key], switched[key] = visible and camera == seen, how
    for input_id, _ in show.audible():
        sound = sources.sound_of(state.sources, show, input_id)
        if sound is not None:
            values[Muted(input_id)] = sound.muted
            fade = state.sources.fades.get(input_id)
            values[Volume(input_id)] = round(fade.at(now) if fade is not None else sound.volume, 1)
            if fade is not None:
                fades[Volume(input_id)] = fade
    values[Streaming()] = state.outputs.stream.wanted
    values[Recording()] = state.outputs.record.wanted
    return Picture(values, state.program.taken_with or program.CUT, fades, switched)


def difference(wanted: Values, known: Values) -> Values:
    """What to send: every wanted value that is known to be otherwise, or not known."""
    return {key: value for key, value in wanted.items() if key not in known or known[key] != value}
