"""Requests about inputs and their filters."""

from scenes.rehearsal.asking import Answer, Data, merge, named, need
from scenes.rehearsal.model import AUDIBLE, DEFAULTS, INPUT_KINDS, Model, factor, unversioned
from scenes.rehearsal.things import Filter, Input


def _input_wire(name: str, kind: str) -> Data:
    return {"inputName": name, "inputKind": kind, "unversionedInputKind": unversioned(kind)}


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
    made.settings = merge(made.settings, data["inputSettings"], data.get("overlay", True))
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


def _playing(made: Input) -> str:
    return "OBS_MEDIA_STATE_PLAYING" if made.kind in AUDIBLE else "OBS_MEDIA_STATE_NONE"


# --- filters ---


def _filter_wire(name: str, index: int, one: Filter) -> Data:
    return {
        "filterName": name,
        "filterKind": one.kind,
        "filterIndex": index,
        "filterEnabled": one.enabled,
        "filterSettings": one.settings,
    }


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
    one.settings = merge(one.settings, data.get("filterSettings") or {}, data.get("overlay", True))


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


INPUTS: dict[str, Answer] = {
    "GetInputList": _input_list,
    "GetInputKindList": _input_kinds,
    "GetSpecialInputs": lambda model, data: dict.fromkeys(("desktop1", "desktop2", "mic1", "mic2", "mic3", "mic4")),
    "CreateInput": _create_input,
    "RemoveInput": named("inputName", Model.remove_input),
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
    "TriggerMediaInputAction": named("inputName", Model.input),
    "GetSourceFilterList": _filter_list,
    "CreateSourceFilter": _create_filter,
    "RemoveSourceFilter": _remove_filter,
    "GetSourceFilter": _get_filter,
    "SetSourceFilterSettings": _set_filter_settings,
    "SetSourceFilterEnabled": _set_filter_enabled,
}
