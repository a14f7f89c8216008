"""The protocol, recomputed: from the events alone, what was drawn, scored and won, and what does not add up.

Nothing the journal says is believed that can be worked out: draws are drawn again from their seeds, ballots are
checked one by one, totals, outcomes and standings are computed anew. A forged event must not stop it: what cannot be
used is reported and left out.
"""

from collections.abc import Iterable

from msgspec import Struct

from control.contest.ballots import why_unsound
from control.contest.commands import Agree
from control.contest.debate import evolve
from control.contest.draw import Draw, check, hash_of, order_of
from control.contest.events import (
    EVENTS,
    Agreed,
    BallotReceived,
    DrawCommitted,
    DrawRecorded,
    DrawRevealed,
    Opened,
    Revealed,
    Seat,
)
from control.contest.lots import agree, is_settled, urn_of
from control.contest.opening import forbidden_change
from control.contest.standings import Result, Standing, results_of, standings, totals_of
from control.contest.state import (
    Ballot,
    DebateState,
    counted,
    is_recused,
    missing,
    pair_of,
    pending_draw,
    seat_of,
    sides,
)
from control.core.types import Event, JudgeId, PairId, ParticipantId, TopicId
from control.errors import Rejection
from control.show import Rules


class Finding(Struct, frozen=True):
    """Something to know about the record. `code` is a Fluent message id; `args` hold ids."""

    code: str
    args: dict[str, str | int]
    fault: bool = True
    """False: remarkable, and allowed."""


class PairRecord(Struct, frozen=True, kw_only=True):
    id: PairId
    debaters: tuple[ParticipantId, ...]
    """The one with the topic's first position first."""
    odd: bool
    topic: TopicId | None
    positions_by_lot: bool
    revealed: bool
    ballots: dict[JudgeId, Ballot]
    results: dict[ParticipantId, Result]
    """Empty before the reveal."""


