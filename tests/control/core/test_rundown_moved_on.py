"""What was meant for one item does not befall another: the show moved on between the look and the press."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from control.clock import Duration
from control.core.log import Undo
from control.core.rundown import commands as do
from control.core.rundown import rundown
from control.core.rundown.plan import Plan
from control.core.types import Actor, Command, EntryId, Role
from tests.control.core.rundowns import MINUTE, Playout, item

BORIS = Actor(Role.OPERATOR, "boris")
A, B, C, D = (EntryId(name) for name in "abcd")
ONE = Duration(MINUTE)


def show(**of_a: Any) -> Playout:
    plan = Plan.of(item("a", 10, "10:00", **of_a), item("b", 5), item("c", 5), item("d", 5))
    return Playout(plan, "10:00")


def newest(playout: Playout) -> int:
    return playout.state.log.entries[-1].seq


class TestGo:
    @pytest.mark.parametrize(
        "meanwhile",
        [
            lambda playout: do.Choose(C),
            lambda playout: do.Insert((item("new", 1),), after=A),
            lambda playout: do.Put(replace(playout.state.rundown.plan.entries[B], skip=True)),
            lambda playout: do.Remove((B,)),
        ],
        ids=["another chosen", "one put in between", "it is skipped", "it is gone"],
    )
    def test_of_what_its_sender_did_not_see_coming_is_none(self, meanwhile: Any) -> None:
        playout = show()
        playout.do(do.Go(next=A))
        saw = do.Go(over=playout.run.gos, next=B)
        playout.do(meanwhile(playout), by=BORIS)
        before = playout.state
        assert playout.refused(saw) == "next-changed"
        assert playout.state == before

    def test_of_what_its_sender_saw_coming_counts(self) -> None:
        playout = show()
        playout.do(do.Go(over=0, next=A))
        playout.do(do.Choose(C), by=BORIS)
        playout.do(do.Go(over=1, next=C))
        assert playout.on == "c"

    def test_says_when_nothing_comes_any_more(self) -> None:
        playout = show()
        playout.do(do.Go())
        playout.do(do.Remove((B, C, D)), by=BORIS)
        assert playout.refused(do.Go(over=1, next=B)) == "nothing-next"

    def test_by_name_is_that_item_whatever_comes(self) -> None:
        playout = show()
        playout.do(do.Go(item=C, next=A))
        assert playout.on == "c"


class TestWhatIsOn:
    @pytest.mark.parametrize("command", [do.Stop(over=1), do.AddTime(ONE, over=1), do.Pause(over=1), do.Resume(over=1)])
    def test_an_item_that_began_by_itself_meanwhile_is_left_alone(self, command: Command) -> None:
        playout = show(at_end="play")
        playout.do(do.Go())
        playout.until("10:10:00")
        assert playout.on == "b"
        before = playout.state
        assert playout.refused(command) == "moved-on"
        assert playout.state == before

    def test_who_saw_it_may_do_it_and_who_says_nothing_too(self) -> None:
        playout = show(at_end="play")
        playout.do(do.Go())
        playout.until("10:10:00")
        playout.do(do.AddTime(ONE, over=2))
        playout.do(do.AddTime(ONE))
        assert playout.left == 7
        playout.do(do.Pause(over=2))
        playout.do(do.Resume(over=2))
        playout.do(do.Stop(over=2))
        assert playout.on is None

    def test_a_go_taken_back_is_a_move_too(self) -> None:
        playout = show()
        playout.do(do.Go())
        playout.do(do.Go())
        playout.do(do.GoBack(), by=BORIS)
        assert playout.refused(do.Stop(over=2)) == "moved-on"


class TestUndo:
    def test_of_time_that_was_given_to_an_item_before_is_refused(self) -> None:
        playout = show()
        playout.do(do.Go())
        playout.do(do.AddTime(ONE))
        given = newest(playout)
        playout.do(do.Go())
        assert playout.refused(Undo(given)) == "moved-on"
        assert playout.left == 5

    def test_of_time_that_was_given_to_this_item_takes_it(self) -> None:
        playout = show()
        playout.do(do.Go())
        playout.do(do.AddTime(ONE))
        playout.do(Undo(newest(playout)))
        assert playout.left == 10

    @pytest.mark.parametrize("between", [(do.Reset(),), (do.Reset(), do.Rehearse(1))], ids=["reset", "rehearsal"])
    def test_of_what_was_before_the_show_began_anew_is_refused(self, between: tuple[Command, ...]) -> None:
        """As many GOs later: it is another show."""
        playout = show()
        playout.do(do.Go())
        went = newest(playout)
        playout.do(do.AddTime(ONE))
        given = newest(playout)
        playout.do(do.Stop())
        for command in between:
            playout.do(command)
        playout.do(do.Go())
        left = playout.left
        assert playout.refused(Undo(given)) == "moved-on"
        assert playout.refused(Undo(went)) == "already-gone"
        assert (playout.on, playout.left) == ("a", left)

    def test_of_an_old_choice_makes_nothing_ready(self) -> None:
        playout = show(at_end="load")
        playout.do(do.Go())
        playout.do(do.Choose(C))
        back = choice_undone(playout, D)
        playout.until("10:10:00")
        assert (playout.run.playing.mode, playout.run.playing.item) == ("loaded", "d")
        assert playout.refused(back) == "moved-on"
        assert playout.run.playing.item == "d"

    def test_of_a_choice_after_a_stop_leaves_what_is_next(self) -> None:
        playout = show()
        playout.do(do.Go())
        back = choice_undone(playout, C)
        playout.do(do.Stop())
        assert playout.refused(back) == "moved-on"
        playout.do(do.Go())
        assert playout.on == "c"

    def test_of_a_choice_for_an_item_before_is_refused(self) -> None:
        playout = show()
        playout.do(do.Go())
        back = choice_undone(playout, D)
        playout.do(do.Go(item=B))
        assert playout.refused(back) == "moved-on"

    def test_of_a_choice_while_nothing_else_happened_takes_it_back(self) -> None:
        playout = show()
        playout.do(do.Go())
        playout.do(choice_undone(playout, D))
        playout.do(do.Go())
        assert playout.on == "b"


def choice_undone(playout: Playout, chosen: EntryId) -> Command:
    """Chooses, and gives what takes that back."""
    before = playout.state.rundown
    [event] = playout.do(do.Choose(chosen))
    back = rundown.inverse(before, event)
    assert back is not None
    return back


def test_a_reset_of_a_show_that_is_at_its_beginning_is_nothing() -> None:
    playout = show()
    playout.do(do.Go())
    assert playout.do(do.Reset())
    assert not playout.do(do.Reset())
