"""Clients made for Ontime: a script through a whole show, rights, the port of its own, and what a browser may not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from control.clock import Duration
from control.core.stage import Hush, Say, SecondLine
from control.core.timer_state import timers_of
from control.core.types import Role, TimerId
from control.grants import Grant
from control.show import OntimePort, Outside
from tests.control.core.rundowns import SHOW
from tests.webui.outside.machines import OntimeClient, get, house, ontime
from tests.webui.served import Served
from webui.outside.door import Door, refusal_of

MINUTE = 60_000


async def address(efir: Served, role: Role = Role.OPERATOR, subject: str = "") -> str:
    return f"{efir.url}/ontime/ws?token={await efir.token(role, subject)}".replace("http", "ws")


async def opened(client: OntimeClient) -> None:
    await client.next()
    assert await client.ask("version") == "4.11.0"


def on_stage(efir: Served) -> str:
    message = efir.controller.state.stage.message
    return message.text if message is not None else ""


# --- a show ---


async def test_a_show_is_played_by_a_client_of_ontimes(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        first = await client.next()
        assert first["tag"] == "runtime-data"
        assert set(first["payload"]) == {
            "clock", "timer", "message", "rundown", "offset", "eventNow", "eventNext", "eventFlag", "groupNow",
            "auxtimer1", "auxtimer2", "auxtimer3", "ping",
        }  # fmt: skip
        assert first["payload"]["clock"] == 12 * 60 * MINUTE
        assert await client.ask("version") == "4.11.0"
        assert (await client.ask("poll"))["rundown"]["numEvents"] == 3

        assert await client.ask("start") == "ontime-not-loaded"
        assert await client.ask("load", {"index": 1}) == "success"
        state = await client.until(lambda s: s["timer"]["playback"] == "armed")
        assert state["eventNow"]["id"] == "a"
        assert state["rundown"]["selectedEventIndex"] == 0

        assert await client.ask("start") == "success"
        state = await client.until(lambda s: s["timer"]["playback"] == "play")
        assert (state["timer"]["duration"], state["timer"]["current"]) == (10 * MINUTE, 10 * MINUTE)
        assert state["eventNext"]["cue"] == "2"

        efir.clock.advance(Duration(MINUTE))
        assert await client.ask("pause") == "success"
        state = await client.until(lambda s: s["timer"]["playback"] == "pause")
        assert (state["timer"]["current"], state["timer"]["elapsed"]) == (9 * MINUTE, MINUTE)

        efir.clock.advance(Duration(MINUTE))
        assert await client.ask("addtime", {"add": 2 * MINUTE}) == "success"
        assert await client.ask("addtime", -MINUTE) == "success"
        assert await client.ask("addtime", 61 * MINUTE) == "add-too-much"
        state = await client.until(lambda s: s["timer"]["addedTime"] == MINUTE)
        assert state["offset"]["absolute"] == 2 * MINUTE  # one paused, one added

        assert await client.ask("start") == "success"
        await client.until(lambda s: s["timer"]["playback"] == "play")
        assert await client.ask("start", "next") == "success"
        state = await client.until(lambda s: s["eventNow"]["id"] == "b")
        assert state["groupNow"]["id"] == "g"
        assert await client.ask("start", "previous") == "success"
        await client.until(lambda s: s["eventNow"]["id"] == "a")
        assert await client.ask("start", {"cue": "3"}) == "success"
        await client.until(lambda s: s["eventNow"]["id"] == "c")
        assert await client.ask("start", {"id": "nothing"}) == "ontime-no-event"

        assert await client.ask("roll") == "success"
        await client.until(lambda s: s["timer"]["playback"] == "roll")
        assert await client.ask("stop") == "success"
        state = await client.until(lambda s: s["timer"]["playback"] == "stop")
        assert state["timer"]["current"] is None
        assert not efir.controller.state.rundown.run.roll


async def test_only_what_changed_is_told(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        await efir.controller.system(Hush())
        before = len(client.patches)
        assert await client.ask("message", {"timer": {"text": "Минута", "visible": True}}) == "success"
        await client.until(lambda s: s["message"]["timer"]["visible"])
        assert client.patches[before:] == [{"message": client.state["message"]}]


async def test_the_clock_is_told_at_each_second_while_it_moves(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        assert await client.ask("start", "next") == "success"
        await client.until(lambda s: s["timer"]["playback"] == "play")
        efir.clock.advance(Duration(1_000))
        state = await client.until(lambda s: s["timer"]["current"] == 10 * MINUTE - 1_000)
        assert state["clock"] == 12 * 60 * MINUTE + 1_000


async def test_a_message_waits_until_it_is_to_be_seen(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        assert await client.ask("message", {"timer": {"text": "Пора"}}) == "success"
        assert not on_stage(efir)
        assert (await client.ask("poll"))["message"]["timer"]["text"] == "Пора"
        assert await client.ask("message", {"timer": {"visible": 1}}) == "success"
        assert on_stage(efir) == "Пора"
        assert await client.ask("message", {"timer": {"visible": False}}) == "success"
        await client.until(lambda s: not s["message"]["timer"]["visible"])
        assert client.state["message"]["timer"]["text"] == "Пора"
        assert await client.ask("message", {"timer": {"text": "", "visible": True}}) == "text-empty"


async def test_a_message_blinks_and_the_stage_goes_black(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        stage = efir.controller.state.stage
        assert await client.ask("message", {"timer": {"text": "Пора", "blink": True}}) == "success"
        assert efir.controller.state.stage == stage, "nothing is said yet"
        assert (await client.ask("poll"))["message"]["timer"]["blink"] is True
        assert await client.ask("message", {"timer": {"visible": True}}) == "success"
        message = efir.controller.state.stage.message
        assert message is not None
        assert (message.text, message.blink) == ("Пора", True)
        assert await client.ask("message", {"timer": {"blink": False}}) == "success"
        state = await client.until(lambda s: not s["message"]["timer"]["blink"])
        assert (state["message"]["timer"]["text"], state["message"]["timer"]["visible"]) == ("Пора", True)
        assert await client.ask("message", {"timer": {"blackout": 1}}) == "success"
        await client.until(lambda s: s["message"]["timer"]["blackout"])
        assert efir.controller.state.stage.blackout
        assert on_stage(efir) == "Пора"
        seq = efir.controller.seq
        assert await client.ask("message", {"timer": {"blackout": True}}) == "success"
        assert efir.controller.seq == seq, "it is black already"
        assert await client.ask("message", {"timer": {"blackout": "perhaps"}}) == "ontime-wrong"
        assert await client.ask("message", {"timer": {"blackout": "false"}}) == "success"
        assert not efir.controller.state.stage.blackout


async def test_the_second_line(tmp_path: Path) -> None:
    def shown(source: str | None, words: str) -> Callable[[Any], bool]:
        return lambda s: (s["message"]["timer"]["secondarySource"], s["message"]["secondary"]) == (source, words)

    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        assert await client.ask("message", {"secondary": "Вопросы из зала"}) == "success"
        await client.until(shown(None, "Вопросы из зала"))
        assert await client.ask("message", {"timer": {"secondarySource": "secondary"}}) == "success"
        await client.until(shown("secondary", "Вопросы из зала"))
        assert TimerId("aux-2") not in timers_of(efir.controller.state.timers, SHOW)
        assert await client.ask("message", {"timer": {"secondarySource": "aux2"}}) == "success"
        await client.until(shown("aux2", "Вопросы из зала"))
        assert efir.controller.state.stage.second == SecondLine("timer", "Вопросы из зала", TimerId("aux-2"))
        assert timers_of(efir.controller.state.timers, SHOW)[TimerId("aux-2")].length == 5 * MINUTE
        seq = efir.controller.seq
        assert await client.ask("message", {"timer": {"secondarySource": "aux2"}}) == "success"
        assert efir.controller.seq == seq, "it is there already"
        assert await client.ask("message", {"secondary": "я" * 121}) == "text-too-long"
        assert await client.ask("message", {"secondary": 5}) == "ontime-wrong"
        token = await efir.token(Role.OPERATOR)
        path = "/ontime/api/message/timer?secondarySource=null"
        assert await get(efir, path, token) == (202, {"payload": "success"})
        await client.until(shown(None, "Вопросы из зала"))
        assert await get(efir, "/ontime/api/message/secondary/Ответы", token) == (202, {"payload": "success"})
        await client.until(shown(None, "Ответы"))


async def test_the_three_timers_are_made_when_they_are_used(tmp_path: Path) -> None:
    def there(name: str) -> bool:
        return TimerId(name) in timers_of(efir.controller.state.timers, SHOW)

    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        state = await client.ask("poll")
        untouched = {"duration": 5 * MINUTE, "current": 5 * MINUTE, "addedTime": 0, "playback": "stop"}
        assert state["auxtimer1"] == untouched | {"direction": "count-down"}
        assert await client.ask("auxtimer", {"1": "stop"}) == "success"
        assert not there("aux-1"), "what was never used is not there"

        assert await client.ask("auxtimer", {"1": "start"}) == "success"
        await client.until(lambda s: s["auxtimer1"]["playback"] == "start")
        assert there("aux-1")
        efir.clock.advance(Duration(MINUTE))
        state = await client.until(lambda s: s["auxtimer1"]["current"] == 4 * MINUTE)
        assert await client.ask("auxtimer", {"1": {"addtime": 30_000}}) == "success"
        assert await client.ask("auxtimer", {"1": "pause"}) == "success"
        state = await client.until(lambda s: s["auxtimer1"]["playback"] == "pause")
        assert state["auxtimer1"]["current"] == 4 * MINUTE + 30_000
        assert await client.ask("auxtimer", {"1": "stop"}) == "success"
        state = await client.until(lambda s: s["auxtimer1"]["playback"] == "stop")
        assert state["auxtimer1"]["current"] == 5 * MINUTE

        assert await client.ask("auxtimer", {"2": {"duration": 90_000, "direction": "count-up"}}) == "success"
        assert await client.ask("auxtimer", {"2": "start"}) == "success"
        state = await client.until(lambda s: s["auxtimer2"]["playback"] == "start")
        assert (state["auxtimer2"]["duration"], state["auxtimer2"]["direction"]) == (90_000, "count-up")
        efir.clock.advance(Duration(2_000))
        await client.until(lambda s: s["auxtimer2"]["current"] == 2_000)
        assert await client.ask("auxtimer", {"3": {"addtime": -MINUTE}}) == "success"
        state = await client.until(lambda s: s["auxtimer3"]["current"] == 4 * MINUTE)
        assert await client.ask("auxtimer", {"3": {"duration": 0}}) == "ontime-wrong"
        assert await client.ask("auxtimer", {"4": "start"}) == "ontime-wrong"


async def test_an_edit_reaches_the_rundown_and_the_client_is_told_to_look(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        patch = {"title": "Открытие", "timeWarning": 30_000, "endAction": "play-next", "colour": "#00ff00"}
        assert await client.ask("change", {"a": patch}) == "success"
        await client.until(lambda s: {p["payload"]["target"] for p in client.others if p["tag"] == "refetch"} != set())
        edited = efir.controller.state.rundown.plan.item("a")  # type: ignore[arg-type]
        assert edited is not None
        assert (edited.title, edited.warning, edited.at_end) == ("Открытие", 30_000, "play")
        assert await client.ask("change", {"b": {"custom:props": "два стула"}}) == "success"
        assert await client.ask("change", {"a": {"custom:nothing": "x"}}) == "ontime-field"
        assert await client.ask("change", {"a": {"id": "z"}}) == "ontime-field"
        status, data = await get(efir, "/ontime/data/rundowns/current", await efir.token(Role.OPERATOR))
        assert status == 200
        assert data["flatOrder"] == ["a", "g", "b", "c"]
        assert data["order"] == ["a", "g", "c"]
        assert data["entries"]["a"]["title"] == "Открытие"
        assert data["entries"]["b"]["custom"] == {"props": "два стула"}
        status, fields = await get(efir, "/ontime/data/custom-fields", await efir.token(Role.OPERATOR))
        assert fields == {"props": {"type": "text", "label": "Реквизит", "colour": ""}}


async def test_what_is_not_here_is_said_and_nothing_else_happens(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        seq = efir.controller.seq
        assert await client.ask("client", {"target": "x", "redirect": "/"}) == "success"
        assert await client.ask("offsetmode", "sideways") == "ontime-wrong"
        assert await client.ask("drop-everything") == "ontime-unknown"
        for garbage in ("", "{", "[]", "7", '{"tag":5}', '{"tag":"load","payload":{"index":1e999}}', "[" * 50_000):
            await client.socket.send_str(garbage)
        assert await client.ask("load", {"index": 10**30}) == "ontime-no-event"
        assert await client.ask("addtime", 10**30) == "add-too-much"
        assert await client.ask("addtime", True) == "ontime-wrong"
        assert efir.controller.seq == seq
        assert await client.ask("offsetmode", "relative") == "success"
        assert efir.controller.state.rundown.run.relative


async def test_two_presses_at_once_are_one_go(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        door = Door(efir.server._context)
        grant = Grant(Role.OPERATOR, "x", None, None, None)
        answers = await asyncio.gather(*(door.do({"type": "rundown.go"}, grant) for _ in range(2)))
        refused = [refusal_of(answer) for answer in answers]
        assert [error.code if error else "" for error in refused] == ["", "already-gone"]
        assert efir.controller.state.rundown.run.gos == 1


# --- HTTP ---


async def test_http_as_ontime_has_it(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        for path, status in (
            ("version", 202),
            ("load/index/2", 202),
            ("start", 202),
            ("pause", 202),
            ("addtime/add/60000", 202),
            ("start?index=1", 202),
            ("start/id/c", 202),
            ("message/timer?text=Hi&visible=true", 202),
            ("change/a?title=New", 202),
            ("offsetmode/relative", 202),
            ("stop", 202),
            ("start/index/9", 400),
            ("nothing", 400),
            ("auxtimer/1/start", 202),
            ("auxtimer/1?duration=60000", 202),
            ("auxtimer/4/start", 400),
            ("message/timer?blackout=true", 202),
        ):
            assert (await get(efir, f"/ontime/api/{path}", token))[0] == status, path
        assert efir.controller.state.rundown.plan.item("a").title == "New"  # type: ignore[arg-type,union-attr]
        _, polled = await get(efir, "/ontime/api/poll", token)
        assert polled["payload"]["message"]["timer"]["text"] == "Hi"
        assert polled["payload"]["timer"]["playback"] == "stop"


# --- who may ---


@pytest.mark.parametrize("path", ["/ontime/api/poll", "/ontime/api/start/next", "/ontime/data/rundowns/current"])
async def test_nobody_without_a_token(tmp_path: Path, path: str) -> None:
    async with house(tmp_path) as efir:
        assert (await get(efir, path))[0] == 401
        assert (await get(efir, f"{path}?token=wrong"))[0] == 401
        for role, subject in ((Role.JUDGE, "j1"), (Role.GRAPHICS, ""), (Role.STAGE, "")):
            assert (await get(efir, path, await efir.token(role, subject)))[0] == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await efir.http.ws_connect(f"{efir.url}/ontime/ws")
        assert refused.value.status == 401
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await efir.http.ws_connect(await address(efir, Role.JUDGE, "j1"))
        assert refused.value.status == 403
        assert efir.controller.state.rundown.run.gos == 0


async def test_those_backstage_watch_and_change_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir, Role.BACKSTAGE)) as client:
        await opened(client)
        assert await client.ask("start", "next") == "not-allowed"
        assert await client.ask("message", {"timer": {"text": "Hi"}}) == "success"  # nothing to do yet
        assert (await client.ask("poll"))["message"]["timer"]["text"] == ""
        assert efir.controller.state.rundown.run.gos == 0


async def test_the_owners_cookie_does_not_act_here(tmp_path: Path) -> None:
    """A GET acts in Ontime's API: a browser must not be talked into one."""
    async with house(tmp_path) as efir, await efir.owner() as browser:
        async with browser.get("/api/state") as answer:
            assert answer.status == 200
        async with browser.get("/ontime/api/start/next") as answer:
            assert answer.status == 401
        assert efir.controller.state.rundown.run.gos == 0


