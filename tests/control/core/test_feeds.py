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
from control.language import Texts
from control.show import Camera
from control.views import feeds as views
from control.views.wire_feeds import ChangeWire
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
    told = show.state.log.entries[1].args
    assert told == {"camera": MAIN, "line": "main", "reason": "feed-freeze feed-silence"}, "all that is wrong"


def test_why_a_camera_is_away_is_known_later_and_is_no_new_line_in_the_log() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveLine(MAIN, "main", "away", (), "1.jpg"), by=SYSTEM)
    since, told = show.now, show.log()
    show.until("09:01")
    whys: tuple[feeds.Why | None, ...] = ("password", "password", None)
    for why in whys:
        show.do(ObserveLine(MAIN, "main", "away", why=why), by=SYSTEM)
        assert feed(show).main == feeds.LineState("away", (), since, "1.jpg", why="password")
    assert show.do(ObserveLine(MAIN, "main", "away", why="password"), by=SYSTEM) == ()
    show.do(ObserveLine(MAIN, "main", "away", why="other", detail="Input/output error"), by=SYSTEM)
    assert (feed(show).main.why, feed(show).main.detail) == ("other", "Input/output error")
    assert show.log() == told
    assert len(feed(show).history) == 1, "it is one change, with the newest reason"
    assert feed(show).history[0].seen == feed(show).main
    show.do(ObserveLine(MAIN, "main", "ok"), by=SYSTEM)
    assert show.do(ObserveLine(MAIN, "main", "ok", why="other", detail="x"), by=SYSTEM) == ()
    assert (feed(show).main.why, feed(show).main.detail) == (None, "")


def test_the_log_says_why_a_camera_is_away() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveLine(MAIN, "main", "away", why="refused"), by=SYSTEM)
    assert show.state.log.entries[-1].args["reason"] == "feed-why-refused"
    entry = show.state.log.entries[-1]
    args = {**entry.args, "reason": Texts("ru").format("feed-why-refused"), "camera": "Зал"}
    words = Texts("ru").format(entry.code, **{name: str(value) for name, value in args.items()})
    assert words == "Сигнала «Зал» нет: камера не принимает подключение"
    assert (
        Texts("en").format(entry.code, camera="Hall", line="backup", reason="blank") == "Feed “Hall” (backup) is away"
    )


def test_the_last_changes_of_both_lines_are_remembered_and_no_more() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveLine(MAIN, "backup", "ok"), by=SYSTEM)
    for number in range(feeds.KEPT):
        condition: feeds.Condition = "bad" if number % 2 else "ok"
        show.do(ObserveLine(MAIN, "main", condition, picture=f"{number}.jpg"), by=SYSTEM)
    history = feed(show).history
    assert [change.line for change in history] == ["main"] * feeds.KEPT
    assert [change.seen.picture for change in history] == [f"{number}.jpg" for number in range(feeds.KEPT)]
    show.do(ObserveProcess(MAIN, "restarting"), by=SYSTEM)
    assert [(change.line, change.seen.condition) for change in feed(show).history[-2:]] == [
        ("main", "unknown"),
        ("backup", "unknown"),
    ], "when nothing was known any more is remembered too"
    assert len(feed(show).history) == feeds.KEPT


def test_a_process_that_breaks_down_before_it_told_anything_has_no_history() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveProcess(MAIN, "restarting"), by=SYSTEM)
    assert feed(show).history == ()


def test_pages_have_the_history_of_cameras_that_have_one() -> None:
    show = Playout(Plan(), show=OURS)
    show.do(ObserveLine(MAIN, "main", "bad", ("freeze",), "1.jpg"), by=SYSTEM)
    show.do(ObserveLine(MAIN, "backup", "away", why="other", detail="Input/output error"), by=SYSTEM)
    made = views.history(show.state.feeds, OURS)
    told = msgspec.convert(made, dict[str, list[ChangeWire]], strict=True)
    assert list(told) == [MAIN]
    assert [(one.line, one.seen.condition, one.seen.picture, one.seen.why) for one in told[MAIN]] == [
        ("main", "bad", "1.jpg", msgspec.UNSET),
        ("backup", "away", msgspec.UNSET, "other"),
    ]


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
