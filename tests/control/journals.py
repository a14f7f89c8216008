"""What the journal's tests share."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from control.clock import Instant
from control.journal import Draft, Entry, SqliteJournal
from control.journal.chain import START, chained, digest

_numbers = itertools.count()


def draft(
    actor: str = "judge-1", command_id: str | None = None, events: tuple[bytes, ...] = (b'{"type":"x"}',)
) -> Draft:
    name = command_id if command_id is not None else f"c{next(_numbers)}"
    return Draft(Instant(1_700_000_000_000), actor, name, digest(name.encode()), events)


def chain_of(*drafts: Draft) -> list[Entry]:
    head, entries = START, []
    for one in drafts:
        entry = chained(head, one)
        entries.append(entry)
        head = type(head)(entry.seq, entry.hash)
    return entries


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqliteJournal]:
    journal = SqliteJournal(path)
    await journal.open()
    try:
        yield journal
    finally:
        await journal.close()


async def everything(journal: SqliteJournal, after: int = 0) -> list[Entry]:
    return [entry async for chunk in journal.read(after) for entry in chunk]
