"""What a camera is set to, read back from it: a remote control or its own page may have changed that."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import cycle
from typing import Any, Final

from msgspec.structs import replace

from devices.ptz.head import Head, HeadError, Mode, Modes

EVERY_S: Final = 5.0
"""One thing and the power at a time."""
SETTLES_S, SETTLING_S = 3.0, 1.0
"""For so long after it was set to something everything is asked, so often; whether it still sleeps, so often, too."""
UNHEARD: Final = 2
"""Who leaves a question unanswered so often in a row does not know it, or has only just been switched on."""
UNHEARD_S: Final = 60.0
"""As seldom it is asked again; and whenever the camera was found, was set to something, or woke."""


class ModeReader:
    """`idle`: nobody's hand is on it; while one is, nothing is asked that could be in its way. `changed` is called when
    the camera says something else than before."""

    def __init__(self, head: Head, idle: Callable[[], bool], changed: Callable[[], None]) -> None:
        self.modes = Modes()
        self._head, self._idle, self._changed = head, idle, changed
        self._settled_at = 0.0
        self._doubted = False
        self._soon = asyncio.Event()
        self._unheard: Counter[Mode] = Counter()
        self._not_before: dict[Mode, float] = {}

    def forget(self) -> None:
        """It is away, or another may be there now."""
        self.modes = Modes()
        self._unheard.clear()

    def doubt(self) -> None:
        """Something was done that changes it on some cameras: everything is asked, when it is time."""
        self._doubted = True

    def unsettle(self) -> None:
        """It was found, or was set to something."""
        self._settled_at = _now() + SETTLES_S
        self._unheard.clear()
        self._soon.set()

    async def run(self) -> None:
        """Until cancelled, or at once for a head that tells nothing."""
        turns = cycle(mode for mode in Mode if mode is not Mode.POWER)
        while self._head.modes:
            self._soon.clear()
            settles = _now() < self._settled_at
            everything, self._doubted = settles or self._doubted, False
            done = await self.read(tuple(Mode) if everything else (Mode.POWER, next(turns)))
            self._doubted |= everything and not done
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(SETTLING_S if settles or self.modes.power == "off" else EVERY_S):
                    await self._soon.wait()

    async def read(self, which: Iterable[Mode], *, idle: bool = True) -> bool:
        """`idle`: only while nobody's hand is on it; False if it was not asked all of it for that."""
        for mode in which:
            if self._head.state.phase != "connected" or (idle and not self._idle()):
                return False
            sleeps = mode is not Mode.POWER and self.modes.power == "off"  # some answer nothing then
            if mode in self._head.modes and self._answers(mode) and not sleeps:
                await self._read(mode)
        return True

    def _answers(self, mode: Mode) -> bool:
        """As far as is known."""
        return self._unheard[mode] < UNHEARD or _now() >= self._not_before[mode]

    async def _read(self, mode: Mode) -> None:
        word: Any = None
        try:
            word = await self._head.mode(mode)
            self._unheard[mode] = 0
        except HeadError as error:
            self._unheard[mode] += error.code in ("ptz-no-answer", "ptz-refused")
            self._not_before[mode] = _now() + UNHEARD_S
            if error.code == "ptz-no-answer" and self._unheard[mode] < UNHEARD:
                return  # one packet was lost, perhaps
        if self._head.state.phase != "connected":
            return
        modes = Modes(power="off") if word == "off" else replace(self.modes, **{mode.value: word})
        if modes == self.modes:
            return
        woke = self.modes.power == "off" and modes.power == "on"
        self.modes = modes
        self._changed()
        if woke:
            self.unsettle()


def _now() -> float:
    return asyncio.get_running_loop().time()
