"""What is measured rather than decided: lossy, newest value wins, never journaled."""

from collections.abc import Callable, Container
from typing import Any

Unsubscribe = Callable[[], None]
FIRST_FEED = 128
"""Picture channels: 0 programme, 1 preview, 2 and on the show's scenes in their order, from here on its cameras. A
channel is one byte: the first 126 scenes and the first 128 cameras have pictures."""
CHANNELS = range(256)


class Telemetry:
    """Newest value by key, and newest picture by channel. On the loop's thread; callbacks must not block."""

    def __init__(self) -> None:
        self.latest: dict[str, Any] = {}
        self._subscribers: list[Callable[[str, Any], None]] = []
        self._viewers: list[tuple[Callable[[int, bytes], None], Container[int]]] = []

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
        for callback, channels in tuple(self._viewers):
            if channel in channels:
                callback(channel, jpeg)

    def subscribe_pictures(
        self, callback: Callable[[int, bytes], None], channels: Container[int] = CHANNELS
    ) -> Unsubscribe:
        viewer = (callback, channels)
        self._viewers.append(viewer)
        return lambda: self._viewers.remove(viewer)

    def wants(self, channel: int) -> bool:
        """Somebody looks at these pictures: without viewers none need be taken."""
        return any(channel in channels for _, channels in self._viewers)

    @property
    def watched(self) -> bool:
        """Somebody looks at something."""
        return bool(self._viewers)
