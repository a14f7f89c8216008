"""The difference between the show's scenes and OBS's, as steps a person can read and OBS can do.

Only what Efir made is changed or removed. A scene or input of somebody else's that bears a name we need is a clash:
it is reported and left alone.
"""

import asyncio
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from control.show import Show
from scenes.collection import PREFIX, Collection, Input, SceneItem, WantedScene, carriers, transform
from scenes.observed import MARK, MARK_FILTER, Observed, ObservedItem
from scenes.protocol import NOT_FOUND, ObsRefused
from scenes.requests import Requests

What = Literal[
    "create-scene", "remove-scene", "create-input", "remove-input", "set-input", "add-item", "remove-item",
    "arrange-item", "order-items",
]  # fmt: skip


LEAVES_WITHIN = 20
"""Looks, a twentieth of a second apart, for a cut to have been made before its scene is removed all the same."""


class Step(Struct, frozen=True):
    """One change. `what` is also the Fluent id `plan-…`; `scene` and `name` are OBS's names."""

    what: What
    scene: str
    name: str
    data: dict[str, Any] = {}
    """The settings or the transform, for those who want to look closely."""


class Clash(Struct, frozen=True):
    """`code` is a Fluent id: `clash-scene-not-ours`, `clash-input-not-ours`, `clash-kind-missing`."""

    code: str
    name: str
    kind: str = ""


class Plan(Struct, frozen=True):
    steps: tuple[Step, ...]
    clashes: tuple[Clash, ...]

    @property
    def empty(self) -> bool:
        return not self.steps


def plan(wanted: Collection, seen: Observed, show: Show) -> Plan:
    """Pure. Steps are in an order that OBS accepts. Doing them and planning again gives no steps."""
    clashes = [Clash("clash-kind-missing", name, kind) for kind, name in wanted.missing]
    there = {*seen.scenes, *seen.inputs}
    scene_clash = {scene.name for scene in wanted.scenes if scene.name in there and scene.name not in seen.marked}
    input_clash = {made.name for made in wanted.inputs if made.name in there and not seen.ours(made.name)}
    clashes += [Clash("clash-scene-not-ours", name) for name in sorted(scene_clash)]
    clashes += [Clash("clash-input-not-ours", name) for name in sorted(input_clash)]
    scenes = tuple(scene for scene in wanted.scenes if scene.name not in scene_clash)
    inputs = {made.name: made for made in wanted.inputs if made.name not in input_clash}
    return Plan(tuple(_steps(wanted, scenes, inputs, seen, show)), tuple(clashes))


def _steps(
    wanted: Collection, scenes: tuple[WantedScene, ...], inputs: dict[str, Input], seen: Observed, show: Show
) -> Iterator[Step]:
    # An input goes with all its items: those whose kind changed, and those that nothing needs any more.
    going = {name for name, made in inputs.items() if name in seen.inputs and seen.inputs[name].kind != made.kind}
    going |= {name for name in seen.inputs if seen.ours(name) and name not in inputs}
    for name in sorted(going):
        held = [scene for scene, items in seen.scenes.items() for item in items if item.source == name]
        yield Step("remove-input", "", name, {"items": held})
    present = {name: held for name, held in seen.inputs.items() if name not in going}
    for scene in scenes:
        if scene.name not in seen.scenes:
            yield Step("create-scene", scene.name, scene.name)
    for name, made in inputs.items():
        if name in present and (changed := _changed(made.settings, present[name].settings)):
            yield Step("set-input", "", name, changed)
    created = set(present)
    carried: dict[str, list[str]] = {}
    for made, scene_name in carriers(wanted):
        carried.setdefault(scene_name, []).append(made.name)
    for scene in scenes:
        items = seen.scenes.get(scene.name, ())
        yield from _scene_steps(scene, inputs, items, created, carried.get(scene.name, []), going, show)
    # Last, because OBS lets an input go with its last item: one that moves to another scene is there already.
    for scene in scenes:
        needed = {*carried.get(scene.name, []), *(item.input for item in scene.items)}
        for item in seen.scenes.get(scene.name, ()):
            if item.source.startswith(PREFIX) and item.source not in needed | going:
                yield Step("remove-item", scene.name, item.source)
    for name in sorted(seen.marked - {scene.name for scene in wanted.scenes}):
        yield Step("remove-scene", name, name, {"instead": wanted.scenes[0].name})


def _scene_steps(
    scene: WantedScene,
    inputs: dict[str, Input],
    items: tuple[ObservedItem, ...],
    created: set[str],
    carried: list[str],
    going: set[str],
    show: Show,
) -> Iterator[Step]:
    """`created` grows: an input is created with its first item and only added after that."""
    held = {item.source: item for item in items if item.source not in going}
    names = [name for name in carried if name in inputs] + [item.input for item in scene.items if item.input in inputs]
    placed = {item.input: item for item in scene.items}
    for name in names:
        if name not in held:
            made = inputs[name]
            if name in created:
                yield Step("add-item", scene.name, name)
            else:
                created.add(name)
                yield Step("create-input", scene.name, name, {"kind": made.kind, "settings": made.settings})
        if name in placed:
            yield from _arrange(scene, placed[name], held.get(name), show)
    # A new item comes on top. A person's own items in our scene are not moved: they end up above ours.
    order = [item.source for item in items if item.source in names and item.source in held]
    if order + [name for name in names if name not in held] != names:
        yield Step("order-items", scene.name, scene.name, {"order": names})


