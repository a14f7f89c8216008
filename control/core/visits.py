"""Who was let in and who was shut out, for the log. The links themselves are private tables, not state."""

from typing import Literal

from msgspec import Struct

from control.core.context import Context
from control.core.types import Command, Decision, Event

What = Literal["created", "revoked", "rotated", "joined"]


class VisitsState(Struct, frozen=True):
    """Nothing to remember: the log keeps what people read."""


class Note(Command, frozen=True, tag="access.note"):
    what: What
    link: str
    """The link's id."""
    role: str
    subject: str
    by: str


class Noted(Event, frozen=True, tag="access.noted"):
    what: What
    link: str
    role: str
    subject: str
    by: str


COMMANDS = (Note,)
EVENTS = (Noted,)


def decide(state: VisitsState, command: Command, ctx: Context) -> Decision:
    match command:
        case Note(what=what, link=link, role=role, subject=subject, by=by):
            return (Noted(what, link, role, subject, by),)
    raise TypeError(command)


def evolve(state: VisitsState, event: Event) -> VisitsState:
    return state


def inverse(before: VisitsState, event: Event) -> Command | None:
    return None
