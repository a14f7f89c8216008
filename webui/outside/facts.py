"""What both projections (flat and Ontime's) read of a moment of the show: the rundown's sums, done once."""

from __future__ import annotations

import math
from datetime import tzinfo
from typing import Any

import msgspec
from msgspec import Struct

from control.clock import Duration, Instant, between, later, zone
from control.core.rundown import running
from control.core.rundown.forecast import Expected, Offset, forecast, next_flag, offset, show_end
from control.core.rundown.plan import Item, Plan, group_of
from control.core.rundown.schedule import Schedule, day, schedule
from control.core.rundown.state import RundownState
from control.core.types import EntryId
from control.registry import State
from control.show import Show
from control.views.table import VIEWS


class Facts(Struct, frozen=True):
    """`now` is the wall's time; `time` the rundown's own: the same, unless it is rehearsed at another speed."""

    state: State
    show: Show
    now: Instant
    time: Instant
    place: tzinfo
    schedule: Schedule
    gaps: dict[EntryId, Duration]
    """As Ontime has them: from the end of the item before to the start of this one, delays left out; 0: linked, or the
    first; negative where they overlap."""
    children: dict[EntryId, list[EntryId]]
    """Of each group that has any, in order."""
    expected: dict[EntryId, Expected]
    offset: Offset | None
    item: Item | None
    """What is on the air, is ready, or waits for its time."""
    coming: Item | None
    """What a GO puts on the air; that may be `item`, when it is ready."""
    after: Item | None
    """What follows `item`."""
    flag: Item | None
    """The next flagged item to come."""
    timers: dict[str, dict[str, Any]]
    """Named timers as the pages get them (`TimerWire`); none where this Efir has none."""

    @property
    def on(self) -> Item | None:
        return self.item if self.state.rundown.run.playing.mode == "on" else None

    @property
    def left(self) -> Duration | None:
        """Of the clock of `item`, ms."""
        timer = self.state.rundown.run.playing.timer
        return timer.left(self.time) if timer is not None and self.item is not None else None

    @property
    def end(self) -> Instant | None:
        """When the show is expected to end."""
        return show_end(self.state.rundown.plan, self.expected)


class Reader:
    """Keeps the sums of the newest plan: they are the same every second."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._of: tuple[Plan, str, str] | None = None
        self._schedule: Schedule = {}
        self._gaps: dict[EntryId, Duration] = {}
        self._children: dict[EntryId, list[EntryId]] = {}

    def read(self, state: State, now: Instant) -> Facts:
        rundown = state.rundown
        playing = rundown.run.playing
        time = running.show_time(rundown, now)
        planned = self._planned(rundown)
        item = rundown.plan.item(playing.item)
        coming = running.next_item(rundown)
        after = coming
        if item is not None and coming is not None and coming.id == item.id:
            after = rundown.plan.after(item.id)
        return Facts(
            state=state,
            show=self._show,
            now=now,
            time=time,
            place=zone(rundown.zone if rundown.today else self._show.time_zone),
            schedule=planned,
            gaps=self._gaps,
            children=self._children,
            expected=forecast(rundown.plan, planned, rundown.run, time),
            offset=offset(planned, rundown.run, time),
            item=item,
            coming=coming,
            after=after,
            flag=next_flag(rundown.plan, rundown.run),
            timers=timers(state, self._show),
        )

    def _planned(self, rundown: RundownState) -> Schedule:
        of = (rundown.plan, rundown.today, rundown.zone)
        if self._of is None or self._of[0] is not of[0] or self._of[1:] != of[1:]:
            first_day = day(rundown.plan, rundown.today or "1970-01-01")
            self._of, self._schedule = of, schedule(rundown.plan, first_day, zone(rundown.zone))
            self._gaps = _gaps(rundown.plan, self._schedule)
            self._children = _children(rundown.plan)
        return self._schedule


def _gaps(plan: Plan, schedule: Schedule) -> dict[EntryId, Duration]:
    found: dict[EntryId, Duration] = {}
    end: Instant | None = None
    for item in plan.items():
        planned = schedule[item.id]
        start = later(planned.start, Duration(-planned.delay))
        found[item.id] = between(end, start) if end is not None else Duration(0)
        end = later(start, planned.length)
    return found


def _children(plan: Plan) -> dict[EntryId, list[EntryId]]:
    found: dict[EntryId, list[EntryId]] = {}
    for entry in plan:
        group = group_of(entry)
        if group is not None:
            found.setdefault(group, []).append(entry.id)
    return found


def timers(state: State, show: Show) -> dict[str, dict[str, Any]]:
    """Named timers as the pages get them, by id."""
    slice_ = VIEWS["panel"].slices.get("timers")
    if slice_ is None:
        return {}
    wire = msgspec.to_builtins(slice_.project(state, show))
    return {timer: wire["byId"][timer] for timer in wire["order"]}


def timer_left(wire: dict[str, Any], now: Instant) -> int | None:
    """ms; negative is overtime. Of a timer with banks: the active one's. None if it has no clock."""
    clock = clock_of(wire)
    if clock is None:
        return None
    left: int = clock["target"] - now if "target" in clock else clock.get("left", clock["total"])
    return left


def timer_shown(wire: dict[str, Any], now: Instant) -> int | None:
    """What its figures say, ms: what is left, or for a count-up what is used."""
    left, clock = timer_left(wire, now), clock_of(wire)
    if left is None or clock is None or wire["kind"] != "count-up":
        return left
    used: int = clock["total"] - left
    return used


def clock_of(wire: dict[str, Any]) -> dict[str, Any] | None:
    banks = wire.get("banks")
    clock: dict[str, Any] | None = wire.get("clock")
    return banks["byId"][wire["active"]]["clock"] if banks else clock


def until_next_second(facts: Facts) -> float:
    """Seconds until some figure changes: the clock on the wall, or one that runs."""
    waits = [1000 - facts.now % 1000]
    playing = facts.state.rundown.run.playing
    left = facts.left
    tempo = facts.state.rundown.run.tempo
    if left is not None and playing.running:
        waits.append(math.ceil((left % 1000 or 1000) / (tempo.rate if tempo is not None else 1.0)))
    for wire in facts.timers.values():
        clock = clock_of(wire)
        if clock is not None and "target" in clock:
            waits.append((clock["target"] - facts.now) % 1000 or 1000)
    return max(50, min(waits)) / 1000
