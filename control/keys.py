"""Keys this installation made for itself. They live in a private table beside the journal and never leave."""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Callable

from control.journal.base import Journal

KEY_BYTES = 32


async def installation_key(journal: Journal, name: str) -> bytes:
    """The key of this name, made at first use (32 random bytes) and the same ever after."""

    def load(connection: sqlite3.Connection) -> bytes:
        connection.execute("CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT")
        connection.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (name, secrets.token_bytes(KEY_BYTES)))
        (key,) = connection.execute("SELECT key FROM keys WHERE name = ?", (name,)).fetchone()
        return bytes(key)

    return await journal.run(load)


def seeds(key: bytes) -> Callable[[str], str]:
    """The seed of a draw is a keyed function of its id: it survives any crash unstored."""
    return lambda draw_id: hmac.new(key, b"draw:" + draw_id.encode(), hashlib.sha256).hexdigest()
