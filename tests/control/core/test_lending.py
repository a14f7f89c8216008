"""A camera that is lent, as decided: turns, the queue, the operator's hand over all of it."""

from __future__ import annotations

import pytest

from control.clock import Duration, later
from control.core import camera_acts as acts
from control.core import lending
from control.core import program as on_program
from control.core.air import Air
from control.core.lending_acts import (
    Close,
    Due,
    GiveBack,
    Gone,
    GuestId,
    Join,
    Leave,
    Open,
    Recall,
    Remove,
    Skip,
    TakeBack,
    Terms,
)
from control.core.log import Undo
from control.core.types import SYSTEM, Actor, CameraId, PresetId, SceneId
from tests.control.core.lent import ABILITIES, MINUTE, TERMS, Desk, guest
from tests.control.core.test_cameras import DOME, FIXED, HALL, STAGE

CAM = SceneId("cam")
SEEN = Air(frozenset((DOME,)))
UNKNOWN = Air(known=False)


def test_the_first_has_it_and_the_others_wait_in_their_order() -> None:
    desk = Desk()
    desk.join("a", "b", "c")
    assert (desk.has, desk.queue) == ("a", "bc")
    assert desk.moves() == ("a", "")
    desk.wait(MINUTE - 1)
    assert desk.has == "a"
    desk.wait(1)
    assert (desk.has, desk.queue, desk.rest) == ("b", "c", MINUTE)
    desk.wait(2 * MINUTE)
    assert (desk.has, desk.queue) == (None, "")
    assert desk.moves()[1] == "lending-not-your-turn"
    assert desk.lent.served == frozenset("abc")


def test_time_that_is_up_is_up_before_anybody_notices() -> None:
    desk = Desk()
    desk.join("a")
    desk.now = later(desk.now, MINUTE)
    assert desk.has == "a"
    assert desk.moves() == (None, "lending-not-your-turn")


def test_who_comes_twice_stands_once_and_may_come_again_later() -> None:
    desk = Desk()
    desk.join("a", "b")
    assert desk.do(Join(), by=guest("a")) == ()
    assert desk.do(Join(), by=guest("b")) == ()
    desk.wait(MINUTE)
    desk.join("a")
    assert (desk.has, desk.queue) == ("b", "a")


def test_whoever_leaves_or_is_gone_makes_room() -> None:
    desk = Desk()
    desk.join("a", "b", "c", "d")
    desk.do(Leave(), by=guest("c"))
    assert (desk.has, desk.queue) == ("a", "bd")
    desk.do(Gone(DOME, GuestId("a")), by=SYSTEM)
    assert (desk.has, desk.queue, desk.rest) == ("b", "d", MINUTE)
    assert desk.do(Gone(DOME, GuestId("nobody")), by=SYSTEM) == ()
    assert desk.do(Leave(), by=guest("nobody")) == ()


def test_taken_back_at_once_and_given_back_with_what_was_left() -> None:
    desk = Desk()
    desk.join("a", "b")
    desk.wait(20_000)
    desk.do(TakeBack(DOME))
    assert desk.moves() == (None, "lending-held")
    desk.wait(10 * MINUTE)
    assert (desk.has, desk.rest) == ("a", 40_000)
    assert desk.do(TakeBack(DOME)) == ()
    desk.do(GiveBack(DOME))
    assert desk.do(GiveBack(DOME)) == ()
    assert desk.moves() == ("a", "")
    desk.wait(40_000)
    assert desk.has == "b"


def test_while_it_is_taken_back_nobody_begins() -> None:
    desk = Desk()
    desk.do(TakeBack(DOME))
    desk.join("a", "b")
    assert (desk.has, desk.queue) == (None, "ab")
    desk.do(GiveBack(DOME))
    assert (desk.has, desk.queue, desk.rest) == ("a", "b", MINUTE)
    desk.do(TakeBack(DOME))
    desk.do(Skip(DOME, desk.lent.turns))
    assert (desk.has, desk.queue) == (None, "b")
    desk.do(GiveBack(DOME))
    assert desk.has == "b"


def test_the_operator_skips_and_removes() -> None:
    desk = Desk()
    desk.join("a", "b", "c")
    first = desk.lent.turns
    desk.do(Skip(DOME, first))
    assert desk.has == "b"
    assert desk.refused(Skip(DOME, first)) == "lending-turn-over", "a press too late ends no other's turn"
    desk.join("a")
    desk.do(Remove(DOME, GuestId("b")))
    assert (desk.has, desk.queue) == ("c", "a")
    desk.do(Remove(DOME, GuestId("a")))
    assert desk.refused(Remove(DOME, GuestId("a"))) == "lending-no-guest"
    assert desk.refused(Join(), by=guest("a")) == "lending-barred"
    desk.do(Close(DOME))
    desk.do(Open(DOME, TERMS))
    desk.join("a")
    assert desk.has == "a", "a new lending begins anew"


def test_the_queue_has_an_end() -> None:
    desk = Desk()
    desk.join(*(f"g{n}" for n in range(lending.MOST_WAITING + 1)))
    assert desk.refused(Join(), by=guest("late")) == "lending-queue-full"
    desk.do(Leave(), by=guest("g7"))
    desk.join("late")


