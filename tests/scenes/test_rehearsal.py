"""The rehearsal switcher is as OBS is: the same conversation with both, and what only it can do."""

from __future__ import annotations

import asyncio
import base64
import time
from functools import partial
from typing import Any

import cv2
import numpy as np
import pytest

from scenes.rehearsal import RehearsalSwitcher
from scenes.rehearsal.answers import ANSWERS
from tests.scenes.conftest import PASSWORD, Peer
from tests.scenes.hands import Data, Hand, eventually, hand, records, until

COLOUR = {"inputKind": "color_source_v3", "inputSettings": {"color": 0xFF0000FF, "width": 320, "height": 180}}
MARK = {"filterName": "efir", "filterKind": "color_filter_v2"}

# Request, its data, and obs-websocket 5.1's status code, in an order in which each makes sense.
CONVERSATION: list[tuple[str, Data, int]] = [
    ("GetVersion", {}, 100),
    ("NoSuchRequest", {}, 204),
    ("GetInputKindList", {"unversioned": False}, 100),
    ("GetSceneCollectionList", {}, 100),
    ("GetSceneList", {}, 100),
    ("CreateScene", {}, 300),
    ("CreateScene", {"sceneName": "Раз"}, 100),
    ("CreateScene", {"sceneName": "Раз"}, 601),
    ("CreateScene", {"sceneName": "Два"}, 100),
    ("CreateSourceFilter", {"sourceName": "Раз", **MARK}, 100),
    ("CreateSourceFilter", {"sourceName": "Раз", **MARK}, 601),
    ("CreateSourceFilter", {"sourceName": "Нет", **MARK}, 600),
    ("SetSourceFilterEnabled", {"sourceName": "Раз", "filterName": "efir", "filterEnabled": False}, 100),
    ("SetSourceFilterEnabled", {"sourceName": "Раз", "filterName": "нет", "filterEnabled": False}, 600),
    ("GetSourceFilterList", {"sourceName": "Раз"}, 100),
    ("GetSourceFilterList", {"sourceName": "Нет"}, 600),
    ("CreateInput", {"sceneName": "Раз", "inputName": "Фон", **COLOUR}, 100),
    ("CreateInput", {"sceneName": "Раз", "inputName": "Фон", **COLOUR}, 601),
    ("CreateInput", {"sceneName": "Нет", "inputName": "Ещё", **COLOUR}, 600),
    ("CreateInput", {"sceneName": "Раз", "inputName": "Ещё", "inputKind": "no_such_kind"}, 605),
    ("GetInputList", {}, 100),
    ("GetInputSettings", {"inputName": "Фон"}, 100),
    ("GetInputSettings", {"inputName": "Нет"}, 600),
    ("SetInputSettings", {"inputName": "Фон", "inputSettings": {"width": 64}, "overlay": True}, 100),
    ("SetInputSettings", {"inputName": "Фон"}, 300),
    ("CreateSceneItem", {"sceneName": "Два", "sourceName": "Фон"}, 100),
    ("CreateSceneItem", {"sceneName": "Два", "sourceName": "Нет"}, 600),
    ("GetSceneItemList", {"sceneName": "Два"}, 100),
    ("GetSceneItemList", {"sceneName": "Нет"}, 600),
    ("GetSceneItemId", {"sceneName": "Два", "sourceName": "Фон"}, 100),
    ("GetSceneItemId", {"sceneName": "Два", "sourceName": "Нет"}, 600),
    ("GetSceneItemEnabled", {"sceneName": "Два", "sceneItemId": 1}, 100),
    ("GetSceneItemEnabled", {"sceneName": "Два", "sceneItemId": 99}, 600),
    ("SetSceneItemEnabled", {"sceneName": "Два", "sceneItemId": 1, "sceneItemEnabled": False}, 100),
    ("SetSceneItemEnabled", {"sceneName": "Два", "sceneItemId": 1}, 300),
    ("SetSceneItemIndex", {"sceneName": "Два", "sceneItemId": 1, "sceneItemIndex": 0}, 100),
    (
        "SetSceneItemTransform",
        {"sceneName": "Два", "sceneItemId": 1, "sceneItemTransform": {"positionX": 10.0}},
        100,
    ),
    ("GetInputMute", {"inputName": "Фон"}, 604),
    ("SetInputMute", {"inputName": "Фон", "inputMuted": True}, 604),
    ("GetInputVolume", {"inputName": "Нет"}, 600),
    (
        "CreateInput",
        {"sceneName": "Раз", "inputName": "Звук", "inputKind": "ffmpeg_source", "inputSettings": {}},
        100,
    ),
    ("GetInputMute", {"inputName": "Звук"}, 100),
    ("SetInputMute", {"inputName": "Звук", "inputMuted": True}, 100),
    ("SetInputVolume", {"inputName": "Звук", "inputVolumeDb": -3.0}, 100),
    ("SetInputVolume", {"inputName": "Звук", "inputVolumeDb": 27.0}, 402),
    ("SetInputVolume", {"inputName": "Звук", "inputVolumeDb": -101.0}, 402),
    ("GetInputVolume", {"inputName": "Звук"}, 100),
    ("GetCurrentPreviewScene", {}, 506),
    ("SetCurrentPreviewScene", {"sceneName": "Раз"}, 506),
    ("SetStudioModeEnabled", {"studioModeEnabled": True}, 100),
    ("SetCurrentPreviewScene", {"sceneName": "Раз"}, 100),
    ("SetCurrentPreviewScene", {"sceneName": "Нет"}, 600),
    ("SetCurrentPreviewScene", {"sceneName": "Фон"}, 602),
    ("GetCurrentPreviewScene", {}, 100),
    ("SetCurrentProgramScene", {"sceneName": "Нет"}, 600),
    ("SetCurrentProgramScene", {}, 300),
    ("GetCurrentProgramScene", {}, 100),
    ("GetSceneTransitionList", {}, 100),
    ("SetCurrentSceneTransition", {"transitionName": "Нет"}, 600),
    ("SetCurrentSceneTransition", {"transitionName": "Fade"}, 100),
    ("SetCurrentSceneTransitionDuration", {"transitionDuration": 500}, 100),
    ("SetCurrentSceneTransitionDuration", {"transitionDuration": 49}, 402),
    ("SetCurrentSceneTransitionDuration", {"transitionDuration": 20_001}, 402),
    ("GetStats", {}, 100),
    ("GetStreamStatus", {}, 100),
    ("GetRecordStatus", {}, 100),
    ("StopStream", {}, 501),
    ("StopRecord", {}, 501),
    (
        "SetProfileParameter",
        {"parameterCategory": "Efir", "parameterName": "Test", "parameterValue": "1"},
        100,
    ),
    ("GetSourceScreenshot", {"sourceName": "Нет", "imageFormat": "jpg"}, 600),
    ("RemoveSceneItem", {"sceneName": "Два", "sceneItemId": 1}, 100),
    ("RemoveSceneItem", {"sceneName": "Два", "sceneItemId": 1}, 600),
    ("RemoveInput", {"inputName": "Фон"}, 100),
    ("RemoveInput", {"inputName": "Нет"}, 600),
    ("RemoveScene", {"sceneName": "Два"}, 100),
    ("RemoveScene", {"sceneName": "Нет"}, 600),
    ("SetStudioModeEnabled", {"studioModeEnabled": False}, 100),
]


