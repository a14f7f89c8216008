"""Makes OBS show the wanted picture, and tells the controller what was changed there by hand.

Level, not edge: whatever the state wants and OBS is not known to have is sent, so a take, a reconnect and a restart
are the same code. An event of OBS means "read this again", never "this is the value".

Two loops share what is known of OBS: the *sender* works on the program lane and waits for nothing but its own
requests, so a take is never behind a read; the *reader* works on the query lane.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from msgspec import Struct

from control.controller import Controller
from control.core.health import ObserveLink
from control.core.outputs import Actual, ObserveOutput, Output, of
from control.core.program import ObserveProgram
from control.core.sources import ObserveItem, ObserveSound, sound_of
from control.core.types import Command, InputId, ItemId, SceneId
from control.registry import State
from control.show import Show, TransitionKind
from control.telemetry import Telemetry
from scenes import observed, plan
from scenes.collection import Collection, Wiring, collection
from scenes.link import Lane, LinkState, ObsAway, ObsError, ObsLink, ObsRefused
from scenes.outputs import EVENTS as OUTPUT_EVENTS
from scenes.outputs import observation, prepare_record, prepare_stream
from scenes.picture import (
    Key,
    Muted,
    Preview,
    Program,
    Recording,
    Streaming,
    Values,
    Visible,
    Volume,
    difference,
    wanted,
)

log = structlog.get_logger(__name__)

_TRANSITIONS: dict[TransitionKind, str] = {
    "cut": "cut_transition",
    "fade": "fade_transition",
    "swipe": "swipe_transition",
    "slide": "slide_transition",
    "luma_wipe": "wipe_transition",
    "fade_to_color": "fade_to_color_transition",
}
SETTLE = 1.0
"""Seconds after a transition's end in which OBS may still report the scene before it."""
AGAIN = 1.0
"""Seconds until what OBS refused is tried again."""
STRUCTURE = frozenset({"SceneRemoved", "SceneNameChanged", "InputRemoved", "InputNameChanged", "SceneItemRemoved"})
"""Events after which OBS's scenes may not be the show's any more."""


class Foreign(Struct, frozen=True):
    """A scene that is not in the show."""

    name: str


