"""The process that `test_journal_kill.py` kills: appends without end and prints what was acknowledged."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from control.journal import SqliteJournal
from tests.control.journals import draft

SENDERS = 8


async def main(path: Path, run: str) -> None:
    journal = SqliteJournal(path)
    await journal.open()

    async def sender(name: str) -> None:
        number = 0
        while True:
            command = f"{run}-{name}-{number}"
            entry = await journal.append(draft(name, command, (b'{"ballot":%d}' % number,) * (number % 4)))
            # Straight to the pipe: what was acknowledged must not die in a buffer.
            os.write(1, f"{entry.seq} {command}\n".encode())
            number += 1

    await asyncio.gather(*[sender(f"s{n}") for n in range(SENDERS)])


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
