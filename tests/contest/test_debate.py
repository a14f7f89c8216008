"""The debate, clause by clause (contest regulation, tour 2, paired debates)."""

import pytest
from msgspec.structs import replace

from control.clock import Duration, Instant
from control.contest.commands import (
    Add,
    Agree,
    Back,
    Bells,
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
from control.contest.debate import DebateState, due, evolve, inverse
from control.contest.events import (
    Added,
    DrawCommitted,
    DrawRevealed,
    Entered,
    Opened,
    Paused,
    Restarted,
    Revealed,
    Selected,
    Started,
    TimeUp,
)
from control.contest.rulebook import Tenths
from control.contest.standings import opponents_for_odd, results_of, standings
from control.contest.state import clock, next_pair, odd_pair, pending_draw, sides
from control.core.types import SYSTEM, DrawId, JudgeId, PairId, ParticipantId, TopicId
from control.show import Judge, Participant, Show, Topic
from tests.contest.hall import START, Hall, make_show, with_rules

PAIR_1 = PairId("pair-1")


def hall_with_pairs(show: Show | None = None) -> Hall:
    hall = Hall(show)
    hall.draw("pairs")
    return hall


# --- opening ---


def test_the_contest_opens_as_the_show_file_says_and_only_once() -> None:
    hall = Hall(opened=False)
    (opened,) = hall.do(Open(), SYSTEM)
    assert isinstance(opened, Opened)
    assert opened.participants == ("p1", "p2", "p3", "p4")
    assert hall.do(Open(), SYSTEM) == ()
    assert clock(hall.state).left(START) == 120_000


def test_a_show_without_a_contest_opens_nothing() -> None:
    hall = Hall(replace(make_show(), contest=None), opened=False)
    assert hall.do(Open(), SYSTEM) == ()
    assert hall.refused(CommitDraw("pairs")) == "contest-not-open"


def changed(show: Show, what: str) -> Show:
    contest = show.contest
    assert contest is not None
    match what:
        case "participant left":
            contest = replace(contest, participants=contest.participants[1:])
        case "participant came":
            late = Participant(id=ParticipantId("late"), name="Late")
            contest = replace(contest, participants=(*contest.participants, late))
        case "judge left":
            contest = replace(contest, judges=contest.judges[1:])
        case "judge came":
            contest = replace(contest, judges=(*contest.judges, Judge(id=JudgeId("j9"), name="Ninth")))
        case "interest declared":
            first = replace(contest.judges[0], conflicts=(contest.participants[0].id,))
            contest = replace(contest, judges=(first, *contest.judges[1:]))
        case "topic left":
            contest = replace(contest, topics=contest.topics[1:])
        case "topic came":
            contest = replace(contest, topics=(*contest.topics, Topic(id=TopicId("t9"), title="Ninth")))
        case "least judges":
            contest = replace(contest, rules=replace(contest.rules, min_judges=1))
        case "length":
            contest = replace(contest, rules=replace(contest.rules, prepare=Duration(60_000)))
    return replace(show, contest=contest)


@pytest.mark.parametrize(
    "what, allowed",
    [
        ("participant left", False),
        ("participant came", False),
        ("judge left", False),
        ("judge came", True),
        ("interest declared", True),
        ("topic left", False),
        ("topic came", True),
        ("least judges", False),
        ("length", True),
    ],
)
@pytest.mark.parametrize("drawn", [False, True])
def test_what_a_draw_rested_on_does_not_change_after_it(what: str, allowed: bool, drawn: bool) -> None:
    hall = Hall()
    if drawn:
        hall.do(CommitDraw("pairs"))
    hall.show = changed(hall.show, what)
    if drawn and not allowed:
        assert hall.refused(Open(), SYSTEM) == "contest-changed-after-draw"
    else:
        assert len(hall.do(Open(), SYSTEM)) == 1


def test_nobody_is_recused_from_whom_he_has_scored() -> None:
    hall = hall_with_pairs()
    pair = hall.go_to_judging()
    hall.cast("j1", 3, 4)
    contest = hall.show.contest
    assert contest is not None
    late = replace(contest.judges[0], conflicts=(pair.debaters[0],))
    hall.show = replace(hall.show, contest=replace(contest, judges=(late, *contest.judges[1:])))
    assert hall.refused(Open(), SYSTEM) == "contest-changed-after-draw"


# --- 5.8.1.2.1: pairs by lot, the odd participant ---


@pytest.mark.parametrize("count", range(2, 10))
def test_5_8_1_2_1_everybody_is_in_one_pair_and_one_may_be_left_over(count: int) -> None:
    hall = hall_with_pairs(make_show(participants=count))
    debaters = [debater for pair in hall.state.pairs for debater in pair.debaters]
    assert sorted(debaters) == sorted(hall.state.participants)
    assert [pair.odd for pair in hall.state.pairs].count(True) == count % 2
    assert all(len(pair.debaters) == 2 for pair in hall.state.pairs if not pair.odd)


def test_5_8_1_2_1_one_participant_is_no_debate() -> None:
    assert Hall(make_show(participants=1)).refused(CommitDraw("pairs")) == "too-few-participants"


def test_5_8_1_2_1_the_odd_one_debates_one_of_those_who_lost() -> None:
    hall = hall_with_pairs(make_show(participants=5))
    odd = odd_pair(hall.state)
    assert odd is not None
    assert hall.refused(CommitDraw("opponent")) == "pairs-not-done"
    losers = [sides(hall.play(5, 3))[1] for _ in range(2)]
    hall.do(Next())
    assert hall.state.pair == odd.id
    assert hall.refused(Next()) == "opponent-not-drawn"
    assert hall.refused(CommitDraw("topic")) == "opponent-not-drawn"
    (committed,) = hall.do(CommitDraw("opponent"))
    assert isinstance(committed, DrawCommitted)
    assert sorted(committed.items) == sorted(losers)
    hall.do(RevealDraw(committed.id))
    assert hall.pair.debaters[0] == odd.debaters[0]
    assert hall.pair.debaters[1] in losers


def test_5_8_1_2_1_if_nobody_lost_the_opponent_is_drawn_from_everybody_else() -> None:
    hall = hall_with_pairs(make_show(participants=5))
    hall.play(4, 4)
    hall.play(3, 3)
    odd = odd_pair(hall.state)
    assert odd is not None
    assert set(opponents_for_odd(hall.state)) == set(hall.state.participants) - {odd.debaters[0]}


def test_5_8_1_2_1_an_even_number_needs_no_opponent() -> None:
    assert hall_with_pairs().refused(CommitDraw("opponent")) == "no-odd-participant"


# --- 5.8.1.2.2: topic and positions ---


def test_5_8_1_2_2_topics_are_drawn_without_repetition_while_there_are_any() -> None:
    hall = hall_with_pairs(make_show(participants=6, topics=2))
    drawn = [hall.draw("topic", pair.id)[0] for pair in hall.state.pairs]
    assert sorted(drawn[:2]) == ["t1", "t2"]
    assert hall.state.draws[-1].items == ("t1", "t2")  # none left: all of them again


def test_5_8_1_2_2_positions_are_agreed_or_drawn() -> None:
    hall = hall_with_pairs()
    hall.do(Next())
    pair = hall.pair
    assert hall.refused(Next()) == "topic-not-drawn"
    assert hall.refused(Agree(pair.id, pair.debaters[1])) == "topic-not-drawn"
    assert hall.refused(CommitDraw("positions")) == "topic-not-drawn"
    hall.draw("topic")
    assert hall.refused(Next()) == "positions-not-settled"
    assert hall.refused(Agree(pair.id, ParticipantId("nobody"))) == "not-in-pair"
    hall.do(Agree(pair.id, pair.debaters[1]))
    assert sides(hall.pair) == pair.debaters[::-1]
    order = hall.draw("positions")  # they fell out after all
    assert hall.pair.first == order[0]
    assert hall.refused(Agree(pair.id, pair.debaters[1])) == "positions-drawn"
    assert hall.refused(CommitDraw("positions")) == "draw-already-made"
    hall.do(Next())
    assert hall.state.phase == "prepare"


def test_nothing_of_a_pair_changes_once_it_has_begun() -> None:
    hall = hall_with_pairs()
    pair = hall.bring_on_stage()
    hall.do(Next())
    assert hall.refused(Agree(pair.id, pair.debaters[1])) == "pair-under-way"
    assert hall.refused(CommitDraw("topic")) == "pair-under-way"
    assert hall.refused(CommitDraw("positions", pair.id)) == "pair-under-way"
    hall.do(Back())
    hall.do(Agree(pair.id, pair.debaters[1]))


def test_a_debate_does_not_begin_while_its_own_draw_is_open() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(CommitDraw("positions"))
    assert hall.refused(Next()) == "draw-pending"
    assert hall.refused(Agree(hall.pair.id, hall.pair.debaters[0])) == "draw-pending"


# --- draws: commit and reveal ---


def test_one_draw_at_a_time_and_none_again() -> None:
    hall = Hall()
    (committed,) = hall.do(CommitDraw("pairs"))
    assert isinstance(committed, DrawCommitted)
    assert hall.refused(CommitDraw("pairs")) == "draw-pending"
    assert hall.refused(RevealDraw(DrawId("other"))) == "no-such-draw"
    assert hall.refused(RevealDraw(committed.id, "long " * 30)) == "word-too-long"
    (revealed,) = hall.do(RevealDraw(committed.id, "  две  весны "))
    assert isinstance(revealed, DrawRevealed)
    assert revealed.word == "две весны"
    assert hall.do(RevealDraw(committed.id)) == ()
    assert hall.refused(CommitDraw("pairs")) == "draw-already-made"


def test_two_draws_have_two_ids_even_in_one_millisecond() -> None:
    hall = hall_with_pairs()
    hall.draw("topic", PAIR_1)
    hall.draw("topic", PairId("pair-2"))
    assert len({draw.id for draw in hall.state.draws}) == 3
    assert len({draw.hash for draw in hall.state.draws}) == 3


def test_a_lost_seed_blocks_nothing_and_hides_nothing() -> None:
    hall = Hall()
    hall.do(CommitDraw("pairs"))
    lost = pending_draw(hall.state)
    assert lost is not None
    hall.seed_for = lambda draw_id: f"{len(draw_id):064x}"
    assert hall.refused(RevealDraw(lost.id)) == "draw-seed-lost"
    hall.wait(1000)
    hall.draw("pairs")
    assert len(hall.state.draws) == 2
    assert hall.refused(RevealDraw(lost.id)) == "draw-replaced"


def test_draw_method_manual_records_what_the_hall_saw() -> None:
    hall = Hall(make_show(participants=3, draw_method="manual"))
    assert hall.refused(CommitDraw("pairs")) == "draw-is-manual"
    assert hall.refused(RecordDraw("pairs", ("p1", "p2"))) == "draw-order-wrong"
    assert hall.refused(RecordDraw("pairs", ("p1", "p2", "p2"))) == "draw-order-wrong"
    assert hall.refused(RecordDraw("pairs", ("p1", "p2", "p9"))) == "draw-order-wrong"
    hall.do(RecordDraw("pairs", ("p1", "p2", "p3")))
    hall.do(RecordDraw("pairs", ("p3", "p1", "p2")))  # misheard: recorded anew, the old record stays
    assert hall.do(RecordDraw("pairs", ("p3", "p1", "p2"))) == ()
    assert [draw.order for draw in hall.state.draws] == [("p1", "p2", "p3"), ("p3", "p1", "p2")]
    assert hall.state.pairs[0].debaters == ("p3", "p1")
    assert hall.refused(SetTopic(PAIR_1, TopicId("t9"))) == "no-such-topic"
    hall.do(SetTopic(PAIR_1, TopicId("t2")))
    hall.do(SetTopic(PAIR_1, TopicId("t3")))
    assert hall.state.pairs[0].topic == "t3"
    assert hall.refused(RecordDraw("pairs", ("p1", "p2", "p3"))) == "draw-already-made"
    hall.do(RecordDraw("positions", ("p1", "p3"), PAIR_1))
    assert sides(hall.state.pairs[0]) == ("p1", "p3")


def test_physical_records_are_refused_where_efir_draws() -> None:
    hall = Hall()
    assert hall.refused(RecordDraw("pairs", ("p1", "p2", "p3", "p4"))) == "draw-not-manual"
    hall.draw("pairs")
    assert hall.refused(SetTopic(PAIR_1, TopicId("t1"))) == "draw-not-manual"


# --- 5.8.1.2.3: 2:00 to prepare, 5:00 for the pair ---


def test_5_8_1_2_3_the_clocks() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    assert hall.refused(Start()) == "no-clock"
    hall.do(Next())
    assert (clock(hall.state).state, clock(hall.state).left(hall.now)) == ("idle", 120_000)
    hall.do(Start())
    assert due(hall.state) == (hall.now + 120_000, Due())
    hall.wait(120_000)
    hall.do(Next())
    assert (clock(hall.state).state, clock(hall.state).left(hall.now)) == ("idle", 300_000)


def test_at_zero_nothing_jumps_and_it_is_recorded_once() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    hall.do(Start())
    hall.wait(119_999)
    assert hall.do(Due(), SYSTEM) == ()
    hall.wait(1)
    (up,) = hall.do(Due(), SYSTEM)
    assert up == TimeUp(PAIR_1, "prepare", hall.now)
    assert hall.state.phase == "prepare"
    assert due(hall.state) is None
    assert hall.do(Due(), SYSTEM) == ()
    hall.wait(5_000)
    assert clock(hall.state).left(hall.now) == -5_000
    hall.do(Add(ms=Duration(20_000)))  # the bell will ring again for the time added
    assert due(hall.state) == (hall.now + 15_000, Due())


def test_pause_resume_restart_and_added_time() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    assert hall.refused(Pause()) == "clock-not-started"
    assert hall.refused(Resume()) == "clock-not-started"
    hall.do(Start())
    assert hall.do(Start()) == ()
    hall.wait(30_000)
    hall.do(Pause())
    assert hall.do(Pause()) == ()
    hall.wait(60_000)
    assert clock(hall.state).left(hall.now) == 90_000
    assert due(hall.state) is None
    hall.do(Add(ms=Duration(-10_000)))
    hall.do(Start())  # of a paused clock: it runs on
    assert clock(hall.state).left(hall.now) == 80_000
    hall.do(Restart())
    assert (clock(hall.state).state, clock(hall.state).left(hall.now)) == ("idle", 120_000)
    assert hall.do(Restart()) == ()


@pytest.mark.parametrize(
    "ms, code",
    [(600_001, "add-too-much"), (-600_001, "add-too-much"), (10**30, "add-too-much")],
)
def test_added_time_is_bounded(ms: int, code: str) -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    assert hall.refused(Add(ms=Duration(ms))) == code


def test_a_clock_never_shows_more_than_an_hour() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    for _ in range(5):
        hall.do(Add(ms=Duration(600_000)))
    assert hall.refused(Add(ms=Duration(600_000))) == "clock-too-far"
    hall.do(Add(ms=Duration(-600_000)))
    assert hall.do(Add(ms=Duration(0))) == ()


def test_a_long_overtime_can_still_be_mended() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    hall.do(Start())
    hall.wait(3 * 3_600_000)
    hall.do(Add(ms=Duration(600_000)))
    assert hall.refused(Add(ms=Duration(-600_000))) == "clock-too-far"


def test_going_back_finds_the_clock_as_it_was_left() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    hall.do(Next())
    hall.do(Start())
    hall.wait(100_000)
    hall.do(Next())  # too early: they were still speaking
    hall.wait(3_000)
    hall.do(Back())
    assert (clock(hall.state).state, clock(hall.state).left(hall.now)) == ("paused", 200_000)
    hall.do(Resume())


def test_a_double_tap_moves_one_step() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next(phase="idle"))
    assert hall.refused(Next(phase="idle")) == "stage-moved-on"
    assert hall.refused(Pause(pair=PairId("pair-2"))) == "stage-moved-on"
    assert hall.refused(Back(phase="judging")) == "stage-moved-on"
    assert hall.refused(Reveal(pair=PairId("pair-2"))) == "stage-moved-on"
    assert hall.state.phase == "prepare"


