"""What is told of cameras that answered: which of the show's they are, and lines that fit beside those it has."""

import asyncio
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from control.core.types import CameraId
from control.show import Camera, Ptz
from control.showfile import read_show
from devices.ptz import finding
from devices.ptz.discovery import ONVIF, SONY, Found
from devices.ptz.finding import NoNetwork, NoSuchHost, entries, known_as, look
from tests.devices.ptz.rigs import HOST


def camera(id_: str, ptz: Ptz | None) -> Camera:
    return Camera(id=CameraId(id_), name=id_.title(), url="rtsp://x", ptz=ptz)


SHOW = (
    camera("hall", None),
    camera("dome", Ptz(visca="192.0.2.1")),
    camera("arm", Ptz(onvif="http://192.0.2.2:8080")),
    camera("desk", Ptz(visca_tcp="192.0.2.3")),
    camera("roof", Ptz(onvif="https://Roof.local")),
    camera("mock", Ptz(visca="127.0.0.1:52381")),
)


def found(host: str, port: int, protocol: str, *, secure: bool = False) -> Found:
    return Found(host, port, "visca" if protocol == "visca" else "onvif", "", "", secure)


@pytest.mark.parametrize(
    "host, port, protocol, known",
    [
        ("192.0.2.1", 52381, "visca", "dome"),
        ("192.0.2.1", 80, "onvif", "dome"),  # one camera that answers both ways
        ("192.0.2.2", 8080, "onvif", "arm"),
        ("192.0.2.2", 80, "onvif", None),  # behind one router: ONVIF twice are two
        ("192.0.2.3", 80, "onvif", "desk"),  # PTZOptics: found by ONVIF, moved by VISCA
        ("roof.local", 443, "onvif", "roof"),
        ("192.0.2.9", 52381, "visca", None),
        ("127.0.0.1", 52381, "visca", "mock"),
        ("127.0.0.1", 8000, "onvif", None),  # another simulated camera
        ("127.0.0.1", 52390, "visca", None),
    ],
)
def test_which_camera_of_the_show_it_is(host: str, port: int, protocol: str, known: str | None) -> None:
    one = known_as(found(host, port, protocol, secure=port == 443), SHOW)
    assert (None if one is None else one.id) == known


def test_the_lines_fit_beside_the_cameras_the_show_has(tmp_path: Path) -> None:
    new = [Found("192.0.2.7", 52381, "visca", "Dome", ""), Found("192.0.2.8", 80, "onvif", "dome", "")]
    dome = '  dome: {name: Dome, url: "rtsp://x", ptz: {visca: 192.0.2.1}}'
    lines = entries(new, "the picture", SHOW[1:2])
    path = tmp_path / "show.yaml"
    path.write_text("\n".join(["title: Проба", "cameras:", dome, *lines, "scenes:", "  main: {name: Общий}"]), "utf-8")
    show = read_show(path, {})
    assert [(one.id, one.name) for one in show.cameras] == [
        ("dome", "Dome"),
        ("dome-2", "Dome 2"),
        ("dome-3", "dome 3"),
    ]
    assert [one.ptz.visca or one.ptz.onvif for one in show.cameras if one.ptz] == [
        "192.0.2.1", "192.0.2.7", "http://192.0.2.8",
    ]  # fmt: skip


async def test_a_computer_in_no_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {
        name: them for name, them in psutil.net_if_addrs().items() if any(one.address == "127.0.0.1" for one in them)
    }
    assert own, "the loopback is there"
    monkeypatch.setattr("devices.ptz.finding.psutil.net_if_addrs", lambda: own)
    with pytest.raises(NoNetwork) as caught:
        await look(0.1)
    assert caught.value.code == "find-no-network"


async def test_a_name_that_nobody_tells_is_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> object:
        return await asyncio.Event().wait()

    monkeypatch.setattr(finding, "NAMES", 0.01)
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", never)
    with pytest.raises(NoSuchHost):
        await look(0.1, ["dome.local"])


@pytest.mark.parametrize(
    "typed, port",
    [("127.0.0.1", None), ("127.0.0.1:8000", 8000), ("http://127.0.0.1:8000", 8000), ("http://127.0.0.1/onvif", None)],
)
async def test_where_to_ask_is_typed_as_a_camera_is_shown(
    monkeypatch: pytest.MonkeyPatch, typed: str, port: int | None
) -> None:
    asked: list[object] = []

    async def told(seconds: float, **where: object) -> list[Found]:
        asked.append(where)
        return []

    monkeypatch.setattr(finding, "discover", told)
    await look(0.1, [typed])
    assert asked == [{"sony": (HOST, port or SONY[1]), "onvif": (HOST, port or ONVIF[1])}]
