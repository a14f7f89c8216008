"""Named timers: hand-computed cases first, then what must hold whatever is done."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from control import entries, registry
from control.clock import Duration, Instant, TimeOfDay, next_time_of_day
from control.core import log, timers
from control.core.countdown import Timer
from control.core.timer_acts import (
    EVENTS,
    Add,
    Added,
    Adjust,
    Adjusted,
    Change,
    Due,
    Pause,
    Put,
    Remove,
    Reset,
    Restore,
    Set,
    Start,
    Switch,
    Up,
)
from control.core.timer_plans import MAIN
from control.core.timer_state import Run, TimersState, active_of, clock_of, find, run_of, shown, timers_of
from control.core.types import BankId, Command, Event, TimerId
from control.errors import Rejection, reject
from control.language import LANGUAGES, Texts
from control.registry import State
from control.show import Bank, Language, NamedTimer, Protected, Show, Stroke
from tests.control.core.shows import make_context, make_show

SPEECH, BREAK, START, CHESS, OPEN = (TimerId(name) for name in ("speech", "break", "start", "chess", "open"))
WHITE, BLACK, GREEN = BankId("white"), BankId("black"), BankId("green")
SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
ZERO = 1_000_000_000_000


def span(ms: int) -> Duration:
    return Duration(ms)


PLANS = (
    NamedTimer(
        id=SPEECH,
        name="Речь",
        kind="countdown",
        length=span(7 * MINUTE),
        warning=span(MINUTE),
        danger=span(15 * SECOND),
        bells=(Stroke(left=span(6 * MINUTE)), Stroke(left=span(0), strokes=2)),
        protected=Protected(first=span(MINUTE), last=span(MINUTE)),
    ),
    NamedTimer(id=BREAK, name="Перерыв", kind="count-up", limit=span(10 * MINUTE)),
    NamedTimer(id=OPEN, name="Секундомер", kind="count-up"),
    NamedTimer(id=START, name="Начало", kind="time-of-day", at=TimeOfDay(19 * HOUR)),
    NamedTimer(
        id=CHESS,
        name="Шахматные часы",
        kind="banks",
        length=span(5 * MINUTE),
        banks=(Bank(id=WHITE, name="Белые"), Bank(id=BLACK, name="Чёрные", length=span(3 * MINUTE))),
    ),
)
SHOW = make_show(timers=PLANS)


class Desk:
    """Somebody works the timers; time goes only when it is told to."""

    def __init__(self, show: Show = SHOW, now: int = ZERO) -> None:
        self.show, self.now = show, now
        self.state = TimersState()
        self.events: list[Event] = []

    def wait(self, ms: int) -> "Desk":
        self.now += ms
        return self

    def ask(self, command: Command) -> tuple[Event, ...] | Rejection:
        return timers.decide(self.state, command, make_context(self.show, self.now))

    def do(self, command: Command) -> tuple[Event, ...]:
        decision = self.ask(command)
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            self.state = timers.evolve(self.state, event)
            self.events.append(event)
        return decision

    def plan(self, timer: TimerId) -> NamedTimer:
        plan = find(self.state, self.show, timer)
        assert plan is not None
        return plan

    def clock(self, timer: TimerId, bank: BankId = MAIN) -> Timer:
        return clock_of(run_of(self.state, timer), self.plan(timer), bank)

    def left(self, timer: TimerId, bank: BankId = MAIN) -> int:
        return self.clock(timer, bank).left(Instant(self.now))

    def shows(self, timer: TimerId, bank: BankId = MAIN) -> int:
        return shown(self.plan(timer), self.clock(timer, bank), Instant(self.now))


# --- countdown


def test_a_timer_of_the_show_file_is_there_and_the_state_holds_nothing_of_it() -> None:
    desk = Desk()
    assert list(timers_of(desk.state, SHOW)) == [SPEECH, BREAK, OPEN, START, CHESS]
    assert desk.state == TimersState()
    assert (desk.left(SPEECH), desk.clock(SPEECH).state) == (7 * MINUTE, "idle")


def test_a_speech_with_a_pause() -> None:
    desk = Desk()
    desk.do(Start(SPEECH))
    assert desk.clock(SPEECH).target == ZERO + 7 * MINUTE
    desk.wait(100_123).do(Pause(SPEECH))
    desk.wait(55_555)
    assert (desk.left(SPEECH), desk.clock(SPEECH).state) == (319_877, "paused")
    desk.do(Start(SPEECH))
    desk.wait(319_877 + 2_500)
    assert desk.left(SPEECH) == -2_500


def test_doing_it_twice_changes_nothing() -> None:
    desk = Desk()
    assert desk.ask(Pause(SPEECH)) == ()
    assert desk.ask(Reset(SPEECH)) == ()
    desk.do(Start(SPEECH))
    assert desk.wait(5).ask(Start(SPEECH)) == ()


def test_reset_returns_to_the_length_of_the_show_file_and_forgets() -> None:
    desk = Desk()
    desk.do(Start(SPEECH))
    desk.wait(1_000).do(Adjust(SPEECH, span(MINUTE)))
    desk.do(Reset(SPEECH))
    assert desk.state == TimersState()


def test_set_and_adjust_while_running_and_standing() -> None:
    desk = Desk()
    desk.do(Set(SPEECH, span(90 * SECOND)))
    assert (desk.left(SPEECH), desk.clock(SPEECH).state) == (90_000, "idle")
    desk.do(Start(SPEECH))
    desk.wait(30_000).do(Adjust(SPEECH, span(-10_000)))
    assert desk.left(SPEECH) == 50_000
    assert desk.do(Set(SPEECH, span(0))) == (Put(SPEECH, Instant(desk.now), {MAIN: desk.clock(SPEECH)}, MAIN, span(0)),)
    assert desk.wait(1).left(SPEECH) == -1


@pytest.mark.parametrize(
    "command",
    [
        Set(SPEECH, span(-1)),
        Set(SPEECH, span(100 * HOUR + 1)),
        Adjust(SPEECH, span(100 * HOUR)),
        Adjust(SPEECH, span(-200 * HOUR)),
    ],
)
def test_a_hundred_hours_are_the_limit(command: Command) -> None:
    assert Desk().ask(command) == reject("timer-too-far", hours=100)


def test_overtime_beyond_the_limit_may_be_made_less_but_not_more() -> None:
    desk = Desk()
    desk.do(Start(SPEECH))
    desk.wait(108 * HOUR)
    assert isinstance(desk.ask(Adjust(SPEECH, span(-1))), Rejection)
    desk.do(Adjust(SPEECH, span(HOUR)))
    assert desk.left(SPEECH) == 7 * MINUTE - 107 * HOUR


# --- time is up


def test_time_is_up_once_and_once_more_after_added_time() -> None:
    desk = Desk()
    desk.do(Start(SPEECH))
    assert timers.due(desk.state) == (ZERO + 7 * MINUTE, Due(SPEECH, MAIN))
    assert desk.wait(7 * MINUTE - 1).ask(Due(SPEECH, MAIN)) == ()
    assert desk.wait(1).do(Due(SPEECH, MAIN)) == (Up(SPEECH, MAIN),)
    assert timers.due(desk.state) is None
    assert desk.ask(Due(SPEECH, MAIN)) == ()
    desk.wait(10_000).do(Adjust(SPEECH, span(5_000)))
    assert timers.due(desk.state) is None, "still overtime: nothing ends a second time"
    desk.do(Adjust(SPEECH, span(6_000)))
    assert timers.due(desk.state) == (desk.now + 1_000, Due(SPEECH, MAIN))


def test_a_paused_clock_and_one_without_an_end_are_never_up() -> None:
    desk = Desk()
    desk.do(Start(OPEN))
    desk.do(Start(SPEECH))
    desk.wait(1).do(Pause(SPEECH))
    assert timers.due(desk.state) is None


def test_of_two_clocks_the_one_that_ends_first_is_due() -> None:
    desk = Desk()
    desk.do(Start(BREAK))
    desk.do(Start(SPEECH))
    desk.do(Set(BREAK, span(9 * MINUTE)))
    assert timers.due(desk.state) == (ZERO + MINUTE, Due(BREAK, MAIN))


def test_a_timer_that_runs_and_is_no_more_in_the_show_is_up_and_then_quiet() -> None:
    """The file was edited between two starts: the clock must not be asked for ever."""
    desk = Desk()
    desk.do(Start(SPEECH))
    desk.show = make_show()
    desk.wait(7 * MINUTE).do(Due(SPEECH, MAIN))
    assert timers.due(desk.state) is None
    assert timers_of(desk.state, desk.show) == {}


# --- count-up


def test_a_count_up_shows_what_is_used() -> None:
    desk = Desk()
    desk.do(Start(BREAK))
    desk.do(Start(OPEN))
    desk.wait(11 * MINUTE)
    assert (desk.shows(BREAK), desk.left(BREAK)) == (11 * MINUTE, -MINUTE)
    assert desk.shows(OPEN) == 11 * MINUTE
    desk.do(Adjust(OPEN, span(-MINUTE)))
    assert desk.shows(OPEN) == 10 * MINUTE
    desk.do(Set(BREAK, span(2 * MINUTE)))
    assert (desk.shows(BREAK), desk.left(BREAK)) == (2 * MINUTE, 8 * MINUTE)


def test_a_count_up_does_not_go_below_zero() -> None:
    desk = Desk()
    desk.do(Start(OPEN))
    (adjusted,) = desk.wait(4_000).do(Adjust(OPEN, span(-10_000)))
    assert isinstance(adjusted, Adjusted)
    assert (desk.shows(OPEN), adjusted.ms) == (0, -4_000)


# --- banks


def test_switching_a_chess_clock_stops_one_and_starts_the_other_at_the_same_moment() -> None:
    desk = Desk()
    desk.do(Start(CHESS))
    desk.wait(12_345).do(Switch(CHESS))
    assert (desk.left(CHESS, WHITE), desk.left(CHESS, BLACK)) == (287_655, 180_000)
    desk.wait(1_000).do(Switch(CHESS))
    desk.wait(655).do(Pause(CHESS))
    assert (desk.left(CHESS, WHITE), desk.left(CHESS, BLACK)) == (287_000, 179_000)
    assert {desk.clock(CHESS, bank).state for bank in (WHITE, BLACK)} == {"paused"}


def test_starting_a_bank_stops_the_one_that_runs() -> None:
    desk = Desk()
    desk.do(Start(CHESS, WHITE))
    desk.wait(1_000).do(Start(CHESS, BLACK))
    assert (desk.clock(CHESS, WHITE).state, desk.clock(CHESS, BLACK).state) == ("paused", "running")
    desk.wait(1_000)
    assert (desk.left(CHESS, WHITE), desk.left(CHESS, BLACK)) == (299_000, 179_000)


def test_while_it_stands_a_switch_says_whose_turn_it_is() -> None:
    desk = Desk()
    desk.do(Switch(CHESS))
    assert active_of(run_of(desk.state, CHESS), desk.plan(CHESS)) == BLACK
    assert desk.wait(1_000).left(CHESS, BLACK) == 180_000
    assert desk.ask(Switch(CHESS, BLACK)) == ()
    desk.do(Start(CHESS))
    assert desk.clock(CHESS, BLACK).state == "running"
    assert desk.clock(CHESS, WHITE).state == "idle"


def test_an_exhausted_bank_goes_on_as_overtime_and_each_bank_is_up_by_itself() -> None:
    desk = Desk()
    desk.do(Start(CHESS, BLACK))
    desk.wait(181_000).do(Due(CHESS, BLACK))
    assert desk.left(CHESS, BLACK) == -1_000
    desk.do(Switch(CHESS))
    assert timers.due(desk.state) == (desk.now + 300_000, Due(CHESS, WHITE))
    desk.do(Set(CHESS, span(9_000), BLACK))
    assert desk.left(CHESS, BLACK) == 9_000
    assert desk.clock(CHESS, WHITE).state == "running"


def test_a_bank_that_is_not_there_and_a_timer_without_banks() -> None:
    for command in (Start(CHESS, GREEN), Switch(CHESS, GREEN), Set(CHESS, span(1), GREEN)):
        assert Desk().ask(command) == reject("no-such-bank", timer=CHESS)
    assert Desk().ask(Switch(SPEECH)) == reject("timer-no-banks")
    assert Desk().ask(Start(SPEECH, WHITE)) == reject("no-such-bank", timer=SPEECH)


# --- time of day


def at(text: str, zone: str) -> Instant:
    return Instant(int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000))


@pytest.mark.parametrize(
    "now, wall, zone, left",
    [
        ("2026-11-22T18:59:30", "19:00", "Europe/Moscow", 30),
        ("2026-11-22T19:00:00", "19:00", "Europe/Moscow", 86_400),
        ("2026-11-22T23:30:00", "00:15", "Europe/Moscow", 45 * 60),
        ("2026-12-31T23:59:59", "00:00", "Europe/Moscow", 1),
        # Berlin, 29 March 2026: 02:00 becomes 03:00; 25 October: 03:00 becomes 02:00.
        ("2026-03-29T01:30:00", "03:30", "Europe/Berlin", 3_600),
        ("2026-03-29T01:30:00", "02:30", "Europe/Berlin", 3_600),  # skipped: 03:30 it is
        ("2026-03-29T01:00:00", "02:30", "Europe/Berlin", 5_400),
        ("2026-03-28T12:00:00", "12:00", "Europe/Berlin", 23 * 3_600),
        ("2026-10-24T12:00:00", "12:00", "Europe/Berlin", 25 * 3_600),
        ("2026-10-25T01:30:00", "02:30", "Europe/Berlin", 3_600),
        ("2026-10-25T02:30:00", "02:30", "Europe/Berlin", 3_600),  # it comes twice
        ("2026-10-25T01:30:00", "03:30", "Europe/Berlin", 3 * 3_600),
    ],
)
def test_the_next_time_of_day(now: str, wall: str, zone: str, left: int) -> None:
    hours, minutes = wall.split(":")
    wanted = TimeOfDay((int(hours) * 60 + int(minutes)) * MINUTE)
    moment = at(now, zone)
    assert next_time_of_day(moment, wanted, ZoneInfo(zone)) - moment == left * 1000


@given(
    st.integers(1_700_000_000_000, 1_900_000_000_000),
    st.integers(0, 86_399_999),
    st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo"]),
)
def test_it_is_always_ahead_within_a_day_and_a_bit_and_shows_that_time(now: int, wall: int, name: str) -> None:
    zone = ZoneInfo(name)
    moment = next_time_of_day(Instant(now), TimeOfDay(wall), zone)
    assert 0 < moment - now <= 26 * HOUR
    then = datetime.fromtimestamp(moment // 1000, UTC).astimezone(zone)
    seconds = then.hour * 3600 + then.minute * 60 + then.second
    assert moment % 1000 == wall % 1000
    assert seconds - wall // 1000 in (0, 1800, 3600, 1800 - 86_400, 3600 - 86_400), "or the hour that was skipped"


def test_a_count_to_a_time_of_day() -> None:
    desk = Desk(now=at("2026-11-22T18:50:00", "Europe/Moscow"))
    desk.do(Start(START))
    assert (desk.left(START), desk.clock(START).total) == (10 * MINUTE, 10 * MINUTE)
    assert desk.ask(Pause(START)) == reject("timer-time-goes-on")
    desk.do(Adjust(START, span(5 * MINUTE)))
    assert desk.wait(15 * MINUTE).left(START) == 0
    assert timers.due(desk.state) == (desk.now, Due(START, MAIN))
    desk.do(Reset(START))
    assert timers.due(desk.state) is None


def test_a_time_of_day_put_off_before_the_start_is_put_off() -> None:
    desk = Desk(now=at("2026-11-22T18:50:00", "Europe/Moscow"))
    assert desk.ask(Set(START, span(5_000))) == reject("timer-starts-by-itself")
    desk.do(Adjust(START, span(5 * MINUTE)))
    desk.do(Start(START))
    assert desk.left(START) == 15 * MINUTE


def test_the_time_zone_is_the_shows() -> None:
    desk = Desk(replace(SHOW, time_zone="Asia/Vladivostok"), at("2026-11-22T18:50:00", "Europe/Moscow"))
    desk.do(Start(START))
    assert desk.left(START) == (17 * 60 + 10) * MINUTE  # 01:50 there


# --- made while live

NEW = NamedTimer(id=TimerId("new"), name="Новый", kind="countdown", length=span(MINUTE))


def test_a_timer_is_made_changed_and_removed_while_live() -> None:
    desk = Desk()
    desk.do(Add(NEW))
    assert list(timers_of(desk.state, SHOW))[-1] == NEW.id
    desk.do(Start(NEW.id))
    desk.do(Change(NEW.id, name="Другой", warning=span(10_000), bells=(Stroke(left=span(0)),)))
    assert desk.wait(1_000).left(NEW.id) == 59_000, "a change does not touch the clock"
    assert (desk.plan(NEW.id).name, desk.plan(NEW.id).warning) == ("Другой", 10_000)
    desk.do(Change(NEW.id, warning=None))
    assert desk.plan(NEW.id).warning is None
    assert desk.ask(Change(NEW.id)) == ()
    desk.do(Remove(NEW.id))
    assert desk.state == TimersState()
    assert desk.ask(Start(NEW.id)) == reject("no-such-timer")


def test_two_people_make_one_of_the_same_name_at_once_and_the_first_ones_clock_runs_on() -> None:
    desk = Desk()
    desk.do(Add(NEW))
    desk.do(Start(NEW.id))
    assert desk.ask(Add(replace(NEW, length=span(5 * MINUTE)))) == reject("timer-name-taken", name="Новый")
    assert desk.wait(1_000).left(NEW.id) == 59_000


def test_on_the_wire_absent_is_unchanged_and_null_is_none() -> None:
    raw = b'{"type":"timers.change","timer":"speech","warning":null,"bells":[{"left":5000}]}'
    command = registry.decode_command(raw)
    assert command == Change(SPEECH, warning=None, bells=(Stroke(left=span(5_000)),))
    assert registry.decode_command(registry.encode_command(command)) == command
    desk = Desk()
    desk.do(command)
    assert (desk.plan(SPEECH).name, desk.plan(SPEECH).warning, desk.plan(SPEECH).danger) == ("Речь", None, 15_000)


@pytest.mark.parametrize(
    "field, where",
    [
        ('"name":""', "timer.name"),
        (f'"name":"{"я" * 121}"', "timer.name"),
        ('"name":"A","length":999', "timer.length"),
        ('"name":"A","length":360000001', "timer.length"),
        ('"name":"A","at":86400000', "timer.at"),
        ('"name":"A","colour":"red"', "timer"),
        ('"name":"A","bells":[{"left":-1}]', r"timer.bells\[0\].left"),
    ],
)
def test_nonsense_from_the_wire_is_refused_with_its_place(field: str, where: str) -> None:
    raw = f'{{"type":"timers.add","timer":{{"id":"a","kind":"countdown",{field}}}}}'
    with pytest.raises(msgspec.ValidationError, match=rf"\$\.{where}`$"):
        registry.decode_command(raw.encode())


def test_one_of_the_show_file_can_be_replaced_and_removed() -> None:
    desk = Desk()
    desk.do(Start(SPEECH))
    desk.do(Add(replace(PLANS[0], length=span(6 * MINUTE)), instead=True))
    assert (desk.left(SPEECH), desk.clock(SPEECH).state) == (6 * MINUTE, "idle")
    assert next(iter(timers_of(desk.state, SHOW))) == SPEECH, "in its place"
    desk.do(Remove(SPEECH))
    assert SPEECH not in timers_of(desk.state, SHOW)
    assert timers.due(desk.state) is None
    desk.do(Add(PLANS[0]))
    assert desk.left(SPEECH) == 7 * MINUTE


@pytest.mark.parametrize(
    "change, code",
    [
        ({"id": TimerId("Новый")}, "timer-id-wrong"),
        ({"id": TimerId("")}, "timer-id-wrong"),
        ({"name": "  "}, "timer-nameless"),
        ({"name": "а\nб"}, "timer-name-unseen"),
        ({"name": "а\u202eб"}, "timer-name-unseen"),
        ({"name": "Речь "}, "timer-name-taken"),
        ({"length": None}, "timer-key-missing"),
        ({"at": TimeOfDay(0)}, "timer-key-foreign"),
        ({"limit": span(MINUTE)}, "timer-key-foreign"),
        ({"kind": "count-up", "length": None, "warning": span(5_000)}, "timer-no-limit"),
        ({"kind": "count-up", "length": None, "bells": (Stroke(left=span(0)),)}, "timer-no-limit"),
        ({"kind": "time-of-day", "length": None}, "timer-key-missing"),
        ({"warning": span(MINUTE)}, "timer-level-late"),
        ({"warning": span(5_000), "danger": span(5_001)}, "timer-danger-above"),
        ({"bells": (Stroke(left=span(MINUTE + 1)),)}, "timer-bell-late"),
        ({"bells": (Stroke(left=span(0)), Stroke(left=span(0)))}, "timer-bell-twice"),
        ({"bells": tuple(Stroke(left=span(n)) for n in range(25))}, "timer-bells-many"),
        ({"protected": Protected(first=span(30_000), last=span(30_000))}, "timer-protected-long"),
        ({"kind": "banks", "banks": (Bank(id=WHITE, name="Белые"),)}, "timer-banks-few"),
        ({"kind": "banks", "banks": (Bank(id=WHITE, name="Б"), Bank(id=WHITE, name="В"))}, "timer-bank-twice"),
        ({"kind": "banks", "banks": tuple(Bank(id=BankId(f"b{n}"), name="Б") for n in range(25))}, "timer-banks-many"),
        (
            {"kind": "banks", "length": None, "banks": (Bank(id=WHITE, name="Б"), Bank(id=BLACK, name="Ч"))},
            "timer-key-missing",
        ),
    ],
)
def test_what_no_timer_can_be(change: dict[str, Any], code: str) -> None:
    decision = Desk().ask(Add(replace(NEW, **change)))
    assert isinstance(decision, Rejection)
    assert decision.code == code


def test_there_are_at_most_two_hundred() -> None:
    desk = Desk()
    for number in range(195):
        desk.do(Add(replace(NEW, id=TimerId(f"n{number}"), name=f"Н{number}")))
    assert desk.ask(Add(NEW)) == reject("timers-many", most=200)
    (removed,) = desk.do(Remove(TimerId("n0")))
    desk.do(Add(NEW))
    desk.do(Add(replace(NEW, length=span(2 * MINUTE)), instead=True))
    back = timers.inverse(desk.state, removed)
    assert back is not None
    undo = Restore(TimerId("n0"), timers.evolve(TimersState(), Added(NEW)).entries[NEW.id], None)
    assert desk.ask(undo) == reject("timers-many", most=200)


# --- undo


def test_a_pause_undone_has_not_stopped_the_clock() -> None:
    desk = Desk()
    desk.do(Start(SPEECH))
    before = desk.wait(10_000).state
    (paused,) = desk.do(Pause(SPEECH))
    undo = timers.inverse(before, paused)
    assert undo is not None
    desk.wait(4_000).do(undo)
    assert (desk.left(SPEECH), desk.clock(SPEECH).state) == (7 * MINUTE - 14_000, "running")


def test_a_start_undone_has_not_run() -> None:
    desk = Desk()
    desk.do(Set(SPEECH, span(50_000)))
    before = desk.state
    (started,) = desk.do(Start(SPEECH))
    undo = timers.inverse(before, started)
    assert undo is not None
    desk.wait(60_000).do(Due(SPEECH, MAIN))
    desk.do(undo)
    assert (desk.left(SPEECH), desk.clock(SPEECH).state) == (50_000, "idle")


def test_what_was_done_since_is_not_undone_with_it() -> None:
    desk = Desk()
    before = desk.state
    (started,) = desk.do(Start(SPEECH))
    undo = timers.inverse(before, started)
    assert undo is not None
    desk.wait(1_000).do(Adjust(SPEECH, span(5_000)))
    assert desk.ask(undo) == reject("timer-moved-on")


def test_added_time_is_taken_away_whatever_happened_since() -> None:
    desk = Desk()
    desk.do(Start(CHESS))
    before = desk.state
    (adjusted,) = desk.do(Adjust(CHESS, span(30_000)))
    undo = timers.inverse(before, adjusted)
    desk.wait(5_000).do(Switch(CHESS))
    assert undo == Adjust(CHESS, span(-30_000), WHITE)
    desk.do(undo)
    assert desk.left(CHESS, WHITE) == 295_000


def test_undo_through_the_journal() -> None:
    """As the controller does it: encoded, decoded, and out of the log."""
    ctx = make_context(SHOW, ZERO)
    state = State()
    for seq, command in enumerate((Start(SPEECH), Pause(SPEECH), log.Undo(2)), 1):
        decision = entries.decide(state, command, make_context(SHOW, ZERO + seq * 1_000))
        assert not isinstance(decision, Rejection), decision
        stored = [registry.decode_event(registry.encode_event(event)) for event in decision]
        state = entries.record(state, seq, ctx.now, "operator:anna", stored)
        state = registry.decode_state(registry.encode_state(state))
    assert run_of(state.timers, SPEECH).clocks[MAIN].target == ZERO + 1_000 + 7 * MINUTE
    last = state.log.entries[-1]
    assert (last.code, last.args) == ("log-undone", {"code": "log-timer-paused", "timer": SPEECH})


# --- whatever is done

ids = st.sampled_from([*(plan.id for plan in PLANS), NEW.id])
banks = st.sampled_from([None, WHITE, BLACK, GREEN])
steps = st.integers(-10 * MINUTE, 10 * MINUTE).map(Duration)
acts: st.SearchStrategy[Command] = st.one_of(
    st.just(Add(NEW)),
    st.just(Add(replace(PLANS[0], length=span(2 * MINUTE), warning=None, danger=None, bells=(), protected=None))),
    st.builds(Change, ids, name=st.sampled_from(["А", "Б", "Речь"])),
    st.builds(Remove, ids),
    st.builds(Start, ids, banks),
    st.builds(Pause, ids),
    st.builds(Reset, ids),
    st.builds(Set, ids, steps, banks),
    st.builds(Adjust, ids, steps, banks),
    st.builds(Switch, ids, banks),
)
waits = st.integers(0, 3 * MINUTE)
days = st.lists(st.tuples(waits, acts), max_size=25)


def tick(desk: Desk) -> None:
    """What the controller's clock does."""
    while (moment := timers.due(desk.state)) is not None and moment[0] <= desk.now:
        assert desk.do(moment[1]), "what is due happens, or it would be asked for ever"


