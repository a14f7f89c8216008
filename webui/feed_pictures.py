"""What was seen when a camera's health changed: `GET /api/feeds/pictures/{name}`, for the crew."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from aiohttp import web

from control.access import VIEW_ROLES
from webui.auth import demand
from webui.context import Context

_NAME = re.compile(r"[a-z0-9-]{1,120}\.jpg")
"""As `devices.feeds.worker` makes them; nothing that leaves the folder."""


class FeedPictures:
    def __init__(self, context: Context, folder: Path | None) -> None:
        self._context = context
        self._folder = folder

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/feeds/pictures/{name}", self._picture)]

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        demand(VIEW_ROLES["multiview"], self._context.asker(request))
        name = request.match_info["name"]
        if self._folder is None or not _NAME.fullmatch(name):
            raise web.HTTPNotFound
        path = self._folder / name
        if not await asyncio.to_thread(path.is_file):
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": "image/jpeg", "Cache-Control": "private, max-age=86400"})
