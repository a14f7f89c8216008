"""Ontime beside us: a build of it (`--ontime DIR`, or EFIR_ONTIME) as a process of its own, worked by its protocol.

DIR is a checkout of its source in which server and client were built; docs/performance.md says how. Its parts are laid
out in a temporary folder as its container has them, it gets a data folder of its own, and it listens on loopback alone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import ClientConnectionError, ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from msgspec import Struct

from bench.common_figures import say
from bench.result import Figures

LOOPBACK = "127.0.0.1"
VARIABLE = "EFIR_ONTIME"
PARTS = {
    "server": "apps/server/dist",
    "client": "apps/client/build",
    "external": "apps/server/src/external",
    "user": "apps/server/src/user",
    "html": "apps/server/src/html",
}
"""Its container's folders, and where a checkout has them."""
PROGRAM = "server/docker.cjs"
PROJECT = "bench.json"
LOOPBACK_ONLY = """
const { Server } = require('node:net');
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, host, ...rest) {
  return listen.call(this, port, host === '0.0.0.0' ? '127.0.0.1' : host, ...rest);
};
"""
"""Loaded before it: it listens on every address, without a password, and has no option for that."""
UP_WITHIN, ANSWERS_WITHIN, STOPS_WITHIN = 60.0, 10.0, 15.0
LOOK_AGAIN = 0.1
WORDS = 2000
DAY = 86_400_000


# --- which one ---


class Build(Struct, frozen=True):
    folder: Path
    version: str


def build(folder: str) -> Build:
    """ArgumentTypeError: there is no built Ontime in it."""
    root = Path(folder).expanduser().absolute()
    wanted = [root / "package.json", root / PARTS["server"] / Path(PROGRAM).name, root / PARTS["client"] / "index.html"]
    if missing := [str(path.relative_to(root)) for path in wanted if not path.is_file()]:
        raise argparse.ArgumentTypeError(f"{root} is not a built Ontime, without {', '.join(missing)}")
    return Build(root, str(msgspec.json.decode(wanted[0].read_bytes())["version"]))


def add_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ontime",
        type=build,
        default=os.environ.get(VARIABLE) or None,
        metavar="DIR",
        help=f"a checkout of Ontime with server and client built, to be measured as well (or {VARIABLE})",
    )


def tell(given: Build | None) -> None:
    """For the record, whether it was there."""
    say(f"Ontime {given.version}" if given else "Ontime: not given")


def named(figures: Figures) -> Figures:
    """As they stand beside the peer's."""
    return {f"ontime_{name}": value for name, value in figures.items()}


# --- what it is given ---


def event(number: int, title: str, duration: int) -> dict[str, Any]:
    """A countdown of `duration` ms, linked to the event before it."""
    fields = {"id": f"i{number}", "cue": str(number + 1), "title": title, "duration": duration, "linkStart": number > 0}
    kinds = {"type": "event", "timerType": "count-down", "timeStrategy": "lock-duration", "endAction": "none"}
    return {**kinds, **fields, "timeStart": 0, "timeEnd": duration % DAY, "custom": {}, "triggers": [], "parent": None}


