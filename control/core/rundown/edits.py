"""Changing the plan, also while it is played, and taking changes back."""

from collections.abc import Iterable

from msgspec.structs import replace

from control.clock import zone
from control.core.context import Context
from control.core.rundown import applying
from control.core.rundown import commands as asked
from control.core.rundown import events as happened
from control.core.rundown.plan import (
    MOST_ENTRIES,
    Delay,
    Entry,
    Group,
    Plan,
    entry_faults,
    first_fault,
    group_of,
    name_of,
    torn,
)
from control.core.rundown.schedule import day
from control.core.rundown.state import Edit, Playing, Run, RundownState
from control.core.types import Command, Decision, EntryId, Event
from control.errors import Rejection, reject

KEPT = 100
"""Edits that can be taken back."""


# --- decisions ---


def decide(state: RundownState, command: Command, ctx: Context) -> Decision:
    by = str(ctx.actor)
    event: Event
    match command:
        case asked.Insert(entries=entries, after=after):
            if not entries:
                return ()
            if twice := _already(state.plan, entries):
                return reject("entry-exists", entry=twice)
            if after is not None and after not in state.plan.entries:
                return reject("entry-gone")
            event = happened.Inserted(entries, after, by)
        case asked.Put(entry=entry):
            was = state.plan.entries.get(entry.id)
            if was is None:
                return reject("entry-gone")
            if was.revision != entry.revision:
                return reject("entry-changed", entry=name_of(was))
            if type(was) is not type(entry) or group_of(was) != group_of(entry):
                return reject("entry-other-kind", entry=name_of(was))
            if was == entry:
                return ()
            event = happened.Written(entry, by)
        case asked.Remove(ids=ids):
            gone = _with_children(state.plan, ids)
            if not gone:
                return reject("entry-gone") if ids else ()
            event = happened.Removed(gone, by, name_of(state.plan.entries[gone[0]]))
        case asked.Move(ids=ids, after=after, group=group):
            moved = _with_children(state.plan, ids)
            if not moved or len(moved) < len(set(ids)) or (after is not None and after not in state.plan.entries):
                return reject("entry-gone")
            if after in moved or (group is not None and not isinstance(state.plan.entries.get(group), Group)):
                return reject("move-into-itself")
            event = happened.Moved(moved, after, group, by, name_of(state.plan.entries[moved[0]]))
        case asked.ApplyDelay(delay=delay_id, revision=revision):
            delay = state.plan.entries.get(delay_id)
            if delay is None:
                return reject("entry-gone")
            if not isinstance(delay, Delay):
                return reject("entry-other-kind", entry=name_of(delay))
            if delay.revision != revision:
                return reject("delay-changed")
            items = applying.without(state.plan, delay.id, day(state.plan, state.today), zone(state.zone))
            if isinstance(items, Rejection):
                return items
            event = happened.DelayApplied(delay.id, delay.by, items, by)
        case asked.Settings(date=date, fields=fields, edition=seen):
            if seen not in (None, state.edition):
                return reject("rundown-changed")
            if (date, fields) == (state.plan.date, state.plan.fields):
                return ()
            event = happened.SettingsChanged(date, fields, by)
        case asked.Replace(plan=plan, edition=edition):
            if edition != state.edition:
                return reject("rundown-changed")
            event = happened.Replaced(plan, by)
        case asked.UndoEdit(edition=edition) | asked.RedoEdit(edition=edition):
            stack = state.undo if isinstance(command, asked.UndoEdit) else state.redo
            if edition != state.edition:
                return reject("rundown-changed")
            if not stack:
                return reject("nothing-to-undo")
            kind = happened.EditUndone if isinstance(command, asked.UndoEdit) else happened.EditRedone
            event = kind(by, stack[-1].what, stack[-1].name)
        case _:
            raise TypeError(command)
    return _allowed(state, event)


def _already(plan: Plan, entries: Iterable[Entry]) -> str | None:
    seen = set(plan.entries)
    for entry in entries:
        if entry.id in seen:
            return name_of(entry)
        seen.add(entry.id)
    return None


