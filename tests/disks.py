"""A file system that fills up for real."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk_of(size: int) -> Iterator[Path]:
    """`size` in bytes. Skips where it cannot be mounted; a skip fails CI."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a tmpfs needs root on Linux")
    # Not below pytest's own folder: a run that is killed here would leave there what no later run can clear away.
    disk = Path(tempfile.mkdtemp(prefix="efir-small-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, check=False, capture_output=True, text=True)
    try:
        if mounted.returncode != 0:
            pytest.skip(f"a container that may not mount: {mounted.stderr.strip()}")
        yield disk
    finally:
        if mounted.returncode == 0:
            # Lazily: a test that failed with files open must not leave the mount behind as well.
            subprocess.run(["umount", "--lazy", disk], check=True)
        disk.rmdir()


def fill(path: Path) -> None:
    """A file that leaves not a page of room."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
