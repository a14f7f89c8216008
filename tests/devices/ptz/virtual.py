"""A session and a simulated camera in a time of their own: seconds that pass when asked to, a network with a delay."""

from collections.abc import Callable, Mapping

import pytest

from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.visca import SimulatedVisca
from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Accepted, Action, Down, Failed, Finished, Request, Send, Ticket, Up
from devices.ptz.visca.codec import ErrorCode
from devices.ptz.visca.patterns import Answer, Command, Inquiry
from devices.ptz.visca.session import Session

LEFT = m.PanTilt(10, 10, m.Across.LEFT, m.Along.STOP)
STOP = m.PanTilt(1, 1, m.Across.STOP, m.Along.STOP)
RECALL = m.Memory(m.MemoryAct.RECALL, 1)
DELAY = 0.0005
"""Seconds each way."""

both = pytest.mark.parametrize("sony", [True, False], ids=["sony", "raw"])


class Bench:
    def __init__(
        self, *, sony: bool = True, one_socket: bool = False, rates: Mapping[Fault, float] | None = None, seed: int = 0
    ) -> None:
        self.now = 100.0
        self.faults = Faults(rates, seed)
        self.motors = Motors()
        self.camera = SimulatedVisca(self.motors, self.faults, "sony" if sony else "raw", one_socket=one_socket)
        self.session = Session(sony=sony, stream=False)
        self.sent: list[tuple[float, bytes]] = []
        self.accepted: dict[Ticket, float] = {}
        self.finished: dict[Ticket, tuple[float, Answer | None]] = {}
        self.failed: dict[Ticket, Failed] = {}
        self.ups = self.downs = 0
        self.cut = False
        """The network is gone."""
        self._wire: list[tuple[float, bool, bytes]] = []

    # --- the hand

    def connect(self) -> "Bench":
        self._take(self.session.connect(self.now))
        self.until(lambda: self.ups > 0)
        return self

    def ask(
        self,
        message: Command | Inquiry,
        key: str = "",
        *,
        urgent: bool = False,
        repeatable: bool = True,
        jumps: bool = False,
        optional: bool = False,
    ) -> Ticket:
        ticket, actions = self.session.submit(Request(message, key, urgent, repeatable, jumps, optional), self.now)
        self._take(actions)
        return ticket

    def halt(self) -> Ticket:
        """As a head does: what jumps is taken back, and pan and tilt are stopped. The ticket is the stop's."""
        self._take(self.session.halt(self.now))
        return self.ask(STOP, "pan-tilt", urgent=True)

    def settled(self, ticket: Ticket) -> bool:
        return ticket in self.finished or ticket in self.failed

    def code(self, ticket: Ticket) -> ErrorCode | None:
        return self.failed[ticket].code

    # --- time

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while (moment := self._next()) is not None and moment <= end:
            self._step(moment)
        self.now = end

    def until(self, done: Callable[[], bool], within: float = 5.0) -> None:
        end = self.now + within
        while not done():
            moment = self._next()
            assert moment is not None, "nothing is to happen any more"
            assert moment <= end, f"not within {within} s"
            self._step(moment)

    def _next(self) -> float | None:
        moments = [due for due, _, _ in self._wire]
        moments += [due for due in (self.session.wake(), self.camera.next_due()) if due is not None]
        return min(moments, default=None)

    def _step(self, moment: float) -> None:
        assert moment > self.now - 1e-9 or moment <= self.now, moment
        self.now = max(self.now, moment)
        for out in self.camera.take(self.now):
            if not self.cut and not out.stranger:
                self._wire.append((self.now + DELAY, False, out.data))
        due = sorted((each for each in self._wire if each[0] <= self.now), key=lambda each: each[0])
        self._wire = [each for each in self._wire if each[0] > self.now]
        for _, to_camera, data in due:
            if to_camera:
                self.camera.receive(data, self.now)
            else:
                self._take(self.session.receive(data, self.now))
        wake = self.session.wake()
        if wake is not None and wake <= self.now:
            self._take(self.session.tick(self.now))

    def _take(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Send(data):
                    self.sent.append((self.now, data))
                    if not self.cut:
                        self._wire.append((self.now + DELAY, True, data))
                case Accepted(ticket):
                    assert ticket not in self.accepted, "accepted twice"
                    self.accepted[ticket] = self.now
                case Finished(ticket, answer):
                    assert not self.settled(ticket), "settled twice"
                    self.finished[ticket] = (self.now, answer)
                case Failed(ticket):
                    assert not self.settled(ticket), "settled twice"
                    self.failed[ticket] = action
                case Up():
                    self.ups += 1
                case Down():
                    self.downs += 1


def far_preset(bench: Bench) -> None:
    """Slot 1, more than two seconds away."""
    bench.motors.send({"pan": (150.0, 1e6)}, bench.now)
    bench.motors.store(1, bench.now + 1)
    bench.motors.send({"pan": (0.0, 1e6)}, bench.now + 1)
    bench.run(2)


def asked(bench: Bench, kind: type[Command]) -> int:
    return sum(isinstance(each.message, kind) for each in bench.camera.asked)


def jumps(bench: Bench) -> list[float]:
    """When the camera was told to go somewhere by itself."""
    return [each.at for each in bench.camera.asked if isinstance(each.message, m.PanTiltHome) or each.message == RECALL]
