"""What is typed to a simulated camera happens to it."""

from __future__ import annotations

import asyncio

import pytest

from devices.commands import CommandUnknown
from devices.ptz.head import Focus, HeadError
from devices.ptz.simulated.commands import Commands
from devices.ptz.simulated.faults import Fault
from devices.ptz.simulated.motors import Preset
from tests.devices.ptz.rigs import cgi, until, visca


async def test_a_fault_happens_as_often_as_it_was_told() -> None:
    async with visca() as (head, server):
        await head.focus(Focus.MANUAL)  # behind what is told to a camera that was found
        commands = Commands(server)
        commands.obey("refuse 2")
        for _ in range(2):
            with pytest.raises(HeadError, match="ptz-not-now"):
                await head.focus(Focus.MANUAL)
        await head.focus(Focus.MANUAL)
        commands.obey("refuse")
        commands.obey("ok")
        await head.focus(Focus.MANUAL)
        assert server.faults.happened == {Fault.REFUSE: 2}


async def test_it_is_silent_for_a_while_and_no_longer() -> None:
    async with visca() as (head, server):
        commands = Commands(server)
        commands.obey("silent 60")
        assert server.silent
        commands.obey("silent 0.2")
        await until(lambda: not server.silent)
        commands.obey("silent")
        await until(lambda: head.state.phase == "away", 10)
        commands.obey("ok")
        await until(lambda: head.state.phase == "connected", 15)


async def test_it_sleeps_and_wakes_and_loses_its_memory() -> None:
    async with visca() as (head, server):
        commands = Commands(server)
        commands.obey("sleep")
        with pytest.raises(HeadError, match="ptz-not-now"):
            await head.home()
        commands.obey("wake")
        await head.home()
        server.motors.presets[3] = Preset(0, 0, 0, 0)
        commands.obey("wipe")
        with pytest.raises(HeadError, match="ptz-not-now"):
            await head.recall(3)
        commands.obey("cycle")
        assert server.camera.deaf
        await until(lambda: not server.camera.deaf, 15)


async def test_a_camera_by_http_has_what_its_protocol_has() -> None:
    async with cgi() as (head, camera):
        commands = Commands(camera)
        assert set(commands.words) >= {"late", "refuse", "silent", "wipe"}
        assert not set(commands.words) & {"sleep", "cycle", "swap"}
        commands.obey("refuse")
        with pytest.raises(HeadError, match="ptz-refused"):
            await head.home()
        await head.home()


@pytest.mark.parametrize(
    "line", ["rain", "late often", "late 0", "late 1001", "late 1 2", "silent nan", "silent -1", "sleep 5", "wipe all"]
)
async def test_what_is_no_command_is_refused_and_does_nothing(line: str) -> None:
    async with visca() as (head, server):
        with pytest.raises(CommandUnknown) as refused:
            Commands(server).obey(line)
        assert refused.value.arguments["line"] == line
        assert "late · " in str(refused.value.arguments["words"])
        await asyncio.sleep(0)
        await head.home()
        assert not server.faults.happened
