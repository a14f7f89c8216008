"""How a hand moves a head, and when it must stop: pure, `now` is an argument."""

import math

from msgspec import Struct

from control.clock import Duration, Instant, later

LEASE = Duration(200)
"""A drive that is not renewed for so long is over. With what a busy machine and the way to the camera take it stops
within 300 ms."""
FRAME = Duration(20)
"""At most one drive a video frame."""
RENEW = Duration(200)
"""A drive that goes on is repeated: for heads that stop by themselves (ONVIF), and where a packet was lost."""


class Drive(Struct, frozen=True):
    """Speeds of the axes, −1 … 1; 0 stops. Right, up, tele and far are positive."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0
    focus: float = 0.0

    def bounded(self) -> "Drive":
        """The same within −1 … 1; what is no number is 0."""
        return Drive(*(_bounded(value) for value in (self.pan, self.tilt, self.zoom, self.focus)))

    def __bool__(self) -> bool:
        """Whether anything moves."""
        return self != REST


REST = Drive()


def _bounded(value: float) -> float:
    return 0.0 if math.isnan(value) else min(1.0, max(-1.0, value)) + 0.0  # no −0.0


class Curve(Struct, frozen=True):
    """From where a stick is to how fast the camera goes: nothing in the dead zone, finely beside it, all at the end."""

    dead_zone: float = 0.06
    exponent: float = 2.0
    """1 is a straight line."""

    def __call__(self, value: float) -> float:
        value = _bounded(value)
        beyond = (abs(value) - self.dead_zone) / (1 - self.dead_zone)
        return math.copysign(beyond**self.exponent, value) if beyond > 0 else 0.0

    def shaped(self, drive: Drive) -> Drive:
        return Drive(*(self(value) for value in (drive.pan, drive.tilt, drive.zoom, drive.focus)))


def step(speed: float, slowest: int, fastest: int) -> int | None:
    """The protocol's step for |speed|, None for 0. What moves at all has a step: none is rounded away."""
    size = abs(_bounded(speed))
    return None if size == 0 else slowest + round(size * (fastest - slowest))


class _Hand(Struct):
    began: int
    """Which to begin: a count, so that two at one moment have an order."""
    renewed: Instant
    drive: Drive


class Deadman:
    """Whose hand is on a head. A drive is a lease; who began last has the head until he lets go or his lease is over.

    Every call gives what is to be sent now, or None. `wake` says when to call `tick`.
    """

    def __init__(self, lease: Duration = LEASE, frame: Duration = FRAME, renew: Duration = RENEW) -> None:
        self._lease, self._frame, self._renew = lease, frame, renew
        self._hands: dict[str, _Hand] = {}
        self._silent: set[str] = set()
        """Hands whose lease is over and which have not let go: a page that stalled with its stick held, or one that is
        paused."""
        self._barred: set[str] = set()
        """Hands that a halt found on it."""
        self._begun = 0
        self._sent = REST
        self._sent_at: Instant | None = None

    @property
    def holder(self) -> str | None:
        return max(self._hands, key=lambda hand: self._hands[hand].began, default=None)

    def hold(self, hand: str, drive: Drive, now: Instant) -> Drive | None:
        """`hand` wants this from now on. A drive of nothing is letting go."""
        drive = drive.bounded()
        if not drive:
            return self.release(hand, now)
        self._expire(now)  # who comes back after his lease begins anew
        if hand in self._barred:
            return self._next(now)
        self._silent.discard(hand)
        known = self._hands.get(hand)
        if known is None:
            self._begun += 1
            self._hands[hand] = _Hand(self._begun, now, drive)
        else:
            known.renewed, known.drive = now, drive
        return self._next(now, renewed=hand == self.holder)

    def pause(self, hand: str, now: Instant) -> Drive | None:
        """Nothing comes of what he holds, as if he had fallen silent; he has not let go."""
        if self._hands.pop(hand, None) is not None:
            self._silent.add(hand)
        return self._next(now)

    def release(self, hand: str, now: Instant) -> Drive | None:
        """He lets go, or is gone."""
        self._hands.pop(hand, None)
        self._silent.discard(hand)
        self._barred.discard(hand)
        return self._next(now)

    def halt(self, now: Instant) -> Drive | None:
        """Nobody moves it. Who held it, and who fell silent without letting go, may begin again when he has let go: or
        it would stand only until he is heard again. A page that is loaded anew is another hand."""
        self._barred |= self._silent | self._hands.keys()
        self._silent.clear()
        return self.release_all(now)

    def release_all(self, now: Instant) -> Drive | None:
        """The end: nobody moves it."""
        self._hands.clear()
        return self._next(now)

    def tick(self, now: Instant) -> Drive | None:
        return self._next(now)

    def wake(self) -> Instant | None:
        """None while nobody moves it."""
        moments = [later(hand.renewed, self._lease) for hand in self._hands.values()]
        if self._sent_at is not None and self._wanted() != self._sent:
            moments.append(later(self._sent_at, self._frame))
        return min(moments, default=None)

    def _wanted(self) -> Drive:
        holder = self.holder
        return REST if holder is None else self._hands[holder].drive

    def _expire(self, now: Instant) -> None:
        for name in [name for name, hand in self._hands.items() if now >= later(hand.renewed, self._lease)]:
            del self._hands[name]
            self._silent.add(name)

    def _next(self, now: Instant, *, renewed: bool = False) -> Drive | None:
        self._expire(now)
        wanted = self._wanted()
        if not wanted:
            due = bool(self._sent)  # a stop waits for nothing
        elif wanted == self._sent:
            due = renewed and (self._sent_at is None or now >= later(self._sent_at, self._renew))
        else:
            due = self._sent_at is None or now >= later(self._sent_at, self._frame)
        if not due:
            return None
        self._sent, self._sent_at = wanted, now
        return wanted
