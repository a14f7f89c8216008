"""Markers as chapters of the recording: once each, in an OBS that has them; told where it refuses."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from control.clock import Duration
from control.core.marks import Mark, Unmark
from control.core.outputs import Actual, Output, SetOutput
from control.core.program import Take
from control.show import Outputs, Record, Show
from scenes.outputs import CHAPTER
from scenes.rehearsal import RehearsalSwitcher
from tests.scenes.conftest import Peer
from tests.scenes.hands import until
from tests.scenes.production import SLATE, Production, production, small_show

REFUSED = "log-chapter-refused"


def hybrid(film: Path) -> Show:
    return replace(small_show(film), outputs=Outputs(record=Record(format="hybrid_mp4")))


async def recording(ours: Production, on: bool = True) -> None:
    await ours.do(SetOutput(Output.RECORD, on))
    await until(lambda: ours.state.outputs.record.actual is (Actual.ON if on else Actual.OFF), 15, "the recording")


def marked(ours: Production) -> list[str]:
    return [marker.text for marker in ours.state.marks.markers]


async def test_each_marker_is_one_chapter(
    rehearsal_peer: Peer, rehearsal: RehearsalSwitcher, tmp_path: Path, film: Path
) -> None:
    chapters = rehearsal.model.chapters
    async with production(rehearsal_peer, tmp_path, hybrid(film)) as ours:
        await ours.do(Take(SLATE))
        await ours.do(Mark("до записи"))
        await recording(ours)
        await asyncio.gather(*(ours.do(Mark(f"{n}")) for n in range(5)))
        await ours.do(Mark())
        await until(lambda: chapters == ["0", "1", "2", "3", "4", "Заставка"], 5, str(chapters))
        await recording(ours, on=False)
        await ours.do(Mark("после записи"))
        await recording(ours)
        await ours.do(Mark("вторая"))
        await until(lambda: chapters == ["вторая"], 5, str(chapters))
        assert ours.said(REFUSED) == []
        await ours.do(Unmark(ours.state.marks.markers[-1].number))
        assert chapters == ["вторая"], "OBS takes none back"


async def test_a_restart_repeats_none(
    rehearsal_peer: Peer, rehearsal: RehearsalSwitcher, tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recording goes on, and the marker is not left out for its age."""
    monkeypatch.setattr("scenes.chapters.LATE", Duration(600_000))
    async with production(rehearsal_peer, tmp_path, hybrid(film)) as ours:
        await recording(ours)
        await ours.do(Mark("один"))
        await until(lambda: rehearsal.model.chapters == ["один"], 5, "the chapter")
    async with production(rehearsal_peer, tmp_path, hybrid(film)) as ours:
        await until(lambda: ours.state.outputs.record.actual is Actual.ON, 15, "the recording")
        await ours.do(Mark("два"))
        await until(lambda: "два" in rehearsal.model.chapters, 5, "the chapter")
        assert rehearsal.model.chapters == ["один", "два"]
        assert marked(ours) == ["один", "два"]


async def test_one_that_was_marked_while_obs_was_away_comes_to_no_wrong_place(
    rehearsal_peer: Peer, rehearsal: RehearsalSwitcher, tmp_path: Path, film: Path
) -> None:
    async with production(rehearsal_peer, tmp_path, hybrid(film)) as ours:
        await recording(ours)
        await rehearsal.disconnect()
        await until(lambda: not ours.link.connected, 5, "it is away")
        await ours.do(Mark("без OBS"))
        await ours.synced()
        await until(lambda: ours.state.outputs.record.actual is Actual.ON, 15, "the recording")
        await ours.do(Mark("с OBS"))
        await until(lambda: rehearsal.model.chapters == ["с OBS"], 5, "the chapter")
        assert marked(ours) == ["без OBS", "с OBS"]


