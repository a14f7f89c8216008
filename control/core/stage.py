"""What the operator tells the people on stage: a message, which they may acknowledge, a second line under their clock,
or a dark screen."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from control.clock import Instant
from control.core.context import Context
from control.core.types import Command, Decision, Event, TimerId
from control.core.unseen import is_unseen
from control.errors import reject

Tone = Literal["info", "warning", "danger"]
Source = Literal["nothing", "text", "timer"]
LONGEST_MESSAGE = 120
Over = Instant | None | UnsetType
"""Only while that message stands which was said then; null: only while none does; absent: whatever stands there."""


class Message(Struct, frozen=True):
    text: str
    tone: Tone
    at: Instant
    blink: bool = False
    seen: Instant | None = None
    """When somebody on stage said «Понял»."""
    seen_by: str = ""
    """The first who did, as in the journal."""


class SecondLine(Struct, frozen=True):
    """Under the clock. Its words wait here while something else, or nothing, is shown."""

    source: Source = "nothing"
    text: str = ""
    timer: TimerId | None = None
    """Only with the source `timer`. It may be gone meanwhile: then the line is empty."""


class StageState(Struct, frozen=True):
    message: Message | None = None
    blackout: bool = False
    second: SecondLine = SecondLine()


class Say(Command, frozen=True, tag="stage.say"):
    """Its colour is its tone's."""

    text: str
    tone: Tone = "info"
    blink: bool = False
    over: Over = UNSET


class Hush(Command, frozen=True, tag="stage.hush"):
    """Takes the message away."""

    over: Over = UNSET


class Blackout(Command, frozen=True, tag="stage.blackout"):
    """The stage's screens go black, whatever they would show."""

    on: bool


class SetSecond(Command, frozen=True, tag="stage.second"):
    """The second line: what is not said stays. `timer` without a source shows that timer; words alone may only wait."""

    source: Source | UnsetType = UNSET
    text: str | UnsetType = UNSET
    timer: TimerId | None = None


class Acknowledge(Command, frozen=True, tag="stage.acknowledge"):
    """The message that was said at `at` is understood."""

    at: Instant


class Said(Event, frozen=True, tag="stage.said"):
    message: Message


class Hushed(Event, frozen=True, tag="stage.hushed"):
    pass


class BlackedOut(Event, frozen=True, tag="stage.blacked-out"):
    on: bool


class SecondSet(Event, frozen=True, tag="stage.second-set"):
    second: SecondLine
    quiet: bool = False
    """Only its words changed, and they are not what it shows."""


class Acknowledged(Event, frozen=True, tag="stage.acknowledged"):
    at: Instant
    by: str
    text: str


COMMANDS = (Say, Hush, Blackout, SetSecond, Acknowledge)
EVENTS = (Said, Hushed, BlackedOut, SecondSet, Acknowledged)


def decide(state: StageState, command: Command, ctx: Context) -> Decision:
    if isinstance(command, Say | Hush) and command.over not in (UNSET, state.message.at if state.message else None):
        return reject("message-gone")  # somebody has said something else since
    match command:
        case Say(text=text, tone=tone, blink=blink):
            text = _plain(text)
            if not text:
                return reject("text-empty")
            if len(text) > LONGEST_MESSAGE:
                return reject("text-too-long", longest=LONGEST_MESSAGE)
            return (Said(Message(text, tone, ctx.now, blink)),)
        case Hush():
            return (Hushed(),) if state.message else ()
        case Blackout(on=on):
            return () if on == state.blackout else (BlackedOut(on),)
        case SetSecond():
            return _second(state.second, command)
        case Acknowledge(at=at):
            message = state.message
            if message is None or message.at != at:
                return reject("message-gone")  # another stands there by now, and nobody has read that
            return () if message.seen is not None else (Acknowledged(ctx.now, str(ctx.actor), message.text),)
    raise TypeError(command)


def _second(before: SecondLine, command: SetSecond) -> Decision:
    source, timer = before.source, before.timer
    if command.source is not UNSET or command.timer is not None:
        source, timer = "timer" if command.source is UNSET else command.source, command.timer
        if (source == "timer") != (timer is not None):
            return reject("second-unclear")
    text = before.text if command.text is UNSET else _plain(command.text)
    if len(text) > LONGEST_MESSAGE:
        return reject("text-too-long", longest=LONGEST_MESSAGE)
    second = SecondLine(source, text, timer)
    if second == before:
        return ()
    return (SecondSet(second, quiet=source != "text" and (source, timer) == (before.source, before.timer)),)


def _plain(text: str) -> str:
    """One line, without what nobody sees and what turns it around."""
    seen = (" " if is_unseen(char) else char for char in text)
    return " ".join("".join(seen).split())


def evolve(state: StageState, event: Event) -> StageState:
    match event:
        case Said(message=message):
            return replace(state, message=message)
        case Hushed():
            return replace(state, message=None)
        case BlackedOut(on=on):
            return replace(state, blackout=on)
        case SecondSet(second=second):
            return replace(state, second=second)
        case Acknowledged(at=at, by=by) if state.message is not None:
            return replace(state, message=replace(state.message, seen=at, seen_by=by))
    return state


def inverse(before: StageState, event: Event) -> Command | None:
    match event:
        case Said(message=message):
            return _again(before.message, message.at) if before.message else Hush(message.at)
        case Hushed() if before.message:
            return _again(before.message, None)
        case BlackedOut(on=on):
            return Blackout(not on)
        case SecondSet(second=second):
            return _second_again(before.second, second)
    return None


def _again(message: Message, over: Instant | None) -> Say:
    return Say(message.text, message.tone, message.blink, over)


def _second_again(before: SecondLine, after: SecondLine) -> SetSecond:
    """Only what was changed goes back: who prepared words took nothing away from the stage."""
    switched = (before.source, before.timer) != (after.source, after.timer)
    return SetSecond(
        source=before.source if switched else UNSET,
        text=before.text if before.text != after.text else UNSET,
        timer=before.timer if switched else None,
    )
