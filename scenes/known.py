"""What OBS is known to have, and what of it may be sent or believed right now. Pure bookkeeping, no I/O."""

from collections import Counter
from typing import Any

from scenes.link import Lane
from scenes.picture import Key, Muted, Recording, Streaming, Values, Volume, difference

_ABSENT = object()


def lane_of(key: Key) -> Lane:
    """What is heard does not wait for what is seen, and neither for what may take OBS long."""
    match key:
        case Streaming() | Recording():
            return Lane.QUERY
        case Muted() | Volume():
            return Lane.SOUND
    return Lane.PROGRAM


class Known:
    """The sender writes what it sent, the reader what it read; between them stand four questions about a key: is a
    request of ours on its way, is a change by hand on its way to the controller, is it in doubt, was it refused."""

    def __init__(self) -> None:
        self.values: Values = {}
        self._sending: set[Key] = set()
        self._reported: Counter[Key] = Counter()
        self._unsure: set[Key] = set()
        self._refused: Values = {}
        self._versions: Counter[Key] = Counter()

    def forget(self) -> None:
        """Another OBS, or another scene collection: nothing is known, nothing was refused."""
        self.values, self._refused = {}, {}
        self._unsure.clear()

    # --- what may be sent ---

    def to_send(self, wanted: Values, lane: Lane) -> Values:
        """The differences that may be sent on this lane now, the programme first.

        Not what was refused a moment ago, not what is in doubt (it is read first), not what is on its way on another
        lane (two would overtake each other), and not what was changed by hand while the controller has not heard of it
        yet: that would take the person's change back.
        """
        return {
            key: value
            for key, value in difference(wanted, self.values).items()
            if lane_of(key) is lane
            and key not in self._unsure
            and key not in self._sending
            and not self._reported[key]
            and self._refused.get(key, _ABSENT) != value
        }

    def begin(self, key: Key, value: Any) -> None:
        self._sending.add(key)
        self._versions[key] += 1
        self.values[key] = value

    def done(self, key: Key, value: Any) -> None:
        self._end(key)
        self._refused.pop(key, None)

    def refused(self, key: Key, value: Any) -> None:
        """OBS has what it had before, whatever that was: it must be read."""
        self._end(key)
        self._refused[key] = value
        self.doubt(key)

    def forgive(self, key: Key) -> None:
        self._refused.pop(key, None)

    def doubtful(self, key: Key) -> None:
        """Whether the request was done is not known."""
        self._end(key)
        self.doubt(key)

    def doubt(self, key: Key) -> None:
        self.values.pop(key, None)
        self._unsure.add(key)

    def _end(self, key: Key) -> None:
        self._sending.discard(key)
        self._versions[key] += 1

    # --- what may be believed ---

    def version(self, key: Key) -> int:
        """To be taken before a key is read and given to `believable` after it."""
        return self._versions[key]

    def believable(self, key: Key, version: int) -> bool:
        """Nothing of ours was on its way to this key while it was read."""
        return key not in self._sending and self._versions[key] == version

    def learn(self, key: Key, value: Any) -> None:
        self.values[key] = value
        self._unsure.discard(key)

    # --- changes by hand, on their way to the controller ---

    def reported(self, key: Key) -> None:
        self._reported[key] += 1

    def heard(self, key: Key) -> None:
        self._reported[key] -= 1
