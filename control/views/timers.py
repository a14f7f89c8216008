"""Named timers as people see them. Pure: clocks are sent as when they reach zero, nobody sends ticks."""

from typing import Any

import msgspec
from msgspec import UNSET

from control.core.countdown import Timer
from control.core.timer_plans import MAIN, length_of
from control.core.timer_state import Run, TimersState, active_of, clock_of, find, run_of, timers_of
from control.core.types import BankId
from control.show import Graphic, NamedTimer, Show
from control.views.wire import ClockWire, Collection
from control.views.wire_timers import BankWire, ProtectedWire, StrokeWire, TimerWire


def timers(state: TimersState, show: Show) -> Collection[TimerWire]:
    there = timers_of(state, show)
    return Collection(
        order=list(there),
        by_id={timer: timer_wire(plan, run_of(state, timer)) for timer, plan in there.items()},
    )


def timer_wire(plan: NamedTimer, run: Run) -> TimerWire:
    window = plan.protected
    return TimerWire(
        name=plan.name,
        kind=plan.kind,
        clock=UNSET if plan.banks else _clock(plan, run, MAIN),
        banks=Collection(
            order=[bank.id for bank in plan.banks],
            by_id={bank.id: BankWire(name=bank.name, clock=_clock(plan, run, bank.id)) for bank in plan.banks},
        )
        if plan.banks
        else UNSET,
        active=active_of(run, plan) if plan.banks else UNSET,
        warning=_set(plan.warning),
        danger=_set(plan.danger),
        bells=[StrokeWire(left=bell.left, strokes=bell.strokes) for bell in plan.bells],
        protected=ProtectedWire(first=window.first, last=window.last) if window is not None else UNSET,
        at=_set(plan.at),
    )


def _clock(plan: NamedTimer, run: Run, bank: BankId) -> ClockWire:
    clock: Timer = clock_of(run, plan, bank)
    return ClockWire(
        state=clock.state,
        total=length_of(plan, bank) or clock.total,
        target=_set(clock.target),
        left=_set(clock.rest),
        warnings=[level for level in (plan.warning, plan.danger) if level is not None],
    )


def _set(value: int | None) -> Any:
    return UNSET if value is None else value


def on_air(state: TimersState, show: Show, graphic: Graphic) -> dict[str, object]:
    """What the graphic `timer` draws; nothing once its timer was taken away."""
    plan = find(state, show, graphic.timer) if graphic.timer is not None else None
    if plan is None:
        return {}
    wire: dict[str, object] = msgspec.to_builtins(timer_wire(plan, run_of(state, plan.id)))
    return {"timer": wire} if graphic.corner is None else {"timer": wire, "corner": graphic.corner}
