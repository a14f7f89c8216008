"""What moves in a camera: pure, each axis a line through time. `now` is seconds of any steady clock.

Speeds of pan and tilt are those of a vendor's table (Telycam TLC-700, "VISCA pan tilt speed value"), ranges likewise;
the zoom's and the focus's are rounded from data sheets.
"""

import math
from collections.abc import Mapping

from msgspec import Struct

# Degrees a second of steps 1 … 24 and 1 … 20. (The table's tilt ends at 18: the last two are its end.)
PAN_SPEEDS = (1, 1.5, 2.2, 2.4, 2.6, 2.8, 3, 3.2, 3.4, 3.8, 4.5, 6, 9, 15, 19, 25, 32, 38, 45, 58, 75, 88, 105, 120)
TILT_SPEEDS = (1, 1.5, 2.2, 3.6, 4.7, 6, 8, 10, 12, 15, 18, 23, 30, 39, 48, 59, 69, 80, 80, 80)
PAN_RANGE, TILT_RANGE = (-170.0, 170.0), (-30.0, 90.0)
"""Degrees; right and up are positive."""
UNITS_PER_DEGREE = 14.4
"""Of VISCA's positions: F670 … 0990 and FE50 … 0510."""
SLOWEST_ZOOM, FASTEST_ZOOM = 1 / 20, 1 / 3
"""Of the whole travel a second."""
FOCUS_SPEED = 1 / 2
RECALL_SPEED = 60.0
"""Degrees a second."""
INFINITE = math.inf


def zoom_speed(step: int) -> float:
    """Of steps 0 … 7, in travels a second."""
    return SLOWEST_ZOOM + (FASTEST_ZOOM - SLOWEST_ZOOM) * step / 7


class Axis(Struct, frozen=True):
    """From `start` at `since` with `velocity` (units a second) until `stop` is reached."""

    low: float
    high: float
    start: float
    since: float = 0.0
    velocity: float = 0.0
    stop: float = 0.0

    def at(self, now: float) -> float:
        if not self.velocity:
            return self.start
        there = self.start + self.velocity * (now - self.since)
        return min(there, self.stop) if self.velocity > 0 else max(there, self.stop)

    def ends(self) -> float:
        """When it stands still by itself; `since` if it does not move."""
        return self.since + (self.stop - self.start) / self.velocity if self.velocity else self.since

    def moving(self, now: float) -> bool:
        return self.velocity != 0 and now < self.ends()

    def driven(self, velocity: float, now: float) -> "Axis":
        """From now on at `velocity`, at most to the end of the axis. 0 stops."""
        here = self.at(now)
        end = self.high if velocity > 0 else self.low
        return Axis(self.low, self.high, here, now, velocity if here != end else 0.0, end)

    def sent(self, target: float, speed: float, now: float) -> "Axis":
        here, target = self.at(now), min(max(target, self.low), self.high)
        if here == target or speed <= 0:
            return Axis(self.low, self.high, here, now)
        return Axis(self.low, self.high, here, now, math.copysign(speed, target - here), target)


class Preset(Struct, frozen=True):
    pan: float
    tilt: float
    zoom: float
    focus: float


class Motors:
    """The axes of one camera, with what it remembers."""

    def __init__(self) -> None:
        self.axes: dict[str, Axis] = {
            "pan": Axis(*PAN_RANGE, 0.0),
            "tilt": Axis(*TILT_RANGE, 0.0),
            "zoom": Axis(0.0, 1.0, 0.0),
            "focus": Axis(0.0, 1.0, 0.5),
        }
        self.presets: dict[int, Preset] = {}

    def at(self, axis: str, now: float) -> float:
        return self.axes[axis].at(now)

    def moving(self, now: float) -> frozenset[str]:
        return frozenset(name for name, axis in self.axes.items() if axis.moving(now))

    def drive(self, axis: str, velocity: float, now: float) -> None:
        self.axes[axis] = self.axes[axis].driven(velocity, now)

    def stop(self, now: float) -> None:
        for axis in self.axes:
            self.drive(axis, 0.0, now)

    def send(self, targets: Mapping[str, tuple[float, float]], now: float) -> float:
        """Each axis to (target, at speed); when the last is there."""
        for name, (target, speed) in targets.items():
            self.axes[name] = self.axes[name].sent(target, speed, now)
        return max((self.axes[name].ends() for name in targets), default=now)

    def store(self, slot: int, now: float) -> None:
        self.presets[slot] = Preset(*(self.at(name, now) for name in ("pan", "tilt", "zoom", "focus")))

    def recall(self, slot: int, now: float) -> float:
        """When it is there. KeyError for a slot that is empty."""
        preset = self.presets[slot]
        speeds = {"pan": RECALL_SPEED, "tilt": RECALL_SPEED, "zoom": FASTEST_ZOOM, "focus": FOCUS_SPEED}
        return self.send({name: (getattr(preset, name), speed) for name, speed in speeds.items()}, now)

    def home(self, now: float) -> float:
        return self.send({"pan": (0.0, RECALL_SPEED), "tilt": (0.0, RECALL_SPEED)}, now)
