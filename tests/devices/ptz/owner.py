"""Stands for Efir: `python -m tests.devices.ptz.owner CONFIGURATION` (hex).

Says the pid of the process that has found all cameras, and at a line of input moves them for as long as that process is
there; then the same with the next.
"""

import asyncio
import sys

from control.core.types import CameraId
from control.hands import Stick
from devices.ptz.process import PtzProcess
from devices.ptz.wire import Changed, Configure, Up, decode_down

RENEW_S = 0.05


async def main() -> None:
    configuration = decode_down(bytes.fromhex(sys.argv[1]))
    assert isinstance(configuration, Configure)
    found: dict[CameraId, int | None] = {}
    """By which process."""

    def hear(message: Up) -> None:
        if isinstance(message, Changed):
            found[message.camera] = process.pid if message.phase == "connected" else None

    process = PtzProcess(configuration.heads, hear)
    running = asyncio.create_task(process.run())
    cameras = [head.camera for head in configuration.heads]
    while not running.done():
        pid = process.pid
        if pid is not None and all(found.get(camera) == pid for camera in cameras):
            print(pid, flush=True)
            await asyncio.to_thread(sys.stdin.readline)
            while process.pid == pid:
                for camera in cameras:
                    process.move("hand", camera, Stick(pan=0.5, zoom=0.2))
                await asyncio.sleep(RENEW_S)
        await asyncio.sleep(RENEW_S)


if __name__ == "__main__":
    asyncio.run(main())