class Protocol(Struct, frozen=True, kw_only=True):
    participants: tuple[ParticipantId, ...]
    judges: tuple[Seat, ...]
    rules: Rules | None
    draws: tuple[Draw, ...]
    pairs: tuple[PairRecord, ...]
    standings: tuple[Standing, ...]
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Nothing contradicts the rules or itself."""
        return not any(finding.fault for finding in self.findings)


def recompute(events: Iterable[Event]) -> Protocol:
    """The protocol of these events, oldest first; events of other modules are passed over."""
    reading = _Reading()
    for event in events:
        if isinstance(event, EVENTS):
            reading.read(event)
    reading.close()
    state = reading.state
    return Protocol(
        participants=state.participants,
        judges=state.judges,
        rules=state.rules,
        draws=state.draws,
        pairs=tuple(
            PairRecord(
                id=pair.id,
                debaters=sides(pair),
                odd=pair.odd,
                topic=pair.topic,
                positions_by_lot=pair.by_lot,
                revealed=pair.revealed,
                ballots=counted(state, pair),
                results=results_of(state, pair),
            )
            for pair in state.pairs
        ),
        standings=standings(state),
        findings=tuple(reading.findings),
    )


class _Reading:
    """Reads the record from its beginning, holding every event against what is known before it."""

    def __init__(self) -> None:
        self.state = DebateState()
        self.findings: list[Finding] = []

    def read(self, event: Event) -> None:
        sound = True
        match event:
            case Opened():
                self._opened(event)
            case DrawCommitted():
                sound = self._committed(event)
            case DrawRevealed():
                self._revealed_draw(event)
                return
            case DrawRecorded():
                sound = self._recorded(event)
            case Agreed(pair=pair, first=first):
                sound = self._expect(agree(self.state, Agree(pair, first)), "verify-positions", pair=pair)
            case BallotReceived():
                sound = self._ballot(event)
            case Revealed():
                sound = self._revealed(event)
        if sound:
            self.state = evolve(self.state, event)

    def close(self) -> None:
        for draw in self.state.draws:
            if draw.pending:
                self._note("verify-draw-not-revealed", draw=draw.id)

    def _fault(self, code: str, **args: str | int) -> bool:
        self.findings.append(Finding(code, args))
        return False

    def _note(self, code: str, **args: str | int) -> None:
        self.findings.append(Finding(code, args, fault=False))

    def _expect(self, decision: object, code: str, **args: str | int) -> bool:
        """Whether the rules would have allowed it."""
        return self._fault(code, **args) if isinstance(decision, Rejection) else True

    def _opened(self, event: Opened) -> None:
        """Believed either way (there is nothing else to go by), but not in silence."""
        if any(draw.kind == "pairs" for draw in self.state.draws):
            what = forbidden_change(self.state, event)
            if what is not None:
                self._fault("verify-changed-after-draw", what=what)

    def _drawn_from(self, event: DrawCommitted | DrawRecorded) -> bool:
        """Whether the draw drew from what the rules say, by the method they say."""
        rules = self.state.rules
        manual = isinstance(event, DrawRecorded)
        if rules is not None and manual != (rules.draw_method == "manual"):
            self._fault("verify-draw-method", draw=event.id)
        if any(draw.id == event.id for draw in self.state.draws):
            return self._fault("verify-draw-twice", draw=event.id)
        urn = urn_of(self.state, event.draw, event.pair)
        if isinstance(urn, Rejection):
            return self._fault("verify-draw-untimely", draw=event.id)
        if (urn.items, urn.pair_id) != (event.items, event.pair):
            return self._fault("verify-draw-items", draw=event.id)
        if not manual and is_settled(self.state, event.draw, urn.pair):
            return self._fault("verify-draw-again", draw=event.id)
        return True

    def _committed(self, event: DrawCommitted) -> bool:
        return self._drawn_from(event)

    def _recorded(self, event: DrawRecorded) -> bool:
        if not self._drawn_from(event):
            return False
        if event.draw == "pairs" and len(event.order) != len(event.items):
            return self._fault("verify-draw-order", draw=event.id)
        draw = Draw(id=event.id, kind=event.draw, pair=event.pair, items=event.items, hash=None, order=event.order)
        return check(draw) or self._fault("verify-draw-order", draw=event.id)

    def _revealed_draw(self, event: DrawRevealed) -> None:
        """Applies the order drawn again, not the recorded one; a seed that is not the published one draws nothing."""
        draw = next((draw for draw in self.state.draws if draw.id == event.id), None)
        if draw is None or draw != pending_draw(self.state) or (draw.kind, draw.pair) != (event.draw, event.pair):
            self._fault("verify-draw-unknown", draw=event.id)
            return
        urn = urn_of(self.state, draw.kind, draw.pair)
        if isinstance(urn, Rejection) or urn.items != draw.items:
            self._fault("verify-draw-untimely", draw=event.id)
            return
        if hash_of(event.seed) != draw.hash:
            self._fault("verify-draw-hash", draw=event.id)
            return
        done = Draw(
            id=draw.id,
            kind=draw.kind,
            pair=draw.pair,
            items=draw.items,
            hash=draw.hash,
            seed=event.seed,
            word=event.word,
            order=event.order,
        )
        if not check(done):
            self._fault("verify-draw-order", draw=event.id)
        order = order_of(event.seed, event.word, draw.items)
        drawn_again = DrawRevealed(
            id=event.id,
            draw=event.draw,
            pair=event.pair,
            seed=event.seed,
            word=event.word,
            order=order,
            at=event.at,
        )
        self.state = evolve(self.state, drawn_again)

    def _ballot(self, event: BallotReceived) -> bool:
        state, about = self.state, {"judge": event.judge, "pair": event.pair}
        pair, seat = pair_of(state, event.pair), seat_of(state, event.judge)
        if pair is None or state.rules is None:
            return self._fault("verify-no-such-pair", pair=event.pair)
        if seat is None or is_recused(seat, pair):
            return self._fault("verify-ballot-judge", **about)
        if pair.revealed:
            return self._fault("verify-ballot-late", **about)
        if state.pair != pair.id or state.phase != "judging":
            self._fault("verify-ballot-untimely", **about)
        if why_unsound(event.scores, pair, state.rules):
            return self._fault("verify-ballot-scores", **about)
        before = state.ballots.get(pair.id, {}).get(event.judge)
        if event.revision != (before.revision + 1 if before else 1):
            self._fault("verify-ballot-revision", **about)
        return True

    def _revealed(self, event: Revealed) -> bool:
        state = self.state
        pair = pair_of(state, event.pair)
        if pair is None or state.rules is None:
            return self._fault("verify-no-such-pair", pair=event.pair)
        if pair.revealed:
            return self._fault("verify-revealed-twice", pair=pair.id)
        ballots = counted(state, pair)
        if len(ballots) < state.rules.min_judges:
            self._fault("verify-too-few-ballots", pair=pair.id, least=state.rules.min_judges)
        if absent := len(missing(state, pair)):
            self._note("verify-ballots-missing", pair=pair.id, missing=absent)
        totals = totals_of(pair.debaters, (ballot.scores for ballot in ballots.values()))
        if totals != event.totals:
            self._fault("verify-totals", pair=pair.id)
        return True