async def test_a_revoked_link_is_shut_out_at_once(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        await efir.people.revoke("operator")
        assert await client.closed() == 4401
        assert client.others[-1]["payload"]["code"] == "link-revoked"


async def test_when_the_server_goes_its_clients_are_told(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        async with ontime(await address(efir)) as client:
            await opened(client)
            closing = asyncio.create_task(efir.server.close())
            assert await client.closed() == 1001
        await closing


# --- a port of its own ---


def port(free_port: int, open_to: Any) -> Outside:
    return Outside(ontime=OntimePort(port=free_port, open_to=open_to))


async def test_an_open_port_needs_no_token(tmp_path: Path, free_port: int) -> None:
    outside = port(free_port, "local")
    async with house(tmp_path, outside=outside) as efir, ontime(f"ws://127.0.0.1:{free_port}/ws") as client:
        await opened(client)
        assert await client.ask("start", "next") == "success"
        assert efir.controller.state.rundown.run.gos == 1
        status, _ = await get(efir, f"http://127.0.0.1:{free_port}/api/stop")
        assert status == 202
        assert efir.controller.state.rundown.run.playing.mode == "idle"
        assert efir.controller.state.log.entries[-1].actor == "operator:ontime"
        # A token that is given counts: a judge's is no operator's.
        judge = await efir.token(Role.JUDGE, "j1")
        assert (await get(efir, f"http://127.0.0.1:{free_port}/api/start/next?token={judge}"))[0] == 403
        # And the server's own port stays shut.
        assert (await get(efir, "/ontime/api/start/next"))[0] == 401


async def test_a_port_that_asks_for_tokens(tmp_path: Path, free_port: int) -> None:
    async with house(tmp_path, outside=port(free_port, "token")) as efir:
        url = f"http://127.0.0.1:{free_port}/api/start/next"
        assert (await get(efir, url))[0] == 401
        assert (await get(efir, url, await efir.token(Role.OPERATOR)))[0] == 202


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Referer": "http://evil.example/"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin"},
        {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36"},
        {"Upgrade-Insecure-Requests": "1"},
        {"Host": "evil.example"},
        {"Host": "evil.example:4001"},
        {"Host": "[::1"},
    ],
)
async def test_a_foreign_page_cannot_use_the_open_port(tmp_path: Path, free_port: int, headers: dict[str, str]) -> None:
    """An image, a form, a script, or a name that its owner let point at this computer."""
    async with house(tmp_path, outside=port(free_port, "local")) as efir:
        assert (await get(efir, f"http://127.0.0.1:{free_port}/api/start/next", **headers))[0] == 403
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await efir.http.ws_connect(f"ws://127.0.0.1:{free_port}/ws", headers=headers)
        assert refused.value.status == 403
        assert efir.controller.state.rundown.run.gos == 0


async def test_no_section_no_port(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        assert efir.server.outside.ontime_port is None
        assert efir.server.outside.osc is None


async def test_a_flood_is_slowed_and_told(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, ontime(await address(efir)) as client:
        await opened(client)
        await efir.controller.system(Say("x"))
        for number in range(100):
            await client.socket.send_json({"tag": "offsetmode", "payload": ("relative", "absolute")[number % 2]})
        answers: list[str] = []
        while len(answers) < 100:
            packet = json.loads((await client.socket.receive(5)).data)
            if packet["tag"] in ("offsetmode", "error"):
                answers.append(packet["payload"] if packet["tag"] == "offsetmode" else packet["payload"]["code"])
        assert answers.count("success") >= 60
        assert answers.count("too-many-commands") >= 20
