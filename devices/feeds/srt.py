"""SRT through `srt-live-transmit`, a program of the SRT library: the FFmpeg in PyAV has no SRT.

It writes what it receives into a pipe and ends with its connection, or when nobody reads the pipe any more.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from devices.feeds.inputs import srt_listens

EXIT_S = 3.0
PROGRAM = "srt-live-transmit"
# One that listens and whom nobody has called after a minute ends. We start it again, if we are there: it does not
# notice that we are not before it has something to write, and would keep its port. Where it calls it would end after a
# minute though it is connected (srt-live-transmit 1.5), and on Windows it knows no such limit.
ALONE = ("-timeout:60", "-timeout-mode:1")


class ToolFailed(Exception):
    """The program is missing."""


def find_program() -> Path | None:
    """On the path, or where its installers put it. Blocking: reads the disk."""
    if found := shutil.which(PROGRAM):
        return Path(found)
    places: list[Path] = []
    if sys.platform == "win32":
        roots = filter(None, map(os.environ.get, ("PROGRAMFILES", "PROGRAMFILES(X86)", "LIBSRT")))
        places = [Path(root, tail) for root in roots for tail in (f"libsrt/bin/{PROGRAM}.exe", f"bin/{PROGRAM}.exe")]
    elif sys.platform == "darwin":
        places = [Path(folder, PROGRAM) for folder in ("/opt/homebrew/bin", "/usr/local/bin")]
    return next((place for place in places if place.is_file()), None)


def _limits(url: str) -> tuple[str, ...]:
    return ALONE if srt_listens(url) else ()


@contextlib.contextmanager
def receiving(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Runs the program; MPEG-TS is on its standard output.

    Raises:
        ToolFailed: it is not here.
    """
    program = find_program()
    if program is None:
        raise ToolFailed(PROGRAM)
    # The address goes on its command line, passphrase and all: the program has no other way in.
    process = subprocess.Popen(
        [program, "-q", "-loglevel:fatal", "-chunk:1316", "-a:no", *_limits(url), url, "file://con"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(EXIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
