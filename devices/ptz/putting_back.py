"""A preset put back into the memory of a camera that has lost it: the camera goes there, and stores."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final

from control.core.camera_acts import Where
from control.core.types import PresetId
from devices.ptz.goal import Goal, seen
from devices.ptz.head import Head, HeadError, HeadRefused, HeadSilent, Position

WITHIN_S: Final = 40.0
"""A camera is there by then: the slowest turns round in twenty."""
SETTLES_S: Final = 1.0
"""It stands there for so long before it stores: the focus finds itself meanwhile."""
LOOK_S: Final = 0.25


async def put_back(head: Head, slot: int, where: Position, turn: float, wanted: Callable[[], bool]) -> None:
    """`turn`: how near is there (`goal.turn_of`). `wanted`: still; a hand, a halt or another act may have come before.

    HeadRefused: *ptz-elsewhere* (it came to rest, and not there), *ptz-cancelled*; and what else a head raises.
    """
    try:
        await head.go_to(where, 1.0)
        async with asyncio.timeout(WITHIN_S):
            await _arrive(head, where, turn, wanted)
        await head.store(slot)  # in the same turn of the loop in which it was still wanted
    except (HeadError, TimeoutError) as error:
        if not wanted():  # whatever else befell it: it was left
            raise HeadRefused("ptz-cancelled", host=head.host) from error
        if isinstance(error, TimeoutError):
            raise HeadRefused("ptz-elsewhere", host=head.host) from None
        raise


async def _arrive(head: Head, where: Position, turn: float, wanted: Callable[[], bool]) -> None:
    now = asyncio.get_running_loop().time
    goal: Goal | None = Goal(PresetId(""), _where(where), accepted=True, since=now())
    while goal is not None:
        with contextlib.suppress(HeadSilent):  # an answer may be lost
            goal = seen(goal, _where(await head.position()), now(), turn)
        if not wanted():
            raise HeadRefused("ptz-cancelled", host=head.host)
        if goal is not None and goal.here and now() - goal.since >= SETTLES_S:
            return
        await asyncio.sleep(LOOK_S)
    raise HeadRefused("ptz-elsewhere", host=head.host)


def _where(position: Position) -> Where:
    return Where(position.pan, position.tilt, position.zoom)
