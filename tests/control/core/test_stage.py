"""Messages to the stage: how they look, who has understood them, and a dark screen."""

from msgspec.structs import replace

from control import registry
from control.access import may
from control.clock import Duration, Instant
from control.core import stage
from control.core.log import Undo
from control.core.rundown.commands import Go, GoBack
from control.core.rundown.plan import Plan
from control.core.stage import Acknowledge, Blackout, Hush, Say, SecondLine, SetSecond, StageState
from control.core.timer_acts import Remove
from control.core.types import Actor, Command, Role, TimerId
from control.errors import Rejection, reject
from control.language import LANGUAGES, Texts
from control.show import Language, NamedTimer
from control.views import slices
from tests.control.core.rundowns import SHOW, Playout, cue, item
from tests.control.core.shows import OPERATOR, make_context

SPEAKER = Actor(Role.STAGE)
SPEECH = TimerId("speech")


def after(state: StageState, *commands: Command, now: int = 1_000, by: Actor = OPERATOR) -> StageState:
    for command in commands:
        decision = stage.decide(state, command, make_context(now=now, actor=by))
        assert not isinstance(decision, Rejection), decision
        for event in decision:
            state = stage.evolve(state, event)
    return state


SAID = after(StageState(), Say("Заканчивайте", "danger", blink=True))


def test_it_blinks_if_it_shall() -> None:
    wire = slices.stage(SAID).message
    assert wire
    assert (wire.blink, wire.tone) == (True, "danger")
    plain = slices.stage(after(SAID, Say("Спасибо"))).message
    assert plain
    assert not plain.blink


def test_what_nobody_sees_is_not_said() -> None:
    message = after(StageState(), Say(" a\0b\u202e \n👩\u200d🏫 ")).message
    assert message is not None
    assert message.text == "a b 👩\u200d🏫"
    assert stage.decide(StageState(), Say("\u202e\0 "), make_context(actor=OPERATOR)) == reject("text-empty")


def test_the_first_who_understands_counts() -> None:
    state = after(SAID, Acknowledge(Instant(1_000)), now=5_000, by=SPEAKER)
    state = after(state, Acknowledge(Instant(1_000)), now=6_000)
    assert state.message is not None
    assert (state.message.seen, state.message.seen_by) == (5_000, "stage")
    wire = slices.stage(state).message
    assert wire
    assert (wire.seen, wire.seen_by) == (5_000, "stage")
    assert after(state, Say("Спасибо"), now=7_000).message.seen is None  # type: ignore[union-attr]


def test_what_nobody_can_have_read_is_not_acknowledged() -> None:
    late = after(SAID, Say("Другое"), now=2_000)
    for state in (late, after(SAID, Hush()), StageState()):
        decision = stage.decide(state, Acknowledge(Instant(1_000)), make_context(actor=SPEAKER))
        assert decision == reject("message-gone")


def test_a_dark_screen_and_a_message_leave_each_other_alone() -> None:
    state = after(SAID, Blackout(True))
    assert slices.stage(state).blackout is True
    assert state.message == SAID.message
    assert after(state, Hush(), Say("Да")).blackout
    assert after(state, Blackout(True)) == state
    assert slices.stage(after(state, Blackout(False))) == slices.stage(SAID)


def test_all_is_taken_back_but_that_it_was_understood() -> None:
    for before, command in ((SAID, Say("Да")), (SAID, Hush()), (SAID, Blackout(True)), (StageState(), Say("Да"))):
        (event,) = stage.decide(before, command, make_context())  # type: ignore[misc]
        inverse = stage.inverse(before, event)
        assert inverse is not None
        assert after(stage.evolve(before, event), inverse) == before, command
    (event,) = stage.decide(SAID, Acknowledge(Instant(1_000)), make_context())  # type: ignore[misc]
    assert stage.inverse(SAID, event) is None


def test_what_somebody_else_has_said_since_stays() -> None:
    (said,) = stage.decide(StageState(), Say("3 минуты"), make_context())  # type: ignore[misc]
    (again,) = stage.decide(SAID, Say("Да"), make_context(now=1_500))  # type: ignore[misc]
    (hushed,) = stage.decide(SAID, Hush(), make_context())  # type: ignore[misc]
    urgent = after(StageState(), Say("СТОП", "danger"), now=2_000)
    for before, event in ((StageState(), said), (SAID, again), (SAID, hushed)):
        inverse = stage.inverse(before, event)
        assert inverse is not None
        assert stage.decide(urgent, inverse, make_context(now=3_000)) == reject("message-gone")
    assert after(urgent, Hush(), now=3_000).message is None, "a person takes away whatever stands there"


def test_the_stage_may_acknowledge_and_nothing_else() -> None:
    assert [kind for kind in stage.COMMANDS if may(Role.STAGE, kind)] == [Acknowledge]


# --- the second line ---

TIMED = replace(SHOW, timers=(NamedTimer(id=SPEECH, name="Речь", kind="countdown", length=Duration(300_000)),))
WAITING = after(StageState(), SetSecond(text=" Вопросы\nиз зала\u202e "))


