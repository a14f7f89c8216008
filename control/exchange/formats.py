"""The one door of the package: a format's name, bytes, and a plan.

What reads and writes tables, calendars and paper is imported when it is first needed: it takes seconds, and a show may
do without.
"""

from typing import Literal, get_args

from msgspec import Struct

from control.clock import Instant, day_of, zone
from control.core.camera_acts import PresetNames
from control.core.rundown.plan import Delay, Group, Item, Milestone, Plan
from control.core.rundown.schedule import Schedule, day, schedule
from control.core.rundown.state import Run
from control.exchange import native, ontime, ontime_out
from control.exchange.onto import differences
from control.exchange.reading import LARGEST, Fault, Options, Reading, UnreadableError, unreadable
from control.exchange.walls import walls
from control.show import Language, Show

ReadFormat = Literal["json", "ontime", "csv", "xlsx"]
WriteFormat = Literal["json", "ontime", "csv", "xlsx", "ics", "pdf"]
READ: tuple[ReadFormat, ...] = get_args(ReadFormat)
WRITE: tuple[WriteFormat, ...] = get_args(WriteFormat)

ReportFormat = Literal["csv", "xlsx"]
REPORT: tuple[ReportFormat, ...] = get_args(ReportFormat)

TYPES: dict[WriteFormat, tuple[str, str]] = {
    "json": ("application/json", ".rundown.json"),
    "ontime": ("application/json", ".ontime.json"),
    "csv": ("text/csv; charset=utf-8", ".csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ics": ("text/calendar; charset=utf-8", ".ics"),
    "pdf": ("application/pdf", ".pdf"),
}
"""(media type, how the name of its file ends)."""


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a file is to be read; what is not of its format is not looked at."""

    table: Options = Options()
    rundown: str | None = None
    """Of an Ontime project: id or title."""


class Occasion(Struct, frozen=True, kw_only=True):
    """What a plan does not say of itself."""

    title: str
    zone: str
    today: str | None
    """YYYY-MM-DD, for a plan that can be played on any day; None: the day it is."""
    now: Instant
    key: str
    """Of the show, the same for ever: for the UIDs of calendars."""
    language: Language
    show: Show | None = None
    presets: PresetNames = {}
    """Of its cameras, those that were stored since as well."""


class Summary(Struct, frozen=True):
    """What an import would bring."""

    items: int
    groups: int
    milestones: int
    delays: int
    start: int | None
    """ms on the wall clock after the midnight of the first day; None: no item is played."""
    end: int | None
    date: str | None
    fields: tuple[str, ...]
    """Labels."""
    added: int
    changed: int
    same: int
    removed: int


def read(kind: ReadFormat, data: bytes, base: Plan, asked: Asked) -> Reading:
    """Never raises for what is in `data`. `base`: the plan that is there; what the file has no place for is kept from
    its entries of the same id."""
    if len(data) > LARGEST:
        return unreadable(UnreadableError("exchange-too-large", most=LARGEST // 1_048_576))
    match kind:
        case "json":
            return native.read(data)
        case "ontime":
            return ontime.read(data, base, asked.rundown)
        case _:
            from control.exchange import table

            return table.read(kind, data, base, asked.table)


def write(kind: WriteFormat, plan: Plan, occasion: Occasion) -> bytes:
    where = zone(occasion.zone)
    planned = _planned(plan, occasion)
    match kind:
        case "json":
            return native.write(plan)
        case "ontime":
            return ontime_out.write(plan, occasion.title)
        case "ics":
            from control.exchange import calendar

            return calendar.write(plan, planned, where, occasion.title, occasion.now, occasion.key)
        case "pdf":
            from control.exchange import script

            about = script.About(occasion.title, occasion.zone, occasion.now, occasion.show, occasion.presets)
            return script.write(plan, planned, where, occasion.language, about)
        case _:
            from control.exchange import table_out

            return table_out.write(kind, plan, occasion.language, occasion.title)


def report(kind: ReportFormat, plan: Plan, run: Run, occasion: Occasion) -> bytes:
    """What became of the plan."""
    from control.exchange import report as table

    place = zone(occasion.zone)
    return table.write(kind, plan, run, _planned(plan, occasion), place, occasion.language, occasion.title)


def _planned(plan: Plan, occasion: Occasion) -> Schedule:
    where = zone(occasion.zone)
    today = occasion.today or day_of(occasion.now, where).isoformat()
    return schedule(plan, day(plan, today), where)


def left(kind: WriteFormat, data: bytes, plan: Plan) -> tuple[Fault, ...]:
    """What of the plan is not in the file that was written of it; of calendars and paper nobody expects all."""
    match kind:
        case "ontime":
            return ontime_out.left(data, plan)
        case "csv" | "xlsx":
            from control.exchange import table_out

            return table_out.left(kind, data, plan)
        case _:
            return ()


def summary(before: Plan, plan: Plan) -> Summary:
    lie = [wall for item, wall, _ in walls(plan) if not item.skip]
    count = {kind: sum(isinstance(entry, kind) for entry in plan) for kind in (Item, Group, Milestone, Delay)}
    return Summary(
        items=count[Item],
        groups=count[Group],
        milestones=count[Milestone],
        delays=count[Delay],
        start=min((wall.start for wall in lie), default=None),
        end=max((wall.end for wall in lie), default=None),
        date=plan.date,
        fields=tuple(field.label for field in plan.fields),
        **differences(before, plan),
    )
