"""WHIP (RFC 9725): phones and encoders publish into a camera of the show.

`POST /whip` with an offer answers 201 with the answer and, in Location, the session's address: DELETE there ends it.
Which camera it is stands in the link: the token (or the page's cookie) opens one camera and no other. Neither trickle
ICE nor restarts: PATCH is answered 405. Besides, the page tells its battery at `…/state`.
"""

from __future__ import annotations

import time

import msgspec
from aiohttp import web
from msgspec import UNSET

from control.access import VIEW_ROLES
from control.core.types import CameraId
from control.grants import AccessRefused, Ended, Grant
from devices.feeds.inputs import phone
from devices.feeds.whip import PublishRefused, Session, Whip
from webui.api import answer, body, refusal
from webui.auth import demand
from webui.bodies import PhoneState
from webui.context import Context
from webui.measured import PhoneTelemetry
from webui.throttle import Bucket

SDP = "application/sdp"
LONGEST_OFFER = 32 * 1024
"""Bytes; Chromium's offer of one picture and one sound has 6 000."""
OFFERS = (0.5, 10)
"""Of one link, a second and at once: a phone that comes and goes on a bad network needs a few."""


class Publishing:
    """`whip`: who publishes; its `on_change` is taken."""

    def __init__(self, context: Context, whip: Whip) -> None:
        self._context, self._whip = context, whip
        self._grants: dict[str, Grant] = {}
        """Session → by what right."""
        self._states: dict[str, PhoneState] = {}
        self._buckets: dict[str, Bucket] = {}
        whip.on_change = self._tell

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/whip", self.publish),
            web.delete("/whip/{session}", self.end),
            web.post("/whip/{session}/state", self.state),
        ]

    async def publish(self, request: web.Request) -> web.Response:
        grant = self._holder(request)
        assert grant.link is not None  # whoever is a phone came by a link
        if request.content_type != SDP:
            raise web.HTTPUnsupportedMediaType
        if not self._buckets.setdefault(grant.link, Bucket(*OFFERS, time.monotonic)).take():
            raise AccessRefused("too-many-commands")
        offer = await request.read()
        if len(offer) > LONGEST_OFFER:
            raise web.HTTPRequestEntityTooLarge(LONGEST_OFFER, len(offer))
        camera = CameraId(grant.subject)
        try:
            session, sdp = await self._whip.publish(camera, grant.link, offer.decode())
        except UnicodeDecodeError as error:
            raise AccessRefused("phone-offer") from error
        except PublishRefused as error:
            raise AccessRefused(error.code) from error
        self._grants[session.id] = grant
        if not self._good(grant):  # revoked while it was answered
            self._whip.end(session.id)
            raise AccessRefused("link-revoked")
        headers = {"Location": f"/whip/{session.id}", "Content-Type": SDP}
        made = web.Response(body=sdp.encode(), status=201, headers=headers)
        for server in self.ice(camera):
            made.headers.add("Link", f'<{server}>; rel="ice-server"')
        return made

    async def end(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if session is None:
            return refusal(request, AccessRefused("phone-gone"))
        self._whip.end(session.id)
        return answer({})

    async def state(self, request: web.Request) -> web.Response:
        session = self._session(request)
        if session is None:
            replaced = self._whip.replaced(request.match_info["session"])
            return refusal(request, AccessRefused("phone-replaced" if replaced else "phone-gone"))
        self._states[session.id] = await body(request, PhoneState)
        self._tell(session.camera)
        return answer({})

    def ice(self, camera: CameraId) -> tuple[str, ...]:
        """The STUN servers of the show file."""
        found = self._context.show.camera(camera)
        urls = (found.url, found.backup or "") if found is not None else ()
        return next((servers for url in urls if (servers := phone(url)) is not None), ())

    # --- Who may

    def _holder(self, request: web.Request) -> Grant:
        grant = self._context.sender(request)
        demand(VIEW_ROLES["phone"], grant)
        if not self._context.known(grant):
            raise AccessRefused("phone-no-camera")
        return grant

    def _session(self, request: web.Request) -> Session | None:
        """The asker's own; of those of others nothing is said."""
        grant = self._holder(request)
        session = self._whip.session(request.match_info["session"])
        return session if session is not None and session.holder == grant.link else None

    def _good(self, grant: Grant) -> bool:
        link = self._context.people.link(grant.link or "")
        return link.dead_at(self._context.controller.clock.now()) is None

    # --- What ends by itself

    def ended(self, ended: Ended) -> None:
        """A link or a session of a browser is worth nothing any more: its picture goes with it."""
        for session, grant in tuple(self._grants.items()):
            if ended.ends(grant):
                self._whip.end(session)

    def expire(self) -> None:
        """Sends those away whose time is up; forgets those who went."""
        now = self._context.controller.clock.now()
        for session, grant in tuple(self._grants.items()):
            if grant.expires is not None and grant.expires <= now:
                self._whip.end(session)
            if self._whip.session(session) is None:
                del self._grants[session]
                self._states.pop(session, None)

    # --- What the operator sees

    def _tell(self, _: CameraId) -> None:
        told: dict[str, object] = {}
        for camera in self._context.show.cameras:
            session = self._whip.on(camera.id)
            if session is not None:
                told[camera.id] = msgspec.to_builtins(self._phone(session))
        self._context.telemetry.publish("phones", told)

    def _phone(self, session: Session) -> PhoneTelemetry:
        way, said = self._whip.way(session.camera), self._states.get(session.id, PhoneState())
        if way is not None and way.session != session.id:
            way = None  # still of the one before
        return PhoneTelemetry(
            state=way.state if way is not None else "connecting",
            loss=round(way.lost, 3) if way is not None and way.lost is not None else UNSET,
            kbps=round(way.kbps) if way is not None and way.kbps is not None else UNSET,
            jitter=round(way.jitter * 1000) if way is not None and way.jitter is not None else UNSET,
            rtt=round(said.rtt) if said.rtt is not UNSET else UNSET,
            battery=said.battery,
            charging=said.charging,
            muted=said.muted,
            facing=said.facing,
            torch=said.torch,
            hidden=said.hidden,
        )
