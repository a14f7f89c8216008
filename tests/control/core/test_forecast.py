"""What will be when, as things stand: sums done by hand. What holds for any plan: `test_forecast_laws.py`."""

from __future__ import annotations

from typing import Any

import pytest

from control.clock import Duration, plan_time, zone
from control.core.rundown import commands as do
from control.core.rundown.forecast import Expected, forecast, next_flag, offset, show_end
from control.core.rundown.plan import Plan
from control.core.rundown.schedule import Schedule, schedule
from control.core.types import Command, EntryId
from tests.control.core.rundowns import DAY, MINUTE, ZONE, Playout, delay, group, item, milestone

GO, BACK, PAUSE, RESUME, STOP = do.Go(), do.GoBack(), do.Pause(), do.Resume(), do.Stop()
RELATIVE = do.CountFrom(True)


def add(minutes: float) -> Command:
    return do.AddTime(Duration(round(minutes * MINUTE)))


def choose(name: str) -> Command:
    return do.Choose(EntryId(name))


def load(name: str) -> Command:
    return do.Load(EntryId(name))


class Watched:
    """A show that was played by a script: (time, command) pairs, then the clock goes to `now`."""

    def __init__(self, plan: Plan, script: list[tuple[str, Command]], now: str) -> None:
        show = Playout(plan, script[0][0] if script else now)
        show.do(do.Arm(True))
        for time, command in script:
            show.until(time)
            show.do(command)
        show.until(now)
        self.show = show

    @property
    def plan(self) -> Plan:
        return self.show.state.rundown.plan

    @property
    def schedule(self) -> Schedule:
        return schedule(self.plan, DAY, zone(ZONE))

    def expected(self) -> dict[EntryId, Expected]:
        return forecast(self.plan, self.schedule, self.show.run, self.show.now)

    def shown(self) -> dict[str, tuple[str, str]]:
        return {key: (wall(one.start), wall(one.end)) for key, one in self.expected().items()}

    def offset(self) -> tuple[float, float] | None:
        """Minutes: (absolute, relative)."""
        found = offset(self.schedule, self.show.run, self.show.now)
        return (found.absolute / MINUTE, found.relative / MINUTE) if found is not None else None


