"""`examples/conference` on a real OBS by GO alone, and with Efir killed between its cues.

What is on air is what OBS says and shows; what fired is what the journal says.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import av
import numpy as np
import pytest
from msgspec import Struct

from control.clock import Instant, SystemClock, day_of, time_of_day
from control.core.rundown.events import Held, Went
from control.core.rundown.running import LATE
from control.core.types import EntryId
from control.showfile import read_show
from tests.e2e.conference import (
    EXAMPLE,
    FIRST,
    LENGTH,
    PATIENCE,
    SHORT,
    WARNED,
    Director,
    clock_passes,
    conference,
    nearest,
    scenes_in,
    strip_of,
    strips,
)
from tests.e2e.crew import Timeline
from tests.e2e.platform import rgb
from tests.scenes.hands import eventually

pytestmark = [pytest.mark.obs, pytest.mark.slow, pytest.mark.usefixtures("real_obs", "served_pages")]

NOTHING: frozenset[str] = frozenset()
CAPTION = ("Общий план", "Efir · Общий план · Подпись")


class Step(Struct, frozen=True):
    """What must be seen when the item is on, and when all its timed cues have fired (absent: the same)."""

    item: str
    scene: str
    graphics: frozenset[str] = NOTHING
    later_scene: str | None = None
    later_graphics: frozenset[str] | None = None
    seconds: float | None = LENGTH
    """Of its clock; None: looked at separately."""


def on(*graphics: str) -> frozenset[str]:
    return frozenset(graphics)


STEPS = (
    Step("gather", "slate", on("title")),
    Step("intro", "slate", seconds=SHORT),
    Step("opening", "wide", on("host"), later_graphics=NOTHING),
    Step("keynote", "speaker", on("speaker"), "slides", NOTHING),
    Step("talk", "speaker", on("speaker"), "slides", NOTHING),
    Step("questions", "wide"),
    Step("break", "break", seconds=20 * 60),
    Step("panel", "panel", on("panel"), later_graphics=NOTHING),
    Step("audience", "wide"),
    Step("results", "speaker", on("host"), seconds=None),
    Step("closing", "wide", on("host")),
    Step("goodbye", "slate"),
)
BY_ITSELF = "opening"
ON_AIR = [
    "slate", "wide", "speaker", "slides", "speaker", "slides", "wide", "break", "panel", "wide", "speaker", "wide",
    "slate",
]  # fmt: skip
"""What the recording must show, one after another."""


def now() -> Instant:
    return SystemClock().now()


async def enters(director: Director, step: Step) -> None:
    """The item is on: by GO, or by itself after the one before."""
    before = director.run.playing
    pressed = now()
    if step.item == BY_ITSELF:
        await director.until(lambda state: state.rundown.run.playing.item == BY_ITSELF, "it begins by itself")
    else:
        await director.go()
    playing = director.run.playing
    assert (playing.mode, playing.item) == ("on", step.item)
    assert playing.timer is not None
    assert playing.started is not None
    if step.item == BY_ITSELF:
        assert before.timer is not None
        assert playing.started == before.timer.target, "to the millisecond when the clock before it was up"
    else:
        assert pressed - 200 <= playing.started <= now() + 200
    if step.seconds is not None:
        assert playing.timer.total == step.seconds * 1000
    assert playing.timer.target == playing.started + playing.timer.total
    assert await director.clock() == {
        "item": step.item,
        "state": "running",
        "total": playing.timer.total,
        "target": playing.timer.target,
    }


async def goes_through(director: Director, step: Step) -> None:
    await enters(director, step)
    await director.sees(step.scene, set(step.graphics), before=step.item)
    if step.item != "intro":  # the next comes before its zero is looked at
        await director.done(step.item)
        later = step.graphics if step.later_graphics is None else step.later_graphics
        await director.sees(step.later_scene or step.scene, set(later))
        await director.stands()


@pytest.mark.timeout(900)
async def test_the_whole_show_by_go_alone(clips: Sequence[Path], tmp_path: Path) -> None:
    timeline = Timeline()
    async with conference(tmp_path, clips) as director:
        timeline.say("Efir and OBS are up")
        for step in STEPS:
            await goes_through(director, step)
            await looks_closer(director, step.item)
            timeline.say(step.item)
        record = director.record
        items = list(director.plan.items())
        assert Counter(record.fired()) == {(item.id, cue.id): 1 for item in items for cue in item.cues}
        assert len(record.fired()) == 40
        assert {r.outcome for each in director.run.results.values() for r in each.values()} == {"done"}
        assert director.run.gos == 12
        assert [e.auto for _, _, e in record.events if isinstance(e, Went)].count(True) == 1
        await eventually(lambda: not_recording(director), PATIENCE, "the recording has ended")
    (film,) = (tmp_path / "recordings").glob("*.mkv")
    seen = await asyncio.to_thread(watched, film, director)
    timeline.say(f"the recording: {' → '.join(seen)}")
    assert seen == ON_AIR


async def looks_closer(director: Director, item: str) -> None:
    """What there is besides picture, graphics and clock."""
    state = director.record.state
    said = state.stage.message.text if state.stage.message is not None else None
    match item:
        case "gather":
            assert said == "Через минуту начинаем"
            await eventually(director.recording, PATIENCE, "it records")
        case "intro":
            assert await director.eyes.preview() == "Общий план"
        case "keynote":
            assert said == "Пора заканчивать"
        case "talk":
            assert (await director.texts("speaker"))["title"] == "Анна Лебедева"
        case "break":
            assert said == "Через десять минут продолжаем"
            await eventually(lambda: director.muted("Камера докладчика"), PATIENCE, "the speaker is muted")
        case "panel":
            assert said is None, "the end of the break took the message away"

            async def heard() -> bool:
                return not await director.muted("Камера докладчика")

            await eventually(heard, PATIENCE, "the speaker is heard")
        case "audience":
            await eventually(lambda: director.eyes.visible(*CAPTION), PATIENCE, "the caption")
        case "results":
            await eventually(lambda: director.eyes.hidden(*CAPTION), PATIENCE, "no caption")
            counts_to_the_end(director)


def counts_to_the_end(director: Director) -> None:
    """However early it began: zero is at one tomorrow, by the wall clock."""
    zone = ZoneInfo(director.show.time_zone)
    timer = director.run.playing.timer
    assert timer is not None
    assert timer.target is not None
    assert time_of_day(timer.target, zone) == 13 * 3_600_000
    assert day_of(timer.target, zone).isoformat() == director.plan.date


async def not_recording(director: Director) -> bool:
    return not await director.recording()


def watched(film: Path, director: Director) -> list[str]:
    known = strips(director.show)
    with av.open(film) as container:
        return scenes_in([nearest(strip_of(rgb(frame)), known) for frame in container.decode(video=0)])


def test_no_fade_looks_like_a_third_scene() -> None:
    """A frame in the middle of a fade may stand for long on a busy machine: it must be of no scene's colour."""
    colours = strips(read_show(EXAMPLE, {}))
    known = {scene: np.array(strip, float) for scene, strip in colours.items()}
    for before, after in itertools.combinations(known, 2):
        for part in np.linspace(0, 1, 101):
            mixed = known[before] * (1 - part) + known[after] * part
            assert nearest(mixed, colours) in (before, after, None), (before, after, part)


