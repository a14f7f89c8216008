"""Ballots: whose, for whom, when, and whether they are whole (clause 5.8.1.3.2)."""

from collections.abc import Mapping

from msgspec.structs import replace

from control.contest.commands import Cast
from control.contest.events import BallotReceived, Scores
from control.contest.rulebook import CRITERIA, POINT, STEP_NAMES, Criterion, Tenths, points_of, step_of, tenths_of
from control.contest.state import Ballot, DebateState, Pair, is_recused, pair_of, seat_of
from control.core.context import Context
from control.core.types import Decision, JudgeId, Role
from control.errors import Rejection, reject
from control.show import Rules


def cast(state: DebateState, command: Cast, ctx: Context) -> Decision:
    """A complete ballot, or the correction of one until the reveal. The same content again changes nothing."""
    judge = JudgeId(ctx.actor.subject)
    seat = seat_of(state, judge) if ctx.actor.role is Role.JUDGE else None
    if seat is None or state.rules is None:
        return reject("ballot-unknown-judge")
    pair = pair_of(state, command.pair)
    if pair is None:
        return reject("no-such-pair")
    if pair.revealed:
        return reject("ballot-after-reveal")
    if is_recused(seat, pair):
        return reject("ballot-recused")
    if state.pair != pair.id:
        return reject("ballot-other-pair")
    if state.phase != "judging":
        return reject("ballot-not-judging")
    scores = scores_of(command.scores, pair, state.rules)
    if isinstance(scores, Rejection):
        return scores
    before = state.ballots.get(pair.id, {}).get(judge)
    if before is not None and before.scores == scores:
        return ()
    revision = before.revision + 1 if before else 1
    return (BallotReceived(pair.id, judge, revision, scores, ctx.now),)


def scores_of(given: Mapping[str, Mapping[str, int | float]], pair: Pair, rules: Rules) -> Scores | Rejection:
    """Both debaters by every criterion, in tenths of a point, and nothing else."""
    if not set(given) <= set(pair.debaters):
        return reject("ballot-not-in-pair")
    if any(set(points) - {criterion.id for criterion in CRITERIA} for points in given.values()):
        return reject("ballot-unknown-criterion")
    scores: Scores = {}
    for debater in pair.debaters:
        scores[debater] = {}
        for criterion in CRITERIA:
            if criterion.id not in given.get(debater, {}):
                return reject("ballot-incomplete")
            score = score_of(given[debater][criterion.id], criterion, step_of(rules))
            if isinstance(score, Rejection):
                return score
            scores[debater][criterion.id] = score
    return scores


def score_of(points: object, criterion: Criterion, step: Tenths) -> Tenths | Rejection:
    if isinstance(points, bool) or not isinstance(points, int | float) or points != points:
        return reject("ballot-not-a-number")
    if not 0 <= points <= criterion.most / POINT:
        return reject("ballot-out-of-range", most=criterion.most // POINT)
    tenths = tenths_of(points)
    if tenths is None or tenths % step:
        return reject("ballot-wrong-step", step=STEP_NAMES[step])
    return tenths


def why_unsound(scores: Scores, pair: Pair, rules: Rules) -> Rejection | None:
    """What is wrong with recorded scores, if anything."""
    given: dict[str, dict[str, int | float]] = {
        debater: {criterion: points_of(tenths) for criterion, tenths in points.items()}
        for debater, points in scores.items()
    }
    sound = scores_of(given, pair, rules)
    return sound if isinstance(sound, Rejection) else None


def received(state: DebateState, event: BallotReceived) -> DebateState:
    ballots = {**state.ballots.get(event.pair, {}), event.judge: Ballot(event.scores, event.revision, event.at)}
    return replace(state, ballots={**state.ballots, event.pair: ballots})
