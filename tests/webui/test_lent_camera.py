"""Guests on a simulated camera: from their sockets through the process that speaks to it, to its motors."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from msgspec.structs import replace

from control.core import cameras
from control.core.program import ObserveProgram
from control.core.types import CameraId, Role
from control.show import Camera, Ptz
from devices.ptz.motion import step
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import PAN_SPEEDS, Motors
from devices.ptz.simulated.server import serve_visca
from devices.ptz.worker import PtzWorker, no_picture
from tests.control.core.shows import SLATE, make_show
from tests.devices.ptz.rigs import HOST, now
from tests.devices.ptz.rigs import until as soon
from tests.webui.served import Page, served

DOME = CameraId("dome")
STARTS = 60.0
"""Seconds within which the cameras' process is on its feet on a busy machine."""
STOPS = 0.3


async def drag(page: Page, pan: float) -> None:
    """As a page does, until cancelled."""
    while True:
        await page.socket.send_json({"type": "drive", "camera": DOME, "pan": pan})
        await asyncio.sleep(0.08)


async def test_fifty_drag_one_moves_slowly_and_the_operator_has_it_back(tmp_path: Path) -> None:
    motors = Motors()
    async with serve_visca("visca", HOST, 0, motors, Faults()) as camera:
        dome = Camera(id=DOME, name="Купол", url="rtsp://x", ptz=Ptz(visca=f"{HOST}:{camera.port}", model="sony"))
        show = replace(make_show(), cameras=(*make_show().cameras, dome))
        async with served(tmp_path, show=show) as efir:
            worker = PtzWorker(efir.controller, efir.telemetry, efir.server.hands, no_picture)
            await efir.controller.system(ObserveProgram(scene=SLATE))  # else every camera may be on air
            running = asyncio.create_task(worker.run())
            dragging: list[asyncio.Task[None]] = []
            try:
                await soon(lambda: cameras.head_of(efir.controller.state.cameras, DOME).phase == "connected", STARTS)
                async with AsyncExitStack() as stack:
                    crew = await stack.enter_async_context(efir.page("panel", await efir.token(Role.OPERATOR)))
                    await crew.opened()
                    terms = {"turn": 60_000, "speed": 0.25}
                    assert (await crew.do({"type": "lending.open", "camera": DOME, "terms": terms}))["ok"]
                    token = await efir.token(Role.GUEST, DOME)
                    pages = [await stack.enter_async_context(efir.page("lend", token)) for _ in range(50)]
                    for page in pages:
                        await page.opened()
                    for page in pages[:20]:
                        assert (await page.do({"type": "lending.join"}))["ok"]
                    # The one whose turn it is pulls to the right, all others to the left.
                    dragging = [
                        asyncio.create_task(drag(page, 1.0 if place == 0 else -1.0)) for place, page in enumerate(pages)
                    ]
                    await soon(lambda: "pan" in motors.moving(now()), STARTS)
                    await asyncio.sleep(1.0)
                    assert motors.axes["pan"].velocity == PAN_SPEEDS[(step(0.25, 1, len(PAN_SPEEDS)) or 0) - 1], (
                        "and no other way"
                    )
                    taken = now()
                    await crew.do({"type": "lending.take-back", "camera": DOME})
                    await soon(lambda: not motors.moving(now()), STARTS)
                    assert now() - taken <= STOPS
                    await asyncio.sleep(0.5)
                    assert not motors.moving(now()), "however they pull"
            finally:
                for task in dragging:
                    task.cancel()
                await asyncio.gather(*dragging, return_exceptions=True)
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
