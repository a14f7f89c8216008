"""What is asked of a session, and what a session says."""

from enum import Enum

from msgspec import Struct

from devices.ptz.visca import messages as m
from devices.ptz.visca.codec import ErrorCode, Kind
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


class Item:
    """A request on its way. `sequence` is None before it is sent."""

    def __init__(self, ticket: Ticket, request: Request | None, kind: Kind, data: bytes) -> None:
        self.ticket = ticket
        self.request = request
        self.kind = kind
        self.data = data
        self.sequence: int | None = None
        self.tries = 0
        self.resets = 0
        self.not_before = self.first_sent = 0.0
        self.deadline: float | None = None
        """For its reply; None while it is to be sent."""
        self.cancels = False
        self.taken_back = False
        """Its sender knows that it was cancelled; its reply is still waited for, so that it is taken for no other's."""

    @property
    def urgent(self) -> bool:
        return self.request is not None and self.request.urgent

    @property
    def key(self) -> str:
        return self.request.key if self.request else ""

    @property
    def jumps(self) -> bool:
        return self.request is not None and self.request.jumps

    @property
    def inquiry(self) -> Inquiry | None:
        message = self.request.message if self.request else None
        return message if isinstance(message, Inquiry) else None

    @property
    def acknowledged(self) -> bool:
        """Whether its first reply is an ACK."""
        return self.request is not None and not isinstance(self.request.message, Inquiry | m.IfClear | m.Cancel)