def _on_start(outputs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    acts = {"id": "acts", "title": "acts", "filterRule": "all", "filters": [], "outputs": list(outputs)}
    trigger = {"id": "starts", "title": "starts", "trigger": "onStart", "automationId": acts["id"]}
    listens = {"enabledAutomations": True, "enabledOscIn": False, "oscPortIn": 8888}
    return {**listens, "triggers": [trigger], "automations": {acts["id"]: acts}}


def osc_output(port: int, words: str) -> dict[str, Any]:
    return {"type": "osc", "targetIP": LOOPBACK, "targetPort": port, "address": "/go", "args": words}


def http_output(url: str) -> dict[str, Any]:
    return {"type": "http", "url": url}


def project(
    version: str, events: Sequence[Mapping[str, Any]], outputs: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The file that it opens. `outputs`: of an automation whenever an event starts."""
    order = [one["id"] for one in events]
    entries = {one["id"]: one for one in events}
    rundown = {"id": "default", "title": "bench", "order": order, "flatOrder": order, "entries": entries, "revision": 0}
    settings = {"version": version, "timeFormat": "24", "language": "en"}
    rundowns = {"rundowns": {"default": rundown}, "customFields": {}}
    looks: dict[str, Any] = {"viewSettings": {}, "urlPresets": []}
    return {**rundowns, **looks, "project": {"title": "bench"}, "settings": settings, "automation": _on_start(outputs)}


# --- what is said ---


def packet(tag: str, payload: Any = None) -> str:
    body = {"tag": tag} if payload is None else {"tag": tag, "payload": payload}
    return msgspec.json.encode(body).decode()


def target_of(timer: Mapping[str, Any], now: int, zone: int) -> int:
    """When a running countdown reaches zero, Unix ms. Its state says when it was started as ms since local midnight;
    `now`: Unix ms, at most a day later; `zone`: ms east of Greenwich."""
    return now - (now + zone - int(timer["startedAt"])) % DAY + int(timer["duration"]) + int(timer["addedTime"])


class Ontime:
    """One that runs: its address, and a client of its protocol that is ours."""

    def __init__(self, port: int, http: ClientSession, socket: ClientWebSocketResponse) -> None:
        self.port = port
        self.url = f"http://{LOOPBACK}:{port}"
        self.live = f"ws://{LOOPBACK}:{port}/ws"
        self._http = http
        self._socket = socket
        self._asked: dict[str, asyncio.Future[Any]] = {}

    async def read(self) -> None:
        """While it runs: what it says, of which only answers to `ask` are heard."""
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                said = msgspec.json.decode(message.data)
                if waiting := self._asked.pop(said["tag"], None):
                    waiting.set_result(said["payload"])

    async def send(self, tag: str, payload: Any = None) -> None:
        await self._socket.send_str(packet(tag, payload))

    async def ask(self, tag: str, payload: Any = None) -> Any:
        """Its answer. TimeoutError: it has none, as to whatever it did not do."""
        answer = self._asked[tag] = asyncio.get_running_loop().create_future()
        await self.send(tag, payload)
        try:
            return await asyncio.wait_for(answer, ANSWERS_WITHIN)
        finally:
            self._asked.pop(tag, None)

    async def target(self) -> int:
        """Unix ms."""
        offset = datetime.now().astimezone().utcoffset()
        assert offset is not None
        timer = (await self.ask("poll"))["timer"]
        return target_of(timer, time.time_ns() // 1_000_000, round(offset.total_seconds() * 1000))

    async def edit(self, change: Mapping[str, Any]) -> None:
        """Of the event with its `id`, as its editor does it."""
        async with self._http.put(f"{self.url}/data/rundowns/default/entry", json=change) as answer:
            answer.raise_for_status()


# --- its process ---


@asynccontextmanager
async def ontime(given: Build, folder: Path, opens: Mapping[str, Any]) -> AsyncIterator[Ontime]:
    """Running in `folder`, with this project open; stopped at the end."""
    node = shutil.which("node")
    if node is None:
        raise RuntimeError("Ontime needs Node.js (`node` on the path)")
    await asyncio.to_thread(_lay_out, given, folder, opens)
    port, log = _free_port(), folder / "said.log"
    environment = {**os.environ, "NODE_ENV": "docker", "ONTIME_DATA": str(folder / "data"), "PORT": str(port)}
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *(node, "--require", str(folder / "loopback.cjs"), PROGRAM),
            cwd=folder / "app",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        async with ClientSession() as http, await _answering(http, port, process, log) as socket:
            running = Ontime(port, http, socket)
            reading = asyncio.create_task(running.read())
            try:
                yield running
            finally:
                reading.cancel()
    finally:
        await _stop(process)


def _lay_out(given: Build, folder: Path, opens: Mapping[str, Any]) -> None:
    for part, where in PARTS.items():
        shutil.copytree(given.folder / where, folder / "app" / part, ignore=shutil.ignore_patterns("*.map", "*.map.*"))
    projects = folder / "data" / "projects"
    projects.mkdir(parents=True)
    (projects / PROJECT).write_bytes(msgspec.json.encode(opens))
    state = {"projectName": PROJECT, "rundownId": "default", "showWelcomeDialog": False}
    (folder / "data" / "app-state.json").write_bytes(msgspec.json.encode(state))
    (folder / "loopback.cjs").write_text(LOOPBACK_ONLY, "utf-8")


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as taken:
        return int(taken.getsockname()[1])


async def _answering(
    http: ClientSession, port: int, process: asyncio.subprocess.Process, log: Path
) -> ClientWebSocketResponse:
    """Its first word is there: it is up."""
    try:
        async with asyncio.timeout(UP_WITHIN):
            while process.returncode is None:
                try:
                    found = await http.ws_connect(f"ws://{LOOPBACK}:{port}/ws", max_msg_size=0)
                except (ClientConnectionError, WSServerHandshakeError):
                    await asyncio.sleep(LOOK_AGAIN)
                    continue
                await found.receive()
                return found
    except TimeoutError:
        pass
    said = await asyncio.to_thread(log.read_text, "utf-8", errors="replace")
    raise RuntimeError(f"Ontime did not come up\n{said[-WORDS:]}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOPS_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
