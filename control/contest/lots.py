"""Drawing lots: who may draw what when, and what a draw changes (clauses 5.8.1.2.1, 5.8.1.2.2; docs/draws.md)."""

from msgspec import Struct
from msgspec.structs import replace

from control.contest.commands import Agree, CommitDraw, RecordDraw, RevealDraw
from control.contest.draw import LONGEST_WORD, Draw, DrawKind, hash_of, order_of, word_of
from control.contest.events import Agreed, DrawCommitted, DrawRecorded, DrawRevealed
from control.contest.standings import opponents_for_odd
from control.contest.state import (
    DebateState,
    Pair,
    is_under_way,
    odd_pair,
    others_done,
    pair_of,
    pending_draw,
)
from control.core.context import Context
from control.core.types import Decision, DrawId, PairId, ParticipantId, TopicId
from control.errors import Rejection, reject


class Urn(Struct, frozen=True):
    """What a draw draws from, and for which pair."""

    items: tuple[str, ...]
    pair: Pair | None = None

    @property
    def pair_id(self) -> PairId | None:
        return self.pair.id if self.pair else None


def commit(state: DebateState, command: CommitDraw, ctx: Context) -> Decision:
    if state.rules is not None and state.rules.draw_method == "manual":
        return reject("draw-is-manual")
    if sealed := _still_sealed(state, ctx):
        return sealed
    urn = urn_of(state, command.draw, command.pair)
    if isinstance(urn, Rejection):
        return urn
    if is_settled(state, command.draw, urn.pair):
        return reject("draw-already-made")
    draw_id = _new_id(state, command.draw, ctx)
    sealed_by = hash_of(ctx.seed_for(draw_id))
    committed = DrawCommitted(
        id=draw_id, draw=command.draw, pair=urn.pair_id, items=urn.items, hash=sealed_by, at=ctx.now
    )
    return (committed,)


def reveal(state: DebateState, command: RevealDraw, ctx: Context) -> Decision:
    draw = next((draw for draw in state.draws if draw.id == command.id), None)
    if draw is None:
        return reject("no-such-draw")
    if not draw.pending:
        return ()
    if draw != pending_draw(state):
        return reject("draw-replaced")
    word = word_of(command.word)
    if word is not None and len(word) > LONGEST_WORD:
        return reject("word-too-long", longest=LONGEST_WORD)
    seed = ctx.seed_for(draw.id)
    if hash_of(seed) != draw.hash:
        return reject("draw-seed-lost")
    order = order_of(seed, word, draw.items)
    drawn = DrawRevealed(id=draw.id, draw=draw.kind, pair=draw.pair, seed=seed, word=word, order=order, at=ctx.now)
    return (drawn,)


def record(state: DebateState, command: RecordDraw, ctx: Context) -> Decision:
    if state.rules is not None and state.rules.draw_method != "manual":
        return reject("draw-not-manual")
    if sealed := _still_sealed(state, ctx):
        return sealed
    urn = urn_of(state, command.draw, command.pair)
    if isinstance(urn, Rejection):
        return urn
    order = command.order
    if not order or len(set(order)) != len(order) or not set(order) <= set(urn.items):
        return reject("draw-order-wrong")
    if command.draw == "pairs" and len(order) != len(urn.items):
        return reject("draw-order-wrong")
    before = [draw for draw in state.draws if draw.kind == command.draw and draw.pair == urn.pair_id]
    if before and before[-1].order == order and is_settled(state, command.draw, urn.pair):
        return ()
    draw_id = _new_id(state, command.draw, ctx)
    recorded = DrawRecorded(id=draw_id, draw=command.draw, pair=urn.pair_id, items=urn.items, order=order, at=ctx.now)
    return (recorded,)


def agree(state: DebateState, command: Agree) -> Decision:
    pair = pair_of(state, command.pair)
    if pair is None:
        return reject("no-such-pair")
    if is_under_way(state, pair):
        return reject("pair-under-way")
    if len(pair.debaters) < 2:
        return reject("opponent-not-drawn")
    if command.first not in pair.debaters:
        return reject("not-in-pair")
    if pair.topic is None:
        return reject("topic-not-drawn")
    if pair.by_lot:
        return reject("positions-drawn")
    pending = pending_draw(state)
    if pending is not None and pending.pair == pair.id:
        return reject("draw-pending")
    return () if pair.first == command.first else (Agreed(pair.id, command.first),)


