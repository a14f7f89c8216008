"""The rundown's slices: the plan, and where the show is in it."""

from collections.abc import Callable
from datetime import date, tzinfo
from typing import Any, Generic, TypeVar, cast

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from control.clock import PlanTime, moment_of, zone
from control.core.countdown import Timer
from control.core.rundown import running
from control.core.rundown.commands import GoBack
from control.core.rundown.plan import Entry, Group, Item, Milestone, Plan
from control.core.rundown.rundown import can_go_back
from control.core.rundown.schedule import anchors, day
from control.core.rundown.state import Edit, Result, RundownState
from control.core.types import CueId, EntryId
from control.views.wire_rundown import (
    ActualWire,
    AskedWire,
    CueResultWire,
    EditWire,
    ItemClockWire,
    RundownWire,
    RunWire,
    TempoWire,
)

Made = TypeVar("Made")
Where = tuple[date, tzinfo]
"""The plan's first day, and the show's zone."""


class _Remembered(Generic[Made]):
    """What was made of each entry, made again only of an entry that is another object: an edit changes one of
    thousands. What is the same object need not be compared for the patch either."""

    def __init__(self, make: Callable[[Entry, Where], Made]) -> None:
        self._make = make
        self._made: dict[str, tuple[Entry, Made]] = {}
        self._where: Where | None = None

    def of(self, plan: Plan, where: Where) -> dict[str, Made]:
        known = self._made if self._where == where else {}
        self._where = where
        self._made = {
            str(key): one
            if (one := known.get(key)) is not None and one[0] is entry
            else (entry, self._make(entry, where))
            for key, entry in plan.entries.items()
        }
        return {key: made for key, (_, made) in self._made.items()}


def _whole(entry: Entry, where: Where) -> dict[str, Any]:
    return cast(dict[str, Any], msgspec.to_builtins(entry))


def _bare(entry: Entry, where: Where) -> dict[str, Any]:
    match entry:
        case Item():
            entry = replace(entry, note="", script="", custom={}, cues=())
        case Group() | Milestone():
            entry = replace(entry, note="", custom={})
    return _whole(entry, where)


def _anchors(entry: Entry, where: Where) -> dict[str, int]:
    if not isinstance(entry, Item):
        return {}
    fixed = anchors(entry, *where)
    return {name: at for name, at in (("start", fixed.start), ("end", fixed.end)) if at is not None}


class _Plans:
    """One of the two ways in which a plan is shown."""

    def __init__(self, make: Callable[[Entry, Where], dict[str, Any]]) -> None:
        self._entries = _Remembered(make)
        self._anchors = _Remembered(_anchors)
        self._order: tuple[tuple[EntryId, ...], list[str]] = ((), [])

    def wire(self, state: RundownState, *, bare: bool) -> dict[str, Any]:
        """A `RundownWire`, JSON-ready."""
        plan = state.plan
        where = day(plan, state.today or "1970-01-01"), zone(state.zone)
        if self._order[0] is not plan.order:
            self._order = plan.order, [str(entry) for entry in plan.order]
        head = RundownWire(
            edition=0 if bare else state.edition,
            date=plan.date or UNSET,
            today=where[0].isoformat(),
            midnight=moment_of(PlanTime(0), *where),
            fields=[] if bare else list(plan.fields),
            order=[],
            by_id={},
            anchors={},
            undo=UNSET if bare else _edit(state.undo),
            redo=UNSET if bare else _edit(state.redo),
        )
        return {
            **msgspec.to_builtins(head),
            "order": self._order[1],
            "byId": self._entries.of(plan, where),
            "anchors": {key: made for key, made in self._anchors.of(plan, where).items() if made},
        }


_FULL, _BARE = _Plans(_whole), _Plans(_bare)


def rundown(state: RundownState) -> dict[str, Any]:
    """The whole plan."""
    return _FULL.wire(state, bare=False)


def public(state: RundownState) -> dict[str, Any]:
    """For those on the stage: what comes and when, without the crew's notes, scripts, columns and cues."""
    return _BARE.wire(state, bare=True)


def _edit(stack: tuple[Edit, ...]) -> EditWire | UnsetType:
    if not stack:
        return UNSET
    newest = stack[-1]
    return EditWire(what=newest.what, name=newest.name or UNSET, by=newest.by)


def _timer(timer: Timer) -> ItemClockWire:
    return ItemClockWire(
        state=timer.state,
        total=timer.total,
        target=timer.target if timer.target is not None else UNSET,
        left=timer.rest if timer.rest is not None else UNSET,
    )


def _run(state: RundownState) -> RunWire:
    """But for the results."""
    run, playing = state.run, state.run.playing
    coming = running.next_item(state)
    return RunWire(
        mode=playing.mode,
        item=playing.item or UNSET,
        timer=_timer(playing.timer) if playing.timer is not None else UNSET,
        started=_or_unset(playing.started),
        added=playing.added,
        until=_or_unset(playing.until),
        at=_or_unset(playing.at),
        next=coming.id if coming is not None else UNSET,
        chosen=True if playing.next is not None else UNSET,
        fired=list(playing.fired),
        up=True if playing.up else UNSET,
        begun=_or_unset(run.begun),
        behind=run.behind,
        pushed=_or_unset(run.pushed),
        gos=run.gos,
        armed=run.armed,
        roll=run.roll,
        relative=run.relative,
        held=run.held,
        asked=[AskedWire(item=one.item, cue=one.cue, at=one.at) for one in run.asked],
        actual={
            entry: ActualWire(start=actual.start, end=_or_unset(actual.end)) for entry, actual in run.actual.items()
        },
        results={},
        left=list(run.left),
        can_back=can_go_back(state, GoBack()) == (),
        tempo=TempoWire(real=run.tempo.real, show=run.tempo.show, rate=run.tempo.rate) if run.tempo else UNSET,
    )


def _or_unset(moment: int | None) -> int | UnsetType:
    return moment if moment is not None else UNSET


class _Results:
    """Of each item, made again only of what is another object: a GO changes those of one or two items."""

    def __init__(self) -> None:
        self._made: dict[EntryId, tuple[dict[CueId, Result], dict[str, Any]]] = {}

    def of(self, results: dict[EntryId, dict[CueId, Result]]) -> dict[str, Any]:
        known = self._made
        self._made = {
            item: one
            if (one := known.get(item)) is not None and one[0] is of_item
            else (of_item, msgspec.to_builtins({cue: _result(result) for cue, result in of_item.items()}))
            for item, of_item in results.items()
        }
        return {str(item): made for item, (_, made) in self._made.items()}


_RESULTS = _Results()


def _result(result: Result) -> CueResultWire:
    return CueResultWire(outcome=result.outcome, at=result.at, code=result.code or UNSET, args=result.args or UNSET)


def run(state: RundownState) -> dict[str, Any]:
    """A `RunWire`, JSON-ready."""
    return {**msgspec.to_builtins(_run(state)), "results": _RESULTS.of(state.run.results)}


def public_run(state: RundownState) -> dict[str, Any]:
    """For those on the stage: where the show is, without what its cues did."""
    return cast(dict[str, Any], msgspec.to_builtins(replace(_run(state), fired=[], asked=[], left=[])))
