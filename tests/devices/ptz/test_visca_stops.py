"""A VISCA session and its stops, against the simulated camera, in virtual time: nothing moves after them."""

import pytest

from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Why
from devices.ptz.visca.codec import BAD_SEQUENCE, ErrorCode, Frame, Kind, parse_frame
from devices.ptz.visca.patience import FRAME, PATIENCE
from tests.devices.ptz.virtual import DELAY, LEFT, RECALL, STOP, Bench, both, far_preset, jumps


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