class Switcher:
    """One OBS (or rehearsal switcher), one show. `run` works until cancelled.

    `wire` gives the wiring for an OBS with these input kinds; it is asked again at every connection.
    """

    def __init__(
        self,
        link: ObsLink,
        controller: Controller,
        show: Show,
        telemetry: Telemetry,
        wire: Callable[[frozenset[str]], Wiring],
        recordings: Path,
    ) -> None:
        self._link = link
        self._controller = controller
        self._show = show
        self._telemetry = telemetry
        self._wire = wire
        self._recordings = recordings
        self._picture = wanted(controller.head, show)
        self._known: Values = {}
        self._sending: set[Key] = set()
        self._refused: Values = {}
        self._dirty: set[Key] = set()
        self._resync = True
        self._synced = False
        self._leaving = False
        self._collection: Collection | None = None
        self._item_ids: dict[tuple[SceneId, ItemId], int] = {}
        self._inputs: dict[InputId, str] = {}
        self._transitions: dict[str, str] = {}
        self._transition: tuple[str, int] | None = None
        self._moving_until = 0.0
        self._actual = {Output.STREAM: Actual.OFF, Output.RECORD: Actual.OFF}
        self._send = asyncio.Event()
        self._read = asyncio.Event()
        self._reports: asyncio.Queue[Command] = asyncio.Queue()
        self._shown: dict[str, str] = {}
        self._known_kind: tuple[str, str] = ("obs", "")

    async def run(self) -> None:
        unsubscribe = [
            self._controller.on_head(self._on_state),
            self._link.on_state(self._on_link),
            self._link.on_event(self._on_event),
        ]
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._run_sender(), name="obs sender")
                tasks.create_task(self._run_reader(), name="obs reader")
                tasks.create_task(self._run_reports(), name="obs reports")
        finally:
            for stop in unsubscribe:
                stop()

    @property
    def synced(self) -> bool:
        """The scenes are applied and everything was read since OBS was last met."""
        return self._synced

    @property
    def collection(self) -> Collection | None:
        """The scenes as this OBS has them; None until the first connection."""
        return self._collection

    # --- what comes in, on the loop, quick ---

    def _on_state(self, state: State) -> None:
        self._picture = wanted(state, self._show)
        if self._synced and difference(self._picture.values, self._known):
            self._send.set()

    def _on_link(self, state: LinkState) -> None:
        if state.phase == "connected":
            self._resync, self._leaving = True, False
            self._known_kind = (state.kind, state.version)
            self._read.set()
        else:
            self._synced = False
            self._shown = {}
            for output, actual in self._actual.items():
                if actual is not Actual.OFF:
                    self._actual[output] = Actual.OFF
                    self._report(ObserveOutput(output, Actual.OFF))
        kind, version = self._known_kind
        self._report(
            ObserveLink(state.phase, "rehearsal" if kind == "rehearsal" else "obs", version, state.reason or "")
        )

    def _on_event(self, event: str, data: dict[str, Any]) -> None:
        if event == "ExitStarted":
            # OBS takes everything apart before it goes: nobody did that by hand, and nothing is to be put right.
            self._leaving, self._synced = True, False
        if self._leaving:
            return
        if event in OUTPUT_EVENTS:
            self._on_output(OUTPUT_EVENTS[event], data)
            return
        keys = self._touched(event, data)
        if keys is None:
            self._resync = True
        elif keys:
            self._dirty |= keys
        else:
            return
        self._read.set()

    def _touched(self, event: str, data: dict[str, Any]) -> set[Key] | None:
        """The keys to read again; None: everything."""
        match event:
            case "EverythingChanged":
                return None
            case "CurrentProgramSceneChanged":
                return {Program()}
            case "CurrentPreviewSceneChanged" | "StudioModeStateChanged":
                return {Program(), Preview()}
            case "CurrentSceneTransitionChanged" | "CurrentSceneTransitionDurationChanged":
                self._transition = None
                return set()
            case "SceneItemEnableStateChanged":
                scene = self._collection and self._collection.scene_id(data["sceneName"])
                return {key for key in self._picture.values if isinstance(key, Visible) and key.scene == scene}
            case "InputMuteStateChanged" | "InputVolumeChanged":
                heard = next((i for i, name in self._inputs.items() if name == data["inputName"]), None)
                return {Muted(heard), Volume(heard)} if heard is not None else set()
            case _ if event in STRUCTURE and self._ours(data):
                return None
        return set()

    def _ours(self, data: dict[str, Any]) -> bool:
        if self._collection is None:
            return False
        names = {data.get(field) for field in ("sceneName", "oldSceneName", "inputName", "oldInputName", "sourceName")}
        ours = {scene.name for scene in self._collection.scenes} | {made.name for made in self._collection.inputs}
        return bool(names & ours)

    def _on_output(self, output: Output, data: dict[str, Any]) -> None:
        key: Key = Streaming() if output is Output.STREAM else Recording()
        wants = of(self._controller.head.outputs, output).wanted
        seen = observation(output, data, wants, self._actual[output])
        if seen is None:
            return
        self._actual[output] = seen.actual
        self._known[key] = seen.actual in (Actual.STARTING, Actual.ON, Actual.RECONNECTING)
        self._report(seen)

    # --- reports, in order ---

    def _report(self, command: Command) -> None:
        self._reports.put_nowait(command)

    async def _run_reports(self) -> None:
        while True:
            receipt = await self._controller.system(await self._reports.get())
            if receipt.error is not None:
                log.warning("what OBS was seen to do was not accepted", code=receipt.error.code)
            self._send.set()  # a refused observation is undone in OBS, an accepted one differs no more

    # --- the sender ---

    async def _run_sender(self) -> None:
        while True:
            await self._send.wait()
            self._send.clear()
            if not self._synced:
                continue
            todo = difference(self._picture.values, self._known)
            for key, value in todo.items():
                if self._refused.get(key) == value:
                    continue
                await self._send_one(key, value)
                if self._picture.values.get(key) != value:
                    self._send.set()  # wanted otherwise meanwhile

    async def _send_one(self, key: Key, value: Any) -> None:
        self._sending.add(key)
        before = self._known.get(key)
        try:
            self._known[key] = value
            await self._request_for(key, value)
            self._refused.pop(key, None)
        except ObsAway:
            self._known.pop(key, None)
        except ObsRefused as error:
            self._known[key] = before
            self._refused[key] = value
            log.warning("OBS refused", what=repr(key), reason=str(error))
            self._dirty.add(key)
            self._later(AGAIN, self._forgive, key)
        except ObsError as error:
            # In doubt whether it was done: read what is.
            log.warning("OBS did not answer", what=repr(key), reason=str(error))
            self._known.pop(key, None)
            self._dirty.add(key)
            self._read.set()
        finally:
            self._sending.discard(key)

    def _forgive(self, key: Key) -> None:
        self._refused.pop(key, None)
        self._read.set()
        self._send.set()

    def _later(self, seconds: float, callback: Callable[..., None], *args: Any) -> None:
        asyncio.get_running_loop().call_later(seconds, callback, *args)

    async def _request_for(self, key: Key, value: Any) -> None:
        match key:
            case Program():
                await self._take(value)
            case Preview():
                await self._program("SetCurrentPreviewScene", {"sceneName": self._scene_name(value)})
            case Visible(scene=scene, item=item):
                number = self._item_ids.get((scene, item))
                if number is None:
                    return  # this OBS has no such kind of source: it was reported when the scenes were applied
                data = {"sceneName": self._scene_name(scene), "sceneItemId": number, "sceneItemEnabled": value}
                await self._program("SetSceneItemEnabled", data)
            case Muted(input=input_id):
                if name := self._inputs.get(input_id):
                    await self._program("SetInputMute", {"inputName": name, "inputMuted": value})
            case Volume(input=input_id):
                if name := self._inputs.get(input_id):
                    await self._program("SetInputVolume", {"inputName": name, "inputVolumeDb": value})
            case Streaming():
                if value and self._show.outputs.stream is not None:
                    await prepare_stream(self._query, self._show.outputs.stream)
                await self._query("StartStream" if value else "StopStream")
            case Recording():
                if value and self._show.outputs.record is not None:
                    await prepare_record(self._query, self._show.outputs.record, str(self._recordings))
                await self._query("StartRecord" if value else "StopRecord")

    def _scene_name(self, scene: SceneId) -> str:
        found = self._show.scene(scene)
        if found is None:
            raise KeyError(scene)
        return found.name

    async def _take(self, scene: SceneId) -> None:
        """One round trip: the transition, if OBS's is another, and the scene."""
        how = self._picture.transition
        name = self._transitions.get(_TRANSITIONS[how.kind]) or self._transitions.get("fade_transition")
        requests: list[tuple[str, dict[str, Any]]] = []
        now = self._transition or ("", 0)
        if name is not None and name != now[0]:
            requests.append(("SetCurrentSceneTransition", {"transitionName": name}))
        if how.kind != "cut" and how.duration != now[1]:
            requests.append(("SetCurrentSceneTransitionDuration", {"transitionDuration": how.duration}))
        requests.append(("SetCurrentProgramScene", {"sceneName": self._scene_name(scene)}))
        length = 0 if how.kind == "cut" else how.duration
        self._moving_until = asyncio.get_running_loop().time() + length / 1000 + SETTLE
        if len(requests) == 1:
            await self._program(*requests[0])
        else:
            for result in await self._link.batch(Lane.PROGRAM, requests):
                result.check()
            self._transition = (name or "", how.duration if how.kind != "cut" else now[1])
        self._later(length / 1000 + SETTLE, self._look_again, Program())

    def _look_again(self, key: Key) -> None:
        self._dirty.add(key)
        self._read.set()

    async def _program(self, request: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        return await self._link.request(Lane.PROGRAM, request, data)

    async def _query(self, request: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        return await self._link.request(Lane.QUERY, request, data)

    # --- the reader ---

    async def _run_reader(self) -> None:
        while True:
            await self._read.wait()
            self._read.clear()
            try:
                if self._resync and self._link.connected and not self._leaving:
                    self._resync = False
                    await self._synchronise()
                while self._dirty and self._synced:
                    key = self._dirty.pop()
                    self._observe(key, await self._value_of(key))
            except ObsAway:
                continue
            except ObsError as error:
                log.warning("OBS could not be read, trying again", reason=str(error))
                self._resync = True
                self._later(AGAIN, self._read.set)

    async def _synchronise(self) -> None:
        """After every connection: scenes applied, everything read, then the wanted picture sent."""
        self._synced = False
        kinds = frozenset((await self._query("GetInputKindList", {"unversioned": False}))["inputKinds"])
        scenes = collection(self._show, self._wire(kinds), kinds)
        seen = await observed.read(self._query)
        planned = plan.plan(scenes, seen, self._show)
        await plan.apply(planned, self._query)
        if not planned.empty:
            log.info("scenes applied to OBS", steps=len(planned.steps))
            seen = await observed.read(self._query)
        for clash in planned.clashes:
            log.warning("not applied to OBS", code=clash.code, name=clash.name)
        self._telemetry.publish("clashes", [{"code": c.code, "name": c.name, "kind": c.kind} for c in planned.clashes])
        self._collection = scenes
        self._inputs = {made.efir: made.name for made in scenes.inputs if made.efir is not None}
        self._item_ids = {
            (scene.efir, item.efir): held.item_id
            for scene in scenes.scenes
            for item in scene.items
            for held in seen.scenes.get(scene.name, ())
            if held.source == item.input
        }
        await self._query("SetStudioModeEnabled", {"studioModeEnabled": True})
        await self._read_transitions()
        await self._read_outputs()
        self._known, self._refused, self._dirty = {}, {}, set()
        keys: set[Key] = {*self._picture.values, Program(), Preview()}
        for key in keys:
            if not isinstance(key, Streaming | Recording):
                self._known[key] = await self._value_of(key)
        self._known[Streaming()] = self._actual[Output.STREAM] is not Actual.OFF
        self._known[Recording()] = self._actual[Output.RECORD] is not Actual.OFF
        self._synced = True
        if Program() not in self._picture.values:  # nothing was ever on air: what OBS shows is
            self._tell(Program(), self._known[Program()])
        if Preview() not in self._picture.values:  # the first take is then one key away
            self._report(ObserveProgram(preview=self._show.slate_scene))
        self._send.set()

    async def _read_transitions(self) -> None:
        listed = await self._query("GetSceneTransitionList")
        self._transitions = {one["transitionKind"]: one["transitionName"] for one in listed["transitions"]}
        self._transition = None

    async def _read_outputs(self) -> None:
        for output, request in ((Output.STREAM, "GetStreamStatus"), (Output.RECORD, "GetRecordStatus")):
            status = await self._query(request)
            actual = Actual.ON if status["outputActive"] else Actual.OFF
            if status.get("outputReconnecting"):
                actual = Actual.RECONNECTING
            self._actual[output] = actual
            self._report(ObserveOutput(output, actual))

    async def _value_of(self, key: Key) -> Any:
        match key:
            case Program():
                name = (await self._query("GetCurrentProgramScene"))["currentProgramSceneName"]
                return self._named("program", name)
            case Preview():
                name = (await self._query("GetCurrentPreviewScene"))["currentPreviewSceneName"]
                return self._named("preview", name)
            case Visible(scene=scene, item=item):
                number = self._item_ids.get((scene, item))
                if number is None:
                    return self._picture.values.get(key)
                data = {"sceneName": self._scene_name(scene), "sceneItemId": number}
                return (await self._query("GetSceneItemEnabled", data))["sceneItemEnabled"]
            case Muted(input=input_id):
                if (heard := self._inputs.get(input_id)) is None:
                    return self._picture.values.get(key)
                return (await self._query("GetInputMute", {"inputName": heard}))["inputMuted"]
            case Volume(input=input_id):
                if (heard := self._inputs.get(input_id)) is None:
                    return self._picture.values.get(key)
                return round((await self._query("GetInputVolume", {"inputName": heard}))["inputVolumeDb"], 1)
        return self._known.get(key)

    def _named(self, monitor: str, name: str) -> SceneId | Foreign:
        scene = self._collection.scene_id(name) if self._collection else None
        self._shown = {**self._shown, monitor: scene or name}
        self._telemetry.publish("shown", self._shown)
        return scene if scene is not None else Foreign(name)

    def _observe(self, key: Key, value: Any) -> None:
        """By hand, or the echo of our own request? By hand only if nothing of ours was on its way to this key."""
        if key in self._sending:
            self._dirty.add(key)
            self._later(0.05, self._read.set)
            return
        before, wants = self._known.get(key), self._picture.values.get(key)
        if value == before:
            return
        if isinstance(key, Program) and asyncio.get_running_loop().time() < self._moving_until:
            return  # in the middle of a transition: it is read again at the end
        self._known[key] = value
        if wants is None or wants == before:
            self._tell(key, value)
        else:
            self._send.set()

    def _tell(self, key: Key, value: Any) -> None:
        match key:
            case Program():
                if isinstance(value, Foreign):
                    self._report(ObserveProgram(foreign=value.name))
                else:
                    self._report(ObserveProgram(scene=value))
            case Preview():
                if not isinstance(value, Foreign):
                    self._report(ObserveProgram(preview=value))
            case Visible(scene=scene, item=item):
                self._report(ObserveItem(scene, item, value))
            case Muted(input=input_id) | Volume(input=input_id):
                sound = sound_of(self._controller.head.sources, self._show, input_id)
                if sound is None:
                    return
                muted = value if isinstance(key, Muted) else sound.muted
                volume = value if isinstance(key, Volume) else sound.volume
                self._report(ObserveSound(input_id, muted, volume))
