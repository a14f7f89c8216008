"""Every refusal, log line and finding has its words, with every variable it needs, in both languages."""

import re
from pathlib import Path

import pytest

import control.contest
from control.clock import Duration
from control.contest.commands import (
    Add,
    Bells,
    CommitDraw,
    Due,
    Next,
    Pause,
    RecordDraw,
    Restart,
    Resume,
    Reveal,
    Start,
)
from control.contest.describe import describe
from control.contest.events import EVENTS
from control.core.stage import Hushed
from control.core.types import SYSTEM
from control.language import LANGUAGES, Texts
from control.show import Language
from tests.contest.hall import Hall, make_show

FOLDER = Path(control.contest.__path__[0])
SOURCE = "".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.py")))
TEXTS = Path(control.__path__[0]) / "texts"


def codes() -> set[str]:
    """Every code the contest's source can give."""
    refusals = re.findall(r"reject\(\s*\"([a-z0-9-]+)\"", SOURCE)
    refusals += re.findall(r"reject\(\"([a-z-]+)\" if state\.pairs else \"([a-z-]+)\"\)", SOURCE)[0]
    others = re.findall(r"\"((?:log|verify)-[a-z-]+)\"", SOURCE)
    return {*refusals, *others}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_no_words_are_left_over(language: Language) -> None:
    text = (TEXTS / language / "contest.ftl").read_text(encoding="utf-8")
    assert len(codes()) > 70
    assert set(re.findall(r"^([a-z0-9-]+) =", text, re.MULTILINE)) == codes()


def every_event() -> Hall:
    hall = Hall(make_show(participants=3, scores_step="0.5"))
    hall.draw("pairs")
    hall.do(Next())
    hall.draw("topic")
    hall.draw("positions")
    for _ in range(2):
        hall.do(Next())
        hall.do(Start())
        hall.do(Pause())
        hall.do(Resume())
        hall.wait(400_000)
        hall.do(Due(), SYSTEM)
        hall.do(Add(ms=Duration(15_500)))
        hall.do(Add(ms=Duration(-30_000)))
        hall.do(Restart())
    hall.do(Bells(muted=True))
    hall.do(Bells(muted=False))
    hall.do(Next())
    for judge in ("j1", "j2", "j3"):
        hall.cast(judge, 4.5, 3)
    hall.cast("j2", 3, 3)
    hall.do(Reveal())
    hall.play(5, 3)
    manual = Hall(make_show(draw_method="manual"))
    manual.do(RecordDraw("pairs", ("p1", "p2", "p3", "p4")))
    manual.do(Next())
    manual.do(RecordDraw("topic", ("t1",)))
    manual.do(RecordDraw("positions", ("p2", "p1")))
    hall.events += manual.events
    return hall


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_told_in_full(language: Language, caplog: pytest.LogCaptureFixture) -> None:
    hall = every_event()
    assert {type(event) for event in hall.events} == set(EVENTS)
    texts = Texts(language)
    for event in hall.events:
        sentence = describe(event)
        assert sentence is not None
        code, args = sentence
        assert texts.format(code, **{name: str(value) for name, value in args.items()})
    assert caplog.text == ""  # a variable without a value is logged


def test_other_modules_events_are_not_ours_to_tell() -> None:
    assert describe(Hushed()) is None


def test_a_log_line_never_has_a_score() -> None:
    hall = every_event()
    told = {name for event in hall.events for name in (describe(event) or ("", {}))[1]}
    allowed = "participants judges topics draw pair topic participant judge revision phase seconds"
    assert told <= set(allowed.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_with_arguments_say_them(language: Language, caplog: pytest.LogCaptureFixture) -> None:
    hall = Hall(make_show(participants=1))
    refused = hall.decide(CommitDraw("pairs"))
    assert not isinstance(refused, tuple)
    texts = Texts(language)
    said = [
        texts.format(refused.code, **refused.args),
        texts.format("too-few-judges", able=2, least=3),
        texts.format("ballots-missing", missing=1),
        texts.format("ballots-missing", missing=2),
        texts.format("too-few-ballots", received=2, least=3),
        texts.format("ballot-out-of-range", most=5),
        *(texts.format("ballot-wrong-step", step=step) for step in ("whole", "halves", "tenths")),
        *(
            texts.format("contest-changed-after-draw", what=what)
            for what in ("participants", "judges", "topics", "rules")
        ),
        texts.format("add-too-much", minutes=10),
        texts.format("word-too-long", longest=100),
    ]
    assert len(set(said)) == len(said)
    assert caplog.text == ""
    assert not any("{" in sentence or "$" in sentence for sentence in said)
