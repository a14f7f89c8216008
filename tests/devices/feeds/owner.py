"""A feed's process and its owner; cameras it reads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import msgspec

from devices.feeds import Changed, FeedConfig, FeedProcess, Rules, Showing, Slate, Thresholds, Up
from devices.feeds.simulated import Camera, CameraSettings

WIDTH, HEIGHT = 320, 180
# Machines that test are busy: a gap is then longer than on one that produces.
CALM = Thresholds(gap=1.0, freeze=2.0, black=1.0, silence=2.0, settle=1.0)
QUICK = Rules(hold=0.5, back=1.0, back_from_slate=0.3)
SLATE = Slate(colour="#208040", title="Камера", text="Скоро вернётся")


def camera(label: str = "Main", **changes: object) -> Camera:
    settings = CameraSettings(url="tcp://127.0.0.1:0", label=label, width=WIDTH, height=HEIGHT, kbps=800)
    return Camera(msgspec.structs.replace(settings, **changes))


def config(url: str, **changes: object) -> FeedConfig:
    made = FeedConfig(
        name="test", url=url, width=WIDTH, height=HEIGHT, fps=25, slate=SLATE, thresholds=CALM, rules=QUICK
    )
    return msgspec.structs.replace(made, **changes)


class Owner:
    """A feed's owner, who keeps what he is told."""

    def __init__(self, made: FeedConfig, **process: int) -> None:
        self.heard: list[tuple[float, Up]] = []
        self.feed = FeedProcess(made, lambda message: self.heard.append((time.monotonic(), message)), **process)

    def all(self, kind: type) -> list[Up]:
        return [message for _, message in self.heard if isinstance(message, kind)]

    @property
    def shown(self) -> str:
        said = self.all(Showing)
        return said[-1].shown if said and isinstance(said[-1], Showing) else ""

    def found(self, state: str, reason: str = "", since: float = 0.0) -> bool:
        return any(
            isinstance(message, Changed) and at >= since and message.input == "main"
            and message.state == state and (not reason or reason in message.reasons)
            for at, message in self.heard
        )  # fmt: skip

    async def until(self, condition: Callable[[], object], within: float = 45.0) -> None:
        began = time.monotonic()
        while not condition():
            assert time.monotonic() - began < within, [str(message)[:200] for _, message in self.heard[-12:]]
            await asyncio.sleep(0.01)


@asynccontextmanager
async def running(made: FeedConfig, *cameras: Camera, **process: int) -> AsyncIterator[Owner]:
    owner = Owner(made, **process)
    for each in cameras:
        each.start()
    task = asyncio.create_task(owner.feed.run())
    try:
        await asyncio.wait_for(owner.feed.ready(), 60)
        yield owner
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert owner.feed.pid is None
        for each in cameras:
            await asyncio.to_thread(each.stop)
