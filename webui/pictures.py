"""Pictures that are kept as files: of presets as they were stored, of cameras when their health changed."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from aiohttp import web

from control.access import VIEW_ROLES
from webui.auth import demand
from webui.context import Context
from webui.messages import ViewName

_NAME = re.compile(r"[a-z0-9-]{1,120}\.jpg")
"""As `efir.cameras` and `devices.feeds.worker` make them; nothing that leaves the folder."""


class Pictures:
    """`GET ADDRESS/NAME` for those who see `view`. `folder`: where they lie; None: there are none."""

    def __init__(self, context: Context, address: str, view: ViewName, folder: Path | None) -> None:
        self._context, self._address, self._view, self._folder = context, address, view, folder

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{self._address}/{{name}}", self._picture)]

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        demand(VIEW_ROLES[self._view], self._context.asker(request))
        name = request.match_info["name"]
        if self._folder is None or not _NAME.fullmatch(name):
            raise web.HTTPNotFound
        path = self._folder / name
        if not await asyncio.to_thread(path.is_file):
            raise web.HTTPNotFound
        # A name is never used again: another picture is another file.
        headers = {"Content-Type": "image/jpeg", "Cache-Control": "private, max-age=31536000"}
        return web.FileResponse(path, headers=headers)
