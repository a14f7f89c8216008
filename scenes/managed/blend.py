"""Partial transparency of Efir's graphics exactly as the page has it.

OBS blends in linear light; a page is made to be blended in sRGB. The scene item's `blend_method` does that, but
obs-websocket 5.1 has no request for it, so it is written into the scene collections while OBS is not running. Items
that `apply` makes get it with the next start of OBS (`ManagedObs.settle_graphics`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import structlog

from scenes.collection import GRAPHICS_INPUT
from scenes.managed.folder import Folder, replace

log = structlog.get_logger(__name__)

EXACT = "srgb_off"
"""obs_scene's name for OBS_BLEND_METHOD_SRGB_OFF."""


def patched(collection: Any) -> int:
    """How many items were changed. `collection` is a scene collection as OBS writes it, changed in place."""
    changed = 0
    for source in _list(collection, "sources") + _list(collection, "groups"):
        for item in _list(source.get("settings"), "items"):
            if item.get("name") == GRAPHICS_INPUT and item.get("blend_method") != EXACT:
                item["blend_method"] = EXACT
                changed += 1
    return changed


def _list(owner: Any, key: str) -> list[dict[str, Any]]:
    held = owner.get(key) if isinstance(owner, dict) else None
    return [entry for entry in held if isinstance(entry, dict)] if isinstance(held, list) else []


def patch(folder: Folder) -> int:
    """All collections of the folder; how many items were changed. OBS must not be running: it would write its own
    over them."""
    total = 0
    for file, collection in _collections(folder):
        if changed := patched(collection):
            replace(file, json.dumps(collection, ensure_ascii=False, indent=4).encode())
            log.info("graphics blend as the page has them", file=file.name, items=changed)
            total += changed
    return total


def pending(folder: Folder) -> bool:
    """Whether `patch` would change anything."""
    return any(patched(collection) for _, collection in _collections(folder))


def _collections(folder: Folder) -> Iterator[tuple[Path, Any]]:
    """Without those that cannot be read: OBS restores them from its `.bak`."""
    for file in sorted((folder.config / "basic" / "scenes").glob("*.json")):
        try:
            yield file, json.loads(file.read_bytes())
        except ValueError:
            log.warning("scene collection left as it is: not JSON", file=file.name)
