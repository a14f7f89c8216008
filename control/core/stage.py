"""The operator's message to the people on stage."""

from typing import Literal

from msgspec import Struct

from control.clock import Instant
from control.core.context import Context
from control.core.types import Command, Decision, Event
from control.errors import reject

Tone = Literal["info", "warning", "danger"]
LONGEST_MESSAGE = 120


class Message(Struct, frozen=True):
    text: str
    tone: Tone
    at: Instant


class StageState(Struct, frozen=True):
    message: Message | None = None


class Say(Command, frozen=True, tag="stage.say"):
    text: str
    tone: Tone = "info"


class Hush(Command, frozen=True, tag="stage.hush"):
    """Takes the message away."""


class Said(Event, frozen=True, tag="stage.said"):
    message: Message


class Hushed(Event, frozen=True, tag="stage.hushed"):
    pass


COMMANDS = (Say, Hush)
EVENTS = (Said, Hushed)


def decide(state: StageState, command: Command, ctx: Context) -> Decision:
    match command:
        case Say(text=text, tone=tone):
            text = text.strip()
            if not text:
                return reject("text-empty")
            if len(text) > LONGEST_MESSAGE:
                return reject("text-too-long", longest=LONGEST_MESSAGE)
            return (Said(Message(text, tone, ctx.now)),)
        case Hush():
            return (Hushed(),) if state.message else ()
    raise TypeError(command)


def evolve(state: StageState, event: Event) -> StageState:
    match event:
        case Said(message=message):
            return StageState(message)
        case Hushed():
            return StageState()
    return state


def inverse(before: StageState, event: Event) -> Command | None:
    match event:
        case Said():
            return Say(before.message.text, before.message.tone) if before.message else Hush()
        case Hushed() if before.message:
            return Say(before.message.text, before.message.tone)
    return None
