"""What happened in the contest. People, topics and pairs are named by id; points are counted in tenths."""

from msgspec import Struct

from control.clock import Duration, Instant
from control.contest.draw import DrawKind
from control.contest.rulebook import CriterionId, Phase, Tenths
from control.core.types import DrawId, Event, JudgeId, PairId, ParticipantId, TopicId
from control.show import Rules

Scores = dict[ParticipantId, dict[CriterionId, Tenths]]


class Seat(Struct, frozen=True):
    """A judge of the contest and the participants he declared an interest in."""

    judge: JudgeId
    conflicts: tuple[ParticipantId, ...] = ()


class Opened(Event, frozen=True, tag="contest.opened"):
    participants: tuple[ParticipantId, ...]
    judges: tuple[Seat, ...]
    topics: tuple[TopicId, ...]
    rules: Rules


class DrawCommitted(Event, frozen=True, kw_only=True, tag="draw.committed"):
    id: DrawId
    draw: DrawKind
    pair: PairId | None = None
    items: tuple[str, ...]
    hash: str
    at: Instant


class DrawRevealed(Event, frozen=True, kw_only=True, tag="draw.revealed"):
    id: DrawId
    draw: DrawKind
    pair: PairId | None = None
    seed: str
    word: str | None = None
    order: tuple[str, ...]
    at: Instant


class DrawRecorded(Event, frozen=True, kw_only=True, tag="draw.recorded"):
    """A physical draw."""

    id: DrawId
    draw: DrawKind
    pair: PairId | None = None
    items: tuple[str, ...]
    order: tuple[str, ...]
    at: Instant


class Selected(Event, frozen=True, tag="debate.selected"):
    pair: PairId


class Agreed(Event, frozen=True, tag="debate.agreed"):
    pair: PairId
    first: ParticipantId


class Entered(Event, frozen=True, tag="debate.entered"):
    """The pair on stage entered `phase`; the clock of the phase before stood still from `at` on."""

    pair: PairId
    phase: Phase
    at: Instant


class Started(Event, frozen=True, tag="debate.started"):
    pair: PairId
    phase: Phase
    at: Instant


class Paused(Event, frozen=True, tag="debate.paused"):
    at: Instant


class Resumed(Event, frozen=True, tag="debate.resumed"):
    at: Instant


class Restarted(Event, frozen=True, tag="debate.restarted"):
    phase: Phase


class Added(Event, frozen=True, tag="debate.added"):
    ms: Duration
    at: Instant


class TimeUp(Event, frozen=True, tag="debate.time-up"):
    """The clock reached zero (at the clock's own target; `at` is when it was noticed). It runs on into overtime."""

    pair: PairId
    phase: Phase
    at: Instant


class BellsSet(Event, frozen=True, tag="debate.bells-set"):
    muted: bool


class BallotReceived(Event, frozen=True, tag="ballot.received"):
    """A complete ballot. A correction is another event with the next `revision`; the first is 1."""

    pair: PairId
    judge: JudgeId
    revision: int
    scores: Scores
    at: Instant


class Revealed(Event, frozen=True, tag="debate.revealed"):
    """`totals`: all points of all judges, in tenths, for the record; whoever reads it recomputes them."""

    pair: PairId
    totals: dict[ParticipantId, Tenths]
    at: Instant


EVENTS: tuple[type[Event], ...] = (
    Opened,
    DrawCommitted,
    DrawRevealed,
    DrawRecorded,
    Selected,
    Agreed,
    Entered,
    Started,
    Paused,
    Resumed,
    Restarted,
    Added,
    TimeUp,
    BellsSet,
    BallotReceived,
    Revealed,
)
