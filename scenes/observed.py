"""What OBS has now, read whole: scenes, items, inputs, and which of them are Efir's."""

from typing import Any

from msgspec import Struct

from scenes.protocol import NOT_FOUND, ObsRefused
from scenes.requests import Requests

MARK = "efir"
"""An input of ours has this key in its settings, a scene of ours a switched-off filter of this name: both stay in the
scene collection, so they go with it wherever it is copied, renamed or restored from a backup."""
MARK_FILTER = {"filterName": MARK, "filterKind": "color_filter_v2"}


class ObservedItem(Struct, frozen=True):
    item_id: int
    source: str
    visible: bool
    transform: dict[str, Any]

    @property
    def source_size(self) -> tuple[int, int]:
        """Pixels; (0, 0) until the source has shown its first frame."""
        return round(self.transform["sourceWidth"]), round(self.transform["sourceHeight"])


class ObservedInput(Struct, frozen=True):
    kind: str
    settings: dict[str, Any]


class Observed(Struct, frozen=True):
    collection: str
    kinds: frozenset[str]
    scenes: dict[str, tuple[ObservedItem, ...]]
    """Bottom to top."""
    inputs: dict[str, ObservedInput]
    marked: frozenset[str]
    """Scenes that are Efir's."""

    def ours(self, name: str) -> bool:
        """Whether Efir made the scene or input of this name."""
        return name in self.marked or (name in self.inputs and self.inputs[name].settings.get(MARK) is True)


async def read(request: Requests) -> Observed:
    """Some dozens of quick requests; whatever vanishes in between is simply not there."""
    kinds = await request("GetInputKindList", {"unversioned": False})
    collections = await request("GetSceneCollectionList")
    collection = collections["currentSceneCollectionName"]
    scenes, marked = {}, set()
    for scene in (await request("GetSceneList"))["scenes"]:
        items = await _unless_gone(request, "GetSceneItemList", {"sceneName": scene["sceneName"]})
        filters = await _unless_gone(request, "GetSourceFilterList", {"sourceName": scene["sceneName"]})
        if items is None or filters is None:
            continue
        scenes[scene["sceneName"]] = tuple(
            ObservedItem(item["sceneItemId"], item["sourceName"], item["sceneItemEnabled"], item["sceneItemTransform"])
            for item in sorted(items["sceneItems"], key=lambda item: item["sceneItemIndex"])
        )
        if any(one["filterName"] == MARK for one in filters["filters"]):
            marked.add(scene["sceneName"])
    inputs = {}
    for made in (await request("GetInputList"))["inputs"]:
        settings = await _unless_gone(request, "GetInputSettings", {"inputName": made["inputName"]})
        if settings is not None:
            inputs[made["inputName"]] = ObservedInput(made["inputKind"], settings["inputSettings"])
    return Observed(collection, frozenset(kinds["inputKinds"]), scenes, inputs, frozenset(marked))


async def _unless_gone(request: Requests, kind: str, data: dict[str, Any]) -> dict[str, Any] | None:
    """OBS lists what was removed a moment longer than it answers for it."""
    try:
        return await request(kind, data)
    except ObsRefused as refused:
        if refused.code != NOT_FOUND:
            raise
        return None