def test_a_new_length_reaches_clocks_nobody_touched() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    hall.do(Start())
    hall.wait(1_000)
    hall.show = with_rules(hall.show, prepare=Duration(60_000), debate=Duration(240_000))
    hall.do(Open(), SYSTEM)
    assert clock(hall.state).left(hall.now) == 119_000
    hall.do(Next())
    assert clock(hall.state).left(hall.now) == 240_000
    hall.do(Back())
    hall.do(Restart())
    assert clock(hall.state).left(hall.now) == 60_000


# --- the stage ---


def test_a_pair_under_way_is_not_replaced() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    assert hall.refused(Select(PairId("pair-2"))) == "debate-under-way"
    assert hall.refused(Select(PairId("pair-9"))) == "no-such-pair"
    assert hall.do(Select(PAIR_1)) == ()
    hall.do(Back())
    hall.do(Select(PairId("pair-2")))
    assert hall.refused(Back()) == "nothing-before"


def test_next_walks_the_whole_contest() -> None:
    hall = Hall()
    assert hall.refused(Next()) == "pairs-not-drawn"
    hall.draw("pairs")
    hall.play(5, 4)
    assert hall.refused(Back()) == "already-revealed"
    hall.play(1, 2)
    assert next_pair(hall.state) is None
    assert hall.refused(Next()) == "contest-finished"
    hall.do(Select(PAIR_1))  # to show its result again
    assert hall.state.phase == "result"


