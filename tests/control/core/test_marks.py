"""Markers: a moment, with what was on air then."""

from __future__ import annotations

import csv
import io

import pytest

from control.clock import Duration
from control.core.log import Undo
from control.core.marks import KEPT, LONGEST_MARK, Mark, Marker, MarksState, OnAir, Unmark
from control.core.outputs import Actual, ObserveOutput, Output
from control.core.program import ObserveProgram, Take
from control.core.rundown import commands as rundown
from control.core.rundown.plan import Plan
from control.core.types import SYSTEM, SceneId
from control.language import Texts
from control.views.marks import marks, marks_csv
from tests.control.core.rundowns import Playout, at, cue, item


def record(show: Playout, actual: Actual, output: Output = Output.RECORD) -> None:
    show.do(ObserveOutput(output, actual), by=SYSTEM)


def test_it_knows_what_was_on_air_and_where_in_the_recording() -> None:
    show = Playout(Plan.of(item("a", 10, "10:00", cues=(cue("take", Take(SceneId("one"))),))), "10:00")
    record(show, Actual.ON)
    show.until("10:00:30")
    show.do(rundown.Go())
    show.until("10:01")
    show.do(Mark("  Смех в зале "))
    where = OnAir(SceneId("one"), None, "A", stream=None, record=Duration(60_000))
    assert show.state.marks.markers == (Marker(1, at("10:01"), "Смех в зале", where),)
    assert show.log()[-1] == "log-marked"


def test_a_stream_that_reconnected_began_when_it_began() -> None:
    show = Playout(Plan(), "10:00")
    for time, actual in (("10:00", Actual.STARTING), ("10:01", Actual.ON), ("10:02", Actual.RECONNECTING)):
        show.until(time)
        record(show, actual, Output.STREAM)
    show.until("10:03")
    record(show, Actual.ON, Output.STREAM)
    show.until("10:05")
    show.do(Mark())
    record(show, Actual.OFF, Output.STREAM)
    show.do(Mark())
    record(show, Actual.ON, Output.STREAM)
    show.do(Mark())
    assert [marker.on_air.stream for marker in show.state.marks.markers] == [240_000, None, 0]


def test_a_cue_makes_one_and_back_takes_it_away() -> None:
    show = Playout(Plan.of(item("a", 10, "10:00", cues=(cue("m", Mark("Начало")),))), "10:00")
    show.do(rundown.Go())
    assert [(marker.text, marker.on_air.item) for marker in show.state.marks.markers] == [("Начало", "A")]
    show.do(rundown.GoBack())
    assert show.state.marks.markers == ()
    assert show.run.left == ()


def test_it_is_undone_once_and_numbers_are_never_used_again() -> None:
    show = Playout(Plan())
    show.do(Mark("раз"))
    show.do(Undo(show.state.log.entries[-1].seq))
    assert not show.state.marks.markers
    assert show.refused(Unmark(1)) == "no-such-mark"
    show.do(Mark("два"))
    assert [marker.number for marker in show.state.marks.markers] == [2]


def test_the_last_are_kept_and_a_long_text_is_refused() -> None:
    show = Playout(Plan())
    for _ in range(KEPT + 3):
        show.do(Mark())
    assert [marker.number for marker in show.state.marks.markers] == list(range(4, KEPT + 4))
    assert show.refused(Mark("я" * (LONGEST_MARK + 1))) == "text-too-long"


def test_a_foreign_scene_is_named() -> None:
    show = Playout(Plan())
    show.do(ObserveProgram(foreign="Чужая"), by=SYSTEM)
    show.do(Mark())
    assert marks(show.state.marks, show.show).by_id["1"].scene == "Чужая"


@pytest.mark.parametrize("language, heading", [("ru", "Метка"), ("en", "Marker")])
def test_the_file_is_a_spreadsheets(language: str, heading: str) -> None:
    show = Playout(Plan(), "10:00")
    show.do(Take(SceneId("one")))
    record(show, Actual.ON)
    show.until("11:02:03")
    show.do(Mark('=HYPERLINK("http://x"); «кавычки", и\nстрока'))
    text = marks_csv(show.state.marks, show.show, Texts(language))  # type: ignore[arg-type]
    assert text.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(text[1:], newline=""))
    assert head[2] == heading
    assert row == [
        "1", "2026-03-10 11:02:03", '\'=HYPERLINK("http://x"); «кавычки", и\nстрока', "ONE", "", "", "1:02:03",
    ]  # fmt: skip


def test_nothing_marked_is_a_file_with_a_heading() -> None:
    assert len(marks_csv(MarksState(), Playout(Plan()).show, Texts("en")).splitlines()) == 1
