"""The timing rules of a VISCA session, against the simulated camera, in virtual time."""

import itertools

import pytest

from devices.ptz.simulated.faults import Fault
from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Why
from devices.ptz.visca.codec import ErrorCode, Kind, parse_frame
from devices.ptz.visca.patience import FRAME, PATIENCE
from tests.devices.ptz.virtual import DELAY, LEFT, RECALL, STOP, Bench, asked, both, far_preset

# --- beginning


def test_a_session_begins_with_reset_and_if_clear() -> None:
    bench = Bench().connect()
    frames = [parse_frame(data) for _, data in bench.sent]
    assert [frame.kind for frame in frames if frame] == [Kind.CONTROL, Kind.DEVICE_SETTING, Kind.INQUIRY]
    assert bench.sent[0][1].hex(" ") == "02 00 00 01 00 00 00 00 01"
    assert [frame.sequence for frame in frames if frame] == [0, 1, 2]


def test_raw_begins_with_if_clear() -> None:
    bench = Bench(sony=False).connect()
    assert [data.hex(" ") for _, data in bench.sent] == ["81 01 00 01 ff", "81 09 00 02 ff"]


@both
def test_after_a_power_cycle_a_camera_obeys_only_after_if_clear(sony: bool) -> None:
    bench = Bench(sony=sony)
    bench.camera.cycle_power()
    bench.connect()
    drive = bench.ask(LEFT)
    bench.until(lambda: drive in bench.finished)
    assert bench.motors.moving(bench.now) == {"pan"}


@both
def test_nobody_there(sony: bool) -> None:
    bench = Bench(sony=sony)
    bench.cut = True
    drive = bench.ask(LEFT)
    bench._take(bench.session.connect(bench.now))
    bench.until(lambda: bench.downs == 1, within=1.0)
    assert bench.failed[drive].why is Why.AWAY
    assert bench.session.wake() is None
    late = bench.ask(LEFT)
    assert bench.failed[late].why is Why.AWAY


def test_a_camera_that_answers_no_reset_is_there_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    monkeypatch.setattr(bench.camera, "_control", lambda *_: None)
    bench.connect()
    assert bench.downs == 0


@both
@pytest.mark.parametrize("deaf", [False, True])
def test_the_first_words_are_a_stop_which_waits_for_no_answer(sony: bool, deaf: bool) -> None:
    bench = Bench(sony=sony)
    bench.motors.drive("pan", 10, bench.now)  # by somebody who cannot stop it any more
    bench.camera.deaf = deaf
    bench.camera._last = 5000
    began = bench.now
    bench._take(bench.session.connect(bench.now))
    stop = bench.ask(STOP, "pan-tilt", urgent=True)
    bench.until(lambda: not bench.motors.moving(bench.now))
    assert bench.now - began <= (2 if sony else 1) * FRAME + DELAY + 1e-9
    assert bench.ups == 0
    bench.until(lambda: bench.ups == 1 and bench.settled(stop))
    assert stop in bench.finished
    assert asked(bench, m.PanTilt) == 1
    resets = [frame for _, data in bench.sent if (frame := parse_frame(data)) and frame.kind is Kind.CONTROL]
    assert len(resets) == (1 if sony else 0)


@both
@pytest.mark.parametrize("fault", [Fault.DROP, Fault.LOSE])
@pytest.mark.parametrize("times", [1, 2])
def test_the_first_stop_also_arrives_if_what_goes_before_it_is_lost(sony: bool, fault: Fault, times: int) -> None:
    bench = Bench(sony=sony)
    bench.motors.drive("pan", 10, bench.now)
    bench.camera._last = 5000
    bench.faults.soon(fault, times)
    began = bench.now
    bench._take(bench.session.connect(bench.now))
    stop = bench.ask(STOP, "pan-tilt", urgent=True)
    bench.until(lambda: not bench.motors.moving(bench.now))
    assert bench.now - began <= 8 * FRAME
    bench.until(lambda: bench.ups == 1 and (bench.settled(stop) or stop in bench.accepted))
    assert stop not in bench.failed
    assert bench.downs == 0


def test_a_stop_is_obeyed_at_once_although_somebody_else_has_used_greater_numbers() -> None:
    bench = Bench().connect()
    bench.ask(LEFT, "pan-tilt")
    bench.run(0.5)
    assert bench.motors.moving(bench.now) == {"pan"}
    bench.camera._last = 5000
    began = bench.now
    stops = [bench.ask(STOP, "pan-tilt", urgent=True), bench.ask(m.Zoom(m.ZoomWay.STOP), "zoom", urgent=True)]
    bench.until(lambda: not bench.motors.moving(bench.now))
    assert bench.now - began <= 4 * FRAME
    bench.until(lambda: all(bench.settled(stop) for stop in stops))
    assert all(stop in bench.finished for stop in stops)


