"""The link: answers to the right questions, whatever happens to the connection."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from obsws_python.baseclient import ObsClient
from websockets.asyncio.server import ServerConnection, serve

from control.secret import Secret
from scenes import link as links
from scenes.lane import Lane as OneLane
from scenes.link import (
    EVERYTHING,
    PING_EVERY,
    PING_LASTS,
    Lane,
    LinkState,
    ObsAway,
    ObsError,
    ObsLink,
    ObsRefused,
    ObsTimeout,
)
from scenes.protocol import ObsConfused
from scenes.rehearsal import RehearsalSwitcher
from tests.scenes.conftest import PASSWORD, Peer
from tests.scenes.hands import PATIENT, until


class Linked:
    def __init__(self, link: ObsLink) -> None:
        self.link = link
        self.states: list[LinkState] = []
        self.events: list[tuple[str, dict[str, object]]] = []
        link.on_state(self.states.append)
        link.on_event(lambda event, data: self.events.append((event, data)))

    @property
    def phases(self) -> list[str]:
        return [state.phase for state in self.states]

    async def connected(self, times: int = 1, within: float = PATIENT) -> float:
        return await until(lambda: self.phases.count("connected") >= times, within, f"{times} connections")

    async def studio(self, timeout: float = 3.0) -> object:
        return (await self.link.request(Lane.QUERY, "GetStudioModeEnabled", timeout=timeout))["studioModeEnabled"]


@asynccontextmanager
async def linked(url: str, password: Secret | None, *, connected: bool = True) -> AsyncIterator[Linked]:
    link = ObsLink(url, password, meters=False)
    running = asyncio.create_task(link.run())
    try:
        made = Linked(link)
        if connected:
            await made.connected()
        yield made
        assert not running.done(), running
    finally:
        running.cancel()
        await asyncio.wait({running})


# --- on both peers ---


async def test_requests_and_batches(peer: Peer) -> None:
    async with linked(peer.url, peer.password) as ours:
        state = ours.states[-1]
        assert (state.kind, state.version) == ("obs" if peer.real else "rehearsal", "29.0.2")
        await ours.link.request(Lane.PROGRAM, "CreateScene", {"sceneName": "Раз"})
        with pytest.raises(ObsRefused) as refused:
            await ours.link.request(Lane.PROGRAM, "CreateScene", {"sceneName": "Раз"})
        assert refused.value.code == 601
        results = await ours.link.batch(
            Lane.PROGRAM,
            [
                ("CreateScene", {"sceneName": "Два"}),
                ("SetCurrentProgramScene", {"sceneName": "Нет такой"}),
                ("GetSceneList", {}),
            ],
        )
        assert [(result.request, result.code) for result in results] == [
            ("CreateScene", 100),
            ("SetCurrentProgramScene", 600),
            ("GetSceneList", 100),
        ]
        assert {scene["sceneName"] for scene in results[2].check()["scenes"]} == {"Scene", "Раз", "Два"}
        halted = await ours.link.batch(
            Lane.PROGRAM, [("RemoveScene", {"sceneName": "Нет"}), ("GetVersion", {})], halt_on_failure=True
        )
        assert [result.code for result in halted] == [600]
        await until(lambda: "SceneCreated" in [event for event, _ in ours.events], what="events come")


async def test_many_at_once_on_both_lanes_get_their_own_answers(peer: Peer) -> None:
    names = [f"Сцена {n}" for n in range(6)]
    for name in names:
        await peer.hand.do("CreateScene", {"sceneName": name})
    filters = {name: {"filterName": name, "filterKind": "color_filter_v2"} for name in names}
    for name in names:
        await peer.hand.do("CreateSourceFilter", {"sourceName": name, **filters[name]})

    async with linked(peer.url, peer.password) as ours:

        async def ask(n: int) -> bool:
            name = names[n % len(names)]
            lane = (Lane.PROGRAM, Lane.QUERY)[n % 2]
            answer = await ours.link.request(lane, "GetSourceFilterList", {"sourceName": name}, 20)
            return [one["filterName"] for one in answer["filters"]] == [name]

        assert all(await asyncio.gather(*(ask(n) for n in range(200))))


async def test_a_wrong_password_is_told_and_tried_again_seldom(peer: Peer) -> None:
    async with linked(peer.url, Secret("угадал"), connected=False) as ours:
        await until(lambda: ours.phases[-1] == "refused", what="refused")
        assert ours.states[-1].reason == "wrong_password"
        with pytest.raises(ObsAway):
            await ours.studio()


async def test_a_picture_is_a_jpeg_of_the_size_asked_for(peer: Peer) -> None:
    async with linked(peer.url, peer.password) as ours:
        picture = await ours.link.screenshot("Scene", 160, 90, 70)
    assert picture.startswith(b"\xff\xd8")
    assert b"\x00\x5a\x00\xa0" in picture  # SOF: height 90, width 160


# --- the real OBS, frozen and let go ---


@pytest.mark.obs
async def test_a_frozen_obs_is_noticed_and_found_again(obs_peer: Peer) -> None:
    assert obs_peer.managed is not None
    process = obs_peer.managed.processes["obs"]
    async with linked(obs_peer.url, obs_peer.password) as ours:
        began = time.monotonic()
        os.kill(process, signal.SIGSTOP)
        try:
            await until(lambda: ours.phases[-1] != "connected", what="lost")
            noticed = time.monotonic() - began
        finally:
            os.kill(process, signal.SIGCONT)
        print(f"a frozen OBS was noticed after {noticed:.1f} s")
        assert noticed < 2 * (PING_EVERY + PING_LASTS)
        await ours.connected(2)
        assert await ours.studio() is False


# --- faults, on the rehearsal ---


async def test_a_late_answer_is_a_timeout_and_not_the_next_ones_answer(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        rehearsal.faults.delay["GetVersion"] = 0.5
        with pytest.raises(ObsTimeout):
            await ours.link.request(Lane.QUERY, "GetVersion", timeout=0.1)
        for _ in range(20):
            assert await ours.studio() is False
            await asyncio.sleep(0.03)  # the late answer comes somewhere in here
        assert ours.phases[-1] == "connected"


async def test_a_lost_answer_is_a_timeout(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        rehearsal.faults.drop.add("CreateScene")
        with pytest.raises(ObsTimeout):
            await ours.link.request(Lane.PROGRAM, "CreateScene", {"sceneName": "Раз"}, 0.1)
        await until(lambda: "Раз" in rehearsal.model.scenes, what="what was asked is done all the same")
        assert await ours.studio() is False
        answer = await ours.link.request(Lane.PROGRAM, "GetStudioModeEnabled")
        assert answer == {"studioModeEnabled": False}


async def test_a_strangers_answer_is_never_taken_for_ours(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        rehearsal.faults.swap = True
        for lane in Lane:
            with pytest.raises(ObsConfused):
                await ours.link.request(lane, "GetVersion")
        rehearsal.faults.swap = False
        for lane in Lane:
            assert "obsVersion" in await ours.link.request(lane, "GetVersion")


async def test_a_request_given_up_leaves_no_answer_behind(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        rehearsal.faults.delay["GetVersion"] = 0.3
        asking = asyncio.create_task(ours.link.request(Lane.QUERY, "GetVersion"))
        await asyncio.sleep(0.05)
        asking.cancel()
        await asyncio.wait({asking})
        assert asking.cancelled()
        assert await ours.studio() is False


async def test_a_slow_question_does_not_hold_up_the_programme(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        rehearsal.faults.delay["GetStats"] = 20.0
        slow = asyncio.create_task(ours.link.request(Lane.QUERY, "GetStats", timeout=60))
        await ours.link.request(Lane.PROGRAM, "SetCurrentProgramScene", {"sceneName": "Scene"}, 15)
        assert not slow.done()
        slow.cancel()
        await asyncio.wait([slow])


async def test_found_again_each_time_it_goes(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        for times in (2, 3, 4):
            await rehearsal.disconnect()
            await ours.connected(times)
            assert await ours.studio() is False
        assert ours.phases[-7:] == ["connected", "lost", "connected", "lost", "connected", "lost", "connected"]
        assert {state.reason for state in ours.states if state.phase == "lost"} == {"away"}


async def test_a_frozen_rehearsal_is_noticed(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        rehearsal.faults.frozen = True
        with pytest.raises(ObsTimeout):
            await ours.studio(timeout=0.2)
        rehearsal.faults.frozen = False
        assert await ours.studio() is False


async def test_attempts_grow_rare_and_start_again_quick(
    free_port: int, monkeypatch: pytest.MonkeyPatch, rehearsal: RehearsalSwitcher
) -> None:
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    class Patched:
        """The link's own asyncio, with a sleep that takes no time."""

        def __getattr__(self, name: str) -> object:
            return noted if name == "sleep" else getattr(asyncio, name)

    monkeypatch.setattr(links, "asyncio", Patched())
    async with linked(f"ws://127.0.0.1:{free_port}", None, connected=False) as ours:
        await until(lambda: len(pauses) >= 12, what="attempts")
        assert ours.phases == ["connecting"]
    bare = [0.1 * 2**n for n in range(12)]
    for pause, wanted in zip(pauses[:12], bare, strict=True):
        assert 0.7 * min(wanted, 5.0) <= pause <= 1.3 * min(wanted, 5.0)


