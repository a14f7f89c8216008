"""Where a camera is seen to be, its presets put back, and what a halt or a failing disk makes of that."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from control.core import camera_acts as acts
from control.core.program import Take
from control.core.types import SceneId
from control.hands import Stick
from control.journal.base import Draft, Entry, JournalBroken
from devices.ptz.wire import Performed, Seen, Up
from tests.devices.ptz.rigs import now, until
from tests.devices.ptz.worker_rig import DOME, Rig, mark, rig, turned


async def test_a_preset_is_reached_before_it_is_said_to_be_and_left_when_a_hand_takes_it(tmp_path: Path) -> None:
    async with rig(tmp_path, model="ptzoptics") as camera:
        turned(camera, 120)
        await camera.done(acts.Store(DOME, "Край"))
        edge = camera.head.presets[-1].id
        await until(lambda: mark(camera) == (edge, True))
        await camera.done(acts.Home(DOME))
        await until(lambda: mark(camera) == (None, None))
        await until(lambda: not camera.motors.moving(now()))
        marks: list[tuple[str | None, bool | None]] = []
        leave = camera.telemetry.subscribe(lambda key, value: marks.append(mark(camera)))
        await camera.done(acts.Recall(DOME, edge))
        assert camera.motors.moving(now())
        assert mark(camera) == (edge, False)
        await until(lambda: mark(camera) == (edge, True))
        assert camera.motors.at("pan", now()) == pytest.approx(120, abs=0.6)
        leave()
        since = list(itertools.dropwhile(lambda told: told == (None, None), marks))
        assert since[0] == (edge, False)
        assert since[-1] == (edge, True)
        assert (None, None) not in since
        await camera.hold("page", Stick(pan=-1.0), 0.3)
        assert mark(camera) == (None, None)
        camera.hands.release("page")
        await asyncio.sleep(1.0)
        assert mark(camera) == (None, None)


async def test_a_halt_on_the_way_leaves_it_at_no_preset(tmp_path: Path) -> None:
    async with rig(tmp_path, model="ptzoptics") as camera:
        turned(camera, 160)
        await camera.done(acts.Store(DOME, "Край"))
        turned(camera, 0)
        await camera.done(acts.Recall(DOME, camera.head.presets[-1].id))
        await until(lambda: mark(camera)[1] is False)
        camera.hands.halt(DOME)
        await until(lambda: mark(camera) == (None, None))


async def test_presets_go_back_into_a_camera_that_has_lost_them(tmp_path: Path) -> None:
    async with rig(tmp_path, flip=True, model="ptzoptics") as camera:
        places = {"Край": (60.0, 0.5), "Зал": (-30.0, 0.25)}
        for name, (pan, zoom) in places.items():
            turned(camera, pan, zoom)
            await camera.done(acts.Store(DOME, name))
        kept = dict(camera.motors.presets)
        camera.motors.presets.clear()
        turned(camera, 0)
        assert (await camera.do(acts.PutBack(DOME))).ok
        ids = [preset.id for preset in camera.head.presets if preset.name in places]
        await until(lambda: camera.head.round is not None and camera.head.round.end is not None, 30)
        assert camera.head.round == acts.Round((), tuple(ids), (), "done")
        assert camera.motors.presets.keys() == kept.keys()
        for slot, preset in camera.motors.presets.items():
            assert preset.pan == pytest.approx(kept[slot].pan, abs=0.1)
            assert preset.zoom == pytest.approx(kept[slot].zoom, abs=0.01)
        assert mark(camera) == (ids[-1], True)


@pytest.mark.parametrize("by", ["hand", "halt"])
async def test_a_hand_and_a_halt_break_putting_back_off(tmp_path: Path, by: str) -> None:
    async with rig(tmp_path, model="ptzoptics") as camera:
        for pan in (160.0, -160.0):
            turned(camera, pan)
            await camera.done(acts.Store(DOME, str(pan)))
        camera.motors.presets.clear()
        turned(camera, 0)
        assert (await camera.do(acts.PutBack(DOME))).ok
        await until(lambda: "pan" in camera.motors.moving(now()))
        if by == "hand":
            await camera.hold("page", Stick(tilt=0.5), 0.2)
            camera.hands.release("page")
        else:
            camera.hands.halt(DOME)
        await until(lambda: camera.head.round is not None and camera.head.round.end == "stopped")
        await until(lambda: not camera.controller.state.cameras.pending)
        await asyncio.sleep(1.0)
        assert camera.motors.presets == {}, "nothing was stored where it happened to stand"


async def test_halt_between_two_presets_is_the_end_of_putting_back(tmp_path: Path) -> None:
    """The first is stored, and nobody has decided the second yet."""
    async with rig(tmp_path, model="ptzoptics") as camera:
        for pan in (20.0, 160.0):
            turned(camera, pan)
            await camera.done(acts.Store(DOME, str(pan)))
        camera.motors.presets.clear()
        turned(camera, 20)
        assert (await camera.do(acts.PutBack(DOME))).ok
        heard = camera.worker._heard

        def hear(message: Up) -> None:
            if isinstance(message, Performed):
                camera.hands.halt(DOME)
            heard(message)

        camera.worker.process._on_message = hear
        await until(lambda: camera.head.round is not None and camera.head.round.end == "stopped", 20)
        await asyncio.sleep(0.5)
        assert not camera.controller.state.cameras.pending
        assert len(camera.motors.presets) == 1
        assert camera.motors.at("pan", now()) == pytest.approx(20, abs=0.2)


@asynccontextmanager
async def putting_back(tmp_path: Path) -> AsyncIterator[Rig]:
    """Two presets are lost; at the first of them it stands, so the second alone would lead it away."""
    async with rig(tmp_path, model="ptzoptics") as camera:
        for pan in (20.0, 160.0):
            turned(camera, pan)
            await camera.done(acts.Store(DOME, str(pan)))
        camera.motors.presets.clear()
        turned(camera, 20)
        yield camera


async def left(camera: Rig, end: str) -> None:
    """The round is over, the first preset is in the camera's memory at most, and it was not led to the second."""
    await until(lambda: camera.head.round is not None and camera.head.round.end is not None, 20)
    await asyncio.sleep(0.5)
    assert camera.head.round is not None
    assert camera.head.round.end == end
    assert not camera.controller.state.cameras.pending
    assert len(camera.motors.presets) <= 1
    assert camera.motors.at("pan", now()) == pytest.approx(20, abs=0.2)