@given(days)
def test_no_sequence_breaks_it_and_its_events_alone_give_the_same_state(day: list[tuple[int, Command]]) -> None:
    desk = Desk()
    for wait, command in day:
        desk.wait(wait)
        tick(desk)
        if not isinstance(desk.ask(command), Rejection):
            desk.do(command)
        for entry in desk.state.entries.values():
            clocks = (entry.run or Run()).clocks.values()
            assert sum(clock.state == "running" for clock in clocks) <= 1
    again = TimersState()
    for event in desk.events:
        again = timers.evolve(again, registry.decode_event(registry.encode_event(event)))
    assert again == desk.state
    assert list(again.entries) == list(desk.state.entries)
    assert msgspec.json.decode(msgspec.json.encode(desk.state), type=TimersState) == desk.state


@given(days, waits, acts, waits)
def test_undoing_the_last_act_makes_it_never_have_been(
    day: list[tuple[int, Command]], pause: int, act: Command, later: int
) -> None:
    desk = Desk()
    for wait, command in day:
        desk.wait(wait)
        tick(desk)
        if not isinstance(desk.ask(command), Rejection):
            desk.do(command)
    desk.wait(pause)
    tick(desk)
    before = desk.state
    if isinstance(decision := desk.ask(act), Rejection) or not decision:
        return
    (event,) = desk.do(act)
    undo = timers.inverse(before, event)
    assert undo is not None
    desk.wait(later)
    tick(desk)
    desk.do(registry.decode_command(registry.encode_command(undo)))
    for timer, plan in timers_of(before, SHOW).items():
        assert find(desk.state, SHOW, timer) == plan
        for bank in [bank.id for bank in plan.banks] or [MAIN]:
            was = clock_of(run_of(before, timer), plan, bank)
            now = clock_of(run_of(desk.state, timer), plan, bank)
            assert now == was
    assert set(timers_of(desk.state, SHOW)) == set(timers_of(before, SHOW))