async def test_another_collection_is_one_event(rehearsal: RehearsalSwitcher) -> None:
    async with linked(rehearsal.url, PASSWORD) as ours:
        rehearsal.model.emit("CurrentSceneCollectionChanging", {"sceneCollectionName": "А"})
        rehearsal.model.emit("SceneRemoved", {"sceneName": "Scene", "isGroup": False})
        rehearsal.model.emit("CurrentSceneCollectionChanged", {"sceneCollectionName": "Б"})
        rehearsal.model.emit("StudioModeStateChanged", {"studioModeEnabled": True})
        await until(lambda: len(ours.events) == 2, what="two events")
        assert [event for event, _ in ours.events] == [EVERYTHING, "StudioModeStateChanged"]


async def test_nothing_is_left_when_it_ends(rehearsal: RehearsalSwitcher) -> None:
    def threads() -> set[str]:
        return {thread.name for thread in threading.enumerate() if thread.name.startswith("obs-")}

    await until(lambda: not threads(), what="no thread of the test before")
    async with linked(rehearsal.url, PASSWORD) as ours:
        assert {name.rsplit("_", 1)[0] for name in threads()} == {"obs-program", "obs-query", "obs-sound"}
        rehearsal.faults.drop.add("GetStats")
        with pytest.raises(ObsTimeout):
            await ours.link.request(Lane.QUERY, "GetStats", timeout=0.05)
        waiting = asyncio.create_task(ours.link.request(Lane.QUERY, "GetStats"))
        await asyncio.sleep(0.05)
    await until(lambda: not threads(), what="no thread")
    with pytest.raises(ObsError):
        await waiting


