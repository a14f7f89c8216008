"""Named timers: countdowns, count-ups, counts to a time of day, and banks (chess clocks, a team's own time).

Those of the show file are there from the start; the state holds only what differs from it. A clock is always a
countdown (`control.core.countdown`): a count-up is one that shows how much of it is used, and without a limit its
length is zero and it only goes on.
"""

import re
import unicodedata
from zoneinfo import ZoneInfo

from msgspec import UNSET
from msgspec.structs import replace

from control.clock import Duration, Instant, between, later, next_time_of_day
from control.core.context import Context
from control.core.countdown import Timer
from control.core.timer_acts import (
    COMMANDS,
    EVENTS,
    Add,
    Added,
    Adjust,
    Adjusted,
    Change,
    Changed,
    Due,
    Pause,
    Paused,
    Put,
    Ran,
    Remove,
    Removed,
    Reset,
    Restarted,
    Restore,
    Restored,
    Set,
    Start,
    Started,
    Switch,
    Switched,
    Up,
)
from control.core.timer_plans import MAIN, MOST_TIMERS, faults, plan_of
from control.core.timer_state import Entry, Run, TimersState, active_of, clock_of, find, run_of, shown, timers_of
from control.core.types import BankId, Command, Decision, Event, TimerId
from control.core.unseen import is_unseen
from control.errors import Rejection, reject
from control.show import IDENTIFIER, LONGEST_TIMER, NamedTimer, Show

__all__ = ["COMMANDS", "EVENTS", "TimersState", "decide", "due", "evolve", "inverse"]

_ID = re.compile(IDENTIFIER)
_HOUR = 3_600_000


# --- deciding ---


def decide(state: TimersState, command: Command, ctx: Context) -> Decision:
    match command:
        case Add(timer=plan, instead=instead):
            return _add(state, plan, instead, ctx.show)
        case Due(timer=timer, bank=bank):
            return (Up(timer, bank),) if _is_due(run_of(state, timer), bank, ctx.now) else ()
        case Restore():
            return _restore(state, command, ctx.show)
    assert isinstance(command, Change | Remove | Start | Pause | Reset | Set | Adjust | Switch)
    found = find(state, ctx.show, command.timer)
    if found is None:
        return reject("no-such-timer")
    return _work(state, found, command, ctx)


def _work(
    state: TimersState,
    plan: NamedTimer,
    command: Change | Remove | Start | Pause | Reset | Set | Adjust | Switch,
    ctx: Context,
) -> Decision:
    run = run_of(state, plan.id)
    match command:
        case Change():
            return _change(state, plan, command, ctx.show)
        case Remove():
            return (Removed(plan.id, plan.name, plan_of(ctx.show, plan.id) is not None),)
        case Start(bank=bank):
            return _start(plan, run, bank, ctx)
        case Pause():
            return _pause(plan, run, ctx.now)
        case Reset():
            return () if run == Run() else (Restarted(plan.id),)
        case Set() | Adjust():
            return _turn(plan, run, command, ctx.now)
        case Switch(bank=bank):
            return _switch(plan, run, bank, ctx.now)


def _add(state: TimersState, plan: NamedTimer, instead: bool, show: Show) -> Decision:
    if not all(_ID.fullmatch(each) for each in (plan.id, *(bank.id for bank in plan.banks))):
        return reject("timer-id-wrong")
    if len({bank.id for bank in plan.banks}) < len(plan.banks):
        return reject("timer-bank-twice")
    there = timers_of(state, show)
    if plan.id in there and not instead:
        return reject("timer-name-taken", name=there[plan.id].name)
    if plan.id not in there and len(there) >= MOST_TIMERS:
        return reject("timers-many", most=MOST_TIMERS)
    wrong = _wrong(plan, there)
    return wrong or (Added(plan),)


def _restore(state: TimersState, command: Restore, show: Show) -> Decision:
    if not _same_act(state.entries.get(command.timer), command.over):
        return reject("timer-moved-on")
    restored = Restored(command.timer, command.to)
    if len(timers_of(evolve(state, restored), show)) > MOST_TIMERS:
        return reject("timers-many", most=MOST_TIMERS)
    return (restored,)


