"""However a rundown is played: by hand, by itself, by the wall clock, with Efir down in between."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from control import registry
from control.clock import Duration, Instant, zone
from control.core.graphics import Play
from control.core.graphics import Stop as StopGraphic
from control.core.program import Take
from control.core.rundown import commands as do
from control.core.rundown import events as happened
from control.core.rundown import running
from control.core.rundown.acts import Act
from control.core.rundown.forecast import forecast, offset
from control.core.rundown.plan import Cue, Entry, Item, Plan
from control.core.rundown.schedule import day, schedule
from control.core.types import SYSTEM, Actor, Command, CueId, EntryId, Event, GraphicId, Rejection, SceneId
from control.entries import record
from tests.control.core.rundown_plans import plans
from tests.control.core.rundowns import HOUR, MINUTE, OPERATOR, Playout, cue

ACTS: list[Act] = [
    Take(SceneId("one"), auto=True),
    Take(SceneId("two"), auto=True),
    Take(SceneId("nowhere")),
    Play(GraphicId("title")),
    Play(GraphicId("name")),
    StopGraphic(GraphicId("title")),
]
MOST_AT_ONCE = 500
"""Moments within one step of the clock; more is a loop."""


@st.composite
def cues(draw: st.DrawFn, name: str) -> Cue:
    when = draw(st.sampled_from(["start", "start", "end", "end", "after", "time", "warning", "danger", "overrun"]))
    by = draw(st.integers(0, 40)) * MINUTE
    return cue(name, draw(st.sampled_from(ACTS)), when, by + 8 * HOUR if when == "time" else by)


@st.composite
def shows(draw: st.DrawFn) -> Plan:
    """Items of up to 90 minutes from 08:00 on, with cues."""
    plan = draw(plans(least=3, most=6, ordered=True))
    entries: dict[EntryId, Entry] = {}
    for key, entry in plan.entries.items():
        if isinstance(entry, Item):
            entry = replace(
                entry,
                cues=tuple(draw(cues(f"{key}-{n}")) for n in range(draw(st.integers(1, 4)))),
                at_end=draw(st.sampled_from(["wait", "load", "play", "play"])),
                missed=draw(st.sampled_from(["skip", "hold", "ask"])),
                warning=Duration(draw(st.integers(0, 5)) * MINUTE),
            )
        entries[key] = entry
    return replace(plan, entries=entries)


class Fired:
    """What each time on the air has fired by itself, told from the events alone."""

    def __init__(self) -> None:
        self.now: set[CueId] = set()
        self.before: list[set[CueId]] = []

    def follow(self, events: tuple[Event, ...], *, by_hand: bool) -> None:
        for event in events:
            match event:
                case happened.CueFired(cue=name) | happened.CueMissed(cue=name) if not by_hand:
                    assert name not in self.now, f"{name} happened twice"
                    self.now.add(name)
                case happened.CueFired(cue=name):
                    self.now.add(name)
                case happened.Went(ended=ended):
                    self.before.append(self.now - set(ended))
                    self.now = set()
                case happened.Returned():
                    self.now = self.before.pop()
                case happened.Stopped() | happened.WasReset() | happened.Rehearsing():
                    self.now = set()


class Playing(RuleBasedStateMachine):
    show: Playout
    plan: Plan

    @initialize(plan=shows())
    def begin(self, plan: Plan) -> None:
        self.show = Playout(plan, "07:50")
        self.show.do(Take(SceneId("slate")))  # the first take of all has nothing to go back to
        self.plan = self.show.state.rundown.plan
        self.fired = Fired()

    def ask(self, command: Command, by: Actor = OPERATOR) -> bool:
        decision = self.show.decide(command, by)
        if isinstance(decision, Rejection):
            return False
        events = self.show.do(command, by)
        self.fired.follow(events, by_hand=isinstance(command, do.Fire))
        return True

    def work_off(self, until: Instant) -> None:
        for _ in range(MOST_AT_ONCE):
            moment = registry.due(self.show.state)
            if moment is None or moment[0] > until:
                return
            self.show.now = max(self.show.now, moment[0])
            seen = self.show.seq
            assert self.ask(moment[1], SYSTEM)
            assert self.show.seq > seen, f"due, but nothing happens: {moment}"
        raise AssertionError("it goes on for ever")

    @rule(seconds=st.integers(1, 40 * 60), down=st.integers(0, 4))
    def wait(self, seconds: int, down: int) -> None:
        """`down` 0: Efir is not running meanwhile."""
        end = Instant(self.show.now + seconds * 1000)
        if down:
            self.work_off(end)
        self.show.now = end
        self.work_off(end)

    @rule(seen=st.booleans())
    def go(self, seen: bool) -> None:
        gos = self.show.run.gos
        if self.ask(do.Go(over=gos if seen else None)):
            assert self.show.run.gos == gos + 1
            assert self.show.refused(do.Go(over=gos)) == "already-gone"

    @rule()
    def go_and_back(self) -> None:
        """With nothing in between everything is as it was."""
        self.work_off(self.show.now)
        before = self.seen()
        if self.ask(do.Go()):
            assert self.ask(do.GoBack())
            assert self.show.run.left == ()
            assert self.seen() == before

    def seen(self) -> tuple[Any, ...]:
        state, run = self.show.state, self.show.run
        told = {item: results for item, results in run.results.items() if results}
        return (
            (
                replace(run.playing, set_at=None),
                run.begun,
                run.behind,
                run.held,
                set(run.asked),
                run.actual,
                told,
                run.armed,
                run.roll,
            ),
            (state.program.scene, state.program.preview, set(state.graphics.playing)),
        )

    @rule()
    def back(self) -> None:
        self.ask(do.GoBack())

    @rule(data=st.data())
    def by_name(self, data: st.DataObject) -> None:
        items = [entry.id for entry in self.plan if isinstance(entry, Item)]
        if items:
            name = data.draw(st.sampled_from(items))
            self.ask(data.draw(st.sampled_from([do.Load(name), do.Choose(name), do.Choose(), do.Go(item=name)])))

    @rule(
        command=st.sampled_from(
            [
                *(do.Pause(), do.Resume(), do.Stop(), do.GoOn(), do.CountFrom(True), do.Reset()),
                *(do.Arm(True), do.Arm(False), do.Roll(True), do.Roll(False), do.Rehearse(60), do.Rehearse(0)),
            ]
        )
    )
    def press(self, command: Command) -> None:
        self.ask(command)

    @rule(minutes=st.integers(-30, 30))
    def add(self, minutes: int) -> None:
        self.work_off(self.show.now)
        playing = self.show.run.playing
        if not self.ask(do.AddTime(Duration(minutes * MINUTE))):
            return
        was, now = playing.timer, self.show.run.playing.timer
        at = running.show_time(self.show.state.rundown, self.show.now)
        assert now.left(at) == was.left(at) + minutes * MINUTE
        held = self.show.run.held
        self.work_off(self.show.now)
        assert held or not self.show.run.held, "what a person did was not missed"

    @rule(data=st.data(), fire=st.booleans())
    def answer(self, data: st.DataObject, fire: bool) -> None:
        if self.show.run.asked:
            one = data.draw(st.sampled_from(self.show.run.asked))
            left = len(self.show.run.asked)
            events = self.show.do(do.Answer(one.item, one.cue, fire))
            assert fire == any(isinstance(event, happened.CueFired) for event in events)
            assert len(self.show.run.asked) < left

    @rule(data=st.data())
    def fire(self, data: st.DataObject) -> None:
        all_cues = [(entry.id, one.id) for entry in self.plan if isinstance(entry, Item) for one in entry.cues]
        if all_cues:
            item, name = data.draw(st.sampled_from(all_cues))
            known = set(self.fired.now)
            self.ask(do.Fire(item, name))
            if item != self.show.run.playing.item:
                self.fired.now = known

    @invariant()
    def all_is_told(self) -> None:
        if not hasattr(self, "show"):
            return
        run = self.show.run
        playing = run.playing
        if playing.mode == "on":
            assert playing.timer is not None
            assert run.actual[playing.item].end is None
        for item, actual in run.actual.items():
            assert actual.end is None or actual.end >= actual.start
            assert actual.end is not None or (playing.mode == "on" and item == playing.item)
        state = self.show.state.rundown
        planned = schedule(state.plan, day(state.plan, state.today), zone(state.zone))
        now = running.show_time(state, self.show.now)
        expected = forecast(state.plan, planned, run, now)
        assert all(one.end >= one.start for one in expected.values())
        if playing.mode == "on" and playing.item in planned:
            found = offset(planned, run, now)
            assert found is not None
            assert expected[playing.item].end == planned[playing.item].end + found.absolute

    def teardown(self) -> None:
        if not hasattr(self, "show"):
            return
        state = registry.State()
        for seq, raw in enumerate(self.show.entries, 1):
            state = record(state, seq, self.show.now, "x", [registry.decode_event(one) for one in raw])
        assert (state.rundown, state.program, state.graphics) == (
            self.show.state.rundown,
            self.show.state.program,
            self.show.state.graphics,
        ), "the journal says the same"
        assert registry.decode_state(registry.encode_state(state)) == state


TestPlaying = Playing.TestCase
TestPlaying.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
