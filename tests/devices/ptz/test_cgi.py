"""A head over HTTP-CGI against the simulated camera's web server."""

import asyncio
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from control.secret import Secret
from devices.ptz import cgi as cgi_module
from devices.ptz import over_http as module
from devices.ptz.cgi import CgiHead, lens, pan_tilt
from devices.ptz.head import (
    Capability,
    Focus,
    HeadAway,
    HeadCannot,
    HeadRefused,
    HeadSilent,
    Iris,
    Position,
    Tally,
    WhiteBalance,
)
from devices.ptz.motion import REST, Drive
from devices.ptz.simulated.cgi import SimulatedCgi, serve_cgi
from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import Motors
from efir.certificate import Made
from tests.devices.ptz.rigs import HOST, cgi, now, running, until


@pytest.mark.parametrize(
    "pan, tilt, action",
    [
        (0, 0, "ptzstop&1&1"),
        (1, 0, "right&24&1"),
        (-1, 0, "left&24&1"),
        (0, 1, "up&1&20"),
        (0, -0.01, "down&1&1"),
        (-1, 1, "leftup&24&20"),
        (0.5, -0.5, "rightdown&13&11"),
    ],
)
def test_actions_of_pan_and_tilt(pan: float, tilt: float, action: str) -> None:
    assert pan_tilt(pan, tilt) == action


@pytest.mark.parametrize(
    "name, speed, action",
    [
        ("zoom", 1, "zoomin&7"),
        ("zoom", -0.01, "zoomout&0"),
        ("zoom", 0, "zoomstop&0"),
        ("focus", 1, "focusout&7"),
        ("focus", -1, "focusin&7"),
        ("focus", 0, "focusstop&0"),
    ],
)
def test_actions_of_the_lens(name: str, speed: float, action: str) -> None:
    assert lens(name, speed) == action


async def test_drive_and_stop() -> None:
    async with cgi() as (head, camera):
        await head.drive(Drive(pan=-1, tilt=1, zoom=0.5, focus=-1))
        assert camera.motors.moving(now()) == {"pan", "tilt", "zoom", "focus"}
        assert camera.motors.axes["pan"].velocity == -120
        await head.drive(Drive(pan=-1, tilt=1))
        assert camera.motors.moving(now()) == {"pan", "tilt"}
        await head.stop()
        assert not camera.motors.moving(now())


async def test_a_touch_that_ends_before_the_loop_has_turned_moves_nothing_for_long() -> None:
    async with cgi() as (head, camera):
        camera.asked.clear()
        await asyncio.gather(head.drive(Drive(pan=1, zoom=1)), head.drive(REST))
        await head.home()  # behind whatever was still to be asked
        assert not [query for query in camera.asked if query.startswith(("ptzcmd&right", "ptzcmd&zoomin"))]
        await until(lambda: not camera.motors.moving(now()))
        assert {"ptzcmd&ptzstop&1&1", "ptzcmd&zoomstop&0"} <= set(camera.asked)


async def test_presets_and_home() -> None:
    async with cgi() as (head, camera):
        await head.drive(Drive(pan=1))
        await until(lambda: camera.motors.at("pan", now()) > 5)
        await head.drive(REST)
        await head.store(100)
        await head.home()
        await until(lambda: not camera.motors.moving(now()))
        assert camera.motors.at("pan", now()) == 0
        await head.recall(100)
        await until(lambda: camera.motors.at("pan", now()) > 5)
        with pytest.raises(HeadCannot, match="ptz-slot"):
            await head.recall(95)


@pytest.mark.parametrize("login", ["digest", "basic"])
async def test_a_password(login: str) -> None:
    async with serve_cgi(HOST, 0, Motors(), Faults(), "admin", "secret word") as camera:
        camera.login = "digest" if login == "digest" else "basic"
        head = CgiHead(HOST, camera.port, "admin", Secret("secret word"))
        async with running(head):
            await head.drive(Drive(pan=1))
            assert camera.motors.moving(now()) == {"pan"}
            await head.stop()
        wrong = CgiHead(HOST, camera.port, "admin", Secret("another"))
        task = asyncio.create_task(wrong.run())
        await until(lambda: wrong.state.phase == "away")
        assert wrong.state.reason == "ptz-password"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_newest_value_waits_alone_while_the_camera_is_slow() -> None:
    async with cgi() as (head, camera):
        camera.faults.soon(Fault.LATE)
        first = asyncio.create_task(head.drive(Drive(pan=0.1)))
        await until(lambda: any(query.startswith("ptzcmd&right") for query in camera.asked))
        await asyncio.gather(first, *(head.drive(Drive(pan=index / 100)) for index in range(1, 101)))
        moved = [query for query in camera.asked if query.startswith("ptzcmd&right")]
        assert len(moved) == 2
        assert moved[-1] == "ptzcmd&right&24&1"
        await head.stop()


