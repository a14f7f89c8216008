"""Makes OBS show the wanted picture, and tells the controller what was changed there by hand.

Level, not edge: whatever the state wants and OBS is not known to have is sent, so a take, a reconnect and a restart
are the same code. An event of OBS means "read this again", never "this is the value".

Four loops share what is known of OBS: the *sender* works on the program lane and waits for nothing but its own
requests, so a take is never behind a read; the *reader* and the sender for stream and recording, whose requests may
take OBS long, work on the query lane; the steps of *fades* have a lane of their own.
"""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from msgspec import Struct

from control.controller import Controller
from control.core.health import ObserveLink
from control.core.outputs import of
from control.core.program import ObserveProgram
from control.core.sources import ObserveItem, ObserveSound, sound_of
from control.core.types import Command, SceneId
from control.registry import State
from control.show import Show
from control.telemetry import Telemetry
from scenes import observed, plan
from scenes.collection import Collection, Wiring, collection
from scenes.fader import STEP, Echoes
from scenes.known import Known
from scenes.link import EVERYTHING, Lane, LinkState, ObsError, ObsLink, ObsRefused
from scenes.output_switch import OUTPUTS, OutputSwitch
from scenes.picture import Key, Muted, Preview, Program, Visible, Volume, wanted
from scenes.takes import Takes
from scenes.vocabulary import Vocabulary

log = structlog.get_logger(__name__)

AGAIN = 1.0
"""Seconds until what OBS refused, or could not tell, is tried again."""
FIRST_LOOK, LAST_LOOK = 0.5, 30.0
"""Seconds between looks for the size of pictures that have not shown their first frame yet, doubling."""
STRUCTURE = frozenset({"SceneRemoved", "SceneNameChanged", "InputRemoved", "InputNameChanged", "SceneItemRemoved"})
"""Events after which OBS's scenes may not be the show's any more."""


class Foreign(Struct, frozen=True):
    """A scene that is not in the show."""

    name: str