def _wrong(plan: NamedTimer, there: dict[TimerId, NamedTimer]) -> Rejection | None:
    names = [plan.name, *(bank.name for bank in plan.banks)]
    if not all(name.strip() for name in names):
        return reject("timer-nameless")
    if any(is_unseen(char) for name in names for char in name):
        return reject("timer-name-unseen")
    if any(_same(other.name, plan.name) for timer, other in there.items() if timer != plan.id):
        return reject("timer-name-taken", name=plan.name)
    fault = next(faults(plan), None)
    return Rejection(fault.code, fault.args) if fault is not None else None


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFC", one.strip()) == unicodedata.normalize("NFC", other.strip())


def _change(state: TimersState, plan: NamedTimer, command: Change, show: Show) -> Decision:
    given = {key: getattr(command, key) for key in ("name", "warning", "danger", "bells")}
    changed = replace(plan, **{key: value for key, value in given.items() if value is not UNSET})
    if changed == plan:
        return ()
    return _wrong(changed, timers_of(state, show)) or (Changed(changed),)


def _bank(plan: NamedTimer, run: Run, bank: BankId | None) -> BankId | Rejection:
    """The clock that is meant: the one named, else the active one."""
    if bank is None:
        return active_of(run, plan)
    if any(each.id == bank for each in plan.banks):
        return bank
    return reject("no-such-bank", timer=plan.id)


def _start(plan: NamedTimer, run: Run, asked: BankId | None, ctx: Context) -> Decision:
    bank = _bank(plan, run, asked)
    if isinstance(bank, Rejection):
        return bank
    clock, now = clock_of(run, plan, bank), ctx.now
    if clock.state == "running":
        return ()
    if plan.kind == "time-of-day" and clock.state == "idle":
        assert plan.at is not None
        target = later(next_time_of_day(now, plan.at, ZoneInfo(ctx.show.time_zone)), clock.left(now))
        clock = Timer(between(now, target), None, target, begun=True)
    return (Started(plan.id, now, _stopped(run, now) | {bank: clock.start(now)}, bank),)


def _stopped(run: Run, now: Instant) -> dict[BankId, Timer]:
    """The clocks that run, standing."""
    return {bank: clock.pause(now) for bank, clock in run.clocks.items() if clock.state == "running"}


def _pause(plan: NamedTimer, run: Run, now: Instant) -> Decision:
    if plan.kind == "time-of-day":
        return reject("timer-time-goes-on")
    stopped = _stopped(run, now)
    return (Paused(plan.id, now, stopped),) if stopped else ()


