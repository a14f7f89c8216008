"""A contest to test with: builders, and a `Hall` that decides and applies commands as the controller does."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from control.clock import Instant
from control.contest.commands import Agree, Cast, CommitDraw, Next, Open, Reveal, RevealDraw
from control.contest.debate import DebateState, decide, evolve
from control.contest.draw import DrawKind
from control.contest.rulebook import CRITERIA
from control.contest.state import Pair, on_stage, pending_draw, sides
from control.core.context import Context
from control.core.types import (
    SYSTEM,
    Actor,
    Command,
    Event,
    JudgeId,
    PairId,
    ParticipantId,
    Role,
    SceneId,
    TopicId,
)
from control.errors import Rejection
from control.show import Contest, Judge, Participant, Rules, Scene, Show, Topic

OPERATOR = Actor(Role.OPERATOR, "olga")
START = Instant(1_763_780_000_000)
Points = int | float


def make_show(
    participants: int = 4,
    judges: int = 3,
    topics: int = 4,
    conflicts: Mapping[str, Sequence[str]] | None = None,
    **rules: Any,
) -> Show:
    declared = conflicts or {}
    return Show(
        title="Final",
        language="en",
        scenes=(Scene(id=SceneId("stage"), name="Stage"),),
        contest=Contest(
            rules=Rules(**rules),
            participants=tuple(
                Participant(id=ParticipantId(f"p{n}"), name=f"Person {n}", caption=f"Head of {n}")
                for n in range(1, participants + 1)
            ),
            judges=tuple(
                Judge(
                    id=JudgeId(f"j{n}"),
                    name=f"Judge {n}",
                    conflicts=tuple(ParticipantId(p) for p in declared.get(f"j{n}", ())),
                )
                for n in range(1, judges + 1)
            ),
            topics=tuple(
                Topic(id=TopicId(f"t{n}"), title=f"Topic {n}", first=f"for {n}", second=f"against {n}")
                for n in range(1, topics + 1)
            ),
        ),
    )


def seed_for(draw_id: str) -> str:
    return sha256(f"key of this test {draw_id}".encode()).hexdigest()


class Hall:
    """The state so far, every event so far, and a clock that a test moves by hand."""

    def __init__(self, show: Show | None = None, opened: bool = True) -> None:
        self.show = show or make_show()
        self.state = DebateState()
        self.events: list[Event] = []
        self.now = START
        self.seed_for = seed_for
        if opened:
            self.do(Open(), SYSTEM)

    def decide(self, command: Command, actor: Actor = OPERATOR) -> tuple[Event, ...] | Rejection:
        return decide(self.state, command, Context(self.now, actor, self.show, self.seed_for))

    def do(self, command: Command, actor: Actor = OPERATOR) -> tuple[Event, ...]:
        decision = self.decide(command, actor)
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            self.state = evolve(self.state, event)
            self.events.append(event)
        return decision

    def refused(self, command: Command, actor: Actor = OPERATOR) -> str:
        """The code of the refusal; the state is untouched by definition."""
        decision = self.decide(command, actor)
        assert isinstance(decision, Rejection), decision
        return decision.code

    def wait(self, ms: int) -> None:
        self.now = Instant(self.now + ms)

    # --- what a contest does again and again ---

    @property
    def pair(self) -> Pair:
        pair = on_stage(self.state)
        assert pair is not None
        return pair

    def draw(self, kind: DrawKind, pair: PairId | None = None, word: str | None = None) -> tuple[str, ...]:
        self.do(CommitDraw(kind, pair))
        pending = pending_draw(self.state)
        assert pending is not None
        self.do(RevealDraw(pending.id, word))
        order = self.state.draws[-1].order
        assert order is not None
        return order

    def bring_on_stage(self) -> Pair:
        """The next pair, with opponent, topic and positions, in phase idle."""
        self.do(Next())
        if len(self.pair.debaters) < 2:
            self.draw("opponent")
        self.draw("topic")
        self.do(Agree(self.pair.id, self.pair.debaters[0]))
        return self.pair

    def go_to_judging(self) -> Pair:
        pair = self.bring_on_stage()
        self.do(Next())
        self.do(Next())
        self.do(Next())
        assert self.state.phase == "judging"
        return pair

    def cast(self, judge: str, *points: Points, pair: Pair | None = None) -> tuple[Event, ...]:
        return self.do(ballot(pair or self.pair, *points), judge_actor(judge))

    def play(self, first: Points, second: Points) -> Pair:
        """A whole debate of the next pair: every judge gives each criterion `first` and `second` points."""
        pair = self.go_to_judging()
        for seat in self.state.judges:
            self.cast(seat.judge, first, second)
        self.do(Reveal())
        return pair


def judge_actor(judge: str) -> Actor:
    return Actor(Role.JUDGE, judge)


def ballot(pair: Pair, *points: Points) -> Cast:
    """`points`: one number a debater (for every criterion), the sides' order; or three numbers a debater."""
    debaters = sides(pair)
    count = len(CRITERIA)
    rows = [points[:count], points[count:]] if len(points) == 2 * count else [[p] * count for p in points]
    scores: dict[str, dict[str, Points]] = {
        debater: {criterion.id: value for criterion, value in zip(CRITERIA, row, strict=True)}
        for debater, row in zip(debaters, rows, strict=True)
    }
    return Cast(pair.id, scores)


def with_rules(show: Show, **rules: Any) -> Show:
    assert show.contest is not None
    return replace(show, contest=replace(show.contest, rules=replace(show.contest.rules, **rules)))
