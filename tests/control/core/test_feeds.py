"""Signals, as decided: what people hold, what the worker told."""

from __future__ import annotations

import msgspec
import pytest

from control.core import feeds
from control.core.feeds import ObserveLine, ObserveProcess, ObserveShowing, SetUse
from control.core.log import Undo
from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.types import SYSTEM, CameraId, Command
from control.show import Camera
from tests.control.core.rundowns import SHOW, Playout, cue, item

MAIN, LONE = CameraId("main"), CameraId("lone")
OURS = msgspec.structs.replace(
    SHOW,
    cameras=(
        Camera(id=MAIN, name="Главная", url="rtsp://x", backup="rtsp://y"),
        Camera(id=LONE, name="Одна", url="rtsp://z"),
    ),
)


def feed(show: Playout, camera: CameraId = MAIN) -> feeds.FeedState:
    return feeds.of(show.state.feeds, camera)


def test_what_is_held_by_hand_and_taken_back() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(SetUse(MAIN, "backup"))
    assert feed(show).use == "backup"
    assert show.do(SetUse(MAIN, "backup")) == ()
    show.do(Undo(show.state.log.entries[-1].seq))
    assert feed(show).use == "auto"


@pytest.mark.parametrize(
    "command, code",
    [(SetUse(LONE, "backup"), "feed-no-backup"), (SetUse(CameraId("x"), "main"), "no-such-camera")],
)
def test_what_cannot_be_is_refused(command: Command, code: str) -> None:
    assert Playout(Plan(), show=OURS).refused(command) == code


def test_each_change_of_health_is_kept_with_its_picture_and_told_once() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveLine(MAIN, "main", "bad", ("freeze", "silence"), "1.jpg"), by=SYSTEM)
    assert feed(show).main == feeds.LineState("bad", ("freeze", "silence"), show.now, "1.jpg")
    assert show.do(ObserveLine(MAIN, "main", "bad", ("freeze", "silence"), "2.jpg"), by=SYSTEM) == ()
    show.do(ObserveLine(MAIN, "backup", "ok"), by=SYSTEM)
    show.do(ObserveLine(MAIN, "main", "unknown"), by=SYSTEM)
    assert show.log()[1:] == ["log-feed-bad", "log-feed-ok"], "a line nobody has looked at is nobody's news"


def test_why_a_camera_is_away_is_known_later_and_is_no_new_line_in_the_log() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveLine(MAIN, "main", "away", (), "1.jpg"), by=SYSTEM)
    since, told = show.now, show.log()
    show.until("09:01")
    for detail in ("401 Unauthorized", "401 Unauthorized", ""):
        show.do(ObserveLine(MAIN, "main", "away", detail=detail), by=SYSTEM)
        assert feed(show).main == feeds.LineState("away", (), since, "1.jpg", "401 Unauthorized")
    assert show.do(ObserveLine(MAIN, "main", "away", detail="401 Unauthorized"), by=SYSTEM) == ()
    assert show.log() == told
    show.do(ObserveLine(MAIN, "main", "ok"), by=SYSTEM)
    assert show.do(ObserveLine(MAIN, "main", "ok", detail="x"), by=SYSTEM) == ()
    assert feed(show).main.detail == ""


def test_what_goes_out_is_told_but_not_the_first_time() -> None:
    show = Playout(Plan(), show=OURS)
    for showing in ("main", "held", "backup", "backup", "main"):
        show.do(ObserveShowing(MAIN, showing), by=SYSTEM)
    assert show.log()[1:] == ["log-feed-shown"] * 3
    assert feed(show).showing == "main"


def test_of_a_process_that_broke_down_nothing_is_known() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveProcess(MAIN, "running"), by=SYSTEM)
    show.do(ObserveLine(MAIN, "main", "bad", ("black",), "1.jpg"), by=SYSTEM)
    show.do(ObserveShowing(MAIN, "backup"), by=SYSTEM)
    show.do(ObserveProcess(MAIN, "restarting"), by=SYSTEM)
    assert (feed(show).main.condition, feed(show).showing) == ("unknown", None)
    show.do(ObserveProcess(MAIN, "refused", "feed-port-taken", {"name": "Главная", "port": "9"}), by=SYSTEM)
    show.do(ObserveProcess(MAIN, "running"), by=SYSTEM)
    assert (feed(show).process, feed(show).code) == ("running", "")
    assert show.log()[-3:] == ["log-feed-restarting", "log-feed-refused", "log-feed-running"]
    assert show.log()[1] == "log-feed-bad", "that it runs at first is nobody's news"


def test_a_cue_switches_a_feed_and_back_takes_it_back() -> None:
    show = Playout(Plan.of(item("a", 10, "10:00", cues=(cue("hold", SetUse(MAIN, "backup")),))), "10:00", OURS)
    show.do(do.Go())
    assert feed(show).use == "backup"
    show.do(do.GoBack())
    assert feed(show).use == "auto"
