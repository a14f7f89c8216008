"""What heads that are asked over HTTP have in common: a connection is nothing but the last answer.

So each is looked at again and again; the first that one away is told is a stop, before it counts as connected.
"""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from typing import ClassVar

import structlog

from control.telemetry import Unsubscribe
from devices.ptz.head import (
    Capability,
    Focus,
    HeadCannot,
    HeadError,
    HeadState,
    Iris,
    Mode,
    StateTeller,
    Tally,
    WhiteBalance,
)
from devices.ptz.turns import Turns

log = structlog.get_logger(__name__)

LOOK_EVERY = 2.0
"""Seconds between looks whether it is there."""
RETRY = 1.0
STOP_PAUSES = (0.0, 0.1, 0.2, 0.4)
"""Seconds before a stop that was not taken is said again."""
STOP_AGAIN = 0.1
"""Seconds after a stop before another, if a move that was given up may have overtaken it."""


class HttpHead(ABC):
    """The part of a `Head` that is the same over HTTP-CGI and ONVIF: its life, and what neither can."""

    REASONS: ClassVar[frozenset[str]] = frozenset({"ptz-password"})
    """Codes that say themselves why it is away; all others are *ptz-away*."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._turns = Turns()
        self._teller = StateTeller()

    @property
    def state(self) -> HeadState:
        return self._teller.state

    def on_state(self, callback: Callable[[HeadState], None]) -> Unsubscribe:
        return self._teller.on_state(callback)

    @property
    def _connected(self) -> bool:
        return self._teller.state.phase == "connected"

    async def run(self) -> None:
        try:
            async with self._open(), asyncio.TaskGroup() as group:
                group.create_task(self._turns.run())
                group.create_task(self._look())
        finally:
            self._teller.become(HeadState("connecting"))

    async def _look(self) -> None:
        while True:
            try:
                if self._connected:
                    await self._ask_if_there()
                else:
                    await self._find_and_stop()
                    self._teller.become(HeadState("connected"))
                    log.info("camera connected", host=self.host)
            except HeadError as error:
                self._away(error)
            await asyncio.sleep(LOOK_EVERY if self._connected else RETRY)

    def _away(self, error: HeadError) -> None:
        reason = error.code if error.code in self.REASONS else "ptz-away"
        if self._teller.become(HeadState("away", reason)):
            log.warning("camera away", host=self.host, reason=str(error))

    # --- what each does in its own way

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        """What it needs as long as it runs."""
        yield

    @abstractmethod
    async def _find_and_stop(self) -> None:
        """Connects, and stops whatever moves, also what others have begun: nothing is asked before that which need not
        be. HeadError."""

    @abstractmethod
    async def _ask_if_there(self) -> None:
        """Of one that is connected. HeadError if it is not."""

    # --- what is asked of neither

    @property
    def modes(self) -> frozenset[Mode]:
        return frozenset()

    async def mode(self, which: Mode) -> str | None:
        return None

    async def power(self, on: bool) -> None:
        raise self._cannot(Capability.POWER)

    async def focus(self, focus: Focus) -> None:
        raise self._cannot(Capability.FOCUS_MODE)

    async def iris(self, iris: Iris) -> None:
        raise self._cannot(Capability.IRIS)

    async def white_balance(self, white_balance: WhiteBalance) -> None:
        raise self._cannot(Capability.WHITE_BALANCE)

    async def tally(self, tally: Tally) -> None:
        raise self._cannot(Capability.TALLY)

    def _cannot(self, what: Capability) -> HeadCannot:
        return HeadCannot("ptz-cannot", host=self.host, detail=what)
