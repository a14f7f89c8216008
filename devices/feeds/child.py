"""A feed's own process: inputs → health → choice → OBS. `python -m devices.feeds` (see wire.py)."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from devices.feeds import pictures
from devices.feeds.choice import NOTHING, Choice, Input
from devices.feeds.choice import Source as Wanted
from devices.feeds.health import Health, Measures, read
from devices.feeds.inputs import BadAddress, opening, phone
from devices.feeds.playout import Playout
from devices.feeds.source import Source
from devices.feeds.trouble import Trouble
from devices.feeds.wire import (
    Changed,
    Configure,
    Down,
    FeedConfig,
    InputName,
    Listening,
    Need,
    Publish,
    Published,
    Refused,
    Sample,
    Showing,
    Thumbnail,
    Unpublish,
    Up,
    Use,
    Watch,
    decode_down,
)
from devices.process import Outbox, listen

if TYPE_CHECKING:
    from devices.feeds.phone import Phone

# So often is judged; with the gap of 0.25 s a lost connection is known within 0.3 s.
TICK_S: Final = 0.04
SAMPLE_S: Final = 0.2
# A judgement that comes so late says more of this machine than of the input.
LATE_S: Final = 0.1
# If there was no fresh picture for so long, and another process could help, this one ends, to be started anew by its
# owner. OBS, if it reads it, has the slate, and would be blank meanwhile: so only for what will be there then.
NOTHING_S: Final = 5.0
# That an input that is away is so for another reason is told no more often.
ANOTHER_REASON_S: Final = 10.0


class Stuck(Exception):
    """An input hangs, and no other has a picture that would be lost with this process."""


class Feed:
    """One camera. `say` is told what happens."""

    def __init__(self, config: FeedConfig, say: Callable[[Up], None]) -> None:
        """Raises BadAddress."""
        self._config, self._say = config, say
        self._canvas = pictures.Canvas(config.width, config.height)
        self._playout = Playout(config, self._canvas, lambda name: bool(self._measures[name].has_sound))
        self._phone: Phone | None = None
        self._lines: dict[InputName, FeedConfig] = {"main": config.of("main"), "backup": config.of("backup")}
        self._sources: dict[InputName, Source | Phone] = {"main": self._source("main", config.url)}
        if config.backup is not None:
            self._sources["backup"] = self._source("backup", config.backup)
        self._healths: dict[InputName, Health] = {name: Health() for name in self._sources}
        self._measures: dict[InputName, Measures] = {name: Measures() for name in self._sources}
        self._inputs: dict[InputName, Input] = {}
        self._told_why: dict[InputName, tuple[Trouble | None, float]] = {}
        self._choice = Choice()
        self._fresh_at = 0.0
        self._wanted: Wanted = "auto"
        self._told: Showing | None = None
        self._watch = Watch(0, 320, 180)
        self._seen: InputName = "main"
        self._watched = asyncio.Event()

    def take(self, command: Down) -> None:
        match command:
            case Use(source):
                self._wanted = source
                self._choose(time.monotonic())
            case Watch():
                self._watch = command
                self._watched.set()
            case Need(whole):
                self._playout.need(whole)
                self._spare()
            case Publish(session=session):
                if self._phone is not None:
                    self._phone.publish(command)
                else:
                    self._say(Published(session, code="phone-no-camera"))
            case Unpublish(session):
                if self._phone is not None:
                    self._phone.unpublish(session)
            case Configure():
                raise ValueError("a feed is configured once")

    async def run(self) -> None:
        """Until cancelled.

        Raises:
            OSError: the port is taken.
            ExceptionGroup: Stuck.
        """
        self._say(Listening(await self._playout.start()))
        try:
            async with asyncio.TaskGroup() as group:
                for work in (self._judging(), self._playout.run(), self._sampling(), self._thumbnails()):
                    group.create_task(work)
        finally:
            for source in self._sources.values():
                source.close()
            self._playout.close()

    def _source(self, name: InputName, url: str) -> Source | Phone:
        picture, sound = partial(self._playout.picture, name), partial(self._playout.sound, name)
        source: Source | Phone
        ice = phone(url)
        if ice is None:
            packet = partial(self._playout.packet, name) if self._config.passthrough else None
            opened = partial(self._playout.opened, name)
            source = Source(opening(url), self._lines[name], picture, sound, packet, opened)
        elif self._phone is not None:  # one phone cannot be its own backup
            raise BadAddress("feed-address-unknown", scheme="whip")
        else:
            from devices.feeds.phone import Phone  # noqa: PLC0415 (half a second that other feeds do not need)

            source = self._phone = Phone(ice, self._lines[name], picture, sound, self._say)
        source.live = name == "main"
        return source

    # --- Judging

    async def _judging(self) -> None:
        due = self._fresh_at = time.monotonic()
        while True:
            now = time.monotonic()
            for source in self._sources.values():
                source.supervise(now)
            if now - due < LATE_S:
                for change in self._judge(now):
                    self._say(await self._with_picture(change))
                if now - self._fresh_at > NOTHING_S and self._hopeless(now):
                    raise Stuck
            due = max(due + TICK_S, now - TICK_S)
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _hopeless(self, now: float) -> bool:
        stuck = not self._playout.readers and any(source.stuck for source in self._sources.values())
        return stuck or any(source.held(now) for source in self._sources.values())

    def _judge(self, now: float) -> list[Changed]:
        """Health and choice of this moment; what changed in the health."""
        changes = []
        for name, source in self._sources.items():
            line = self._lines[name]
            limits = line.thresholds
            measures, old = source.measures(now), self._healths[name]
            if self._config.passthrough and measures.connected:
                measures = msgspec.structs.replace(measures, passed=source.passable)
            new = old.then(measures, now, limits, static=line.static, sound=line.audio)
            self._healths[name], self._measures[name] = new, measures
            change = _change(name, new, source.trouble)
            if old.since is None or (old.state, old.reasons) != (new.state, new.reasons):
                self._told_why[name] = (source.trouble, now)
                changes.append(change)
            elif new.state == "away" and self._explains(name, now):
                self._told_why[name] = (source.trouble, now)
                self._say(change)
            gap = read(measures, limits, static=True, sound=False).get("gap")
            fresh = measures.connected and (gap is None or gap.ratio < 1)
            self._inputs[name] = Input(usable=fresh and new.usable(limits), fresh=fresh)
            if fresh:
                self._fresh_at = now
        self._choose(now)
        return changes

    def _explains(self, name: InputName, now: float) -> bool:
        """Why it is away is known only now, or is another reason by now."""
        trouble, (told, at) = self._sources[name].trouble, self._told_why[name]
        return trouble not in (None, told) and (told is None or now - at > ANOTHER_REASON_S)

    def _choose(self, now: float) -> None:
        main, backup = self._inputs.get("main", NOTHING), self._inputs.get("backup", NOTHING)
        choice = self._choice.then(self._wanted, main, backup, now, self._config.rules)
        before, self._choice = self._choice.shown, choice
        if choice.shown == "main" or choice.shown == "backup":
            self._seen = choice.shown
        if choice.shown != before:
            self._playout.choose(choice.shown, choice.shown == "backup" and self._sources["backup"].passing)
        if "backup" in self._sources:
            self._sources["backup"].live = choice.shown == "backup"
        self._spare()
        told = Showing(choice.shown, self._wanted)
        if told != self._told:
            self._told = told
            self._say(told)

    def _spare(self) -> None:
        """Of what nobody needs only key frames are decoded. Main is needed though it is not shown: it may be soon. What
        goes out undecoded OBS decodes for itself."""
        for name, source in self._sources.items():
            needed = not self._config.keyframes or (self._playout.needed and not source.passing)
            source.whole = needed and (name == "main" or source.live)

    async def _with_picture(self, change: Changed) -> Changed:
        frame = self._sources[change.input].frame
        if frame is None:
            return change
        return msgspec.structs.replace(change, picture=await asyncio.to_thread(pictures.jpeg, frame))

    # --- Telling

    async def _sampling(self) -> None:
        while True:
            self._say(
                Sample(
                    main=self._measures["main"],
                    backup=self._measures.get("backup"),
                    shown=self._choice.shown,
                    readers=self._playout.readers,
                    sent=self._playout.sent,
                    skipped=self._playout.skipped,
                    way=None if self._phone is None else self._phone.way(time.monotonic()),
                )
            )
            await asyncio.sleep(SAMPLE_S)

    async def _thumbnails(self) -> None:
        while True:
            watch = self._watch
            if not watch.fps:
                await self._watched.wait()
                self._watched.clear()
                continue
            began = time.monotonic()
            data = await asyncio.to_thread(self._small, watch.width, watch.height)
            self._say(Thumbnail(data))
            await asyncio.sleep(max(0.0, began + 1 / watch.fps - time.monotonic()))

    def _small(self, width: int, height: int) -> bytes:
        """What goes out, as JPEG. Blocking."""
        frame = self._sources[self._seen].frame
        if not self._config.passthrough or self._choice.shown == "slate" or frame is None:
            return self._canvas.thumbnail(self._playout.standing, width, height)
        small = pictures.Canvas(width, height)
        return small.thumbnail(small.draw(frame), width, height)


def _change(name: InputName, health: Health, trouble: Trouble | None) -> Changed:
    """Without its picture."""
    away = trouble if health.state == "away" else None
    return Changed(
        input=name, state=health.state, reasons=health.reasons, why=away.why if away else None,
        detail=away.detail if away else "", picture=None,
    )  # fmt: skip


# --- The process


async def main(first: Down, stream: BinaryIO, outbox: Outbox) -> int:
    """Runs until `stream` ends; the exit status."""
    if not isinstance(first, Configure):
        return 2
    config = first.config

    def say(message: Up) -> None:
        if isinstance(message, Sample | Thumbnail):
            outbox.show(type(message), message)
        else:
            outbox.say(message)

    try:
        feed = Feed(config, say)
    except BadAddress as error:
        outbox.say(Refused(error.code, {name: str(value) for name, value in error.arguments.items()}))
        return 2
    ended = listen(stream, decode_down, feed.take)
    running, owner = asyncio.create_task(feed.run()), asyncio.create_task(ended.wait())
    await asyncio.wait([running, owner], return_when=asyncio.FIRST_COMPLETED)
    for task in (running, owner):
        task.cancel()
    result, _ = await asyncio.gather(running, owner, return_exceptions=True)
    return _status(result, config, outbox)


def _status(result: object, config: FeedConfig, outbox: Outbox) -> int:
    match result:
        case OSError():
            outbox.say(Refused("feed-port-taken", {"name": config.name, "port": str(config.port)}))
            return 2
        case BaseExceptionGroup() if result.subgroup(Stuck) is not None:
            sys.stderr.write(f"feed {config.name}: an input hangs, and no other has a picture\n")
            return 3
        case Exception():
            raise result
        case _:
            return 0
