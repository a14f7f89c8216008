"""A head over real sockets: three framings, moves, position, faults, losing and finding the camera, the dead man."""

import asyncio
import contextlib
import itertools
from typing import get_args

import pytest

from control.clock import SystemClock
from control.core.camera_acts import Code
from control.language import Texts
from control.show import Language
from devices.ptz.head import (
    Capability,
    Focus,
    HeadAway,
    HeadCannot,
    HeadError,
    HeadRefused,
    HeadSilent,
    HeadState,
    Iris,
    Mode,
    Position,
    Tally,
    WhiteBalance,
)
from devices.ptz.motion import REST, Deadman, Drive
from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.head import MODELS, TRY_AGAIN, ViscaHead
from devices.ptz.visca.transport import Endpoint, ViscaProtocol
from tests.devices.ptz.rigs import HOST, now, running, until, visca

every_protocol = pytest.mark.parametrize("protocol", get_args(ViscaProtocol))


@every_protocol
async def test_drive_stop_and_where_it_is_then(protocol: ViscaProtocol) -> None:
    async with visca(protocol) as (head, server):
        await head.drive(Drive(pan=1, tilt=0.5, zoom=1))
        motors = server.camera.motors
        await until(lambda: motors.moving(now()) == {"pan", "tilt", "zoom"})
        await until(lambda: motors.at("pan", now()) > 5)
        await head.stop()
        assert not motors.moving(now())
        there = await head.position()
        assert there.pan == pytest.approx(motors.at("pan", now()), abs=0.1)
        assert there.tilt == pytest.approx(motors.at("tilt", now()), abs=0.1)
        assert there.zoom == pytest.approx(motors.at("zoom", now()), abs=0.001)
        assert there.pan > 5
        assert there.tilt > 0


@every_protocol
async def test_presets_home_and_going_back(protocol: ViscaProtocol) -> None:
    async with visca(protocol) as (head, server):
        motors = server.camera.motors
        await head.go_to(Position(-20.0, 10.0, 0.25), 1.0)
        await until(lambda: not motors.moving(now()))
        there = await head.position()
        assert (there.pan, there.tilt, there.zoom) == pytest.approx((-20, 10, 0.25), abs=0.1)
        await head.store(7)
        await head.home()
        await until(lambda: not motors.moving(now()))
        before = now()
        await head.recall(7)
        assert now() - before < 0.2  # accepted, not arrived
        assert motors.moving(now())
        await head.drive(Drive(pan=1))  # not held up by the recall
        await until(lambda: motors.axes["pan"].velocity == 120)
        await head.stop()
        assert not motors.moving(now())


@every_protocol
async def test_after_a_halt_nothing_that_waited_jumps(protocol: ViscaProtocol) -> None:
    async with visca(protocol) as (head, server):
        server.camera.motors.store(7, now())
        settings = [asyncio.create_task(head.focus(focus)) for focus in (Focus.MANUAL, Focus.AUTO, Focus.MANUAL)]
        away = Position(30.0, 0.0, 1.0)
        waiting = [asyncio.create_task(jump) for jump in (head.recall(7), head.home(), head.go_to(away, 1.0))]
        await asyncio.sleep(0)
        await head.stop()
        for jump in waiting:
            with pytest.raises(HeadRefused, match="ptz-cancelled"):
                await jump
        await asyncio.gather(*settings)
        await head.store(8)
        gone = (m.PanTiltHome, m.PanTiltTo, m.ZoomTo)
        asked = [each.message for each in server.camera.asked]
        assert not [one for one in asked if isinstance(one, gone) or one == m.Memory(m.MemoryAct.RECALL, 7)]
        await head.recall(7)


