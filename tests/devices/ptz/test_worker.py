"""From the state and the hands to a simulated camera, and back: the whole way, through the process."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from control.controller import Controller, Receipt
from control.core import camera_acts as acts
from control.core.program import Preview, Take
from control.core.sources import ShowItem
from control.core.types import Command, CommandId, ItemId, PresetId, SceneId
from control.errors import Rejection, reject
from control.hands import Stick
from control.registry import State
from control.show import Camera, CameraPreset, Ptz
from control.views.cameras import cameras as view
from devices.ptz.motion import LEASE
from devices.ptz.visca import messages as m
from devices.ptz.wire import Changed, HeadConfig, Seen
from devices.ptz.worker import config
from tests.devices.ptz.rigs import now, until
from tests.devices.ptz.worker_rig import DOME, STAGE, rig


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
