"""Puts the house together: the only place that knows every room."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from importlib.metadata import version
from pathlib import Path
from typing import Any

import structlog
from msgspec import Struct

from control.clock import SystemClock
from control.contest.commands import Open
from control.controller import Controller
from control.core import calls, camera_acts
from control.core.rundown import commands as rundown
from control.core.rundown.rundown import digest
from control.core.rundown.written import plan_of
from control.core.types import CameraId, Role
from control.errors import EfirError
from control.follow import Follower
from control.hands import Hands
from control.journal import SqliteJournal
from control.keys import installation_key, seeds
from control.people import People
from control.preflight import Preflight
from control.show import Camera, Judge, Show
from control.showfile import read_show
from control.telemetry import Telemetry
from devices.feeds.whip import Whip
from devices.ptz.worker import PtzWorker
from efir.cameras import preset_pictures
from efir.feeds import CameraFeeds, feed_ports, feed_settings
from efir.graphics import GraphicsInput, bridge_port
from efir.links import show_links
from efir.media import cameras_here
from efir.options import RunOptions
from efir.phones import secure
from efir.places import Places
from efir.switcher import Address, settle, switcher
from efir.wiring import wiring_for
from overlays.bootstrap import write_bootstrap
from scenes.feeds import DirectFeeds
from scenes.link import ObsLink
from scenes.monitor import Monitor
from scenes.worker import Switcher
from webui.outside.calls import Calls
from webui.server import WebServer

log = structlog.get_logger(__name__)
Work = Coroutine[Any, Any, None]


class ContestChangedError(EfirError):
    """The show file's contest no longer fits what was drawn; the code and arguments are those of the rejection."""


class RundownRefusedError(EfirError):
    """The show file's rundown cannot be played; the code and arguments are those of the rejection."""


class Running(Struct, frozen=True):
    """A show that is on its feet: what the command line prints and tests ask."""

    show: Show
    controller: Controller
    people: People
    server: WebServer
    address: Address
    judges: tuple[tuple[str, str | None], ...]
    """(name, link): None for a link that was revoked or has expired."""
    phones: tuple[tuple[str, str | None], ...]
    """The same of the cameras that take a phone."""
    stage: str | None
    backstage: str | None
    graphics: str | None


@contextlib.asynccontextmanager
async def running(show_file: Path, options: RunOptions, progress: Callable[[float], None]) -> AsyncIterator[Running]:
    """Everything up and listening; inside the context it works, at its end all is closed in order.

    ShowFileFaults, DataFolderError, JournalError, PortTakenError, CertificateUnusable, ManagedObs's errors,
    ContestChangedError, RundownRefusedError.
    """
    show = await asyncio.to_thread(read_show, show_file, os.environ)
    places = Places(options.data, show_file)
    await asyncio.to_thread(places.make)
    async with contextlib.AsyncExitStack() as stack:
        journal = SqliteJournal(places.journal)
        await journal.open()
        stack.push_async_callback(journal.close)
        clock = SystemClock()
        controller = Controller(journal, clock, show, seeds(await installation_key(journal, "draws")))
        await controller.open()
        stack.push_async_callback(controller.close)
        await _open_contest(controller)
        await controller.system(calls.Open())
        telemetry = Telemetry()
        hands = Hands(time.monotonic)
        await controller.system(camera_acts.Open())
        heads = PtzWorker(controller, telemetry, hands)
        outside = Calls(controller, version("efir"))
        await _open_rundown(controller)
        people = await People.open(journal, clock)
        stack.callback(people.close)
        whip = Whip()
        server = WebServer(
            controller,
            journal,
            people,
            telemetry,
            version=version("efir"),
            show_folder=places.folder,
            feed_pictures=places.feed_pictures,
            host=options.host,
            port=options.port,
            hands=hands,
            pictures=places.preset_pictures,
            whip=whip,
            secure=await asyncio.to_thread(secure, show, options, places),
        )
        await server.start()
        stack.push_async_callback(server.close)
        stack.callback(Preflight(controller, telemetry).close)
        links = await show_links(people, show)
        cameras = await asyncio.to_thread(cameras_here, show, places.footage, progress)
        address = await stack.enter_async_context(switcher(options.obs, show, places))
        page = server.link_url(links[Role.GRAPHICS, ""], local=True) or server.local_url
        work = await _studio(controller, telemetry, heads, whip, places, cameras, address, page)
        await stack.enter_async_context(
            _at_work(controller.run_clocks(), Follower(controller, telemetry).run(), *work, outside.run())
        )
        yield Running(
            show,
            controller,
            people,
            server,
            address,
            tuple((judge.name, server.link_url(links[Role.JUDGE, judge.id])) for judge in _judges(show)),
            tuple(
                (camera.name, server.link_url(links[Role.PHONE, camera.id]))
                for camera in show.cameras
                if camera.takes_phone
            ),
            server.link_url(links[Role.STAGE, ""]),
            server.link_url(links[Role.BACKSTAGE, ""]),
            server.link_url(links[Role.GRAPHICS, ""]),
        )


