"""The journal at work, on a real file."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import threading
import time
from pathlib import Path

import pytest

from control.clock import Instant
from control.journal import (
    Entry,
    Head,
    JournalBusy,
    JournalClosed,
    JournalDuplicate,
    JournalError,
    Snapshot,
    SqliteJournal,
    sqlite,
)
from control.journal.backup import copy_file
from control.journal.chain import GENESIS, START, check
from control.journal.schema import open_reader
from tests.control.journals import draft, everything, opened


async def test_order_of_calls_is_order_of_seqs_and_survives_reopening(tmp_path: Path) -> None:
    drafts = [draft(command_id=f"c{n}", events=(b'{"n":%d}' % n,) * (n % 3)) for n in range(50)]
    async with opened(tmp_path / "show.efir") as journal:
        assert journal.head() == START
        entries = await asyncio.gather(*[journal.append(one) for one in drafts])
        assert [entry.seq for entry in entries] == list(range(1, 51))
        assert journal.head() == (50, entries[-1].hash)
    async with opened(tmp_path / "show.efir") as journal:
        assert journal.head() == (50, entries[-1].hash)
        assert await everything(journal) == entries
        assert await everything(journal, after=48) == entries[48:]
        assert await everything(journal, after=50) == []
        assert check(entries) is None
        for one, entry in zip(drafts, entries, strict=True):
            assert (one.at, one.actor, one.command_id, one.command_digest, one.events) == (
                *(entry.at, entry.actor, entry.command_id, entry.command_digest, entry.events),
            )


async def test_32_senders_share_commits_and_keep_their_order(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        commits = await commits_of(journal)

        async def sender(name: str) -> list[Entry]:
            return [await journal.append(draft(name, f"{name}-{n}")) for n in range(20)]

        answers = await asyncio.gather(*[sender(f"s{n}") for n in range(32)])
        entries = await everything(journal)
        assert check(entries) is None
        assert len(entries) == 640
        for answer in answers:  # each sender finds his own, in his order
            assert answer == [entry for entry in entries if entry.actor == answer[0].actor]
        # 20 rounds: one commit each, and some slack for the first ones.
        assert commits.count("COMMIT") <= 25


async def test_what_is_appended_in_one_turn_shares_a_commit(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        commits = await commits_of(journal)
        futures = []
        for _ in range(3):
            futures.append(journal.append(draft()))
            time.sleep(0.01)  # noqa: ASYNC251 - lets the writer's thread run: it must not take the first one alone
        await asyncio.gather(*futures)
        assert commits.count("COMMIT") == 1


async def test_what_gathers_during_a_commit_shares_the_next(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        commits = await commits_of(journal)
        go_on = threading.Event()
        journal.run(lambda _: go_on.wait(30))
        futures = []
        for _ in range(5):
            futures.append(journal.append(draft()))
            await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(*futures)
        assert commits.count("COMMIT") == 2  # one is the waiting


async def commits_of(journal: SqliteJournal) -> list[str]:
    """What the writing connection executes from now on."""
    statements: list[str] = []
    await journal.run(lambda connection: connection.set_trace_callback(statements.append))
    statements.clear()
    return statements


async def test_a_commit_is_on_the_disk_when_it_returns(tmp_path: Path) -> None:
    """What no test can show without cutting the power, SQLite at least says of itself (2 is FULL)."""

    def settings(connection: sqlite3.Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "fullfsync", "secure_delete")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    async with opened(tmp_path / "show.efir") as journal:
        assert await journal.run(settings) == ["wal", 2, 1, 1]


async def test_reading_goes_in_chunks_and_sees_what_is_added_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_CHUNK", 7)
    async with opened(tmp_path / "show.efir") as journal:
        await asyncio.gather(*[journal.append(draft()) for _ in range(20)])
        sizes = []
        async for chunk in journal.read(0):
            sizes.append(len(chunk))
            if len(sizes) == 1:
                await journal.append(draft())
        assert sizes == [7, 7, 7]


async def test_reading_after_an_entry_that_is_not_there(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        with pytest.raises(JournalError, match="journal-no-such-entry seq=3"):
            await everything(journal, after=3)


async def test_the_loop_is_never_blocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that takes long: the loop turns on. (`conftest.py` also guards every other test here.)"""
    async with opened(tmp_path / "show.efir") as journal:
        started, go_on = threading.Event(), threading.Event()

        def slow(_: sqlite3.Connection) -> None:
            started.set()
            assert go_on.wait(30)

        blocked = journal.run(slow)
        future = journal.append(draft())
        assert await asyncio.to_thread(started.wait, 30)
        assert not future.done()
        go_on.set()
        await blocked
        assert (await future).seq == 1


