"""Brings the real programs the tests drive: `python -m tests.prepare`.

As root on Debian and Ubuntu it installs what is missing; elsewhere it says what will be skipped, and in CI it
fails then. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import real


def _may_install() -> bool:
    """Root on a system with apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


# Debian asks this program whether an installed service may start; 101 is no (invoke-rc.d's policy-rc.d interface).
POLICY = Path("/usr/sbin/policy-rc.d")


@contextmanager
def _no_services() -> Iterator[None]:
    """While this lasts, installing nginx starts no server on port 80."""
    if POLICY.exists():  # a container's, or a person's own wish
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", "ascii")
    try:
        POLICY.chmod(0o755)
        yield
    finally:
        POLICY.unlink()


def _apt(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", *arguments]
    output = subprocess.run(command, env=environment, check=False, text=True, capture_output=True)
    if output.returncode != 0:
        print(output.stdout, output.stderr, sep="\n", file=sys.stderr)
        output.check_returncode()


def _install(packages: list[str]) -> None:
    began = time.monotonic()
    print(f"tests: installing {' '.join(packages)}", flush=True)
    try:
        _apt("update")
        with _no_services():
            _apt("install", "--yes", "--no-install-recommends", *packages)
    except subprocess.CalledProcessError as error:
        print(f"tests: apt-get failed with status {error.returncode}", file=sys.stderr)
    print(f"tests: installed in {time.monotonic() - began:.0f} s", flush=True)


def _fetch(name: str, fetch: Callable[[], None]) -> None:
    try:
        fetch()
    except (OSError, subprocess.CalledProcessError, tarfile.TarError) as error:
        print(f"tests: {name} could not be had: {error}", file=sys.stderr)


def main() -> int:
    """Exit status 1: something is missing and nothing may be skipped."""
    lacking = real.missing()
    packages = [package for program in lacking.values() for package in program.packages]
    if packages and _may_install():
        _install(packages)
    for program in lacking.values():
        if program.fetch is not None:
            _fetch(program.name, program.fetch)
    lacking = real.missing()
    present = ", ".join(program.name for key, program in real.PROGRAMS.items() if key not in lacking)
    print(f"tests: real programs: {present or 'none'}")
    for program in lacking.values():
        print(f"tests: SKIPPED is what needs {program.name}; to get it: {program.elsewhere}")
        if program.packages:
            print(f"tests:   on Debian and Ubuntu: sudo apt-get install {' '.join(program.packages)}")
    sys.stdout.flush()
    return 1 if lacking and real.IN_CI else 0


if __name__ == "__main__":
    sys.exit(main())
