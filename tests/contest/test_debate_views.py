"""What people see: and above all what they do not see before the reveal."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from control.contest.commands import (
    Agree,
    Back,
    Bells,
    CommitDraw,
    Due,
    Next,
    Pause,
    Reveal,
    RevealDraw,
    Select,
    Start,
)
from control.contest.state import pending_draw, sides
from control.core.types import SYSTEM, JudgeId, PairId
from control.show import Show
from control.views.debate import GraphicKind, debate, desk, me, on_air
from tests.contest.hall import Hall, make_show

KINDS: tuple[GraphicKind, ...] = ("debate-clock", "lower-third", "score-bug", "result-card")


def plain(view: Any) -> Any:
    return json.loads(msgspec.json.encode(view))


def everything_but_own(hall: Hall, judge: str) -> bytes:
    """Every byte anybody but `judge` may get."""
    state, show = hall.state, hall.show
    views: list[Any] = [debate(state, show), desk(state, show)]
    views += [on_air(state, show, kind) for kind in KINDS]
    views += [me(state, show, seat.judge) for seat in state.judges if seat.judge != judge]
    return msgspec.json.encode(views)


def nulls(value: Any) -> int:
    if isinstance(value, dict):
        return sum(nulls(each) for each in value.values())
    if isinstance(value, list):
        return sum(nulls(each) for each in value)
    return value is None


scores = st.lists(st.integers(0, 5), min_size=6, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(scores, scores), min_size=1, max_size=3), st.booleans(), st.booleans())
def test_before_the_reveal_nothing_depends_on_the_scores(
    ballots: list[tuple[list[int], list[int]]], earlier_pair: bool, gone_back: bool
) -> None:
    """Two contests alike but for j1's … scores of the pair on stage: alike, to the byte, for everybody else."""
    halls = [Hall(), Hall()]
    for which, hall in enumerate(halls):
        hall.draw("pairs")
        if earlier_pair:
            hall.play(5, 3)
        hall.go_to_judging()
        for number, two_versions in enumerate(ballots, 1):
            hall.cast(f"j{number}", *two_versions[which])
        if gone_back:
            hall.do(Back())
    alike = all(one == other for one, other in ballots)
    own = [[plain(me(hall.state, hall.show, JudgeId(f"j{n}"))) for n in (1, 2, 3)] for hall in halls]
    assert (own[0] == own[1]) == alike  # the judges themselves do see theirs
    for view in (debate, desk):
        assert msgspec.json.encode(view(halls[0].state, halls[0].show)) == msgspec.json.encode(
            view(halls[1].state, halls[1].show)
        )
    for kind in KINDS:
        assert on_air(halls[0].state, halls[0].show, kind) == on_air(halls[1].state, halls[1].show, kind)
    if len(ballots) == 1:
        assert everything_but_own(halls[0], "j1") == everything_but_own(halls[1], "j1")


def test_before_the_reveal_no_graphic_and_no_page_has_points() -> None:
    hall = Hall()
    hall.draw("pairs")
    hall.go_to_judging()
    for judge in ("j1", "j2", "j3"):
        hall.cast(judge, 5, 4)
    assert on_air(hall.state, hall.show, "score-bug")["revealed"] is False
    assert all("points" not in person for person in _people(hall, "score-bug"))
    assert "people" not in on_air(hall.state, hall.show, "result-card")
    assert plain(desk(hall.state, hall.show))["standings"] == []
    assert "results" not in plain(debate(hall.state, hall.show))["pairs"]["byId"]["pair-1"]
    hall.do(Reveal())
    assert [person["points"] for person in _people(hall, "score-bug")] == [45, 36]
    card = _people(hall, "result-card")
    assert [(p["points"], p["result"], p["outcome"], p["side"]) for p in card] == [
        (45, 10, "win", "first"),
        (36, 5, "loss", "second"),
    ]
    results = plain(debate(hall.state, hall.show))["pairs"]["byId"]["pair-1"]["results"]
    assert results[sides(hall.pair)[0]] == {"points": 45, "result": 10, "outcome": "win"}
    assert [standing["result"] for standing in plain(desk(hall.state, hall.show))["standings"]] == [10, 5]


