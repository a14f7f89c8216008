"""Time: three types that must not be mixed, and the only place that reads a clock.

Logic never reads it: ``now`` is an argument (DESIGN §1, §4).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as datetime_time
from functools import cache
from typing import NewType, Protocol
from zoneinfo import ZoneInfo

Instant = NewType("Instant", int)
"""A moment: milliseconds since 1970-01-01T00:00:00Z."""

Duration = NewType("Duration", int)
"""A length of time in milliseconds; negative where the docstring of its owner says what that means."""

TimeOfDay = NewType("TimeOfDay", int)
"""What a clock on the wall shows: milliseconds after its midnight, 0 … 86 399 999."""

PlanTime = NewType("PlanTime", int)
"""A wall time of a plan: milliseconds on the wall clock after the midnight of the plan's first day; 25 h is one in the
morning of the second. What moment it is depends on the day and the zone (`moment_of`)."""


class Clock(Protocol):
    def now(self) -> Instant: ...


class SystemClock:
    """UTC, anchored to the system clock once and carried on by a monotonic one.

    A step of the system clock (NTP, a person, summer time) therefore moves no running timer. The price: a
    clock that was wrong at the start stays wrong by as much until the next start, and on Linux and macOS the
    time a computer spends suspended is not counted.

    The two arguments are the clocks it reads, in nanoseconds; tests pass their own.
    """

    def __init__(
        self, wall: Callable[[], int] = time.time_ns, monotonic: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self._monotonic = monotonic
        self._anchor = wall() - monotonic()

    def now(self) -> Instant:
        return Instant((self._anchor + self._monotonic()) // 1_000_000)


class ManualClock:
    """Stands still until `advance` is called."""

    def __init__(self, now: Instant) -> None:
        self._now = now

    def now(self) -> Instant:
        return self._now

    def advance(self, step: Duration) -> Instant:
        """Moves on by ``step`` and returns the new now. ValueError for a negative step: time does not go
        back."""
        if step < 0:
            raise ValueError(f"a clock does not run backwards: {step} ms")
        self._now = later(self._now, step)
        return self._now


def later(moment: Instant, by: Duration) -> Instant:
    """The moment ``by`` after ``moment`` (before it, if ``by`` is negative)."""
    return Instant(moment + by)


def between(start: Instant, end: Instant) -> Duration:
    """From ``start`` to ``end``; negative when ``end`` comes first."""
    return Duration(end - start)


def time_of_day(moment: Instant, zone: tzinfo) -> TimeOfDay:
    """What a clock on the wall in ``zone`` shows at ``moment``."""
    seconds, milliseconds = divmod(moment, 1000)
    wall = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    return TimeOfDay(((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1000 + milliseconds)


@cache
def zone(name: str) -> tzinfo:
    """Of the time zone database. The first time it is read from a file: `control.controller` does that off the loop."""
    return UTC if name == "UTC" else ZoneInfo(name)


def moment_of(time: PlanTime, first_day: date, place: tzinfo) -> Instant:
    """When the wall clock in ``place`` shows ``time``. One that it shows twice (clocks put back) is the first of the
    two; one that it skips (clocks put forward) is as long after the change as it is after the hour that is missing."""
    days, rest = divmod(time, 86_400_000)
    wall = datetime.combine(first_day + timedelta(days=days), datetime_time.min) + timedelta(milliseconds=rest)
    return Instant(round(wall.replace(tzinfo=place).timestamp() * 1000))


def plan_time(moment: Instant, first_day: date, place: tzinfo) -> PlanTime:
    """What the wall clock shows then, as a time of a plan that begins on ``first_day``; negative before it."""
    wall = datetime.fromtimestamp(moment // 1000, UTC).astimezone(place)
    return PlanTime((wall.date() - first_day).days * 86_400_000 + time_of_day(moment, place))


def day_of(moment: Instant, place: tzinfo) -> date:
    """The day it is in ``place``."""
    return datetime.fromtimestamp(moment // 1000, UTC).astimezone(place).date()


def next_time_of_day(after: Instant, wall: TimeOfDay, zone: tzinfo) -> Instant:
    """The first moment later than ``after`` at which a clock on the wall in ``zone`` shows ``wall``.

    A time that the change to summer time skips is taken by the clock before the change (RFC 5545, section 3.3.5): 02:30
    becomes 03:30. A time that comes twice is met twice.
    """
    today = datetime.fromtimestamp(after // 1000, UTC).astimezone(zone).date()
    days = (today + timedelta(days=step) for step in (-1, 0, 1, 2))
    return min(moment for day in days for moment in _moments(day, wall, zone) if moment > after)


def _moments(day: date, wall: TimeOfDay, zone: tzinfo) -> tuple[Instant, ...]:
    """When it is ``wall`` on that day: one moment, or two on the day of the change to winter time."""
    seconds = wall // 1000
    local = datetime(day.year, day.month, day.day, seconds // 3600, seconds // 60 % 60, seconds % 60, tzinfo=zone)
    found = []
    for fold in (0, 1):
        moment = local.replace(fold=fold).astimezone(UTC)
        skipped = moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None)
        if fold == 0 or not skipped:
            found.append(Instant(int(moment.timestamp()) * 1000 + wall % 1000))
    return tuple(dict.fromkeys(found))
