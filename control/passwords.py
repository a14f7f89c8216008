"""Passwords as they are kept: argon2id, hashed and compared in a thread of their own, one at a time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import argon2

# Enough for a guess a second, little enough that a flood of sign-ins does not starve the programme (64 MiB, RFC 9106
# low-memory profile; one at a time).
_hasher = argon2.PasswordHasher()

_DUMMY = (
    "$argon2id$v=19$m=65536,t=3,p=4$c29tZSBzYWx0IG9mIG91cnM$"
    "Zm9yIG5vIHBhc3N3b3JkIGF0IGFsbCAuLi4uLi4uLi4"
)  # fmt: skip


class Passwords:
    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="passwords")

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def hash(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _hasher.hash, password)

    async def matches(self, hashed: str | None, password: str) -> bool:
        """As slow for a wrong one as for a right one, and when there is none to compare with."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _matches, hashed, password)


def _matches(hashed: str | None, password: str) -> bool:
    try:
        _hasher.verify(hashed or _DUMMY, password)
    except argon2.exceptions.VerifyMismatchError:
        return False
    return hashed is not None
