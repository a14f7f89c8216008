"""The programs a managed OBS needs, and their installation where it is allowed."""

from __future__ import annotations

import asyncio
import os
import shutil
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Callable
from pathlib import Path

import structlog
from msgspec import Struct

from scenes.managed.errors import ObsInstallFailed, ObsNotInstalled

log = structlog.get_logger(__name__)

PACKAGES = ("obs-studio", "xvfb", "libgl1-mesa-dri")
"""Of Debian and Ubuntu. The last one draws without a graphics card; nobody pulls it in."""


class Programs(Struct, frozen=True):
    obs: str
    xvfb: str


def find() -> Programs:
    """Absolute paths. ObsNotInstalled."""
    obs, xvfb = shutil.which("obs"), shutil.which("Xvfb")
    if obs is None or xvfb is None:
        names = (("OBS Studio", obs), ("Xvfb", xvfb))
        raise ObsNotInstalled(tuple(name for name, path in names if path is None))
    return Programs(str(Path(obs).absolute()), str(Path(xvfb).absolute()))


def _apt() -> str | None:
    """Where apt-get is, if we may use it."""
    return shutil.which("apt-get") if os.geteuid() == 0 else None


async def install_if_possible(
    progress: Callable[[float], None], log_file: Path, packages: tuple[str, ...] = PACKAGES
) -> bool:
    """Root on Debian or Ubuntu: installs OBS and what it needs, or other packages; elsewhere False. `progress` is told
    from 0 to 1. ObsInstallFailed; what apt-get said is in `log_file`."""
    apt = await asyncio.to_thread(_apt)
    if apt is None:
        return False
    log.info("installing", packages=packages, log=str(log_file))
    progress(0.0)
    await asyncio.to_thread(log_file.write_bytes, b"")
    await _run([apt, "-q", "update"], log_file, lambda _: None)
    await _run([apt, "-q", "install", "--yes", "--no-install-recommends", *packages], log_file, progress)
    progress(1.0)
    return True


async def _run(command: list[str], log_file: Path, progress: Callable[[float], None]) -> None:
    """apt-get writes how far it is between its other lines (APT's README.progress-reporting). Downloading and
    unpacking are each half of the way."""
    process = await asyncio.create_subprocess_exec(
        *command,
        "-o",
        "APT::Status-Fd=1",
        "-o",
        "Dpkg::Use-Pty=0",
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
    )
    assert process.stdout is not None
    try:
        while line := await process.stdout.readline():
            await asyncio.to_thread(_append, log_file, line)
            if (part := percent(line.decode(errors="replace"))) is not None:
                progress(part)
        if await process.wait() != 0:
            raise ObsInstallFailed(log_file)
    finally:
        # Interrupted: asked to end, not killed. A package half unpacked would have to be repaired by hand.
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _append(log_file: Path, line: bytes) -> None:
    with log_file.open("ab") as file:
        file.write(line)


def percent(line: str) -> float | None:
    """0 to 1 from `dlstatus:1:20.5:…` (download) or `pmstatus:obs-studio:40.0:…` (unpacking); None for other lines."""
    kind, _, rest = line.partition(":")
    if kind not in ("dlstatus", "pmstatus"):
        return None
    try:
        done = float(rest.split(":")[1]) / 100
    except (IndexError, ValueError):
        return None
    return done / 2 if kind == "dlstatus" else 0.5 + done / 2
