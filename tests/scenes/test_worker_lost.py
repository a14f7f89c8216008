"""OBS lost and back, requests refused or unanswered: the wanted picture comes through all the same."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from control.core.outputs import Actual, Output, SetOutput
from control.core.program import Preview, Take
from control.core.sources import Mute, SetVolume, ShowItem
from scenes.managed import ManagedObs
from scenes.rehearsal import RehearsalSwitcher
from tests import real
from tests.scenes.conftest import CANVAS, PASSWORD, Peer
from tests.scenes.hands import eventually, hand, until
from tests.scenes.production import CLOSE, NAMES, SLATE, TITLE, WIDE, Production, production, small_show
from tests.scenes.test_worker import CAMERA, CAMERA_NAME, shows

BROKEN_OFF = "OBS could not be read, trying again"


async def arrange(ours: Production) -> None:
    await ours.do(Take(WIDE))
    await ours.do(Preview(CLOSE))
    await ours.do(ShowItem(SLATE, TITLE, False))
    await ours.do(Mute(CAMERA, True))
    await ours.do(SetVolume(CAMERA, -6.0))
    await ours.do(SetOutput(Output.RECORD, True))
    await until(lambda: ours.state.outputs.record.actual is Actual.ON, what="recording")


async def arranged(peer: Peer, ours: Production) -> None:
    await ours.synced()  # OBS lets one in before it can say what it has
    await shows(peer, NAMES[WIDE])
    await peer.hand.becomes("GetCurrentPreviewScene", None, "currentPreviewSceneName", NAMES[CLOSE])
    await eventually(lambda: peer.hand.hidden(NAMES[SLATE], "Efir · Заставка · Название"))
    await peer.hand.becomes("GetInputMute", {"inputName": CAMERA_NAME}, "inputMuted", True)
    await peer.hand.becomes("GetRecordStatus", None, "outputActive", True)
    await until(lambda: ours.state.outputs.record.actual is Actual.ON, what="recording again")
    await asyncio.sleep(1)
    assert ours.said("log-taken-in-obs", "log-item-shown") == [], "nothing of it was anybody's hand"
    assert (ours.state.program.scene, ours.state.program.preview) == (WIDE, CLOSE)


@pytest.mark.obs
@pytest.mark.slow
async def test_obs_killed_and_back(tmp_path: Path, film: Path) -> None:
    """An OBS of its own: it is killed."""
    for program in ("obs", "xvfb", "gl"):
        real.require(program)
    async with (
        ManagedObs(tmp_path / "obs", CANVAS) as managed,
        hand(managed.url, managed.password.reveal()) as person,
    ):
        peer = Peer(managed.url, managed.password, person, None, managed)
        async with production(peer, tmp_path, small_show(film)) as ours:
            await arrange(ours)
            began = time.monotonic()
            os.kill(managed.processes["obs"], signal.SIGKILL)
            await until(lambda: ours.state.health.obs == "lost", what="lost")
            lost = time.monotonic() - began
            await until(lambda: ours.state.health.obs == "connected", 60, "back")
            async with hand(managed.url, managed.password.reveal()) as again:
                peer.hand = again
                await arranged(peer, ours)
                print(f"lost after {lost:.2f} s, the same picture again after {time.monotonic() - began:.1f} s")


async def test_a_rehearsal_that_starts_anew(tmp_path: Path, film: Path, free_port: int) -> None:
    """The same connection cut, then everything in it lost: a new process at the same address knows nothing."""
    async with RehearsalSwitcher(CANVAS, PASSWORD) as rehearsal, hand(rehearsal.url, PASSWORD.reveal()) as person:
        peer = Peer(rehearsal.url, PASSWORD, person, rehearsal)
        async with production(peer, tmp_path, small_show(film)) as ours:
            await arrange(ours)
            model = rehearsal.model
            rehearsal.faults.frozen = True
            for name in list(model.inputs):
                model.remove_input(name)
            for name in [name for name in model.scenes if name != "Scene"]:
                model.remove_scene(name)
            model.record.active = False
            rehearsal.faults.frozen = False
            await rehearsal.disconnect()
            await until(lambda: [s.phase for s in ours.links].count("connected") == 2, what="back")
            async with hand(rehearsal.url, PASSWORD.reveal()) as again:
                peer.hand = again
                await arranged(peer, ours)


async def test_an_obs_that_leaves_is_not_put_right(tmp_path: Path, film: Path, rehearsal_peer: Peer) -> None:
    assert rehearsal_peer.rehearsal is not None
    model = rehearsal_peer.rehearsal.model
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await shows(rehearsal_peer, NAMES[WIDE])
        model.emit("ExitStarted", {})
        await asyncio.sleep(0.2)
        model.remove_scene(NAMES[WIDE])
        await asyncio.sleep(0.5)
        assert NAMES[WIDE] not in model.scenes, "nothing is put right in an OBS that leaves"
        assert ours.state.program.scene == WIDE
        assert ours.said("log-taken-in-obs", "log-foreign-scene")[1:] == []
        await rehearsal_peer.rehearsal.disconnect()
        await eventually(lambda: is_on_air(ours, model.on_air))


async def is_on_air(ours: Production, name: str) -> bool:
    return ours.worker.synced and name == NAMES[WIDE]


async def test_what_is_refused_is_tried_again(tmp_path: Path, film: Path, rehearsal_peer: Peer) -> None:
    assert rehearsal_peer.rehearsal is not None
    faults = rehearsal_peer.rehearsal.faults
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(rehearsal_peer, NAMES[SLATE])
        faults.refuse = {"SetCurrentProgramScene": 207, "SetInputMute": 207}
        await ours.do(Take(WIDE))
        await ours.do(Mute(CAMERA, True))
        await asyncio.sleep(0.3)
        assert await rehearsal_peer.hand.program() == NAMES[SLATE]
        faults.refuse = {}
        await shows(rehearsal_peer, NAMES[WIDE])
        await rehearsal_peer.hand.becomes("GetInputMute", {"inputName": CAMERA_NAME}, "inputMuted", True)
        assert ours.said("log-taken-in-obs") == []
        assert ours.state.sources.sound[CAMERA].muted


async def test_an_unanswered_take_is_looked_at_and_not_a_hand(tmp_path: Path, film: Path, rehearsal_peer: Peer) -> None:
    assert rehearsal_peer.rehearsal is not None
    faults = rehearsal_peer.rehearsal.faults
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(rehearsal_peer, NAMES[SLATE])
        model = rehearsal_peer.rehearsal.model
        faults.swap = True  # the take is done, its answer is somebody else's
        await ours.do(Take(WIDE))
        await until(lambda: model.on_air == NAMES[WIDE], what="taken")
        await asyncio.sleep(0.2)
        faults.swap = False
        await ours.do(Take(CLOSE))
        await shows(rehearsal_peer, NAMES[CLOSE])
        await asyncio.sleep(1.2)
        assert ours.said("log-taken-in-obs") == []
        assert ours.state.program.scene == CLOSE


async def test_a_take_waits_for_no_stream_and_no_read(tmp_path: Path, film: Path, rehearsal_peer: Peer) -> None:
    assert rehearsal_peer.rehearsal is not None
    faults = rehearsal_peer.rehearsal.faults
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(rehearsal_peer, NAMES[SLATE])
        # Nearly as long as a request may take.
        faults.delay = dict.fromkeys(("SetStreamServiceSettings", "GetInputMute", "GetInputKindList"), 2.8)
        await rehearsal_peer.hand.do("SetInputMute", {"inputName": CAMERA_NAME, "inputMuted": True})
        await rehearsal_peer.hand.do("RemoveInput", {"inputName": "Efir · Заставка · Название"})
        await ours.do(SetOutput(Output.STREAM, True))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await ours.do(Take(WIDE))
        await shows(rehearsal_peer, NAMES[WIDE])
        assert time.monotonic() - began < 2.4


async def test_an_old_observation_does_not_overrule_a_take(tmp_path: Path, film: Path, rehearsal_peer: Peer) -> None:
    """OBS's empty scene is seen at the first meeting; who takes in the same instant has the last word."""
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await asyncio.gather(*(ours.do(Take(scene)) for scene in (SLATE, WIDE)))
        await shows(rehearsal_peer, NAMES[WIDE])
        for n in range(30):
            scene = (SLATE, WIDE)[n % 2]
            await rehearsal_peer.hand.do("SetCurrentProgramScene", {"sceneName": "Scene"})
            await asyncio.sleep(0.0007 * (n % 10))
            await ours.do(Take(CLOSE))
            await ours.do(Take(scene))
            await shows(rehearsal_peer, NAMES[scene])
            assert ours.controller.head.program.scene == scene


