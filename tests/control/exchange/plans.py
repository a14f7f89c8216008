"""Plans of all kinds, for the ways out and back."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from control.clock import Duration, PlanTime
from control.core import graphics, program, stage
from control.core.rundown.plan import DAY, Cue, Delay, Entry, Field, Group, Item, Milestone, Plan
from control.core.types import CueId, EntryId, FieldId
from control.exchange.walls import Wall, wall_of

LETTERS = "abXYZ АбвЁё019=+-@'\"`;,|\n«»№—%{}[]<>&/\\_.:!?😀中"
LABELS = st.sampled_from(
    [
        *("Реквизит", "Props", "Текст", "Note", "ID", "=SUM(A1)", "Свет, звук", "Вид", "Гость «1»", "note", "title"),
        *("Часы", "Флажок"),
    ]
)
COLOURS = st.none() | st.sampled_from(["#E5383B", "#2f80ed", "#00000080"])


def texts(longest: int = 24) -> st.SearchStrategy[str]:
    return st.text(LETTERS, max_size=longest)


def titles() -> st.SearchStrategy[str]:
    return texts().map(str.strip)


def lengths(most: int = 5 * 3_600_000) -> st.SearchStrategy[Duration]:
    return st.integers(0, most).map(Duration) | st.integers(0, most // 1000).map(lambda s: Duration(s * 1000))


@st.composite
def _custom(draw: st.DrawFn, fields: tuple[Field, ...]) -> dict[FieldId, str]:
    # A cell of spaces alone is an empty cell.
    values = texts().filter(lambda text: bool(text.strip()))
    return {field.id: draw(values) for field in fields if draw(st.booleans())}


@st.composite
def _item(draw: st.DrawFn, entry: dict[str, Any], before: Wall | None, ontime: bool) -> Item:
    item = Item(
        **entry,
        number=draw(titles()),
        note=draw(_note()),
        script="" if ontime else draw(_note()),
        skip=draw(st.booleans()),
        flag=draw(st.booleans()),
        display=draw(st.sampled_from(["down", "up", "clock", "none"])),
        warning=draw(lengths()),
        danger=draw(lengths()),
        at_end=draw(st.sampled_from(["wait", "load", "play"])),
        overrun="absorb" if ontime else draw(st.sampled_from(["absorb", "push", "compress", "stop"])),
        missed="ask" if ontime else draw(st.sampled_from(["skip", "hold", "ask"])),
        duration=draw(lengths()),
    )
    if draw(st.booleans()):
        # A table also knows items that overlap; Ontime takes those for items of the next day.
        first, last = (
            (0, DAY - 1) if before is None else (before.end if ontime else before.start, before.start + DAY - 1)
        )
        if first <= last:
            item = replace(item, start=PlanTime(draw(st.integers(first, last))))
    if draw(st.integers(0, 3)) == 0:
        start = wall_of(item, before).start
        end = PlanTime(start + draw(st.integers(0, DAY // 2)))
        item = replace(item, end=end, duration=Duration(end - start))
    if item.start is not None or item.end is not None:
        # Ontime's clock counts to an end that it always has; ours may need one to be set.
        needs = ontime and item.start is None
        item = replace(item, count_to_end=draw(st.booleans()) and (not needs or item.end is not None))
    return item


def _note() -> st.SearchStrategy[str]:
    return texts(60).filter(lambda text: text == "" or bool(text.strip()))


@st.composite
def plans(draw: st.DrawFn, ontime: bool = False) -> Plan:
    """`ontime`: only what an Ontime project can say."""
    labels = draw(st.lists(LABELS, max_size=3, unique=True))
    fields = tuple(Field(id=FieldId(f"f{n}"), label=label) for n, label in enumerate(labels))
    entries: list[Entry] = []
    group: EntryId | None = None
    before: Wall | None = None
    for number in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(["item", "item", "item", "group", "milestone", "delay", "out"]))
        common: dict[str, Any] = {"id": EntryId(f"e{number}")}
        if kind == "out":
            group, kind = None, "item"
        if kind == "delay":
            by = draw(st.integers(-DAY, DAY).map(Duration))
            entries.append(Delay(**common, group=group, by=by))
            continue
        common |= {"title": draw(titles()), "colour": draw(COLOURS), "custom": draw(_custom(fields))}
        if kind == "group":
            target = draw(st.none() | lengths())
            entries.append(Group(**common, note=draw(_note()), target=target))
            group = common["id"]
        elif kind == "milestone":
            entries.append(Milestone(**common, group=group, number=draw(titles()), note=draw(_note())))
        else:
            item = draw(_item({**common, "group": group}, before, ontime))
            entries.append(item)
            if not item.skip:
                before = wall_of(item, before)
    return Plan.of(*entries, fields=fields)


CUES = (
    Cue(id=CueId("c1"), act=program.Take(scene="one")),  # type: ignore[arg-type]
    Cue(id=CueId("c2"), act=graphics.Play(graphic="title"), when="after", by=5_000),  # type: ignore[arg-type]
    Cue(id=CueId("c3"), act=stage.Say(text="Минута"), when="warning"),
)


def with_cues(plan: Plan) -> Plan:
    """What no foreign file has a place for."""
    entries = {
        key: replace(entry, cues=CUES, revision=7) if isinstance(entry, Item) else entry
        for key, entry in plan.entries.items()
    }
    return replace(plan, entries=entries, date="2026-03-10")


def big(count: int) -> Plan:
    """`count` items in groups of twenty, from 10:00 on, over several midnights."""
    entries: list[Entry] = []
    for number in range(count):
        group = EntryId(f"g{number // 20}")
        if number % 20 == 0:
            entries.append(Group(id=group, title=f"Блок {number // 20 + 1}"))
        start = PlanTime(36_000_000 + number * 240_000) if number % 10 == 0 else None
        entries.append(
            Item(
                id=EntryId(f"i{number}"),
                group=group,
                number=str(number + 1),
                title=f"Выступление участника {number + 1}",
                note="Выход слева, два микрофона" if number % 3 else "",
                start=start,
                duration=Duration(240_000),
                cues=CUES[:2],
            )
        )
    return Plan.of(*entries)
