"""The pages do the rundown's sums themselves: with the same numbers as Python, for plans and shows by chance."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import msgspec

from control.clock import Duration, Instant, PlanTime, zone
from control.core.rundown.commands import AddTime, Arm, Choose, CountFrom, Go, GoBack, Load, Pause, Resume, Roll, Stop
from control.core.rundown.forecast import forecast, next_flag, offset, show_end
from control.core.rundown.plan import Delay, Entry, Group, Item, Milestone, Plan, faults
from control.core.rundown.schedule import day, schedule
from control.core.rundown.state import RundownState
from control.core.types import Command, EntryId, Rejection
from control.views import rundown as views
from tests.control.core.rundowns import HOUR, MINUTE, Playout, at
from tests.webui.pure import call

CASES = 600
ZONES = ["Europe/Moscow", "Europe/Berlin", "UTC", "America/New_York"]
DAYS = [date(2026, 3, 10), date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25)]


def some_item(chance: random.Random, name: str, group: EntryId | None, clock: int) -> Item:
    start = PlanTime(max(0, clock + chance.randrange(-10, 40) * MINUTE)) if chance.random() < 0.4 else None
    end = PlanTime((start or clock) + chance.randrange(60) * MINUTE) if chance.random() < 0.2 else None
    return Item(
        id=EntryId(name),
        group=group,
        start=start,
        end=end,
        duration=Duration(chance.randrange(0, 40 * 60) * 1000),
        skip=chance.random() < 0.1,
        count_to_end=chance.random() < 0.2 and (start is not None or end is not None),
        overrun=chance.choice(["absorb", "push", "compress", "stop"]),
        at_end=chance.choice(["wait", "wait", "load", "play"]),
        flag=chance.random() < 0.3,
    )


def some_plan(chance: random.Random) -> Plan:
    entries: list[Entry] = []
    group: EntryId | None = None
    clock = chance.choice([0, 8, 22]) * HOUR
    for n in range(chance.randrange(1, 14)):
        name = EntryId("constructor" if n == 5 else f"e{n}")
        kind = chance.choice("iiiiiigmd")
        if kind == "g":
            entries.append(Group(id=name))
            group = name
        elif kind == "m":
            entries.append(Milestone(id=name, group=group))
        elif kind == "d":
            entries.append(Delay(id=name, group=group, by=Duration(chance.randrange(-20, 30) * MINUTE)))
        else:
            entries.append(entry := some_item(chance, name, group, clock))
            clock = (entry.start if entry.start is not None else clock) + entry.duration
        if chance.random() < 0.4:
            group = None
    return Plan.of(*entries, date=chance.choice(DAYS).isoformat() if chance.random() < 0.5 else None)


def some_command(chance: random.Random, plan: Plan) -> Command:
    anything = chance.choice(plan.order)
    return chance.choice(
        [
            *(Go(), Go(), Go(), Pause(), Resume(), Stop(), GoBack(), Choose(anything), Load(anything)),
            *(CountFrom(chance.random() < 0.5), Roll(chance.random() < 0.5), Arm(chance.random() < 0.5)),
            AddTime(Duration(chance.randrange(-30, 30) * MINUTE)),
        ]
    )


def some_show(seed: int) -> Playout:
    chance = random.Random(seed)
    plan = some_plan(chance)
    assert not list(faults(plan))
    first_day = date.fromisoformat(plan.date) if plan.date else DAYS[0]
    show = Playout(plan, "08:00", msgspec.structs.replace(Playout(Plan()).show, time_zone=chance.choice(ZONES)))
    show.now = at(chance.choice(["00:30", "07:55", "08:10", "21:50"]), first_day)
    for _ in range(chance.randrange(8)):
        command = some_command(chance, plan)
        if not isinstance(show.decide(command), Rejection):
            show.do(command)
        show.until(Instant(show.now + chance.randrange(25 * 60_000)))
    return show


def in_python(state: RundownState, now: Instant) -> dict[str, Any]:
    planned = schedule(state.plan, day(state.plan, state.today), zone(state.zone))
    expected = forecast(state.plan, planned, state.run, now)
    flag = next_flag(state.plan, state.run)
    return {
        "schedule": {
            key: {
                "start": one.start,
                "end": one.end,
                "delay": one.delay,
                **({"gap": one.gap} if one.gap is not None else {}),
            }
            for key, one in planned.items()
        },
        "offset": msgspec.to_builtins(offset(planned, state.run, now)),
        "forecast": {key: {"start": one.start, "end": one.end} for key, one in expected.items()},
        "end": show_end(state.plan, expected),
        "flag": flag.id if flag is not None else None,
    }


def test_pages_and_python_agree() -> None:
    shows = [some_show(seed) for seed in range(CASES)]
    ours = [in_python(show.state.rundown, show.now) for show in shows]
    calls: list[tuple[Any, ...]] = []
    for show, sums in zip(shows, ours, strict=True):
        rundown = msgspec.json.decode(msgspec.json.encode(views.rundown(show.state.rundown)))
        run = msgspec.json.decode(msgspec.json.encode(views.run(show.state.rundown)))
        planned = sums["schedule"]
        calls.append(("schedule", "schedule", rundown))
        calls.append(("schedule", "offset", planned, run, show.now))
        calls.append(("forecast", "forecast", rundown, planned, run, show.now))
        calls.append(("forecast", "showEnd", rundown, sums["forecast"]))
        calls.append(("forecast", "nextFlag", rundown, run))
    answers = call(calls)
    names = ("schedule", "offset", "forecast", "end", "flag")
    for seed, sums in enumerate(ours):
        *same, flag = answers[5 * seed : 5 * seed + 5]
        shown = dict(zip(names, (*same, flag and flag["id"]), strict=True))
        assert shown == sums, f"seed {seed}"
    modes = [show.run.playing.mode for show in shows]
    assert min(modes.count(mode) for mode in ("idle", "loaded", "waiting", "on")) >= 10, "every mode was seen"
    assert sum(bool(one["forecast"]) for one in ours) > CASES / 2
    assert sum(one["offset"] is not None for one in ours) > CASES / 5
    assert CASES / 5 < sum(one["flag"] is not None for one in ours) < CASES


def test_a_countdown_stands_where_its_moment_goes_away() -> None:
    """What it counts to is expected at 5.000 now, and a second later at the second of the two."""
    nothing = {"$js": "undefined"}
    asked = [(5_000, 5_000), (5_000, 6_000), (5_000, nothing), (0, 1_000)]
    found = call([("forecast", "countdownTo", here, there, 1_000, [60_000]) for here, there in asked])
    shown = [(one["state"], one.get("target"), one.get("left")) for one in found]
    assert shown == [("running", 5_000, None), ("paused", None, 4_000), ("running", 5_000, None), ("paused", None, 0)]
