"""Entries and snapshots as rows: what reader and writer share. Blocking; called on their threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec

from control.clock import Instant
from control.journal.base import Entry, Head, JournalBroken, Snapshot
from control.journal.chain import START, Break, check, digest

SNAPSHOTS_KEPT = 3

_events = msgspec.json.Decoder(tuple[msgspec.Raw, ...])
_COLUMNS = "seq, at, actor, command_id, command_digest, events, previous, hash"


def join_events(events: Sequence[bytes]) -> str:
    return (b"[" + b",".join(events) + b"]").decode()


def split_events(text: str) -> tuple[bytes, ...]:
    """The events byte for byte as they were joined. msgspec.DecodeError."""
    return tuple(bytes(event) for event in _events.decode(text))


def entry_of(row: tuple[Any, ...]) -> Entry:
    seq, at, actor, command_id, command_digest, events, previous, own_hash = row
    return Entry(seq, Instant(at), actor, command_id, command_digest, split_events(events), previous, own_hash)


def insert_entries(connection: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    connection.executemany(
        f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        [
            (e.seq, e.at, e.actor, e.command_id, e.command_digest, join_events(e.events), e.previous, e.hash)
            for e in entries
        ],
    )


def head(connection: sqlite3.Connection) -> Head:
    row = connection.execute("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else START


def commands_after(connection: sqlite3.Connection, after: int) -> dict[int, int]:
    """Who sent what since entry ``after``: `command_key` → seq."""
    rows = connection.execute("SELECT seq, actor, command_id FROM entries WHERE seq > ?", (after,))
    return {command_key(actor, command_id): seq for seq, actor, command_id in rows}


def command_key(actor: str, command_id: str) -> int:
    """64 bits that stand for a sender's command while this process lives (Python salts its hashes)."""
    return hash((actor, command_id))


def head_at(connection: sqlite3.Connection, seq: int) -> Head | None:
    """Entry ``seq`` as a head; None if there is no such entry."""
    if seq == 0:
        return START
    row = connection.execute("SELECT seq, hash FROM entries WHERE seq = ?", (seq,)).fetchone()
    return Head(*row) if row else None


def entries_after(connection: sqlite3.Connection, after: int, limit: int) -> list[Entry]:
    """At most ``limit`` entries following ``after``, checked against the chain. `JournalBroken` names the bad
    one."""
    start = head_at(connection, after)
    if start is None:
        raise JournalBroken("journal-no-such-entry", seq=after)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - a constant
        (after, limit),
    ).fetchall()
    entries = [_undamaged(row) for row in rows]
    fault = check(entries, start)
    if fault is not None:
        raise _broken(fault)
    return entries


def entry_at(connection: sqlite3.Connection, seq: int) -> Entry | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM entries WHERE seq = ?",  # noqa: S608 - a constant
        (seq,),
    ).fetchone()
    return _undamaged(row) if row else None


def insert_snapshot(connection: sqlite3.Connection, snapshot: Snapshot) -> None:
    """Keeps the newest of all; ValueError if it does not belong to the chain."""
    if head_at(connection, snapshot.seq) != (snapshot.seq, snapshot.hash):
        raise ValueError(f"no entry {snapshot.seq} with the hash {snapshot.hash}")
    connection.execute(
        "INSERT OR REPLACE INTO snapshots (seq, hash, schema, digest, data) VALUES (?, ?, ?, ?, ?)",
        (snapshot.seq, snapshot.hash, snapshot.schema, digest(snapshot.data), snapshot.data),
    )
    connection.execute(
        "DELETE FROM snapshots WHERE rowid NOT IN (SELECT rowid FROM snapshots ORDER BY seq DESC, rowid DESC LIMIT ?)",
        (SNAPSHOTS_KEPT,),
    )


def newest_snapshot(connection: sqlite3.Connection, schema: str) -> Snapshot | None:
    """The newest that is undamaged and fits the chain: a bad one costs time, not the show."""
    rows = connection.execute(
        "SELECT seq, hash, data, digest FROM snapshots WHERE schema = ? ORDER BY seq DESC", (schema,)
    )
    for seq, entry_hash, data, data_digest in rows:
        if digest(data) == data_digest and head_at(connection, seq) == (seq, entry_hash):
            return Snapshot(seq, entry_hash, schema, data)
    return None


def _undamaged(row: tuple[Any, ...]) -> Entry:
    try:
        return entry_of(row)
    except msgspec.DecodeError as error:
        raise _broken(Break(row[0], "hash")) from error


def _broken(fault: Break) -> JournalBroken:
    return JournalBroken("journal-chain-broken", seq=fault.seq, reason=fault.reason)