async def test_the_same_answers_as_obs(peer: Peer) -> None:
    answers = [(request, data, await peer.hand.code(request, data)) for request, data, _ in CONVERSATION]
    assert answers == CONVERSATION


USED = {
    "GetVersion": {"obsVersion", "obsWebSocketVersion", "rpcVersion", "platform"},
    "GetSceneList": {"currentProgramSceneName", "currentPreviewSceneName", "scenes"},
    "GetStats": {
        "activeFps", "cpuUsage", "memoryUsage", "renderSkippedFrames", "outputSkippedFrames",
    },
    "GetStreamStatus": {
        "outputActive", "outputReconnecting", "outputTimecode", "outputBytes", "outputCongestion",
        "outputSkippedFrames",
    },
    "GetRecordStatus": {"outputActive", "outputTimecode", "outputBytes"},
    "GetSceneTransitionList": {"transitions", "currentSceneTransitionName"},
}  # fmt: skip


async def test_the_fields_that_are_read_are_there(peer: Peer) -> None:
    for request, fields in USED.items():
        answer = await peer.hand.do(request)
        assert fields <= set(answer), request
    transitions = (await peer.hand.do("GetSceneTransitionList"))["transitions"]
    assert {"cut_transition", "fade_transition"} <= {one["transitionKind"] for one in transitions}


async def created(person: Hand, name: str) -> bool:
    return await person.code("CreateScene", {"sceneName": name}) == 100


async def scenes(person: Hand) -> None:
    """Two: А on air, Б not. (OBS gives the names of removed scenes free when it likes.)"""
    for name in ("А", "Б"):
        await eventually(partial(created, person, name), what=f"{name} is free")
    await person.do("SetStudioModeEnabled", {"studioModeEnabled": True})
    await person.do("SetCurrentSceneTransition", {"transitionName": "Cut"})
    await person.do("SetCurrentProgramScene", {"sceneName": "А"})
    first = {
        "CurrentProgramSceneChanged",
        "SceneTransitionStarted",
        "SceneTransitionVideoEnded",
        "SceneTransitionEnded",
    }
    await until(lambda: first <= {name for name, _ in person.named(*TAKEN)}, what="the first cut")
    person.events.clear()


