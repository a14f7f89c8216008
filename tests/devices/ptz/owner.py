"""Stands for Efir: moves cameras until it is killed. `python -m tests.devices.ptz.owner CONFIGURATION` (hex)."""

import asyncio
import sys

from control.hands import Stick
from devices.ptz.process import PtzProcess
from devices.ptz.wire import Changed, Configure, Up, decode_down

RENEW_S = 0.05


async def main() -> None:
    configuration = decode_down(bytes.fromhex(sys.argv[1]))
    assert isinstance(configuration, Configure)
    connected = set()

    def hear(message: Up) -> None:
        if isinstance(message, Changed) and message.phase == "connected":
            connected.add(message.camera)

    process = PtzProcess(configuration.heads, hear)
    task = asyncio.create_task(process.run())
    said = False
    while not task.done():
        if len(connected) == len(configuration.heads):
            for head in configuration.heads:
                process.move("hand", head.camera, Stick(pan=0.5, zoom=0.2))
            if not said:
                said = True
                print(process.pid, flush=True)
        await asyncio.sleep(RENEW_S)


if __name__ == "__main__":
    asyncio.run(main())
