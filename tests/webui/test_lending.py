"""A lent camera over real sockets: who of many is obeyed, and what guests see and do not see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from control.clock import Duration
from control.core import camera_acts as acts
from control.core.air import Settle
from control.core.lending_acts import Due, Lent, Terms
from control.core.program import ObserveProgram
from control.core.types import CameraId, Command, ItemId, Role, SceneId
from control.hands import REST, Stick
from control.journal.base import JournalRefusing
from control.show import Camera, Item, Ptz, Scene
from control.telemetry import FIRST_FEED
from tests.control.core.shows import SLATE, make_show
from tests.webui.served import Page, Served, served, until
from tests.webui.test_hands import noted
from webui.fence import furthest
from webui.lending import EVERY, LONGEST_NAME, clean_name

DOME, CAM = CameraId("dome"), SceneId("cam")
MADE = make_show()
SHOW = make_show(
    cameras=(*MADE.cameras, Camera(id=DOME, name="Купол", url="rtsp://x", ptz=Ptz(visca="10.0.0.1"))),
    scenes=(
        *MADE.scenes,
        Scene(id=CAM, name="Купол", sources=(Item(id=ItemId("dome"), name="Купол", camera=DOME),)),
    ),
)
TERMS = Terms(Duration(60_000), 0.25)
PULL = {"type": "drive", "camera": DOME, "pan": 1.0}
FULL = Stick(pan=furthest(TERMS.speed))


class Lending:
    def __init__(self, efir: Served, stack: AsyncExitStack) -> None:
        self.efir, self._stack = efir, stack
        self.driver = noted(efir)

    async def system(self, command: Command) -> None:
        receipt = await self.efir.controller.system(command)
        assert receipt.ok, receipt.error

    async def crew(self) -> Page:
        page = await self._stack.enter_async_context(self.efir.page("panel", await self.efir.token(Role.OPERATOR)))
        return await page.opened()

    async def open(self, crew: Page, terms: Terms = TERMS) -> None:
        wire: dict[str, Any] = {"turn": terms.turn, "speed": terms.speed, "presets": terms.presets, "air": terms.air}
        wire |= {"pan": terms.pan, "zoom": terms.zoom}
        receipt = await crew.do({"type": "lending.open", "camera": DOME, "terms": wire})
        assert receipt["ok"], receipt

    async def guest(self, *, joins: bool = True) -> Page:
        page = await self._stack.enter_async_context(self.efir.page("lend", await self.efir.token(Role.GUEST, DOME)))
        await page.opened()
        if joins:
            assert (await page.do({"type": "lending.join"}))["ok"]
        return page

    @property
    def lent(self) -> Lent:
        return self.efir.controller.state.lending.lent[DOME]


@asynccontextmanager
async def lending(path: Path, grace: float = 15.0) -> AsyncIterator[Lending]:
    async with AsyncExitStack() as stack:
        efir = await stack.enter_async_context(served(path, show=SHOW, grace=grace))
        here = Lending(efir, stack)
        can: tuple[acts.Ability, ...] = ("pan-tilt", "zoom", "presets", "position", "degrees")
        await here.system(acts.ObserveHead(DOME, "connected", can=can))
        await here.system(ObserveProgram(scene=SLATE))  # else every camera may be on air
        yield here


async def heard(page: Page) -> list[str]:
    """The refusals of everything that was sent so far."""
    codes: list[str] = []
    await page.socket.send_json({"type": "ping", "t0": 1})
    while (message := await page.next()) is not None and message["type"] != "pong":
        if message["type"] == "declined":
            codes.append(message["error"]["code"])
    return codes


async def pull(page: Page, times: int = 1, **more: Any) -> None:
    for _ in range(times):
        await page.socket.send_json({**PULL, **more})


async def moved(here: Lending, page: Page, **more: Any) -> tuple[str, Stick]:
    """Pulls, as a page does again and again, until something of it reaches the camera: whose hand, and how."""
    here.driver.moves.clear()
    while not here.driver.moves:
        await pull(page, **more)
        await asyncio.sleep(EVERY / 1000)
    hand, camera, stick = here.driver.moves[0]
    assert camera == DOME
    return hand, stick


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
    async with lending(tmp_path) as here:
        crew = await here.crew()
        await here.open(crew, replace(TERMS, presets=True))
        guest = await here.guest()
        await crew.socket.send_json({"type": "drive", "camera": DOME, "pan": -0.5})
        await until(lambda: bool(here.driver.moves))
        mine = here.driver.moves[0][0]

        async def holds() -> None:
            while True:  # as a page does: whoever is silent holds nothing
                await crew.socket.send_json({"type": "drive", "camera": DOME, "pan": -0.5})
                await asyncio.sleep(0.05)

        holding = asyncio.create_task(holds())
        await pull(guest, 3)
        assert await heard(guest) == ["lending-crew-hand"]
        assert {hand for hand, _, _ in here.driver.moves} == {mine}
        receipt = await guest.do({"type": "lending.recall", "preset": "stage"})
        assert receipt["error"]["code"] == "lending-crew-hand"
        holding.cancel()
        await crew.socket.send_json({"type": "drive", "camera": DOME})
        await until(lambda: here.driver.moves[-1] == (mine, DOME, REST))
        assert (await moved(here, guest))[0] != mine
        assert (await guest.do({"type": "lending.recall", "preset": "stage"}))["error"]["code"] == "lending-no-preset"


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


@asynccontextmanager
async def browser(here: Lending) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who opened the link: the session's cookie says who he is."""
    token = await here.efir.token(Role.GUEST, DOME)
    async with aiohttp.ClientSession(
        here.efir.url, headers={"Origin": here.efir.url}, cookie_jar=aiohttp.CookieJar(unsafe=True)
    ) as session:
        async with session.get(f"/lend?t={token}", allow_redirects=False) as answer:
            assert answer.status == 303
            assert answer.headers["Location"].startswith("/lend?as=")
        yield session


