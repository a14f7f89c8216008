"""The scenes of the show file as OBS should have them: pure data, in OBS's own words.

Inputs bear the prefix `Efir · `: scenes and inputs share one name space in OBS, and a person sees at once what is ours.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from control.core.switches import part
from control.core.types import CameraId, InputId, ItemId, SceneId
from control.show import GRAPHICS_NAME, Audio, Camera, Item, Place, Scene, Show
from scenes.observed import MARK

PREFIX = "Efir · "
GRAPHICS_INPUT = PREFIX + GRAPHICS_NAME
LIVE_SCHEMES = ("rtsp://", "rtmp://", "rtmps://", "srt://", "udp://", "tcp://", "http://", "https://")


class Input(Struct, frozen=True):
    name: str
    kind: str
    """OBS's input kind: `ffmpeg_source`, `color_source_v3`, …"""
    settings: dict[str, Any]
    efir: InputId | None = None
    """Its id in the mixer, if it can be heard."""


class SceneItem(Struct, frozen=True):
    input: str
    efir: ItemId
    place: Place
    visible: bool


class WantedScene(Struct, frozen=True):
    name: str
    efir: SceneId
    items: tuple[SceneItem, ...]
    """Bottom to top."""


class Collection(Struct, frozen=True):
    inputs: tuple[Input, ...]
    scenes: tuple[WantedScene, ...]
    missing: tuple[tuple[str, str], ...] = ()
    """(what the show asks for, name) that this OBS has no kind of source for."""

    def scene_name(self, scene_id: SceneId) -> str | None:
        return next((scene.name for scene in self.scenes if scene.efir == scene_id), None)

    def scene_id(self, name: str) -> SceneId | None:
        return next((scene.efir for scene in self.scenes if scene.name == name), None)


class Wiring(Struct, frozen=True):
    """Where the show's things are on this machine, found by the assembly. Paths are absolute."""

    cameras: dict[CameraId, str]
    """Camera → a file or a URL that OBS can open; all but those of `bridged` are asked for."""
    graphics: dict[str, Any]
    """Settings of the input that shows Efir's graphics page."""
    graphics_kind: str
    """`browser_source`, or `ffmpeg_source` behind the bridge."""
    bridged: dict[CameraId, dict[str, Any]] = {}
    """Cameras that Efir reads for OBS → settings of their input."""


def camera_input(camera: Camera) -> str:
    """The name of its input in OBS."""
    return PREFIX + camera.name


_PREFERRED: dict[str, tuple[str, ...]] = {
    "colour": ("color_source_v3", "color_source_v2", "color_source"),
    "text": ("text_gdiplus_v3", "text_gdiplus_v2", "text_ft2_source_v2", "text_ft2_source"),
    "image": ("image_source",),
    "media": ("ffmpeg_source",),
    "camera": ("ffmpeg_source",),
    "switch": ("ffmpeg_source",),
    "browser": ("browser_source",),
    "input": ("wasapi_input_capture", "coreaudio_input_capture", "pulse_input_capture", "alsa_input_capture"),
    "output": ("wasapi_output_capture", "coreaudio_output_capture", "pulse_output_capture"),
}


def kind_for(what: str, available: frozenset[str]) -> str | None:
    """OBS's kind of input for ours: Windows, macOS and Linux builds have different ones."""
    return next((kind for kind in _PREFERRED[what] if kind in available), None)