def _turn(plan: NamedTimer, run: Run, command: Set | Adjust, now: Instant) -> Decision:
    bank = _bank(plan, run, command.bank)
    if isinstance(bank, Rejection):
        return bank
    clock = clock_of(run, plan, bank)
    if isinstance(command, Set):
        if not 0 <= command.ms <= LONGEST_TIMER:
            return reject("timer-too-far", hours=LONGEST_TIMER // _HOUR)
        if plan.kind == "time-of-day" and clock.state == "idle":
            return reject("timer-starts-by-itself")
    before = shown(plan, clock, now)
    after = command.ms if isinstance(command, Set) else Duration(before + command.ms)
    if abs(after) > LONGEST_TIMER and abs(after) > abs(before):
        return reject("timer-too-far", hours=LONGEST_TIMER // _HOUR)
    if plan.kind == "count-up" and after < min(before, 0):
        after = Duration(0)  # nothing was used before the start
    by = after - before
    if by == 0:
        return ()
    turned = {bank: clock.add(Duration(-by if plan.kind == "count-up" else by))}
    if isinstance(command, Set):
        return (Put(plan.id, now, turned, bank, after),)
    return (Adjusted(plan.id, now, turned, bank, Duration(by)),)


def _switch(plan: NamedTimer, run: Run, asked: BankId | None, now: Instant) -> Decision:
    if not plan.banks:
        return reject("timer-no-banks")
    before = active_of(run, plan)
    ids = [bank.id for bank in plan.banks]
    bank = ids[(ids.index(before) + 1) % len(ids)] if asked is None else _bank(plan, run, asked)
    if isinstance(bank, Rejection):
        return bank
    stopped = _stopped(run, now)
    if bank == before and (bank in stopped or not stopped):
        return ()
    turned = stopped | {bank: clock_of(run, plan, bank).start(now)} if stopped else {}
    return (Switched(plan.id, now, turned, bank),)


def _is_due(run: Run, bank: BankId, now: Instant) -> bool:
    moment = _zero(run, bank)
    return moment is not None and moment <= now


def _zero(run: Run, bank: BankId) -> Instant | None:
    """When a running clock reaches zero for the first time; never, if it has no length."""
    clock = run.clocks.get(bank)
    return clock.target if clock is not None and clock.total > 0 and bank not in run.rung else None


def due(state: TimersState) -> tuple[Instant, Command] | None:
    """The next first zero of a running clock. Bells are rung by the pages, which know the plan."""
    moments = [
        (moment, timer, bank)
        for timer, entry in state.entries.items()
        if entry.run is not None
        for bank in entry.run.clocks
        if (moment := _zero(entry.run, bank)) is not None
    ]
    if not moments:
        return None
    moment, timer, bank = min(moments)
    return moment, Due(timer, bank)


# --- what happened ---


def evolve(state: TimersState, event: Event) -> TimersState:
    match event:
        case Added(timer=plan):
            return _with(state, plan.id, Entry(plan))
        case Changed(timer=plan):
            return _with(state, plan.id, replace(_entry(state, plan.id), plan=plan))
        case Removed(timer=timer, of_show=of_show):
            return _with(state, timer, Entry(gone=True) if of_show else None)
        case Restored(timer=timer, to=to):
            return _with(state, timer, to)
        case Restarted(timer=timer):
            entry = replace(_entry(state, timer), run=None)
            return _with(state, timer, None if entry == Entry() else entry)
        case Up(timer=timer, bank=bank):
            run = run_of(state, timer)
            return _ran(state, timer, replace(run, rung=run.rung | {bank}))
        case Ran(timer=timer, at=at, clocks=clocks):
            run = run_of(state, timer)
            again = {bank for bank, clock in clocks.items() if clock.left(at) > 0}
            active = event.bank if isinstance(event, Started | Switched) and event.bank != MAIN else run.active
            return _ran(state, timer, Run({**run.clocks, **clocks}, active, run.rung - again))
    return state


def _entry(state: TimersState, timer: TimerId) -> Entry:
    return state.entries.get(timer) or Entry()


def _ran(state: TimersState, timer: TimerId, run: Run) -> TimersState:
    return _with(state, timer, replace(_entry(state, timer), run=run))


def _with(state: TimersState, timer: TimerId, entry: Entry | None) -> TimersState:
    entries = {key: value for key, value in state.entries.items() if key != timer or entry is not None}
    return TimersState(entries if entry is None else {**entries, timer: entry})


# --- what undoes it ---


def inverse(before: TimersState, event: Event) -> Command | None:
    """Time added is taken away again, whatever happened since; everything else goes back to what the timer was, if it
    is still what the act left. That a time was up cannot be taken back."""
    match event:
        case Adjusted(timer=timer, ms=ms, bank=bank):
            return Adjust(timer, Duration(-ms), bank if bank != MAIN else None)
        case Added(timer=plan) | Changed(timer=plan):
            return _back(before, plan.id, event)
        case Removed(timer=timer) | Restarted(timer=timer) | Ran(timer=timer):
            return _back(before, timer, event)
    return None


def _back(before: TimersState, timer: TimerId, event: Event) -> Command:
    return Restore(timer, before.entries.get(timer), evolve(before, event).entries.get(timer))


def _same_act(now: Entry | None, over: Entry | None) -> bool:
    """That a time was up meanwhile is nobody's act."""
    return _unrung(now) == _unrung(over)


def _unrung(entry: Entry | None) -> Entry | None:
    if entry is None or entry.run is None:
        return entry
    return replace(entry, run=replace(entry.run, rung=frozenset()))
