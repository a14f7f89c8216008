"""The journal in one SQLite file: the face that the loop sees. `control.journal.base.Journal` states the
promises."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from control.journal import backup, rows
from control.journal.base import (
    Draft,
    Entry,
    Head,
    JournalBusy,
    JournalClosed,
    JournalDuplicate,
    JournalError,
    JournalRefusing,
    Progress,
    Snapshot,
)
from control.journal.chain import START
from control.journal.reader import Reader
from control.journal.writer import Found, Pending, Settled, Writer

T = TypeVar("T")

_CHUNK = 1000  # entries
_MOST_PENDING = 4096  # drafts


class SqliteJournal:
    """A `Journal`. ``path`` is the file; SQLite puts ``-wal`` and ``-shm`` beside it, the lock is
    ``.lock``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Writer | None = None
        self._reader = Reader(path)
        self._head = START
        self._gathered: list[Pending] = []  # appended in this turn of the loop
        self._pending = 0
        self._refusing = False
        # `command_key` → seq, 0 while on its way, of every command there ever was: about 12 MB for 100 000.
        self._commands: dict[int, int] = {}

    async def open(self) -> None:
        writer = Writer(self._path, asyncio.get_running_loop(), self._settle)
        self._know(await writer.start())
        self._writer = writer

    def head(self) -> Head:
        return self._head

    def append(self, draft: Draft) -> asyncio.Future[Entry]:
        self._opened()
        if self._refusing:
            raise JournalRefusing("journal-refusing", path=str(self._path))
        if self._pending >= _MOST_PENDING:
            raise JournalBusy("journal-busy", pending=self._pending)
        command = rows.command_key(draft.actor, draft.command_id)
        if command in self._commands:
            raise JournalDuplicate("journal-duplicate", command=draft.command_id)
        _validate(draft)
        loop = asyncio.get_running_loop()
        if not self._gathered:
            # All that is appended in one turn goes over together. Handing over each at once would wake the
            # thread for the first and make it pay a whole commit for that one alone.
            loop.call_soon(self._hand_over)
        future: asyncio.Future[Entry] = loop.create_future()
        self._gathered.append(Pending(draft, future))
        self._pending += 1
        self._commands[command] = 0
        return future

    async def recover(self) -> Head:
        writer = self._opened()
        if self._refusing:
            self._hand_over()  # what was appended before fails, as promised, and not after the recovery
            self._know(await writer.call(writer.recover))
            self._refusing = False
        return self._head

    async def read(self, after: int) -> AsyncIterator[list[Entry]]:
        self._opened()
        while chunk := await self._reader.call(rows.entries_after, after, _CHUNK):
            yield chunk
            after = chunk[-1].seq

    async def find(self, actor: str, command_id: str) -> Entry | None:
        self._opened()
        seq = self._commands.get(rows.command_key(actor, command_id), 0)
        return await self._reader.call(rows.entry_at, seq) if seq else None

    async def save_snapshot(self, seq: int, entry_hash: str, schema: str, data: bytes) -> None:
        self._opened()
        if self._refusing:
            raise JournalRefusing("journal-refusing", path=str(self._path))
        snapshot = Snapshot(seq, entry_hash, schema, data)
        await self.run(lambda connection: rows.insert_snapshot(connection, snapshot))

    async def newest_snapshot(self, schema: str) -> Snapshot | None:
        self._opened()
        return await self._reader.call(rows.newest_snapshot, schema)

    def run(self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        writer = self._opened()
        self._hand_over()
        return writer.call(lambda: writer.transaction(work))

    async def backup(self, path: Path, progress: Progress) -> None:
        self._opened()
        loop = asyncio.get_running_loop()
        reader = Reader(self._path)  # of its own: others go on reading meanwhile
        try:
            await reader.call(backup.copy, path, lambda *pages: loop.call_soon_threadsafe(progress, *pages))
        finally:
            await reader.stop()

    async def close(self) -> None:
        if self._writer is not None:
            self._hand_over()
            writer, self._writer = self._writer, None
            await self._reader.stop()  # first, so that the writer is the last and leaves one clean file
            await writer.stop()

    def _opened(self) -> Writer:
        if self._writer is None:
            raise JournalClosed("journal-closed", path=str(self._path))
        return self._writer

    def _know(self, found: Found) -> None:
        self._head = found.head
        self._commands.update(found.commands)

    def _hand_over(self) -> None:
        if self._gathered and self._writer is not None:
            self._writer.write(self._gathered)
            self._gathered = []

    def _settle(self, settled: Settled) -> None:
        self._pending -= len(settled.group)
        if settled.error is not None:
            self._refusing = True
            for pending in settled.group:
                del self._commands[rows.command_key(pending.draft.actor, pending.draft.command_id)]
                if not pending.future.done():
                    pending.future.set_exception(_copy(settled.error))
            return
        last = settled.entries[-1]
        self._head = Head(last.seq, last.hash)
        for pending, entry in zip(settled.group, settled.entries, strict=True):
            self._commands[rows.command_key(entry.actor, entry.command_id)] = entry.seq
            if not pending.future.done():  # cancelled by the one who waited
                pending.future.set_result(entry)


def _validate(draft: Draft) -> None:
    """ValueError for what could be written but not read again as it was."""
    if abs(draft.at) >= 2**53:
        raise ValueError(f"command {draft.command_id!r}: {draft.at} is no moment")
    try:
        joined = rows.join_events(draft.events)
        draft.actor.encode()
        draft.command_id.encode()
        draft.command_digest.encode()
    except UnicodeError as error:
        raise ValueError(f"command {draft.command_id!r}: not UTF-8") from error
    if rows.split_events(joined) != draft.events:  # msgspec.DecodeError is a ValueError
        raise ValueError(f"command {draft.command_id!r}: an event is not one compact JSON value")


def _copy(error: JournalError) -> JournalError:
    """An error each: raising one exception in many tasks would pile up their tracebacks on it."""
    fresh = type(error)(error.code, **error.arguments)
    fresh.__cause__ = error.__cause__
    return fresh
