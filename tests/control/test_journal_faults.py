"""What goes wrong with disks and files, made to go wrong for real."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from control.journal import (
    Entry,
    Head,
    JournalBroken,
    JournalError,
    JournalFull,
    JournalLocked,
    JournalRefusing,
    JournalUnusable,
    SqliteJournal,
    rows,
)
from control.journal.chain import chained, check
from control.journal.export import export_entries, read_export
from control.journal.schema import APPLICATION_ID, VERSION
from tests.control.journals import draft, everything, opened
from tests.disks import fill, small_disk_of

LARGE = (b'{"x":"%s"}' % (b"x" * 20_000),)


async def limit(journal: SqliteJournal, more_pages: int) -> None:
    """The disk has room for so many pages more."""

    def set_limit(connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + more_pages}")

    await journal.run(set_limit)


async def outcome(future: asyncio.Future[Entry]) -> str:
    try:
        return str((await future).seq)
    except JournalError as error:
        return type(error).__name__


# --- no room ---


async def test_disk_full_fails_everything_not_yet_durable_then_refuses_then_recovers(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        kept = await journal.append(draft())
        await limit(journal, 10)
        # One group: the second does not fit, the third would.
        group = [journal.append(draft(events=events)) for events in ((), LARGE * 3, ())]
        # Behind it, appended before anybody could know.
        journal.run(lambda _: None)
        late = journal.append(draft(command_id="late"))
        assert [await outcome(future) for future in group] == ["JournalFull"] * 3
        assert await outcome(late) == "JournalFull"
        with pytest.raises(JournalFull) as full:
            await late
        assert full.value.code == "journal-full"
        assert journal.head() == (1, kept.hash)

        with pytest.raises(JournalRefusing):
            journal.append(draft())
        with pytest.raises(JournalRefusing):
            await journal.save_snapshot(1, kept.hash, "v1", b"")
        with pytest.raises(JournalFull):
            await journal.recover()
        with pytest.raises(JournalRefusing):
            journal.append(draft())
        assert await everything(journal) == [kept]  # reading goes on
        assert await journal.run(lambda c: c.execute("SELECT 1").fetchall()) == [(1,)]

        await limit(journal, 1000)
        assert await journal.recover() == (1, kept.hash)
        again = await journal.append(draft(command_id="late"))  # the same command may be tried again
        assert again.seq == 2
        assert check([kept, again]) is None
    async with opened(tmp_path / "show.efir") as journal:
        assert await everything(journal) == [kept, again]


async def test_recovering_at_once_does_not_let_through_what_was_decided_on_a_failure(tmp_path: Path) -> None:
    """A draft is gathered, the one before it fails, recovery is asked for: all in one turn of the loop."""
    async with opened(tmp_path / "show.efir") as journal:
        await limit(journal, 40)  # enough for the recovery
        go_on, told = threading.Event(), threading.Event()
        journal.run(lambda _: go_on.wait(30))
        first = journal.append(draft(events=LARGE * 20))
        journal.run(lambda _: told.set())
        await asyncio.sleep(0)
        go_on.set()
        assert told.wait(30)  # the loop stands still; the failure lies in its queue
        recovery = asyncio.ensure_future(journal.recover())
        follower = journal.append(draft())
        assert await outcome(first) == "JournalFull"
        assert await outcome(follower) == "JournalFull"
        assert (await recovery).seq == 0
        assert (await journal.append(draft())).seq == 1


async def test_recover_without_a_fault_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        entry = await journal.append(draft())
        assert await journal.recover() == (1, entry.hash)


async def test_private_work_without_room_does_not_stop_the_journal(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        await journal.run(lambda c: c.execute("CREATE TABLE people (name TEXT)").rowcount)
        await limit(journal, 10)
        with pytest.raises(JournalFull):
            await journal.run(lambda c: c.execute("INSERT INTO people VALUES (zeroblob(90000))").rowcount)
        assert (await journal.append(draft())).seq == 1


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of one megabyte."""
    with small_disk_of(1 << 20) as disk:
        yield disk