def _with_children(plan: Plan, ids: Iterable[EntryId]) -> tuple[EntryId, ...]:
    """Those that are there, and the entries of groups among them, as they stand."""
    wanted = set(ids)
    return tuple(e.id for e in plan if e.id in wanted or group_of(e) in wanted)


def _allowed(state: RundownState, event: Event) -> Decision:
    """The plan after the edit must be one, and what is on the air must still be in it."""
    plan = apply(state, event)
    fault = _fault(state.plan, plan, event)
    if fault is not None:
        return fault
    playing = state.run.playing
    if playing.mode == "on" and plan.item(playing.item) is None:
        return reject("item-on-air")
    return (event,)


def _fault(before: Plan, plan: Plan, event: Event) -> Rejection | None:
    """Only what the edit touched is looked at, and whether the groups are whole."""
    if isinstance(event, happened.Replaced | happened.SettingsChanged):
        return first_fault(plan)
    if len(plan.order) > MOST_ENTRIES:
        return reject("rundown-too-long", most=MOST_ENTRIES)
    fields = {field.id for field in plan.fields}
    for entry_id, entry in plan.entries.items():
        if before.entries.get(entry_id) is not entry:
            for fault in entry_faults(entry, fields):
                return fault
    return next((fault for _, fault in torn(plan)), None)


# --- what becomes of the plan ---


def apply(state: RundownState, event: Event) -> Plan:
    """What an edit touched gets the plan's new edition for its revision. So revisions only rise, also those of an
    entry that was gone in between: an editor who holds it as it was must not take it for the new one."""
    before, plan = state.plan.entries, _applied(state, event)
    touched = {key: entry for key, entry in plan.entries.items() if before.get(key) is not entry}
    if not touched:
        return plan
    stamped = {key: replace(entry, revision=state.edition + 1) for key, entry in touched.items()}
    return replace(plan, entries={**plan.entries, **stamped})


def _applied(state: RundownState, event: Event) -> Plan:
    plan = state.plan
    match event:
        case happened.Inserted(entries=entries, after=after):
            at = plan.order.index(after) + 1 if after is not None else 0
            order = (*plan.order[:at], *(entry.id for entry in entries), *plan.order[at:])
            return replace(plan, order=order, entries={**plan.entries, **{entry.id: entry for entry in entries}})
        case happened.Written(entry=entry):
            return replace(plan, entries={**plan.entries, entry.id: entry})
        case happened.Removed(ids=ids):
            gone = set(ids)
            return replace(
                plan,
                order=tuple(entry for entry in plan.order if entry not in gone),
                entries={key: entry for key, entry in plan.entries.items() if key not in gone},
            )
        case happened.Moved(ids=ids, after=after, group=group):
            return _moved(plan, ids, after, group)
        case happened.DelayApplied(delay=delay, entries=entries):
            kept = {key: entry for key, entry in plan.entries.items() if key != delay}
            kept |= {entry.id: entry for entry in entries}
            return replace(plan, order=tuple(key for key in plan.order if key != delay), entries=kept)
        case happened.SettingsChanged(date=date, fields=fields):
            return replace(plan, date=date, fields=fields)
        case happened.Replaced(plan=other):
            return other
        case happened.EditUndone():
            return _back_to(plan, state.undo[-1])
        case happened.EditRedone():
            return _back_to(plan, state.redo[-1])
    raise TypeError(event)


def _moved(plan: Plan, ids: tuple[EntryId, ...], after: EntryId | None, group: EntryId | None) -> Plan:
    moving = set(ids)
    rest = [entry for entry in plan.order if entry not in moving]
    at = rest.index(after) + 1 if after is not None else 0
    entries = dict(plan.entries)
    for entry_id in ids:
        entry = entries[entry_id]
        own = group_of(entry)
        if not isinstance(entry, Group) and own != group and own not in moving:
            entries[entry_id] = replace(entry, group=group)
    return replace(plan, order=(*rest[:at], *ids, *rest[at:]), entries=entries)