async def test_the_same_command_is_not_entered_twice(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        first = journal.append(draft("judge-1", "vote"))
        with pytest.raises(JournalDuplicate):  # on its way
            journal.append(draft("judge-1", "vote"))
        entry = await first
        with pytest.raises(JournalDuplicate):
            journal.append(draft("judge-1", "vote"))
        assert (await journal.append(draft("judge-2", "vote"))).seq == 2  # another's id is his own affair
        assert await journal.find("judge-1", "vote") == entry
        assert await journal.find("judge-3", "vote") is None
    async with opened(tmp_path / "show.efir") as journal:
        with pytest.raises(JournalDuplicate):
            journal.append(draft("judge-1", "vote"))
        assert journal.head().seq == 2


@pytest.mark.parametrize(
    "events",
    [(b"",), (b"{",), (b'{"a":1} ',), (b"{},{}",), (b"\xff",), (b'"\xff"',), (b"NaN",)],
    ids=["empty", "cut", "space", "two", "not-utf8", "not-utf8-inside", "not-json"],
)
async def test_malformed_drafts_are_refused_before_anything_is_queued(
    tmp_path: Path, events: tuple[bytes, ...]
) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        with pytest.raises(ValueError):  # noqa: PT011 - msgspec's and ours
            journal.append(draft(command_id="c", events=events))
        with pytest.raises(ValueError, match="not UTF-8"):
            journal.append(draft(actor="\ud800", command_id="c"))
        assert (await journal.append(draft(command_id="c"))).seq == 1


async def test_impossible_moments_are_refused(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        one = draft()
        with pytest.raises(ValueError, match="no moment"):
            journal.append(type(one)(Instant(2**63), one.actor, one.command_id, one.command_digest, one.events))


async def test_a_cancelled_wait_does_not_take_the_draft_back(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        journal.append(draft(command_id="c1")).cancel()
        assert (await journal.append(draft(command_id="c2"))).seq == 2
        assert [entry.command_id for entry in await everything(journal)] == ["c1", "c2"]


async def test_too_many_at_once_are_refused_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_MOST_PENDING", 10)
    async with opened(tmp_path / "show.efir") as journal:
        futures = [journal.append(draft()) for _ in range(10)]
        with pytest.raises(JournalBusy):
            journal.append(draft())
        await asyncio.gather(*futures)
        assert (await journal.append(draft())).seq == 11


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_closing_keeps_what_was_appended(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "show.efir")
    await journal.open()
    future = journal.append(draft())
    await journal.close()
    assert (await future).seq == 1
    await journal.close()
    with pytest.raises(JournalClosed):
        journal.append(draft())
    with pytest.raises(JournalClosed):
        journal.run(lambda _: None)
    assert not [thread.name for thread in threading.enumerate() if thread.name == "efir-journal"]
    assert {path.name for path in files(tmp_path)} == {"show.efir", "show.efir.lock"}


async def test_before_opening_nothing_works(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "show.efir")
    with pytest.raises(JournalClosed):
        journal.append(draft())
    with pytest.raises(JournalClosed):
        await journal.recover()
    await journal.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
async def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        await journal.append(draft())
        await journal.backup(tmp_path / "copy.efir", lambda _done, _total: None)
        for name in ("show.efir", "show.efir-wal", "copy.efir"):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


# --- snapshots ---


async def test_newest_snapshot_of_a_schema(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        assert await journal.newest_snapshot("v1") is None
        for n in range(5):
            entry = await journal.append(draft())
            await journal.save_snapshot(entry.seq, entry.hash, "v1", b"state %d" % n)
        assert await journal.newest_snapshot("v1") == Snapshot(5, journal.head().hash, "v1", b"state 4")
        assert await journal.newest_snapshot("v2") is None
        kept = await journal.run(lambda c: c.execute("SELECT seq FROM snapshots ORDER BY seq").fetchall())
        assert kept == [(3,), (4,), (5,)]


async def test_a_snapshot_must_belong_to_the_chain(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        entry = await journal.append(draft())
        await journal.save_snapshot(0, GENESIS, "v1", b"nothing")
        with pytest.raises(ValueError, match="no entry 1"):
            await journal.save_snapshot(1, GENESIS, "v1", b"x")
        with pytest.raises(ValueError, match="no entry 2"):
            await journal.save_snapshot(2, entry.hash, "v1", b"x")
        assert await journal.newest_snapshot("v1") == Snapshot(0, GENESIS, "v1", b"nothing")


@pytest.mark.parametrize(
    "harm", ["UPDATE snapshots SET data = x'00' WHERE seq = 2", "UPDATE snapshots SET hash = 'x' WHERE seq = 2"]
)
async def test_a_damaged_snapshot_is_passed_over(tmp_path: Path, harm: str) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        for _ in range(2):
            entry = await journal.append(draft())
            await journal.save_snapshot(entry.seq, entry.hash, "v1", b"state")
        await journal.run(lambda connection: connection.execute(harm).rowcount)
        newest = await journal.newest_snapshot("v1")
        assert newest is not None
        assert newest.seq == 1


# --- tables beside the journal ---


async def test_private_tables_have_transactions_of_their_own(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        await journal.run(lambda c: c.execute("CREATE TABLE people (name TEXT UNIQUE)").rowcount)

        def half(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO people VALUES ('Anna')")
            raise LookupError("half way")

        with pytest.raises(LookupError):
            await journal.run(half)
        await journal.run(lambda c: c.execute("INSERT INTO people VALUES ('Boris')").rowcount)
        with pytest.raises(sqlite3.IntegrityError):
            await journal.run(lambda c: c.execute("INSERT INTO people VALUES ('Boris')").rowcount)
        with pytest.raises(TypeError, match="cursor"):
            await journal.run(lambda c: c.execute("SELECT name FROM people"))
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await journal.run(lambda c: c.execute("SELECT * FROM strangers").fetchall())
        assert await journal.run(lambda c: c.execute("SELECT name FROM people").fetchall()) == [("Boris",)]
        assert (await journal.append(draft())).seq == 1  # none of this is the journal's affair


async def test_work_and_drafts_keep_their_order(tmp_path: Path) -> None:
    def count(connection: sqlite3.Connection) -> int:
        (number,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        return int(number)

    async with opened(tmp_path / "show.efir") as journal:
        futures = []
        for _ in range(5):
            journal.append(draft())
            futures.append(journal.run(count))
        assert await asyncio.gather(*futures) == [1, 2, 3, 4, 5]


async def test_deleted_personal_data_is_gone_from_the_file(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        await journal.run(lambda c: c.execute("CREATE TABLE people (name TEXT)").rowcount)
        await journal.run(lambda c: c.execute("INSERT INTO people VALUES ('Rumpelstiltskin')").rowcount)
        await journal.run(lambda c: c.execute("DELETE FROM people").rowcount)
    assert b"Rumpelstiltskin" not in (tmp_path / "show.efir").read_bytes()


# --- backup ---


async def test_backup_while_writing_is_one_moment_and_ends(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        await asyncio.gather(*[journal.append(draft(events=(b'{"x":"%s"}' % (b"x" * 5000),))) for _ in range(1500)])
        stop = asyncio.Event()

        async def sender(name: str) -> None:
            while not stop.is_set():
                await journal.append(draft(name))

        senders = [asyncio.create_task(sender(f"s{n}")) for n in range(4)]
        progress: list[tuple[int, int]] = []
        before = journal.head()
        await journal.backup(tmp_path / "copy.efir", lambda done, total: progress.append((done, total)))
        after = journal.head()
        stop.set()
        await asyncio.gather(*senders)
    assert len(progress) > 3
    assert progress == sorted(progress)
    assert progress[-1][0] == progress[-1][1]
    assert before.seq < after.seq
    async with opened(tmp_path / "copy.efir") as copy:
        assert before.seq <= copy.head().seq <= after.seq
        assert check(await everything(copy)) is None
    assert not (tmp_path / "copy.efir.new").exists()


async def test_backup_never_overwrites(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        await journal.append(draft())
        (tmp_path / "notes.txt").write_text("mine")
        for name in ("notes.txt", "show.efir"):
            with pytest.raises(JournalError, match="journal-backup-exists"):
                await journal.backup(tmp_path / name, lambda _done, _total: None)
        with pytest.raises(JournalError, match="journal-backup-failed"):
            await journal.backup(tmp_path / "no such folder" / "copy.efir", lambda _done, _total: None)
        assert (tmp_path / "notes.txt").read_text() == "mine"
        assert (await journal.append(draft())).seq == 2


async def test_backup_from_outside_a_running_journal(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        await journal.append(draft())
        await asyncio.to_thread(copy_file, tmp_path / "show.efir", tmp_path / "copy.efir", lambda _d, _t: None)
        await journal.append(draft())
    async with opened(tmp_path / "copy.efir") as copy:
        assert copy.head().seq == 1


async def test_a_reader_from_outside_sees_the_running_journal(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        head: Head = journal.head()
        assert head.seq == 0
        await journal.append(draft())

        def count() -> int:
            connection = open_reader(tmp_path / "show.efir")
            try:
                with pytest.raises(sqlite3.OperationalError, match="readonly"):
                    connection.execute("DELETE FROM entries")
                return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])
            finally:
                connection.close()

        assert await asyncio.to_thread(count) == 1
