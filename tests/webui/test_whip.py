"""WHIP's HTTP: who may publish, what is refused, who takes over, what ends. The feed's process is played by hand."""

from __future__ import annotations

import asyncio
import io
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from msgspec.structs import replace

from control.clock import Duration, Instant, later
from control.core.types import CameraId, Role
from control.show import Camera, Show
from devices.feeds import Listening
from devices.feeds.whip import PublishRefused, Session, Whip
from devices.feeds.wire import Publish, Published, Taken, Unpublish, Unpublished
from tests.control.core.shows import make_show
from tests.webui.served import NOON, Served, served, until

YARD, ROOF = CameraId("yard"), CameraId("roof")
OFFER = "v=0\r\n"
ANSWER = "v=0\r\nanswer\r\n"
SDP = {"Content-Type": "application/sdp"}


def show() -> Show:
    made = make_show()
    phones = (
        Camera(id=YARD, name="Двор", url="whip:?stun=10.0.0.1:3478"),
        Camera(id=ROOF, name="Крыша", url="roof.mp4", backup="whip:"),
    )
    return replace(made, cameras=(*made.cameras, *phones))


class Process:
    """A feed's process: answers offers as it is told to, and remembers whom it let go."""

    def __init__(self, whip: Whip, camera: CameraId) -> None:
        self.says: Callable[[Publish], Published | None] = lambda offer: Published(offer.session, ANSWER)
        self.there = True
        self.offers: list[Publish] = []
        self.ended: list[str] = []
        self._whip, self._camera = whip, camera

    def tell(self, command: Publish | Unpublish) -> bool:
        if not self.there:
            return False
        if isinstance(command, Unpublish):
            self.ended.append(command.session)
            return True
        self.offers.append(command)
        said = self.says(command)
        if said is not None:
            asyncio.get_running_loop().call_soon(self._whip.heard, self._camera, said)
        return True


@asynccontextmanager
async def house(path: Path) -> AsyncIterator[tuple[Served, Whip, Process]]:
    whip = Whip()
    process = Process(whip, YARD)
    whip.add(YARD, process)
    whip.add(ROOF, Process(whip, ROOF))
    async with served(path, show=show(), whip=whip) as efir:
        yield efir, whip, process


def bearer(token: str) -> dict[str, str]:
    return {**SDP, "Authorization": f"Bearer {token}"}


async def publish(efir: Served, token: str, offer: str | bytes = OFFER) -> tuple[int, str, str]:
    """Status, location, code of the refusal."""
    async with efir.http.post(f"{efir.url}/whip", data=offer, headers=bearer(token)) as answer:
        if answer.status == 201:
            assert answer.content_type == "application/sdp"
            assert await answer.text() == ANSWER
            return 201, answer.headers["Location"], ""
        assert answer.content_type == "application/json"
        return answer.status, "", (await answer.json())["error"]["code"]


async def test_an_offer_is_answered_and_deleted(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, whip, process):
        token = await efir.token(Role.PHONE, YARD)
        async with efir.http.post(f"{efir.url}/whip", data=OFFER, headers=bearer(token)) as answer:
            assert answer.status == 201
            assert answer.headers["Link"] == '<stun:10.0.0.1:3478>; rel="ice-server"'
            assert answer.headers["Cache-Control"] == "no-store"
            place = answer.headers["Location"]
        assert [offer.sdp for offer in process.offers] == [OFFER]
        assert whip.on(YARD) is not None
        assert efir.telemetry.latest["phones"] == {YARD: {"state": "connecting"}}
        async with efir.http.delete(efir.url + place, headers=bearer(token)) as answer:
            assert answer.status == 200
        assert whip.on(YARD) is None
        assert process.ended == [process.offers[0].session]
        assert efir.telemetry.latest["phones"] == {}
        async with efir.http.delete(efir.url + place, headers=bearer(token)) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (404, "phone-gone")


async def test_methods_that_are_not_spoken(tmp_path: Path) -> None:
    """RFC 9725: neither trickle ICE nor restarts, so PATCH is not allowed."""
    async with house(tmp_path) as (efir, _, _process):
        token = await efir.token(Role.PHONE, YARD)
        _, place, _ = await publish(efir, token)
        for method, path in (("PATCH", place), ("PUT", place), ("PUT", "/whip"), ("DELETE", "/whip")):
            async with efir.http.request(method, efir.url + path, headers=bearer(token)) as answer:
                assert answer.status == 405, (method, path)
                assert answer.headers["Allow"]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PHONE, Role.SYSTEM, Role.OWNER)])
