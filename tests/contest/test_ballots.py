"""Clause 5.8.1.3.2: 0–5 for both debaters by three criteria, from every judge without a declared interest."""

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.contest.commands import Back, Cast, Next, Reveal
from control.contest.events import BallotReceived
from control.contest.rulebook import CRITERIA, points_of, tenths_of
from control.contest.state import missing, sides
from control.core.types import Actor, PairId, Role
from tests.contest.hall import OPERATOR, Hall, ballot, judge_actor, make_show


def hall_judging(**show: Any) -> Hall:
    hall = Hall(make_show(**show))
    hall.draw("pairs")
    hall.go_to_judging()
    return hall


def test_a_ballot_is_received_whole() -> None:
    hall = hall_judging()
    (received,) = hall.cast("j1", 5, 4, 3, 0, 1, 2)
    one, two = sides(hall.pair)
    assert isinstance(received, BallotReceived)
    assert received.revision == 1
    assert received.scores == {
        one: {"topic": 50, "rhetoric": 40, "persuasion": 30},
        two: {"topic": 0, "rhetoric": 10, "persuasion": 20},
    }
    assert missing(hall.state, hall.pair) == ("j2", "j3")


def test_the_same_again_changes_nothing_and_a_correction_is_a_new_event() -> None:
    hall = hall_judging()
    hall.cast("j1", 5, 4)
    assert hall.cast("j1", 5, 4) == ()
    assert hall.cast("j1", 5.0, 4.0) == ()
    (corrected,) = hall.cast("j1", 4, 4)
    assert isinstance(corrected, BallotReceived)
    assert corrected.revision == 2
    assert len(hall.state.ballots[hall.pair.id]) == 1


def test_a_ballot_stays_when_the_debate_goes_back_and_on_again() -> None:
    hall = hall_judging()
    hall.cast("j1", 5, 4)
    hall.do(Back())
    assert hall.refused(ballot(hall.pair, 3, 3), judge_actor("j1")) == "ballot-not-judging"
    hall.do(Next())
    assert missing(hall.state, hall.pair) == ("j2", "j3")
    (corrected,) = hall.cast("j1", 3, 3)
    assert isinstance(corrected, BallotReceived)
    assert corrected.revision == 2


@pytest.mark.parametrize(
    "actor",
    [OPERATOR, Actor(Role.JUDGE, "j9"), Actor(Role.JUDGE, ""), Actor(Role.OWNER, "j1"), Actor(Role.STAGE, "j1")],
)
def test_only_judges_of_the_contest(actor: Actor) -> None:
    hall = hall_judging()
    assert hall.refused(ballot(hall.pair, 5, 4), actor) == "ballot-unknown-judge"


def test_not_for_other_pairs() -> None:
    hall = hall_judging()
    other = hall.state.pairs[1]
    assert hall.refused(ballot(other, 5, 4), judge_actor("j1")) == "ballot-other-pair"
    assert hall.refused(Cast(PairId("pair-9"), {}), judge_actor("j1")) == "no-such-pair"
    theirs = ballot(other, 5, 4).scores
    assert hall.refused(Cast(hall.pair.id, theirs), judge_actor("j1")) == "ballot-not-in-pair"


def test_not_before_the_judging() -> None:
    hall = Hall()
    hall.draw("pairs")
    hall.bring_on_stage()
    for phase in ("idle", "prepare", "debate"):
        assert hall.state.phase == phase
        assert hall.refused(ballot(hall.pair, 5, 4), judge_actor("j1")) == "ballot-not-judging"
        hall.do(Next())
    hall.cast("j1", 5, 4)


def test_not_after_the_reveal() -> None:
    hall = hall_judging()
    for judge in ("j1", "j2", "j3"):
        hall.cast(judge, 5, 4)
    hall.do(Reveal())
    assert hall.refused(ballot(hall.pair, 5, 5), judge_actor("j1")) == "ballot-after-reveal"


