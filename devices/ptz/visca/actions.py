"""What is asked of a session, and what a session says."""

from enum import Enum

from msgspec import Struct

from devices.ptz.visca.codec import ErrorCode
from devices.ptz.visca.patterns import Answer, Command, Inquiry


class Request(Struct, frozen=True):
    message: Command | Inquiry
    key: str = ""
    """A newer request of the same key takes the place of one that has not been sent."""
    urgent: bool = False
    repeatable: bool = True
    """May be done twice. What steps may not: without sequence numbers it is sent once."""
    jumps: bool = False
    """Goes somewhere by itself: a halt takes it back."""
    optional: bool = False
    """Not every camera knows it: it is asked once and not long, and who says nothing to it is not away."""


Ticket = int


class Why(Enum):
    REFUSED = "refused"
    NO_ANSWER = "no answer"
    AWAY = "away"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Send(Struct, frozen=True):
    data: bytes


class Accepted(Struct, frozen=True):
    ticket: Ticket


class Finished(Struct, frozen=True):
    """Also without an `Accepted` before it."""

    ticket: Ticket
    answer: Answer | None


class Failed(Struct, frozen=True):
    ticket: Ticket
    why: Why
    code: ErrorCode | None = None


class Up(Struct, frozen=True):
    """The camera is there and clear."""


class Down(Struct, frozen=True):
    """Nothing more will come of this session."""


Action = Send | Accepted | Finished | Failed | Up | Down