# --- kill -9 ---


class Mortal:
    """Efir, and how often it was killed."""

    def __init__(self, director: Director, timeline: Timeline) -> None:
        self.director, self.timeline = director, timeline
        self.kills = 0

    async def killed(self, what: str, *, until: Instant | None = None) -> None:
        """Now; started again at once, or when the wall clock says so. OBS is not disturbed by either."""
        director = self.director
        await director.efir.kill()
        self.kills += 1
        self.timeline.say(f"kill -9, {what}")
        if until is not None:
            before = await director.eyes.program()
            await clock_passes(until)
            assert await director.eyes.program() == before
        await director.efir.start()
        await director.connected()
        await director.record.read()
        self.timeline.say("it is back")

    def due(self, item: str, after: float) -> Instant:
        """When a cue so many seconds after the item's start is certainly missed."""
        return Instant(self.moment(item, after) + LATE + 500)

    def moment(self, item: str, after: float) -> Instant:
        return Instant(self.director.run.actual[EntryId(item)].start + round(after * 1000))


def asked(director: Director) -> list[tuple[str, str]]:
    return [(one.item, one.cue) for one in director.run.asked]


@pytest.mark.timeout(900)
async def test_kill_9_between_cues_repeats_and_loses_none(clips: Sequence[Path], tmp_path: Path) -> None:
    timeline = Timeline()
    async with conference(tmp_path, clips) as director:
        mortal = Mortal(director, timeline)
        await a_missed_cue_is_skipped(mortal)
        await an_item_that_begins_by_itself(mortal)
        await a_cue_that_is_just_due(mortal)
        await missed_cues_are_asked_about(mortal)
        await missed_cues_hold_the_show(mortal)
        await at_rest(mortal)
        await a_go_without_a_receipt(mortal)
        await right_after_a_go(mortal, "panel", "panel")
        await right_after_a_go(mortal, "audience", "wide")
        await director.go()
        await director.done("results")
        await mortal.killed("while a clock counts to a wall time")
        counts_to_the_end(director)
        await director.sees("speaker", {"host"})
        for _ in ("closing", "goodbye"):
            await director.go()
        await director.done("goodbye")
        await director.sees("slate", set())
        await nothing_lost_nothing_twice(director)
        found = await director.efir.verify(director.efir.data / "show.sqlite")
        assert found["ok"], found
        timeline.say(f"{mortal.kills} kills, {len(director.record.fired())} cues fired, "
                     f"{len(director.record.missed())} missed")  # fmt: skip
        assert mortal.kills >= 6


