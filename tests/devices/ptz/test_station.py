"""Several heads in one process: what goes oddly wrong with one of them is its own trouble, and is told."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from control.core.camera_acts import Where
from control.core.types import CameraId
from control.hands import REST, Stick
from devices.ptz.head import Head, HeadError, HeadRefused, HeadSilent, Mode, Modes, Position
from devices.ptz.make import make_head
from devices.ptz.motion import Drive
from devices.ptz.putting_back import put_back
from devices.ptz.simulated import onvif as simulated
from devices.ptz.simulated.cgi import serve_cgi
from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.onvif import serve_onvif
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.station import Station
from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.head import MODELS, ViscaHead
from devices.ptz.visca.patterns import Inquiry
from devices.ptz.visca.transport import Endpoint
from devices.ptz.wire import (
    Balked,
    Changed,
    Halt,
    HeadConfig,
    Lamp,
    Move,
    Pause,
    Perform,
    Performed,
    Protocol,
    Seen,
    Up,
    Verb,
)
from tests.devices.ptz.rigs import HOST, now, until

WELL, ODD = CameraId("well"), CameraId("odd")


class Rig:
    def __init__(self, station: Station, task: asyncio.Task[None], said: list[Up]) -> None:
        self.station, self.task, self.said = station, task, said

    @property
    def done(self) -> dict[int, Performed]:
        return {one.number: one for one in self.said if isinstance(one, Performed)}

    def phase(self, camera: CameraId) -> str:
        return next((one.phase for one in reversed(self.said) if isinstance(one, Changed) and one.camera == camera), "")

    @property
    def balked(self) -> list[str]:
        return [one.why for one in self.said if isinstance(one, Balked)]

    @property
    def modes(self) -> Modes:
        return next((one.modes for one in reversed(self.said) if isinstance(one, Seen)), Modes())

    async def hold(self, stick: Stick, until_it: Callable[[], object], within: float = 10.0) -> None:
        async with asyncio.timeout(within):
            while not until_it():
                self.station.take(Move(WELL, "hand", stick))
                await asyncio.sleep(0.02)

    def let_go(self) -> None:
        self.station.take(Move(WELL, "hand", REST))

    @property
    def where(self) -> Where | None:
        """As it was told last, of the only camera."""
        return next((one.where for one in reversed(self.said) if isinstance(one, Seen)), None)


@asynccontextmanager
async def station(*configs: HeadConfig, make: Callable[[HeadConfig], Head] = make_head) -> AsyncIterator[Rig]:
    said: list[Up] = []
    made = Station(configs, said.append, make)
    task = asyncio.create_task(made.run())
    try:
        yield Rig(made, task, said)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def visca(camera: CameraId, port: int) -> HeadConfig:
    return HeadConfig(camera=camera, protocol="visca", host=HOST, port=port)


async def moves(rig: Rig, server: ViscaServer) -> None:
    """The camera that is well obeys a hand, and its neighbour did not end the station."""
    async with asyncio.timeout(30):
        while not (rig.task.done() or server.camera.motors.moving(now()) == {"pan"}):
            rig.station.take(Move(WELL, "hand", Stick(pan=1)))
            await asyncio.sleep(0.02)
    assert not rig.task.done()


async def test_after_a_halt_only_who_lets_go_may_begin_again() -> None:
    """A stick in the dead zone moves nothing, and is held; what is paused likewise."""
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server, station(visca(WELL, server.port)) as rig:
        await until(lambda: rig.phase(WELL) == "connected", within=30)

        def hand(*messages: Move | Pause | Halt) -> str | None:
            for message in messages:
                rig.station.take(message)
            return next(one.hand for one in reversed(rig.said) if isinstance(one, Seen))

        pull, nearly = Move(WELL, "hand", Stick(pan=1)), Move(WELL, "hand", Stick(pan=0.05))
        assert hand(pull) == "hand"
        assert hand(nearly) is None
        assert hand(pull) == "hand"
        assert hand(Pause(WELL, "hand")) is None
        assert hand(Halt(WELL), pull) is None
        assert hand(nearly, pull) is None
        assert hand(Pause(WELL, "hand"), pull) is None
        assert hand(Move(WELL, "hand", REST), pull) == "hand"


@pytest.mark.parametrize("protocol", ["visca", "visca-tcp", "cgi", "onvif"])
async def test_an_address_that_can_be_none_takes_no_other_camera_away(protocol: Protocol) -> None:
    nowhere = HeadConfig(camera=ODD, protocol=protocol, host="no..where", port=1)
    async with (
        serve_visca("visca", HOST, 0, Motors(), Faults()) as server,
        station(nowhere, visca(WELL, server.port)) as rig,
    ):
        await until(lambda: rig.phase(ODD) == "away" or rig.task.done(), within=30)
        await moves(rig, server)


async def test_a_camera_whose_position_is_no_number_takes_no_other_away(monkeypatch: pytest.MonkeyPatch) -> None:
    without = (
        "<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position><tt:PanTilt space='s'/></tt:Position>"
        "<tt:UtcTime>2026-01-01T00:00:00Z</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>"
    )
    monkeypatch.setitem(simulated._ACTS, "GetStatus", lambda *_: without)
    async with (
        serve_visca("visca", HOST, 0, Motors(), Faults()) as server,
        serve_onvif(HOST, 0, Motors(), Faults(), "", "") as camera,
    ):
        odd = HeadConfig(camera=ODD, protocol="onvif", host=HOST, port=camera.port)
        async with station(odd, visca(WELL, server.port)) as rig:
            await until(lambda: rig.phase(ODD) == "connected" or rig.task.done(), within=30)
            await until(lambda: camera.asked.count("GetStatus") > 1 or rig.task.done(), within=10)
            await moves(rig, server)


async def test_what_nobody_thought_of_takes_no_other_camera_away() -> None:
    asked: list[float] = []

    class Lost(ViscaHead):
        async def position(self) -> Position:
            asked.append(now())
            raise TypeError("nobody thought of this")

    def make(config: HeadConfig) -> Head:
        if config.camera == WELL:
            return make_head(config)
        return Lost(Endpoint.of("visca", config.host, config.port), MODELS["generic"])

    async with (
        serve_visca("visca", HOST, 0, Motors(), Faults()) as server,
        serve_visca("visca", HOST, 0, Motors(), Faults()) as other,
        station(visca(ODD, other.port), visca(WELL, server.port), make=make) as rig,
    ):
        await until(lambda: len(asked) > 1 or rig.task.done(), within=30)
        await moves(rig, server)
        assert rig.phase(ODD) == "connected"


class OddHead(ViscaHead):
    """Whatever is asked of it fails in a way that nobody thought of."""

    async def home(self) -> None:
        raise LookupError("nobody thought of this")

    async def position(self) -> Position:
        raise TypeError("nor of this")


async def test_an_act_that_fails_oddly_is_reported() -> None:
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        head = OddHead(Endpoint.of("visca", HOST, server.port), MODELS["generic"])
        async with station(visca(ODD, server.port), make=lambda _: head) as rig:
            await until(lambda: rig.phase(ODD) == "connected")
            rig.station.take(Perform(1, ODD, "home"))
            rig.station.take(Perform(2, ODD, "store", 3))
            await until(lambda: len(rig.done) == 2)
            assert rig.done == {1: Performed(1, False, "ptz-refused"), 2: Performed(2, True)}
            assert 3 in server.camera.motors.presets


async def test_an_act_whose_head_ended_under_it_is_reported() -> None:
    async with serve_cgi(HOST, 0, Motors(), Faults(), "", "") as camera:
        config = HeadConfig(camera=ODD, protocol="cgi", host=HOST, port=camera.port)
        async with station(config) as rig:
            await until(lambda: rig.phase(ODD) == "connected")
            camera.faults.soon(Fault.LATE)
            rig.station.take(Perform(1, ODD, "store", 3))
            await until(lambda: "ptzcmd&posset&3" in camera.asked)
            rig.task.cancel()
            await until(lambda: rig.done)
            assert rig.done == {1: Performed(1, False, "ptz-no-answer")}


async def test_no_lamp_is_left_burning() -> None:
    """PTZOptics' lamp does not go out by itself, also when the stop before it is not answered."""

    class Deaf(ViscaHead):
        async def drive(self, drive: Drive) -> None:
            raise HeadSilent(HOST)

    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        head = Deaf(Endpoint.of("visca", HOST, server.port), MODELS["ptzoptics"])
        async with station(visca(WELL, server.port), make=lambda _: head) as rig:
            await until(lambda: rig.phase(WELL) == "connected")
            rig.station.take(Lamp(WELL, "program"))
            await until(lambda: server.camera.lamp)
            await rig.station.let_go()
            assert not server.camera.lamp


