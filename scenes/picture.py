"""The wanted picture: what the switcher should be showing right now, as a flat map of keys to values.

Flat, so that one comparison serves a take, a reconnect and a restart alike: whatever differs is sent.
"""

from typing import Any

from msgspec import Struct

from control.core import program, sources
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


def wanted(state: State, show: Show) -> Picture:
    values: Values = {}
    # A scene that has left the show file since is not wanted any more.
    if state.program.scene is not None and show.scene(state.program.scene) is not None:
        values[Program()] = state.program.scene
    if state.program.preview is not None and show.scene(state.program.preview) is not None:
        values[Preview()] = state.program.preview
    for scene in show.scenes:
        for item in scene.sources:
            visible = state.sources.visible.get(scene.id, {}).get(item.id, item.visible)
            values[Visible(scene.id, item.id)] = visible
    for input_id, _ in show.audible():
        sound = sources.sound_of(state.sources, show, input_id)
        if sound is not None:
            values[Muted(input_id)] = sound.muted
            values[Volume(input_id)] = round(sound.volume, 1)
    values[Streaming()] = state.outputs.stream.wanted
    values[Recording()] = state.outputs.record.wanted
    return Picture(values, state.program.taken_with or program.CUT)


def difference(wanted: Values, known: Values) -> Values:
    """What to send: every wanted value that is known to be otherwise, or not known."""
    return {key: value for key, value in wanted.items() if key not in known or known[key] != value}
