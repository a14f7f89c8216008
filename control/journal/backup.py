"""A copy of a journal while it is written: one file, whole or not there at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from control.journal import schema
from control.journal.base import JournalError

_PAGES_A_STEP = 256  # 1 MiB: progress moves, and a backup can be abandoned


def copy(source: sqlite3.Connection, target: Path, progress: Callable[[int, int], None]) -> None:
    """Copies what ``source`` sees at this moment to the new file ``target``; ``progress(done, total)`` in
    pages.

    Holds one read transaction throughout: without it SQLite starts again from the first page after each
    commit of the writer, and under load never ends. `JournalError`; ``target`` is then not there.
    """
    unfinished = target.with_name(target.name + ".new")
    try:
        if target.exists():
            raise JournalError("journal-backup-exists", path=str(target))
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            _copy_pages(source, unfinished, progress)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        schema.sync_directory(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise JournalError("journal-backup-failed", path=str(target), reason=str(error)) from error


def copy_file(journal: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    """`copy` for who has not opened the journal: ``efir backup`` beside a running Efir, or without one."""
    source = schema.open_reader(journal)
    try:
        copy(source, target, progress)
    finally:
        source.close()


def _copy_pages(source: sqlite3.Connection, unfinished: Path, progress: Callable[[int, int], None]) -> None:
    copied = sqlite3.connect(unfinished, isolation_level=None)
    try:
        source.execute("BEGIN")
        try:
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the moment that is copied
            source.backup(
                copied,
                pages=_PAGES_A_STEP,
                progress=lambda _, remaining, total: progress(total - remaining, total),
                sleep=0,
            )
        finally:
            source.execute("ROLLBACK")
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, readable from a read-only medium
        schema.check_file(copied, unfinished)
        schema.check_pages(copied, unfinished)
    finally:
        copied.close()
