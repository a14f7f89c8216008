"""All ways in for machines, as the server sees them: routes, ports of their own, and sending people away."""

from __future__ import annotations

from aiohttp import web

from control.grants import Ended
from webui import api
from webui.context import Context
from webui.live import LARGEST_MESSAGE
from webui.outside.buttons import Buttons
from webui.outside.door import Door
from webui.outside.feed import Feed
from webui.outside.flat import flat
from webui.outside.ontime import SENDER, Ontime
from webui.outside.osc_port import OscPort
from webui.pages import CONTEXT
from webui.ports import port_error

PREFIX = "/ontime"


class Outside:
    """`host` is what the server itself listens on."""

    def __init__(self, context: Context, host: str) -> None:
        self._context = context
        self._host = host
        door = Door(context)
        self._feed = Feed(context.controller, flat)
        self._buttons = Buttons(door, self._feed)
        self._ontime = Ontime(door)
        self._runner: web.AppRunner | None = None
        settings = context.show.outside
        self.osc = OscPort(door, self._feed, settings.osc) if settings.osc is not None else None

    def routes(self) -> list[web.RouteDef]:
        """Of the server's own port: there everybody brings a token."""
        return [*self._buttons.routes(), *self._ontime.routes(PREFIX)]

    async def start(self) -> None:
        """Opens what the show file says. `PortTakenError`."""
        await self._open_ontime()
        if self.osc is not None:
            try:
                await self.osc.start()
            except BaseException:
                await self.close()
                raise

    async def _open_ontime(self) -> None:
        settings = self._context.show.outside.ontime
        if settings is None:
            return
        app = web.Application(client_max_size=LARGEST_MESSAGE, middlewares=[api.refusals])
        app[CONTEXT] = self._context
        app.add_routes(self._ontime.routes("", None if settings.open_to == "token" else SENDER))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, handle_signals=False)
        await self._runner.setup()
        host = {"local": "127.0.0.1", "network": "0.0.0.0"}.get(settings.open_to, self._host)  # noqa: S104
        try:
            await web.TCPSite(self._runner, host, settings.port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise port_error(error, host, settings.port) from error

    @property
    def ontime_port(self) -> int | None:
        """Of the port of its own."""
        return self._runner.addresses[0][1] if self._runner is not None else None

    # --- sending away ---

    def ended(self, ended: Ended) -> None:
        for sockets in (self._buttons.sockets, self._ontime.sockets):
            sockets.ended(ended)

    def expire(self) -> None:
        for sockets in (self._buttons.sockets, self._ontime.sockets):
            sockets.expire()

    async def close(self) -> None:
        """Closing twice is harmless."""
        await self._buttons.sockets.close()
        await self._ontime.sockets.close()
        self._feed.close()
        self._ontime.feed.close()
        if self.osc is not None:
            await self.osc.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
