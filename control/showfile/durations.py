"""Lengths of time as people write them: `300ms`, `2s`, `1.5s`, `10m`, `1h`, `5:00`, `1:30:00`. Pure.

A number without a unit is nothing: half of the readers would take it for seconds, the other half for milliseconds.

And the wall times of a rundown: `10:00`, `10:00:30`.
"""

import re

from control.clock import Duration, PlanTime, TimeOfDay
from control.core.rundown.plan import MOST_DAYS

_UNITS = {
    "ms": 1,
    "s": 1_000,
    "m": 60_000,
    "min": 60_000,
    "h": 3_600_000,
    "мс": 1,
    "с": 1_000,
    "м": 60_000,
    "мин": 60_000,
    "ч": 3_600_000,
}
# [0-9], not \d: int() would also read ٣, and a number this short is never slow to convert.
_NUMBER = re.compile(r"([0-9]{1,8})(?:\.([0-9]{1,3}))?\s*([a-zа-я]{1,3})")
_WALL = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?")
_CLOCK = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])")


def parse(text: str) -> Duration | None:
    """None for what is not a length of time."""
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        if clock[1] and minutes > 59:
            return None
        return Duration(((hours * 60 + minutes) * 60 + seconds) * 1_000)
    if (number := _NUMBER.fullmatch(text)) and (unit := _UNITS.get(number[3])):
        whole, thousandths = int(number[1]), int((number[2] or "").ljust(3, "0"))
        return Duration(whole * unit + thousandths * unit // 1_000)
    return None


def parse_shift(text: str) -> Duration | None:
    """A length of time that may begin with a sign."""
    text = text.strip()
    sign, length = (text[:1], text[1:]) if text[:1] in ("+", "-", "−") else ("", text)
    found = parse(length)
    return found if found is None or sign in ("", "+") else Duration(-found)


def parse_time(text: str) -> PlanTime | None:
    """A wall time, after the midnight of the first day: the second day begins at 24:00."""
    wall = _WALL.fullmatch(text.strip())
    if wall is None or int(wall[1]) >= 24 * MOST_DAYS:
        return None
    hours, minutes, seconds = (int(part or 0) for part in wall.groups())
    return PlanTime(((hours * 60 + minutes) * 60 + seconds) * 1_000)


def parse_time_of_day(text: str) -> TimeOfDay | None:
    """`19:00` or `19:00:30`; None for what no clock on the wall shows."""
    found = parse_time(text)
    return TimeOfDay(found) if found is not None and found < 24 * 3_600_000 else None


def written(duration: Duration) -> str:
    """The shortest way to write it in a show file: 50ms, 20s, 5:00, 24h."""
    if duration < 0:
        return f"-{written(Duration(-duration))}"
    if duration % 1_000:
        return f"{duration}ms"
    seconds = duration // 1_000
    if seconds < 60:
        return f"{seconds}s"
    if seconds % 3_600 == 0:
        return f"{seconds // 3_600}h"
    hours, rest = divmod(seconds, 3_600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