@pytest.mark.parametrize("fault", ["refused", "unanswered"])
async def test_what_is_made_anew_in_two_tries_is_as_it_was(
    rehearsal_peer: Peer, tmp_path: Path, film: Path, fault: str
) -> None:
    """OBS gives a new input back loud and seen: that is nobody's hand, however often the making was broken off."""
    assert rehearsal_peer.rehearsal is not None
    faults, hand_ = rehearsal_peer.rehearsal.faults, rehearsal_peer.hand
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await ours.do(Mute(CAMERA, True))
        await hand_.becomes("GetInputMute", {"inputName": CAMERA_NAME}, "inputMuted", True)
        if fault == "refused":
            faults.refuse = {"GetSceneTransitionList": 700}
        else:
            faults.drop = {"GetSceneTransitionList"}
        with capture_logs() as said:
            await hand_.do("RemoveInput", {"inputName": CAMERA_NAME})
            # A look for the size of pictures may be broken off first: it counts only once half of it is done.
            await eventually(lambda: there(rehearsal_peer, CAMERA_NAME))
            before = broken_off(said)
            await until(lambda: broken_off(said) > before, what="broken off")
        faults.refuse, faults.drop = {}, set()
        await hand_.becomes("GetInputMute", {"inputName": CAMERA_NAME}, "inputMuted", True)
        await asyncio.sleep(1.2)
        assert ours.state.sources.sound[CAMERA].muted
        assert ours.said("log-sound", "log-muted") == ["log-muted"]


async def test_a_reading_that_is_not_answered_is_tried_again(rehearsal_peer: Peer, tmp_path: Path, film: Path) -> None:
    assert rehearsal_peer.rehearsal is not None
    faults, hand_ = rehearsal_peer.rehearsal.faults, rehearsal_peer.hand
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await shows(rehearsal_peer, NAMES[WIDE])
        faults.drop = {"GetInputKindList"}
        with capture_logs() as said:
            await hand_.do("RemoveInput", {"inputName": CAMERA_NAME})
            await until(lambda: broken_off(said) > 0, what="broken off")
        faults.drop = set()
        await eventually(lambda: there(rehearsal_peer, CAMERA_NAME))


def broken_off(said: list[EventDict]) -> int:
    return sum(line["event"] == BROKEN_OFF for line in said)


async def there(peer: Peer, name: str) -> bool:
    return name in [made["inputName"] for made in (await peer.hand.do("GetInputList"))["inputs"]]