async def test_where_it_stood_is_not_told_once_it_cannot_be_read() -> None:
    """Whoever keeps a guest inside a range relies on it."""

    class Forgetful(ViscaHead):
        fault: Exception | None = None
        asked = 0

        async def position(self) -> Position:
            self.asked += 1
            if self.fault is not None:
                raise self.fault
            return Position(1.0, 2.0, None)

    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        head = Forgetful(Endpoint.of("visca", HOST, server.port), MODELS["generic"])
        async with station(visca(WELL, server.port), make=lambda _: head) as rig:

            async def held(until_it: Callable[[], object]) -> None:
                async with asyncio.timeout(5):
                    while not until_it():
                        rig.station.take(Move(WELL, "hand", Stick(pan=0.5)))
                        await asyncio.sleep(0.02)

            for fault in (HeadSilent(HOST), TypeError("nobody thought of this")):
                await held(lambda: rig.where is not None)
                head.fault = fault
                await held(lambda: rig.where is None)
                head.fault = None


async def test_a_position_that_is_long_in_coming_is_not_known_meanwhile() -> None:
    class Slow(ViscaHead):
        waits = False

        async def position(self) -> Position:
            if self.waits:
                await asyncio.Event().wait()
            return Position(1.0, 2.0, None)

    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        head = Slow(Endpoint.of("visca", HOST, server.port), MODELS["generic"])
        async with station(visca(WELL, server.port), make=lambda _: head) as rig:
            await until(lambda: rig.where is not None)
            head.waits = True
            rig.station.take(Move(WELL, "hand", Stick(pan=0.5)))
            await until(lambda: rig.where is None)