def test_the_second_line_shows_one_thing_and_its_words_wait() -> None:
    words = "Вопросы из зала"
    assert WAITING.second == SecondLine("nothing", words)
    shown = after(WAITING, SetSecond("text"))
    assert shown.second == SecondLine("text", words)
    timed = after(shown, SetSecond(timer=SPEECH))
    assert timed.second == SecondLine("timer", words, SPEECH)
    assert after(timed, SetSecond("timer", timer=SPEECH)) == timed
    assert after(timed, SetSecond(text="Ответы")).second == SecondLine("timer", "Ответы", SPEECH)
    assert after(timed, SetSecond("text", "Ответы")).second == SecondLine("text", "Ответы")
    assert after(timed, SetSecond("text", "")).second == SecondLine("text", "")
    assert after(timed, SetSecond("nothing")) == WAITING
    assert after(timed, Say("Минута"), Hush(), Blackout(True), Blackout(False)) == timed


def test_a_second_line_that_is_unclear_or_too_long_is_refused() -> None:
    ctx = make_context()
    for command in (SetSecond("timer"), SetSecond("text", timer=SPEECH), SetSecond("nothing", timer=SPEECH)):
        assert stage.decide(WAITING, command, ctx) == reject("second-unclear"), command
    assert stage.decide(WAITING, SetSecond(text="я" * 121), ctx) == reject("text-too-long", longest=120)
    assert stage.decide(WAITING, SetSecond(), ctx) == ()


def test_of_the_second_line_only_what_was_changed_goes_back() -> None:
    timed = after(WAITING, SetSecond(timer=SPEECH))
    for before, command, back in (
        (WAITING, SetSecond(text="Ответы"), SetSecond(text="Вопросы из зала")),
        (WAITING, SetSecond(timer=SPEECH), SetSecond("nothing")),
        (StageState(), SetSecond("text", "Ответы"), SetSecond("nothing", "")),
        (timed, SetSecond("text", "Ответы"), SetSecond("timer", "Вопросы из зала", SPEECH)),
        (timed, SetSecond("nothing"), SetSecond("timer", timer=SPEECH)),
    ):
        (event,) = stage.decide(before, command, make_context())  # type: ignore[misc]
        assert stage.inverse(before, event) == back
        assert after(stage.evolve(before, event), back) == before, command


def test_those_on_the_stage_get_no_words_that_wait() -> None:
    assert not slices.stage(WAITING).second
    waiting = slices.stage_and_waiting(WAITING).second
    assert waiting
    assert (waiting.source, waiting.text, waiting.timer or None) == ("nothing", "Вопросы из зала", None)
    timed = after(WAITING, SetSecond(timer=SPEECH))
    for look, text in ((slices.stage, None), (slices.stage_and_waiting, "Вопросы из зала")):
        wire = look(timed).second
        assert wire
        assert (wire.source, wire.text or None, wire.timer) == ("timer", text, "speech")
    assert slices.stage(after(timed, SetSecond("text"))) == slices.stage_and_waiting(after(timed, SetSecond("text")))
    assert not slices.stage_and_waiting(StageState()).second


def test_a_cue_puts_a_timer_there_and_back_takes_it_away() -> None:
    cues = (cue("speech", SetSecond("timer", timer=SPEECH)), cue("gone", SetSecond("timer", timer=TimerId("gone"))))
    show = Playout(Plan.of(item("a", 5, cues=cues)), show=TIMED)
    show.do(SetSecond("text", "Вопросы"))
    show.do(Go())
    assert show.state.stage.second == SecondLine("timer", "Вопросы", SPEECH)
    gone = show.run.results["a"]["gone"]
    assert (gone.outcome, gone.code) == ("refused", "no-such-timer")
    show.do(GoBack())
    assert show.state.stage.second == SecondLine("text", "Вопросы")
    assert registry.decode_state(registry.encode_state(show.state)).stage == show.state.stage


def test_a_timer_that_is_taken_away_leaves_the_line_and_is_not_put_there_again() -> None:
    show = Playout(Plan.of(item("a", 5)), show=TIMED)
    show.do(SetSecond(timer=SPEECH))
    show.do(Remove(SPEECH))
    removed = show.state.log.entries[-1].seq
    assert show.state.stage.second.timer == SPEECH, "it comes back with its timer"
    show.do(SetSecond("nothing"))
    off = show.state.log.entries[-1].seq
    assert show.refused(SetSecond(timer=SPEECH)) == "no-such-timer"
    assert show.refused(Undo(off)) == "no-such-timer"
    show.do(Undo(removed))
    show.do(Undo(off))
    assert show.state.stage.second.timer == SPEECH


def test_the_log_says_what_the_second_line_became() -> None:
    def told(language: Language) -> list[str]:
        texts = Texts(language)
        entries = show.state.log.entries[-7:]
        return [texts.format(entry.code, **{key: str(arg) for key, arg in entry.args.items()}) for entry in entries]

    show = Playout(Plan.of(item("a", 5)), show=TIMED)
    for command in (
        SetSecond(text="Вопросы"), SetSecond("text"), SetSecond(text="Ответы"), SetSecond(timer=SPEECH),
        SetSecond(text=""), SetSecond("text"), SetSecond("nothing"),
    ):  # fmt: skip
        show.do(command)
    assert told("ru") == [
        "Слова для второй строки: «Вопросы»",
        "Вторая строка на сцене: «Вопросы»",
        "Вторая строка на сцене: «Ответы»",
        "Вторая строка на сцене: таймер «speech»",
        "Слова для второй строки стёрты",
        "Вторая строка на сцене: слов пока нет",
        "Вторая строка со сцены убрана",
    ]
    for language in LANGUAGES:
        assert not [line for line in told(language) if "log-" in line]
