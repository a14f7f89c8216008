"""Which switcher the show drives: an OBS that answers, one of our own on a server, or the rehearsal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Literal

import structlog
from msgspec import Struct
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from control.controller import Controller
from control.secret import Secret
from control.show import Show
from efir.places import Places
from overlays.bridge.chromium import find_chromium
from scenes.managed import ManagedObs, ObsInstallFailed, install_if_possible
from scenes.rehearsal import RehearsalSwitcher
from scenes.worker import Switcher

log = structlog.get_logger(__name__)

PROBE = 1.5
"""Seconds for an OBS on this or a near computer to answer."""


class Address(Struct, frozen=True):
    url: str
    password: Secret | None
    kind: Literal["obs", "managed", "rehearsal"]
    settle: Callable[[Callable[[], bool]], Awaitable[bool]] | None = None
    """Restarts an OBS of our own so that new graphics are blended exactly, if it may; True if it did."""


async def answers(url: str) -> bool:
    """Somebody speaks WebSocket there. Whether it lets us in is the link's business, and is said in the panel."""
    try:
        async with asyncio.timeout(PROBE), connect(url, open_timeout=PROBE, close_timeout=0.2, proxy=None) as socket:
            await socket.recv()
    except (OSError, WebSocketException, TimeoutError, ValueError):
        return False
    return True


async def _browser_for_graphics(places: Places) -> None:
    """The distributions' OBS draws no pages: the graphics need a browser beside it, or they are never on air."""
    if await asyncio.to_thread(find_chromium) is not None:
        return
    log_file = places.data / "chromium-install.log"
    try:
        if await install_if_possible(lambda _: None, log_file, ("chromium",)):
            return
    except ObsInstallFailed:
        log.error("Chromium could not be installed", log=str(log_file))
    log.error("without Chromium the graphics are not on air: install it and start Efir again")


@asynccontextmanager
async def switcher(asked: str | None, show: Show, places: Places) -> AsyncIterator[Address]:
    """`asked` is `--obs`: a URL, `managed`, `rehearsal`, or None for what the show file says if it answers."""
    if asked == "managed":
        async with ManagedObs(places.managed_obs, show.obs.canvas) as managed:
            await _browser_for_graphics(places)
            yield Address(managed.url, managed.password, "managed", managed.settle_graphics)
        return
    if asked != "rehearsal" and (asked is not None or await answers(show.obs.url)):
        yield Address(asked or show.obs.url, show.obs.password, "obs")
        return
    async with RehearsalSwitcher(show.obs.canvas) as rehearsal:
        yield Address(rehearsal.url, None, "rehearsal")


SETTLE_EVERY, SETTLE_FOR = 0.5, 10.0
"""Seconds. OBS writes new scenes to its disk within two."""


async def settle(address: Address, controller: Controller, worker: Switcher) -> None:
    """At a show's very first start, while nothing is on air yet: see `ManagedObs.settle_graphics`."""
    if address.settle is None:
        return

    def idle() -> bool:
        state = controller.head
        return state.program.scene is None and not (state.outputs.stream.wanted or state.outputs.record.wanted)

    deadline = asyncio.get_running_loop().time() + SETTLE_FOR
    while asyncio.get_running_loop().time() < deadline and idle():
        if worker.synced:
            await address.settle(idle)
        await asyncio.sleep(SETTLE_EVERY)
