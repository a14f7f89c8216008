"""Of which inputs a feed decodes key frames alone."""

from __future__ import annotations

import pytest

from devices.feeds.child import Feed
from devices.feeds.choice import Input
from devices.feeds.wire import FeedConfig, Need, Use

GOOD = Input(usable=True, fresh=True)


@pytest.mark.parametrize("keyframes", [False, True])
async def test_what_is_decoded_whole(keyframes: bool) -> None:
    """A backup while it is shown; main always, but where the show says otherwise and nobody sees the feed."""
    feed = Feed(FeedConfig(name="test", url="a.mp4", backup="b.mp4", keyframes=keyframes), lambda message: None)
    feed._inputs = {"main": GOOD, "backup": GOOD}

    def whole() -> set[str]:
        return {name for name, source in feed._sources.items() if source.whole}

    feed.take(Use("auto"))
    assert whole() == {"main"}
    feed.take(Use("backup"))
    assert whole() == {"main", "backup"}
    feed.take(Need(False))
    assert whole() == (set() if keyframes else {"main", "backup"})
    feed.take(Use("auto"))
    feed._inputs["backup"] = Input(usable=False, fresh=False)
    feed.take(Use("main"))
    assert whole() == (set() if keyframes else {"main"})
    feed.take(Need(True))
    assert whole() == {"main"}
