"""The cameras that Efir reads, as pages have them."""

from typing import Any

import msgspec
from msgspec import UNSET

from control.core.feeds import FeedsState, FeedState, LineState, of
from control.show import Camera, Show
from control.views.wire_feeds import ChangeWire, FeedWire, LineWire


def feeds(state: FeedsState, show: Show) -> dict[str, Any]:
    """`FeedWire` by camera, JSON-ready; also of those of which nothing is known yet."""
    return {
        camera.id: msgspec.to_builtins(_feed(of(state, camera.id), camera)) for camera in show.cameras if camera.bridged
    }


def history(state: FeedsState, show: Show) -> dict[str, Any]:
    """`ChangeWire`s by camera, the oldest first, JSON-ready; only of cameras of which there are any."""
    return {
        camera.id: [msgspec.to_builtins(ChangeWire(line=one.line, seen=_line(one.seen))) for one in changes]
        for camera in show.cameras
        if camera.bridged and (changes := of(state, camera.id).history)
    }


def _feed(feed: FeedState, camera: Camera) -> FeedWire:
    return FeedWire(
        use=feed.use,
        showing=feed.showing or UNSET,
        since=feed.since,
        main=_line(feed.main),
        backup=_line(feed.backup) if camera.backup is not None else UNSET,
        process=feed.process or UNSET,
        code=feed.code or UNSET,
        args=feed.args or UNSET,
    )


def _line(line: LineState) -> LineWire:
    return LineWire(
        condition=line.condition,
        reasons=list(line.reasons) or UNSET,
        since=line.since,
        why=line.why or UNSET,
        detail=line.detail or UNSET,
        picture=line.picture or UNSET,
    )