async def test_other_links_publish_nothing(tmp_path: Path, role: Role) -> None:
    async with house(tmp_path) as (efir, _, process):
        token = await efir.token(role, "j1" if role is Role.JUDGE else "")
        assert (await publish(efir, token))[::2] == (403, "not-allowed")
        assert process.offers == []


async def test_dead_and_foreign_tokens(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, whip, process):
        assert (await publish(efir, "guess"))[::2] == (401, "link-invalid")
        async with efir.http.post(f"{efir.url}/whip", data=OFFER, headers=SDP) as answer:
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        await efir.people.ensure_link(Role.PHONE, YARD, "", expires=later(NOON, Duration(60_000)))
        token = await efir.token(Role.PHONE, YARD)
        efir.clock.advance(Duration(61_000))
        assert (await publish(efir, token))[::2] == (401, "link-expired")
        strange = await efir.token(Role.PHONE, "left")  # a camera that takes no phone
        assert (await publish(efir, strange))[::2] == (404, "phone-no-camera")
        assert process.offers == []
        assert whip.on(YARD) is None


async def test_a_foreign_page_publishes_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, _, process):
        token = await efir.token(Role.PHONE, YARD)
        headers = {**bearer(token), "Origin": "http://evil.example"}
        async with efir.http.post(f"{efir.url}/whip", data=OFFER, headers=headers) as answer:
            assert (answer.status, (await answer.json())["error"]["code"]) == (403, "foreign-origin")
        assert process.offers == []


@pytest.mark.parametrize(
    "body, headers, status",
    [
        (b"x" * 10_000_000, SDP, 413),
        (b"x" * 40_000, SDP, 413),
        (b"{}", {"Content-Type": "application/json"}, 415),
        (b"v=0", {"Content-Type": "text/plain"}, 415),
        (b"\xff\xfe\x00", SDP, 400),
    ],
    ids=["10 MB", "40 KB", "json", "text", "no UTF-8"],
)
async def test_bodies_that_are_no_offer(tmp_path: Path, body: bytes, headers: dict[str, str], status: int) -> None:
    async with house(tmp_path) as (efir, whip, process):
        token = await efir.token(Role.PHONE, YARD)
        try:
            async with efir.http.post(
                f"{efir.url}/whip", data=io.BytesIO(body), headers={**headers, "Authorization": f"Bearer {token}"}
            ) as answer:
                assert answer.status == status
        except aiohttp.ClientConnectionError:
            assert status == 413  # the server does not read on to the end
        assert process.offers == []
        assert whip.on(YARD) is None


async def test_what_the_feed_refuses(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, whip, process):
        token = await efir.token(Role.PHONE, YARD)
        process.says = lambda offer: Published(offer.session, code="phone-offer")
        assert (await publish(efir, token))[::2] == (400, "phone-offer")
        assert whip.on(YARD) is None
        process.there = False
        assert (await publish(efir, token))[::2] == (503, "phone-away")
        assert whip.on(YARD) is None


async def test_the_newer_one_of_a_link_takes_over_and_a_stranger_waits(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, whip, process):
        token = await efir.token(Role.PHONE, YARD)
        other = efir.people.token(await efir.people.create_link(Role.PHONE, YARD, "Второй", None))
        assert other is not None
        _, first, _ = await publish(efir, token)
        assert (await publish(efir, other))[::2] == (409, "phone-taken")
        status, second, _ = await publish(efir, token)
        assert status == 201
        assert second != first
        # Until the second one has sent a picture the first one is seen, and hears nothing of it.
        body = {"json": {}, "headers": {"Authorization": f"Bearer {token}"}}
        for place in (first, second):
            async with efir.http.post(f"{efir.url}{place}/state", **body) as answer:  # type: ignore[arg-type]
                assert answer.status == 200
        assert whip.on(YARD) == whip.session(first.rpartition("/")[2])
        whip.heard(YARD, Taken(second.rpartition("/")[2]))
        assert whip.on(YARD) == whip.session(second.rpartition("/")[2])
        # The first one hears why it has ended, so that its page does not come back by itself.
        async with efir.http.post(f"{efir.url}{first}/state", **body) as answer:  # type: ignore[arg-type]
            assert (answer.status, (await answer.json())["error"]["code"]) == (410, "phone-replaced")
        # Nobody ends or describes what is another's.
        headers = {"Authorization": f"Bearer {other}"}
        async with efir.http.delete(efir.url + second, headers=headers) as answer:
            assert answer.status == 404
        async with efir.http.post(f"{efir.url}{second}/state", json={}, headers=headers) as answer:
            assert answer.status == 404
        # An offer that comes to nothing leaves the one that is there.
        held = whip.on(YARD)
        process.says = lambda offer: Published(offer.session, code="phone-offer")
        assert (await publish(efir, token))[::2] == (400, "phone-offer")
        assert whip.on(YARD) == held
        # It goes: the other may.
        assert held is not None
        whip.heard(YARD, Unpublished(held.id))
        process.says = lambda offer: Published(offer.session, ANSWER)
        assert (await publish(efir, other))[0] == 201


