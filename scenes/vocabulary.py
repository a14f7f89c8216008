"""The wanted picture's keys in OBS's words: the request that sets one, and the one that reads it. Pure."""

from typing import Any

from control.core.types import InputId, ItemId, SceneId
from scenes.collection import Collection
from scenes.observed import Observed
from scenes.picture import Key, Muted, Preview, Program, Recording, Streaming, Visible, Volume

Request = tuple[str, dict[str, Any]]


class Vocabulary:
    """Of one OBS with one show's scenes in it. What it has no word for (a kind of source this OBS lacks) is None."""

    def __init__(self, scenes: Collection, seen: Observed) -> None:
        self.scenes = scenes
        self._inputs = {made.efir: made.name for made in scenes.inputs if made.efir is not None}
        self._item_ids = {
            (scene.efir, item.efir): held.item_id
            for scene in scenes.scenes
            for item in scene.items
            for held in seen.scenes.get(scene.name, ())
            if held.source == item.input
        }
        self._names = {
            *(scene.name for scene in scenes.scenes),
            *(made.name for made in scenes.inputs),
        }

    def scene_name(self, scene: SceneId) -> str | None:
        return self.scenes.scene_name(scene)

    def owns(self, data: dict[str, Any]) -> bool:
        """Whether an event is about a scene or input of the show."""
        fields = ("sceneName", "oldSceneName", "inputName", "oldInputName", "sourceName")
        return bool(self._names & {data.get(field) for field in fields})

    def items_of(self, scene_name: str) -> set[Key]:
        scene = self.scenes.scene_id(scene_name)
        return {Visible(of, item) for of, item in self._item_ids if of == scene}

    def sound_of(self, input_name: str) -> set[Key]:
        heard: InputId | None = next((i for i, name in self._inputs.items() if name == input_name), None)
        return {Muted(heard), Volume(heard)} if heard is not None else set()

    def setting(self, key: Key, value: Any) -> Request | None:
        """For all but the programme and the outputs."""
        match key:
            case Preview() if name := self.scene_name(value):
                return "SetCurrentPreviewScene", {"sceneName": name}
            case Visible() if (item := self._item(key)) is not None:
                return "SetSceneItemEnabled", {**item, "sceneItemEnabled": value}
            case Muted(input=heard) if name := self._inputs.get(heard):
                return "SetInputMute", {"inputName": name, "inputMuted": value}
            case Volume(input=heard) if name := self._inputs.get(heard):
                return "SetInputVolume", {"inputName": name, "inputVolumeDb": value}
        return None

    def question(self, key: Key) -> tuple[str, dict[str, Any], str] | None:
        """Request, its data, and the answer's field."""
        match key:
            case Program():
                return "GetCurrentProgramScene", {}, "currentProgramSceneName"
            case Preview():
                return "GetCurrentPreviewScene", {}, "currentPreviewSceneName"
            case Visible() if (item := self._item(key)) is not None:
                return "GetSceneItemEnabled", item, "sceneItemEnabled"
            case Muted(input=heard) if name := self._inputs.get(heard):
                return "GetInputMute", {"inputName": name}, "inputMuted"
            case Volume(input=heard) if name := self._inputs.get(heard):
                return "GetInputVolume", {"inputName": name}, "inputVolumeDb"
            case Streaming():
                return "GetStreamStatus", {}, "outputActive"
            case Recording():
                return "GetRecordStatus", {}, "outputActive"
        return None

    def _item(self, key: Visible) -> dict[str, Any] | None:
        number = self._item_ids.get((key.scene, ItemId(key.item)))
        name = self.scene_name(key.scene)
        return {"sceneName": name, "sceneItemId": number} if number is not None and name is not None else None
