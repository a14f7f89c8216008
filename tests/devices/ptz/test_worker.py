"""From the state and the hands to a simulated camera, and back: the whole way, through the process."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import psutil  # type: ignore[import-untyped]
import pytest

from control.clock import SystemClock
from control.controller import Controller, Envelope, Receipt
from control.core import camera_acts as acts
from control.core import cameras as core
from control.core.program import ObserveProgram, Preview, Take
from control.core.sources import ShowItem
from control.core.types import Actor, CameraId, Command, CommandId, ItemId, PresetId, Role, SceneId
from control.errors import Rejection, reject
from control.hands import Hands, Stick
from control.journal import SqliteJournal
from control.journal.base import Draft, Entry, JournalBroken
from control.registry import State
from control.show import Camera, CameraPreset, Item, Ptz, Scene, Show
from control.telemetry import Telemetry
from control.views.cameras import cameras as view
from devices.ptz.motion import LEASE
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.visca import messages as m
from devices.ptz.wire import Changed, HeadConfig, Performed, Seen, Up
from devices.ptz.worker import PtzWorker, config
from tests.control.core.shows import make_show
from tests.devices.ptz.rigs import HOST, now, until

DOME, WALL = CameraId("dome"), CameraId("wall")
STAGE = PresetId("stage")
OPERATOR = Actor(Role.OPERATOR, "")


def show_with(port: int, **ptz: object) -> Show:
    dome = Ptz(visca=f"{HOST}:{port}", presets=(CameraPreset(id=STAGE, name="Сцена", slot=3),), **ptz)  # type: ignore[arg-type]
    scenes = (
        Scene(id=SceneId("main"), name="Купол", sources=(Item(id=ItemId("dome"), name="Купол", camera=DOME),)),
        Scene(id=SceneId("other"), name="Другая", sources=(Item(id=ItemId("wall"), name="Стена", camera=WALL),)),
    )
    return msgspec.structs.replace(
        make_show(),
        cameras=(
            Camera(id=DOME, name="Купол", url="rtsp://x", ptz=dome),
            Camera(id=WALL, name="Стена", url="rtsp://y"),
        ),
        scenes=scenes,
        contest=None,
        graphics=(),
    )


class Rig:
    def __init__(self, controller: Controller, worker: PtzWorker, server: ViscaServer, hands: Hands, seen: Telemetry):
        self.controller, self.worker, self.server = controller, worker, server
        self.hands, self.telemetry = hands, seen
        self._count = 0

    @property
    def motors(self) -> Motors:
        return self.server.camera.motors

    @property
    def head(self) -> acts.HeadState:
        return core.head_of(self.controller.state.cameras, DOME)

    @property
    def lamps(self) -> tuple[bool, bool]:
        """Red, green."""
        return self.server.camera.red, self.server.camera.green

    async def do(self, command: Command) -> Receipt:
        self._count += 1
        return await self.controller.submit(Envelope(CommandId(str(self._count)), OPERATOR, command))

    async def done(self, command: Command) -> None:
        receipt = await self.do(command)
        assert receipt.ok, receipt.error
        await until(lambda: not self.controller.state.cameras.pending)

    def log(self) -> tuple[str, dict[str, object]]:
        last = self.controller.state.log.entries[-1]
        return last.code, dict(last.args)

    async def hold(self, hand: str, stick: Stick, seconds: float) -> None:
        end = now() + seconds
        while now() < end:
            self.hands.move(hand, DOME, stick)
            await asyncio.sleep(0.05)


@asynccontextmanager
async def rig(tmp_path: Path, picture: Callable[[CameraId], object] | None = None, **ptz: object) -> AsyncIterator[Rig]:
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        journal = SqliteJournal(tmp_path / "show.sqlite")
        await journal.open()
        controller = Controller(journal, SystemClock(), show_with(server.port, **ptz), lambda name: name)
        await controller.open()
        await controller.system(acts.Open())
        await controller.system(ObserveProgram(scene=SceneId("other")))  # else every camera may be on air
        telemetry, hands = Telemetry(), Hands(time.monotonic)

        async def take(camera: CameraId) -> str:
            return f"{camera}.jpg" if picture is None else str(picture(camera))

        worker = PtzWorker(controller, telemetry, hands, take)
        running = asyncio.create_task(worker.run())
        made = Rig(controller, worker, server, hands, telemetry)
        try:
            await until(lambda: running.done() or made.head.phase == "connected", 30)
            yield made
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await controller.close()
            await journal.close()


async def test_acts_reach_the_camera_and_what_became_of_them_the_log(tmp_path: Path) -> None:
    async with rig(tmp_path, model="ptzoptics") as camera:
        camera.motors.axes["pan"] = camera.motors.axes["pan"].sent(40, 1e6, now() - 1)
        await camera.done(acts.Store(DOME, "Трибуна"))
        stored = camera.head.presets[-1]
        assert (stored.name, stored.slot, stored.picture) == ("Трибуна", 0, "dome.jpg")
        assert stored.where is not None
        assert stored.where.pan == pytest.approx(40, abs=0.2)
        await camera.done(acts.Home(DOME))
        await until(lambda: not camera.motors.moving(now()))
        assert camera.motors.at("pan", now()) == pytest.approx(0)
        await camera.done(acts.Recall(DOME, stored.id))
        await until(lambda: not camera.motors.moving(now()))
        assert camera.motors.at("pan", now()) == pytest.approx(40, abs=0.2)
        await camera.done(acts.SetFocus(DOME, "manual"))
        await camera.done(acts.SetIris(DOME, "up"))
        await camera.done(acts.SetWhiteBalance(DOME, "indoor"))
        await camera.done(acts.Recall(DOME, STAGE))  # nobody ever stored it in the camera
        code, args = camera.log()
        assert (code, args["reason"], args["camera"]) == ("log-camera-failed", "ptz-not-now", DOME)
        await camera.done(acts.Power(DOME, False))
        assert camera.server.camera.on is False


async def test_a_hand_moves_it_and_letting_go_stops_it(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        await camera.hold("page", Stick(pan=1.0), 0.5)
        assert "pan" in camera.motors.moving(now())
        camera.hands.move("page", DOME, Stick())
        at = now()
        await until(lambda: not camera.motors.moving(now()))
        assert now() - at < 0.15
        await camera.hold("page", Stick(tilt=-1.0, zoom=0.5), 0.2)
        assert camera.motors.moving(now()) == {"tilt", "zoom"}
        camera.hands.release("page")
        await until(lambda: not camera.motors.moving(now()), 0.3)
        await camera.hold("page", Stick(pan=1.0), 0.2)
        at = now()  # its last word was at most 50 ms ago; then silence
        await until(lambda: not camera.motors.moving(now()))
        assert 0.1 < now() - at <= 0.3


async def test_a_camera_that_hangs_from_the_ceiling_is_turned_round(tmp_path: Path) -> None:
    async with rig(tmp_path, flip=True, model="ptzoptics") as camera:
        await camera.hold("page", Stick(pan=1.0, tilt=-0.5), 0.3)
        camera.hands.release("page")
        await until(lambda: not camera.motors.moving(now()))
        pan, tilt = camera.motors.at("pan", now()), camera.motors.at("tilt", now())
        assert pan < -1
        assert tilt > 0
        await until(lambda: camera.telemetry.latest["heads"][DOME].get("pan") == pytest.approx(-pan, abs=0.2))


async def test_where_it_stands_is_told_twice_a_second_while_it_moves_and_rarely_else(tmp_path: Path) -> None:
    async with rig(tmp_path, model="ptzoptics") as camera:
        await until(lambda: "pan" in camera.telemetry.latest.get("heads", {}).get(DOME, {}))
        told: list[tuple[float, float]] = []
        camera.telemetry.subscribe(lambda key, value: told.append((now(), value[DOME].get("pan"))))
        await camera.hold("page", Stick(pan=0.6), 2.0)
        places = {pan for _, pan in told}
        assert len(places) >= 4
        assert camera.telemetry.latest["heads"][DOME]["hand"] == "page"
        camera.hands.release("page")
        await until(lambda: not camera.telemetry.latest["heads"][DOME]["moving"])
        await asyncio.sleep(1.5)
        quiet = len(told)
        await asyncio.sleep(1.5)
        assert len(told) == quiet
        assert camera.telemetry.latest["heads"][DOME]["pan"] == pytest.approx(camera.motors.at("pan", now()), abs=0.2)


@pytest.mark.parametrize("model, told", [("generic", (-0.123, 0.568)), ("ptzoptics", (-0.1, 0.6))])
async def test_a_position_keeps_the_places_that_count_in_its_unit(
    tmp_path: Path, model: str, told: tuple[float, float]
) -> None:
    """Degrees to a tenth; of a camera's own units, which may go from -1 to 1, a tenth would be everything."""
    async with rig(tmp_path, model=model) as camera:
        camera.worker._heard(Seen(DOME, acts.Where(-0.1234, 0.5678, None), None, False))
        seen = camera.telemetry.latest["heads"][DOME]
        assert (seen["pan"], seen["tilt"]) == told


