"""The debate as people see it: the public slice, the operator's desk, a judge's own slice, and the graphics' data.

Pure. Points leave the process only once their pair is revealed; before that nothing here depends on any score.
"""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from control.contest.draw import Draw
from control.contest.rulebook import CRITERIA, PHASE_NAMES, RESULT_TITLE, points_of, step_of
from control.contest.standings import results_of, standings
from control.contest.state import (
    DebateState,
    Pair,
    clock,
    is_recused,
    missing,
    next_pair,
    on_stage,
    pending_draw,
    seat_of,
    sides,
)
from control.core.types import JudgeId, ParticipantId
from control.show import Participant, Rules, Show, Topic
from control.views.wire import ClockWire, Collection
from control.views.wire_debate import (
    BallotStatusWire,
    BallotWire,
    CriterionWire,
    DebaterWire,
    DebateWire,
    DeskWire,
    DrawWire,
    MeWire,
    NextAct,
    PairWire,
    ResultWire,
    Side,
    StandingWire,
    TopicWire,
)

SIDES: tuple[Side, Side] = ("first", "second")


def debate(state: DebateState, show: Show) -> DebateWire:
    """What everyone may see."""
    pair = on_stage(state)
    return DebateWire(
        phase=state.phase,
        clock=clock_wire(state),
        bells=not state.muted,
        pair=pair.id if pair else UNSET,
        pairs=Collection(
            order=[each.id for each in state.pairs],
            by_id={each.id: pair_wire(state, each, show) for each in state.pairs},
        ),
        criteria=[
            CriterionWire(
                id=criterion.id,
                name=criterion.name.to(show.language),
                most=criterion.most // 10,
                step=step_of(_rules(state, show)) / 10,
            )
            for criterion in CRITERIA
        ],
        draw=draw_wire(state.draws[-1]) if state.draws else UNSET,
        revealed=pair is not None and pair.revealed,
    )


def clock_wire(state: DebateState) -> ClockWire:
    timer = clock(state)
    running = timer.target is not None
    warned = state.phase in ("prepare", "debate") and state.rules is not None
    return ClockWire(
        state=timer.state,
        total=timer.total,
        target=timer.target if timer.target is not None else UNSET,
        left=UNSET if running or timer.rest is None else timer.rest,
        warnings=[w for w in state.rules.warnings if w < timer.total] if warned and state.rules else [],
    )


def pair_wire(state: DebateState, pair: Pair, show: Show) -> PairWire:
    results = results_of(state, pair)
    topic = _topic(show, pair)
    return PairWire(
        debaters=[
            DebaterWire(participant=debater, side=side, position=_position(show, pair, side))
            for debater, side in zip(sides(pair), SIDES, strict=False)
        ],
        topic=topic.title if topic else _or_unset(pair.topic),
        odd=True if pair.odd else UNSET,
        done=pair.revealed,
        results={
            debater: ResultWire(points=points_of(result.points), result=result.result, outcome=result.outcome)
            for debater, result in results.items()
        }
        or UNSET,
    )


def draw_wire(draw: Draw) -> DrawWire:
    """A physical draw has no hash; the field is then empty."""
    return DrawWire(
        id=draw.id,
        kind=draw.kind,
        pair=_or_unset(draw.pair),
        items=list(draw.items),
        hash=draw.hash or "",
        seed=_or_unset(draw.seed),
        word=_or_unset(draw.word),
        order=list(draw.order) if draw.order is not None else UNSET,
    )


def desk(state: DebateState, show: Show) -> DeskWire:
    """The operator's part: what is next, who has scored (never what), the topics, and what is published so far."""
    used = {pair.topic for pair in state.pairs}
    return DeskWire(
        next_act=next_act(state),
        can_back=state.phase in ("prepare", "debate", "judging"),
        draw_method=_rules(state, show).draw_method,
        ballots=_ballot_statuses(state),
        topics={
            topic.id: TopicWire(title=topic.title, first=topic.first, second=topic.second, used=topic.id in used)
            for topic in (show.contest.topics if show.contest else ())
        },
        standings=[
            StandingWire(participant=standing.participant, result=standing.result) for standing in standings(state)
        ],
    )


def next_act(state: DebateState) -> NextAct:
    """The single obvious next step."""
    if pending_draw(state) is not None:
        return "reveal-draw"
    if not state.pairs:
        return "draw-pairs"
    pair = on_stage(state)
    coming = next_pair(state)
    if pair is None or pair.revealed:
        if coming is None:
            return "finished"
        return "select-pair" if pair is None else "next-pair"
    match state.phase:
        case "prepare":
            return _clock_act(state, "prepare", then="debate")
        case "debate":
            return _clock_act(state, "debate", then="judging")
        case "judging":
            return "wait-for-judges" if missing(state, pair) else "reveal"
    if len(pair.debaters) < 2:
        return "draw-opponent" if coming == pair else "select-pair"
    if pair.topic is None:
        return "draw-topic"
    return "draw-positions" if pair.first is None else "prepare"


def _clock_act(state: DebateState, phase: Literal["prepare", "debate"], then: NextAct) -> NextAct:
    if phase in state.rung:
        return then
    timer = clock(state)
    acts: dict[str, NextAct] = {"idle": "start", "running": "pause", "paused": "resume"}
    return acts[timer.state]


