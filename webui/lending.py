"""Guests' hands on a lent camera: who of them is obeyed, how far and how fast, and who is still there.

The state says who has the camera (`control.core.lending`); this sees to it on the way from the pages to the stick, for
hands go past the journal. It follows the *head*: what the operator took back is stopped before it is on the disk.
Guests' names live here and in the panel's telemetry, nowhere else, and go with the guest.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace

from control.controller import Controller
from control.core.lending import may_move
from control.core.lending_acts import Gone, GuestId, LendingState
from control.core.types import CameraId
from control.errors import Rejection, reject
from control.hands import REST, Hands, Stick
from control.registry import State, air_of
from control.telemetry import Telemetry
from webui import words
from webui.client import Client
from webui.fence import DEAD_ZONE, Fence, slowed
from webui.messages import Declined

log = structlog.get_logger(__name__)

GRACE = 15.0
"""Seconds for which a guest whose page is away keeps his place."""
EVERY = 40
"""Milliseconds: one guest's stick is passed on so often at most. The newest wins; his page says it again anyway."""
LONGEST_NAME = 40
_MOST_MARKS = 2
"""Accents on one letter."""

_encode = msgspec.json.Encoder().encode
Key = tuple[CameraId, GuestId]


def clean_name(text: str) -> str:
    """One line of what can be printed, `LONGEST_NAME` characters at most; may be empty."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        marks = marks + 1 if category.startswith("M") else 0
        if marks > _MOST_MARKS or category in ("Cc", "Cf", "Cs", "Co", "Cn"):
            if category == "Cc":
                kept.append(" ")
            continue
        kept.append(char)
    return " ".join("".join(kept).split())[:LONGEST_NAME].strip()


class _Hand(Struct):
    """Of one page of a guest."""

    camera: CameraId
    guest: GuestId
    passed: int = 0
    """When its stick was last passed on, ms."""
    told: str = ""
    """Why it is not obeyed, as it was told last: it is told once."""


class Lending:
    """On the loop's thread; nothing waits. `now`: seconds of a steady clock. `grace`: as `GRACE`."""

    def __init__(
        self, controller: Controller, hands: Hands, telemetry: Telemetry, now: Callable[[], float], grace: float = GRACE
    ) -> None:
        self._controller, self._hands, self._telemetry = controller, hands, telemetry
        self._now, self._grace = now, grace
        self._pages: dict[Client, _Hand] = {}
        self._names: dict[Key, str] = {}
        self._fences: dict[CameraId, Fence] = {}
        self._obeyed: dict[CameraId, GuestId | None] = {}
        self._read: tuple[object, ...] = ()
        self._committed_last: LendingState | None = None
        self._absent: dict[Key, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stops: list[Callable[[], None]] = []

    def start(self) -> None:
        self._stops = [
            self._controller.on_head(self._head),
            self._controller.on_commit(self._committed),
            self._controller.on_journal(lambda fault: self._follow(self._controller.head)),
            self._telemetry.subscribe(self._measured),
        ]
        self._follow(self._controller.head)
        self._look_who_is_there()

    async def close(self) -> None:
        for stop in self._stops:
            stop()
        self._stops = []
        for timer in self._absent.values():
            timer.cancel()
        self._absent.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- pages ---

    def came(self, client: Client) -> None:
        """A guest's page said hello; perhaps again."""
        assert client.grant is not None
        hand = _Hand(CameraId(client.grant.subject), GuestId(client.grant.guest))
        self._pages[client] = hand
        timer = self._absent.pop((hand.camera, hand.guest), None)
        if timer is not None:
            timer.cancel()

    def left(self, client: Client) -> None:
        """A page is gone; what it moved the connection's end lets go. Of others than guests nothing is known here."""
        if self._pages.pop(client, None) is not None:
            self._look_who_is_there()

    def introduce(self, client: Client, name: str) -> None:
        hand = self._pages.get(client)
        if hand is None:
            return
        key, cleaned = (hand.camera, hand.guest), clean_name(name)
        if cleaned:
            self._names[key] = cleaned
        else:
            self._names.pop(key, None)
        self._tell_names()

    def move(self, client: Client, stick: Stick) -> None:
        """The stick of a guest's page; whatever camera it names, it is the one of its link. The focus is not lent."""
        hand = self._pages.get(client)
        if hand is None:
            return
        stick = replace(stick, focus=0.0)  # guests have no focus, whatever a page says
        if stick == REST:
            self._hands.move(client.hand, hand.camera, REST)
            return
        refused = self._refusal(client, hand)
        if refused is not None:
            self._hands.pause(client.hand, hand.camera)
            self._decline(client, hand, refused)
            return
        now = self._ms()
        if now - hand.passed < EVERY:
            return
        hand.passed = now
        terms = self._controller.head.lending.lent[hand.camera].terms
        kept = self._fence(hand.camera).kept(slowed(stick, terms.speed), terms, now)
        if kept == REST:  # at an edge: he has not let go
            self._hands.pause(client.hand, hand.camera)
        else:
            self._hands.move(client.hand, hand.camera, kept)
        if _edge(stick, kept):
            self._decline(client, hand, reject("lending-edge"))
        else:
            hand.told = ""

    def halt(self, client: Client) -> None:
        """Stands still, what is recalled too: if the camera is in this hand."""
        hand = self._pages.get(client)
        if hand is not None and self._refusal(client, hand) is None:
            self._hands.halt(hand.camera)

    def _refusal(self, client: Client, hand: _Hand) -> Rejection | None:
        holder, why = self._may_move(self._controller.head, hand.camera)
        if holder != hand.guest:
            return reject(why or "lending-not-your-turn")
        moving = self.crew_moves(hand.camera)
        return reject("lending-crew-hand") if moving else None

    def _may_move(self, state: State, camera: CameraId) -> tuple[GuestId | None, str]:
        # What the disk does not take the operator cannot take back: until it does, no guest moves anything.
        if self._controller.journal_fault is not None:
            return None, "lending-not-now"
        air = air_of(state, self._controller.show)
        return may_move(state.lending, camera, self._controller.clock.now(), air)

    def crew_moves(self, camera: CameraId) -> bool:
        """Somebody moves it who is no guest. It is asked where hands come in: what the camera tells of them comes
        later, and a guest who begins in between would have it."""
        return bool(self._hands.holders(camera, DEAD_ZONE) - {client.hand for client in self._pages})

    def _decline(self, client: Client, hand: _Hand, why: Rejection) -> None:
        if hand.told != why.code:
            hand.told = why.code
            client.send(_encode(Declined(words.problem(client.language, why))))

    # --- what follows from the state ---

    def _head(self, state: State) -> None:
        read = (state.lending, state.program, state.sources, state.switches, state.air)
        if len(self._read) != len(read) or any(a is not b for a, b in zip(self._read, read, strict=True)):
            self._read = read
            self._follow(state)

    def _follow(self, state: State) -> None:
        """Whoever had a camera and has it no more lets go of it now."""
        now = {camera: self._may_move(state, camera)[0] for camera in state.lending.lent}
        before, self._obeyed = self._obeyed, now
        for camera, guest in before.items():
            if guest is not None and now.get(camera) != guest:
                lent = state.lending.lent.get(camera)
                self._stop(camera, guest, taken_back=lent is None or lent.held)

    def _stop(self, camera: CameraId, guest: GuestId, *, taken_back: bool) -> None:
        """`taken_back`: what he recalled stands still, too; else it ends where it was sent, as it may be a cue's."""
        crew = self.crew_moves(camera)
        for client, hand in self._pages.items():
            if (hand.camera, hand.guest) == (camera, guest):
                self._hands.release(client.hand)
        if taken_back and not crew:
            self._hands.halt(camera)

    def _committed(self, state: State, seq: int) -> None:
        if state.lending is not self._committed_last:
            self._committed_last = state.lending
            self._look_who_is_there()
            self._tell_names()

    def _measured(self, key: str, value: Any) -> None:
        if key == "heads":
            for camera in self._controller.head.lending.lent:
                self._fence(camera).seen(value.get(camera, {}), self._ms())

    def _fence(self, camera: CameraId) -> Fence:
        if camera not in self._fences:
            self._fences[camera] = Fence()
            self._fences[camera].seen(self._telemetry.latest.get("heads", {}).get(camera, {}), self._ms())
        return self._fences[camera]

    def _ms(self) -> int:
        return int(self._now() * 1000)

    # --- who is there ---

    def _look_who_is_there(self) -> None:
        """Those of the queue without a page have a while to come back."""
        here = {(hand.camera, hand.guest) for hand in self._pages.values()}
        expected = _expected(self._controller.state.lending)
        for key in expected - here - self._absent.keys():
            self._absent[key] = asyncio.get_running_loop().call_later(self._grace, self._gone, key)
        for key in self._absent.keys() - expected:
            self._absent.pop(key).cancel()
        for key in self._names.keys() - expected - here:
            del self._names[key]

    def _gone(self, key: Key) -> None:
        self._absent.pop(key, None)
        task = asyncio.get_running_loop().create_task(self._tell_gone(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell_gone(self, key: Key) -> None:
        receipt = await self._controller.system(Gone(*key))
        if receipt.error is not None:  # once more after another while
            log.warning("a guest who is gone keeps his place", reason=receipt.error.code)
            self._look_who_is_there()

    def _tell_names(self) -> None:
        expected = _expected(self._controller.state.lending)
        self._telemetry.publish("guests", {guest: name for (camera, guest), name in self._names.items()
                                           if (camera, guest) in expected})  # fmt: skip


def _expected(state: LendingState) -> set[Key]:
    return {
        (camera, guest.id)
        for camera, lent in state.lent.items()
        for guest in ((lent.turn.guest, *lent.queue) if lent.turn is not None else lent.queue)
    }


def _edge(stick: Stick, kept: Stick) -> bool:
    """Something of what was asked for is not done."""
    return any(
        asked != 0 and done == 0
        for asked, done in ((stick.pan, kept.pan), (stick.tilt, kept.tilt), (stick.zoom, kept.zoom))
    )
