"""The contest as one module of the core: its commands and events, and who decides and applies each of them."""

from msgspec.structs import replace

from control.clock import Instant
from control.contest import ballots, lots, opening, phases
from control.contest.commands import (
    COMMANDS,
    Add,
    Agree,
    Back,
    Bells,
    Cast,
    CommitDraw,
    Due,
    Next,
    Open,
    Pause,
    RecordDraw,
    Restart,
    Resume,
    Reveal,
    RevealDraw,
    Select,
    SetTopic,
    Start,
)
from control.contest.events import (
    EVENTS,
    Added,
    Agreed,
    BallotReceived,
    BellsSet,
    DrawCommitted,
    DrawRecorded,
    DrawRevealed,
    Entered,
    Opened,
    Paused,
    Restarted,
    Resumed,
    Revealed,
    Selected,
    Started,
    TimeUp,
)
from control.contest.state import DebateState, pair_of
from control.core.context import Context
from control.core.types import Command, Decision, Event
from control.errors import reject

__all__ = ["COMMANDS", "EVENTS", "DebateState", "decide", "due", "evolve", "inverse"]


def decide(state: DebateState, command: Command, ctx: Context) -> Decision:
    match command:
        case Open():
            return opening.open_contest(state, command, ctx)
        case CommitDraw():
            return lots.commit(state, command, ctx)
        case RevealDraw():
            return lots.reveal(state, command, ctx)
        case RecordDraw():
            return lots.record(state, command, ctx)
        case SetTopic(pair=pair, topic=topic):
            if topic not in state.topics:
                return reject("no-such-topic")
            return lots.record(state, RecordDraw("topic", (topic,), pair), ctx)
        case Select(pair=pair):
            return phases.select(state, pair)
        case Agree():
            return lots.agree(state, command)
        case Next():
            return phases.go_on(state, command, ctx)
        case Back():
            return phases.go_back(state, command, ctx)
        case Start() | Pause() | Resume() | Restart() | Add() | Due():
            return phases.run_clock(state, command, ctx)
        case Reveal():
            return phases.reveal(state, command, ctx)
        case Bells(muted=muted):
            return () if muted == state.muted else (BellsSet(muted),)
        case Cast():
            return ballots.cast(state, command, ctx)
    raise TypeError(command)


def evolve(state: DebateState, event: Event) -> DebateState:
    match event:
        case Opened(participants=participants, judges=judges, topics=topics, rules=rules):
            opened = replace(state, participants=participants, judges=judges, topics=topics)
            return phases.with_rules(opened, rules)
        case DrawCommitted():
            return lots.committed(state, event)
        case DrawRevealed():
            return lots.revealed(state, event)
        case DrawRecorded():
            return lots.recorded(state, event)
        case Selected():
            return phases.selected(state, event)
        case Agreed(pair=pair_id, first=first):
            pair = pair_of(state, pair_id)
            return state if pair is None else lots.with_pair(state, replace(pair, first=first, by_lot=False))
        case Entered():
            return phases.entered(state, event)
        case Started() | Paused() | Resumed() | Restarted() | Added() | TimeUp():
            return phases.clock_ran(state, event)
        case BellsSet(muted=muted):
            return replace(state, muted=muted)
        case BallotReceived():
            return ballots.received(state, event)
        case Revealed():
            return phases.revealed(state, event)
    return state


def inverse(before: DebateState, event: Event) -> Command | None:
    """Never of a draw, a ballot or a reveal: those are corrected in the open, not undone."""
    match event:
        case BellsSet():
            return Bells(before.muted)
        case Agreed(pair=pair_id):
            pair = pair_of(before, pair_id)
            return Agree(pair_id, pair.first) if pair is not None and pair.first is not None else None
    return phases.inverse(before, event)


def due(state: DebateState) -> tuple[Instant, Command] | None:
    """When the running clock reaches zero (once; after added time, once more)."""
    at = phases.due_at(state)
    return None if at is None else (at, Due())