def abgr(colour: str) -> int:
    """`#RRGGBB[AA]` as OBS stores colours: 0xAABBGGRR."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    alpha = int(colour[7:9], 16) if len(colour) == 9 else 255
    return alpha << 24 | blue << 16 | green << 8 | red


def media_settings(url: str, loop: bool) -> dict[str, Any]:
    """A file plays whether it is seen or not, so that a take never shows a black first frame; a live URL reconnects."""
    if not url.startswith(LIVE_SCHEMES):
        return {
            "is_local_file": True,
            "local_file": url,
            "looping": loop,
            "restart_on_activate": False,
            "close_when_inactive": False,
            "clear_on_media_end": False,
            "hw_decode": False,
        }
    return {
        "is_local_file": False,
        "input": url,
        "input_format": "",
        "buffering_mb": 0,
        "ffmpeg_options": "fflags=nobuffer",
        "reconnect_delay_sec": 1,
        "restart_on_activate": False,
        "close_when_inactive": False,
        "clear_on_media_end": False,
        "hw_decode": False,
    }


def _text_settings(item: Item, kind: str) -> dict[str, Any]:
    assert item.text is not None
    colour = abgr(item.text.colour)
    font = {"face": "Sans Serif" if "ft2" in kind else "Arial", "size": item.text.size, "style": "Regular", "flags": 0}
    if "ft2" in kind:
        return {"text": item.text.text, "color1": colour, "color2": colour, "font": font}
    return {"text": item.text.text, "color": colour & 0xFFFFFF, "opacity": (colour >> 24) * 100 // 255, "font": font}


def _camera_input(camera: Camera, wiring: Wiring, kind: str) -> Input:
    heard = InputId(camera.id) if camera.audio else None
    settings = wiring.bridged.get(camera.id)
    if settings is None:
        settings = media_settings(wiring.cameras[camera.id], camera.loop)
    return Input(camera_input(camera), kind, settings, heard)


def _item_input(show: Show, scene: Scene, item: Item, wiring: Wiring, available: frozenset[str]) -> Input | None:
    if item.graphics:
        kind = wiring.graphics_kind if wiring.graphics_kind in available else None
        return Input(GRAPHICS_INPUT, kind, wiring.graphics) if kind else None
    kind = kind_for(item.kind, available)
    if kind is None:
        return None
    if item.camera is not None:
        camera = show.camera(item.camera)
        assert camera is not None
        return _camera_input(camera, wiring, kind)
    name = f"{PREFIX}{scene.name} · {item.name}"
    if item.media is not None:
        heard = InputId(item.id) if item.media.audio else None
        return Input(name, kind, media_settings(item.media.file, item.media.loop), heard)
    if item.image is not None:
        return Input(name, kind, {"file": item.image, "unload": False})
    if item.colour is not None:
        width, height = size(item.place, show)
        return Input(name, kind, {"color": abgr(item.colour), "width": width, "height": height})
    if item.text is not None:
        return Input(name, kind, _text_settings(item, kind))
    assert item.browser is not None
    width, height = size(item.place, show)
    page = {"url": item.browser.url, "width": item.browser.width or width, "height": item.browser.height or height}
    return Input(name, kind, page)


def _item_inputs(
    show: Show, scene: Scene, item: Item, wiring: Wiring, available: frozenset[str]
) -> list[tuple[Input, ItemId, bool]]:
    """With the ids and whether they are visible: several for a switch, none where OBS has no such kind of input."""
    switch = show.switch(item.switch) if item.switch is not None else None
    if switch is None:
        made = _item_input(show, scene, item, wiring, available)
        return [(made, item.id, item.visible)] if made is not None else []
    kind = kind_for(item.kind, available)
    if kind is None:
        return []
    return [
        (_camera_input(camera, wiring, kind), part(item.id, camera.id), item.visible and camera.id == switch.cameras[0])
        for camera in show.cameras
        if camera.id in switch.cameras
    ]


def _audio_input(audio: Audio, available: frozenset[str]) -> Input | None:
    kind = kind_for(audio.direction, available)
    return Input(PREFIX + audio.name, kind, {"device_id": audio.device}, audio.id) if kind else None


def size(place: Place, show: Show) -> tuple[int, int]:
    """Pixels of the canvas; absent width and height mean to its edge."""
    canvas = show.obs.canvas
    return place.width or canvas.width - place.x, place.height or canvas.height - place.y


def collection(show: Show, wiring: Wiring, available: frozenset[str]) -> Collection:
    """`available`: the input kinds of this OBS (GetInputKindList)."""
    inputs: dict[str, Input] = {}
    missing: list[tuple[str, str]] = []
    scenes: list[WantedScene] = []
    for scene in show.scenes:
        items: list[SceneItem] = []
        for item in scene.sources:
            made = _item_inputs(show, scene, item, wiring, available)
            if not made:
                missing.append((item.kind, item.name))
                continue
            for each, efir, visible in made:
                inputs[each.name] = each
                items.append(SceneItem(each.name, efir, item.place, visible))
        scenes.append(WantedScene(scene.name, scene.id, tuple(items)))
    for audio in show.audio:
        heard = _audio_input(audio, available)
        if heard is None:
            missing.append((audio.direction, audio.name))
        else:
            inputs[heard.name] = heard
    marked = (replace(made, settings={**made.settings, MARK: True}) for made in inputs.values())
    return Collection(tuple(marked), tuple(scenes), tuple(missing))


def carriers(wanted: Collection) -> Iterator[tuple[Input, str]]:
    """Inputs that are only heard, and the scenes that must hold them: OBS makes inputs only inside a scene."""
    placed = {item.input for scene in wanted.scenes for item in scene.items}
    for made in wanted.inputs:
        if made.name not in placed:
            for scene in wanted.scenes:
                yield made, scene.name


def transform(place: Place, show: Show, source: tuple[int, int]) -> dict[str, Any]:
    """SetSceneItemTransform's fields. `source` is the source's own size in pixels, (0, 0) while it is unknown.

    OBS before 31 does not crop to the bounds, so `cover` is made by cropping the source to the place's shape.
    """
    width, height = size(place, show)
    fields: dict[str, Any] = {
        "positionX": float(place.x),
        "positionY": float(place.y),
        "rotation": 0.0,
        "alignment": 5,  # top left
        "boundsAlignment": 0,  # centre
        "cropLeft": 0,
        "cropRight": 0,
        "cropTop": 0,
        "cropBottom": 0,
    }
    if place.fit == "none":
        return fields | {"boundsType": "OBS_BOUNDS_NONE"}
    fields |= {"boundsWidth": float(width), "boundsHeight": float(height)}
    if place.fit == "stretch":
        return fields | {"boundsType": "OBS_BOUNDS_STRETCH"}
    if place.fit == "cover" and all(source):
        have, want = source[0] * height, source[1] * width  # the aspect ratios, without division
        if have > want:
            extra = source[0] - round(source[1] * width / height)
            fields |= {"cropLeft": extra // 2, "cropRight": extra - extra // 2}
        elif have < want:
            extra = source[1] - round(source[0] * height / width)
            fields |= {"cropTop": extra // 2, "cropBottom": extra - extra // 2}
    return fields | {"boundsType": "OBS_BOUNDS_SCALE_INNER"}
