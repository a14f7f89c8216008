"""What each request does to the model and what it answers: one table. Pure but for the model it changes.

Pictures, outputs and transitions take time and are the server's (`scenes.rehearsal.server`).
"""

from collections.abc import Callable
from typing import Any

from scenes.rehearsal.model import (
    AUDIBLE,
    DEFAULTS,
    INPUT_KINDS,
    MISSING_FIELD,
    NOT_FOUND,
    TRANSITIONS,
    Filter,
    Input,
    Item,
    Model,
    Refusal,
    factor,
    unversioned,
)

Data = dict[str, Any]
Answer = Callable[[Model, Data], Data | None]

PLATFORM = "efir-rehearsal"
"""GetVersion's `platform`: how `scenes.link` knows that this is no OBS."""
OBS_VERSION, WEBSOCKET_VERSION = "29.0.2", "5.1.0"
"""What it behaves like."""


def need(data: Data, *names: str) -> None:
    for name in names:
        if name not in data:
            raise Refusal(MISSING_FIELD, f"Your request is missing the `{name}` field.")


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


def _input_wire(name: str, kind: str) -> Data:
    return {"inputName": name, "inputKind": kind, "unversionedInputKind": unversioned(kind)}


def _filter_wire(name: str, index: int, one: Filter) -> Data:
    return {
        "filterName": name,
        "filterKind": one.kind,
        "filterIndex": index,
        "filterEnabled": one.enabled,
        "filterSettings": one.settings,
    }


def _merge(settings: Data, new: Data, overlay: bool) -> Data:
    return {**settings, **new} if overlay else dict(new)


# --- general ---


def _version(model: Model, data: Data) -> Data:
    return {
        "obsVersion": OBS_VERSION,
        "obsWebSocketVersion": WEBSOCKET_VERSION,
        "rpcVersion": 1,
        "supportedImageFormats": ["jpg", "jpeg", "png"],
        "platform": PLATFORM,
        "platformDescription": "Efir rehearsal",
    }


def _video(model: Model, data: Data) -> Data:
    canvas = model.canvas
    return {
        "baseWidth": canvas.width,
        "baseHeight": canvas.height,
        "outputWidth": canvas.width,
        "outputHeight": canvas.height,
        "fpsNumerator": canvas.fps,
        "fpsDenominator": 1,
    }


def _get_persistent(model: Model, data: Data) -> Data:
    need(data, "realm", "slotName")
    return {"slotValue": model.persistent.get((data["realm"], data["slotName"]))}


def _set_persistent(model: Model, data: Data) -> None:
    need(data, "realm", "slotName", "slotValue")
    model.persistent[data["realm"], data["slotName"]] = data["slotValue"]


def _get_profile(model: Model, data: Data) -> Data:
    need(data, "parameterCategory", "parameterName")
    value = model.profile.get((data["parameterCategory"], data["parameterName"]))
    return {"parameterValue": value, "defaultParameterValue": None}


def _set_profile(model: Model, data: Data) -> None:
    need(data, "parameterCategory", "parameterName", "parameterValue")
    model.profile[data["parameterCategory"], data["parameterName"]] = data["parameterValue"]


def _set_service(model: Model, data: Data) -> None:
    need(data, "streamServiceType", "streamServiceSettings")
    model.service = {name: data[name] for name in ("streamServiceType", "streamServiceSettings")}


# --- scenes ---


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


# --- items ---


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


# --- inputs ---


def _input_list(model: Model, data: Data) -> Data:
    wanted = data.get("inputKind")
    return {
        "inputs": [
            _input_wire(name, made.kind)
            for name, made in model.inputs.items()
            if wanted in (None, made.kind, unversioned(made.kind))
        ]
    }


def _input_kinds(model: Model, data: Data) -> Data:
    plain = data.get("unversioned", False)
    return {"inputKinds": [unversioned(kind) if plain else kind for kind in INPUT_KINDS]}


def _create_input(model: Model, data: Data) -> Data:
    need(data, "sceneName", "inputName", "inputKind")
    item = model.create_input(
        data["sceneName"],
        data["inputName"],
        data["inputKind"],
        data.get("inputSettings") or {},
        data.get("sceneItemEnabled", True),
    )
    return {"sceneItemId": item.number}


def _rename_input(model: Model, data: Data) -> None:
    need(data, "inputName", "newInputName")
    model.rename_input(data["inputName"], data["newInputName"])


def _input_settings(model: Model, data: Data) -> Data:
    need(data, "inputName")
    made = model.input(data["inputName"])
    return {"inputSettings": made.settings, "inputKind": made.kind}


def _set_input_settings(model: Model, data: Data) -> None:
    need(data, "inputName", "inputSettings")
    made = model.input(data["inputName"])
    made.settings = _merge(made.settings, data["inputSettings"], data.get("overlay", True))
    model.revision += 1


def _input_defaults(model: Model, data: Data) -> Data:
    need(data, "inputKind")
    return {"defaultInputSettings": DEFAULTS.get(data["inputKind"], {})}


def _set_mute(model: Model, data: Data) -> None:
    need(data, "inputName", "inputMuted")
    model.mute(data["inputName"], bool(data["inputMuted"]))


def _toggle_mute(model: Model, data: Data) -> Data:
    need(data, "inputName")
    muted = not model.audible(data["inputName"]).muted
    model.mute(data["inputName"], muted)
    return {"inputMuted": muted}


def _volume(model: Model, data: Data) -> Data:
    need(data, "inputName")
    decibels = model.audible(data["inputName"]).volume
    return {"inputVolumeDb": decibels, "inputVolumeMul": factor(decibels)}


def _set_volume(model: Model, data: Data) -> None:
    need(data, "inputName", "inputVolumeDb")
    model.set_volume(data["inputName"], float(data["inputVolumeDb"]))


