"""What the benchmarks know of Ontime, without one: the option, the shapes, and clients that fetch again."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from aiohttp import ClientSession, WSMsgType, web

from bench import go
from bench.common_crowd import Group, crowd
from bench.common_devices import Arrivals, Told, webhook
from bench.common_ontime import (
    DAY,
    PARTS,
    VARIABLE,
    Ontime,
    add_option,
    build,
    event,
    http_output,
    named,
    osc_output,
    packet,
    project,
    target_of,
    tell,
)
from bench.common_refetch import HEARD, RUNDOWN, Refetched, figures, refetching
from control.core.rundown.plan import Item, Plan
from control.exchange import ontime as ontime_files


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder in which the right files are."""
    for part in PARTS.values():
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "package.json").write_text('{"name": "ontime", "version": "4.11.0"}', "utf-8")
    (tmp_path / PARTS["server"] / "docker.cjs").touch()
    (tmp_path / PARTS["client"] / "index.html").touch()
    return tmp_path


def parser() -> ArgumentParser:
    made = ArgumentParser()
    add_option(made)
    return made


def test_ontime_is_given_by_option_or_by_environment_or_not(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert parser().parse_args([]).ontime is None
    assert parser().parse_args(["--ontime", str(built)]).ontime.version == "4.11.0"
    monkeypatch.setenv(VARIABLE, str(built))
    given = parser().parse_args([]).ontime
    assert given.folder == built
    tell(given)
    tell(None)
    assert capsys.readouterr().err == "Ontime 4.11.0\nOntime: not given\n"


def test_a_folder_without_a_built_ontime_is_refused_with_what_is_missing(built: Path) -> None:
    (built / PARTS["client"] / "index.html").unlink()
    with pytest.raises(ArgumentTypeError, match=r"index\.html") as refused:
        build(str(built))
    assert "docker.cjs" not in str(refused.value)


def test_its_project_is_one_that_we_read_ourselves() -> None:
    events = [event(number, f"<{number}>", 60_000) for number in range(3)]
    reading = ontime_files.read(msgspec.json.encode(project("4.11.0", events)), Plan())
    assert reading.plan is not None
    items = [entry for entry in reading.plan if isinstance(entry, Item)]
    assert [(one.title, one.duration, one.number) for one in items] == [
        (f"<{n}>", 60_000, str(n + 1)) for n in range(3)
    ]
    assert [one.start for one in items] == [0, None, None]


def test_an_automation_tells_every_output_at_the_start() -> None:
    outputs = [osc_output(9000, "{{eventNow.title}}"), http_output("http://127.0.0.1:9001/?go={{eventNow.title}}")]
    found = project("4.11.0", [], outputs)["automation"]
    assert found["enabledAutomations"]
    assert not found["enabledOscIn"]
    (trigger,) = found["triggers"]
    assert trigger["trigger"] == "onStart"
    assert found["automations"][trigger["automationId"]]["outputs"] == outputs


def test_packets_have_a_payload_only_if_there_is_one() -> None:
    assert packet("start", {"id": "i3"}) == '{"tag":"start","payload":{"id":"i3"}}'
    assert packet("pause") == '{"tag":"pause"}'


@pytest.mark.parametrize("zone", [0, 3 * 3_600_000, -5 * 3_600_000])
def test_the_target_is_found_from_the_time_of_day_also_over_midnight(zone: int) -> None:
    began = 1_800_000_000_123
    timer = {"startedAt": (began + zone) % DAY, "duration": 600_000, "addedTime": 5_000}
    for later in (0, 1, 30_000, DAY - 1):
        assert target_of(timer, began + later, zone) == began + 605_000


def test_figures_of_ontime_stand_beside_the_peers() -> None:
    ours = [Told(dict.fromkeys((*go.ALIKE, "take", "mute", "graphics"), 0.010) | {"take": 0.001, "graphics": 0.090})]
    peer = [Told(dict.fromkeys((*go.ALIKE, "take", "mute", "graphics"), 0.002))]
    beside = [Told({**dict.fromkeys(go.ALIKE, 0.004), "webhook": 0.007})]
    found = go.result(ours, peer, [0.001], beside)
    assert found.peer is not None
    assert (found.ours["last_max_ms"], found.ours["alike_last_max_ms"]) == (90.0, 10.0)
    assert (found.peer["last_max_ms"], found.peer["ontime_last_max_ms"]) == (2.0, 7.0)
    assert found.peer["ontime_spread_max_ms"] == pytest.approx(3.0)
    without = go.result(ours, peer, [0.001], [])
    assert without.peer is not None
    assert not [name for name in (*without.ours, *without.peer) if name.startswith(("ontime", "alike"))]
    assert named({"median_ms": 1.0}) == {"ontime_median_ms": 1.0}


async def test_a_webhook_hears_what_a_get_asks_for() -> None:
    arrivals = Arrivals()
    async with webhook("webhook", arrivals) as url, ClientSession() as http:
        told = arrivals.expect({"webhook": "<3>"})
        async with http.get(f"{url}?go=%3C3%3E") as answer:
            assert answer.ok
        assert set(await asyncio.wait_for(told, 10)) == {"webhook"}


# --- clients that fetch again ---


@asynccontextmanager
async def shape_of_ontime() -> AsyncIterator[tuple[str, list[str]]]:
    """Its address, and what was fetched: a rundown of one title that a PUT changes, of which everybody is told."""
    everybody: set[web.WebSocketResponse] = set()
    fetched: list[str] = []
    titles = ["first"]

    async def live(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        everybody.add(socket)
        await socket.send_str(packet("client-init", {"clientId": "x"}))
        async for message in socket:
            assert message.type is WSMsgType.TEXT
        everybody.discard(socket)
        return socket

    async def edit(request: web.Request) -> web.Response:
        titles.append((await request.json())["title"])
        for socket in everybody:
            await socket.send_str(packet("runtime-data", {"clock": 1}))
            await socket.send_str(packet("refetch", {"target": "rundown", "revision": len(titles)}))
        return web.Response()

    async def rundown(request: web.Request) -> web.Response:
        fetched.append(titles[-1])
        return web.json_response({"title": titles[-1]}, dumps=lambda one: msgspec.json.encode(one).decode())

    application = web.Application()
    edits = web.put("/data/rundowns/default/entry", edit)
    application.add_routes([web.get("/ws", live), web.get(RUNDOWN, rundown), edits])
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"127.0.0.1:{runner.addresses[0][1]}", fetched
    finally:
        await runner.cleanup()


async def test_everybody_has_fetched_the_edit_before_the_next_one() -> None:
    async with shape_of_ontime() as (at, fetched), ClientSession() as http, http.ws_connect(f"ws://{at}/ws") as socket:
        running = Ontime(int(at.rpartition(":")[2]), http, socket)
        async with refetching(running, pages=5, asked=2) as clients:
            for number in range(3):
                mark = f"«правка {number}»"
                found = await clients.edit({"id": "i0", "title": mark}, mark)
                assert 0 < found.told <= found.has
                assert found.size > len(mark.encode()) + len(HEARD)
                assert fetched == [mark] * 5
                fetched.clear()


async def test_a_crowd_that_cannot_fetch_is_told_of() -> None:
    async with shape_of_ontime() as (at, _):
        group = Group(f"http://{at}/ws", "", 1, fetch=f"http://{at}/nothing", heard="client-init")
        with pytest.raises(RuntimeError, match="went away"):
            async with crowd([group]) as attendance:
                await attendance.fetched(1)


def test_an_edit_counts_when_the_slowest_has_it() -> None:
    edits = [Refetched.slowest([Refetched(0.010, 0.200, 900), Refetched(0.020, 0.100, 950)])]
    found = figures(edits)
    assert (found["told_max_ms"], found["max_ms"], found["fetched_max_bytes"]) == (20.0, 200.0, 950)
