"""Reads from OBS what may have changed there, and applies the show's scenes first. What was changed by hand is told."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from control.core.program import CUT
from control.core.types import SceneId
from control.telemetry import Telemetry
from scenes import observed, plan
from scenes.collection import Wiring, collection
from scenes.link import ObsError, ObsRefused
from scenes.output_switch import OUTPUTS, OutputSwitch
from scenes.picture import Key, Preview, Program, Volume
from scenes.reports import Foreign, Reports
from scenes.shared import AGAIN, Shared
from scenes.vocabulary import Vocabulary

log = structlog.get_logger(__name__)

FIRST_LOOK, LAST_LOOK = 0.5, 30.0
"""Seconds between looks for the size of pictures that have not shown their first frame yet, doubling."""


class Reader:
    """`wire` gives the wiring for an OBS with these input kinds; it is asked again at every connection."""

    def __init__(
        self,
        shared: Shared,
        outputs: OutputSwitch,
        reports: Reports,
        telemetry: Telemetry,
        wire: Callable[[frozenset[str]], Wiring],
    ) -> None:
        self._shared = shared
        self._outputs = outputs
        self._reports = reports
        self._telemetry = telemetry
        self._wire = wire
        self._remade = False
        self._look = FIRST_LOOK
        self._shown: dict[str, str] = {}

    def gone(self) -> None:
        """OBS is: it shows nothing."""
        self._shown = {}

    async def run(self) -> None:
        while True:
            await self._shared.read.wait()
            self._shared.read.clear()
            try:
                if self._shared.resync and self._shared.link.connected and not self._shared.leaving:
                    self._shared.resync = False
                    try:
                        await self._synchronise()
                    except ObsError:
                        self._shared.resync = True  # half done is not done
                        raise
                while self._shared.dirty and self._shared.synced and not self._shared.resync:
                    await self._read_one(next(iter(self._shared.dirty)))
            except ObsError as error:
                log.warning("OBS could not be read, trying again", reason=str(error))
                self._shared.resync |= isinstance(error, ObsRefused)
                self._shared.later(AGAIN, self._shared.read.set)

    async def _read_one(self, key: Key) -> None:
        """A key stays dirty until it was read and believed."""
        self._shared.dirty.discard(key)
        if key in OUTPUTS:
            await self._outputs.read(key)
            self._shared.wake()
            return
        version = self._shared.known.version(key)
        try:
            value = await self._value_of(key)
        except ObsError:
            self._shared.dirty.add(key)
            raise
        if self._shared.known.believable(key, version):
            self._observe(key, value)
        else:
            self._shared.dirty.add(key)
            await asyncio.sleep(0.01)  # the sender is at it

    async def _synchronise(self) -> None:
        """Scenes applied and everything read; after a connection the wanted picture is sent then.

        While it lasts on a connection that stands, takes go on: the scenes they need were there before.
        """
        afresh, self._shared.afresh = self._shared.afresh or not self._shared.synced, False
        if afresh:
            self._shared.synced = False
        await self._apply()
        afresh |= self._remade
        await self._shared.query("SetStudioModeEnabled", {"studioModeEnabled": True})
        self._shared.takes.learn(await self._shared.query("GetSceneTransitionList"))
        if afresh:
            self._shared.known.forget()
            self._shared.dirty.clear()
            await self._outputs.read_all()
        keys = [Program(), Preview(), *(key for key in self._shared.picture.values if key not in OUTPUTS)]
        for key in dict.fromkeys(keys):
            version = self._shared.known.version(key)
            value = await self._value_of(key)
            if not self._shared.known.believable(key, version):
                self._shared.dirty.add(key)
            elif afresh:
                self._shared.known.learn(key, value)
            else:
                self._observe(key, value)
        self._shared.synced, self._remade = True, False
        seen = self._shared.known.values.get(Program())
        # Nothing was ever on air: what OBS shows is. (A rehearsal's own first scene is nobody's act.)
        untouched = self._shared.controller.head.program.takes == 0 and self._shared.kind[0] == "rehearsal"
        if Program() not in self._shared.picture.values and not (untouched and isinstance(seen, Foreign)):
            self._reports.tell(Program(), seen)
        self._shared.read.set()
        self._shared.wake()

    async def _apply(self) -> None:
        """What is made anew comes without what it had before (`_remade`): that is sent again, and is nobody's act."""
        kinds = frozenset((await self._shared.query("GetInputKindList", {"unversioned": False}))["inputKinds"])
        scenes = collection(self._shared.show, self._wire(kinds), kinds)
        seen = await observed.read(self._shared.query)
        planned = plan.plan(scenes, seen, self._shared.show)
        # Before the steps: what was made stays made when a later one fails.
        self._remade |= any(step.what != "arrange-item" for step in planned.steps)
        on_air = self._shared.known.values.get(Program())
        try:
            await plan.apply(planned, self._shared.query)
        finally:  # what was done stays done when a later step fails
            touched = {scenes.scene_id(step.scene) for step in planned.steps if step.scene}
            if touched if on_air is None else on_air in touched:
                self._shared.changed_on_air(CUT)
        if not planned.empty:
            log.info("scenes applied to OBS", steps=len(planned.steps))
            seen = await observed.read(self._shared.query)
        for clash in planned.clashes:
            log.warning("not applied to OBS", code=clash.code, name=clash.name)
        self._telemetry.publish("clashes", [{"code": c.code, "name": c.name, "kind": c.kind} for c in planned.clashes])
        self._shared.words = Vocabulary(scenes, seen)
        if plan.waits_for_size(scenes, seen):
            self._shared.later(self._look, self._look_for_sizes)
            self._look = min(LAST_LOOK, self._look * 2)
        else:
            self._look = FIRST_LOOK

    def _look_for_sizes(self) -> None:
        self._shared.resync = True
        self._shared.read.set()

    async def _value_of(self, key: Key) -> Any:
        question = self._shared.words.question(key) if self._shared.words else None
        if question is None:
            return self._shared.picture.values.get(key)
        request, data, field = question
        value = (await self._shared.query(request, data))[field]
        match key:
            case Program():
                return self._named("program", value)
            case Preview():
                return self._named("preview", value)
            case Volume():
                return round(value, 1)
        return value

    def _named(self, monitor: str, name: str) -> SceneId | Foreign:
        scene = self._shared.words.scenes.scene_id(name) if self._shared.words else None
        self._shown = {**self._shown, monitor: scene or name}
        self._telemetry.publish("shown", self._shown)
        return scene if scene is not None else Foreign(name)

    def _observe(self, key: Key, value: Any) -> None:
        """By hand, if OBS had what was wanted and has something else now."""
        before, wants = self._shared.known.values.get(key), self._shared.picture.values.get(key)
        self._shared.known.learn(key, value)
        if value == before:
            return
        ours = isinstance(key, Preview) and self._shared.takes.swapped(value, self._shared.now())
        as_wanted = wants is None or wants == before or (before is not None and key in self._shared.moving)
        if as_wanted and not ours and key not in OUTPUTS:
            self._reports.tell(key, value)
        self._shared.wake()
