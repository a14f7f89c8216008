"""What a simulated camera is told while it runs: what goes wrong with it, its power, its memory."""

import asyncio
from typing import Final, Protocol

from devices.commands import number, read, unknown
from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.server import ViscaServer

MOST_TIMES: Final = 1000
LONGEST_S: Final = 86_400.0
_VISCA_ALONE = (Fault.ELSEWHERE, Fault.SWAP, Fault.FULL)
_COMMON = ("silent", "wipe", "ok")
_POWER = ("sleep", "wake", "cycle")
"""VISCA alone: the others have no power that could be told."""


class Simulated(Protocol):
    """A camera of any protocol."""

    silent: bool

    @property
    def motors(self) -> Motors: ...

    @property
    def faults(self) -> Faults: ...


class Commands:
    """On the loop's thread.

    `FAULT [TIMES]` the next few times · `silent [SECONDS]` as with a pulled cable · `sleep`, `wake` as by its remote
    control · `cycle` its power · `wipe` its memory of presets · `ok` all is well again.
    """

    def __init__(self, camera: Simulated) -> None:
        self._camera = camera
        self._visca = camera.camera if isinstance(camera, ViscaServer) else None
        faults = [fault for fault in Fault if self._visca is not None or fault not in _VISCA_ALONE]
        self.words: tuple[str, ...] = (*faults, *(_POWER if self._visca is not None else ()), *_COMMON)
        self._back: asyncio.TimerHandle | None = None

    def obey(self, line: str) -> None:
        """CommandUnknown."""
        word, value = read(line, self.words)
        if word in tuple(Fault):
            times = number(value, line, self.words, 1, MOST_TIMES) if value is not None else 1
            self._camera.faults.soon(Fault(word), int(times))
        elif word == "silent":
            self._silent(number(value, line, self.words, 0, LONGEST_S) if value is not None else None)
        elif value is not None:
            raise unknown(line, self.words)
        else:
            self._once(word)

    def _once(self, word: str) -> None:
        match word:
            case "wipe":
                self._camera.motors.presets.clear()
            case "ok":
                self._speak()
                self._camera.faults.clear()
        if self._visca is None:
            return
        match word:
            case "sleep":
                self._visca.on = False
                self._camera.motors.stop(asyncio.get_running_loop().time())
            case "wake" | "ok":
                self._visca.on = True
            case "cycle":
                self._visca.cycle_power()

    def _silent(self, seconds: float | None) -> None:
        self._speak()
        self._camera.silent = True
        if seconds is not None:
            self._back = asyncio.get_running_loop().call_later(seconds, self._speak)

    def _speak(self) -> None:
        if self._back is not None:
            self._back.cancel()
            self._back = None
        self._camera.silent = False
