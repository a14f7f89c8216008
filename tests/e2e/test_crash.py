"""Efir dies, OBS dies, in the middle of a running debate: the audience, the clock and the judges lose nothing.

And Efir is stopped, on the air, with an OBS of its own."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from collections.abc import Sequence
from pathlib import Path

import av
import pytest
from playwright.async_api import Browser, expect

from scenes.managed import ManagedObs
from tests.e2e.crew import PATIENT
from tests.e2e.platform import Platform
from tests.e2e.shows import CANVAS
from tests.e2e.studio import SOON, Studio, bring_on_stage, counts_down, graphics, on_air, readable, shows_both

pytestmark = [
    pytest.mark.obs,
    pytest.mark.browser,
    pytest.mark.rtmp,
    pytest.mark.slow,
    pytest.mark.usefixtures("real_obs", "served_pages"),
]

AIR = {"debate-clock", "lower-third"}
"""What is over the picture when it happens."""


async def a_running_debate(studio: Studio) -> None:
    """With names and clock on the air."""
    operator = studio.operator
    await bring_on_stage(operator, studio.timeline)
    await operator.act("К подготовке")
    await operator.offers("Пуск часов")
    await operator.page.keyboard.press("Shift+KeyN")
    await operator.phase("Дебаты")
    await operator.graphic("F1", "Часы дебатов", on=True)
    await operator.graphic("F2", "Имена и позиции", on=True)
    await operator.act("Пуск часов")
    await studio.audience.reads(
        "names and a running clock", lambda marks: marks.graphics == AIR and (marks.seconds_left or 99) < 89, SOON
    )
    studio.timeline.say("seen: names and a running clock")


@pytest.mark.timeout(900)
async def test_kill_9_of_efir(browser: Browser, clips: Sequence[Path], platform: Platform, tmp_path: Path) -> None:
    async with (
        ManagedObs(tmp_path / "obs", CANVAS) as obs,
        on_air(browser, clips, platform, tmp_path, (obs.url, obs.password), apply=True) as studio,
    ):
        efir, operator, audience, timeline = studio.efir, studio.operator, studio.audience, studio.timeline
        await a_running_debate(studio)
        phone = await studio.phone("Ольга Ким")
        await phone.mark((await anybody(studio)), 4, 4, 4)
        before = await studio.view()
        seen = await audience.goes_on(3, SOON)

        await efir.kill()
        timeline.say("kill -9")
        dark = await audience.goes_on(4, SOON)
        assert min(sighting.light for sighting in dark) > 15, "the picture went black"
        await audience.sees("both cameras while Efir is dead", shows_both, SOON)
        stale = operator.page.get_by_text("Нет связи, данные устарели")
        await expect(stale).to_be_visible(timeout=PATIENT)
        await expect(phone.page.locator(".badge.bad")).to_be_visible(timeout=PATIENT)
        timeline.say(f"Efir is dead: the audience saw {len(dark)} frames, the pages say that they are old")

        await efir.start()
        timeline.say("Efir is started again")
        await expect(stale).to_be_hidden(timeout=PATIENT)
        await expect(phone.page.locator(".badge.bad")).to_have_count(0, timeout=PATIENT)
        timeline.say("panel and judge are back by themselves")
        await audience.reads("names and clock again", lambda marks: marks.graphics == AIR, SOON)
        after = await studio.view()
        for part in ("debate", "program", "graphics", "sources", "stage", "desk"):
            assert after[part] == before[part], part
        for output in ("stream", "record"):
            await operator.runs(output)
        off = counts_down(seen, await audience.goes_on(3, SOON))
        await expect(operator.tile("both")).to_contain_text("Эфир", timeout=PATIENT)
        await audience.sees("both cameras still", shows_both, SOON)
        timeline.say(f"seen: same picture, same graphics; the clock went on, off by {off:+.2f} s over the crash")

        # What was on the judge's phone is still there, and goes where it should.
        await expect(phone.page.locator("footer .state.draft")).to_be_visible(timeout=PATIENT)
        await operator.page.keyboard.press("Shift+KeyN")
        await operator.phase("Оценки")
        first, second = (await operator.on_stage()).keys()
        await phone.mark(first, 4, 4, 4)
        await phone.mark(second, 3, 3, 3)
        await phone.ready()
        await phone.button.click()
        await phone.becomes("received")
        found = await efir.verify(efir.data / "show.sqlite")
        assert found["ok"], found
        timeline.say("a ballot goes through; the journal verifies")


async def anybody(studio: Studio) -> str:
    return next(iter(await studio.operator.on_stage()))


def obs_process(data: Path) -> int:
    """Of the OBS that Efir manages."""
    known: list[dict[str, object]] = json.loads((data / "obs" / "processes.json").read_text())
    (found,) = [process["pid"] for process in known if process["name"] == "obs"]
    assert isinstance(found, int)
    return found


@pytest.mark.timeout(900)
async def test_kill_9_of_obs(browser: Browser, clips: Sequence[Path], platform: Platform, tmp_path: Path) -> None:
    async with on_air(browser, clips, platform, tmp_path) as studio:
        operator, audience, timeline = studio.operator, studio.audience, studio.timeline
        await a_running_debate(studio)
        before = await studio.view()
        session = audience.session

        # Looked at with every frame of the page: it may be said for no more than a second.
        gone = "() => document.querySelector('header .obs')?.textContent.includes('OBS пропал')"
        said = asyncio.create_task(operator.page.wait_for_function(gone))
        await asyncio.sleep(0)
        os.kill(obs_process(studio.efir.data), signal.SIGKILL)
        timeline.say("kill -9 of OBS")
        await said
        timeline.say("the panel says so")
        await expect(operator.obs).to_contain_text(re.compile(r"OBS \d"), timeout=PATIENT)
        timeline.say("OBS is back")
        await expect(operator.tile("both")).to_contain_text("Эфир", timeout=PATIENT)
        await expect(operator.tile("both")).not_to_have_class(re.compile("pending"), timeout=PATIENT)
        for output in ("stream", "record"):
            await operator.runs(output)
        timeline.say("streaming and recording again")
        await audience.sees("both cameras again", shows_both, SOON)
        seen = await audience.reads("names and clock again", lambda marks: marks.graphics == AIR, SOON)
        assert seen.session > session
        first, second = await audience.goes_on(5, SOON), await audience.goes_on(5, SOON)
        assert all(graphics(marks) == AIR for marks in readable([*first, *second]))
        off = counts_down(first, second)
        timeline.say(f"seen: same picture, same graphics, the clock off by {off:+.2f} s in 10 s")
        after = await studio.view()
        for part in ("debate", "program", "graphics", "sources", "stage", "desk"):
            assert after[part] == before[part], part
        await operator.end("stream")
        await operator.end("record")
        recordings = sorted(studio.files.recordings.glob("*.mkv"))
        assert len(recordings) == 2, recordings
        assert all(file.stat().st_size > 20_000 for file in recordings)
        timeline.say("two recordings: one up to the crash, one from it on")


@pytest.mark.timeout(900)
async def test_stopped_while_live(browser: Browser, clips: Sequence[Path], platform: Platform, tmp_path: Path) -> None:
    """OBS asks a person whether to end what runs, and waits for the answer: Efir ends it before."""
    async with on_air(browser, clips, platform, tmp_path) as studio:
        await studio.audience.goes_on(2, SOON)
        obs = obs_process(studio.efir.data)
        await studio.efir.stop()
        studio.timeline.say("stopped")
        assert "was killed" not in studio.efir.said()
        with pytest.raises(ProcessLookupError):
            os.kill(obs, 0)
        (recording,) = studio.files.recordings.glob("*.mkv")
        with av.open(str(recording)) as film:
            assert sum(1 for _ in film.decode(video=0)) > 25
