"""What is measured rather than decided: lossy, newest value wins, never journaled."""

from collections.abc import Callable, Container
from typing import Any

from msgspec import Struct

Unsubscribe = Callable[[], None]
FIRST_FEED = 128
"""Picture channels: 0 programme, 1 preview, 2 and on the show's scenes in their order, from here on its cameras. A
channel is one byte: the first 126 scenes and the first 128 cameras have pictures."""
CHANNELS = range(256)


class _Viewer(Struct, frozen=True, eq=False):
    callback: Callable[[int, bytes], None]
    channels: Container[int]
    close: Container[int]
    quick: bool


class Telemetry:
    """Newest value by key, and newest picture by channel. On the loop's thread; callbacks must not block."""

    def __init__(self) -> None:
        self.latest: dict[str, Any] = {}
        self._subscribers: list[Callable[[str, Any], None]] = []
        self._viewers: list[_Viewer] = []

    def publish(self, key: str, value: Any) -> None:
        """`value` is JSON-ready. An equal value is not sent again."""
        if key in self.latest and self.latest[key] == value:
            return
        self.latest[key] = value
        for callback in tuple(self._subscribers):
            callback(key, value)

    def subscribe(self, callback: Callable[[str, Any], None]) -> Unsubscribe:
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def publish_picture(self, channel: int, jpeg: bytes) -> None:
        for viewer in tuple(self._viewers):
            if channel in viewer.channels:
                viewer.callback(channel, jpeg)

    def subscribe_pictures(
        self,
        callback: Callable[[int, bytes], None],
        channels: Container[int] = CHANNELS,
        *,
        close: Container[int] = (),
        quick: bool = False,
    ) -> Unsubscribe:
        """`close`: those of `channels` that somebody looks at for their own sake, not among all others. `quick`: the
        programme is watched as a monitor; its picture shall come as often as OBS gives it."""
        viewer = _Viewer(callback, channels, close, quick)
        self._viewers.append(viewer)
        return lambda: self._viewers.remove(viewer)

    def wants(self, channel: int) -> bool:
        """Somebody looks at these pictures: without viewers none need be taken."""
        return any(channel in viewer.channels for viewer in self._viewers)

    def closely(self, channel: int) -> bool:
        """Somebody looks at these pictures for their own sake: to move the camera, say."""
        return any(channel in viewer.close for viewer in self._viewers)

    @property
    def watched(self) -> bool:
        """Somebody looks at something."""
        return bool(self._viewers)

    @property
    def quick(self) -> bool:
        """Somebody has the programme as a monitor."""
        return any(viewer.quick for viewer in self._viewers)
