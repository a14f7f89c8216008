"""The timing rules of a VISCA session, against the simulated camera, in virtual time."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Why
from devices.ptz.visca.codec import BAD_SEQUENCE, SEQUENCES, ErrorCode, Frame, Kind, parse_frame
from devices.ptz.visca.patience import FRAME, PATIENCE
from devices.ptz.visca.patterns import Command, Inquiry
from tests.devices.ptz.virtual import DELAY, STOP, Bench

LEFT = m.PanTilt(10, 10, m.Across.LEFT, m.Along.STOP)
RECALL = m.Memory(m.MemoryAct.RECALL, 1)

both = pytest.mark.parametrize("sony", [True, False], ids=["sony", "raw"])


def far_preset(bench: Bench) -> None:
    """Slot 1, more than two seconds away."""
    bench.motors.send({"pan": (150.0, 1e6)}, bench.now)
    bench.motors.store(1, bench.now + 1)
    bench.motors.send({"pan": (0.0, 1e6)}, bench.now + 1)
    bench.run(2)


def asked(bench: Bench, kind: type[Command]) -> int:
    return sum(isinstance(each.message, kind) for each in bench.camera.asked)


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


# --- stops


@both
def test_a_stop_jumps_the_queue_and_waits_for_no_reply(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(0.1)
    bench.ask(LEFT, "pan-tilt")
    bench.run(0.1)
    bench.faults.soon(Fault.LOSE)
    bench.ask(m.SetIris(1))
    for level in range(2, 9):
        bench.ask(m.SetIris(level))
    bench.run(0.005)
    asked_at = bench.now
    stop = bench.ask(STOP, "pan-tilt", urgent=True)
    bench.until(lambda: not bench.motors.moving(bench.now))
    assert bench.now - asked_at <= FRAME + DELAY
    bench.until(lambda: bench.settled(stop))
    assert stop in bench.finished


@both
def test_a_stop_replaces_a_drive_and_a_drive_after_it_comes_after_it(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(0.1)
    bench.ask(m.SetIris(1))
    old = bench.ask(LEFT, "pan-tilt")
    bench.ask(STOP, "pan-tilt", urgent=True)
    new = m.PanTilt(2, 2, m.Across.RIGHT, m.Along.STOP)
    bench.ask(new, "pan-tilt")
    bench.run(0.5)
    assert bench.failed[old].why is Why.SUPERSEDED
    assert [each.message for each in bench.camera.asked[-3:]] == [m.SetIris(1), STOP, new]


@both
@pytest.mark.parametrize("fault", [Fault.DROP, Fault.LOSE])
def test_a_stop_that_is_lost_is_sent_again_within_two_frames(sony: bool, fault: Fault) -> None:
    bench = Bench(sony=sony).connect()
    bench.ask(LEFT, "pan-tilt")
    bench.run(0.1)
    bench.faults.soon(fault, 2)
    asked_at = bench.now
    stop = bench.ask(STOP, "pan-tilt", urgent=True)
    bench.until(lambda: bench.settled(stop) or stop in bench.accepted)
    assert bench.now - asked_at <= 5 * FRAME
    assert not bench.motors.moving(bench.now)


@both
def test_a_lost_drive_is_not_sent_again_after_its_stop(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(0.1)
    bench.faults.soon(Fault.DROP)
    drive = bench.ask(LEFT, "pan-tilt")
    bench.run(0.005)
    bench.ask(STOP, "pan-tilt", urgent=True)
    bench.run(1.0)
    if sony:  # else the stop's ACK is taken for the drive's, and the stop is sent again
        assert bench.failed[drive].why is Why.SUPERSEDED
    assert STOP in [each.message for each in bench.camera.asked]
    assert LEFT not in [each.message for each in bench.camera.asked]


@both
@pytest.mark.parametrize("busy", [False, True], ids=["told-so", "both-sockets"])
def test_a_drive_that_found_the_buffer_full_is_not_sent_again_after_its_stop(sony: bool, busy: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    if busy:
        bench.ask(RECALL)
        bench.ask(m.ZoomTo(m.ZOOM_END))
        bench.run(0.2)
    else:
        bench.faults.soon(Fault.FULL)
    drive = bench.ask(LEFT, "pan-tilt")
    bench.now += DELAY / 2  # before the camera's answer
    stop = bench.ask(STOP, "pan-tilt", urgent=True)
    bench.until(lambda: bench.settled(stop) or stop in bench.accepted)
    bench.run(10)
    assert bench.failed[drive].why is Why.SUPERSEDED
    assert nothing_after_its_stop(bench)
    assert not bench.motors.moving(bench.now)


def nothing_after_its_stop(bench: Bench) -> bool:
    drives = [data for _, data in bench.sent if LEFT.encode() in data or STOP.encode() in data]
    first = next(at for at, data in enumerate(drives) if STOP.encode() in data)
    return all(STOP.encode() in data for data in drives[first:])


def test_a_drive_whose_repeat_has_an_old_number_is_not_sent_again_after_its_stop() -> None:
    bench = Bench().connect()
    bench.run(0.1)
    bench.faults.soon(Fault.LOSE, 3)  # its ACK, its completion, the answer to its repeat
    bench.ask(LEFT, "pan-tilt")
    sent = parse_frame(bench.sent[-1][1])
    assert sent is not None
    bench.run(PATIENCE + DELAY)
    bench.ask(STOP, "pan-tilt", urgent=True)
    bench.run(FRAME)
    assert bench.sent[-1][1].endswith(STOP.encode() + b"\xff")
    late = Frame(Kind.CONTROL_REPLY, sent.sequence, BAD_SEQUENCE).encode()  # that answer, by a slow network
    bench._take(bench.session.receive(late, bench.now))
    bench.run(2)
    assert nothing_after_its_stop(bench)
    assert not bench.motors.moving(bench.now)


def test_a_drive_that_waits_for_its_frame_to_be_sent_again_is_not_sent_after_its_stop() -> None:
    bench = Bench().connect()
    bench.run(0.1)
    bench.faults.soon(Fault.DROP)
    bench.ask(LEFT, "pan-tilt")
    bench.run(PATIENCE - FRAME / 2)
    bench.ask(m.Zoom(m.ZoomWay.STOP), "zoom", urgent=True)  # the frame is taken
    bench.run(FRAME * 0.7)
    bench.ask(STOP, "pan-tilt", urgent=True)
    bench.run(2)
    assert nothing_after_its_stop(bench)
    assert LEFT not in [each.message for each in bench.camera.asked]


@both
@pytest.mark.parametrize("behind", [False, True])
def test_what_jumps_waits_for_a_full_buffer_about_a_second(sony: bool, behind: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    bench.faults.soon(Fault.FULL, 10_000)
    if behind:
        bench.ask(m.SetIris(3))
    began = bench.now
    recall = bench.ask(RECALL, jumps=True)
    bench.until(lambda: bench.settled(recall), within=1.5)
    assert bench.code(recall) is ErrorCode.BUFFER_FULL
    assert bench.now - began >= 0.9
    bench.camera.faults = Faults()
    bench.run(5)
    assert all(at <= began + 1.1 for at in jumps(bench)), "it was asked and refused, and not later"
    assert not bench.motors.moving(bench.now)


def jumps(bench: Bench) -> list[float]:
    """When the camera was told to go somewhere by itself."""
    return [each.at for each in bench.camera.asked if isinstance(each.message, m.PanTiltHome) or each.message == RECALL]


@both
@pytest.mark.parametrize("fault", [Fault.DROP, Fault.LOSE])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_after_a_halt_nothing_that_waited_for_its_reply_jumps(sony: bool, fault: Fault, times: int) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    bench.faults.soon(fault, times)  # and the stop, too
    recall = bench.ask(RECALL, jumps=True)
    bench.run(2 * FRAME)
    before = len(jumps(bench))
    stop = bench.halt()
    assert bench.failed[recall].why is Why.CANCELLED
    bench.run(3)
    assert len(jumps(bench)) == before, "it is not sent again"
    assert stop in bench.finished
    assert not bench.motors.moving(bench.now)
    assert bench.motors.at("pan", bench.now) < 10


@both
def test_after_a_halt_nothing_that_waited_in_the_queue_jumps(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    settings = [bench.ask(m.SetIris(level)) for level in range(4)]
    recall, home = bench.ask(RECALL, jumps=True), bench.ask(m.PanTiltHome(), jumps=True)
    stop = bench.halt()
    bench.until(lambda: all(bench.settled(ticket) for ticket in (*settings, stop)))
    assert {bench.failed[ticket].why for ticket in (recall, home)} == {Why.CANCELLED}
    bench.run(1)
    assert jumps(bench) == []
    assert all(ticket in bench.finished for ticket in settings), "only what jumps is taken back"
    again = bench.ask(RECALL, jumps=True)
    bench.until(lambda: again in bench.accepted)
    assert bench.motors.moving(bench.now) == {"pan"}


@both
def test_a_jump_that_was_accepted_is_stopped_and_has_not_failed(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    far_preset(bench)
    bench.faults.soon(Fault.DROP)
    recall = bench.ask(RECALL, jumps=True)
    bench.until(lambda: recall in bench.accepted)  # at the second attempt
    stop = bench.halt()
    assert recall not in bench.failed, "it was accepted: the stop says it all"
    bench.until(lambda: bench.settled(stop))
    assert not bench.motors.moving(bench.now)


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
    inquiry = bench.ask(m.AskZoom())
    bench.until(lambda: inquiry in bench.finished, within=0.2)
    answer = bench.finished[inquiry][1]
    assert isinstance(answer, m.Number16)
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


# --- lost, late, twice


def test_a_lost_reply_is_asked_for_with_the_same_number_and_the_command_runs_once() -> None:
    bench = Bench().connect()
    bench.run(0.1)
    bench.faults.soon(Fault.LOSE, 2)  # its ACK and its completion
    step = bench.ask(m.StepIris(m.Step.UP))
    bench.until(lambda: step in bench.accepted)
    frames = [frame for _, data in bench.sent if (frame := parse_frame(data)) and b"\x0b\x02" in frame.payload]
    assert len(frames) == 2
    assert frames[0] == frames[1]
    assert bench.camera.iris == 0x0D


def test_a_lost_command_is_sent_again_with_the_same_number() -> None:
    bench = Bench().connect()
    bench.faults.soon(Fault.DROP, 2)
    step = bench.ask(m.StepIris(m.Step.UP))
    bench.until(lambda: step in bench.finished)
    assert asked(bench, m.StepIris) == 1


def test_a_lost_answer_is_asked_for_again_with_a_new_number() -> None:
    bench = Bench().connect()
    bench.run(0.1)
    bench.faults.soon(Fault.LOSE)
    zoom = bench.ask(m.AskZoom())
    bench.until(lambda: zoom in bench.finished)
    frames = [frame for _, data in bench.sent if (frame := parse_frame(data)) and b"\x09\x04\x47" in frame.payload]
    assert [frame.sequence - frames[0].sequence for frame in frames] == [0, 0, 1]


def test_without_numbers_what_steps_is_sent_once() -> None:
    bench = Bench(sony=False).connect()
    bench.run(0.1)
    bench.faults.soon(Fault.LOSE)
    step = bench.ask(m.StepIris(m.Step.UP), repeatable=False)
    bench.until(lambda: bench.settled(step))
    assert asked(bench, m.StepIris) == 1
    assert bench.downs == 0
    again = bench.ask(m.SetIris(5))
    bench.until(lambda: again in bench.finished)


@both
def test_a_lost_completion_is_missed_and_forgotten(sony: bool) -> None:
    bench = Bench(sony=sony).connect()
    bench.run(0.1)
    iris = bench.ask(m.SetIris(3))
    bench.until(lambda: iris in bench.accepted)
    bench.faults.soon(Fault.LOSE)
    bench.until(lambda: bench.settled(iris), within=70)
    assert bench.failed[iris].why is Why.NO_ANSWER
    assert bench.downs == 0


@both
@pytest.mark.parametrize("fault", [Fault.TWICE, Fault.LATE, Fault.GARBAGE, Fault.LOSE, Fault.DROP])
def test_under_any_one_fault_every_setting_arrives_in_the_end(sony: bool, fault: Fault) -> None:
    bench = Bench(sony=sony).connect()
    for level in range(1, 15):
        bench.faults.soon(fault)
        ticket = bench.ask(m.SetIris(level))
        bench.until(lambda ticket=ticket: ticket in bench.accepted or bench.settled(ticket))  # type: ignore[misc]
        assert ticket not in bench.failed
        bench.run(0.5)
        assert bench.camera.iris == level
    assert bench.faults.happened[fault] == 14
    assert bench.downs == 0


def test_an_answer_to_another_inquiry_is_no_answer() -> None:
    bench = Bench(sony=False).connect()
    bench.run(0.1)
    where = bench.ask(m.AskPanTilt())
    bench._take(bench.session.receive(bytes.fromhex("90 50 02 FF"), bench.now))
    assert where not in bench.finished
    bench.until(lambda: where in bench.finished)
    assert bench.finished[where][1] == m.PanTiltAt(0, 0)


def test_numbers_begin_again_after_the_last() -> None:
    bench = Bench().connect()
    bench.session._sequence = SEQUENCES - 2
    bench.camera._last = SEQUENCES - 3
    tickets = [bench.ask(m.SetIris(level)) for level in range(4)]
    bench.until(lambda: all(ticket in bench.finished for ticket in tickets))
    assert [each.sequence for each in bench.camera.asked[-4:]] == [SEQUENCES - 2, SEQUENCES - 1, 0, 1]


def test_a_camera_with_other_numbers_is_reset() -> None:
    bench = Bench().connect()
    bench.run(0.1)
    bench.camera._last = 5000  # another controller spoke to it
    step = bench.ask(m.StepIris(m.Step.UP))
    bench.until(lambda: step in bench.finished)
    assert bench.camera.iris == 0x0D
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
    assert 25 <= sum(isinstance(each.message, m.AskVersion) for each in bench.camera.asked) <= 31


# --- anything

MESSAGES: list[Command | Inquiry] = [
    LEFT,
    m.ZoomTele(5),
    m.SetIris(4),
    m.StepIris(m.Step.UP),
    m.AskPanTilt(),
    m.AskZoom(),
    RECALL,
    m.FocusFar(1),
    m.PanTiltHome(),
]


@settings(max_examples=60)
@given(
    st.booleans(),
    st.lists(
        st.tuples(st.sampled_from(MESSAGES), st.booleans(), st.integers(0, 60)),
        max_size=25,
    ),
    st.dictionaries(st.sampled_from(sorted(Fault)), st.floats(0, 0.3)),
    st.integers(0, 1000),
)
def test_whatever_happens_all_is_settled_the_pace_is_kept_and_a_stop_stops(
    sony: bool, wanted: list[tuple[Command | Inquiry, bool, int]], rates: dict[Fault, float], seed: int
) -> None:
    bench = Bench(sony=sony, rates={Fault(name): rate for name, rate in rates.items()}, seed=seed)
    bench._take(bench.session.connect(bench.now))
    bench.run(0.5)
    tickets = []
    for message, keyed, pause in wanted:
        key = "pan-tilt" if keyed and message is LEFT else ""
        jump = message in (RECALL, m.PanTiltHome())
        tickets.append(bench.ask(message, key, repeatable=not isinstance(message, m.StepIris), jumps=jump))
        bench.run(pause / 1000)
    halted = bench.now
    stop = bench.halt()
    bench.run(80)
    assert all(at <= halted + DELAY + 1e-6 for at in jumps(bench))
    assert all(bench.settled(ticket) for ticket in (*tickets, stop))
    moments = [at for at, _ in bench.sent]
    assert all(later - sooner >= FRAME - 1e-6 for sooner, later in itertools.pairwise(moments))
    if stop in bench.finished and not rates:
        assert "pan" not in bench.motors.moving(bench.now)


@given(st.booleans(), st.lists(st.binary(max_size=30), max_size=20))
def test_any_bytes_from_the_network_harm_nothing(sony: bool, blobs: list[bytes]) -> None:
    bench = Bench(sony=sony).connect()
    for blob in blobs:
        bench._take(bench.session.receive(blob, bench.now))
    if not bench.downs:
        where = bench.ask(m.AskPanTilt())
        bench.until(lambda: where in bench.finished)