@pytest.mark.timeout(60)
async def test_an_answer_that_never_comes_is_no_second_chapter(
    rehearsal_peer: Peer, rehearsal: RehearsalSwitcher, tmp_path: Path, film: Path
) -> None:
    chapters = rehearsal.model.chapters
    async with production(rehearsal_peer, tmp_path, hybrid(film)) as ours:
        await recording(ours)
        rehearsal.faults.drop.add(CHAPTER)
        await ours.do(Mark("один"))
        await until(lambda: chapters == ["один"], 5, "the chapter")
        rehearsal.faults.drop.clear()
        for n in range(60):
            await ours.do(Mark(f"ещё {n}"))
            await asyncio.sleep(0.2)
            if len(chapters) > 1:
                break
        assert chapters[1].startswith("ещё"), "it goes on"
        assert chapters.count("один") == 1
        assert ours.said(REFUSED) == [], "nobody knows that it was refused"


async def test_a_refusal_is_told_once_a_recording_and_harms_nothing(
    rehearsal_peer: Peer, rehearsal: RehearsalSwitcher, tmp_path: Path, film: Path
) -> None:
    """A recording that a hand began in OBS, in whatever format that is set to."""
    hand = rehearsal_peer.hand
    async with production(rehearsal_peer, tmp_path, replace(small_show(film), outputs=Outputs())) as ours:

        async def record(on: bool) -> None:
            await hand.do("StartRecord" if on else "StopRecord")
            await until(lambda: ours.state.outputs.record.actual is (Actual.ON if on else Actual.OFF), 15, "recording")

        await record(True)
        for n in range(3):
            await ours.do(Mark(f"{n}"))
        await until(lambda: ours.said(REFUSED) == [REFUSED], 5, "it is told")
        await ours.do(Take(SLATE))
        await until(lambda: rehearsal.model.program != "Scene", 5, "the take")
        assert rehearsal.model.chapters == []
        assert marked(ours) == ["0", "1", "2"]
        assert ours.state.outputs.record.actual is Actual.ON
        await record(False)
        await record(True)
        await ours.do(Mark("3"))
        await until(lambda: ours.said(REFUSED) == [REFUSED, REFUSED], 5, "it is told anew")
        rehearsal.model.profile["SimpleOutput", "RecFormat2"] = "hybrid_mp4"
        await record(False)
        await record(True)
        await ours.do(Mark("4"))
        await until(lambda: rehearsal.model.chapters == ["4"], 5, "the chapter")
        assert ours.said(REFUSED) == [REFUSED, REFUSED]


async def test_of_a_format_without_chapters_none_is_asked(
    rehearsal_peer: Peer, rehearsal: RehearsalSwitcher, tmp_path: Path, film: Path
) -> None:
    rehearsal.faults.refuse[CHAPTER] = 702
    async with production(rehearsal_peer, tmp_path, small_show(film)) as ours:
        await recording(ours)
        await ours.do(Mark("один"))
        await recording(ours, on=False)
        assert ours.said(REFUSED) == []
        assert marked(ours) == ["один"]


async def test_an_older_obs_is_not_asked_and_records_what_it_can(
    rehearsal_peer: Peer, rehearsal: RehearsalSwitcher, tmp_path: Path, film: Path
) -> None:
    rehearsal.faults.missing.add(CHAPTER)
    async with production(rehearsal_peer, tmp_path, hybrid(film)) as ours:
        await recording(ours)
        assert rehearsal.model.profile["SimpleOutput", "RecFormat2"] == "mkv"
        await ours.do(Mark("один"))
        await ours.do(Take(SLATE))
        await until(lambda: rehearsal.model.program != "Scene", 5, "the take")
        assert ours.said(REFUSED) == []
        assert marked(ours) == ["один"]


@pytest.mark.obs
async def test_a_real_obs_with_or_without_chapters_keeps_the_list(obs_peer: Peer, tmp_path: Path, film: Path) -> None:
    """OBS has them from 30.2 on; an older one records what it can."""
    async with production(obs_peer, tmp_path, hybrid(film)) as ours:
        await recording(ours)
        await ours.do(Mark("один"))
        await recording(ours, on=False)
        assert Path(ours.state.outputs.record.detail).suffix == (".mp4" if ours.link.offers(CHAPTER) else ".mkv")
        assert marked(ours) == ["один"]
        assert ours.said(REFUSED) == []
