"""What was seen of OBS, told to the controller: in order, and only what nobody has overtaken meanwhile."""

import asyncio
from typing import Any

import structlog
from msgspec import Struct

from control.core.program import ObserveProgram
from control.core.sources import ObserveItem, ObserveSound, sound_of
from control.core.types import Command
from scenes.output_switch import OUTPUTS
from scenes.picture import Key, Muted, Preview, Program, Visible, Volume
from scenes.shared import Shared

log = structlog.get_logger(__name__)


class Foreign(Struct, frozen=True):
    """A scene that is not in the show."""

    name: str


class _Report(Struct, frozen=True):
    """`wants`: what the state wanted of `key` when the command was made. If it wants otherwise by now, somebody has
    acted since, and the later act counts."""

    command: Command
    key: Key | None = None
    wants: Any = None


class Reports:
    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._queue: asyncio.Queue[_Report] = asyncio.Queue()

    def report(self, command: Command, key: Key | None = None) -> None:
        if key is not None:
            self._shared.known.reported(key)
        self._queue.put_nowait(_Report(command, key, self._shared.picture.wish(key) if key is not None else None))

    async def run(self) -> None:
        shared = self._shared
        while True:
            report = await self._queue.get()
            overtaken = (
                report.key is not None and report.key not in OUTPUTS and shared.picture.wish(report.key) != report.wants
            )
            if not overtaken:
                receipt = await shared.controller.system(report.command)
                if receipt.error is not None:
                    log.warning("what OBS was seen to do was not accepted", code=receipt.error.code)
            if report.key is not None:
                shared.known.heard(report.key)
            shared.wake()  # a refused observation is undone in OBS, an accepted one differs no more

    def tell(self, key: Key, value: Any) -> None:
        """`key` was changed by hand, and is `value` now."""
        match key:
            case Program():
                if isinstance(value, Foreign):
                    self.report(ObserveProgram(foreign=value.name), key)
                elif value is not None:
                    self.report(ObserveProgram(scene=value), key)
            case Preview():
                if not isinstance(value, Foreign):
                    self.report(ObserveProgram(preview=value), key)
            case Visible(scene=scene, item=item):
                self.report(ObserveItem(scene, item, value), key)
            case Muted(input=input_id) | Volume(input=input_id):
                sound = sound_of(self._shared.controller.head.sources, self._shared.show, input_id)
                if sound is None:
                    return
                muted = value if isinstance(key, Muted) else sound.muted
                volume = value if isinstance(key, Volume) else sound.volume
                self.report(ObserveSound(input_id, muted, volume), key)
