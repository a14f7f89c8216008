"""Whatever anybody sends, in any order: nothing raises, and what must hold of a contest holds after every step."""

import math
from typing import Any, get_args

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from control.clock import Duration
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
from control.contest.debate import EVENTS, DebateState, due, evolve, inverse
from control.contest.describe import describe
from control.contest.draw import DrawKind, check
from control.contest.lots import urn_of
from control.contest.protocol import recompute
from control.contest.rulebook import CRITERIA, PHASES, step_of
from control.contest.state import clock, is_recused, missing, on_stage, pending_draw, seat_of
from control.core.types import SYSTEM, Actor, Command, DrawId, PairId, ParticipantId, Role, TopicId
from control.errors import Rejection
from control.views.debate import debate, desk, me, on_air
from control.views.wire_debate import NextAct
from tests.contest.hall import OPERATOR, Hall, judge_actor, make_show, with_rules

KINDS = get_args(DrawKind)
pairs = st.sampled_from([PairId(f"pair-{n}") for n in range(1, 5)])
maybe_pair = st.none() | pairs
people = st.sampled_from([ParticipantId(f"p{n}") for n in range(1, 7)])
topics = st.sampled_from([TopicId(f"t{n}") for n in range(1, 5)])
phases = st.none() | st.sampled_from(PHASES)
scores: st.SearchStrategy[Any] = (
    st.integers(-1, 6) | st.sampled_from([0.5, 0.1, 2.3, math.nan, math.inf, True, "5", None]) | st.floats()
)
criteria = st.sampled_from([criterion.id for criterion in CRITERIA])
judges = st.sampled_from(["j1", "j2", "j3", "j4", "j5", ""])
actors = st.sampled_from([SYSTEM, OPERATOR, Actor(Role.OWNER), Actor(Role.STAGE)]) | judges.map(judge_actor)

commands: st.SearchStrategy[Command] = st.one_of(
    st.just(Open()),
    st.builds(CommitDraw, st.sampled_from(KINDS), maybe_pair),
    st.builds(RevealDraw, st.text(max_size=5).map(DrawId), st.none() | st.text(max_size=120)),
    st.builds(RecordDraw, st.sampled_from(KINDS), st.lists(people | topics, max_size=6).map(tuple), maybe_pair),
    st.builds(Select, pairs),
    st.builds(Agree, pairs, people),
    st.builds(SetTopic, pairs, topics),
    st.builds(Next, pair=maybe_pair, phase=phases),
    st.builds(Back, pair=maybe_pair, phase=phases),
    st.builds(Start),
    st.builds(Pause),
    st.builds(Resume),
    st.builds(Restart),
    st.builds(Add, ms=st.integers(-700_000, 700_000).map(Duration)),
    st.builds(Reveal, missing_ok=st.booleans()),
    st.builds(Bells, st.booleans()),
    st.just(Due()),
    st.builds(
        Cast,
        pairs,
        st.dictionaries(
            people, st.dictionaries(st.sampled_from([c.id for c in CRITERIA]), scores, max_size=3), max_size=3
        ),
    ),
)


def test_every_command_is_among_the_sent() -> None:
    assert set(COMMANDS) == {
        Open, CommitDraw, RevealDraw, RecordDraw, Select, Agree, SetTopic, Next, Back, Start, Pause, Resume, Restart,
        Add, Reveal, Bells, Due, Cast,
    }  # fmt: skip


def proper_ballot(state: DebateState, row: list[int]) -> Cast:
    pair = on_stage(state)
    assert pair is not None
    points: dict[str, dict[str, int | float]] = {
        debater: {criterion.id: row[3 * d + c] for c, criterion in enumerate(CRITERIA)}
        for d, debater in enumerate(pair.debaters)
    }
    return Cast(pair.id, points)


