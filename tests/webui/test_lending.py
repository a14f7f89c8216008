"""A lent camera over real sockets: which of many hands is obeyed, and when none of the guests' is."""

from __future__ import annotations

import asyncio
from pathlib import Path

from msgspec.structs import replace

from control.clock import Duration
from control.core.air import Settle
from control.core.lending_acts import Due, Terms
from control.core.program import ObserveProgram
from control.hands import REST, Hands, Stick
from control.journal.base import JournalRefusing
from tests.control.core.shows import SLATE
from tests.webui.lending import CAM, DOME, FULL, TERMS, heard, lending, moved, pull
from tests.webui.served import until
from webui.fence import DEAD_ZONE


async def test_of_fifty_on_one_joystick_one_is_obeyed(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        await here.open(await here.crew())
        pages = [await here.guest(joins=False) for _ in range(50)]
        receipts = [await page.do({"type": "lending.join"}) for page in pages]
        assert [receipt["ok"] for receipt in receipts] == [True] * 31 + [False] * 19
        assert receipts[-1]["error"]["code"] == "lending-queue-full"
        await asyncio.gather(*(pull(page, 30) for page in pages))
        told = await asyncio.gather(*(heard(page) for page in pages))
        assert told[0] == []
        assert all(codes == ["lending-not-your-turn"] for codes in told[1:]), "said once, however often they pull"
        assert here.driver.moves, "the first one moves it"
        assert here.lent.turn is not None
        assert {hand for hand, _, _ in here.driver.moves} == {here.lent.turn.guest.id}
        assert {(camera, stick) for _, camera, stick in here.driver.moves} == {(DOME, FULL)}


async def test_another_camera_than_that_of_the_link_is_not_moved(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        await here.open(await here.crew())
        guest = await here.guest()
        assert (await moved(here, guest, camera="left"))[1] == FULL


async def test_taken_back_at_once(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        crew = await here.crew()
        await here.open(crew)
        guest = await here.guest()
        hand, _ = await moved(here, guest)
        assert (await crew.do({"type": "lending.take-back", "camera": DOME}))["ok"]
        assert (here.driver.released, here.driver.halted) == ([hand], [DOME])
        here.driver.moves.clear()
        await pull(guest, 5)
        assert await heard(guest) == ["lending-held"]
        assert here.driver.moves == []
        assert (await crew.do({"type": "lending.give-back", "camera": DOME}))["ok"]
        await moved(here, guest)


async def test_when_the_turn_ends_he_lets_go_and_the_next_has_it(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        crew = await here.crew()
        await here.open(crew)
        first, second = await here.guest(), await here.guest()
        hand, _ = await moved(here, first)
        here.efir.clock.advance(TERMS.turn)
        await pull(first)
        assert await heard(first) == ["lending-not-your-turn"], "time is up, whoever has noticed"
        assert here.driver.moves[-1] == (hand, DOME, REST)
        assert here.lent.turns == 1
        await here.system(Due(DOME, 1))
        assert here.driver.halted == [], "what was recalled ends where it was sent"
        assert (await moved(here, second))[0] != hand
        assert (await crew.do({"type": "lending.close", "camera": DOME}))["ok"]
        assert here.driver.halted == [DOME]


async def test_on_air_it_is_the_operators(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        crew = await here.crew()
        await here.open(crew)
        guest = await here.guest()
        await moved(here, guest)
        assert (await crew.do({"type": "program.take", "scene": CAM, "auto": False}))["ok"]
        assert len(here.driver.released) == 1
        await pull(guest)
        assert await heard(guest) == ["lending-on-air"]
        while not guest.data["lend"].get("blocked"):
            await guest.next()
        assert guest.data["lend"]["onAir"]


async def test_while_it_is_not_known_what_is_on_air_it_is_the_operators(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        crew = await here.crew()
        await here.open(crew)
        guest = await here.guest()
        await moved(here, guest)
        await here.system(ObserveProgram(foreign="Чужая"))
        assert len(here.driver.released) == 1
        await pull(guest)
        assert await heard(guest) == ["lending-air-unknown"]
        while not guest.data["lend"].get("blocked"):
            await guest.next()
        assert not guest.data["lend"]["onAir"]
        await here.system(ObserveProgram(scene=SLATE))
        await moved(here, guest)


async def test_while_a_transition_runs_it_is_the_operators(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        crew = await here.crew()
        await here.open(crew)
        guest = await here.guest()
        assert (await crew.do({"type": "program.take", "scene": CAM}))["ok"]
        fade = {"kind": "fade", "duration": 2_000}
        assert (await crew.do({"type": "program.take", "scene": SLATE, "transition": fade}))["ok"]
        await pull(guest)
        assert await heard(guest) == ["lending-on-air"]
        here.efir.clock.advance(Duration(2_000))
        await here.system(Settle())
        await moved(here, guest)


async def test_the_focus_is_not_lent(tmp_path: Path) -> None:
    """The page has none, but whoever speaks the protocol himself might leave the show a blurred camera."""
    async with lending(tmp_path) as here:
        await here.open(await here.crew())
        guest = await here.guest()
        await pull(guest, 3, pan=0, focus=1.0)
        assert await heard(guest) == []
        assert here.driver.moves == []
        assert (await moved(here, guest, focus=1.0))[1] == FULL


async def test_a_hand_of_the_crew_comes_first(tmp_path: Path) -> None:
    """Also before the camera has told of it, and before the guest's own."""
    async with lending(tmp_path, hands=Hands(lambda: 0.0)) as here:  # no time passes: what is held is not silent
        crew = await here.crew()
        await here.open(crew, replace(TERMS, presets=True))
        guest = await here.guest()
        await crew.socket.send_json({"type": "drive", "camera": DOME, "pan": -0.5})
        await until(lambda: bool(here.driver.moves))
        mine = here.driver.moves[0][0]
        await pull(guest, 3)
        assert await heard(guest) == ["lending-crew-hand"]
        assert {hand for hand, _, _ in here.driver.moves} == {mine}
        receipt = await guest.do({"type": "lending.recall", "preset": "stage"})
        assert receipt["error"]["code"] == "lending-crew-hand"
        await crew.socket.send_json({"type": "drive", "camera": DOME})
        await until(lambda: here.driver.moves[-1] == (mine, DOME, REST))
        assert (await moved(here, guest))[0] != mine
        assert (await guest.do({"type": "lending.recall", "preset": "stage"}))["error"]["code"] == "lending-no-preset"


async def test_a_stick_of_the_crew_that_moves_nothing_keeps_nobody_out(tmp_path: Path) -> None:
    """One that rests beside its middle, and one that a STOP found held."""
    async with lending(tmp_path, hands=Hands(lambda: 0.0)) as here:
        crew = await here.crew()
        await here.open(crew)
        guest = await here.guest()
        await crew.socket.send_json({"type": "drive", "camera": DOME, "pan": -DEAD_ZONE, "zoom": 0.02})
        await until(lambda: len(here.driver.moves) == 1)
        await pull(guest)
        assert await heard(guest) == []
        await crew.socket.send_json({"type": "drive", "camera": DOME, "pan": -DEAD_ZONE - 0.01})
        await until(lambda: here.driver.moves[-1][2].pan < -DEAD_ZONE)
        await pull(guest)
        assert await heard(guest) == ["lending-crew-hand"]
        await crew.socket.send_json({"type": "halt", "camera": DOME})
        await crew.socket.send_json({"type": "drive", "camera": DOME, "pan": -0.5})
        await until(lambda: here.driver.moves[-1][2].pan == -0.5)
        await pull(guest)
        assert await heard(guest) == [], "it is held, and nothing comes of it"


async def test_only_the_guest_himself_lets_go_of_his_stick(tmp_path: Path) -> None:
    """Else after a STOP his camera would go on by itself (`devices.ptz.motion.Deadman`)."""
    async with lending(tmp_path, hands=Hands(lambda: 0.0)) as here:
        here.efir.telemetry.publish("heads", {DOME: {"moving": False, "pan": 0.0, "tilt": 0.0}})
        crew = await here.crew()
        await here.open(crew, Terms(TERMS.turn, TERMS.speed, pan=(-10.0, 10.0)))
        guest = await here.guest()
        hand, _ = await moved(here, guest)
        await crew.socket.send_json({"type": "halt", "camera": DOME})
        await until(lambda: here.driver.halted == [DOME])
        await moved(here, guest)  # he goes on as if nothing were
        await crew.socket.send_json({"type": "drive", "camera": DOME, "pan": -0.5})
        await until(lambda: any(one != hand for one, _, _ in here.driver.moves))
        await pull(guest)
        assert await heard(guest) == ["lending-crew-hand"]
        assert here.driver.paused == [hand]
        await crew.socket.send_json({"type": "drive", "camera": DOME})
        await until(lambda: here.driver.moves[-1][0] != hand and here.driver.moves[-1][2] == REST)
        await moved(here, guest)
        assert await heard(guest) == []
        here.efir.telemetry.publish("heads", {DOME: {"moving": False, "pan": 10.0, "tilt": 0.0}})
        await moved(here, guest)
        assert here.driver.paused == [hand, hand], "an edge is no letting go, either"
        here.driver.moves.clear()
        await pull(guest, pan=0)
        await until(lambda: here.driver.moves == [(hand, DOME, REST)])
        assert here.driver.paused == [hand, hand]


async def test_the_edge_is_told_once_and_back_leads_a_way(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        here.efir.telemetry.publish("heads", {DOME: {"moving": False, "pan": 10.0, "tilt": 0.0}})
        await here.open(await here.crew(), Terms(TERMS.turn, TERMS.speed, pan=(-10.0, 10.0)))
        guest = await here.guest()
        await pull(guest, 3)
        assert await heard(guest) == ["lending-edge"]
        assert here.driver.moves == []
        assert (await moved(here, guest, pan=-1.0))[1] == Stick(pan=-FULL.pan)


async def test_the_end_of_a_page_lets_go(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        await here.open(await here.crew())
        guest = await here.guest()
        hand, _ = await moved(here, guest)
        await guest.socket.close()
        await until(lambda: here.driver.released == [hand])


async def test_a_stick_at_rest_lets_go_though_it_is_not_his_turn(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        await here.open(await here.crew())
        guest = await here.guest()
        await moved(here, guest)
        await pull(guest, pan=0)
        await until(lambda: here.driver.moves[-1][2] == REST)
        await guest.socket.send_json({"type": "halt", "camera": DOME})
        await until(lambda: here.driver.halted == [DOME])


async def test_what_cannot_be_taken_back_is_not_lent(tmp_path: Path) -> None:
    """A journal that refuses takes no command of the operator's, either."""
    async with lending(tmp_path) as here:
        await here.open(await here.crew())
        guest = await here.guest()
        await moved(here, guest)
        here.efir.controller.journal_fault = JournalRefusing("journal-refusing")
        await pull(guest, 3)
        assert await heard(guest) == ["lending-not-now"]
        assert here.driver.moves[-1][2] == REST
        here.efir.controller.journal_fault = None
        await moved(here, guest)
