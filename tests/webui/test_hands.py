"""Hands on a camera, over real sockets: whose they may be, and that none is left on the stick."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.core.types import CameraId, Role
from control.errors import reject
from control.hands import REST, Balk, Hands, Stick
from tests.webui.served import Served, served, until
from webui import words
from webui.messages import Language

DOME = "dome"


class Noted:
    """A driver that only notes."""

    def __init__(self) -> None:
        self.moves: list[tuple[str, CameraId, Stick]] = []
        self.paused: list[str] = []
        self.released: list[str] = []
        self.halted: list[CameraId] = []

    def move(self, hand: str, camera: CameraId, stick: Stick) -> None:
        self.moves.append((hand, camera, stick))

    def pause(self, hand: str, camera: CameraId) -> None:
        """Noted among the moves as well: it stands."""
        self.paused.append(hand)
        self.moves.append((hand, camera, REST))

    def release(self, hand: str) -> None:
        self.released.append(hand)

    def halt(self, camera: CameraId) -> None:
        self.halted.append(camera)


def noted(efir: Served) -> Noted:
    driver = Noted()
    efir.server.hands.served_by(driver)
    return driver


async def test_a_page_moves_a_camera_and_its_end_lets_go(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        driver = noted(efir)
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as page:
            await page.opened()
            await page.socket.send_json({"type": "drive", "camera": DOME, "pan": 0.5, "zoom": -1})
            await until(lambda: bool(driver.moves))
            hand = driver.moves[0][0]
            assert driver.moves == [(hand, DOME, Stick(pan=0.5, zoom=-1))]
            await page.socket.send_json({"type": "drive", "camera": DOME})
            await until(lambda: len(driver.moves) == 2)
            assert driver.moves[1] == (hand, DOME, REST)
            await page.socket.send_json({"type": "drive", "camera": DOME, "tilt": 1})
            await page.socket.send_json({"type": "halt", "camera": DOME})
            await until(lambda: driver.halted == [DOME])
            await page.socket.send_json({"type": "drive", "camera": DOME, "tilt": 1})
            await until(lambda: len(driver.moves) == 4)
        await until(lambda: driver.released == [hand])


async def test_two_pages_are_two_hands(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        driver = noted(efir)
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as one, efir.page("panel", token) as other:
            for page in (one, other):
                await page.opened()
                await page.socket.send_json({"type": "drive", "camera": DOME, "pan": 1})
            await until(lambda: len(driver.moves) == 2)
            assert len({hand for hand, _, _ in driver.moves}) == 2


@pytest.mark.parametrize(
    "role, view", [(Role.STAGE, "stage"), (Role.BACKSTAGE, "backstage"), (Role.GRAPHICS, "graphics")]
)
@pytest.mark.parametrize("message", [{"type": "drive", "camera": DOME, "pan": 1}, {"type": "halt", "camera": DOME}])
async def test_who_may_not_is_sent_away(tmp_path: Path, role: Role, view: str, message: dict[str, object]) -> None:
    async with served(tmp_path) as efir:
        driver = noted(efir)
        async with efir.page(view, await efir.token(role)) as page:
            await page.opened()
            await page.socket.send_json(message)
            while await page.next() is not None:
                pass
            assert page.bye == "not-allowed"
        assert driver.moves == []
        assert driver.halted == []


@pytest.mark.parametrize(
    "message", [{"type": "drive"}, {"type": "drive", "camera": DOME, "pan": "left"}, {"type": "halt", "camera": 1}]
)
async def test_what_is_no_message_ends_the_connection(tmp_path: Path, message: dict[str, object]) -> None:
    async with served(tmp_path) as efir:
        driver = noted(efir)
        async with efir.page("panel", await efir.token(Role.OPERATOR)) as page:
            await page.opened()
            await page.socket.send_json({"type": "drive", "camera": DOME, "pan": 1})
            await page.socket.send_json(message)
            while await page.next() is not None:
                pass
            assert page.bye == "bad-message"
        await until(lambda: len(driver.released) == 1)


async def test_why_the_camera_does_not_obey_is_told_to_the_page_whose_hand_it_is(tmp_path: Path) -> None:
    async with served(tmp_path) as efir:
        driver = noted(efir)
        token = await efir.token(Role.OPERATOR)
        async with efir.page("panel", token) as one, efir.page("panel", token) as other:
            for page in (one, other):
                await page.opened()
            await one.socket.send_json({"type": "drive", "camera": DOME, "pan": 1})
            await until(lambda: bool(driver.moves))
            efir.server.hands.refused("nobody", reject("hand-busy", camera="Купол"))
            efir.server.hands.refused(driver.moves[0][0], reject("hand-asleep", camera="Купол"))
            told = await one.until("declined")
            assert told["error"]["code"] == "hand-asleep"
            assert told["error"]["text"] == "Камера «Купол» спит: сначала её нужно включить"
            await other.socket.send_json({"type": "ping", "t0": 1})
            heard = []
            while (message := await other.next()) is not None and message["type"] != "pong":
                heard.append(message["type"])
            assert "declined" not in heard


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("why", get_args(Balk))
def test_every_reason_is_a_sentence_that_names_the_camera(language: Language, why: str) -> None:
    text = words.text(language, why, camera="Dome")
    assert "Dome" in text
    assert why not in text


async def test_nobody_needs_a_camera(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        await page.socket.send_json({"type": "drive", "camera": "nobody", "pan": 1})
        await page.socket.send_json({"type": "halt", "camera": "nobody"})
        receipt = await page.do({"type": "stage.say", "text": "я здесь"})
        assert receipt["ok"]


steps = st.lists(
    st.tuples(
        st.floats(0, 0.1),
        st.sampled_from("ab"),
        st.sampled_from(["left", "right"]),
        st.sampled_from([Stick(pan=1), Stick(pan=0.5), REST, None]),
    ),
    max_size=40,
)


@given(steps)
def test_what_is_left_out_is_only_what_was_just_said(moves: list[tuple[float, str, str, Stick | None]]) -> None:
    clock = 0.0
    hands, driver = Hands(lambda: clock), Noted()
    hands.served_by(driver)
    holds: dict[tuple[str, str], Stick] = {}
    said: dict[tuple[str, str], float] = {}
    for pause, hand, camera, stick in moves:
        clock += pause
        driver.moves.clear()
        driver.released.clear()
        held = {key for key in holds if key[0] == hand}
        if stick is None:
            hands.release(hand)
            assert driver.released == ([hand] if held else [])
            for key in held:
                del holds[key]
            continue
        hands.move(hand, CameraId(camera), stick)
        key = (hand, camera)
        told = bool(driver.moves)
        if stick == REST:
            assert told == (key in holds)
            holds.pop(key, None)
            continue
        if holds.get(key) != stick:
            assert told
        elif not told:
            assert clock - said[key] < Hands.AGAIN
        holds[key] = stick
        if told:
            said[key] = clock


def test_after_a_halt_it_is_news_what_a_hand_says_that_was_on_the_stick() -> None:
    hands, driver = Hands(lambda: 0.0), Noted()
    hands.served_by(driver)
    camera = CameraId(DOME)
    hands.move("a", camera, Stick(pan=1))
    hands.halt(camera)
    hands.move("a", camera, Stick(pan=1))
    assert len(driver.moves) == 2, "it goes on: who counts must hear it"
    hands.halt(camera)
    hands.move("a", camera, REST)
    assert driver.moves[2:] == [("a", camera, REST)], "it lets go: only then may it begin again"
    hands.move("a", camera, REST)
    assert len(driver.moves) == 3
    hands.move("a", camera, Stick(pan=1))
    hands.halt(camera)
    hands.release("a")
    assert driver.released == ["a"]


def test_who_is_on_the_stick_is_known_at_once() -> None:
    clock = 0.0
    hands, camera = Hands(lambda: clock), CameraId(DOME)
    hands.served_by(Noted())
    assert hands.holders(camera) == frozenset()
    hands.move("a", camera, Stick(pan=1))
    hands.move("b", camera, Stick(tilt=1))
    hands.move("c", CameraId("another"), Stick(pan=1))
    assert hands.holders(camera) == {"a", "b"}
    hands.move("a", camera, REST)
    assert hands.holders(camera) == {"b"}
    clock = Hands.SILENT
    assert hands.holders(camera) == frozenset(), "who says nothing more was let go of"
    hands.move("b", camera, Stick(tilt=1))
    assert hands.holders(camera) == {"b"}
    hands.release("b")
    assert hands.holders(camera) == frozenset()


def test_what_moves_nothing_is_nobody_on_the_stick() -> None:
    hands, camera = Hands(lambda: 0.0), CameraId(DOME)
    hands.served_by(Noted())
    hands.move("a", camera, Stick(pan=0.06, zoom=-0.05))
    assert hands.holders(camera) == {"a"}
    assert hands.holders(camera, beyond=0.06) == frozenset()
    hands.move("a", camera, Stick(pan=0.06, zoom=-0.07))
    assert hands.holders(camera, beyond=0.06) == {"a"}
    hands.halt(camera)
    hands.move("a", camera, Stick(pan=1))
    assert hands.holders(camera) == frozenset(), "after a halt nothing comes of it until it lets go"
    hands.move("a", camera, REST)
    hands.move("a", camera, Stick(pan=1))
    assert hands.holders(camera) == {"a"}
    hands.halt(camera)
    hands.release("a")
    hands.move("a", camera, Stick(pan=1))
    assert hands.holders(camera) == {"a"}


def test_a_hand_that_is_paused_has_not_let_go() -> None:
    hands, driver, camera = Hands(lambda: 0.0), Noted(), CameraId(DOME)
    hands.served_by(driver)
    hands.pause("a", camera)
    assert driver.moves == [], "it holds nothing"
    hands.move("a", camera, Stick(pan=1))
    for _ in range(2):
        hands.pause("a", camera)
    assert driver.paused == ["a"]
    assert hands.holders(camera) == frozenset()
    hands.move("a", camera, Stick(pan=1))
    assert driver.moves[-1] == ("a", camera, Stick(pan=1))
    hands.pause("a", camera)
    hands.halt(camera)
    hands.move("a", camera, Stick(pan=1))
    assert hands.holders(camera) == frozenset(), "the halt found it on the stick"
    hands.pause("a", camera)
    told = len(driver.moves)
    hands.move("a", camera, REST)
    assert driver.moves[told:] == [("a", camera, REST)], "that it lets go is news"
    assert driver.paused == ["a", "a", "a"]


async def test_without_a_driver_nothing_happens() -> None:
    hands = Hands(asyncio.get_running_loop().time)
    hands.move("a", CameraId(DOME), Stick(pan=1))
    hands.halt(CameraId(DOME))
    hands.release("a")
    driver = Noted()
    leave = hands.served_by(driver)
    hands.move("a", CameraId(DOME), Stick(pan=1))
    leave()
    hands.release("a")
    assert len(driver.moves) == 1
    assert driver.released == []
