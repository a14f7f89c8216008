"""GO, its clock, its cues, and what happens by itself."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from control.clock import Duration
from control.core.countdown import Timer
from control.core.graphics import Play, Stop
from control.core.outputs import Output, SetOutput
from control.core.program import Take
from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.stage import Say
from control.core.timer_acts import Adjust, Pause, Set, Start
from control.core.timer_state import clock_of, run_of
from control.core.types import SYSTEM, CueId, EntryId, SceneId, TimerId
from control.show import NamedTimer
from tests.control.core.rundowns import MINUTE, SHOW, Playout, at, cue, item

ONE, TWO = (Take(SceneId(name), auto=True) for name in ("one", "two"))


def three(**of_first: object) -> Plan:
    return Plan.of(
        item("a", 10, "10:00", cues=(cue("take", ONE), cue("title", Play("title"), "start")), **of_first),  # type: ignore[arg-type]
        item("b", 5, cues=(cue("take", TWO), cue("off", Stop("title")))),  # type: ignore[arg-type]
        item("c", 5, "10:30"),
    )


def test_a_go_moves_everything_at_once() -> None:
    show = Playout(three(), "10:00")
    events = show.do(do.Go(over=0))
    assert (show.on, show.scene, show.playing) == ("a", "one", {"title"})
    assert len(show.entries[-1]) == len(events), "one entry of the journal"
    assert show.log()[-1] == "log-rundown-go"
    assert {name: one.outcome for name, one in show.run.results["a"].items()} == {"take": "done", "title": "done"}
    assert show.left == 10


def test_of_two_gos_at_once_one_counts() -> None:
    show = Playout(three(), "10:00")
    show.do(do.Go(over=0))
    assert show.refused(do.Go(over=0)) == "already-gone"
    show.do(do.Go(over=1))
    assert show.on == "b"


def test_back_undoes_what_can_be() -> None:
    plan = three()
    show = Playout(plan, "10:00")
    show.do(do.Go())
    show.until("10:07")
    show.do(do.Go())
    assert (show.on, show.scene, show.playing) == ("b", "two", set())
    show.until("10:08")
    show.do(do.GoBack())
    assert (show.on, show.scene, show.playing) == ("a", "one", {"title"})
    assert show.left == 2, "its clock ran on"
    assert show.run.left == ()
    assert show.run.actual["a"].end is None
    assert "b" not in show.run.actual
    show.do(do.GoBack())
    assert (show.on, show.playing) == (None, set())
    assert show.refused(do.GoBack()) == "nothing-to-go-back"
    assert show.run.begun is None


def test_cues_run_the_named_timers_and_back_takes_it_back() -> None:
    speech = NamedTimer(id=TimerId("speech"), name="Речь", kind="countdown", length=Duration(5 * MINUTE))
    plan = Plan.of(
        item("a", 5),
        item(
            "b",
            5,
            cues=(
                cue("set", Set(speech.id, Duration(3 * MINUTE))),
                cue("start", Start(speech.id)),
                cue("more", Adjust(speech.id, Duration(MINUTE)), "after", MINUTE),
                cue("gone", Pause(TimerId("gone"))),
            ),
        ),
    )
    show = Playout(plan, show=replace(SHOW, timers=(speech,)))

    def clock() -> tuple[str, float]:
        found = clock_of(run_of(show.state.timers, speech.id), speech)
        return found.state, found.left(show.now) / MINUTE

    show.do(do.Go())
    show.do(do.Go())
    assert clock() == ("running", 3)
    results = show.run.results["b"]
    assert {name: result.outcome for name, result in results.items()} == {
        "set": "done", "start": "done", "gone": "refused",
    }  # fmt: skip
    assert results["gone"].code == "no-such-timer"
    show.until("09:01")
    assert clock() == ("running", 3), "2 minutes are left, and one is added"
    again = Playout(plan, show=replace(SHOW, timers=(speech,)))
    again.do(do.Go())
    again.do(do.Go())
    again.do(do.GoBack())
    assert clock_of(run_of(again.state.timers, speech.id), speech) == Timer.of(Duration(5 * MINUTE))


def test_back_lists_what_has_no_inverse_and_what_others_did_since() -> None:
    plan = Plan.of(
        item("a", 10, "10:00", cues=(cue("take", ONE),)),
        item("b", 5, cues=(cue("record", SetOutput(Output.RECORD, True)), cue("take", TWO))),
    )
    show = Playout(plan, "10:00")
    show.do(do.Go())
    show.do(do.Go())
    show.do(Take(SceneId("three")))
    show.do(do.GoBack())
    assert show.on == "a"
    assert show.scene == "three", "somebody took since: his take stands"
    assert set(show.run.left) == {"record", "take"}


def test_a_go_is_undone_from_the_log_too() -> None:
    show = Playout(three(), "10:00")
    show.do(do.Go())
    show.do(do.Go())
    from control.core.log import Undo

    show.do(Undo(show.state.log.entries[-1].seq))
    assert (show.on, show.scene) == ("a", "one")


def test_a_refused_cue_does_not_stop_the_others() -> None:
    plan = Plan.of(item("a", 10, "10:00", cues=(cue("bad", Take(SceneId("nowhere"))), cue("good", Play("title")))))  # type: ignore[arg-type]
    show = Playout(plan, "10:00")
    show.do(do.Go())
    assert show.playing == {"title"}
    bad = show.run.results["a"]["bad"]
    assert (bad.outcome, bad.code) == ("refused", "no-such-scene")


def test_cues_at_their_moments() -> None:
    plan = Plan.of(
        item(
            "a",
            10,
            "10:00",
            warning=Duration(2 * MINUTE),
            danger=Duration(MINUTE),
            cues=(
                cue("after", Play("title"), "after", 3 * MINUTE),  # type: ignore[arg-type]
                cue("time", Take(SceneId("two")), "time", (10 * 60 + 5) * MINUTE),
                cue("warn", Say("Две минуты", "warning"), "warning"),
                cue("danger", Say("Минута", "danger"), "danger"),
                cue("over", Say("Время", "danger"), "overrun", 30_000),
                cue("end", Stop("title"), "end"),  # type: ignore[arg-type]
            ),
        ),
        item("b", 5),
    )
    show = Playout(plan, "10:00")
    show.do(do.Go())
    show.until("10:02:59")
    assert show.playing == set()
    show.until("10:03")
    assert show.playing == {"title"}
    show.until("10:05")
    assert show.scene == "two"
    show.do(do.Pause())
    show.until("10:07")
    show.do(do.Resume())
    show.until("10:09:59")
    assert not show.said
    show.until("10:10")
    assert show.said == "Две минуты"
    show.until("10:12")
    assert show.run.playing.up
    show.until("10:12:29")
    assert show.said == "Минута"
    show.until("10:12:30")
    assert show.said == "Время"
    assert show.playing == {"title"}
    show.do(do.Go())
    assert show.playing == set(), "the end cue"
    assert show.run.results["a"]["end"].outcome == "done"


def test_a_cue_fires_once_however_the_clock_is_moved() -> None:
    plan = Plan.of(item("a", 10, "10:00", cues=(cue("w", Play("title"), "warning"),)))  # type: ignore[arg-type]
    show = Playout(plan, "10:00")
    show.do(do.Go())
    show.until("10:09")
    assert show.playing == {"title"}
    show.do(Stop("title"))  # type: ignore[arg-type]
    show.do(do.AddTime(Duration(5 * MINUTE)))
    show.until("10:14:30")
    assert show.playing == set()


@pytest.mark.parametrize(
    "at_end, overrun, on, mode",
    [
        ("wait", "absorb", "a", "on"),
        ("wait", "stop", None, "idle"),
        ("load", "absorb", None, "loaded"),
        ("play", "absorb", "b", "on"),
    ],
)
def test_what_happens_at_zero(at_end: str, overrun: str, on: str | None, mode: str) -> None:
    show = Playout(three(at_end=at_end, overrun=overrun), "10:00")
    show.do(do.Go())
    show.until("10:10")
    assert (show.on, show.run.playing.mode) == (on, mode)
    if mode != "on" or on == "a":
        show.do(do.Go())
        assert show.on == "b"


def test_nothing_plays_by_itself_unless_armed() -> None:
    show = Playout(three(at_end="play"), "10:00")
    show.do(do.Arm(False))
    show.do(do.Go())
    show.until("10:12")
    assert (show.on, show.left) == ("a", -2)


def test_an_overrun_that_compresses_shortens_the_next() -> None:
    show = Playout(three(overrun="compress"), "10:00")
    show.do(do.Go())
    show.until("10:12")
    show.do(do.Go())
    assert (show.on, show.left) == ("b", 3)


def test_count_to_end_ends_when_planned() -> None:
    plan = Plan.of(item("a", 10, "10:00", count_to_end=True), item("b"))
    show = Playout(plan, "10:04")
    show.do(do.Go())
    assert show.left == 6


class TestDown:
    """Efir was not running when something should have happened."""

    def plan(self, missed: str) -> Plan:
        return Plan.of(
            item(
                "a",
                10,
                "10:00",
                missed=missed,
                at_end="play",
                cues=(
                    cue("after", Play("title"), "after", 3 * MINUTE),  # type: ignore[arg-type]
                    cue("late", Play("name"), "after", 9 * MINUTE),  # type: ignore[arg-type]
                ),
            ),
            item("b", 20, cues=(cue("take", TWO),)),
        )

    def test_skip(self) -> None:
        show = Playout(self.plan("skip"), "10:00")
        show.do(do.Go())
        show.until("10:05", down=True)
        assert show.playing == set()
        assert show.run.results["a"]["after"].outcome == "skipped"
        show.until("10:09")
        assert show.playing == {"name"}
        show.until("10:15", down=True)
        assert (show.on, show.left) == ("b", 15), "as if it had gone on at its time"

    def test_ask(self) -> None:
        show = Playout(self.plan("ask"), "10:00")
        show.do(do.Go())
        show.until("10:05", down=True)
        assert [one.cue for one in show.run.asked] == ["after"]
        assert not show.run.held
        show.do(do.Answer(EntryId("a"), CueId("after"), True))
        assert show.playing == {"title"}
        assert show.run.asked == ()
        assert show.refused(do.Answer(EntryId("a"), CueId("after"), True)) == "not-asked"
        show.until("10:15", down=True)
        assert show.on == "a", "it does not go on without being asked"
        show.do(do.Go())
        assert show.on == "b"

    def test_hold(self) -> None:
        show = Playout(self.plan("hold"), "10:00")
        show.do(do.Go())
        show.until("10:05", down=True)
        assert show.run.held
        show.until("10:09:30")
        assert show.playing == set(), "nothing goes by itself"
        assert [one.cue for one in show.run.asked] == ["after", "late"]
        show.do(do.GoOn())
        show.until("10:10")
        assert show.on == "b"

    def test_a_small_delay_is_not_a_miss(self) -> None:
        show = Playout(self.plan("skip"), "10:00")
        show.do(do.Go())
        show.until("10:03:02", down=True)
        assert show.playing == {"title"}


class TestRoll:
    def test_it_joins_in_the_middle_and_waits_in_gaps(self) -> None:
        show = Playout(three(), "10:12")
        show.do(do.Roll(True))
        assert (show.on, show.left, show.scene) == ("b", 3, "two")
        show.until("10:15")
        assert (show.on, show.run.playing.mode) == (None, "waiting")
        show.until("10:30")
        assert (show.on, show.left) == ("c", 5)
        show.until("10:35")
        assert (show.on, show.run.playing.mode) == (None, "idle")

    def test_before_the_show_it_waits(self) -> None:
        show = Playout(three(), "09:50")
        show.do(do.Roll(True))
        assert show.run.playing.mode == "waiting"
        show.until("10:00")
        assert show.on == "a"
        show.until("10:10")
        assert show.on == "b"


class TestRehearsal:
    def test_ten_times_as_fast(self) -> None:
        plan = Plan.of(
            item("a", 10, "10:00", at_end="play", cues=(cue("r", SetOutput(Output.RECORD, True)), cue("t", ONE))),
            item("b", 10, cues=(cue("t", TWO),)),
        )
        show = Playout(plan, "08:00")
        show.do(do.Rehearse(10))
        show.until("08:05")
        show.do(do.Go())
        assert show.scene == "one"
        assert show.run.behind == 0, "however long it took to press"
        assert show.run.results["a"]["r"].outcome == "muted"
        assert not show.state.outputs.record.wanted
        show.until("08:05:59")
        assert show.on == "a"
        show.until("08:06")
        assert show.on == "b"
        show.do(do.Rehearse(0))
        assert show.on is None
        assert show.run.begun is None

    def test_a_show_that_has_begun_is_not_wiped_by_one(self) -> None:
        show = Playout(three(), "10:00")
        show.do(do.Go())
        show.do(do.Stop())
        before = show.run
        assert show.refused(do.Rehearse(1)) == "show-under-way"
        assert show.run is before
        show.do(do.Reset())
        show.do(do.Rehearse(1))
        assert show.run.tempo is not None

    def test_never_while_something_goes_out(self) -> None:
        show = Playout(three())
        show.do(SetOutput(Output.RECORD, True))
        assert show.refused(do.Rehearse(2)) == "rehearsal-while-live"


def test_a_plan_for_any_day_turns_at_midnight_unless_it_is_played() -> None:
    show = Playout(three(), "10:00")
    assert show.state.rundown.today == "2026-03-10"
    show.until("24:00")
    assert show.state.rundown.today == "2026-03-11"
    show.now = show.now - 12 * 3_600_000  # type: ignore[assignment]
    show.do(do.Go())
    show.until("49:00")
    assert show.state.rundown.today == "2026-03-11"
    show.do(do.Reset())
    assert show.state.rundown.today == "2026-03-12"


def late_show() -> Plan:
    return Plan.of(item("a", 30, "23:50"), item("b", 30))


def test_a_show_that_begins_after_midnight_is_late_and_not_early_for_the_next_day() -> None:
    show = Playout(late_show(), "23:40")
    show.until("24:03")
    show.do(do.Go())
    assert show.run.behind == 13 * MINUTE
    show = Playout(late_show(), "23:40")
    show.until("35:49")
    assert show.state.rundown.today == "2026-03-10"
    show.until("35:50")
    assert show.state.rundown.today == "2026-03-11", "nearer to the next now"


def test_what_is_awaited_over_midnight_is_awaited_after_a_restart() -> None:
    for begin in (do.Roll(True), do.Load(EntryId("a"))):
        show = Playout(late_show(), "23:40")
        show.do(begin)
        show.now = at("24:00:30")
        show.do(do.Open(late_show()), by=SYSTEM)
        assert show.state.rundown.today == "2026-03-10"
        show.until("24:00:30")
        show.do(do.Go())
        assert show.run.behind == 10.5 * MINUTE


def test_what_was_played_survives_its_own_journal() -> None:
    from control import entries, registry

    show = Playout(three(at_end="play"), "10:00")
    show.do(do.Go())
    show.until("10:11")
    show.do(do.AddTime(Duration(MINUTE)))
    show.do(do.GoBack())
    state = registry.State()
    for seq, raw in enumerate(show.entries, 1):
        state = entries.record(state, seq, show.now, "x", [registry.decode_event(one) for one in raw])
    assert state.rundown == show.state.rundown
    assert registry.decode_state(registry.encode_state(show.state)).rundown == show.state.rundown
    assert SHOW.time_zone == show.state.rundown.zone
