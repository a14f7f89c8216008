"""Who publishes into which camera: the owner's side of `devices.feeds.phone`. On the event loop, without any media.

One publisher a camera. The same holder again (a page that was reloaded, a phone that changed its network) takes over;
somebody else waits until the first has gone. An end is a word to the feed's process and is over at once here.
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
from devices.feeds.wire import Listening, Publish, Published, Sample, Unpublish, Unpublished, Up, Way

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
        self._answers: dict[str, asyncio.Future[Published]] = {}
        self._ways: dict[CameraId, Way] = {}
        self._over: set[str] = set()
        """Sessions that ended while an offer was under way that might have put them back."""
        self._replaced: deque[str] = deque(maxlen=64)
        self.on_change: Callable[[CameraId], None] = lambda camera: None
        """Somebody came or went, or his way has new figures."""

    def add(self, camera: CameraId, feed: Feed) -> None:
        self._feeds[camera] = feed

    def session(self, session: str) -> Session | None:
        return next((one for one in self._current.values() if one.id == session), None)

    def replaced(self, session: str) -> bool:
        """Its holder publishes from elsewhere by now: it is not to come back by itself."""
        return session in self._replaced

    def on(self, camera: CameraId) -> Session | None:
        return self._current.get(camera)

    def way(self, camera: CameraId) -> Way | None:
        return self._ways.get(camera)

    async def publish(self, camera: CameraId, holder: str, sdp: str) -> tuple[Session, str]:
        """The session and the answer. `PublishRefused`."""
        feed = self._feeds.get(camera)
        if feed is None:
            raise PublishRefused("phone-no-camera")
        before = self._current.get(camera)
        if before is not None and before.holder != holder:
            raise PublishRefused("phone-taken")
        session = Session(secrets.token_urlsafe(16), camera, holder)
        answer = self._answers[session.id] = asyncio.get_running_loop().create_future()
        # At once, or a second phone would come in while the first one's answer is made.
        self._current[camera] = session
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
            self._forget(session, before)
            if isinstance(error, TimeoutError):
                raise PublishRefused("phone-away") from error
            raise
        finally:
            del self._answers[session.id]
            if not self._answers:
                self._over.clear()
        if before is not None:
            self._replaced.append(before.id)
        self.on_change(camera)
        return session, said.sdp

    def end(self, session: str) -> bool:
        """False: there is none of this name (any more)."""
        found = self.session(session)
        if found is None:
            return False
        self._feeds[found.camera].tell(Unpublish(session))
        self._forget(found, None)
        return True

    def heard(self, camera: CameraId, message: Up) -> None:
        """What the camera's feed says."""
        match message:
            case Published(session=session):
                answer = self._answers.get(session)
                if answer is not None and not answer.done():
                    answer.set_result(message)
            case Unpublished(session=session):
                if self._answers:
                    self._over.add(session)
                found = self.session(session)
                if found is not None:
                    self._forget(found, None)
            case Listening():
                self._restarted(camera)
            case Sample(way=way):
                self._measured(camera, way)

    def _restarted(self, camera: CameraId) -> None:
        """It is another process: every connection ended with the old one."""
        found = self._current.get(camera)
        if found is None:
            return
        answer = self._answers.get(found.id)
        if answer is not None and not answer.done():
            answer.set_exception(PublishRefused("phone-away"))
        self._forget(found, None)

    def _measured(self, camera: CameraId, way: Way | None) -> None:
        if way == self._ways.get(camera):
            return
        if way is None:
            del self._ways[camera]
        else:
            self._ways[camera] = way
        self.on_change(camera)

    def _forget(self, session: Session, before: Session | None) -> None:
        if self._current.get(session.camera) is not session:
            return
        if before is None or before.id in self._over:
            del self._current[session.camera]
        else:
            self._current[session.camera] = before
        self.on_change(session.camera)