async def test_who_is_gone_loses_his_place_and_who_comes_back_keeps_it(tmp_path: Path) -> None:
    async with lending(tmp_path, grace=1.5) as here:
        await here.open(await here.crew())
        await here.guest()
        async with browser(here) as first, browser(here) as second:
            ids: list[str] = []
            for one in (first, second):
                async with one.ws_connect("/live") as socket:
                    page = Page(socket)
                    await page.hello("lend")
                    await page.opened()
                    assert (await page.do({"type": "lending.join"}))["ok"]
                    ids = [guest.id for guest in here.lent.queue]
            async with first.ws_connect("/live") as socket:
                page = Page(socket)
                await page.hello("lend")
                await page.opened()
                assert page.data["lend"]["place"] == 1, "the same browser is the same guest"
                await until(lambda: len(here.lent.queue) < 2)
                assert [guest.id for guest in here.lent.queue] == ids[:1], "the other was away as long, and is gone"
            await until(lambda: not here.lent.queue)


async def test_a_queue_that_was_there_before_a_restart_is_looked_after(tmp_path: Path) -> None:
    async with lending(tmp_path, grace=30) as here:
        await here.open(await here.crew())
        await here.guest()
        assert here.lent.turn is not None
    async with served(tmp_path, show=SHOW, grace=0.05) as efir:
        await until(lambda: efir.controller.state.lending.lent[DOME].turn is None)


def everything_in(folder: Path) -> bytes:
    return b"".join([file.read_bytes() for file in folder.iterdir() if file.is_file()])