def done_with(director: Director, *cues: tuple[str, str]) -> bool:
    """Fired, or asked about."""
    return set(cues) <= {*director.record.fired(), *asked(director)}


async def answer_all(director: Director, *, fire: bool) -> None:
    await director.record.read()
    for item, cue in asked(director):
        await director.do(type="rundown.answer", item=item, cue=cue, fire=fire)
    await director.record.read()
    assert not director.run.asked


async def a_missed_cue_is_skipped(mortal: Mortal) -> None:
    director = mortal.director
    await director.go()
    await eventually(director.recording, PATIENCE, "it records")
    await mortal.killed("before the warning, until it is missed", until=mortal.due("gather", WARNED))
    await director.done("gather")
    assert director.run.results[EntryId("gather")]["say"].outcome == "skipped"  # type: ignore[index]
    assert director.record.state.stage.message is None, "what was skipped was not said"
    assert await director.recording(), "OBS went on recording"
    await director.sees("slate", {"title"})


async def an_item_that_begins_by_itself(mortal: Mortal) -> None:
    director = mortal.director
    await director.go()
    await mortal.killed("before an item begins by itself")
    await director.until(lambda state: state.rundown.run.playing.item == "opening", "it has begun")
    went = [event for _, _, event in director.record.events if isinstance(event, Went)]
    assert [event.item for event in went] == ["gather", "intro", "opening"], "once"
    await director.eyes.becomes("GetCurrentProgramScene", None, "currentProgramSceneName", "Общий план", PATIENCE)


async def a_cue_that_is_just_due(mortal: Mortal) -> None:
    """Whether the journal has it or not at that moment, it fires once, or is asked about."""
    director = mortal.director
    await director.record.read()
    await clock_passes(mortal.moment("opening", FIRST))  # nothing to wait for, if it took long to start before
    await mortal.killed("at the very moment of a cue")
    both = (("opening", "stop-host"), ("opening", "say"))
    await director.until(lambda state: done_with(director, *both), "both cues of the opening")
    await answer_all(director, fire=True)
    await director.done("opening")
    await director.sees("wide", set())


