"""H.264 on its way to OBS undecoded: its packets, and which of them go out. Pure, without any media library.

A packet is one picture in Annex B. What a reader of any moment needs to begin is in the stream itself: before every
key frame stand its parameter sets, and key frames are IDR pictures alone, since nothing after one looks behind it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from devices.feeds.choice import Shown

IDR: Final = 5
SPS: Final = 7
PPS: Final = 8
DELIMITER: Final = 9
START: Final = b"\0\0\1"
LATE_S: Final = 1.0
"""Pictures of the slate that are later than this are left out: we were asleep."""


class Packet(Struct, frozen=True):
    """One picture as it goes out. `at`: monotonic seconds to which it belongs."""

    data: bytes | memoryview
    at: float
    key: bool = True
    """Whoever reads may begin with it."""


def units(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The NAL units of Annex B: each one's type (5 bits) and its bytes, without start code and the zeros behind it."""
    at = data.find(START)
    while at >= 0:
        following = data.find(START, at + 3)
        unit = data[at + 3 : following if following >= 0 else None].rstrip(b"\0")
        if unit:
            yield unit[0] & 31, unit
        at = following


def joined(parts: Iterable[bytes]) -> bytes:
    """NAL units → Annex B."""
    return b"".join(b"\0" + START + unit for unit in parts)


class Parameters:
    """The parameter sets of one connection. `extradata`: those that came ahead of the stream, in Annex B."""

    def __init__(self, extradata: bytes = b"") -> None:
        self._known: list[bytes] = []
        self._learn(list(units(extradata)))

    def before(self, data: bytes) -> bytes | None:
        """A packet that is marked as a key frame, with its parameter sets; None: it is no IDR, or they are unknown."""
        parts = list(units(data))
        if IDR not in (kind for kind, _ in parts):
            return None
        if self._learn(parts):
            return data
        if not self._known:
            return None
        first = 1 if parts[0][0] == DELIMITER else 0
        rest = [unit for _, unit in parts]
        return joined([*rest[:first], *self._known, *rest[first:]])

    def _learn(self, parts: Sequence[tuple[int, bytes]]) -> bool:
        """Whether both kinds are among them."""
        sets = [unit for kind, unit in parts if kind in (SPS, PPS)]
        if {kind for kind, _ in parts} >= {SPS, PPS}:
            self._known = sets
            return True
        return False


class _Line:
    """One input: its packets from the last key frame on, and how many of them are out."""

    def __init__(self) -> None:
        self.came: deque[Packet | None] = deque()
        """None: what follows has nothing to do with what was before."""
        self.group: list[Packet] = []
        self.sent = 0

    def drain(self) -> None:
        while self.came:
            packet = self.came.popleft()
            if packet is None or packet.key:
                self.group, self.sent = [], 0
            if packet is not None and (packet.key or self.group):
                self.group.append(packet)

    def rest(self) -> list[Packet]:
        due, self.sent = self.group[self.sent :], len(self.group)
        return due


class Relay:
    """Which packets go out. A change of what is shown begins with a key frame. How many packets a group has is bounded
    by those who give them.

    `slate`: one group, sent again and again, `period` seconds between two of its pictures.
    """

    def __init__(self, names: Iterable[str], slate: Sequence[Packet], period: float) -> None:
        self._lines = {name: _Line() for name in names}
        self._slate, self._period = slate, period
        self._still: Sequence[Packet] = ()
        self._on = ""
        self._place, self._due = 0, 0.0

    def take(self, name: str, packet: Packet) -> None:
        """From any thread."""
        self._lines[name].came.append(packet)

    def forget(self, name: str) -> None:
        """What came so far is not its picture any more: the next key frame is. From any thread."""
        self._lines[name].came.append(None)

    def hold(self, still: Sequence[Packet]) -> None:
        """One group of what is `held`, for as long as that lasts. Until it is there nothing is sent: that leaves the
        last picture standing, too."""
        if still is not self._still:
            self._still, self._on = still, ""

    def next(self, shown: Shown, now: float) -> list[Packet]:
        """What is due. To be called whenever a packet came, and once a period."""
        for line in self._lines.values():
            line.drain()
        if shown == "held":
            return self._again("held", self._still, now) if self._still else []
        self._still = ()
        if shown == "slate":
            return self._again("slate", self._slate, now)
        line = self._lines[shown]
        if self._on != shown and line.group:
            self._on, line.sent = shown, 0
        return line.rest() if self._on == shown else []

    def _again(self, name: str, group: Sequence[Packet], now: float) -> list[Packet]:
        if self._on != name:
            self._on, self._place, self._due = name, 0, now
        self._due = max(self._due, now - LATE_S)
        due = []
        while self._due <= now:
            due.append(replace(group[self._place], at=self._due))
            self._place = (self._place + 1) % len(group)
            self._due += self._period
        return due
