"""Efir's half of a test: controller on a real journal, link, worker and, if asked for, monitor and feeds."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from control.clock import Duration, SystemClock
from control.controller import Controller, Envelope, Receipt
from control.core.log import LogEntry
from control.core.types import Actor, CameraId, Command, CommandId, ItemId, Role, SceneId
from control.journal import SqliteJournal
from control.keys import installation_key, seeds
from control.registry import State
from control.secret import Secret
from control.show import Camera, Canvas, Item, Media, Obs, Outputs, Place, Record, Scene, Show, Stream, Text, Transition
from control.telemetry import Telemetry
from scenes.collection import Wiring
from scenes.feeds import DirectFeeds
from scenes.link import LinkState, ObsLink
from scenes.monitor import Monitor
from scenes.worker import Switcher
from tests.scenes.conftest import Peer
from tests.scenes.hands import PATIENT, until

SLATE, WIDE, CLOSE = SceneId("slate"), SceneId("wide"), SceneId("close")
NAMES = {SLATE: "Заставка", WIDE: "Общий план", CLOSE: "Крупный план"}
OWN = {
    "Заставка": "Efir · Заставка · Фон",
    "Общий план": "Efir · Общий план · Фон общего",
    "Крупный план": "Efir · Крупный план · Фон крупного",
}
"""What each scene shows and no other does."""
GROUND, TITLE, LEFT = ItemId("ground"), ItemId("title"), ItemId("left")
ANNA = Actor(Role.OPERATOR, "anna")
FADE = Duration(500)


def small_show(film: Path, server: str = "rtmp://127.0.0.1:1/live") -> Show:
    """Cheap for OBS to draw: colours, a text, and one small film that is a camera here and a clip there."""
    return Show(
        title="Проба",
        obs=Obs(canvas=Canvas(width=640, height=360, fps=30)),
        cameras=(Camera(id=CameraId("one"), name="Камера", url=str(film), audio=True),),
        scenes=(
            Scene(
                id=SLATE,
                name="Заставка",
                sources=(
                    Item(id=GROUND, name="Фон", colour="#102030"),
                    Item(id=TITLE, name="Название", text=Text(text="Дебаты", size=40), place=Place(x=20, y=20)),
                ),
            ),
            Scene(
                id=WIDE,
                name="Общий план",
                sources=(
                    Item(id=GROUND, name="Фон общего", colour="#304050"),
                    Item(id=LEFT, name="Слева", camera=CameraId("one"), place=Place(width=320)),
                    Item(id=ItemId("clip"), name="Ролик", media=Media(file=str(film)), visible=False),
                ),
            ),
            Scene(
                id=CLOSE,
                name="Крупный план",
                sources=(
                    Item(id=GROUND, name="Фон крупного", colour="#506070"),
                    Item(id=LEFT, name="Камера", camera=CameraId("one")),
                ),
                transition=Transition(kind="fade", duration=FADE),
            ),
        ),
        outputs=Outputs(stream=Stream(server=server, key=Secret("prog")), record=Record(folder="recordings")),
    )


def wiring_of(show: Show) -> Wiring:
    return Wiring({camera.id: camera.url for camera in show.cameras}, {"url": "about:blank"}, "browser_source")


class Production:
    def __init__(self, controller: Controller, link: ObsLink, worker: Switcher, telemetry: Telemetry) -> None:
        self.controller = controller
        self.link = link
        self.worker = worker
        self.telemetry = telemetry
        self.links: list[LinkState] = []
        link.on_state(self.links.append)

    @property
    def state(self) -> State:
        return self.controller.state

    @property
    def log(self) -> list[LogEntry]:
        return list(self.controller.state.log.entries)

    def said(self, *codes: str) -> list[str]:
        """The codes of the log that are among these."""
        return [entry.code for entry in self.log if entry.code in codes]

    async def do(self, command: Command, actor: Actor = ANNA) -> Receipt:
        receipt = await self.controller.submit(Envelope(CommandId(secrets.token_hex(8)), actor, command))
        assert receipt.ok, receipt.error
        return receipt

    async def synced(self, within: float = PATIENT) -> float:
        return await until(lambda: self.worker.synced, within, "synced with OBS")


@asynccontextmanager
async def production(
    peer: Peer, folder: Path, show: Show, *, monitor: bool = False, synced: bool = True
) -> AsyncIterator[Production]:
    """`folder` keeps the journal: a second production in it is Efir started again."""
    journal = SqliteJournal(folder / "show.sqlite")
    await journal.open()
    controller = Controller(journal, SystemClock(), show, seeds(await installation_key(journal, "draws")))
    await controller.open()
    telemetry = Telemetry()
    link = ObsLink(peer.url, peer.password, meters=monitor)
    recordings = folder / "recordings"
    recordings.mkdir(exist_ok=True)
    worker = Switcher(link, controller, show, telemetry, lambda kinds: wiring_of(show), recordings)
    works = [link.run(), worker.run()]
    if monitor:
        works += [
            Monitor(link, worker, controller, telemetry).run(),
            DirectFeeds(link, worker, show, telemetry).run(),
        ]
    tasks = [asyncio.create_task(work) for work in works]
    try:
        made = Production(controller, link, worker, telemetry)
        if synced:
            await made.synced()
        yield made
        for task in tasks:
            assert not task.done(), f"it ended by itself: {task}"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await controller.close()
        await journal.close()
