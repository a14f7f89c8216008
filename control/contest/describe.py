"""What the log says of the contest's events: a Fluent message id and its arguments (control/texts/*/contest.ftl).

People, pairs and topics are ids here: `judge`, `participant`, `pair`, `topic`; whoever shows the sentence puts
names in their place. Never a score.
"""

from control.contest.draw import DrawKind
from control.contest.events import (
    Added,
    Agreed,
    BallotReceived,
    BellsSet,
    DrawCommitted,
    DrawRecorded,
    DrawRevealed,
    Entered,
    Opened,
    Paused,
    Restarted,
    Resumed,
    Revealed,
    Selected,
    Started,
    TimeUp,
)
from control.core.log import Args
from control.core.types import Event, PairId


def describe(event: Event) -> tuple[str, Args] | None:
    """Absent for an event of another module."""
    match event:
        case Opened(participants=participants, judges=judges, topics=topics):
            counts: Args = {
                "participants": len(participants),
                "judges": len(judges),
                "topics": len(topics),
            }
            return "log-contest-opened", counts
        case DrawCommitted(draw=draw, pair=pair):
            return "log-draw-committed", {"draw": draw, "pair": pair or ""}
        case DrawRevealed(draw=draw, pair=pair, order=order):
            return "log-draw-revealed", _drawn(draw, pair, order)
        case DrawRecorded(draw=draw, pair=pair, order=order):
            return "log-draw-recorded", _drawn(draw, pair, order)
        case Agreed(pair=pair, first=first):
            return "log-debate-agreed", {"pair": pair, "participant": first}
        case BallotReceived(pair=pair, judge=judge, revision=revision):
            if revision == 1:
                return "log-ballot-received", {"judge": judge, "pair": pair}
            return "log-ballot-corrected", {"judge": judge, "pair": pair, "revision": revision}
    return _describe_stage(event)


def _drawn(kind: DrawKind, pair: PairId | None, order: tuple[str, ...]) -> Args:
    """`topic` or `participant`: what came first."""
    return {"draw": kind, "pair": pair or "", "topic" if kind == "topic" else "participant": order[0]}


def _describe_stage(event: Event) -> tuple[str, Args] | None:
    match event:
        case Selected(pair=pair):
            return "log-debate-selected", {"pair": pair}
        case Entered(pair=pair, phase=phase):
            return "log-debate-entered", {"pair": pair, "phase": phase}
        case Started(phase=phase):
            return "log-debate-started", {"phase": phase}
        case Paused():
            return "log-debate-paused", {}
        case Resumed():
            return "log-debate-resumed", {}
        case Restarted(phase=phase):
            return "log-debate-restarted", {"phase": phase}
        case Added(ms=ms):
            return "log-debate-added" if ms > 0 else "log-debate-taken", {"seconds": round(abs(ms) / 1000)}
        case TimeUp(phase=phase):
            return "log-debate-time-up", {"phase": phase}
        case BellsSet(muted=muted):
            return "log-debate-bells-muted" if muted else "log-debate-bells-on", {}
        case Revealed(pair=pair):
            return "log-debate-revealed", {"pair": pair}
    return None