turns = st.lists(
    st.tuples(
        st.integers(0, 90_000),
        st.one_of(
            st.builds(Start, st.just(CHESS), st.sampled_from([None, WHITE, BLACK])),
            st.just(Pause(CHESS)),
            st.builds(Switch, st.just(CHESS), st.sampled_from([None, WHITE, BLACK])),
        ),
    ),
    max_size=40,
)


@given(turns)
def test_the_banks_together_used_exactly_the_time_the_clock_ran(game: list[tuple[int, Command]]) -> None:
    desk, ran, runs = Desk(), 0, False
    for wait, command in game:
        desk.wait(wait)
        ran += wait if runs else 0
        desk.do(command)
        runs = isinstance(command, Start) or (runs and not isinstance(command, Pause))
    used = (5 + 3) * MINUTE - desk.left(CHESS, WHITE) - desk.left(CHESS, BLACK)
    assert used == ran


@given(st.lists(st.integers(0, 100_000), max_size=30), st.sampled_from([SPEECH, BREAK, OPEN]))
def test_starts_and_pauses_lose_no_millisecond(spans: list[int], timer: TimerId) -> None:
    desk, ran = Desk(), 0
    for number, wait in enumerate(spans):
        desk.do(Pause(timer) if number % 2 else Start(timer))
        desk.wait(wait)
        ran += 0 if number % 2 else wait
    length = {SPEECH: 7 * MINUTE, BREAK: 10 * MINUTE, OPEN: 0}[timer]
    assert desk.left(timer) == length - ran


