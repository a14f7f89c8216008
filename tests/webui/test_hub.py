"""Catching up, for every history and every moment at which a page left."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from control.registry import State
from control.show import Show
from control.views.table import Projection, View
from tests.control.core.shows import make_show
from tests.webui.test_merge import objects
from webui import hub, merge
from webui.hub import Channel

SHOW = make_show()


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
