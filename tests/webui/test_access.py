"""Coming in, staying in, being sent away."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from control.clock import Duration, Instant
from control.core.types import Role
from control.journal.schema import open_reader
from control.people import SESSION_LASTS, stored_links, stored_setup_token
from tests.webui.served import NOON, PASSWORD, Page, Served, served
from webui.throttle import Bucket, Buckets, Delay


def browser(efir: Served, origin: str | None = None) -> aiohttp.ClientSession:
    headers = {"Origin": origin or efir.url}
    return aiohttp.ClientSession(efir.url, headers=headers, cookie_jar=aiohttp.CookieJar(unsafe=True))


async def code(answer: aiohttp.ClientResponse) -> str:
    return str((await answer.json())["error"]["code"])


# --- the owner ---


async def test_set_up_works_once(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, browser(efir) as first, browser(efir) as second:
        url = efir.server.setup_url
        assert url is not None
        assert url.startswith(f"{efir.url}/setup#")
        token = url.partition("#")[2]
        async with first.post("/api/setup", json={"token": "guess", "password": PASSWORD}) as answer:
            assert (answer.status, await code(answer)) == (401, "setup-invalid")
        async with first.post("/api/setup", json={"token": token, "password": "short"}) as answer:
            assert (answer.status, await code(answer)) == (400, "password-short")
        async with first.post("/api/setup", json={"token": token, "password": PASSWORD}) as answer:
            assert answer.status == 200
            assert (await answer.json())["role"] == "owner"
        async with second.post("/api/setup", json={"token": token, "password": "another password"}) as answer:
            assert (answer.status, await code(answer)) == (409, "setup-done")
        assert efir.server.setup_url is None
        async with first.get("/api/me") as answer:
            assert (await answer.json())["views"] == ["panel", "stage", "backstage", "multiview", "graphics"]
        async with first.ws_connect("/live") as socket:
            page = Page(socket)
            await page.hello("panel")
            assert (await page.until("welcome"))["role"] == "owner"


async def test_the_setup_link_is_the_same_until_it_was_used(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = efir.people.ensure_setup_token()
    async with served(tmp_path) as efir:
        assert efir.people.ensure_setup_token() == token
        async with await efir.owner():
            pass
    async with served(tmp_path) as efir:
        assert efir.people.ensure_setup_token() is None
        await efir.people.forget_owner()
        assert efir.people.ensure_setup_token() == token


async def test_two_set_ups_at_once_make_one_owner(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = efir.people.ensure_setup_token()
        assert token is not None
        results = await asyncio.gather(
            *(efir.people.set_up(token, f"password number {n}") for n in range(3)), return_exceptions=True
        )
        assert sum(not isinstance(result, BaseException) for result in results) == 1


async def test_signing_in_and_out(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        async with await efir.owner():
            pass
        async with browser(efir) as person:
            async with person.post("/api/login", json={"password": "wrong"}) as answer:
                assert (answer.status, await code(answer)) == (401, "password-wrong")
            async with person.post("/api/login", json={"password": PASSWORD}) as answer:
                assert answer.status == 200
                cookie = answer.headers["Set-Cookie"]
                assert "HttpOnly" in cookie
                assert "SameSite=Strict" in cookie
                assert "Secure" not in cookie
            async with person.ws_connect("/live") as socket:
                page = Page(socket)
                await page.hello("panel")
                await page.opened()
                async with person.post("/api/logout") as answer:
                    assert answer.status == 200
                assert await page.closed() == ("signed-out", 4401)
            async with person.get("/api/me") as answer:
                assert answer.status == 401


async def test_behind_https_cookies_are_secure_and_links_public(tmp_path: Path) -> None:
    async with served(tmp_path, public_url="https://efir.example") as efir:
        setup = {"token": efir.people.ensure_setup_token(), "password": PASSWORD}
        async with browser(efir, "https://efir.example") as person, person.post("/api/setup", json=setup) as answer:
            assert answer.status == 200
            assert "Secure" in answer.headers["Set-Cookie"]
            assert answer.headers["Strict-Transport-Security"]
        await efir.token(Role.STAGE)
        (url,) = [efir.server.link_url(link) for link in efir.people.links()]
        assert url is not None
        assert url.startswith("https://efir.example/stage?t=")


async def test_a_new_password_ends_the_owners_other_sessions(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await efir.owner() as one, await efir.owner() as two:
        async with one.post("/api/password", json={"old": "wrong", "new": "new password"}) as answer:
            assert answer.status == 401
        async with one.post("/api/password", json={"old": PASSWORD, "new": "new password"}) as answer:
            assert answer.status == 200
        async with one.get("/api/me") as answer:
            assert answer.status == 200
        async with two.get("/api/me") as answer:
            assert answer.status == 401
        async with two.post("/api/login", json={"password": PASSWORD}) as answer:
            assert answer.status == 401


async def test_wrong_passwords_are_slowed_down(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        async with await efir.owner():
            pass
        async with browser(efir) as thief:
            statuses: list[int] = []
            # The pause doubles with every guess: on a slow machine the first ones are over before the next guess is.
            while 429 not in statuses and len(statuses) < 12:
                async with thief.post("/api/login", json={"password": "guess"}) as answer:
                    statuses.append(answer.status)
            assert statuses[:5] == [401] * 5
            assert statuses[-1] == 429
            async with thief.post("/api/login", json={"password": PASSWORD}) as answer:
                assert (answer.status, await code(answer)) == (429, "too-many-tries"), "the right one must wait too"
                wait = int(answer.headers["Retry-After"])
            assert wait >= 1
            await asyncio.sleep(wait)
            async with thief.post("/api/login", json={"password": PASSWORD}) as answer:
                assert answer.status == 200


async def test_behind_a_proxy_guessers_are_told_apart(tmp_path: Path) -> None:
    async with served(tmp_path, public_url="https://efir.example") as efir:
        guess = {"token": "guess", "password": PASSWORD}

        async def status(address: str) -> int:
            headers = {"X-Forwarded-For": f"203.0.113.250, {address}"}
            async with efir.http.post(f"{efir.url}/api/setup", json=guess, headers=headers) as answer:
                return answer.status

        assert [await status("203.0.113.1") for _ in range(11)] == [401] * 10 + [429]
        assert await status("203.0.113.2") == 401


async def test_many_guesses_at_once_gain_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, browser(efir) as thief:
        async with await efir.owner():
            pass

        async def guess(number: int) -> int:
            async with thief.post("/api/login", json={"password": f"guess {number}"}) as answer:
                return answer.status

        statuses = await asyncio.gather(*(guess(n) for n in range(30)))
        assert statuses.count(401) <= 5


# --- links ---


async def test_a_link_becomes_a_session_and_leaves_the_address(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, browser(efir) as phone:
        token = await efir.token(Role.JUDGE, "j1")
        async with phone.get(f"/judge?t={token}", allow_redirects=False) as answer:
            assert answer.status == 303
            assert answer.headers["Location"] == "/judge?as=judge-j1"
            assert token not in str(answer.headers)
            assert answer.headers["Cache-Control"] == "no-store"
        async with phone.get("/api/me", params={"view": "judge"}) as answer:
            me = await answer.json()
            assert (me["role"], me["subject"]) == ("judge", "j1")
        async with phone.ws_connect("/live") as socket:
            page = Page(socket)
            await page.hello("judge")
            await page.opened()
            assert page.data["me"]["judge"] == "j1"


async def test_any_page_takes_the_link_and_sends_its_holder_home(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, browser(efir) as phone:
        token = await efir.token(Role.OPERATOR)
        for path in ("/", "/judge", "/join"):
            async with phone.get(path, params={"t": token}, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, "/?as=operator")


async def test_three_judges_in_three_tabs_of_the_producers_browser(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await efir.owner() as one_browser:
        for judge in ("j1", "j2", "j3"):
            token = await efir.token(Role.JUDGE, judge)
            async with one_browser.get("/judge", params={"t": token}, allow_redirects=False) as answer:
                assert answer.status == 303
        for judge in ("j1", "j2", "j3"):
            async with one_browser.ws_connect("/live") as socket:
                page = Page(socket)
                await page.hello("judge", **{"as": f"judge-{judge}"})
                await page.opened()
                assert page.data["me"]["judge"] == judge
        async with one_browser.ws_connect("/live") as socket:
            page = Page(socket)
            await page.hello("panel")
            assert (await page.until("welcome"))["role"] == "owner"


async def test_a_stage_computer_keeps_its_link_and_needs_no_cookie(tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    (tmp_path / "stage" / "index.html").write_text("<p>stage")
    async with served(tmp_path) as efir, browser(efir) as screen:
        token = await efir.token(Role.STAGE)
        for _ in range(2):
            async with screen.get("/stage", params={"t": token}, allow_redirects=False) as answer:
                assert (answer.status, await answer.text()) == (200, "<p>stage")
        assert len(screen.cookie_jar) == 2
        async with screen.ws_connect("/live") as socket:
            page = Page(socket)
            await page.hello("stage")
            await page.opened()


async def test_a_graphics_link_stays_as_it_is(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.GRAPHICS)
        async with efir.http.get(f"{efir.url}/join?t={token}", allow_redirects=False) as answer:
            assert answer.headers["Location"] == f"/graphics?token={token}"
            assert "Set-Cookie" not in answer.headers


async def test_the_log_says_who_joined_once(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, browser(efir) as phone:
        token = await efir.token(Role.JUDGE, "j1")
        for _ in range(3):
            async with phone.get("/judge", params={"t": token}, allow_redirects=False) as answer:
                assert answer.status == 303
        codes = [entry.code for entry in efir.controller.state.log.entries]
        assert codes == ["log-link-joined"]


async def test_revoking_shuts_out_at_once(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, browser(efir) as phone, await efir.owner() as owner:
        token = await efir.token(Role.JUDGE, "j1")
        async with phone.get("/judge", params={"t": token}, allow_redirects=False) as answer:
            assert answer.status == 303
        async with phone.ws_connect("/live") as by_cookie, efir.page("judge", token) as by_token:
            page = Page(by_cookie)
            await page.hello("judge")
            await page.opened()
            await by_token.opened()
            started = time.monotonic()
            async with owner.post("/api/links/judge-j1/revoke") as answer:
                assert (await answer.json())["revoked"] is True
            assert await page.closed() == ("link-revoked", 4401)
            assert await by_token.closed() == ("link-revoked", 4401)
            assert time.monotonic() - started < 5
        async with efir.page("judge", token) as again:
            assert await again.closed() == ("link-revoked", 4401)
        async with phone.get("/api/me", params={"view": "judge"}) as answer:
            assert (answer.status, await code(answer)) == (401, "not-signed-in")
        async with phone.get("/judge", params={"t": token}, headers={"Accept-Language": "en"}) as answer:
            assert answer.status == 403
            assert "revoked" in await answer.text()
        async with phone.get("/judge", params={"t": token}, headers={"Accept-Language": "ru-RU,ru"}) as answer:
            assert "отозвана" in await answer.text()
        assert [(entry.code, entry.actor) for entry in efir.controller.state.log.entries] == [
            ("log-link-joined", "judge:j1"),
            ("log-link-revoked", "owner"),
        ]


async def test_a_revoked_link_stays_revoked_at_the_next_start_until_it_is_rotated(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.JUDGE, "j1")
        await efir.people.revoke("judge-j1")
    async with served(tmp_path) as efir, await efir.owner() as owner:
        assert await efir.people.ensure_link(Role.JUDGE, "j1", "") is None
        async with owner.post("/api/links/judge-j1/rotate", json={}) as answer:
            url = (await answer.json())["url"]
        fresh = url.partition("?t=")[2]
        assert fresh != token
        async with efir.page("judge", fresh) as page:
            await page.opened()
        async with efir.page("judge", token) as page:
            assert await page.closed() == ("link-revoked", 4401)


async def test_a_link_is_the_same_after_a_restart(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.JUDGE, "j1")
    async with served(tmp_path) as efir:
        assert await efir.token(Role.JUDGE, "j1") == token
        async with efir.page("judge", token) as page:
            await page.opened()


async def test_time_runs_out_for_open_pages_too(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.people.ensure_link(Role.STAGE, "", "", Instant(NOON + 60_000))
        async with efir.page("stage", token) as page:
            await page.opened()
            efir.clock.advance(Duration(60_000))
            assert await page.closed() == ("link-expired", 4401)
        async with efir.page("stage", token) as page:
            assert await page.closed() == ("link-expired", 4401)
        async with efir.http.get(f"{efir.url}/join?t={token}") as answer:
            assert answer.status == 403


async def test_a_session_does_not_last_for_ever(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await efir.owner() as owner:
        efir.clock.advance(SESSION_LASTS)
        async with owner.get("/api/me") as answer:
            assert answer.status == 401


@pytest.mark.parametrize("token", ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "'; DROP TABLE people_links; --", "🦉" * 40])
async def test_an_invented_link_opens_nothing(tmp_path: Path, token: str) -> None:
    async with served(tmp_path) as efir:
        await efir.token(Role.JUDGE, "j1")
        async with efir.page("judge", token) as page:
            assert await page.closed() == ("link-invalid", 4401)
        async with efir.http.get(f"{efir.url}/judge", params={"t": token}) as answer:
            assert answer.status == 403


async def test_the_link_of_a_judge_who_left_the_show_opens_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        token = await efir.token(Role.JUDGE, "nobody-any-more")
        async with efir.page("judge", token) as page:
            assert await page.closed() == ("not-allowed", 4403)
        async with efir.http.get(f"{efir.url}/api/views/judge", headers={"Authorization": f"Bearer {token}"}) as answer:
            assert answer.status == 403


async def test_tokens_are_not_in_the_file(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, browser(efir) as phone, await efir.owner() as owner:
        token = await efir.token(Role.JUDGE, "j1")
        async with phone.get("/judge", params={"t": token}, allow_redirects=False) as answer:
            assert answer.status == 303
        cookies = [cookie.value for jar in (phone.cookie_jar, owner.cookie_jar) for cookie in jar]
        assert len(cookies) >= 2
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())  # noqa: ASYNC240
    assert b"people_links" in content
    for secret in (token, PASSWORD, *cookies):
        assert secret.encode() not in content


# --- managing links ---


async def test_the_panels_list_of_links(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await efir.owner() as owner:
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as page:
            await page.opened()
            new = {"role": "judge", "subject": "j2", "label": "Запасной телефон", "expires": NOON + 1000}
            async with owner.post("/api/links", json=new) as answer:
                assert answer.status == 201
                link = await answer.json()
            assert link["url"].startswith(f"{efir.url}/judge?t=")
            assert link["qr"].startswith("<svg")
            assert link["reachable"] is False
            while link["id"] not in page.data["access"]["byId"]:
                await page.until("patch")
            shown = page.data["access"]["byId"][link["id"]]
            assert shown["label"] == "Запасной телефон"
            assert "url" not in shown, "a token is shown only to who asks for it"
        async with owner.get("/api/links") as answer:
            assert [each["role"] for each in await answer.json()] == ["operator", "judge"]


async def test_an_operator_manages_links_but_not_those_of_operators(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await efir.owner() as owner:
        token = await efir.token(Role.OPERATOR)
        async with owner.post("/api/links", json={"role": "operator", "label": "Борис"}) as answer:
            boris = (await answer.json())["id"]
        headers = {"Authorization": f"Bearer {token}"}
        async with aiohttp.ClientSession(efir.url, headers=headers) as operator:
            async with operator.post("/api/links", json={"role": "stage"}) as answer:
                assert answer.status == 201
            async with operator.post("/api/links", json={"role": "operator"}) as answer:
                assert answer.status == 403
            async with operator.post(f"/api/links/{boris}/rotate", json={}) as answer:
                assert answer.status == 403
            async with operator.post(f"/api/links/{boris}/revoke") as answer:
                assert answer.status == 403
            async with operator.get("/api/links") as answer:
                urls = {link["role"]: "url" in link for link in await answer.json()}
            assert urls == {"operator": False, "stage": True}


@pytest.mark.parametrize(
    "body, expected",
    [
        ({"role": "owner"}, "link-role-unknown"),
        ({"role": "system"}, "link-role-unknown"),
        ({"role": "king"}, "link-role-unknown"),
        ({"role": "judge"}, "no-such-judge"),
        ({"role": "judge", "subject": "nobody"}, "no-such-judge"),
        ({"role": "stage", "expires": 5}, "expires-past"),
        ({"role": "stage", "expires": 2**70}, "bad-body"),
        ({"role": "stage", "label": "x" * 81}, "bad-body"),
        ({"role": "stage", "colour": "red"}, "bad-body"),
        ({}, "bad-body"),
        ([], "bad-body"),
    ],
)
async def test_a_wrong_link_is_refused(tmp_path: Path, body: object, expected: str) -> None:
    async with served(tmp_path) as efir:
        async with await efir.owner() as owner, owner.post("/api/links", json=body) as answer:
            assert (answer.status, await code(answer)) == (400, expected)
        assert efir.people.links() == ()


async def test_others_do_not_manage_links(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        for role, subject in ((Role.JUDGE, "j1"), (Role.STAGE, ""), (Role.GRAPHICS, "")):
            headers = {"Authorization": f"Bearer {await efir.token(role, subject)}"}
            for path in ("/api/links", "/api/links/graphics/revoke", "/api/links/graphics/rotate"):
                async with efir.http.post(efir.url + path, json={"role": "operator"}, headers=headers) as answer:
                    assert answer.status == 403
            async with efir.http.get(f"{efir.url}/api/links", headers=headers) as answer:
                assert answer.status == 403


# --- foreign pages ---


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://", "javascript:", "http://[::1"]
)
async def test_a_foreign_page_is_refused(tmp_path: Path, origin: str) -> None:
    async with served(tmp_path) as efir, await efir.owner() as owner:
        headers = {"Origin": origin}
        for path in ("/api/login", "/api/commands", "/api/links", "/api/logout", "/api/setup", "/api/join"):
            async with owner.post(path, json={}, headers=headers) as answer:
                assert (answer.status, await code(answer)) == (403, "foreign-origin"), path
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await owner.ws_connect("/live", headers=headers)
        assert refused.value.status == 403


@pytest.mark.parametrize("header", ["Authorization: Bearer \udcff", "Cookie: efir-{name}-crew=\udcff"])
async def test_a_key_that_is_no_text_opens_nothing(tmp_path: Path, header: str) -> None:
    async with served(tmp_path) as efir:
        reader, writer = await asyncio.open_connection("127.0.0.1", efir.server.port)
        named = header.format(name=efir.people.name)
        request = f"GET /api/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{named}\r\n\r\n"
        writer.write(request.encode(errors="surrogateescape"))
        assert (await reader.read()).startswith(b"HTTP/1.1 401 ")
        writer.close()
        await writer.wait_closed()


async def test_a_cookie_without_an_origin_does_nothing(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, await efir.owner() as owner:
        cookies = {cookie.key: cookie.value for cookie in owner.cookie_jar}
        post = {"id": "1", "command": {"type": "program.panic"}}
        async with efir.http.post(f"{efir.url}/api/commands", json=post, cookies=cookies) as answer:
            assert answer.status == 401
        async with efir.http.ws_connect(f"{efir.url}/live", headers={"Cookie": f"x={cookies}"}) as socket:
            page = Page(socket)
            await page.hello("panel")
            assert await page.closed() == ("not-signed-in", 4401)


async def test_only_json_is_taken(tmp_path: Path) -> None:
    """What a form on a foreign page can send is not."""
    async with served(tmp_path) as efir, await efir.owner() as owner:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            async with owner.post("/api/links", data='{"role":"stage"}', headers={"Content-Type": kind}) as answer:
                assert answer.status == 415


# --- the two throttles ---


def test_a_bucket_fills_again() -> None:
    now = 0.0
    bucket = Bucket(2, 3, lambda: now)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now = 0.5
    assert [bucket.take() for _ in range(2)] == [True, False]
    now = 1000
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_buckets_that_are_full_again_are_forgotten() -> None:
    now = 0.0
    buckets = Buckets(lambda: now)
    for number in range(100):
        assert buckets.take(f"guest-{number}", 1, 8)
        assert buckets.take("busy", 1, 2) is (number < 2)
    assert len(buckets) == 101
    now = 1.5
    assert buckets.take("busy", 1, 2)
    assert len(buckets) == 1, "what they took is back"


def test_a_delay_grows_and_is_forgotten() -> None:
    now = 0.0
    delay = Delay(free=2, longest=8, now=lambda: now)
    waits = []
    for _ in range(8):
        waits.append(delay.wait("a"))
        now += waits[-1]
        delay.tried("a")
    assert waits == [0, 0, 1, 2, 4, 8, 8, 8]
    assert delay.wait("b") == 0
    delay.succeeded("a")
    assert delay.wait("a") == 0


def test_a_delay_remembers_only_so_many() -> None:
    delay = Delay(free=1, longest=8, now=lambda: 0.0, most=3)
    for key in "abcd":
        delay.tried(key)
    assert [delay.wait(key) > 0 for key in "abcd"] == [False, True, True, True]


async def test_links_are_the_same_after_a_restart(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        await efir.token(Role.JUDGE, "j1")
        link = await efir.people.create_link(Role.STAGE, "", "Сцена", Instant(NOON + 5))
        await efir.people.revoke(link.id)
        expected = efir.people.links()
    async with served(tmp_path) as efir:
        assert efir.people.links() == expected


async def test_links_are_printed_beside_a_running_efir(tmp_path: Path) -> None:
    path = tmp_path / "show.efir"
    async with served(tmp_path) as efir:
        token = await efir.token(Role.JUDGE, "j1")
        await efir.people.ensure_link(Role.STAGE, "", "")
        await efir.people.revoke("stage")
        links, setup = await asyncio.to_thread(printed, path)
        assert links == {"judge-j1": token, "stage": None}
        assert setup == efir.people.ensure_setup_token()
        async with await efir.owner():
            assert (await asyncio.to_thread(printed, path))[1] is None


def printed(path: Path) -> tuple[dict[str, str | None], str | None]:
    """What `efir links` reads."""
    with closing(open_reader(path)) as reader:
        return {link.id: token for link, token in stored_links(reader, NOON)}, stored_setup_token(reader)
