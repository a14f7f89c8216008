"""Times as people read them on buttons: the same rules as the pages' (`webui/pages/lib/clock.ts`, `plan-times.ts`)."""

from __future__ import annotations

from datetime import tzinfo

from control.clock import Instant, time_of_day

MINUS = "−"


def duration_text(seconds: int) -> str:
    """4:07, 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def whole_seconds(left: int) -> int:
    """What a countdown shows of `left` ms: a started second counts as a whole one, and so does one of overtime
    (negative) only when it is over."""
    return -(-left // 1000)


def left_text(left: int) -> str:
    """5:00 first and 0:00 exactly at zero; overtime carries a plus. ms."""
    seconds = whole_seconds(left)
    return f"+{duration_text(-seconds)}" if seconds < 0 else duration_text(seconds)


def offset_text(offset: int) -> str:
    """+2:30 behind, −0:15 ahead, 0:00. ms."""
    seconds = abs(offset) // 1000
    sign = "" if seconds == 0 else "+" if offset > 0 else MINUS
    return sign + duration_text(seconds)


def wall_text(moment: Instant, place: tzinfo) -> str:
    """18:30:05, on the wall of `place`."""
    minutes, seconds = divmod(time_of_day(moment, place) // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
