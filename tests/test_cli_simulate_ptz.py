"""`efir simulate ptz`: a process of its own that a head finds, and what it says of a wrong command line."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from devices.ptz.head import HeadError
from devices.ptz.motion import Drive
from devices.ptz.simulated.faults import Fault
from devices.ptz.visca.head import MODELS, ViscaHead
from devices.ptz.visca.transport import Endpoint
from efir.cli import main
from efir.cli_simulate_ptz import read_faults
from tests.devices.ptz.rigs import HOST, running

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFIR_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")


async def test_a_simulated_camera_is_found_and_moved() -> None:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "efir", "simulate", "ptz", "--port", "0", "--faults", "lose=0.05"),
        cwd=ROOT,
        env={**os.environ, "EFIR_LANGUAGE": "en"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout is not None
        assert child.stdin is not None
        line = (await asyncio.wait_for(child.stdout.readline(), 60)).decode()
        assert line.startswith("A simulated camera listens on 127.0.0.1:")
        port = int(line.split(":")[1].split()[0])
        head = ViscaHead(Endpoint.of("visca", HOST, port), MODELS["ptzoptics"])
        async with running(head, within=20):
            await head.drive(Drive(pan=1))
            await head.stop()
            assert (await head.position()).pan > 0
            child.stdin.write(b"help\nsleep\n")
            async with asyncio.timeout(20):
                while "Done: sleep" not in line:
                    line = (await child.stdout.readline()).decode()
            with pytest.raises(HeadError, match="ptz-not-now"):
                await head.home()
    finally:
        child.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
        await asyncio.wait_for(child.wait(), 20)
    if sys.platform != "win32":
        assert child.returncode == 0


@pytest.mark.parametrize(
    "arguments, word",
    [
        (["--protocol", "pelco"], "visca | visca-raw | visca-tcp | cgi | onvif"),
        (["--port", "70000"], "--port"),
        (["--faults", "rain=0.1"], "--faults"),
        (["--faults", "lose=2"], "--faults"),
        (["--faults", "lose"], "--faults"),
        (["--protocol", "cgi", "--findable"], "visca | onvif"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "ptz", *arguments]) == 2
    assert word.split(" ", maxsplit=1)[0].removeprefix("--") in capsys.readouterr().err


def test_a_port_that_is_taken(free_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind((HOST, free_port))
        assert main(["simulate", "ptz", "--port", str(free_port)]) == 3
    assert str(free_port) in capsys.readouterr().err


def test_faults_are_read() -> None:
    assert read_faults("") == {}
    assert read_faults("lose=0.1, late=1") == {Fault.LOSE: 0.1, Fault.LATE: 1.0}
    with pytest.raises(typer.BadParameter):
        read_faults("lose=nan")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_help_is_in_both_languages(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "ptz", "--help", "--language", language]) == 0
    said = capsys.readouterr().out
    assert ("сбои" if language == "ru" else "goes wrong") in said
    assert "elsewhere" in said
