"""A switch of cameras in a scene, on OBS: one is seen, by a cut or a fade, and every other thing stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from control.clock import Duration
from control.core.program import Take
from control.core.sources import ShowItem
from control.core.switches import Switch
from control.core.types import CameraId, ItemId, SwitchId
from control.show import Camera, Item, Show, Transition
from control.show import Switch as ShownSwitch
from tests.scenes.conftest import Peer
from tests.scenes.hands import eventually
from tests.scenes.production import SLATE, WIDE, production, small_show

ONE, TWO = CameraId("one"), CameraId("two")
MAIN = SwitchId("main")
BOTH = ItemId("both")
NAMES = {ONE: "Efir · Камера", TWO: "Efir · Вторая"}
FADE = {"transitionName": "Fade"}


def show(film: Path) -> Show:
    """Two cameras in one place of the wide scene, and of the slate."""
    small = small_show(film)
    placed = Item(id=BOTH, name="Обе", switch=MAIN)
    scenes = tuple(
        replace(scene, sources=(*(item for item in scene.sources if item.camera is None), placed))
        if scene.id in (WIDE, SLATE)
        else scene
        for scene in small.scenes
    )
    return replace(
        small,
        cameras=(*small.cameras, Camera(id=TWO, name="Вторая", url=str(film))),
        switches=(ShownSwitch(id=MAIN, name="Главное", cameras=(ONE, TWO)),),
        scenes=scenes,
    )


async def sees(peer: Peer, camera: CameraId | None) -> bool:
    """This camera is in OBS's output, and the other is not."""
    active = {
        one: bool((await peer.hand.do("GetSourceActive", {"sourceName": name}))["videoActive"])
        for one, name in NAMES.items()
    }
    return active == {one: one == camera for one in NAMES}


async def test_a_cut_and_a_fade_inside_the_scene_on_air(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, show(film)) as ours:
        await ours.do(Take(WIDE))
        await eventually(lambda: sees(peer, ONE), what="the first camera")
        await ours.do(Switch(MAIN, TWO))
        await eventually(lambda: sees(peer, TWO), what="the second by a cut")
        peer.hand.events.clear()
        await ours.do(Switch(MAIN, ONE, transition=Transition(kind="fade", duration=Duration(600))))
        await peer.hand.hears("SceneTransitionStarted", FADE)
        await peer.hand.hears("SceneTransitionEnded", FADE)
        await eventually(lambda: sees(peer, ONE), what="the first by a fade")
        await ours.do(ShowItem(WIDE, BOTH, False))
        await eventually(lambda: sees(peer, None), what="the whole item hidden")
        await ours.do(Switch(MAIN, TWO))
        await ours.do(ShowItem(WIDE, BOTH, True))
        await eventually(lambda: sees(peer, TWO), what="the second, as switched meanwhile")
        await ours.do(Take(SLATE))
        await eventually(lambda: sees(peer, TWO), what="the same camera in another scene")
        assert ours.state.program.scene == SLATE
        assert ours.said("log-taken-in-obs", "log-item-shown-in-obs") == []


async def test_a_hand_in_obs_does_not_take_a_switch_apart(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, show(film)) as ours:
        await ours.do(Take(WIDE))
        await eventually(lambda: sees(peer, ONE), what="the first camera")
        await peer.hand.show_item("Общий план", NAMES[TWO], True)
        await eventually(lambda: peer.hand.hidden("Общий план", NAMES[TWO]), what="put right")


@pytest.mark.parametrize("first", [ONE, TWO])
async def test_something_is_seen_at_every_moment_where_obs_shows_the_scene_itself(
    rehearsal_peer: Peer, tmp_path: Path, film: Path, first: CameraId
) -> None:
    assert rehearsal_peer.rehearsal is not None
    model = rehearsal_peer.rehearsal.model
    model.duplicates = False
    async with production(rehearsal_peer, tmp_path, show(film)) as ours:
        await ours.do(Switch(MAIN, first))
        await ours.do(Take(WIDE))
        await eventually(lambda: sees(rehearsal_peer, first), what="on air")
        rehearsal_peer.hand.events.clear()
        await ours.do(Switch(MAIN, TWO if first == ONE else ONE))
        await eventually(lambda: sees(rehearsal_peer, TWO if first == ONE else ONE), what="switched")
        changes = [
            data["sceneItemEnabled"]
            for _, data in rehearsal_peer.hand.named("SceneItemEnableStateChanged")
            if data["sceneName"] == "Общий план"
        ]
        assert changes == [True, False], "what comes goes before what leaves"