def test_other_terms_count_at_once_but_a_turn_keeps_its_length() -> None:
    desk = Desk()
    desk.join("a", "b")
    assert desk.do(Open(DOME, TERMS)) == ()
    desk.do(Open(DOME, Terms(Duration(30_000), 0.1)))
    assert desk.lent.terms.speed == 0.1
    desk.wait(45_000)
    assert desk.has == "a"
    desk.wait(15_000)
    assert (desk.has, desk.rest) == ("b", 30_000)
    assert [code for code in desk.log() if code.startswith("log-lent")] == [
        "log-lent", "log-lent-turn", "log-lent-otherwise", "log-lent-turn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "camera, terms, code",
    [
        (CameraId("nobody"), TERMS, "no-such-camera"),
        (FIXED, TERMS, "camera-fixed"),
        (DOME, Terms(Duration(9_999), 0.5), "lending-turn-length"),
        (DOME, Terms(Duration(1_800_001), 0.5), "lending-turn-length"),
        (DOME, Terms(MINUTE, 0.0), "lending-speed"),
        (DOME, Terms(MINUTE, 1.01), "lending-speed"),
        (DOME, Terms(MINUTE, -1), "lending-speed"),
        (DOME, Terms(MINUTE, 0.5, pan=(1, 1)), "lending-range"),
        (DOME, Terms(MINUTE, 0.5, tilt=(2, -2)), "lending-range"),
        (DOME, Terms(MINUTE, 0.5, zoom=(0, 1e9)), "lending-range"),
    ],
)
def test_terms_that_are_none(camera: CameraId, terms: Terms, code: str) -> None:
    assert Desk(None).refused(Open(camera, terms)) == code


def test_a_range_needs_a_camera_that_tells_where_it_stands() -> None:
    bounded = Terms(MINUTE, 0.5, pan=(-10, 10))
    desk = Desk(None)
    desk.do(acts.ObserveHead(DOME, "away", "ptz-away", can=ABILITIES), by=SYSTEM)
    assert desk.refused(Open(DOME, bounded)) == "camera-away"
    desk.do(acts.ObserveHead(DOME, "connected", can=("pan-tilt",)), by=SYSTEM)
    assert desk.refused(Open(DOME, bounded)) == "lending-no-position"
    desk.do(Open(DOME, TERMS))


def test_what_is_not_lent() -> None:
    desk = Desk(None)
    assert desk.refused(Join(), by=guest("a")) == "lending-closed"
    for command in (Close(DOME), TakeBack(DOME), GiveBack(DOME), Skip(DOME, 1), Remove(DOME, GuestId("a"))):
        assert desk.refused(command) == "lending-not-lent"
    assert desk.do(Due(DOME, 1), by=SYSTEM) == ()
    machine = Actor(guest("a").role, DOME)
    assert Desk().refused(Join(), by=machine) == "lending-closed", "it has no page"


def test_on_air_only_where_the_terms_say_so() -> None:
    desk = Desk()
    desk.join("a")
    assert desk.moves(SEEN) == (None, "lending-on-air")
    assert desk.moves(UNKNOWN) == (None, "lending-air-unknown")
    desk.do(Open(DOME, Terms(MINUTE, 0.5, air=True)))
    assert desk.moves(SEEN) == ("a", "")
    assert desk.moves(UNKNOWN) == ("a", "")


def test_presets_are_called_by_the_one_who_has_it_and_never_on_air() -> None:
    desk = Desk(Terms(MINUTE, 0.5, presets=True, air=True))
    desk.join("a", "b")
    desk.do(Recall(STAGE), by=guest("a"))
    assert [order.act for order in desk.state.cameras.pending.values()] == [acts.Recall(DOME, STAGE)]
    assert desk.refused(Recall(STAGE), by=guest("b")) == "lending-not-your-turn"
    assert desk.refused(Recall(PresetId("none")), by=guest("a")) == "lending-no-preset"
    desk.do(on_program.Take(CAM))
    assert desk.refused(Recall(STAGE), by=guest("a")) == "lending-preset-on-air"
    desk.do(on_program.ObserveProgram(foreign="Чужая"), by=SYSTEM)
    assert desk.refused(Recall(STAGE), by=guest("a")) == "lending-preset-air-unknown"
    desk.do(on_program.Take(CAM))
    desk.do(acts.Lock(False))
    desk.do(Recall(HALL), by=guest("a"))
    desk.do(Open(DOME, TERMS))
    assert desk.refused(Recall(STAGE), by=guest("a")) == "lending-on-air"


def test_a_preset_out_of_range_is_not_theirs() -> None:
    desk = Desk(Terms(MINUTE, 0.5, presets=True, pan=(-10, 10)))
    desk.join("a")
    assert desk.refused(Recall(STAGE), by=guest("a")) == "lending-no-preset", "where it points nobody knows"
    for preset, pan in ((STAGE, 5.0), (HALL, 50.0)):
        desk.do(acts.Store(DOME, preset=preset))
        number = list(desk.state.cameras.pending)[-1]
        desk.do(acts.Report(number, True, where=acts.Where(pan, 0, 0)), by=SYSTEM)
    desk.do(Recall(STAGE), by=guest("a"))
    assert desk.refused(Recall(HALL), by=guest("a")) == "lending-no-preset"


def test_lending_is_undone_by_closing_it() -> None:
    desk = Desk()
    entry = desk.state.log.entries[-1]
    assert (entry.code, entry.args) == ("log-lent", {"camera": DOME})
    desk.do(Undo(entry.seq))
    assert desk.state.lending.lent == {}


def test_a_guest_is_nobody_in_the_journal() -> None:
    desk = Desk()
    desk.join("a")
    raw = b"".join(one for entry in desk.entries for one in entry)
    assert b'"id":"a"' in raw
    assert b"name" not in raw.partition(b'"lending.joined"')[2]
