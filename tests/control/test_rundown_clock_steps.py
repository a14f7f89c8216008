"""The system's clock is stepped by an hour while an item is on the air."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from control import registry
from control.clock import Duration, SystemClock, zone
from control.controller import Controller, Envelope
from control.core.program import Take
from control.core.rundown import commands as do
from control.core.rundown.forecast import forecast, offset
from control.core.rundown.plan import Plan
from control.core.rundown.schedule import day, schedule
from control.core.types import Command, CommandId, EntryId, SceneId
from control.journal import SqliteJournal
from control.keys import installation_key, seeds
from tests.control.core.rundowns import HOUR, MINUTE, OPERATOR, SHOW, ZONE, at, cue, item

A, B = EntryId("a"), EntryId("b")


class Hand:
    """A clock's reading in nanoseconds."""

    def __init__(self, milliseconds: int) -> None:
        self.nanoseconds = milliseconds * 1_000_000

    def __call__(self) -> int:
        return self.nanoseconds

    def move(self, milliseconds: int) -> None:
        self.nanoseconds += milliseconds * 1_000_000


@pytest.mark.parametrize("step", [HOUR, -HOUR])
async def test_it_moves_nothing(tmp_path: Path, step: int) -> None:
    wall, monotonic = Hand(at("10:00")), Hand(77)
    journal = SqliteJournal(tmp_path / "show.sqlite")
    await journal.open()
    controller = Controller(
        journal, SystemClock(wall, monotonic), SHOW, seeds(await installation_key(journal, "draws"))
    )
    await controller.open()
    try:
        await a_show(controller, wall, monotonic, step)
    finally:
        await controller.close()
        await journal.close()


async def a_show(controller: Controller, wall: Hand, monotonic: Hand, step: int) -> None:
    asked = 0

    async def ask(command: Command) -> None:
        nonlocal asked
        asked += 1
        receipt = await controller.submit(Envelope(CommandId(str(asked)), OPERATOR, command))
        assert receipt.ok, receipt.error

    takes = cue("take", Take(SceneId("two")), "after", 6 * MINUTE)
    plan = Plan.of(item("a", 10, "10:00", at_end="play", cues=(takes,)), item("b", 5))
    await controller.system(do.Open(plan))
    await ask(do.Go())
    monotonic.move(4 * MINUTE)
    wall.move(4 * MINUTE + step)
    await ask(do.AddTime(Duration(MINUTE)))
    assert left(controller) == 7 * MINUTE
    await ask(do.Pause())
    monotonic.move(MINUTE)
    wall.move(MINUTE - step)
    await ask(do.Resume())
    wall.move(step)
    assert left(controller) == 7 * MINUTE
    state = controller.state.rundown
    planned, now = schedule(plan, day(state.plan, state.today), zone(ZONE)), controller.clock.now()
    found = offset(planned, state.run, now)
    assert found is not None
    assert found.absolute == 2 * MINUTE, "a minute was added and a minute paused"
    expected = forecast(state.plan, planned, state.run, now)
    assert (expected[A].end, expected[B].end) == (at("10:12"), at("10:17"))
    due = registry.due(controller.state)
    assert due is not None
    assert due[0] == at("10:07"), "a pause of one minute delays the cue, the step does not"
    monotonic.move(2 * MINUTE)
    await by_itself(controller, lambda: controller.state.program.scene == "two")
    assert controller.state.rundown.run.playing.item == A
    assert controller.state.rundown.run.asked == (), "it was not late"
    monotonic.move(5 * MINUTE)
    await by_itself(controller, lambda: controller.state.rundown.run.playing.item == B)
    assert controller.state.rundown.run.actual[B].start == at("10:12")


def left(controller: Controller) -> int:
    timer = controller.state.rundown.run.playing.timer
    assert timer is not None
    return timer.left(controller.clock.now())


async def by_itself(controller: Controller, done: Callable[[], bool]) -> None:
    """Lets the clocks run until it is so; what is due is due at once."""
    so = asyncio.Event()
    stop = controller.on_commit(lambda _state, _seq: so.set() if done() else None)
    clocks = asyncio.create_task(controller.run_clocks())
    try:
        await asyncio.wait_for(so.wait(), 10)
    finally:
        stop()
        clocks.cancel()
        await asyncio.gather(clocks, return_exceptions=True)