async def test_a_name_is_seen_by_the_crew_and_written_nowhere(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        crew = await here.crew()
        await here.open(crew)
        guest, other = await here.guest(joins=False), await here.guest()
        await guest.socket.send_json({"type": "introduce", "name": "  Агафья\u202e\n Тихоновна "})
        assert (await guest.do({"type": "lending.join"}))["ok"]
        while "Агафья Тихоновна" not in crew.live.get("guests", {}).values():
            await crew.next()
        assert crew.live["guests"] == {here.lent.queue[0].id: "Агафья Тихоновна"}
        await heard(other)
        assert "Агафья" not in str((other.data, other.live))
        await guest.socket.close()
        assert (await crew.do({"type": "lending.close", "camera": DOME}))["ok"]
        while crew.live["guests"]:
            await crew.next()
    kept = await asyncio.to_thread(everything_in, tmp_path)
    assert b"lending.joined" in kept
    assert "Агафья".encode() not in kept


@pytest.mark.parametrize(
    "text, name",
    [
        ("", ""),
        (" \t\n", ""),
        ("Анна", "Анна"),
        ("А\x00н\x1bна", "А н на"),
        ("\u202eannA\u2066", "annA"),
        ("z" + "\u0335" * 50, "z\u0335\u0335"),
        ("я" * 200, "я" * LONGEST_NAME),
        ("👩‍🚀 Ира", "👩🚀 Ира"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert clean_name(text) == name


async def test_a_name_that_is_no_name_ends_the_connection(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        guest = await here.guest(joins=False)
        await guest.socket.send_json({"type": "introduce", "name": "я" * 500})
        assert (await guest.closed())[0] == "bad-message"


async def test_what_a_guest_sees(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        guest = await here.guest(joins=False)
        assert set(guest.data) == {"show", "lend"}
        assert guest.data["lend"] == {
            "camera": DOME, "name": "Купол", "placeInShow": 2, "there": True, "open": False, "onAir": False,
            "waiting": 0, "panTilt": True, "zoom": True,
        }  # fmt: skip
        await here.open(await here.crew())
        first = await here.guest()
        assert (await guest.do({"type": "lending.join"}))["ok"]
        while guest.data["lend"].get("place") != 1:
            await guest.next()
        assert guest.data["lend"]["waiting"] == 1
        assert guest.data["lend"]["busy"]
        assert "clock" not in guest.data["lend"]
        while "clock" not in first.data["lend"]:
            await first.next()
        assert first.data["lend"]["clock"]["target"] == here.efir.clock.now() + TERMS.turn
        assert here.lent.turn is not None
        assert here.lent.turn.guest.id not in str(guest.data), "of others he learns how many they are"


async def test_a_guest_is_told_how_far_he_may_turn_and_zoom(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        crew = await here.crew()
        guest = await here.guest(joins=False)
        for pan, zoom, told in (
            (None, (0.0, 0.5), {"zoomTo": 0.5}),
            (None, (0.25, 1.0), {"zoomFrom": 0.25}),
            ((-10.0, 10.0), None, {"bounded": True}),
            ((-10.0, 10.0), (0.25, 0.5), {"bounded": True, "zoomFrom": 0.25, "zoomTo": 0.5}),
            (None, None, {}),
        ):
            await here.open(crew, Terms(TERMS.turn, TERMS.speed, pan=pan, zoom=zoom))
            said = {"bounded", "zoomFrom", "zoomTo"}
            while {key: guest.data["lend"].get(key) for key in said & guest.data["lend"].keys()} != told:
                assert await guest.next() is not None


async def test_a_guest_sees_his_camera_and_no_other_picture(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        guest = await here.guest(joins=False)
        for channel in (0, 1, 2, FIRST_FEED, FIRST_FEED + 2):
            here.efir.telemetry.publish_picture(channel, b"picture")
        while not guest.pictures:
            await guest.next()
        await heard(guest)
        assert guest.pictures == [bytes((FIRST_FEED + 2,)) + b"picture"]
        assert here.efir.telemetry.wants(FIRST_FEED + 2)
        assert not here.efir.telemetry.wants(FIRST_FEED + 1)


async def test_guests_cannot_flood_the_journal(tmp_path: Path) -> None:
    async with lending(tmp_path) as here:
        await here.open(await here.crew())
        guest = await here.guest(joins=False)
        codes = []
        for turn in range(12):
            kind = "lending.leave" if turn % 2 else "lending.join"
            codes.append((await guest.do({"type": kind})).get("error", {}).get("code"))
        assert codes[-1] == "too-many-commands"


async def test_by_http_and_by_many_connections_they_cannot_either(tmp_path: Path) -> None:
    async with lending(tmp_path) as here, browser(here) as guest:
        await here.open(await here.crew())
        before = here.efir.controller.seq
        codes = []
        for turn in range(12):
            kind = "lending.leave" if turn % 2 else "lending.join"
            async with guest.post("/api/commands", json={"id": f"http-{turn}", "command": {"type": kind}}) as answer:
                codes.append((await answer.json()).get("error", {}).get("code"))
        assert codes[-1] == "too-many-commands"
        async with guest.ws_connect("/live") as socket:
            page = Page(socket)
            await page.hello("lend")
            await page.opened()
            receipts = [await page.do({"type": "lending.join"}) for _ in range(3)]
        assert receipts[-1]["error"]["code"] == "too-many-commands"
        assert here.efir.controller.seq - before <= 11


async def test_links_for_guests_are_for_cameras_that_move(tmp_path: Path) -> None:
    async with lending(tmp_path) as here, await here.efir.owner() as owner:
        async with owner.post("/api/links", json={"role": "guest", "subject": DOME}) as answer:
            assert answer.status == 201
            assert "/lend?t=" in (await answer.json())["url"]
        for camera in ("left", "nobody", ""):
            async with owner.post("/api/links", json={"role": "guest", "subject": camera}) as answer:
                assert answer.status == 400
                assert (await answer.json())["error"]["code"] == "lending-no-camera"


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