async def missed_cues_are_asked_about(mortal: Mortal) -> None:
    director = mortal.director
    await director.go()
    assert ("keynote", "stop-speaker") not in director.record.fired(), "the machine is too slow for this test"
    await mortal.killed("before the keynote's cues, until they are missed", until=mortal.due("keynote", FIRST + 1))
    await director.until(lambda state: len(state.rundown.run.asked) >= 2, "they are asked about")
    await director.until(lambda state: done_with(director, ("keynote", "say-2")), "its overrun")
    assert asked(director)[:2] == [("keynote", "stop-speaker"), ("keynote", "take-slides")]
    await director.sees("speaker", {"speaker"})
    await director.do(type="rundown.answer", item="keynote", cue="stop-speaker", fire=False)
    await director.do(type="rundown.answer", item="keynote", cue="take-slides", fire=True)
    await director.sees("slides", {"speaker"})
    await answer_all(director, fire=True)


async def missed_cues_hold_the_show(mortal: Mortal) -> None:
    director = mortal.director
    await director.go()
    assert ("talk", "take-slides") not in director.record.fired(), "the machine is too slow for this test"
    before = director.record.count(Held)  # the keynote's time may have been up unseen
    await mortal.killed("before the talk's cues, until they are missed", until=mortal.due("talk", FIRST + 1))
    await director.until(lambda state: state.rundown.run.held, "it holds")
    assert director.record.count(Held) == before + 1
    await director.sees("speaker", {"speaker"})
    await answer_all(director, fire=True)
    assert not director.run.held
    await director.sees("slides", set())


async def at_rest(mortal: Mortal) -> None:
    director = mortal.director
    await director.go()
    await director.until(lambda state: state.rundown.run.playing.up, "its time is up")
    await director.sees("wide", set())
    before = director.record.fired()
    await mortal.killed("between two GOs")
    await director.sees("wide", set())
    assert director.record.fired() == before


async def a_go_without_a_receipt(mortal: Mortal) -> None:
    """Its sender does not know whether it counted, and sends it again under its own id."""
    director = mortal.director
    body = director.command(type="rundown.go", over=director.run.gos)
    sent = asyncio.create_task(director.send(body))
    await asyncio.sleep(0)
    await mortal.killed("while a GO is on its way")
    await asyncio.wait([sent], timeout=PATIENCE)
    if not sent.cancelled():
        sent.exception()  # a lost connection, most likely
    await director.send(body)
    await director.record.read()
    went = [event.item for _, _, event in director.record.events if isinstance(event, Went)]
    assert went.count(EntryId("break")) == 1
    assert director.run.playing.item == "break"
    await director.done("break")
    await director.sees("break", set())


async def right_after_a_go(mortal: Mortal, item: str, scene: str) -> None:
    """OBS may not even have been told: it is, once Efir is back."""
    director = mortal.director
    await director.go()
    await mortal.killed(f"right after the GO of {item}")
    timed = [(item, cue.id) for cue in director.plan.entries[EntryId(item)].cues if cue.when == "after"]  # type: ignore[union-attr]
    await director.until(lambda state: done_with(director, *timed), "its timed cues")
    stopped = set(timed) <= set(director.record.fired())
    await director.sees(scene, {item} if timed and not stopped else set())
    await answer_all(director, fire=True)
    await director.done(item)
    await director.sees(scene, set())


async def nothing_lost_nothing_twice(director: Director) -> None:
    """Each of the forty: fired once, or missed as its item says and then left or fired by a person."""
    await director.record.read()
    fired = Counter(director.record.fired())
    missed = Counter((event.item, event.cue) for event in director.record.missed())
    for item in director.plan.items():
        for cue in item.cues:
            key = (item.id, cue.id)
            assert fired[key] <= 1, f"{key} fired twice"
            assert missed[key] <= 1, f"{key} was missed twice"
            assert fired[key] + missed[key] >= 1, f"{key} is lost"
    policy = {event.item: event.ask for event in director.record.missed()}
    for entry, ask in policy.items():
        found = director.plan.item(entry)
        assert found is not None
        assert ask == (found.missed != "skip"), entry
    left = {(item.id, cue.id) for item in director.plan.items() for cue in item.cues} - fired.keys()
    results = director.run.results
    skipped = {(i, c) for i, c in left if c in results[i] and results[i][c].outcome == "skipped"}
    assert ("gather", "say") in skipped
    assert left - skipped == {("keynote", "stop-speaker")}, "what a person chose to leave, and nothing else"