class AnyContest(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall(opened=False)
        self.at_reveal: dict[PairId, Any] = {}

    @initialize(
        count=st.sampled_from([5, 3, 4, 6, 5, 3, 4, 2, 1]),
        step=st.sampled_from(["1", "0.5", "0.1"]),
        least=st.integers(1, 4),
        opened=st.sampled_from([True] * 7 + [False]),
        acts=st.integers(0, 40),
        manual=st.sampled_from([False, False, True]),
    )
    def set_up(self, count: int, step: str, least: int, opened: bool, acts: int, manual: bool) -> None:
        show = make_show(
            participants=count,
            judges=4,
            topics=3,
            conflicts={"j4": ["p1", "p2"]},
            scores_step=step,
            min_judges=least,
            draw_method="manual" if manual else "commit_reveal",
        )
        self.hall = Hall(show, opened=opened)
        self.next_acts(acts, None)

    def send(self, command: Command, actor: Actor = OPERATOR) -> None:
        hall = self.hall
        before = hall.state
        decision = hall.decide(command, actor)
        if isinstance(decision, Rejection):
            assert decision.code
            return
        for event in decision:
            assert isinstance(event, EVENTS)
            assert msgspec.json.decode(msgspec.json.encode(event), type=type(event)) == event
            assert describe(event) is not None
            undo = inverse(hall.state, event)
            assert undo is None or isinstance(undo, COMMANDS)
            hall.state = evolve(hall.state, event)
            hall.events.append(event)
        assert decision == () or hall.state != before

    @rule(command=commands, actor=actors)
    def anything(self, command: Command, actor: Actor) -> None:
        self.send(command, actor)

    @rule(word=st.none() | st.text(max_size=10), times=st.integers(1, 15))
    def do_the_next_act(self, word: str | None, times: int) -> None:
        """What the desk offers is accepted, whatever happened before. And random walks get to the far rooms."""
        self.next_acts(times, word)

    def next_acts(self, times: int, word: str | None) -> None:
        for _ in range(times):
            hall = self.hall
            act = desk(hall.state, hall.show).next_act
            if act == "wait-for-judges":
                self.one_more_judge()
                continue
            command = self.command_for(act, word)
            if command is None:
                return
            decision = hall.decide(command)
            assert decision != (), act
            if isinstance(decision, Rejection):
                assert decision.code in self.allowed_refusals(act), (act, decision)
                return
            self.send(command)

    def command_for(self, act: NextAct, word: str | None) -> Command | None:
        state = self.hall.state
        manual = state.rules is not None and state.rules.draw_method == "manual"
        match act:
            case "reveal-draw":
                pending = pending_draw(state)
                assert pending is not None
                return RevealDraw(pending.id, word)
            case "draw-pairs" | "draw-topic" | "draw-positions" | "draw-opponent":
                kind: DrawKind = act.removeprefix("draw-")  # type: ignore[assignment]
                if not manual:
                    return CommitDraw(kind)
                urn = urn_of(state, kind, None)
                return RecordDraw(kind, () if isinstance(urn, Rejection) else urn.items)
            case "prepare" | "debate" | "judging" | "select-pair" | "next-pair":
                return Next()
            case "start":
                return Start()
            case "pause":
                self.hall.wait(100_000)
                coming = due(state)
                return Due() if coming is not None and coming[0] <= self.hall.now else Pause()
            case "resume":
                return Resume()
            case "reveal":
                return Reveal()
        return None

    def one_more_judge(self) -> None:
        state = self.hall.state
        pair = on_stage(state)
        assert pair is not None
        absent = missing(state, pair)
        self.send(proper_ballot(state, [3, 4, 5, 5, 4, 2]), judge_actor(absent[0]))
        assert missing(self.hall.state, pair) == absent[1:]

    def allowed_refusals(self, act: NextAct) -> set[str]:
        """What only the show file can mend."""
        rules = self.hall.state.rules
        if act == "draw-pairs":
            return {"too-few-participants", "contest-not-open"}
        if act == "reveal":
            assert rules is not None
            return {"too-few-judges"} if rules.min_judges > 2 else set()
        return set()

    @rule(kind=st.sampled_from(KINDS), pair=maybe_pair, order=st.permutations([f"p{n}" for n in range(1, 7)]))
    def record_a_draw(self, kind: DrawKind, pair: PairId | None, order: list[str]) -> None:
        urn = urn_of(self.hall.state, kind, pair)
        items = () if isinstance(urn, Rejection) else urn.items
        self.send(RecordDraw(kind, tuple(p for p in order if p in items) or items, pair))

    @precondition(lambda self: on_stage(self.hall.state) is not None)
    @rule(judge=judges, row=st.lists(st.integers(0, 5), min_size=6, max_size=6))
    def a_proper_ballot(self, judge: str, row: list[int]) -> None:
        self.send(proper_ballot(self.hall.state, row), judge_actor(judge))

    @rule(ms=st.integers(0, 400_000))
    def time_passes(self, ms: int) -> None:
        self.hall.wait(ms)
        if (coming := due(self.hall.state)) and coming[0] <= self.hall.now:
            self.send(coming[1], SYSTEM)
            assert due(self.hall.state) is None

    @rule(prepare=st.integers(1000, 200_000))
    def the_show_file_changes(self, prepare: int) -> None:
        self.hall.show = with_rules(self.hall.show, prepare=prepare)

    # --- what must hold ---

    @invariant()
    def state_survives_the_journal(self) -> None:
        state = self.hall.state
        assert msgspec.json.decode(msgspec.json.encode(state), type=DebateState) == state

    @invariant()
    def stage_and_clock_belong_together(self) -> None:
        state = self.hall.state
        pair = on_stage(state)
        assert (pair is None) == (state.pair is None)
        if pair is None:
            assert state.phase == "idle"
        else:
            assert pair.revealed == (state.phase == "result")
        running = [timer for timer in (state.prepare, state.debate) if timer.state == "running"]
        assert len(running) <= 1
        assert not running or (running == [clock(state)] and state.phase in ("prepare", "debate"))

    @invariant()
    def who_is_under_way_has_all_it_needs(self) -> None:
        pair = on_stage(self.hall.state)
        if pair is not None and self.hall.state.phase != "idle":
            assert len(set(pair.debaters)) == 2
            assert pair.topic is not None
            assert pair.first in pair.debaters

    @invariant()
    def everybody_is_in_one_pair(self) -> None:
        state = self.hall.state
        if state.pairs:
            drawn = [debater for pair in state.pairs for debater in pair.debaters[: 1 if pair.odd else 2]]
            assert sorted(drawn) == sorted(state.participants)
            assert sum(pair.odd for pair in state.pairs) == len(state.participants) % 2

    @invariant()
    def draws_are_honest(self) -> None:
        draws = self.hall.state.draws
        assert all(check(draw) for draw in draws if not draw.pending)
        assert not any(draw.pending for draw in draws[:-1])
        assert len({draw.id for draw in draws}) == len(draws)

    @invariant()
    def ballots_are_whole_and_from_judges_without_interest(self) -> None:
        state = self.hall.state
        for pair in state.pairs:
            for judge, ballot in state.ballots.get(pair.id, {}).items():
                seat = seat_of(state, judge)
                assert seat is not None
                assert not is_recused(seat, pair)
                assert set(ballot.scores) == set(pair.debaters)
                assert state.rules is not None
                for points in ballot.scores.values():
                    assert set(points) == {criterion.id for criterion in CRITERIA}
                    assert all(0 <= tenths <= 50 for tenths in points.values())
                    assert all(tenths % step_of(state.rules) == 0 for tenths in points.values())

    @invariant()
    def what_is_revealed_stays(self) -> None:
        state = self.hall.state
        for pair in state.pairs:
            if pair.revealed:
                record = (pair, state.ballots[pair.id])
                assert self.at_reveal.setdefault(pair.id, record) == record

    @invariant()
    def every_view_can_be_drawn(self) -> None:
        state, show = self.hall.state, self.hall.show
        views: list[Any] = [debate(state, show), desk(state, show)]
        views += [on_air(state, show, k) for k in ("debate-clock", "lower-third", "score-bug", "result-card")]
        views += [me(state, show, seat.judge) for seat in state.judges]
        assert b"null" not in msgspec.json.encode(views)

    def teardown(self) -> None:
        protocol = recompute(self.hall.events)
        assert protocol.holds, protocol.findings
        replayed = DebateState()
        for event in self.hall.events:
            replayed = evolve(replayed, event)
        assert replayed == self.hall.state
        super().teardown()


TestAnyContest = AnyContest.TestCase
TestAnyContest.settings = settings(
    max_examples=250, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
