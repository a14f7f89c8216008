"""From ballots to points, outcomes and standings (clauses 5.8.1.2.1, 5.8.1.3.2). All sums are whole tenths."""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from control.contest.events import Scores
from control.contest.rulebook import LOSS, TIE, WIN, Tenths
from control.contest.state import DebateState, Pair, counted
from control.core.types import ParticipantId

Outcome = Literal["win", "loss", "tie"]


class Result(Struct, frozen=True):
    """What one debate gave one debater."""

    points: Tenths
    """All points of all judges."""
    outcome: Outcome

    @property
    def result(self) -> int:
        return {"win": WIN, "loss": LOSS, "tie": TIE}[self.outcome]


class Standing(Struct, frozen=True):
    participant: ParticipantId
    result: int


def totals_of(debaters: Iterable[ParticipantId], ballots: Iterable[Scores]) -> dict[ParticipantId, Tenths]:
    """All points of all judges for each debater."""
    sums = dict.fromkeys(debaters, 0)
    for scores in ballots:
        for debater in sums:
            sums[debater] += sum(scores[debater].values())
    return {debater: Tenths(total) for debater, total in sums.items()}


def outcomes_of(totals: Mapping[ParticipantId, Tenths]) -> dict[ParticipantId, Result]:
    """Who won: more points; equal points are a tie."""
    most = max(totals.values())
    tie = all(total == most for total in totals.values())
    return {
        debater: Result(total, "tie" if tie else "win" if total == most else "loss")
        for debater, total in totals.items()
    }


def results_of(state: DebateState, pair: Pair) -> dict[ParticipantId, Result]:
    """The results of a revealed pair; empty before its reveal."""
    if not pair.revealed:
        return {}
    return outcomes_of(totals_of(pair.debaters, (ballot.scores for ballot in counted(state, pair).values())))


def opponents_for_odd(state: DebateState) -> tuple[ParticipantId, ...]:
    """From whom the odd participant's opponent is drawn: those who lost; if nobody did, everybody else."""
    results = [results_of(state, pair) for pair in state.pairs if not pair.odd]
    lost = {debater for pair in results for debater, result in pair.items() if result.outcome == "loss"}
    odd = {pair.debaters[0] for pair in state.pairs if pair.odd}
    return tuple(p for p in state.participants if (p in lost if lost else p not in odd))


def standings(state: DebateState) -> tuple[Standing, ...]:
    """Everyone with a result, best first, equal ones in the show's order.

    The rematch's opponent has two results; `rematch_counts_for` says which one counts: `odd_participant`: his first;
    `both`: the rematch's instead of it; `best`: the better one. For the odd participant the rematch always counts.
    """
    counts_for = state.rules.rematch_counts_for if state.rules else "odd_participant"
    best: dict[ParticipantId, int] = {}
    for pair in sorted(state.pairs, key=lambda pair: pair.odd):
        for debater, result in results_of(state, pair).items():
            had = best.get(debater)
            if had is None or counts_for == "both":
                best[debater] = result.result
            elif counts_for == "best":
                best[debater] = max(had, result.result)
    ranked = sorted((p for p in state.participants if p in best), key=lambda p: -best[p])
    return tuple(Standing(participant, best[participant]) for participant in ranked)
