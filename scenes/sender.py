"""Sends to OBS what is wanted and not known to be there: on each lane one request at a time, from the newest state."""

import asyncio
from typing import Any

import structlog

from control.core.program import CUT
from control.core.types import SceneId
from control.show import Transition
from scenes.fader import STEP
from scenes.link import Lane, ObsError, ObsRefused
from scenes.output_switch import OUTPUTS, OutputSwitch
from scenes.picture import Key, Preview, Program, Values, Visible, Volume
from scenes.protocol import ObsConfused
from scenes.shared import AGAIN, Shared
from scenes.takes import NO_OWN, UNSEEN, Own, Request

log = structlog.get_logger(__name__)


class Sender:
    def __init__(self, shared: Shared, outputs: OutputSwitch) -> None:
        self._shared = shared
        self._outputs = outputs
        self._swallowed: SceneId | None = None
        """The last take was of this scene, and OBS made none of it: it is repeated once."""

        self.wakes = {Lane.PROGRAM: shared.send, Lane.SOUND: shared.send_sound, Lane.QUERY: shared.send_outputs}
        """What wakes the sender of each lane."""

    async def run(self, lane: Lane, wake: asyncio.Event) -> None:
        while True:
            await wake.wait()
            wake.clear()
            # One at a time, each from the newest state: a take never waits for more than one request before it.
            while self._shared.synced:
                if (key := self._next(lane)) is not None:
                    await self._send_one(key, self._shared.picture.values[key], lane)
                elif lane is Lane.PROGRAM and self._may_take_again():
                    await self._take_again()
                else:
                    break

    def _next(self, lane: Lane) -> Key | None:
        moving = self._shared.moving
        keys = self._shared.known.to_send(self._shared.picture.values, lane)
        wanted = self._shared.picture.values.get(Program())
        if lane is Lane.PROGRAM and wanted is not None and wanted == self._swallowed:
            return Program()  # whatever OBS says of it meanwhile
        for key in sorted(keys, key=lambda key: _rank(key, keys)):
            if key in moving:
                continue
            if isinstance(key, Program):
                wait = self._shared.takes.wait(self._shared.picture.transition, self._shared.now())
            elif isinstance(key, Preview):
                wait = self._shared.takes.wait_for_swap(self._shared.now())
            else:
                wait = 0.0
            if wait > 0:
                self._shared.later(wait, self._shared.send.set)
                continue
            if lane is Lane.QUERY and not self._outputs.may_send(key):
                continue
            return key
        return None

    async def run_fades(self) -> None:
        """While something is faded, its next step every so often. The last, its target, is the sender's."""
        while True:
            await self._shared.fade.wait()
            self._shared.fade.clear()
            if not self._shared.picture.fades:
                continue
            while moving := self._shared.moving:
                due = self._shared.now() + STEP
                self._shared.paint(self._shared.controller.head)
                steps = {key: value for key, value in self._shared.picture.values.items() if key in moving}
                for key, value in self._shared.known.to_send(steps, Lane.SOUND).items() if self._shared.synced else ():
                    await self._send_one(key, value, Lane.SOUND)
                    self._shared.send_sound.set()  # what ended the fade meanwhile waited for this
                await asyncio.sleep(max(0.0, due - self._shared.now()))
            self._shared.paint(self._shared.controller.head)
            self._shared.send_sound.set()

    async def _send_one(self, key: Key, value: Any, lane: Lane) -> None:
        before = self._shared.known.values.get(key)
        self._shared.known.begin(key, value)
        if isinstance(key, Volume):
            self._shared.echoes.sent(key, value, self._shared.now())
        try:
            if key in OUTPUTS:
                await self._outputs.switch(key, value)
            elif isinstance(key, Program):
                await self._take(value, before)
            elif self._shared.words and (request := self._shared.words.setting(key, value)):
                await self._shared.link.request(lane, *request)
                if isinstance(key, Visible) and key.scene == self._shared.known.values.get(Program()):
                    self._shared.changed_on_air(self._shared.picture.switched.get(key, CUT))
        except ObsRefused as error:
            log.warning("OBS refused", what=repr(key), reason=str(error))
            self._shared.known.refused(key, value)
            self._shared.later(AGAIN, self._forgive, key)
            self._shared.look_at(key)
        except ObsError as error:
            log.warning("OBS did not answer", what=repr(key), reason=str(error))
            self._shared.known.doubtful(key)
            self._shared.look_at(key)
        except BaseException:
            self._shared.known.doubtful(key)
            raise
        else:
            self._shared.known.done(key, value)

    def _forgive(self, key: Key) -> None:
        self._shared.known.forgive(key)
        self._shared.wake()

    async def _take(self, scene: SceneId, before: Any) -> None:
        repeated, self._swallowed = self._swallowed == scene, None
        how = CUT if repeated else self._shared.picture.transition
        name = self._shared.words.scene_name(scene) if self._shared.words else None
        if name is None:
            return
        stale, self._shared.stale = self._shared.stale, None
        try:
            held = self._shared.takes.held(how, self._shared.now())
            own = await self._own_transition(name) if held else NO_OWN
            now = self._shared.now()
            requests = self._shared.takes.requests(name, how, now, own)
            number = self._shared.takes.begin(how, before, now)
            self._shared.taken.clear()
            self._await_swap(now)
            if len(requests) == 1:
                await self._shared.link.request(Lane.PROGRAM, *requests[0])
            else:
                await self._batch(requests, how)
        except ObsError:
            if stale is not None:
                self._shared.changed_on_air(stale)
            raise
        if not repeated:
            self._shared.later(UNSEEN, self._look_whether_begun, number, scene)

    async def _own_transition(self, name: str) -> Own:
        """What a person gave the scene in OBS."""
        return await self._shared.link.request(Lane.PROGRAM, "GetSceneSceneTransitionOverride", {"sceneName": name})

    async def _batch(self, requests: list[Request], how: Transition) -> None:
        results = await self._shared.link.batch(Lane.PROGRAM, requests)
        if len(results) != len(requests):
            raise ObsConfused("it did not answer to all of a take")
        for (request, _), result in zip(requests, results, strict=True):
            if request == "SetCurrentProgramScene":
                result.check()
        if all(result.ok for result in results):
            self._shared.takes.sent(requests)
        else:
            log.warning("OBS has not the transition", kind=how.kind)
            self._shared.resync = True  # its transitions are others by now
            self._shared.read.set()

    def _may_take_again(self) -> bool:
        """Not before a transition is over: a cut would break into it."""
        if self._shared.stale is None or not (self._shared.takes.copies and Program() in self._shared.known.values):
            return False
        if (wait := self._shared.takes.wait_for_swap(self._shared.now())) > 0:
            self._shared.later(wait, self._shared.send.set)
        return wait <= 0

    async def _take_again(self) -> None:
        """What was changed in the scene on air is shown: see `scenes.takes`. Not if a person has taken another since:
        OBS says so at once, and its event only when that transition is over."""
        how, self._shared.stale = self._shared.stale or CUT, None
        scene = self._shared.known.values[Program()]
        name = self._shared.words.scene_name(scene) if self._shared.words else None
        if name is None:  # somebody else's
            return
        begun = False
        try:
            seen = await self._shared.link.request(Lane.PROGRAM, "GetCurrentProgramScene")
            if seen["currentProgramSceneName"] != name:
                self._shared.look_at(Program())
                return
            own = await self._own_transition(name)
            now = self._shared.now()
            requests = self._shared.takes.requests(name, how, now, own)
            self._shared.takes.begin(how, scene, now, again=True)
            begun = True
            self._shared.taken.clear()
            self._await_swap(now)
            await self._batch(requests, how)
        except ObsError as error:
            log.warning("OBS did not take the scene again", reason=str(error))
            if begun:
                self._shared.takes.failed()
            self._shared.changed_on_air(how)
            self._shared.later(AGAIN, self._shared.send.set)

    def _look_whether_begun(self, number: int, scene: SceneId) -> None:
        """OBS says that the scene is its programme and shows another: what it does not refuse is a cut."""
        if self._shared.synced and self._shared.takes.swallowed(number):
            log.warning("OBS took nothing, though it said so: by a cut now")
            self._swallowed = scene
            self._shared.wake()

    def _await_swap(self, now: float) -> None:
        """OBS itself puts the scene before into the preview: what is there is read when that is over, then mended."""
        self._shared.known.doubt(Preview())
        self._shared.later(self._shared.takes.wait_for_swap(now), self._shared.look_at, Preview())


def _rank(key: Key, values: Values) -> tuple[int, bool]:
    """What goes on air is made ready first: OBS shows a copy. And where it shows the scene itself, something must be
    seen at every moment: what comes goes before what leaves."""
    if not isinstance(key, Visible):
        return 1, False
    return 0 if key.scene == values.get(Program()) else 2, not values[key]