# --- 5.8.1.3: points, winner, standings ---


@pytest.mark.parametrize(
    "first, second, results, outcomes",
    [
        (5, 4, (10, 5), ("win", "loss")),
        (0, 1, (5, 10), ("loss", "win")),
        (3, 3, (10, 10), ("tie", "tie")),
        (0, 0, (10, 10), ("tie", "tie")),
    ],
)
def test_5_8_1_3_2_winner_10_loser_5_tie_10_each(
    first: int, second: int, results: tuple[int, int], outcomes: tuple[str, str]
) -> None:
    hall = hall_with_pairs()
    hall.play(first, second)
    found = results_of(hall.state, hall.pair)
    one, two = sides(hall.pair)
    assert (found[one].result, found[two].result) == results
    assert (found[one].outcome, found[two].outcome) == outcomes
    assert found[one].points == first * 3 * 3 * 10


def test_5_8_1_3_2_sums_are_exact_where_floats_are_not() -> None:
    hall = hall_with_pairs(make_show(scores_step="0.1"))
    hall.go_to_judging()
    for judge in ("j1", "j2", "j3"):
        hall.cast(judge, 0.1, 0.2, 0, 0.3, 0, 0)
    hall.do(Reveal())
    assert sum([0.1, 0.2, 0] * 3) != sum([0.3, 0, 0] * 3)  # what floats would have said
    assert {result.outcome for result in results_of(hall.state, hall.pair).values()} == {"tie"}


