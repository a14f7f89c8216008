"""A whole way to a simulated camera: state, hands, worker, process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from control.clock import SystemClock
from control.controller import Controller, Envelope, Receipt
from control.core import camera_acts as acts
from control.core import cameras as core
from control.core.program import ObserveProgram
from control.core.types import Actor, CameraId, Command, CommandId, ItemId, PresetId, Role, SceneId
from control.hands import Hands, Stick
from control.journal import SqliteJournal
from control.show import Camera, CameraPreset, Item, Ptz, Scene, Show
from control.telemetry import Telemetry
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.worker import PtzWorker
from tests.control.core.shows import make_show
from tests.devices.ptz.rigs import HOST, now, until

DOME, WALL = CameraId("dome"), CameraId("wall")
STAGE = PresetId("stage")
OPERATOR = Actor(Role.OPERATOR, "")


def show_with(port: int, **ptz: object) -> Show:
    dome = Ptz(visca=f"{HOST}:{port}", presets=(CameraPreset(id=STAGE, name="Сцена", slot=3),), **ptz)  # type: ignore[arg-type]
    scenes = (
        Scene(id=SceneId("main"), name="Купол", sources=(Item(id=ItemId("dome"), name="Купол", camera=DOME),)),
        Scene(id=SceneId("other"), name="Другая", sources=(Item(id=ItemId("wall"), name="Стена", camera=WALL),)),
    )
    return msgspec.structs.replace(
        make_show(),
        cameras=(
            Camera(id=DOME, name="Купол", url="rtsp://x", ptz=dome),
            Camera(id=WALL, name="Стена", url="rtsp://y"),
        ),
        scenes=scenes,
        contest=None,
        graphics=(),
    )


class Rig:
    def __init__(self, controller: Controller, worker: PtzWorker, server: ViscaServer, hands: Hands, seen: Telemetry):
        self.controller, self.worker, self.server = controller, worker, server
        self.hands, self.telemetry = hands, seen
        self._count = 0

    @property
    def motors(self) -> Motors:
        return self.server.camera.motors

    @property
    def head(self) -> acts.HeadState:
        return core.head_of(self.controller.state.cameras, DOME)

    @property
    def lamps(self) -> tuple[bool, bool]:
        """Red, green."""
        return self.server.camera.red, self.server.camera.green

    async def do(self, command: Command) -> Receipt:
        self._count += 1
        return await self.controller.submit(Envelope(CommandId(str(self._count)), OPERATOR, command))

    async def done(self, command: Command) -> None:
        receipt = await self.do(command)
        assert receipt.ok, receipt.error
        await until(lambda: not self.controller.state.cameras.pending)

    def log(self) -> tuple[str, dict[str, object]]:
        last = self.controller.state.log.entries[-1]
        return last.code, dict(last.args)

    async def hold(self, hand: str, stick: Stick, seconds: float) -> None:
        end = now() + seconds
        while now() < end:
            self.hands.move(hand, DOME, stick)
            await asyncio.sleep(0.05)


@asynccontextmanager
async def rig(tmp_path: Path, picture: Callable[[CameraId], object] | None = None, **ptz: object) -> AsyncIterator[Rig]:
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        journal = SqliteJournal(tmp_path / "show.sqlite")
        await journal.open()
        controller = Controller(journal, SystemClock(), show_with(server.port, **ptz), lambda name: name)
        await controller.open()
        await controller.system(acts.Open())
        await controller.system(ObserveProgram(scene=SceneId("other")))  # else every camera may be on air
        telemetry, hands = Telemetry(), Hands(time.monotonic)

        async def take(camera: CameraId) -> str:
            return f"{camera}.jpg" if picture is None else str(picture(camera))

        worker = PtzWorker(controller, telemetry, hands, take)
        running = asyncio.create_task(worker.run())
        made = Rig(controller, worker, server, hands, telemetry)
        try:
            await until(lambda: running.done() or made.head.phase == "connected", 30)
            yield made
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await controller.close()
            await journal.close()


def turned(camera: Rig, pan: float, zoom: float = 0.0) -> None:
    """By nobody: it simply stands there."""
    camera.motors.axes["pan"] = camera.motors.axes["pan"].sent(pan, 1e6, now() - 1)
    camera.motors.axes["zoom"] = camera.motors.axes["zoom"].sent(zoom, 1e6, now() - 1)


def mark(camera: Rig) -> tuple[str | None, bool | None]:
    told = camera.telemetry.latest.get("heads", {}).get(DOME, {})
    return told.get("preset"), told.get("arrived")
