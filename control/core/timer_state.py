"""How far the named timers have run, and reading it together with what the show file says."""

from msgspec import Struct

from control.clock import Duration, Instant
from control.core.countdown import Timer
from control.core.timer_plans import MAIN, length_of, plan_of
from control.core.types import BankId, TimerId
from control.show import NamedTimer, Show


class Run(Struct, frozen=True):
    """How far a timer has run. A clock that is not in `clocks` stands with its whole length."""

    clocks: dict[BankId, Timer] = {}
    active: BankId | None = None
    """The bank that runs, or is next to run; absent: the first."""
    rung: frozenset[BankId] = frozenset()
    """Clocks whose time is up and was said to be."""


class Entry(Struct, frozen=True):
    """What differs from the show file for one timer."""

    plan: NamedTimer | None = None
    """Made or changed while live; absent: as the show file says."""
    gone: bool = False
    """Of the show file, and taken away while live."""
    run: Run | None = None
    """Absent: not touched since the start or the last reset."""


class TimersState(Struct, frozen=True):
    entries: dict[TimerId, Entry] = {}


def timers_of(state: TimersState, show: Show) -> dict[TimerId, NamedTimer]:
    """Every timer there is now: those of the show file in its order, then those made while live."""
    nothing = Entry()
    there: dict[TimerId, NamedTimer] = {}
    for plan in show.timers:
        entry = state.entries.get(plan.id, nothing)
        if not entry.gone:
            there[plan.id] = entry.plan or plan
    for timer, entry in state.entries.items():
        if entry.plan is not None and not entry.gone:
            there.setdefault(timer, entry.plan)
    return there


def find(state: TimersState, show: Show, timer: TimerId) -> NamedTimer | None:
    entry = state.entries.get(timer)
    if entry is None:
        return plan_of(show, timer)
    return None if entry.gone else entry.plan or plan_of(show, timer)


def run_of(state: TimersState, timer: TimerId) -> Run:
    entry = state.entries.get(timer)
    return (entry.run if entry is not None else None) or Run()


def clock_of(run: Run, plan: NamedTimer, bank: BankId = MAIN) -> Timer:
    return run.clocks.get(bank) or Timer.of(length_of(plan, bank))


def active_of(run: Run, plan: NamedTimer) -> BankId:
    """The bank that runs or is next to run; `MAIN` for a timer without banks."""
    if not plan.banks:
        return MAIN
    return next((bank.id for bank in plan.banks if bank.id == run.active), plan.banks[0].id)


def shown(plan: NamedTimer, clock: Timer, now: Instant) -> Duration:
    """What its figures say, ms: what is left (negative is overtime), or for a count-up what is used."""
    left = clock.left(now)
    return Duration(length_of(plan, MAIN) - left) if plan.kind == "count-up" else left
