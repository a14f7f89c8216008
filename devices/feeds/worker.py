"""The feeds' processes at work: what people want goes down, what happens comes up.

Level, not edge: a process is told the operator's word whenever it starts, and of what it tells the newest waits for the
journal. What a feed must be given time for when it starts (it is not connected yet, the slate is out) is told only if
it stays so: a restart of Efir is no news.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec
import structlog
from msgspec import UNSET, Struct
from msgspec.structs import replace

from control.controller import Controller
from control.core import feeds
from control.core.feeds import ObserveLine, ObserveProcess, ObserveShowing, Use
from control.core.types import CameraId, Command, InputId
from control.registry import State, cameras_in, cameras_on_air
from control.telemetry import FIRST_FEED, Telemetry
from control.views.wire_feeds import FeedMeasures, LineMeasures
from devices.feeds.health import Measures
from devices.feeds.process import FeedProcess
from devices.feeds.whip import Whip
from devices.feeds.wire import Changed, FeedConfig, Listening, Refused, Sample, Showing, Thumbnail, Up

log = structlog.get_logger(__name__)

LOOK_EVERY: Final = 0.25
"""Seconds between two looks at what nobody tells: a process that is gone, who watches pictures."""
NEW_S: Final = 6.0
"""Seconds in which a feed that has just started need not be there yet."""
AGAIN_S: Final = 1.0
"""Seconds until an observation that the journal did not take is told again."""
NEEDED_S: Final = 25.0
"""Seconds for which a picture is needed after it was last asked for: its scene may go out by the longest transition."""
KEPT: Final = 300
"""Pictures of changes that are kept; the oldest go."""
THUMBNAILS: Final = (12.5, 320, 180)
"""A second, while somebody looks (ten are promised: a busy machine is late for some); width, height."""
SILENT: Final = -120.0
"""dBFS."""

_Key = tuple[CameraId, str]


class _Report(Struct, frozen=True):
    command: Command
    picture: bytes | None = None


class _Feed:
    """One camera's process, and what is known of it."""

    def __init__(self, process: FeedProcess, channel: int, keyframes: bool) -> None:
        self.process = process
        self.channel = channel
        self.keyframes = keyframes
        self.use: Use = "auto"
        self.restarts = 0
        self.refused = False
        self.listening = False
        self.started = -NEW_S
        self.readers = 0
        self.watched = False
        self.needed = -NEEDED_S


