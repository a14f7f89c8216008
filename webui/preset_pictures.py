"""The pictures that were taken when presets were stored."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from aiohttp import web

from control.access import VIEW_ROLES
from webui.auth import demand
from webui.context import Context

_NAME = re.compile(r"[a-z0-9]{1,64}\.jpg")


class PresetPictures:
    """`folder`: where they lie; None: there are none."""

    def __init__(self, context: Context, folder: Path | None) -> None:
        self._context, self._folder = context, folder

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/preset-pictures/{name}", self._picture)]

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        demand(VIEW_ROLES["panel"], self._context.asker(request))
        name = request.match_info["name"]
        if self._folder is None or not _NAME.fullmatch(name):
            raise web.HTTPNotFound
        path = self._folder / name
        if not await asyncio.to_thread(path.is_file):
            raise web.HTTPNotFound
        # A name is never used again: another picture is another file.
        return web.FileResponse(
            path, headers={"Content-Type": "image/jpeg", "Cache-Control": "private, max-age=31536000"}
        )
