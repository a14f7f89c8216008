"""A VISCA session on a network that loses, delays and repeats, against the simulated camera, in virtual time."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.ptz.simulated.faults import Fault
from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Why
from devices.ptz.visca.codec import SEQUENCES, ErrorCode, parse_frame
from devices.ptz.visca.patience import FRAME
from devices.ptz.visca.patterns import Command, Inquiry
from devices.ptz.visca.session import Session
from tests.devices.ptz.virtual import DELAY, LEFT, RECALL, Bench, asked, both, jumps


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
    zoom = bench.ask(q.AskZoom())
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
    where = bench.ask(q.AskPanTilt())
    bench._take(bench.session.receive(bytes.fromhex("90 50 02 FF"), bench.now))
    assert where not in bench.finished
    bench.until(lambda: where in bench.finished)
    assert bench.finished[where][1] == q.PanTiltAt(0, 0)


@pytest.mark.parametrize("framing", ["sony", "raw", "stream"])
def test_who_knows_no_question_that_not_everybody_knows_is_not_away(framing: str) -> None:
    """Nor is what it is told next held up for long: on a stream nothing else is sent while an answer is waited for."""
    bench = Bench(sony=framing == "sony")
    if framing == "stream":
        bench.session = Session(sony=False, stream=True)
    bench.connect()
    bench.run(0.1)
    sent = len(bench.sent)
    bench.faults.soon(Fault.DROP)
    odd = bench.ask(q.AskWhiteBalance(), optional=True)
    asked_at = bench.now
    bench.until(lambda: odd in bench.failed)
    assert bench.failed[odd].why is Why.NO_ANSWER
    assert bench.now - asked_at <= 0.3
    drive = bench.ask(LEFT, "pan-tilt")
    bench.until(lambda: drive in bench.accepted, within=0.1)
    assert len(bench.sent) == sent + 2, "it is not asked twice"
    bench.run(3)
    assert bench.downs == 0


def test_a_late_word_that_it_knows_no_such_question_is_nobody_elses() -> None:
    bench = Bench(sony=False).connect()
    bench.run(0.1)
    bench.faults.soon(Fault.DROP)
    odd = bench.ask(q.AskWhiteBalance(), optional=True)
    bench.until(lambda: odd in bench.failed)
    unknown = bytes.fromhex("90 60 02 FF")
    drive = bench.ask(LEFT, "pan-tilt")
    bench._take(bench.session.receive(unknown, bench.now))
    bench.until(lambda: drive in bench.accepted)
    assert drive not in bench.failed
    bench.run(0.2)
    step = bench.ask(m.StepIris(m.Step.UP))
    bench._take(bench.session.receive(unknown, bench.now))
    assert bench.code(step) is ErrorCode.SYNTAX, "once for a question"


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


# --- anything

QUESTION = b"\x81\x09"
MESSAGES: list[Command | Inquiry] = [
    LEFT,
    m.ZoomTele(5),
    m.SetIris(4),
    m.StepIris(m.Step.UP),
    q.AskPanTilt(),
    q.AskZoom(),
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
    pairs = itertools.pairwise(bench.sent)
    assert all(later - sooner >= FRAME - 1e-6 for (sooner, data), (later, _) in pairs if QUESTION not in data)
    if stop in bench.finished and not rates:
        assert "pan" not in bench.motors.moving(bench.now)


@given(st.booleans(), st.lists(st.binary(max_size=30), max_size=20))
def test_any_bytes_from_the_network_harm_nothing(sony: bool, blobs: list[bytes]) -> None:
    bench = Bench(sony=sony).connect()
    for blob in blobs:
        bench._take(bench.session.receive(blob, bench.now))
    if not bench.downs:
        where = bench.ask(q.AskPanTilt())
        bench.until(lambda: where in bench.finished)
