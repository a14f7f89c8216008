"""The worker: what is wanted arrives in OBS, what a person does in OBS arrives in Efir."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from msgspec.structs import replace

from control.clock import Duration
from control.core.program import ChooseTransition, Panic, Preview, Take
from control.core.sources import Mute, SetVolume, ShowItem
from control.core.types import Actor, InputId, ItemId, Role
from control.show import Item, Place, Show, Transition
from scenes.reader import FIRST_LOOK
from scenes.rehearsal import RehearsalSwitcher
from tests.scenes.conftest import Peer
from tests.scenes.hands import PATIENT, eventually, until
from tests.scenes.production import (
    CLOSE,
    GROUND,
    NAMES,
    OWN,
    SLATE,
    TITLE,
    WIDE,
    Production,
    production,
    small_show,
)

CAMERA = InputId("one")
CAMERA_NAME = "Efir · Камера"
FADE = {"transitionName": "Fade"}
HANDS = (
    "log-taken", "log-taken-in-obs", "log-panic", "log-foreign-scene", "log-item-shown", "log-item-hidden",
    "log-muted", "log-sound",
)  # fmt: skip


async def on_air(peer: Peer) -> list[str]:
    """The scenes whose sources are in OBS's output: its own word for the programme runs ahead of the picture, and in
    studio mode the output shows a copy of the scene."""
    return [
        name
        for name, source in OWN.items()
        if (await peer.hand.answer("GetSourceActive", {"sourceName": source}))
        .get("responseData", {})
        .get("videoActive")
    ]


async def volume_is(peer: Peer, decibels: float) -> bool:
    answer = await peer.hand.do("GetInputVolume", {"inputName": CAMERA_NAME})
    return abs(float(answer["inputVolumeDb"]) - decibels) < 0.05


async def shows(peer: Peer, name: str, within: float = PATIENT) -> None:
    began = time.monotonic()
    while (seen := (await on_air(peer), await peer.hand.program())) != ([name], name):
        assert time.monotonic() - began < within, seen
        await asyncio.sleep(0.02)


async def fades(peer: Peer, milliseconds: int) -> None:
    """A fade from beginning to end, for which OBS was asked to take so long: how long it did is the machine's."""
    await peer.hand.hears("CurrentSceneTransitionDurationChanged", {"transitionDuration": milliseconds})
    for event in ("SceneTransitionStarted", "SceneTransitionEnded"):
        await peer.hand.hears(event, FADE)


# --- from Efir to OBS ---


async def test_takes_arrive_in_obs(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        await ours.do(Preview(WIDE))
        await peer.hand.becomes("GetCurrentPreviewScene", None, "currentPreviewSceneName", NAMES[WIDE])
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])
        await peer.hand.becomes("GetCurrentPreviewScene", None, "currentPreviewSceneName", NAMES[SLATE])
        await ours.do(Take(CLOSE, auto=True))
        await fades(peer, 500)
        await shows(peer, NAMES[CLOSE])
        assert ours.said("log-taken", "log-taken-in-obs") == ["log-taken"] * 3


