"""The cameras that Efir reads, as pages have them."""

from typing import Any

import msgspec
from msgspec import UNSET

from control.core.feeds import FeedsState, FeedState, LineState, of
from control.show import Camera, Show
from control.views.wire_feeds import FeedWire, LineWire


def feeds(state: FeedsState, show: Show) -> dict[str, Any]:
    """`FeedWire` by camera, JSON-ready; also of those of which nothing is known yet."""
    return {
        camera.id: msgspec.to_builtins(_feed(of(state, camera.id), camera)) for camera in show.cameras if camera.bridged
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
        detail=line.detail or UNSET,
        picture=line.picture or UNSET,
    )
