"""Ways in and what they open: a link, what somebody who came by it may do, and the token that it is.

Pure; who has which is in `control.people`.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode

from msgspec import Struct

from control.clock import Instant
from control.core.lending import guest_actor
from control.core.types import Actor, LinkId, Role
from control.errors import EfirError


class AccessRefused(EfirError):
    """Not let in. Codes: *link-invalid*, *link-revoked*, *link-expired*, *not-signed-in*, *setup-done*,
    *setup-invalid*, *password-wrong*, *password-short* (``shortest``), *password-long* (``longest``), *no-such-link*,
    *too-many-links* (``most``), *link-role-unknown* (``role``), *label-too-long* (``longest``)."""


class Link(Struct, frozen=True):
    """A way in for one scope. ``subject`` is the judge's id for judges, the camera's for phones and guests, otherwise
    empty."""

    id: LinkId
    role: Role
    subject: str
    label: str
    created: Instant
    expires: Instant | None
    revoked: bool
    generation: int

    def dead_at(self, now: Instant) -> str | None:
        """Why it opens nothing at ``now``, as a code; None while it is good."""
        if self.revoked:
            return "link-revoked"
        if self.expires is not None and self.expires <= now:
            return "link-expired"
        return None


class Grant(Struct, frozen=True):
    """Who somebody is, for as long as ``expires`` says. ``session`` (a digest) is absent for a bare token."""

    role: Role
    subject: str
    link: LinkId | None
    session: str | None
    expires: Instant | None
    connection: str = ""
    """Of a guest with a bare token: it is all that tells him from others."""

    @property
    def guest(self) -> str:
        """Which of the many who have the guests' link: a piece of a digest, of which no session can be made."""
        return (self.session or "")[:12] or self.connection

    @property
    def actor(self) -> Actor:
        """As the journal names the sender: a judge by his id, others by their link, the owner by the role alone."""
        if self.role is Role.GUEST:
            return guest_actor(self.subject, self.guest)
        return Actor(self.role, self.subject or self.link or "")


class Ended(Struct, frozen=True):
    """What is worth nothing any more: everything of a link, one session, or all the owner's (both absent)."""

    code: str
    link: LinkId | None = None
    session: str | None = None

    def ends(self, grant: Grant) -> bool:
        if self.session is not None:
            return grant.session == self.session
        return grant.link == self.link


def digest_of(token: str) -> str:
    """Of whatever was sent: bytes in a header that are no UTF-8 arrive as surrogates, and open nothing."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def derived(key: bytes, purpose: str) -> str:
    """128 bits, URL-safe, 22 characters: a short QR that nobody guesses."""
    return urlsafe_b64encode(hmac.digest(key, purpose.encode(), "sha256")[:16]).rstrip(b"=").decode()


def link_token(key: bytes, link: Link, generation: int) -> str:
    return derived(key, f"link:{generation}:{link.id}")
