"""What `efir plan`, `apply` and `links` do; printing it is the command line's business."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from control.clock import SystemClock
from control.core.types import Role
from control.errors import EfirError
from control.grants import Link
from control.journal import SqliteJournal
from control.journal.base import JournalLocked
from control.journal.schema import open_reader
from control.people import People, stored_links, stored_setup_token
from control.show import Show
from control.showfile import read_show
from control.telemetry import Telemetry
from efir.feeds import feed_ports, feed_settings
from efir.graphics import GraphicsInput, bridge_port
from efir.links import show_links
from efir.media import cameras_here
from efir.options import RunOptions
from efir.phones import HTTPS_PORT
from efir.places import Places
from efir.wiring import WiringFor, wiring_for
from scenes import observed, plan
from scenes.collection import collection
from scenes.link import Lane, LinkState, ObsLink
from scenes.plan import Plan
from scenes.requests import Requests
from webui import addresses
from webui.pages import link_path

PATIENCE = 5.0
"""Seconds for OBS to let us in."""


class NoObsError(EfirError):
    """*obs-not-answering* or *obs-refused* (`url`, and for a refusal `reason`)."""


class Links(Struct, frozen=True):
    """Absolute addresses. `setup` is absent once the show has an owner, a link's address once it is dead."""

    setup: str | None
    links: tuple[tuple[Link, str | None], ...]


async def links(show_file: Path, options: RunOptions) -> Links:
    """The show's links, whether Efir is running or not; makes them if the show was never run."""
    show = await asyncio.to_thread(read_show, show_file, os.environ)
    places = Places(options.data, show_file)
    await _ensure_links(show, places)
    lan = await asyncio.to_thread(addresses.lan_address)
    base = addresses.base_url(None, options.host, options.port, lan)
    https = addresses.by_https(base, options.https_port or HTTPS_PORT)
    found, setup = await asyncio.to_thread(_stored, places)
    return Links(
        f"{base}/setup#{setup}" if setup else None,
        tuple(
            (link, (https if link.role is Role.PHONE else base) + link_path(link, token) if token else None)
            for link, token in found
        ),
    )


async def forget_owner(show_file: Path, options: RunOptions) -> None:
    """For a lost password. JournalLocked while an Efir runs on this show."""
    places = Places(options.data, show_file)
    await asyncio.to_thread(places.make)
    async with _people(places) as people:
        await people.forget_owner()


@contextlib.asynccontextmanager
async def _people(places: Places) -> AsyncIterator[People]:
    journal = SqliteJournal(places.journal)
    await journal.open()
    try:
        people = await People.open(journal, SystemClock())
        yield people
        people.close()
    finally:
        await journal.close()


async def _ensure_links(show: Show, places: Places) -> None:
    """A running Efir has made them already: then the journal is locked, and that is fine."""
    await asyncio.to_thread(places.make)
    try:
        async with _people(places) as people:
            await show_links(people, show)
    except JournalLocked:
        return


def _stored(places: Places) -> tuple[list[tuple[Link, str | None]], str | None]:
    with contextlib.closing(open_reader(places.journal)) as reader:
        return list(stored_links(reader, SystemClock().now())), stored_setup_token(reader)


async def plan_show(show_file: Path, options: RunOptions) -> Plan:
    """What `apply` would change. Nothing is changed."""
    async with _obs(show_file, options) as (link, show, wiring):
        return await _planned(link, show, wiring)


async def apply_show(show_file: Path, options: RunOptions) -> Plan:
    """Makes OBS have the show's scenes, touching only what is Efir's; what was done."""
    async with _obs(show_file, options) as (link, show, wiring):
        planned = await _planned(link, show, wiring)
        await plan.apply(planned, _asking(link))
    return planned


def _asking(link: ObsLink) -> Requests:
    async def ask(request: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        return await link.request(Lane.QUERY, request, data)

    return ask


async def _planned(link: ObsLink, show: Show, wiring: WiringFor) -> Plan:
    seen = await observed.read(_asking(link))
    return plan.plan(collection(show, wiring(seen.kinds), seen.kinds), seen, show)


@contextlib.asynccontextmanager
async def _obs(show_file: Path, options: RunOptions) -> AsyncIterator[tuple[ObsLink, Show, WiringFor]]:
    show = await asyncio.to_thread(read_show, show_file, os.environ)
    places = Places(options.data, show_file)
    url = options.obs or show.obs.url
    await asyncio.to_thread(places.make)
    cameras = await asyncio.to_thread(cameras_here, show, places.footage, lambda _: None)
    with places.in_use():
        port = await asyncio.to_thread(bridge_port, places.bridge_port)
        read = [camera.id for camera in show.cameras if camera.bridged]
        ports = await asyncio.to_thread(feed_ports, places.feed_ports, read, probe=False)
    graphics = GraphicsInput("", port, show, Telemetry())
    link = ObsLink(url, show.obs.password, meters=False)
    settled: asyncio.Future[LinkState] = asyncio.get_running_loop().create_future()

    def settle(state: LinkState) -> None:
        if state.phase in ("connected", "refused") and not settled.done():
            settled.set_result(state)

    link.on_state(settle)
    run = asyncio.create_task(link.run())
    try:
        try:
            async with asyncio.timeout(PATIENCE):
                state = await settled
        except TimeoutError as error:
            raise NoObsError("obs-not-answering", url=url) from error
        if state.phase == "refused":
            raise NoObsError("obs-refused", url=url, reason=state.reason)
        yield link, show, wiring_for(cameras, feed_settings(cameras, ports), graphics, places)
    finally:
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
