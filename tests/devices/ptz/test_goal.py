"""Whether a camera is where it was told to go, as decided by what is seen of it."""

from __future__ import annotations

from control.clock import Instant
from control.core.camera_acts import (
    Ability,
    Code,
    HeadState,
    Home,
    Order,
    Power,
    Preset,
    PutBack,
    Recall,
    SetFocus,
    Store,
    Where,
)
from control.core.types import CameraId, PresetId
from devices.ptz.goal import REST_S, Goals, turn_of
from devices.ptz.wire import Performed

DOME, ARM = CameraId("dome"), CameraId("arm")
STAGE = Preset(PresetId("stage"), "Сцена", 0, Where(40.0, 5.0, 0.5))
HALL = Preset(PresetId("hall"), "Зал", 1, Where(-40.0, 5.0, 0.5))
DOOR = Preset(PresetId("door"), "Дверь", 2)
"""Of the show file: nobody knows where it is."""
HERE, GOING, NONE = (True,), (False,), ()


class Rig:
    """DOME tells where it stands, ARM does not."""

    def __init__(self) -> None:
        self.goals = Goals({DOME: "visca", ARM: "cgi"})
        self.now = 100.0
        self._number = 0
        self.goals.found(DOME, HeadState(), ("presets", "position", "degrees"), self.now)
        self.goals.found(ARM, HeadState(), ("presets",), self.now)

    def mark(self, preset: Preset, camera: CameraId = DOME) -> tuple[bool, ...]:
        told = self.goals.marks().get(camera)
        return (told["arrived"],) if told is not None and told["preset"] == preset.id else NONE

    def order(self, act: Recall | Store | Home | Power | PutBack | SetFocus, preset: Preset | None = None) -> Order:
        self._number += 1
        made = Order(self._number, act, Instant(0), preset)
        self.goals.begin(made)
        return made

    def recall(self, preset: Preset, camera: CameraId = DOME) -> Order:
        return self.order(Recall(camera, preset.id), preset)

    def end(self, order: Order, code: Code | None = None, where: Where | None = None) -> None:
        self.goals.performed(order, Performed(order.number, code is None, code, where=where), self.now)

    def at(self, pan: float, tilt: float = 5.0, zoom: float | None = 0.5, after: float = 0.25) -> None:
        self.see(Where(pan, tilt, zoom), after)

    def see(self, where: Where | None, after: float = 0.25) -> None:
        self.now += after
        self.goals.see(DOME, where, self.now)


def at_stage() -> Rig:
    rig = Rig()
    rig.at(0)
    rig.end(rig.recall(STAGE))
    rig.at(40)
    assert rig.mark(STAGE) == HERE
    return rig


def test_it_is_on_its_way_until_it_is_there() -> None:
    rig = Rig()
    rig.at(0)
    order = rig.recall(STAGE)
    assert rig.mark(STAGE) == GOING
    rig.end(order)
    assert rig.mark(STAGE) == GOING, "the camera has taken it, and not gone yet"
    for pan in (0, 10, 25):
        rig.at(pan)
        assert rig.mark(STAGE) == GOING
    rig.at(40, zoom=0.3)
    assert rig.mark(STAGE) == GOING, "the lens is slower"
    rig.at(40.2, zoom=0.51)
    assert rig.mark(STAGE) == HERE
    rig.at(40.2, after=60)
    assert rig.mark(STAGE) == HERE


def test_a_hand_takes_the_mark_away() -> None:
    rig = at_stage()
    rig.goals.hand(DOME)
    assert rig.mark(STAGE) == NONE
    rig.at(40)
    assert rig.mark(STAGE) == NONE
    rig.end(rig.recall(DOOR, ARM))
    assert rig.mark(DOOR, ARM) == HERE, "of it nobody knows more than that it was told to go there"
    rig.goals.hand(ARM)
    assert rig.mark(DOOR, ARM) == NONE


def test_another_controller_takes_the_mark_away() -> None:
    rig = at_stage()
    rig.at(41)
    assert rig.mark(STAGE) == NONE
    rig = at_stage()
    rig.at(40, zoom=0.6)
    assert rig.mark(STAGE) == NONE


def test_home_power_and_another_preset_take_the_mark_away() -> None:
    leading: tuple[Home | Power | PutBack, ...] = (Home(DOME), Power(DOME, False), PutBack(DOME))
    for act in leading:
        rig = at_stage()
        rig.order(act, HALL if isinstance(act, PutBack) else None)
        assert rig.mark(STAGE) == NONE
    rig = at_stage()
    rig.order(SetFocus(DOME, "auto"))
    assert rig.mark(STAGE) == HERE
    rig.recall(HALL)
    assert (rig.mark(STAGE), rig.mark(HALL)) == (NONE, GOING)


