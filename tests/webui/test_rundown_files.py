"""`/api/rundown/import` and `/api/rundown/export`, as the panel's mapping dialog and machines use them."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from control.controller import Envelope
from control.core.rundown.commands import Go, Open, Replace
from control.core.rundown.plan import Item, Plan
from control.core.types import CommandId, Role
from control.exchange import formats, native
from control.exchange.reading import LARGEST
from tests.control.core.rundowns import item
from tests.control.core.shows import OPERATOR
from tests.control.exchange.plans import CUES, big
from tests.control.exchange.sheets import csv, xlsx
from tests.webui.served import Served, served
from webui.openapi import document

SHEET = csv("№;Название;Начало;Длительность;Реквизит", "1;Гимн;10:00;5 мин;флаг", "2;Речь;;15;")


async def machine(efir: Served, role: Role = Role.OPERATOR, subject: str = "") -> aiohttp.ClientSession:
    token = await efir.token(role, subject)
    return aiohttp.ClientSession(efir.url, headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})


async def post(client: aiohttp.ClientSession, data: bytes, **query: Any) -> tuple[int, Any]:
    async with client.post("/api/rundown/import", params=query, data=io.BytesIO(data)) as answer:
        return answer.status, await answer.json()


async def fill(efir: Served, plan: Plan) -> None:
    edition = efir.controller.state.rundown.edition
    receipt = await efir.controller.submit(Envelope(CommandId(f"fill-{edition}"), OPERATOR, Replace(plan, edition)))
    assert receipt.ok, receipt.error


async def test_a_dry_run_tells_all_and_changes_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        status, answer = await post(client, SHEET, format="csv", language="ru")
        assert status == 200
        assert answer["ok"] is True
        assert "applied" not in answer
        assert efir.controller.seq == 0
        assert answer["summary"] == {
            "items": 2,
            "groups": 0,
            "milestones": 0,
            "delays": 0,
            "start": 36_000_000,
            "end": 37_200_000,
            "fields": ["Реквизит"],
            "added": 2,
            "changed": 0,
            "same": 0,
            "removed": 0,
        }
        columns = [(column["heading"], column["meaning"], column["samples"]) for column in answer["layout"]["columns"]]
        assert columns[3:] == [("Длительность", "duration", ["5 мин", "15"]), ("Реквизит", "custom", ["флаг"])]
        (fault,) = answer["faults"]
        assert (fault["level"], fault["column"], "row" in fault) == ("warning", "Реквизит", False)
        assert fault["text"].startswith("Эта колонка")
        assert {"id": "start", "label": "Начало"} in answer["meanings"]


async def test_the_mapping_the_sheet_and_the_clock_can_be_said(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        data = xlsx([["a", "b", "c"], ["Гимн", "10:00", "0:30"]])
        mapping = json.dumps(["title", "start", "duration"])
        _, answer = await post(client, data, format="xlsx", mapping=mapping, sheet="План", clock="h:mm")
        assert answer["ok"], answer
        assert answer["summary"]["end"] - answer["summary"]["start"] == 30 * 60_000
        for wrong in (
            {"mapping": "{"},
            {"mapping": '{"a":1}'},
            {"mapping": "[1]"},
            {"clock": "s"},
            {"mapping": "[" * 1_500},
        ):
            status, answer = await post(client, data, format="xlsx", **wrong)
            assert (status, answer["error"]["code"]) == (400, "exchange-bad-options"), wrong


async def test_an_import_of_the_edition_that_was_seen(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        _, seen = await post(client, SHEET, format="csv")
        status, answer = await post(client, SHEET, format="csv", apply="true", edition=seen["edition"])
        assert (status, answer["ok"], answer["applied"]) == (200, True, efir.controller.seq)
        plan = efir.controller.state.rundown.plan
        assert [entry.title for entry in plan if isinstance(entry, Item)] == ["Гимн", "Речь"]
        # The same again: the rundown is of another edition by now.
        status, answer = await post(client, SHEET, format="csv", apply="true", edition=seen["edition"])
        assert (status, answer["error"]["code"]) == (409, "rundown-changed")
        status, answer = await post(client, SHEET, format="csv", apply="true")
        assert (status, answer["error"]["code"]) == (400, "exchange-no-edition")


async def test_an_edit_in_between_stops_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan changes while the file is being read."""
    async with served(tmp_path) as efir, await machine(efir) as client:
        reading, go_on = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()
        read = formats.read

        def slow(*args: Any) -> Any:
            loop.call_soon_threadsafe(reading.set)
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(10)
            return read(*args)

        monkeypatch.setattr(formats, "read", slow)
        importing = asyncio.create_task(post(client, SHEET, format="csv", apply="true", edition=0))
        await reading.wait()
        await fill(efir, Plan.of(item("a", 5, "10:00")))  # also: the loop is free while a file is read
        go_on.set()
        status, answer = await importing
        assert (status, answer["error"]["code"]) == (409, "rundown-changed")
        assert efir.controller.state.rundown.plan.order == ("a",)