TAKEN = (
    "SceneTransitionStarted", "SceneTransitionVideoEnded", "CurrentPreviewSceneChanged", "CurrentProgramSceneChanged",
    "SceneTransitionEnded",
)  # fmt: skip


def told(peer: Peer) -> list[tuple[str, Data]]:
    return sorted(peer.hand.named(*TAKEN), key=lambda event: TAKEN.index(event[0]))


async def test_a_cut_and_a_fade_are_told_alike(peer: Peer) -> None:
    """OBS sends its events from a pool of threads: those of one moment may come in any order."""
    await scenes(peer.hand)
    await peer.hand.do("SetCurrentProgramScene", {"sceneName": "Б"})
    await until(lambda: len(told(peer)) == 5, what="cut")
    assert told(peer) == [
        ("SceneTransitionStarted", {"transitionName": "Cut"}),
        ("SceneTransitionVideoEnded", {"transitionName": "Cut"}),
        ("CurrentPreviewSceneChanged", {"sceneName": "А"}),
        ("CurrentProgramSceneChanged", {"sceneName": "Б"}),
        ("SceneTransitionEnded", {"transitionName": "Cut"}),
    ]
    await peer.hand.do("SetCurrentSceneTransition", {"transitionName": "Fade"})
    await peer.hand.do("SetCurrentSceneTransitionDuration", {"transitionDuration": 400})
    peer.hand.events.clear()
    await peer.hand.do("SetCurrentProgramScene", {"sceneName": "А"})
    assert await peer.hand.program() == "А", "it names the new scene at once"
    await until(lambda: len(told(peer)) == 5, what="fade")
    assert told(peer) == [
        ("SceneTransitionStarted", {"transitionName": "Fade"}),
        ("SceneTransitionVideoEnded", {"transitionName": "Fade"}),
        ("CurrentPreviewSceneChanged", {"sceneName": "Б"}),
        ("CurrentProgramSceneChanged", {"sceneName": "А"}),
        ("SceneTransitionEnded", {"transitionName": "Fade"}),
    ]


async def test_a_take_during_a_transition_of_the_same_kind_is_swallowed(peer: Peer) -> None:
    """Why `scenes.takes` waits. OBS 29.0.2 says yes, names the new scene, and shows the other."""
    await scenes(peer.hand)
    for name in ("А", "Б"):
        await peer.hand.do("CreateInput", {"sceneName": name, "inputName": f"Фон {name}", **COLOUR})
    await peer.hand.do("SetCurrentSceneTransition", {"transitionName": "Fade"})
    await peer.hand.do("SetCurrentSceneTransitionDuration", {"transitionDuration": 3000})
    peer.hand.events.clear()
    await peer.hand.do("SetCurrentProgramScene", {"sceneName": "Б"})
    await peer.hand.hears("SceneTransitionStarted", {"transitionName": "Fade"})
    if peer.real:
        await eventually(partial(under_way, peer.hand), what="OBS has drawn of it")
    await peer.hand.do("SetCurrentProgramScene", {"sceneName": "А"})
    await peer.hand.hears("SceneTransitionEnded", {"transitionName": "Fade"})
    await asyncio.sleep(0.3)
    assert len(peer.hand.named("SceneTransitionStarted")) == 1
    assert await peer.hand.program() == "А"
    active = [
        name
        for name in ("А", "Б")
        if (await peer.hand.do("GetSourceActive", {"sourceName": f"Фон {name}"}))["videoActive"]
    ]
    assert active == ["Б"]


async def under_way(person: Hand) -> bool:
    """Told to have begun, but not drawn yet, a transition gives way to another of its kind (13 times of 15)."""
    return 0 < float((await person.do("GetCurrentSceneTransitionCursor"))["transitionCursor"]) < 1


async def test_a_recording_is_told_in_the_same_order(peer: Peer) -> None:
    hand_ = peer.hand
    await hand_.do("StartRecord")
    await until(lambda: len(hand_.named("RecordStateChanged")) == 2, what="recording")
    assert await hand_.code("StartRecord") == 500
    assert (await hand_.do("GetRecordStatus"))["outputActive"]
    await records(hand_)
    stopped = await hand_.do("StopRecord")
    assert "outputPath" in stopped
    await until(lambda: len(hand_.named("RecordStateChanged")) == 4, what="stopped")
    seen = [(data["outputState"], data["outputActive"]) for _, data in hand_.named("RecordStateChanged")]
    assert seen == [
        ("OBS_WEBSOCKET_OUTPUT_STARTING", False),
        ("OBS_WEBSOCKET_OUTPUT_STARTED", True),
        ("OBS_WEBSOCKET_OUTPUT_STOPPING", False),
        ("OBS_WEBSOCKET_OUTPUT_STOPPED", False),
    ]


