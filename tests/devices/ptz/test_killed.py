"""When Efir is gone, cameras that a hand was moving stand still: at once, whatever took it away."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

import msgspec
import psutil  # type: ignore[import-untyped]
import pytest

from control.core.types import CameraId
from devices.ptz.simulated.cgi import serve_cgi
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import Motors
from devices.ptz.simulated.onvif import serve_onvif
from devices.ptz.simulated.server import serve_visca
from devices.ptz.wire import Configure, HeadConfig, Protocol
from tests.devices.ptz.rigs import HOST, now, until

PROTOCOLS: tuple[Protocol, ...] = ("visca", "visca-tcp", "cgi", "onvif")
AIM = 0.3
ROUNDS = 5


@contextlib.asynccontextmanager
async def cameras(*protocols: Protocol) -> AsyncIterator[tuple[tuple[HeadConfig, ...], dict[str, Motors]]]:
    async with AsyncExitStack() as stack:
        configs: list[HeadConfig] = []
        motors: dict[str, Motors] = {}
        for protocol in protocols:
            moved = motors[protocol] = Motors()
            port: int
            if protocol == "cgi":
                port = (await stack.enter_async_context(serve_cgi(HOST, 0, moved, Faults(), "", ""))).port
            elif protocol == "onvif":
                port = (await stack.enter_async_context(serve_onvif(HOST, 0, moved, Faults(), "", ""))).port
            else:
                port = (await stack.enter_async_context(serve_visca(protocol, HOST, 0, moved, Faults()))).port
            configs.append(HeadConfig(camera=CameraId(protocol), protocol=protocol, host=HOST, port=port))
        yield tuple(configs), motors


async def owner(configs: tuple[HeadConfig, ...]) -> tuple[asyncio.subprocess.Process, int]:
    """It, and the pid of the process that speaks to the cameras, once it moves them."""
    raw = msgspec.msgpack.encode(Configure(configs)).hex()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.devices.ptz.owner", raw, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        return process, int(await process.stdout.readline())


async def stopped(motors: dict[str, Motors], since: float) -> dict[str, float]:
    """Seconds until each stands still."""
    took: dict[str, float] = {}
    async with asyncio.timeout(5):
        while len(took) < len(motors):
            for name, moved in motors.items():
                if name not in took and not moved.moving(now()):
                    took[name] = now() - since
            await asyncio.sleep(0.001)
    return took


async def gone(pid: int) -> None:
    async with asyncio.timeout(10):
        while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def told(name: str, times: Sequence[float]) -> str:
    ms = sorted(round(each * 1000) for each in times)
    return f"{name}: median {statistics.median(ms):.0f} ms, all {ms}"


@pytest.mark.slow
async def test_killed_with_sigkill_every_camera_stops(capsys: pytest.CaptureFixture[str]) -> None:
    times: dict[str, list[float]] = {name: [] for name in PROTOCOLS}
    async with cameras(*PROTOCOLS) as (configs, motors):
        for _ in range(ROUNDS):
            process, child = await owner(configs)
            await until(lambda: all("pan" in moved.moving(now()) for moved in motors.values()))
            await asyncio.sleep(0.3)  # longer than a lease: it is a hand that keeps them moving
            assert all("pan" in moved.moving(now()) for moved in motors.values())
            at = now()
            process.kill()
            for name, took in (await stopped(motors, at)).items():
                times[name].append(took)
            await process.wait()
            await gone(child)
            for moved in motors.values():
                moved.home(now() - 60)
    with capsys.disabled():
        print("", *(told(name, each) for name, each in times.items()), sep="\n  ")
    assert max(max(each) for each in times.values()) <= AIM


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there are no such signals here")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
async def test_told_to_end_the_process_first_stops_what_moves(name: str) -> None:
    async with cameras("visca-tcp") as (configs, motors):
        process, child = await owner(configs)
        await until(lambda: motors["visca-tcp"].moving(now()))
        os.kill(process.pid, signal.SIGSTOP)  # the owner cannot start another, nor say a word
        at = now()
        os.kill(child, getattr(signal, name))
        took = await stopped(motors, at)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        await gone(child)
    assert took["visca-tcp"] <= AIM


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="there are no such signals here")
async def test_an_efir_that_hangs_lets_go_by_its_silence() -> None:
    async with cameras("visca") as (configs, motors):
        process, child = await owner(configs)
        await until(lambda: motors["visca"].moving(now()))
        at = now()
        os.kill(process.pid, signal.SIGSTOP)
        took = await stopped(motors, at)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        await gone(child)
    assert took["visca"] <= AIM
