"""The protocol recomputed from the events alone: an honest record holds, and every forgery is found."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from control.clock import Duration
from control.contest.commands import CommitDraw, RecordDraw, Reveal, SetTopic
from control.contest.draw import hash_of
from control.contest.events import (
    Agreed,
    BallotReceived,
    DrawCommitted,
    DrawRecorded,
    DrawRevealed,
    Entered,
    Opened,
    Revealed,
    Seat,
)
from control.contest.protocol import recompute
from control.contest.state import sides
from control.core.stage import Hushed
from control.core.types import Event, JudgeId, PairId, TopicId
from tests.contest.hall import Hall, make_show

Forge = Callable[[list[Event]], list[Event]]


def whole_contest(**show: Any) -> Hall:
    hall = Hall(make_show(participants=3, judges=4, **show))
    hall.draw("pairs", word="весна")
    hall.play(5, 3)
    pair = hall.go_to_judging()
    for judge in ("j1", "j2", "j4"):
        hall.cast(judge, 2, 4)
    hall.cast("j1", 3, 4, pair=pair)
    hall.do(Reveal(missing_ok=True))
    return hall


def test_an_honest_contest_holds_and_says_what_is_remarkable() -> None:
    hall = whole_contest()
    protocol = recompute([Hushed(), *hall.events])
    assert protocol.holds
    assert [finding.code for finding in protocol.findings] == ["verify-ballots-missing"]
    assert [len(pair.ballots) for pair in protocol.pairs] == [4, 3]
    assert protocol.pairs[1].odd
    assert protocol.pairs[0].debaters == sides(hall.state.pairs[0])
    results = list(protocol.pairs[0].results.values())
    assert [(result.points, result.result) for result in results] == [(600, 10), (360, 5)]
    assert [standing.result for standing in protocol.standings] == [10, 5, 5]
    assert len(protocol.draws) == 4


def test_it_reads_what_the_journal_gives_back() -> None:
    hall = whole_contest()
    read = [msgspec.json.decode(msgspec.json.encode(event), type=type(event)) for event in hall.events]
    assert recompute(read) == recompute(hall.events)


def test_a_physical_draw_holds() -> None:
    hall = Hall(make_show(draw_method="manual"))
    hall.do(RecordDraw("pairs", ("p2", "p1", "p4", "p3")))
    hall.do(SetTopic(PairId("pair-1"), TopicId("t1")))
    hall.do(SetTopic(PairId("pair-1"), TopicId("t2")))
    assert recompute(hall.events).findings == ()


def test_an_open_draw_is_remarkable_and_no_fault() -> None:
    hall = Hall()
    hall.do(CommitDraw("pairs"))
    protocol = recompute(hall.events)
    assert protocol.holds
    assert [finding.code for finding in protocol.findings] == ["verify-draw-not-revealed"]


def test_nothing_happened() -> None:
    protocol = recompute([])
    assert protocol.holds
    assert protocol.pairs == ()


def changing(kind: type[Event], which: int = 0, **changes: Any) -> Forge:
    """Changes one event of a kind; a callable value gets the old one."""

    def forge(events: list[Event]) -> list[Event]:
        event = [event for event in events if isinstance(event, kind)][which]
        new = {name: value(getattr(event, name)) if callable(value) else value for name, value in changes.items()}
        return [replace(event, **new) if each is event else each for each in events]

    return forge


def without(kind: type[Event], which: int = 0) -> Forge:
    def forge(events: list[Event]) -> list[Event]:
        gone = [event for event in events if isinstance(event, kind)][which]
        return [each for each in events if each is not gone]

    return forge


def again(kind: type[Event], which: int = 0) -> Forge:
    """The same event a second time, at the end."""
    return lambda events: [*events, [event for event in events if isinstance(event, kind)][which]]


def adding(*late: Event) -> Forge:
    return lambda events: [*events, *late]


def swapped(order: Sequence[str]) -> tuple[str, ...]:
    return (order[1], order[0], *order[2:])


def one_more_tenth(scores: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    (first, points), *rest = scores.items()
    return {first: {**points, "topic": points["topic"] - 10}, **dict(rest)}


PAIR_1 = PairId("pair-1")


@pytest.mark.parametrize(
    "forge, code",
    [
        (changing(DrawRevealed, order=swapped), "verify-draw-order"),
        (changing(DrawRevealed, word="зима"), "verify-draw-order"),
        (changing(DrawRevealed, word=None), "verify-draw-order"),
        (changing(DrawRevealed, seed="0" * 64), "verify-draw-hash"),
        (changing(DrawCommitted, hash=hash_of("0" * 64)), "verify-draw-hash"),
        (changing(DrawCommitted, items=lambda items: items[1:]), "verify-draw-items"),
        (changing(DrawCommitted, 2, items=("p1", "p2", "p3")), "verify-draw-items"),
        (changing(DrawRevealed, id="other"), "verify-draw-unknown"),
        (changing(DrawRevealed, pair=PAIR_1), "verify-draw-unknown"),
        (without(DrawCommitted), "verify-draw-unknown"),
        (again(DrawRevealed), "verify-draw-unknown"),
        (again(DrawCommitted), "verify-draw-twice"),
        (lambda events: [*events[:3], replace(events[1], id="again"), *events[3:]], "verify-draw-again"),
        (changing(BallotReceived, scores=one_more_tenth), "verify-totals"),
        (changing(BallotReceived, revision=7), "verify-ballot-revision"),
        (changing(BallotReceived, judge=JudgeId("j9")), "verify-ballot-judge"),
        (changing(BallotReceived, pair=PairId("pair-9")), "verify-no-such-pair"),
        (changing(BallotReceived, scores={}), "verify-ballot-scores"),
        (without(BallotReceived), "verify-totals"),
        (without(BallotReceived, -1), "verify-totals"),
        (again(BallotReceived), "verify-ballot-late"),
        (without(Entered, 2), "verify-ballot-untimely"),
        (changing(Revealed, totals={}), "verify-totals"),
        (changing(Revealed, pair=PairId("pair-9")), "verify-no-such-pair"),
        (again(Revealed), "verify-revealed-twice"),
        (changing(Agreed, first="p9"), "verify-positions"),
        (again(Agreed), "verify-positions"),
        (adding(Opened((), (), (), make_show().contest.rules)), "verify-changed-after-draw"),  # type: ignore[union-attr]
    ],
)
def test_a_forged_record_does_not_hold(forge: Forge, code: str) -> None:
    protocol = recompute(forge(whole_contest().events))
    assert not protocol.holds
    assert code in {finding.code for finding in protocol.findings if finding.fault}


def test_too_few_ballots_are_found() -> None:
    events = whole_contest().events
    ballots = [event for event in events if isinstance(event, BallotReceived)][:2]
    found = {finding.code for finding in recompute([e for e in events if e not in ballots]).findings}
    assert "verify-too-few-ballots" in found


def test_a_ballot_of_a_recused_judge_is_found() -> None:
    events = whole_contest().events
    opened = events[0]
    assert isinstance(opened, Opened)
    seats = (Seat(opened.judges[0].judge, opened.participants), *opened.judges[1:])
    found = {finding.code for finding in recompute([replace(opened, judges=seats), *events[1:]]).findings}
    assert "verify-ballot-judge" in found


def test_the_other_method_is_found() -> None:
    hall = whole_contest()
    opened = hall.events[0]
    assert isinstance(opened, Opened)
    manual = replace(opened, rules=replace(opened.rules, draw_method="manual"))
    assert "verify-draw-method" in {f.code for f in recompute([manual, *hall.events[1:]]).findings}


def test_a_physical_record_out_of_its_urn_is_found() -> None:
    hall = Hall(make_show(draw_method="manual"))
    (recorded,) = hall.do(RecordDraw("pairs", ("p2", "p1", "p4", "p3")))
    assert isinstance(recorded, DrawRecorded)
    for order in (("p1", "p2"), ("p1", "p1", "p2", "p3"), ("p1", "p2", "p3", "p9")):
        forged = recompute([hall.events[0], replace(recorded, order=order)])
        assert "verify-draw-order" in {finding.code for finding in forged.findings}
        assert not forged.holds


def test_a_draw_out_of_time_is_found() -> None:
    events = whole_contest().events
    topic = next(event for event in events if isinstance(event, DrawCommitted) and event.draw == "topic")
    late = recompute([*events, replace(topic, id="late")])
    assert "verify-draw-untimely" in {finding.code for finding in late.findings}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_record_however_mangled_stops_it(data: st.DataObject) -> None:
    events = list(MANGLED.events)
    for _ in range(data.draw(st.integers(1, 8))):
        act = data.draw(st.sampled_from(["drop", "double", "swap", "cut"]))
        i, j = data.draw(st.integers(0, len(events) - 1)), data.draw(st.integers(0, len(events) - 1))
        if act == "drop" and len(events) > 1:
            del events[i]
        elif act == "double":
            events.insert(j, events[i])
        elif act == "swap":
            events[i], events[j] = events[j], events[i]
        elif act == "cut":
            event = events[i]
            if isinstance(event, DrawRevealed | DrawRecorded):
                events[i] = replace(event, order=event.order[1:])
            elif isinstance(event, BallotReceived):
                events[i] = replace(event, scores=dict(list(event.scores.items())[1:]))
            elif isinstance(event, Opened):
                events[i] = replace(event, participants=event.participants[1:], judges=event.judges[1:])
    assert msgspec.json.encode(recompute(events))


MANGLED = whole_contest(prepare=Duration(60_000))