def test_a_halt_on_the_way_leaves_it_nowhere_and_where_it_stands_it_is() -> None:
    rig = at_stage()
    rig.goals.halt(DOME)
    assert rig.mark(STAGE) == HERE
    rig.end(rig.recall(HALL))
    rig.at(10)
    rig.goals.halt(DOME)
    assert rig.mark(HALL) == NONE


def test_one_that_comes_to_rest_elsewhere_is_not_on_its_way_any_more() -> None:
    """The camera's own memory leads elsewhere: it was overwritten by another controller, or the camera replaced."""
    rig = Rig()
    rig.end(rig.recall(STAGE))
    rig.at(20)
    rig.at(20, after=REST_S / 2)
    assert rig.mark(STAGE) == GOING
    rig.at(20, after=REST_S / 2)
    assert rig.mark(STAGE) == NONE


def test_a_camera_whose_last_digit_trembles_is_at_rest() -> None:
    rig = Rig()
    rig.end(rig.recall(STAGE))
    rig.at(20)
    for _ in range(10):
        rig.at(20.03)
        rig.at(20)
    assert rig.mark(STAGE) == NONE


def test_where_a_preset_is_that_was_not_stored_here_is_seen_as_the_camera_comes_to_rest() -> None:
    rig = Rig()
    rig.end(rig.recall(DOOR))
    rig.at(10)
    rig.at(15)
    assert rig.mark(DOOR) == GOING
    rig.at(15, after=REST_S)
    assert rig.mark(DOOR) == HERE
    rig.at(18)
    assert rig.mark(DOOR) == NONE


def test_a_camera_that_does_not_go_is_where_it_was() -> None:
    rig = at_stage()
    rig.end(rig.recall(HALL), "ptz-not-now")
    assert (rig.mark(STAGE), rig.mark(HALL)) == (HERE, NONE)
    rig.end(rig.recall(HALL), "ptz-no-answer")
    assert (rig.mark(STAGE), rig.mark(HALL)) == (NONE, NONE), "perhaps it went"


def test_what_became_of_an_older_act_says_nothing_of_a_newer() -> None:
    rig = Rig()
    first, second = rig.recall(STAGE), rig.recall(HALL)
    rig.end(first)
    rig.end(second, "ptz-busy")
    assert rig.mark(HALL) == NONE
    first = rig.recall(STAGE)
    rig.goals.hand(DOME)
    rig.end(first)
    assert rig.mark(STAGE) == NONE


def test_where_it_stored_it_stands() -> None:
    rig = Rig()
    rig.at(12)
    rig.end(rig.order(Store(DOME), STAGE), where=Where(12, 5, 0.5))
    assert rig.mark(STAGE) == HERE
    rig.at(14)
    assert rig.mark(STAGE) == NONE
    rig.end(rig.order(PutBack(DOME), HALL))
    rig.at(-40)
    assert rig.mark(HALL) == HERE


def test_what_cannot_be_read_is_not_known() -> None:
    rig = at_stage()
    rig.see(None)
    assert rig.mark(STAGE) == NONE
    rig.at(40)
    assert rig.mark(STAGE) == HERE


def test_a_camera_that_can_be_asked_and_never_tells_is_as_one_that_cannot() -> None:
    rig = Rig()
    rig.end(rig.recall(STAGE))
    rig.see(None)
    assert rig.mark(STAGE) == GOING
    rig.see(None, after=REST_S)
    assert rig.mark(STAGE) == HERE


def test_after_it_was_away_it_is_where_it_is_seen_to_be() -> None:
    can: tuple[Ability, ...] = ("presets", "position", "degrees")
    for pan, expected in ((40, HERE), (30, NONE)):
        rig = at_stage()
        rig.goals.away(DOME)
        assert rig.mark(STAGE) == NONE
        rig.goals.found(DOME, HeadState(presets=(STAGE,), at=STAGE.id), can, rig.now)
        assert rig.mark(STAGE) == NONE, "not before it was read"
        rig.at(pan)
        assert rig.mark(STAGE) == expected
    rig = Rig()
    rig.end(rig.recall(DOOR, ARM))
    rig.goals.away(ARM)
    rig.goals.found(ARM, HeadState(presets=(DOOR,), at=DOOR.id), ("presets",), rig.now)
    assert rig.mark(DOOR, ARM) == NONE, "its power may have been off"


def test_a_preset_that_is_recalled_again_is_not_left() -> None:
    rig = at_stage()
    again = rig.recall(STAGE)
    assert rig.mark(STAGE) == GOING
    rig.end(again)
    rig.at(40)
    assert rig.mark(STAGE) == HERE


def test_what_is_near_depends_on_the_unit() -> None:
    assert turn_of("visca", True) < 1 < turn_of("visca", False)
    assert turn_of("onvif", False) < 0.01