def _people(hall: Hall, kind: GraphicKind) -> list[dict[str, Any]]:
    people = on_air(hall.state, hall.show, kind)["people"]
    assert isinstance(people, list)
    return people


def test_the_positions_follow_the_agreement() -> None:
    hall = Hall()
    hall.draw("pairs")
    hall.do(Next())
    assert all("position" not in person for person in _people(hall, "lower-third"))
    (topic, *_) = hall.draw("topic")
    number = topic.removeprefix("t")
    hall.do(Agree(hall.pair.id, hall.pair.debaters[1]))
    third = on_air(hall.state, hall.show, "lower-third")
    assert third["topic"] == f"Topic {number}"
    first, second = _people(hall, "lower-third")
    assert first["position"] == f"for {number}"
    assert second["position"] == f"against {number}"
    assert first["name"] == "Person " + hall.pair.debaters[1].removeprefix("p")
    assert first["caption"] == "Head of " + hall.pair.debaters[1].removeprefix("p")
    wire = plain(debate(hall.state, hall.show))["pairs"]["byId"]["pair-1"]
    assert [each["participant"] for each in wire["debaters"]] == list(hall.pair.debaters[::-1])


def test_the_clock_is_sent_as_when_it_reaches_zero() -> None:
    hall = Hall()
    hall.draw("pairs")
    hall.bring_on_stage()
    hall.do(Next())
    wire = plain(debate(hall.state, hall.show))["clock"]
    assert wire == {"state": "idle", "total": 120_000, "left": 120_000, "warnings": [60_000, 15_000]}
    hall.do(Start())
    running = plain(debate(hall.state, hall.show))["clock"]
    assert (running["state"], running["target"]) == ("running", hall.now + 120_000)
    assert "left" not in running
    before = plain(debate(hall.state, hall.show))
    hall.wait(5_000)
    assert plain(debate(hall.state, hall.show)) == before  # nobody sends ticks
    hall.do(Pause())
    assert plain(on_air(hall.state, hall.show, "debate-clock"))["clock"]["left"] == 115_000


def test_warnings_longer_than_the_clock_are_left_out() -> None:
    hall = Hall(make_show(prepare=30_000))
    hall.draw("pairs")
    hall.bring_on_stage()
    hall.do(Next())
    assert plain(debate(hall.state, hall.show))["clock"]["warnings"] == [15_000]


def acts(hall: Hall) -> str:
    return desk(hall.state, hall.show).next_act


def test_the_next_act_is_always_the_obvious_one() -> None:
    hall = Hall(make_show(participants=3))
    seen = [acts(hall)]

    def then(*commands: Any) -> None:
        for command in commands:
            hall.do(command, SYSTEM)
        seen.append(acts(hall))

    def reveal_draw() -> None:
        pending = pending_draw(hall.state)
        assert pending is not None
        then(RevealDraw(pending.id))

    then(CommitDraw("pairs"))
    reveal_draw()
    then(Next())
    then(CommitDraw("topic"))
    reveal_draw()
    then(CommitDraw("positions"))
    reveal_draw()
    then(Next())
    then(Start())
    then(Pause())
    then(Start())
    hall.wait(120_000)
    then(Due())
    then(Next())
    then(Start())
    hall.wait(300_000)
    then(Due())
    then(Next())
    for judge in ("j1", "j2", "j3"):
        hall.cast(judge, 5, 4)
    seen.append(acts(hall))
    then(Reveal())
    then(Next())
    then(CommitDraw("opponent"))
    reveal_draw()
    hall.draw("topic")
    hall.do(Agree(hall.pair.id, hall.pair.debaters[0]))
    then(Next(), Next(), Next())
    for judge in ("j1", "j2", "j3"):
        hall.cast(judge, 5, 4)
    then(Reveal())
    expected = """
        draw-pairs reveal-draw select-pair draw-topic reveal-draw draw-positions reveal-draw prepare
        start pause resume pause debate start pause judging wait-for-judges reveal next-pair
        draw-opponent reveal-draw draw-topic wait-for-judges finished
    """
    assert seen == expected.split()


def test_the_odd_pair_waits_for_the_others() -> None:
    hall = Hall(make_show(participants=3))
    hall.draw("pairs")
    hall.do(Select(PairId("pair-2")))
    assert acts(hall) == "select-pair"