def wall(moment: Any) -> str:
    minutes, rest = divmod(plan_time(moment, DAY, zone(ZONE)), MINUTE)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{rest // 1000:02}" if rest else text


def four(**of_b: Any) -> Plan:
    """a 10:00–10:10, b linked –10:15, c 10:20–10:30 (gap of 5), d linked –10:40, e 11:00–11:10 (gap of 20)."""
    return Plan.of(
        item("a", 10, "10:00"),
        item("b", 5, **of_b),
        item("c", 10, "10:20"),
        item("d", 10),
        item("e", 10, "11:00"),
    )


def first(**of_a: Any) -> Plan:
    return Plan.of(
        item("a", 10, "10:00", **of_a),
        item("b", 5),
        item("c", 10, "10:20"),
        item("d", 10),
        item("e", 10, "11:00"),
    )


Case = tuple[Plan, list[tuple[str, Command]], str, dict[str, tuple[str, str]], tuple[float, float] | None]
CASES: dict[str, Case] = {
    "before the show: the plan": (
        four(),
        [],
        "09:00",
        {"a": ("10:00", "10:10"), "b": ("10:10", "10:15"), "e": ("11:00", "11:10")},
        None,
    ),
    # What is loaded cannot begin before now.
    "ready, and already late": (
        four(),
        [("09:55", load("a"))],
        "10:02",
        {"a": ("10:02", "10:12"), "b": ("10:12", "10:17"), "c": ("10:20", "10:30")},
        None,
    ),
    "on time": (
        four(),
        [("10:00", GO)],
        "10:04",
        {"a": ("10:00", "10:10"), "b": ("10:10", "10:15"), "c": ("10:20", "10:30")},
        (0, 0),
    ),
    # a ends at 10:17, b (linked) inherits 7 and ends at 10:22, the gap takes 5: c and d are 2 late, e is not.
    "began seven late": (
        four(),
        [("10:07", GO)],
        "10:08",
        {
            "a": ("10:07", "10:17"),
            "b": ("10:17", "10:22"),
            "c": ("10:22", "10:32"),
            "d": ("10:32", "10:42"),
            "e": ("11:00", "11:10"),
        },
        (7, 0),
    ),
    # What is linked comes early too; what has a time of its own waits for it.
    "began three early": (
        four(),
        [("09:57", GO)],
        "09:58",
        {"a": ("09:57", "10:07"), "b": ("10:07", "10:12"), "c": ("10:20", "10:30")},
        (-3, 0),
    ),
    # 7 min after a start at 10:02, taken over by b at 10:09: b is one early.
    "an item cut short": (
        four(),
        [("10:02", GO), ("10:09", GO)],
        "10:10",
        {"b": ("10:09", "10:14"), "c": ("10:20", "10:30")},
        (-1, -3),
    ),
    # Zero at 10:10; at 10:13 it is three over, and b begins now at the earliest.
    "overtime": (
        four(),
        [("10:00", GO)],
        "10:13",
        {"a": ("10:00", "10:13"), "b": ("10:13", "10:18"), "c": ("10:20", "10:30")},
        (3, 3),
    ),
    # Paused from 10:04 to 10:06, again from 10:07: at 10:09 that is 2 + 2 minutes.
    "pauses": (
        four(),
        [("10:00", GO), ("10:04", PAUSE), ("10:06", RESUME), ("10:07", PAUSE)],
        "10:09",
        {"a": ("10:00", "10:14"), "b": ("10:14", "10:19"), "c": ("10:20", "10:30")},
        (4, 4),
    ),
    # Zero at 10:10, paused at 10:12 (two over); a minute later it is three late.
    "a pause in overtime": (
        four(),
        [("10:00", GO), ("10:12", PAUSE)],
        "10:13",
        {"a": ("10:00", "10:13"), "b": ("10:13", "10:18")},
        (3, 3),
    ),
    # 10 + 8 minutes: b ends at 10:23, three after c should have begun.
    "time added": (
        four(),
        [("10:00", GO), ("10:03", add(8))],
        "10:04",
        {"a": ("10:00", "10:18"), "b": ("10:18", "10:23"), "c": ("10:23", "10:33"), "e": ("11:00", "11:10")},
        (8, 8),
    ),
    "time taken": (
        four(),
        [("10:00", GO), ("10:03", add(-4))],
        "10:04",
        {"a": ("10:00", "10:06"), "b": ("10:06", "10:11"), "c": ("10:20", "10:30")},
        (-4, -4),
    ),
    # Taken beyond zero: it ends now, 10:04, and that is six early.
    "more time taken than there was": (
        four(),
        [("10:00", GO), ("10:03", add(-9))],
        "10:04",
        {"a": ("10:00", "10:04"), "b": ("10:04", "10:09")},
        (-6, -6),
    ),
    # At 10:12 two over; three more minutes: one is left, it ends at 10:13.
    "time added in overtime": (
        four(),
        [("10:00", GO), ("10:12", add(3))],
        "10:12",
        {"a": ("10:00", "10:13"), "b": ("10:13", "10:18")},
        (3, 3),
    ),
    # Seven late, and everything after is: no gap is used.
    "push": (
        first(overrun="push"),
        [("10:07", GO)],
        "10:08",
        {
            "a": ("10:07", "10:17"),
            "b": ("10:17", "10:22"),
            "c": ("10:27", "10:37"),
            "d": ("10:37", "10:47"),
            "e": ("11:07", "11:17"),
        },
        (7, 0),
    ),
    # a is 7 late; b pushes what it is late by; the gaps before c and e stay five and twenty.
    "push by an item further on": (
        four(overrun="push"),
        [("10:07", GO)],
        "10:08",
        {"b": ("10:17", "10:22"), "c": ("10:27", "10:37"), "e": ("11:07", "11:17")},
        (7, 0),
    ),
    # a left at 10:17, seven late; c is pushed by that, b having made up for nothing.
    "push, and the next is on": (
        first(overrun="push"),
        [("10:07", GO), ("10:17", GO)],
        "10:18",
        {"b": ("10:17", "10:22"), "c": ("10:27", "10:37"), "d": ("10:37", "10:47"), "e": ("11:07", "11:17")},
        (7, 0),
    ),
    # b gets four minutes less: it ends three late, and that is what is left to push.
    "push, and the next makes up for some of it": (
        first(overrun="push"),
        [("10:07", GO), ("10:17", GO), ("10:18", add(-4))],
        "10:18",
        {"b": ("10:17", "10:18"), "c": ("10:23", "10:33"), "e": ("11:03", "11:13")},
        (3, -4),
    ),
    # Counted from when the show began, seven late, a was on time: nothing is pushed.
    "push, from when it began": (
        first(overrun="push"),
        [("10:07", GO), ("10:17", GO), ("10:17", RELATIVE)],
        "10:18",
        {"b": ("10:17", "10:22"), "c": ("10:27", "10:37"), "e": ("11:07", "11:17")},
        (7, 0),
    ),
    # The GO that made a leave is taken back; it leaves at 10:18, eight late. b is over at once, three late: that is
    # what pushes.
    "push, and back": (
        first(overrun="push"),
        [("10:07", GO), ("10:17", GO), ("10:18", BACK), ("10:18", GO), ("10:18", STOP)],
        "10:19",
        {"c": ("10:23", "10:33"), "e": ("11:03", "11:13")},
        None,
    ),
    # Taken back, and not given again: what a pushes is what it is late by now, nine, not what it was at 10:17.
    "push, and only back": (
        first(overrun="push"),
        [("10:07", GO), ("10:17", GO), ("10:18", BACK)],
        "10:19",
        {"a": ("10:07", "10:19"), "b": ("10:19", "10:24"), "c": ("10:29", "10:39"), "e": ("11:09", "11:19")},
        (9, 2),
    ),
    # It pushes only lateness.
    "push, early": (
        first(overrun="push"),
        [("09:57", GO)],
        "09:58",
        {"a": ("09:57", "10:07"), "b": ("10:07", "10:12"), "c": ("10:20", "10:30")},
        (-3, 0),
    ),
    # b gives two of its five minutes; c is on time.
    "compress": (
        first(overrun="compress"),
        [("10:02", GO)],
        "10:03",
        {"a": ("10:02", "10:12"), "b": ("10:12", "10:15"), "c": ("10:20", "10:30")},
        (2, 0),
    ),
    # b gives all it has, the gap takes the other two.
    "compress by more than there is": (
        first(overrun="compress"),
        [("10:07", GO)],
        "10:08",
        {"b": ("10:17", "10:17"), "c": ("10:20", "10:30")},
        (7, 0),
    ),
    # Measured by its own beginning a is on time, so b gives nothing.
    "compress, relative: nothing is late": (
        first(overrun="compress"),
        [("10:07", GO), ("10:07", RELATIVE)],
        "10:08",
        {"a": ("10:07", "10:17"), "b": ("10:17", "10:22"), "c": ("10:27", "10:37"), "e": ("11:07", "11:17")},
        (7, 0),
    ),
    # Ended at zero, 10:10: nothing is late.
    "stop": (
        first(overrun="stop"),
        [("10:00", GO)],
        "10:12",
        {"b": ("10:12", "10:17"), "c": ("10:20", "10:30")},
        None,
    ),
    # As planned, seven later; the two minutes of overtime eat into the gap.
    "relative": (
        four(),
        [("10:07", GO), ("10:07", RELATIVE)],
        "10:19",
        {"a": ("10:07", "10:19"), "b": ("10:19", "10:24"), "c": ("10:27", "10:37"), "e": ("11:07", "11:17")},
        (9, 2),
    ),
    # Begun at 10:04 it has six minutes; the offset is zero.
    "count to end": (
        Plan.of(item("a", 10, "10:00", count_to_end=True), item("b", 5)),
        [("10:04", GO)],
        "10:05",
        {"a": ("10:04", "10:10"), "b": ("10:10", "10:15")},
        (0, -4),
    ),
    # A pause does not move the end; added time does.
    "count to end, paused and prolonged": (
        Plan.of(item("a", 10, "10:00", count_to_end=True), item("b", 5)),
        [("10:04", GO), ("10:05", PAUSE), ("10:07", RESUME), ("10:08", add(2))],
        "10:09",
        {"a": ("10:04", "10:12"), "b": ("10:12", "10:17")},
        (2, -2),
    ),
    # Two after its end it has no time at all, and is two late at once.
    "count to end, begun after it": (
        Plan.of(item("a", 10, "10:00", count_to_end=True), item("b", 5)),
        [("10:12", GO)],
        "10:12",
        {"a": ("10:12", "10:12"), "b": ("10:12", "10:17")},
        (2, -10),
    ),
    # c ends at 10:30 on the wall, whatever a and b do: 10:07 + 10 + 5 = 10:22, then eight minutes.
    "count to end, further on, absorbs": (
        Plan.of(item("a", 10, "10:00"), item("b", 5), item("c", 15, count_to_end=True, end="10:30"), item("d", 5)),
        [("10:07", GO)],
        "10:08",
        {"c": ("10:22", "10:30"), "d": ("10:30", "10:35")},
        (7, 0),
    ),
    "count to end stays on the wall in relative": (
        Plan.of(item("a", 10, "10:00"), item("c", 15, count_to_end=True, end="10:30"), item("d", 5)),
        [("10:07", GO), ("10:07", RELATIVE)],
        "10:08",
        {"a": ("10:07", "10:17"), "c": ("10:17", "10:30"), "d": ("10:30", "10:35")},
        (7, 0),
    ),
    # a is three late, the delay of five takes it.
    "a delay is a gap before what has a time": (
        Plan.of(item("a", 10, "10:00"), delay("d", 5), item("b", 5, "10:10"), item("c", 5)),
        [("10:03", GO)],
        "10:04",
        {"a": ("10:03", "10:13"), "b": ("10:15", "10:20"), "c": ("10:20", "10:25")},
        (3, 0),
    ),
    # What is linked keeps the distance that the delay made.
    "a delay before what is linked": (
        Plan.of(item("a", 10, "10:00"), delay("d", 5), item("b", 5), item("c", 5)),
        [("10:03", GO)],
        "10:04",
        {"b": ("10:18", "10:23"), "c": ("10:23", "10:28")},
        (3, 0),
    ),
    "a negative delay in a group": (
        Plan.of(
            item("a", 10, "10:00"), group("g"), delay("d", -5, group="g"), item("b", 5, "10:30", group="g"),
            item("c", 5, group="g"), item("e", 5, "11:00"),
        ),
        [("10:17", GO)],
        "10:18",
        # a ends at 10:27, two after b should have begun (10:25); e is five early like all after the delay.
        {"b": ("10:27", "10:32"), "c": ("10:32", "10:37"), "g": ("10:27", "10:37"), "e": ("10:55", "11:00")},
        (17, 0),
    ),
    # c is linked in the plan behind b; chosen, it begins where a ends.
    "a chosen linked item": (
        Plan.of(item("a", 10, "10:00"), item("b", 5), item("c", 7), item("d", 3)),
        [("10:00", GO), ("10:01", choose("c"))],
        "10:02",
        {"a": ("10:00", "10:10"), "c": ("10:10", "10:17"), "d": ("10:17", "10:20")},
        (0, 0),
    ),
    "a chosen item with a time of its own waits for it": (
        four(),
        [("10:00", GO), ("10:01", choose("e"))],
        "10:02",
        {"a": ("10:00", "10:10"), "e": ("11:00", "11:10")},
        (0, 0),
    ),
    # The choice before the show is where it begins.
    "chosen before the show": (
        four(),
        [("09:50", choose("c"))],
        "09:51",
        {"c": ("10:20", "10:30"), "d": ("10:30", "10:40"), "e": ("11:00", "11:10")},
        None,
    ),
    # b after b's own end: back to a (10:22–10:32), and b once more; b on the air keeps the time it has now.
    "an item that is on twice": (
        Plan.of(item("a", 10, "10:00"), item("b", 5), item("c", 5)),
        [("10:00", GO), ("10:17", GO), ("10:18", choose("a"))],
        "10:18",
        {"b": ("10:17", "10:22"), "a": ("10:22", "10:32"), "c": ("10:37", "10:42")},
        (7, 7),
    ),
    "an item that begins again": (
        Plan.of(item("a", 10, "10:00"), item("b", 5)),
        [("10:00", GO), ("10:06", do.Go(item=EntryId("a")))],
        "10:07",
        {"a": ("10:06", "10:16"), "b": ("10:16", "10:21")},
        (6, 6),
    ),
    # Stopped at 10:08; b is not before now.
    "between two items": (
        four(),
        [("10:00", GO), ("10:08", STOP)],
        "10:12",
        {"b": ("10:12", "10:17"), "c": ("10:20", "10:30")},
        None,
    ),
    "after the show: nothing": (
        Plan.of(item("a", 10, "10:00")),
        [("10:00", GO), ("10:08", STOP)],
        "10:09",
        {},
        None,
    ),
    # On the air by the operator's wish, not in the plan: no offset; b goes on from its end.
    "a skipped item on the air": (
        Plan.of(item("a", 10, "10:00"), item("x", 3, skip=True), item("b", 5), item("c", 5, "10:30")),
        [("10:00", GO), ("10:06", do.Go(item=EntryId("x")))],
        "10:07",
        {"x": ("10:06", "10:09"), "b": ("10:09", "10:14"), "c": ("10:30", "10:35")},
        None,
    ),
    "a skipped item that is ready": (
        Plan.of(item("a", 10, "10:00"), item("x", 3, skip=True), item("b", 5)),
        [("10:00", GO), ("10:06", load("x"))],
        "10:07",
        {"x": ("10:07", "10:10"), "b": ("10:10", "10:15")},
        None,
    ),
    # One at a time: b cannot begin before a has ended.
    "items that overlap in the plan": (
        Plan.of(item("a", 10, "10:00"), item("b", 10, "10:05"), item("c", 5, "10:30")),
        [("10:00", GO)],
        "10:01",
        {"a": ("10:00", "10:10"), "b": ("10:10", "10:20"), "c": ("10:30", "10:35")},
        (0, 0),
    ),
    # a began at 10:00 and is over; b is on until 10:19, c follows: the group is from 10:00 to 10:29.
    "a group and a milestone": (
        Plan.of(
            group("g"), item("a", 10, "10:00", group="g"), item("b", 5, group="g"), milestone("m", group="g"),
            item("c", 10, group="g"), milestone("n"), item("d", 5), group("h"), item("e", 5, "11:00", group="h"),
        ),
        [("10:00", GO), ("10:14", GO)],
        "10:15",
        {
            "g": ("10:00", "10:29"), "b": ("10:14", "10:19"), "m": ("10:19", "10:19"), "c": ("10:19", "10:29"),
            "n": ("10:29", "10:29"), "d": ("10:29", "10:34"), "h": ("11:00", "11:05"), "e": ("11:00", "11:05"),
        },
        (4, 4),
    ),
    # From 23:50 eight late: over midnight into the first minutes of the next day.
    "over midnight": (
        Plan.of(item("a", 10, "23:50"), item("b", 10), item("c", 10, "24:15")),
        [("23:58", GO)],
        "24:02",
        {"a": ("23:58", "24:08"), "b": ("24:08", "24:18"), "c": ("24:18", "24:28")},
        (8, 0),
    ),
    # The night is a gap: the second day is on time.
    "two days": (
        Plan.of(item("a", 60, "18:00"), item("b", 60, "34:00", overrun="absorb")),
        [("18:40", GO)],
        "18:50",
        {"a": ("18:40", "19:40"), "b": ("34:00", "35:00")},
        (40, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_by_hand(case: str) -> None:
    plan, script, now, expected, late = CASES[case]
    watched = Watched(plan, script, now)
    shown = watched.shown()
    if not expected:
        assert shown == {}
    assert {entry: shown[entry] for entry in expected} == expected
    assert watched.offset() == late


def test_a_push_answers_ontimes_users() -> None:
    """Ontime's issue 1318, in its own numbers: five minutes of setting up lie between the two, and shall stay."""
    asked = Plan.of(item("one", 10, "12:00", overrun="push"), item("two", 10, "12:15"), item("three", 10, "13:00"))
    shown = Watched(asked, [("12:00", GO)], "12:13").shown()
    assert (shown["two"], shown["three"]) == (("12:18", "12:28"), ("13:03", "13:13"))
    ended = Watched(asked, [("12:00", GO), ("12:13", STOP)], "12:13")
    assert ended.shown()["two"] == ("12:18", "12:28"), "also once it has ended"


def test_only_what_is_left_has_a_time() -> None:
    watched = Watched(four(), [("10:00", GO), ("10:10", GO)], "10:11")
    assert set(watched.shown()) == {"b", "c", "d", "e"}


def test_a_group_that_is_over_has_no_expected_end() -> None:
    plan = Plan.of(group("g"), item("a", 10, "10:00", group="g"), item("b", 5))
    assert "g" not in Watched(plan, [("10:00", GO), ("10:10", GO)], "10:11").shown()


def test_the_show_ends_with_its_last_item() -> None:
    late = Watched(Plan.of(item("a", 10, "10:00"), item("b", 10)), [("10:04", GO)], "10:05")
    assert wall(show_end(late.plan, late.expected())) == "10:24"
    over = Watched(Plan.of(item("a", 10, "10:00")), [("10:00", GO), ("10:05", STOP)], "10:06")
    assert show_end(over.plan, over.expected()) is None


@pytest.mark.parametrize(
    "script, flag",
    [
        ([], "a"),
        ([("09:55", load("a"))], "d"),  # what is ready is seen as such
        ([("10:00", GO)], "d"),  # c is not played
        ([("10:00", GO), ("10:01", choose("e"))], "e"),
        ([("10:00", GO), ("10:01", choose("a"))], "d"),  # once more on the air it is not to come
        ([("10:00", do.Go(item=EntryId("d"))), ("10:01", STOP)], "e"),
        ([("10:00", do.Go(item=EntryId("e")))], None),
        ([("10:00", do.Go(item=EntryId("e"))), ("10:01", STOP)], None),  # the show is over
    ],
)
def test_the_next_flag_is_to_come_and_has_a_time(script: list[tuple[str, Command]], flag: str | None) -> None:
    plan = Plan.of(
        item("a", 10, "10:00", flag=True),
        item("b", 10),
        item("c", 10, flag=True, skip=True),
        item("d", 10, flag=True),
        item("e", 10, flag=True),
    )
    watched = Watched(plan, script, "10:02")
    found = next_flag(watched.plan, watched.show.run)
    assert (found.id if found is not None else None) == flag
    assert found is None or watched.expected()[found.id].start >= watched.show.now or not script


def test_an_edit_moves_what_is_to_come_and_not_what_is_on_the_air() -> None:
    watched = Watched(Plan.of(item("a", 10, "10:00"), item("b", 10), item("c", 5)), [("10:00", GO)], "10:02")
    show = watched.show
    show.do(do.Put(item("b", 20, revision=show.state.rundown.plan.entries[EntryId("b")].revision)))
    show.do(do.Put(item("a", 30, "10:00", revision=show.state.rundown.plan.entries[EntryId("a")].revision)))
    assert watched.shown() == {"a": ("10:00", "10:10"), "b": ("10:10", "10:30"), "c": ("10:30", "10:35")}
    assert watched.offset() == (-20, -20), "the plan gives it more than its clock has"


def test_the_clock_of_a_compressed_item_is_set_to_what_was_expected_of_it() -> None:
    scripts: list[list[tuple[str, Command]]] = [
        [("10:02", GO)],
        [("10:07", GO), ("10:07", RELATIVE), ("10:08", add(2))],
    ]
    for script in scripts:
        watched = Watched(first(overrun="compress"), script, "10:09")
        expected = watched.expected()[EntryId("b")]
        watched.show.until(expected.start)
        watched.show.do(GO)
        assert watched.show.run.playing.ends(watched.show.now) == expected.end
