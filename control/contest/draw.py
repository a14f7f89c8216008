"""Lots by commit and reveal: the hash of a secret seed is published before the draw, the seed after it.

Everything here can be recomputed by anyone with SHA-256; docs/draws.md says how. All texts are UTF-8.

- hash: SHA-256 of the seed's 64 hex digits, as hex;
- lot of an item: SHA-256 of `seed LF word LF item`, as hex (no word: an empty one);
- order: the items by their lots, smallest first.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from typing import Literal

from msgspec import Struct

from control.clock import Instant
from control.core.types import DrawId, PairId

DrawKind = Literal["pairs", "topic", "positions", "opponent"]
LONGEST_WORD = 100
SEED = re.compile(r"[0-9a-f]{64}")


class Draw(Struct, frozen=True, kw_only=True):
    """A draw as the journal tells it. Committed: `hash` is present; revealed: `order` is; physical: no `hash`."""

    id: DrawId
    kind: DrawKind
    pair: PairId | None
    items: tuple[str, ...]
    """What is drawn from, in the order in which it was published."""
    hash: str | None
    seed: str | None = None
    word: str | None = None
    order: tuple[str, ...] | None = None
    """The items in the order drawn. A physical draw may stop after the first one."""
    committed: Instant | None = None
    done: Instant | None = None

    @property
    def manual(self) -> bool:
        return self.hash is None

    @property
    def pending(self) -> bool:
        return self.order is None


def hash_of(seed: str) -> str:
    """What is published before the draw."""
    return sha256(seed.encode()).hexdigest()


def lot_of(seed: str, word: str, item: str) -> str:
    return sha256(f"{seed}\n{word}\n{item}".encode()).hexdigest()


def order_of(seed: str, word: str | None, items: Iterable[str]) -> tuple[str, ...]:
    """The items in the order drawn; it does not depend on the order in which they are given."""
    return tuple(sorted(items, key=lambda item: (lot_of(seed, word or "", item), item)))


def word_of(said: str | None) -> str | None:
    """The word as it enters the lot: Unicode NFC, one space between words, none around; absent if nothing is left."""
    if said is None:
        return None
    return " ".join(unicodedata.normalize("NFC", said).split()) or None


def check(draw: Draw) -> bool:
    """Whether a draw is what it claims to be.

    Revealed: the seed is well formed and hashes to the published hash, and the lots give the recorded order.
    Physical: nothing but the items is in the order, each once. A draw that is not revealed claims nothing yet: False.
    """
    if draw.order is None or len(set(draw.items)) != len(draw.items):
        return False
    if draw.hash is None:
        drawn = set(draw.order)
        nothing_sealed = draw.seed is None and draw.word is None
        return nothing_sealed and bool(drawn) and len(drawn) == len(draw.order) and drawn <= set(draw.items)
    if draw.seed is None or not SEED.fullmatch(draw.seed) or word_of(draw.word) != draw.word:
        return False
    return hash_of(draw.seed) == draw.hash and order_of(draw.seed, draw.word, draw.items) == draw.order