async def test_a_takes_own_transition_is_asked_of_obs(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        peer.hand.events.clear()
        await ours.do(Take(WIDE, transition=Transition(kind="fade", duration=Duration(1300))))
        await fades(peer, 1300)
        await shows(peer, NAMES[WIDE])
        peer.hand.events.clear()
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        await peer.hand.hears("SceneTransitionStarted", {"transitionName": "Cut"})
        assert ("SceneTransitionStarted", FADE) not in peer.hand.named("SceneTransitionStarted"), "a cut again"


async def test_two_quick_takes_end_in_the_last(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        for first, second in ((False, False), (True, False), (True, True), (False, True)):
            await ours.do(Take(SLATE))
            await shows(peer, NAMES[SLATE])
            await ours.do(Take(CLOSE, auto=first))
            if first:
                await asyncio.sleep(0.15)  # well inside the fade
            await ours.do(Take(WIDE, auto=second))
            await shows(peer, NAMES[WIDE])
            await ours.do(Take(CLOSE))
            await shows(peer, NAMES[CLOSE])
        await stays(ours, "log-taken-in-obs")


async def test_panic_in_the_middle_of_a_long_fade_is_at_once(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])
        await ours.do(ChooseTransition("fade", Duration(20_000)))
        await ours.do(Take(CLOSE, auto=True))
        await peer.hand.hears("SceneTransitionStarted", FADE)
        await asyncio.sleep(0.3)
        await ours.do(Panic())
        await shows(peer, NAMES[SLATE], within=10)
        await stays(ours, "log-taken-in-obs")
        await shows(peer, NAMES[SLATE])


async def test_a_fade_that_was_broken_into_can_be_taken_again_at_once(peer: Peer, tmp_path: Path, film: Path) -> None:
    """OBS lets the one before, of 20 seconds, count as running on."""
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(ChooseTransition("fade", Duration(20_000)))
        for _ in range(2):  # the second time the broken one is a scene's own
            peer.hand.events.clear()
            await ours.do(Take(WIDE, transition=Transition(kind="fade", duration=Duration(20_000))))
            await peer.hand.hears("SceneTransitionStarted", FADE)
            await ours.do(Take(SLATE, transition=Transition(kind="cut")))
            await shows(peer, NAMES[SLATE], within=10)
        peer.hand.events.clear()
        await ours.do(Take(CLOSE, transition=Transition(kind="fade", duration=Duration(400))))
        await peer.hand.hears("SceneTransitionStarted", FADE)
        await shows(peer, NAMES[CLOSE], within=10)
        own = await peer.hand.do("GetSceneSceneTransitionOverride", {"sceneName": NAMES[CLOSE]})
        assert own["transitionName"] is None, "for this take only"
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE], within=10)
        await stays(ours, "log-taken-in-obs")


async def test_a_take_that_is_swallowed_is_made_by_a_cut(
    rehearsal: RehearsalSwitcher, rehearsal_peer: Peer, tmp_path: Path, film: Path
) -> None:
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(rehearsal_peer, NAMES[SLATE])
        rehearsal.faults.swallow = 1
        rehearsal_peer.hand.events.clear()
        await ours.do(Take(CLOSE, auto=True))
        await rehearsal_peer.hand.hears("SceneTransitionStarted", {"transitionName": "Cut"})
        await shows(rehearsal_peer, NAMES[CLOSE])


async def stays(ours: Production, code: str, seconds: float = 1.6) -> None:
    """Longer than the worker takes to look again after a take."""
    await asyncio.sleep(seconds)
    assert ours.said(code) == []


async def test_items_mute_and_volume_arrive_in_obs(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(ShowItem(SLATE, TITLE, False))
        await ours.do(Mute(CAMERA, True))
        await ours.do(SetVolume(CAMERA, -12.5))
        heard = {"inputName": CAMERA_NAME}
        await peer.hand.becomes("GetInputMute", heard, "inputMuted", True)
        await eventually(lambda: volume_is(peer, -12.5))
        await eventually(lambda: peer.hand.hidden(NAMES[SLATE], "Efir · Заставка · Название"))
        await stays(ours, "log-item-shown", 0.5)
        assert ours.said("log-item-shown", "log-item-hidden", "log-muted") == [
            "log-item-hidden",
            "log-muted",
            "log-muted",
        ]


async def seen(peer: Peer, source: str) -> bool:
    """Whether it is in OBS's output."""
    return bool((await peer.hand.do("GetSourceActive", {"sourceName": source}))["videoActive"])


async def unseen(peer: Peer, source: str) -> bool:
    return not await seen(peer, source)


async def test_an_item_hidden_on_air_is_off_the_air(peer: Peer, tmp_path: Path, film: Path) -> None:
    """OBS in studio mode shows a copy of the scene, made when it was taken."""
    ground = OWN[NAMES[WIDE]]
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])
        await ours.do(Preview(SLATE))
        await peer.hand.becomes("GetCurrentPreviewScene", None, "currentPreviewSceneName", NAMES[SLATE])
        await ours.do(ShowItem(WIDE, GROUND, False))
        await eventually(lambda: unseen(peer, ground), what="off the air")
        await ours.do(ShowItem(WIDE, GROUND, True))
        await eventually(lambda: seen(peer, ground), what="on air again")
        await stays(ours, "log-taken-in-obs")
        await peer.hand.becomes("GetCurrentPreviewScene", None, "currentPreviewSceneName", NAMES[SLATE])
        assert (ours.state.program.scene, ours.state.program.preview) == (WIDE, SLATE)


