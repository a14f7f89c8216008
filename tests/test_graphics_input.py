"""OBS gives up a media source that is refused too quickly: Efir notices that nobody reads the graphics."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from control.telemetry import Telemetry
from efir import graphics
from efir.graphics import GraphicsInput
from overlays.bridge import BridgeProcess, BridgeStatus
from scenes.collection import GRAPHICS_INPUT
from scenes.link import Lane, ObsAway, ObsLink
from tests.control.core.shows import make_show


class Obs:
    """A link to an OBS that does as it is told, or is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.connected = True
        self.away = away
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.heard = asyncio.Event()

    async def request(self, lane: Lane, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((kind, data))
        self.heard.set()
        if self.away:
            raise ObsAway("away")
        return {}


class Bridge:
    def __init__(self, status: BridgeStatus) -> None:
        self.status = status


async def keep_read(bridge: Bridge, obs: Obs, seconds: float) -> None:
    """For so long, or until OBS was asked something."""
    minding = GraphicsInput("http://127.0.0.1/graphics", 4711, make_show(), Telemetry())
    task = asyncio.create_task(minding._keep_read(cast("BridgeProcess", bridge), cast("ObsLink", obs)))
    try:
        async with asyncio.timeout(seconds):
            await obs.heard.wait()
    except TimeoutError:
        pass
    finally:
        task.cancel()
        await asyncio.wait([task])
    assert task.cancelled()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphics, "UNREAD", 0.05)


async def test_obs_is_told_to_open_what_it_does_not_read() -> None:
    obs = Obs()
    await keep_read(Bridge(BridgeStatus(port=4711, page="shown", browser="running")), obs, 5)
    kind, data = obs.asked[0]
    assert kind == "SetInputSettings"
    assert data["inputName"] == GRAPHICS_INPUT
    assert data["inputSettings"]["input"] == "tcp://127.0.0.1:4711"


@pytest.mark.parametrize(
    "status", [BridgeStatus(port=4711, readers=1), BridgeStatus(port=0)], ids=["it is read", "nothing to read yet"]
)
async def test_nothing_is_asked_without_need(status: BridgeStatus) -> None:
    obs = Obs()
    await keep_read(Bridge(status), obs, 0.4)
    assert obs.asked == []


async def test_an_obs_that_is_away_is_asked_again_later() -> None:
    obs = Obs(away=True)
    bridge = Bridge(BridgeStatus(port=4711))
    await keep_read(bridge, obs, 5)
    obs.heard.clear()
    await keep_read(bridge, obs, 5)
    assert len(obs.asked) >= 2


@pytest.mark.parametrize(
    "status, state",
    [
        (BridgeStatus(port=1, browser="running", page="shown", readers=1), "running"),
        (BridgeStatus(port=1, browser="running", page="shown", readers=0), "starting"),
        (BridgeStatus(), "starting"),
        (BridgeStatus(browser="missing"), "failed"),
        (BridgeStatus(browser="lost"), "failed"),
        (BridgeStatus(browser="running", page="unreachable"), "failed"),
    ],
)
def test_the_panel_is_told_when_no_graphics_come(status: BridgeStatus, state: str) -> None:
    assert graphics._state(status) == state
