"""The feeds at work: processes for real, a real controller, and what it comes to know."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from control.clock import Duration, SystemClock
from control.controller import Controller, Envelope
from control.core import feeds
from control.core.feeds import FeedState, ObserveLine, SetUse
from control.core.program import Preview, Take
from control.core.types import Actor, CameraId, Command, CommandId, Role, SceneId
from control.journal import SqliteJournal
from control.keys import installation_key, seeds
from control.show import Camera, Expected, FeedHealth, FeedRules, FeedSlate, Scene, Show
from control.show import Feeds as ShowFeeds
from control.telemetry import FIRST_FEED, Telemetry
from devices.feeds import FeedConfig, Rules, Thresholds
from devices.feeds.from_show import feed_config, thresholds
from devices.feeds.simulated import Camera as Simulated
from devices.feeds.simulated import CameraSettings, obey
from devices.feeds.whip import Whip
from devices.feeds.worker import KEPT, NEEDED_S, Feeds, _Report, keep_picture
from tests.control.core.shows import CLOSE, SLATE, WIDE, make_show
from tests.ports import free_port

ONE = CameraId("one")
SHOW = Show(
    title="Проба",
    cameras=(Camera(id=ONE, name="Камера", url="tcp://x", backup="tcp://y"),),
    scenes=(Scene(id=SceneId("main"), name="Общий"),),
)
CALM = Thresholds(gap=1.0, settle=0.5)
QUICK = Rules(hold=0.5, back=1.0, back_from_slate=0.3)


def simulated() -> Simulated:
    camera = Simulated(CameraSettings(url="tcp://127.0.0.1:0", width=320, height=180, kbps=600))
    camera.start()
    return camera


def config(url: str, backup: str | None = None, port: int = 0) -> FeedConfig:
    return FeedConfig(
        name="one", url=url, backup=backup, width=320, height=180, fps=25, thresholds=CALM, rules=QUICK, port=port
    )


class Desk:
    """Controller, worker and its pictures."""

    def __init__(self, controller: Controller, telemetry: Telemetry, worker: Feeds, pictures: Path) -> None:
        self.controller, self.telemetry, self.worker, self.pictures = controller, telemetry, worker, pictures

    @property
    def feed(self) -> FeedState:
        return feeds.of(self.controller.state.feeds, ONE)

    def log(self) -> list[str]:
        return [entry.code for entry in self.controller.state.log.entries]

    async def until(self, holds: Callable[[], bool], what: str, seconds: float = 45) -> None:
        async with asyncio.timeout(seconds):
            came = asyncio.Event()
            stop = self.controller.on_commit(lambda state, seq: came.set())
            stop_telemetry = self.telemetry.subscribe(lambda key, value: came.set())
            try:
                while not holds():
                    came.clear()
                    await came.wait()
            except (TimeoutError, asyncio.CancelledError):
                print(f"{what}: {self.feed}")
                raise
            finally:
                stop()
                stop_telemetry()


@asynccontextmanager
async def desk(folder: Path, made: FeedConfig) -> AsyncIterator[Desk]:
    journal = SqliteJournal(folder / "show.sqlite")
    await journal.open()
    controller = Controller(journal, SystemClock(), SHOW, seeds(await installation_key(journal, "draws")))
    await controller.open()
    telemetry, pictures = Telemetry(), folder / "feeds"
    worker = Feeds(controller, telemetry, {ONE: made}, pictures, Whip())
    running = asyncio.create_task(worker.run())
    try:
        yield Desk(controller, telemetry, worker, pictures)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await controller.close()
        await journal.close()


@pytest.mark.slow
@pytest.mark.timeout(150)
async def test_what_happens_to_a_camera_is_known_and_what_is_wanted_is_done(tmp_path: Path) -> None:
    main, spare = simulated(), simulated()
    made = config(f"tcp://127.0.0.1:{main.port}", f"tcp://127.0.0.1:{spare.port}")
    try:
        async with desk(tmp_path, made) as efir:

            def good() -> bool:
                return efir.feed.main.condition == efir.feed.backup.condition == "ok"

            await efir.until(lambda: good() and efir.feed.showing == "main", "both are well")
            assert "log-feed-away" not in efir.log(), "a feed that begins is no news"
            assert efir.feed.process == "running"
            await efir.until(lambda: "main" in efir.telemetry.latest.get("measures", {}).get(ONE, {}), "measures")

            main.faults = obey(main.faults, "drop")
            await efir.until(lambda: efir.feed.showing == "backup", "the backup is out")
            await efir.until(lambda: efir.feed.main.condition in ("bad", "away"), "the main line is gone")
            main.faults = obey(main.faults, "ok")
            await efir.until(lambda: efir.feed.showing == "main" and good(), "the camera is back")
            assert {"log-feed-shown", "log-feed-ok"} <= set(efir.log())

            await efir.controller.submit(Envelope(CommandId("1"), Actor(Role.OPERATOR), SetUse(ONE, "backup")))
            await efir.until(lambda: efir.feed.showing == "backup", "what is held is out")
            files = sorted(path.name for path in efir.pictures.glob("*.jpg"))
            assert efir.feed.main.picture in files
            assert (efir.pictures / efir.feed.main.picture).read_bytes()[:2] == b"\xff\xd8"

        async with desk(tmp_path, made) as efir:
            assert (efir.feed.use, efir.feed.showing) == ("backup", "backup")
            said = len(efir.log())
            pictures: list[bytes] = []
            stop = efir.telemetry.subscribe_pictures(
                lambda channel, jpeg: pictures.append(jpeg), range(FIRST_FEED, FIRST_FEED + 1)
            )
            await efir.until(lambda: len(pictures) > 5, "pictures")
            stop()
            await efir.until(
                lambda: efir.telemetry.latest.get("measures", {}).get(ONE, {}).get("shown") == "backup", "again"
            )
            assert "log-feed-away" not in efir.log()[said:], "a restart is no news"
    finally:
        await asyncio.to_thread(main.stop)
        await asyncio.to_thread(spare.stop)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.skipif(os.name == "nt", reason="kills by signal")
async def test_a_process_that_breaks_down_is_told_and_started_again(tmp_path: Path) -> None:
    main = simulated()
    try:
        async with desk(tmp_path, config(f"tcp://127.0.0.1:{main.port}")) as efir:
            await efir.until(lambda: efir.feed.main.condition == "ok", "it is well")
            pid = efir.worker._feeds[ONE].process.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            await efir.until(lambda: "log-feed-restarting" in efir.log(), "it is told")
            await efir.until(lambda: efir.feed.main.condition == "ok", "it is well again")
            assert efir.log()[-1] == "log-feed-ok" or "log-feed-running" in efir.log()
    finally:
        await asyncio.to_thread(main.stop)


@pytest.mark.slow
@pytest.mark.timeout(90)
async def test_why_a_camera_is_away_from_the_start_is_told(tmp_path: Path) -> None:
    """Its process says that it is away before it has tried anything."""
    async with desk(tmp_path, config(str(tmp_path / "absent.mp4"))) as efir:
        await efir.until(lambda: efir.feed.main.why == "no-file", "the reason")
        assert efir.feed.main.condition == "away"
        assert efir.log().count("log-feed-away") <= 1


@pytest.mark.slow
@pytest.mark.timeout(90)
async def test_a_process_that_cannot_go_on_says_why(tmp_path: Path) -> None:
    port = free_port()
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", port)
    try:
        async with desk(tmp_path, config("absent.mp4", port=port)) as efir:
            await efir.until(lambda: efir.feed.process == "refused", "it is told")
            assert (efir.feed.code, efir.feed.args["port"]) == ("feed-port-taken", str(port))
            server.close()
            await server.wait_closed()
            await efir.until(lambda: efir.feed.process == "running", "it runs once it can")
    finally:
        server.close()


def test_of_pictures_the_newest_are_kept(tmp_path: Path) -> None:
    for moment in range(KEPT + 3):
        keep_picture(tmp_path, f"one-main-{moment}.jpg", b"x")
    kept = {path.name for path in tmp_path.iterdir()}
    assert len(kept) == KEPT
    assert "one-main-2.jpg" not in kept
    assert f"one-main-{KEPT + 2}.jpg" in kept


def test_what_the_show_file_says_is_what_the_process_is_told() -> None:
    camera = Camera(
        id=ONE,
        name="Зал",
        url="rtsp://x",
        audio=True,
        static=True,
        monitor="keyframes",
        output="passthrough",
        health=FeedHealth(
            gap=Duration(600), freeze=Duration(4000), ignore=("silence", "mute", "black", "codec"), bad=("gap",)
        ),
        rules=FeedRules(hold=Duration(0), back=Duration(5000)),
        expect=Expected(width=1281, height=720, fps=50),
    )
    show = Show(title="Проба", language="en", scenes=(), feeds=ShowFeeds(slate=FeedSlate(colour="#10203040")))
    told = feed_config(show, camera, "rtsp://x", None, 9000)
    assert (told.width, told.height, told.fps, told.port) == (1280, 720, 50, 9000)
    assert (told.static, told.keyframes, told.passthrough) == (True, True, True)
    assert (told.slate.colour, told.slate.title, told.slate.text) == ("#102030", "Зал", "The camera is coming back")
    limits = told.thresholds
    assert (limits.gap, limits.freeze, limits.size, limits.fps) == (0.6, 4.0, (1281, 720), 50)
    assert (limits.silence, limits.black, limits.mute, limits.codec) == (None, None, False, False)
    assert limits.bad == frozenset({"gap"})
    assert (told.rules.hold, told.rules.back, told.rules.back_from_slate) == (0.0, 5.0, 1.0)


def test_what_the_show_file_leaves_out_is_as_it_always_was() -> None:
    assert thresholds(Camera(id=ONE, name="Зал", url="rtsp://x"), "main") == Thresholds()
    told = feed_config(SHOW, SHOW.cameras[0], "a", "b", 0)
    assert (told.rules, told.width, told.height, told.fps) == (Rules(), 1920, 1080, 30)
    assert told.of("backup").thresholds == told.thresholds
    assert told.slate.text == "Камера скоро вернётся"


@pytest.mark.parametrize("phone_first", [True, False])
def test_only_the_line_of_a_phone_is_judged_as_a_phone(phone_first: bool) -> None:
    addresses = ("whip:", "rtsp://x") if phone_first else ("rtsp://x", "whip:")
    camera = Camera(id=ONE, name="Зал", url=addresses[0], backup=addresses[1], health=FeedHealth(freeze=Duration(4000)))
    told = feed_config(SHOW, camera, *addresses, 0)
    main, backup = told.of("main").thresholds, told.of("backup").thresholds
    phone, cable = (main, backup) if phone_first else (backup, main)
    assert (phone.gap, phone.keyframe_gap) == (0.6, None)
    assert (cable.gap, cable.keyframe_gap) == (Thresholds().gap, Thresholds().keyframe_gap)
    assert phone.freeze == cable.freeze == 4.0, "what is said of the camera is said of both"


def test_a_picture_for_a_backup_may_stand_still_and_its_camera_may_not() -> None:
    camera = Camera(id=ONE, name="Зал", url="rtsp://x", backup="images/Wait.PNG", expect=Expected(kbps=2000))
    told = feed_config(SHOW, camera, "rtsp://x", "/show/images/Wait.PNG", 0)
    main, backup = told.of("main").thresholds, told.of("backup").thresholds
    assert (main.freeze, main.kbps) == (Thresholds().freeze, 2000)
    assert (backup.freeze, backup.kbps) == (None, None)


def test_what_is_expected_of_a_camera_is_expected_of_no_backup() -> None:
    """Of another size, of another rate, and moving: its own."""
    camera = Camera(
        id=ONE, name="Зал", url="rtsp://x", backup="rtsp://y", static=True,
        expect=Expected(width=1280, height=720, fps=25, kbps=2000), health=FeedHealth(freeze=Duration(4000)),
    )  # fmt: skip
    told = feed_config(SHOW, camera, "rtsp://x", "rtsp://y", 0)
    main, backup = told.of("main"), told.of("backup")
    assert (main.static, backup.static) == (True, False)
    assert (main.thresholds.size, main.thresholds.fps, main.thresholds.kbps) == ((1280, 720), 25, 2000)
    assert (backup.thresholds.size, backup.thresholds.fps, backup.thresholds.kbps) == (None, None, None)
    assert main.thresholds.freeze == backup.thresholds.freeze == 4.0


async def test_whose_picture_is_needed(tmp_path: Path) -> None:
    """Who is on air or in preview, and who is looked at for his own sake; nobody else, if the show says so of him."""
    show = make_show()
    journal, telemetry = SqliteJournal(tmp_path / "show.sqlite"), Telemetry()
    await journal.open()
    controller = Controller(journal, SystemClock(), show, seeds(await installation_key(journal, "draws")))
    await controller.open()
    spared = {camera.id: replace(config("absent.mp4"), keyframes=True) for camera in show.cameras}
    worker = Feeds(controller, telemetry, spared, tmp_path, Whip())
    left, right = (camera.id for camera in show.cameras)
    now = 0.0

    async def needed(*commands: Command, later: float = NEEDED_S) -> set[CameraId]:
        nonlocal now
        now += later
        for command in commands:
            await controller.submit(Envelope(CommandId(str(now)), Actor(Role.OPERATOR), command))
        worker._tell_needed(controller.head, now)
        return {camera for camera, feed in worker._feeds.items() if feed.process._need.whole}

    try:
        assert await needed() == {left, right}, "nobody knows what is on air"
        assert await needed(Take(SLATE)) == set()
        assert await needed(Preview(WIDE)) == {left, right}
        assert await needed(Preview(SLATE), later=NEEDED_S - 1) == {left, right}, "it may still be going out"
        assert await needed() == set()
        assert await needed(Take(CLOSE)) == {left}
        stop = telemetry.subscribe_pictures(lambda channel, jpeg: None, quick=True)
        assert await needed() == {left}, "a multiview shows them all"
        closer = telemetry.subscribe_pictures(lambda channel, jpeg: None, close=[FIRST_FEED + 1])
        assert await needed() == {left, right}
        closer()
        assert await needed() == {left}
        stop()
    finally:
        await controller.close()
        await journal.close()


async def test_what_the_journal_does_not_take_is_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.feeds.worker.AGAIN_S", 0.01)
    async with desk(tmp_path, config("absent.mp4")) as efir:
        system = efir.controller.system
        refused: list[Command] = []

        async def once(command: object) -> object:
            if isinstance(command, ObserveLine) and not refused:
                refused.append(command)
                return await system(SetUse(CameraId("nobody"), "main"))
            return await system(command)  # type: ignore[arg-type]

        monkeypatch.setattr(efir.controller, "system", once)
        efir.worker._tell(ONE, "main", _Report(ObserveLine(ONE, "main", "bad", ("black",))))
        await efir.until(lambda: efir.feed.main.condition == "bad", "it is told")
        assert refused
