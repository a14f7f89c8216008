"""What is measured rather than decided: lossy, newest value wins, never journaled."""

from collections.abc import Callable
from typing import Any

Unsubscribe = Callable[[], None]


class Telemetry:
    """Newest value by key, and newest picture by channel. On the loop's thread; callbacks must not block."""

    def __init__(self) -> None:
        self.latest: dict[str, Any] = {}
        self._subscribers: list[Callable[[str, Any], None]] = []
        self._viewers: list[Callable[[int, bytes], None]] = []

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
        """Channel 0 is the programme, 1 the preview, 2 and on the show's scenes in their order."""
        for callback in tuple(self._viewers):
            callback(channel, jpeg)

    def subscribe_pictures(self, callback: Callable[[int, bytes], None]) -> Unsubscribe:
        self._viewers.append(callback)
        return lambda: self._viewers.remove(callback)

    @property
    def watched(self) -> bool:
        """Somebody wants pictures: without viewers none need be taken."""
        return bool(self._viewers)