async def test_an_item_hidden_in_a_fade_does_not_break_into_it(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        peer.hand.events.clear()
        await ours.do(Take(CLOSE, transition=Transition(kind="fade", duration=Duration(2_000))))
        await peer.hand.hears("SceneTransitionStarted", FADE)
        await ours.do(ShowItem(CLOSE, GROUND, False))
        await peer.hand.hears("SceneTransitionStarted", {"transitionName": "Cut"})
        await eventually(lambda: unseen(peer, OWN[NAMES[CLOSE]]), what="off the air")
        told = [
            (event, data["transitionName"])
            for _, event, data in peer.hand.events
            if event.startswith("SceneTransition")
        ]
        assert told.index(("SceneTransitionEnded", "Fade")) < told.index(("SceneTransitionStarted", "Cut"))


async def test_what_is_shown_and_taken_at_once_is_on_air_at_once(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        peer.hand.events.clear()
        await asyncio.gather(ours.do(ShowItem(WIDE, GROUND, False)), ours.do(Take(WIDE)))
        await eventually(lambda: seen(peer, CAMERA_NAME), what="taken")
        assert await unseen(peer, OWN[NAMES[WIDE]])


async def test_an_obs_that_shows_scenes_themselves_is_asked_once(
    rehearsal: RehearsalSwitcher, rehearsal_peer: Peer, tmp_path: Path, film: Path
) -> None:
    rehearsal.model.duplicates = False
    peer = rehearsal_peer
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])
        takes = ours.worker._shared.takes
        assert takes.copies
        await ours.do(ShowItem(WIDE, GROUND, False))
        await eventually(lambda: unseen(peer, OWN[NAMES[WIDE]]))
        await ours.do(Take(CLOSE, auto=True))
        await shows(peer, NAMES[CLOSE])
        assert not takes.copies


async def test_a_hand_that_fades_away_from_a_changed_scene_is_not_cut_back(
    peer: Peer, tmp_path: Path, film: Path
) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        # A picture whose size becomes known on the air has a cut of its own: it would come between the hand's choices.
        await until(lambda: ours.worker._reader._look == FIRST_LOOK, what="all sizes are known")
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])
        await peer.hand.hears("CurrentProgramSceneChanged", {"sceneName": NAMES[WIDE]})
        await peer.hand.hears("SceneTransitionEnded", {"transitionName": "Cut"})
        peer.hand.events.clear()
        await peer.hand.do("SetCurrentSceneTransition", FADE)
        await peer.hand.do("SetCurrentSceneTransitionDuration", {"transitionDuration": 1_500})
        await peer.hand.do("SetCurrentProgramScene", {"sceneName": NAMES[CLOSE]})
        await peer.hand.hears("SceneTransitionStarted", FADE)
        await ours.do(ShowItem(WIDE, GROUND, False))
        await until(lambda: ours.state.program.scene == CLOSE, what="the hand's scene is the state's")
        await shows(peer, NAMES[CLOSE])
        await peer.hand.hears("CurrentProgramSceneChanged", {"sceneName": NAMES[CLOSE]})
        told = [data["sceneName"] for _, data in peer.hand.named("CurrentProgramSceneChanged")]
        assert set(told) == {NAMES[CLOSE]}


async def test_a_scenes_own_transition_is_not_played_when_it_is_taken_again(
    peer: Peer, tmp_path: Path, film: Path
) -> None:
    own = {"transitionName": "Fade", "transitionDuration": 1_500}
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])
        await peer.hand.do("SetSceneSceneTransitionOverride", {"sceneName": NAMES[WIDE], **own})
        peer.hand.events.clear()
        await ours.do(ShowItem(WIDE, GROUND, False))
        await eventually(lambda: unseen(peer, OWN[NAMES[WIDE]]), what="off the air")
        assert ("SceneTransitionStarted", FADE) not in peer.hand.named("SceneTransitionStarted")
        assert await peer.hand.do("GetSceneSceneTransitionOverride", {"sceneName": NAMES[WIDE]}) == own