async def test_a_file_with_faults_is_not_imported_by_half(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        data = csv("Название;Начало", "Гимн;10:00", "Речь;когда-нибудь")
        _, answer = await post(client, data, format="csv")
        assert (answer["ok"], "summary" in answer) == (False, False)
        assert answer["faults"][0]["text"] == "“когда-нибудь” is not a time. Write 10:00 or 10:00:30"
        assert (answer["faults"][0]["row"], answer["faults"][0]["column"]) == (3, "Начало")
        status, answer = await post(client, data, format="csv", apply="true", edition=0)
        assert (status, answer["error"]["code"]) == (409, "exchange-has-faults")
        assert efir.controller.seq == 0


async def test_what_is_too_large_or_nothing_known(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        status, answer = await post(client, b"x" * (LARGEST + 1), format="csv")
        assert (status, answer["error"]["code"]) == (413, "exchange-too-large")
        status, answer = await post(client, b"x", format="docx")
        assert (status, answer["error"]["code"]) == (400, "exchange-no-format")

        async def endless() -> Any:  # without a Content-Length
            for _ in range(LARGEST // 65_536 + 1):
                yield b"x" * 65_536

        async with client.post("/api/rundown/import", params={"format": "csv"}, data=endless()) as refused:
            assert refused.status == 413


@pytest.mark.parametrize("role", [Role.STAGE, Role.GRAPHICS, Role.JUDGE])
async def test_only_the_crew(tmp_path: Path, role: Role) -> None:
    async with served(tmp_path) as efir, await machine(efir, role, "j1" if role is Role.JUDGE else "") as client:
        status, _ = await post(client, SHEET, format="csv")
        assert status in (401, 403)
        async with client.get("/api/rundown/export", params={"format": "json"}) as answer:
            assert answer.status in (401, 403)
    async with served(tmp_path / "nobody", show=None) as efir, aiohttp.ClientSession(efir.url) as nobody:
        assert (await post(nobody, SHEET, format="csv"))[0] == 401


async def test_a_foreign_page_cannot_import(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await efir.owner() as browser:
        async with browser.post(
            "/api/rundown/import", params={"format": "csv"}, data=SHEET, headers={"Origin": "https://evil.example"}
        ) as answer:
            assert answer.status == 403
        async with browser.post("/api/rundown/import", params={"format": "csv"}, data=SHEET) as ours:
            assert ours.status == 200


@pytest.mark.parametrize(
    "kind, media, begins",
    [
        ("json", "application/json", b'{\n  "format": "efir-rundown"'),
        ("ontime", "application/json", b"{\n"),
        ("csv", "text/csv", b"\xef\xbb\xbf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("ics", "text/calendar", b"BEGIN:VCALENDAR"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
async def test_every_format_out(tmp_path: Path, kind: str, media: str, begins: bytes) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        await fill(efir, Plan.of(item("a", 5, "10:00", cues=CUES[:1])))
        async with client.get("/api/rundown/export", params={"format": kind, "language": "ru"}) as answer:
            assert (answer.status, answer.content_type) == (200, media)
            assert "attachment" in answer.headers["Content-Disposition"]
            data = await answer.read()
        assert data.startswith(begins)
        async with client.get("/api/rundown/export", params={"format": kind, "report": "true"}) as answer:
            left = {fault["args"].get("field") for fault in (await answer.json())["left"]}
        assert left == ({"cues"} if kind in ("csv", "xlsx", "ontime") else set())


async def test_out_and_in_again(tmp_path: Path) -> None:
    plan = big(40)
    async with served(tmp_path) as efir, await machine(efir) as client:
        for kind in formats.READ:
            await fill(efir, plan)
            async with client.get("/api/rundown/export", params={"format": kind}) as answer:
                data = await answer.read()
            edition = efir.controller.state.rundown.edition
            status, told = await post(client, data, format=kind, apply="true", edition=edition)
            assert (status, told["summary"]["changed"], told["summary"]["same"]) == (200, 0, 42), (kind, told)
            there = efir.controller.state.rundown.plan
            assert [entry.id for entry in there] == list(plan.order)
            assert there.item(plan.order[1]).cues == CUES[:2]  # type: ignore[union-attr]


async def test_two_thousand_items(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        data = native.write(big(2_000))
        status, answer = await post(client, data, format="json", apply="true", edition=0)
        assert (status, answer["summary"]["items"]) == (200, 2_000)


def test_the_routes_are_in_the_document() -> None:
    paths = document("1")["paths"]
    assert {"format", "apply", "edition", "mapping"} <= {
        parameter["name"] for parameter in paths["/api/rundown/import"]["post"]["parameters"]
    }
    assert paths["/api/rundown/export"]["get"]["parameters"][0]["schema"]["enum"] == list(formats.WRITE)


async def test_the_report_of_a_session(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await machine(efir) as client:
        assert (await efir.controller.system(Open())).ok
        await fill(efir, Plan.of(item("a", 5, title="Гимн"), item("b", 5)))
        async with client.get("/api/rundown/report", params={"format": "csv"}) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (409, "report-nothing")
        for command in (Go(), Go()):
            receipt = await efir.controller.submit(Envelope(CommandId(f"go-{efir.controller.seq}"), OPERATOR, command))
            assert receipt.ok, receipt.error
        for kind, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
            async with client.get("/api/rundown/report", params={"format": kind, "language": "ru"}) as answer:
                assert answer.status == 200
                assert "%D0%9E%D1%82%D1%87%D1%91%D1%82." in answer.headers["Content-Disposition"]
                data = await answer.read()
            assert data.startswith(begins)
            if kind == "csv":
                assert "прошёл" in data.decode("utf-8-sig")
        async with client.get("/api/rundown/report", params={"format": "pdf"}) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (400, "exchange-no-format")


@pytest.mark.parametrize("role", [Role.STAGE, Role.BACKSTAGE])
async def test_the_report_is_the_crews(tmp_path: Path, role: Role) -> None:
    asked = {"format": "csv"}
    async with (
        served(tmp_path) as efir,
        await machine(efir, role) as client,
        client.get("/api/rundown/report", params=asked) as answer,
    ):
        assert answer.status == 403
