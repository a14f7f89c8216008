"""What the next GO will touch, and what of it is not ready: known before it is pressed.

Whether a cue would be refused is not guessed: it is decided, on the state as it is, and thrown away. What a device
needs besides comes from telemetry, so the answer is telemetry too: newest value, never journaled.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from control import entries, registry
from control.controller import Controller
from control.core import camera_acts, feeds, graphics, outputs, program, sources, stage, switches
from control.core.context import Context
from control.core.rundown.plan import Cue, Item
from control.core.rundown.running import next_item
from control.core.types import SYSTEM, CameraId, Command, Rejection, SceneId
from control.registry import State
from control.show import Show
from control.telemetry import Telemetry, Unsubscribe

Level = Literal["ready", "warn", "blocked"]
"""`warn`: it will be done, but perhaps not seen; `blocked`: nothing will come of it as things stand."""
WATCHED = frozenset({"direct", "clients", "bridge"})


class CheckWire(Struct, frozen=True, rename="camel", kw_only=True):
    cue: str
    level: Level
    code: str | UnsetType = UNSET
    """Why: a Fluent message id with `args`."""
    args: dict[str, str | int] | UnsetType = UNSET


class PreflightTelemetry(Struct, frozen=True, rename="camel", kw_only=True):
    item: str | UnsetType = UNSET
    """Of which this is; absent: there is no next."""
    checks: list[CheckWire] = []


Found = tuple[Level, str, dict[str, str | int]] | None


def checks(state: State, show: Show, latest: Mapping[str, Any], ctx: Context, item: Item) -> Iterator[CheckWire]:
    """One for every start cue, in their order; each sees what those before it did, and a camera what any of them brings
    on air."""
    cues = [cue for cue in item.cues if cue.when == "start"]
    if any(isinstance(cue.act, camera_acts.Recall | camera_acts.Home) for cue in cues):
        ctx = replace(ctx, soon=registry.cameras_on_air(_after(state, ctx, cues), show))
    for cue in cues:
        decision = entries.decide(state, cue.act, ctx)
        if isinstance(decision, Rejection):
            yield _wire(cue, ("blocked", decision.code, decision.args))
            continue
        yield _wire(cue, _device(state, show, latest, cue.act))
        for event in decision:
            state = registry.evolve(state, event)


def _after(state: State, ctx: Context, cues: list[Cue]) -> State:
    for cue in cues:
        decision = entries.decide(state, cue.act, ctx)
        if not isinstance(decision, Rejection):
            state = reduce(registry.evolve, decision, state)
    return state


def _wire(cue: Cue, found: Found) -> CheckWire:
    if found is None:
        return CheckWire(cue=cue.id, level="ready")
    level, code, args = found
    return CheckWire(cue=cue.id, level=level, code=code, args=args or UNSET)


def _device(state: State, show: Show, latest: Mapping[str, Any], act: Command) -> Found:
    match act:
        case program.Take(scene=scene) | program.Preview(scene=scene):
            return _obs(state) or _cameras(state, show, latest, scene)
        case switches.Switch():
            return _switched(state, show, latest, act)
        case sources.ShowItem() | sources.Mute() | sources.SetVolume() | sources.Fade() | outputs.SetOutput():
            return _obs(state)
        case graphics.Play() | graphics.Step() | graphics.Update():
            return _graphics_page(latest)
        case stage.Say() | stage.Blackout() | stage.SetSecond() if not latest.get("clients", {}).get("stage"):
            return "warn", "preflight-no-stage", {}
    return None


def _obs(state: State) -> Found:
    return None if state.health.obs == "connected" else ("blocked", "preflight-no-obs", {})


def _cameras(state: State, show: Show, latest: Mapping[str, Any], scene_id: SceneId) -> Found:
    """A scene with a camera that gives no good picture goes on the air all the same: the operator must know."""
    scene = show.scene(scene_id)
    for item in scene.sources if scene is not None else ():
        camera = switches.camera_in(state.switches, show, item)
        if camera is None or not sources.is_visible(state.sources, show, scene_id, item.id):
            continue
        if (found := _camera(state, show, latest, camera)) is not None:
            return found
    return None


def _switched(state: State, show: Show, latest: Mapping[str, Any], act: switches.Switch) -> Found:
    """Of a switch that stands in the scene on air, or in the next: elsewhere nobody sees what it shows."""
    scenes = [show.scene(scene) for scene in (state.program.scene, state.program.preview) if scene is not None]
    placed = any(item.switch == act.switch for scene in scenes if scene is not None for item in scene.sources)
    return _obs(state) or (_camera(state, show, latest, act.camera) if placed else None)


def _camera(state: State, show: Show, latest: Mapping[str, Any], camera_id: CameraId) -> Found:
    camera = show.camera(camera_id)
    if camera is None:
        return None
    if camera.bridged:
        return _feed(feeds.of(state.feeds, camera.id), camera.name)
    seen = latest.get("direct", {}).get(camera.id, "live")
    return None if seen in ("live", "ended") else ("warn", f"preflight-feed-{seen}", {"camera": camera.name})


def _feed(feed: feeds.FeedState, name: str) -> Found:
    """Of a camera that Efir reads: what goes out, and how good it is."""
    match feed.showing:
        case "held" | "slate":
            return "warn", f"preflight-feed-{feed.showing}", {"camera": name}
        case "main" | "backup" as shown:
            line = feed.line(shown)
            if line.condition in ("bad", "doubtful") and line.reasons:
                return "warn", "preflight-feed-bad", {"camera": name, "reason": f"feed-{line.reasons[0]}"}
            return None
    return "warn", "preflight-feed-connecting", {"camera": name}


def _graphics_page(latest: Mapping[str, Any]) -> Found:
    if latest.get("bridge", {}).get("state") == "failed":
        return "blocked", "preflight-bridge", {}
    return None if latest.get("clients", {}).get("graphics") else ("warn", "preflight-no-graphics", {})


class Preflight:
    """Publishes `preflight` for the next item, anew whenever something it depends on changes."""

    def __init__(self, controller: Controller, telemetry: Telemetry) -> None:
        self._controller = controller
        self._telemetry = telemetry
        self._stop: list[Unsubscribe] = [
            controller.on_commit(lambda state, seq: self._publish()),
            telemetry.subscribe(self._on_telemetry),
        ]
        self._publish()

    def close(self) -> None:
        for stop in self._stop:
            stop()

    def _on_telemetry(self, key: str, value: Any) -> None:
        if key in WATCHED:
            self._publish()

    def _publish(self) -> None:
        controller = self._controller
        item = next_item(controller.state.rundown)
        found = PreflightTelemetry()
        if item is not None:
            ctx = Context(controller.clock.now(), SYSTEM, controller.show, lambda draw: "")
            found = PreflightTelemetry(
                item=item.id, checks=list(checks(controller.state, controller.show, self._telemetry.latest, ctx, item))
            )
        self._telemetry.publish("preflight", msgspec.to_builtins(found))
