"""How far and how fast a guest's hand goes."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from control.clock import Duration
from control.core.lending_acts import Terms
from control.hands import REST, Stick
from devices.ptz.motion import Curve
from webui.fence import AHEAD, FRESH, Fence, furthest, slowed

TERMS = Terms(Duration(60_000), 0.5, pan=(-10.0, 10.0), zoom=(0.0, 0.5))
RIGHT, LEFT = Stick(pan=1), Stick(pan=-1)
held = st.floats(allow_nan=True, allow_infinity=True)


@given(st.floats(0.01, 1), st.builds(Stick, held, held, held, held))
def test_nothing_goes_faster_than_it_may(speed: float, stick: Stick) -> None:
    curve = Curve()
    slow = slowed(stick, speed)
    for asked, value in zip(
        (stick.pan, stick.tilt, stick.zoom, stick.focus), (slow.pan, slow.tilt, slow.zoom, slow.focus), strict=True
    ):
        assert abs(curve(value)) <= speed * (1 + 1e-9)
        if math.isfinite(asked):
            assert asked * value >= 0, "never the other way"
        else:
            assert value == 0


@given(st.floats(0.01, 1))
def test_the_whole_way_of_the_stick_is_the_whole_speed(speed: float) -> None:
    assert math.isclose(Curve()(furthest(speed)), speed, rel_tol=1e-9)


def test_inside_everything_goes_and_at_the_edge_only_back() -> None:
    fence = Fence()
    fence.seen({"pan": 0.0, "tilt": 80.0, "zoom": 0.2}, 0)
    everywhere = Stick(1, 1, 1, 1)
    assert fence.kept(everywhere, TERMS, 10) == everywhere
    fence.seen({"pan": 10.0, "tilt": 80.0, "zoom": 0.2}, 5_000)
    assert fence.kept(everywhere, TERMS, 5_010) == Stick(0, 1, 1, 1)
    assert fence.kept(LEFT, TERMS, 5_010) == LEFT
    fence.seen({"pan": -30.0, "zoom": 0.9}, 10_000)
    assert fence.kept(Stick(-1, 0, 1), TERMS, 10_010) == REST
    assert fence.kept(Stick(1, 0, -1), TERMS, 10_010) == Stick(1, 0, -1)


def test_it_brakes_before_the_edge_and_goes_on_when_it_stands() -> None:
    fence = Fence()
    for step in range(5):  # 20 degrees a second
        fence.seen({"pan": 5.0 * step - 16.0}, 250 * step)
    assert fence.kept(RIGHT, TERMS, 1_000) == REST, "at 4 degrees it will be past 10 in a third of a second"
    assert fence.kept(LEFT, TERMS, 1_000) == LEFT
    assert fence.kept(RIGHT, TERMS, 1_000 + FRESH + 1) == RIGHT, "a speed that is old is none: it stands at 4"
    slow = Fence()
    for step in range(5):  # 2 degrees a second
        slow.seen({"pan": 0.5 * step}, 250 * step)
    assert slow.kept(RIGHT, TERMS, 1_000) == RIGHT
    assert AHEAD < FRESH


def test_a_camera_that_tells_nothing_does_not_move_where_it_is_bounded() -> None:
    fence = Fence()
    assert fence.kept(Stick(1, 1, 1, 1), TERMS, 0) == Stick(0, 1, 0, 1)
    assert fence.kept(RIGHT, Terms(Duration(60_000), 0.5), 0) == RIGHT
    fence.seen({"pan": 0.0}, 0)
    fence.seen({}, 10)
    assert fence.kept(RIGHT, TERMS, 20) == REST


def test_the_ends_of_the_lens_are_no_edges() -> None:
    """Towards 0 and 1 nothing brakes; towards an edge that was set everything does."""
    fence = Fence()
    for step in range(5):  # from tele to wide, a fifth of the travel a second
        fence.seen({"zoom": 0.25 - 0.05 * step}, 250 * step)
    wide, tele = Stick(zoom=-1), Stick(zoom=1)
    no_closer, no_wider = TERMS, Terms(Duration(60_000), 0.5, zoom=(0.1, 1.0))
    assert fence.kept(wide, no_closer, 1_000) == wide
    assert fence.kept(wide, no_wider, 1_000) == REST
    fence.seen({"zoom": 1.0}, 10_000)
    assert fence.kept(tele, no_wider, 10_010) == tele
    assert fence.kept(tele, no_closer, 10_010) == REST


class Camera:
    """Turns as it was told `lag` ago, and tells where it is four times a second."""

    def __init__(self, speed: float) -> None:
        self.speed, self.pan, self.told = speed, 0.0, 0.0
        self.way: list[float] = [0.0] * 4

    def step(self, ms: int, held: float) -> None:
        self.way.append(held)
        self.pan += self.way.pop(0) * self.speed * ms / 1000


@given(st.floats(1, 100), st.lists(st.sampled_from([1.0, -1.0, 0.0]), min_size=1, max_size=40))
def test_however_it_is_pulled_it_stays_near_its_range(speed: float, pulls: list[float]) -> None:
    """Told every 250 ms, on its way for 80: past the edge it is never further than it goes in that time."""
    camera, fence = Camera(speed), Fence()
    fence.seen({"pan": 0.0}, 0)
    now = 0
    for pull in pulls:
        for _ in range(10):  # 0.2 s each pull
            now += 20
            camera.step(20, fence.kept(Stick(pan=pull), TERMS, now).pan)
            if now % 250 < 20:
                fence.seen({"pan": camera.pan}, now)
            assert abs(camera.pan) <= 10 + speed * 0.7
