"""What the rehearsal switcher holds: scenes, items, inputs, transitions, outputs. No network, no clock, no pictures.

Names, numbers and events are those of obs-websocket 5.1 on OBS 29; status codes are its RequestStatus.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from control.show import Canvas
from scenes.rehearsal.things import Filter, Input, Item, OutputModel, Scene

FIELD_EMPTY, NOT_DONE = 403, 702
NOT_FOUND, EXISTS, WRONG_TYPE, WRONG_STATE, MISSING_FIELD, OUT_OF_RANGE, UNKNOWN = 600, 601, 602, 604, 300, 402, 204
OUTPUT_RUNNING, OUTPUT_NOT_RUNNING, STUDIO_MODE_OFF = 500, 501, 506

INPUT_KINDS = (
    "image_source",
    "color_source_v3",
    "slideshow",
    "browser_source",
    "ffmpeg_source",
    "text_ft2_source_v2",
    "text_gdiplus_v2",
    "pulse_input_capture",
    "pulse_output_capture",
    "vlc_source",
)
"""Those of a full OBS: on any system the show's scenes come out whole."""
AUDIBLE = frozenset({"ffmpeg_source", "vlc_source", "pulse_input_capture", "pulse_output_capture", "browser_source"})
TRANSITIONS = {"Cut": "cut_transition", "Fade": "fade_transition"}
DEFAULTS: dict[str, dict[str, Any]] = {
    "ffmpeg_source": {"is_local_file": True, "looping": False, "restart_on_activate": True, "buffering_mb": 2},
    "color_source_v3": {"color": 0xFFD1D1D1, "width": 1920, "height": 1080},
    "browser_source": {"url": "", "width": 800, "height": 600},
}
QUIETEST = -100.0


class Refusal(Exception):
    def __init__(self, code: int, comment: str) -> None:
        super().__init__(comment)
        self.code = code
        self.comment = comment


_TRANSFORM: dict[str, Any] = {
    "positionX": 0.0, "positionY": 0.0, "rotation": 0.0, "scaleX": 1.0, "scaleY": 1.0, "alignment": 5,
    "boundsType": "OBS_BOUNDS_NONE", "boundsAlignment": 0, "boundsWidth": 0.0, "boundsHeight": 0.0,
    "cropLeft": 0, "cropRight": 0, "cropTop": 0, "cropBottom": 0,
}  # fmt: skip


