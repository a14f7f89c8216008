"""A whole debate on the air: the product as it is started, real OBS, a real platform, real browsers.

What is on air is judged by what the audience received: pictures, and the marks that the test theme paints into them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import av
import pytest
from playwright.async_api import Browser, expect

from overlays.marks import Marks, read_marks
from tests.e2e.crew import PATIENT, Network, Operator, Phone, Timeline
from tests.e2e.platform import Frame, Platform, rgb
from tests.e2e.product import Addresses, Product
from tests.e2e.studio import (
    SOON,
    bring_on_stage,
    by_side,
    counts_down,
    graphics,
    on_air,
    readable,
    shows_both,
    shows_slate,
)

pytestmark = [
    pytest.mark.obs,
    pytest.mark.browser,
    pytest.mark.rtmp,
    pytest.mark.slow,
    pytest.mark.usefixtures("real_obs", "served_pages"),
]

Points = tuple[int, int, int]
BALLOTS: dict[str, tuple[Points, Points]] = {
    "Сергей Власов": ((5, 4, 5), (3, 4, 2)),
    "Ольга Ким": ((4, 4, 3), (5, 3, 3)),
    "Наталья Зайцева": ((5, 5, 4), (4, 4, 4)),
}
"""Judge → points of the first side and of the second, as they count in the end."""
NONE = (None, None)
SCORE = (14 + 11 + 14, 9 + 11 + 12)
TOTALS: tuple[float | None, float | None] = SCORE


def points(marks: Marks | None) -> tuple[float | None, float | None]:
    return NONE if marks is None else (marks.first, marks.second)


def left(marks: Marks) -> int:
    """Of the clock; none is far from its end."""
    return 999 if marks.seconds_left is None else marks.seconds_left


async def marks_a_ballot(phone: Phone, sides: tuple[str, str], points: tuple[Points, Points]) -> None:
    for name, each in zip(sides, points, strict=True):
        await phone.mark(name, *each)
    await phone.ready()


async def no_points_anywhere(operator: Operator, addresses: Addresses) -> None:
    """Neither graphics nor stage are even sent any."""
    for view, link in (("graphics", addresses.graphics), ("stage", addresses.stage)):
        token = link.partition("=")[2]
        answer = await operator.page.context.request.get(
            f"{addresses.panel}/api/views/{view}", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.ok, await answer.text()
        text = await answer.text()
        assert '"points"' not in text, text
        assert '"results"' not in text.replace('"results":{}', ""), text  # the rundown's, of no cues


async def three_judges(
    phones: Mapping[str, Phone], network: Network, sides: tuple[str, str], operator: Operator, timeline: Timeline
) -> None:
    """One loses the network while sending, one taps twice, one corrects himself."""
    lost, twice, corrects = (phones[name] for name in BALLOTS)
    ballots = list(BALLOTS.values())

    await marks_a_ballot(lost, sides, ballots[0])
    network.cut_at_the_next_ballot()
    await lost.button.click()
    await lost.becomes("queued")
    await lost.says("нет связи")
    timeline.say("first judge: the network is gone, the ballot has left, its receipt has not come")

    await marks_a_ballot(twice, sides, ballots[1])
    await twice.button.evaluate("button => { button.click(); button.click(); }")
    await twice.becomes("received")
    assert len(twice.sent) == 1
    timeline.say("second judge: tapped twice, one ballot")

    await marks_a_ballot(corrects, sides, ((1, 1, 1), (5, 5, 5)))
    await corrects.button.click()
    await corrects.becomes("received")
    await marks_a_ballot(corrects, sides, ballots[2])
    await expect(corrects.button).to_have_text("Исправить", timeout=PATIENT)
    await corrects.button.click()
    await corrects.says("версия 2")
    timeline.say("third judge: corrected")

    network.up = True
    await lost.becomes("received")
    assert network.cuts == 1
    assert network.asked == [network.asked[0]] * 2, "the same ballot came again under its own id"
    timeline.say("first judge: the network is back, received once")
    for name, words in zip(BALLOTS, ("получены", "получены", "исправлены"), strict=True):
        await expect(operator.judge(name)).to_contain_text(words, timeout=PATIENT)


@pytest.mark.timeout(900)
async def test_a_whole_debate(browser: Browser, clips: Sequence[Path], platform: Platform, tmp_path: Path) -> None:
    async with on_air(browser, clips, platform, tmp_path) as studio:
        operator, audience, timeline = studio.operator, studio.audience, studio.timeline
        start = audience.now()

        await bring_on_stage(operator, timeline)
        sides = by_side(await operator.on_stage(), studio.show)
        await operator.graphic("F2", "Имена и позиции", on=True)
        names = await audience.reads("the names", lambda marks: "lower-third" in marks.graphics, SOON)
        assert graphics(names.marks) == {"lower-third"}
        timeline.say("seen: names, and nothing else")

        await operator.graphic("F1", "Часы дебатов", on=True)
        await operator.act("К подготовке")
        await operator.act("Пуск часов")
        await audience.reads("the clock at its end", lambda marks: left(marks) <= 1, SOON)
        timeline.say("seen: six seconds of preparation")
        await operator.act("К дебатам")
        await operator.graphic("F2", "Имена и позиции", on=False)
        await operator.act("Пуск часов")
        await audience.reads("the clock running", lambda marks: left(marks) <= 89, SOON)

        network = Network()
        phones: dict[str, Phone] = {}
        for name in BALLOTS:
            phones[name] = await studio.phone(name, None if phones else network)
        timeline.say("three judges are at their phones")
        off = counts_down(await audience.goes_on(5, SOON), await audience.goes_on(5, SOON))
        timeline.say(f"seen: the clock counts down, off by {off:+.2f} s in 10 s")

        await operator.graphic("F3", "Счёт", on=True)
        await operator.page.keyboard.press("Shift+KeyN")
        await operator.phase("Оценки")
        await audience.reads("the score bug", lambda marks: "score-bug" in marks.graphics, SOON)
        began = audience.now()
        await three_judges(phones, network, sides, operator, timeline)
        await no_points_anywhere(operator, studio.efir.addresses)
        await audience.goes_on(1.5, SOON)  # what the ballots could have done is on air by now
        judging = readable(audience.since(began))
        assert all("score-bug" in marks.graphics for marks in judging)
        assert not [marks for marks in readable(audience.since(start)) if points(marks) != NONE]
        timeline.say(f"seen: {len(judging)} frames of the judging, all with the score bug, none with a score")

        await operator.reveal()
        timeline.say("revealed")
        score = await audience.reads("the score", lambda marks: marks.first is not None, SOON)
        assert points(score.marks) == TOTALS
        timeline.say("seen: {} : {}".format(*SCORE))
        await operator.graphic("F4", "Карточка итогов", on=True)
        await operator.graphic("F3", "Счёт", on=False)
        await operator.graphic("F1", "Часы дебатов", on=False)
        await audience.reads(
            "the result card", lambda marks: marks.graphics == {"result-card"} and points(marks) == TOTALS, SOON
        )
        timeline.say("seen: the result card")
        for phone in phones.values():
            await expect(phone.page.locator(".result").first).to_be_visible(timeout=PATIENT)

        await operator.end("stream")
        await operator.end("record")
        timeline.say("off the air")
        (recording,) = studio.files.recordings.glob("*.mkv")
        told = await asyncio.to_thread(watch_recording, recording, studio.slate)
        timeline.say(f"the recording holds {told}")
        await the_record_holds(studio.efir, operator, tmp_path)
        timeline.say("journal and its export verify")
        assert [*operator.watch.faults, *(f for phone in phones.values() for f in phone.watch.faults)] == []
    timeline.say(f"all of it; {len(audience.sightings)} frames watched in {audience.session} session(s)")


def watch_recording(file: Path, slate: Frame) -> str:
    """From the slate to the result card; AssertionError if something is missing."""
    with av.open(file) as container:
        frames = [rgb(frame) for frame in container.decode(video=0)][::3]
        seconds = (container.duration or 0) / av.time_base
    marks = [found for found in map(read_marks, frames) if found is not None]
    assert any(map(shows_slate(slate), frames)), "no slate in the recording"
    assert any(map(shows_both, frames)), "no cameras in the recording"
    seen = set().union(*map(graphics, marks))
    assert seen == {"debate-clock", "lower-third", "score-bug", "result-card"}, seen
    assert {points(each) for each in marks} == {NONE, TOTALS}
    return f"{seconds:.0f} s of programme, every graphic and the score"


async def the_record_holds(efir: Product, operator: Operator, folder: Path) -> None:
    """`efir verify` on the journal and on what the owner downloads."""
    answer = await operator.page.context.request.get(f"{efir.addresses.panel}/api/protocol")
    assert answer.ok, await answer.text()
    export = folder / "protocol.jsonl"
    export.write_bytes(await answer.body())
    for file in (efir.data / "show.sqlite", export):
        found = await efir.verify(file)
        assert found["ok"], found["protocol"]["findings"]
        (pair,) = [pair for pair in found["protocol"]["pairs"] if pair["revealed"]]
        assert [pair["results"][debater]["points"] for debater in pair["debaters"]] == [total * 10 for total in SCORE]
        assert {judge: ballot["revision"] for judge, ballot in pair["ballots"].items()} == {
            "vlasov": 1,
            "kim": 1,
            "zaitseva": 2,
        }