class _Report(Struct, frozen=True):
    """`wants`: what the state wanted of `key` when the command was made. If it wants otherwise by now, somebody has
    acted since, and the later act counts."""

    command: Command
    key: Key | None = None
    wants: Any = None


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
        self._picture = wanted(controller.head, show, controller.clock.now())
        self._known = Known()
        self._echoes = Echoes()
        self._takes = Takes()
        self._words: Vocabulary | None = None
        self._dirty: set[Key] = set()
        self._resync = True
        self._afresh = True
        self._synced = False
        self._remade = False
        self._leaving = False
        self._outputs = OutputSwitch(
            self._query,
            show.outputs,
            recordings,
            self._known,
            lambda output: of(controller.head.outputs, output).wanted,
            self._report,
            self._look_at,
        )
        self._look = FIRST_LOOK
        self._send = asyncio.Event()
        self._send_outputs = asyncio.Event()
        self._fade = asyncio.Event()
        self._read = asyncio.Event()
        self._taken = asyncio.Event()
        self._reports: asyncio.Queue[_Report] = asyncio.Queue()
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
                tasks.create_task(self._run_sender(self._send, outputs=False), name="obs sender")
                tasks.create_task(self._run_sender(self._send_outputs, outputs=True), name="obs outputs")
                tasks.create_task(self._run_fades(), name="obs fades")
                tasks.create_task(self._run_reader(), name="obs reader")
                tasks.create_task(self._run_reports(), name="obs reports")
        finally:
            for stop in unsubscribe:
                stop()

    @property
    def synced(self) -> bool:
        """The scenes are applied and everything was read since OBS was last met."""
        return self._synced

    async def step_aside(self) -> None:
        """Returns when no take is on its way to OBS, or seen there: for all that is slow and can wait."""
        while self._takes.asked(self._now()):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._taken.wait(), self._takes.wait_for_swap(self._now()))

    @property
    def collection(self) -> Collection | None:
        """The scenes as this OBS has them; None until the first connection."""
        return self._words.scenes if self._words else None

    # --- what comes in, on the loop, quick ---

    def _on_state(self, state: State) -> None:
        self._paint(state)
        self._wake()

    def _paint(self, state: State) -> None:
        self._picture = wanted(state, self._show, self._controller.clock.now())

    @property
    def _moving(self) -> frozenset[Key]:
        """What is faded right now."""
        return self._picture.moving(self._controller.clock.now()) if self._picture.fades else frozenset()

    def _wake(self) -> None:
        self._send.set()
        self._fade.set()
        self._send_outputs.set()

    def _on_link(self, state: LinkState) -> None:
        if state.phase == "connected":
            self._resync, self._afresh, self._leaving = True, True, False
            self._known_kind = (state.kind, state.version)
            self._takes.reset()
            self._taken.set()
            self._read.set()
        else:
            self._synced = False
            self._shown = {}
            self._outputs.gone()
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
        if self._outputs.on_event(event, data):
            return
        if self._takes.on_event(event, data, self._now()):
            self._send.set()
        if self._takes.asked(self._now()):
            self._taken.clear()
        else:
            self._taken.set()
        keys = self._touched(event, data)
        if keys is None:
            self._resync = True
            self._afresh |= event == EVERYTHING
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
            case "CurrentPreviewSceneChanged" | "StudioModeStateChanged" | "SceneTransitionEnded":
                return {Program(), Preview()}
            case "SceneItemEnableStateChanged" if self._words:
                return self._words.items_of(data["sceneName"])
            case "InputMuteStateChanged" | "InputVolumeChanged" if self._words:
                keys = self._words.sound_of(data["inputName"])
                return self._faded(keys, data) if event == "InputVolumeChanged" and keys & self._moving else keys
            case _ if event in STRUCTURE and self._words and self._words.owns(data):
                return None
        return set()

    def _faded(self, keys: set[Key], data: dict[str, Any]) -> set[Key]:
        """Of a volume that moves. A hand's is told at once, and read again: a step of ours may have gone over it."""
        volume = round(float(data["inputVolumeDb"]), 1)
        key = next(key for key in keys if isinstance(key, Volume))
        if self._echoes.ours(key, volume, self._now()):
            return set()
        self._tell(key, volume)
        self._known.doubt(key)
        return keys

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _later(self, seconds: float, callback: Callable[..., None], *args: Any) -> None:
        asyncio.get_running_loop().call_later(seconds, callback, *args)

    # --- reports, in order ---

    def _report(self, command: Command, key: Key | None = None) -> None:
        if key is not None:
            self._known.reported(key)
        self._reports.put_nowait(_Report(command, key, self._picture.wish(key) if key is not None else None))

    async def _run_reports(self) -> None:
        while True:
            report = await self._reports.get()
            overtaken = (
                report.key is not None and report.key not in OUTPUTS and self._picture.wish(report.key) != report.wants
            )
            if not overtaken:
                receipt = await self._controller.system(report.command)
                if receipt.error is not None:
                    log.warning("what OBS was seen to do was not accepted", code=receipt.error.code)
            if report.key is not None:
                self._known.heard(report.key)
            self._wake()  # a refused observation is undone in OBS, an accepted one differs no more

    # --- the senders ---

    async def _run_sender(self, wake: asyncio.Event, *, outputs: bool) -> None:
        while True:
            await wake.wait()
            wake.clear()
            # One at a time, each from the newest state: a take never waits for more than one request before it.
            while self._synced and (key := self._next(outputs)) is not None:
                await self._send_one(key, self._picture.values[key])

    def _next(self, outputs: bool) -> Key | None:
        moving = self._moving
        for key in self._known.to_send(self._picture.values, outputs=outputs):
            if key in moving:
                continue
            if isinstance(key, Program):
                wait = self._takes.wait(self._picture.transition, self._now())
            elif isinstance(key, Preview):
                wait = self._takes.wait_for_swap(self._now())
            else:
                wait = 0.0
            if wait > 0:
                self._later(wait, self._send.set)
                continue
            if outputs and not self._outputs.may_send(key):
                continue
            return key
        return None

    async def _run_fades(self) -> None:
        """While something is faded, its next step every so often. The last, its target, is the sender's."""
        while True:
            await self._fade.wait()
            self._fade.clear()
            if not self._picture.fades:
                continue
            while moving := self._moving:
                due = self._now() + STEP
                self._paint(self._controller.head)
                steps = {key: value for key, value in self._picture.values.items() if key in moving}
                for key, value in self._known.to_send(steps, outputs=False).items() if self._synced else ():
                    await self._send_one(key, value, Lane.SOUND)
                    self._send.set()  # what ended the fade meanwhile waited for this
                await asyncio.sleep(max(0.0, due - self._now()))
            self._paint(self._controller.head)
            self._send.set()

    async def _send_one(self, key: Key, value: Any, lane: Lane = Lane.PROGRAM) -> None:
        before = self._known.values.get(key)
        self._known.begin(key, value)
        if isinstance(key, Volume):
            self._echoes.sent(key, value, self._now())
        try:
            if key in OUTPUTS:
                await self._outputs.switch(key, value)
            elif isinstance(key, Program):
                await self._take(value, before)
            elif self._words and (request := self._words.setting(key, value)):
                await self._link.request(lane, *request)
        except ObsRefused as error:
            log.warning("OBS refused", what=repr(key), reason=str(error))
            self._known.refused(key, value)
            self._later(AGAIN, self._forgive, key)
            self._look_at(key)
        except ObsError as error:
            log.warning("OBS did not answer", what=repr(key), reason=str(error))
            self._known.doubtful(key)
            self._look_at(key)
        except BaseException:
            self._known.doubtful(key)
            raise
        else:
            self._known.done(key, value)

    def _forgive(self, key: Key) -> None:
        self._known.forgive(key)
        self._wake()

    def _look_at(self, key: Key) -> None:
        self._dirty.add(key)
        self._read.set()

    async def _take(self, scene: SceneId, before: Any) -> None:
        how = self._picture.transition
        name = self._words.scene_name(scene) if self._words else None
        if name is None:
            return
        now = self._now()
        requests = self._takes.requests(name, how, now)
        self._takes.begin(how, before, now)
        self._taken.clear()
        self._await_swap(now)
        if len(requests) == 1:
            await self._link.request(Lane.PROGRAM, *requests[0])
            return
        *prepared, taken = await self._link.batch(Lane.PROGRAM, requests)
        taken.check()
        if all(result.ok for result in prepared):
            self._takes.sent(how)
        else:
            log.warning("OBS has not the transition", kind=how.kind)
            self._resync = True  # its transitions are others by now
            self._read.set()

    def _await_swap(self, now: float) -> None:
        """OBS itself puts the scene before into the preview: what is there is read when that is over, then mended."""
        self._known.doubt(Preview())
        self._later(self._takes.wait_for_swap(now), self._look_at, Preview())

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
                    try:
                        await self._synchronise()
                    except ObsError:
                        self._resync = True  # half done is not done
                        raise
                while self._dirty and self._synced and not self._resync:
                    await self._read_one(next(iter(self._dirty)))
            except ObsError as error:
                log.warning("OBS could not be read, trying again", reason=str(error))
                self._resync |= isinstance(error, ObsRefused)
                self._later(AGAIN, self._read.set)

    async def _read_one(self, key: Key) -> None:
        """A key stays dirty until it was read and believed."""
        self._dirty.discard(key)
        if key in OUTPUTS:
            await self._outputs.read(key)
            self._wake()
            return
        version = self._known.version(key)
        try:
            value = await self._value_of(key)
        except ObsError:
            self._dirty.add(key)
            raise
        if self._known.believable(key, version):
            self._observe(key, value)
        else:
            self._dirty.add(key)
            await asyncio.sleep(0.01)  # the sender is at it

    async def _synchronise(self) -> None:
        """Scenes applied and everything read; after a connection the wanted picture is sent then.

        While it lasts on a connection that stands, takes go on: the scenes they need were there before.
        """
        afresh, self._afresh = self._afresh or not self._synced, False
        if afresh:
            self._synced = False
        await self._apply()
        afresh |= self._remade
        await self._query("SetStudioModeEnabled", {"studioModeEnabled": True})
        self._takes.learn(await self._query("GetSceneTransitionList"))
        if afresh:
            self._known.forget()
            self._dirty.clear()
            await self._outputs.read_all()
        keys = [Program(), Preview(), *(key for key in self._picture.values if key not in OUTPUTS)]
        for key in dict.fromkeys(keys):
            version = self._known.version(key)
            value = await self._value_of(key)
            if not self._known.believable(key, version):
                self._dirty.add(key)
            elif afresh:
                self._known.learn(key, value)
            else:
                self._observe(key, value)
        self._synced, self._remade = True, False
        seen = self._known.values.get(Program())
        # Nothing was ever on air: what OBS shows is. (A rehearsal's own first scene is nobody's act.)
        untouched = self._controller.head.program.takes == 0 and self._known_kind[0] == "rehearsal"
        if Program() not in self._picture.values and not (untouched and isinstance(seen, Foreign)):
            self._tell(Program(), seen)
        self._read.set()
        self._wake()

    async def _apply(self) -> None:
        """What is made anew comes without what it had before (`_remade`): that is sent again, and is nobody's act."""
        kinds = frozenset((await self._query("GetInputKindList", {"unversioned": False}))["inputKinds"])
        scenes = collection(self._show, self._wire(kinds), kinds)
        seen = await observed.read(self._query)
        planned = plan.plan(scenes, seen, self._show)
        # Before the steps: what was made stays made when a later one fails.
        self._remade |= any(step.what != "arrange-item" for step in planned.steps)
        await plan.apply(planned, self._query)
        if not planned.empty:
            log.info("scenes applied to OBS", steps=len(planned.steps))
            seen = await observed.read(self._query)
        for clash in planned.clashes:
            log.warning("not applied to OBS", code=clash.code, name=clash.name)
        self._telemetry.publish("clashes", [{"code": c.code, "name": c.name, "kind": c.kind} for c in planned.clashes])
        self._words = Vocabulary(scenes, seen)
        if plan.waits_for_size(scenes, seen):
            self._later(self._look, self._look_for_sizes)
            self._look = min(LAST_LOOK, self._look * 2)
        else:
            self._look = FIRST_LOOK

    def _look_for_sizes(self) -> None:
        self._resync = True
        self._read.set()

    async def _value_of(self, key: Key) -> Any:
        question = self._words.question(key) if self._words else None
        if question is None:
            return self._picture.values.get(key)
        request, data, field = question
        value = (await self._query(request, data))[field]
        match key:
            case Program():
                return self._named("program", value)
            case Preview():
                return self._named("preview", value)
            case Volume():
                return round(value, 1)
        return value

    def _named(self, monitor: str, name: str) -> SceneId | Foreign:
        scene = self._words.scenes.scene_id(name) if self._words else None
        self._shown = {**self._shown, monitor: scene or name}
        self._telemetry.publish("shown", self._shown)
        return scene if scene is not None else Foreign(name)

    def _observe(self, key: Key, value: Any) -> None:
        """By hand, if OBS had what was wanted and has something else now."""
        before, wants = self._known.values.get(key), self._picture.values.get(key)
        self._known.learn(key, value)
        if value == before:
            return
        ours = isinstance(key, Preview) and self._takes.swapped(value, self._now())
        as_wanted = wants is None or wants == before or (before is not None and key in self._moving)
        if as_wanted and not ours and key not in OUTPUTS:
            self._tell(key, value)
        self._wake()

    def _tell(self, key: Key, value: Any) -> None:
        match key:
            case Program():
                if isinstance(value, Foreign):
                    self._report(ObserveProgram(foreign=value.name), key)
                elif value is not None:
                    self._report(ObserveProgram(scene=value), key)
            case Preview():
                if not isinstance(value, Foreign):
                    self._report(ObserveProgram(preview=value), key)
            case Visible(scene=scene, item=item):
                self._report(ObserveItem(scene, item, value), key)
            case Muted(input=input_id) | Volume(input=input_id):
                sound = sound_of(self._controller.head.sources, self._show, input_id)
                if sound is None:
                    return
                muted = value if isinstance(key, Muted) else sound.muted
                volume = value if isinstance(key, Volume) else sound.volume
                self._report(ObserveSound(input_id, muted, volume), key)