def test_the_reveal_is_an_act_of_its_own() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    assert hall.refused(Reveal()) == "nothing-to-reveal"
    hall.do(Next())
    hall.do(Next())
    hall.do(Next())
    assert hall.refused(Next()) == "reveal-first"
    assert hall.refused(Reveal()) == "ballots-missing"
    for judge in ("j1", "j2", "j3"):
        assert results_of(hall.state, hall.pair) == {}
        hall.cast(judge, 5, 4)
    (revealed,) = hall.do(Reveal())
    one, two = sides(hall.pair)
    assert revealed == Revealed(hall.pair.id, {one: Tenths(450), two: Tenths(360)}, hall.now)
    assert hall.do(Reveal()) == ()


@pytest.mark.parametrize("missing_ok", [False, True])
def test_5_8_1_3_1_at_least_three_judges(missing_ok: bool) -> None:
    hall = hall_with_pairs(make_show(judges=2))
    hall.go_to_judging()
    hall.cast("j1", 5, 4)
    hall.cast("j2", 5, 4)
    assert hall.refused(Reveal(missing_ok=missing_ok)) == "too-few-judges"


def test_5_8_1_3_1_a_declared_interest_counts_against_the_least() -> None:
    hall = hall_with_pairs(make_show(conflicts={"j1": ["p1", "p2", "p3", "p4"]}))
    hall.go_to_judging()
    assert hall.refused(Reveal()) == "too-few-judges"


