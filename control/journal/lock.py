"""One writer at a time, on every system: an SQLite database beside the journal, held locked.

The lock is the operating system's on an open file, so it is gone when its process is, however that ended; the
file stays and means nothing. It is not the journal itself that is locked because others may read that one
(backup, verify).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from control.journal.base import JournalLocked
from control.journal.schema import primary_code, unusable


def take(journal: Path) -> sqlite3.Connection:
    """Holds the lock until the connection is closed. `JournalLocked`, `JournalUnusable`."""
    try:
        journal.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(journal.with_name(journal.name + ".lock"), isolation_level=None, timeout=0)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        if primary_code(error) == sqlite3.SQLITE_BUSY:
            raise JournalLocked("journal-locked", path=str(journal)) from error
        raise unusable(error, journal) from error
    return connection
