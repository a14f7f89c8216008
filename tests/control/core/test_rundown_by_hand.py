"""What people do to the clock, to what comes next and to the plan while the show is on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from control.clock import Duration
from control.core.graphics import Play, Stop
from control.core.outputs import Output, SetOutput
from control.core.rundown import commands as do
from control.core.rundown.plan import Field, Plan
from control.core.types import CueId, EntryId, FieldId, GraphicId
from tests.control.core.rundowns import MINUTE, Playout, at, cue, hm, item

TITLE = GraphicId("title")
A, B, C = EntryId("a"), EntryId("b"), EntryId("c")


def minutes(number: float) -> Duration:
    return Duration(round(number * MINUTE))


def plan(**of_a: Any) -> Plan:
    return Plan.of(item("a", 10, "10:00", **of_a), item("b", 5), item("c", 5, "10:30"))


def edited(show: Playout, name: EntryId, **changes: Any) -> None:
    show.do(do.Put(replace(show.state.rundown.plan.entries[name], **changes)))


class TestTheClock:
    def test_too_little_time_given_in_overtime_is_no_new_zero(self) -> None:
        show = Playout(plan(at_end="play"), "10:00")
        show.do(do.Arm(False))
        show.do(do.Go())
        show.until("10:12")
        show.do(do.Arm(True))
        show.do(do.AddTime(minutes(1)))
        show.until("10:12:30")
        assert (show.on, show.left, show.run.held) == ("a", -1.5, False)
        show.do(do.AddTime(minutes(2)))
        show.until("10:13")
        assert show.on == "b", "this one was"

    def test_time_taken_beyond_zero_is_up_now_and_was_not_missed(self) -> None:
        warned = cue("w", Play(TITLE), "warning")
        show = Playout(plan(at_end="play", cues=(warned,)), "10:00")
        show.do(do.Go())
        show.until("10:02")
        show.do(do.AddTime(minutes(-15)))
        show.until("10:02:01")
        assert (show.on, show.run.held, show.run.asked) == ("b", False, ())
        assert show.run.results["a"]["w"].outcome == "done"
        assert show.run.actual["b"].start == show.run.actual["a"].end

    def test_an_item_that_counts_to_its_end_and_begins_after_it_is_over_at_once(self) -> None:
        show = Playout(plan(count_to_end=True, at_end="play", cues=(cue("x", Play(TITLE), "after"),)), "10:20")
        show.do(do.Go())
        assert show.left == -10
        show.until("10:20:01")
        assert (show.on, show.run.held, show.playing) == ("b", False, {"title"})

    def test_a_pause_does_not_move_the_end_that_is_counted_to(self) -> None:
        show = Playout(plan(count_to_end=True, at_end="play"), "10:00")
        show.do(do.Go())
        show.until("10:02")
        show.do(do.Pause())
        show.until("10:05")
        assert show.left == 8, "the clock stands"
        show.do(do.Resume())
        assert show.left == 5
        show.until("10:09:59")
        assert show.on == "a"
        show.until("10:10")
        assert show.on == "b"

    def test_a_pause_beyond_that_end_is_over_at_resume(self) -> None:
        show = Playout(plan(count_to_end=True, at_end="play"), "10:00")
        show.do(do.Go())
        show.do(do.Pause())
        show.until("10:15")
        assert show.on == "a"
        show.do(do.Resume())
        show.until("10:15:01")
        assert (show.on, show.run.held) == ("b", False)


class TestBack:
    def test_end_cues_come_again(self) -> None:
        show = Playout(plan(cues=(cue("in", Play(TITLE)), cue("out", Stop(TITLE), "end"))), "10:00")
        show.do(do.Go())
        show.do(do.Go())
        assert show.playing == set()
        show.do(do.GoBack())
        assert show.playing == {"title"}
        assert set(show.run.results["a"]) == {"in"}
        show.until("10:03")
        show.do(do.Go())
        assert show.playing == set()
        assert show.run.results["a"]["out"].outcome == "done"

    def test_it_stays_back_though_the_time_is_up_meanwhile(self) -> None:
        show = Playout(plan(at_end="play", missed="skip"), "10:00")
        show.do(do.Go())
        show.until("10:09")
        show.do(do.Go())
        show.until("10:11")
        show.do(do.GoBack())
        show.until("10:12")
        assert (show.on, show.left, show.run.held) == ("a", -2, False)

    def test_cues_that_its_clock_passed_meanwhile_happen(self) -> None:
        show = Playout(plan(missed="hold", cues=(cue("x", Play(TITLE), "after", minutes(2)),)), "10:00")
        show.do(do.Go())
        show.do(do.Go())
        show.until("10:03")
        show.do(do.GoBack())
        show.until("10:03:01")
        assert (show.playing, show.run.held, show.run.asked) == ({"title"}, False, ())

    def test_nor_does_what_was_awaited_begin_by_itself(self) -> None:
        show = Playout(plan(), "09:50")
        show.do(do.Roll(True))
        show.until("09:55")
        show.do(do.Go())
        show.until("10:01")
        show.do(do.GoBack())
        show.until("10:02")
        assert (show.on, show.run.playing.mode, show.run.playing.item) == (None, "loaded", "a")

    def test_not_to_what_is_gone_from_the_plan(self) -> None:
        show = Playout(plan(), "10:00")
        show.do(do.Go())
        show.do(do.Go())
        show.do(do.Remove((A,)))
        assert show.refused(do.GoBack()) == "entry-gone"
        assert show.on == "b"

    def test_a_choice_that_is_gone_from_the_plan_is_none(self) -> None:
        show = Playout(plan(), "10:00")
        show.do(do.Go())
        show.do(do.Choose(C))
        show.do(do.Go(item=B))
        show.do(do.Remove((C,)))
        show.do(do.GoBack())
        assert (show.on, show.run.playing.next) == ("a", None)

    def test_an_item_begun_again_goes_back_to_its_first_time(self) -> None:
        show = Playout(plan(cues=(cue("in", Play(TITLE)),)), "10:00")
        show.do(do.Go())
        show.until("10:04")
        show.do(Stop(TITLE))
        show.do(do.Choose(A))
        show.do(do.Go())
        assert (show.on, show.left, show.playing) == ("a", 10, {"title"})
        show.do(do.GoBack())
        assert (show.on, show.left, show.playing) == ("a", 6, set())
        assert show.run.results["a"]["in"].outcome == "done"

    def test_questions_come_back_too(self) -> None:
        asks = plan(missed="ask", cues=(cue("x", Play(TITLE), "after", minutes(2)),))
        show = Playout(asks, "10:00")
        show.do(do.Go())
        show.until("10:05", down=True)
        asked = show.run.asked
        assert [one.cue for one in asked] == ["x"]
        show.do(do.Go(item=A))
        assert show.run.asked == (), "its cue has its moment again"
        show.do(do.GoBack())
        assert show.run.asked == asked


class TestWhatIsNext:
    def test_after_a_stop_an_edit_leaves_a_next_item(self) -> None:
        show = Playout(plan(), "10:00")
        show.do(do.Go())
        show.do(do.Stop())
        show.do(do.Remove((B,)))
        show.do(do.Go())
        assert show.on == "c"

    def test_what_was_ready_and_is_skipped_now_is_not_played(self) -> None:
        for command in (do.Load(B), do.Choose(B)):
            show = Playout(plan(), "10:00")
            show.do(command)
            edited(show, B, skip=True)
            show.do(do.Go())
            assert show.on == "c"

    def test_a_skipped_item_can_still_be_played_by_intention(self) -> None:
        show = Playout(plan(skip=True), "10:00")
        show.do(do.Load(A))
        edited(show, A, title="Ещё")
        show.do(do.Go())
        assert show.on == "a"

    def test_what_is_ready_has_the_length_it_has_now(self) -> None:
        show = Playout(plan(), "10:00")
        show.do(do.Load(A))
        edited(show, A, duration=minutes(20))
        assert show.left == 20


class TestRoll:
    def test_what_is_awaited_begins_when_it_is_planned_now(self) -> None:
        show = Playout(plan(), "09:50")
        show.do(do.Roll(True))
        edited(show, A, start=hm("10:05"))
        show.until("10:04:59")
        assert show.on is None
        show.until("10:05")
        assert show.on == "a"

    def test_an_item_put_in_before_what_is_awaited_comes_first(self) -> None:
        show = Playout(plan(), "10:16")
        show.do(do.Roll(True))
        assert show.run.playing.item == "c"
        show.do(do.Insert((item("x", 3, "10:20"),), after=B))
        show.until("10:20")
        assert show.on == "x"
        show.do(do.Remove((C,)))
        show.until("10:23")
        assert (show.on, show.run.playing.mode) == (None, "idle")

    def test_what_is_awaited_may_be_removed(self) -> None:
        show = Playout(plan(), "09:50")
        show.do(do.Roll(True))
        show.do(do.Remove((A, B)))
        assert (show.run.playing.mode, show.run.playing.item) == ("waiting", "c")
        show.do(do.Remove((C,)))
        assert show.run.playing.mode == "idle"

    def test_after_a_hold_the_wall_clock_says_what_is_on(self) -> None:
        show = Playout(plan(), "10:00")
        show.do(do.Roll(True))
        show.until("10:12", down=True)
        assert (show.on, show.run.held) == ("a", True)
        show.do(do.GoOn())
        assert (show.on, show.left) == ("b", 3)

    def test_after_the_last_answer_nothing_holds_either(self) -> None:
        show = Playout(plan(missed="ask", cues=(cue("late", Play(TITLE), "after", minutes(5)),)), "10:00")
        show.do(do.Roll(True))
        show.until("10:12", down=True)
        assert (show.on, show.run.held, len(show.run.asked)) == ("a", True, 1)
        show.do(do.Answer(A, CueId("late"), True))
        assert show.playing == {"title"}
        assert (show.on, show.left) == ("b", 3)


class TestEdits:
    def test_a_cue_put_into_the_past_of_the_item_on_the_air_does_not_happen(self) -> None:
        show = Playout(plan(missed="hold"), "10:00")
        show.do(do.Go())
        show.until("10:05")
        late, soon = (cue(name, Play(TITLE), "after", minutes(by)) for name, by in (("late", 2), ("soon", 6)))
        edited(show, A, cues=(late, soon))
        assert (show.run.held, show.run.asked, show.playing) == (False, (), set())
        assert show.run.results["a"]["late"].outcome == "skipped"
        show.until("10:06")
        assert show.playing == {"title"}

    def test_an_edit_does_not_swallow_what_is_due(self) -> None:
        show = Playout(plan(cues=(cue("x", Play(TITLE), "after", minutes(2)),)), "10:00")
        show.do(do.Go())
        show.now = show.run.playing.started + minutes(2)
        edited(show, A, title="Новое")
        show.until("10:02")
        assert show.playing == {"title"}

    def test_an_id_that_comes_again_is_not_taken_for_the_old(self) -> None:
        show = Playout(plan(), "10:00")
        held = show.state.rundown.plan.entries[B]
        show.do(do.Remove((B,)))
        show.do(do.Insert((item("b", 5),), after=A))
        assert show.refused(do.Put(held)) == "entry-changed"

    @pytest.mark.parametrize("date", ["2026-02-30", "20260310", "2026-W11-2", "today", "9999-12-31", "0001-01-01"])
    def test_a_day_that_is_none(self, date: str) -> None:
        show = Playout(plan(), "10:00")
        assert show.refused(do.Settings(date)) == "no-such-day"
        if re.fullmatch(r"\d{4}-\d\d-\d\d", date):  # another never comes in
            assert show.refused(do.Replace(Plan(date=date), show.state.rundown.edition)) == "no-such-day"


def test_a_rehearsal_that_is_reset_is_still_one() -> None:
    show = Playout(plan(cues=(cue("r", SetOutput(Output.RECORD, True)),)), "08:00")
    show.do(do.Rehearse(10))
    show.do(do.Go())
    show.until("08:01")
    show.do(do.Reset())
    assert (show.on, show.run.begun) == (None, None)
    show.do(do.Go())
    assert show.run.results["a"]["r"].outcome == "muted"
    assert (show.run.behind, show.run.playing.started) == (0, at("10:00"))


def test_settings_of_an_older_edition_are_not_taken() -> None:
    show = Playout(plan(), "10:00")
    columns = tuple(Field(id=FieldId(name), label=name) for name in ("props", "light"))
    seen = show.state.rundown.edition
    show.do(do.Settings(fields=columns, edition=seen))
    assert show.refused(do.Settings(date="2026-03-11", edition=seen)) == "rundown-changed"
    assert show.refused(do.Settings(fields=columns, edition=seen)) == "rundown-changed"
    assert show.state.rundown.plan.fields == columns
    show.do(do.Settings("2026-03-11", columns, edition=seen + 1))
    show.do(do.Settings("2026-03-12", columns))
    assert (show.state.rundown.plan.date, show.state.rundown.plan.fields) == ("2026-03-12", columns)
