"""Puts the house together: the only place that knows every room."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import structlog
from msgspec import Struct

from control.clock import SystemClock
from control.contest.commands import Open
from control.controller import Controller
from control.core.types import Role
from control.errors import EfirError
from control.journal import SqliteJournal
from control.keys import installation_key, seeds
from control.people import People
from control.show import Show
from control.showfile import read_show
from control.telemetry import Telemetry
from efir.graphics import GraphicsInput, bridge_port
from efir.links import show_links
from efir.media import camera_urls
from efir.options import RunOptions
from efir.places import Places
from efir.switcher import Address, settle, switcher
from efir.wiring import wiring_for
from overlays.bootstrap import write_bootstrap
from scenes.link import ObsLink
from scenes.monitor import Monitor
from scenes.worker import Switcher
from webui.server import WebServer

log = structlog.get_logger(__name__)


class ContestChangedError(EfirError):
    """The show file's contest no longer fits what was drawn; the code and arguments are those of the rejection."""


class Running(Struct, frozen=True):
    """A show that is on its feet: what the command line prints and tests ask."""

    show: Show
    controller: Controller
    people: People
    server: WebServer
    address: Address
    judges: tuple[tuple[str, str | None], ...]
    """(name, link): None for a link that was revoked or has expired."""
    stage: str | None
    graphics: str | None


@contextlib.asynccontextmanager
async def running(show_file: Path, options: RunOptions, progress: Callable[[float], None]) -> AsyncIterator[Running]:
    """Everything up and listening; inside the context it works, at its end all is closed in order.

    ShowFileFaults, JournalError, PortTakenError, ManagedObs's errors, ContestChangedError.
    """
    show = await asyncio.to_thread(read_show, show_file, os.environ)
    places = Places(options.data, show_file)
    await asyncio.to_thread(places.data.mkdir, parents=True, exist_ok=True)
    async with contextlib.AsyncExitStack() as stack:
        journal = SqliteJournal(places.journal)
        await journal.open()
        stack.push_async_callback(journal.close)
        clock = SystemClock()
        controller = Controller(journal, clock, show, seeds(await installation_key(journal, "draws")))
        await controller.open()
        stack.push_async_callback(controller.close)
        await _open_contest(controller)
        people = await People.open(journal, clock)
        stack.callback(people.close)
        links = await show_links(people, show)
        telemetry = Telemetry()
        server = WebServer(
            controller,
            journal,
            people,
            telemetry,
            version=version("efir"),
            show_folder=places.folder,
            host=options.host,
            port=options.port,
        )
        await server.start()
        stack.push_async_callback(server.close)
        cameras = await asyncio.to_thread(camera_urls, show, places.footage, progress)
        address = await stack.enter_async_context(switcher(options.obs, show, places))
        graphics_url = server.link_url(links[Role.GRAPHICS, ""]) or server.local_url
        await asyncio.to_thread(write_bootstrap, places.data, graphics_url)
        port = await asyncio.to_thread(bridge_port, places.bridge_port)
        graphics = GraphicsInput(graphics_url, port, show, telemetry)
        tasks = await stack.enter_async_context(_tasks())
        link = ObsLink(address.url, address.password, meters=True)
        wire = wiring_for(cameras, graphics, places)
        recordings = await asyncio.to_thread(_recordings, show, places)
        worker = Switcher(link, controller, show, telemetry, wire, recordings)
        monitor = Monitor(link, worker, controller, telemetry)
        tasks.create_task(graphics.run(link), name="graphics")
        tasks.create_task(worker.run(), name="switcher")
        tasks.create_task(monitor.run(), name="monitor")
        tasks.create_task(link.run(), name="obs link")
        tasks.create_task(controller.run_clocks(), name="clocks")
        tasks.create_task(settle(address, controller, worker), name="settle")
        yield Running(
            show,
            controller,
            people,
            server,
            address,
            tuple((judge.name, server.link_url(links[Role.JUDGE, judge.id])) for judge in _judges(show)),
            server.link_url(links[Role.STAGE, ""]),
            server.link_url(links[Role.GRAPHICS, ""]),
        )


def _judges(show: Show) -> Any:
    return show.contest.judges if show.contest else ()


async def _open_contest(controller: Controller) -> None:
    if controller.show.contest is None:
        return
    receipt = await controller.system(Open())
    if receipt.error is not None:
        raise ContestChangedError(receipt.error.code, **receipt.error.args)


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
async def _tasks() -> AsyncIterator[asyncio.TaskGroup]:
    """A task group that ends with its context: what runs in it works until then. A task that breaks ends the show."""
    async with asyncio.TaskGroup() as tasks:
        stop = tasks.create_task(asyncio.Event().wait(), name="until stopped")
        try:
            yield tasks
        finally:
            for task in tuple(tasks._tasks):
                if task is not asyncio.current_task() and task is not stop:
                    task.cancel()
            stop.cancel()


async def until_interrupted() -> None:
    """Ctrl+C, a closed terminal, a service manager. Windows has none of these on the loop: there Ctrl+C cancels."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    await stop.wait()
