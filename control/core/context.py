"""What a decision may look at besides its own state: the time, the sender, the show, and the seal of draws."""

from collections.abc import Callable

from msgspec import Struct

from control.clock import Instant
from control.core.types import Actor, CameraId
from control.show import Show


class Context(Struct, frozen=True):
    now: Instant
    actor: Actor
    show: Show
    seed_for: Callable[[str], str]
    """The secret seed (64 hex digits) of a draw, a keyed function of its id: nothing to store before the reveal."""
    soon: frozenset[CameraId] = frozenset()
    """Cameras that this same entry brings on air, earlier or later: what jumps would be seen."""
