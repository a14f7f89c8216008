"""For how long a camera's word is waited for, and how often it is asked again. Pure."""

from devices.ptz.visca.items import Item

FRAME = 0.02
"""Seconds: of 50 a second, and a little more than one of 60."""
PATIENCE = 4 * FRAME
"""A reply comes within four frames."""
URGENT_PATIENCE = 2 * FRAME
"""A stop's: sending it twice does no harm."""
STREAM_PATIENCE = 1.0
"""On TCP nothing is lost without the connection."""
OPTIONAL_STREAM_PATIENCE = 0.25
"""Of what a camera may not know: whatever else it is told waits meanwhile."""
LATE = 1.0
"""An answer that was waited for in vain may still come within this: without numbers nobody knows whose it is."""
TRIES = 3
BEAT = 1.0
"""Without a word for so long the camera is asked for one."""
LONGEST_MOVE = 60.0
"""A completion that has not come by then was lost."""
BUSY_LIMIT = 10.0
"""For so long *buffer full* is put up with."""
JUMP_LIMIT = 1.0
"""What goes somewhere by itself was allowed when it was asked for: later the camera may be on air."""


class Patience:
    """`sony`, `stream`: as of a session."""

    def __init__(self, *, sony: bool, stream: bool) -> None:
        self._sony = sony
        self._stream = stream

    def of(self, item: Item) -> float:
        """Seconds, from its sending to its reply."""
        if self._stream:
            return OPTIONAL_STREAM_PATIENCE if item.optional else STREAM_PATIENCE
        return URGENT_PATIENCE if item.urgent else PATIENCE

    def again(self, item: Item) -> bool:
        """It was not answered, and is to be sent once more."""
        if item.optional:
            return False
        repeatable = self._sony or (not self._stream and (item.request is None or item.request.repeatable))
        return repeatable and not item.taken_back and item.tries < (2 * TRIES if item.urgent else TRIES)

    def over(self, item: Item) -> bool:
        """A camera that has said nothing at all since it was first sent is away."""
        return not item.optional and (self._stream or item.tries >= TRIES)
