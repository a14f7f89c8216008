"""Programs that die with us, and the end of those that an earlier run left behind all the same."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

import msgspec
import structlog
from msgspec import Struct

from scenes.managed import launch
from scenes.managed.folder import put_aside, replace

log = structlog.get_logger(__name__)

LEFTOVER_ENDS_WITHIN = 5.0
"""Seconds after a kill; the kernel may have to write a core or wait for a disk."""


class Known(Struct, frozen=True):
    """A process as a later run can find it again: ids are reused, so the start counts, too."""

    name: str
    pid: int
    started: str


async def start(command: list[str], environment: dict[str, str], log_file: Path, *, speaks: bool) -> Process:
    """In a session of its own, so that Ctrl+C in our terminal is ours alone. Its outputs go to `log_file`; with
    `speaks` its standard output comes to us."""
    await asyncio.to_thread(put_aside, log_file)
    output = await asyncio.to_thread(log_file.open, "ab")
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-S",
            launch.__file__,
            str(os.getpid()),
            *command,
            env=environment,
            stdin=DEVNULL,
            stdout=PIPE if speaks else output,
            stderr=output,
            start_new_session=True,
        )
    finally:
        await asyncio.to_thread(output.close)


async def end(process: Process, *, politely: signal.Signals, within: float) -> bool:
    """True if it ended as asked; after `within` seconds it is killed. Gone in any case."""
    if process.returncode is None:
        try:
            process.send_signal(politely)
            async with asyncio.timeout(within):
                await process.wait()
            return True
        except TimeoutError:
            return False
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    return True


# --- those of an earlier run ---


def remember(file: Path, processes: dict[str, int]) -> None:
    """`processes`: name → process id."""
    known = [Known(name, pid, begun) for name, pid in processes.items() if (begun := started(pid)) is not None]
    replace(file, msgspec.json.encode(known))


def end_leftovers(file: Path) -> list[str]:
    """Kills what `file` remembers and still runs; the names."""
    try:
        known = msgspec.json.decode(file.read_bytes(), type=list[Known])
    except (FileNotFoundError, msgspec.DecodeError):
        return []
    ended = [process.name for process in known if _end(process)]
    file.unlink()
    return ended


def started(pid: int) -> str | None:
    """When a process began, in a form that no other process with its id has: the boot, and clock ticks since it
    (proc(5), field 22 of /proc/PID/stat). None: there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The second field, the program's name, is in parentheses and may hold anything.
    return f"{boot}/{stat.rpartition(')')[2].split()[19]}"


def _end(process: Known) -> bool:
    try:
        # First the handle, then the look: whatever the id means later, the handle means the process we looked at.
        handle = os.pidfd_open(process.pid)
    except ProcessLookupError:
        return False
    try:
        if started(process.pid) != process.started:
            return False
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        if waiting.poll(0):
            return False  # it ended, and only nobody asked for its status yet
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        gone = bool(waiting.poll(LEFTOVER_ENDS_WITHIN * 1000))
        log.warning("left over from an earlier run", program=process.name, pid=process.pid, ended=gone)
        return gone
    except ProcessLookupError:
        return False
    finally:
        os.close(handle)