# --- what only the rehearsal has ---


async def picture(person: Hand, name: str, width: int = 640, height: int = 360) -> Any:
    data = {"sourceName": name, "imageFormat": "png", "imageWidth": width, "imageHeight": height}
    encoded = (await person.do("GetSourceScreenshot", data))["imageData"].partition(",")[2]
    return cv2.imdecode(np.frombuffer(base64.b64decode(encoded), np.uint8), cv2.IMREAD_COLOR)


async def test_the_mark_is_in_the_top_left_corner_alone(rehearsal_peer: Peer) -> None:
    seen = await picture(rehearsal_peer.hand, "Scene")
    rows, columns = np.nonzero(seen.max(axis=2) > 40)
    assert rows.size > 0, "there is a mark"
    assert rows.max() < 360 // 12
    assert columns.max() < 640 // 2


async def test_no_letter_of_a_text_is_cut(rehearsal_peer: Peer) -> None:
    for text in ("ШШШШ ДЕБАТЫ ЩЩЩЩ", "WWWWWWWW", "Финал", "Жюри и эксперты"):
        name = f"Текст {text}"
        settings = {"text": text, "font": {"size": 40}, "color1": 0xFFFFFFFF}
        await rehearsal_peer.hand.do(
            "CreateInput",
            {"sceneName": "Scene", "inputName": name, "inputKind": "text_ft2_source_v2", "inputSettings": settings},
        )
        assert rehearsal_peer.rehearsal is not None
        width, height = rehearsal_peer.rehearsal.model.size_of(name)
        seen = await picture(rehearsal_peer.hand, name, width, height)
        assert seen.max() > 200
        assert seen[:, -2:].max() == 0, f"{text} is cut on the right"
        assert seen[-1:].max() == 0, f"{text} is cut below"


async def test_a_fade_is_seen(rehearsal_peer: Peer) -> None:
    person = rehearsal_peer.hand
    await scenes(person)
    for name, colour in (("А", 0xFF000000), ("Б", 0xFFFFFFFF)):
        settings = {"color": colour, "width": 640, "height": 360}
        await person.do(
            "CreateInput",
            {"sceneName": name, "inputName": name * 2, "inputKind": "color_source_v3", "inputSettings": settings},
        )
    await person.do("SetCurrentSceneTransition", {"transitionName": "Fade"})
    await person.do("SetCurrentSceneTransitionDuration", {"transitionDuration": 3000})
    await person.do("SetCurrentProgramScene", {"sceneName": "Б"})

    async def between() -> bool:
        return 20 < int((await picture(person, "Б"))[180, 320, 0]) < 235

    await eventually(between, what="neither the one nor the other")
    await until(lambda: len(person.named("SceneTransitionEnded")) == 2 or person.named("CurrentProgramSceneChanged"))
    assert int((await picture(person, "Б"))[180, 320, 0]) == 255


async def test_faults(rehearsal: RehearsalSwitcher) -> None:
    async with hand(rehearsal.url, PASSWORD.reveal()) as person:
        rehearsal.faults.delay["GetStats"] = 0.3
        began = time.monotonic()
        await person.do("GetStats")
        assert time.monotonic() - began >= 0.3
        rehearsal.faults.refuse = {"*": 207}
        assert await person.code("GetVersion") == 207
        rehearsal.faults.refuse = {}
        rehearsal.faults.drop = {"GetVersion"}
        silent = asyncio.create_task(person.answer("GetVersion"))
        await person.do("GetStudioModeEnabled")
        assert not silent.done()
        rehearsal.faults.drop = set()
        rehearsal.faults.frozen = True
        frozen = asyncio.create_task(person.answer("GetVersion"))
        await asyncio.sleep(0.2)
        assert not frozen.done()
        rehearsal.faults.frozen = False
        await person.do("GetVersion")
        silent.cancel()
        frozen.cancel()
        await asyncio.wait({silent, frozen})


def test_no_answer_needs_more_than_a_model() -> None:
    """What takes time is the server's, so the table serves the plan's property test."""
    assert not {"GetSourceScreenshot", "StartStream", "SetCurrentProgramScene"} & set(ANSWERS)


@pytest.mark.parametrize("password", ["", "falsch"])
async def test_a_wrong_password_is_refused(rehearsal: RehearsalSwitcher, password: str) -> None:
    from websockets.exceptions import ConnectionClosed

    with pytest.raises(ConnectionClosed) as closed:
        async with hand(rehearsal.url, password):
            pass
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4009