async def test_a_stop_does_not_wait_for_a_drive_that_hangs() -> None:
    async with cgi() as (head, camera):
        await head.drive(Drive(pan=0.5))
        camera.faults.soon(Fault.LATE)
        hanging = asyncio.create_task(head.drive(Drive(pan=1)))
        await until(lambda: "ptzcmd&right&24&1" in camera.asked)
        stopping = asyncio.create_task(head.stop())
        await until(lambda: not camera.motors.moving(now()), within=0.2)
        await asyncio.gather(stopping, hanging)
        assert not camera.motors.moving(now())


@pytest.mark.parametrize("fault", [Fault.LOSE, Fault.DROP])
async def test_a_stop_that_is_lost_is_sent_again(fault: Fault) -> None:
    async with cgi() as (head, camera):
        await head.drive(Drive(zoom=1))
        camera.faults.soon(fault, 2)
        await head.stop()
        assert not camera.motors.moving(now())


async def test_a_move_that_overtakes_its_stop_is_stopped_all_the_same() -> None:
    async with cgi() as (head, camera):
        camera.faults.soon(Fault.LATE)
        hanging = asyncio.create_task(head.drive(Drive(pan=1)))
        await until(lambda: "ptzcmd&right&24&1" in camera.asked)
        stopping = asyncio.create_task(head.drive(REST))
        await until(lambda: not camera.motors.moving(now()))
        camera.motors.drive("pan", 120, now())  # as if the move came only now
        await asyncio.gather(stopping, hanging)
        assert not camera.motors.moving(now())


async def test_a_recall_that_overtakes_its_halt_is_stopped_all_the_same() -> None:
    async with cgi() as (head, camera):
        camera.motors.send({"pan": (150, 1e6)}, now() - 1)
        camera.motors.store(5, now())
        camera.motors.home(now() - 60)
        camera.faults.soon(Fault.LATE)
        recall = asyncio.create_task(head.recall(5))
        await until(lambda: "ptzcmd&poscall&5" in camera.asked)
        stopping = asyncio.create_task(head.stop())
        await until(lambda: not camera.motors.moving(now()))
        camera.motors.recall(5, now())  # as if it came only now
        await stopping
        assert not camera.motors.moving(now())
        with pytest.raises(HeadRefused, match="ptz-cancelled"):
            await recall


async def test_who_moves_it_after_a_stop_is_not_stopped_by_the_second() -> None:
    async with cgi() as (head, camera):
        camera.faults.soon(Fault.LATE)
        hanging = asyncio.create_task(head.drive(Drive(pan=1)))
        await until(lambda: "ptzcmd&right&24&1" in camera.asked)
        stopping = asyncio.create_task(head.drive(REST))
        await until(lambda: not camera.motors.moving(now()))
        await head.drive(Drive(pan=-1))
        await asyncio.gather(stopping, hanging)
        assert camera.motors.axes["pan"].velocity == -120
        assert camera.asked.count("ptzcmd&ptzstop&1&1") == 3, "two were when it was found"


async def test_a_stop_that_is_refused_is_said_again() -> None:
    async with cgi() as (head, camera):
        await head.drive(Drive(zoom=1))
        camera.faults.soon(Fault.REFUSE, 3)
        await head.drive(REST)
        assert not camera.motors.moving(now())


async def test_a_camera_that_takes_no_stop_is_away_until_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(module, "RETRY", 0.05)
    monkeypatch.setattr(cgi_module, "STOP_PAUSES", (0.0, 0.0))
    async with cgi() as (head, camera):
        await head.drive(Drive(zoom=1))
        camera.faults.soon(Fault.REFUSE, 6)
        with pytest.raises(HeadRefused, match="ptz-refused"):
            await head.stop()
        assert head.state.phase == "away"
        await until(lambda: head.state.phase == "connected")
        assert not camera.motors.moving(now())


async def test_a_stop_with_a_wrong_password_is_not_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with cgi("admin", "secret word") as (head, camera):
        await head.drive(Drive(zoom=1))
        asked: list[str] = []
        get = head._get

        async def noted(path: str, timeout: aiohttp.ClientTimeout) -> str:
            asked.append(path)
            return await get(path, timeout)

        monkeypatch.setattr(head, "_get", noted)
        camera.password = "another"
        with pytest.raises(HeadRefused, match="ptz-password"):
            await head.drive(REST)
        assert len([path for path in asked if "zoomstop" in path]) == 1
        assert head.state.reason == "ptz-password"