def before_performed(camera: Rig, do: Callable[[Performed], Performed]) -> None:
    """As soon as the process says what became of an act, and before anybody else hears of it."""
    heard = camera.worker._heard

    def hear(message: Up) -> None:
        heard(do(message) if isinstance(message, Performed) else message)

    camera.worker.process._on_message = hear


@pytest.mark.parametrize("code", ["ptz-no-answer", "ptz-not-now", "ptz-elsewhere"])
async def test_halt_is_the_end_of_putting_back_however_the_camera_takes_it(tmp_path: Path, code: acts.Code) -> None:
    async with putting_back(tmp_path) as camera:

        def halted(message: Performed) -> Performed:
            camera.hands.halt(DOME)
            return Performed(message.number, False, code)

        before_performed(camera, halted)
        assert (await camera.do(acts.PutBack(DOME))).ok
        await left(camera, "stopped")


async def test_a_tap_between_two_presets_is_the_end_of_putting_back(tmp_path: Path) -> None:
    async with putting_back(tmp_path) as camera:

        def tapped(message: Performed) -> Performed:
            camera.worker._heard(Seen(DOME, None, "page", True))
            camera.worker._heard(Seen(DOME, None, None, False))
            return message

        before_performed(camera, tapped)
        assert (await camera.do(acts.PutBack(DOME))).ok
        await left(camera, "stopped")


async def test_a_camera_that_comes_on_air_is_led_about_no_more(tmp_path: Path) -> None:
    async with putting_back(tmp_path) as camera:
        turned(camera, -100)
        assert (await camera.do(acts.PutBack(DOME))).ok
        await until(lambda: "pan" in camera.motors.moving(now()))
        await camera.do(Take(SceneId("main")))
        await until(lambda: not camera.motors.moving(now()), 0.3)
        await until(lambda: camera.head.round is not None and camera.head.round.end == "air")
        assert camera.motors.presets == {}


