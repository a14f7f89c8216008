"""The web server as the assembly sees it: made of its parts, started, closed."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError

from control.controller import Controller
from control.core.types import Role
from control.grants import Link
from control.hands import Hands
from control.journal.base import Journal, JournalError
from control.people import People
from control.telemetry import Telemetry
from control.views.wire import Collection, LinkWire
from devices.feeds.whip import Whip
from webui import addresses, api, pages
from webui.auth import Gate
from webui.clips import ClipLengths
from webui.context import Context
from webui.finding import Finding
from webui.hub import Hub
from webui.lending import GRACE, Lending
from webui.links import Links
from webui.live import LARGEST_MESSAGE, Live
from webui.metrics import Metrics
from webui.outside.house import Outside
from webui.pages import CONTEXT, Pages
from webui.pictures import Pictures
from webui.ports import PortTakenError, port_error
from webui.rundown_files import RundownFiles
from webui.secure import Secure
from webui.sessions import Sessions
from webui.whip import Publishing

BEAT = 1.0
_TOKEN = re.compile(r"([?&](?:t|token)=)[^&\s]+")


def _worth_telling(record: logging.LogRecord) -> bool:
    """What is no HTTP (a scanner, a browser that tried https) gets its 400; it is no fault of ours to print."""
    return record.exc_info is None or not isinstance(record.exc_info[1], HttpProcessingError)


logging.getLogger("aiohttp.server").addFilter(_worth_telling)


class WebServer:
    """Serves pages, the live protocol and the API. Made on the loop it runs on, after the controller was opened.

    ``public_url``: where a reverse proxy shows it (``https://efir.example``). ``dist``: other pages than webui's own.
    ``pictures``: the folder of the presets' pictures.
    ``whip``: who publishes into which camera; absent: nobody can. ``secure``: a second port by https, for phones.
    ``grace``: seconds for which a guest in a queue may be away.
    """

    def __init__(
        self,
        controller: Controller,
        journal: Journal,
        people: People,
        telemetry: Telemetry,
        *,
        version: str,
        show_folder: Path,
        feed_pictures: Path | None = None,
        host: str,
        port: int,
        public_url: str | None = None,
        dist: Path | None = None,
        hands: Hands | None = None,
        pictures: Path | None = None,
        whip: Whip | None = None,
        secure: Secure | None = None,
        grace: float = GRACE,
    ) -> None:
        self._controller = controller
        self._people = people
        self._telemetry = telemetry
        self._host, self._port, self._public_url = host, port, public_url
        self._hub = Hub(controller, telemetry)
        hands = hands or Hands(time.monotonic)
        self._lending = Lending(controller, hands, telemetry, time.monotonic, grace)
        self._context = Context(
            controller,
            journal,
            people,
            telemetry,
            controller.show,
            self._hub,
            Gate(people, public_url),
            Metrics(),
            version,
            hands,
            self._lending,
        )
        self._live = Live(self._context)
        self.pages = Pages(self._context, show_folder, dist)
        self._preset_pictures = Pictures(self._context, "/api/presets/pictures", "panel", pictures)
        self._feed_pictures = Pictures(self._context, "/api/feeds/pictures", "multiview", feed_pictures)
        self._secure = secure
        self._publishing = Publishing(self._context, whip or Whip())
        self._outside = Outside(self._context, host)
        self._runner = self._build()
        self._subscriptions: list[Callable[[], None]] = []
        self._beat: asyncio.Task[None] | None = None
        self._told = False
        self._lan: str | None = None

    def _build(self) -> web.AppRunner:
        app = web.Application(client_max_size=LARGEST_MESSAGE, middlewares=[pages.headers, api.refusals])
        app[CONTEXT] = self._context
        app.add_routes([web.get("/live", self._live.handle)])
        app.add_routes(api.Api(self._context).routes())
        app.add_routes(Sessions(self._context).routes())
        app.add_routes(Links(self._context, self._base_for, self._base_of).routes())
        app.add_routes(RundownFiles(self._context).routes())
        app.add_routes(self._preset_pictures.routes())
        app.add_routes(self._feed_pictures.routes())
        app.add_routes(self._publishing.routes())
        if self._secure is not None:
            app.add_routes(self._secure.routes())
        app.add_routes(ClipLengths(self._context).routes())
        app.add_routes(Finding(self._context).routes())
        app.add_routes(self._outside.routes())
        app.add_routes(self.pages.routes())
        return web.AppRunner(app, access_log_class=AccessLog, shutdown_timeout=1.0, handle_signals=False)

    # --- life ---

    async def start(self) -> None:
        """Listens; from now on the port is known (`url`), also when 0 was asked for. `PortTakenError`."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port, backlog=512).start()
        except OSError as error:
            await self._runner.cleanup()
            self._hub.close()
            raise port_error(error, self._host, self._port) from error
        self._port = self._runner.addresses[0][1]
        try:
            await self._start_secure()
            await self._outside.start()
        except PortTakenError:
            await self._runner.cleanup()
            self._hub.close()
            raise
        await self._look_around()
        self._subscriptions = [
            self._controller.on_commit(self._hub.changed_on_air, first=True),
            self._controller.on_commit(self._hub.changed),
            self._controller.on_journal(self._on_journal),
            self._people.on_ended(self._live.ended),
            self._people.on_ended(self._publishing.ended),
            self._people.on_ended(self._outside.ended),
            self._people.on_change(self._show_links),
            self._context.hands.on_refused(self._live.refused),
        ]
        self._lending.start()
        self._hub.changed(self._controller.state, self._controller.seq)
        self._hub.on_clients = self._tell_clients
        self._show_links()
        self._on_journal(self._controller.journal_fault)
        self._tell_clients()
        self._beat = asyncio.create_task(self._beats())

    async def _start_secure(self) -> None:
        if self._secure is None:
            return
        port, context = self._secure.port, self._secure.certificate.context
        try:
            await web.TCPSite(self._runner, self._host, port, ssl_context=context).start()
        except OSError as error:
            raise port_error(error, self._host, port) from error
        self._secure.port = self._runner.addresses[1][1]

    async def close(self) -> None:
        """Says goodbye to every page, then stops listening. Closing twice is harmless."""
        for unsubscribe in self._subscriptions:
            unsubscribe()
        self._subscriptions = []
        if self._beat is not None:
            self._beat.cancel()
            await asyncio.wait([self._beat])
            self._beat = None
        await self._live.close()
        await self._lending.close()
        await self._outside.close()
        await self._runner.cleanup()
        self._hub.close()

    # --- what the assembly asks ---

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        """For people: the public address, or this computer's in the network when the server listens there."""
        return addresses.base_url(self._public_url, self._host, self._port, self._lan)

    @property
    def local_url(self) -> str:
        """For programs on this computer: OBS, the bridge."""
        host = "127.0.0.1" if addresses.is_wildcard(self._host) else self._host
        return addresses.base_url(None, host, self._port, None)

    def link_url(self, link: Link, *, local: bool = False) -> str | None:
        """What its holder opens (`local`: a program on this computer); None if it is revoked or expired."""
        token = self._people.token(link)
        base = self.local_url if local else self._base_of(link.role, self.url)
        return None if token is None else base + pages.link_path(link, token)

    @property
    def setup_url(self) -> str | None:
        """For whoever starts this Efir first; None once it has an owner. Behind `#` the token reaches no log."""
        token = self._people.ensure_setup_token()
        return None if token is None else f"{self.url}/setup#{token}"

    @property
    def clients(self) -> dict[str, int]:
        """View → open pages."""
        return self._hub.counts()

    @property
    def outside(self) -> Outside:
        """The ways in for machines, and their ports."""
        return self._outside

    @property
    def hands(self) -> Hands:
        """Of the open pages, on the cameras that move."""
        return self._context.hands

    def routes(self) -> Iterable[web.AbstractRoute]:
        return self._runner.app.router.routes()

    def set_extra(self, view: str, slice_name: str, data: Any) -> None:
        """A slice of a view that does not come from the state."""
        self._hub.set_extra(view, slice_name, data)  # type: ignore[arg-type]

    # --- what flows through ---

    async def _base_for(self, request: web.Request) -> str:
        await self._look_around()
        gate = self._context.gate
        return addresses.base_url(
            self._public_url, self._host, self._port, self._lan, gate.host(request), gate.secure(request)
        )

    def _base_of(self, role: Role, base: str) -> str:
        """Phones come by https, everybody else as the asker does."""
        if role is not Role.PHONE or self._secure is None or self._public_url:
            return base
        return addresses.by_https(base, self._secure.port)

    async def _look_around(self) -> None:
        """The network may be another one than at the start."""
        if addresses.is_wildcard(self._host):
            self._lan = await asyncio.to_thread(addresses.lan_address)
            if self._secure is not None and self._lan is not None:
                await asyncio.to_thread(self._secure.certificate.cover, self._lan)

    def _on_journal(self, fault: JournalError | None) -> None:
        self._telemetry.publish("journal", {"ok": True} if fault is None else {"ok": False, "reason": fault.code})

    def _show_links(self) -> None:
        links = self._people.links()
        wires = Collection(order=[link.id for link in links], by_id={link.id: _wire(link) for link in links})
        self._hub.set_extra("panel", "access", msgspec.to_builtins(wires))

    def _tell_clients(self) -> None:
        """Once a turn of the loop, however many came or went in it."""
        if not self._told:
            self._told = True
            asyncio.get_running_loop().call_soon(self._tell_clients_now)

    def _tell_clients_now(self) -> None:
        self._told = False
        counts = self._hub.counts()
        judges = self._hub.judges()
        del counts["judge"]
        self._telemetry.publish("clients", {**counts, "judges": judges})

    async def _beats(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += BEAT
            await asyncio.sleep(max(0.0, due - loop.time()))
            late = loop.time() - due
            self._context.metrics.lag.observe(max(0.0, late))
            if late > BEAT:
                due = loop.time()  # a computer that slept: no burst of beats
            self._live.expire()
            self._outside.expire()
            self._publishing.expire()
            self._hub.beat()


def _wire(link: Link) -> LinkWire:
    unset = msgspec.UNSET
    return LinkWire(
        role=link.role.value,
        subject=link.subject or unset,
        label=link.label,
        created=link.created,
        expires=link.expires if link.expires is not None else unset,
        revoked=link.revoked or unset,
    )


class AccessLog(AbstractAccessLogger):
    """One line a request at debug level, without tokens."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        if self.enabled:
            path = redact(request.path_qs)
            self.logger.debug("%s %s %s %d %.0f ms", request.remote, request.method, path, response.status, time * 1000)

    @property
    def enabled(self) -> bool:
        return self.logger.isEnabledFor(logging.DEBUG)


def redact(path: str) -> str:
    """A path whose tokens are gone: `/judge?t=•••`."""
    return _TOKEN.sub(r"\1•••", path)


__all__ = ["AccessLog", "PortTakenError", "WebServer", "redact"]
