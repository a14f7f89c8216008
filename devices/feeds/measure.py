"""What comes in from one input → `Measures`. numpy alone, no media library: `now` is monotonic seconds.

The thread that reads the input tells, the event loop asks; both under one lock. Nothing here grows with time.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from devices.feeds.health import Measures

Luma = NDArray[np.uint8]
Deep = TypeVar("Deep", np.uint8, np.uint16)

# Rates are of this long.
WINDOW_S: Final = 2.0
SOUND_WINDOW_S: Final = 1.0
VOICE_WINDOW_S: Final = 0.2
"""A click is not to be heard for as long as a word."""
# The picture is looked at so often at most, at so many points: noise must survive, so points, not means.
LOOK_EVERY_S: Final = 0.1
POINTS: Final = 2048
# One point that changes by so much is a movement too: the clock in the corner of a slide.
SPOT: Final = 24
BURST_S: Final = 1.0
FULL_SCALE: Final = 32_700
QUIET_DBFS: Final = -120.0


class Rate:
    """Amounts over the last seconds."""

    def __init__(self, window: float, most: int = 2048) -> None:
        self._window = window
        self._entries: deque[tuple[float, float]] = deque(maxlen=most)
        self._began: float | None = None

    def add(self, now: float, amount: float = 1.0) -> None:
        if self._began is None:
            self._began = now
        self._entries.append((now, amount))

    def per_second(self, now: float) -> float | None:
        """None until half a window has passed."""
        if self._began is None or now - self._began < self._window / 2:
            return None
        while self._entries and self._entries[0][0] < now - self._window:
            self._entries.popleft()
        span = min(self._window, now - self._began)
        # More than the list can hold: what it holds is younger than the window.
        if len(self._entries) == self._entries.maxlen:
            span = max(0.001, now - self._entries[0][0])
        return sum(amount for _, amount in self._entries) / span


def points(luma: NDArray[Deep]) -> NDArray[Deep]:
    """Height × width → some two thousand of its points (a copy). Odd steps: others would meet the edges of blocks."""
    step = math.isqrt(luma.size // POINTS) | 1
    return np.ascontiguousarray(luma[step // 2 :: step, step // 2 :: step])


class Meter:
    """Measures of one connection; a new connection gets a new meter."""

    def __init__(self, freeze_motion: float) -> None:
        self._lock = threading.Lock()
        self._freeze_motion = freeze_motion
        self._frames, self._bytes, self._errors = Rate(WINDOW_S), Rate(WINDOW_S), Rate(WINDOW_S)
        self._opened_at = 0.0
        self._packet_at: float | None = None
        self._interval: float | None = None
        self._key_at: float | None = None
        self._fed_at: float | None = None
        self._passed_over = False
        self._picture_at: float | None = None
        self._size: tuple[int, int] | None = None
        self._codec = ""
        self._looked: tuple[float, Luma] | None = None
        self._moved_at = 0.0
        self._light: tuple[float, float, float] | None = None
        self._last_light: tuple[float, float] | None = None
        self._has_sound: bool | None = None
        self._sound: deque[tuple[float, int, float, float, int]] = deque(maxlen=512)
        self._times: dict[str, tuple[float, float]] = {}
        self._skew: float | None = None

    # --- Told by the reading thread

    def opened(self, codec: str, has_sound: bool, now: float, interval: float | None = None) -> None:
        """`interval`: seconds between two pictures, as the stream says."""
        with self._lock:
            self._codec, self._has_sound, self._key_at = codec, has_sound, now
            self._opened_at = self._packet_at = now
            self._interval = interval
            self._errors.add(now, 0.0)

    def packet(self, size: int, key: bool, now: float) -> None:
        """Of video."""
        with self._lock:
            self._bytes.add(now, size)
            # At first comes what piled up while the stream was looked at, all at once.
            if self._packet_at is not None and now - self._opened_at >= BURST_S:
                passed = now - self._packet_at
                self._interval = passed if self._interval is None else self._interval + (passed - self._interval) / 16
            self._packet_at = now
            if key:
                self._key_at = now

    def passed_over(self, now: float) -> None:
        """A picture that is not decoded: it counts as one that came."""
        with self._lock:
            self._frames.add(now)
            self._passed_over = True

    def fed(self, now: float) -> None:
        """The decoder has had packets, and what came of them was told."""
        with self._lock:
            self._fed_at = now

    def error(self, now: float) -> None:
        """A damaged packet or picture."""
        with self._lock:
            self._errors.add(now)

    def picture(self, size: tuple[int, int], luma: Callable[[], Luma], now: float) -> None:
        """A decoded picture: width and height, and how to get its brightness (`points` of it are enough), which is
        asked for a few times a second."""
        with self._lock:
            self._picture_at = now
            self._frames.add(now)
            self._size = size
            last = self._looked
            if last is None:
                self._moved_at = now
        if last is not None and now - last[0] < LOOK_EVERY_S:
            return
        seen = points(luma())  # not under the lock: with some formats it takes milliseconds
        with self._lock:
            change, spot = (255.0, 255.0) if last is None else _difference(seen, last[1])
            self._light = (*self._lit(float(seen.mean()), float(seen.std())), change)
            if last is None or change >= self._freeze_motion or spot >= SPOT:
                self._moved_at = now
                self._looked = (now, seen)
            else:
                # Compared with the last one that was different, so that what moves slowly moves.
                self._looked = (now, last[1])

    def _lit(self, luma: float, contrast: float) -> tuple[float, float]:
        """Brightness and contrast. Where pictures were passed over, one that is black may have been a moment's: of the
        last two the lighter counts."""
        before, self._last_light = self._last_light, (luma, contrast)
        if self._passed_over and before is not None:
            luma, contrast = max(luma, before[0]), max(contrast, before[1])
        self._passed_over = False
        return luma, contrast

    def sound(self, samples: NDArray[np.int16], now: float) -> None:
        """Interleaved or not: only the levels matter."""
        if not samples.size:
            return
        wide = samples.astype(np.float64)
        peak = int(np.abs(wide).max())
        clipped = int((np.abs(wide) >= FULL_SCALE).sum())
        with self._lock:
            self._sound.append((now, samples.size, float(np.dot(wide, wide)), peak, clipped))

    def arrived(self, kind: str, time: float, now: float) -> None:
        """The time stamp, in seconds, of a packet of "video" or "audio"."""
        with self._lock:
            self._times[kind] = (time, now)
            if len(self._times) < 2:
                return
            (video, video_at), (audio, audio_at) = self._times["video"], self._times["audio"]
            skew = (audio - audio_at) - (video - video_at)
            # A time stamp that jumps is seen at once; jitter is smoothed.
            old = self._skew
            self._skew = skew if old is None or abs(skew - old) > 1 else old + (skew - old) / 16

    # --- Asked by the event loop

    def measures(self, now: float) -> Measures:
        with self._lock:
            width, height = self._size or (None, None)
            luma, contrast, motion = self._light or (None, None, None)
            peak, rms, clipped, level = self._levels(now)
            per_second = self._bytes.per_second(now)
            return Measures(
                connected=self._picture_at is not None,
                gap=None if self._packet_at is None else max(0.0, now - self._packet_at),
                interval=self._interval,
                still=self._still(),
                luma=luma, contrast=contrast, motion=motion,
                fps=self._frames.per_second(now),
                kbps=None if per_second is None else per_second * 8 / 1000,
                keyframe_gap=None if self._key_at is None else max(0.0, now - self._key_at),
                width=width, height=height, codec=self._codec,
                has_sound=self._has_sound,
                peak=peak, rms=rms, clipped=clipped, level=level,
                skew=self._skew if self._has_sound else None,
                errors=self._errors.per_second(now),
            )  # fmt: skip

    def _still(self) -> float | None:
        """Packets of which no picture comes are a picture that stands; of what is not decoded nothing is known."""
        if self._picture_at is None:
            return None
        return max(self._picture_at, self._fed_at or 0.0) - self._moved_at

    def _levels(self, now: float) -> tuple[float | None, float | None, float | None, float | None]:
        """Sound that was there and does not come any more is silent."""
        if not self._has_sound:
            return None, None, None, None
        while self._sound and self._sound[0][0] < now - SOUND_WINDOW_S:
            self._sound.popleft()
        count = sum(entry[1] for entry in self._sound)
        if not count:
            return QUIET_DBFS, QUIET_DBFS, 0.0, QUIET_DBFS
        power = sum(entry[2] for entry in self._sound) / count
        return (
            _dbfs(max(entry[3] for entry in self._sound)),
            _dbfs(math.sqrt(power)),
            sum(entry[4] for entry in self._sound) / count,
            _dbfs(max((entry[3] for entry in self._sound if entry[0] >= now - VOICE_WINDOW_S), default=0)),
        )


def _difference(one: Luma, other: Luma) -> tuple[float, float]:
    """In the mean, and at the point where it is largest; another size is another picture."""
    if one.shape != other.shape:
        return 255.0, 255.0
    difference = np.abs(one.astype(np.int16) - other)
    return float(difference.mean()), float(difference.max())


def _dbfs(amplitude: float) -> float:
    return QUIET_DBFS if amplitude < 0.5 else max(QUIET_DBFS, 20 * math.log10(amplitude / 32_768))