async def until_full(journal: SqliteJournal) -> list[Entry]:
    """What became durable before `JournalFull`."""
    durable: list[Entry] = []
    try:
        while True:
            durable.append(await journal.append(draft(events=LARGE)))
    except JournalFull:
        return durable


async def test_a_really_full_disk(small_disk: Path, tmp_path: Path) -> None:
    async with opened(small_disk / "show.efir") as journal:
        durable = [await journal.append(draft())]
        durable += await until_full(journal)
        assert len(durable) > 10
        with pytest.raises(JournalFull):
            await journal.recover()
        assert await everything(journal) == durable
    # Elsewhere, with room, everything durable is there.
    await asyncio.to_thread(shutil.copytree, small_disk, tmp_path / "larger")
    async with opened(tmp_path / "larger" / "show.efir") as journal:
        assert await everything(journal) == durable


async def test_room_comes_back_on_a_really_full_disk(small_disk: Path) -> None:
    async with opened(small_disk / "show.efir") as journal:
        ballast = small_disk / "ballast"
        durable = [await journal.append(draft())]
        fill(ballast)
        durable += await until_full(journal)
        with pytest.raises(JournalFull):
            await journal.recover()
        ballast.unlink()
        assert await journal.recover() == (len(durable), durable[-1].hash)
        durable.append(await journal.append(draft()))
        assert await everything(journal) == durable


# --- other failures of writing ---


def deny_inserts(connection: sqlite3.Connection) -> None:
    """Stands for a disk that fails, until the connection is replaced."""

    def deny(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_INSERT else sqlite3.SQLITE_OK

    connection.set_authorizer(deny)


async def test_a_failing_connection_is_replaced(tmp_path: Path) -> None:
    async with opened(tmp_path / "show.efir") as journal:
        kept = await journal.append(draft())
        await journal.run(deny_inserts)
        with pytest.raises(JournalBroken) as broken:
            await journal.append(draft())
        assert "not authorized" in str(broken.value.arguments["reason"])
        with pytest.raises(JournalRefusing):
            journal.append(draft())
        assert await journal.recover() == (1, kept.hash)
        assert (await journal.append(draft())).seq == 2


async def test_what_surfaces_after_a_reported_failure_is_told(tmp_path: Path) -> None:
    """fsync may fail for data that is nevertheless kept: the head that `recover` returns then says so."""
    async with opened(tmp_path / "show.efir") as journal:
        first = await journal.append(draft())
        surfaced = draft(command_id="surfaced")

        def keep(connection: sqlite3.Connection) -> None:
            rows.insert_entries(connection, [chained(Head(first.seq, first.hash), surfaced)])

        await journal.run(keep)  # the writer does not know: for it, nothing was kept
        with pytest.raises(JournalBroken):  # seq 2 is taken
            await journal.append(draft())
        head = await journal.recover()
        assert head.seq == 2
        assert [entry.command_id for entry in await everything(journal, after=1)] == ["surfaced"]
        assert (await journal.append(draft())).seq == 3


async def test_a_vanished_file_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    async with opened(path) as journal:
        await journal.append(draft())
        await journal.run(deny_inserts)
        with pytest.raises(JournalBroken):
            await journal.append(draft())
        if os.name == "nt":
            pytest.skip("Windows keeps open files from being removed")
        path.unlink()
        with pytest.raises(JournalBroken, match="No such file"):
            await journal.recover()
        with pytest.raises(JournalBroken):
            await journal.recover()
        with pytest.raises(JournalBroken):
            await journal.run(lambda _: None)
    assert not path.exists()


# --- files that cannot be opened ---


async def refused(path: Path) -> JournalUnusable:
    journal = SqliteJournal(path)
    with pytest.raises(JournalUnusable) as found:
        await journal.open()
    await journal.close()
    assert found.value.arguments["path"] == str(path)
    return found.value


async def written(path: Path, entries: int = 200) -> list[Entry]:
    async with opened(path) as journal:
        return list(await asyncio.gather(*[journal.append(draft()) for _ in range(entries)]))


async def test_a_second_opener_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    async with opened(path) as journal:
        error = await refused(path)
        assert isinstance(error, JournalLocked)
        assert error.code == "journal-locked"
        assert (await journal.append(draft())).seq == 1
    async with opened(path) as journal:
        assert journal.head().seq == 1


async def test_another_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    program = (
        "import asyncio, pathlib, sys\n"
        "from control.journal import SqliteJournal, JournalLocked\n"
        "try:\n"
        "    asyncio.run(SqliteJournal(pathlib.Path(sys.argv[1])).open())\n"
        "except JournalLocked as error:\n"
        "    print(error.code)\n"
    )
    async with opened(path):
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, str(path), stdout=asyncio.subprocess.PIPE
        )
        output, _ = await child.communicate()
    assert output.split() == [b"journal-locked"]