async def test_a_change_that_could_not_be_shown_is_shown_later(
    rehearsal: RehearsalSwitcher, rehearsal_peer: Peer, tmp_path: Path, film: Path
) -> None:
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await shows(rehearsal_peer, NAMES[WIDE])
        rehearsal.faults.refuse["SetCurrentProgramScene"] = 207
        await ours.do(ShowItem(WIDE, GROUND, False))
        await eventually(lambda: rehearsal_peer.hand.hidden(NAMES[WIDE], OWN[NAMES[WIDE]]), what="asked")
        await stays(ours, "log-taken-in-obs")  # longer than it takes to try once more
        assert await seen(rehearsal_peer, OWN[NAMES[WIDE]])
        rehearsal.faults.refuse.clear()
        await eventually(lambda: unseen(rehearsal_peer, OWN[NAMES[WIDE]]), what="off the air")


async def test_what_the_show_file_adds_to_the_scene_on_air_is_seen_after_a_start(
    peer: Peer, tmp_path: Path, film: Path
) -> None:
    show = small_show(film)
    async with production(peer, tmp_path, show) as ours:
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])
    more = Item(id=ItemId("more"), name="Ещё", colour="#FF0000", place=Place(width=10, height=10))
    scenes = tuple(replace(s, sources=(*s.sources, more)) if s.id == WIDE else s for s in show.scenes)
    async with production(peer, tmp_path, replace(show, scenes=scenes)):
        await eventually(lambda: seen(peer, "Efir · Общий план · Ещё"), what="the new item is on air")


async def test_two_operators_at_once_agree_with_obs(peer: Peer, tmp_path: Path, film: Path) -> None:
    boris = Actor(Role.OPERATOR, "boris")
    async with production(peer, tmp_path, small_show(film)) as ours:
        for n in range(5):
            await asyncio.gather(
                ours.do(Take((SLATE, WIDE, CLOSE)[n % 3])), ours.do(Take((WIDE, CLOSE, SLATE)[n % 3]), boris)
            )
            await shows(peer, NAMES[ours.controller.head.program.scene or SLATE])
        await stays(ours, "log-taken-in-obs")


# --- from OBS to Efir ---


async def test_changes_by_hand_become_state_and_are_logged(peer: Peer, tmp_path: Path, film: Path) -> None:
    hand = peer.hand
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        await asyncio.sleep(1.3)  # the worker is sure of its own take by then
        await hand.do("SetCurrentSceneTransition", {"transitionName": "Cut"})
        await hand.do("SetCurrentProgramScene", {"sceneName": NAMES[WIDE]})
        await until(lambda: ours.state.program.scene == WIDE, what="taken by hand")
        assert ours.log[-1].code == "log-taken-in-obs"
        await hand.do("SetCurrentPreviewScene", {"sceneName": NAMES[CLOSE]})
        await until(lambda: ours.state.program.preview == CLOSE, what="previewed by hand")
        await hand.show_item(NAMES[SLATE], "Efir · Заставка · Название", False)
        await until(lambda: ours.state.sources.visible.get(SLATE, {}).get(TITLE) is False, what="hidden by hand")
        await hand.do("SetInputMute", {"inputName": CAMERA_NAME, "inputMuted": True})
        await until(lambda: ours.state.sources.sound.get(CAMERA, None) is not None, what="muted by hand")
        assert ours.state.sources.sound[CAMERA].muted
        await hand.do("SetInputVolume", {"inputName": CAMERA_NAME, "inputVolumeDb": -20.0})
        await until(lambda: ours.state.sources.sound[CAMERA].volume == -20, what="volume by hand")
        assert [entry.actor for entry in ours.log[-4:]] == ["system"] * 4
        # And nothing of it is put right.
        await asyncio.sleep(0.5)
        assert await hand.program() == NAMES[WIDE]
        assert await hand.preview() == NAMES[CLOSE]
        assert not await hand.visible(NAMES[SLATE], "Efir · Заставка · Название")
        assert (await hand.do("GetInputMute", {"inputName": CAMERA_NAME}))["inputMuted"]


