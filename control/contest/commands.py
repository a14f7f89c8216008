"""What people and clocks may ask of the contest. Names on the wire: `contest.…`, `draw.…`, `debate.…`, `ballot.…`."""

from control.clock import Duration
from control.contest.draw import DrawKind
from control.contest.rulebook import Phase
from control.core.types import Command, DrawId, PairId, ParticipantId, TopicId


class Open(Command, frozen=True, tag="contest.open"):
    """Efir's own, at every start: the contest is what the show file says."""


class CommitDraw(Command, frozen=True, tag="draw.commit"):
    """Publishes the hash. `pair` absent: the pair on stage (for `opponent`: the odd participant's)."""

    draw: DrawKind
    pair: PairId | None = None


class RevealDraw(Command, frozen=True, tag="draw.reveal"):
    """Publishes the seed and with it the order. `word`: said in the hall after the hash was published."""

    id: DrawId
    word: str | None = None


class RecordDraw(Command, frozen=True, tag="draw.record"):
    """A physical draw, first drawn first; a topic's or an opponent's may stop after the first one."""

    draw: DrawKind
    order: tuple[str, ...]
    pair: PairId | None = None


class Select(Command, frozen=True, tag="debate.select"):
    """Brings a pair on stage."""

    pair: PairId


class Agree(Command, frozen=True, tag="debate.agree"):
    """The debaters agreed: `first` takes the topic's first position (clause 5.8.1.2.2)."""

    pair: PairId
    first: ParticipantId


class SetTopic(Command, frozen=True, tag="debate.topic"):
    """The topic of a physical draw: `draw.record` with one item."""

    pair: PairId
    topic: TopicId


class StageCommand(Command, frozen=True, kw_only=True):
    """Acts on whatever is on stage. `pair` and `phase`: what its sender saw there; if that moved on meanwhile, nothing
    happens, so a double tap moves one step and an old act undone late touches no other debate."""

    pair: PairId | None = None
    phase: Phase | None = None


class Next(StageCommand, frozen=True, tag="debate.next"):
    """On to the next phase, or from a result (or an empty stage) to the next pair."""


class Back(StageCommand, frozen=True, tag="debate.back"):
    """Back to the phase before, its clock as it was left."""


class Start(StageCommand, frozen=True, tag="debate.start"):
    """Runs the clock, also on after a pause."""


class Pause(StageCommand, frozen=True, tag="debate.pause"):
    pass


class Resume(StageCommand, frozen=True, tag="debate.resume"):
    pass


class Restart(StageCommand, frozen=True, tag="debate.restart"):
    """The phase's clock from the beginning, standing."""


class Add(StageCommand, frozen=True, tag="debate.add"):
    """Lengthens the clock by `ms`, or shortens it if negative."""

    ms: Duration


class Reveal(StageCommand, frozen=True, tag="debate.reveal"):
    """Shows the result of the pair on stage. `missing_ok`: without the ballots that did not come."""

    missing_ok: bool = False


class Bells(Command, frozen=True, tag="debate.bells"):
    muted: bool


class Due(Command, frozen=True, tag="debate.due"):
    """Efir's own: the running clock reached zero."""


class Cast(Command, frozen=True, tag="ballot.cast"):
    """A judge's whole ballot for a pair: participant → criterion → points. Again before the reveal: a correction."""

    pair: PairId
    scores: dict[str, dict[str, int | float]]


COMMANDS: tuple[type[Command], ...] = (
    Open,
    CommitDraw,
    RevealDraw,
    RecordDraw,
    Select,
    Agree,
    SetTopic,
    Next,
    Back,
    Start,
    Pause,
    Resume,
    Restart,
    Add,
    Reveal,
    Bells,
    Due,
    Cast,
)
