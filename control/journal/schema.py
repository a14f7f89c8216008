"""The journal's file: how it is made, recognised and opened, and what SQLite's errors mean here."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from control.journal.base import JournalBroken, JournalError, JournalFull, JournalUnusable

APPLICATION_ID = 0x45464952  # "EFIR"
VERSION = 1

# No index of the command ids: they are random, so each would dirty a page of its own in every commit. Who
# sent what is kept in memory instead (`control.journal.sqlite`).
# No STRICT tables: they need SQLite 3.37, and Python 3.11 is also found beside 3.34 (RHEL 9).
_TABLES = f"""
BEGIN;
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,             -- UTC, milliseconds
    actor TEXT NOT NULL,
    command_id TEXT NOT NULL,
    command_digest TEXT NOT NULL,
    events TEXT NOT NULL,            -- a JSON array
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE snapshots (
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    schema TEXT NOT NULL,
    digest TEXT NOT NULL,            -- SHA-256 of data
    data BLOB NOT NULL,
    PRIMARY KEY (schema, seq)
);
CREATE TABLE probe (data BLOB NOT NULL);  -- `recover` writes here and takes it away again
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
COMMIT;
"""

# Result codes that speak of the machine; the others speak of a mistake in a statement or of a constraint.
_MACHINE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}

_NO_ROOM = 64 * 1024  # bytes: below this an I/O error is most likely a lack of space


def create_missing(path: Path) -> None:
    """Makes an empty journal if there is none. `JournalUnusable`."""
    try:
        if path.exists():
            return
        if path.with_name(path.name + "-wal").exists():
            # SQLite would replay this log into the new, empty file.
            raise JournalUnusable("journal-main-file-missing", path=str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        _create(path)
    except (OSError, sqlite3.Error) as error:
        raise unusable(error, path) from error


def _create(path: Path) -> None:
    """It appears under its name only when complete, so a file that is there but is no journal
    is always a fault, never an interrupted start."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    # Personal data lives beside the journal: nobody else reads the file (SQLite gives -wal and -shm the same
    # mode).
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(unfinished, isolation_level=None)
    try:
        connection.executescript(_TABLES)
    finally:
        connection.close()
    unfinished.replace(path)
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Makes the names in a directory durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes *and checkpoints*, on a file that exists. `JournalUnusable`.

    All others are opened read-only, also because of SQLite's WAL-reset bug (sqlite.org/wal.html, 3.7.0 …
    3.51.2): it needs two connections that write or checkpoint at once.
    """
    try:
        if path.stat().st_size == 0:  # SQLite would take it for a new one
            raise JournalUnusable("journal-corrupt", path=str(path), reason="the file is empty")
        connection = sqlite3.connect(path, isolation_level=None, timeout=5)
    except (OSError, sqlite3.Error) as error:
        raise unusable(error, path) from error
    try:
        check_file(connection, path)
        _prepare(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise unusable(error, path) from error
    except JournalError:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A read-only connection, beside a running writer of this or another process or alone.
    `JournalUnusable`."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5)
        try:
            check_file(connection, path)
        except (sqlite3.Error, JournalError):
            connection.close()
            raise
    except sqlite3.Error as error:
        raise unusable(error, path) from error
    return connection


def check_file(connection: sqlite3.Connection, path: Path) -> None:
    """Is this a journal, of a version we know? (Damage inside is `check_pages`.)"""
    application = _pragma(connection, "application_id")
    if application != APPLICATION_ID:
        raise JournalUnusable("journal-foreign", path=str(path))
    version = _pragma(connection, "user_version")
    if version > VERSION:
        raise JournalUnusable("journal-newer", path=str(path), found=version, known=VERSION)


def check_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Reads the whole file (0.1 s for 100 MB in memory): better now than in the middle of the show."""
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise JournalUnusable("journal-corrupt", path=str(path), reason=str(verdict))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":  # a network drive, mostly
        raise JournalUnusable("journal-no-wal", path=str(path))
    connection.execute("PRAGMA synchronous = FULL")  # a commit is on the disk when it returns
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone stops at the drive's cache
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # deleted personal data is overwritten
    check_pages(connection, path)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return int(value)


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code (sqlite.org/rescode.html), 0 for what does not come from SQLite."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def is_of_the_machine(error: sqlite3.Error) -> bool:
    return primary_code(error) in _MACHINE


def unusable(error: Exception, path: Path) -> JournalUnusable:
    """What an error while opening means."""
    damaged = primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    code = "journal-corrupt" if damaged else "journal-cannot-open"
    return JournalUnusable(code, path=str(path), reason=str(error))


def failure(error: Exception, path: Path) -> JournalError:
    """What an error while working means."""
    code = primary_code(error)
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _free(path) < _NO_ROOM):
        return JournalFull("journal-full", path=str(path))
    return JournalBroken("journal-broken", path=str(path), reason=str(error) or type(error).__name__)


def _free(path: Path) -> int:
    """Bytes free where the journal lies; 0 if even that cannot be asked."""
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return 0
