"""Which packets of a picture are decoded: all, or key frames alone while nobody needs the rest. Pure.

What is passed over is kept from the last key frame on. So the whole picture is there at once when it is needed, not at
the next key frame: what was kept is decoded in one go.
"""

from __future__ import annotations

from typing import Final, Generic, TypeVar

Packet = TypeVar("Packet")

MOST_KEPT: Final = 125
"""Packets: five seconds of 25 a second. They are decoded within a quarter of a second at 720p."""
MOST_BYTES: Final = 16_000_000


class Skim(Generic[Packet]):
    """Of one connection. Where key frames are too far apart to be told from none, all is decoded ever after."""

    def __init__(self) -> None:
        self.hopeless = False
        self._kept: list[Packet] = []
        self._bytes = 0

    def take(self, packet: Packet, size: int, *, key: bool, whole: bool) -> list[Packet]:
        """What is to be decoded now, this packet last; nothing if it is passed over."""
        if key:
            self._keep_none()
            return [packet]
        self._kept.append(packet)
        self._bytes += size
        self.hopeless = self.hopeless or len(self._kept) > MOST_KEPT or self._bytes > MOST_BYTES
        if not whole and not self.hopeless:
            return []
        due, self._kept = self._kept, []
        self._keep_none()
        return due

    def _keep_none(self) -> None:
        self._kept.clear()
        self._bytes = 0