class Feeds:
    """Runs beside the switcher until cancelled. `pictures`: a folder for what was seen when a feed's health changed;
    `whip`: the phones that publish into some of them."""

    def __init__(
        self,
        controller: Controller,
        telemetry: Telemetry,
        configs: Mapping[CameraId, FeedConfig],
        pictures: Path,
        whip: Whip,
    ) -> None:
        places = {camera.id: place for place, camera in enumerate(controller.show.cameras)}
        self._controller = controller
        self._telemetry = telemetry
        self._pictures = pictures
        self._whip = whip
        self._feeds = {
            camera: _Feed(FeedProcess(config, self._hearing(camera)), FIRST_FEED + places[camera], config.keyframes)
            for camera, config in configs.items()
        }
        for camera in controller.show.cameras:
            if camera.takes_phone and camera.id in self._feeds:
                whip.add(camera.id, self._feeds[camera.id].process)
        self._reports: dict[_Key, _Report] = {}
        self._later: dict[_Key, asyncio.TimerHandle] = {}
        self._wake = asyncio.Event()
        self._measures: dict[CameraId, FeedMeasures] = {}
        spoken = (switch.voices.microphones for switch in controller.show.switches if switch.voices is not None)
        self._microphones = {microphone for microphones in spoken for microphone in microphones}
        self._voices: dict[CameraId, float] = {}

    async def run(self) -> None:
        self._on_state(self._controller.head)
        unsubscribe = self._controller.on_head(self._on_state)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._report(), name="feeds' reports")
                tasks.create_task(self._look(), name="feeds' looks")
                for camera, feed in self._feeds.items():
                    tasks.create_task(_keep(feed.process, camera), name=f"feed {camera}")
        finally:
            unsubscribe()
            for handle in self._later.values():
                handle.cancel()

    def unread(self, camera: CameraId) -> bool:
        """It listens, and nobody reads it."""
        feed = self._feeds[camera]
        return feed.listening and feed.readers == 0

    async def ready(self) -> None:
        """Returns when OBS may connect to all of them."""
        for feed in self._feeds.values():
            await feed.process.ready()

    # --- down

    def _on_state(self, state: State) -> None:
        for camera, feed in self._feeds.items():
            use = feeds.of(state.feeds, camera).use
            if use != feed.use:
                feed.use = use
                feed.process.use(use)
        self._tell_needed(state, asyncio.get_running_loop().time())

    def _tell_needed(self, state: State, now: float) -> None:
        """Level: that somebody looked, and that nobody does any more, nobody tells."""
        spared = {camera: feed for camera, feed in self._feeds.items() if feed.keyframes}
        if not spared:
            return
        program, show = state.program, self._controller.show
        seen = cameras_on_air(state, show) | cameras_in(state, show, program.preview)
        for camera, feed in spared.items():
            # In a scene of somebody else's may be any of them.
            if program.scene is None or camera in seen or self._telemetry.closely(feed.channel):
                feed.needed = now
            feed.process.need(now - feed.needed < NEEDED_S)

    # --- up, on the loop, quick

    def _hearing(self, camera: CameraId) -> Callable[[Up], None]:
        return lambda message: self._hear(camera, message)

    def _hear(self, camera: CameraId, message: Up) -> None:
        feed = self._feeds[camera]
        self._whip.heard(camera, message)
        match message:
            case Sample():
                feed.readers = message.readers
                self._measures[camera] = _measured(message)
                if InputId(camera) in self._microphones:
                    self._heard(camera, _level(message))
            case Thumbnail(jpeg=jpeg):
                self._telemetry.publish_picture(feed.channel, jpeg)
            case Changed():
                line = ObserveLine(
                    camera, message.input, message.state, message.reasons, detail=message.detail, why=message.why
                )
                self._tell(camera, message.input, _Report(line, message.picture), patient=message.state == "away")
            case Showing(shown=shown):
                report = _Report(ObserveShowing(camera, shown))
                self._tell(camera, "showing", report, patient=shown == "slate")
            case Listening():
                self._count(camera, feed)
                feed.listening, feed.refused, feed.started = True, False, asyncio.get_running_loop().time()
                self._tell(camera, "running", _Report(ObserveProcess(camera, "running")))
            case Refused(code=code, arguments=arguments):
                self._count(camera, feed)
                feed.refused = True
                self._tell(camera, "refused", _Report(ObserveProcess(camera, "refused", code, arguments)))

    def _heard(self, camera: CameraId, level: float) -> None:
        self._voices = {**self._voices, camera: level}
        self._telemetry.publish("voices", self._voices)

    def _count(self, camera: CameraId, feed: _Feed) -> None:
        """Tells of a process that has ended since. One that was refused has said why."""
        if feed.process.restarts == feed.restarts:
            return
        feed.restarts, feed.listening, feed.readers = feed.process.restarts, False, 0
        self._measures.pop(camera, None)
        if camera in self._voices:
            self._heard(camera, SILENT)
        if not feed.refused:
            self._tell(camera, "restarting", _Report(ObserveProcess(camera, "restarting")))

    def _tell(self, camera: CameraId, what: str, report: _Report, *, patient: bool = False) -> None:
        key = (camera, what)
        if (waiting := self._later.pop(key, None)) is not None:
            waiting.cancel()
        loop = asyncio.get_running_loop()
        rest = self._feeds[camera].started + NEW_S - loop.time() if patient else 0.0
        if rest > 0:
            self._later[key] = loop.call_later(rest, self._put, key, report)
        else:
            self._put(key, report)

    def _put(self, key: _Key, report: _Report) -> None:
        self._later.pop(key, None)
        self._reports.pop(key, None)  # to the end: the order among the keys is that of what happened
        self._reports[key] = report
        self._wake.set()

    async def _report(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._reports:
                key = next(iter(self._reports))
                report = self._reports.pop(key)
                receipt = await self._controller.system(await self._with_picture(key, report))
                if receipt.error is not None:
                    log.warning("what a feed told was not accepted", camera=key[0], code=receipt.error.code)
                    self._reports.setdefault(key, report)
                    await asyncio.sleep(AGAIN_S)

    async def _with_picture(self, key: _Key, report: _Report) -> Command:
        command = report.command
        if report.picture is None or not isinstance(command, ObserveLine):
            return command
        name = f"{key[0]}-{key[1]}-{self._controller.clock.now()}.jpg"
        try:
            await asyncio.to_thread(keep_picture, self._pictures, name, report.picture)
        except OSError as error:
            log.warning("a feed's picture could not be kept", folder=str(self._pictures), reason=error.strerror)
            return command
        return replace(command, picture=name)

    # --- what nobody tells

    async def _look(self) -> None:
        while True:
            for camera, feed in self._feeds.items():
                self._count(camera, feed)
                wanted = self._telemetry.wants(feed.channel)
                if wanted != feed.watched:
                    feed.watched = wanted
                    rate, width, height = THUMBNAILS
                    feed.process.watch(rate if wanted else 0, width, height)
            self._tell_needed(self._controller.head, asyncio.get_running_loop().time())
            self._telemetry.publish(
                "measures", {camera: msgspec.to_builtins(measured) for camera, measured in self._measures.items()}
            )
            await asyncio.sleep(LOOK_EVERY)


async def _keep(process: FeedProcess, camera: CameraId) -> None:
    """A machine that cannot start a process now (no memory, too many files) may be able to later: the show goes on."""
    while True:
        try:
            await process.run()
        except OSError as error:
            log.error("a feed's process cannot be started", camera=camera, reason=error.strerror)
            await asyncio.sleep(AGAIN_S)


def keep_picture(folder: Path, name: str, jpeg: bytes) -> None:
    """Blocking. Of more than KEPT the oldest go."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(jpeg)
    kept = sorted(folder.glob("*.jpg"), key=_taken)
    for old in kept[:-KEPT]:
        with contextlib.suppress(FileNotFoundError):
            old.unlink()


def _taken(path: Path) -> int:
    moment = path.stem.rpartition("-")[2]
    return int(moment) if moment.isdigit() else 0


def _level(sample: Sample) -> float:
    """dBFS, of the line that OBS is given."""
    line = sample.main if sample.shown == "main" else sample.backup if sample.shown == "backup" else None
    return round(line.level, 1) if line is not None and line.level is not None else SILENT


def _measured(sample: Sample) -> FeedMeasures:
    return FeedMeasures(
        main=_line(sample.main),
        backup=UNSET if sample.backup is None else _line(sample.backup),
        shown=sample.shown,
        readers=sample.readers,
        skipped=sample.skipped,
    )


def _line(measures: Measures) -> LineMeasures:
    """Rounded to what a person reads, so that what stays the same is not sent again."""
    if not measures.connected:
        return LineMeasures()
    return LineMeasures(
        fps=UNSET if measures.fps is None else round(measures.fps, 1),
        kbps=UNSET if measures.kbps is None else round(measures.kbps),
        width=UNSET if measures.width is None else measures.width,
        height=UNSET if measures.height is None else measures.height,
        codec=measures.codec or UNSET,
        peak=UNSET if measures.peak is None else round(measures.peak, 1),
        skew=UNSET if measures.skew is None else round(measures.skew, 2),
        keyframe=UNSET if measures.keyframe_gap is None else int(measures.keyframe_gap),
        errors=UNSET if measures.errors is None else round(measures.errors, 1),
    )
