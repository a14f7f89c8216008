"""A camera that is lent, in a clock of its own."""

from __future__ import annotations

from typing import Any

from control.clock import Duration, later
from control.core import camera_acts as acts
from control.core import lending
from control.core import program as on_program
from control.core.air import Air
from control.core.lending_acts import Join, Lent, Open, Terms
from control.core.rundown.plan import Plan
from control.core.types import SYSTEM, Actor, SceneId
from tests.control.core.rundowns import Playout
from tests.control.core.test_cameras import DOME, OURS

MINUTE = Duration(60_000)
TERMS = Terms(MINUTE, 0.5)
ABILITIES: tuple[acts.Ability, ...] = ("pan-tilt", "zoom", "presets", "position")


def guest(name: str) -> Actor:
    return lending.guest_actor(DOME, name)


class Desk(Playout):
    def __init__(self, terms: Terms | None = TERMS) -> None:
        super().__init__(Plan(), "10:00", OURS)
        self.do(acts.Open(), by=SYSTEM)
        self.do(acts.ObserveHead(DOME, "connected", can=ABILITIES), by=SYSTEM)
        self.do(on_program.Take(SceneId("slate")))
        if terms is not None:
            self.do(Open(DOME, terms))

    def join(self, *names: str) -> None:
        for name in names:
            self.do(Join(), by=guest(name))

    @property
    def lent(self) -> Lent:
        return self.state.lending.lent[DOME]

    @property
    def queue(self) -> str:
        return "".join(one.id for one in self.lent.queue)

    @property
    def has(self) -> Any:  # what is asserted of it before an act says nothing of it after
        """Who has the turn."""
        return self.lent.turn.guest.id if self.lent.turn is not None else None

    @property
    def rest(self) -> int:
        assert self.lent.turn is not None
        return self.lent.turn.clock.left(self.now)

    def moves(self, air: Air = Air()) -> tuple[str | None, str]:  # noqa: B008 - frozen
        return lending.may_move(self.state.lending, DOME, self.now, air)

    def wait(self, ms: int) -> None:
        self.until(later(self.now, Duration(ms)))
