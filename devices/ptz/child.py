"""The process that speaks to the show's PTZ cameras. `python -m devices.ptz` (see wire.py).

It is beside the show's own so that it lives a moment longer: when Efir is gone, however that came, the end of its input
tells it, and it stops what a hand was moving.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import BinaryIO, Final

from devices.process import Outbox, listen
from devices.ptz.station import Station
from devices.ptz.wire import Balked, Beat, Configure, Down, Seen, Up, decode_down

BEAT_S: Final = 1.0


async def main(first: Down, stream: BinaryIO, outbox: Outbox) -> int:
    """Runs until `stream` ends or the system wants it gone; the exit status."""
    if not isinstance(first, Configure):
        return 2

    def say(message: Up) -> None:
        if isinstance(message, Seen):
            outbox.show((Seen, message.camera), message)
        elif isinstance(message, Balked):
            outbox.show((Balked, message.hand), message)
        else:
            outbox.say(message)

    station = Station(first.heads, say)

    def take(message: Down) -> None:
        if not isinstance(message, Configure):  # it is configured once
            station.take(message)

    ended = listen(stream, decode_down, take)
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        # A service manager ends all processes of a service at once, a terminal likewise: the cameras stop first.
        with contextlib.suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), ended.set)
    running = asyncio.create_task(station.run())
    beating = asyncio.create_task(_beats(outbox))
    owner = asyncio.create_task(ended.wait())
    await asyncio.wait([running, owner], return_when=asyncio.FIRST_COMPLETED)
    await station.let_go()
    for task in (running, beating, owner):
        task.cancel()
    result, *_ = await asyncio.gather(running, beating, owner, return_exceptions=True)
    if isinstance(result, Exception):
        raise result
    return 0


async def _beats(outbox: Outbox) -> None:
    while True:
        outbox.show(Beat, Beat())
        await asyncio.sleep(BEAT_S)
