"""Pictures, meters and statistics: for those who look, and for nobody else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from control.core.outputs import Output, SetOutput
from control.core.program import Preview, Take
from control.core.sources import Mute
from control.core.types import CameraId, SceneId
from control.show import Camera, Scene, Show
from control.telemetry import CHANNELS
from scenes.monitor import FIRST_TILE, _peak, tiles
from tests.scenes.conftest import Peer
from tests.scenes.hands import eventually, until
from tests.scenes.production import CLOSE, NAMES, SLATE, WIDE, production, small_show
from tests.scenes.test_worker import CAMERA, shows


async def test_pictures_of_programme_and_preview(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film), monitor=True) as ours:
        await ours.do(Take(SLATE))
        await ours.do(Preview(WIDE))
        await shows(peer, NAMES[SLATE])
        await peer.hand.becomes("GetCurrentPreviewScene", None, "currentPreviewSceneName", NAMES[WIDE])
        now = asyncio.get_running_loop().time
        pictures: list[tuple[int, bytes]] = []
        moments: list[float] = []

        def note(channel: int, jpeg: bytes) -> None:
            pictures.append((channel, jpeg))
            moments.append(now())

        stop = ours.telemetry.subscribe_pictures(note)

        def rate() -> float:
            """Of each monitor a second, the best of any one second: a busy machine has worse ones."""
            return max(sum(at <= moment < at + 1 for moment in moments) / 2 for at in moments) if moments else 0

        await until(lambda: rate() >= (2 if peer.real else 5), what="pictures")
        print(f"{rate():.1f} pictures a second of each monitor")
        stop()
        channels = [channel for channel, _ in pictures]
        assert abs(channels.count(0) - channels.count(1)) <= 2  # one may have been too late for the link
        assert all(jpeg.startswith(b"\xff\xd8") for _, jpeg in pictures)
        assert pictures[0][1] != pictures[1][1], "programme and preview show different scenes"

        async def quiet() -> bool:
            """No more than the one that was under way when the viewer left."""
            seen = len(pictures)
            await asyncio.sleep(1)
            return len(pictures) == seen

        await eventually(quiet, what="no pictures any more")


def test_pictures_of_scenes_never_take_a_cameras_channel() -> None:
    scenes = tuple(Scene(id=SceneId(f"s{number}"), name=f"S{number}") for number in range(140))
    cameras = tuple(Camera(id=CameraId(f"c{number}"), name=f"C{number}", url="film.mp4") for number in range(140))
    found = tiles(Show(title="Много", scenes=scenes, cameras=cameras), CHANNELS.__contains__)
    assert [channel for channel, _ in found] == list(range(2, 256))
    assert found[125][1] == "S125"
    assert found[126][1].endswith("C0")


async def test_a_monitor_has_the_programme_oftener_and_tiles_cost_nothing_twice(
    rehearsal_peer: Peer, tmp_path: Path, film: Path
) -> None:
    assert rehearsal_peer.rehearsal is not None
    async with production(rehearsal_peer, tmp_path, small_show(film), monitor=True) as ours:
        await ours.do(Take(SLATE))
        await ours.do(Preview(WIDE))
        await shows(rehearsal_peer, NAMES[SLATE])
        pictures: list[tuple[int, bytes]] = []
        stop = ours.telemetry.subscribe_pictures(lambda channel, jpeg: pictures.append((channel, jpeg)), quick=True)
        scenes = [scene.id for scene in ours.controller.show.scenes]
        slate = FIRST_TILE + scenes.index(SLATE)

        def count(channel: int) -> int:
            return sum(one == channel for one, _ in pictures)

        await until(lambda: count(0) >= 30 and count(slate) >= 3, 60, "pictures")
        stop()
        assert count(0) >= 1.8 * count(1), "the programme comes twice as often as the preview"
        assert all(count(FIRST_TILE + place) >= 2 for place in range(len(scenes))), "every scene has its turn"
        monitor = {jpeg for channel, jpeg in pictures if channel == 0}
        assert all(jpeg in monitor for channel, jpeg in pictures if channel == slate), "it was not asked for again"


async def test_no_viewers_no_pictures(rehearsal_peer: Peer, tmp_path: Path, film: Path) -> None:
    assert rehearsal_peer.rehearsal is not None
    async with production(rehearsal_peer, tmp_path, small_show(film), monitor=True) as ours:
        await ours.do(Take(SLATE))
        before = (await rehearsal_peer.hand.do("GetStats"))["renderTotalFrames"]
        await asyncio.sleep(0.6)
        assert (await rehearsal_peer.hand.do("GetStats"))["renderTotalFrames"] == before == 0


async def test_meters_bear_the_mixers_ids(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film), monitor=True) as ours:
        await ours.do(Take(CLOSE))
        await shows(peer, NAMES[CLOSE])
        meters: list[dict[str, float]] = []

        def note(key: str, value: Any) -> None:
            if key == "meters":
                meters.append(value)

        ours.telemetry.subscribe(note)
        await until(lambda: any(m.get(CAMERA, -100) > -60 for m in meters), what="a level")
        assert all(-100 <= level <= 6 for m in meters for level in m.values())
        await ours.do(Mute(CAMERA, True))
        meters.clear()
        await until(lambda: meters and meters[-1].get(CAMERA, -100) == -100, what="silence")


async def test_statistics_come_every_second(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film), monitor=True) as ours:
        await until(lambda: {"obs", "stream", "record"} <= set(ours.telemetry.latest), what="statistics")
        assert ours.telemetry.latest["obs"]["fps"] > 0
        assert ours.telemetry.latest["record"] == {"active": False}
        await ours.do(SetOutput(Output.RECORD, True))
        await until(lambda: ours.telemetry.latest["record"].get("timecode", "") >= "00:00:01", what="a time code")
        assert ours.telemetry.latest["record"]["kbps"] >= 0
        await ours.do(SetOutput(Output.RECORD, False))
        await until(lambda: ours.telemetry.latest["record"] == {"active": False}, what="stopped")


def test_a_peak_in_decibels() -> None:
    assert _peak([[0.1, 1.0, 1.0], [0.1, 0.5, 0.5]]) == 0.0
    assert _peak([[0.0, 0.5, 0.5]]) == -6.0
    assert _peak([[0.0, 0.0, 0.0]]) == _peak([]) == _peak([[]]) == -100.0
