"""What is said of a scene's cameras before it goes on the air."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from control.clock import Instant
from control.core.context import Context
from control.core.feeds import FeedsState, FeedState, LineState
from control.core.health import HealthState
from control.core.program import Take
from control.core.rundown.plan import Item as PlanItem
from control.core.types import SYSTEM, CameraId, ItemId, SceneId
from control.preflight import CheckWire, checks
from control.registry import State
from control.show import Camera, Item, Scene, Show
from tests.control.core.rundowns import cue, item

READ, OWN = CameraId("read"), CameraId("own")
SHOW = Show(
    title="Проба",
    cameras=(
        Camera(id=READ, name="Зал", url="rtsp://x", backup="rtsp://y"),
        Camera(id=OWN, name="Ролик", url="clip.mp4"),
    ),
    scenes=(
        Scene(id=SceneId("hall"), name="Зал", sources=(Item(id=ItemId("a"), name="Зал", camera=READ),)),
        Scene(id=SceneId("clip"), name="Ролик", sources=(Item(id=ItemId("a"), name="Ролик", camera=OWN),)),
        Scene(
            id=SceneId("hidden"), name="Скрыто", sources=(Item(id=ItemId("a"), name="Зал", camera=READ, visible=False),)
        ),
    ),
)
OK = LineState("ok")


def check(scene: str, feed: FeedState | None = None, latest: dict[str, Any] | None = None) -> CheckWire:
    state = State(
        health=replace(HealthState(), obs="connected"),
        feeds=FeedsState({READ: feed} if feed is not None else {}),
    )
    entry: PlanItem = item("one", 10, cues=(cue("take", Take(SceneId(scene))),))
    ctx = Context(Instant(0), SYSTEM, SHOW, lambda draw: "")
    (found,) = checks(state, SHOW, latest or {}, ctx, entry)
    return found


@pytest.mark.parametrize(
    "feed, code",
    [
        (FeedState(showing="main", main=OK), None),
        (FeedState(showing="backup", main=LineState("bad", ("freeze",)), backup=OK), None),
        (FeedState(showing="main", main=LineState("doubtful", ("silence",))), "preflight-feed-bad"),
        (FeedState(showing="held", main=LineState("bad", ("gap",))), "preflight-feed-held"),
        (FeedState(showing="slate", main=LineState("away")), "preflight-feed-slate"),
        (None, "preflight-feed-connecting"),
    ],
)
def test_a_camera_that_efir_reads(feed: FeedState | None, code: str | None) -> None:
    found = check("hall", feed)
    if code is None:
        assert found.level == "ready"
    else:
        assert (found.level, found.code) == ("warn", code)
        assert isinstance(found.args, dict)
        assert found.args["camera"] == "Зал"


def test_why_it_is_doubtful_is_a_text() -> None:
    found = check("hall", FeedState(showing="main", main=LineState("doubtful", ("clipping",))))
    assert isinstance(found.args, dict)
    assert found.args["reason"] == "feed-clipping"


def test_a_camera_that_is_hidden_in_the_scene_is_nobodys_trouble() -> None:
    assert check("hidden").level == "ready"


def test_a_camera_that_obs_opens_itself_is_judged_there() -> None:
    assert check("clip", latest={"direct": {OWN: "live"}}).level == "ready"
    assert check("clip", latest={"direct": {OWN: "lost"}}).code == "preflight-feed-lost"