@pytest.mark.parametrize(
    "harm, code",
    [
        (f"PRAGMA user_version = {VERSION + 1}", "journal-newer"),
        (f"PRAGMA application_id = {APPLICATION_ID + 1}", "journal-foreign"),
    ],
)
async def test_newer_and_foreign_files(tmp_path: Path, harm: str, code: str) -> None:
    path = tmp_path / "show.efir"
    await written(path)
    connection = sqlite3.connect(path)
    connection.execute(harm)
    connection.close()
    before = path.read_bytes()
    error = await refused(path)
    assert error.code == code
    if code == "journal-newer":
        assert (error.arguments["found"], error.arguments["known"]) == (VERSION + 1, VERSION)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"just text", b"SQLite format 3\x00" + bytes(100)], ids=["empty", "text", "head only"]
)
async def test_files_that_are_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "show.efir"
    path.write_bytes(content)
    error = await refused(path)
    assert error.code in ("journal-corrupt", "journal-foreign")
    assert error.code == "journal-corrupt" or content.startswith(b"SQLite")
    assert path.read_bytes() == content


async def test_a_truncated_file(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    await written(path)
    os.truncate(path, path.stat().st_size * 2 // 3)
    assert (await refused(path)).code == "journal-corrupt"


async def test_a_page_of_rubbish_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    await written(path)
    async with opened(path) as journal:
        await journal.run(lambda c: c.execute("CREATE TABLE people (name TEXT)").rowcount)
        await journal.run(lambda c: c.execute("INSERT INTO people VALUES ('Anna')").rowcount)
    sound = path.read_bytes()
    used = [page for page in range(0, len(sound), 4096) if any(sound[page : page + 4096])]
    assert len(used) > 15
    for page in used:
        path.write_bytes(sound[:page] + random.Random(page).randbytes(4096) + sound[page + 4096 :])
        assert (await refused(path)).code == "journal-corrupt"
    path.write_bytes(sound)
    async with opened(path) as journal:
        assert journal.head().seq == 200


async def test_a_log_without_its_file(tmp_path: Path) -> None:
    (tmp_path / "show.efir-wal").write_bytes(b"x")
    assert (await refused(tmp_path / "show.efir")).code == "journal-main-file-missing"
    assert not (tmp_path / "show.efir").exists()


async def test_an_interrupted_first_start_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "show.efir.new").write_bytes(b"half")
    async with opened(tmp_path / "show.efir") as journal:
        assert (await journal.append(draft())).seq == 1


async def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert (await refused(tmp_path / "file" / "show.efir")).code == "journal-cannot-open"


async def test_a_changed_entry_is_named_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    await written(path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE entries SET actor = 'mallory' WHERE seq = 77")
    connection.close()
    async with opened(path) as journal:
        with pytest.raises(JournalBroken) as broken:
            await everything(journal)
        assert (broken.value.code, broken.value.arguments["seq"]) == ("journal-chain-broken", 77)
        assert len(await everything(journal, after=77)) == 123


async def test_events_that_are_no_json_any_more(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    await written(path, 3)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE entries SET events = '[' WHERE seq = 2")
    connection.close()
    async with opened(path) as journal:
        with pytest.raises(JournalBroken, match="seq=2"):
            await everything(journal)


async def test_export_of_a_journal_verifies(tmp_path: Path) -> None:
    entries = await written(tmp_path / "show.efir")
    async with opened(tmp_path / "show.efir") as journal:
        assert read_export(export_entries(await everything(journal))) == entries