async def test_after_it_let_go_no_hand_and_no_act_moves_a_camera() -> None:
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server, station(visca(WELL, server.port)) as rig:
        await until(lambda: rig.phase(WELL) == "connected", within=30)
        await moves(rig, server)
        ending = asyncio.create_task(rig.station.let_go())
        for number in range(20):  # whoever moves it has not heard of the end
            await asyncio.sleep(0.02)
            rig.station.take(Move(WELL, "hand", Stick(pan=1)))
            rig.station.take(Perform(number, WELL, "home"))
        await ending
        assert not server.camera.motors.moving(now())
        assert rig.done == {number: Performed(number, False, "ptz-away") for number in range(20)}


# --- what a camera refuses to a hand, and what it is set to


def drives(server: ViscaServer) -> list[float]:
    """When it was told to turn."""
    asked = [each for each in server.camera.asked if isinstance(each.message, m.PanTilt)]
    return [each.at for each in asked if each.message.across is not m.Across.STOP]  # type: ignore[union-attr]


@asynccontextmanager
async def one() -> AsyncIterator[tuple[Rig, ViscaServer]]:
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server, station(visca(WELL, server.port)) as rig:
        await until(lambda: rig.phase(WELL) == "connected", within=30)
        yield rig, server


async def test_a_stick_that_is_held_while_the_camera_wakes_moves_it_then() -> None:
    async with one() as (rig, server):
        server.camera.on = False
        await rig.hold(Stick(pan=1), lambda: len(drives(server)) > 3)
        tries = drives(server)
        assert min(later - earlier for earlier, later in itertools.pairwise(tries)) > 0.1, "not at every word"
        server.camera.on = True
        await rig.hold(Stick(pan=1), lambda: server.camera.motors.moving(now()) == {"pan"})
        assert rig.balked == ["hand-asleep"], "once, for a hold"
        rig.let_go()
        await until(lambda: not server.camera.motors.moving(now()))
        server.camera.on = False
        await rig.hold(Stick(pan=1), lambda: len(rig.balked) == 2)


async def test_after_a_stop_nothing_that_was_refused_is_tried_again() -> None:
    async with one() as (rig, server):
        server.camera.on = False
        await rig.hold(Stick(pan=1), lambda: rig.balked)
        rig.station.take(Halt(WELL))
        tried = len(drives(server))
        server.camera.on = True
        began = now()
        await rig.hold(Stick(pan=1), lambda: now() - began > 0.8)  # it is still held
        assert len(drives(server)) == tried
        assert not server.camera.motors.moving(now())
        rig.let_go()
        await rig.hold(Stick(pan=1), lambda: server.camera.motors.moving(now()) == {"pan"})


