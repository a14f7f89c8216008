"""Who may come in: the owner's account, links with a scope, and the sessions both open.

Kept in private tables beside the journal (never in it), and in memory, so that asking "who is this?" costs nothing and
never waits. A link's token is a keyed function of its id and generation: it can be printed again after a restart, and
is stored nowhere; what is compared is its SHA-256. Revoking or rotating a link ends its generation: the old token, and
every session it opened, are worth nothing from that moment.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Clock, Duration, Instant, later
from control.core.types import LinkId, Role
from control.grants import AccessRefused, Ended, Grant, Link, derived, digest_of, link_token
from control.journal.base import Journal
from control.keys import installation_key
from control.passwords import Passwords
from control.telemetry import Unsubscribe

OWNER = "owner"
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 1024
LONGEST_LABEL = 80
MOST_LINKS = 500
SESSION_LASTS = Duration(30 * 24 * 3600 * 1000)
LINK_ROLES = (Role.OPERATOR, Role.JUDGE, Role.STAGE, Role.BACKSTAGE, Role.GRAPHICS, Role.PHONE, Role.GUEST)
"""The owner has a password; everybody else has a link."""

_TABLES = (
    """CREATE TABLE IF NOT EXISTS people_accounts (
        id TEXT PRIMARY KEY, password TEXT NOT NULL, created INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS people_links (
        id TEXT PRIMARY KEY, role TEXT NOT NULL, subject TEXT NOT NULL, label TEXT NOT NULL,
        created INTEGER NOT NULL, expires INTEGER, revoked INTEGER NOT NULL, generation INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS people_sessions (
        digest TEXT PRIMARY KEY, link TEXT, generation INTEGER NOT NULL, expires INTEGER NOT NULL)""",
)


class _Session(Struct, frozen=True):
    digest: str
    link: LinkId | None
    """Absent: the owner's."""
    generation: int
    expires: Instant


class People:
    """Made by `People.open`. Questions are answered from memory; changes are durable when their coroutine returns."""

    def __init__(self, journal: Journal, clock: Clock, key: bytes) -> None:
        self._journal = journal
        self._clock = clock
        self._key = key
        self.name = hmac.digest(key, b"name", "sha256").hex()[:6]
        """Tells this Efir's cookies from those of another on the same host."""
        self._password: str | None = None
        self._links: dict[LinkId, Link] = {}
        self._tokens: dict[str, tuple[LinkId, int]] = {}
        self._sessions: dict[str, _Session] = {}
        self._on_ended: list[Callable[[Ended], None]] = []
        self._on_change: list[Callable[[], None]] = []
        self._changing = asyncio.Lock()
        self._passwords = Passwords()

    @classmethod
    async def open(cls, journal: Journal, clock: Clock) -> People:
        """Needs the journal open. The tables are made at first use; sessions that ended are forgotten."""
        people = cls(journal, clock, await installation_key(journal, "people"))
        now = clock.now()

        def load(connection: sqlite3.Connection) -> tuple[list[tuple[str]], list[Link], list[_Session]]:
            for table in _TABLES:
                connection.execute(table)
            connection.execute("DELETE FROM people_sessions WHERE expires <= ?", (now,))
            accounts = connection.execute("SELECT password FROM people_accounts WHERE id = ?", (OWNER,)).fetchall()
            sessions = connection.execute("SELECT digest, link, generation, expires FROM people_sessions").fetchall()
            return accounts, _read_links(connection), [_Session(*row) for row in sessions]

        accounts, links, sessions = await journal.run(load)
        people._password = accounts[0][0] if accounts else None
        people._sessions = {session.digest: session for session in sessions}
        for link in links:
            people._know(link)
        return people

    def close(self) -> None:
        self._passwords.close()

    # --- the owner ---

    @property
    def has_owner(self) -> bool:
        return self._password is not None

    def ensure_setup_token(self) -> str | None:
        """Opens the set-up page while nobody owns this Efir; the same one at every start until it was used."""
        return None if self.has_owner else derived(self._key, "setup")

    async def set_up(self, token: str, password: str) -> Grant:
        """Makes whoever holds the set-up token the owner; only once."""
        async with self._changing:
            expected = self.ensure_setup_token()
            if expected is None:
                raise AccessRefused("setup-done")
            if not hmac.compare_digest(token.encode(), expected.encode()):
                raise AccessRefused("setup-invalid")
            await self._set_password(password)
        return self._owner()

    async def sign_in(self, password: str) -> Grant:
        """The owner by password. As slow for a wrong one as for a right one, and while there is no owner."""
        if not await self._verify(password):
            raise AccessRefused("password-wrong")
        return self._owner()

    async def change_password(self, old: str, new: str) -> Grant:
        """Ends every session of the owner: whoever knew the old password is out."""
        async with self._changing:
            if not await self._verify(old):
                raise AccessRefused("password-wrong")
            await self._set_password(new)
        return self._owner()

    async def forget_owner(self) -> None:
        """For a lost password: the set-up link is good again, the owner's sessions are over."""
        async with self._changing:
            await self._write("DELETE FROM people_accounts", [()])
            self._password = None
            await self._end_sessions(lambda session: session.link is None)
        self._tell(Ended("signed-out"))

    async def _set_password(self, password: str) -> None:
        length = len(password.encode())
        if length < SHORTEST_PASSWORD:
            raise AccessRefused("password-short", shortest=SHORTEST_PASSWORD)
        if length > LONGEST_PASSWORD:
            raise AccessRefused("password-long", longest=LONGEST_PASSWORD)
        hashed = await self._passwords.hash(password)
        row = (OWNER, hashed, self._clock.now())
        await self._write("INSERT OR REPLACE INTO people_accounts VALUES (?, ?, ?)", [row])
        self._password = hashed
        await self._end_sessions(lambda session: session.link is None)
        self._tell(Ended("signed-out"))

    async def _verify(self, password: str) -> bool:
        if len(password.encode()) > LONGEST_PASSWORD:
            return False
        return await self._passwords.matches(self._password, password)

    @staticmethod
    def _owner() -> Grant:
        return Grant(Role.OWNER, "", None, None, None)

    # --- links ---

    def links(self) -> tuple[Link, ...]:
        """All, oldest first, dead ones too."""
        return tuple(self._links.values())

    def link(self, link_id: str) -> Link:
        found = self._links.get(LinkId(link_id))
        if found is None:
            raise AccessRefused("no-such-link")
        return found

    def token(self, link: Link) -> str | None:
        """What opens it; None once it is revoked or expired."""
        return None if link.dead_at(self._clock.now()) else link_token(self._key, link, link.generation)

    async def ensure_link(self, role: Role, subject: str, label: str, expires: Instant | None = None) -> str | None:
        """The token of the show's own link for this role and subject, made at first use. None: somebody revoked it or
        it expired, and only a person brings it back (`rotate`)."""
        link_id = LinkId(f"{role}-{subject}" if subject else f"{role}")
        async with self._changing:
            link = self._links.get(link_id)
            if link is None:
                link = await self._store(Link(link_id, role, subject, label, self._clock.now(), expires, False, 1))
        return self.token(link)

    async def create_link(self, role: Role, subject: str, label: str, expires: Instant | None) -> Link:
        if role not in LINK_ROLES:
            raise AccessRefused("link-role-unknown", role=role.value)
        if len(label) > LONGEST_LABEL:
            raise AccessRefused("label-too-long", longest=LONGEST_LABEL)
        async with self._changing:
            if len(self._links) >= MOST_LINKS:
                raise AccessRefused("too-many-links", most=MOST_LINKS)
            link_id = LinkId(f"{role}-{secrets.token_hex(3)}")
            return await self._store(Link(link_id, role, subject, label, self._clock.now(), expires, False, 1))

    async def revoke(self, link_id: str) -> Link:
        """Shuts out whoever holds the link, at once. Revoking twice is harmless."""
        async with self._changing:
            link = self.link(link_id)
            if link.revoked:
                return link
            return await self._end_generation(replace(link, revoked=True, generation=link.generation + 1))

    async def rotate(self, link_id: str, expires: Instant | None) -> Link:
        """A new token in place of the old one, which opens nothing any more. Also brings back a dead link."""
        async with self._changing:
            link = self.link(link_id)
            return await self._end_generation(
                replace(link, revoked=False, expires=expires, generation=link.generation + 1)
            )

    async def _end_generation(self, link: Link) -> Link:
        await self._store(link)
        await self._end_sessions(lambda session: session.link == link.id)
        self._tell(Ended("link-revoked", link=link.id))
        return link

    async def _store(self, link: Link) -> Link:
        row = tuple(getattr(link, name) for name in link.__struct_fields__)
        row = (link.id, link.role.value, *row[2:])
        await self._write("INSERT OR REPLACE INTO people_links VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [row])
        self._know(link)
        for callback in tuple(self._on_change):
            callback()
        return link

    def _know(self, link: Link) -> None:
        self._links[link.id] = link
        for generation in range(1, link.generation + 1):
            self._tokens[digest_of(link_token(self._key, link, generation))] = (link.id, generation)

    # --- who is this? ---

    def by_token(self, token: str) -> Grant:
        """The holder of a link's token. `AccessRefused`."""
        link_id, generation = self._tokens.get(digest_of(token), (None, 0))
        if link_id is None:
            raise AccessRefused("link-invalid")
        return self._grant(self._links[link_id], generation, None)

    def by_session(self, token: str) -> Grant:
        """The holder of a session's cookie. `AccessRefused`."""
        session = self._sessions.get(digest_of(token))
        if session is None:
            raise AccessRefused("not-signed-in")
        if session.expires <= self._clock.now():
            raise AccessRefused("link-expired" if session.link else "not-signed-in")
        if session.link is None:
            return Grant(Role.OWNER, "", None, session.digest, session.expires)
        link = self._links.get(session.link)
        if link is None:
            raise AccessRefused("link-invalid")
        grant = self._grant(link, session.generation, session.digest)
        return replace(grant, expires=min(grant.expires or session.expires, session.expires))

    def _grant(self, link: Link, generation: int, session: str | None) -> Grant:
        dead = "link-revoked" if generation != link.generation else link.dead_at(self._clock.now())
        if dead:
            raise AccessRefused(dead)
        return Grant(link.role, link.subject, link.id, session, link.expires)

    async def open_session(self, grant: Grant) -> str:
        """The value of a cookie that stands for this grant, until its link ends or `SESSION_LASTS` are over."""
        token = secrets.token_urlsafe(32)
        link = self._links[grant.link] if grant.link else None
        expires = later(self._clock.now(), SESSION_LASTS)
        if grant.expires is not None:
            expires = min(expires, grant.expires)
        session = _Session(digest_of(token), grant.link, link.generation if link else 0, expires)
        row = (session.digest, session.link, session.generation, session.expires)
        await self._write("INSERT INTO people_sessions VALUES (?, ?, ?, ?)", [row])
        self._sessions[session.digest] = session
        return token

    def joined_before(self, link_id: LinkId) -> bool:
        """Whether somebody already came in by the link as it is now."""
        link = self._links[link_id]
        return any(s.link == link_id and s.generation == link.generation for s in self._sessions.values())

    async def end_session(self, token: str) -> None:
        """Signs out; its open pages too."""
        digest = digest_of(token)
        if digest in self._sessions:
            await self._end_sessions(lambda session: session.digest == digest)
            self._tell(Ended("signed-out", session=digest))

    async def _end_sessions(self, which: Callable[[_Session], bool]) -> None:
        digests = [session.digest for session in self._sessions.values() if which(session)]
        for digest in digests:
            del self._sessions[digest]
        await self._write("DELETE FROM people_sessions WHERE digest = ?", [(d,) for d in digests])

    async def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(statement, rows)

        await self._journal.run(work)

    # --- those who follow ---

    def on_ended(self, callback: Callable[[Ended], None]) -> Unsubscribe:
        """Called when a link or session stops being good before its time: whoever uses it must go."""
        self._on_ended.append(callback)
        return lambda: self._on_ended.remove(callback)

    def on_change(self, callback: Callable[[], None]) -> Unsubscribe:
        """Called when `links()` changed."""
        self._on_change.append(callback)
        return lambda: self._on_change.remove(callback)

    def _tell(self, ended: Ended) -> None:
        for callback in tuple(self._on_ended):
            callback(ended)


def _read_links(connection: sqlite3.Connection) -> list[Link]:
    rows = connection.execute(
        "SELECT id, role, subject, label, created, expires, revoked, generation FROM people_links ORDER BY created, id"
    )
    return [
        Link(LinkId(id_), Role(role), subject, label, Instant(created), expires, bool(revoked), generation)
        for id_, role, subject, label, created, expires, revoked, generation in rows
    ]


def stored_links(connection: sqlite3.Connection, now: Instant) -> Iterable[tuple[Link, str | None]]:
    """Every link with its token, read beside a running Efir (`control.journal.schema.open_reader`); a dead one has
    None. Nothing if no Efir ever ran on this journal."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"keys", "people_links"} <= tables:
        return []
    row = connection.execute("SELECT key FROM keys WHERE name = 'people'").fetchone()
    if row is None:
        return []
    return [
        (link, None if link.dead_at(now) else link_token(bytes(row[0]), link, link.generation))
        for link in _read_links(connection)
    ]


def stored_setup_token(connection: sqlite3.Connection) -> str | None:
    """As `People.ensure_setup_token`, read beside a running Efir."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"keys", "people_accounts"} <= tables:
        return None
    if connection.execute("SELECT 1 FROM people_accounts WHERE id = ?", (OWNER,)).fetchone():
        return None
    row = connection.execute("SELECT key FROM keys WHERE name = 'people'").fetchone()
    return None if row is None else derived(bytes(row[0]), "setup")