async def test_what_goes_wrong_is_told() -> None:
    async with cgi() as (head, camera):
        camera.faults.soon(Fault.REFUSE)
        with pytest.raises(HeadRefused, match="ptz-refused"):
            await head.home()
        camera.faults.soon(Fault.LOSE, 2)  # aiohttp asks once more by itself
        with pytest.raises(HeadSilent):
            await head.store(1)
        assert 1 in camera.motors.presets  # it did: nobody knows


async def test_garbage_as_an_answer_harms_nothing() -> None:
    async with cgi() as (head, camera):
        camera.faults.soon(Fault.GARBAGE, 3)
        await head.home()
        await head.drive(Drive(pan=1))
        await head.stop()


async def test_a_camera_that_was_away_is_found_and_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(module, "RETRY", 0.05)
    async with cgi() as (head, camera):
        await head.drive(Drive(pan=0.2))
        camera.silent = True
        await until(lambda: head.state.phase == "away")
        with pytest.raises(HeadAway):
            await head.home()
        assert camera.motors.moving(now()) == {"pan"}
        camera.silent = False
        await until(lambda: head.state.phase == "connected")
        assert not camera.motors.moving(now())


async def test_the_first_words_to_a_camera_are_stops() -> None:
    async with cgi() as (_, camera):
        assert set(camera.asked[:4]) == {"ptzcmd&ptzstop&1&1", "ptzcmd&zoomstop&0", "ptzcmd&focusstop&0"}


async def test_a_camera_that_refuses_its_first_stop_is_told_again() -> None:
    async with serve_cgi(HOST, 0, motors := Motors(), faults := Faults(), "", "") as camera:
        motors.drive("pan", 10, now())
        faults.soon(Fault.REFUSE, 3)
        async with running(CgiHead(HOST, camera.port, "", None)):
            assert not motors.moving(now())


async def test_what_the_protocol_has_not() -> None:
    async with cgi() as (head, camera):
        asked = len(camera.asked)
        for call in (
            head.go_to(Position(0, 0, 0), 1),
            head.position(),
            head.power(True),
            head.focus(Focus.AUTO),
            head.iris(Iris.AUTO),
            head.white_balance(WhiteBalance.AUTO),
            head.tally(Tally.OFF),
        ):
            with pytest.raises(HeadCannot, match="ptz-cannot") as caught:
                await call
            assert Capability(str(caught.value.arguments["detail"])) not in head.capabilities
        assert len(camera.asked) == asked


async def test_after_a_halt_nothing_that_waited_jumps() -> None:
    async with cgi() as (head, camera):
        camera.motors.store(5, now())
        camera.faults.soon(Fault.LATE)
        store = asyncio.create_task(head.store(1))
        await until(lambda: "ptzcmd&posset&1" in camera.asked)
        waiting = [asyncio.create_task(head.recall(5)), asyncio.create_task(head.home())]
        await asyncio.sleep(0)
        await head.stop()
        for jump in waiting:
            with pytest.raises(HeadRefused, match="ptz-cancelled"):
                await jump
        await store  # only what jumps is taken back
        await head.store(2)
        assert not [query for query in camera.asked if "poscall" in query or query.endswith("home")]
        await head.recall(5)


async def test_letting_go_of_the_stick_takes_no_recall_back() -> None:
    async with cgi() as (head, camera):
        camera.motors.send({"zoom": (1.0, 1e6)}, now() - 1)
        camera.motors.store(5, now())
        await head.drive(Drive(pan=1))
        camera.faults.soon(Fault.LATE)
        store = asyncio.create_task(head.store(1))
        await until(lambda: "ptzcmd&posset&1" in camera.asked)
        recall = asyncio.create_task(head.recall(5))
        await asyncio.sleep(0)
        await head.drive(REST)
        await asyncio.gather(store, recall)
        assert camera.asked[-1] == "ptzcmd&poscall&5"


async def test_by_https_with_a_certificate_that_the_camera_signed_itself(tmp_path: Path) -> None:
    own = await asyncio.to_thread(Made, tmp_path)
    camera = SimulatedCgi(Motors(), Faults(), "admin", "secret word")
    app = web.Application()
    app.router.add_get("/cgi-bin/{program}", camera.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, 0, ssl_context=own.context).start()
        port = int(runner.addresses[0][1])
        async with running(head := CgiHead(HOST, port, "admin", Secret("secret word"), secure=True)):
            await head.drive(Drive(pan=1))
            assert camera.motors.moving(now()) == {"pan"}
            await head.stop()
    finally:
        await runner.cleanup()
