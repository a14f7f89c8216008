"""The built pages: where they lie and whether they were built from the sources as they are now.

Standard library only: the build hook imports this module inside an isolated build environment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
DIGEST_NAME = ".digest"

# What the build reads, relative to the root.
_SOURCES = ("webui", "overlays/graphics", "overlays/renderer", "overlays/tsconfig.json", "control/texts")
_NOT_SOURCES = frozenset({"dist", "node_modules", "__pycache__"})


def dist_dir() -> Path:
    """The folder of built pages; it may be missing (see `state`)."""
    return ROOT / "webui" / "dist"


def has_sources() -> bool:
    """True in a checkout or an unpacked sdist; False in an installed wheel, which carries only the result."""
    return (ROOT / "webui" / "package.json").is_file()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for child in path.iterdir():
            if child.name not in _NOT_SOURCES and not child.name.startswith("dist."):
                yield from _files(child)


def source_digest() -> str:
    """SHA-256 (hex) over the names and contents of everything the build reads (no Python file is)."""
    files = sorted(
        (file.relative_to(ROOT).as_posix(), file)
        for source in _SOURCES
        for file in _files(ROOT / source)
        if file.suffix != ".py"
    )
    total = hashlib.sha256()
    for name, file in files:
        total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def state() -> Literal["fresh", "stale", "missing"]:
    """Whether the pages are there and belong to the sources beside them."""
    try:
        built_from = (dist_dir() / DIGEST_NAME).read_text("ascii").strip()
    except FileNotFoundError:
        return "missing"
    if has_sources() and built_from != source_digest():
        return "stale"
    return "fresh"


def is_fresh() -> bool:
    """True if the pages can be served as they are."""
    return state() == "fresh"
