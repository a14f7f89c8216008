"""Durable commands a second: 32 senders at once into our journal, beside bare SQLite with one commit a command.

Both write to the same disk with the same settings (WAL, synchronous=FULL); each sender waits for his receipt before
he sends the next command. Ours also chains hashes, keeps ids unique and wakes 32 tasks; the peer is a plain loop over
``INSERT`` and ``COMMIT`` without any asyncio. Rounds take turns, medians are compared.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from bench.common_figures import say
from bench.result import Result
from control.clock import Instant
from control.journal import Draft, SqliteJournal
from control.journal.chain import digest

AIM = 5.0
DIGEST = digest(b"")
BALLOT = b'{"type":"debate.ballot-cast","pair":"p1","judge":"j1","debater":"d2","scores":[4,5,3]}'


async def main(arguments: list[str]) -> Result:
    options = _options(arguments)
    ours, peer, latencies = [], [], []
    with tempfile.TemporaryDirectory(dir=options.dir, prefix="bench-journal-") as folder:
        journal = SqliteJournal(Path(folder) / "ours.efir")
        await journal.open()
        bare = await asyncio.to_thread(_open_bare, Path(folder) / "peer.sqlite")
        for round_number in range(options.rounds):
            samples = await _round(journal, round_number, options.senders, options.seconds)
            ours.append(len(samples) / options.seconds)
            latencies += samples
            peer.append(await asyncio.to_thread(_bare_round, bare, round_number, options.seconds))
            say(f"round {round_number + 1}: ours {ours[-1]:8.0f}/s   peer {peer[-1]:8.0f}/s")
        await journal.close()
        bare.close()
    ratio = statistics.median(ours) / statistics.median(peer)
    return Result(
        bench="journal",
        ours={
            "commands_per_s": round(statistics.median(ours)),
            "receipt_median_ms": round(statistics.median(latencies) * 1000, 2),
            "receipt_p99_ms": round(statistics.quantiles(latencies, n=100)[98] * 1000, 2),
        },
        peer={"commands_per_s": round(statistics.median(peer))},
        ratio=round(ratio, 2),
        aim=f"ours >= {AIM:g} x peer, {options.senders} concurrent senders",
        holds=ratio >= AIM,
        n=len(latencies),
    )


async def _round(journal: SqliteJournal, round_number: int, senders: int, seconds: float) -> list[float]:
    """The time in seconds from each command to its receipt."""
    end = time.perf_counter() + seconds
    samples: list[float] = []

    async def sender(name: str) -> None:
        number = 0
        while (start := time.perf_counter()) < end:
            command = f"{round_number}-{name}-{number}"
            await journal.append(Draft(Instant(number), name, command, DIGEST, (BALLOT,)))
            samples.append(time.perf_counter() - start)
            number += 1

    await asyncio.gather(*[sender(f"sender-{n}") for n in range(senders)])
    return samples


def _open_bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(
        "CREATE TABLE entries (seq INTEGER PRIMARY KEY, at INTEGER, actor TEXT, command_id TEXT, events TEXT)"
    )
    return connection


def _bare_round(connection: sqlite3.Connection, round_number: int, seconds: float) -> float:
    """Commands a second."""
    end = time.perf_counter() + seconds
    number = 0
    while time.perf_counter() < end:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO entries (at, actor, command_id, events) VALUES (?, ?, ?, ?)",
            (number, "sender", f"{round_number}-{number}", BALLOT.decode()),
        )
        connection.execute("COMMIT")
        number += 1
    return number / seconds


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench journal", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a round")
    parser.add_argument("--senders", type=int, default=32)
    # Not the system's temporary folder: that is often memory, where fsync costs nothing.
    parser.add_argument("--dir", type=Path, default=Path(), help="a folder on the disk to be measured")
    return parser.parse_args(arguments)