async def test_the_password_is_in_no_log(
    rehearsal: RehearsalSwitcher, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with linked(rehearsal.url, PASSWORD) as ours:
            rehearsal.faults.drop.add("GetStats")
            with pytest.raises(ObsTimeout) as error:
                await ours.link.request(Lane.QUERY, "GetStats", timeout=0.05)
            await rehearsal.disconnect()
            await ours.connected(2)
    printed = capfd.readouterr()
    for text in (caplog.text, printed.out, printed.err, repr(error.value), repr(ours.link.__dict__)):
        assert PASSWORD.reveal() not in text


# --- what is no OBS ---


@pytest.mark.parametrize(
    "hello, reason",
    [
        ('{"op":0,"d":{"obsWebSocketVersion":"4.9.1","rpcVersion":1}}', "too_old"),
        ('{"op":3,"d":{}}', "not_obs"),
        ("[1, 2]", "not_obs"),
    ],
)
async def test_somebody_else_is_told_apart(hello: str, reason: str) -> None:
    async def stranger(socket: ServerConnection) -> None:
        await socket.send(hello)
        await socket.wait_closed()

    async with serve(stranger, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with linked(f"ws://127.0.0.1:{port}", None, connected=False) as ours:
            await until(lambda: ours.phases[-1] == "refused", what="refused")
            assert ours.states[-1].reason == reason


@pytest.mark.parametrize(
    "hello", ["не JSON", '{"op":0,"d":{}}', '{"op":0}', '{"op":0,"d":{"obsWebSocketVersion":5}}', ""]
)
async def test_garbage_is_no_obs(hello: str) -> None:
    async def garbage(socket: ServerConnection) -> None:
        await socket.send(hello)
        await socket.wait_closed()

    async with serve(garbage, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with linked(f"ws://127.0.0.1:{port}", None, connected=False) as ours:
            await until(lambda: ours.phases[-1] == "refused", what="refused")
            assert ours.states[-1].reason == "not_obs"


async def test_a_client_made_after_its_request_was_given_up_is_closed(
    rehearsal: RehearsalSwitcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane, go = OneLane("query", rehearsal.url, PASSWORD), threading.Event()
    made: list[ObsClient] = []
    authenticate = ObsClient.authenticate

    def slowly(client: ObsClient) -> object:
        made.append(client)
        go.wait(5)
        return authenticate(client)

    monkeypatch.setattr(ObsClient, "authenticate", slowly)
    asked = asyncio.create_task(lane.request("GetVersion", None, 3))
    await until(lambda: bool(made), what="connecting")
    asked.cancel()
    await asyncio.wait([asked])
    go.set()
    await until(lambda: not made[0].ws.connected, what="closed")
    await lane.close()
