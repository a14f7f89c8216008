"""The way up that is lossy, as `control.telemetry` is the way down: a hand on a camera's joystick.

Nothing of it is journaled, nothing waits, the newest counts. Who moves a camera says so again and again; when he falls
silent the camera stops (`devices.ptz.motion.Deadman`, in the process that speaks to it).
"""

from collections.abc import Callable
from typing import Literal, Protocol

from msgspec import Struct

from control.core.types import CameraId
from control.errors import Rejection
from control.telemetry import Unsubscribe


class Stick(Struct, frozen=True):
    """Where a hand holds it, −1 … 1 on each axis: right, up, tele and far are positive. The curve from here to a speed
    is applied once, beside the camera (`devices.ptz.motion.Curve`)."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0
    focus: float = 0.0


REST = Stick()
Balk = Literal["hand-asleep", "hand-focuses", "hand-busy", "hand-not-now", "hand-refused"]
"""Why a camera that is there does not do what a hand wants; also a Fluent id, with the argument `camera`."""


class Driver(Protocol):
    """Who moves the cameras. On the loop's thread; must not block."""

    def move(self, hand: str, camera: CameraId, stick: Stick) -> None: ...

    def pause(self, hand: str, camera: CameraId) -> None: ...

    def release(self, hand: str) -> None: ...

    def halt(self, camera: CameraId) -> None: ...


class Hands:
    """On the loop's thread. Without a driver, and for cameras that do not move, nothing happens."""

    AGAIN = 0.035
    """Seconds within which the same stick of the same hand is not told again: far less than a lease."""
    SILENT = 0.3
    """Seconds after which a hand that says nothing more holds nothing: a lease, and a little."""

    def __init__(self, now: Callable[[], float]) -> None:
        """`now`: seconds of a steady clock."""
        self._now = now
        self._driver: Driver | None = None
        self._listeners: list[Callable[[str, Rejection], None]] = []
        self._held: dict[str, dict[CameraId, tuple[Stick, float]]] = {}
        self._barred: set[tuple[str, CameraId]] = set()
        """Those that a halt found on the stick and that have not let go since: nothing is moved by them."""

    def served_by(self, driver: Driver) -> Unsubscribe:
        self._driver = driver

        def leave() -> None:
            self._driver = None
            self._held.clear()
            self._barred.clear()

        return leave

    def move(self, hand: str, camera: CameraId, stick: Stick) -> None:
        """`hand` is one page, one connection. A stick at rest lets go of this camera."""
        if self._driver is None:
            return
        held = self._held.setdefault(hand, {})
        known = held.get(camera)
        if stick == REST:
            held.pop(camera, None)
            self._barred.discard((hand, camera))
            if known is None:
                return  # letting go of what it does not hold is no news, however often it is told
        else:
            now = self._now()
            if known is not None and known[0] == stick and now - known[1] < self.AGAIN:
                return
            held[camera] = (stick, now)
        self._driver.move(hand, camera, stick)

    def pause(self, hand: str, camera: CameraId) -> None:
        """What it says is not to be done: it stands, though it is held. It has not let go, so after a halt it moves
        nothing until it says so itself."""
        held = self._held.get(hand, {})
        known = held.get(camera)
        if self._driver is None or known is None or known[0] == REST:
            return
        held[camera] = (REST, self._now())
        self._driver.pause(hand, camera)

    def holders(self, camera: CameraId, beyond: float = 0.0) -> frozenset[str]:
        """Whose stick is off its rest by more than that, as they say themselves, and not halted. Whether the camera
        obeys them is not known here. `beyond`: the dead zone of the curve, for within it nothing moves."""
        now = self._now()
        return frozenset(
            hand
            for hand, held in self._held.items()
            if (known := held.get(camera)) is not None and now - known[1] < self.SILENT
            and _reach(known[0]) > beyond and (hand, camera) not in self._barred
        )  # fmt: skip

    def release(self, hand: str) -> None:
        """It is gone: whatever it moved stops."""
        self._barred = {each for each in self._barred if each[0] != hand}
        if self._held.pop(hand, None) and self._driver is not None:
            self._driver.release(hand)

    def on_refused(self, callback: Callable[[str, Rejection], None]) -> Unsubscribe:
        """`callback`: whose hand, and why the camera does not do what it wants."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def refused(self, hand: str, why: Rejection) -> None:
        """The driver says so, once a hold: to the hand and to nobody else."""
        for callback in tuple(self._listeners):
            callback(hand, why)

    def halt(self, camera: CameraId) -> None:
        for hand, held in self._held.items():
            if camera in held:  # it is on the stick still: its letting go is news, and so is its going on
                held[camera] = (REST, self._now())
                self._barred.add((hand, camera))
        if self._driver is not None:
            self._driver.halt(camera)


def _reach(stick: Stick) -> float:
    return max(abs(stick.pan), abs(stick.tilt), abs(stick.zoom), abs(stick.focus))
