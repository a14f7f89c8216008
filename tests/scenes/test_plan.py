"""Plan and apply: what Efir made is as the show says, what it did not make is left alone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from control.core.types import CameraId, ItemId, SceneId
from control.show import Camera, Canvas, Item, Obs, Place, Scene, Show, Text
from scenes import observed, plan
from scenes.collection import collection
from scenes.plan import Clash, Plan
from scenes.protocol import ObsRefused
from scenes.rehearsal.answers import ANSWERS
from scenes.rehearsal.model import Model, Refusal
from scenes.requests import Requests
from tests.scenes.conftest import CANVAS, Peer
from tests.scenes.hands import Hand, eventually
from tests.scenes.production import NAMES, SLATE, WIDE, small_show, wiring_of


async def planned(request: Requests, show: Show) -> Plan:
    seen = await observed.read(request)
    return plan.plan(collection(show, wiring_of(show), seen.kinds), seen, show)


async def applied(request: Requests, show: Show) -> Plan:
    made = await planned(request, show)
    await plan.apply(made, request)
    return made


async def settled(request: Requests, show: Show) -> None:
    """Until every picture has shown its size, applying again each time; then the plan is empty and stays so."""

    async def sized() -> bool:
        seen = await observed.read(request)
        return not plan.waits_for_size(collection(show, wiring_of(show), seen.kinds), seen)

    async def nothing() -> bool:
        return not (await planned(request, show)).steps

    await eventually(sized, what="sizes")
    await applied(request, show)
    await eventually(nothing, what="OBS lists what was removed a moment longer")


def steps(made: Plan) -> list[tuple[str, str, str]]:
    return [(step.what, step.scene, step.name) for step in made.steps]


async def items(hand: Hand, scene: str) -> list[str]:
    """Bottom to top."""
    listed = (await hand.do("GetSceneItemList", {"sceneName": scene}))["sceneItems"]
    return [item["sourceName"] for item in sorted(listed, key=lambda item: int(item["sceneItemIndex"]))]


async def test_a_clean_obs_gets_it_all_and_then_nothing(peer: Peer, film: Path) -> None:
    show = small_show(film)
    made = await applied(peer.hand.do, show)
    assert not made.clashes
    await settled(peer.hand.do, show)
    assert await items(peer.hand, NAMES[SLATE]) == ["Efir · Заставка · Фон", "Efir · Заставка · Название"]
    assert await items(peer.hand, NAMES[WIDE]) == [
        "Efir · Общий план · Фон общего",
        "Efir · Камера",
        "Efir · Ролик" if "Efir · Ролик" in await items(peer.hand, NAMES[WIDE]) else "Efir · Общий план · Ролик",
    ]
    inputs = [made["inputName"] for made in (await peer.hand.do("GetInputList"))["inputs"]]
    assert inputs.count("Efir · Камера") == 1, "one camera in two scenes is one input"


async def test_a_picture_covers_its_place(peer: Peer, film: Path) -> None:
    """The film is 4:3 (on the rehearsal 16:9, as all films there), its place in the wide shot 8:9."""
    show = small_show(film)
    await applied(peer.hand.do, show)
    await settled(peer.hand.do, show)
    number = await peer.hand.item(NAMES[WIDE], "Efir · Камера")
    data = {"sceneName": NAMES[WIDE], "sceneItemId": number}
    seen = (await peer.hand.do("GetSceneItemTransform", data))["sceneItemTransform"]
    width = seen["sourceWidth"] - seen["cropLeft"] - seen["cropRight"]
    height = seen["sourceHeight"] - seen["cropTop"] - seen["cropBottom"]
    assert abs(width / height - 320 / 360) < 0.02
    assert (seen["boundsWidth"], seen["boundsHeight"]) == (320, 360)


async def test_what_a_person_made_stays(peer: Peer, film: Path) -> None:
    hand, show = peer.hand, small_show(film)
    await applied(hand.do, show)
    await hand.do("CreateScene", {"sceneName": "Моя сцена"})
    colour = {"inputKind": "color_source_v3", "inputSettings": {"width": 64, "height": 64}}
    await hand.do("CreateInput", {"sceneName": "Моя сцена", "inputName": "Моё", **colour})
    await hand.do("CreateInput", {"sceneName": NAMES[SLATE], "inputName": "Поверх", **colour})
    await hand.do("CreateSceneItem", {"sceneName": "Моя сцена", "sourceName": "Efir · Камера"})
    await settled(hand.do, show)
    changed = replace(show, scenes=show.scenes[:2])
    await applied(hand.do, changed)
    await settled(hand.do, changed)
    assert await items(hand, "Моя сцена") == ["Моё", "Efir · Камера"]
    assert await items(hand, NAMES[SLATE]) == ["Efir · Заставка · Фон", "Efir · Заставка · Название", "Поверх"]
    scenes = {scene["sceneName"] for scene in (await hand.do("GetSceneList"))["scenes"]}
    assert scenes == {"Scene", "Моя сцена", "Заставка", "Общий план"}


async def test_a_name_that_is_taken_is_told_and_left_alone(peer: Peer, film: Path) -> None:
    hand, show = peer.hand, small_show(film)
    await hand.do("CreateScene", {"sceneName": NAMES[SLATE]})
    colour = {"inputKind": "color_source_v3", "inputSettings": {"width": 64, "height": 64}}
    await hand.do("CreateInput", {"sceneName": NAMES[SLATE], "inputName": "Efir · Камера", **colour})
    made = await applied(hand.do, show)
    assert made.clashes == (
        Clash("clash-scene-not-ours", NAMES[SLATE]),
        Clash("clash-input-not-ours", "Efir · Камера"),
    )
    await settled(hand.do, show)
    assert await items(hand, NAMES[SLATE]) == ["Efir · Камера"]
    settings_now = (await hand.do("GetInputSettings", {"inputName": "Efir · Камера"}))["inputSettings"]
    assert settings_now == {"width": 64, "height": 64}


async def test_a_changed_show_file_is_a_few_steps(peer: Peer, film: Path) -> None:
    hand, show = peer.hand, small_show(film)
    await applied(hand.do, show)
    await settled(hand.do, show)
    ground, title = show.scenes[0].sources
    blue = replace(ground, colour="#0000FF")
    moved = replace(title, place=Place(x=40, y=40))
    recoloured = replace(show, scenes=(replace(show.scenes[0], sources=(blue, moved)), *show.scenes[1:]))
    assert steps(await applied(hand.do, recoloured)) == [
        ("set-input", "", "Efir · Заставка · Фон"),
        ("arrange-item", NAMES[SLATE], "Efir · Заставка · Название"),
    ]
    await settled(hand.do, recoloured)
    turned = replace(show, scenes=(replace(show.scenes[0], sources=(moved, blue)), *show.scenes[1:]))
    assert steps(await applied(hand.do, turned)) == [("order-items", NAMES[SLATE], NAMES[SLATE])]
    assert await items(hand, NAMES[SLATE]) == ["Efir · Заставка · Название", "Efir · Заставка · Фон"]
    await settled(hand.do, turned)
    fewer = replace(show, scenes=(replace(show.scenes[0], sources=(blue,)), *show.scenes[1:]))
    assert steps(await applied(hand.do, fewer)) == [("remove-input", "", "Efir · Заставка · Название")]
    await settled(hand.do, fewer)
    other = replace(ground, colour=None, text=Text(text="Фон"))
    rekinded = replace(show, scenes=(replace(show.scenes[0], sources=(other,)), *show.scenes[1:]))
    assert steps(await applied(hand.do, rekinded)) == [
        ("remove-input", "", "Efir · Заставка · Фон"),
        ("create-input", NAMES[SLATE], "Efir · Заставка · Фон"),
        ("arrange-item", NAMES[SLATE], "Efir · Заставка · Фон"),
    ]
    await settled(hand.do, rekinded)


async def test_removed_by_hand_is_made_again(peer: Peer, film: Path) -> None:
    hand, show = peer.hand, small_show(film)
    await applied(hand.do, show)
    await settled(hand.do, show)
    await hand.do("RemoveScene", {"sceneName": NAMES[WIDE]})
    await hand.do("RemoveInput", {"inputName": "Efir · Заставка · Название"})

    async def whole() -> bool:
        """OBS takes a moment to let the sources of a removed scene go: a name may be taken until then."""
        try:
            await applied(hand.do, show)
        except ObsRefused:
            return False
        return not (await planned(hand.do, show)).steps

    await eventually(whole, what="whole again")
    await settled(hand.do, show)
    assert await items(hand, NAMES[SLATE]) == ["Efir · Заставка · Фон", "Efir · Заставка · Название"]
    assert len(await items(hand, NAMES[WIDE])) == 3


# --- for any two shows, on the rehearsal's model ---

NAME = st.sampled_from(["Раз", "Два", "Три", "Scene", "Камера"])
PLACE = st.builds(
    Place,
    x=st.integers(-50, 700),
    y=st.integers(-50, 400),
    width=st.none() | st.integers(1, 640),
    height=st.none() | st.integers(1, 360),
    fit=st.sampled_from(("contain", "cover", "stretch", "none")),
).filter(lambda place: (place.width or 640 - place.x) > 0 and (place.height or 360 - place.y) > 0)
CONTENT: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(lambda colour: {"colour": colour}, st.sampled_from(["#102030", "#FFFFFF80"])),
    st.builds(lambda text: {"text": Text(text=text)}, st.sampled_from(["Дебаты", "Судьи"])),
    st.builds(lambda camera: {"camera": CameraId(camera)}, st.sampled_from(["one", "two"])),
    st.just({"graphics": True}),
)


@st.composite
def shows(draw: st.DrawFn) -> Show:
    scenes = []
    for n, name in enumerate(draw(st.lists(NAME, min_size=1, max_size=3, unique=True))):
        contents = draw(st.lists(CONTENT, max_size=4, unique_by=str))
        sources = [
            Item(id=ItemId(f"i{k}"), name=f"Что {k}", place=draw(PLACE), visible=draw(st.booleans()), **content)
            for k, content in enumerate(contents)
        ]
        scenes.append(Scene(id=SceneId(f"s{n}"), name=name, sources=tuple(sources)))
    cameras = tuple(Camera(id=CameraId(name), name=f"Камера {name}", url=f"{name}.mp4") for name in ("one", "two"))
    return Show(title="Проба", obs=Obs(canvas=CANVAS), cameras=cameras, scenes=tuple(scenes))


def requests_of(model: Model) -> Requests:
    async def ask(request: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            return ANSWERS[request](model, data or {}) or {}
        except Refusal as refusal:
            raise ObsRefused(request, refusal.code, refusal.comment) from refusal

    return ask


@settings(max_examples=150, deadline=None)
@given(st.lists(shows(), min_size=1, max_size=3), st.booleans())
def test_whatever_was_there_before_one_apply_is_enough(history: list[Show], person: bool) -> None:
    async def run() -> None:
        model = Model(Canvas(width=640, height=360, fps=30), lambda event, data: None)
        request = requests_of(model)
        if person:
            model.create_scene("Моя")
            model.create_input("Моя", "Моё", "color_source_v3", {}, True)
        for show in history:
            await applied(request, show)
            again = await planned(request, show)
            if steps(again):  # a size is known only once the item is there
                assert {step.what for step in again.steps} == {"arrange-item"}
                await plan.apply(again, request)
            assert (await planned(request, show)).steps == ()
            assert "Scene" in model.scenes
            assert not person or [item.source for item in model.scenes["Моя"].items] == ["Моё"]

    asyncio.run(run())
