"""Playing the rundown: how items go on and leave the air, and what happens by itself.

A decision here says which cues fire (`CueFired`); what they do is decided by the modules whose commands they are
(`control.entries`), in the same entry of the journal: after a crash there is no cue that half happened.
"""

from collections.abc import Callable

from msgspec.structs import replace

from control.clock import Duration, Instant, between, day_of, later, zone
from control.core.context import Context
from control.core.countdown import Timer
from control.core.rundown import events as happened
from control.core.rundown.forecast import shift, shortened
from control.core.rundown.moments import Moment, next_moment, turns
from control.core.rundown.plan import Cue, Item, cue_of, name_of
from control.core.rundown.schedule import Planned, Schedule, day, schedule
from control.core.rundown.state import Playing, RundownState, Tempo
from control.core.types import CueId, EntryId, Event

LATE = Duration(3_000)
"""A moment that is further past was missed: Efir was down."""
LONGEST_STEP = Duration(3_600_000)
"""What one `add-time` may add or take away."""
MOST_AT_ONCE = 1_000
"""Moments that one `due` works off."""

Evolve = Callable[[RundownState, Event], RundownState]


def show_time(state: RundownState, now: Instant) -> Instant:
    """The rundown's own time: the real one, unless it is rehearsed at another speed."""
    tempo = state.run.tempo
    return tempo.show_time(now) if tempo is not None else now


def next_item(state: RundownState) -> Item | None:
    """What a GO puts on the air."""
    playing = state.run.playing
    if playing.mode in ("loaded", "waiting"):
        return state.plan.item(playing.item)
    if playing.next is not None:
        return state.plan.item(playing.next)
    if playing.mode == "idle" and state.run.begun is not None:
        return None  # the last has ended
    return state.plan.after(playing.item)


