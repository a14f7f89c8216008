"""The shapes of the debate on the wire: the public part, the operator's desk, a judge's own."""

from typing import Literal

from msgspec import UNSET, UnsetType

from control.views.wire import ClockWire, Collection, Wire

Side = Literal["first", "second"]
Phase = Literal["idle", "prepare", "debate", "judging", "result"]


class DebaterWire(Wire, frozen=True, kw_only=True):
    participant: str
    side: Side
    position: str | UnsetType = UNSET


class ResultWire(Wire, frozen=True, kw_only=True):
    """Only after the reveal."""

    points: int | float
    """All points of all judges."""
    result: int
    """10 or 5 (clause 5.8.1.3.2)."""
    outcome: Literal["win", "loss", "tie"]


class PairWire(Wire, frozen=True, kw_only=True):
    debaters: list[DebaterWire]
    """One debater while the odd participant waits for an opponent."""
    topic: str | UnsetType = UNSET
    """The topic's title."""
    odd: bool | UnsetType = UNSET
    done: bool
    results: dict[str, ResultWire] | UnsetType = UNSET
    """Participant → result, once revealed."""


class CriterionWire(Wire, frozen=True, kw_only=True):
    id: str
    name: str
    """«раскрытие темы» … in the show's language."""
    most: int
    step: float


class BallotStatusWire(Wire, frozen=True, kw_only=True):
    status: Literal["waiting", "received", "recused"]
    revision: int | UnsetType = UNSET
    at: int | UnsetType = UNSET


class DrawWire(Wire, frozen=True, kw_only=True):
    """A draw under way or the last one done: hash first, seed after (commit–reveal)."""

    id: str
    kind: Literal["pairs", "topic", "positions", "opponent"]
    pair: str | UnsetType = UNSET
    items: list[str]
    """What is drawn from, as ids in the order that enters the algorithm."""
    hash: str
    seed: str | UnsetType = UNSET
    word: str | UnsetType = UNSET
    """A word said in the hall between commit and reveal; part of the lot."""
    order: list[str] | UnsetType = UNSET


NextAct = Literal[
    "draw-pairs", "reveal-draw", "select-pair", "draw-opponent", "draw-topic", "draw-positions", "prepare", "start",
    "pause", "resume", "debate", "judging", "wait-for-judges", "reveal", "next-pair", "finished",
]  # fmt: skip


class DebateWire(Wire, frozen=True, kw_only=True):
    """Public part: stage and judges see it too."""

    phase: Phase
    clock: ClockWire
    bells: bool
    pair: str | UnsetType = UNSET
    """The pair on stage."""
    pairs: Collection[PairWire]
    criteria: list[CriterionWire]
    draw: DrawWire | UnsetType = UNSET
    revealed: bool


class TopicWire(Wire, frozen=True, kw_only=True):
    title: str
    first: str
    second: str
    used: bool


class StandingWire(Wire, frozen=True, kw_only=True):
    participant: str
    result: int | float


class DeskWire(Wire, frozen=True, kw_only=True):
    """The operator's part of the debate."""

    next_act: NextAct
    can_back: bool
    draw_method: Literal["commit_reveal", "manual"]
    ballots: dict[str, BallotStatusWire]
    """Judge → status for the pair on stage."""
    topics: dict[str, TopicWire]
    standings: list[StandingWire]


class BallotWire(Wire, frozen=True, kw_only=True):
    scores: dict[str, dict[str, int | float]]
    """Participant → criterion → points."""
    revision: int
    at: int


class MeWire(Wire, frozen=True, kw_only=True):
    """One judge's own slice: nobody else gets it."""

    judge: str
    name: str
    may_score: bool
    """False: a declared interest takes this judge off the pair on stage, or there is nothing to score now."""
    recused: bool
    ballots: dict[str, BallotWire]
    """Pair → own ballot, as received."""