def _arrange(scene: WantedScene, item: SceneItem, held: ObservedItem | None, show: Show) -> Iterator[Step]:
    fields = transform(item.place, show, held.source_size if held else (0, 0))
    if held is None or _changed(fields, held.transform):
        yield Step("arrange-item", scene.name, item.input, fields)


def _changed(wanted: dict[str, Any], seen: dict[str, Any]) -> dict[str, Any]:
    """The wanted fields that are seen to be otherwise. Numbers compare by value: OBS gives 3.0 for 3."""
    return {key: value for key, value in wanted.items() if not _same(value, seen.get(key))}


def _same(wanted: Any, seen: Any) -> bool:
    if isinstance(wanted, float) and isinstance(seen, (int, float)):
        return abs(wanted - seen) < 0.01
    if isinstance(wanted, dict) and isinstance(seen, dict):
        return not _changed(wanted, seen)
    return bool(wanted == seen)


def waits_for_size(wanted: Collection, seen: Observed) -> bool:
    """Whether there is a picture to be cropped (`cover`) that has not shown its first frame yet: plan again later."""
    placed = {(scene.name, item.input): item.place for scene in wanted.scenes for item in scene.items}
    return any(
        place.fit == "cover" and not all(item.source_size)
        for scene, items in seen.scenes.items()
        for item in items
        if (place := placed.get((scene, item.source))) is not None
    )


async def apply(planned: Plan, request: Requests) -> None:
    """Does the steps, in their order."""
    for step in planned.steps:
        await _do(step, request)


async def _item_id(request: Requests, scene: str, source: str) -> int:
    answer = await request("GetSceneItemId", {"sceneName": scene, "sourceName": source})
    return int(answer["sceneItemId"])


async def _leave(request: Requests, scene: str, instead: str) -> None:
    """OBS 29 dies when the scene on air is removed in studio mode: another is put there first, by a cut."""
    studio = (await request("GetStudioModeEnabled"))["studioModeEnabled"]
    if studio and (await request("GetCurrentPreviewScene"))["currentPreviewSceneName"] == scene:
        await request("SetCurrentPreviewScene", {"sceneName": instead})
    if (await request("GetCurrentProgramScene"))["currentProgramSceneName"] != scene:
        return
    for one in (await request("GetSceneTransitionList"))["transitions"]:
        if one["transitionKind"] == "cut_transition":
            await request("SetCurrentSceneTransition", {"transitionName": one["transitionName"]})
    await request("SetCurrentProgramScene", {"sceneName": instead})
    for _ in range(LEAVES_WITHIN):
        if (await request("GetCurrentProgramScene"))["currentProgramSceneName"] != scene:
            return
        await asyncio.sleep(0.05)


async def _do(step: Step, request: Requests) -> None:
    match step.what:
        case "create-scene":
            await request("CreateScene", {"sceneName": step.scene})
            await request("CreateSourceFilter", {"sourceName": step.scene, **MARK_FILTER})
            await request(
                "SetSourceFilterEnabled", {"sourceName": step.scene, "filterName": MARK, "filterEnabled": False}
            )
        case "remove-scene":
            await _leave(request, step.scene, step.data["instead"])
            await request("RemoveScene", {"sceneName": step.scene})
        case "remove-input":
            # OBS 29 lets an item of a removed input go when its scene is next drawn: its name stays taken until then.
            for scene in step.data["items"]:
                item = await _item_id(request, scene, step.name)
                await request("RemoveSceneItem", {"sceneName": scene, "sceneItemId": item})
            try:
                await request("RemoveInput", {"inputName": step.name})
            except ObsRefused as refused:
                if refused.code != NOT_FOUND:  # an input goes with its last item
                    raise
        case "create-input":
            await request(
                "CreateInput",
                {
                    "sceneName": step.scene,
                    "inputName": step.name,
                    "inputKind": step.data["kind"],
                    "inputSettings": step.data["settings"],
                    "sceneItemEnabled": True,
                },
            )
        case "set-input":
            await request("SetInputSettings", {"inputName": step.name, "inputSettings": step.data, "overlay": True})
        case "add-item":
            await request("CreateSceneItem", {"sceneName": step.scene, "sourceName": step.name})
        case "remove-item":
            item = await _item_id(request, step.scene, step.name)
            await request("RemoveSceneItem", {"sceneName": step.scene, "sceneItemId": item})
        case "arrange-item":
            item = await _item_id(request, step.scene, step.name)
            await request(
                "SetSceneItemTransform",
                {"sceneName": step.scene, "sceneItemId": item, "sceneItemTransform": step.data},
            )
        case "order-items":
            for index, name in enumerate(step.data["order"]):
                item = await _item_id(request, step.scene, name)
                await request(
                    "SetSceneItemIndex", {"sceneName": step.scene, "sceneItemId": item, "sceneItemIndex": index}
                )
