"""kill -9 in the middle of writing: what was acknowledged is there, once."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from control.journal.chain import check
from tests.control.journals import draft, everything, opened

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("EFIR_KILLS", "5"))


def killed(path: Path, run: str, after: float) -> list[tuple[int, str]]:
    """Lets a process append until ``after`` seconds since its first receipt, kills it; the receipts it gave."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.control.journal_child", str(path), run],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        killer = threading.Timer(after, child.kill)
        killer.start()
        lines += child.stdout.readlines()
        killer.join()
    whole = [line for line in lines if line.endswith(b"\n")]  # the last may be cut
    return [(int(seq), command) for seq, command in (line.decode().split() for line in whole)]


@pytest.mark.timeout(60 + 10 * KILLS)
async def test_every_receipt_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    moments = random.Random(20)
    receipts: dict[str, int] = {}
    found: dict[str, int] = {}
    for kill in range(KILLS):
        given = await asyncio.to_thread(killed, path, f"run{kill}", moments.uniform(0, 0.4))
        assert given
        receipts |= {command: seq for seq, command in given}
        async with opened(path) as journal:
            entries = await everything(journal)
        assert check(entries) is None
        found = {entry.command_id: entry.seq for entry in entries}
        assert len(found) == len(entries)
        assert receipts.items() <= found.items()
    print(f"{KILLS} kills, {len(receipts)} receipts, {len(found)} entries")


async def test_a_torn_log_loses_its_end_only(tmp_path: Path) -> None:
    """The file system kept only the first part of the write-ahead log, wherever the cut is."""
    path = tmp_path / "show.efir"
    async with opened(path) as journal:
        written = [await journal.append(draft()) for _ in range(40)]
        log = (tmp_path / "show.efir-wal").read_bytes()
        main = path.read_bytes()
    cuts = random.Random(7)
    lengths = set()
    for attempt in range(12):
        torn = tmp_path / str(attempt)
        torn.mkdir()
        (torn / "show.efir").write_bytes(main)
        rubbish = cuts.randbytes(cuts.randrange(5000))
        (torn / "show.efir-wal").write_bytes(log[: cuts.randrange(len(log))] + rubbish)
        async with opened(torn / "show.efir") as journal:
            entries = await everything(journal)
            assert entries == written[: len(entries)]
            assert (await journal.append(draft())).seq == len(entries) + 1
        lengths.add(len(entries))
        shutil.rmtree(torn)
    assert len(lengths) > 3