@pytest.mark.parametrize("why", ["confirmed", "unlocked"])
async def test_on_air_it_goes_on_if_that_was_wanted(tmp_path: Path, why: str) -> None:
    async with putting_back(tmp_path) as camera:
        if why == "unlocked":
            await camera.do(acts.Lock(False))
        assert (await camera.do(acts.PutBack(DOME, confirmed=why == "confirmed"))).ok
        await camera.do(Take(SceneId("main")))
        await until(lambda: camera.head.round is not None and camera.head.round.end is not None, 40)
        assert camera.head.round is not None
        assert (camera.head.round.end, len(camera.motors.presets)) == ("done", 2)


class Disk:
    """The journal of a rig whose disk fails what it is given from `fails()` until `again()`."""

    def __init__(self, camera: Rig, monkeypatch: pytest.MonkeyPatch, *, keeps: bool = False) -> None:
        self.held: list[asyncio.Future[Entry]] = []
        self._kept: list[asyncio.Future[Entry]] = []
        self._keeps, self._failing, self._works = keeps, False, asyncio.Event()
        journal = camera.controller._journal
        self._append, self._recover = journal.append, journal.recover
        monkeypatch.setattr("devices.ptz.worker.REPORT_AGAIN", 0.01)
        monkeypatch.setattr("control.controller.RECOVER_EVERY", 0.01)
        monkeypatch.setattr(journal, "append", self._appended)
        monkeypatch.setattr(journal, "recover", self._recovered)

    def fails(self) -> None:
        self._failing = True

    async def refuses(self) -> None:
        """Now who gave it something hears that it was not taken."""
        if self._keeps:
            await asyncio.gather(*self._kept)  # the disk has it
        for future in self.held:
            future.set_exception(JournalBroken("journal-broken", reason="pulled"))
        await asyncio.sleep(0)

    def again(self) -> None:
        self._failing = False
        self._works.set()

    def _appended(self, draft: Draft) -> asyncio.Future[Entry]:
        if not self._failing:
            return self._append(draft)
        if self._keeps:
            self._kept.append(self._append(draft))
        future: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        self.held.append(future)
        return future

    async def _recovered(self) -> object:
        await self._works.wait()
        return await self._recover()


@pytest.mark.parametrize("keeps", [False, True], ids=["lost", "kept"])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
async def test_halt_while_the_disk_fails_is_the_end_of_putting_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str, keeps: bool
) -> None:
    """That the first is back, and the second to follow, is decided and not on the disk."""
    async with putting_back(tmp_path) as camera:
        disk = Disk(camera, monkeypatch, keeps=keeps)
        assert (await camera.do(acts.PutBack(DOME))).ok
        disk.fails()
        await until(lambda: disk.held, 20)
        assert len(camera.motors.presets) == 1
        if when == "before":
            camera.hands.halt(DOME)
        await disk.refuses()
        if when == "meanwhile":
            camera.hands.halt(DOME)
        await asyncio.sleep(0.1)  # it is tried again, in vain
        disk.again()
        await left(camera, "stopped")


@pytest.mark.parametrize("when", ["before", "meanwhile"])
async def test_what_was_halted_is_not_performed_when_it_turns_out_to_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    async with putting_back(tmp_path) as camera:
        disk = Disk(camera, monkeypatch, keeps=True)
        disk.fails()
        recalling = asyncio.create_task(camera.do(acts.Home(DOME)))
        await until(lambda: disk.held)
        if when == "before":
            camera.hands.halt(DOME)
        await disk.refuses()
        assert not (await recalling).ok
        if when == "meanwhile":
            camera.hands.halt(DOME)
        disk.again()
        await until(lambda: camera.log()[0] == "log-camera-failed")
        assert camera.log()[1]["reason"] == "ptz-cancelled"
        assert camera.motors.at("pan", now()) == pytest.approx(20, abs=0.2)
        await camera.done(acts.Home(DOME))  # that was all
        await until(lambda: camera.motors.at("pan", now()) == pytest.approx(0, abs=0.2))
