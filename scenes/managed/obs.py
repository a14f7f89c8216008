"""A headless OBS: started, kept alive, ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import Process
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import structlog

from control.secret import Secret
from control.show import Canvas
from scenes.managed import answering, blend, display, processes, profile, programs
from scenes.managed.display import Display
from scenes.managed.environment import environment
from scenes.managed.errors import ObsCannotBeManaged, ObsNotInstalled, ObsWillNotStart
from scenes.managed.folder import Access, Folder
from scenes.managed.programs import Programs

log = structlog.get_logger(__name__)

READY_WITHIN = 30.0
"""Seconds until its websocket lets us in; it takes one on two idle cores, more on a busy machine."""
PORTS = 3
"""Ports tried at the first start. A port that is taken leaves OBS running without a server, and it does not say so."""
FIRST_PAUSE, LAST_PAUSE = 0.1, 10.0
"""Seconds before a restart, doubling while it does not last."""
STEADY = 30.0
"""Seconds of life after which the next restart waits no longer than the first."""
OBS_STOPS_WITHIN = 15.0
"""Seconds after SIGINT, until it is killed."""
XVFB_STOPS_WITHIN = 3.0

ARGUMENTS = (
    "--multi",
    "--minimize-to-tray",
    "--disable-missing-files-check",
    "--disable-updater",
    "--disable-shutdown-check",
    "--websocket_ipv4_only",  # where IPv6 is switched off, the server would not listen at all
)


def _nobody(_: float) -> None:
    pass


class ManagedObs:
    """`async with ManagedObs(folder, canvas) as managed:` — inside, OBS answers at `managed.url` or is on its way back
    to the same address. At the end it is stopped; if our process ends otherwise, the kernel kills it.

    ObsCannotBeManaged, ObsNotInstalled, ObsInstallFailed, ObsFolderInUse, ObsWillNotStart.
    """

    def __init__(self, folder: Path, canvas: Canvas, progress: Callable[[float], None] = _nobody) -> None:
        """`folder` is OBS's whole world and is made; `progress` is told how far an installation is, 0 to 1."""
        self._folder = Folder(folder)
        self._canvas = canvas
        self._progress = progress
        self._restarts = 0
        self._renewing = False
        self._access = Access("", 0)
        self._programs = Programs("", "")
        self._lock: sqlite3.Connection | None = None
        self._display: Display | None = None
        self._obs: Process | None = None
        self._supervisor: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._access.port}"

    @property
    def password(self) -> Secret:
        return self._access.secret

    @property
    def restarts(self) -> int:
        """How often OBS or its display was started again."""
        return self._restarts

    @property
    def processes(self) -> dict[str, int]:
        """Those that run: `obs` and `Xvfb`, with their process ids."""
        running = {"Xvfb": self._display.process if self._display else None, "obs": self._obs}
        return {name: process.pid for name, process in running.items() if process and process.returncode is None}

    async def __aenter__(self) -> Self:
        if sys.platform != "linux":
            raise ObsCannotBeManaged(sys.platform)
        await asyncio.to_thread(self._folder.make)
        self._lock = await asyncio.to_thread(self._folder.take)
        try:
            self._programs = await self._find_programs()
            await asyncio.to_thread(processes.end_leftovers, self._folder.processes)
            self._access = await asyncio.to_thread(self._folder.access)
            await self._first_start()
        except BaseException:
            await self._close()
            raise
        self._supervisor = asyncio.create_task(self._supervise(), name="managed OBS")
        self._supervisor.add_done_callback(_tell_if_broken)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._supervisor is not None
        self._supervisor.cancel()
        try:
            await asyncio.wait({self._supervisor})
        finally:
            await self._close()

    async def _find_programs(self) -> Programs:
        try:
            return await asyncio.to_thread(programs.find)
        except ObsNotInstalled:
            if not await programs.install_if_possible(self._progress, self._folder.install_log):
                raise
        return await asyncio.to_thread(programs.find)

    # --- start ---

    async def _first_start(self) -> None:
        for attempt in range(1, PORTS + 1):
            if not self._access.port or attempt > 1 or not await asyncio.to_thread(_is_free, self._access.port):
                self._access = msgspec.structs.replace(self._access, port=await asyncio.to_thread(_free_port))
                await asyncio.to_thread(self._folder.keep, self._access)
            try:
                await self._bring_up()
                return
            except ObsWillNotStart:
                # If it runs but did not answer, somebody may have been quicker to take the port.
                if self._obs is None or self._obs.returncode is not None or attempt == PORTS:
                    raise
                await self._end_obs(signal.SIGKILL)

    async def _bring_up(self) -> None:
        """Starts what does not run and waits until OBS lets us in. ObsWillNotStart, OSError."""
        surroundings = await asyncio.to_thread(environment, self._folder, os.environ)
        if self._display is None or self._display.process.returncode is not None:
            await self._end_obs(signal.SIGKILL)  # its window is gone
            self._display = await display.start(self._programs.xvfb, self._folder, surroundings)
        await self._end_obs(signal.SIGKILL)
        if not await asyncio.to_thread(_is_free, self._access.port):
            log.error("another program holds the port of managed OBS", port=self._access.port)
            raise ObsWillNotStart("obs", self._folder.obs_log)
        await asyncio.to_thread(profile.write, self._folder, self._access, self._canvas)
        await asyncio.to_thread(blend.patch, self._folder)
        self._obs = await processes.start(
            [self._programs.obs, *ARGUMENTS],
            {**surroundings, "DISPLAY": self._display.name},
            self._folder.obs_log,
            speaks=False,
        )
        await asyncio.to_thread(processes.remember, self._folder.processes, self.processes)
        version = await self._until_ready(self._obs)
        log.info("managed OBS is up", version=version, url=self.url, display=self._display.name, **self.processes)

    async def _until_ready(self, obs: Process) -> str:
        """ObsWillNotStart: it ended, or does not let us in."""
        ready = asyncio.create_task(answering.until_ready(self.url, self.password))
        ended = asyncio.create_task(obs.wait())
        try:
            await asyncio.wait({ready, ended}, timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED)
            if ready.done() and not ended.done():
                return ready.result()
            log.error("OBS does not start", status=obs.returncode, log=str(self._folder.obs_log))
            raise ObsWillNotStart("obs", self._folder.obs_log)
        finally:
            for task in (ready, ended):
                task.cancel()
            await asyncio.wait({ready, ended})

    # --- alive ---

    async def _supervise(self) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            began = loop.time()
            await self._until_one_ends()
            if loop.time() - began > STEADY:
                pause = FIRST_PAUSE
            while True:
                await asyncio.sleep(pause)
                pause = min(LAST_PAUSE, pause * 2)
                self._restarts += 1
                try:
                    await self._bring_up()
                    break
                except (ObsWillNotStart, OSError) as error:
                    log.error("OBS could not be started again", reason=str(error), again_in=pause)

    async def _until_one_ends(self) -> None:
        assert self._display is not None
        assert self._obs is not None
        waiting = [asyncio.create_task(process.wait()) for process in (self._display.process, self._obs)]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.wait(waiting)
        say = log.info if self._renewing else log.error
        self._renewing = False
        say("OBS ended", obs=self._obs.returncode, xvfb=self._display.process.returncode)

    async def settle_graphics(self, may: Callable[[], bool] = lambda: True) -> bool:
        """Restarts OBS if that makes the graphics' transparency exact (`scenes.managed.blend`): True if it did. The
        picture is gone for a second, a stream and a recording end: not for a show that is on the air, which `may` is
        asked about at the last moment. OBS writes its scenes to the disk up to two seconds after they were made: what
        is not there is not seen.
        """
        if not await asyncio.to_thread(blend.pending, self._folder) or not may():
            return False
        log.info("restarting OBS for the graphics' transparency")
        # Not asked politely: what is on the disk is all that is needed, and an OBS that takes itself apart while the
        # show's scenes are being made hangs or crashes. The supervisor starts it again.
        self._renewing = True
        await self._end_obs(signal.SIGKILL)
        return True

    # --- end ---

    async def _end_obs(self, politely: signal.Signals) -> None:
        if self._obs is not None and not await processes.end(self._obs, politely=politely, within=OBS_STOPS_WITHIN):
            log.warning("OBS did not stop and was killed", after=OBS_STOPS_WITHIN)

    async def _close(self) -> None:
        try:
            await self._end_obs(signal.SIGINT)  # it takes no notice of SIGTERM
        finally:
            if self._display is not None:
                await processes.end(self._display.process, politely=signal.SIGTERM, within=XVFB_STOPS_WITHIN)
            if self._lock is not None:
                await asyncio.to_thread(self._lock.close)


def _tell_if_broken(supervisor: asyncio.Task[None]) -> None:
    """A fault in the supervision is no reason to take the programme off the air."""
    if not supervisor.cancelled() and (error := supervisor.exception()) is not None:
        log.critical("nobody watches over OBS any more", exc_info=error)


def _free_port() -> int:
    """OBS listens on every interface, so the port must be free on all."""
    with socket.create_server(("", 0)) as listening:
        return int(listening.getsockname()[1])


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("", port)):
            return True
    except OSError:
        return False