async def test_a_focus_that_is_automatic_is_pulled_once_it_is_manual() -> None:
    async with one() as (rig, server):

        def pulled_again() -> bool:
            """Without a stop between, as there is one if the hand was lost for a moment: on a busy machine, say."""
            words = [each.message for each in server.camera.asked]
            focused = [type(word) for word in words if isinstance(word, m.FocusFar | m.MoveFocus)]
            return (m.FocusFar, m.FocusFar) in itertools.pairwise(focused)

        await rig.hold(Stick(focus=1), pulled_again)
        await rig.hold(Stick(focus=1), lambda: rig.balked)
        assert rig.balked == ["hand-focuses"]
        server.camera.focus_mode = m.FocusMode.MANUAL
        await rig.hold(Stick(focus=1), lambda: server.camera.motors.moving(now()) == {"focus"})
        rig.let_go()
        await until(lambda: not server.camera.motors.moving(now()))


async def test_whoever_let_go_before_he_was_refused_is_told_at_his_next_hold() -> None:
    class Slow(ViscaHead):
        asked = 0

        async def drive(self, drive: Drive) -> None:
            if drive:
                self.asked += 1
                await refuses.wait()
                raise HeadRefused("ptz-not-now", host=HOST)

    refuses = asyncio.Event()
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        head = Slow(Endpoint.of("visca", HOST, server.port), MODELS["generic"])
        async with station(visca(WELL, server.port), make=lambda _: head) as rig:
            await until(lambda: rig.phase(WELL) == "connected")
            await rig.hold(Stick(pan=1), lambda: head.asked)
            rig.let_go()
            refuses.set()
            await until(lambda: rig.balked)
            told = len(rig.balked)
            await rig.hold(Stick(pan=1), lambda: len(rig.balked) > told)


async def test_why_else_a_camera_refuses_is_told_as_it_says() -> None:
    async with one() as (rig, server):
        server.camera.faults.soon(Fault.REFUSE, 5)  # not only the stop of its focus, when it was found
        await rig.hold(Stick(pan=1), lambda: rig.balked)
        assert rig.balked == ["hand-not-now"]


async def test_what_somebody_else_changed_is_seen_but_no_hand_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.ptz.modes.EVERY_S", 0.02)
    monkeypatch.setattr("devices.ptz.modes.SETTLES_S", 0.0)
    async with one() as (rig, server):
        await until(lambda: rig.modes == Modes("on", "auto", "auto", "auto"))
        server.camera.focus_mode, server.camera.white_balance = m.FocusMode.MANUAL, m.WhiteBalanceMode.OUTDOOR
        await until(lambda: rig.modes == Modes("on", "manual", "outdoor", "auto"))
        await rig.hold(Stick(pan=0.5), lambda: server.camera.motors.moving(now()) == {"pan"})
        before = len(server.camera.asked)
        began = now()
        await rig.hold(Stick(pan=0.5), lambda: now() - began > 0.5)
        kinds = {type(each.message) for each in server.camera.asked[before:] if isinstance(each.message, Inquiry)}
        assert kinds <= {q.AskPanTilt, q.AskZoom, q.AskVersion}
        rig.let_go()
        server.camera.on = False
        await until(lambda: rig.modes == Modes("off"))
        server.camera.on = True
        await until(lambda: rig.modes == Modes("on", "manual", "outdoor", "auto"))


async def test_a_camera_that_knows_no_such_question_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.ptz.modes.EVERY_S", 0.01)
    monkeypatch.setattr("devices.ptz.modes.SETTLES_S", 0.0)
    asked: Counter[Mode] = Counter()

    class Mute(ViscaHead):
        async def mode(self, which: Mode) -> str | None:
            asked[which] += 1
            if which is Mode.POWER:
                return await super().mode(which)
            raise HeadSilent(HOST)

    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        head = Mute(Endpoint.of("visca", HOST, server.port), MODELS["generic"])
        async with station(visca(WELL, server.port), make=lambda _: head) as rig:
            await until(lambda: asked[Mode.POWER] > 10)
            assert rig.modes == Modes("on")
            assert {asked[mode] for mode in Mode if mode is not Mode.POWER} == {2}


async def test_one_that_answered_nothing_while_it_started_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """When it is set to something, and else seldom."""
    monkeypatch.setattr("devices.ptz.modes.EVERY_S", 0.01)
    monkeypatch.setattr("devices.ptz.modes.SETTLES_S", 0.0)
    asked: Counter[Mode] = Counter()

    class Starting(ViscaHead):
        deaf = True

        async def mode(self, which: Mode) -> str | None:
            asked[which] += 1
            if self.deaf:
                raise HeadSilent(HOST)
            return await super().mode(which)

    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        head = Starting(Endpoint.of("visca", HOST, server.port), MODELS["generic"])
        async with station(visca(WELL, server.port), make=lambda _: head) as rig:
            await until(lambda: all(asked[mode] == 2 for mode in Mode))
            assert rig.modes == Modes()
            head.deaf = False
            rig.station.take(Perform(1, WELL, "focus", word="manual"))
            await until(lambda: rig.modes == Modes("on", "manual", "auto", "auto"))
        asked.clear()
        monkeypatch.setattr("devices.ptz.modes.UNHEARD_S", 0.2)
        head = Starting(Endpoint.of("visca", HOST, server.port), MODELS["generic"])
        async with station(visca(WELL, server.port), make=lambda _: head) as rig:
            await until(lambda: all(asked[mode] > 2 for mode in Mode))
            head.deaf = False
            await until(lambda: rig.modes == Modes("on", "manual", "auto", "auto"))


