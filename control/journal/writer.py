"""The writer's thread: what the loop hands over, in order, with as few commits as possible."""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from control.journal import lock, rows, schema
from control.journal.base import Draft, Entry, Head, JournalBroken, JournalError, JournalFull
from control.journal.chain import START, chained

_log = logging.getLogger(__name__)

_LARGEST_GROUP = 1024  # drafts: bounds how long the first of a group waits for the last
_PROBE = 64 * 1024  # bytes that must fit before writing is said to work again


class Pending(NamedTuple):
    """A draft on its way."""

    draft: Draft
    future: asyncio.Future[Entry]


class Settled(NamedTuple):
    """What became of a group: an entry each, or one error for all."""

    group: Sequence[Pending]
    entries: Sequence[Entry]
    error: JournalError | None


class Found(NamedTuple):
    """What the file holds: its head, and the commands (`rows.commands_after`) that were not known before."""

    head: Head
    commands: dict[int, int]


class _Work(NamedTuple):
    """A call for the writer's thread."""

    work: Callable[[], Any]
    future: asyncio.Future[Any]


class _Stop(NamedTuple):
    future: asyncio.Future[None]


class Writer:
    """Owns the writing connection, the lock and the thread.

    Methods without an underscore are called on the loop; `settle` is called there too, once for each group.
    """

    def __init__(self, path: Path, loop: asyncio.AbstractEventLoop, settle: Callable[[Settled], None]) -> None:
        self._path = path
        self._loop = loop
        self._settle = settle
        # Bounded by the journal, which counts what is pending (`JournalBusy`).
        self._queue: queue.SimpleQueue[list[Pending] | _Work | _Stop] = queue.SimpleQueue()
        # A daemon: a journal that nobody closed must not keep a crashed program alive.
        self._thread = threading.Thread(target=self._run, name="efir-journal", daemon=True)
        # Below: the thread's own.
        self._head = START
        self._failed: JournalError | None = None
        self._connection: sqlite3.Connection | None = None
        self._lock: sqlite3.Connection | None = None

    async def start(self) -> Found:
        """Takes the lock and opens the file. `JournalUnusable`, and then the thread has ended."""
        # Thread.start waits for the thread to run.
        await asyncio.to_thread(self._thread.start)
        try:
            found: Found = await self.call(self._open)
        except BaseException:
            await self.stop()
            raise
        return found

    def write(self, group: list[Pending]) -> None:
        self._queue.put(group)

    def call(self, work: Callable[[], Any]) -> asyncio.Future[Any]:
        """Runs ``work`` on the thread, after everything handed over before."""
        future = self._loop.create_future()
        self._queue.put(_Work(work, future))
        return future

    async def stop(self) -> None:
        """Ends the thread after everything handed over before."""
        future = self._loop.create_future()
        self._queue.put(_Stop(future))
        await future
        await asyncio.to_thread(self._thread.join)

    def transaction(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """On the thread: ``work`` in a transaction of its own. SQLite's errors of the machine become the
        journal's."""
        connection = self._opened()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                if isinstance(result, sqlite3.Cursor):
                    raise TypeError("return rows: a cursor belongs to the writer's thread")
                connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
        except sqlite3.Error as error:
            if schema.is_of_the_machine(error):
                raise schema.failure(error, self._path) from error
            raise
        return result

    def recover(self) -> Found:
        """On the thread: `Journal.recover`."""
        try:
            if not isinstance(self._failed, JournalFull):
                # Not only out of space: the connection's own idea of the file is in doubt.
                self._close_connection()
                self._connection = schema.open_writer(self._path)
            self.transaction(_probe)
            found = self._look()
        except (JournalFull, JournalBroken) as error:
            self._failed = error
            raise
        except (JournalError, sqlite3.Error) as error:
            self._failed = schema.failure(error, self._path)
            raise self._failed from error
        self._failed = None
        return found

    # --- the thread ---

    def _run(self) -> None:
        while True:
            item = self._queue.get()
            if isinstance(item, list):
                following = self._write_group(item)
                if following is None:
                    continue
                item = following
            if isinstance(item, _Stop):
                break
            self._do(item)
        try:
            self._close_connection()
        finally:
            if self._lock is not None:
                self._lock.close()
            self._tell(_finish, item.future, None, None)

    def _write_group(self, group: list[Pending]) -> _Work | _Stop | None:
        """Writes the group with all drafts waiting behind it; returns the first other item met, if any."""
        group = list(group)
        following: _Work | _Stop | None = None
        while following is None and len(group) < _LARGEST_GROUP:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                break
            if isinstance(item, list):
                group += item
            else:
                following = item
        self._tell(self._settle, self._write(group))
        return following

    def _write(self, group: Sequence[Pending]) -> Settled:
        """One commit for all of them. After a failure every draft fails until `recover`: it was decided on
        one that failed."""
        if self._failed is not None:
            return Settled(group, (), self._failed)
        entries: list[Entry] = []
        last = self._head
        try:
            for pending in group:
                entry = chained(last, pending.draft)
                entries.append(entry)
                last = Head(entry.seq, entry.hash)
            self.transaction(lambda connection: rows.insert_entries(connection, entries))
        except JournalError as error:
            self._failed = error
        except Exception as error:  # noqa: BLE001 - whatever it is, it must reach those who wait
            self._failed = schema.failure(error, self._path)
        if self._failed is not None:
            _log.critical("the journal failed and refuses further entries: %s", self._failed)
            return Settled(group, (), self._failed)
        self._head = last
        return Settled(group, entries, None)

    def _do(self, item: _Work) -> None:
        try:
            result = item.work()
        except Exception as error:  # noqa: BLE001 - goes to the one who asked
            self._tell(_finish, item.future, None, error)
        else:
            self._tell(_finish, item.future, result, None)

    def _open(self) -> Found:
        self._lock = lock.take(self._path)
        schema.create_missing(self._path)
        self._connection = schema.open_writer(self._path)
        try:
            return self._look()
        except sqlite3.Error as error:
            raise schema.unusable(error, self._path) from error

    def _look(self) -> Found:
        connection = self._opened()
        found = Found(rows.head(connection), rows.commands_after(connection, self._head.seq))
        self._head = found.head
        return found

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:  # `recover` could not open it again
            raise JournalBroken("journal-broken", path=str(self._path), reason="the file is not open")
        return self._connection

    def _close_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _roll_back(self) -> None:
        """SQLite has already rolled back by itself after some errors (disk full among them)."""
        connection = self._opened()
        if connection.in_transaction:
            try:
                connection.execute("ROLLBACK")
            except sqlite3.Error:
                # The first error is what matters; the next BEGIN fails if a transaction is still open.
                _log.exception("the journal could not be rolled back")

    def _tell(self, function: Callable[..., None], *arguments: Any) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:  # the loop was closed without closing the journal: nobody is left to be told
            _log.error("the event loop ended before its journal")


def _probe(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO probe VALUES (randomblob(?))", (_PROBE,))
    connection.execute("DELETE FROM probe")


def _finish(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if future.done():  # cancelled by the one who waited
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
