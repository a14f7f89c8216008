"""Stream and recording: their true state, whoever pressed the button."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from control.core.outputs import Actual, Output, SetOutput
from control.core.program import Take
from scenes.outputs import observation
from tests.scenes.conftest import Peer
from tests.scenes.hands import records, until
from tests.scenes.production import SLATE, Production, production, small_show


@pytest.fixture
async def ours(peer: Peer, tmp_path: Path, film: Path) -> AsyncIterator[Production]:
    """Its stream goes to a port where nobody listens: on the real OBS it fails."""
    async with production(peer, tmp_path, small_show(film)) as made:
        await made.do(Take(SLATE))
        yield made


async def record_becomes(ours: Production, actual: Actual) -> None:
    await until(lambda: ours.state.outputs.record.actual is actual, what=actual.value)


def wanted(ours: Production) -> bool:
    return ours.state.outputs.record.wanted


async def test_a_recording_started_and_stopped(peer: Peer, ours: Production) -> None:
    await ours.do(SetOutput(Output.RECORD, True))
    await record_becomes(ours, Actual.ON)
    await ours.do(SetOutput(Output.RECORD, False))
    await record_becomes(ours, Actual.OFF)
    said = [entry.code for entry in ours.log if entry.args.get("output") == "record"]
    assert said == [
        "log-output-start", "log-output-starting", "log-output-on",
        "log-output-stop", "log-output-stopping", "log-output-off",
    ]  # fmt: skip
    if peer.real:
        assert await asyncio.to_thread(Path(ours.state.outputs.record.detail).stat)


async def test_a_recording_by_hand(peer: Peer, ours: Production) -> None:
    await peer.hand.do("StartRecord")
    await record_becomes(ours, Actual.ON)
    assert wanted(ours)
    await records(peer.hand)  # it is left alone
    await peer.hand.do("StopRecord")
    await record_becomes(ours, Actual.OFF)
    assert not wanted(ours)
    await peer.hand.becomes("GetRecordStatus", None, "outputActive", False)  # OBS 29 tells of the end before it
    await asyncio.sleep(0.3)
    assert not (await peer.hand.do("GetRecordStatus"))["outputActive"], "it stays stopped"


async def test_quick_fingers_have_the_last_word(peer: Peer, ours: Production) -> None:
    for on in (True, False, True):
        await ours.do(SetOutput(Output.RECORD, on))
    await record_becomes(ours, Actual.ON)
    await ours.do(SetOutput(Output.RECORD, False))
    await asyncio.sleep(0.02)
    await ours.do(SetOutput(Output.RECORD, True))
    await asyncio.sleep(2)
    await record_becomes(ours, Actual.ON)
    assert wanted(ours)
    assert (await peer.hand.do("GetRecordStatus"))["outputActive"]
    await ours.do(SetOutput(Output.RECORD, False))
    await record_becomes(ours, Actual.OFF)


@pytest.mark.timeout(90)
async def test_a_stream_that_fails(peer: Peer, ours: Production) -> None:
    if peer.rehearsal:
        peer.rehearsal.faults.stream_fails = True
    await ours.do(SetOutput(Output.STREAM, True))
    await until(lambda: ours.state.outputs.stream.actual is Actual.FAILED, 60, "failed")
    assert not ours.state.outputs.stream.wanted
    service = (await peer.hand.do("GetStreamServiceSettings"))["streamServiceSettings"]
    assert (service["server"], service["key"]) == ("rtmp://127.0.0.1:1/live", "prog")
    await peer.hand.becomes("GetStreamStatus", None, "outputActive", False)
    await asyncio.sleep(0.5)
    assert not (await peer.hand.do("GetStreamStatus"))["outputActive"], "it is not tried for ever"
    assert ours.said("log-output-failed") == ["log-output-failed"]


async def test_a_start_that_is_refused_has_failed(rehearsal_peer: Peer, tmp_path: Path, film: Path) -> None:
    assert rehearsal_peer.rehearsal is not None
    rehearsal_peer.rehearsal.faults.refuse = {"StartRecord": 700}
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(SetOutput(Output.RECORD, True))
        await until(lambda: ours.state.outputs.record.actual is Actual.FAILED, what="failed")
        assert ours.state.outputs.record.detail == "Refused by a fault that is switched on."
        await asyncio.sleep(1.5)
        assert ours.said("log-output-failed") == ["log-output-failed"]
        rehearsal_peer.rehearsal.faults.refuse = {}
        await ours.do(SetOutput(Output.RECORD, True))
        await record_becomes(ours, Actual.ON)


async def test_a_start_that_comes_to_nothing_has_failed(
    rehearsal_peer: Peer, tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rehearsal_peer.rehearsal is not None
    monkeypatch.setattr("scenes.output_switch.UNTOLD", 0.3)
    faults = rehearsal_peer.rehearsal.faults
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        faults.ignore = {"StartRecord"}
        await ours.do(SetOutput(Output.RECORD, True))
        await record_becomes(ours, Actual.FAILED)
        assert not wanted(ours)
        faults.ignore = {"StopRecord"}
        await ours.do(SetOutput(Output.RECORD, True))
        await record_becomes(ours, Actual.ON)
        await ours.do(SetOutput(Output.RECORD, False))
        await asyncio.sleep(1)
        assert ours.state.outputs.record.actual is Actual.ON, "it runs, and nothing else is claimed"
        faults.ignore = set()
        await record_becomes(ours, Actual.OFF)


async def test_a_start_that_comes_before_the_end_is_over(rehearsal_peer: Peer, tmp_path: Path, film: Path) -> None:
    """As OBS 29 does it now and then: told to have ended, still active, and a start is accepted and forgotten."""
    assert rehearsal_peer.rehearsal is not None
    rehearsal_peer.rehearsal.faults.closing = 0.5
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(SetOutput(Output.RECORD, True))
        await record_becomes(ours, Actual.ON)
        await ours.do(SetOutput(Output.RECORD, False))
        await ours.do(SetOutput(Output.RECORD, True))
        await until(lambda: ours.said("log-output-off"), what="off")
        await record_becomes(ours, Actual.ON)


@pytest.mark.parametrize(
    "state, wanted, before, asked, actual, by_hand",
    [
        ("STARTING", True, Actual.OFF, True, Actual.STARTING, False),
        ("STARTING", False, Actual.OFF, None, Actual.STARTING, True),
        ("STARTING", False, Actual.OFF, True, Actual.STARTING, False),  # wanted a moment ago
        ("STOPPING", True, Actual.ON, None, Actual.STOPPING, True),
        ("STOPPING", True, Actual.ON, False, Actual.STOPPING, False),  # wanted again meanwhile
        ("STOPPED", True, Actual.ON, None, Actual.FAILED, False),
        ("STOPPED", True, Actual.STARTING, True, Actual.FAILED, False),
        ("STOPPED", False, Actual.ON, False, Actual.OFF, False),
        ("STOPPED", False, Actual.STOPPING, False, Actual.OFF, False),
        ("STOPPED", False, Actual.FAILED, None, Actual.OFF, False),
        ("RECONNECTING", True, Actual.ON, None, Actual.RECONNECTING, False),
    ],
)
def test_the_words_of_obs(
    state: str, wanted: bool, before: Actual, asked: bool | None, actual: Actual, by_hand: bool
) -> None:
    seen = observation(Output.STREAM, {"outputState": f"OBS_WEBSOCKET_OUTPUT_{state}"}, wanted, before, asked)
    assert seen is not None
    assert (seen.actual, seen.by_hand) == (actual, by_hand)


def test_a_word_nobody_knows_says_nothing() -> None:
    assert observation(Output.STREAM, {"outputState": "OBS_WEBSOCKET_OUTPUT_NEW"}, True, Actual.ON, None) is None
