"""`efir run` as a person starts it: a process of its own that tells its addresses, and can be stopped or killed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Struct

from tests.ports import free_port
from webui.built import ROOT

UP_WITHIN = 180.0
"""Seconds until it tells its addresses, a managed OBS on a busy machine included."""
STOPS_WITHIN = 90.0
WORDS = 4_000
"""How much of what it said is shown when something went wrong."""


class Addresses(Struct, frozen=True):
    """The line of `efir run --json`."""

    panel: str
    setup: str | None
    judges: list[dict[str, str]]
    """`name` and `url`."""
    stage: str
    graphics: str
    switcher: str
    obs: str

    def judge(self, name: str) -> str:
        return next(judge["url"] for judge in self.judges if judge["name"] == name)

    @property
    def judge_tokens(self) -> dict[str, str]:
        """Judge's name → the token of his link."""
        return {judge["name"]: judge["url"].partition("?t=")[2] for judge in self.judges}


class Product:
    """`async with Product(show, data, obs="managed") as efir:` — the same one can be killed and started again: it comes
    back at the same port, with the same data."""

    def __init__(self, show: Path, data: Path, *, obs: str, environment: Mapping[str, str] | None = None) -> None:
        self.show, self.data, self.obs = show, data, obs
        self.addresses: Addresses
        self.log = data.with_name(data.name + ".log")
        """Everything it said on its standard error, over all its lives."""
        self._environment = {**os.environ, "PYTHONUTF8": "1", "EFIR_LANGUAGE": "ru", **(environment or {})}
        self._port = free_port()
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if error is not None:
            print(f"--- what Efir said:\n{self.said()}")

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "efir", *map(str, words)]

    async def start(self) -> Addresses:
        """AssertionError with what it said if it does not come up."""
        words: list[str | Path] = [
            "run",
            self.show,
            "--obs",
            self.obs,
            "--port",
            str(self._port),
            "--data",
            self.data,
            "--json",
        ]
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.command(*words),
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(UP_WITHIN):
                line = await self._process.stdout.readline()
            self.addresses = msgspec.json.decode(line, type=Addresses)
        except BaseException as error:
            await self.kill()
            if isinstance(error, TimeoutError | msgspec.DecodeError):
                raise AssertionError(f"Efir did not come up: {error!r}\n{self.said()}") from error
            raise
        self._port = int(self.addresses.panel.rpartition(":")[2])
        return self.addresses

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        """kill -9: no farewell of any kind."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._ended()

    async def stop(self) -> None:
        """As Ctrl+C or a service manager does; killed if that is not heard. Fine if it does not run."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._process.terminate()
        try:
            async with asyncio.timeout(STOPS_WITHIN):
                await self._ended()
        except TimeoutError:
            await self.kill()
            raise AssertionError(f"Efir did not stop in {STOPS_WITHIN} s\n{self.said()}") from None

    async def _ended(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        await self._process.stdout.read()  # to its end: the pipe is then closed
        await self._process.wait()

    def said(self) -> str:
        return self.log.read_text("utf-8", errors="replace")[-WORDS:] if self.log.exists() else ""

    async def other(self, *words: str | Path, seconds: float = 240) -> tuple[int, str, str]:
        """Another command of Efir beside it: (status, standard output, standard error)."""
        process = await asyncio.create_subprocess_exec(
            *self.command(*words),
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(seconds):
                out, err = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()
            raise
        assert process.returncode is not None
        return process.returncode, out.decode(), err.decode()

    async def verify(self, file: Path) -> dict[str, Any]:
        """`efir verify FILE --json`."""
        status, out, err = await self.other("verify", file, "--json")
        assert status in (0, 1), (status, out, err)
        found: dict[str, Any] = msgspec.json.decode(out)
        return found