def _ballot_statuses(state: DebateState) -> dict[str, BallotStatusWire]:
    pair = on_stage(state)
    if pair is None:
        return {}
    received = state.ballots.get(pair.id, {})
    statuses: dict[str, BallotStatusWire] = {}
    for seat in state.judges:
        ballot = received.get(seat.judge)
        if is_recused(seat, pair):
            statuses[seat.judge] = BallotStatusWire(status="recused")
        elif ballot is None:
            statuses[seat.judge] = BallotStatusWire(status="waiting")
        else:
            statuses[seat.judge] = BallotStatusWire(status="received", revision=ballot.revision, at=ballot.at)
    return statuses


def me(state: DebateState, show: Show, judge: JudgeId) -> MeWire:
    """One judge's own slice: nobody else gets it."""
    seat, pair = seat_of(state, judge), on_stage(state)
    recused = seat is not None and pair is not None and is_recused(seat, pair)
    judges = show.contest.judges if show.contest else ()
    return MeWire(
        judge=judge,
        name=next((each.name for each in judges if each.id == judge), judge),
        may_score=seat is not None and pair is not None and not recused and state.phase == "judging",
        recused=recused,
        ballots={
            pair_id: BallotWire(
                scores={
                    participant: {criterion: points_of(tenths) for criterion, tenths in points.items()}
                    for participant, points in ballots[judge].scores.items()
                },
                revision=ballots[judge].revision,
                at=ballots[judge].at,
            )
            for pair_id, ballots in state.ballots.items()
            if judge in ballots
        },
    )


# --- the graphics ---

GraphicKind = Literal["debate-clock", "lower-third", "score-bug", "result-card", "agenda"]


def on_air(state: DebateState, show: Show, kind: GraphicKind) -> dict[str, object]:
    """The data of a graphic whose source is the debate (shapes: docs/architecture.md), as plain JSON values."""
    match kind:
        case "debate-clock":
            return {
                "phase": state.phase,
                "label": PHASE_NAMES[state.phase].to(show.language),
                "clock": msgspec.to_builtins(clock_wire(state)),
            }
        case "lower-third":
            return _introduction(state, show)
        case "score-bug":
            return _score_bug(state, show)
        case "result-card":
            return _result_card(state, show)
        case "agenda":
            return {}  # of no debate


def _introduction(state: DebateState, show: Show) -> dict[str, object]:
    pair = on_stage(state)
    if pair is None:
        return {"people": []}
    topic = _topic(show, pair)
    people = [
        _present(
            name=_person(show, debater).name,
            caption=_person(show, debater).caption,
            position=_position(show, pair, side),
            side=side,
        )
        for debater, side in zip(sides(pair), SIDES, strict=False)
    ]
    return _present(topic=topic.title if topic else None, people=people)


def _score_bug(state: DebateState, show: Show) -> dict[str, object]:
    pair = on_stage(state)
    if pair is None:
        return {"people": [], "revealed": False}
    results = results_of(state, pair)
    people = [
        _present(
            name=_person(show, debater).name,
            side=side,
            points=points_of(results[debater].points) if debater in results else None,
        )
        for debater, side in zip(sides(pair), SIDES, strict=False)
    ]
    return {"people": people, "revealed": pair.revealed}


def _result_card(state: DebateState, show: Show) -> dict[str, object]:
    title = RESULT_TITLE.to(show.language)
    pair = on_stage(state)
    results = results_of(state, pair) if pair else {}
    if pair is None or not results:
        return {"title": title}
    people = [
        {
            "name": _person(show, debater).name,
            "side": side,
            "points": points_of(results[debater].points),
            "result": results[debater].result,
            "outcome": results[debater].outcome,
        }
        for debater, side in zip(sides(pair), SIDES, strict=False)
    ]
    return {"title": title, "people": people}


def _present(**fields: object) -> dict[str, object]:
    """Absent means absent: no nulls on the wire."""
    return {name: value for name, value in fields.items() if value is not None and value is not UNSET}


def _or_unset(text: str | None) -> str | UnsetType:
    return UNSET if text is None else text


def _rules(state: DebateState, show: Show) -> Rules:
    if state.rules is not None:
        return state.rules
    return show.contest.rules if show.contest else Rules()


def _person(show: Show, participant: ParticipantId) -> Participant:
    """A person the show file no longer names keeps his id for a name: better than nothing on air."""
    people = show.contest.participants if show.contest else ()
    known = next((person for person in people if person.id == participant), None)
    return known or Participant(id=participant, name=participant)


def _topic(show: Show, pair: Pair) -> Topic | None:
    topics = show.contest.topics if show.contest else ()
    return next((topic for topic in topics if topic.id == pair.topic), None)


def _position(show: Show, pair: Pair, side: Side) -> str | UnsetType:
    """The words of a side's position, once topic and positions are settled."""
    topic = _topic(show, pair)
    if topic is None or pair.first is None:
        return UNSET
    return topic.first if side == "first" else topic.second


__all__ = ["GraphicKind", "debate", "desk", "me", "next_act", "on_air"]