def evolve(state: RundownState, event: Event) -> RundownState:
    plan = apply(state, event)
    what, name = _about(event, state)
    by: str = getattr(event, "by")  # noqa: B009 - every edit has it
    step = _difference(plan, state.plan, by, what, name)
    undo, redo = state.undo, state.redo
    match event:
        case happened.EditUndone():
            undo, redo = undo[:-1], (*redo, step)
        case happened.EditRedone():
            undo, redo = (*undo, step), redo[:-1]
        case _:
            undo, redo = (*undo, step)[-KEPT:], ()
    edition = state.edition + 1
    state = replace(state, plan=plan, edition=edition, undo=undo, redo=redo, run=_following(state, plan))
    if isinstance(event, happened.Replaced) and event.source is not None:
        return replace(state, source=event.source, source_edition=edition, kept="")
    return state


def _following(state: RundownState, plan: Plan) -> Run:
    """What was ready or chosen may be gone from the plan, or not to be played any more: what came after it is next.
    What is on the air is never gone."""
    run = state.run
    playing = run.playing
    if playing.mode in ("loaded", "waiting") and _is_gone(state.plan, plan, playing.item):
        playing = Playing(next=_successor(state.plan, plan, playing.item))
    if playing.next is not None and _is_gone(state.plan, plan, playing.next):
        # While something is on the air, what comes next is what the plan says.
        coming = _successor(state.plan, plan, playing.next) if playing.mode == "idle" else None
        playing = replace(playing, next=coming)
    return run if playing is run.playing else replace(run, playing=playing)


def _is_gone(before: Plan, plan: Plan, entry_id: EntryId | None) -> bool:
    item, was = plan.item(entry_id), before.item(entry_id)
    return item is None or (item.skip and was is not None and not was.skip)


def _successor(before: Plan, plan: Plan, entry_id: EntryId | None) -> EntryId | None:
    """The first that came after it and is still played."""
    if entry_id not in before.order:
        return None
    behind = before.order[before.order.index(entry_id) + 1 :]
    return next((key for key in behind if (item := plan.item(key)) is not None and not item.skip), None)


def _about(event: Event, state: RundownState) -> tuple[str, str]:
    """(Fluent id, name) of an edit in the list of what can be undone."""
    match event:
        case happened.Inserted(entries=entries):
            return "edit-added", name_of(entries[0])
        case happened.Written(entry=entry):
            return "edit-changed", name_of(entry)
        case happened.Removed(name=name):
            return "edit-removed", name
        case happened.Moved(name=name):
            return "edit-moved", name
        case happened.DelayApplied():
            return "edit-delay-applied", ""
        case happened.SettingsChanged():
            return "edit-settings", ""
        case happened.Replaced():
            return "edit-replaced", ""
        case happened.EditUndone():
            return state.undo[-1].what, state.undo[-1].name
    return state.redo[-1].what, state.redo[-1].name


def _difference(now: Plan, before: Plan, by: str, what: str, name: str) -> Edit:
    """What turns `now` into `before`."""
    entries: dict[EntryId, Entry | None] = {
        key: entry for key, entry in before.entries.items() if now.entries.get(key) is not entry
    }
    entries.update({key: None for key in now.entries if key not in before.entries})
    settings = (now.date, now.fields) != (before.date, before.fields)
    return Edit(
        by,
        what,
        name,
        entries,
        before.order if before.order != now.order else None,
        before.date if settings else None,
        before.fields if settings else None,
    )


def _back_to(plan: Plan, edit: Edit) -> Plan:
    entries = dict(plan.entries)
    for key, entry in edit.entries.items():
        if entry is None:
            del entries[key]
        else:
            entries[key] = entry
    return replace(
        plan,
        entries=entries,
        order=edit.order if edit.order is not None else plan.order,
        date=edit.date if edit.fields is not None else plan.date,
        fields=edit.fields if edit.fields is not None else plan.fields,
    )
