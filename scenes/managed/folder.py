"""The folder of a managed OBS: where things are in it, who may use it, and what a restart must find again.

Nothing here is for the event loop: files are read and written in the calling thread.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

import msgspec
from msgspec import Struct

from control.secret import Secret
from scenes.managed.errors import ObsFolderInUse


class Access(Struct, frozen=True):
    """How one gets into this OBS. Kept, so that a restart of Efir finds the same address."""

    password: str
    port: int
    """0: not yet chosen."""

    @property
    def secret(self) -> Secret:
        return Secret(self.password)

    def __repr__(self) -> str:
        return f"Access(port={self.port})"


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.home = self.path / "home"
        """HOME of OBS; nobody else may enter, for OBS keeps the password in its settings."""
        self.config = self.home / ".config" / "obs-studio"
        self.runtime = self.path / "run"
        """XDG_RUNTIME_DIR."""
        self.authority = self.path / "xauthority"
        self.recordings = self.path / "recordings"
        """Until the show names another place."""
        self.processes = self.path / "processes.json"
        self.obs_log = self.path / "obs.log"
        """What OBS says on its standard outputs; its own logs are in `config / "logs"`."""
        self.xvfb_log = self.path / "xvfb.log"
        self.install_log = self.path / "install.log"
        self._access = self.path / "access.json"
        self._lock = self.path / "lock"

    def make(self) -> None:
        for folder in (self.path, self.home, self.runtime):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)  # a runtime folder that others may enter is not used by libraries

    def take(self) -> sqlite3.Connection:
        """Holds the folder until the connection is closed or its process ends, however it ends. ObsFolderInUse.

        An SQLite lock is the operating system's, on an open file that children do not inherit.
        """
        connection = sqlite3.connect(self._lock, isolation_level=None, timeout=0, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise ObsFolderInUse(self.path) from error
            raise
        return connection

    def access(self) -> Access:
        """The kept one, or a new one."""
        try:
            return msgspec.json.decode(self._access.read_bytes(), type=Access)
        except (FileNotFoundError, msgspec.DecodeError):
            access = Access(secrets.token_urlsafe(24), 0)
            self.keep(access)
            return access

    def keep(self, access: Access) -> None:
        replace(self._access, msgspec.json.encode(access))


def replace(path: Path, content: bytes) -> None:
    """All of the new content or all of the old, also when the power goes; readable for its owner alone."""
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def put_aside(log: Path) -> None:
    """Begins a new log; the one before it stays, because it tells why OBS ended."""
    if log.exists():
        log.replace(log.with_name(f"{log.stem}.previous{log.suffix}"))