class Playback:
    """One decision, event by event, each seen by the next."""

    def __init__(self, state: RundownState, ctx: Context, evolve: Evolve) -> None:
        self.state = state
        self.events: list[Event] = []
        self.now = show_time(state, ctx.now)
        self._evolve = evolve
        self._schedule: Schedule | None = None

    @property
    def playing(self) -> Playing:
        return self.state.run.playing

    @property
    def on(self) -> Item | None:
        """What is on the air."""
        return self.state.plan.item(self.playing.item) if self.playing.mode == "on" else None

    def happens(self, event: Event) -> None:
        self.events.append(event)
        self.state = self._evolve(self.state, event)

    def planned(self, item: EntryId) -> Planned | None:
        if self._schedule is None:
            self._schedule = schedule(self.state.plan, day(self.state.plan, self.state.today), zone(self.state.zone))
        return self._schedule.get(item)

    @property
    def shift(self) -> Duration:
        """Of the plan, to what the show is measured by."""
        return shift(self.state.run)

    # --- what comes next ---

    def next_item(self) -> Item | None:
        return next_item(self.state)

    def begin_rehearsal(self, item: Item, now: Instant) -> None:
        """However long somebody waited for the first GO of a rehearsal: it begins on time."""
        tempo, planned = self.state.run.tempo, self.planned(item.id)
        if tempo is not None and self.state.run.begun is None and planned is not None:
            self.happens(happened.Rehearsing(Tempo(now, planned.start, tempo.rate)))
            self.now = planned.start

    # --- leaving and entering ---

    def fire(self, item: Item, cue: Cue, at: Instant) -> None:
        self.happens(happened.CueFired(item.id, cue.id, at))

    def leave(self, at: Instant) -> tuple[CueId, ...]:
        """The end cues of what is on the air."""
        item = self.on
        if item is None:
            return ()
        ending = [cue for cue in item.cues if cue.when == "end" and cue.id not in self.playing.fired]
        for cue in ending:
            self.fire(item, cue, at)
        return tuple(cue.id for cue in ending)

    def pushed(self, at: Instant) -> Duration | None:
        """What no gap absorbs once the item on the air has left, at `at`."""
        item, before = self.on, self.state.run.pushed
        planned = self.planned(item.id) if item is not None else None
        if item is None or planned is None:
            return before
        late = between(planned.end, at)
        return late if item.overrun == "push" else min(before, late) if before is not None else None

    def go(self, item: Item, at: Instant, *, auto: bool = False, join: Duration | None = None) -> None:
        """`join` (`roll`): as if it had begun so much after it was planned."""
        total = self.length(item, at)
        planned = self.planned(item.id)
        until = planned.end if item.count_to_end and planned is not None else None
        left = between(at, until) if until is not None else None
        if join is not None and planned is not None and until is None:
            left = between(at, later(planned.end, join))
        behind = None
        if self.state.run.begun is None:
            behind = between(planned.start, at) if planned is not None and join is None else Duration(0)
        ended, pushed = self.leave(at), self.pushed(at)
        self.happens(happened.Went(item.id, at, total, name_of(item), left, behind, auto, until, ended, pushed))
        for cue in item.cues:
            if cue.when == "start":
                self.fire(item, cue, at)

    def length(self, item: Item, at: Instant) -> Duration:
        """What its clock is set to when it begins at `at`."""
        planned = self.planned(item.id)
        if planned is None:
            return item.duration  # a skipped one, by the operator's own wish
        if item.count_to_end:
            return Duration(max(0, between(at, planned.end)))
        before, was = self.on, None
        if before is not None:
            was = self.planned(before.id)
        if before is not None and was is not None and before.overrun == "compress" and before.id != item.id:
            return shortened(planned.length, Duration(max(0, between(later(planned.start, self.shift), at))))
        return planned.length

    def stop(self, at: Instant, *, auto: bool = False) -> None:
        item = self.on
        if item is None:
            return
        coming = self.next_item()
        self.leave(at)
        after = coming.id if coming is not None else None
        self.happens(happened.Stopped(at, name_of(item), after, auto, self.pushed(at)))

    # --- by itself ---

    def work_off(self) -> None:
        """Everything whose moment has come, in its order."""
        for _ in range(MOST_AT_ONCE):
            moment = next_moment(self.state)
            if moment is None or moment.at > self.now:
                return
            rate = self.state.run.tempo.rate if self.state.run.tempo is not None else 1.0
            missed = between(moment.at, self.now) > LATE * max(1.0, rate)
            match moment.what:
                case "cue":
                    self._cue_is_due(moment, missed=missed)
                case "zero":
                    self._time_is_up(moment.at, missed=missed)
                case "begin":
                    self._begins(moment, missed=missed)

    def _cue_is_due(self, moment: Moment, *, missed: bool) -> None:
        item = self.on
        cue = cue_of(item, moment.cue) if item is not None and moment.cue is not None else None
        assert item is not None
        assert cue is not None
        if not missed and not self.state.run.held:
            self.fire(item, cue, moment.at)
            return
        self.happens(happened.CueMissed(item.id, cue.id, moment.at, ask=item.missed != "skip"))
        if item.missed == "hold" and not self.state.run.held:
            self.happens(happened.Held())

    def _time_is_up(self, at: Instant, *, missed: bool) -> None:
        item = self.on
        assert item is not None
        self.happens(happened.TimeUp(at, name_of(item)))
        if missed and item.missed != "skip":
            if not self.state.run.held:
                self.happens(happened.Held())
            return
        run = self.state.run
        if run.held:
            return
        coming = self.next_item()
        if run.roll and run.armed:
            self._roll_on(at)
        elif item.at_end == "play" and run.armed and coming is not None:
            self.go(coming, at, auto=True)
        elif item.at_end == "load" and coming is not None:
            self.stop(at, auto=True)
            self.make_ready(coming, at)
        elif item.overrun == "stop" or (item.at_end != "wait" and coming is None):
            self.stop(at, auto=True)

    def _begins(self, moment: Moment, *, missed: bool) -> None:
        item = self.state.plan.item(moment.item)
        assert item is not None
        if self.state.run.held or not self.state.run.armed or (missed and item.missed != "skip"):
            self.make_ready(item, moment.at)
            if missed and not self.state.run.held:
                self.happens(happened.Held())
            return
        self.go(item, moment.at, auto=True)

    def make_ready(self, item: Item, at: Instant) -> None:
        self.happens(happened.MadeReady(item.id, at, self.length(item, at), name_of(item)))

    # --- by the wall clock ---

    def roll(self, *, again: bool = True) -> None:
        """What the plan, as far as it is pushed, has on the air now goes on the air; before and between items it waits.
        What is late and pushes the rest is not cut: the rest begins when it ends. `again`: also what has left the air
        before its time."""
        ends = self.playing.ends(self.now) if self.on is not None else self.now
        by = self._pushes(ends)
        if self.on is not None and by > 0:
            if ends <= self.now:
                self._roll_on(ends)
            return
        for item in self.state.plan.items():
            planned = self.planned(item.id)
            if planned is None or (planned.end if item.count_to_end else later(planned.end, by)) <= self.now:
                continue
            start = later(planned.start, by)
            was = self.state.run.actual.get(item.id)
            if not again and was is not None and was.end is not None and start < was.end:
                continue
            if start > self.now:
                if self.on is not None:
                    self.stop(self.now, auto=True)
                self._await(item, start, planned.length)
            elif self.on is None or self.on.id != item.id:
                self.go(item, self.now, auto=True, join=by)
            elif ends <= self.now:  # its time ran out before it was due to
                self._roll_on(ends)
            return
        if self.on is not None:
            self.stop(self.now, auto=True)

    def _roll_on(self, at: Instant) -> None:
        """What is on the air is over: the next begins at its time, or now if that is past."""
        coming = self.next_item()
        planned = self.planned(coming.id) if coming is not None else None
        if coming is None or planned is None:
            self.stop(at, auto=True)
        elif (start := later(planned.start, self._pushes(at))) > at:
            self.stop(at, auto=True)
            self._await(coming, start, planned.length)
        else:
            self.go(coming, at, auto=True)

    def _pushes(self, at: Instant) -> Duration:
        """How much later than planned the wall clock begins what follows, if what is on the air leaves at `at`."""
        return Duration(max(0, self.pushed(at) or 0))

    def _await(self, item: Item, start: Instant, length: Duration) -> None:
        playing = self.playing
        if (playing.mode, playing.item, playing.at) == ("waiting", item.id, start):
            return
        self.happens(happened.Awaited(item.id, self.now, start, length))

    def turn(self, ctx: Context) -> None:
        """A plan that can be played on any day goes on to the next, unless it is being played."""
        turning = turns(self.state)
        if turning is not None and ctx.now >= turning:
            self.happens(happened.Opened(day_of(ctx.now, zone(self.state.zone)).isoformat(), self.state.zone))


def started(timer: Timer, event: happened.Went) -> Timer:
    if event.left is not None:
        timer = replace(timer, rest=event.left)
    return timer.start(event.at)