def test_5_8_1_3_1_not_from_a_judge_with_an_interest() -> None:
    hall = hall_judging(judges=4, conflicts={"j4": ["p1", "p2", "p3", "p4"]})
    assert hall.refused(ballot(hall.pair, 5, 4), judge_actor("j4")) == "ballot-recused"
    assert "j4" not in missing(hall.state, hall.pair)


@pytest.mark.parametrize(
    "points, code",
    [
        (-1, "ballot-out-of-range"),
        (6, "ballot-out-of-range"),
        (5.1, "ballot-out-of-range"),
        (10**400, "ballot-out-of-range"),
        (math.inf, "ballot-out-of-range"),
        (-math.inf, "ballot-out-of-range"),
        (math.nan, "ballot-not-a-number"),
        (True, "ballot-not-a-number"),
        ("5", "ballot-not-a-number"),
        (None, "ballot-not-a-number"),
        ([5], "ballot-not-a-number"),
        (4.5, "ballot-wrong-step"),
        (0.1, "ballot-wrong-step"),
        (1e-300, "ballot-wrong-step"),
        (4.999999999999999, "ballot-wrong-step"),
    ],
)
@pytest.mark.parametrize("place", range(6))
def test_what_is_not_a_score(points: Any, code: str, place: int) -> None:
    hall = hall_judging()
    row = [3, 3, 3, 3, 3, 3]
    row[place] = points
    assert hall.refused(ballot(hall.pair, *row), judge_actor("j1")) == code


@pytest.mark.parametrize("raw", ['"5"', "true", "null", "NaN", "Infinity", "1e999", "[5]", "{}"])
def test_the_wire_lets_only_numbers_in(raw: str) -> None:
    text = '{"type":"ballot.cast","pair":"pair-1","scores":{"p1":{"topic":' + raw + "}}}"
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(text, type=Cast)


@pytest.mark.parametrize(
    "step, allowed",
    [
        ("1", {0, 1, 5}),
        ("0.5", {0, 0.5, 1, 4.5, 5}),
        ("0.1", {0, 0.1, 0.3, 0.5, 0.7, 1, 4.5, 4.9, 5}),
    ],
)
def test_scores_step(step: str, allowed: set[float]) -> None:
    for points in (0, 0.1, 0.3, 0.5, 0.7, 1, 4.5, 4.9, 5, 0.05, 0.15, 1 / 3):
        hall = hall_judging(scores_step=step)
        command = ballot(hall.pair, points, 0)
        if points in allowed:
            hall.do(command, judge_actor("j1"))
        else:
            assert hall.refused(command, judge_actor("j1")) == "ballot-wrong-step"


@pytest.mark.parametrize("criterion", [criterion.id for criterion in CRITERIA])
@pytest.mark.parametrize("debater", [0, 1])
def test_a_ballot_with_a_hole_is_not_taken(criterion: str, debater: int) -> None:
    hall = hall_judging()
    whole = ballot(hall.pair, 5, 4)
    del whole.scores[hall.pair.debaters[debater]][criterion]
    assert hall.refused(whole, judge_actor("j1")) == "ballot-incomplete"


def test_a_ballot_without_a_debater_or_with_a_new_criterion_is_not_taken() -> None:
    hall = hall_judging()
    whole = ballot(hall.pair, 5, 4)
    half = dict([next(iter(whole.scores.items()))])
    assert hall.refused(Cast(whole.pair, half), judge_actor("j1")) == "ballot-incomplete"
    assert hall.refused(Cast(whole.pair, {}), judge_actor("j1")) == "ballot-incomplete"
    whole.scores[hall.pair.debaters[0]]["charm"] = 5
    assert hall.refused(whole, judge_actor("j1")) == "ballot-unknown-criterion"


@given(st.integers(-1000, 1000))
def test_tenths_and_points_are_inverse(tenths: int) -> None:
    points = points_of(tenths)
    assert tenths_of(points) == tenths
    assert tenths_of(msgspec.json.decode(msgspec.json.encode(points))) == tenths


@given(st.floats() | st.integers())
def test_tenths_are_exact_or_absent(points: float) -> None:
    tenths = tenths_of(points)
    assert tenths is None or points_of(tenths) == points
