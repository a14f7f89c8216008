"""Items seen or hidden in their scenes, inputs heard or muted, and how loud."""

import math

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Duration, Instant, later
from control.core.context import Context
from control.core.types import Command, Decision, Event, InputId, ItemId, SceneId
from control.errors import Rejection, reject
from control.show import Show

QUIETEST, LOUDEST = -100.0, 26.0
"""dB; the limits of obs-websocket's SetInputVolume."""


class Sound(Struct, frozen=True):
    muted: bool = False
    volume: float = 0.0
    """dB."""


LONGEST_FADE = Duration(60_000)
BACK = Duration(500)
"""How long an undone fade takes at most: a jump would be heard as a fault."""


class Fading(Struct, frozen=True):
    """From one loudness (dB) to another. Over it stays what it was: it ends at its target, also after a crash."""

    start: float
    target: float
    begun: Instant
    duration: Duration

    @property
    def ends(self) -> Instant:
        return later(self.begun, self.duration)

    def at(self, now: Instant) -> float:
        """dB at a moment; even in the position of a cubic fader, as OBS's mixer has one, so that it sounds even."""
        if now >= self.ends:
            return self.target
        part = max(0.0, (now - self.begun) / self.duration)
        first, last = (10 ** (decibels / 60) for decibels in (self.start, self.target))
        return 60 * math.log10(first + (last - first) * part)


class SourcesState(Struct, frozen=True):
    """Only what differs from the show file is stored."""

    visible: dict[SceneId, dict[ItemId, bool]] = {}
    sound: dict[InputId, Sound] = {}
    """Of what is faded: as it will be."""
    fades: dict[InputId, Fading] = {}
    """The last one of each input, until something else sets its loudness; it may be over."""


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


class Fade(Command, frozen=True, tag="sources.fade"):
    """To this loudness, from where it is by then. A muted input stays muted."""

    input: InputId
    volume: float
    """dB."""
    duration: Duration


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
    fading: bool = False
    """A fade that is on its way goes on."""


class Faded(Event, frozen=True, tag="sources.faded"):
    input: InputId
    start: float
    """dB, where it was."""
    volume: float
    at: Instant
    duration: Duration
    was: Sound
    """`volume`: what it was on its way to."""


COMMANDS = (ShowItem, Mute, SetVolume, Fade, ObserveItem, ObserveSound)
EVENTS = (ItemShown, SoundSet, Faded)


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


def volume_at(state: SourcesState, show: Show, input_id: InputId, now: Instant) -> float | None:
    """dB, right now. None: there is no such input."""
    fade = state.fades.get(input_id)
    if fade is not None:
        return fade.at(now)
    sound = sound_of(state, show, input_id)
    return sound.volume if sound is not None else None


def _is_fading(state: SourcesState, input_id: InputId, now: Instant) -> bool:
    fade = state.fades.get(input_id)
    return fade is not None and now < fade.ends


def decide(state: SourcesState, command: Command, ctx: Context) -> Decision:
    match command:
        case ShowItem(scene=scene, item=item, visible=visible) | ObserveItem(scene=scene, item=item, visible=visible):
            now = is_visible(state, ctx.show, scene, item)
            if now is None:
                return reject("no-such-item", scene=scene, item=item)
            return () if now == visible else (ItemShown(scene, item, visible, isinstance(command, ObserveItem)),)
        case Fade():
            return _fade(state, command, ctx)
        case Mute() | SetVolume() | ObserveSound():
            return _set(state, command, ctx)
    raise TypeError(command)


def _set(state: SourcesState, command: Mute | SetVolume | ObserveSound, ctx: Context) -> Decision:
    sound = sound_of(state, ctx.show, command.input)
    if sound is None:
        return reject("no-such-input", input=command.input)
    if isinstance(command, Mute):
        wanted = replace(sound, muted=command.muted)
    elif isinstance(command, SetVolume):
        wanted = replace(sound, volume=command.volume)
    else:
        wanted = Sound(command.muted, command.volume)
    if not _possible(wanted.volume):
        return _out_of_range()
    fading = _is_fading(state, command.input, ctx.now)
    # Whoever touches the fader ends its fade, even where it was going; muting does not.
    goes_on = fading and wanted.volume == sound.volume and (isinstance(command, Mute) or wanted.muted != sound.muted)
    if wanted == sound and (goes_on or not fading):
        return ()
    by_hand = isinstance(command, ObserveSound)
    return (SoundSet(command.input, wanted.muted, wanted.volume, by_hand, was=sound, fading=goes_on),)


def _fade(state: SourcesState, command: Fade, ctx: Context) -> Decision:
    sound = sound_of(state, ctx.show, command.input)
    if sound is None:
        return reject("no-such-input", input=command.input)
    if not _possible(command.volume):
        return _out_of_range()
    if not 0 <= command.duration <= LONGEST_FADE:
        return reject("fade-too-long", longest=LONGEST_FADE // 1000)
    now = volume_at(state, ctx.show, command.input, ctx.now)
    assert now is not None
    if now == command.volume and not _is_fading(state, command.input, ctx.now):
        return ()
    return (Faded(command.input, now, command.volume, ctx.now, command.duration, was=sound),)


def _possible(volume: float) -> bool:
    return QUIETEST <= volume <= LOUDEST  # not NaN, either


def _out_of_range() -> Rejection:
    return reject("volume-out-of-range", quietest=int(QUIETEST), loudest=int(LOUDEST))


def evolve(state: SourcesState, event: Event) -> SourcesState:
    match event:
        case ItemShown(scene=scene, item=item, visible=visible):
            items = {**state.visible.get(scene, {}), item: visible}
            return replace(state, visible={**state.visible, scene: items})
        case SoundSet(input=input_id, muted=muted, volume=volume, fading=fading):
            fades = state.fades
            if not fading and input_id in fades:
                fades = {one: fade for one, fade in fades.items() if one != input_id}
            return replace(state, sound={**state.sound, input_id: Sound(muted, volume)}, fades=fades)
        case Faded(input=input_id, start=start, volume=volume, at=at, duration=duration, was=was):
            return replace(
                state,
                sound={**state.sound, input_id: replace(was, volume=volume)},
                fades={**state.fades, input_id: Fading(start, volume, at, duration)},
            )
    return state


def inverse(before: SourcesState, event: Event) -> Command | None:
    match event:
        case ItemShown(scene=scene, item=item, visible=visible):
            return ShowItem(scene, item, not visible)
        case SoundSet(input=input_id, muted=muted, was=was):
            old = was or before.sound.get(input_id, Sound())
            return Mute(input_id, old.muted) if old.muted != muted else SetVolume(input_id, old.volume)
        case Faded(input=input_id, was=was, duration=duration):
            return Fade(input_id, was.volume, min(duration, BACK))
    return None
