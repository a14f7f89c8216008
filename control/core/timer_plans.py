"""What a named timer may be: which keys belong to which kind, and what must hold between them. Pure.

One set of rules for the show file (`control.showfile.whole`) and for timers made while live (`control.core.timers`).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from control.clock import Duration
from control.core.types import BankId
from control.show import NamedTimer, Show, TimerKind

MOST_TIMERS = 200
LEAST_BANKS, MOST_BANKS = 2, 24
MOST_BELLS = 24

MAIN = BankId("")
"""The one clock of a timer without banks."""

_KEYS: Mapping[TimerKind, tuple[str, ...]] = {
    "countdown": ("length", "warning", "danger", "bells", "protected"),
    "count-up": ("limit", "warning", "danger", "bells", "protected"),
    "time-of-day": ("at", "warning", "danger", "bells"),
    "banks": ("length", "banks", "warning", "danger", "bells"),
}
_NEEDED: Mapping[TimerKind, tuple[str, ...]] = {
    "countdown": ("length",),
    "count-up": (),
    "time-of-day": ("at",),
    "banks": (),
}
_ALL = ("length", "limit", "at", "warning", "danger", "bells", "protected", "banks")


class PlanFault(NamedTuple):
    """`key` is the path below the timer; `code` and `args` are a Fluent message's."""

    key: tuple[str, ...]
    code: str
    args: dict[str, str | int]


def length_of(plan: NamedTimer, bank: BankId) -> Duration:
    """What the clock is set to. 0: it has no end (a count-up without a limit), or learns it at its start."""
    if plan.kind == "banks":
        own = next((each.length for each in plan.banks if each.id == bank), None)
        return own or plan.length or Duration(0)
    return (plan.limit if plan.kind == "count-up" else plan.length) or Duration(0)


def plan_of(show: Show, timer: str) -> NamedTimer | None:
    """As the show file says."""
    return next((plan for plan in show.timers if plan.id == timer), None)


def faults(plan: NamedTimer) -> Iterator[PlanFault]:
    """Everything that does not hold; nothing for a timer that can be used."""
    for key in _ALL:
        if getattr(plan, key) not in (None, ()) and key not in _KEYS[plan.kind]:
            yield PlanFault((key,), "timer-key-foreign", {"key": key, "kind": plan.kind})
    for key in _NEEDED[plan.kind]:
        if getattr(plan, key) is None:
            yield PlanFault((key,), "timer-key-missing", {"key": key})
    if plan.kind == "banks":
        yield from _bank_faults(plan)
    yield from _level_faults(plan)
    yield from _bell_faults(plan)
    window, total = plan.protected, longest(plan)
    if window is not None and total and window.first + window.last >= total:
        yield PlanFault(("protected",), "timer-protected-long", {})


def _bank_faults(plan: NamedTimer) -> Iterator[PlanFault]:
    if len(plan.banks) < LEAST_BANKS:
        yield PlanFault(("banks",), "timer-banks-few", {"least": LEAST_BANKS})
    if len(plan.banks) > MOST_BANKS:
        yield PlanFault(("banks",), "timer-banks-many", {"most": MOST_BANKS})
    if any(bank.length is None for bank in plan.banks) and plan.length is None:
        yield PlanFault(("length",), "timer-key-missing", {"key": "length"})


def _level_faults(plan: NamedTimer) -> Iterator[PlanFault]:
    total = longest(plan)
    for key in ("warning", "danger"):
        level = getattr(plan, key)
        if level is None:
            continue
        if _endless(plan):
            yield PlanFault((key,), "timer-no-limit", {"key": key})
        elif total and level >= total:
            yield PlanFault((key,), "timer-level-late", {"key": key})
    if plan.warning is not None and plan.danger is not None and plan.danger > plan.warning:
        yield PlanFault(("danger",), "timer-danger-above", {})


def _bell_faults(plan: NamedTimer) -> Iterator[PlanFault]:
    total = longest(plan)
    if len(plan.bells) > MOST_BELLS:
        yield PlanFault(("bells",), "timer-bells-many", {"most": MOST_BELLS})
    if plan.bells and _endless(plan):
        yield PlanFault(("bells",), "timer-no-limit", {"key": "bells"})
    seen = set()
    for index, bell in enumerate(plan.bells):
        if total and bell.left > total:
            yield PlanFault(("bells", f"[{index}]"), "timer-bell-late", {})
        if bell.left in seen:
            yield PlanFault(("bells", f"[{index}]"), "timer-bell-twice", {})
        seen.add(bell.left)


def _endless(plan: NamedTimer) -> bool:
    return plan.kind == "count-up" and plan.limit is None


def longest(plan: NamedTimer) -> Duration:
    """The longest of its clocks; 0 where no length is known before the start."""
    if plan.kind == "banks":
        return max((length_of(plan, bank.id) for bank in plan.banks), default=Duration(0))
    return length_of(plan, MAIN)
