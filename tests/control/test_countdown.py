import msgspec
from hypothesis import given
from hypothesis import strategies as st

from control.clock import Duration, Instant, later
from control.core.countdown import Timer

START = Instant(1_700_000_000_000)
MINUTE = Duration(60_000)

lengths = st.integers(0, 3_600_000).map(Duration)
steps = st.integers(-600_000, 600_000).map(Duration)
moments = st.integers(0, 7_200_000).map(lambda ms: later(START, Duration(ms)))


@st.composite
def timers(draw: st.DrawFn) -> Timer:
    timer = Timer.of(draw(lengths))
    for kind, value in draw(st.lists(st.tuples(st.sampled_from(["run", "stop", "add", "reset"]), steps))):
        moment = later(START, Duration(abs(value)))
        match kind:
            case "run":
                timer = timer.start(moment)
            case "stop":
                timer = timer.pause(moment)
            case "add":
                timer = timer.add(value)
            case "reset":
                timer = timer.reset()
    return timer


def test_a_new_timer_stands_with_its_whole_length() -> None:
    timer = Timer.of(MINUTE)
    assert timer.state == "idle"
    assert timer.left(START) == MINUTE
    assert timer.left(later(START, MINUTE)) == MINUTE


def test_it_runs_down_to_zero_and_on_into_overtime() -> None:
    timer = Timer.of(MINUTE).start(START)
    assert timer.state == "running"
    assert timer.target == later(START, MINUTE)
    assert timer.left(later(START, Duration(59_000))) == 1_000
    assert timer.left(later(START, MINUTE)) == 0
    assert timer.left(later(START, Duration(75_000))) == -15_000


def test_a_pause_in_overtime_keeps_the_overtime() -> None:
    timer = Timer.of(MINUTE).start(START).pause(later(START, Duration(61_500)))
    assert timer.state == "paused"
    assert timer.left(later(START, Duration(999_999))) == -1_500


def test_a_pause_right_at_the_start_is_paused_and_not_idle() -> None:
    timer = Timer.of(MINUTE).start(START).pause(START)
    assert timer.left(START) == timer.total
    assert timer.state == "paused"


def test_resume_does_not_start_a_clock_that_never_ran() -> None:
    assert Timer.of(MINUTE).resume(START).state == "idle"


def test_adding_before_the_start_leaves_it_idle_and_reset_forgets_it() -> None:
    timer = Timer.of(MINUTE).add(Duration(5_000))
    assert timer.state == "idle"
    assert timer.left(START) == 65_000
    assert timer.reset() == Timer.of(MINUTE)


@given(timers(), moments, moments)
def test_pause_and_resume_lose_nothing(timer: Timer, pause: Instant, resume: Instant) -> None:
    paused = timer.pause(pause)
    assert paused.left(resume) == timer.left(pause)
    assert paused.start(resume).left(resume) == timer.left(pause)


@given(timers(), moments)
def test_pause_and_resume_at_once_is_identity_for_a_running_clock(timer: Timer, now: Instant) -> None:
    running = timer.start(now)
    assert running.pause(now).resume(now) == running


@given(timers(), steps)
def test_adding_and_taking_away_is_identity(timer: Timer, by: Duration) -> None:
    assert timer.add(by).add(Duration(-by)) == timer


@given(timers(), steps, moments)
def test_adding_adds_exactly_that_and_keeps_the_state(timer: Timer, by: Duration, now: Instant) -> None:
    assert timer.add(by).left(now) == timer.left(now) + by
    assert timer.add(by).state == timer.state


@given(timers(), moments, steps)
def test_what_is_left_depends_on_nothing_but_now(timer: Timer, now: Instant, by: Duration) -> None:
    same = msgspec.json.decode(msgspec.json.encode(timer), type=Timer)
    assert same == timer
    moved = later(now, by)
    ran = now - moved if timer.state == "running" else 0
    assert timer.left(moved) == same.left(now) + ran


@given(timers(), moments)
def test_repeating_an_act_changes_nothing(timer: Timer, now: Instant) -> None:
    later_on = later(now, MINUTE)
    running, paused = timer.start(now), timer.pause(now)
    assert running.start(later_on) == running
    assert paused.pause(later_on) == paused
    assert timer.reset().reset() == timer.reset()


@given(timers())
def test_exactly_one_of_rest_and_target_is_present(timer: Timer) -> None:
    assert (timer.rest is None) != (timer.target is None)
