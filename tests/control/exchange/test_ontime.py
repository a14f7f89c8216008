"""Ontime projects, written by hand after the shapes of versions 4 and 3."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from control.core.rundown.plan import Delay, Group, Item, Milestone, Plan
from control.exchange import ontime, ontime_out
from control.exchange.reading import Reading
from control.language import LANGUAGES, Texts
from tests.control.core.rundowns import group, hm, item

MINUTE = 60_000
NONE = Plan()


def event(key: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "event",
        "id": key,
        "flag": False,
        "cue": "",
        "title": key.upper(),
        "note": "",
        "endAction": "none",
        "timerType": "count-down",
        "countToEnd": False,
        "linkStart": True,
        "timeStrategy": "lock-duration",
        "timeStart": 0,
        "timeEnd": 0,
        "duration": 10 * MINUTE,
        "skip": False,
        "colour": "",
        "timeWarning": 120_000,
        "timeDanger": 60_000,
        "custom": {},
        "triggers": [],
        "parent": None,
        "revision": 3,
        "delay": 0,
        "dayOffset": 0,
        "gap": 0,
        **fields,
    }


def fixed(key: str, start: str, **fields: Any) -> dict[str, Any]:
    return event(key, timeStart=hm(start), linkStart=False, **fields)


def rundown(*entries: dict[str, Any], order: list[str] | None = None, title: str = "Показ") -> dict[str, Any]:
    keys = [entry["id"] for entry in entries]
    return {
        "id": "default",
        "title": title,
        "order": order if order is not None else keys,
        "flatOrder": keys,
        "entries": {entry["id"]: entry for entry in entries},
        "revision": 1,
    }


def project(*entries: dict[str, Any], order: list[str] | None = None, **more: Any) -> bytes:
    return msgspec.json.encode({"rundowns": {"default": rundown(*entries, order=order)}, "customFields": {}, **more})


def read(data: bytes, base: Plan = NONE, name: str | None = None) -> Reading:
    return ontime.read(data, base, name)


def plan(data: bytes, base: Plan = NONE) -> Plan:
    reading = read(data, base)
    assert reading.plan is not None, reading.faults
    return reading.plan


def items(data: bytes) -> list[Item]:
    return [entry for entry in plan(data) if isinstance(entry, Item)]


def codes(reading: Reading) -> list[tuple[str, str]]:
    for fault in reading.faults:
        for language in LANGUAGES:
            text = Texts(language).format(fault.code, **fault.args)
            assert not [sign for sign in ("exchange-", "{", "None") if sign in text], text
    return [(fault.level, fault.code) for fault in reading.faults]


def test_columns_whose_keys_can_be_no_ids() -> None:
    data = project(
        fixed("a", "10:00", custom={"Звук": "тихо", "Свет": "ярко", "sound": "да"}),
        customFields={"Звук": {"label": "Звук", "type": "text"}, "sound": {"label": "Sound", "type": "text"}},
    )
    found = plan(data)
    labels = {field.id: field.label for field in found.fields}
    (item,) = items(data)
    assert {labels[field]: text for field, text in item.custom.items()} == {
        "Звук": "тихо",
        "Свет": "ярко",
        "Sound": "да",
    }
    assert all(id_.isascii() for id_ in labels)


def test_a_column_with_a_name_as_long_as_a_letter() -> None:
    reading = read(project(fixed("a", "10:00"), customFields={"a": {"label": "Я" * 201, "type": "text"}}))
    assert codes(reading) == [("error", "exchange-column-too-long")]


def test_everything_an_event_says() -> None:
    data = project(
        fixed(
            "a",
            "10:00",
            cue="1A",
            title="Открытие",
            note="стоя",
            endAction="play-next",
            timerType="count-up",
            duration=15 * MINUTE,
            skip=True,
            flag=True,
            colour="#E53",
            timeWarning=90_000,
            timeDanger=30_000,
            custom={"Props": "стол"},
        ),
        customFields={"Props": {"label": "Props", "type": "text", "colour": "#2F80ED"}},
    )
    (found,) = items(data)
    assert found == Item(
        id="a",  # type: ignore[arg-type]
        number="1A",
        title="Открытие",
        note="стоя",
        at_end="play",
        display="up",
        start=hm("10:00"),
        duration=15 * MINUTE,  # type: ignore[arg-type]
        skip=True,
        flag=True,
        colour="#EE5533",
        warning=90_000,  # type: ignore[arg-type]
        danger=30_000,  # type: ignore[arg-type]
        custom={"Props": "стол"},  # type: ignore[dict-item]
    )
    assert [(field.id, field.label, field.colour) for field in plan(data).fields] == [("Props", "Props", "#2F80ED")]


def test_groups_milestones_delays_and_their_order() -> None:
    entries: tuple[dict[str, Any], ...] = (
        {
            "type": "group",
            "id": "g",
            "title": "Утро",
            "note": "",
            "entries": ["a", "d", "b"],
            "targetDuration": 1_800_000,
        }
        | {
            "colour": "",
            "custom": {},
            "revision": 0,
            "timeStart": 0,
            "timeEnd": 0,
            "duration": 0,
            "isFirstLinked": False,
        },
        fixed("a", "10:00", parent="g"),
        {"type": "delay", "id": "d", "duration": 300_000, "parent": "g"},
        event("b", parent="g"),
        {
            "type": "milestone",
            "id": "m",
            "cue": "М",
            "title": "Гости",
            "note": "",
            "colour": "",
            "custom": {},
            "parent": None,
        },
    )
    found = plan(project(*entries, order=["g", "m"]))
    assert found.order == ("g", "a", "d", "b", "m")
    head, first, delay, second, milestone = found
    assert isinstance(head, Group)
    assert (head.title, head.target) == ("Утро", 1_800_000)
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert (first.group, second.group, second.start) == ("g", "g", None)
    assert isinstance(delay, Delay)
    assert (delay.by, delay.group) == (300_000, "g")
    assert isinstance(milestone, Milestone)
    assert (milestone.number, milestone.group) == ("М", None)


def test_locked_ends_and_counting_to_the_end() -> None:
    data = project(
        fixed("a", "10:00", timeEnd=hm("10:30"), duration=30 * MINUTE, timeStrategy="lock-end"),
        event("b", timeEnd=hm("11:00"), duration=30 * MINUTE, countToEnd=True),
        fixed("c", "23:30", timeEnd=hm("0:30"), duration=60 * MINUTE, timeStrategy="lock-end"),
    )
    a, b, c = items(data)
    assert (a.end, a.duration) == (hm("10:30"), 30 * MINUTE)
    # Linked and counting to the end: the end Ontime always has is what is counted to.
    assert (b.start, b.end, b.count_to_end) == (None, hm("11:00"), True)
    assert (c.start, c.end) == (hm("23:30"), hm("24:30"))


@pytest.mark.parametrize(
    "before, minutes, start, expected",
    [
        ("10:00", 30, "10:20", "10:20"),  # overlaps
        ("10:00", 30, "09:00", "33:00"),  # goes back
        ("10:00", 30, "10:00", "34:00"),  # Ontime: at the same time is the next day
        ("10:00", 0, "10:00", "10:00"),  # unless the one before has no length
        ("23:30", 60, "00:30", "24:30"),  # behind one that crossed midnight
        ("23:30", 60, "23:45", "47:45"),
        ("23:00", 60, "00:00", "24:00"),  # ends exactly at midnight
    ],
)
def test_days(before: str, minutes: int, start: str, expected: str) -> None:
    end = (hm(before) + minutes * MINUTE) % 86_400_000
    data = project(fixed("a", before, duration=minutes * MINUTE, timeEnd=end), fixed("b", start))
    assert items(data)[1].start == hm(expected)


def test_an_event_that_is_skipped_moves_no_day() -> None:
    data = project(fixed("a", "10:00"), fixed("b", "08:00", skip=True), fixed("c", "10:30"))
    assert [found.start for found in items(data)] == [hm("10:00"), hm("32:00"), hm("10:30")]


def test_version_3() -> None:
    flat = [
        {"type": "block", "id": "b1", "title": "Утро"},
        fixed("a", "10:00", endAction="stop", timerType="time-to-end", timeEnd=hm("10:10")),
        event("b", linkStart="a", isTimeToEnd=False),
        {"type": "delay", "id": "d", "duration": 60_000},
        {"type": "block", "id": "b2", "title": "День"},
        event("c", linkStart=None, timeStart=hm("12:00"), user0="Анна"),
    ]
    reading = read(msgspec.json.encode({"rundown": flat, "settings": {"version": "3.0.0"}}))
    assert reading.plan is not None
    found = {entry.id: entry for entry in reading.plan}
    a, b, c = found["a"], found["b"], found["c"]  # type: ignore[index]
    assert isinstance(a, Item)
    assert isinstance(b, Item)
    assert isinstance(c, Item)
    assert (a.group, b.group, c.group) == ("b1", "b1", "b2")
    assert (a.count_to_end, a.overrun, b.start, c.start) == (True, "stop", None, hm("12:00"))
    assert codes(reading) == [("warning", "exchange-ontime-left"), ("warning", "exchange-ontime-settings")]
    assert reading.faults[0].args == {"key": "user0", "count": 1}


def test_what_has_no_counterpart_is_listed() -> None:
    data = project(
        fixed("a", "10:00", triggers=[{"id": "t"}], colour="tomato"),
        event("b", triggers=[{"id": "t"}]),
        settings={"timezone": "x"},
        automation={"enabled": True},
    )
    reading = read(data)
    assert reading.plan is not None
    told = [(fault.code, fault.args) for fault in reading.faults]
    assert told == [
        ("exchange-ontime-left", {"key": "triggers", "count": 2}),
        ("exchange-colour", {"colour": "tomato", "count": 1}),
        ("exchange-ontime-settings", {}),
    ]


def test_several_rundowns() -> None:
    several = {"one": rundown(fixed("a", "10:00"), title="Первый"), "two": rundown(fixed("b", "11:00"), title="Второй")}
    data = msgspec.json.encode({"rundowns": several, "customFields": {}})
    first = read(data)
    assert first.rundowns == ("Первый", "Второй")
    assert codes(first) == [("warning", "exchange-ontime-rundowns")]
    second = read(data, name="Второй")
    assert second.plan is not None
    assert second.plan.order == ("b",)
    assert codes(read(data, name="Третий")) == [("error", "exchange-ontime-no-rundown")]


def test_a_written_project_has_what_ontime_looks_for_before_it_opens_one() -> None:
    found = msgspec.json.decode(ontime_out.write(Plan.of(item("a", 10, "10:00")), "Показ"))
    assert found["settings"]["version"].startswith("4.")
    assert found.keys() >= {"rundowns", "project", "customFields", "viewSettings", "urlPresets"}


def test_cues_of_ours_stay_with_the_events_they_belong_to() -> None:
    base = Plan.of(group("g"), item("a", 10, "10:00", group="g", script="Добрый вечер", overrun="push"))
    data = ontime_out.write(base, "Показ")
    assert {fault.args["field"] for fault in ontime_out.left(data, base)} == {"script", "overrun"}
    renamed = msgspec.json.decode(data)
    renamed["rundowns"]["default"]["entries"]["a"]["title"] = "Другое"
    found = plan(msgspec.json.encode(renamed), base).item("a")  # type: ignore[arg-type]
    assert found is not None
    assert (found.title, found.script, found.overrun) == ("Другое", "Добрый вечер", "push")


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"", "exchange-not-json"),
        (b"{", "exchange-not-json"),
        (b"[" * 100_000, "exchange-not-json"),
        (b"\xff\xfe{}", "exchange-not-json"),
        (b"[]", "exchange-not-ontime"),
        (b"{}", "exchange-not-ontime"),
        (b'{"rundown": {}}', "exchange-not-ontime"),
        (b'{"rundown": []}', "exchange-empty"),
        (b'{"rundowns": {}}', "exchange-empty"),
        (b'{"rundowns": {"a": {"entries": []}}}', "exchange-empty"),
        (b'{"rundown": [5]}', "exchange-ontime-kind"),
        (b'{"rundown": [{"type": "song"}]}', "exchange-ontime-kind"),
        (b'{"rundown": [{"type": "event", "duration": "long"}]}', "exchange-ontime-entry"),
        (project(fixed("a", "10:00", duration=-5)), "exchange-negative"),
        (project(fixed("a", "30:00")), "exchange-ontime-time"),
        (project(fixed("a", "10:00", duration=1e300)), "duration-out-of-range"),
        (project(fixed("a", "10:00", title="x" * 500)), "exchange-too-long"),
        (project(*(event(f"e{number}") for number in range(5_001))), "rundown-too-long"),
    ],
)
def test_a_broken_project_changes_nothing(data: bytes, expected: str) -> None:
    reading = read(data)
    assert reading.plan is None
    assert ("error", expected) in codes(reading)


def test_ids_that_are_no_ids_and_ids_that_come_twice() -> None:
    flat = [fixed("ы ё", "10:00"), event("a"), event("a", title="Второй")]
    found = plan(msgspec.json.encode({"rundown": flat}))
    assert [entry.title for entry in found if isinstance(entry, Item)] == ["Ы Ё", "A", "Второй"]
    assert len(set(found.order)) == 3
