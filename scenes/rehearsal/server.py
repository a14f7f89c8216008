"""The rehearsal switcher's server: sockets, time, pictures."""

import asyncio
import base64
import json
import math
import secrets
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from control.secret import Secret
from control.show import Canvas
from scenes import protocol
from scenes.protocol import Close, Op
from scenes.rehearsal import painter
from scenes.rehearsal.answers import ANSWERS, WEBSOCKET_VERSION, Data
from scenes.rehearsal.faults import Faults
from scenes.rehearsal.mixer import Mixer
from scenes.rehearsal.model import (
    FIELD_EMPTY,
    MISSING_FIELD,
    NOT_DONE,
    OUTPUT_NOT_RUNNING,
    OUTPUT_RUNNING,
    UNKNOWN,
    Model,
    Refusal,
    factor,
)
from scenes.rehearsal.things import OutputModel

_EVENT_GROUPS = {
    "Scene": 1 << 2,
    "CurrentProgram": 1 << 2,
    "CurrentPreview": 1 << 2,
    "Input": 1 << 3,
    "CurrentSceneTransition": 1 << 4,
    "SceneTransition": 1 << 4,
    "SourceFilter": 1 << 5,
    "Stream": 1 << 6,
    "Record": 1 << 6,
    "SceneItem": 1 << 7,
    "StudioMode": 1 << 10,
    "InputVolumeMeters": 1 << 16,
}
"""EventSubscription by the beginning of an event's name; the longest beginning counts."""
METERS_EVERY = 0.05
STARTING_TAKES, STOPPING_TAKES = 0.1, 0.1
"""Seconds; as long as OBS takes at least."""


class _Client:
    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self.subscriptions = 0


