"""The log's slice: its shape, and that a commit makes one line of it and not a hundred."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from control.clock import Instant
from control.core import log
from control.core.log import LogEntry, LogState
from control.views import slices
from control.views.wire import LogsWire
from tests.control.core.shows import make_show
from webui import merge

SHOW = make_show()
NOON = Instant(1_790_000_000_000)


def entry(seq: int, actor: str = "operator:anna", undo: str | None = None) -> LogEntry:
    return LogEntry(seq, NOON, actor, "log-stage-said", {"text": f"Слово {seq}"}, undo)


def full(first: int = 1, undo: str | None = None) -> LogState:
    return LogState(tuple(entry(seq, undo=undo) for seq in range(first, first + log.KEPT)))


def test_what_is_made_fits_the_type_the_pages_are_made_from() -> None:
    made = slices.log(LogState((entry(7, undo="{}"), entry(9, "judge:j1"))), SHOW)
    told = msgspec.convert(made, LogsWire, strict=True)
    assert told.order == ["7", "9"]
    assert (told.by_id["7"].args, told.by_id["7"].undo, told.by_id["7"].who) == (
        {"text": "Слово 7"},
        True,
        msgspec.UNSET,
    )
    assert SHOW.contest is not None
    assert told.by_id["9"].who == next(judge.name for judge in SHOW.contest.judges if judge.id == "j1")
    assert msgspec.convert(slices.log(LogState(), SHOW), LogsWire, strict=True) == LogsWire(order=[], by_id={})


def test_a_new_entry_leaves_the_others_the_same_objects() -> None:
    state = full()
    before = slices.log(state, SHOW)
    after = slices.log(log.add(state, entry(log.KEPT + 1)), SHOW)
    assert after["order"] == [str(seq) for seq in range(2, log.KEPT + 2)]
    assert all(after["byId"][key] is before["byId"][key] for key in after["order"][:-1])
    patch = merge.diff(before, after)["byId"]
    assert set(patch) == {"1", str(log.KEPT + 1)}
    assert patch["1"] is None


def test_an_entry_that_was_undone_is_made_again_and_so_is_all_of_another_show() -> None:
    state = full(undo="{}")
    before = slices.log(state, SHOW)
    after = slices.log(log.mark_undone(state, 5), SHOW)
    assert merge.diff(before, after) == {"byId": {"5": {"undo": None, "undone": True}}}
    nobody = replace(SHOW, contest=None)
    judged = LogState((entry(5, "judge:j1"),))
    assert "who" in slices.log(judged, SHOW)["byId"]["5"]
    assert "who" not in slices.log(judged, nobody)["byId"]["5"]
