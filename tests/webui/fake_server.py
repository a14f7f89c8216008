"""A stand for the panel: serves the built pages and speaks the live protocol from `panel_view.json`.

`python -m tests.webui.fake_server [--port N]` prints its address. Commands change the view in the simplest way a page can see;
the rules are the real server's. Query of the socket's page is not looked at: everyone is the owner.
"""

import argparse
import asyncio
import io
import json
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import segno
from aiohttp import WSMsgType, web

HERE = Path(__file__).parent
DIST = HERE.parents[1] / "webui" / "dist"
CSP = "default-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws:; base-uri 'none'; frame-ancestors 'none'"
View = dict[str, Any]


def now_ms() -> int:
    return int(time.time() * 1000)


def first_view(left_ms: int = 194_000) -> View:
    view: View = json.loads((HERE / "panel_view.json").read_text(encoding="utf-8"))
    now = now_ms()
    view["debate"]["clock"]["target"] = now + left_ms
    for output in view["outputs"].values():
        output["since"] = now - 754_000
    view["health"]["obs"]["since"] = now - 900_000
    for age, entry in zip((95, 60, 31, 8), view["log"]["byId"].values(), strict=True):
        entry["at"] = now - age * 1000
    for link in view["access"]["byId"].values():
        link["created"] = now - 3_600_000
    return view


def patch_of(before: Any, after: Any) -> Any:
    """RFC 7396 patch that makes `after` of `before` (both objects)."""
    patch: dict[str, Any] = {key: None for key in before if key not in after}
    for key, value in after.items():
        old = before.get(key)
        if old == value and key in before:
            continue
        patch[key] = patch_of(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return patch


def link_answer(key: str, link: dict[str, Any]) -> dict[str, Any]:
    url = f"http://192.168.1.20:8080/judge?t={key}-5f0c2b7e91aa40d3"
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", scale=4, light="#fff", xmldecl=False)
    return {"id": key, "revoked": False, "reachable": False, "url": url, "qr": out.getvalue().decode(), **link}


def picture(name: str, tint: tuple[int, int, int], at: float) -> bytes:
    image = np.full((270, 480, 3), tint, np.uint8)
    centre = (int(240 + 150 * np.sin(at)), 150)
    cv2.circle(image, centre, 46, tuple(int(c * 1.7 + 40) for c in tint), -1)
    cv2.rectangle(image, (centre[0] - 70, 205), (centre[0] + 70, 270), tuple(int(c * 1.4 + 30) for c in tint), -1)
    cv2.putText(image, name, (16, 34), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (235, 235, 235), 2)
    cv2.putText(image, time.strftime("%H:%M:%S"), (360, 258), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (235, 235, 235), 1)
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 70])
    return bytes(jpeg)


