"""How far and how fast a guest's hand goes: pure, `now` is an argument (milliseconds of any steady clock)."""

import math
from collections.abc import Mapping
from typing import Any

from control.core.lending_acts import Range, Terms
from control.hands import Stick
from devices.ptz.motion import Curve

AHEAD = 350
"""Milliseconds: so old is what a camera tells (four times a second while it moves), with the way there and back."""
FRESH = 700
"""Milliseconds after which a speed that was seen is no speed any more: a camera that stands tells nothing new."""
_CURVE = Curve()
DEAD_ZONE = _CURVE.dead_zone
"""Nothing of a camera moves by a stick that is no further from its middle."""
_AXES = ("pan", "tilt", "zoom")


def furthest(speed: float) -> float:
    """How far a stick must be held for a share of the camera's speed: the inverse of `devices.ptz.motion.Curve`."""
    return _CURVE.dead_zone + (1 - _CURVE.dead_zone) * math.pow(speed, 1 / _CURVE.exponent)


def slowed(stick: Stick, speed: float) -> Stick:
    """The whole way of a guest's stick is from nothing to `speed`, a share of what the camera can."""
    most = furthest(speed)
    return Stick(*(_held(value) * most for value in (stick.pan, stick.tilt, stick.zoom, stick.focus)))


def _held(value: float) -> float:
    return min(1.0, max(-1.0, value)) if math.isfinite(value) else 0.0


def _of_lens(bounds: Range | None) -> Range | None:
    """Where the lens ends by itself (0 and 1) nobody need brake, nor be told that the operator set an edge."""
    if bounds is None:
        return None
    low, high = bounds
    return (low if low > 0 else -math.inf, high if high < 1 else math.inf)


class Fence:
    """Of one camera: where it stood when it last told so, and how fast it was."""

    def __init__(self) -> None:
        self._at: dict[str, tuple[float, int, float]] = {}
        """Axis → position, when, units a millisecond."""

    def seen(self, where: Mapping[str, Any], now: int) -> None:
        """`where`: telemetry `heads` of this camera."""
        for axis in _AXES:
            position = where.get(axis)
            if position is None:
                self._at.pop(axis, None)
                continue
            before = self._at.get(axis)
            if before is None or not 0 < now - before[1] <= FRESH:
                self._at[axis] = (float(position), now, 0.0)
            elif position != before[0]:  # else it may be news of another camera that was told
                self._at[axis] = (float(position), now, (position - before[0]) / (now - before[1]))

    def kept(self, stick: Stick, terms: Terms, now: int) -> Stick:
        """What of the stick leads nowhere outside. A bounded axis that does not tell where it is does not move; the
        focus has no bounds. Back inside leads every way in."""
        pan, tilt, zoom = (
            self._axis(axis, held, bounds, now)
            for axis, held, bounds in (
                ("pan", stick.pan, terms.pan),
                ("tilt", stick.tilt, terms.tilt),
                ("zoom", stick.zoom, _of_lens(terms.zoom)),
            )
        )
        return Stick(pan, tilt, zoom, stick.focus)

    def _axis(self, axis: str, held: float, bounds: Range | None, now: int) -> float:
        if bounds is None or held == 0:
            return held
        known = self._at.get(axis)
        if known is None:
            return 0.0
        position, at, speed = known
        low, high = bounds
        soon = position + (speed * (now - at + AHEAD) if now - at <= FRESH else 0.0)
        if held > 0:
            return 0.0 if max(position, soon) >= high else held
        return 0.0 if min(position, soon) <= low else held