async def test_halt_stops_a_recall_too(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        camera.motors.axes["pan"] = camera.motors.axes["pan"].sent(160, 1e6, now() - 1)
        await camera.done(acts.Store(DOME, "Край"))
        camera.motors.home(now() - 60)
        await camera.done(acts.Recall(DOME, camera.head.presets[-1].id))
        assert "pan" in camera.motors.moving(now())
        camera.hands.halt(DOME)
        await until(lambda: not camera.motors.moving(now()), 0.3)
        assert camera.motors.at("pan", now()) < 150


# --- where it is


def turned(camera: Rig, pan: float, zoom: float = 0.0) -> None:
    """By nobody: it simply stands there."""
    camera.motors.axes["pan"] = camera.motors.axes["pan"].sent(pan, 1e6, now() - 1)
    camera.motors.axes["zoom"] = camera.motors.axes["zoom"].sent(zoom, 1e6, now() - 1)


def mark(camera: Rig) -> tuple[str | None, bool | None]:
    told = camera.telemetry.latest.get("heads", {}).get(DOME, {})
    return told.get("preset"), told.get("arrived")


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
            await asyncio.sleep(0.2)  # time for the disk to have it
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
            self._append(draft)
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


async def test_halt_takes_back_a_recall_that_is_not_on_the_disk_yet(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        camera.motors.axes["pan"] = camera.motors.axes["pan"].sent(160, 1e6, now() - 1)
        await camera.done(acts.Store(DOME, "Край"))
        camera.motors.home(now() - 60)
        before = len(camera.server.camera.asked)

        def decided(state: State) -> None:
            if state.cameras.pending:
                camera.hands.halt(DOME)

        leave = camera.controller.on_head(decided)
        await camera.done(acts.Recall(DOME, camera.head.presets[-1].id))
        leave()
        code, args = camera.log()
        assert (code, args["reason"]) == ("log-camera-failed", "ptz-cancelled")
        await camera.done(acts.SetFocus(DOME, "manual"))  # behind whatever was still to be asked
        asked = [asked.message for asked in camera.server.camera.asked[before:]]
        assert not [message for message in asked if isinstance(message, m.Memory)]
        await camera.done(acts.Recall(DOME, camera.head.presets[-1].id))
        assert "pan" in camera.motors.moving(now())


async def test_halt_takes_the_camera_from_another_hand(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        other = asyncio.create_task(camera.hold("other", Stick(pan=0.5), 60))
        await until(lambda: "pan" in camera.motors.moving(now()))
        camera.hands.halt(DOME)
        await until(lambda: not camera.motors.moving(now()), 0.3)
        stood = camera.motors.at("pan", now())
        await asyncio.sleep(2 * LEASE / 1000)
        assert camera.motors.at("pan", now()) == stood, "though he holds it still"
        await camera.hold("mine", Stick(pan=-0.5), 0.2)
        await until(lambda: camera.motors.at("pan", now()) < stood)
        other.cancel()
        camera.hands.release("mine")
        await until(lambda: not camera.motors.moving(now()))
        camera.hands.move("other", DOME, Stick())
        await camera.hold("other", Stick(pan=0.5), 0.2)
        await until(lambda: "pan" in camera.motors.moving(now()))


async def test_the_lamp_follows_the_programme(tmp_path: Path) -> None:
    async with rig(tmp_path, model="sony") as camera:
        await camera.do(Preview(SceneId("main")))
        await until(lambda: camera.lamps == (False, True))
        await camera.do(Take(SceneId("main")))
        await until(lambda: camera.lamps == (True, False))
        wire = view(camera.controller.state, camera.controller.show)
        assert (wire.on_air, wire.heads.by_id[DOME].phase) == ([DOME], "connected")
        await camera.do(ShowItem(SceneId("main"), ItemId("dome"), False))
        await until(lambda: camera.lamps == (False, False))


async def test_fifty_pages_on_one_stick_cost_no_more_than_one(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        camera.server.camera.asked.clear()
        began = now()
        for turn in range(40):
            for page in range(50):
                camera.hands.move(f"page-{page}", DOME, Stick(pan=0.3 + 0.01 * ((turn + page) % 50)))
            await asyncio.sleep(0.025)
        took = now() - began
        assert camera.telemetry.latest["heads"][DOME]["hand"] == "page-49", "the last to begin has it"
        drives = sum(isinstance(asked.message, m.PanTilt) for asked in camera.server.camera.asked)
        assert 5 < drives <= took / 0.02 + 5, "at most one a video frame"
        for page in range(50):
            camera.hands.release(f"page-{page}")
        await until(lambda: not camera.motors.moving(now()), 1.0)


async def test_when_the_process_dies_acts_fail_and_another_takes_over(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        first = camera.worker.process.pid
        assert first is not None
        await camera.hold("page", Stick(pan=1.0), 0.2)
        psutil.Process(first).kill()
        at = now()
        await until(lambda: camera.worker.process.pid not in (None, first), 10)
        await until(lambda: not camera.motors.moving(now()), 20)
        print(f"\n  its own process killed: moved on for {(now() - at) * 1000:.0f} ms")
        await until(lambda: camera.worker.process.restarts == 1 and camera.head.phase == "connected", 20)
        await camera.done(acts.Home(DOME))


async def test_a_camera_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        camera.server.silent = True
        await until(lambda: camera.head.phase == "away", 10)
        assert camera.head.reason == "ptz-away"
        refused = await camera.do(acts.Home(DOME))
        assert refused.error is not None
        assert refused.error.code == "camera-away"
        assert DOME not in camera.telemetry.latest["heads"]
        camera.server.silent = False
        await until(lambda: camera.head.phase == "connected", 15)


class Refusing:
    """A journal that takes nothing seen of a camera until it `accepts`."""

    def __init__(self, controller: Controller, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refused: list[acts.ObserveHead] = []
        self.taken: list[acts.ObserveHead] = []
        self.accepts = False
        self._system = controller.system
        monkeypatch.setattr("devices.ptz.worker.REPORT_AGAIN", 0.01)
        monkeypatch.setattr(controller, "system", self._asked)

    async def _asked(self, command: Command) -> Receipt:
        if not isinstance(command, acts.ObserveHead):
            return await self._system(command)
        if not self.accepts:
            self.refused.append(command)
            return Receipt(CommandId("x"), False, 0, reject("journal-refusing"))
        self.taken.append(command)
        return await self._system(command)


async def test_what_the_journal_does_not_take_of_a_camera_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads tell only what changes."""
    async with rig(tmp_path) as camera:
        can = camera.head.can
        journal = Refusing(camera.controller, monkeypatch)
        camera.worker._heard(Changed(DOME, "away", "ptz-away", can))
        await until(lambda: len(journal.refused) > 2)
        assert camera.head.phase == "connected"
        journal.accepts = True
        await until(lambda: camera.head.phase == "away")
        assert len(journal.taken) == 1, "and once is enough"


async def test_of_what_the_journal_does_not_take_only_the_newest_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rig(tmp_path) as camera:
        can = camera.head.can
        journal = Refusing(camera.controller, monkeypatch)
        camera.worker._heard(Changed(DOME, "away", "ptz-away", can))
        await until(lambda: journal.refused)
        camera.worker._heard(Changed(DOME, "connected", None, can))
        await until(lambda: journal.refused[-1].phase == "connected")
        camera.worker._heard(Changed(DOME, "refused", "ptz-password", can))
        journal.accepts = True
        await until(lambda: camera.head.phase == "refused")
        assert [one.phase for one in journal.taken] == ["refused"]


async def test_what_a_camera_is_set_to_is_told(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:

        def told() -> dict[str, object]:
            seen = camera.telemetry.latest.get("heads", {}).get(DOME, {})
            return {word: seen.get(word) for word in ("power", "focus", "white", "exposure")}

        await until(lambda: told() == {"power": "on", "focus": "auto", "white": "auto", "exposure": "auto"})
        await camera.done(acts.SetFocus(DOME, "manual"))
        await camera.done(acts.SetIris(DOME, "up"))
        await camera.done(acts.SetWhiteBalance(DOME, "indoor"))
        await until(lambda: told() == {"power": "on", "focus": "manual", "white": "indoor", "exposure": "iris"})
        await camera.done(acts.Power(DOME, False))
        await until(lambda: told() == {"power": "off", "focus": None, "white": None, "exposure": None})
        await camera.done(acts.Power(DOME, True))
        await until(lambda: told() == {"power": "on", "focus": "manual", "white": "indoor", "exposure": "iris"})


async def test_the_hand_is_told_why_nothing_moves_once_a_hold(tmp_path: Path) -> None:
    async with rig(tmp_path) as camera:
        told: list[tuple[str, Rejection]] = []
        camera.hands.on_refused(lambda hand, why: told.append((hand, why)))
        camera.server.camera.on = False
        await camera.hold("page", Stick(pan=1.0), 0.8)
        assert told == [("page", reject("hand-asleep", camera="Купол"))]
        camera.hands.move("page", DOME, Stick())
        await camera.hold("page", Stick(pan=1.0), 0.8)
        assert len(told) == 2


@pytest.mark.parametrize(
    "ptz, expected",
    [
        (Ptz(visca="10.0.0.1"), ("visca", "10.0.0.1", 52381, False)),
        (Ptz(visca_udp="cam:7"), ("visca-raw", "cam", 7, False)),
        (Ptz(visca_tcp="[::1]"), ("visca-tcp", "::1", 5678, False)),
        (Ptz(cgi="http://cam"), ("cgi", "cam", None, False)),
        (Ptz(onvif="https://cam:8443/"), ("onvif", "cam", 8443, True)),
    ],
)
def test_the_show_files_words_are_understood(ptz: Ptz, expected: tuple[object, ...]) -> None:
    made: HeadConfig = config(Camera(id=DOME, name="Купол", url="rtsp://x", ptz=ptz))
    assert (made.protocol, made.host, made.port, made.secure) == expected


def test_slots_in_which_the_show_file_names_presets_are_the_cameras_own() -> None:
    named = CameraPreset(id=PresetId("door"), name="Дверь", slot=7)
    made = config(Camera(id=DOME, name="Купол", url="rtsp://x", ptz=Ptz(onvif="http://cam", presets=(named,))))
    assert made.numbered == (7,)
