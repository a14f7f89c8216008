"""What the debate remembers, and the questions asked of it. Nothing that can be derived is kept."""

from msgspec import Struct

from control.clock import Duration, Instant
from control.contest.draw import Draw
from control.contest.events import Scores, Seat
from control.contest.rulebook import ClockPhase, Phase
from control.core.countdown import Timer
from control.core.types import JudgeId, PairId, ParticipantId, TopicId
from control.show import Rules


class Pair(Struct, frozen=True):
    id: PairId
    debaters: tuple[ParticipantId, ...]
    """In the order drawn; one alone while the odd participant waits for an opponent."""
    odd: bool = False
    """The first debater is the participant left over (clause 5.8.1.2.1)."""
    topic: TopicId | None = None
    first: ParticipantId | None = None
    """Who takes the topic's first position; absent until agreed or drawn."""
    by_lot: bool = False
    """The positions were drawn, not agreed."""
    revealed: bool = False


class Ballot(Struct, frozen=True):
    scores: Scores
    revision: int
    at: Instant


class DebateState(Struct, frozen=True):
    participants: tuple[ParticipantId, ...] = ()
    judges: tuple[Seat, ...] = ()
    topics: tuple[TopicId, ...] = ()
    rules: Rules | None = None
    """Absent until the contest was opened."""
    draws: tuple[Draw, ...] = ()
    """Every draw, oldest first; a record made again stands beside the old one."""
    pairs: tuple[Pair, ...] = ()
    pair: PairId | None = None
    """On stage."""
    phase: Phase = "idle"
    prepare: Timer = Timer.of(Duration(0))
    debate: Timer = Timer.of(Duration(0))
    rung: frozenset[ClockPhase] = frozenset()
    """Phases of the pair on stage whose clock was seen to reach zero."""
    muted: bool = False
    ballots: dict[PairId, dict[JudgeId, Ballot]] = {}


def pair_of(state: DebateState, pair_id: PairId | None) -> Pair | None:
    return next((pair for pair in state.pairs if pair.id == pair_id), None)


def on_stage(state: DebateState) -> Pair | None:
    return pair_of(state, state.pair)


def odd_pair(state: DebateState) -> Pair | None:
    return next((pair for pair in state.pairs if pair.odd), None)


def others_done(state: DebateState) -> bool:
    """Whether every pair but the odd participant's is revealed."""
    return all(pair.revealed for pair in state.pairs if not pair.odd)


def next_pair(state: DebateState) -> Pair | None:
    """The pair to debate next, in the order drawn; the odd participant's comes last."""
    waiting = [pair for pair in state.pairs if not pair.revealed]
    return min(waiting, key=lambda pair: pair.odd, default=None)


def pending_draw(state: DebateState) -> Draw | None:
    """The draw whose hash is published and whose seed is not. Only the latest one can be."""
    return state.draws[-1] if state.draws and state.draws[-1].pending else None


def is_under_way(state: DebateState, pair: Pair) -> bool:
    """Whether the pair's topic, positions and debaters may no longer change."""
    begun = state.pair == pair.id and state.phase != "idle"
    return begun or pair.revealed or bool(state.ballots.get(pair.id))


def sides(pair: Pair) -> tuple[ParticipantId, ...]:
    """The debaters, the one with the topic's first position first (the order drawn while that is open)."""
    if pair.first is None:
        return pair.debaters
    return tuple(sorted(pair.debaters, key=lambda debater: debater != pair.first))


def seat_of(state: DebateState, judge: JudgeId) -> Seat | None:
    return next((seat for seat in state.judges if seat.judge == judge), None)


def is_recused(seat: Seat, pair: Pair) -> bool:
    """A declared interest in either debater takes the judge off the pair (clause 5.8.1.3.1)."""
    return bool(set(seat.conflicts) & set(pair.debaters))


def panel_of(state: DebateState, pair: Pair) -> tuple[JudgeId, ...]:
    """The judges who score this pair."""
    return tuple(seat.judge for seat in state.judges if not is_recused(seat, pair))


def counted(state: DebateState, pair: Pair) -> dict[JudgeId, Ballot]:
    """The ballots that count for the pair, by judge."""
    received = state.ballots.get(pair.id, {})
    return {judge: received[judge] for judge in panel_of(state, pair) if judge in received}


def missing(state: DebateState, pair: Pair) -> tuple[JudgeId, ...]:
    received = state.ballots.get(pair.id, {})
    return tuple(judge for judge in panel_of(state, pair) if judge not in received)


def awaits_reveal(state: DebateState) -> bool:
    """Somebody's score is in and nobody may know it yet."""
    return any(not pair.revealed and state.ballots.get(pair.id) for pair in state.pairs)


def clock(state: DebateState) -> Timer:
    """The clock people see: of the phase; before it, the one to come; after it, as the debate left it."""
    return state.prepare if state.phase in ("idle", "prepare") else state.debate
