"""Items seen or hidden in their scenes, inputs heard or muted, and how loud."""

from msgspec import Struct
from msgspec.structs import replace

from control.core.context import Context
from control.core.types import Command, Decision, Event, InputId, ItemId, SceneId
from control.errors import reject
from control.show import Show

QUIETEST, LOUDEST = -100.0, 26.0
"""dB; the limits of obs-websocket's SetInputVolume."""


class Sound(Struct, frozen=True):
    muted: bool = False
    volume: float = 0.0
    """dB."""


class SourcesState(Struct, frozen=True):
    """Only what differs from the show file is stored."""

    visible: dict[SceneId, dict[ItemId, bool]] = {}
    sound: dict[InputId, Sound] = {}


class ShowItem(Command, frozen=True, tag="sources.item"):
    scene: SceneId
    item: ItemId
    visible: bool


class Mute(Command, frozen=True, tag="sources.mute"):
    input: InputId
    muted: bool


class SetVolume(Command, frozen=True, tag="sources.volume"):
    input: InputId
    volume: float
    """dB."""


class ObserveItem(Command, frozen=True, tag="sources.observe-item"):
    scene: SceneId
    item: ItemId
    visible: bool


class ObserveSound(Command, frozen=True, tag="sources.observe-sound"):
    input: InputId
    muted: bool
    volume: float


class ItemShown(Event, frozen=True, tag="sources.item-shown"):
    scene: SceneId
    item: ItemId
    visible: bool
    by_hand: bool = False


class SoundSet(Event, frozen=True, tag="sources.sound-set"):
    input: InputId
    muted: bool
    volume: float
    by_hand: bool = False
    was: Sound | None = None
    """How it was before: what the show file says of an untouched input is in no state. Absent in old journals."""


COMMANDS = (ShowItem, Mute, SetVolume, ObserveItem, ObserveSound)
EVENTS = (ItemShown, SoundSet)


def is_visible(state: SourcesState, show: Show, scene_id: SceneId, item_id: ItemId) -> bool | None:
    """None: there is no such item."""
    scene = show.scene(scene_id)
    item = next((item for item in scene.sources if item.id == item_id), None) if scene else None
    if item is None:
        return None
    return state.visible.get(scene_id, {}).get(item_id, item.visible)


def sound_of(state: SourcesState, show: Show, input_id: InputId) -> Sound | None:
    """None: there is no such input."""
    known = state.sound.get(input_id)
    if known is not None:
        return known
    device = next((device for device in show.audio if device.id == input_id), None)
    if device is not None:
        return Sound(device.muted, device.volume)
    return Sound() if any(input_id == audible for audible, _ in show.audible()) else None


def decide(state: SourcesState, command: Command, ctx: Context) -> Decision:
    match command:
        case ShowItem(scene=scene, item=item, visible=visible) | ObserveItem(scene=scene, item=item, visible=visible):
            now = is_visible(state, ctx.show, scene, item)
            if now is None:
                return reject("no-such-item", scene=scene, item=item)
            return () if now == visible else (ItemShown(scene, item, visible, isinstance(command, ObserveItem)),)
        case Mute(input=input_id) | SetVolume(input=input_id) | ObserveSound(input=input_id):
            sound = sound_of(state, ctx.show, input_id)
            if sound is None:
                return reject("no-such-input", input=input_id)
            match command:
                case Mute(muted=muted):
                    wanted = replace(sound, muted=muted)
                case SetVolume(volume=volume):
                    wanted = replace(sound, volume=volume)
                case _:
                    wanted = Sound(command.muted, command.volume)
            if not QUIETEST <= wanted.volume <= LOUDEST:  # also refuses NaN
                return reject("volume-out-of-range", quietest=int(QUIETEST), loudest=int(LOUDEST))
            if wanted == sound:
                return ()
            return (SoundSet(input_id, wanted.muted, wanted.volume, isinstance(command, ObserveSound), was=sound),)
    raise TypeError(command)


def evolve(state: SourcesState, event: Event) -> SourcesState:
    match event:
        case ItemShown(scene=scene, item=item, visible=visible):
            items = {**state.visible.get(scene, {}), item: visible}
            return replace(state, visible={**state.visible, scene: items})
        case SoundSet(input=input_id, muted=muted, volume=volume):
            return replace(state, sound={**state.sound, input_id: Sound(muted, volume)})
    return state


def inverse(before: SourcesState, event: Event) -> Command | None:
    match event:
        case ItemShown(scene=scene, item=item, visible=visible):
            return ShowItem(scene, item, not visible)
        case SoundSet(input=input_id, muted=muted, was=was):
            old = was or before.sound.get(input_id, Sound())
            return Mute(input_id, old.muted) if old.muted != muted else SetVolume(input_id, old.volume)
    return None