def test_the_desk_knows_who_has_scored_and_who_may_not() -> None:
    hall = Hall(make_show(judges=4, conflicts={"j4": ["p1", "p2", "p3", "p4"]}))
    hall.draw("pairs")
    assert plain(desk(hall.state, hall.show))["ballots"] == {}
    hall.go_to_judging()
    hall.cast("j1", 5, 4)
    hall.cast("j1", 5, 5)
    assert plain(desk(hall.state, hall.show))["ballots"] == {
        "j1": {"status": "received", "revision": 2, "at": hall.now},
        "j2": {"status": "waiting"},
        "j3": {"status": "waiting"},
        "j4": {"status": "recused"},
    }


def test_a_judge_sees_his_own_ballot_and_whether_he_may_score() -> None:
    hall = Hall(make_show(judges=4, scores_step="0.5", conflicts={"j4": ["p1", "p2", "p3", "p4"]}))
    hall.draw("pairs")
    assert plain(me(hall.state, hall.show, JudgeId("j1"))) == {
        "judge": "j1", "name": "Judge 1", "mayScore": False, "recused": False, "ballots": {},
    }  # fmt: skip
    hall.go_to_judging()
    hall.cast("j1", 4.5, 4)
    mine = plain(me(hall.state, hall.show, JudgeId("j1")))
    one, two = sides(hall.pair)
    assert mine["mayScore"] is True
    assert mine["ballots"]["pair-1"]["scores"] == {
        one: {"topic": 4.5, "rhetoric": 4.5, "persuasion": 4.5},
        two: {"topic": 4, "rhetoric": 4, "persuasion": 4},
    }
    assert plain(me(hall.state, hall.show, JudgeId("j2")))["ballots"] == {}
    recused = plain(me(hall.state, hall.show, JudgeId("j4")))
    assert (recused["recused"], recused["mayScore"]) == (True, False)


@pytest.mark.parametrize(
    "language, criterion, phase, title",
    [
        ("ru", "раскрытие темы", "Подготовка", "Итоги дебатов"),
        ("en", "grasp of the topic", "Preparation", "Debate result"),
    ],
)
def test_labels_are_in_the_shows_language(language: str, criterion: str, phase: str, title: str) -> None:
    show: Show = msgspec.structs.replace(make_show(), language=language)
    hall = Hall(show)
    hall.draw("pairs")
    hall.bring_on_stage()
    hall.do(Next())
    assert debate(hall.state, hall.show).criteria[0].name == criterion
    assert on_air(hall.state, hall.show, "debate-clock")["label"] == phase
    assert on_air(hall.state, hall.show, "result-card")["title"] == title


def test_before_anything_happened_every_view_is_there_and_nothing_is_null() -> None:
    for hall in (Hall(opened=False), Hall(), Hall(msgspec.structs.replace(make_show(), contest=None))):
        views = json.loads(everything_but_own(hall, ""))
        assert nulls(views) == 0


def test_absent_means_absent_all_the_way_through() -> None:
    hall = Hall(make_show(participants=3))
    assert nulls(json.loads(everything_but_own(hall, ""))) == 0
    hall.draw("pairs", word="весна")
    hall.play(5, 3)
    hall.play(5, 3)
    hall.do(Bells(muted=True))
    views = json.loads(everything_but_own(hall, ""))
    assert nulls(views) == 0
    assert views[0]["bells"] is False


def test_the_draw_is_public_hash_first_and_seed_after() -> None:
    hall = Hall()
    hall.do(CommitDraw("pairs"))
    draw = plain(debate(hall.state, hall.show))["draw"]
    assert set(draw) == {"id", "kind", "items", "hash"}
    hall.do(RevealDraw(draw["id"], "весна"))
    after = plain(debate(hall.state, hall.show))["draw"]
    assert set(after) == {"id", "kind", "items", "hash", "seed", "word", "order"}


def test_a_person_the_show_file_forgot_still_has_a_name_on_air() -> None:
    hall = Hall()
    hall.draw("pairs")
    hall.do(Next())
    hall.show = msgspec.structs.replace(hall.show, contest=None)
    assert {person["name"] for person in _people(hall, "lower-third")} == set(hall.pair.debaters)
