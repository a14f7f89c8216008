"""What a phone publishes into a feed's real process: pictures, sound, faults, and offers made by anybody."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from control.core.types import CameraId
from devices.feeds import FeedConfig, Rules, Showing, Thresholds, Up
from devices.feeds.inputs import BadAddress, phone
from devices.feeds.simulated.phone import PhoneSettings, SimulatedPhone
from devices.feeds.whip import PublishRefused, Whip
from devices.feeds.wire import Unpublished

from .owner import Owner, running

CAMERA = CameraId("yard")
CALM = Thresholds(gap=1.5, keyframe_gap=None)
SMALL = PhoneSettings(width=320, height=180, fps=25)


class Studio:
    def __init__(self, owner: Owner, whip: Whip) -> None:
        self.owner, self.whip = owner, whip
        self.phones: list[SimulatedPhone] = []

    async def publish(self, settings: PhoneSettings = SMALL, holder: str = "link") -> SimulatedPhone:
        made = SimulatedPhone(settings)
        self.phones.append(made)

        async def exchange(offer: str) -> str:
            return (await self.whip.publish(CAMERA, holder, offer))[1]

        await made.publish(exchange)
        return made


@asynccontextmanager
async def studio(**changes: object) -> AsyncIterator[Studio]:
    made = FeedConfig(
        name="phone", url="whip:", width=320, height=180, fps=25, audio=True, thresholds=CALM,
        rules=Rules(hold=0.5, back=1.0, back_from_slate=0.3),
    )  # fmt: skip
    whip = Whip()
    async with running(made) as owner:
        keep = owner.feed._on_message

        def hear(message: Up) -> None:
            keep(message)
            whip.heard(CAMERA, message)

        owner.feed._on_message = hear
        whip.add(CAMERA, owner.feed)
        made_studio = Studio(owner, whip)
        try:
            yield made_studio
        finally:
            for one in made_studio.phones:
                await one.close()


@pytest.mark.parametrize(
    "url, servers",
    [
        ("whip:", ()),
        ("whip:?stun=10.0.0.1:3478&stun=b.local:1", ("stun:10.0.0.1:3478", "stun:b.local:1")),
        ("rtsp://whip:x@h/1", None),
    ],
)
def test_addresses_of_phones(url: str, servers: tuple[str, ...] | None) -> None:
    assert phone(url) == servers


@pytest.mark.parametrize("url", ["whip://host/x", "whip:yard", "whip:?turn=a:1", "whip:?stun="])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(BadAddress):
        phone(url)


@pytest.mark.slow
async def test_a_phone_that_turns_sleeps_wakes_and_goes() -> None:
    async with studio() as made:
        owner = made.owner
        one = await made.publish()
        await owner.until(lambda: owner.shown == "main" and owner.found("ok"))
        await owner.until(lambda: (_sample(owner).main.width, _sample(owner).main.height) == (320, 180))
        await owner.until(lambda: (_sample(owner).main.rms or -120) > -40 and _way(owner) == "live")
        one.turn()
        await owner.until(lambda: (_sample(owner).main.width, _sample(owner).main.height) == (180, 320))
        one.hold(True)
        await owner.until(lambda: owner.shown == "slate" and _way(owner) == "lost")
        one.hold(False)
        await owner.until(lambda: owner.shown == "main" and _way(owner) == "live")
        await one.close()
        # A goodbye is known at once, not when the connection has been silent for long enough.
        await owner.until(lambda: made.whip.on(CAMERA) is None)
        await owner.until(lambda: owner.shown == "slate" and _way(owner) == "")


@pytest.mark.slow
async def test_the_newer_phone_is_seen_and_the_older_one_sent_away() -> None:
    async with studio() as made:
        first = await made.publish()
        await made.owner.until(lambda: made.owner.shown == "main")
        await made.publish(PhoneSettings(width=640, height=360, fps=25))
        await made.owner.until(lambda: _sample(made.owner).main.width == 640)
        await asyncio.wait_for(first.ended.wait(), 45)
        with pytest.raises(PublishRefused) as refused:
            await made.publish(holder="another link")
        assert refused.value.code == "phone-taken"


@pytest.mark.slow
@pytest.mark.timeout(150)
async def test_a_second_phone_that_finds_no_way_takes_the_picture_from_nobody() -> None:
    """The same link on another network: its offer is answered, and then it never arrives."""
    async with studio() as made:
        owner = made.owner
        first = await made.publish()
        await owner.until(lambda: owner.shown == "main" and owner.found("ok") and _way(owner) == "live")
        seen, shown = made.whip.on(CAMERA), len(owner.all(Showing))
        answered: list[str] = []

        async def lost(offer: str) -> str:
            answered.append((await made.whip.publish(CAMERA, "link", offer))[0].id)
            raise ConnectionError

        other = SimulatedPhone(SMALL)
        with pytest.raises(ConnectionError):
            await other.publish(lost)
        await other.close()
        await owner.until(lambda: Unpublished(answered[0]) in owner.all(Unpublished))
        assert not first.ended.is_set()
        assert (made.whip.on(CAMERA), made.whip.session(answered[0])) == (seen, None)
        assert len(owner.all(Showing)) == shown
        assert _way(owner) == "live"


@pytest.mark.slow
async def test_offers_made_by_anybody() -> None:
    """Refused with a code; the process stays, and so does the phone that is there."""
    async with studio() as made:
        await made.publish()
        await made.owner.until(lambda: made.owner.shown == "main")
        pid = made.owner.feed.pid
        whole: list[str] = []

        async def keep(offer: str) -> str:
            whole.append(offer)
            raise ConnectionError

        other = SimulatedPhone(SMALL)
        with pytest.raises(ConnectionError):
            await other.publish(keep)
        await other.close()
        offer, chance = whole[0], random.Random(7)
        lines = offer.split("\r\n")
        offers = ["", "x", "\0" * 100, "v=0\r\n", offer.replace("m=video", "m=vidio"), offer.replace("a=", "b=")]
        offers += [offer[: chance.randrange(len(offer))] for _ in range(6)]
        offers += ["\r\n".join(line for line in lines if chance.random() > 0.3) for _ in range(12)]
        codes = []
        for one_offer in offers:
            try:
                await made.whip.publish(CAMERA, "link", one_offer)
            except PublishRefused as error:
                codes.append(error.code)
        assert len(codes) >= 6
        assert set(codes) == {"phone-offer"}
        assert made.owner.feed.pid == pid
        await made.publish()
        await made.owner.until(lambda: made.owner.shown == "main" and _way(made.owner) == "live")


def _sample(owner: Owner):  # type: ignore[no-untyped-def]
    from devices.feeds import Sample

    return next(message for message in reversed(owner.all(Sample)))


def _way(owner: Owner) -> str:
    way = _sample(owner).way
    return "" if way is None else str(way.state)
