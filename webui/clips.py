"""`GET /api/rundown/clips?item=ID`: how long an item must be for the clips that its cues play, for the editor."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
from aiohttp import web

from control.access import may
from control.core.rundown.clips import Played, played
from control.core.rundown.commands import Put
from control.core.types import EntryId
from control.grants import AccessRefused
from control.show import Language
from devices.clips import PATIENCE, ClipError, Clips, clip_length
from webui import words
from webui.answers import ClipAnswer, ClipsAnswer
from webui.context import Context


class ClipLengths:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._clips = Clips(clip_length, PATIENCE)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/rundown/clips", self.tell, allow_head=False)]

    async def tell(self, request: web.Request) -> web.Response:
        grant = self._context.asker(request)
        if not may(grant.role, Put):
            raise AccessRefused("not-allowed", role=grant.role.value)
        item = self._context.controller.state.rundown.plan.item(EntryId(request.query.get("item", "")))
        if item is None:
            raise AccessRefused("entry-gone")
        language = words.language_of(request, self._context.show.language)
        clips = played(item, self._context.show)
        answer = ClipsAnswer(clips=list(await asyncio.gather(*(self._answer(clip, language) for clip in clips))))
        return web.Response(body=msgspec.json.encode(answer), content_type="application/json")

    async def _answer(self, clip: Played, language: Language) -> ClipAnswer:
        try:
            length = await self._clips.length(Path(clip.file))
        except ClipError as error:
            return ClipAnswer(cue=clip.cue, name=clip.name, error=words.problem(language, error))
        return ClipAnswer(cue=clip.cue, name=clip.name, length=clip.after + length)
