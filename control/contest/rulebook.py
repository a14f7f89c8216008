"""The rulebook `paired-debates` as data: phases, criteria, ranges, what a win is worth, and the words for them.

Clause numbers are the contest regulation's; docs/rulebook-paired-debates.md says which clause does what.
"""

from collections.abc import Mapping
from typing import Literal, NewType

from msgspec import Struct

from control.clock import Duration
from control.show import Language, Rules

Phase = Literal["idle", "prepare", "debate", "judging", "result"]
ClockPhase = Literal["prepare", "debate"]
CriterionId = NewType("CriterionId", str)
Tenths = NewType("Tenths", int)
"""Points counted in tenths: every allowed step is a whole number of them, so sums are exact."""

POINT = Tenths(10)


class Words(Struct, frozen=True):
    ru: str
    en: str

    def to(self, language: Language) -> str:
        return self.ru if language == "ru" else self.en


class Criterion(Struct, frozen=True, kw_only=True):
    id: CriterionId
    name: Words
    most: Tenths = Tenths(50)


CRITERIA: tuple[Criterion, ...] = (
    Criterion(id=CriterionId("topic"), name=Words("раскрытие темы", "grasp of the topic")),
    Criterion(
        id=CriterionId("rhetoric"), name=Words("риторика и грамотность речи", "rhetoric and command of language")
    ),
    Criterion(id=CriterionId("persuasion"), name=Words("методы убеждения", "methods of persuasion")),
)
"""Clause 5.8.1.3.2: 0–5 points each, from every judge to each debater."""

WIN = 10
LOSS = 5
TIE = 10
"""Clause 5.8.1.3.2: equal points give both 10."""

PHASES: tuple[Phase, ...] = ("idle", "prepare", "debate", "judging", "result")
PHASE_NAMES: Mapping[Phase, Words] = {
    "idle": Words("Дебаты", "Debate"),
    "prepare": Words("Подготовка", "Preparation"),
    "debate": Words("Дебаты", "Debate"),
    "judging": Words("Оценивание", "Judging"),
    "result": Words("Результат", "Result"),
}
RESULT_TITLE = Words("Итоги дебатов", "Debate result")

STEPS: Mapping[str, Tenths] = {"1": Tenths(10), "0.5": Tenths(5), "0.1": Tenths(1)}
STEP_NAMES: Mapping[Tenths, str] = {Tenths(10): "whole", Tenths(5): "halves", Tenths(1): "tenths"}


def step_of(rules: Rules) -> Tenths:
    """The parameter `scores.step`."""
    return STEPS[rules.scores_step]


def length_of(phase: ClockPhase, rules: Rules) -> Duration:
    """Clause 5.8.1.2.3: 2:00 to prepare, 5:00 for the pair as a whole, unless the show says otherwise."""
    return rules.prepare if phase == "prepare" else rules.debate


def tenths_of(points: object) -> Tenths | None:
    """Points as a whole number of tenths; absent if they are not a finite number with at most one decimal digit.

    A bool is not a number here. A float is taken for the decimal it prints as, so 0.1 is one tenth exactly.
    """
    if isinstance(points, bool):
        return None
    if isinstance(points, int):
        return Tenths(points * POINT)
    # `abs` also keeps infinities and NaN out: no comparison with NaN holds.
    if isinstance(points, float) and abs(points) <= 1e6:
        tenths = round(points * POINT)
        return Tenths(tenths) if tenths / POINT == points else None
    return None


def points_of(tenths: int) -> int | float:
    """The inverse of `tenths_of`, for people: an int where it is one."""
    whole, rest = divmod(tenths, POINT)
    return tenths / POINT if rest else whole