# --- words


def every_event() -> list[Event]:
    desk = Desk()
    desk.do(Add(NEW))
    desk.do(Change(NEW.id, name="Другой"))
    before = desk.state
    (started,) = desk.do(Start(NEW.id))
    undo = timers.inverse(before, started)
    assert undo is not None
    desk.do(undo)
    desk.do(Start(NEW.id))
    desk.wait(MINUTE).do(Due(NEW.id, MAIN))
    desk.do(Set(NEW.id, span(30_000)))
    desk.do(Adjust(NEW.id, span(-3_725_000)))
    desk.do(Pause(NEW.id))
    desk.do(Reset(NEW.id))
    desk.do(Start(CHESS, WHITE))
    desk.do(Switch(CHESS))
    desk.do(Adjust(CHESS, span(90_000)))
    desk.wait(10 * MINUTE).do(Due(CHESS, BLACK))
    desk.do(Remove(NEW.id))
    return desk.events


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_told_in_full(language: Language, caplog: pytest.LogCaptureFixture) -> None:
    events = every_event()
    assert {type(event) for event in events} == set(EVENTS)
    texts, told = Texts(language), []
    for event in events:
        sentence = log.describe(event)
        assert sentence is not None
        code, args = sentence
        told.append(texts.format(code, **{name: str(value) for name, value in args.items()}))
    assert caplog.text == "", "a variable without a value is logged"
    assert not any("{" in line or "blank" in line for line in told)
    assert any(line.endswith("0:30") for line in told)
    assert any(line.endswith("−1:02:05") for line in told)
    assert any(line.endswith("+1:30 (black)") for line in told)
