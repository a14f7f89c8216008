"""What OBS has now, read whole: scenes, items, inputs, and which of them are Efir's."""

from typing import Any

import msgspec
from msgspec import Struct

from scenes.requests import Requests

SLOT = "efir"
REALM = "OBS_WEBSOCKET_DATA_REALM_PROFILE"
"""Where the names of what Efir made are kept, by scene collection: OBS has no mark for scenes."""


class Owned(Struct, frozen=True):
    """Names of what Efir made in one scene collection."""

    scenes: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


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
    owned: Owned


async def read(request: Requests) -> Observed:
    """Some dozens of quick requests; whatever vanishes in between is simply not there."""
    kinds = await request("GetInputKindList", {"unversioned": False})
    collections = await request("GetSceneCollectionList")
    collection = collections["currentSceneCollectionName"]
    scenes = {}
    for scene in (await request("GetSceneList"))["scenes"]:
        items = await request("GetSceneItemList", {"sceneName": scene["sceneName"]})
        scenes[scene["sceneName"]] = tuple(
            ObservedItem(item["sceneItemId"], item["sourceName"], item["sceneItemEnabled"], item["sceneItemTransform"])
            for item in sorted(items["sceneItems"], key=lambda item: item["sceneItemIndex"])
        )
    inputs = {}
    for made in (await request("GetInputList"))["inputs"]:
        settings = await request("GetInputSettings", {"inputName": made["inputName"]})
        inputs[made["inputName"]] = ObservedInput(made["inputKind"], settings["inputSettings"])
    owned = (await _owned(request)).get(collection, Owned())
    return Observed(collection, frozenset(kinds["inputKinds"]), scenes, inputs, owned)


async def _owned(request: Requests) -> dict[str, Owned]:
    answer = await request("GetPersistentData", {"realm": REALM, "slotName": SLOT})
    try:
        return msgspec.convert(answer.get("slotValue") or {}, dict[str, Owned])
    except msgspec.ValidationError:
        return {}  # somebody else's slot of this name: what we do not know to be ours, we do not touch


async def remember(request: Requests, collection: str, owned: Owned) -> None:
    slots = await _owned(request)
    slots[collection] = owned
    await request("SetPersistentData", {"realm": REALM, "slotName": SLOT, "slotValue": msgspec.to_builtins(slots)})
