"""What became of the plan: each item as planned and as it was, as a table.

Against the plan as it is now. Whole seconds, and all of a row from the same ones, so that its sums come out.
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Literal

from control.clock import Instant, day_of, time_of_day
from control.core.rundown.plan import Group, Item, Plan
from control.core.rundown.schedule import Schedule
from control.core.rundown.state import Run
from control.exchange.grid_xlsx import Time
from control.exchange.table_out import Value, sheet
from control.language import Texts
from control.show import Language

WIDTHS = {
    "date": 12,
    "number": 8,
    "group": 18,
    "title": 36,
    "planned-start": 12,
    "start": 12,
    "planned-length": 12,
    "length": 12,
    "planned-end": 12,
    "end": 12,
    "over": 12,
    "under": 12,
    "state": 14,
}
"""The columns, in their order. A spreadsheet shows no negative times, so what is behind and what is before the plan
have one each: both can be added up."""


def write(
    kind: Literal["csv", "xlsx"],
    plan: Plan,
    run: Run,
    planned: Schedule,
    place: tzinfo,
    language: Language,
    title: str,
) -> bytes:
    texts = Texts(language)
    headings = [texts.format(f"report-{name}") for name in WIDTHS]
    rows = _rows(plan, run, planned, place, texts)
    return sheet(
        kind, headings, [[row.get(name) for name in WIDTHS] for row in rows], [*WIDTHS.values()], language, title
    )


def _rows(plan: Plan, run: Run, planned: Schedule, place: tzinfo, texts: Texts) -> Iterator[dict[str, Value]]:
    groups = {entry.id: entry for entry in plan if isinstance(entry, Group)}
    for item in plan:
        if not isinstance(item, Item):
            continue
        group = groups.get(item.group) if item.group is not None else None
        row: dict[str, Value] = {"number": item.number, "title": item.title, "group": group.title if group else ""}
        wanted, actual = planned.get(item.id), run.actual.get(item.id)
        state = "skipped" if item.skip else "not-played"
        if wanted is not None:
            row |= _span("planned-", wanted.start, wanted.end, place)
        if actual is not None:
            row |= _span("", actual.start, actual.end, place)
            state = "played" if actual.end is not None else "on-air"
        if wanted is not None and actual is not None and actual.end is not None:
            late = _second(actual.end) - _second(wanted.end)
            row["over" if late >= 0 else "under"] = Time(abs(late))
        begun = actual.start if actual is not None else wanted.start if wanted is not None else None
        row["date"] = day_of(begun, place).isoformat() if begun is not None else ""
        yield {**row, "state": texts.format(f"report-{state}")}


def _span(prefix: str, start: Instant, end: Instant | None, place: tzinfo) -> dict[str, Value]:
    """`end` None: still on the air."""
    row: dict[str, Value] = {f"{prefix}start": _clock(start, place)}
    if end is not None:
        row |= {f"{prefix}end": _clock(end, place), f"{prefix}length": Time(_second(end) - _second(start))}
    return row


def _clock(moment: Instant, place: tzinfo) -> Time:
    return Time(time_of_day(Instant(_second(moment)), place))


def _second(moment: Instant) -> int:
    return moment // 1000 * 1000
