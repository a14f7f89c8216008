"""The simulated camera's web server, as PTZOptics have it."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal

from aiohttp import web

from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.login import allowed, challenge
from devices.ptz.simulated.motors import FOCUS_SPEED, PAN_SPEEDS, TILT_SPEEDS, Motors, zoom_speed

LATE_BY = 0.25


class Guarded:
    """What the simulated web servers share: log-in, faults, a pulled cable."""

    def __init__(self, motors: Motors, faults: Faults, user: str, password: str) -> None:
        self.motors, self.faults = motors, faults
        self.user, self.password = user, password
        self.login: Literal["digest", "basic", "none"] = "digest" if user else "none"
        self.silent = False
        self.port = 0
        self.asked: list[str] = []

    async def answer(self, request: web.Request, act: Callable[[], Awaitable[web.Response]]) -> web.StreamResponse:
        if self.silent or self.faults.hit(Fault.DROP):
            return await _hang_up(request)
        if self.login != "none":
            header = request.headers.get("Authorization")
            if not allowed(header, request.method, self.login, self.user, self.password):
                return web.Response(status=401, headers={"WWW-Authenticate": challenge(self.login)})
        if self.faults.hit(Fault.REFUSE):
            return web.Response(status=500, text="no")
        response = await act()
        if self.faults.hit(Fault.LATE):
            await asyncio.sleep(LATE_BY)
        if self.faults.hit(Fault.LOSE):
            return await _hang_up(request)
        return web.Response(body=b"\x00\xff<<<") if self.faults.hit(Fault.GARBAGE) else response


async def _hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@contextlib.asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """The port. OSError if it is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


class SimulatedCgi(Guarded):
    async def handle(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.Response:
            query = request.query_string
            self.asked.append(query)
            if request.path.endswith("param.cgi"):
                return web.Response(text='devname="Efir"\ndevtype="Simulated"\nversioninfo="SOC v1.0"\n')
            done = self._do(query.split("&"), asyncio.get_running_loop().time())
            return web.Response(text="OK") if done else web.Response(status=404)

        return await self.answer(request, act)

    def _do(self, words: list[str], now: float) -> bool:
        """`ptzcmd`, an action and its numbers; False for what is none of these."""
        if len(words) < 2 or words[0] != "ptzcmd" or not all(re.fullmatch(r"\d{1,3}", word) for word in words[2:]):
            return False
        action, numbers = words[1], [int(word) for word in words[2:]]
        if (lens := re.fullmatch("(zoom|focus)(in|out|stop)", action)) and len(numbers) <= 1:
            axis, way = lens[1], {"in": 1, "out": -1, "stop": 0}[lens[2]]
            speed = min((numbers or [4])[0], 7)
            top = zoom_speed(speed) if axis == "zoom" else -FOCUS_SPEED * (speed + 1) / 8
            self.motors.drive(axis, way * top, now)
        elif (turn := re.fullmatch("(left|right|)(up|down|)", action)) and action and len(numbers) == 2:
            pan = {"left": -1, "right": 1, "": 0}[turn[1]] * PAN_SPEEDS[min(max(numbers[0], 1), 24) - 1]
            tilt = {"down": -1, "up": 1, "": 0}[turn[2]] * TILT_SPEEDS[min(max(numbers[1], 1), 20) - 1]
            self.motors.drive("pan", pan, now)
            self.motors.drive("tilt", tilt, now)
        elif action == "ptzstop":
            self.motors.drive("pan", 0, now)
            self.motors.drive("tilt", 0, now)
        elif action == "home":
            self.motors.home(now)
        elif action == "posset" and len(numbers) == 1:
            self.motors.store(numbers[0], now)
        elif action == "poscall" and len(numbers) == 1:
            if numbers[0] in self.motors.presets:  # it says OK to an empty one, too
                self.motors.recall(numbers[0], now)
        else:
            return False
        return True


@contextlib.asynccontextmanager
async def serve_cgi(
    host: str, port: int, motors: Motors, faults: Faults, user: str, password: str
) -> AsyncIterator[SimulatedCgi]:
    """Without a user it lets everybody in."""
    camera = SimulatedCgi(motors, faults, user, password)
    app = web.Application()
    app.router.add_get("/cgi-bin/{program}", camera.handle)
    async with serving(app, host, port) as camera.port:
        yield camera