def test_without_missing_ballots_only_if_asked_and_enough_came() -> None:
    hall = hall_with_pairs(make_show(judges=4))
    hall.go_to_judging()
    hall.cast("j1", 5, 4)
    hall.cast("j2", 5, 4)
    assert hall.refused(Reveal(missing_ok=True)) == "too-few-ballots"
    hall.cast("j4", 1, 4)
    assert hall.refused(Reveal()) == "ballots-missing"
    hall.do(Reveal(missing_ok=True))


@pytest.mark.parametrize(
    "counts_for, points, of_opponent",
    [
        ("odd_participant", (3, 5), 5),
        ("both", (3, 5), 10),
        ("best", (3, 5), 10),
        ("odd_participant", (5, 3), 5),
        ("both", (5, 3), 5),
        ("best", (5, 3), 5),
    ],
)
def test_rematch_counts_for(counts_for: str, points: tuple[int, int], of_opponent: int) -> None:
    """The opponent lost (5) and debates the odd participant again; `points`: the odd one's, the opponent's."""
    hall = hall_with_pairs(make_show(participants=3, rematch_counts_for=counts_for))
    hall.play(5, 4)
    hall.play(*points)
    odd, opponent = hall.pair.debaters
    table = {standing.participant: standing.result for standing in standings(hall.state)}
    assert table[opponent] == of_opponent
    assert table[odd] == (10 if points[0] > points[1] else 5)
    assert len(table) == 3


