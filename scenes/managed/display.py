"""A screen that nobody sees: Xvfb, open to our OBS alone."""

from __future__ import annotations

import asyncio
import secrets
import struct
from asyncio.subprocess import Process
from typing import NamedTuple

from scenes.managed import processes
from scenes.managed.errors import ObsWillNotStart
from scenes.managed.folder import Folder, replace

STARTS_WITHIN = 20.0
"""Seconds; it takes 0.1 on an idle machine."""
SCREEN = "1280x720x24"
"""OBS draws the canvas off the screen; this holds its window only."""

FAMILY_WILD = 0xFFFF
COOKIE = b"MIT-MAGIC-COOKIE-1"


class Display(NamedTuple):
    process: Process
    name: str
    """`:7`"""


def authority(cookie: bytes) -> bytes:
    """An Xauthority file for any display (Xau(3): family, address, number, name, data, each with its length)."""
    fields = (b"", b"", COOKIE, cookie)
    return struct.pack(">H", FAMILY_WILD) + b"".join(struct.pack(">H", len(field)) + field for field in fields)


async def start(xvfb: str, folder: Folder, environment: dict[str, str]) -> Display:
    """On a free display number, which Xvfb itself finds. ObsWillNotStart."""
    await asyncio.to_thread(replace, folder.authority, authority(secrets.token_bytes(16)))
    command = [xvfb, "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    command += ["-auth", str(folder.authority)]
    process = await processes.start(command, environment, folder.xvfb_log, speaks=True)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            number = (await process.stdout.readline()).decode().strip()
    except BaseException as error:
        process.kill()
        await process.wait()
        if isinstance(error, TimeoutError):
            raise ObsWillNotStart("Xvfb", folder.xvfb_log) from error
        raise
    if not number:
        await process.wait()
        raise ObsWillNotStart("Xvfb", folder.xvfb_log)
    return Display(process, f":{number}")