async def test_settings() -> None:
    async with visca(model=MODELS["sony"]) as (head, server):
        camera = server.camera
        await head.focus(Focus.MANUAL)
        assert camera.focus_mode == 3
        await head.drive(Drive(focus=-0.5))
        await until(lambda: camera.motors.moving(now()) == {"focus"})
        await head.drive(REST)
        assert not camera.motors.moving(now())
        await head.focus(Focus.ONE_PUSH)
        await head.focus(Focus.AUTO)
        assert camera.focus_mode == 2
        iris = camera.iris
        await head.iris(Iris.OPEN)
        assert (camera.exposure, camera.iris) == (m.ExposureMode.IRIS_PRIORITY, iris + 1)
        await head.iris(Iris.CLOSE)
        assert camera.iris == iris
        await head.iris(Iris.AUTO)
        assert camera.exposure is m.ExposureMode.AUTO
        camera.exposure = m.ExposureMode.SHUTTER_PRIORITY
        await head.iris(Iris.OPEN)
        assert (camera.exposure, camera.iris) == (m.ExposureMode.MANUAL, iris + 1), "the shutter was somebody's choice"
        for white in WhiteBalance:
            await head.white_balance(white)
            assert camera.white_balance is m.WhiteBalanceMode[white.name]
        await head.power(False)
        assert not camera.on
        await until(lambda: not camera.busy)  # or "busy" is what it says first
        with pytest.raises(HeadRefused, match="ptz-not-now"):
            await head.home()
        await head.power(True)
        await until(lambda: not camera.busy)
        await head.home()


@pytest.mark.parametrize(
    "model, tally, lamps",
    [
        ("sony", Tally.PROGRAM, (True, False, False)),
        ("sony", Tally.PREVIEW, (False, True, False)),
        ("sony", Tally.OFF, (False, False, False)),
        ("ptzoptics", Tally.PROGRAM, (False, False, True)),
        ("ptzoptics", Tally.PREVIEW, (False, False, False)),
    ],
)
async def test_tally_as_the_maker_has_it(model: str, tally: Tally, lamps: tuple[bool, bool, bool]) -> None:
    async with visca(model=MODELS[model]) as (head, server):
        await head.tally(Tally.PROGRAM)
        await head.tally(tally)
        assert (server.camera.red, server.camera.green, server.camera.lamp) == lamps
        assert (Capability.TALLY_PREVIEW in head.capabilities) is (model == "sony")


async def test_what_a_head_cannot_is_said_before_it_is_asked() -> None:
    async with visca(model=MODELS["generic"]) as (head, server):
        asked = len(server.camera.asked)
        for slot in (-1, 95, 255):
            with pytest.raises(HeadCannot, match="ptz-slot"):
                await head.recall(slot)
        with pytest.raises(HeadCannot, match="ptz-cannot"):
            await head.tally(Tally.PROGRAM)
        assert len(server.camera.asked) == asked
        assert Capability.DEGREES not in head.capabilities


async def test_what_it_is_set_to() -> None:
    async with visca() as (head, server):
        camera = server.camera

        async def told() -> list[str | None]:
            return [await head.mode(mode) for mode in (Mode.POWER, Mode.FOCUS, Mode.WHITE, Mode.EXPOSURE)]

        assert head.modes == set(Mode)
        assert await told() == ["on", "auto", "auto", "auto"]
        camera.on, camera.focus_mode = False, m.FocusMode.MANUAL
        camera.white_balance, camera.exposure = m.WhiteBalanceMode.ONE_PUSH, m.ExposureMode.SHUTTER_PRIORITY
        assert await told() == ["off", "manual", "once", "shutter"]
        camera.white_balance = 0x20  # type: ignore[assignment]  # PTZOptics' colour temperature
        camera.exposure = 0x77  # type: ignore[assignment]
        assert await told() == ["off", "manual", "other", None]


@every_protocol
async def test_a_move_that_was_refused_is_asked_for_again_while_the_stick_is_held(protocol: ViscaProtocol) -> None:
    async with visca(protocol) as (head, server):
        camera = server.camera
        pull = Drive(pan=1)

        def moves() -> list[float]:
            asked = [each for each in camera.asked if isinstance(each.message, m.PanTilt)]
            return [each.at for each in asked if each.message.across is not m.Across.STOP]  # type: ignore[union-attr]

        camera.on = False
        with pytest.raises(HeadRefused, match="ptz-not-now"):
            await head.drive(pull)
        for _ in range(5):
            await head.drive(pull)
        assert len(moves()) == 1, "not at once"
        async with asyncio.timeout(5):
            while len(moves()) < 3:
                with contextlib.suppress(HeadRefused):
                    await head.drive(pull)
                await asyncio.sleep(0.01)
        camera.on = True
        async with asyncio.timeout(5):
            while not camera.motors.moving(now()):
                await head.drive(pull)
                await asyncio.sleep(0.01)
        times = moves()
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) > TRY_AGAIN / 2
        await head.drive(pull)
        assert moves() == times, "what was taken is not said again"
        await head.stop()
        assert not camera.motors.moving(now())


