"""Times and lengths of time as people and spreadsheets write them.

A time: `10:00`, `10.00`, `10:00:30`, `10:00:30.250`, `9:30 pm`, `25:00` (one in the morning of the second day), a cell
with a time or with a date and a time, or a number from 0 to 1 (a part of the day, as spreadsheets keep times).

A length: `0:10:00`, `10:30` (see `Length.loose`), `1h30m`, `1 ч 30 мин`, `5 мин`, `90 s`, a cell with a time, or a
plain number: minutes. A minus in front is understood, so that the fault can say that it may not be there.
"""

import re
from datetime import date, datetime, time, timedelta

from msgspec import Struct

Cell = str | int | float | bool | datetime | date | time | timedelta | None

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
_CLOCK = re.compile(
    r"([0-9]{1,3})[:.]([0-5][0-9])(?:[:.]([0-5][0-9])(?:[.,]([0-9]{1,3}))?)?\s*([ap]\.?m\.?)?", re.IGNORECASE
)
_FULL = re.compile(r"([0-9]{1,3}):([0-5]?[0-9]):([0-5]?[0-9])(?:[.,]([0-9]{1,3}))?")
_LOOSE = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?:[.,]([0-9]{1,3}))?")
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?")
_PART = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?)\s*([a-zа-яё]+\.?|'|′|\"|″)\s*", re.IGNORECASE)
_UNITS = {
    **dict.fromkeys(("ms", "мс"), 1),
    **dict.fromkeys(
        ("s", "sec", "secs", "second", "seconds", "с", "сек", "секунд", "секунда", "секунды", '"', "″"), SECOND
    ),
    **dict.fromkeys(
        ("m", "min", "mins", "minute", "minutes", "м", "мин", "минут", "минута", "минуты", "'", "′"), MINUTE
    ),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "ч", "час", "часа", "часов"), HOUR),
    **dict.fromkeys(("d", "day", "days", "д", "дн", "день", "дня", "дней"), DAY),
}
_EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet knows no zones)


class Clock(Struct, frozen=True):
    """`ms` after a midnight: of the first day if `absolute`, else of the day that fits; `day`: the day itself."""

    ms: int
    absolute: bool = False
    day: date | None = None


class Length(Struct, frozen=True):
    ms: int
    loose: bool = False
    """Written `10:30`, and read as minutes and seconds; hours and minutes are 60 times as much."""


def clock(cell: Cell) -> Clock | None:
    """None for what is not a time."""
    match cell:
        case bool() | None:
            return None
        case datetime() if cell.year >= 1901:
            return Clock(_of_day(cell.time()), day=cell.date())
        case datetime():
            return _elapsed(_ms(cell - _EXCEL_ZERO))
        case time():
            return Clock(_of_day(cell))
        case timedelta():
            return _elapsed(_ms(cell))
        case int() | float():
            return Clock(round(cell * DAY)) if 0 <= cell < 1 and isinstance(cell, float) else None
        case str():
            return _clock_text(cell.strip())
    return None


def _clock_text(text: str) -> Clock | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if found[5][0] in "pP" else 0)
    return _elapsed(hours * HOUR + minutes * MINUTE + seconds * SECOND + int((found[4] or "").ljust(3, "0")))


def _elapsed(ms: int) -> Clock | None:
    return Clock(ms, absolute=ms >= DAY) if ms >= 0 else None


def length(cell: Cell) -> Length | None:
    """None for what is not a length of time; negative where a minus stands before it."""
    match cell:
        case bool() | None:
            return None
        case int() | float():
            return Length(round(cell * MINUTE)) if abs(cell) < 1_000_000 else None
        case datetime():
            return Length(_ms(cell - _EXCEL_ZERO)) if cell.year < 1901 else None
        case time():
            return Length(_of_day(cell))
        case timedelta():
            return Length(_ms(cell))
        case str():
            return _length_text(cell.strip())
    return None


def _length_text(text: str) -> Length | None:
    sign, text = (-1, text[1:].strip()) if text[:1] in "-−–" and text else (1, text)
    if found := _FULL.fullmatch(text):
        hours, minutes, seconds = (int(part) for part in found.group(1, 2, 3))
        return Length(sign * (hours * HOUR + minutes * MINUTE + seconds * SECOND + int((found[4] or "").ljust(3, "0"))))
    if found := _LOOSE.fullmatch(text):
        thousandths = int((found[3] or "").ljust(3, "0"))
        return Length(sign * (int(found[1]) * MINUTE + int(found[2]) * SECOND + thousandths), loose=found[3] is None)
    if _NUMBER.fullmatch(text):
        return Length(sign * round(float(text.replace(",", ".")) * MINUTE))
    total, at = 0.0, 0
    for part in _PART.finditer(text):
        unit = _UNITS.get(part[2].rstrip(".").lower())
        if part.start() != at or unit is None:
            return None
        total, at = total + float(part[1].replace(",", ".")) * unit, part.end()
    return Length(sign * round(total)) if at == len(text) > 0 else None


def _of_day(cell: time) -> int:
    return _ms(timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond))


def _ms(span: timedelta) -> int:
    return round(span / timedelta(milliseconds=1))


def written(ms: int) -> str:
    """`10:00:30`, `25:00:00`, `-0:05:00`, `0:00:01.500`: a time or a length that comes back as it is."""
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    seconds, thousandths = divmod(ms, SECOND)
    text = f"{sign}{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    return f"{text}.{thousandths:03}" if thousandths else text
