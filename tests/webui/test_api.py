"""For machines: commands without a socket, health, metrics, the protocol, OpenAPI."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import msgspec
import pytest

from control.core.health import ObserveLink
from control.core.types import Role
from control.journal.base import JournalFull
from control.journal.export import read_export
from control.registry import COMMAND_TYPES, tag_of
from tests.control.core.shows import WIDE
from tests.webui.served import Served, ballot, go_to_judging, served
from webui import typegen
from webui.openapi import document


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def machine(efir: Served) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(efir.url, headers=bearer(await efir.token(Role.OPERATOR)))


# --- commands ---


async def test_a_command_and_its_retry(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        post = {"id": "a", "command": {"type": "program.take", "scene": WIDE}}
        for _ in range(2):
            async with client.post("/api/commands", json=post) as answer:
                assert answer.status == 200
                receipt = await answer.json()
                assert receipt == {"type": "receipt", "id": "a", "ok": True, "seq": 1}
        async with client.post("/api/commands", json={"id": "a", "command": {"type": "program.panic"}}) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (409, "id-used-before")
        assert efir.controller.seq == 1


async def test_a_command_is_refused_in_words(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        post = {"id": "a", "command": {"type": "program.take", "scene": "nowhere"}}
        async with client.post("/api/commands", json=post, headers={"Accept-Language": "en"}) as answer:
            assert answer.status == 409
            error = (await answer.json())["error"]
            assert error["code"] == "no-such-scene"
            assert "scene" in error["text"]


async def test_markers_are_a_file_for_the_crew(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        post = {"id": "a", "command": {"type": "marks.mark", "text": "Смех"}}
        async with client.post("/api/commands", json=post) as answer:
            assert answer.status == 200
        async with client.get("/api/marks") as answer:
            marks = await answer.json()
            assert [marks["byId"][number]["text"] for number in marks["order"]] == ["Смех"]
        async with client.get("/api/marks?format=csv", headers={"Accept-Language": "en"}) as answer:
            assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
            assert answer.headers["Content-Disposition"] == 'attachment; filename="marks.csv"'
            head, row = (await answer.text()).splitlines()
            assert head.startswith("\ufeffNumber,Time,Marker")
            assert row.split(",")[2] == "Смех"
        async with client.get("/api/marks?format=xlsx") as answer:
            assert (answer.status, (await answer.json())["field"]) == (400, "format")
        for headers, status in (({}, 401), (bearer(await efir.token(Role.STAGE)), 403)):
            async with aiohttp.ClientSession(efir.url, headers=headers) as other, other.get("/api/marks") as answer:
                assert answer.status == status


@pytest.mark.parametrize(
    "body, field",
    [
        (b"", "$"),
        (b"{", "$"),
        (b"[]", "$"),
        (b"{}", "$"),
        (b'{"id":"a"}', "$"),
        (b'{"id":5,"command":{}}', "$.id"),
        (b'{"id":"","command":{}}', "$.id"),
        (b'{"id":"%s","command":{}}' % (b"x" * 65), "$.id"),
        (b'{"id":"a","command":{"type":"program.take"}}', "$.command"),
        (b'{"id":"a","command":{"type":"program.take","scene":1}}', "$.command.scene"),
        (b'{"id":"a","command":{"type":"nothing"}}', "$.command.type"),
        (b'{"id":"a","command":' + b"[" * 30_000, "$"),
        (b"\xff\xfe", "$"),
    ],
)
async def test_a_malformed_command_names_the_field(tmp_path: Path, body: bytes, field: str) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        headers = {"Content-Type": "application/json"}
        async with client.post("/api/commands", data=body, headers=headers) as answer:
            assert (answer.status, (await answer.json())["field"]) == (400, field)
        assert efir.controller.seq == 0


async def test_a_body_too_large_is_refused(tmp_path: Path) -> None:
    post = {"id": "a", "command": "x" * 100_000}
    async with (
        served(tmp_path) as efir,
        await machine(efir) as client,
        client.post("/api/commands", json=post) as answer,
    ):
        assert (answer.status, (await answer.json())["error"]["code"]) == (413, "http-error")
        async with client.get("/api/nothing") as unknown:
            assert (unknown.status, (await unknown.json())["error"]["code"]) == (404, "http-error")
        async with client.post("/api/me", json={}) as wrong:
            assert (wrong.status, wrong.headers["Allow"]) == (405, "GET,HEAD")


async def test_a_machine_that_floods_is_slowed(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:

        async def hush(number: int) -> int:
            post = {"id": f"{number}", "command": {"type": "stage.hush"}}
            async with client.post("/api/commands", json=post) as answer:
                return answer.status

        statuses = await asyncio.gather(*(hush(number) for number in range(110)))
        assert statuses.count(200) >= 60
        assert statuses.count(429) >= 20


# --- health and metrics ---


async def test_health_without_signing_in(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        await efir.controller.system(ObserveLink("connected", "rehearsal", "30.0"))
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as page:
            await page.opened()
            async with efir.http.get(f"{efir.url}/healthz") as answer:
                assert answer.status == 200
                assert await answer.json() == {
                    "version": "1.2.3",
                    "seq": 1,
                    "obs": {"connected": True, "kind": "rehearsal", "version": "30.0"},
                    "clients": {
                        "panel": 1,
                        "judge": 0,
                        "stage": 0,
                        "backstage": 0,
                        "multiview": 0,
                        "graphics": 0,
                        "phone": 0,
                        "lend": 0,
                    },
                    "journal": {"ok": True},
                }


async def test_a_journal_that_refuses_is_seen_everywhere(tmp_path: Path) -> None:
    async with (
        served(tmp_path) as efir,
        await machine(efir) as client,
        efir.page("panel", await efir.token(Role.OPERATOR)) as page,
    ):
        await page.opened()
        await page.until("live", key="journal")
        efir.controller._fall_back(JournalFull("journal-full", path="x"))
        assert (await page.until("live", key="journal"))["data"] == {"ok": False, "reason": "journal-full"}
        async with client.get("/healthz") as answer:
            assert answer.status == 503
            assert (await answer.json())["journal"] == {"ok": False, "reason": "journal-full"}
        assert (await page.until("live", key="journal"))["data"] == {"ok": True}
        async with client.get("/healthz") as answer:
            assert answer.status == 200


async def test_metrics(tmp_path: Path) -> None:
    async with (
        served(tmp_path) as efir,
        await machine(efir) as client,
        efir.page("panel", await efir.token(Role.OPERATOR)) as page,
    ):
        await page.opened()
        await page.do({"type": "program.take", "scene": WIDE})
        await page.do({"type": "program.take", "scene": "nowhere"})
        await page.do({"type": "outputs.observe", "output": "record", "actual": "on"})
        await page.until("beat")
        async with client.get("/metrics") as answer:
            assert answer.content_type == "text/plain"
            lines = (await answer.text()).splitlines()
    for line in (
        'efir_commands_total{outcome="ok",type="program.take"} 1.0',
        'efir_commands_total{outcome="no-such-scene",type="program.take"} 1.0',
        'efir_commands_total{outcome="not-allowed",type="outputs.observe"} 1.0',
        'efir_clients{view="panel"} 1.0',
        "efir_command_seconds_count 1.0",
        "efir_journal_ok 1.0",
        "efir_seq 1.0",
        'efir_obs_connected{kind="obs"} 0.0',
    ):
        assert line in lines
    assert any(line.startswith("efir_loop_lag_seconds_count") for line in lines)


# --- views and the protocol ---


async def test_a_view_as_json(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        post = {"id": "a", "command": {"type": "program.take", "scene": WIDE}}
        async with client.post("/api/commands", json=post) as answer:
            assert answer.status == 200
        async with client.get("/api/views/panel") as answer:
            view = await answer.json()
        assert (view["epoch"], view["seq"]) == (efir.controller.epoch, 1)
        assert view["data"]["program"]["scene"] == WIDE
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as page:
            await page.opened()
            assert page.data == view["data"]
        async with client.get("/api/views/kitchen") as answer:
            assert answer.status == 404


async def test_the_protocol_can_be_verified(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        async with client.get("/api/protocol") as answer:
            assert read_export(await answer.read()) == []
        for number in range(5):
            post = {"id": f"{number}", "command": {"type": "stage.say", "text": f"{number}"}}
            async with client.post("/api/commands", json=post) as answer:
                assert answer.status == 200
        async with client.get("/api/protocol") as answer:
            assert [entry.command_id for entry in read_export(await answer.read())] == ["0", "1", "2", "3", "4"]
        judge = bearer(await efir.token(Role.JUDGE, "j1"))
        async with efir.http.get(f"{efir.url}/api/protocol", headers=judge) as answer:
            assert answer.status == 403


async def test_the_protocol_tells_no_score_before_the_reveal(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        pair = await go_to_judging(efir.controller)
        for judge in ("j1", "j2", "j3"):
            post = {"id": judge, "command": ballot(pair, 4, 3)}
            headers = bearer(await efir.token(Role.JUDGE, judge))
            async with client.post("/api/commands", json=post, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
            async with client.get("/api/protocol") as answer:
                assert (answer.status, (await answer.json())["error"]["code"]) == (409, "protocol-before-reveal")
        async with client.post("/api/commands", json={"id": "r", "command": {"type": "debate.reveal"}}) as answer:
            assert answer.status == 200, await answer.text()
        async with client.get("/api/protocol") as answer:
            assert answer.status == 200
            assert b"ballot.received" in await answer.read()


# --- what is generated ---


async def test_openapi_names_every_route_and_every_command(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        async with efir.http.get(f"{efir.url}/api/openapi.json") as answer:
            assert answer.status == 200
            api = await answer.json()
        routes = {
            (route.method.lower(), route.resource.canonical)
            for route in efir.server.routes()
            if route.resource is not None
            and route.resource.canonical.startswith(("/api", "/healthz", "/metrics", "/whip"))
        }
    described = {(method, path) for path, item in api["paths"].items() for method in item if method != "parameters"}
    assert {(method, path) for method, path in routes if method != "head"} - described == {("get", "/api/openapi.json")}
    schemas = api["components"]["schemas"]
    tags = {reference["$ref"].rsplit("/", 1)[1] for reference in schemas["Command"]["oneOf"]}
    assert {"program.take", "ballot.cast", "debate.start", "log.undo"} <= tags
    assert "program.observe" not in tags
    assert schemas["program.take"]["properties"]["type"] == {"enum": ["program.take"]}
    assert tags <= {tag_of(kind) for kind in COMMAND_TYPES}


def test_every_reference_leads_somewhere() -> None:
    api = document("1")
    text = msgspec.json.encode(api).decode()
    references = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert references - set(api["components"]["schemas"]) == set()


def test_the_pages_types_are_current() -> None:
    assert typegen.TARGET.read_text(encoding="utf-8") == typegen.generate(), "run `python -m webui.typegen`"


def test_typescript_of_the_main_shapes() -> None:
    text = typegen.generate()
    assert "export interface ProgramTake {\n  type: 'program.take';\n  scene: string;\n" in text
    assert "items: Collection<ItemWire>;" in text
    assert "export type Phase = 'idle' | 'prepare' | 'debate' | 'judging' | 'result';" in text
    assert "program.observe" not in text
