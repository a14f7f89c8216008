"""What each request does to the model and what it answers: one table. Pure but for the model it changes.

Pictures, outputs and transitions take time and are the server's (`scenes.rehearsal.server`).
"""

from scenes.rehearsal.asking import Answer, Data, need
from scenes.rehearsal.input_answers import INPUTS
from scenes.rehearsal.model import Model
from scenes.rehearsal.scene_answers import SCENES

__all__ = ["ANSWERS", "WEBSOCKET_VERSION", "Data"]

PLATFORM = "efir-rehearsal"
"""GetVersion's `platform`: how `scenes.link` knows that this is no OBS."""
OBS_VERSION, WEBSOCKET_VERSION = "29.0.2", "5.1.0"
"""What it behaves like."""


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
    **SCENES,
    **INPUTS,
}
