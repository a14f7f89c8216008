"""The heads' process as its owner sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from control.core.types import CameraId
from control.hands import Stick
from devices.process import ChildProcess
from devices.ptz.wire import (
    Configure,
    Down,
    Halt,
    HeadConfig,
    Lamp,
    Light,
    Move,
    Pause,
    Perform,
    Performed,
    Release,
    Up,
    decode_up,
)

MEMORY_MB: Final = 512
"""It takes about 60, with ONVIF 130; so does the one in waiting."""


class PtzProcess:
    """Runs `python -m devices.ptz` for as long as `run` runs. Lamps are kept over restarts, hands and acts are not."""

    def __init__(self, heads: tuple[HeadConfig, ...], on_message: Callable[[Up], None]) -> None:
        self._heads = heads
        self._on_message = on_message
        self._lamps: dict[CameraId, Light] = {}
        self._waiting: set[int] = set()
        self._child: ChildProcess[Up] = ChildProcess(
            "devices.ptz",
            "the cameras' process",
            self._greeting,
            decode_up,
            self._take,
            memory_mb=MEMORY_MB,
            arguments=sorted({head.protocol for head in heads}),
            spare=True,  # a camera that moves does not wait until a new one is up
        )

    @property
    def pid(self) -> int | None:
        """None while there is no process."""
        return self._child.pid

    @property
    def restarts(self) -> int:
        return self._child.restarts

    async def run(self) -> None:
        """Keeps it running until cancelled; then what was moving stands and the process is gone, with its spare."""
        await self._child.run()

    def move(self, hand: str, camera: CameraId, stick: Stick) -> None:
        self._child.tell(Move(camera, hand, stick))

    def pause(self, hand: str, camera: CameraId) -> None:
        self._child.tell(Pause(camera, hand))

    def release(self, hand: str) -> None:
        self._child.tell(Release(hand))

    def halt(self, camera: CameraId) -> None:
        self._child.tell(Halt(camera))

    def light(self, camera: CameraId, light: Light) -> None:
        if self._lamps.get(camera, "off") != light:
            self._lamps[camera] = light
            self._child.tell(Lamp(camera, light))

    def perform(self, act: Perform) -> None:
        """`on_message` hears what became of it, once, also if the process ends before it is done."""
        if self._child.tell(act):
            self._waiting.add(act.number)
        else:
            self._on_message(Performed(act.number, False, "ptz-away"))

    def _greeting(self) -> Iterator[Down]:
        yield Configure(self._heads)
        for camera, light in self._lamps.items():
            yield Lamp(camera, light)
        # Of those that the last process had nobody knows what became.
        lost, self._waiting = self._waiting, set()
        for number in lost:
            self._on_message(Performed(number, False, "ptz-no-answer"))

    def _take(self, message: Up) -> None:
        if isinstance(message, Performed):
            self._waiting.discard(message.number)
        self._on_message(message)
