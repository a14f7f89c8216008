"""Of which inputs a feed decodes key frames alone."""

from __future__ import annotations

import msgspec
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


async def test_what_goes_out_undecoded_is_decoded_no_more_than_the_show_says(monkeypatch: pytest.MonkeyPatch) -> None:
    config = FeedConfig(name="test", url="a.mp4", keyframes=True, passthrough=True)
    feed = Feed(config, lambda message: None)
    feed._inputs = {"main": GOOD}
    feed.take(Need(True))
    assert [each.whole for each in feed._sources.values()] == [True], "it is not known yet whether it can go out so"
    monkeypatch.setattr("devices.feeds.source.Source.passing", True)
    feed.take(Need(True))
    assert [each.whole for each in feed._sources.values()] == [False]
    feed = Feed(msgspec.structs.replace(config, keyframes=False), lambda message: None)
    feed.take(Need(True))
    assert feed._sources["main"].whole, "all of it is judged"