class FakeServer:
    """One view for everybody. `rejections`: command type → (code, args), for tests of refusals."""

    def __init__(self, dist: Path = DIST) -> None:
        self.dist = dist
        self.view = first_view()
        self.seq = 104
        self.done: list[dict[str, Any]] = []
        self.rejections: dict[str, tuple[str, dict[str, Any]]] = {}
        self.silent = False
        """No beats, receipts or pictures: a server that hangs."""
        self.observed: dict[str, str] = {}
        """What OBS is said to show instead of what is wanted."""
        self.sockets: set[web.WebSocketResponse] = set()
        self.app = web.Application()
        self.app.router.add_get("/live", self._live)
        self.app.router.add_get("/api/links", self._links)
        self.app.router.add_post("/api/links/{id}/{act}", self._change_link)
        self.app.router.add_get("/", self._page)
        self.app.router.add_static("/assets", dist / "assets")
        self.app.on_startup.append(self._begin)
        self.app.on_shutdown.append(self._end)

    async def _begin(self, _app: web.Application) -> None:
        self._tasks = [asyncio.create_task(self._beat()), asyncio.create_task(self._telemetry())]

    async def _end(self, _app: web.Application) -> None:
        for task in self._tasks:
            task.cancel()
        for socket in tuple(self.sockets):
            await socket.close()

    async def _page(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(self.dist / "panel" / "index.html", headers={"Content-Security-Policy": CSP})

    async def _links(self, _request: web.Request) -> web.Response:
        return web.json_response([link_answer(key, link) for key, link in self.view["access"]["byId"].items()])

    async def _change_link(self, request: web.Request) -> web.Response:
        key, what = request.match_info["id"], request.match_info["act"]
        view = deepcopy(self.view)
        if what == "revoke":
            view["access"]["byId"][key]["revoked"] = True
        self.done.append({"type": f"link.{what}", "id": key})
        await self.change(view)
        return web.json_response(link_answer(key, view["access"]["byId"][key]))

    async def broadcast(self, message: dict[str, Any]) -> None:
        for socket in tuple(self.sockets):
            if not socket.closed:
                await socket.send_json(message)

    async def change(self, view: View) -> None:
        """Makes `view` the view, and tells everyone."""
        patch = patch_of(self.view, view)
        self.view, before, self.seq = view, self.seq, self.seq + 1
        await self.broadcast({"type": "patch", "from": before, "seq": self.seq, "data": patch})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT and not self.silent:
                    await self._hear(socket, json.loads(message.data))
        finally:
            self.sockets.discard(socket)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        match message["type"]:
            case "hello":
                await socket.send_json(
                    {"type": "welcome", "epoch": "e1", "seq": self.seq, "now": now_ms(), "role": "owner", "version": "0"}
                )
                await socket.send_json({"type": "snapshot", "seq": self.seq, "data": self.view})
                self.sockets.add(socket)
            case "ping":
                now = time.time() * 1000
                await socket.send_json({"type": "pong", "t0": message["t0"], "t1": now, "t2": now})
            case "do":
                await self._do(socket, message["id"], message["command"])

    async def _do(self, socket: web.WebSocketResponse, command_id: str, command: dict[str, Any]) -> None:
        self.done.append(command)
        if command["type"] in self.rejections:
            code, args = self.rejections[command["type"]]
            error = {"code": code, "args": args, "text": ""}
            await socket.send_json({"type": "receipt", "id": command_id, "ok": False, "error": error})
            return
        view = deepcopy(self.view)
        apply(view, command)
        if view != self.view:
            await self.change(view)
        await socket.send_json({"type": "receipt", "id": command_id, "ok": True, "seq": self.seq})

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(1)
            if not self.silent:
                await self.broadcast({"type": "beat", "now": now_ms()})

    async def _telemetry(self) -> None:
        count = 0
        while True:
            await asyncio.sleep(0.12)
            if self.silent or not self.sockets:
                continue
            count += 1
            at = time.monotonic()
            wanted = self.view["program"]
            for channel, scene, tint in ((0, wanted.get("scene"), (52, 38, 30)), (1, wanted.get("preview"), (40, 52, 30))):
                if scene is None:
                    continue
                frame = bytes([channel]) + picture(scene, tint, at + channel)
                for socket in tuple(self.sockets):
                    if not socket.closed:
                        await socket.send_bytes(frame)
            levels = {"desk": -14 + 8 * float(np.sin(at * 5)), "cam1": -60.0, "clip": -38 + 6 * float(np.sin(at * 3))}
            await self.broadcast({"type": "live", "key": "meters", "data": levels})
            if count % 8 == 1:
                await self._slow_telemetry()

    async def _slow_telemetry(self) -> None:
        program = self.view["program"]
        obs = {k: program[k] for k in ("scene", "preview") if k in program}
        obs = {"program": obs.get("scene"), "preview": obs.get("preview"), "fps": 30.0, "cpu": 12.4, "memory": 310.0}
        values: dict[str, Any] = {
            "obs": {k: v for k, v in {**obs, **self.observed}.items() if v is not None},
            "clients": {"panel": 1, "stage": 1, "graphics": 1, "judges": {"kuznetsova": 1, "belov": 0, "safin": 1}},
            "journal": {"ok": True},
        }
        for name in ("stream", "record"):
            output = self.view["outputs"][name]
            on = output["actual"] == "on"
            seconds = (now_ms() - output["since"]) // 1000
            timecode = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            values[name] = {"active": on, "timecode": timecode, "kbps": 4480, "congestion": 0.02, "skipped": 3}
        for key, value in values.items():
            await self.broadcast({"type": "live", "key": key, "data": value})


def apply(view: View, command: dict[str, Any]) -> None:
    """The least that makes a page react."""
    match command:
        case {"type": "program.preview", "scene": scene}:
            view["program"]["preview"] = scene
        case {"type": "program.take", "scene": scene}:
            program = view["program"]
            program["preview"], program["scene"] = program["scene"], scene
        case {"type": "program.panic"}:
            view["program"]["scene"] = "slate"
        case {"type": "program.transition", "kind": kind, "duration": duration}:
            view["program"]["transition"] = {"kind": kind, "duration": duration}
        case {"type": "sources.item", "scene": scene, "item": item, "visible": visible}:
            view["sources"]["visible"][scene][item] = visible
        case {"type": "sources.mute", "input": name, "muted": muted}:
            view["sources"]["sound"][name]["muted"] = muted
        case {"type": "sources.volume", "input": name, "volume": volume}:
            view["sources"]["sound"][name]["volume"] = volume
        case {"type": "graphics.play" | "graphics.stop" as kind, "graphic": graphic}:
            view["graphics"]["byId"][graphic]["playing"] = kind == "graphics.play"
        case {"type": "graphics.update", "graphic": graphic, "data": data}:
            view["graphics"]["byId"][graphic]["data"] = data
        case {"type": "outputs.set", "output": output, "on": on}:
            view["outputs"][output] = {"wanted": on, "actual": "on" if on else "off", "since": now_ms()}
        case {"type": "stage.say", "text": text}:
            view["stage"] = {"message": {"text": text, "tone": command.get("tone", "info"), "at": now_ms()}}
        case {"type": "stage.hush"}:
            view["stage"] = {}
        case {"type": "debate.bells", "muted": muted}:
            view["debate"]["bells"] = not muted
        case {"type": "debate.pause"}:
            left = view["debate"]["clock"].pop("target") - now_ms()
            view["debate"]["clock"] |= {"state": "paused", "left": left}
            view["desk"]["nextAct"] = "resume"
        case {"type": "debate.resume"}:
            left = view["debate"]["clock"].pop("left")
            view["debate"]["clock"] |= {"state": "running", "target": now_ms() + left}
            view["desk"]["nextAct"] = "pause"
        case {"type": "debate.add", "ms": ms}:
            clock = view["debate"]["clock"]
            clock["target" if "target" in clock else "left"] += ms
        case {"type": "log.undo", "seq": seq}:
            entry = view["log"]["byId"][str(seq)]
            entry.pop("undo", None)
            entry["undone"] = True


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--dist", type=Path, default=DIST)
    options = parser.parse_args()
    runner = web.AppRunner(FakeServer(options.dist).app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", options.port).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
