"""Who knocks, how often he may, and the way in: every request becomes a command of a grant."""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from control.controller import Receipt
from control.core.types import CommandId, Role
from control.errors import Rejection, reject
from control.grants import AccessRefused, Grant
from control.registry import COMMAND_TYPES, State, tag_of
from webui.addresses import is_local
from webui.context import Context
from webui.pages import token_of
from webui.throttle import Bucket

TAGS = frozenset(tag_of(kind) for kind in COMMAND_TYPES)
COMMANDS = (30, 60)
"""Of one sender, a second and at once: as for pages."""
MOST_SENDERS = 1_000
_NAMES = (".local", ".lan", ".home", ".internal", ".home.arpa")


class Door:
    """For all ways in from outside: the same rights, the same limits."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._meant: OrderedDict[tuple[str, str], Mapping[str, Any]] = OrderedDict()
        """Sender and key → the command as it was first submitted: sent again, it is the same."""

    def grant(self, request: web.Request, *, cookies: bool = False, open_as: str | None = None) -> Grant:
        """By the bearer's token or `?token=`; without one, by a page's cookie (`cookies`), or as the operator named
        `open_as` on a port that the show file opened. `AccessRefused`."""
        token = token_of(request)
        if token is None and "Authorization" not in request.headers and open_as is not None:
            self._check_stranger(request)
            return Grant(Role.OPERATOR, open_as, None, None, None)
        ours = self.context.gate.check_origin(request)
        return self.context.gate.grant(request, cookies=cookies and ours, token=token, link=request.query.get("as"))

    @staticmethod
    def _check_stranger(request: web.Request) -> None:
        """Without a token nothing that a foreign page made a browser send gets in: not as a script's request (Origin),
        an image or a link (Referer, Sec-Fetch-Site), nor under a name of its own that it let point here (Host). A page
        can keep its browser from telling all of these, for an address without TLS, but not from saying what it is."""
        headers = request.headers
        told = any(name in headers for name in ("Origin", "Referer", "Upgrade-Insecure-Requests"))
        if told or headers.get("Sec-Fetch-Site", "none") != "none" or _is_browser(headers.get("User-Agent", "")):
            raise AccessRefused("foreign-origin")
        if not _is_house_name(request.host):
            raise AccessRefused("foreign-origin")

    def allows(self, sender: str) -> bool:
        """Whether this sender may send one more; it is counted. Those not heard of for longest are forgotten."""
        bucket = self._buckets.pop(sender, None) or Bucket(*COMMANDS, time.monotonic)
        self._buckets[sender] = bucket
        if len(self._buckets) > MOST_SENDERS:
            self._buckets.popitem(last=False)
        return bucket.take()

    def may_ask(self, grant: Grant) -> Rejection | None:
        """For what is read and not done; it is counted. As many questions as commands, and apart from them: machines
        that all read the plan again after an edit must not hold up the next GO of the link they share."""
        if self.allows(f"{grant.actor} asks"):
            return None
        self.context.metrics.commands.labels("", "too-many-commands").inc()
        return reject("too-many-commands")

    async def do(
        self, command: Mapping[str, Any], grant: Grant, sender: str = "", key: str = ""
    ) -> Receipt | Rejection:
        """Submits a command as it would come over the wire; `key` is the sender's own id of it, if he has one. A
        Rejection: it never got as far as a decision."""
        if not self.allows(sender or str(grant.actor)):
            self.context.metrics.commands.labels("", "too-many-commands").inc()
            return reject("too-many-commands")
        whole = self._meaning(command, str(grant.actor), key)
        try:
            raw = msgspec.Raw(msgspec.json.encode(whole))
        except (OverflowError, TypeError, ValueError) as error:  # a number of 40 digits
            return reject("bad-command", field="$", reason=str(error))
        return await self.context.submit(CommandId(key or secrets.token_hex(8)), raw, grant)

    def _meaning(self, command: Mapping[str, Any], actor: str, key: str) -> Mapping[str, Any]:
        whole = seen_by_all(command, self.context.controller.state)
        if not key or whole is command:
            return whole
        first = self._meant.setdefault((actor, key), whole)
        if len(self._meant) > MOST_SENDERS:
            self._meant.popitem(last=False)
        return first if {**whole, "over": first["over"]} == first else command


def seen_by_all(command: Mapping[str, Any], state: State) -> Mapping[str, Any]:
    """A button cannot say how many GOs it has seen: as many as everybody has been shown. So of two presses that come
    together (or one that came twice) only the first counts."""
    if command.get("type") in ("rundown.go", "rundown.back") and "over" not in command:
        return {**command, "over": state.rundown.run.gos}
    return command


def refusal_of(receipt: Receipt | Rejection) -> Rejection | None:
    return receipt if isinstance(receipt, Rejection) else receipt.error


def _is_browser(agent: str) -> bool:
    """PowerShell says that it is one."""
    return "Mozilla/" in agent and "PowerShell/" not in agent


def _is_house_name(host: str) -> bool:
    """An address, or a name that no stranger can own."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:  # `[::1`
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return is_local(name) or "." not in name or name.endswith(_NAMES)
    return True