@both
def test_two_that_nobody_answers_end_a_session_that_was_not_looked_at_in_time(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(0.1)
    bench.cut = True
    stops = [bench.ask(STOP, "pan-tilt", urgent=True), bench.ask(m.Zoom(m.ZoomWay.STOP), "zoom", urgent=True)]
    bench.run(11.5 * FRAME)  # each was sent six times
    assert bench.downs == 0
    bench.now += 1.0  # a loop that is late: both are overdue
    bench._take(bench.session.tick(bench.now))
    assert bench.downs == 1
    assert [bench.failed[stop].why for stop in stops] == [Why.NO_ANSWER, Why.AWAY]


# --- pace and order


@both
def test_a_motion_goes_before_questions_and_right_after_the_answer_to_one(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(FRAME)
    questions = [bench.ask(q.AskPanTilt()), bench.ask(q.AskZoom()), bench.ask(q.AskFocus())]
    began = bench.now
    bench.ask(LEFT, "pan-tilt")
    bench.until(lambda: bench.motors.moving(bench.now) == {"pan"})
    assert bench.now - began < FRAME
    assert questions[0] in bench.finished
    assert not {*questions[1:]} & {*bench.finished}
    bench.until(lambda: all(question in bench.finished for question in questions))


@both
def test_commands_stay_in_their_order_whatever_is_asked_between_them(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    for level in range(3):
        bench.ask(m.SetIris(level))
        bench.ask(q.AskZoom())
    bench.run(1)
    seen = [one.message for one in bench.camera.asked if isinstance(one.message, m.SetIris | q.AskZoom)]
    assert seen == [*(m.SetIris(level) for level in range(3)), *[q.AskZoom()] * 3]


@both
def test_a_question_gets_its_turn_while_a_stick_gives_a_command_a_frame(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(0.1)
    asked_at = bench.now
    questions = [bench.ask(q.AskPanTilt()), bench.ask(q.AskZoom())]
    for turn in range(60):
        bench.ask(m.PanTilt(1 + turn % 20, 10, m.Across.LEFT, m.Along.STOP), "pan-tilt")
        bench.run(FRAME / 2)
    assert all(question in bench.finished for question in questions)
    assert max(bench.finished[question][0] for question in questions) - asked_at < 0.3


@both
def test_one_message_a_frame_and_the_next_after_the_reply(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(FRAME)
    first = len(bench.sent)
    tickets = [bench.ask(m.SetIris(level)) for level in range(6)]
    bench.until(lambda: all(ticket in bench.finished for ticket in tickets))
    moments = [at for at, _ in bench.sent[first:]]
    assert len(moments) == 6
    assert min(later - sooner for sooner, later in itertools.pairwise(moments)) >= FRAME - 1e-9
    for ticket, at in zip(tickets[1:], moments[1:], strict=True):
        assert bench.accepted[tickets[tickets.index(ticket) - 1]] <= at
    assert [each.message for each in bench.camera.asked[-6:]] == [m.SetIris(level) for level in range(6)]


def test_the_next_waits_for_a_reply_that_is_late() -> None:
    bench = Bench().connect()
    bench.run(1.5 * FRAME)
    bench.faults.soon(Fault.LOSE, 2)  # its ACK and its completion
    first, second = bench.ask(m.SetIris(1)), bench.ask(m.SetIris(2))
    bench.until(lambda: second in bench.finished)
    assert [each.message for each in bench.camera.asked[-2:]] == [m.SetIris(1), m.SetIris(2)]
    assert bench.accepted[first] <= bench.accepted[second]
    assert bench.camera.asked[-1].at - bench.camera.asked[-2].at >= PATIENCE


def test_an_idle_session_sends_at_once() -> None:
    bench = Bench().connect()
    bench.run(1.9)
    before = bench.now
    bench.ask(LEFT)
    assert bench.sent[-1][0] == before


def test_of_a_joysticks_values_only_the_newest_is_sent() -> None:
    bench = Bench().connect()
    bench.run(0.1)
    begin, sent = bench.now, len(bench.sent)
    last = 0
    for index in range(500):  # fifty clients for a second, ten values a second each
        last = bench.ask(m.PanTilt(1 + index % 24, 1, m.Across.LEFT, m.Along.STOP), "pan-tilt")
        bench.run(0.002)
    bench.until(lambda: last in bench.finished)
    assert len(bench.sent) - sent <= (bench.now - begin) / FRAME + 1
    final = bench.camera.asked[-1].message
    assert isinstance(final, m.PanTilt)
    assert final.pan_speed == 1 + 499 % 24
    assert sum(failed.why is Why.SUPERSEDED for failed in bench.failed.values()) > 400
    assert all(failed.why is Why.SUPERSEDED for failed in bench.failed.values())


def test_a_newer_value_keeps_the_place_of_the_older() -> None:
    bench = Bench().connect()
    bench.run(1.5 * FRAME)
    bench.ask(m.SetIris(1))  # goes at once; the others wait
    bench.ask(LEFT, "pan-tilt")
    bench.ask(m.SetIris(2))
    newest = m.PanTilt(3, 3, m.Across.RIGHT, m.Along.UP)
    bench.ask(newest, "pan-tilt")
    bench.run(0.5)
    assert [each.message for each in bench.camera.asked[-3:]] == [m.SetIris(1), newest, m.SetIris(2)]


# --- sockets


@both
def test_a_long_move_does_not_hold_the_next_command(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    recall = bench.ask(RECALL)
    zoom = bench.ask(m.ZoomTele(3))
    bench.until(lambda: zoom in bench.finished)
    assert recall in bench.accepted
    assert recall not in bench.finished
    bench.until(lambda: recall in bench.finished)
    assert bench.finished[recall][0] > bench.finished[zoom][0] + 1  # completed the other way round


@both
def test_completions_that_overtake(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(0.1)
    bench.faults.soon(Fault.SWAP)
    first, second = bench.ask(m.SetIris(1)), bench.ask(m.SetIris(2))
    bench.until(lambda: first in bench.finished and second in bench.finished)
    assert bench.finished[second][0] <= bench.finished[first][0]


@both
def test_several_commands_on_one_socket_are_first_in_first_out(sony: bool) -> None:
    bench = Bench(sony=sony, one_socket=True).connect()
    far_preset(bench)
    home = bench.ask(RECALL)
    others = [bench.ask(m.SetIris(level)) for level in range(3)]
    bench.until(lambda: all(bench.settled(ticket) for ticket in (home, *others)))
    assert not bench.failed


@both
def test_an_inquiry_while_both_sockets_are_busy(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    bench.ask(RECALL)
    bench.ask(m.ZoomTo(m.ZOOM_END))
    inquiry = bench.ask(q.AskZoom())
    bench.until(lambda: inquiry in bench.finished, within=0.2)
    answer = bench.finished[inquiry][1]
    assert isinstance(answer, q.Number16)
    assert 0 < answer.value < m.ZOOM_END


@both
def test_a_full_buffer_is_waited_for(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    recall, zoom = bench.ask(RECALL), bench.ask(m.ZoomTo(m.ZOOM_END))
    third = bench.ask(m.SetIris(3))
    bench.until(lambda: third in bench.finished)
    assert bench.finished[third][0] > min(
        bench.finished[ticket][0] for ticket in (recall, zoom) if ticket in bench.finished
    )
    assert bench.camera.iris == 3
    assert not bench.failed


@both
def test_a_stop_makes_itself_room_in_a_full_buffer(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    bench.ask(RECALL)
    bench.ask(m.ZoomTo(m.ZOOM_END))
    bench.run(0.3)
    assert bench.motors.moving(bench.now) == {"pan", "zoom"}
    asked_at = bench.now
    stop = bench.ask(STOP, "pan-tilt", urgent=True)
    bench.until(lambda: stop in bench.accepted or stop in bench.finished)
    assert bench.now - asked_at <= 6 * FRAME
    assert "pan" not in bench.motors.moving(bench.now)


@both
def test_a_buffer_that_stays_full_is_not_waited_for_for_ever(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.faults.soon(Fault.FULL, 10_000)
    iris = bench.ask(m.SetIris(3))
    bench.until(lambda: bench.settled(iris), within=15)
    assert bench.code(iris) is ErrorCode.BUFFER_FULL
    assert bench.downs == 0


@both
def test_cancelled(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    recall = bench.ask(RECALL)
    bench.until(lambda: recall in bench.accepted)
    cancel = bench.ask(m.Cancel(1), urgent=True)
    bench.until(lambda: bench.settled(recall) and bench.settled(cancel))
    assert bench.failed[recall].why is Why.CANCELLED
    assert not bench.motors.moving(bench.now)
    nothing = bench.ask(m.Cancel(2), urgent=True)
    bench.until(lambda: nothing in bench.finished)


@both
def test_what_cannot_be_done_is_refused_with_the_code(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    focus = bench.ask(m.FocusFar(3))  # while it focuses by itself
    empty = bench.ask(m.Memory(m.MemoryAct.RECALL, 77))
    bench.until(lambda: bench.settled(focus) and bench.settled(empty))
    assert bench.code(focus) is bench.code(empty) is ErrorCode.NOT_EXECUTABLE
    assert bench.downs == 0


# --- losing it


@both
def test_a_silent_camera_is_noticed_by_itself(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.cut = True
    bench.until(lambda: bench.downs == 1, within=1.5)


@both
def test_a_camera_that_went_away_fails_what_was_asked(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.cut = True
    tickets = [bench.ask(m.SetIris(level)) for level in range(3)]
    bench.until(lambda: bench.downs == 1, within=1.0)
    assert [bench.failed[ticket].why for ticket in tickets] == [Why.NO_ANSWER, Why.AWAY, Why.AWAY]


@both
def test_a_camera_that_says_it_started_is_greeted_again(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    started = bytes.fromhex("90 38 FF")
    bench._take(
        bench.session.receive(bytes.fromhex("01 11 00 03 00 00 00 00") + started if sony else started, bench.now)
    )
    assert bench.downs == 1


def test_a_quiet_camera_that_answers_stays() -> None:
    bench = Bench().connect()
    bench.run(30)
    assert bench.downs == 0
    assert 25 <= sum(isinstance(each.message, q.AskVersion) for each in bench.camera.asked) <= 31