class RehearsalSwitcher:
    """`async with RehearsalSwitcher(canvas) as switcher:` listens on loopback at `switcher.url` until the end."""

    def __init__(self, canvas: Canvas, password: Secret | None = None) -> None:
        self.model = Model(canvas, self._emit)
        self.faults = Faults()
        self._password = password
        self._clients: set[_Client] = set()
        self._server: Server | None = None
        self._painting: ThreadPoolExecutor | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._mixer = Mixer(self.model)
        self._pictures = 0

    async def __aenter__(self) -> Self:
        self._painting = ThreadPoolExecutor(1, thread_name_prefix="rehearsal")
        await asyncio.to_thread(self._painting.submit, int)  # starting its thread waits for it: not on the loop
        self._server = await serve(self._serve, "127.0.0.1", 0, compression=None, ping_interval=None, close_timeout=0.5)
        self._own(self._run_meters())
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        if self._painting is not None:
            await asyncio.to_thread(self._painting.shutdown)

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}"

    async def disconnect(self) -> None:
        """A fault: every client is cut off at once, without a goodbye."""
        for client in tuple(self._clients):
            client.socket.transport.abort()

    # --- a client ---

    async def _serve(self, socket: ServerConnection) -> None:
        client = _Client(socket)
        try:
            if await self._identified(client):
                self._clients.add(client)
                async for message in socket:
                    # Each on its own: a request that takes long does not keep OBS from doing the next.
                    self._own(self._handle(client, json.loads(message)))
        except (ConnectionClosed, ValueError, KeyError):
            return
        finally:
            self._clients.discard(client)

    async def _identified(self, client: _Client) -> bool:
        hello: Data = {"obsWebSocketVersion": WEBSOCKET_VERSION, "rpcVersion": protocol.RPC_VERSION}
        salt, challenge = secrets.token_hex(16), secrets.token_hex(16)
        if self._password:
            hello["authentication"] = {"salt": salt, "challenge": challenge}
        await self._send(client, Op.HELLO, hello)
        message = json.loads(await client.socket.recv())
        if message.get("op") != Op.IDENTIFY:
            await client.socket.close(Close.NOT_IDENTIFIED)
            return False
        if self._password:
            expected = protocol.authentication(self._password.reveal(), salt, challenge)
            if not secrets.compare_digest(str(message["d"].get("authentication", "")), expected):
                await client.socket.close(Close.AUTHENTICATION_FAILED, "Authentication failed.")
                return False
        client.subscriptions = message["d"].get("eventSubscriptions", protocol.EVENTS_ALL)
        await self._send(client, Op.IDENTIFIED, {"negotiatedRpcVersion": protocol.RPC_VERSION})
        return True

    async def _handle(self, client: _Client, message: Data) -> None:
        if self.faults.frozen:
            return
        body = message.get("d", {})
        try:
            match message.get("op"):
                case Op.REQUEST:
                    kind = body["requestType"]
                    result = await self._result(body)
                    if not self.faults.drops(kind):
                        number = "0" if self.faults.swap else body["requestId"]
                        await self._send(client, Op.RESPONSE, {**result, "requestId": number})
                case Op.BATCH:
                    results = []
                    for one in body["requests"]:
                        results.append({**await self._result(one), "requestId": one.get("requestId")})
                        if body.get("haltOnFailure") and not results[-1]["requestStatus"]["result"]:
                            break
                    await self._send(client, Op.BATCH_RESPONSE, {"requestId": body["requestId"], "results": results})
                case Op.REIDENTIFY:
                    client.subscriptions = body.get("eventSubscriptions", client.subscriptions)
                    await self._send(client, Op.IDENTIFIED, {"negotiatedRpcVersion": protocol.RPC_VERSION})
        except ConnectionClosed:
            return

    async def _result(self, body: Data) -> Data:
        kind, data = body["requestType"], body.get("requestData") or {}
        try:
            if delay := self.faults.delay_of(kind):
                await asyncio.sleep(delay)
            if code := self.faults.refusal_of(kind):
                raise Refusal(code, "Refused by a fault that is switched on.")
            answer = None if kind in self.faults.ignore else await self._do(kind, data)
        except Refusal as refusal:
            status: Data = {"result": False, "code": refusal.code, "comment": refusal.comment}
            return {"requestType": kind, "requestStatus": status}
        done: Data = {"requestType": kind, "requestStatus": {"result": True, "code": protocol.SUCCESS}}
        return done if answer is None else {**done, "responseData": answer}

    async def _do(self, kind: str, data: Data) -> Data | None:
        if kind in self.faults.missing:
            raise Refusal(UNKNOWN, "Your request type is not valid.")
        if kind == "GetVersion":
            offered = {*ANSWERS, *self._slow()} - self.faults.missing
            return {**(ANSWERS[kind](self.model, data) or {}), "availableRequests": sorted(offered)}
        if (answer := ANSWERS.get(kind)) is not None:
            return answer(self.model, data)
        if (slow := self._slow().get(kind)) is not None:
            return await slow(data)
        raise Refusal(UNKNOWN, "Your request type is not valid.")

    async def _send(self, client: _Client, op: Op, body: Data) -> None:
        await client.socket.send(json.dumps({"op": int(op), "d": body}))

    # --- what takes time ---

    def _slow(self) -> dict[str, Callable[[Data], Awaitable[Data | None]]]:
        stream, record = self.model.stream, self.model.record
        return {
            "SetCurrentProgramScene": self._set_program,
            "TriggerStudioModeTransition": self._trigger_transition,
            "GetSourceScreenshot": self._screenshot,
            "GetStats": self._stats,
            "Sleep": self._sleep,
            "GetStreamStatus": lambda data: self._status(stream),
            "StartStream": lambda data: self._start(stream),
            "StopStream": lambda data: self._stop(stream),
            "ToggleStream": lambda data: self._toggle(stream),
            "GetRecordStatus": lambda data: self._status(record),
            "StartRecord": lambda data: self._start(record),
            "StopRecord": lambda data: self._stop(record),
            "ToggleRecord": lambda data: self._toggle(record),
            "CreateRecordChapter": self._chapter,
        }

    async def _sleep(self, data: Data) -> None:
        await asyncio.sleep(min(50.0, float(data.get("sleepMillis", 0)) / 1000))

    async def _set_program(self, data: Data) -> None:
        if "sceneName" not in data:
            raise Refusal(MISSING_FIELD, "Your request is missing the `sceneName` field.")
        self.model.scene(data["sceneName"])
        self._move(data["sceneName"])

    async def _trigger_transition(self, data: Data) -> None:
        if not self.model.studio:
            raise Refusal(506, "Studio mode is not enabled.")
        self._move(self.model.preview)

    def _move(self, scene: str) -> None:
        if self.faults.swallow:
            self.faults.swallow -= 1
            self.model.program = scene
            return
        if (moving := self._mixer.take(scene)) is not None:
            self._own(self._mixer.finish(moving))

    async def _screenshot(self, data: Data) -> Data:
        name = data.get("sourceName", "")
        self.model.source(name)
        canvas = self.model.canvas
        width, height = int(data.get("imageWidth", canvas.width)), int(data.get("imageHeight", canvas.height))
        if not (8 <= width <= 4096 and 8 <= height <= 4096):
            raise Refusal(402, "The size of the picture is out of range.")
        quality = int(data.get("imageCompressionQuality", -1))
        kind = str(data.get("imageFormat", "jpg"))
        now = asyncio.get_running_loop().time()
        moving = self._mixer.moving if name == self.model.program else None

        def paint() -> bytes:
            picture = painter.paint(self.model, name, width, height, now)
            if moving is not None:
                leaving = painter.paint(self.model, moving.before, width, height, now)
                picture = painter.mixed(leaving, picture, moving.part(now))
            return painter.png(picture) if kind == "png" else painter.jpeg(picture, quality)

        image = await asyncio.get_running_loop().run_in_executor(self._painting, paint)
        self._pictures += 1
        return {"imageData": f"data:image/{kind};base64,{base64.b64encode(image).decode()}"}

    async def _stats(self, data: Data) -> Data:
        return {
            "cpuUsage": 0.0,
            "memoryUsage": 0.0,
            "availableDiskSpace": 0.0,
            "activeFps": float(self.model.canvas.fps),
            "averageFrameRenderTime": 1.0,
            "renderSkippedFrames": 0,
            "renderTotalFrames": self._pictures,
            "outputSkippedFrames": 0,
            "outputTotalFrames": self._pictures,
            "webSocketSessionIncomingMessages": 0,
            "webSocketSessionOutgoingMessages": 0,
        }

    # --- outputs ---

    async def _status(self, output: OutputModel) -> Data:
        lasted = asyncio.get_running_loop().time() - output.started if output.active else 0.0
        status: Data = {
            "outputActive": output.active or output.closing,
            "outputTimecode": _timecode(lasted),
            "outputDuration": round(lasted * 1000),
            "outputBytes": round(lasted * 500_000),
        }
        if output.name == "Record":
            return {**status, "outputPaused": output.paused}
        return {
            **status,
            "outputReconnecting": False,
            "outputCongestion": 0.0,
            "outputSkippedFrames": 0,
            "outputTotalFrames": round(lasted * self.model.canvas.fps),
        }

    async def _start(self, output: OutputModel) -> None:
        if output.active:
            raise Refusal(OUTPUT_RUNNING, "The output is running.")
        if output.closing:
            return
        output.active, output.started = True, asyncio.get_running_loop().time()
        if output.name == "Record":
            self.model.chapters.clear()
        self._own(self._starting(output))

    async def _starting(self, output: OutputModel) -> None:
        self.model.output_changed(output, "STARTING", active=True)
        await asyncio.sleep(STARTING_TAKES)
        if output.name == "Stream" and self.faults.stream_fails:
            self.model.output_changed(output, "STOPPED", active=False)
        elif output.active:
            self.model.output_changed(output, "STARTED", active=True)

    async def _stop(self, output: OutputModel) -> Data | None:
        if not output.active:
            raise Refusal(OUTPUT_NOT_RUNNING, "The output is not running.")
        output.active = False
        self._own(self._stopping(output))
        return {"outputPath": ""} if output.name == "Record" else None

    async def _stopping(self, output: OutputModel) -> None:
        self.model.output_changed(output, "STOPPING", active=False)
        await asyncio.sleep(STOPPING_TAKES)
        output.closing = self.faults.closing > 0
        self.model.output_changed(output, "STOPPED", active=False)
        await asyncio.sleep(self.faults.closing)
        output.closing = False

    async def _chapter(self, data: Data) -> None:
        """As OBS 30.2: in Hybrid MP4 alone, which this switcher records if its profile says so."""
        name = data.get("chapterName")
        if name == "":
            raise Refusal(FIELD_EMPTY, "The field value of `chapterName` must not be empty.")
        if not self.model.record.active:
            raise Refusal(OUTPUT_NOT_RUNNING, "The output is not running.")
        if self.model.profile.get(("SimpleOutput", "RecFormat2")) != "hybrid_mp4":
            raise Refusal(NOT_DONE, "Verify that the output supports chapter markers.")
        self.model.chapters.append(name or "")

    async def _toggle(self, output: OutputModel) -> Data:
        on = not output.active
        await (self._start(output) if on else self._stop(output))
        return {"outputActive": on}

    # --- events ---

    def _emit(self, event: str, data: Data) -> None:
        group = _group(event)
        for client in tuple(self._clients):
            if client.subscriptions & group and not self.faults.frozen:
                self._own(self._tell(client, {"eventType": event, "eventIntent": group, "eventData": data}))

    async def _tell(self, client: _Client, body: Data) -> None:
        try:
            await self._send(client, Op.EVENT, body)
        except ConnectionClosed:
            self._clients.discard(client)

    async def _run_meters(self) -> None:
        """Voices that nobody speaks: a slow swell, 20 times a second, for who subscribed."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(METERS_EVERY)
            if any(client.subscriptions & _EVENT_GROUPS["InputVolumeMeters"] for client in self._clients):
                self._emit("InputVolumeMeters", {"inputs": self._meters(loop.time())})

    def _meters(self, now: float) -> list[Data]:
        out = []
        for number, name in enumerate(self.model.heard_on_air()):
            heard = self.model.inputs[name]
            swell = 0.12 * (1.1 + math.sin(now * 2 + number))
            level = 0.0 if heard.muted else swell * factor(heard.volume)
            out.append({"inputName": name, "inputLevelsMul": [[level / 2, level, swell]] * 2})
        return out

    def _own(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _group(event: str) -> int:
    beginning = max((name for name in _EVENT_GROUPS if event.startswith(name)), key=len, default="")
    return _EVENT_GROUPS.get(beginning, 1)


def _timecode(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{int(seconds * 1000) % 1000:03}"
