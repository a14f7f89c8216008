"""The two peers of every test here: the rehearsal switcher, new for each test, and one real OBS, swept clean."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

from control.secret import Secret
from control.show import Canvas
from scenes.managed import ManagedObs
from scenes.protocol import ObsRefused
from scenes.rehearsal import RehearsalSwitcher
from tests import real
from tests.scenes.hands import Data, Hand, hand, until

CANVAS = Canvas(width=640, height=360, fps=30)
PASSWORD = Secret("пароль репетиции")


@dataclass
class Peer:
    """What stands in OBS's place in a test, with a person's hand in it."""

    url: str
    password: Secret
    hand: Hand
    rehearsal: RehearsalSwitcher | None
    """None: it is the real OBS."""
    managed: ManagedObs | None = None

    @property
    def real(self) -> bool:
        return self.rehearsal is None


@pytest.fixture
async def rehearsal() -> AsyncIterator[RehearsalSwitcher]:
    async with RehearsalSwitcher(CANVAS, PASSWORD) as switcher:
        yield switcher


@pytest.fixture
async def rehearsal_peer(rehearsal: RehearsalSwitcher) -> AsyncIterator[Peer]:
    async with hand(rehearsal.url, PASSWORD.reveal()) as person:
        yield Peer(rehearsal.url, PASSWORD, person, rehearsal)


@pytest.fixture(scope="session")
async def managed_obs(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ManagedObs]:
    for program in ("obs", "xvfb", "gl"):
        real.require(program)
    async with ManagedObs(tmp_path_factory.mktemp("obs"), CANVAS) as managed:
        yield managed


@pytest.fixture
async def obs_peer(managed_obs: ManagedObs) -> AsyncIterator[Peer]:
    async with hand(managed_obs.url, managed_obs.password.reveal()) as person:
        await sweep(person)
        person.events.clear()
        yield Peer(managed_obs.url, managed_obs.password, person, None, managed_obs)


@pytest.fixture(params=["rehearsal", pytest.param("obs", marks=pytest.mark.obs)])
def peer(request: pytest.FixtureRequest) -> Peer:
    made: Peer = request.getfixturevalue(f"{request.param}_peer")
    return made


CUT = {
    "SceneTransitionStarted",
    "SceneTransitionVideoEnded",
    "SceneTransitionEnded",
    "CurrentProgramSceneChanged",
}
"""All that OBS tells of one."""


async def sweep(person: Hand) -> None:
    """OBS as at its first start: one empty scene, no inputs, nothing running; and all that it tells of it was heard."""
    for output in ("Stream", "Record"):
        await end(person, output)
    scenes = [scene["sceneName"] for scene in (await person.do("GetSceneList"))["scenes"]]
    if "Scene" not in scenes:
        await person.do("CreateScene", {"sceneName": "Scene"})
    # A cut, or the removal of a scene that is shown would be a fade whose end comes in the middle of the test.
    await person.do("SetCurrentSceneTransition", {"transitionName": "Cut"})
    if await person.program() != "Scene":
        person.events.clear()
        await person.do("SetCurrentProgramScene", {"sceneName": "Scene"})
        await until(lambda: {name for name, _ in person.named(*CUT)} == CUT, what="the cut")
    if (await person.do("GetStudioModeEnabled"))["studioModeEnabled"]:
        await person.do("SetCurrentPreviewScene", {"sceneName": "Scene"})
        await person.do("SetStudioModeEnabled", {"studioModeEnabled": False})
    for made in (await person.do("GetInputList"))["inputs"]:
        await remove(person, "RemoveInput", {"inputName": made["inputName"]})
    for scene in scenes:
        if scene != "Scene":
            await remove(person, "RemoveScene", {"sceneName": scene})
    for item in (await person.do("GetSceneItemList", {"sceneName": "Scene"}))["sceneItems"]:
        await remove(person, "RemoveSceneItem", {"sceneName": "Scene", "sceneItemId": item["sceneItemId"]})
    await fade_anew(person)
    await person.becomes("GetInputList", None, "inputs", [])
    await person.becomes("GetSceneList", None, "scenes", [{"sceneIndex": 0, "sceneName": "Scene"}])
    await person.do("SetCurrentSceneTransition", {"transitionName": "Fade"})
    await person.do("SetCurrentSceneTransitionDuration", {"transitionDuration": 300})
    await hush(person)


async def fade_anew(person: Hand) -> None:
    """A long fade that a test broke into would swallow the next test's: as a scene's own it begins anew, and ends."""
    await person.do("CreateScene", {"sceneName": "Fade"})
    fade = {"sceneName": "Fade", "transitionName": "Fade", "transitionDuration": 50}
    await person.do("SetSceneSceneTransitionOverride", fade)
    for scene, transition in (("Fade", "Fade"), ("Scene", "Cut")):
        person.events.clear()
        await person.do("SetCurrentProgramScene", {"sceneName": scene})
        await person.hears("SceneTransitionEnded", {"transitionName": transition})
    await remove(person, "RemoveScene", {"sceneName": "Fade"})


async def end(person: Hand, output: str) -> None:
    """Asked more than once: OBS 29 forgets a stop in a recording's first moments."""
    while (await person.do(f"Get{output}Status"))["outputActive"]:
        await person.code(f"Stop{output}")  # 501: it has ended by itself meanwhile
        with contextlib.suppress(AssertionError):
            await person.becomes(f"Get{output}Status", None, "outputActive", False, 5)


async def remove(person: Hand, request: str, data: Data) -> None:
    """600: it has gone with what it belonged to."""
    if (code := await person.code(request, data)) not in (100, 600):
        raise ObsRefused(request, code, "")


async def hush(person: Hand) -> None:
    """Until what OBS has told so far is here. Its events come from a pool of threads, so one word may overtake another,
    but hardly three."""
    for n in range(3):
        await person.do("BroadcastCustomEvent", {"eventData": {"hush": n}})
        await person.hears("CustomEvent", {"hush": n})


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of moving picture, 160 × 120 (4:3, so that `cover` has something to crop), with a tone."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w") as file:
        video = file.add_stream("mpeg4", rate=10)
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        sound = file.add_stream("aac", rate=48_000, layout="mono")
        for n in range(20):
            picture = np.full((120, 160, 3), (10 * n, 120, 200 - 10 * n), np.uint8)
            file.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        tone = (np.sin(np.arange(96_000) * 2 * np.pi * 440 / 48_000) * 0.5).astype(np.float32)
        for begin in range(0, 96_000, 1024):
            part = tone[begin : begin + 1024]
            frame = av.AudioFrame.from_ndarray(part[None, :], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48_000, begin
            file.mux(sound.encode(frame))
        file.mux(video.encode(None))
        file.mux(sound.encode(None))
    return path


__all__ = ["CANVAS", "Peer", "until"]
