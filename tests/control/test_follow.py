"""Levels of microphones in, `ObserveSpeaker` out: on a real controller, with a clock that is moved by hand."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from control.clock import Duration, ManualClock
from control.controller import Controller
from control.core import switches
from control.core.health import ObserveLink
from control.core.switches import Follow, ObserveSpeaker, Switch
from control.core.types import CameraId, Command, InputId
from control.follow import Follower
from control.telemetry import Telemetry
from tests.control.core.test_switches import LEFT, MAIN, ONE, OURS, RIGHT, TWO, VOICES
from tests.control.test_controller import NOON, envelope, running

TICK = Duration(100)
"""Meters come so often."""


class Hall:
    def __init__(self, controller: Controller, clock: ManualClock) -> None:
        self.controller, self.clock, self.telemetry = controller, clock, Telemetry()
        self.follower = Follower(controller, self.telemetry)
        self.told: list[Command] = []
        self._orders = 0
        system = controller.system

        async def heard(command: Command) -> object:
            if isinstance(command, ObserveSpeaker):
                self.told.append(command)
            return await system(command)

        controller.system = heard  # type: ignore[assignment, method-assign]

    async def order(self, command: Command) -> None:
        self._orders += 1
        receipt = await self.controller.submit(envelope(command, str(self._orders)))
        assert receipt.error is None

    async def hear(self, ms: int, levels: dict[InputId, float]) -> None:
        for _ in range(ms // TICK):
            self.clock.advance(TICK)
            await self.follower.look(levels)

    @property
    def seen(self) -> CameraId | None:
        return switches.camera_of(self.controller.head.switches, self.controller.show, MAIN)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    """It follows, ONE is seen, and its shot is long enough."""
    clock = ManualClock(NOON)
    async with running(tmp_path / "show.sqlite", OURS, clock) as controller:
        made = Hall(controller, clock)
        await controller.system(ObserveLink("connected"))
        await made.order(Follow(MAIN))
        await made.hear(VOICES.hold + TICK, {})
        yield made


async def test_a_voice_is_seen_once_it_lasts(hall: Hall) -> None:
    await hall.hear(VOICES.attack, {RIGHT: -20})
    assert hall.told == []
    await hall.hear(TICK, {RIGHT: -20})
    assert hall.told == [ObserveSpeaker(MAIN, TWO)]
    assert hall.seen == TWO
    await hall.hear(5_000, {RIGHT: -20})
    assert len(hall.told) == 1, "it is told once"


async def test_a_cough_and_silence_move_nothing(hall: Hall) -> None:
    for _ in range(5):
        await hall.hear(300, {RIGHT: -20})
        await hall.hear(600, {})
    await hall.hear(3_000, {LEFT: -70, RIGHT: -50})
    assert hall.told == []


async def test_a_click_is_no_word_though_a_feed_is_heard_a_moment_later(hall: Hall) -> None:
    """It is in what is measured for a fifth of a second, and a fifth passes until that is told again."""
    for _ in range(5):
        await hall.hear(500, {RIGHT: -20})
        await hall.hear(1_500, {RIGHT: -120})
    assert hall.told == []


async def test_the_answer_waits_until_the_shot_is_long_enough(hall: Hall) -> None:
    await hall.hear(VOICES.attack + TICK, {RIGHT: -20})
    assert hall.seen == TWO
    await hall.hear(VOICES.hold - TICK, {LEFT: -20})
    assert hall.seen == TWO
    await hall.hear(3 * TICK, {LEFT: -20})
    assert hall.told == [ObserveSpeaker(MAIN, TWO), ObserveSpeaker(MAIN, ONE)]


async def test_two_at_once_leave_the_one_who_is_seen_until_he_is_done(hall: Hall) -> None:
    await hall.hear(8_000, {LEFT: -25, RIGHT: -10})
    assert hall.told == []
    await hall.hear(400, {RIGHT: -10})
    assert hall.told == [ObserveSpeaker(MAIN, TWO)], "a breath, and the other has the picture"


async def test_a_hand_holds_it_and_gives_it_back(hall: Hall) -> None:
    await hall.hear(1_000, {RIGHT: -20})
    await hall.order(Switch(MAIN, ONE))
    await hall.hear(10_000, {RIGHT: -20})
    assert (hall.seen, len(hall.told)) == (ONE, 1)
    await hall.order(Follow(MAIN))
    await hall.hear(TICK, {RIGHT: -20})
    assert hall.seen == TWO


async def test_nobody_is_followed_unasked(hall: Hall) -> None:
    await hall.order(Follow(MAIN, on=False))
    await hall.hear(10_000, {RIGHT: -20})
    assert (hall.seen, hall.told) == (ONE, [])


async def test_without_obs_its_last_levels_are_no_voice(hall: Hall) -> None:
    await hall.hear(500, {RIGHT: -20})
    await hall.controller.system(ObserveLink("lost", reason="obs-gone"))
    await hall.hear(5_000, {RIGHT: -20})
    assert hall.told == []


async def test_a_steady_voice_is_told_once_by_the_meters_and_followed_all_the_same(hall: Hall) -> None:
    work = asyncio.create_task(hall.follower.run())
    try:
        await asyncio.sleep(0)  # it listens
        hall.telemetry.publish("meters", {RIGHT: -20.0})
        async with asyncio.timeout(20):
            while not hall.told:
                hall.clock.advance(TICK)
                await asyncio.sleep(0.01)
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    assert hall.told == [ObserveSpeaker(MAIN, TWO)]
