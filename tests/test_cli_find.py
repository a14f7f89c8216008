"""`efir find cameras`: what it finds on loopback, and what it prints can be put into a show file."""

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from control.show import Show
from control.showfile import read_show
from devices.ptz.discovery import Found, discover, probe
from devices.ptz.finding import show_lines
from devices.ptz.simulated.discovery import Sign, answer, findable
from devices.ptz.worker import config
from efir.cli import main
from tests.devices.ptz.rigs import HOST

ARM = Sign("visca", HOST, 52381, name="ARM")
DOME = Sign("onvif", HOST, 8000, name="Купол & зал")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFIR_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")


@contextlib.contextmanager
def found_at(*signs: Sign) -> Iterator[list[int]]:
    """Simulated cameras on a loop of their own, since the command line runs its own; their ports."""
    ports: list[int] = []
    ready, over = threading.Event(), threading.Event()

    async def stand() -> None:
        async with contextlib.AsyncExitStack() as stack:
            ports.extend([await stack.enter_async_context(findable(sign, HOST, 0)) for sign in signs])
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=asyncio.run, args=(stand(),))
    thread.start()
    try:
        assert ready.wait(20)
        yield ports
    finally:
        over.set()
        thread.join(20)


def show_of(lines: str, folder: Path) -> Show:
    path = folder / "show.yaml"
    path.write_text(f"title: Проба\n{lines}\nscenes:\n  main: {{name: Общий}}\n", encoding="utf-8")
    return read_show(path, {})


def test_what_answers_is_told_with_the_lines_that_reach_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with found_at(ARM, DOME) as ports:
        asked = [word for port in ports for word in ("--at", f"{HOST}:{port}")]
        assert main(["find", "cameras", "--seconds", "0.5", *asked]) == 0
    said = capsys.readouterr()
    assert "Looking for cameras, 0.5 s" in said.err
    assert "ONVIF" in said.out
    assert "VISCA (Sony)" in said.out
    table, lines = said.out.split("For the show file:")
    assert "http://127.0.0.1:8000" in table
    show = show_of(lines, tmp_path)
    assert [camera.name for camera in show.cameras] == ["Купол & зал", "ARM"]
    reached = [config(camera) for camera in show.cameras]
    assert [(each.protocol, each.host, each.port, each.secure) for each in reached] == [
        ("onvif", HOST, 8000, False),
        ("visca", HOST, 52381, False),
    ]


def test_for_a_machine_and_only_who_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with found_at(ARM, DOME) as ports:
        assert main(["find", "cameras", "--seconds", "0.5", "--at", f"{HOST}:{ports[0]}", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"cameras": [{"protocol": "visca", "address": HOST, "name": "ARM", "model": "SIMULATED"}]}


@pytest.mark.parametrize("language, word", [("ru", "Никто не отозвался"), ("en", "Nobody answered")])
def test_nobody_is_there(language: str, word: str, free_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--seconds", "0.1", "--at", f"{HOST}:{free_port}", "--language", language]
    assert main(["find", "cameras", *asked]) == 0
    assert word in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--seconds", "0"], ["--seconds", "inf"], ["--seconds", "nan"]])
def test_a_time_that_will_not_do(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "cameras", *arguments]) == 2
    assert "--seconds" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1:camera", "127.0.0.1:99999", "." * 80, ":52380"])
def test_an_address_that_is_none(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "cameras", "--seconds", "0.1", "--at", host]) == 3
    assert host in capsys.readouterr().err


def test_names_from_a_network_are_made_fit_for_a_terminal_and_a_show_file(tmp_path: Path) -> None:
    found = [
        Found("10.0.0.1", 52381, "visca", 'A "quoted" \x1b[31mname', ""),
        Found("10.0.0.2", 443, "onvif", "", "X20", secure=True),
        Found("10.0.0.3", 80, "onvif", "x20", ""),
        Found("10.0.0.4", 80, "onvif", "\n\t", "\x00"),
        Found("10.0.0.5", 8080, "onvif", "Ж" * 500, ""),
    ]
    lines = show_lines(found, "the picture")
    assert "\x1b" not in lines
    show = show_of(lines, tmp_path)
    assert [camera.id for camera in show.cameras] == ["a-quoted-31mname", "x20", "x20-2", "10-0-0-4", "camera"]
    assert [camera.name for camera in show.cameras][1:3] == ["X20", "x20 2"]
    assert [camera.ptz.visca or camera.ptz.onvif for camera in show.cameras if camera.ptz] == [
        "10.0.0.1", "https://10.0.0.2", "http://10.0.0.3", "http://10.0.0.4", "http://10.0.0.5:8080",
    ]  # fmt: skip
    assert max(len(camera.name) for camera in show.cameras) == 120


async def test_the_simulated_camera_is_found_as_a_real_one_is() -> None:
    async with findable(ARM, HOST, 0) as arm, findable(DOME, HOST, 0) as dome:
        found = await discover(0.5, interfaces=(HOST,), sony=(HOST, arm), onvif=(HOST, dome))
    assert found == (
        Found(HOST, 8000, "onvif", "Купол & зал", "SIMULATED"),
        Found(HOST, 52381, "visca", "ARM", "SIMULATED"),
    )


def test_the_simulated_camera_answers_its_own_question_only() -> None:
    assert answer(probe(), ARM) is None
    assert answer(b"\x02ENQ:network\xff\x03", DOME) is None
    assert answer(probe().replace(b"NetworkVideoTransmitter", b"Printer"), DOME) is None
    assert answer(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', DOME) is None