async def test_a_move_that_was_refused_is_not_asked_for_again_after_its_stop() -> None:
    async with visca() as (head, server):
        server.camera.on = False
        with pytest.raises(HeadRefused):
            await head.drive(Drive(pan=1, focus=1))
        await head.stop()
        server.camera.on = True
        await asyncio.sleep(2 * TRY_AGAIN)
        assert not server.camera.motors.moving(now())
        await head.drive(Drive(pan=-1))
        await until(lambda: server.camera.motors.axes["pan"].velocity == -120)


async def test_a_late_answer_is_no_other_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numbers, what power it has and how it focuses are the same byte."""
    monkeypatch.setattr("devices.ptz.visca.head.LATE", 0.4)
    async with visca("visca-raw") as (head, server):
        server.camera.faults.soon(Fault.LATE)
        with pytest.raises(HeadSilent):
            await head.mode(Mode.POWER)
        for mode in (Mode.FOCUS, Mode.WHITE, Mode.EXPOSURE):
            server.camera.faults.soon(Fault.DROP)
            with pytest.raises(HeadSilent):
                await head.mode(mode)
        assert await head.mode(Mode.FOCUS) == "auto"


async def test_an_empty_preset_is_refused() -> None:
    async with visca() as (head, _):
        with pytest.raises(HeadRefused, match="ptz-not-now"):
            await head.recall(3)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_error_is_a_sentence(language: Language) -> None:
    texts = Texts(language)
    errors = [HeadAway(HOST), HeadSilent(HOST)]
    errors += [
        HeadRefused(f"ptz-{why}", host=HOST) for why in ("busy", "not-now", "cancelled", "password", "elsewhere")
    ]
    errors += [HeadRefused("ptz-refused", host=HOST, detail="VISCA 02"), HeadCannot("ptz-slot", host=HOST, detail=95)]
    errors += [HeadCannot("ptz-cannot", host=HOST, detail=what) for what in Capability]
    sentences = [texts.format(error.code, **error.arguments) for error in errors]
    sentences.append(texts.format("ptz-unsure"))
    assert all("$" not in sentence and "ptz-" not in sentence for sentence in sentences)
    assert not any("Эфир" in sentence for sentence in sentences), "the program is called Efir, эфир is the air"
    assert len(set(sentences)) == len(sentences) - 1  # degrees and the preview's lamp are one
    assert {error.code for error in errors} | {"ptz-unsure"} == set(get_args(Code)), "the core knows the same words"


async def test_what_is_not_connected_is_away_at_once() -> None:
    head = ViscaHead(Endpoint.of("visca", HOST, 1), MODELS["generic"])
    before = now()
    with pytest.raises(HeadAway):
        await head.drive(Drive(pan=1))
    assert now() - before < 0.1


async def test_completions_from_another_address_are_not_heard() -> None:
    async with visca("visca-raw") as (head, server):
        await asyncio.sleep(0)
        server.camera.faults.soon(Fault.ELSEWHERE, 3)
        server.camera.faults.soon(Fault.DROP, 2)
        await head.focus(Focus.MANUAL)
        assert server.camera.focus_mode is m.FocusMode.MANUAL
        assert server.camera.faults.happened[Fault.ELSEWHERE] >= 1


@every_protocol
async def test_a_camera_that_was_away_is_found_cleared_and_stopped(protocol: ViscaProtocol) -> None:
    async with visca(protocol) as (head, server):
        states: list[HeadState] = []
        head.on_state(states.append)
        await head.drive(Drive(pan=0.2))
        server.silent = True
        with pytest.raises(HeadError):
            await head.home()
        await until(lambda: head.state.phase == "away")
        assert head.state.reason == "ptz-away"
        assert server.camera.motors.moving(now()) == {"pan"}  # nobody can stop it
        server.silent = False
        server.camera.deaf = True  # its power was cycled
        await until(lambda: head.state.phase == "connected", within=10)
        await until(lambda: not server.camera.motors.moving(now()))
        await head.drive(Drive(pan=-1))
        await until(lambda: server.camera.motors.axes["pan"].velocity == -120)
        assert [state.phase for state in states] == ["connected", "away", "connected"]


async def test_a_tcp_camera_that_hangs_up_is_called_again() -> None:
    async with visca("visca-tcp") as (head, server):
        for connection in tuple(server.connections):
            connection.abort()
        await until(lambda: head.state.phase == "away")
        await until(lambda: head.state.phase == "connected")
        await head.home()


async def test_a_camera_that_comes_later_is_found() -> None:
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as gone:
        port = gone.port
    head = ViscaHead(Endpoint.of("visca", HOST, port), MODELS["generic"])
    task = asyncio.create_task(head.run())
    try:
        await until(lambda: head.state.phase == "away")
        async with serve_visca("visca", HOST, port, Motors(), Faults()):
            await until(lambda: head.state.phase == "connected", within=10)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_camera_that_refuses_the_connection_is_away(free_port: int) -> None:
    head = ViscaHead(Endpoint.of("visca-tcp", HOST, free_port), MODELS["generic"])
    task = asyncio.create_task(head.run())
    await until(lambda: head.state == HeadState("away", "ptz-away"))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_two_cameras_at_once() -> None:
    async with visca() as (one, first), visca() as (other, second):
        await asyncio.gather(one.drive(Drive(pan=1)), other.drive(Drive(pan=-1)))
        await until(lambda: first.camera.motors.at("pan", now()) > 1 and second.camera.motors.at("pan", now()) < -1)


async def let_go_without_a_word(head: ViscaHead, server: ViscaServer) -> float:
    """Seconds from the last word of a hand to the moment at which the camera stands still."""
    clock, hands = SystemClock(), Deadman()
    drive = hands.hold("page", Drive(pan=0.5), clock.now())
    assert drive is not None
    last_word = now()
    await head.drive(drive)
    motors = server.camera.motors
    await until(lambda: motors.moving(now()))
    wake = hands.wake()
    assert wake is not None
    await asyncio.sleep((wake - clock.now()) / 1000)
    stop = hands.tick(clock.now())
    while stop is None:  # a timer may be a little early
        await asyncio.sleep(0.001)
        stop = hands.tick(clock.now())
    await head.drive(stop)
    assert not motors.moving(now())
    return motors.axes["pan"].since - last_word


@every_protocol
async def test_when_the_hand_is_gone_the_camera_stops_within_300_ms(protocol: ViscaProtocol) -> None:
    async with visca(protocol) as (head, server):
        # A loaded machine may be late, but not every time.
        assert min([await let_go_without_a_word(head, server) for _ in range(4)]) <= 0.3


async def test_a_cancelled_head_leaves_nothing_behind() -> None:
    async with visca() as (head, server):
        pass
    assert head.state.phase == "connecting"
    asked = len(server.camera.asked)
    with pytest.raises(HeadAway):
        await head.stop()
    assert len(server.camera.asked) == asked


async def test_under_rain_a_joystick_still_moves_and_stops_the_camera() -> None:
    rates = {
        Fault.LOSE: 0.1,
        Fault.DROP: 0.1,
        Fault.TWICE: 0.1,
        Fault.GARBAGE: 0.1,
        Fault.ELSEWHERE: 0.1,
        Fault.LATE: 0.05,
    }
    async with serve_visca("visca", HOST, 0, Motors(), Faults(rates, seed=4)) as server:
        head = ViscaHead(Endpoint.of("visca", HOST, server.port), MODELS["ptzoptics"])
        async with running(head):
            for index in range(30):
                await head.drive(Drive(pan=(index % 10 + 1) / 10))
            await head.stop()
            assert not server.camera.motors.moving(now())
            assert sum(server.camera.faults.happened.values()) > 10


@every_protocol
async def test_the_first_words_to_a_camera_are_stops(protocol: ViscaProtocol) -> None:
    async with serve_visca(protocol, HOST, 0, Motors(), Faults()) as server:
        for axis in ("pan", "zoom"):
            server.camera.motors.drive(axis, 0.01, now())
        head = ViscaHead(Endpoint.of(protocol, HOST, server.port), MODELS["generic"])
        async with running(head):
            assert not server.camera.motors.moving(now())
            said = [asked.message for asked in server.camera.asked]
            assert [type(message) for message in said[:4]] == [m.IfClear, m.PanTilt, m.Zoom, q.AskVersion]
            await until(lambda: m.MoveFocus(m.FocusWay.STOP) in [asked.message for asked in server.camera.asked])
