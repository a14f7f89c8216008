"""Plans by chance, for tests of what holds for any."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from control.clock import Duration, PlanTime
from control.core.rundown.plan import Delay, Entry, Group, Item, Milestone, Plan
from control.core.types import EntryId
from tests.control.core.rundowns import HOUR, MINUTE

MINUTES = st.integers(0, 90).map(lambda minutes: Duration(minutes * MINUTE))
TIMES = st.integers(0, 40 * 12).map(lambda fives: PlanTime(fives * 5 * MINUTE))
"""Within forty hours: over midnight, and over any change of clocks."""


@st.composite
def items(draw: st.DrawFn, name: str, group: EntryId | None, earliest: int | None = None) -> Item:
    """`earliest`: a fixed start is not before it."""
    start = draw(st.none() | TIMES)
    if start is not None and earliest is not None:
        start = PlanTime(earliest + start // 20)
    end: PlanTime | None = None
    if draw(st.integers(0, 4)) == 0:
        end = PlanTime((start if start is not None else draw(TIMES)) + draw(MINUTES))
    rest: dict[str, Any] = {}
    if start is not None or end is not None:
        rest["count_to_end"] = draw(st.integers(0, 4)) == 0
    return Item(
        id=EntryId(name),
        group=group,
        start=start,
        end=end,
        duration=draw(MINUTES),
        skip=draw(st.integers(0, 6)) == 0,
        overrun=draw(st.sampled_from(["absorb", "push", "compress", "stop"])),
        **rest,
    )


@st.composite
def plans(draw: st.DrawFn, *, least: int = 0, most: int = 9, ordered: bool = False) -> Plan:
    """Without faults. `ordered`: nothing is planned to begin before the one before it has ended."""
    entries: list[Entry] = []
    group: EntryId | None = None
    clock = 8 * HOUR
    for n in range(draw(st.integers(least, most))):
        name = EntryId(f"e{n}")
        match draw(st.sampled_from("iiiiiigmd")):
            case "g":
                entries.append(Group(id=name))
                group = name
                continue
            case "m":
                entries.append(Milestone(id=name, group=group))
            case "d":
                by = draw(st.integers(0 if ordered else -40, 40))
                entries.append(Delay(id=name, group=group, by=Duration(by * MINUTE)))
            case _:
                entry = draw(items(name, group, clock if ordered else None))
                if ordered and not entry.skip:
                    clock = max(clock, entry.start or 0) + entry.duration
                    clock = max(clock, entry.end or 0)
                entries.append(entry)
        if draw(st.booleans()):
            group = None
    return Plan.of(*entries)
