"""Guests of a lent camera, as Efir has them: their queue, their names, what they see, how much they may ask for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from control.core.lending_acts import Terms
from control.telemetry import FIRST_FEED
from tests.webui.lending import DOME, SHOW, TERMS, browser, heard, lending
from tests.webui.served import Page, served, until
from webui.lending import LONGEST_NAME, clean_name


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
