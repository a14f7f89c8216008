"""The rundown's slices: the plan, and where the show is in it."""

from datetime import date, tzinfo

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from control.clock import PlanTime, moment_of, zone
from control.core.countdown import Timer
from control.core.rundown import running
from control.core.rundown.commands import GoBack
from control.core.rundown.plan import Entry, Group, Item, Milestone, Plan
from control.core.rundown.rundown import can_go_back
from control.core.rundown.schedule import anchors, day
from control.core.rundown.state import Edit, Run, RundownState
from control.views.wire import (
    ActualWire,
    AnchorsWire,
    AskedWire,
    CueResultWire,
    EditWire,
    ItemClockWire,
    RundownWire,
    RunWire,
    TempoWire,
)


def rundown(state: RundownState) -> RundownWire:
    plan, place = state.plan, zone(state.zone)
    first_day = day(plan, state.today or "1970-01-01")
    return RundownWire(
        edition=state.edition,
        date=plan.date or UNSET,
        today=first_day.isoformat(),
        midnight=moment_of(PlanTime(0), first_day, place),
        fields=list(plan.fields),
        order=list(plan.order),
        by_id={str(key): entry for key, entry in plan.entries.items()},
        anchors=_anchors(plan, first_day, place),
        undo=_edit(state.undo),
        redo=_edit(state.redo),
    )


def public(state: RundownState) -> RundownWire:
    """For those on the stage: what comes and when, without the crew's notes, scripts, columns and cues."""
    entries = {key: _bare(entry) for key, entry in state.plan.entries.items()}
    plan = replace(state.plan, entries=entries, fields=())
    return rundown(replace(state, plan=plan, edition=0, undo=(), redo=()))


def _bare(entry: Entry) -> Entry:
    match entry:
        case Item():
            return replace(entry, note="", script="", custom={}, cues=())
        case Group() | Milestone():
            return replace(entry, note="", custom={})
    return entry


def _anchors(plan: Plan, first_day: date, place: tzinfo) -> dict[str, AnchorsWire]:
    found = {}
    for entry in plan:
        if isinstance(entry, Item) and (entry.start is not None or entry.end is not None):
            fixed = anchors(entry, first_day, place)
            found[str(entry.id)] = AnchorsWire(
                start=fixed.start if fixed.start is not None else UNSET,
                end=fixed.end if fixed.end is not None else UNSET,
            )
    return found


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


def run(state: RundownState) -> RunWire:
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
        gos=run.gos,
        armed=run.armed,
        roll=run.roll,
        relative=run.relative,
        held=run.held,
        asked=[AskedWire(item=one.item, cue=one.cue, at=one.at) for one in run.asked],
        actual={
            entry: ActualWire(start=actual.start, end=_or_unset(actual.end)) for entry, actual in run.actual.items()
        },
        results=_results(run),
        left=list(run.left),
        can_back=can_go_back(state, GoBack()) == (),
        tempo=TempoWire(real=run.tempo.real, show=run.tempo.show, rate=run.tempo.rate) if run.tempo else UNSET,
    )


def _or_unset(moment: int | None) -> int | UnsetType:
    return moment if moment is not None else UNSET


def _results(run: Run) -> dict[str, dict[str, CueResultWire]]:
    return {
        item: {
            cue: CueResultWire(outcome=one.outcome, at=one.at, code=one.code or UNSET, args=one.args or UNSET)
            for cue, one in results.items()
        }
        for item, results in run.results.items()
    }