class Model:
    """`emit(event type, data)` is called for everything a client could want to know of."""

    def __init__(self, canvas: Canvas, emit: Callable[[str, dict[str, Any]], None]) -> None:
        self.canvas = canvas
        self.emit = emit
        self.scenes: dict[str, Scene] = {"Scene": Scene()}
        self.inputs: dict[str, Input] = {}
        self.program = "Scene"
        """What OBS says is its programme: runs ahead of `on_air` during a transition."""
        self.on_air = "Scene"
        self._copied: list[Item] | None = None
        """In studio mode OBS shows a copy of the scene, made when it was taken: what is on air does not change with it.
        None: it shows the scene itself."""
        self.preview = "Scene"
        self.studio = False
        self.duplicates = True
        """“Duplicate Scene”, OBS's own setting for studio mode, as it is by itself."""
        self.transition = "Fade"
        self.duration = 300
        self.mixing = "Fade"
        """What makes the picture: the chosen transition, or while it lasts a scene's own."""
        self.own_transitions: dict[str, tuple[str, int]] = {}
        """Scene → its transition, and how long it takes in milliseconds."""
        self.stream = OutputModel("Stream")
        self.record = OutputModel("Record")
        self.chapters: list[str] = []
        """Of the recording that runs, or ran last; an empty one has no name."""
        self.service: dict[str, Any] = {"streamServiceType": "rtmp_common", "streamServiceSettings": {}}
        self.profile: dict[tuple[str, str], str] = {}
        self.persistent: dict[tuple[str, str], Any] = {}
        self.revision = 0
        """Raised by everything that can be seen: pictures of the same revision differ only by the time."""

    # --- finding ---

    def scene(self, name: Any) -> Scene:
        found = self.scenes.get(name)
        if found is None:
            code = WRONG_TYPE if name in self.inputs else NOT_FOUND
            raise Refusal(code, f"No source was found by the name of `{name}`.")
        return found

    def input(self, name: Any) -> Input:
        found = self.inputs.get(name)
        if found is None:
            raise Refusal(NOT_FOUND, f"No source was found by the name of `{name}`.")
        return found

    def source(self, name: Any) -> Scene | Input:
        return self.scenes[name] if name in self.scenes else self.input(name)

    def item(self, scene: Any, number: Any) -> Item:
        found = next((item for item in self.scene(scene).items if item.number == number), None)
        if found is None:
            raise Refusal(NOT_FOUND, "No scene items were found in the specified scene by that ID.")
        return found

    def free(self, name: Any) -> str:
        if not isinstance(name, str) or not name:
            raise Refusal(MISSING_FIELD, "Your request is missing a name.")
        if name in self.scenes or name in self.inputs:
            raise Refusal(EXISTS, "A source already exists by that name.")
        return name

    # --- scenes ---

    def create_scene(self, name: str) -> None:
        self.scenes[self.free(name)] = Scene()
        self._scenes_changed("SceneCreated", sceneName=name, isGroup=False)

    def remove_scene(self, name: str) -> None:
        self.scene(name)
        if len(self.scenes) == 1:
            raise Refusal(WRONG_STATE, "The last scene cannot be removed.")
        gone = self.scenes.pop(name)
        for scene in self.scenes.values():
            scene.items = [item for item in scene.items if item.source != name]
        for source in {item.source for item in gone.items}:
            self._let_go(source)
        other = next(iter(self.scenes))
        if self.program == name:
            self.set_program(other)
        if self.on_air == name:
            self.show(self.program, self.copy_of(self.program))
        if self.preview == name:
            self.set_preview(other)
        self._scenes_changed("SceneRemoved", sceneName=name, isGroup=False)

    def rename_scene(self, name: str, new: str) -> None:
        self.scene(name)
        self.free(new)
        self.scenes = {new if key == name else key: scene for key, scene in self.scenes.items()}
        for scene in self.scenes.values():
            for item in scene.items:
                item.source = new if item.source == name else item.source
        self.program = new if self.program == name else self.program
        self.on_air = new if self.on_air == name else self.on_air
        self.preview = new if self.preview == name else self.preview
        self._scenes_changed("SceneNameChanged", sceneName=new, oldSceneName=name)

    def _scenes_changed(self, event: str, **data: Any) -> None:
        self._touch(event, **data)
        self.emit("SceneListChanged", {"scenes": self.scene_list()})

    def scene_list(self) -> list[dict[str, Any]]:
        """As OBS gives it: the last scene of its list first."""
        names = list(self.scenes)[::-1]
        return [{"sceneIndex": index, "sceneName": name} for index, name in enumerate(names)]

    def set_program(self, name: str) -> None:
        self.scene(name)
        if self.program != name:
            self.program = name
            self.show(name, self.copy_of(name))
            self._touch("CurrentProgramSceneChanged", sceneName=name)

    def copy_of(self, name: str) -> list[Item] | None:
        return deepcopy(self.scenes[name].items) if self.studio and self.duplicates else None

    def show(self, name: str, copied: list[Item] | None) -> None:
        self.on_air, self._copied = name, copied
        self.revision += 1

    @property
    def items_on_air(self) -> list[Item]:
        items = self.scenes[self.on_air].items if self._copied is None else self._copied
        return [item for item in items if item.enabled]

    def set_preview(self, name: str) -> None:
        if not self.studio:
            raise Refusal(STUDIO_MODE_OFF, "Studio mode is not enabled.")
        self.scene(name)
        if self.preview != name:
            self.preview = name
            self._touch("CurrentPreviewSceneChanged", sceneName=name)

    def set_studio(self, on: bool) -> None:
        if self.studio != on:
            self.studio = on
            self.preview = self.program
            self.show(self.on_air, self.copy_of(self.on_air))
            self._touch("StudioModeStateChanged", studioModeEnabled=on)

    # --- inputs and items ---

    def create_input(self, scene: str, name: str, kind: str, settings: dict[str, Any], enabled: bool) -> Item:
        self.scene(scene)
        self.free(name)
        if kind not in INPUT_KINDS:
            raise Refusal(605, "Your specified input kind is not supported by OBS.")
        self.inputs[name] = Input(kind, dict(settings))
        self._touch(
            "InputCreated",
            inputName=name,
            inputKind=kind,
            unversionedInputKind=unversioned(kind),
            inputSettings=settings,
            defaultInputSettings=DEFAULTS.get(kind, {}),
        )
        return self.add_item(scene, name, enabled)

    def remove_input(self, name: str) -> None:
        self.input(name)
        for scene_name, scene in self.scenes.items():
            for item in [item for item in scene.items if item.source == name]:
                self.remove_item(scene_name, item.number)
        self._let_go(name)

    def _let_go(self, name: str) -> None:
        """OBS keeps an input as long as a scene has it."""
        if name in self.inputs and not any(item.source == name for s in self.scenes.values() for item in s.items):
            del self.inputs[name]
            self._touch("InputRemoved", inputName=name)

    def rename_input(self, name: str, new: str) -> None:
        self.input(name)
        self.free(new)
        self.inputs[new] = self.inputs.pop(name)
        for scene in self.scenes.values():
            for item in scene.items:
                item.source = new if item.source == name else item.source
        self._touch("InputNameChanged", inputName=new, oldInputName=name)

    def add_item(self, scene_name: str, source: str, enabled: bool) -> Item:
        scene = self.scene(scene_name)
        self.source(source)
        scene.last_number += 1
        item = Item(scene.last_number, source, enabled, transform=dict(_TRANSFORM))
        scene.items.append(item)
        self._touch(
            "SceneItemCreated",
            sceneName=scene_name,
            sourceName=source,
            sceneItemId=item.number,
            sceneItemIndex=len(scene.items) - 1,
        )
        return item

    def remove_item(self, scene_name: str, number: int) -> None:
        item = self.item(scene_name, number)
        self.scenes[scene_name].items.remove(item)
        self._touch("SceneItemRemoved", sceneName=scene_name, sourceName=item.source, sceneItemId=number)
        self._let_go(item.source)

    def move_item(self, scene_name: str, number: int, index: int) -> None:
        item = self.item(scene_name, number)
        items = self.scenes[scene_name].items
        items.remove(item)
        items.insert(max(0, min(index, len(items))), item)
        listed = [{"sceneItemId": one.number, "sceneItemIndex": place} for place, one in enumerate(items)]
        self._touch("SceneItemListReindexed", sceneName=scene_name, sceneItems=listed)

    def enable_item(self, scene_name: str, number: int, enabled: bool) -> None:
        item = self.item(scene_name, number)
        if item.enabled != enabled:
            item.enabled = enabled
            self._touch(
                "SceneItemEnableStateChanged", sceneName=scene_name, sceneItemId=number, sceneItemEnabled=enabled
            )

    def transform_of(self, item: Item) -> dict[str, Any]:
        """With what OBS adds: the source's own size."""
        width, height = self.size_of(item.source)
        scale_x, scale_y = item.transform["scaleX"], item.transform["scaleY"]
        return {
            **item.transform,
            "sourceWidth": float(width),
            "sourceHeight": float(height),
            "width": width * scale_x,
            "height": height * scale_y,
        }

    def size_of(self, source: str) -> tuple[int, int]:
        """Pixels. Files are taken to be as large as the canvas; the painter draws them so."""
        made = self.inputs.get(source)
        if made is None:
            return self.canvas.width, self.canvas.height
        if made.kind in ("color_source_v3", "browser_source"):
            settings = {**DEFAULTS[made.kind], **made.settings}
            return int(settings["width"]), int(settings["height"])
        if made.kind.startswith("text_"):
            size = int(made.settings.get("font", {}).get("size", 64))
            return _text_size(str(made.settings.get("text", "")), size)
        if made.kind.startswith("pulse_"):
            return 0, 0
        return self.canvas.width, self.canvas.height

    # --- sound ---

    def mute(self, name: str, muted: bool) -> None:
        heard = self.audible(name)
        if heard.muted != muted:
            heard.muted = muted
            self._touch("InputMuteStateChanged", inputName=name, inputMuted=muted)

    def set_volume(self, name: str, decibels: float) -> None:
        heard = self.audible(name)
        if not QUIETEST <= decibels <= 26:
            raise Refusal(OUT_OF_RANGE, "The field `inputVolumeDb` is out of range.")
        if heard.volume != decibels:
            heard.volume = decibels
            self._touch("InputVolumeChanged", inputName=name, inputVolumeDb=decibels, inputVolumeMul=factor(decibels))

    def audible(self, name: str) -> Input:
        heard = self.input(name)
        if heard.kind not in AUDIBLE:
            raise Refusal(WRONG_STATE, "The specified input does not support audio.")
        return heard

    def heard_on_air(self) -> list[str]:
        """Inputs with sound that are in the programme scene or belong to no scene's picture."""
        on_air = {item.source for item in self.items_on_air}
        return [name for name, made in self.inputs.items() if made.kind in AUDIBLE and name in on_air]

    # --- filters ---

    def add_filter(self, source: str, name: str, kind: str, settings: dict[str, Any]) -> None:
        filters = self.source(source).filters
        if name in filters:
            raise Refusal(EXISTS, "A filter already exists by that name.")
        filters[name] = Filter(kind, dict(settings))
        self._touch("SourceFilterCreated", sourceName=source, filterName=name, filterKind=kind)

    def filter(self, source: str, name: Any) -> Filter:
        found = self.source(source).filters.get(name)
        if found is None:
            raise Refusal(NOT_FOUND, f"No filter was found by the name of `{name}`.")
        return found

    # --- outputs ---

    def output_changed(self, output: OutputModel, state: str, active: bool) -> None:
        output.active = active
        data: dict[str, Any] = {
            "outputActive": active and state != "STARTING",
            "outputState": f"OBS_WEBSOCKET_OUTPUT_{state}",
        }
        if output.name == "Record":
            data["outputPath"] = ""
        self.emit(f"{output.name}StateChanged", data)

    def _touch(self, event: str, **data: Any) -> None:
        self.revision += 1
        self.emit(event, data)


_WIDE = frozenset("ШЩЮЖМФЫДWMшщюжмфыдwm@%—…")


def _text_size(text: str, size: int) -> tuple[int, int]:
    """An estimate that is never too narrow for the painter's font, which is not known here."""
    widths = ((1.15 if letter in _WIDE else 0.85 if letter.isupper() else 0.7) for letter in text)
    return max(1, int(sum(widths) * size)), int(size * 1.4)


def unversioned(kind: str) -> str:
    """`color_source_v3` → `color_source`."""
    head, _, tail = kind.rpartition("_v")
    return head if head and tail.isdigit() else kind


def factor(decibels: float) -> float:
    return 0.0 if decibels <= QUIETEST else float(10 ** (decibels / 20))
