"""A contest: who takes part, who judges, what about, by which rules."""

from typing import Annotated, Literal

from msgspec import Meta

from control.clock import Duration
from control.core.types import JudgeId, ParticipantId, TopicId
from control.show.parts import Name, Part, Span


class Participant(Part, frozen=True, kw_only=True):
    id: ParticipantId
    name: Name
    caption: str | None = None


class Judge(Part, frozen=True, kw_only=True):
    id: JudgeId
    name: Name
    caption: str | None = None
    conflicts: tuple[ParticipantId, ...] = ()
    """Participants this judge declared an interest in: no ballot for their pairs (clause 5.8.1.3.1)."""


class Topic(Part, frozen=True, kw_only=True):
    id: TopicId
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    first: Name = "за"
    second: Name = "против"
    """The two positions («позиции»)."""


class Rules(Part, frozen=True, kw_only=True):
    """Parameters of the rulebook `paired-debates`; what each decides is in the digest's last table."""

    draw_method: Literal["commit_reveal", "manual"] = "commit_reveal"
    scores_step: Literal["1", "0.5", "0.1"] = "1"
    rematch_counts_for: Literal["odd_participant", "both", "best"] = "odd_participant"
    prepare: Annotated[Span, Meta(ge=0, le=86_400_000)] = Duration(120_000)
    debate: Annotated[Span, Meta(ge=1_000, le=86_400_000)] = Duration(300_000)
    warnings: tuple[Annotated[Span, Meta(ge=0, le=86_400_000)], ...] = (Duration(60_000), Duration(15_000))
    """What is left on the clock when a bell rings."""
    min_judges: Annotated[int, Meta(ge=1)] = 3


class Contest(Part, frozen=True, kw_only=True):
    rulebook: Literal["paired-debates"] = "paired-debates"
    rules: Rules = Rules()
    nomination: str = ""
    participants: tuple[Participant, ...]
    judges: tuple[Judge, ...]
    topics: tuple[Topic, ...]
