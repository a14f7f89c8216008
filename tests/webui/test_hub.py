"""Catching up, for every history and every moment at which a page left; and who is told first."""

from __future__ import annotations

import json
from typing import Any, cast

import msgspec
import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from control.clock import Clock, Instant, ManualClock
from control.core.graphics import GraphicsState
from control.core.stage import Message, StageState
from control.core.types import GraphicId, Role
from control.grants import Grant
from control.registry import State
from control.show import Show
from control.telemetry import Telemetry
from control.views import slices
from control.views.table import VIEWS, Projection, View
from control.views.wire import StageWire
from tests.control.core.shows import make_show
from tests.webui.test_merge import objects
from webui import hub, merge
from webui.client import Client
from webui.hub import Channel, Hub
from webui.messages import ViewName

SHOW = make_show()
CLOCK = GraphicId("clock")
OPERATOR = Grant(Role.OPERATOR, "", None, None, None)


class Given(View, frozen=True):
    """A view of states that are themselves the data."""

    def project(
        self, state: State, show: Show, previous: Projection | None, shared: dict[int, Any] | None = None
    ) -> Projection:
        data: Any = state
        return Projection(data, {})


steps = st.lists(st.tuples(st.sampled_from(["state", "extra"]), objects), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(history=steps, kept=st.integers(0, 6))
def test_every_page_that_left_earlier_comes_to_the_same_view(
    monkeypatch: pytest.MonkeyPatch, history: list[tuple[str, dict[str, Any]]], kept: int
) -> None:
    monkeypatch.setattr(hub, "KEPT_PATCHES", kept)
    channel = Channel("panel", Given({}))
    channel.start(state_of({}), SHOW, 0)
    seen = [(channel.seq, dict(channel._data))]
    for seq, (what, data) in enumerate(history, start=1):
        if what == "state":
            channel.change(state_of(data), SHOW, seq)
        else:
            channel.set_extra("links", data)
        seen.append((channel.seq, dict(channel._data)))
    for since, held in seen:
        messages = channel.missed(since)
        if messages is None:
            continue  # a snapshot
        at, view = since, held
        for message in map(json.loads, messages):
            assert message["from"] == at
            at, view = message["seq"], merge.apply(message["data"], view)
        assert (at, view) == (channel.seq, channel._data)
    if kept > len(history):
        assert all(channel.missed(since) is not None for since, _ in seen), "nothing was forgotten"
    assert channel.missed(channel.seq + 1) is None
    assert channel.missed(-1) is None


def state_of(data: dict[str, Any]) -> State:
    return cast(State, data)


def test_a_long_history_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "KEPT_BYTES", 10_000)
    channel = Channel("panel", Given({}))
    channel.start(state_of({}), SHOW, 0)
    for seq in range(1, 30):
        channel.change(state_of({"text": f"{seq}" * 500}), SHOW, seq)
    lost = [since for since in range(30) if channel.missed(since) is None]
    assert lost == list(range(len(lost)))
    assert 15 < len(lost) < 29


# --- what is on air first ---


class Listener(Client):
    """What it is told, without a socket."""

    def __init__(self) -> None:
        super().__init__(cast(web.WebSocketResponse, None), None)
        self.heard: list[dict[str, Any]] = []

    def send(self, message: bytes) -> None:
        self.heard.append(json.loads(message))

    def send_newest(self, key: str, message: bytes) -> None:
        pass


class Held(Struct):
    """A controller at its first entry."""

    clock: Clock
    epoch: str = "epoch"
    seq: int = 0
    state: State = State()
    show: Show = SHOW


@pytest.fixture
def pages() -> tuple[Hub, dict[str, Listener]]:
    """The hub, and a page of each view that has its snapshot."""
    made = Hub(Held(ManualClock(Instant(0))), Telemetry())
    listening = {name: Listener() for name in VIEWS}
    for name, page in listening.items():
        made.join(page, msgspec.convert(name, ViewName), OPERATOR, None)
        page.heard.clear()
    return made, listening


def saying(text: str) -> State:
    return State(stage=StageState(Message(text, "info", Instant(0))), graphics=GraphicsState(frozenset({CLOCK})))


def test_the_air_is_told_first_and_everybody_once(pages: tuple[Hub, dict[str, Listener]]) -> None:
    made, listening = pages
    for seq, text in enumerate(("one", "two"), start=1):
        state = saying(text)
        made.changed_on_air(state, seq)
        on_air = {"graphics", "stage"} if seq == 1 else {"stage"}
        assert {name for name, page in listening.items() if page.heard} == on_air
        assert made.data("panel", OPERATOR)["stage"].get("message", {}).get("text") == (None if seq == 1 else "one")
        made.changed(state, seq)
        for name in ("stage", "panel", "backstage"):
            (patch,) = listening[name].heard
            assert (patch["from"], patch["seq"]) == (seq - 1, seq)
            assert patch["data"]["stage"]["message"]["text"] == text
        assert len(listening["graphics"].heard) == (1 if seq == 1 else 0)
        for page in listening.values():
            page.heard.clear()


def test_a_page_that_comes_between_is_not_told_twice(pages: tuple[Hub, dict[str, Listener]]) -> None:
    made, _ = pages
    state, late = saying("one"), {name: Listener() for name in ("stage", "panel")}
    made.changed_on_air(state, 1)
    for name, page in late.items():
        made.join(page, msgspec.convert(name, ViewName), OPERATOR, None)
    assert [(message["type"], message["seq"]) for message in late["stage"].heard] == [("snapshot", 1)]
    assert [(message["type"], message["seq"]) for message in late["panel"].heard] == [("snapshot", 0)]
    made.changed(state, 1)
    assert len(late["stage"].heard) == 1
    assert [(message["type"], message.get("from"), message["seq"]) for message in late["panel"].heard[1:]] == [
        ("patch", 0, 1)
    ]


def test_what_the_air_shows_is_not_made_again_for_the_crew(
    pages: tuple[Hub, dict[str, Listener]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = pages
    times: list[StageState] = []
    project = slices.stage

    def counted(state: StageState) -> StageWire:
        times.append(state)
        return project(state)

    monkeypatch.setattr(slices, "stage", counted)
    state = saying("one")
    made.changed_on_air(state, 1)
    made.changed(state, 1)
    assert times == [state.stage]
