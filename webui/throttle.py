"""Ways to slow somebody down: buckets for those who are fast, a growing delay for those who guess."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable


class Bucket:
    """At most `burst` at once and `rate` a second in the long run. `now` is a monotonic clock in seconds."""

    def __init__(self, rate: float, burst: float, now: Callable[[], float]) -> None:
        self._rate, self._burst, self._now = rate, burst, now
        self._left, self._at = burst, now()

    def take(self) -> bool:
        """Whether one more is allowed; it is then counted."""
        now = self._now()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

    @property
    def full(self) -> bool:
        """As if it had never been asked."""
        return self._left + (self._now() - self._at) * self._rate >= self._burst


class Buckets:
    """One for each of many senders. Those that are full again are forgotten, so what is kept does not grow."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, sender: str, rate: float, burst: float) -> bool:
        bucket = self._buckets.pop(sender, None) or Bucket(rate, burst, self._now)
        self._buckets[sender] = bucket
        taken = bucket.take()
        while next(iter(self._buckets.values())).full:
            self._buckets.popitem(last=False)
        return taken

    def __len__(self) -> int:
        return len(self._buckets)


class Delay:
    """After `free` failures under a key every further try must wait twice as long as the last, from 1 s to `longest`.

    A try counts as a failure from its beginning, so that many at once gain nothing; `succeeded` takes it back.
    Keys are forgotten `longest` seconds after their last try, the oldest first when there are more than `most`.
    """

    def __init__(self, free: int, longest: float, now: Callable[[], float], most: int = 10_000) -> None:
        self._free, self._longest, self._now, self._most = free, longest, now, most
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until the next try is allowed; 0: now."""
        count, at = self._tries.get(key, (0, 0.0))
        if count < self._free:
            return 0.0
        pause = min(self._longest, float(2 ** (count - self._free)))
        return max(0.0, at + pause - self._now())

    def tried(self, key: str) -> None:
        now = self._now()
        count, at = self._tries.pop(key, (0, now))
        self._tries[key] = (1 if now - at > self._longest else count + 1, now)
        while len(self._tries) > self._most:
            self._tries.popitem(last=False)

    def succeeded(self, key: str) -> None:
        self._tries.pop(key, None)
