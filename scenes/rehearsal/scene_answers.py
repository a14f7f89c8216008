"""Requests about scenes, transitions and the items in scenes."""

from scenes.rehearsal.asking import Answer, Data, named, need
from scenes.rehearsal.model import NOT_FOUND, TRANSITIONS, Model, Refusal
from scenes.rehearsal.things import Item


def _scene_list(model: Model, data: Data) -> Data:
    return {
        "currentProgramSceneName": model.program,
        "currentPreviewSceneName": model.preview if model.studio else None,
        "scenes": model.scene_list(),
    }


def _create_scene(model: Model, data: Data) -> None:
    need(data, "sceneName")
    model.create_scene(data["sceneName"])


def _rename_scene(model: Model, data: Data) -> None:
    need(data, "sceneName", "newSceneName")
    model.rename_scene(data["sceneName"], data["newSceneName"])


def _preview(model: Model, data: Data) -> Data:
    if not model.studio:
        raise Refusal(506, "Studio mode is not enabled.")
    return {"currentPreviewSceneName": model.preview}


def _transition_list(model: Model, data: Data) -> Data:
    return {
        "currentSceneTransitionName": model.transition,
        "currentSceneTransitionKind": TRANSITIONS[model.transition],
        "transitions": [
            {
                "transitionName": name,
                "transitionKind": kind,
                "transitionFixed": kind == "cut_transition",
                "transitionConfigurable": False,
            }
            for name, kind in TRANSITIONS.items()
        ],
    }


def _transition(model: Model, data: Data) -> Data:
    fixed = model.transition == "Cut"
    return {
        "transitionName": model.transition,
        "transitionKind": TRANSITIONS[model.transition],
        "transitionFixed": fixed,
        "transitionDuration": None if fixed else model.duration,
        "transitionConfigurable": False,
        "transitionSettings": None,
    }


def _set_transition(model: Model, data: Data) -> None:
    need(data, "transitionName")
    if data["transitionName"] not in TRANSITIONS:
        raise Refusal(NOT_FOUND, "No scene transition was found by that name.")
    model.mixing = data["transitionName"]
    if model.transition != data["transitionName"]:
        model.transition = data["transitionName"]
        model.emit("CurrentSceneTransitionChanged", {"transitionName": model.transition})


def _set_duration(model: Model, data: Data) -> None:
    need(data, "transitionDuration")
    duration = data["transitionDuration"]
    if not 50 <= duration <= 20_000:
        raise Refusal(402, "The field `transitionDuration` is out of range.")
    if model.duration != duration:
        model.duration = duration
        model.emit("CurrentSceneTransitionDurationChanged", {"transitionDuration": duration})


def _own_transition(model: Model, data: Data) -> Data:
    need(data, "sceneName")
    model.scene(data["sceneName"])
    name, duration = model.own_transitions.get(data["sceneName"], (None, None))
    return {"transitionName": name, "transitionDuration": duration}


def _set_own_transition(model: Model, data: Data) -> None:
    need(data, "sceneName")
    model.scene(data["sceneName"])
    name, duration = data.get("transitionName"), data.get("transitionDuration")
    if name is None:
        model.own_transitions.pop(data["sceneName"], None)
    elif name not in TRANSITIONS:
        raise Refusal(NOT_FOUND, "No scene transition was found by that name.")
    else:
        model.own_transitions[data["sceneName"]] = (name, 300 if duration is None else duration)


# --- items ---


def _item_wire(model: Model, index: int, item: Item) -> Data:
    made = model.inputs.get(item.source)
    return {
        "sceneItemId": item.number,
        "sceneItemIndex": index,
        "sceneItemEnabled": item.enabled,
        "sceneItemLocked": item.locked,
        "sceneItemBlendMode": item.blend,
        "sceneItemTransform": model.transform_of(item),
        "sourceName": item.source,
        "sourceType": "OBS_SOURCE_TYPE_INPUT" if made else "OBS_SOURCE_TYPE_SCENE",
        "inputKind": made.kind if made else None,
        "isGroup": None if made else False,
    }


def _item_list(model: Model, data: Data) -> Data:
    need(data, "sceneName")
    items = model.scene(data["sceneName"]).items
    return {"sceneItems": [_item_wire(model, index, item) for index, item in enumerate(items)]}


def _item_id(model: Model, data: Data) -> Data:
    need(data, "sceneName", "sourceName")
    for item in model.scene(data["sceneName"]).items:
        if item.source == data["sourceName"]:
            return {"sceneItemId": item.number}
    raise Refusal(NOT_FOUND, f"No scene items were found in scene `{data['sceneName']}` with that name.")


