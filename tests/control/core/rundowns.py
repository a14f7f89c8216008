"""Building rundowns and playing them as the controller does."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from control import entries, registry
from control.clock import Duration, Instant, PlanTime, moment_of
from control.core.context import Context
from control.core.rundown.acts import Act
from control.core.rundown.commands import Open
from control.core.rundown.plan import Cue, Delay, Group, Item, Milestone, Plan
from control.core.types import SYSTEM, Actor, Command, CueId, EntryId, Event, Rejection, Role
from control.registry import State
from control.show import Graphic, Outputs, Record, Scene, Show
from control.show import Item as SceneItem

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = date(2026, 3, 10)
ZONE = "Europe/Moscow"
OPERATOR = Actor(Role.OPERATOR, "anna")


def hm(text: str) -> PlanTime:
    """`10:30`, `25:00`, `10:00:30`."""
    parts = [int(part) for part in text.split(":")]
    return PlanTime(sum(part * scale for part, scale in zip(parts, (HOUR, MINUTE, 1000), strict=False)))


def at(text: str, day: date = DAY, zone: str = ZONE) -> Instant:
    return moment_of(hm(text), day, ZoneInfo(zone))


def item(name: str, minutes: float = 10, start: str | None = None, /, **rest: Any) -> Item:
    rest = {"title": name.upper(), **rest}
    if "end" in rest and isinstance(rest["end"], str):
        rest["end"] = hm(rest["end"])
    return Item(
        id=EntryId(name),
        duration=Duration(round(minutes * MINUTE)),
        start=hm(start) if start is not None else None,
        **rest,
    )


def group(name: str, **rest: Any) -> Group:
    return Group(id=EntryId(name), title=name.upper(), **rest)


def milestone(name: str, **rest: Any) -> Milestone:
    return Milestone(id=EntryId(name), title=name.upper(), **rest)


def delay(name: str, minutes: float, **rest: Any) -> Delay:
    return Delay(id=EntryId(name), by=Duration(round(minutes * MINUTE)), **rest)


def cue(name: str, act: Act, when: Any = "start", by: int = 0) -> Cue:
    return Cue(id=CueId(name), act=act, when=when, by=by)


SHOW = Show(
    title="Test",
    time_zone=ZONE,
    scenes=tuple(
        Scene(id=name, name=name.upper(), sources=(SceneItem(id="colour", name="colour", colour="#000000"),))  # type: ignore[arg-type]
        for name in ("slate", "one", "two", "three")
    ),
    graphics=(
        Graphic(id="title", name="Title", graphic="lower-third", source="fixed", data={"title": "T"}),  # type: ignore[arg-type]
        Graphic(id="name", name="Name", graphic="lower-third", source="fixed", data={"title": "N"}),  # type: ignore[arg-type]
    ),
    outputs=Outputs(record=Record()),
)


class Playout:
    """The whole state with a clock that is moved by hand. Every decision goes through the journal's encoding."""

    def __init__(self, plan: Plan, now: str = "09:00", show: Show = SHOW) -> None:
        self.show = show
        self.now = at(now)
        self.state = State()
        self.seq = 0
        self.entries: list[list[bytes]] = []
        self.do(Open(plan), by=SYSTEM)

    def decide(self, command: Command, by: Actor = OPERATOR) -> tuple[Event, ...] | Rejection:
        command = registry.decode_command(registry.encode_command(command))
        return entries.decide(self.state, command, Context(self.now, by, self.show, str))

    def do(self, command: Command, by: Actor = OPERATOR) -> tuple[Event, ...]:
        events = self.decide(command, by)
        assert not isinstance(events, Rejection), events
        self._record(events, by)
        return events

    def refused(self, command: Command, by: Actor = OPERATOR) -> str:
        decision = self.decide(command, by)
        assert isinstance(decision, Rejection), decision
        return decision.code

    def _record(self, events: tuple[Event, ...], by: Actor) -> None:
        if not events:
            return
        raw = [registry.encode_event(event) for event in events]
        self.entries.append(raw)
        self.seq += 1
        decoded = [registry.decode_event(one) for one in raw]
        self.state = entries.record(self.state, self.seq, self.now, str(by), decoded)

    def until(self, time: str | Instant, *, down: bool = False) -> None:
        """Time goes on; what is due happens on its moment, or (`down`) all at once at the end."""
        end = at(time) if isinstance(time, str) else time
        while not down and (moment := registry.due(self.state)) is not None and moment[0] <= end:
            self.now = max(self.now, moment[0])
            events = self.do(moment[1], by=SYSTEM)
            assert events, f"due, but nothing happens: {moment}"
        self.now = end
        while (moment := registry.due(self.state)) is not None and moment[0] <= end:
            assert self.do(moment[1], by=SYSTEM), f"due, but nothing happens: {moment}"

    @property
    def run(self) -> Any:
        return self.state.rundown.run

    @property
    def on(self) -> Any:
        return self.run.playing.item if self.run.playing.mode == "on" else None

    @property
    def scene(self) -> Any:  # Any: what is asserted of it before an act says nothing of it after
        return self.state.program.scene

    @property
    def playing(self) -> set[str]:
        return set(self.state.graphics.playing)

    @property
    def left(self) -> float:
        """Minutes on the item's clock."""
        return float(self.run.playing.timer.left(self.now) / MINUTE)

    @property
    def said(self) -> Any:
        """To the stage."""
        return self.state.stage.message.text if self.state.stage.message is not None else None

    def log(self) -> list[str]:
        return [entry.code for entry in self.state.log.entries]
