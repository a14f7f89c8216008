"""`POST /api/cameras/find`: which PTZ cameras the network has, as `efir find cameras` tells it."""

from __future__ import annotations

import asyncio

from aiohttp import web
from msgspec import UNSET

from control.access import VIEW_ROLES
from control.grants import AccessRefused
from devices.ptz.discovery import Found
from devices.ptz.finding import PROTOCOLS, NoNetwork, NoSuchHost, address, entries, known_as, look, shown
from webui import words
from webui.answers import FoundCameraAnswer, FoundCamerasAnswer
from webui.api import answer, body
from webui.auth import demand
from webui.bodies import FindCameras
from webui.context import Context


class Finding:
    """One look at a time: two would hear each other's answers, and cameras are asked twice for nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._looking = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/cameras/find", self.find)]

    async def find(self, request: web.Request) -> web.Response:
        demand(VIEW_ROLES["panel"], self._context.sender(request))
        asked = await body(request, FindCameras)
        if self._looking.locked():
            raise AccessRefused("find-busy")
        async with self._looking:
            try:
                found = await look(asked.seconds, asked.at)
            except (NoSuchHost, NoNetwork) as error:
                raise AccessRefused(error.code, **error.arguments) from error
        language = words.language_of(request, self._context.show.language)
        picture = words.text(language, "find-cameras-picture")
        lines = entries(found, picture, self._context.show.cameras)
        told = [self._told(each, text) for each, text in zip(found, lines, strict=True)]
        return answer(FoundCamerasAnswer(cameras=told))

    def _told(self, found: Found, lines: str) -> FoundCameraAnswer:
        known = known_as(found, self._context.show.cameras)
        return FoundCameraAnswer(
            name=shown(found.name),
            model=shown(found.model),
            protocol=PROTOCOLS[found.protocol],
            address=address(found),
            known=known.id if known is not None else UNSET,
            lines=lines,
        )
