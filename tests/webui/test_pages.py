"""Files, headers, addresses."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from control.clock import ManualClock
from control.controller import Controller
from control.core.types import Role
from control.journal import SqliteJournal
from control.language import Texts
from control.people import People
from control.show import Theme
from control.telemetry import Telemetry
from tests.control.core.shows import make_show
from tests.webui.served import NOON, served
from webui import addresses
from webui.server import PortTakenError, WebServer, redact


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Built pages, small ones."""
    root = tmp_path / "dist"
    for name, text in {
        "panel/index.html": "<p>panel",
        "judge/index.html": "<p>judge",
        "stage/index.html": "<p>stage",
        "setup/index.html": "<p>setup",
        "login/index.html": "<p>login",
        "join/index.html": "<p>join",
        "backstage/index.html": "<p>backstage",
        "rundown/index.html": "<p>rundown",
        "renderer/index.html": "<p>renderer",
        "renderer/assets/r-1234.js": "// r",
        "assets/panel-abcd.js": "// panel",
        "graphics/score-bug/graphic.js": "// score",
        "graphics/score-bug/score-bug.ograf.json": "{}",
        "favicon.svg": "<svg/>",
        ".digest": "secret",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (tmp_path / "outside.txt").write_text("outside")
    return root


@pytest.mark.parametrize(
    "path, expected",
    [
        ("/", "panel"),
        ("/judge", "judge"),
        ("/stage", "stage"),
        ("/stage/?sound=0", "stage"),
        ("/backstage", "backstage"),
        ("/rundown", "rundown"),
        ("/join", "join"),
        ("/setup", "setup"),
        ("/login", "login"),
        ("/graphics?token=abc", "renderer"),
    ],
)
async def test_pages_and_their_headers(tmp_path: Path, dist: Path, path: str, expected: str) -> None:
    async with served(tmp_path, dist=dist) as efir, efir.http.get(efir.url + path) as answer:
        assert (answer.status, await answer.text()) == (200, f"<p>{expected}")
        assert answer.content_type == "text/html"
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        host = efir.url.removeprefix("http://")
        assert f"connect-src 'self' ws://{host} wss://{host}" in policy
        framed = path.startswith("/graphics")
        assert ("frame-ancestors 'none'" in policy) != framed
        assert ("X-Frame-Options" in headers) != framed
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-cache"
        assert headers["Server"] == "Efir"
        etag = headers["ETag"]
        async with efir.http.get(efir.url + path, headers={"If-None-Match": etag}) as again:
            assert again.status == 304


@pytest.mark.parametrize(
    "path, kind, cache",
    [
        ("/assets/panel-abcd.js", "text/javascript", "immutable"),
        ("/renderer/assets/r-1234.js", "text/javascript", "immutable"),
        ("/graphics/score-bug/graphic.js", "text/javascript", "no-cache"),
        ("/graphics/score-bug/score-bug.ograf.json", "application/json", "no-cache"),
        ("/favicon.svg", "image/svg+xml", "no-cache"),
    ],
)
async def test_files(tmp_path: Path, dist: Path, path: str, kind: str, cache: str) -> None:
    async with served(tmp_path, dist=dist) as efir, efir.http.get(efir.url + path) as answer:
        assert (answer.status, answer.content_type) == (200, kind)
        assert cache in answer.headers["Cache-Control"]
        assert (answer.headers.get("Access-Control-Allow-Origin") == "*") == path.startswith("/graphics/")


@pytest.mark.parametrize(
    "path",
    ["/.digest", "/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/assets", "/panel/", "/no", "/api/no",
     "/graphics/score-bug", "/graphics/../../outside.txt", "/show-files/outside.txt", "/show-files/../outside.txt",
     "/show-files/show.efir", "/assets/..%5c..%5coutside.txt", "/%00", "/" + "a" * 5000,
     "/assets/" + "%F0%9F%98%80" * 300],
)  # fmt: skip
async def test_nothing_else_is_served(tmp_path: Path, dist: Path, path: str) -> None:
    async with served(tmp_path, dist=dist) as efir:
        host, port = efir.url.removeprefix("http://").split(":")
        status, head = await raw(host, int(port), f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
        assert status in (400, 403, 404), head
        assert "outside" not in head.partition("\r\n\r\n")[2]
        if status == 404:
            assert "Content-Security-Policy" in head


@pytest.mark.parametrize("bytes_", ["\x16\x03\x01\x02", "FOO / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost\r\n\r\n"])
async def test_what_is_no_http_fills_no_terminal(
    tmp_path: Path, dist: Path, bytes_: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with served(tmp_path, dist=dist) as efir:
        status, _ = await raw("127.0.0.1", efir.server.port, bytes_ + "\r\n\r\n")
    assert status == 400
    assert [record for record in caplog.records if record.name.startswith("aiohttp")] == []


async def raw(host: str, port: int, request: str) -> tuple[int, str]:
    """An answer to bytes that no client library would send."""
    import asyncio

    reader, writer = await asyncio.open_connection(host, port)
    writer.write(request.encode())
    answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    return int(answer.split(" ")[1]), answer


async def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, dist: Path) -> None:
    (dist / "assets" / "link.txt").symlink_to(tmp_path / "outside.txt")
    async with served(tmp_path, dist=dist) as efir, efir.http.get(f"{efir.url}/assets/link.txt") as answer:
        assert answer.status == 404


async def test_the_shows_logo_and_nothing_else_of_its_folder(tmp_path: Path, dist: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "art" / "логотип 1.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    show = make_show(theme=replace(Theme(), logo="art/логотип 1.svg"))
    async with served(tmp_path, dist=dist, show=show) as efir:
        async with efir.page("graphics", await efir.token(Role.GRAPHICS)) as page:
            logo = (await page.opened()).data["theme"]["logo"]
        async with efir.http.get(efir.url + logo) as answer:
            assert (answer.status, answer.content_type) == (200, "image/svg+xml")
            assert "sandbox" in answer.headers["Content-Security-Policy"]
        for name in ("art", "art/логотип 1.svg"):
            async with efir.http.get(f"{efir.url}/show-files/{name}") as answer:
                assert answer.status == 404


async def test_pages_that_are_not_built_say_so(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        for language, word in (("ru", "Страницы не собраны"), ("en", "The pages are not built")):
            async with efir.http.get(f"{efir.url}/judge", headers={"Accept-Language": language}) as answer:
                assert answer.status == 503
                text = await answer.text()
                assert word in text
                assert "make run" in text
        async with efir.http.get(f"{efir.url}/notice.css") as answer:
            assert (answer.status, answer.content_type) == (200, "text/css")


async def test_a_taken_port_is_named(tmp_path: Path, unserved: Callable[[str, int], WebServer]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = unserved("127.0.0.1", port)
        with pytest.raises(PortTakenError) as refused:
            await server.start()
    assert refused.value.code == "port-taken"
    assert str(port) in Texts("ru").format(refused.value.code, **refused.value.arguments)
    await server.close()


async def test_an_address_that_is_not_ours_is_named(unserved: Callable[[str, int], WebServer]) -> None:
    server = unserved("192.0.2.7", 0)
    with pytest.raises(PortTakenError) as refused:
        await server.start()
    assert refused.value.code == "port-refused"
    await server.close()


@pytest.fixture
async def unserved(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Makes servers that were not started."""
    journal = SqliteJournal(tmp_path / "show.efir")
    await journal.open()
    clock = ManualClock(NOON)
    controller = Controller(journal, clock, make_show(), lambda draw: draw)
    await controller.open()
    people = await People.open(journal, clock)
    yield lambda host, port: WebServer(
        controller, journal, people, Telemetry(), version="1", show_folder=tmp_path, host=host, port=port
    )
    people.close()
    await controller.close()
    await journal.close()


def test_tokens_do_not_reach_the_log() -> None:
    assert redact("/judge?t=abc-DEF_1") == "/judge?t=•••"
    assert redact("/graphics?x=1&t=abc&y=2") == "/graphics?x=1&t=•••&y=2"
    assert redact("/graphics?token=abc&only=clock") == "/graphics?token=•••&only=clock"
    assert redact("/live?as=judge-j1") == "/live?as=judge-j1"


@pytest.mark.parametrize(
    "public, bound, asked, expected",
    [
        ("https://efir.example/", "127.0.0.1", "127.0.0.1:8080", "https://efir.example"),
        (None, "127.0.0.1", "localhost:8080", "http://127.0.0.1:8080"),
        (None, "0.0.0.0", "192.168.1.5:8080", "http://192.168.1.5:8080"),
        (None, "192.168.1.5", "localhost:8080", "http://192.168.1.5:8080"),
        (None, "::1", "", "http://[::1]:8080"),
    ],
)
def test_the_address_for_links(public: str | None, bound: str, asked: str, expected: str) -> None:
    assert addresses.base_url(public, bound, 8080, None, asked) == expected


def test_a_server_for_the_whole_network_names_this_computer() -> None:
    assert addresses.base_url(None, "0.0.0.0", 8080, "192.168.1.5", "localhost:8080") == "http://192.168.1.5:8080"
    assert addresses.base_url(None, "::", 8080, "192.168.1.5") == "http://192.168.1.5:8080"
    assert addresses.base_url(None, "0.0.0.0", 8080, None) == "http://127.0.0.1:8080"


def test_this_computers_address_is_one_of_the_network() -> None:
    found = addresses.lan_address()
    assert found is None or not addresses.is_local(found)


async def test_links_are_made_for_the_address_the_asker_uses(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        headers = {"Authorization": f"Bearer {token}", "Host": "studio.lan:8080"}
        async with efir.http.post(f"{efir.url}/api/links", json={"role": "stage"}, headers=headers) as answer:
            link = await answer.json()
        assert link["url"].startswith("http://studio.lan:8080/stage?t=")
        assert link["reachable"] is True
        for host in ('"><script>', "a b", "x/y", "user@host"):
            headers["Host"] = host
            async with efir.http.get(f"{efir.url}/api/links", headers=headers) as answer:
                if answer.status == 200:
                    assert (await answer.json())[-1]["url"].startswith(efir.url)
