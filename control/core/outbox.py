"""What several modules share that tell a device something once and hear later what became of it.

What is told by level (a scene, a mute) needs none of this: it is sent until it is so. An act, as a call or a camera's
move, is *pending* from its decision on, performed once it is durable, and never repeated by itself.
"""

from msgspec import Struct

from control.core.types import CueId, EntryId


class Sender(Struct, frozen=True):
    """The cue that wanted it."""

    item: EntryId
    cue: CueId


class Ended(Struct, frozen=True):
    """An act is over. `id`: as the cue's result knows it."""

    id: str
    sender: Sender
    ok: bool
    code: str = ""
    """Why not: a Fluent id."""
    detail: str = ""
