"""Opening the contest: what the show file says becomes a fact, and what a draw rested on does not change after it."""

from control.contest.commands import Open
from control.contest.events import Opened, Seat
from control.contest.state import DebateState
from control.core.context import Context
from control.core.types import Decision
from control.errors import reject
from control.show import Contest, Rules


def open_contest(state: DebateState, _: Open, ctx: Context) -> Decision:
    contest = ctx.show.contest
    if contest is None:
        return ()
    opened = opened_as(contest)
    if opened == _as_opened(state):
        return ()
    if any(draw.kind == "pairs" for draw in state.draws) and (what := forbidden_change(state, opened)):
        return reject("contest-changed-after-draw", what=what)
    return (opened,)


def opened_as(contest: Contest) -> Opened:
    return Opened(
        participants=tuple(participant.id for participant in contest.participants),
        judges=tuple(Seat(judge.id, judge.conflicts) for judge in contest.judges),
        topics=tuple(topic.id for topic in contest.topics),
        rules=contest.rules,
    )


def _as_opened(state: DebateState) -> Opened | None:
    if state.rules is None:
        return None
    return Opened(state.participants, state.judges, state.topics, state.rules)


def forbidden_change(state: DebateState, opened: Opened) -> str | None:
    """What must not change once the draw of pairs was committed: participants, judges and topics may not go, only
    judges, topics and declared interests may come, and what decides a result stays."""
    if set(opened.participants) != set(state.participants):
        return "participants"
    if not set(opened.topics) >= set(state.topics):
        return "topics"
    seats = {seat.judge: seat for seat in opened.judges}
    for seat in state.judges:
        if seat.judge not in seats or not set(seats[seat.judge].conflicts) >= set(seat.conflicts):
            return "judges"
        if set(seats[seat.judge].conflicts) & _scored_by(state, seat):
            return "judges"
    assert state.rules is not None
    if _deciding(opened.rules) != _deciding(state.rules):
        return "rules"
    return None


def _scored_by(state: DebateState, seat: Seat) -> set[str]:
    """Participants this judge has already scored: an interest in them comes too late."""
    return {
        participant
        for ballots in state.ballots.values()
        if seat.judge in ballots
        for participant in ballots[seat.judge].scores
    }


def _deciding(rules: Rules) -> tuple[object, ...]:
    return rules.scores_step, rules.rematch_counts_for, rules.min_judges
