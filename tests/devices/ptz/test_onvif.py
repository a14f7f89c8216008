"""A head over ONVIF: against the simulated camera, and the answers that the npm package `onvif` is tested with."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from control.secret import Secret
from devices.ptz import onvif as onvif_module
from devices.ptz import over_http as module
from devices.ptz.head import (
    Capability,
    Focus,
    HeadAway,
    HeadCannot,
    HeadRefused,
    HeadSilent,
    HeadState,
    Iris,
    Position,
    Tally,
    WhiteBalance,
)
from devices.ptz.motion import REST, Drive
from devices.ptz.onvif import OnvifHead
from devices.ptz.simulated import onvif as simulated
from devices.ptz.simulated.cgi import serving
from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.onvif import SimulatedOnvif, serve_onvif
from tests import real
from tests.devices.ptz.rigs import HOST, now, onvif, running, until


async def test_drive_stop_and_where_it_is_then() -> None:
    async with onvif() as (head, camera):
        await head.drive(Drive(pan=1, tilt=0.5, zoom=1))
        assert camera.motors.moving(now()) == {"pan", "tilt", "zoom"}
        await until(lambda: camera.motors.at("pan", now()) > 5)
        await head.drive(REST)
        assert not camera.motors.moving(now())
        there = await head.position()
        assert there.pan == pytest.approx(camera.motors.at("pan", now()) / 170, abs=1e-3)
        assert there.tilt == pytest.approx(camera.motors.at("tilt", now()) / 90, abs=1e-3)
        assert there.zoom == pytest.approx(camera.motors.at("zoom", now()), abs=1e-3)


async def test_a_drive_has_a_limit_of_its_own() -> None:
    async with onvif() as (head, camera):
        await head.drive(Drive(pan=0.1))
        assert camera.motors.moving(now()) == {"pan"}
        await until(lambda: not camera.motors.moving(now()), within=2)
        assert "Stop" not in camera.asked[camera.asked.index("ContinuousMove") :]


async def test_presets_home_and_going_back() -> None:
    async with onvif() as (head, camera):
        await head.go_to(Position(-0.1, 0.2, 0.3), 1.0)
        await until(lambda: not camera.motors.moving(now()))
        await head.store(7)
        await head.home()
        await until(lambda: not camera.motors.moving(now()))
        await head.recall(7)
        await until(lambda: not camera.motors.moving(now()))
        assert camera.motors.at("pan", now()) == pytest.approx(-17)
        await head.store(7)
        assert list(camera.names.values()) == ["efir-7"]  # in place of the old
        with pytest.raises(HeadRefused, match="ptz-not-now"):
            await head.recall(8)
        camera.motors.store(9, now())  # by its own remote control
        await head.recall(9)
        with pytest.raises(HeadCannot, match="ptz-slot"):
            await head.store(255)


async def test_a_new_preset_leaves_the_cameras_own_as_they_are() -> None:
    async with onvif(numbered=(2,)) as (head, camera):
        for token, name in ((1, "door"), (2, "pulpit"), (12, "choir")):  # the house's
            camera.motors.store(token, now())
            camera.names[token] = name
        await head.store(1)
        await head.store(12)
        assert {token: camera.names[token] for token in (1, 2, 12)} == {1: "door", 2: "pulpit", 12: "choir"}
        assert sorted(camera.names.values()) == ["choir", "door", "efir-1", "efir-12", "pulpit"]
        await head.store(1)
        assert sorted(camera.names.values()) == ["choir", "door", "efir-1", "efir-12", "pulpit"], "in place of its own"
        await head.store(2)  # the show file says that this slot is that preset
        assert camera.names[2] == "efir-2"


async def test_a_password() -> None:
    async with onvif("admin", "secret word") as (head, camera):
        await head.drive(Drive(pan=1))
        assert camera.motors.moving(now()) == {"pan"}
        wrong = OnvifHead(HOST, camera.port, "admin", Secret("another"))
        task = asyncio.create_task(wrong.run())
        await until(lambda: wrong.state.phase == "away")
        assert wrong.state.reason == "ptz-password"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_stop_does_not_wait_for_a_drive_that_hangs() -> None:
    async with onvif() as (head, camera):
        camera.faults.soon(Fault.LATE)
        hanging = asyncio.create_task(head.drive(Drive(pan=1)))
        await until(lambda: camera.asked[-1] == "ContinuousMove")
        stopping = asyncio.create_task(head.stop())
        await until(lambda: not camera.motors.moving(now()), within=0.2)
        await asyncio.gather(stopping, hanging)
        assert not camera.motors.moving(now())


@pytest.mark.parametrize("fault", [Fault.LOSE, Fault.DROP, Fault.GARBAGE])
async def test_a_stop_that_is_lost_is_sent_again(fault: Fault) -> None:
    async with onvif() as (head, camera):
        await head.drive(Drive(zoom=1))
        camera.faults.soon(fault, 2)
        await head.stop()
        assert not camera.motors.moving(now())


async def test_a_halt_between_looking_a_preset_up_and_going_there_is_no_jump() -> None:
    async with onvif() as (head, camera):
        camera.motors.store(9, now())
        camera.faults.soon(Fault.LATE)
        waiting = [asyncio.create_task(head.recall(9)), asyncio.create_task(head.home())]
        await until(lambda: camera.asked[-1] == "GetPresets")
        await head.stop()
        for jump in waiting:
            with pytest.raises(HeadRefused, match="ptz-cancelled"):
                await jump
        await head.store(9)
        assert not {"GotoPreset", "GotoHomePosition"} & set(camera.asked)
        await head.recall(9)


async def test_a_recall_that_overtakes_its_halt_is_stopped_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def recalled(camera: SimulatedOnvif, asked: Any, base: str) -> str:
        camera.faults.soon(Fault.LATE)  # the answer to this very request
        return camera.go_to_preset(asked, base)

    monkeypatch.setitem(simulated._ACTS, "GotoPreset", recalled)
    async with onvif() as (head, camera):
        camera.motors.send({"pan": (150, 1e6)}, now() - 1)
        camera.motors.store(9, now())
        camera.motors.home(now() - 60)
        recall = asyncio.create_task(head.recall(9))
        await until(lambda: camera.asked[-1] == "GotoPreset")
        stopping = asyncio.create_task(head.stop())
        await until(lambda: not camera.motors.moving(now()))
        camera.motors.recall(9, now())  # as if it came only now
        await stopping
        assert not camera.motors.moving(now())
        with pytest.raises(HeadRefused, match="ptz-cancelled"):
            await recall


@pytest.mark.parametrize("times", [1, 3])
async def test_a_stop_that_is_refused_is_said_again(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = iter(range(times))

    def stop(camera: SimulatedOnvif, asked: Any, base: str) -> str:
        if next(refusals, None) is not None:
            raise simulated._Fault("ActionFailed", "busy")
        return camera.stop(asked, base)

    async with onvif() as (head, camera):
        camera.motors.drive("pan", 10, now())  # by its own remote control
        monkeypatch.setitem(simulated._ACTS, "Stop", stop)
        await head.drive(REST)
        assert not camera.motors.moving(now())
        assert camera.asked[-1 - times :] == ["Stop"] * (times + 1)


async def test_what_goes_wrong_is_told() -> None:
    async with onvif() as (head, camera):
        with pytest.raises(HeadRefused, match="ptz-refused"):
            await head.go_to(Position(7.0, 0.0, None), 1.0)
        camera.faults.soon(Fault.GARBAGE)
        with pytest.raises(HeadSilent):
            await head.home()
        await head.home()


async def test_a_camera_that_was_away_is_found_and_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(module, "RETRY", 0.05)
    async with onvif() as (head, camera):
        camera.silent = True
        await until(lambda: head.state.phase == "away")
        with pytest.raises(HeadAway):
            await head.drive(Drive(pan=1))
        camera.motors.drive("pan", 1.0, now())
        camera.silent = False
        await until(lambda: head.state.phase == "connected")
        assert not camera.motors.moving(now())


async def test_nothing_is_asked_before_the_first_stop_but_the_way_there() -> None:
    async with onvif() as (_, camera):
        assert camera.asked[: camera.asked.index("Stop")] == ["GetSystemDateAndTime", "GetServices", "GetProfiles"]


async def test_the_library_is_loaded_once_and_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onvif_module, "_loading", [])
    load = onvif_module.load

    def fail() -> None:
        raise MemoryError

    monkeypatch.setattr(onvif_module, "_load", fail)
    failed = load()
    with pytest.raises(MemoryError):
        await asyncio.wrap_future(failed)
    monkeypatch.setattr(onvif_module, "_load", lambda: "loaded")
    again = load()
    loaded: Any = await asyncio.wrap_future(again)
    assert loaded == "loaded"
    assert load() is again


async def test_a_camera_that_tells_no_status_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.02)

    def refuse(*_: object) -> str:
        raise simulated._Fault("ActionNotSupported", "no status")

    monkeypatch.setitem(simulated._ACTS, "GetStatus", refuse)
    async with onvif("admin", "secret word") as (head, camera):
        seen: list[HeadState] = []
        head.on_state(seen.append)
        await until(lambda: camera.asked.count("GetStatus") > 3 or len(seen) > 1)
        assert seen == [HeadState("connected")]
        await head.drive(Drive(pan=1))
        assert camera.motors.moving(now()) == {"pan"}
        camera.password = "another"
        await until(lambda: head.state == HeadState("away", "ptz-password"))


def answer(position: str) -> Callable[..., str]:
    """To GetStatus."""
    text = (
        f"<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position>{position}</tt:Position>"
        "<tt:UtcTime>2026-01-01T00:00:00Z</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>"
    )
    return lambda *_: text


async def test_a_position_may_be_told_in_part_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async with onvif() as (head, _):
        odd = ('<tt:PanTilt x="NaN" y="0"/>', '<tt:PanTilt x="0" y="INF"/>')
        for said in (
            "",
            "<tt:PanTilt/>",
            '<tt:PanTilt space="s"/>',
            '<tt:PanTilt x="0.5"/>',
            '<tt:Zoom x="0.5"/>',
            *odd,
        ):
            monkeypatch.setitem(simulated._ACTS, "GetStatus", answer(said))
            with pytest.raises(HeadCannot, match="ptz-cannot"):
                await head.position()
        turned = '<tt:PanTilt x="0.5" y="0.25"/>'
        for said in (turned, f'{turned}<tt:Zoom space="s"/>', f'{turned}<tt:Zoom x="-INF"/>'):
            monkeypatch.setitem(simulated._ACTS, "GetStatus", answer(said))
            assert await head.position() == Position(0.5, 0.25, None)


async def test_another_profile_is_chosen_by_name_and_one_that_is_not_there_is_told() -> None:
    async with serve_onvif(HOST, 0, Motors(), Faults(), "", "") as camera:
        for profile in ("main", "profile_1"):
            async with running(OnvifHead(HOST, camera.port, "", None, profile), within=30):
                pass
        absent = OnvifHead(HOST, camera.port, "", None, "none of them")
        task = asyncio.create_task(absent.run())
        await until(lambda: absent.state.phase == "away")
        assert absent.state.reason == "ptz-refused"
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_preset_without_a_token_is_nowhere_to_go(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = (
        "<tptz:GetPresetsResponse><tptz:Preset><tt:Name>efir-3</tt:Name></tptz:Preset>"
        '<tptz:Preset token="9"><tt:Name>door</tt:Name></tptz:Preset></tptz:GetPresetsResponse>'
    )
    monkeypatch.setitem(simulated._ACTS, "GetPresets", lambda *_: listed)
    async with onvif() as (head, camera):
        camera.motors.store(9, now())
        await head.recall(9)
        with pytest.raises(HeadRefused, match="ptz-not-now"):
            await head.recall(3)


async def test_what_is_not_asked_over_onvif() -> None:
    async with onvif() as (head, _):
        for call in (
            head.power(True),
            head.focus(Focus.AUTO),
            head.iris(Iris.AUTO),
            head.white_balance(WhiteBalance.AUTO),
            head.tally(Tally.OFF),
        ):
            with pytest.raises(HeadCannot, match="ptz-cannot") as caught:
                await call
            assert Capability(str(caught.value.arguments["detail"])) not in head.capabilities


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><What/></s:Body></s:Envelope>',
    ],
)
async def test_the_simulated_camera_answers_rubbish_with_a_fault(body: bytes) -> None:
    import aiohttp

    async with (
        serve_onvif(HOST, 0, Motors(), Faults(), "", "") as camera,
        aiohttp.ClientSession() as session,
        session.post(f"http://{HOST}:{camera.port}/onvif/ptz", data=body) as answer,
    ):
        assert answer.status == 400
        assert b"s:Fault" in await answer.read()


# --- the npm package's answers

PREFIXES = {"ver20/ptz": "ptz.", "ver10/device": "device.", "ver10/media": "media."}


def canned(folder: Path, asked: list[str]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers as the package's own test server does: NAME.xml or service.NAME.xml."""
    answers = {path.stem: path.read_text("utf-8") for path in folder.glob("*.xml")}

    async def handle(request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        inner = body.split("Body>", 1)[1]
        tag = inner.split("<", 1)[1].split(">", 1)[0]
        name = tag.split()[0].rstrip("/").rpartition(":")[2]
        asked.append(name)
        prefix = next((prefix for space, prefix in PREFIXES.items() if space in body), "")
        text = answers.get(prefix + name) or answers.get(name) or answers["Error"]
        for address in ("http://192.168.68.111", "http://localhost:10101", "http://{SERVICE_ADDRESS}"):
            text = text.replace(address, f"http://{request.host}")
        return web.Response(text=text, content_type="application/soap+xml")

    return handle


async def test_the_answers_of_a_real_camera_as_the_npm_package_has_them() -> None:
    asked: list[str] = []
    app = web.Application()
    app.router.add_post("/{path:.*}", await asyncio.to_thread(canned, real.require("onvif"), asked))
    async with serving(app, HOST, 0) as port:
        head = OnvifHead(HOST, port, "admin", Secret("any"))
        async with running(head, within=30):
            there = await head.position()
            assert (there.pan, there.tilt) == pytest.approx((-0.864665985, 0.267444015))
            await head.drive(Drive(pan=0.5))
            await head.stop()
            await head.go_to(Position(0.1, 0.2, 0.3), 1.0)
            await head.home()
            await head.recall(1)  # its P001
            await head.store(2)
    assert {"GetProfiles", "GetStatus", "ContinuousMove", "Stop", "AbsoluteMove", "GetPresets", "GotoPreset"} <= set(
        asked
    )