def _create_item(model: Model, data: Data) -> Data:
    need(data, "sceneName", "sourceName")
    item = model.add_item(data["sceneName"], data["sourceName"], data.get("sceneItemEnabled", True))
    return {"sceneItemId": item.number}


def _of_item(model: Model, data: Data) -> Item:
    need(data, "sceneName", "sceneItemId")
    return model.item(data["sceneName"], data["sceneItemId"])


def _remove_item(model: Model, data: Data) -> None:
    _of_item(model, data)
    model.remove_item(data["sceneName"], data["sceneItemId"])


def _set_item_enabled(model: Model, data: Data) -> None:
    need(data, "sceneItemEnabled")
    _of_item(model, data)
    model.enable_item(data["sceneName"], data["sceneItemId"], bool(data["sceneItemEnabled"]))


def _set_item_transform(model: Model, data: Data) -> None:
    need(data, "sceneItemTransform")
    item = _of_item(model, data)
    item.transform = {**item.transform, **data["sceneItemTransform"]}
    model.revision += 1
    model.emit(
        "SceneItemTransformChanged",
        {
            "sceneName": data["sceneName"],
            "sceneItemId": item.number,
            "sceneItemTransform": model.transform_of(item),
        },
    )


def _set_item_index(model: Model, data: Data) -> None:
    need(data, "sceneItemIndex")
    _of_item(model, data)
    model.move_item(data["sceneName"], data["sceneItemId"], data["sceneItemIndex"])


def _set_item_locked(model: Model, data: Data) -> None:
    need(data, "sceneItemLocked")
    item = _of_item(model, data)
    item.locked = bool(data["sceneItemLocked"])
    model.emit(
        "SceneItemLockStateChanged",
        {"sceneName": data["sceneName"], "sceneItemId": item.number, "sceneItemLocked": item.locked},
    )


def _set_item_blend(model: Model, data: Data) -> None:
    need(data, "sceneItemBlendMode")
    _of_item(model, data).blend = data["sceneItemBlendMode"]


def _active(model: Model, data: Data) -> Data:
    need(data, "sourceName")
    model.source(data["sourceName"])
    on_air = {model.on_air, *(item.source for item in model.items_on_air)}
    return {"videoActive": data["sourceName"] in on_air, "videoShowing": data["sourceName"] in on_air}


SCENES: dict[str, Answer] = {
    "GetStudioModeEnabled": lambda model, data: {"studioModeEnabled": model.studio},
    "SetStudioModeEnabled": named("studioModeEnabled", lambda model, on: model.set_studio(bool(on))),
    "GetSceneList": _scene_list,
    "CreateScene": _create_scene,
    "RemoveScene": named("sceneName", Model.remove_scene),
    "SetSceneName": _rename_scene,
    "GetCurrentProgramScene": lambda model, data: {"currentProgramSceneName": model.program},
    "GetCurrentPreviewScene": _preview,
    "SetCurrentPreviewScene": named("sceneName", Model.set_preview),
    "GetTransitionKindList": lambda model, data: {"transitionKinds": list(TRANSITIONS.values())},
    "GetSceneTransitionList": _transition_list,
    "GetCurrentSceneTransition": _transition,
    "SetCurrentSceneTransition": _set_transition,
    "SetCurrentSceneTransitionDuration": _set_duration,
    "GetSceneSceneTransitionOverride": _own_transition,
    "SetSceneSceneTransitionOverride": _set_own_transition,
    "GetSceneItemList": _item_list,
    "GetSceneItemId": _item_id,
    "CreateSceneItem": _create_item,
    "RemoveSceneItem": _remove_item,
    "GetSceneItemEnabled": lambda model, data: {"sceneItemEnabled": _of_item(model, data).enabled},
    "SetSceneItemEnabled": _set_item_enabled,
    "GetSceneItemTransform": lambda model, data: {"sceneItemTransform": model.transform_of(_of_item(model, data))},
    "SetSceneItemTransform": _set_item_transform,
    "GetSceneItemIndex": lambda model, data: {
        "sceneItemIndex": model.scene(data["sceneName"]).items.index(_of_item(model, data))
    },
    "SetSceneItemIndex": _set_item_index,
    "GetSceneItemLocked": lambda model, data: {"sceneItemLocked": _of_item(model, data).locked},
    "SetSceneItemLocked": _set_item_locked,
    "GetSceneItemBlendMode": lambda model, data: {"sceneItemBlendMode": _of_item(model, data).blend},
    "SetSceneItemBlendMode": _set_item_blend,
    "GetSourceActive": _active,
}
