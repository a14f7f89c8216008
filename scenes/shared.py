"""What the loops of the worker share: what is wanted, what is known of OBS, and what wakes whom. No I/O of its own."""

import asyncio
from collections.abc import Callable
from typing import Any

from control.controller import Controller
from control.registry import State
from control.show import Show, Transition
from scenes.fader import Echoes
from scenes.known import Known
from scenes.link import Lane, ObsLink
from scenes.picture import Key, wanted
from scenes.takes import Takes
from scenes.vocabulary import Vocabulary

AGAIN = 1.0
"""Seconds until what OBS refused, or could not tell, is tried again."""


class Shared:
    def __init__(self, link: ObsLink, controller: Controller, show: Show) -> None:
        self.link = link
        self.controller = controller
        self.show = show
        self.picture = wanted(controller.head, show, controller.clock.now())
        self.known = Known()
        self.echoes = Echoes()
        self.takes = Takes()
        self.words: Vocabulary | None = None
        """None until OBS was met."""
        self.kind: tuple[str, str] = ("obs", "")
        """Of what is connected, and its version."""
        self.synced = False
        """The scenes are applied and everything was read since OBS was last met."""
        self.leaving = False
        """OBS said that it goes."""
        self.stale: Transition | None = None
        """The scene on air was changed by us since it was taken, and how that is to be seen."""
        self.dirty: set[Key] = set()
        """To be read again."""
        self.resync = True
        """Everything is."""
        self.afresh = True
        """And nothing that was known counts."""
        self.send = asyncio.Event()
        self.send_sound = asyncio.Event()
        self.send_outputs = asyncio.Event()
        self.fade = asyncio.Event()
        self.read = asyncio.Event()
        self.taken = asyncio.Event()

    def now(self) -> float:
        """Seconds, of the loop."""
        return asyncio.get_running_loop().time()

    def later(self, seconds: float, callback: Callable[..., None], *args: Any) -> None:
        asyncio.get_running_loop().call_later(seconds, callback, *args)

    async def query(self, request: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        return await self.link.request(Lane.QUERY, request, data)

    def paint(self, state: State) -> None:
        self.picture = wanted(state, self.show, self.controller.clock.now())

    @property
    def moving(self) -> frozenset[Key]:
        """What is faded right now."""
        return self.picture.moving(self.controller.clock.now()) if self.picture.fades else frozenset()

    def wake(self) -> None:
        """The senders: something may differ."""
        self.send.set()
        self.send_sound.set()
        self.fade.set()
        self.send_outputs.set()

    def changed_on_air(self, how: Transition) -> None:
        """The scene on air. Of several ways to show that the first that is not a cut counts."""
        if self.stale is None or self.stale.kind == "cut":
            self.stale = how

    def look_at(self, key: Key) -> None:
        self.dirty.add(key)
        self.read.set()