async def test_a_foreign_scene_is_left_on_air_until_the_next_take(peer: Peer, tmp_path: Path, film: Path) -> None:
    hand = peer.hand
    await hand.do("CreateScene", {"sceneName": "Чужая"})
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        await asyncio.sleep(1.3)
        await hand.do("SetCurrentProgramScene", {"sceneName": "Чужая"})
        await until(lambda: ours.state.program.foreign == "Чужая", what="a foreign scene")
        assert ours.said(*HANDS)[-1] == "log-foreign-scene"
        await ours.do(ShowItem(SLATE, TITLE, False))
        await asyncio.sleep(0.3)
        assert await hand.program() == "Чужая"
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])


async def test_a_hand_in_our_own_transition_is_not_lost(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await shows(peer, NAMES[SLATE])
        await ours.do(Take(CLOSE, auto=True))
        await peer.hand.hears("SceneTransitionStarted", FADE)
        await peer.hand.do("SetCurrentSceneTransition", {"transitionName": "Cut"})
        await peer.hand.do("SetCurrentProgramScene", {"sceneName": NAMES[WIDE]})
        await until(lambda: ours.state.program.scene == WIDE, what="the hand's scene is the state's")
        assert ours.said(*HANDS)[-1] == "log-taken-in-obs"
        await shows(peer, NAMES[WIDE])


async def test_the_swap_of_obs_is_not_a_hand(peer: Peer, tmp_path: Path, film: Path) -> None:
    """After a fade OBS puts the scene before into the preview by itself; the operator's preview stays his."""
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(SLATE))
        await ours.do(Preview(WIDE))
        await shows(peer, NAMES[SLATE])
        await ours.do(Take(CLOSE, auto=True))
        await shows(peer, NAMES[CLOSE])
        await peer.hand.becomes("GetCurrentPreviewScene", None, "currentPreviewSceneName", NAMES[WIDE])
        await asyncio.sleep(1.5)
        assert ours.state.program.preview == WIDE
        assert await peer.hand.preview() == NAMES[WIDE]


# --- a start on an OBS that shows something else, a show that changed ---


async def test_what_was_on_air_is_on_air_again(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Take(WIDE))
        await ours.do(ShowItem(SLATE, TITLE, False))
        await ours.do(Mute(CAMERA, True))
        await shows(peer, NAMES[WIDE])
    await peer.hand.do("SetCurrentProgramScene", {"sceneName": NAMES[SLATE]})
    await peer.hand.do("SetInputMute", {"inputName": CAMERA_NAME, "inputMuted": False})
    await peer.hand.show_item(NAMES[SLATE], "Efir · Заставка · Название", True)
    async with production(peer, tmp_path, small_show(film)) as ours:
        await shows(peer, NAMES[WIDE])
        await peer.hand.becomes("GetInputMute", {"inputName": CAMERA_NAME}, "inputMuted", True)
        await eventually(lambda: peer.hand.hidden(NAMES[SLATE], "Efir · Заставка · Название"))
        await stays(ours, "log-taken-in-obs")
        assert ours.state.program.scene == WIDE


async def test_the_scene_on_air_left_the_show_file(peer: Peer, tmp_path: Path, film: Path) -> None:
    show = small_show(film)
    async with production(peer, tmp_path, show) as ours:
        await ours.do(Preview(CLOSE))
        await ours.do(Take(CLOSE))
        await shows(peer, NAMES[CLOSE])
    smaller = without(show)
    async with production(peer, tmp_path, smaller) as ours:
        # What OBS put on air in its place is: ours, or the empty scene of its first start.
        await until(lambda: ours.state.program.scene in (SLATE, WIDE) or ours.state.program.foreign, what="seen")
        await ours.do(Take(SLATE))
        await ours.do(Take(WIDE))
        await shows(peer, NAMES[WIDE])


def without(show: Show) -> Show:
    return replace(show, scenes=show.scenes[:2])