def urn_of(state: DebateState, kind: DrawKind, pair_id: PairId | None) -> Urn | Rejection:
    """What such a draw would draw from now, or why it cannot be made."""
    if state.rules is None:
        return reject("contest-not-open")
    if kind == "pairs":
        if any(pair.topic or is_under_way(state, pair) for pair in state.pairs):
            return reject("draw-already-made")
        few = len(state.participants) < 2
        return reject("too-few-participants") if few else Urn(tuple(state.participants))
    if not state.pairs:
        return reject("pairs-not-drawn")
    if kind == "opponent":
        return _opponents(state, pair_id)
    if pair_id is None and state.pair is None:
        return reject("no-pair-selected")
    pair = pair_of(state, pair_id or state.pair)
    if pair is None:
        return reject("no-such-pair")
    if is_under_way(state, pair):
        return reject("pair-under-way")
    if len(pair.debaters) < 2:
        return reject("opponent-not-drawn")
    if kind == "topic":
        return _topics(state, pair)
    return reject("topic-not-drawn") if pair.topic is None else Urn(tuple(pair.debaters), pair)


def _opponents(state: DebateState, pair_id: PairId | None) -> Urn | Rejection:
    odd = odd_pair(state)
    if odd is None or pair_id not in (None, odd.id):
        return reject("no-odd-participant")
    if is_under_way(state, odd):
        return reject("pair-under-way")
    if not others_done(state):
        return reject("pairs-not-done")
    return Urn(tuple(opponents_for_odd(state)), odd)


def _topics(state: DebateState, pair: Pair) -> Urn | Rejection:
    """Topics no other pair has; when there are none left, all of them again."""
    taken = {other.topic for other in state.pairs if other.id != pair.id}
    unused = tuple(topic for topic in state.topics if topic not in taken)
    return Urn(tuple(unused or state.topics), pair) if state.topics else reject("no-topics")


def is_settled(state: DebateState, kind: DrawKind, pair: Pair | None) -> bool:
    """Whether the draw was made already. An agreement on positions is none: it may still be put to the lot."""
    if pair is None:
        return bool(state.pairs)
    match kind:
        case "topic":
            return pair.topic is not None
        case "positions":
            return pair.by_lot
        case _:
            return len(pair.debaters) == 2


def _still_sealed(state: DebateState, ctx: Context) -> Rejection | None:
    """A committed draw must be revealed before the next one, unless its seed was lost and it never can be."""
    pending = pending_draw(state)
    if pending is not None and hash_of(ctx.seed_for(pending.id)) == pending.hash:
        return reject("draw-pending")
    return None


def _new_id(state: DebateState, kind: DrawKind, ctx: Context) -> DrawId:
    """The time in it keeps one contest's seeds from being another's under the same key."""
    return DrawId(f"{len(state.draws) + 1}-{kind}-{ctx.now}")


# --- what a draw changes ---


def committed(state: DebateState, event: DrawCommitted) -> DebateState:
    draw = Draw(
        id=event.id,
        kind=event.draw,
        pair=event.pair,
        items=event.items,
        hash=event.hash,
        committed=event.at,
    )
    return replace(state, draws=(*state.draws, draw))


def revealed(state: DebateState, event: DrawRevealed) -> DebateState:
    draw = next((draw for draw in state.draws if draw.id == event.id and draw.pending), None)
    if draw is None:
        return state
    done = replace(draw, seed=event.seed, word=event.word, order=event.order, done=event.at)
    draws = tuple(done if each.id == done.id else each for each in state.draws)
    return _apply(replace(state, draws=draws), done.kind, done.pair, event.order)


def recorded(state: DebateState, event: DrawRecorded) -> DebateState:
    draw = Draw(
        id=event.id,
        kind=event.draw,
        pair=event.pair,
        items=event.items,
        hash=None,
        order=event.order,
        done=event.at,
    )
    return _apply(replace(state, draws=(*state.draws, draw)), event.draw, event.pair, event.order)


def _apply(state: DebateState, kind: DrawKind, pair_id: PairId | None, order: tuple[str, ...]) -> DebateState:
    if kind == "pairs":
        return replace(state, pairs=pairs_from(order), pair=None)
    pair = pair_of(state, pair_id)
    if pair is None or not order:
        return state
    match kind:
        case "topic":
            return with_pair(state, replace(pair, topic=TopicId(order[0]), first=None, by_lot=False))
        case "positions":
            return with_pair(state, replace(pair, first=ParticipantId(order[0]), by_lot=True))
        case "opponent":
            debaters = (pair.debaters[0], ParticipantId(order[0]))
            return with_pair(state, replace(pair, debaters=debaters, first=None, by_lot=False))


def pairs_from(order: tuple[str, ...]) -> tuple[Pair, ...]:
    """Two by two in the order drawn; the one left over is the odd participant (clause 5.8.1.2.1)."""
    return tuple(
        Pair(
            PairId(f"pair-{number}"),
            tuple(ParticipantId(item) for item in order[start : start + 2]),
            odd=start + 1 == len(order),
        )
        for number, start in enumerate(range(0, len(order), 2), 1)
    )


def with_pair(state: DebateState, changed: Pair) -> DebateState:
    return replace(state, pairs=tuple(changed if pair.id == changed.id else pair for pair in state.pairs))
