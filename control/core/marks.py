"""Markers («метки»): moments worth finding again in the recording, with what was on air then."""

from msgspec import Struct

from control.clock import Duration, Instant
from control.core.context import Context
from control.core.types import Command, Decision, Event, SceneId
from control.errors import reject

KEPT = 500
LONGEST_MARK = 200


class OnAir(Struct, frozen=True):
    """What the show was at, as far as it is known. Other modules' state: `control.entries` brings it."""

    scene: SceneId | None = None
    foreign: str | None = None
    """A scene that is not in the show, by its name in OBS."""
    item: str = ""
    """The rundown's item, by name: the plan may be another by the time somebody reads it."""
    stream: Duration | None = None
    """Since the stream began; absent: there was none."""
    record: Duration | None = None
    """Where in the recording it is."""


class Marker(Struct, frozen=True):
    number: int
    at: Instant
    text: str
    on_air: OnAir


class MarksState(Struct, frozen=True):
    markers: tuple[Marker, ...] = ()
    """The oldest first."""
    count: int = 0
    """Ever made."""


class Mark(Command, frozen=True, tag="marks.mark"):
    """Now. The text may be absent: what was on air says enough."""

    text: str = ""


class Unmark(Command, frozen=True, tag="marks.unmark"):
    number: int


class NoChapter(Command, frozen=True, tag="marks.no-chapter"):
    """OBS would not make a chapter of its recording of this marker."""

    number: int


class Marked(Event, frozen=True, tag="marks.marked"):
    marker: Marker


class Unmarked(Event, frozen=True, tag="marks.unmarked"):
    number: int
    text: str


class ChapterRefused(Event, frozen=True, tag="marks.chapter-refused"):
    """Nothing but a line of the log."""

    number: int
    text: str


COMMANDS = (Mark, Unmark, NoChapter)
EVENTS = (Marked, Unmarked, ChapterRefused)


def decide(state: MarksState, command: Command, ctx: Context) -> Decision:
    """Of a `Mark`, without knowing what is on air: see `mark`."""
    match command:
        case Mark():
            return mark(state, command, ctx, OnAir())
        case Unmark(number=number):
            there = _marker(state, number)
            return (Unmarked(number, there.text),) if there is not None else reject("no-such-mark", number=number)
        case NoChapter(number=number):
            there = _marker(state, number)
            return (ChapterRefused(number, there.text),) if there is not None else ()
    raise TypeError(command)


def _marker(state: MarksState, number: int) -> Marker | None:
    return next((marker for marker in state.markers if marker.number == number), None)


def mark(state: MarksState, command: Mark, ctx: Context, on_air: OnAir) -> Decision:
    text = command.text.strip()
    if len(text) > LONGEST_MARK:
        return reject("text-too-long", longest=LONGEST_MARK)
    return (Marked(Marker(state.count + 1, ctx.now, text, on_air)),)


def evolve(state: MarksState, event: Event) -> MarksState:
    match event:
        case Marked(marker=marker):
            return MarksState((*state.markers, marker)[-KEPT:], marker.number)
        case Unmarked(number=number):
            return MarksState(tuple(marker for marker in state.markers if marker.number != number), state.count)
    return state


def inverse(before: MarksState, event: Event) -> Command | None:
    """None: a marker that is gone has its moment only in the journal."""
    return Unmark(event.marker.number) if isinstance(event, Marked) else None