def alone() -> tuple[Whip, Process]:
    """Without a server. The process answers nothing by itself."""
    whip = Whip()
    process = Process(whip, YARD)
    process.says = lambda offer: None
    whip.add(YARD, process)
    return whip, process


async def offered(
    whip: Whip, process: Process, count: int, holder: str = "link"
) -> list[asyncio.Task[tuple[Session, str]]]:
    """So many offers of one holder, all waiting for their answers."""
    already = len(process.offers)
    waiting = [asyncio.create_task(whip.publish(YARD, holder, OFFER)) for _ in range(count)]
    await until(lambda: len(process.offers) == already + count)
    return waiting


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
async def test_offers_at_once_that_come_to_nothing_hold_the_camera_for_nobody(order: tuple[int, ...]) -> None:
    whip, process = alone()
    waiting = await offered(whip, process, len(order))
    for place in order:
        with pytest.raises(PublishRefused) as refused:
            await whip.publish(YARD, "another link", OFFER)
        assert refused.value.code == "phone-taken"
        whip.heard(YARD, Published(process.offers[place].session, code="phone-offer"))
        with pytest.raises(PublishRefused):
            await waiting[place]
    assert whip.on(YARD) is None
    process.says = lambda offer: Published(offer.session, ANSWER)
    session, _ = await whip.publish(YARD, "another link", OFFER)
    assert whip.on(YARD) == session
    # Who is there stays, whatever comes to nothing.
    process.says = lambda offer: None
    waiting = await offered(whip, process, 2, "another link")
    for offer in process.offers[-2:]:
        whip.heard(YARD, Published(offer.session, code="phone-offer"))
    await asyncio.gather(*waiting, return_exceptions=True)
    assert whip.on(YARD) == session
    assert not whip.replaced(session.id)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=str)
async def test_of_two_that_are_answered_the_later_answer_is_seen(order: tuple[int, int]) -> None:
    """As the feed has it, which sends the other one away."""
    whip, process = alone()
    waiting = await offered(whip, process, 2)
    gone, there = (process.offers[place].session for place in order)
    whip.heard(YARD, Published(gone, ANSWER))
    whip.heard(YARD, Published(there, ANSWER))
    whip.heard(YARD, Taken(there))
    whip.heard(YARD, Unpublished(gone))
    await asyncio.gather(*waiting)
    held = whip.on(YARD)
    assert held is not None
    assert held.id == there
    assert (whip.replaced(gone), whip.replaced(there)) == (True, False)


async def seen_and_coming(whip: Whip, process: Process) -> tuple[str, str]:
    waiting = await offered(whip, process, 2)
    seen, coming = (offer.session for offer in process.offers[-2:])
    for session in (seen, coming):
        whip.heard(YARD, Published(session, ANSWER))
    await asyncio.gather(*waiting)
    return seen, coming


async def test_one_that_never_sends_a_picture_takes_the_place_of_nobody() -> None:
    whip, process = alone()
    seen, coming = await seen_and_coming(whip, process)
    held = whip.on(YARD)
    assert held is not None
    assert held.id == seen
    whip.heard(YARD, Unpublished(coming))
    assert whip.on(YARD) == held
    assert whip.session(coming) is None
    assert not whip.replaced(seen)


async def test_one_that_comes_is_there_when_the_one_before_goes() -> None:
    whip, process = alone()
    seen, coming = await seen_and_coming(whip, process)
    whip.heard(YARD, Unpublished(seen))
    with pytest.raises(PublishRefused) as refused:
        await whip.publish(YARD, "another link", OFFER)
    assert refused.value.code == "phone-taken"
    whip.heard(YARD, Taken(coming))
    held = whip.on(YARD)
    assert held is not None
    assert held.id == coming
    assert whip.end(coming)
    assert whip.on(YARD) is None


