"""Makes OBS show the wanted picture, and tells the controller what was changed there by hand.

Level, not edge: whatever the state wants and OBS is not known to have is sent, so a take, a reconnect and a restart
are the same code. An event of OBS means "read this again", never "this is the value".

Several loops share what is known of OBS: the *sender* on the program lane waits for nothing but its own requests, so a
take is never behind a read; the one for sound, and the steps of *fades*, have a lane of their own; the *reader* and the
sender for stream and recording, whose requests may take OBS long, work on the query lane. Here is what comes in; they
are `scenes.sender`, `scenes.reader`, `scenes.reports`, and what they share is `scenes.shared`.
"""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from control.controller import Controller
from control.core.health import ObserveLink
from control.core.outputs import of
from control.show import Show
from control.telemetry import Telemetry
from scenes.chapters import Chapters
from scenes.collection import Collection, Wiring
from scenes.link import EVERYTHING, LinkState, ObsLink
from scenes.output_switch import OutputSwitch
from scenes.picture import Key, Preview, Program, Volume
from scenes.reader import Reader
from scenes.reports import Reports
from scenes.sender import Sender
from scenes.shared import Shared

STRUCTURE = frozenset({"SceneRemoved", "SceneNameChanged", "InputRemoved", "InputNameChanged", "SceneItemRemoved"})
"""Events after which OBS's scenes may not be the show's any more."""


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
        shared = self._shared = Shared(link, controller, show)
        self._reports = Reports(shared)
        self._outputs = OutputSwitch(
            shared.query,
            show.outputs,
            recordings,
            shared.known,
            lambda output: of(controller.head.outputs, output).wanted,
            self._reports.report,
            shared.look_at,
            link.offers,
        )
        self._chapters = Chapters(shared)
        self._sender = Sender(shared, self._outputs)
        self._reader = Reader(shared, self._outputs, self._reports, telemetry, wire)

    async def run(self) -> None:
        unsubscribe = [
            self._shared.controller.on_head(self._shared.paint),
            self._shared.controller.on_release(self._shared.wake),
            self._shared.link.on_state(self._on_link),
            self._shared.link.on_event(self._on_event),
        ]
        try:
            async with asyncio.TaskGroup() as tasks:
                for lane, wake in self._sender.wakes.items():
                    tasks.create_task(self._sender.run(lane, wake), name=f"obs sender, {lane.value}")
                tasks.create_task(self._sender.run_fades(), name="obs fades")
                tasks.create_task(self._reader.run(), name="obs reader")
                tasks.create_task(self._reports.run(), name="obs reports")
                tasks.create_task(self._chapters.run(), name="obs chapters")
        finally:
            for stop in unsubscribe:
                stop()

    @property
    def synced(self) -> bool:
        """The scenes are applied and everything was read since OBS was last met."""
        return self._shared.synced

    async def step_aside(self) -> None:
        """Returns when no take is on its way to OBS, or seen there: for all that is slow and can wait."""
        while self._shared.takes.asked(self._shared.now()):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._shared.takes.wait_for_swap(self._shared.now())):
                    await self._shared.taken.wait()
            await asyncio.sleep(0)  # whatever is known by now, others have their turn

    @property
    def collection(self) -> Collection | None:
        """The scenes as this OBS has them; None until the first connection."""
        return self._shared.words.scenes if self._shared.words else None

    # --- what comes in, on the loop, quick ---

    def _on_link(self, state: LinkState) -> None:
        if state.phase == "connected":
            self._shared.resync, self._shared.afresh, self._shared.leaving = True, True, False
            self._shared.kind = (state.kind, state.version)
            self._shared.takes.reset()
            self._shared.taken.set()
            self._shared.read.set()
        else:
            self._shared.synced = False
            self._reader.gone()
            self._outputs.gone()
        kind, version = self._shared.kind
        self._reports.report(
            ObserveLink(state.phase, "rehearsal" if kind == "rehearsal" else "obs", version, state.reason or "")
        )

    def _on_event(self, event: str, data: dict[str, Any]) -> None:
        if event == "ExitStarted":
            # OBS takes everything apart before it goes: nobody did that by hand, and nothing is to be put right.
            self._shared.leaving, self._shared.synced = True, False
        if self._shared.leaving:
            return
        if self._outputs.on_event(event, data):
            return
        if self._shared.takes.on_event(event, data, self._shared.now()):
            self._shared.send.set()
        if self._shared.takes.asked(self._shared.now()):
            self._shared.taken.clear()
        else:
            self._shared.taken.set()
        keys = self._touched(event, data)
        if keys is None:
            self._shared.resync = True
            self._shared.afresh |= event == EVERYTHING
        elif keys:
            self._shared.dirty |= keys
        else:
            return
        self._shared.read.set()

    def _touched(self, event: str, data: dict[str, Any]) -> set[Key] | None:
        """The keys to read again; None: everything."""
        match event:
            case "EverythingChanged":
                return None
            case "CurrentProgramSceneChanged":
                return {Program()}
            case "CurrentPreviewSceneChanged" | "StudioModeStateChanged" | "SceneTransitionEnded":
                return {Program(), Preview()}
            case "SceneItemEnableStateChanged" if self._shared.words:
                return self._shared.words.items_of(data["sceneName"])
            case "InputMuteStateChanged" | "InputVolumeChanged" if self._shared.words:
                keys = self._shared.words.sound_of(data["inputName"])
                return self._faded(keys, data) if event == "InputVolumeChanged" and keys & self._shared.moving else keys
            case _ if event in STRUCTURE and self._shared.words and self._shared.words.owns(data):
                return None
        return set()

    def _faded(self, keys: set[Key], data: dict[str, Any]) -> set[Key]:
        """Of a volume that moves. A hand's is told at once, and read again: a step of ours may have gone over it."""
        volume = round(float(data["inputVolumeDb"]), 1)
        key = next(key for key in keys if isinstance(key, Volume))
        if self._shared.echoes.ours(key, volume, self._shared.now()):
            return set()
        self._reports.tell(key, volume)
        self._shared.known.doubt(key)
        return keys