# --- filters ---


def _filter_list(model: Model, data: Data) -> Data:
    need(data, "sourceName")
    filters = model.source(data["sourceName"]).filters
    return {"filters": [_filter_wire(name, index, one) for index, (name, one) in enumerate(filters.items())]}


def _create_filter(model: Model, data: Data) -> None:
    need(data, "sourceName", "filterName", "filterKind")
    settings = data.get("filterSettings") or {}
    model.add_filter(data["sourceName"], data["filterName"], data["filterKind"], settings)


def _of_filter(model: Model, data: Data) -> Filter:
    need(data, "sourceName", "filterName")
    return model.filter(data["sourceName"], data["filterName"])


def _remove_filter(model: Model, data: Data) -> None:
    _of_filter(model, data)
    del model.source(data["sourceName"]).filters[data["filterName"]]
    model.emit("SourceFilterRemoved", {"sourceName": data["sourceName"], "filterName": data["filterName"]})


def _set_filter_settings(model: Model, data: Data) -> None:
    one = _of_filter(model, data)
    one.settings = _merge(one.settings, data.get("filterSettings") or {}, data.get("overlay", True))


def _set_filter_enabled(model: Model, data: Data) -> None:
    need(data, "filterEnabled")
    one = _of_filter(model, data)
    one.enabled = bool(data["filterEnabled"])
    model.emit(
        "SourceFilterEnableStateChanged",
        {"sourceName": data["sourceName"], "filterName": data["filterName"], "filterEnabled": one.enabled},
    )


def _get_filter(model: Model, data: Data) -> Data:
    return _filter_wire(data["filterName"], 0, _of_filter(model, data))


def _active(model: Model, data: Data) -> Data:
    need(data, "sourceName")
    model.source(data["sourceName"])
    on_air = {model.on_air, *(item.source for item in model.scenes[model.on_air].items if item.enabled)}
    return {"videoActive": data["sourceName"] in on_air, "videoShowing": data["sourceName"] in on_air}


def _playing(made: Input) -> str:
    return "OBS_MEDIA_STATE_PLAYING" if made.kind in AUDIBLE else "OBS_MEDIA_STATE_NONE"


def _named(field: str, do: Callable[[Model, Any], Any]) -> Answer:
    """A request whose whole content is one field."""

    def answer(model: Model, data: Data) -> None:
        need(data, field)
        do(model, data[field])

    return answer


ANSWERS: dict[str, Answer] = {
    "GetVersion": _version,
    "GetVideoSettings": _video,
    "SetVideoSettings": lambda model, data: None,
    "GetPersistentData": _get_persistent,
    "SetPersistentData": _set_persistent,
    "GetProfileParameter": _get_profile,
    "SetProfileParameter": _set_profile,
    "GetProfileList": lambda model, data: {"currentProfileName": "Rehearsal", "profiles": ["Rehearsal"]},
    "GetSceneCollectionList": lambda model, data: {
        "currentSceneCollectionName": "Rehearsal",
        "sceneCollections": ["Rehearsal"],
    },
    "GetStreamServiceSettings": lambda model, data: model.service,
    "SetStreamServiceSettings": _set_service,
    "GetHotkeyList": lambda model, data: {"hotkeys": []},
    "GetGroupList": lambda model, data: {"groups": []},
    "GetStudioModeEnabled": lambda model, data: {"studioModeEnabled": model.studio},
    "SetStudioModeEnabled": _named("studioModeEnabled", lambda model, on: model.set_studio(bool(on))),
    "GetSceneList": _scene_list,
    "CreateScene": _create_scene,
    "RemoveScene": _named("sceneName", Model.remove_scene),
    "SetSceneName": _rename_scene,
    "GetCurrentProgramScene": lambda model, data: {"currentProgramSceneName": model.program},
    "GetCurrentPreviewScene": _preview,
    "SetCurrentPreviewScene": _named("sceneName", Model.set_preview),
    "GetTransitionKindList": lambda model, data: {"transitionKinds": list(TRANSITIONS.values())},
    "GetSceneTransitionList": _transition_list,
    "GetCurrentSceneTransition": _transition,
    "SetCurrentSceneTransition": _set_transition,
    "SetCurrentSceneTransitionDuration": _set_duration,
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
    "GetInputList": _input_list,
    "GetInputKindList": _input_kinds,
    "GetSpecialInputs": lambda model, data: dict.fromkeys(("desktop1", "desktop2", "mic1", "mic2", "mic3", "mic4")),
    "CreateInput": _create_input,
    "RemoveInput": _named("inputName", Model.remove_input),
    "SetInputName": _rename_input,
    "GetInputSettings": _input_settings,
    "SetInputSettings": _set_input_settings,
    "GetInputDefaultSettings": _input_defaults,
    "GetInputMute": lambda model, data: {"inputMuted": model.audible(data.get("inputName", "")).muted},
    "SetInputMute": _set_mute,
    "ToggleInputMute": _toggle_mute,
    "GetInputVolume": _volume,
    "SetInputVolume": _set_volume,
    "GetMediaInputStatus": lambda model, data: {
        "mediaState": _playing(model.input(data.get("inputName", ""))),
        "mediaDuration": None,
        "mediaCursor": None,
    },
    "TriggerMediaInputAction": _named("inputName", Model.input),
    "GetSourceFilterList": _filter_list,
    "CreateSourceFilter": _create_filter,
    "RemoveSourceFilter": _remove_filter,
    "GetSourceFilter": _get_filter,
    "SetSourceFilterSettings": _set_filter_settings,
    "SetSourceFilterEnabled": _set_filter_enabled,
    "GetSourceActive": _active,
}