async def test_of_two_that_come_the_newer_one_is_waited_for_and_a_goodbye_ends_it() -> None:
    whip, process = alone()
    seen, older = await seen_and_coming(whip, process)
    (waiting,) = await offered(whip, process, 1)
    newer = process.offers[-1].session
    whip.heard(YARD, Published(newer, ANSWER))
    await waiting
    assert (whip.replaced(older), whip.replaced(seen)) == (True, False)
    assert whip.end(newer)
    assert process.ended == [newer]
    whip.heard(YARD, Taken(newer))
    held = whip.on(YARD)
    assert held is not None
    assert held.id == seen
    whip.heard(YARD, Listening(1))
    assert whip.on(YARD) is None


async def test_revoked_and_expired_links_end_the_picture(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, whip, process):
        token = await efir.token(Role.PHONE, YARD)
        assert (await publish(efir, token))[0] == 201
        await efir.people.revoke(f"phone-{YARD}")
        assert whip.on(YARD) is None
        assert process.ended == [process.offers[0].session]
        soon = Instant(NOON + 60_000)
        link = await efir.people.create_link(Role.PHONE, YARD, "", soon)
        other = efir.people.token(link)
        assert other is not None
        assert (await publish(efir, other))[0] == 201
        efir.clock.advance(Duration(61_000))
        await until(lambda: whip.on(YARD) is None)
        assert process.ended[-1] == process.offers[-1].session


async def test_a_feed_that_was_started_again_has_nobody(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, whip, process):
        token = await efir.token(Role.PHONE, YARD)
        assert (await publish(efir, token))[0] == 201
        whip.heard(YARD, Listening(1))
        assert whip.on(YARD) is None
        # Also while an offer waits for its answer.
        process.says = lambda offer: None
        waiting = asyncio.ensure_future(whip.publish(YARD, "link", OFFER))
        await until(lambda: len(process.offers) == 2)
        whip.heard(YARD, Listening(1))
        with pytest.raises(PublishRefused) as refused:
            await waiting
        assert refused.value.code == "phone-away"
        assert whip.on(YARD) is None


async def test_offers_are_not_endless(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, _, _process):
        token = await efir.token(Role.PHONE, YARD)
        statuses = [(await publish(efir, token))[0] for _ in range(14)]
        assert statuses[0] == 201
        assert statuses[-1] == 429


async def test_what_the_phone_tells_reaches_the_panel(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, _, _process):
        token = await efir.token(Role.PHONE, YARD)
        _, place, _ = await publish(efir, token)
        said = {"rtt": 12.4, "battery": 0.5, "charging": False, "muted": True, "facing": "user", "hidden": False}
        headers = {"Authorization": f"Bearer {token}"}
        async with efir.http.post(f"{efir.url}{place}/state", json=said, headers=headers) as answer:
            assert answer.status == 200
        assert efir.telemetry.latest["phones"][YARD] == {**said, "state": "connecting", "rtt": 12}
        wrongs: list[object] = [{"battery": 2}, {"rtt": -1}, {"facing": "up"}, {"more": 1}, []]
        for wrong in wrongs:
            async with efir.http.post(f"{efir.url}{place}/state", json=wrong, headers=headers) as answer:
                assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad-body")


async def test_only_the_phones_page_may_ask_for_the_camera(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, _, _process):
        for path, allowed in (("/phone", "camera=(self), microphone=(self)"), ("/judge", "camera=(), microphone=()")):
            async with efir.http.get(efir.url + path) as answer:
                assert answer.headers["Permissions-Policy"].startswith(allowed)


async def test_the_view_of_a_phone_is_its_own(tmp_path: Path) -> None:
    async with house(tmp_path) as (efir, _, _process):
        token = await efir.token(Role.PHONE, YARD)
        async with efir.page("phone", token) as page:
            await page.opened()
            assert page.data["phone"] == {
                "camera": YARD, "name": "Двор", "sound": False, "tally": "off", "ice": ["stun:10.0.0.1:3478"],
            }  # fmt: skip
            assert set(page.data) == {"show", "phone"}
        async with efir.page("panel", token) as page:
            assert (await page.closed())[0] == "not-allowed"