async def _studio(
    controller: Controller,
    telemetry: Telemetry,
    heads: PtzWorker,
    whip: Whip,
    places: Places,
    cameras: dict[CameraId, Camera],
    address: Address,
    page: str,
) -> list[Work]:
    """Everything around OBS, as work to be kept going. `page` is the graphics page's address with its token."""
    show = controller.show
    with places.in_use():
        await asyncio.to_thread(write_bootstrap, places.data, page)
        port = await asyncio.to_thread(bridge_port, places.bridge_port)
        read = [camera.id for camera in show.cameras if camera.bridged]
        ports = await asyncio.to_thread(feed_ports, places.feed_ports, read, probe=True)
    graphics = GraphicsInput(page, port, show, telemetry)
    link = ObsLink(address.url, address.password, meters=True)
    recordings = await asyncio.to_thread(_recordings, show, places)
    cameras_read = CameraFeeds(controller, telemetry, cameras, ports, places.feed_pictures, whip)
    wire = wiring_for(cameras, feed_settings(cameras, ports), graphics, places)
    worker = Switcher(link, controller, show, telemetry, wire, recordings)
    monitor = Monitor(link, worker, controller, telemetry)
    direct = DirectFeeds(link, worker, show, telemetry)
    heads.picture = preset_pictures(link, controller, telemetry, places.preset_pictures)
    return [
        graphics.run(link),
        worker.run(),
        monitor.run(),
        direct.run(),
        heads.run(),
        cameras_read.run(link, worker),
        link.run(),
        settle(address, controller, worker),
    ]


def _judges(show: Show) -> tuple[Judge, ...]:
    return show.contest.judges if show.contest else ()


async def _open_contest(controller: Controller) -> None:
    if controller.show.contest is None:
        return
    receipt = await controller.system(Open())
    if receipt.error is not None:
        raise ContestChangedError(receipt.error.code, **receipt.error.args)


async def _open_rundown(controller: Controller) -> None:
    """Also without a rundown in the file: the one that people make in Efir needs the day and the zone."""
    plan = await asyncio.to_thread(plan_of, controller.show)
    receipt = await controller.system(rundown.Open(plan))
    if receipt.error is not None:
        raise RundownRefusedError(receipt.error.code, **receipt.error.args)
    if plan is not None and controller.state.rundown.kept == digest(plan):
        log.warning("the show file's rundown was not taken: the one here was edited since, or is on the air")


def _recordings(show: Show, places: Places) -> Path:
    """Made if it is not there: OBS asks a person about a folder it does not find, and waits for a click."""
    folder = places.recordings(show.outputs.record.folder if show.outputs.record else "recordings")
    if show.outputs.record is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("there is no place for recordings", folder=str(folder), reason=error.strerror)
    return folder


@contextlib.asynccontextmanager
async def _at_work(*work: Work) -> AsyncIterator[None]:
    """Keeps the work going until the context ends. Work that breaks ends the show: it is not played half."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one) for one in work]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def until_interrupted() -> None:
    """Ctrl+C, a closed terminal, a service manager. Windows has none of these on the loop: there Ctrl+C cancels."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    await stop.wait()
