"""The live protocol over real sockets."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiohttp
import pytest

from control.clock import Duration
from control.controller import Envelope
from control.core.graphics import Play
from control.core.stage import Say
from control.core.types import CommandId, GraphicId, Role
from control.telemetry import FIRST_FEED
from tests.control.core.shows import CLOSE, OPERATOR, SLATE, WIDE
from tests.webui.served import NOON, Page, Served, ballot, go_to_judging, served, until
from webui import hub, live


async def say(efir: Served, text: str) -> int:
    receipt = await efir.controller.submit(Envelope(CommandId(f"say-{text}"), OPERATOR, Say(text)))
    assert receipt.ok
    return receipt.seq


async def caught_up(page: Page, seq: int) -> None:
    while page.seq < seq:
        await page.until("patch")


# --- views ---


async def test_snapshot_then_patches(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        assert page.data["show"]["title"] == "Проба"
        receipt = await page.do({"type": "program.take", "scene": WIDE})
        assert receipt["ok"]
        await caught_up(page, receipt["seq"])
        assert page.data["program"]["scene"] == WIDE
        assert page.snapshots == 1


async def test_what_a_command_changed_comes_before_its_receipt(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        for view in ("panel", "backstage", "stage"):
            async with efir.page(view, token) as page:
                await page.opened()
                for number in range(5):
                    receipt = await page.do({"type": "stage.say", "text": f"{view} {number}"})
                    assert page.data["stage"]["message"]["text"] == f"{view} {number}"
                    assert page.seq == receipt["seq"]


async def test_two_pages_hold_the_same_view_after_many_changes(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as early, efir.page("stage", token) as stage:
            await early.opened()
            await stage.opened()
            seq = 0
            for number in range(30):
                seq = await say(efir, str(number))
            await caught_up(early, seq)
            await caught_up(stage, seq)
            async with efir.page("panel", token) as late:
                await late.opened()
                assert late.data == early.data
            assert stage.data["stage"]["message"]["text"] == "29"
            assert "program" not in stage.data


async def test_a_view_that_does_not_change_is_not_sent(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("graphics", await efir.token(Role.GRAPHICS)) as page:
        await page.opened()
        await say(efir, "not on air")
        receipt = await efir.controller.submit(Envelope(CommandId("1"), OPERATOR, Play(GraphicId("clock"))))
        await caught_up(page, receipt.seq)
        assert page.patches == 1
        assert page.data["graphics"]["byId"]["clock"]["playing"] is True


# --- coming back ---


async def test_a_page_that_comes_back_gets_what_it_missed(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as page:
            await page.opened()
            await caught_up(page, await say(efir, "before"))
        last = 0
        for text in ("one", "two", "three"):
            last = await say(efir, text)
        async with efir.page("panel", token, since=[page.epoch, page.seq]) as again:
            again.data, again.seq = page.data, page.seq
            await caught_up(again, last)
            assert again.snapshots == 0
            async with efir.page("panel", token) as fresh:
                await fresh.opened()
                assert again.data == fresh.data
        async with efir.page("panel", token, since=[page.epoch, last]) as current:
            current.data, current.seq = again.data, last
            await caught_up(current, await say(efir, "four"))
            assert (current.snapshots, current.patches) == (0, 1)


@pytest.mark.parametrize("since", [["another epoch", 3], [None, 10_000], [None, 1]])
async def test_without_a_way_from_there_to_here_it_is_a_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, since: list[str | int | None]
) -> None:
    monkeypatch.setattr(hub, "KEPT_PATCHES", 2)
    async with served(tmp_path) as efir:
        for number in range(6):
            await say(efir, str(number))
        await asyncio.sleep(0)
        since = [since[0] or efir.controller.epoch, since[1]]
        async with efir.page("stage", await efir.token(Role.STAGE), since=since) as page:
            await page.opened()
            assert page.data["stage"]["message"]["text"] == "5"


async def test_a_change_of_links_is_not_missed_by_a_page_that_comes_back(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as page:
            await page.opened()
        await efir.people.create_link(Role.STAGE, "", "Сцена", None)  # no entry: the same seq
        async with efir.page("panel", token, since=[page.epoch, page.seq]) as again:
            again.data, again.seq = page.data, page.seq
            while "Сцена" not in {link["label"] for link in again.data["access"]["byId"].values()}:
                await again.until("patch")
            assert again.snapshots == 0


async def test_after_a_restart_a_retried_command_changes_nothing(tmp_path: Path) -> None:
    command = {"type": "program.take", "scene": WIDE}
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as page:
            await page.opened()
            first = await page.do(command, "the-same")
            again = await page.do(command, "the-same")
            assert first["ok"]
            assert again["seq"] == first["seq"]
            epoch = page.epoch
    async with served(tmp_path) as efir, efir.page("panel", token, since=[epoch, first["seq"]]) as page:
        await page.opened()
        assert page.epoch != epoch
        assert (await page.do(command, "the-same"))["ok"]
        assert efir.controller.state.program.takes == 1


# --- commands ---


async def test_two_operators_take_at_once(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token, language="en") as one, efir.page("panel", token, language="ru") as two:
            await one.opened()
            await two.opened()
            await one.do({"type": "program.take", "scene": SLATE})
            receipts = await asyncio.gather(
                one.do({"type": "program.take", "scene": WIDE, "over": SLATE}),
                two.do({"type": "program.take", "scene": CLOSE, "over": SLATE}),
            )
        lost = next(receipt for receipt in receipts if not receipt["ok"])
        assert sorted(receipt["ok"] for receipt in receipts) == [False, True]
        assert lost["error"]["code"] == "already-taken"
        assert efir.controller.state.program.takes == 2


async def test_a_refusal_speaks_the_language_of_the_page(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        texts = []
        for language in ("ru", "en"):
            async with efir.page("panel", token, language=language) as page:
                await page.opened()
                receipt = await page.do({"type": "program.take", "scene": "nowhere"})
                assert receipt["error"]["code"] == "no-such-scene"
                texts.append(receipt["error"]["text"])
        assert texts[0] != texts[1]
        assert "сцены" in texts[0].lower()


@pytest.mark.parametrize(
    "command, field",
    [
        ({"type": "program.take"}, "$"),
        ({"type": "program.take", "scene": 5}, "$.scene"),
        ({"type": "program.take", "scene": WIDE, "colour": "red"}, "$"),
        ({"type": "no.such"}, "$.type"),
        ({}, "$"),
        ([1], "$"),
        (None, "$"),
    ],
)
async def test_a_malformed_command_gets_a_receipt_that_names_the_field(
    tmp_path: Path, command: object, field: str
) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        await page.socket.send_json({"type": "do", "id": "x", "command": command})
        receipt = await page.until("receipt", id="x")
        assert receipt["error"]["code"] == "bad-command"
        assert receipt["error"]["args"]["field"] == field
        assert (await page.do({"type": "stage.hush"}))["ok"], "the connection lives on"


async def test_a_nest_of_brackets_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        nest = "[" * 20_000 + "]" * 20_000
        await page.socket.send_str('{"type":"do","id":"x","command":' + nest + "}")
        while (message := await page.next()) is not None and message["type"] not in ("receipt", "bye"):
            pass
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as other:
            await other.opened()


async def test_a_flood_of_commands_is_slowed_and_everybody_is_told(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        for number in range(100):
            await page.socket.send_json({"type": "do", "id": f"n{number}", "command": {"type": "stage.hush"}})
        receipts = [await page.until("receipt") for _ in range(100)]
        refused = [receipt["error"]["code"] for receipt in receipts if not receipt["ok"]]
        assert set(refused) == {"too-many-commands"}
        assert 30 <= len(refused) <= 45


# --- the clock ---


async def test_pings_are_answered_with_both_times_and_beats_come(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("stage", await efir.token(Role.STAGE)) as page:
        await page.opened()
        efir.clock.advance(Duration(1234))
        await page.socket.send_json({"type": "ping", "t0": 17.25})
        pong = await page.until("pong")
        assert pong == {"type": "pong", "t0": 17.25, "t1": NOON + 1234, "t2": NOON + 1234}
        assert (await page.until("beat"))["now"] == NOON + 1234


# --- what only one may see ---


async def test_a_judge_sees_his_own_ballot_and_nobody_elses(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        pair = await go_to_judging(efir.controller)
        first, second = await efir.token(Role.JUDGE, "j1"), await efir.token(Role.JUDGE, "j2")
        async with (
            efir.page("judge", first) as one,
            efir.page("judge", first) as same,
            efir.page("judge", second) as other,
            efir.page("panel", await efir.token(Role.OPERATOR)) as panel,
        ):
            for page in (one, same, other, panel):
                await page.opened()
            assert one.data["me"]["judge"] == "j1"
            assert other.data["me"]["judge"] == "j2"
            receipt = await one.do(ballot(pair, 5, 3))
            assert receipt["ok"]
            await caught_up(panel, receipt["seq"])
            while not same.data["me"]["ballots"]:
                await same.until("patch")
            scores = same.data["me"]["ballots"][pair.id]["scores"]
            assert set(scores[pair.debaters[0]].values()) == {5}
            assert panel.data["desk"]["ballots"]["j1"]["status"] == "received"
            seq = await say(efir, "x")
            await caught_up(panel, seq)
            await other.socket.send_json({"type": "ping", "t0": 1})
            await other.until("pong")
            assert other.data["me"]["ballots"] == {}
            assert "j1" not in str(other.data["me"])
        async with efir.page("judge", first) as again:
            await again.opened()
            assert again.data["me"]["ballots"][pair.id]["revision"] == 1


async def test_a_judge_may_not_cast_for_another(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        pair = await go_to_judging(efir.controller)
        async with efir.page("judge", await efir.token(Role.JUDGE, "j1")) as page:
            await page.opened()
            receipt = await page.do({**ballot(pair, 5, 3), "judge": "j2"})
            assert receipt["error"]["code"] == "bad-command"
            assert (await page.do(ballot(pair, 6, 3)))["error"] is not None


# --- telemetry and pictures ---


async def test_telemetry_goes_to_panels_only_and_newest_first_to_a_newcomer(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        efir.telemetry.publish("obs", {"program": WIDE})
        async with (
            efir.page("panel", await efir.token(Role.OPERATOR)) as panel,
            efir.page("stage", await efir.token(Role.STAGE)) as stage,
        ):
            await panel.opened()
            await stage.opened()
            await panel.until("live", key="obs")
            assert panel.live["obs"] == {"program": WIDE}
            await panel.until("live", key="clients")
            for number in range(500):
                efir.telemetry.publish("meters", {"mic": -number})
            while panel.live.get("meters") != {"mic": -499}:
                await panel.next()
            seq = await say(efir, "x")
            await caught_up(stage, seq)
            assert stage.live == {}


async def test_who_is_there_is_counted(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as panel:
        await panel.opened()
        async with efir.page("judge", await efir.token(Role.JUDGE, "j2")) as judge:
            await judge.opened()
            expected = {
                "panel": 1,
                "stage": 0,
                "backstage": 0,
                "multiview": 0,
                "graphics": 0,
                "phone": 0,
                "lend": 0,
                "judges": {"j2": 1},
            }
            while panel.live.get("clients") != expected:
                await panel.next()
            views = {**expected, "judge": 1}
            del views["judges"]
            assert efir.server.clients == views
        while panel.live.get("clients") != {**expected, "judges": {}}:
            await panel.next()


async def test_pictures_are_wanted_only_while_a_panel_is_open(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        watched = [efir.telemetry.watched]
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as page:
            await page.opened()
            watched.append(efir.telemetry.watched)
            efir.telemetry.publish_picture(1, b"\xff\xd8jpeg")
            await page.until("picture")
            assert page.pictures == [b"\x01\xff\xd8jpeg"]
            async with efir.page("panel", await efir.token(Role.OPERATOR)) as other:
                await other.opened()
                await other.until("picture")
                assert other.pictures == page.pictures, "a page that opens need not wait for the next one"
        await until(lambda: not efir.telemetry.watched)
        assert watched == [False, True]
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as later:
            await later.opened()
            efir.telemetry.publish_picture(1, b"\xff\xd8new")
            await later.until("picture")
            assert later.pictures == [b"\x01\xff\xd8new"]


async def test_a_page_without_monitors_gets_no_pictures(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR), pictures=False) as editor:
        await editor.opened()
        assert not efir.telemetry.watched
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as panel:
            await panel.opened()
            efir.telemetry.publish_picture(0, b"\xff\xd8jpeg")
            await panel.until("picture")
            efir.telemetry.publish("shown", {"program": "wide"})
            await editor.until("live")
        assert editor.pictures == []


async def test_pictures_of_a_camera_come_to_the_page_that_looks_at_it(tmp_path: Path) -> None:
    """And to no other, also not to another panel; as long as it does."""
    async with (
        served(tmp_path) as efir,
        efir.page("panel", await efir.token(Role.OPERATOR)) as desk,
        efir.page("panel", await efir.token(Role.OPERATOR)) as panel,
    ):
        for page in (desk, panel):
            await page.opened()
        first, second = (camera.id for camera in efir.controller.show.cameras[:2])
        wants, closely = efir.telemetry.wants, efir.telemetry.closely
        assert not wants(FIRST_FEED)
        await desk.socket.send_json({"type": "look", "cameras": [second, "gone"]})
        await until(lambda: wants(FIRST_FEED + 1))
        assert not wants(FIRST_FEED)
        assert (closely(FIRST_FEED), closely(FIRST_FEED + 1)) == (False, True)
        for channel in (FIRST_FEED, FIRST_FEED + 1, 0):
            efir.telemetry.publish_picture(channel, b"\xff\xd8jpeg")
        await panel.until("picture")
        while len(desk.pictures) < 2:
            await desk.next()
        assert panel.pictures == [b"\x00\xff\xd8jpeg"]
        assert sorted(desk.pictures) == [b"\x00\xff\xd8jpeg", bytes((FIRST_FEED + 1,)) + b"\xff\xd8jpeg"]
        await desk.socket.send_json({"type": "look", "cameras": [first]})
        await until(lambda: wants(FIRST_FEED) and not wants(FIRST_FEED + 1))
        await desk.socket.send_json({"type": "look", "cameras": []})
        await until(lambda: not wants(FIRST_FEED))
        assert wants(0)


async def test_who_has_no_monitors_looks_in_vain(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("backstage", await efir.token(Role.BACKSTAGE)) as page:
        await page.opened()
        camera = efir.controller.show.cameras[0].id
        await page.socket.send_json({"type": "look", "cameras": [camera]})
        await page.socket.send_json({"type": "ping", "t0": 1})
        await page.until("pong")
        assert not efir.telemetry.wants(FIRST_FEED)


async def test_the_programme_is_a_monitor_while_a_multiview_is_open(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as panel:
        await panel.opened()
        quick = [efir.telemetry.quick]
        async with efir.page("multiview", await efir.token(Role.BACKSTAGE)) as page:
            await page.opened()
            quick.append(efir.telemetry.quick)
            assert quick == [False, True]
            assert efir.telemetry.wants(FIRST_FEED)
            assert not efir.telemetry.closely(FIRST_FEED), "it shows them all"
        await until(lambda: not efir.telemetry.quick)
        assert efir.telemetry.watched


async def test_the_multiview_is_told_of_phones_and_of_nobodys_hands(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("multiview", await efir.token(Role.BACKSTAGE)) as page:
        await page.opened()
        for key in ("heads", "clients", "phones", "direct", "measures", "meters"):
            efir.telemetry.publish(key, {"a": 1})
        while not {"phones", "direct", "measures", "meters"} <= set(page.live):
            await page.next()
        assert not {"heads", "clients"} & set(page.live)


# --- bad input ---


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "null",
        "[]",
        '{"type":"hello"}',
        '{"type":"hello","view":"kitchen"}',
        '{"type":"nothing"}',
        '{"type":"do"}',
    ],
)
async def test_garbage_instead_of_a_hello_is_sent_away(tmp_path: Path, frame: str) -> None:
    async with served(tmp_path) as efir, efir.http.ws_connect(f"{efir.url}/live") as socket:
        await socket.send_str(frame)
        assert await Page(socket).closed() == ("bad-message", 1008)


async def test_a_command_before_the_hello_is_sent_away(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.http.ws_connect(f"{efir.url}/live") as socket:
        await socket.send_json({"type": "do", "id": "1", "command": {"type": "program.panic"}})
        assert await Page(socket).closed() == ("bad-message", 1008)
        assert efir.controller.seq == 0


async def test_binary_from_a_page_is_sent_away(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        await page.socket.send_bytes(b"\0\1\2")
        assert await page.closed() == ("bad-message", 1008)


async def test_ten_megabytes_close_one_connection_and_nothing_else(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as good, efir.page("panel", token) as bad:
            await good.opened()
            await bad.opened()
            # The server hangs up while we still talk.
            try:
                await bad.socket.send_str("x" * 10_000_000)
            except (aiohttp.ClientError, ConnectionError):
                pass
            _, code = await bad.closed()
            assert code in (1009, 1006), "1006: the connection was gone before its close frame was read"
            started = time.monotonic()
            assert (await good.do({"type": "program.panic"}))["ok"]
            assert time.monotonic() - started < 5
            await say(efir, "alive")


async def test_a_page_that_does_not_read_delays_nobody_and_is_dropped(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as good, efir.page("panel", token) as stalled:
            await good.opened()
            await stalled.opened()
            slowest = 0.0
            for number in range(150):
                started = time.monotonic()
                efir.server.set_extra("panel", "ballast", f"{number}" + "x" * 150_000)
                await good.until("patch")
                slowest = max(slowest, time.monotonic() - started)
                if efir.server.clients["panel"] == 1:
                    break
            assert slowest < 3
            await until(lambda: efir.server.clients["panel"] == 1)
            async with efir.page("panel", token, since=[good.epoch, 0]) as back:
                await back.opened()
                assert back.data == good.data
        async with efir.http.get(f"{efir.url}/metrics") as answer:
            assert "efir_slow_clients_total 1.0" in await answer.text()


async def test_the_server_says_goodbye(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        started = time.monotonic()
        closed, _ = await asyncio.gather(page.closed(), efir.server.close())
        assert closed == ("going-away", 1001)
        assert time.monotonic() - started < 5


async def test_an_item_with_all_its_words_is_taken_from_the_crew(tmp_path: Path) -> None:
    """Two bytes a Cyrillic letter: a script alone is nearly what others may send at once."""
    columns = [{"id": f"c{number}", "label": f"Колонка {number}"} for number in range(32)]
    item = {"type": "item", "id": "long", "title": "Речь", "script": "Ж" * 30_000, "note": "Щ" * 4_000}
    full = {**item, "custom": {column["id"]: "Ы" * 4_000 for column in columns}}
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        assert (await page.do({"type": "rundown.settings", "fields": columns}))["ok"]
        assert (await page.do({"type": "rundown.insert", "entries": [item]}))["ok"]
        entry = page.data["rundown"]["byId"]["long"]
        assert (len(entry["script"]), len(entry["note"])) == (30_000, 4_000)
        assert (await page.do({"type": "rundown.put", "entry": {**full, "revision": entry["revision"]}}))["ok"]
        assert len(page.data["rundown"]["byId"]["long"]["custom"]) == 32


async def test_others_may_not_send_so_much(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as crew:
            assert (await crew.until("welcome"))["largest"] == live.LARGEST_OF_CREW
        async with efir.page("stage", await efir.token(Role.STAGE)) as page:
            assert (await page.until("welcome"))["largest"] == live.LARGEST_MESSAGE
            await page.until("snapshot")
            await page.socket.send_json({"type": "do", "id": "a", "command": {"x": "ж" * 60_000}})
            await page.until("bye", code="bad-message")
