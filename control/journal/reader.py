"""The reader's thread: its own read-only connection, so reading and copying never delay a commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from control.journal import schema

T = TypeVar("T")


class Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="efir-journal-reader")
        self._connection: sqlite3.Connection | None = None

    async def call(self, work: Callable[..., T], *arguments: Any) -> T:
        """``work(connection, *arguments)`` on the thread. `JournalBroken`, `JournalUnusable`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._call, work, arguments)

    async def stop(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown(wait=False)

    def _call(self, work: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        if self._connection is None:
            self._connection = schema.open_reader(self._path)
        try:
            return work(self._connection, *arguments)
        except sqlite3.Error as error:
            self._close()  # the next call tries with a fresh one
            raise schema.failure(error, self._path) from error

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
