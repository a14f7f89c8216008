"""Laws of a lent camera, over anything that its guests, the operator and time may do."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from control.clock import Duration, Instant, later
from control.core.lending_acts import Close, GiveBack, Gone, GuestId, Leave, Open, Skip, TakeBack
from control.core.types import SYSTEM, Command
from tests.control.core.lent import TERMS, Desk, guest
from tests.control.core.test_cameras import DOME

NAMES = "abcd"
steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.sampled_from(NAMES)),
        st.tuples(st.just("leave"), st.sampled_from(NAMES)),
        st.tuples(st.just("gone"), st.sampled_from(NAMES)),
        st.tuples(st.just("wait"), st.integers(1, 90_000)),
        st.tuples(st.just("late"), st.integers(1, 90_000)),
        st.tuples(st.sampled_from(["back", "give", "skip", "close", "open"]), st.just(0)),
    ),
    max_size=40,
)


class Watched:
    """Who could move it when, millisecond by millisecond at the edges, over any play."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.obeyed: dict[tuple[int, int], int] = {}
        """(lending, turn) → ms for which its guest was obeyed."""
        self.began: list[str] = []
        self.joined: list[str] = []
        self._lending = 0

    def pass_time(self, ms: int, *, noticed: bool) -> None:
        """`noticed`: what is due happens on its moment; else at the end only, as after a computer that slept."""
        end = later(self.desk.now, Duration(ms))
        while self.desk.now < end:
            moments = [end]
            lent = self.desk.state.lending.lent.get(DOME)
            target = lent.turn.clock.target if lent is not None and lent.turn is not None else None
            if target is not None and self.desk.now < target < end:
                moments.append(target)
            step = min(moments)
            holder, _ = self.desk.moves()
            if holder is not None and lent is not None:
                key = (self._lending, lent.turns)
                self.obeyed[key] = self.obeyed.get(key, 0) + (step - self.desk.now)
            if noticed or step == end:
                self.desk.until(step)
            else:
                self.desk.now = Instant(step)

    def step(self, what: str, value: Any) -> None:
        desk = self.desk
        lent = desk.state.lending.lent.get(DOME)
        match what:
            case "wait" | "late":
                self.pass_time(value, noticed=what == "wait")
            case "open":
                if lent is None:
                    desk.do(Open(DOME, TERMS))
                    self._lending += 1
            case _ if lent is None:
                pass
            case "join":
                desk.join(value)
            case "leave":
                desk.do(Leave(), by=guest(value))
            case "gone":
                desk.do(Gone(DOME, GuestId(value)), by=SYSTEM)
            case "skip":
                if lent.turn is not None:
                    desk.do(Skip(DOME, lent.turns))
            case _:
                command: Command = {"back": TakeBack(DOME), "give": GiveBack(DOME), "close": Close(DOME)}[what]
                desk.do(command)


@settings(deadline=None)
@given(steps)
def test_never_two_and_never_longer_and_always_in_order(play: list[tuple[str, Any]]) -> None:
    watched = Watched()
    for what, value in play:
        before = watched.desk.state.lending.lent.get(DOME)
        watched.step(what, value)
        lent = watched.desk.state.lending.lent.get(DOME)
        if lent is None:
            continue
        queue = [one.id for one in lent.queue]
        everybody = ([lent.turn.guest.id] if lent.turn is not None else []) + queue
        assert len(set(everybody)) == len(everybody), "nobody stands twice, and who has it waits no more"
        numbers = [one.number for one in lent.queue]
        assert all(one < other for one, other in pairwise(numbers)), "who came first is before who came later"
        holder, _ = watched.desk.moves()
        assert holder in (None, lent.turn.guest.id if lent.turn is not None else None)
        assert lent.turn is not None or lent.held or not lent.queue, "nobody waits for a camera that is free"
        if before is not None and before.queue and lent.turn is not None and lent.turns == before.turns + 1:
            still = [one.id for one in before.queue if one.id == lent.turn.guest.id or one.id in queue]
            assert still[:1] == [lent.turn.guest.id], "the next is the first"
    assert all(ms <= TERMS.turn for ms in watched.obeyed.values()), "no turn is longer than its time"
    state = watched.desk.state.lending
    assert msgspec.json.decode(msgspec.json.encode(state), type=type(state)) == state
