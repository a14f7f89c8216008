"""Feeds of cameras: each in a process of its own that reads it, judges it, and offers OBS a stream that never ends.

    feed = FeedProcess(FeedConfig(name="wide", url="rtsp://…", backup="clip.mp4"), on_message)
    task = asyncio.create_task(feed.run())
    await feed.ready()
    settings = feed.settings      # of OBS's "ffmpeg_source"
    feed.use("backup")            # the operator's word; "auto" takes it back

`on_message` is called on the event loop with `Sample`, `Changed`, `Showing`, `Thumbnail`, `Listening`, `Refused`.
"""

from devices.feeds.choice import Rules
from devices.feeds.health import Fault, Measures, State, Thresholds
from devices.feeds.process import FeedProcess, source_settings
from devices.feeds.wire import (
    Changed,
    FeedConfig,
    Listening,
    Refused,
    Sample,
    Showing,
    Slate,
    Thumbnail,
    Up,
)

__all__ = [
    "Changed", "Fault", "FeedConfig", "FeedProcess", "Listening", "Measures", "Refused", "Rules", "Sample", "Showing",
    "Slate", "State", "Thresholds", "Thumbnail", "Up", "source_settings",
]  # fmt: skip
