"""The hash chain, pure. docs/verify.md states the same rule for those who check it without this program.

An entry's hash is SHA-256 over the UTF-8 bytes of one JSON array
``[previous, seq, at, actor, command_id, command_digest, [event, …]]`` in the form of RFC 8785 (no white
space, shortest escapes). Events stand in it as *strings* holding their JSON text, so nobody has to reproduce
how numbers inside them were written. All integers are below 2⁵³.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from control.clock import Instant
from control.journal.base import Draft, Entry, Head

GENESIS = "0" * 64
"""``previous`` of the first entry."""

START = Head(0, GENESIS)

_encode = msgspec.json.Encoder().encode


class Break(msgspec.Struct, frozen=True):
    """Where a chain stops being one. ``reason``: *seq* a gap or repetition, *previous* the entry names
    another predecessor, *hash* the entry's content is not what was hashed."""

    seq: int
    reason: Literal["seq", "previous", "hash"]


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def link(
    previous: str,
    seq: int,
    at: Instant,
    actor: str,
    command_id: str,
    command_digest: str,
    events: tuple[bytes, ...],
) -> str:
    """The hash of an entry. UnicodeDecodeError if an event is not UTF-8."""
    texts = [event.decode() for event in events]
    return digest(_encode([previous, seq, at, actor, command_id, command_digest, texts]))


def chained(head: Head, draft: Draft) -> Entry:
    """The draft as the entry that follows ``head``."""
    d = draft
    seq = head.seq + 1
    own_hash = link(head.hash, seq, d.at, d.actor, d.command_id, d.command_digest, d.events)
    return Entry(seq, d.at, d.actor, d.command_id, d.command_digest, d.events, head.hash, own_hash)


def check(entries: Iterable[Entry], after: Head = START) -> Break | None:
    """None if the entries continue the chain from ``after`` without a fault, else the first fault.

    A fault is named by the ``seq`` that the entry at that place should have.
    """
    for entry in entries:
        seq = after.seq + 1
        if entry.seq != seq:
            return Break(seq, "seq")
        if entry.previous != after.hash:
            return Break(seq, "previous")
        if entry.hash != _hash_of(entry):
            return Break(seq, "hash")
        after = Head(seq, entry.hash)
    return None


def _hash_of(entry: Entry) -> str | None:
    """None for events that are not UTF-8: no hash belongs to them."""
    e = entry
    try:
        return link(e.previous, e.seq, e.at, e.actor, e.command_id, e.command_digest, e.events)
    except UnicodeDecodeError:
        return None
