"""`/api/cameras/find` over real sockets: simulated cameras on loopback are asked as real ones are."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from control.core.types import CameraId, Role
from control.show import Camera, Ptz
from devices.ptz.discovery import Found
from devices.ptz.simulated.discovery import Sign, findable
from tests.control.core.shows import make_show
from tests.devices.ptz.rigs import HOST
from tests.webui.served import Served, served
from tests.webui.test_rundown_files import machine

ARM = Sign("visca", HOST, 52381, name="ARM")
DOME = Sign("onvif", HOST, 8000, name="Купол & зал")
KNOWN = Camera(id=CameraId("dome"), name="Купол", url="rtsp://x", ptz=Ptz(onvif=f"http://{HOST}:8000"))
SHOW = make_show(cameras=(*make_show().cameras, KNOWN))


async def ask(client: aiohttp.ClientSession, body: Any, language: str = "en") -> tuple[int, Any]:
    async with client.post("/api/cameras/find", json=body, headers={"Accept-Language": language}) as answer:
        return answer.status, await answer.json()


async def told(efir: Served, role: Role, body: Any) -> tuple[int, Any]:
    async with await machine(efir, role) as client:
        return await ask(client, body)


async def test_who_answers_is_told_with_the_lines_that_reach_it(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        efir = await stack.enter_async_context(served(tmp_path, show=SHOW))
        ports = [await stack.enter_async_context(findable(sign, HOST, 0)) for sign in (ARM, DOME)]
        seq = efir.controller.seq
        at = [f"{HOST}:{port}" for port in ports]
        status, answer = await told(efir, Role.OPERATOR, {"seconds": 0.5, "at": at})
        assert status == 200
        dome, arm = answer["cameras"]
        assert (dome["name"], dome["model"], dome["protocol"], dome["address"], dome["known"]) == (
            "Купол & зал", "SIMULATED", "ONVIF", f"http://{HOST}:8000", "dome"
        )  # fmt: skip
        assert (arm["name"], arm["protocol"], arm["address"], "known" in arm) == ("ARM", "VISCA (Sony)", HOST, False)
        assert arm["lines"].splitlines()[0] == "  arm:"
        assert f'visca: "{HOST}"' in arm["lines"]
        assert "put the picture's address here" in arm["lines"]
        assert efir.controller.seq == seq, "who looks changes nothing"
        assert await told(efir, Role.OPERATOR, {"seconds": 0.1, "at": [f"{HOST}:9"]}) == (200, {"cameras": []})


async def test_only_the_crew_looks_and_only_so_long(tmp_path: Path) -> None:
    async with served(tmp_path, show=SHOW) as efir:
        for role in (Role.STAGE, Role.BACKSTAGE, Role.GRAPHICS):
            assert (await told(efir, role, {"at": [f"{HOST}:9"]}))[0] == 403
        async with aiohttp.ClientSession(efir.url) as nobody:
            assert (await ask(nobody, {}))[0] == 401
        bodies: list[Any] = [{"seconds": 11}, {"seconds": 0}, {"at": [""]}, {"at": [HOST] * 9}, {"where": HOST}, []]
        for body in bodies:
            status, answer = await told(efir, Role.OPERATOR, body)
            assert (status, answer["error"]["code"]) == (400, "bad-body")


async def test_one_look_at_a_time_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began, over = asyncio.Event(), asyncio.Event()

    async def waits(seconds: float, hosts: list[str]) -> list[Found]:
        began.set()
        await over.wait()
        return []

    monkeypatch.setattr("webui.finding.look", waits)
    async with served(tmp_path, show=SHOW) as efir, await machine(efir, Role.OPERATOR) as client:
        first = asyncio.create_task(ask(client, {}))
        await began.wait()
        status, answer = await ask(client, {}, "ru")
        assert (status, answer["error"]["text"]) == (409, "Камеры уже ищут: подождите несколько секунд")
        async with client.get("/healthz") as healthy:
            assert healthy.status == 200
        over.set()
        assert await first == (200, {"cameras": []})
        assert await ask(client, {}) == (200, {"cameras": []}), "then again"


async def test_what_is_wrong_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.ptz.finding.psutil.net_if_addrs", dict)
    async with served(tmp_path, show=SHOW) as efir:
        status, answer = await told(efir, Role.OPERATOR, {})
        assert (status, answer["error"]["code"]) == (409, "find-no-network")
        assert answer["error"]["text"].startswith("This computer is in no network")
        status, answer = await told(efir, Role.OPERATOR, {"at": [f"{HOST}:camera"]})
        assert (status, answer["error"]["code"]) == (400, "find-no-host")
        assert f"{HOST}:camera" in answer["error"]["text"]
