"""Fades of sound, as OBS gets them, and the hand that interrupts one."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

from control.clock import Duration, Instant
from control.core.program import Take
from control.core.sources import Fade, Fading, Mute, SetVolume
from scenes.fader import ECHO, Echoes
from scenes.picture import Volume
from tests.scenes.conftest import Peer
from tests.scenes.hands import PATIENT, eventually, until
from tests.scenes.production import SLATE, WIDE, Production, production, small_show
from tests.scenes.test_worker import CAMERA, CAMERA_NAME, shows, volume_is

HEARD = {"inputName": CAMERA_NAME}
NAMES = "log-sound", "log-fade"


def steps(peer: Peer) -> list[float]:
    return [
        round(data["inputVolumeDb"], 1)
        for _, data in peer.hand.named("InputVolumeChanged")
        if data["inputName"] == CAMERA_NAME
    ]


async def at(peer: Peer, decibels: float, within: float = PATIENT) -> None:
    await eventually(lambda: volume_is(peer, decibels), within, f"{decibels} dB")


async def sends_on(peer: Peer, count: int) -> None:
    """Until so many steps have arrived."""
    await until(lambda: len(steps(peer)) >= count, what=f"{count} steps")


async def test_a_fade_arrives_step_by_step_and_ends_at_its_target(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await at(peer, 0)
        peer.hand.events.clear()
        await ours.do(Fade(CAMERA, -30.0, Duration(3_000)))
        await at(peer, -30)
        seen = steps(peer)
        assert 10 <= len(seen) <= 80, "about twenty a second, or as many as the machine has time for"
        if not peer.real:  # OBS tells from a pool of threads: one word in some thousands overtakes another
            assert all(before > after for before, after in pairwise(seen)), "it never goes back"
        assert max(before - after for before, after in pairwise(seen)) < 15
        await asyncio.sleep(0.5)  # the echoes of all that
        assert ours.said(*NAMES) == ["log-fade"]
        assert ours.state.sources.sound[CAMERA].volume == -30


async def test_the_newest_wish_wins(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await at(peer, 0)
        await ours.do(Fade(CAMERA, -60.0, Duration(20_000)))
        await sends_on(peer, 5)
        await ours.do(Fade(CAMERA, -6.0, Duration(400)))
        await at(peer, -6)
        await ours.do(Fade(CAMERA, -60.0, Duration(20_000)))
        await sends_on(peer, len(steps(peer)) + 5)
        await ours.do(SetVolume(CAMERA, -3.0))
        await at(peer, -3)
        await until(lambda: steps(peer)[-1] == -3, what="told of it")  # OBS has it before it tells
        seen = len(steps(peer))
        await asyncio.sleep(0.4)
        assert len(steps(peer)) == seen, "the fade is over"
        assert await volume_is(peer, -3)
        assert ours.said(*NAMES) == ["log-fade", "log-fade", "log-fade", "log-sound"]


async def test_a_hand_ends_it(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await at(peer, 0)
        await ours.do(Fade(CAMERA, -50.0, Duration(20_000)))
        await sends_on(peer, 5)
        await peer.hand.do("SetInputVolume", {**HEARD, "inputVolumeDb": 5.0})
        await until(lambda: ours.state.sources.sound[CAMERA].volume == 5, what="the hand is heard")
        await at(peer, 5)
        await asyncio.sleep(0.4)
        assert await volume_is(peer, 5), "and nothing moves it any more"
        assert ours.said(*NAMES) == ["log-fade", "log-sound"]
        assert ours.log[-1].actor == "system"


async def test_muting_by_hand_does_not_end_it(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await at(peer, 0)
        await ours.do(Fade(CAMERA, -20.0, Duration(1_500)))
        await sends_on(peer, 5)
        await peer.hand.do("SetInputMute", {**HEARD, "inputMuted": True})
        await until(lambda: ours.state.sources.sound[CAMERA].muted, what="the hand is heard")
        await ours.do(Mute(CAMERA, False))
        await at(peer, -20)
        assert ours.state.sources.sound[CAMERA].volume == -20


async def test_takes_go_on_beside_a_fade(peer: Peer, tmp_path: Path, film: Path) -> None:
    async with production(peer, tmp_path, small_show(film)) as ours:
        await ours.do(Fade(CAMERA, -40.0, Duration(4_000)))
        await ours.do(Take(SLATE))
        await shows(peer, "Заставка")
        await ours.do(Take(WIDE))
        await shows(peer, "Общий план")
        await at(peer, -40)
        assert ours.said("log-taken-in-obs") == []


async def test_after_a_crash_it_is_where_it_would_be(peer: Peer, tmp_path: Path, film: Path) -> None:
    async def begun(ours: Production) -> None:
        await at(peer, 0)
        await ours.do(Fade(CAMERA, -25.0, Duration(3_000)))
        await sends_on(peer, 4)

    async with production(peer, tmp_path, small_show(film)) as ours:
        await begun(ours)
    await asyncio.sleep(3)  # Efir is down while it would have ended
    assert not await volume_is(peer, -25)
    async with production(peer, tmp_path, small_show(film)) as ours:
        await at(peer, -25)
        assert ours.said(*NAMES) == ["log-fade"]


# --- pure ---


def test_it_is_even_on_a_cubic_fader() -> None:
    fade = Fading(0.0, -60.0, Instant(1_000), Duration(1_000))
    assert [round(fade.at(Instant(1_000 + n)), 1) for n in (-5, 0, 500, 1_000, 9_000)] == [0, 0, -15.6, -60, -60]
    up = Fading(-100.0, 0.0, Instant(0), Duration(10_000))
    assert round(up.at(Instant(5_000)), 1) == -17.5
    assert Fading(-3.0, -9.0, Instant(5), Duration(0)).at(Instant(5)) == -9


def test_only_what_was_sent_lately_is_an_echo() -> None:
    echoes, key = Echoes(), Volume(CAMERA)
    echoes.sent(key, -3.0, 10.0)
    assert echoes.ours(key, -3.0, 10.1)
    assert not echoes.ours(key, -3.1, 10.1)
    assert not echoes.ours(key, -3.0, 10.1 + ECHO)
    assert not echoes.ours(Volume(CAMERA), 0.0, 10.1)