# --- presets put back


async def test_what_is_not_where_it_should_be_is_not_stored() -> None:
    """A camera that turns less far than the one before it, say."""
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        config = HeadConfig(camera=WELL, protocol="visca", host=HOST, port=server.port, model="ptzoptics")
        async with station(config) as rig:
            await until(lambda: rig.phase(WELL) == "connected", within=30)
            rig.station.take(Perform(1, WELL, "put-back", 3, where=Where(175.0, 0.0, 0.0)))
            await until(lambda: rig.done, within=20)
            assert rig.done == {1: Performed(1, False, "ptz-elsewhere")}
            assert server.camera.motors.presets == {}
            rig.station.take(Perform(2, WELL, "put-back", 3, where=Where(165.0, 10.0, 0.5)))
            await until(lambda: 2 in rig.done, within=20)
            assert rig.done[2].ok
            assert server.camera.motors.presets[3].pan == pytest.approx(165, abs=0.1)


async def test_under_a_hand_nothing_is_put_back() -> None:
    async with one() as (rig, server):
        await rig.hold(Stick(tilt=0.5), lambda: server.camera.motors.moving(now()) == {"tilt"})
        rig.station.take(Perform(1, WELL, "put-back", 3, where=Where(165.0, 0.0, 0.0)))
        assert rig.done == {1: Performed(1, False, "ptz-cancelled")}
        rig.let_go()
        await until(lambda: not server.camera.motors.moving(now()))
        assert server.camera.motors.at("pan", now()) == 0


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("error", [HeadSilent(HOST), HeadRefused("ptz-not-now", host=HOST)])
async def test_whatever_else_befell_what_is_not_wanted_any_more_it_was_left(error: HeadError, wanted: bool) -> None:
    class Failing(ViscaHead):
        async def go_to(self, position: Position, speed: float) -> None:
            raise error

    head = Failing(Endpoint.of("visca", HOST, 1), MODELS["generic"])
    with pytest.raises(HeadError) as raised:
        await put_back(head, 3, Position(1.0, 0.0, None), 0.5, lambda: wanted)
    assert raised.value.code == (error.code if wanted else "ptz-cancelled")


@pytest.mark.parametrize("act", ["recall", "store", "home", "power"])
async def test_another_act_comes_before_what_is_put_back(act: Verb) -> None:
    async with serve_visca("visca", HOST, 0, Motors(), Faults()) as server:
        config = HeadConfig(camera=WELL, protocol="visca", host=HOST, port=server.port, model="ptzoptics")
        async with station(config) as rig:
            await until(lambda: rig.phase(WELL) == "connected", within=30)
            server.camera.motors.store(5, now())
            rig.station.take(Perform(1, WELL, "put-back", 3, where=Where(165.0, 0.0, 0.0)))
            await until(lambda: "pan" in server.camera.motors.moving(now()))
            rig.station.take(Perform(2, WELL, act, 5, "on"))
            await until(lambda: len(rig.done) == 2)
            assert (rig.done[1].code, rig.done[2].ok) == ("ptz-cancelled", True)
            assert 3 not in server.camera.motors.presets


async def test_presets_go_back_by_onvif_too() -> None:
    async with serve_onvif(HOST, 0, Motors(), Faults(), "", "") as camera:
        config = HeadConfig(camera=WELL, protocol="onvif", host=HOST, port=camera.port)
        async with station(config) as rig:
            await until(lambda: rig.phase(WELL) == "connected", within=30)
            rig.station.take(Perform(1, WELL, "put-back", 3, where=Where(0.5, 0.25, 0.5)))
            await until(lambda: rig.done, within=20)
            assert rig.done == {1: Performed(1, True)}
            stored = next(iter(camera.motors.presets.values()))
            assert stored.pan == pytest.approx(85, abs=0.5)
            assert stored.zoom == pytest.approx(0.5, abs=0.01)