@pytest.mark.parametrize("counts_for, of_opponent", [("odd_participant", 10), ("both", 5), ("best", 10)])
def test_rematch_of_one_who_had_not_lost(counts_for: str, of_opponent: int) -> None:
    """All tied, so the opponent comes with 10; losing the rematch costs him only if it counts for both."""
    hall = hall_with_pairs(make_show(participants=3, rematch_counts_for=counts_for))
    hall.play(4, 4)
    hall.play(5, 3)
    table = {standing.participant: standing.result for standing in standings(hall.state)}
    assert table[hall.pair.debaters[1]] == of_opponent


def test_standings_hold_revealed_results_best_first() -> None:
    hall = hall_with_pairs(make_show(participants=6))
    assert standings(hall.state) == ()
    hall.play(1, 2)
    hall.play(4, 4)
    table = standings(hall.state)
    assert [standing.result for standing in table] == [10, 10, 10, 5]


# --- what can be undone ---


def test_what_has_an_inverse() -> None:
    hall = hall_with_pairs()
    hall.do(Select(PAIR_1))
    before = hall.state
    assert inverse(before, Paused(START)) == Resume(pair=PAIR_1, phase="idle")
    assert inverse(before, Started(PAIR_1, "idle", START)) == Pause(pair=PAIR_1, phase="idle")
    assert inverse(before, Added(Duration(5), START)) == Add(pair=PAIR_1, phase="idle", ms=Duration(-5))
    assert inverse(before, Entered(PAIR_1, "prepare", START)) == Back(pair=PAIR_1, phase="prepare")
    assert inverse(before, Selected(PairId("pair-2"))) == Select(PAIR_1)
    assert inverse(before, Restarted("prepare")) is None


def test_draws_ballots_and_reveals_are_never_undone() -> None:
    hall = Hall(make_show(participants=3))
    hall.draw("pairs")
    hall.play(5, 3)
    hall.play(5, 3)
    never = {"contest.opened", "draw.committed", "draw.revealed", "ballot.received", "debate.revealed"}
    state, seen = DebateState(), set()
    for event in hall.events:
        tag = event.__struct_config__.tag
        seen.add(tag)
        assert tag not in never or inverse(state, event) is None
        state = evolve(state, event)
    assert never <= seen


def test_undoing_a_step_restores_phase_and_what_was_left() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    hall.do(Start())
    hall.wait(40_000)
    before = hall.state
    (entered,) = hall.do(Next())
    undo = inverse(before, entered)
    assert undo is not None
    hall.do(undo)
    assert hall.state.phase == "prepare"
    assert clock(hall.state).left(hall.now) == 80_000


def test_an_act_undone_late_touches_no_other_debate() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    before = hall.state
    (added,) = hall.do(Add(ms=Duration(30_000)))
    undo = inverse(before, added)
    assert undo is not None
    hall.do(Next())
    assert hall.refused(undo) == "stage-moved-on"


def test_bells() -> None:
    hall = Hall()
    before = hall.state
    (muted,) = hall.do(Bells(muted=True))
    assert hall.do(Bells(muted=True)) == ()
    assert inverse(before, muted) == Bells(muted=False)


def test_time_is_an_argument() -> None:
    hall = hall_with_pairs()
    hall.bring_on_stage()
    hall.do(Next())
    hall.now = Instant(5)
    (started,) = hall.do(Start())
    assert started == Started(PAIR_1, "prepare", Instant(5))
