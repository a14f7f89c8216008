"""Who publishes into which camera: the owner's side of `devices.feeds.phone`. On the event loop, without any media.

One publisher a camera. The same holder again (a page that was reloaded, a phone that changed its network) takes over
with his first picture; somebody else waits until the first has gone. An end is a word to the feed's process and is over
at once here.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

from msgspec import Struct

from control.core.types import CameraId
from control.errors import EfirError
from devices.feeds.wire import Listening, Publish, Published, Sample, Taken, Unpublish, Unpublished, Up, Way

ANSWER_S: Final = 15.0


class PublishRefused(EfirError):
    """*phone-no-camera*: no camera of the show takes a phone under this name; *phone-taken*: another phone is on it;
    *phone-offer*: the offer cannot be answered; *phone-away*: the feed's process does not answer."""


class Feed(Protocol):
    """What is needed of `devices.feeds.FeedProcess`."""

    def tell(self, command: Publish | Unpublish) -> bool:
        """False: there is no process to hear it."""


class Session(Struct, frozen=True):
    id: str
    """Not to be guessed: it is the address of the session."""
    camera: CameraId
    holder: str
    """The link by which the phone came."""


class Whip:
    """`add` the feeds that take a phone, and let `heard` have all they say."""

    def __init__(self) -> None:
        self._feeds: dict[CameraId, Feed] = {}
        self._current: dict[CameraId, Session] = {}
        """Who is seen, or will be."""
        self._coming: dict[CameraId, Session] = {}
        """Whose offer was answered, the newest, while another one is seen."""
        self._offers: dict[str, tuple[Session, asyncio.Future[Published]]] = {}
        """What is being answered, the newest last. Of one camera all of one holder."""
        self._ways: dict[CameraId, Way] = {}
        self._replaced: deque[str] = deque(maxlen=64)
        self.on_change: Callable[[CameraId], None] = lambda camera: None
        """Somebody came or went, or his way has new figures."""

    def add(self, camera: CameraId, feed: Feed) -> None:
        self._feeds[camera] = feed

    def session(self, session: str) -> Session | None:
        both = (*self._current.values(), *self._coming.values())
        return next((one for one in both if one.id == session), None)

    def replaced(self, session: str) -> bool:
        """Its holder publishes from elsewhere by now: it is not to come back by itself."""
        return session in self._replaced

    def on(self, camera: CameraId) -> Session | None:
        """Also if he is not answered yet, or a second phone would come in meanwhile."""
        offers = (session for session, _ in reversed(self._offers.values()) if session.camera == camera)
        return self._current.get(camera) or self._coming.get(camera) or next(offers, None)

    def way(self, camera: CameraId) -> Way | None:
        return self._ways.get(camera)

    async def publish(self, camera: CameraId, holder: str, sdp: str) -> tuple[Session, str]:
        """The session and the answer. `PublishRefused`."""
        feed = self._feeds.get(camera)
        if feed is None:
            raise PublishRefused("phone-no-camera")
        held = self.on(camera)
        if held is not None and held.holder != holder:
            raise PublishRefused("phone-taken")
        session = Session(secrets.token_urlsafe(16), camera, holder)
        answer: asyncio.Future[Published] = asyncio.get_running_loop().create_future()
        self._offers[session.id] = (session, answer)
        try:
            if not feed.tell(Publish(session.id, sdp)):
                raise PublishRefused("phone-away")
            async with asyncio.timeout(ANSWER_S):
                said = await answer
            if said.code:
                raise PublishRefused(said.code)
        except BaseException as error:
            # An offer that came to nothing has sent nobody away.
            feed.tell(Unpublish(session.id))
            self._offers.pop(session.id, None)
            self._forget(session)
            if isinstance(error, TimeoutError):
                raise PublishRefused("phone-away") from error
            raise
        return session, said.sdp

    def end(self, session: str) -> bool:
        """False: there is none of this name (any more)."""
        found = self.session(session)
        if found is None:
            return False
        self._feeds[found.camera].tell(Unpublish(session))
        self._forget(found)
        return True

    def heard(self, camera: CameraId, message: Up) -> None:
        """What the camera's feed says."""
        match message:
            case Published():
                self._published(message)
            case Taken(session=session):
                if (coming := self._coming.get(camera)) is not None and coming.id == session:
                    self._take(coming)
            case Unpublished(session=session):
                if (found := self.session(session)) is not None:
                    self._forget(found)
            case Listening():
                self._restarted(camera)
            case Sample(way=way):
                self._measured(camera, way)

    def _published(self, message: Published) -> None:
        if message.session not in self._offers:
            return
        session, answer = self._offers[message.session]
        if answer.done():  # it took too long
            return
        if not message.code:
            self._answered(session)
        answer.set_result(message)

    def _restarted(self, camera: CameraId) -> None:
        """It is another process: every connection ended with the old one."""
        for session, answer in tuple(self._offers.values()):
            if session.camera == camera:
                del self._offers[session.id]
                if not answer.done():
                    answer.set_exception(PublishRefused("phone-away"))
        for sessions in (self._coming, self._current):
            if (found := sessions.get(camera)) is not None:
                self._forget(found)

    def _measured(self, camera: CameraId, way: Way | None) -> None:
        if way == self._ways.get(camera):
            return
        if way is None:
            del self._ways[camera]
        else:
            self._ways[camera] = way
        self.on_change(camera)

    def _answered(self, session: Session) -> None:
        """Whoever is seen stays until the feed says otherwise; of two that are not, the newer one is waited for."""
        del self._offers[session.id]
        before, self._coming[session.camera] = self._coming.get(session.camera), session
        if before is not None:
            self._replaced.append(before.id)
        if session.camera not in self._current:
            self._take(session)

    def _take(self, session: Session) -> None:
        """It is seen from now on; the feed sends away whoever was before."""
        del self._coming[session.camera]
        before, self._current[session.camera] = self._current.get(session.camera), session
        if before is not None:
            self._replaced.append(before.id)
        self.on_change(session.camera)

    def _forget(self, session: Session) -> None:
        """Also if it was not remembered."""
        for sessions in (self._current, self._coming):
            if sessions.get(session.camera) is session:
                del sessions[session.camera]
        self.on_change(session.camera)
