"""Whatever is edited, in whatever order, also while the show is on."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from control import registry
from control.clock import Duration, Instant, zone
from control.core.rundown import commands as do
from control.core.rundown.edits import KEPT
from control.core.rundown.plan import Delay, Entry, Field, Group, Plan, faults, group_of
from control.core.rundown.schedule import day, schedule
from control.core.types import Actor, Command, EntryId, FieldId, Rejection, Role
from control.entries import record
from tests.control.core.rundown_plans import plans
from tests.control.core.rundowns import MINUTE, Playout, delay, group, item, milestone

ANNA, BORIS = Actor(Role.OPERATOR, "anna"), Actor(Role.OPERATOR, "boris")
PROPS = Field(FieldId("props"), "Реквизит")
SOMETIMES = st.integers(0, 3).map(lambda n: n == 0)


def bare(plan: Plan) -> Plan:
    """Without revisions: they only rise."""
    entries: dict[EntryId, Entry] = {key: replace(entry, revision=0) for key, entry in plan.entries.items()}
    return replace(plan, entries=entries)


class Editing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.show = Playout(Plan(), "09:00")
        self.first = bare(self.plan)
        self.edits = 0
        """That can be taken back."""
        self.names = 0
        self.revisions: dict[EntryId, int] = {}

    @property
    def plan(self) -> Plan:
        return self.show.state.rundown.plan

    @property
    def edition(self) -> int:
        return self.show.state.rundown.edition

    def ask(self, command: Command, by: Actor = ANNA) -> bool:
        """Whether something was edited. What is refused changes nothing."""
        before = self.show.state.rundown
        decision = self.show.decide(command, by)
        if isinstance(decision, Rejection):
            return False
        events = self.show.do(command, by)
        assert bool(events) == (self.show.state.rundown is not before)
        if events:
            assert self.edition == before.edition + 1
        return bool(events)

    def edit(self, command: Command, by: Actor = ANNA) -> bool:
        done = self.ask(command, by)
        self.edits += done
        return done

    def some(self, data: st.DataObject) -> EntryId:
        return data.draw(st.sampled_from([*self.plan.order, EntryId("nobody")]))

    @rule(data=st.data(), kind=st.sampled_from("iiiigmd"), many=st.integers(1, 3))
    def insert(self, data: st.DataObject, kind: str, many: int) -> None:
        entries: list[Entry] = []
        after = data.draw(st.none() | st.sampled_from(self.plan.order)) if self.plan.order else None
        within = group_of(self.plan.entries[after]) if after is not None else None
        if after is not None and isinstance(self.plan.entries[after], Group) and data.draw(st.booleans()):
            within = after
        for _ in range(many):
            self.names += 1
            name = f"n{self.names}"
            start = data.draw(st.sampled_from([None, None, "10:00", "12:00"]))
            made: dict[str, Entry] = {
                "i": item(name, 10, start, group=within),
                "g": group(name),
                "m": milestone(name, group=within),
                "d": delay(name, 5, group=within),
            }
            entries.append(made[kind])
        self.edit(do.Insert(tuple(entries), after))

    @rule(plan=plans(most=5))
    def import_another(self, plan: Plan) -> None:
        self.edit(do.Replace(plan, self.edition))

    @rule(data=st.data())
    def rename(self, data: st.DataObject) -> None:
        entry = self.plan.entries.get(self.some(data))
        if entry is None or isinstance(entry, Delay):
            return
        title = data.draw(st.sampled_from(["Вступление", "Спор", entry.title]))
        custom = {PROPS.id: "стул"} if data.draw(SOMETIMES) else {}
        self.edit(do.Put(replace(entry, title=title, custom=custom)))

    @rule(data=st.data(), minutes=st.integers(-5, 60))
    def lengthen(self, data: st.DataObject, minutes: int) -> None:
        entry = self.plan.item(self.some(data))
        if entry is not None:
            self.edit(do.Put(replace(entry, duration=Duration(minutes * MINUTE), skip=data.draw(SOMETIMES))))

    @rule(data=st.data())
    def two_editors(self, data: st.DataObject) -> None:
        """Both began from the same revision: the second is told, and nothing of the first's is lost."""
        entry = self.plan.item(self.some(data))
        if entry is None:
            return
        if not self.edit(do.Put(replace(entry, note=entry.note + "а")), ANNA):
            return
        kept = self.plan.entries[entry.id]
        assert self.show.refused(do.Put(replace(entry, note="б")), BORIS) == "entry-changed"
        assert self.plan.entries[entry.id] is kept

    @rule(data=st.data(), many=st.integers(1, 3))
    def remove(self, data: st.DataObject, many: int) -> None:
        self.edit(do.Remove(tuple(self.some(data) for _ in range(many))))

    @rule(data=st.data(), many=st.integers(1, 3))
    def move(self, data: st.DataObject, many: int) -> None:
        ids = tuple(dict.fromkeys(self.some(data) for _ in range(many)))
        after = data.draw(st.none() | st.sampled_from([*self.plan.order, EntryId("nobody")]))
        groups = [entry.id for entry in self.plan if isinstance(entry, Group)]
        self.edit(do.Move(ids, after, data.draw(st.none() | st.sampled_from(groups)) if groups else None))

    @rule(data=st.data())
    def apply_a_delay(self, data: st.DataObject) -> None:
        delays = [entry for entry in self.plan if isinstance(entry, Delay)]
        if delays:
            one = data.draw(st.sampled_from(delays))
            assert self.show.refused(do.ApplyDelay(one.id, one.revision + 1)) == "delay-changed"
            before = self.planned()
            if self.edit(do.ApplyDelay(one.id, one.revision)):
                assert one.id not in self.plan.entries
                assert self.planned() == before, "nothing moves"

    def planned(self) -> dict[EntryId, tuple[Instant, Instant]]:
        state = self.show.state.rundown
        found = schedule(state.plan, day(state.plan, state.today), zone(state.zone))
        return {key: (one.start, one.end) for key, one in found.items()}

    @rule(date=st.sampled_from([None, "2026-03-11", "2026-02-30", "tomorrow", "9999-12-31"]), props=st.booleans())
    def settings(self, date: str | None, props: bool) -> None:
        self.edit(do.Settings(date, (PROPS,) if props else ()))

    @precondition(lambda self: self.edits)
    @rule()
    def undo_and_redo(self) -> None:
        before = bare(self.plan)
        if not self.ask(do.UndoEdit(self.edition)):
            return  # what is on the air would be gone
        assert self.show.refused(do.UndoEdit(self.edition - 1)) == "rundown-changed"
        assert self.ask(do.RedoEdit(self.edition))
        assert bare(self.plan) == before

    @precondition(lambda self: self.edits)
    @rule()
    def undo(self) -> None:
        self.edits -= self.ask(do.UndoEdit(self.edition))

    @rule(data=st.data())
    def play(self, data: st.DataObject) -> None:
        entry = self.plan.item(self.some(data))
        if entry is not None:
            self.show.do(data.draw(st.sampled_from([do.Go(item=entry.id), do.Load(entry.id), do.Choose(entry.id)])))

    @rule(command=st.sampled_from([do.Go(), do.GoBack(), do.Stop(), do.Roll(True), do.Roll(False)]))
    def play_on(self, command: Command) -> None:
        if not isinstance(self.show.decide(command), Rejection):
            self.show.do(command)

    @rule(minutes=st.integers(1, 90))
    def wait(self, minutes: int) -> None:
        self.show.until(self.show.now + minutes * MINUTE)  # type: ignore[arg-type]

    @invariant()
    def the_plan_is_one(self) -> None:
        assert [fault.code for _, fault in faults(self.plan)] == []

    @invariant()
    def nobody_plays_what_is_not_there(self) -> None:
        playing = self.show.run.playing
        if playing.mode != "idle":
            assert self.plan.item(playing.item) is not None
        if playing.next is not None:
            assert self.plan.item(playing.next) is not None

    @invariant()
    def revisions_only_rise(self) -> None:
        now = {key: entry.revision for key, entry in self.plan.entries.items()}
        for key, revision in now.items():
            assert revision >= self.revisions.get(key, 0)
        self.revisions.update(now)

    def teardown(self) -> None:
        state = registry.State()
        for seq, raw in enumerate(self.show.entries, 1):
            state = record(state, seq, self.show.now, "x", [registry.decode_event(one) for one in raw])
        assert state.rundown == self.show.state.rundown, "the journal says the same"
        self.show.do(do.Stop())
        if self.edits <= KEPT:
            for _ in range(self.edits):
                assert self.ask(do.UndoEdit(self.edition))
            assert bare(self.plan) == self.first


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
