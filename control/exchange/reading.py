"""What reading a file gives: a whole plan or none, and everything that is worth knowing about the file."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from control.core.rundown.plan import Plan
from control.errors import EfirError

LARGEST = 8 * 1_048_576
"""Bytes of a file."""
MOST_FAULTS = 200
"""A file of another kind altogether would otherwise fill the screen."""

Level = Literal["error", "warning"]


class Fault(Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong. `code` and `args` are a Fluent message's. An error: nothing is imported; a warning: it
    is, and this is what becomes of it."""

    code: str
    args: dict[str, str | int] = {}
    level: Level = "error"
    row: int | None = None
    """As the spreadsheet counts them, from 1."""
    column: str | None = None
    """Its heading."""


class Column(Struct, frozen=True, omit_defaults=True):
    """Of a table: what stands over it, what it was taken for, and its first values, for a mapping dialog."""

    heading: str
    meaning: str
    """One of `control.exchange.columns.MEANINGS`."""
    guessed: bool = True
    samples: tuple[str, ...] = ()


class Layout(Struct, frozen=True, omit_defaults=True):
    """How the table was understood."""

    columns: tuple[Column, ...] = ()
    header: int = 1
    """The row of the headings, from 1."""
    rows: int = 0
    """With anything in them, below the headings."""
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    clock: str | None = None
    """How `10:30` was read in a column of lengths: `m:ss` or `h:mm`; absent: nothing like it is there."""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may say of a table."""

    mapping: tuple[str | None, ...] = ()
    """A meaning a column, from the left; None: guess."""
    sheet: str | None = None
    clock: Literal["m:ss", "h:mm"] | None = None
    """What `10:30` is in a column of lengths; None: guess."""


class Reading(Struct, frozen=True):
    plan: Plan | None
    """None: an error is among the faults."""
    faults: tuple[Fault, ...] = ()
    layout: Layout | None = None
    """Of a table."""
    rundowns: tuple[str, ...] = ()
    """Names of those in an Ontime project."""


class UnreadableError(EfirError):
    """The file cannot be read at all; `code` and `arguments` say why."""


def error(code: str, place: int | None = None, column: str | None = None, /, **args: str | int) -> Fault:
    return Fault(code, args, "error", place, column)


def warning(code: str, place: int | None = None, column: str | None = None, /, **args: str | int) -> Fault:
    return Fault(code, args, "warning", place, column)


def unreadable(error_: UnreadableError) -> Reading:
    return Reading(None, (Fault(error_.code, dict(error_.arguments)),))


def is_fatal(faults: Iterable[Fault]) -> bool:
    return any(fault.level == "error" for fault in faults)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Errors first, then by row; not more than `MOST_FAULTS`, and then how many more there are."""
    found = sorted(faults, key=lambda fault: (fault.level != "error", fault.row or 0))
    if (more := len(found) - MOST_FAULTS) > 0:
        found[MOST_FAULTS:] = [Fault("exchange-more-faults", {"count": more}, found[MOST_FAULTS].level)]
    return tuple(found)
