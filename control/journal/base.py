"""What a journal is: entries, the promise made about them, and what can go wrong."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from control.clock import Instant
from control.errors import EfirError

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""``progress(done, total)`` in pages of the file; called on the event loop."""


class Draft(msgspec.Struct, frozen=True):
    """What one accepted command adds to the journal.

    ``command_digest``: SHA-256 (hex) of the encoded command (`control.journal.chain.digest`), by which the
    same id with another content is noticed. ``events``: each one compact JSON object as UTF-8, as
    ``msgspec.json.encode`` of a tagged Struct gives it; may be empty (a command that changes nothing is still
    remembered by its id). No personal data and no secret belongs in here: an entry can never be deleted.
    """

    at: Instant
    actor: str
    command_id: str
    command_digest: str
    events: tuple[bytes, ...]


class Entry(msgspec.Struct, frozen=True):
    """A draft in its place: ``seq`` counts from 1 without a gap, ``previous`` and ``hash`` as
    `control.journal.chain` says."""

    seq: int
    at: Instant
    actor: str
    command_id: str
    command_digest: str
    events: tuple[bytes, ...]
    previous: str
    hash: str


class Head(NamedTuple):
    """The newest durable entry; ``seq`` 0 with the genesis hash while there is none."""

    seq: int
    hash: str


class Snapshot(msgspec.Struct, frozen=True):
    """The state after entry ``seq``, encoded as ``schema`` names it."""

    seq: int
    hash: str
    schema: str
    data: bytes


class JournalError(EfirError):
    """Anything the journal cannot do."""


class JournalUnusable(JournalError):
    """`Journal.open` found a file it cannot work with; ``code`` says which way, ``path`` where. Nothing was
    changed."""


class JournalLocked(JournalUnusable):
    """Another running Efir writes to this journal."""


class JournalFull(JournalError):
    """No room on the disk. The draft is not in the journal."""


class JournalBroken(JournalError):
    """The write failed for another reason, or what was read does not fit the chain; ``reason`` is the
    system's own text.

    A draft that failed so may still surface: `Journal.recover` says what to do.
    """


class JournalRefusing(JournalError):
    """An earlier write failed and `Journal.recover` has not succeeded since. Nothing was queued."""


class JournalBusy(JournalError):
    """Too many drafts wait for the disk already. Nothing was queued."""


class JournalDuplicate(JournalError):
    """This sender's command id is in the journal already, or on its way there. Nothing was queued:
    `Journal.find` knows the entry."""


class JournalClosed(JournalError):
    """The journal is not open. Nothing was queued."""


class Journal(Protocol):
    """The durable, ordered, hash-chained record of everything that happened; one writer.

    All methods are called on one event loop and none of them blocks it.
    """

    async def open(self) -> None:
        """Creates the journal if it does not exist, takes the writer's lock, checks the file.
        `JournalUnusable`, `JournalLocked`."""

    def head(self) -> Head:
        """The newest entry whose future has been resolved."""

    def append(self, draft: Draft) -> asyncio.Future[Entry]:
        """Queues a draft; the order of the calls is the order of the seqs.

        Raises (`JournalRefusing`, `JournalBusy`, `JournalDuplicate`, `JournalClosed`, ValueError for a
        malformed draft) when nothing was queued. The future resolves once the entry is durable; drafts that
        are there together share one commit. If a write fails, the futures of that draft *and of every later
        one that is not durable yet* fail with `JournalFull` or `JournalBroken` (they were decided on a state
        that never came to be), and from then on `append` raises `JournalRefusing` until `recover` succeeds.
        Cancelling the future does not take the draft back.
        """

    async def recover(self) -> Head:
        """Tries whether writing works again and if so ends the refusal; else raises `JournalFull` or
        `JournalBroken`.

        Returns the head as the file has it. After `JournalBroken` it may lie beyond the one known before (the
        operating system reported a failure for something it did keep): read on from the known one before
        deciding anything. Does nothing while the journal is not refusing.
        """

    def read(self, after: int) -> AsyncIterator[list[Entry]]:
        """The durable entries with ``seq > after`` in order, in chunks; each is checked against the chain
        (`JournalBroken`)."""

    async def find(self, actor: str, command_id: str) -> Entry | None:
        """The durable entry of a sender's command, by the sender's own id: for a retry that comes late or after a
        restart. An id that is not there is answered without yielding to the loop."""

    async def save_snapshot(self, seq: int, entry_hash: str, schema: str, data: bytes) -> None:
        """Keeps it beside the two before it. ValueError if entry ``seq`` has not this hash."""

    async def newest_snapshot(self, schema: str) -> Snapshot | None:
        """The newest of this schema that is undamaged and fits the chain."""

    def run(self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """Runs ``work`` on the writer's thread, in a transaction of its own, for tables beside the journal.

        Personal data and secrets (accounts, links) live there, where deletion really deletes. The transaction
        is committed durably when ``work`` returns, rolled back when it raises. ``work`` must neither begin
        nor end transactions, nor touch the journal's own tables, and it must be quick: appended drafts wait
        for it. It runs even while the journal refuses, so that reading (a sign-in) goes on; a failed one does
        not make the journal refuse.
        """

    async def backup(self, path: Path, progress: Progress) -> None:
        """Copies everything, as it is at one moment, to a new file while writing goes on. `JournalError` if
        ``path`` exists."""

    async def close(self) -> None:
        """Makes durable what was appended, then lets go of the file. Closing twice is harmless."""
