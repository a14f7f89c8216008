"""Sound that comes later than its picture, and in bursts: nothing of it is lost. The clock is played."""

from __future__ import annotations

import math

import numpy as np
import pytest

from devices.feeds.child import TICK_S
from devices.feeds.output import Output
from devices.feeds.pictures import Canvas
from devices.feeds.playout import SOUND_GONE_S, SOUND_GRACE_S, Playout
from devices.feeds.sound import SOUND_RATE, Block
from devices.feeds.timeline import Timeline
from devices.feeds.wire import FeedConfig

BLOCK = 1024
LASTS_S = 10


@pytest.mark.parametrize("late, burst", [(0.0, 0.0), (0.2, 0.0), (0.3, 0.0), (0.4, 0.0), (0.48, 0.0), (0.0, 0.35)])
async def test_late_sound_is_heard_whole(late: float, burst: float) -> None:
    """`late`: seconds after the picture of the same moment; `burst`: seconds of sound that come at once."""
    playout, output = _playing()
    went: list[bytes] = []
    output._emit = _counting(output, went)  # type: ignore[method-assign]
    began, line, block = output._epoch, Timeline(), 0

    def comes(number: int) -> float:
        """When a block is there: with the others of its burst, when the last of them is."""
        ends = (number + 1) * BLOCK / SOUND_RATE
        return began + late + (math.ceil(ends / burst) * burst if burst else ends)

    for turn in range(round(LASTS_S / TICK_S)):
        now = began + turn * TICK_S
        line.place(turn * TICK_S, now)  # the picture's, which is in time
        while comes(block) <= now:
            at = line.place(block * BLOCK / SOUND_RATE, now)
            playout.sound("main", Block(np.full(BLOCK * 2, 1000, np.int16), at))
            block += 1
        playout._hear("main", now)
    samples = np.frombuffer(b"".join(went), "<i2")[::2]
    heard = int((samples != 0).sum())
    # Of what it is late by, the beginning is silence; and no more.
    assert heard >= (block - 1) * BLOCK - (late + burst + 0.1) * SOUND_RATE
    inside = samples[np.flatnonzero(samples)[0] : np.flatnonzero(samples)[-1]]
    assert (inside != 0).all(), "without a hole"


async def test_a_track_in_which_nothing_comes_is_silent_without_delay() -> None:
    """OBS would hold the picture back until its sound is there."""
    playout, output = _playing()
    began = output._epoch
    playout.sound("main", Block(np.full(BLOCK * 2, 1000, np.int16), began))
    for turn in range(round(LASTS_S / TICK_S)):
        now = began + turn * TICK_S
        playout._hear("main", now)
        late = now - output._heard_until
        assert late < (SOUND_GRACE_S if now < began + SOUND_GONE_S else 0.0) + 1 / SOUND_RATE


def _playing() -> tuple[Playout, Output]:
    """Main is shown, and has sound."""
    config = FeedConfig(name="test", url="absent.mp4", audio=True)
    canvas = Canvas(config.width, config.height)
    playout = Playout(config, canvas, lambda name: True)
    playout.choose("main", False)
    output = playout._output = Output(canvas, True, memoryview(bytes(canvas.size)))
    return playout, output


def _counting(output: Output, went: list[bytes]):  # type: ignore[no-untyped-def]
    emit = output._emit

    def emitted(data: bytes) -> None:
        went.append(data)
        emit(data)

    return emitted
